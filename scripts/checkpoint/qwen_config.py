"""Configs of Qwen2.5-VL and Qwen3-VL, with the defaults of their classes where they say nothing.

Released Qwen2.5-VL checkpoints have the language model's fields at the top level, later ones in `text_config`. Defaults
are those of transformers 5.24.
"""
from dataclasses import dataclass
from typing import Tuple

from checkpoint.errors import CheckpointError
from checkpoint.files import require_sizes
from checkpoint.model_config import ModelConfig
from checkpoint.text_config import text_config
from vlm.placed import chunked, interleaved

IMAGE_MARK, IMAGE_TOKEN = "<|image_pad|>", 151655
TEXT = {
    "qwen2_5_vl": {"hidden_size": 8192, "intermediate_size": 29568, "num_hidden_layers": 80, "num_attention_heads": 64,
                   "num_key_value_heads": 8, "vocab_size": 152064, "rms_norm_eps": 1e-5, "rope_theta": 1e6},
    "qwen3_vl": {"hidden_size": 4096, "intermediate_size": 22016, "num_hidden_layers": 32, "num_attention_heads": 32,
                 "num_key_value_heads": 32, "vocab_size": 151936, "rms_norm_eps": 1e-6, "head_dim": 128,
                 "rope_theta": 5e5},
}
KIND = {"qwen2_5_vl": "qwen2", "qwen3_vl": "qwen3"}
TOWER = {
    "qwen2_5_vl": {"depth": 32, "hidden_size": 3584, "intermediate_size": 3420, "num_heads": 16, "patch_size": 14,
                   "spatial_merge_size": 2, "temporal_patch_size": 2, "out_hidden_size": 3584, "hidden_act": "silu",
                   "window_size": 112, "fullatt_block_indexes": [7, 15, 23, 31]},
    "qwen3_vl": {"depth": 27, "hidden_size": 1152, "intermediate_size": 4304, "num_heads": 16, "patch_size": 16,
                 "spatial_merge_size": 2, "temporal_patch_size": 2, "out_hidden_size": 3584,
                 "hidden_act": "gelu_pytorch_tanh", "num_position_embeddings": 2304,
                 "deepstack_visual_indexes": [8, 16, 24]},
}
SIZES = ("depth", "hidden_size", "intermediate_size", "num_heads", "patch_size", "spatial_merge_size",
         "out_hidden_size")
ADVICE = "Correct config.json, or export it with a newer version of this exporter."


@dataclass(frozen=True)
class QwenTower:
    """Sizes of a tower; `window` is the side of an attention window in px, `table` that of the learned positions."""

    width: int
    mlp: int
    layers: int
    heads: int
    patch: int
    merge: int
    gated: bool
    window: int
    whole: Tuple[int, ...]
    table: int
    deepstack: Tuple[int, ...]

    @property
    def cell(self) -> int:
        """Side of a visual token in px."""
        return self.patch * self.merge


@dataclass(frozen=True)
class QwenConfig(ModelConfig):
    """`parts` names the part of a position by which each rotary frequency turns; `side` is the image's, in px."""

    parts: Tuple[int, ...] = ()
    side: int = 0


def read_qwen2_5(raw):
    """The model of a config of Qwen2.5-VL; CheckpointError where it is none that is known."""
    return read_qwen(raw, "qwen2_5_vl")


def read_qwen3(raw):
    """The model of a config of Qwen3-VL; CheckpointError where it is none that is known."""
    return read_qwen(raw, "qwen3_vl")


def read_qwen(raw, family):
    """The model of a family's config."""
    flat = raw if not raw.get("text_config") else raw["text_config"]
    values = {**TEXT[family], **{key: value for key, value in flat.items() if value is not None}}
    parts, theta = rotation(values, family)
    text = text_config({**values, "model_type": KIND[family], "rope_scaling": None,
                        "rope_parameters": {"rope_type": "default", "rope_theta": theta}}, KIND[family])
    if len(parts) != text.head_dim // 2 or any(text.windows):
        raise CheckpointError(f"The config turns {len(parts)} rotary frequencies of {text.head_dim // 2}, or has a"
                              " sliding window.", ADVICE)
    tower = tower_of(raw.get("vision_config") or {}, family, text)
    return QwenConfig(
        family=family, original=False, text=text, tower=tower, feature_layers=(tower.layers,),
        projector_activation="gelu", image_token=raw.get("image_token_id", IMAGE_TOKEN),
        pad_token=raw.get("pad_token_id", flat.get("pad_token_id")), anyres=None,
        image_text=f"<|vision_start|>{IMAGE_MARK}<|vision_end|>", image_mark=IMAGE_MARK,
        parts=tuple(parts))


def rotation(values, family):
    """The part of a position that each frequency turns by, and the base of the frequencies."""
    scaling = dict(values.get("rope_parameters") or values.get("rope_scaling") or {})
    kind = scaling.get("rope_type", scaling.get("type", "default"))
    section = scaling.get("mrope_section")
    if kind not in ("default", "mrope") or not isinstance(section, list) or len(section) != 3:
        raise CheckpointError(f"The config scales rotary positions by the rule {kind} with the sections {section}.",
                              "Known are the rules default and mrope with an mrope_section of three numbers.")
    arranged = interleaved if family == "qwen3_vl" else chunked
    return arranged(section), float(scaling.get("rope_theta", values["rope_theta"]))


def tower_of(raw, family, text):
    """The tower of a `vision_config`."""
    values = {**TOWER[family], **raw}
    require_sizes(values, SIZES, "vision tower")
    wrong = []
    if values["out_hidden_size"] != text.width:
        wrong.append(f"out_hidden_size {values['out_hidden_size']} is not the language model's {text.width}")
    if values["hidden_size"] % (4 * values["num_heads"]):
        wrong.append(f"hidden_size {values['hidden_size']} in {values['num_heads']} heads is no multiple of 4")
    for key, known in (("in_channels", 3), ("in_chans", 3), ("temporal_patch_size", 2),
                       ("hidden_act", TOWER[family]["hidden_act"])):
        if values.get(key, known) != known:
            wrong.append(f"{key} is {values[key]}, not {known}")
    table = round(values.get("num_position_embeddings", 0) ** 0.5)
    if table ** 2 != values.get("num_position_embeddings", 0):
        wrong.append(f"num_position_embeddings {values['num_position_embeddings']} is no square")
    deepstack = tuple(values.get("deepstack_visual_indexes", ()))
    if len(deepstack) > text.layers or any(not 0 <= block < values["depth"] for block in deepstack):
        wrong.append(f"deepstack_visual_indexes {list(deepstack)} are not blocks of the tower")
    if wrong:
        raise CheckpointError(f"The config of the vision tower is unknown here: {'; '.join(wrong)}.", ADVICE)
    return QwenTower(
        width=values["hidden_size"], mlp=values["intermediate_size"], layers=values["depth"],
        heads=values["num_heads"], patch=values["patch_size"], merge=values["spatial_merge_size"],
        gated=family == "qwen2_5_vl", window=values.get("window_size", 0),
        whole=tuple(values.get("fullatt_block_indexes", ())), table=table, deepstack=deepstack)
