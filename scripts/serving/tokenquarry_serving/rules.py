"""The rules of the contract: which k tokens are kept. Places are ascending, ties go to the lower place."""
import math

import numpy as np

from tokenquarry_serving import exact

SAME = 0.3
REACH = 0.4


def published(redundancy, k):
    """The k tokens with the smallest redundancy (arXiv 2503.20540)."""
    # Adding 0 turns -0 into 0, which is a tie.
    return np.sort(np.argsort(redundancy + 0.0, kind="stable")[:k])


def diverse(redundancy, tokens, grid, k):
    """One token of every distinct thing among the informative ones, the rest of k for background.

    grid: (rows, columns) of the N tokens, row by row.
    """
    apart = distances(tokens, grid)
    redundant = upper_part(redundancy)
    choice = FarthestFirst(apart, k)
    choice.add(~redundant, (1 - redundancy) ** 2, SAME)
    choice.add(redundant, np.ones(len(tokens)), 0)
    choice.add(~redundant, np.ones(len(tokens)), 0)
    return np.sort(np.array(choice.order))


def distances(tokens, grid):
    """1 - max(0, cos) exp(-|p - q|^2 / (2 s^2)), s = 0.4 sqrt(N), [N, N]."""
    cosines = cosines_between(tokens)
    places = np.arange(len(tokens))
    rows, columns = places // grid[1], places % grid[1]
    squares = (rows[:, None] - rows) ** 2 + (columns[:, None] - columns) ** 2
    near = np.exp(-squares / (2 * REACH * REACH * len(tokens)))
    return np.maximum(0, 1 - np.maximum(0, cosines) * near)


def cosines_between(tokens):
    """Cosines of all pairs [N, N]; symmetric, and equal for equal tokens, whatever the matrix library does."""
    distinct, which = np.unique(tokens, axis=0, return_inverse=True)
    which = which.reshape(-1)
    units = exact.units(distinct, exact.inverse(exact.norms(distinct)))
    products = units @ units.T
    upper = np.triu(products)
    return (upper + np.triu(products, 1).T)[np.ix_(which, which)]


def upper_part(values):
    """Otsu's split (1979): a mask of the values from the t on that maximises n1 n2 (mean1 - mean2)^2."""
    ascending = np.sort(values)
    count = len(ascending)
    total = math.fsum(ascending)
    threshold, largest, below = ascending[0], 0.0, 0.0
    for n in range(1, count):
        below += ascending[n - 1]
        gap = below / n - (total - below) / (count - n)
        between = float(n) * (count - n) * gap * gap
        if ascending[n] > ascending[n - 1] and between > largest:
            threshold, largest = ascending[n], between
    return values >= threshold


class FarthestFirst:
    """Chooses tokens one after another, each time one that is far from all chosen before."""

    def __init__(self, distances, most):
        self.distances, self.most, self.order = distances, most, []
        self.nearest = np.ones(len(distances))
        self.free = np.ones(len(distances), dtype=bool)

    def add(self, pool, weights, at_least):
        """By falling weight times distance, as long as a token of the pool is far enough from all chosen ones."""
        while len(self.order) < self.most:
            offered = pool & self.free & (self.nearest >= at_least)
            if not offered.any():
                return
            best = int(np.argmax(np.where(offered, weights * self.nearest, -1)))
            self.order.append(best)
            self.free[best] = False
            self.nearest = np.minimum(self.nearest, self.distances[best])
