"""A model as its config describes it, whichever code wrote the config."""
from dataclasses import dataclass
from typing import Optional, Tuple

from checkpoint.errors import CheckpointError
from checkpoint.text_config import TextConfig
from checkpoint.tower_config import TowerConfig


@dataclass(frozen=True)
class Anyres:
    """Tiles: `kind` next or onevision, sizes [height, width], and the largest number of tiles before shrinking."""

    kind: str
    pinpoints: Tuple[Tuple[int, int], ...]
    most: Optional[int]


@dataclass(frozen=True)
class ModelConfig:
    """A checkpoint's model. `image_token` is None where the image has no row in the vocabulary (original LLaVA).

    `image_text` is how the tokenizer spells that token."""

    family: str
    original: bool
    text: TextConfig
    tower: TowerConfig
    feature_layers: Tuple[int, ...]
    projector_activation: str
    image_token: Optional[int]
    pad_token: Optional[int]
    anyres: Optional[Anyres]
    square_pad: bool
    image_text: str = "<image>"


def require_grid(tower, keeps_all, option):
    """Refuses a choice of states after which the visual tokens are no grid of patches."""
    if keeps_all == tower.has_cls:
        what = "keeps [CLS] as a visual token" if keeps_all else "drops the first patch of a tower without [CLS]"
        raise CheckpointError(f"The config's {option} {what}, so the visual tokens are no grid.",
                              "Such a model cannot be mined: experiments need rows and columns of patches.")
