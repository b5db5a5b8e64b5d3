"""Rules that scale rotary positions, each computed as the reference implementation does (transformers 5.24)."""
import math

import torch

from checkpoint.errors import CheckpointError, listed

# What each known rule cannot do without. YaRN's factor may be null: the ratio of the lengths then.
NEEDED = {
    "default": (), "linear": ("factor",), "dynamic": ("factor",), "yarn": ("factor",),
    "llama3": ("factor", "low_freq_factor", "high_freq_factor"),
}
BY_LENGTH = ("llama3", "yarn")


def rope(values):
    """Base and scaling of the rotary embedding from `rope_parameters` (new) or `rope_theta` and `rope_scaling`.

    The scaling names its `rope_type`, and both lengths where the rule has to do with them. Raises CheckpointError for
    unknown rules and for rules that lack a number.
    """
    scaling = dict(values.get("rope_parameters") or values.get("rope_scaling") or {})
    theta = scaling.pop("rope_theta", values.get("rope_theta", 10000.0))
    kind = scaling.pop("type", "default")
    kind = scaling.pop("rope_type", kind)
    if any(isinstance(value, dict) for value in scaling.values()):
        kind = "by layer"
    if scaling.get("partial_rotary_factor", values.get("partial_rotary_factor", 1.0)) != 1.0:
        kind = "partial"
    if kind not in NEEDED:
        raise CheckpointError(f"The config scales rotary positions by the unknown rule {kind}.",
                              f"Known are {', '.join(sorted(NEEDED))}.")
    missing = [name for name in NEEDED[kind] if name not in scaling]
    if missing:
        raise CheckpointError(f"The config scales rotary positions by the rule {kind} and lacks {listed(missing)}.",
                              "Correct config.json.")
    longest = values.get("max_position_embeddings")
    if kind in BY_LENGTH:
        original = values.get("original_max_position_embeddings")
        scaling["original_max_position_embeddings"] = \
            original or scaling.get("original_max_position_embeddings") or longest
    if kind in ("dynamic", "yarn"):
        scaling["max_position_embeddings"] = longest
    return float(theta), {**scaling, "rope_type": kind}


def inverse_frequencies(text):
    """The rotary embedding's frequencies `[d/2]` float32 of a TextConfig.

    Those of the rule `dynamic` are the plain ones: they hold for sequences that are not longer than the config says.
    """
    powers = text.rope_theta ** (torch.arange(0, text.head_dim, 2, dtype=torch.float32) / text.head_dim)
    scaling = text.rope_scaling
    if scaling["rope_type"] == "linear":
        return 1.0 / powers / scaling["factor"]
    if scaling["rope_type"] == "llama3":
        return llama3(1.0 / powers, scaling)
    if scaling["rope_type"] == "yarn":
        return yarn(powers, text.rope_theta, scaling)
    return 1.0 / powers


def table_scale(scaling):
    """What cosines and sines are multiplied by: YaRN's attention factor, 1 with the other rules."""
    if scaling["rope_type"] != "yarn":
        return 1.0
    if scaling.get("attention_factor") is not None:
        return float(scaling["attention_factor"])
    factor, one, other = yarn_factor(scaling), scaling.get("mscale"), scaling.get("mscale_all_dim")
    return magnitude(factor, one) / magnitude(factor, other) if one and other else magnitude(factor, 1.0)


def longest(scaling):
    """How many positions the frequencies hold for; 0 where the rule does not change with the length."""
    return scaling["max_position_embeddings"] if scaling["rope_type"] == "dynamic" else 0


def llama3(frequencies, scaling):
    """Llama 3.1's rule: long waves are stretched by the factor, short ones kept, those between blended."""
    low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
    turns = scaling["original_max_position_embeddings"] * frequencies / (2 * math.pi)
    smooth = ((turns - low) / (high - low)).clamp(0.0, 1.0)
    return (1 - smooth) * frequencies / scaling["factor"] + smooth * frequencies


def yarn(powers, theta, scaling):
    """YaRN: frequencies that turn often within the original length are kept, slow ones divided, with a ramp between."""
    half = powers.numel()

    def dimension(turns):
        length = scaling["original_max_position_embeddings"]
        return 2 * half * math.log(length / (turns * 2 * math.pi)) / (2 * math.log(theta))

    low, high = dimension(scaling.get("beta_fast") or 32), dimension(scaling.get("beta_slow") or 1)
    if scaling.get("truncate", True):
        low, high = math.floor(low), math.ceil(high)
    low, high = max(low, 0), min(high, 2 * half - 1)
    ramp = (torch.arange(half, dtype=torch.float32) - low) / ((high - low) or 0.001)
    kept = 1 - ramp.clamp(0, 1)
    return 1.0 / (yarn_factor(scaling) * powers) * (1 - kept) + 1.0 / powers * kept


def yarn_factor(scaling):
    """The factor, or the ratio of the lengths where it is null."""
    factor = scaling["factor"]
    return factor if factor is not None else \
        scaling["max_position_embeddings"] / scaling["original_max_position_embeddings"]


def magnitude(factor, scale):
    """YaRN's growth of attention logits with the factor."""
    return 0.1 * scale * math.log(factor) + 1.0 if factor > 1 else 1.0
