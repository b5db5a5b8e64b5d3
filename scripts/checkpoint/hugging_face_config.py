"""The nested config of Hugging Face checkpoints, with the defaults of its classes where it says nothing.

Defaults and both spellings of fields are those of transformers 4.57 and 5.0.
"""
from checkpoint.model_config import Anyres, ModelConfig, require_grid
from checkpoint.text_config import text_config
from checkpoint.tower_config import PUBLISHED, activation, tower_config

FAMILIES = ("llava", "llava_next", "llava_onevision")
DEFAULT_TEXT = {"llava": "llama", "llava_next": "llama", "llava_onevision": "qwen2"}
WHOLE_TOWER = {
    "llava": PUBLISHED["openai/clip-vit-large-patch14-336"],
    "llava_onevision": {"model_type": "siglip_vision_model", "hidden_size": 1152, "intermediate_size": 4304,
                        "num_hidden_layers": 26, "num_attention_heads": 16, "image_size": 384, "patch_size": 14},
}
WHOLE_TOWER["llava_next"] = WHOLE_TOWER["llava"]
PINPOINTS = {
    "llava_next": [[336, 672], [672, 336], [672, 672], [1008, 336], [336, 1008]],
    "llava_onevision": [[384 * rows, 384 * cols] for rows in range(1, 7) for cols in range(1, 7)],
}
IMAGE_TOKEN = {"llava": 32000, "llava_next": 32000, "llava_onevision": 151646}


def read_hugging_face(raw, family):
    """The model of a config with `text_config` and `vision_config`, or their defaults."""
    tower = tower_config(raw.get("vision_config") or WHOLE_TOWER[family])
    layers = raw.get("vision_feature_layer", -1 if family == "llava_onevision" else -2)
    strategy = raw.get("vision_feature_select_strategy", "full" if family == "llava_onevision" else "default")
    require_grid(tower, strategy == "full", f"vision_feature_select_strategy {strategy}")
    return ModelConfig(
        family=family, original=False,
        text=text_config(raw.get("text_config") or {}, DEFAULT_TEXT[family]), tower=tower,
        feature_layers=tuple(layers) if isinstance(layers, list) else (layers,),
        projector_activation=activation(raw.get("projector_hidden_act", "gelu")),
        image_token=raw.get("image_token_index", raw.get("image_token_id", IMAGE_TOKEN[family])),
        pad_token=first_known(raw.get("pad_token_id"), (raw.get("text_config") or {}).get("pad_token_id")),
        anyres=anyres(raw, family))


def anyres(raw, family):
    """Tiles as a Hugging Face config describes them; None for plain llava."""
    if family not in PINPOINTS:
        return None
    aspect = raw.get("vision_aspect_ratio", "anyres_max_9")
    most = int(aspect.rsplit("_", 1)[1]) if family == "llava_onevision" and aspect.startswith("anyres_max_") else None
    sizes = raw.get("image_grid_pinpoints") or PINPOINTS[family]
    return Anyres("onevision" if family == "llava_onevision" else "next", tuple(map(tuple, sizes)), most)


def first_known(*values):
    """The first value that is not None, or None."""
    return next((value for value in values if value is not None), None)
