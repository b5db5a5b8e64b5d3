"""InternVL: the nested config of Hugging Face, and that of the original code (OpenGVLab/InternVL3-*).

Defaults are those of transformers 5.24 and of the original code.
"""
from checkpoint.errors import CheckpointError
from checkpoint.hugging_face_config import first_known
from checkpoint.model_config import ModelConfig, require_grid
from checkpoint.text_config import text_config
from checkpoint.tower_config import INTERNVL, activation, tower_of

HUGGING_FACE = {
    "hidden_size": 1024, "num_hidden_layers": 24, "num_attention_heads": 16, "intermediate_size": 4096,
    "attention_bias": False, "use_qk_norm": False, "hidden_act": "gelu", "norm_type": "layer_norm",
    "layer_norm_eps": 1e-6, "image_size": 448, "patch_size": 14, "num_channels": 3, "use_mean_pooling": True,
    "use_absolute_position_embeddings": True}
ORIGINAL = {
    "hidden_size": 3200, "num_hidden_layers": 48, "num_attention_heads": 25, "intermediate_size": 12800,
    "qkv_bias": False, "qk_normalization": True, "hidden_act": "gelu", "norm_type": "rms_norm", "layer_norm_eps": 1e-6,
    "image_size": 224, "patch_size": 14, "num_channels": 3}
# The original code resizes the whole image to a square and reads no file about it.
IMAGENET = {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
NORMS = {"layer_norm": False, "rms_norm": True}
IMAGE = {"image_text": "<img><IMG_CONTEXT></img>", "image_mark": "<IMG_CONTEXT>"}
IMAGE_TOKEN = 151667
PROJECTOR_EPS = 1e-5


def read_internvl(raw):
    """The model of a config of Hugging Face's layout."""
    values = {**HUGGING_FACE, **(raw.get("vision_config") or {})}
    if not values["use_absolute_position_embeddings"]:
        raise CheckpointError("The vision tower has no position embeddings.", "Known are towers that have them.")
    layer = raw.get("vision_feature_layer", -1)
    if not isinstance(layer, int):
        raise CheckpointError(f"The config's vision_feature_layer is {layer}.", "Known is one layer for InternVL.")
    tower = internvl_tower(values, raw, values["attention_bias"], values["use_qk_norm"],
                           layer == -1 and not values["use_mean_pooling"])
    strategy = raw.get("vision_feature_select_strategy", "default")
    require_grid(tower, strategy == "full", f"vision_feature_select_strategy {strategy}")
    text = raw.get("text_config") or {}
    return ModelConfig(
        family="internvl", original=False, text=text_config(text, "qwen2"), tower=tower, feature_layers=(layer,),
        projector_activation=activation(raw.get("projector_hidden_act", "gelu")),
        image_token=raw.get("image_token_id", IMAGE_TOKEN),
        pad_token=first_known(text.get("pad_token_id"), raw.get("pad_token_id")),
        anyres=None, projector_norm=PROJECTOR_EPS, **IMAGE)


def read_original_internvl(raw):
    """The model of a config of the original code, which ends answers with `<|im_end|>` whatever its files say."""
    values = {**ORIGINAL, **(raw.get("vision_config") or {})}
    side = square(values["image_size"], "image_size")
    forced = raw.get("force_image_size") or side
    if forced != side:
        raise CheckpointError(f"The config forces images of {forced} px on a tower of {side} px.",
                              "Known are towers that take images of their own size.")
    if raw.get("ps_version", "v1") != "v2":
        raise CheckpointError(f"The config joins patches by the rule {raw.get('ps_version', 'v1')}.", "Known is v2.")
    tower = internvl_tower(values, raw, values["qkv_bias"], values["qk_normalization"], False)
    text = raw.get("llm_config") or {}
    return ModelConfig(
        family="internvl", original=False, text=text_config(text, "qwen2"), tower=tower,
        feature_layers=(raw.get("select_layer", -1),), projector_activation="gelu", image_token=None,
        pad_token=first_known(text.get("pad_token_id"), raw.get("pad_token_id")), anyres=None,
        projector_norm=PROJECTOR_EPS, pixels={**IMAGENET, "size": {"height": side, "width": side}},
        end_text="<|im_end|>", **IMAGE)


def internvl_tower(values, raw, qkv_bias, qk_norm, post_norm):
    """The tower of a complete section; sides of images and patches may be pairs."""
    if values["norm_type"] not in NORMS:
        raise CheckpointError(f"The vision tower has the unknown norm {values['norm_type']}.",
                              f"Known are {', '.join(NORMS)}.")
    sides = {name: square(values[name], name) for name in ("image_size", "patch_size")}
    return tower_of(INTERNVL, {**values, **sides}, qkv_bias=bool(qkv_bias), qk_norm=bool(qk_norm), layer_scale=True,
                    rms_norm=NORMS[values["norm_type"]], post_norm=post_norm, merge=merge(raw))


def square(size, name):
    """The side of a square that is given as a number or as two."""
    sides = size if isinstance(size, (list, tuple)) else [size, size]
    if len(sides) != 2 or sides[0] != sides[1]:
        raise CheckpointError(f"The vision tower's {name} is {size}.", "Known are squares.")
    return sides[0]


def merge(raw):
    """How many patches a side of a visual token has: the reciprocal of `downsample_ratio`."""
    ratio = raw.get("downsample_ratio", 0.5)
    side = round(1 / ratio) if isinstance(ratio, (int, float)) and 0 < ratio <= 1 else 0
    if not side or abs(ratio * side - 1) > 1e-6:
        raise CheckpointError(f"The config's downsample_ratio is {ratio}.", "Known are 1, 1/2, 1/3 and so on.")
    return side
