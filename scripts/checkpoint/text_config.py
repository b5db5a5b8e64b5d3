"""The language model's part of a config."""
import math
from dataclasses import dataclass
from typing import Any, Mapping, Tuple

import torch

from checkpoint.errors import CheckpointError
from checkpoint.files import require_sizes

DEFAULTS = {
    "llama": {"hidden_size": 4096, "intermediate_size": 11008, "num_hidden_layers": 32, "num_attention_heads": 32,
              "vocab_size": 32000, "rms_norm_eps": 1e-6},
    "mistral": {"hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32, "num_attention_heads": 32,
                "num_key_value_heads": 8, "vocab_size": 32000, "rms_norm_eps": 1e-6, "sliding_window": 4096},
    "qwen2": {"hidden_size": 4096, "intermediate_size": 22016, "num_hidden_layers": 32, "num_attention_heads": 32,
              "num_key_value_heads": 32, "vocab_size": 151936, "rms_norm_eps": 1e-6, "sliding_window": 4096,
              "use_sliding_window": False, "max_window_layers": 28},
}

SIZES = ("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
         "num_key_value_heads")


@dataclass(frozen=True)
class TextConfig:
    """Sizes of a decoder. `windows` has an entry a layer: how many positions it sees, 0 for all."""

    kind: str
    vocabulary: int
    width: int
    mlp: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    eps: float
    rope_theta: float
    rope_scaling: Mapping[str, Any]
    windows: Tuple[int, ...]


def text_config(raw, default_kind):
    """Reads a `text_config`, or the flat config of an original LLaVA.

    Raises CheckpointError for kinds of decoders and of position embeddings that are unknown.
    """
    kind = raw.get("model_type", default_kind)
    if kind not in DEFAULTS:
        raise CheckpointError(f"The language model is of the unknown architecture {kind}.",
                              f"Known are {', '.join(sorted(DEFAULTS))}.")
    values = {**DEFAULTS[kind], **raw}
    if values.get("hidden_act", "silu") not in ("silu", "swish"):
        raise CheckpointError(f"The language model uses the activation {values['hidden_act']}.", "Known is silu.")
    values["num_key_value_heads"] = values.get("num_key_value_heads") or values["num_attention_heads"]
    require_sizes(values, SIZES, "language model")
    heads, kv_heads = values["num_attention_heads"], values["num_key_value_heads"]
    if heads % kv_heads:
        raise CheckpointError(f"The config has {heads} attention heads in {kv_heads} key/value heads, no whole groups.",
                              "Correct config.json.")
    theta, scaling = rope(values)
    return TextConfig(
        kind=kind, vocabulary=values["vocab_size"], width=values["hidden_size"], mlp=values["intermediate_size"],
        layers=values["num_hidden_layers"], heads=heads, kv_heads=kv_heads,
        head_dim=values.get("head_dim") or values["hidden_size"] // heads, eps=values["rms_norm_eps"],
        rope_theta=theta, rope_scaling=scaling, windows=windows(kind, values))


def rope(values):
    """Base and scaling of the rotary embedding from `rope_parameters` (new) or `rope_theta` and `rope_scaling`."""
    scaling = dict(values.get("rope_parameters") or values.get("rope_scaling") or {})
    theta = scaling.pop("rope_theta", values.get("rope_theta", 10000.0))
    kind = scaling.get("rope_type", scaling.get("type", "default"))
    if any(isinstance(value, dict) for value in scaling.values()):
        kind = "by layer"
    if scaling.get("partial_rotary_factor", values.get("partial_rotary_factor", 1.0)) != 1.0:
        kind = "partial"
    if kind not in ("default", "linear", "llama3"):
        raise CheckpointError(f"The config scales rotary positions by the unknown rule {kind}.",
                              "Known are default, linear and llama3.")
    return float(theta), {**scaling, "rope_type": kind}


def windows(kind, values):
    """Sliding windows by layer: all of Mistral's, Qwen2's upper layers where it says so, none of Llama's."""
    layers, window = values["num_hidden_layers"], values.get("sliding_window")
    if kind == "llama" or not window or not values.get("use_sliding_window", kind == "mistral"):
        return (0,) * layers
    kinds = values.get("layer_types")
    if kinds is None:
        first = values.get("max_window_layers", 0) if kind == "qwen2" else 0
        kinds = ["sliding_attention" if i >= first else "full_attention" for i in range(layers)]
    return tuple(window if name == "sliding_attention" else 0 for name in kinds)


def inverse_frequencies(text):
    """The rotary embedding's frequencies `[d/2]` float32, computed as the reference implementations do."""
    plain = 1.0 / text.rope_theta ** (torch.arange(0, text.head_dim, 2, dtype=torch.float32) / text.head_dim)
    scaling = text.rope_scaling
    if scaling["rope_type"] == "linear":
        return plain / scaling["factor"]
    if scaling["rope_type"] == "llama3":
        return llama3(plain, scaling)
    return plain


def llama3(frequencies, scaling):
    """Llama 3.1's rule: long waves are stretched by the factor, short ones kept, those between blended."""
    low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
    turns = scaling["original_max_position_embeddings"] * frequencies / (2 * math.pi)
    smooth = ((turns - low) / (high - low)).clamp(0.0, 1.0)
    return (1 - smooth) * frequencies / scaling["factor"] + smooth * frequencies
