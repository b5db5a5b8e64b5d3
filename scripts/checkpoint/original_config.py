"""The flat config of the original LLaVA code (liuhaotian/llava-v1.5-* and models trained with it)."""
from checkpoint.errors import CheckpointError
from checkpoint.files import read_json
from checkpoint.model_config import Anyres, ModelConfig, require_grid
from checkpoint.text_config import text_config
from checkpoint.tower_config import PUBLISHED, tower_config

TEXT = {"LlavaLlamaForCausalLM": "llama", "LlavaMistralForCausalLM": "mistral"}
# The embedding of <unk> stands for padding in the original code.
PAD_TOKEN = 0


def read_original(raw, directory, tower_directory):
    """The model of a flat config and of the tower's own config."""
    named = (raw.get("architectures") or ["none"])[0]
    if named not in TEXT:
        raise CheckpointError(
            f"{directory} is of the unknown architecture {named} of the original LLaVA layout.",
            f"Known there are {', '.join(sorted(TEXT))}; of other models take the llava-hf conversion.")
    tower = tower_config(tower_section(raw, directory, tower_directory))
    feature = raw.get("mm_vision_select_feature", "patch")
    require_grid(tower, feature == "cls_patch", f"mm_vision_select_feature {feature}")
    tiled = raw.get("image_aspect_ratio") == "anyres"
    return ModelConfig(
        family="llava_next" if tiled else "llava", original=True,
        text=text_config({**raw, "model_type": TEXT[named]}, TEXT[named]), tower=tower,
        feature_layers=(raw.get("mm_vision_select_layer", -2),), projector_activation="gelu",
        image_token=None, pad_token=PAD_TOKEN, anyres=anyres(raw) if tiled else None)


def tower_section(raw, directory, tower_directory):
    """The tower's config: from its own directory, or known by its published name."""
    name = raw.get("mm_vision_tower")
    if tower_directory is not None:
        config = read_json(tower_directory / "config.json", "Give the directory of the downloaded vision tower.")
        section = config.get("vision_config", config)
        kind = config.get("model_type", "clip").split("_")[0] + "_vision_model"
        return {"model_type": kind, **section}
    if name in PUBLISHED:
        return PUBLISHED[name]
    raise CheckpointError(
        f"{directory} names the vision tower {name} and does not describe it.",
        f"Download {name} and give its directory as --vision-tower.")


def anyres(raw):
    """Tiles of LLaVA v1.6, whose grid sizes are [width, height]."""
    merge = raw.get("mm_patch_merge_type", "flat")
    if "unpad" not in merge:
        raise CheckpointError(f"The config packs tiles by the rule {merge}.", "Known is spatial_unpad.")
    sizes = raw.get("image_grid_pinpoints")
    if not isinstance(sizes, list):
        raise CheckpointError(f"The config's image_grid_pinpoints are {sizes}.", "Known are lists of [width, height].")
    return Anyres("next", tuple((height, width) for width, height in sizes), None)
