"""Sums in float64 over ascending dimensions: their bits are the same in every implementation of the contract.

A matrix product of a library adds in an order of its own. So it only screens which pairs may matter, and those are
added in order.
"""
import numpy as np

# Doubles in memory at once.
CHUNK = 1 << 22


def norms(rows):
    """Euclidean lengths [N] float64 of rows [N, D] float32."""
    lengths = np.empty(len(rows))
    step = max(1, CHUNK // max(1, rows.shape[1]))
    for first in range(0, len(rows), step):
        wide = rows[first:first + step].astype(np.float64)
        lengths[first:first + step] = np.sqrt(in_order(wide * wide))
    return lengths


def inverse(lengths):
    """1 / length; 0 for a zero row."""
    return np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths != 0)


def in_order(terms):
    """Sums [M] of terms [M, D], from the first to the last, which `sum` does not promise."""
    return np.add.accumulate(terms, axis=1)[:, -1]


def units(rows, scales):
    """Directions [N, D] float64."""
    return rows.astype(np.float64) * scales[:, None]


def largest_cosines(tokens, prototypes, prototype_scales):
    """max_j cos(token, prototype j) [N] float64; 0 for a zero token.

    tokens [N, D] float32, prototypes [n, D] float32, prototype_scales [n]: their inverse lengths.
    """
    scales = inverse(norms(tokens))
    left = units(tokens, scales).astype(np.float32)
    right = units(prototypes, prototype_scales).astype(np.float32)
    products = left @ right.T
    # Whatever the order of its D additions, a float32 product lies within `error` of the exact one.
    error = (tokens.shape[1] + 8) * 2.0 ** -24 * 1.125 + tokens.shape[1] * 2.0 ** -50
    rows, columns = np.nonzero(products >= (products.max(axis=1) - 2 * error)[:, None])
    largest = np.full(len(tokens), -np.inf)
    step = max(1, CHUNK // tokens.shape[1])
    for first in range(0, len(rows), step):
        i, j = rows[first:first + step], columns[first:first + step]
        sums = in_order(tokens[i].astype(np.float64) * units(prototypes[j], prototype_scales[j]))
        # Scaled after the sum: so a token's length cannot change the order of its cosines.
        np.maximum.at(largest, i, sums * scales[i])
    largest[scales == 0] = 0
    return largest
