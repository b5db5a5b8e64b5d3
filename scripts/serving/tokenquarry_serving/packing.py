"""Which tokens of an image stay, where its tokens are packed: the whole image first, then its tiles row by row."""
from typing import NamedTuple, Tuple

import numpy as np

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
    whole = View(np.arange(min(base, length)), (side, side))
    behind = length - base
    if behind == 0 and len(newlines) == 0 or behind == 1 and list(newlines) == [base]:
        return [whole]
    columns = int(newlines[0]) - base if len(newlines) else 0
    if columns < 1 or list(newlines) != list(range(base + columns, length, columns + 1)) or newlines[-1] != length - 1:
        raise ServingError("tokens-not-packed",
                           f"The image has {length} tokens, and these are no grid of {side} x {side} with rows behind it.",
                           "Use LLaVA-1.5, LLaVA-NeXT or LLaVA-OneVision without the [CLS] token.")
    tiles = np.delete(np.arange(base, length), newlines - base)
    return [whole, View(tiles, (len(newlines), columns))]


def kept_places(codebook, tokens, side, newlines, keep=None, k=None, rule="codebook", rounding="tokenquarry"):
    """The places that stay of an image's packed tokens [L, D], ascending; newlines always stay.

    keep: share of each view. k: how many of the image, all views being one matrix. One of both is given.
    """
    parts = views(len(tokens), side, newlines)
    if (keep is None) == (k is None):
        raise ServingError("count-invalid", f"The share to keep is {keep}, and the count {k}.", "Give one of both.")
    if keep is not None:
        chosen = [part.places[codebook.keep(tokens[part.places], count(len(part.places), keep, rounding), rule, part.grid)]
                  for part in parts]
    elif len(parts) == 1:
        chosen = [parts[0].places[codebook.keep(tokens[parts[0].places], k, rule, parts[0].grid)]]
    elif rule != "codebook":
        raise ServingError("grid-missing", f"An image with tiles is no single grid, which {rule} needs for a count.",
                           "Give the share `keep`, which is of each view, or take the rule codebook.")
    else:
        places = np.concatenate([part.places for part in parts])
        chosen = [places[codebook.keep(tokens[places], k, rule)]]
    return np.sort(np.concatenate(chosen + [np.asarray(newlines, dtype=np.int64)]))
