"""A model as its config describes it, whichever code wrote the config."""
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple

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
    """A checkpoint's model. `image_token` is None where the config does not tell its id, or where it has none.

    `image_text` is what stands for an image in a text, `image_mark` the token in it whose place the image takes.
    `projector_norm` is the epsilon of a norm before the projector. `pixels` are settings of the image processor that
    the model's code prescribes whatever a file says. `end_text` is the token that the model's code ends answers with.
    """

    family: str
    original: bool
    text: TextConfig
    tower: TowerConfig
    feature_layers: Tuple[int, ...]
    projector_activation: str
    image_token: Optional[int]
    pad_token: Optional[int]
    anyres: Optional[Anyres]
    image_text: str = "<image>"
    image_mark: str = "<image>"
    projector_norm: Optional[float] = None
    pixels: Optional[Mapping[str, Any]] = None
    end_text: Optional[str] = None


def require_grid(tower, keeps_all, option):
    """Refuses a choice of states after which the visual tokens are no grid of patches."""
    if keeps_all == tower.has_cls:
        what = "keeps [CLS] as a visual token" if keeps_all else "drops the first patch of a tower without [CLS]"
        raise CheckpointError(f"The config's {option} {what}, so the visual tokens are no grid.",
                              "Such a model cannot be mined: experiments need rows and columns of patches.")
