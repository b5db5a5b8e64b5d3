"""Which tokens of an image stay, where its tokens are packed: the whole image first, then its tiles row by row."""
from dataclasses import dataclass
from typing import NamedTuple, Optional, Tuple

import numpy as np

from tokenquarry_serving.codebook import Codebook, require_count, require_rule
from tokenquarry_serving.counts import count
from tokenquarry_serving.errors import ServingError


class View(NamedTuple):
    """Tokens that are compared with each other: the whole image, or its tiles, which are stitched to one grid."""

    places: np.ndarray
    grid: Tuple[int, int]


def views(length, side, newlines):
    """The views of an image of `length` packed tokens.

    side: rows and columns of the whole image. newlines: places of the tokens that end a row of the stitched tiles,
    ascending; an image that was not cut into tiles may have one at its end.
    """
    base = side * side
    whole = View(np.arange(base), (side, side))
    newlines = np.asarray(newlines, dtype=np.int64)
    if length == base + len(newlines) and newlines.tolist() in ([], [base]):
        return [whole]
    columns = int(newlines[0]) - base if len(newlines) else 0
    if columns < 1 or newlines.tolist() != [*range(base + columns, length, columns + 1)] or newlines[-1] < length - 1:
        raise ServingError("tokens-not-packed",
                           f"The {length} tokens of an image are no grid of {side} x {side} with whole rows behind it.",
                           "Use LLaVA-1.5, LLaVA-NeXT or LLaVA-OneVision without the [CLS] token.")
    return [whole, View(np.delete(np.arange(base, length), newlines - base), (len(newlines), columns))]


@dataclass(frozen=True)
class Choice:
    """How many tokens stay of an image, and which.

    keep: share of each view, rounded as `rounding` says. k: how many of the image, all views being one matrix. One of
    both is given. Newlines always stay, and are not counted. Raises ServingError for what the other arguments are not.
    """

    codebook: Codebook
    keep: Optional[float] = None
    k: Optional[int] = None
    rule: str = "codebook"
    rounding: str = "tokenquarry"

    def __post_init__(self):
        if (self.keep is None) == (self.k is None):
            raise ServingError("count-invalid", f"The share to keep is {self.keep}, and the count {self.k}.",
                               "Give one of both.")
        require_rule(self.rule)
        if self.keep is not None:
            # Refuses what no image could be pruned with, before there is one.
            count(1, self.keep, self.rounding)

    def size(self, length, side, newlines):
        """How many of the packed tokens stay, which is known before the image is encoded."""
        return len(newlines) + sum(self.counts(views(length, side, newlines)))

    def places(self, tokens, side, newlines):
        """The places that stay of an image's packed tokens [L, D], ascending."""
        parts = views(len(tokens), side, newlines)
        if self.k is not None and len(parts) > 1:
            parts = [View(np.concatenate([part.places for part in parts]), None)]
        chosen = [part.places[self.codebook.keep(tokens[part.places], k, self.rule, part.grid)]
                  for part, k in zip(parts, self.counts(parts))]
        return np.sort(np.concatenate([*chosen, np.asarray(newlines, dtype=np.int64)]))

    def counts(self, parts):
        """How many stay of each part; of all together if k is given."""
        if self.keep is not None:
            return [count(len(part.places), self.keep, self.rounding) for part in parts]
        if self.rule != "codebook" and (len(parts) > 1 or parts[0].grid is None):
            raise ServingError("grid-missing", f"{self.rule} needs a grid, and an image with tiles is more than one.",
                               "Give the share `keep`, which is of each view, or take the rule codebook.")
        tokens = sum(len(part.places) for part in parts)
        require_count(self.k, tokens)
        return [self.k]


def require_space(codebook, width):
    """Refuses a codebook that is not of the tokens that a language model of this width receives."""
    space = codebook.contract.get("space", {}).get("name", "projected")
    if space != "projected":
        raise ServingError("space-differs", f"The codebook is of the space {space}, and the tokens are projected.",
                           "Mine a codebook with the space projected.")
    if codebook.prototypes.shape[1] != width:
        raise ServingError("width-differs",
                           f"The language model has width {width}, and the prototypes {codebook.prototypes.shape[1]}.",
                           "Use the model that the codebook was mined with.")
