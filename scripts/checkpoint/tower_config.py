"""The vision tower's part of a config."""
from dataclasses import dataclass

from checkpoint.errors import CheckpointError
from checkpoint.files import require_sizes

CLIP, INTERNVL, SMOLVLM = "clip_vision_model", "internvl_vision", "smolvlm_vision"
DEFAULTS = {
    CLIP: {"patch_size": 32, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5},
    "siglip_vision_model": {"patch_size": 16, "hidden_act": "gelu_pytorch_tanh", "layer_norm_eps": 1e-6},
}
SHARED = {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
          "image_size": 224, "num_channels": 3}
# Towers that original LLaVA names by their repository; they serve where only the weights are in the checkpoint.
PUBLISHED = {
    "openai/clip-vit-large-patch14-336": {
        "model_type": "clip_vision_model", "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
        "num_attention_heads": 16, "image_size": 336, "patch_size": 14},
    "openai/clip-vit-large-patch14": {
        "model_type": "clip_vision_model", "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
        "num_attention_heads": 16, "image_size": 224, "patch_size": 14},
}


@dataclass(frozen=True)
class TowerConfig:
    """Sizes of a tower; `activation` and what has a default are the scriptable modules' (vlm.vision.VisionConfig)."""

    kind: str
    width: int
    mlp: int
    layers: int
    heads: int
    image: int
    patch: int
    activation: str
    eps: float
    qkv_bias: bool = True
    qk_norm: bool = False
    layer_scale: bool = False
    rms_norm: bool = False
    post_norm: bool = False
    merge: int = 1

    @property
    def has_cls(self) -> bool:
        """CLIP and InternVL have a class token, SigLIP has none."""
        return self.kind in (CLIP, INTERNVL)


def activation(name):
    """The scriptable modules' name of a configured activation."""
    known = {"gelu": "gelu", "quick_gelu": "quick_gelu", "gelu_pytorch_tanh": "gelu_tanh", "gelu_new": "gelu_tanh",
             "silu": "silu", "swish": "silu"}
    if name not in known:
        raise CheckpointError(f"The config names the unknown activation {name}.",
                              f"Known are {', '.join(sorted(known))}.")
    return known[name]


def tower_config(raw):
    """Reads a `vision_config`; CheckpointError for towers other than CLIP's and SigLIP's."""
    kind = raw.get("model_type", CLIP)
    if kind not in DEFAULTS:
        raise CheckpointError(f"The vision tower is of the unknown architecture {kind}.",
                              "Known are clip_vision_model and siglip_vision_model.")
    return tower_of(kind, {**SHARED, **DEFAULTS[kind], **raw})


def tower_of(kind, values, **variant):
    """The tower with all its fields; `variant` are those of TowerConfig that have a default.

    CheckpointError for sizes that make no tower, and for patches that do not go into whole visual tokens.
    """
    require_sizes(values, [*SHARED, "patch_size"], "vision tower")
    if values["hidden_size"] % values["num_attention_heads"] or values["image_size"] < values["patch_size"]:
        raise CheckpointError(
            f"The vision tower has {values['num_attention_heads']} heads in a width of {values['hidden_size']} and"
            f" patches of {values['patch_size']} px in images of {values['image_size']} px.", "Correct config.json.")
    if values["num_channels"] != 3:
        raise CheckpointError(f"The vision tower takes {values['num_channels']} channels.",
                              "Known are towers for red, green and blue.")
    side, merge = values["image_size"] // values["patch_size"], variant.get("merge", 1)
    if side % merge:
        raise CheckpointError(
            f"The config makes visual tokens of {merge} x {merge} patches, and {side} patches a side are no whole"
            " number of them.", "Correct config.json.")
    return TowerConfig(
        kind=kind, width=values["hidden_size"], mlp=values["intermediate_size"], layers=values["num_hidden_layers"],
        heads=values["num_attention_heads"], image=values["image_size"], patch=values["patch_size"],
        activation=activation(values["hidden_act"]), eps=values["layer_norm_eps"], **variant)
