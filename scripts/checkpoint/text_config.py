"""The language model's part of a config."""
from dataclasses import dataclass
from typing import Any, Mapping, Tuple

from checkpoint.errors import CheckpointError
from checkpoint.files import require_sizes
from checkpoint.rotary import rope

DEFAULTS = {
    "llama": {"hidden_size": 4096, "intermediate_size": 11008, "num_hidden_layers": 32, "num_attention_heads": 32,
              "vocab_size": 32000, "rms_norm_eps": 1e-6, "max_position_embeddings": 2048},
    "mistral": {"hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32, "num_attention_heads": 32,
                "num_key_value_heads": 8, "vocab_size": 32000, "rms_norm_eps": 1e-6, "sliding_window": 4096,
                "max_position_embeddings": 131072},
    "qwen2": {"hidden_size": 4096, "intermediate_size": 22016, "num_hidden_layers": 32, "num_attention_heads": 32,
              "num_key_value_heads": 32, "vocab_size": 151936, "rms_norm_eps": 1e-6, "sliding_window": 4096,
              "use_sliding_window": False, "max_window_layers": 28, "max_position_embeddings": 32768},
}
DEFAULTS["qwen3"] = {**DEFAULTS["qwen2"], "head_dim": 128}
QWEN = ("qwen2", "qwen3")

SIZES = ("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
         "num_key_value_heads")


@dataclass(frozen=True)
class TextConfig:
    """Sizes of a decoder. `windows` has an entry a layer: how many positions it sees, 0 for all.

    `qkv_bias`, `out_bias` and `mlp_bias` say which linear layers have a bias, `qk_norm` whether heads are normed.
    """

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
    qkv_bias: bool
    out_bias: bool
    mlp_bias: bool
    qk_norm: bool


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
    biased = kind in ("llama", "qwen3") and bool(values.get("attention_bias"))
    return TextConfig(
        kind=kind, vocabulary=values["vocab_size"], width=values["hidden_size"], mlp=values["intermediate_size"],
        layers=values["num_hidden_layers"], heads=heads, kv_heads=kv_heads,
        head_dim=values.get("head_dim") or values["hidden_size"] // heads, eps=values["rms_norm_eps"],
        rope_theta=theta, rope_scaling=scaling, windows=windows(kind, values),
        qkv_bias=kind == "qwen2" or biased, out_bias=biased, mlp_bias=kind == "llama" and bool(values.get("mlp_bias")),
        qk_norm=kind == "qwen3")


def windows(kind, values):
    """Sliding windows by layer: all of Mistral's, Qwen's upper layers where it says so, none of Llama's."""
    layers, window = values["num_hidden_layers"], values.get("sliding_window")
    if kind == "llama" or not window or not values.get("use_sliding_window", kind == "mistral"):
        return (0,) * layers
    kinds = values.get("layer_types")
    if kinds is None:
        first = values.get("max_window_layers", 0) if kind in QWEN else 0
        kinds = ["sliding_attention" if i >= first else "full_attention" for i in range(layers)]
    return tuple(window if name == "sliding_attention" else 0 for name in kinds)
