"""Which visual tokens a training sequence keeps, which of them become the pad embedding, and what is then the answer.

A model that has only seen whole images is surest where there is nothing to see, and the redundancy experiments invert.
So it is trained on single tokens, windows, random and content-biased subsets, and pads, from the first step. The label
of a subset is what can be seen in it; a subset without object carries the image's label or, half of the time, another
image's, which bounds the certainty that nothing can give. "Nothing" is never an answer.
"""
import math

import numpy as np

VISIBLE = 0.3 * 255
OBJECTS = 6
FEWEST = 0.045


def owners(patches):
    """Coverage `[B, O, N]` of every object over its own patches, 0 elsewhere."""
    ids = np.arange(1, OBJECTS + 1)[None, :, None]
    return np.where(patches[:, None, :, 0] == ids, patches[:, None, :, 3].astype(np.float32), 0.0)


def witnesses(coverage, rng):
    """One-hot `[B, O, N]`: a well covered token of each object that has any."""
    noisy = coverage * (0.5 + 0.5 * rng.random(coverage.shape))
    best = np.zeros(coverage.shape, bool)
    np.put_along_axis(best, noisy.argmax(-1)[..., None], True, axis=-1)
    return best & (coverage > 0)


def keep_with_witnesses(patches, count, rng):
    """Indices `[B, count]`, ascending: one token of every object, the rest random with a bias per scene.

    The bias is none, towards objects, or towards background: pruners fill budgets in all three ways.
    """
    batch, tokens = patches.shape[:2]
    coverage = owners(patches)
    scores = rng.gumbel(size=(batch, tokens))
    bias = rng.choice([0.0, 1.5, 4.0, -3.0], size=(batch, 1), p=[0.35, 0.2, 0.2, 0.25])
    scores += bias * (coverage.max(1) >= VISIBLE)
    scores += 1e6 * witnesses(coverage, rng).any(1)
    return np.sort(np.argpartition(-scores, count - 1, axis=1)[:, :count], axis=1)


def blocks(batch, rows, cols, count, rng):
    """Mask `[B, rows*cols]` of `count` random 3x3 blocks in each image."""
    mask = np.zeros((batch, rows, cols), bool)
    for b in range(batch):
        for _ in range(count):
            r, c = rng.integers(rows - 2), rng.integers(cols - 2)
            mask[b, r:r + 3, c:c + 3] = True
    return mask.reshape(batch, -1)


def pads(index, rows, cols, rng):
    """Pad mask `[B, K]` in place of kept tokens: none, scattered ones, or 3x3 blocks of the grid."""
    form = rng.random()
    if form < 0.5:
        return np.zeros(index.shape, bool)
    if form < 0.7:
        return rng.random(index.shape) < rng.uniform(0.01, 0.15)
    hidden = blocks(len(index), rows, cols, int(rng.integers(1, 4)), rng)
    return np.take_along_axis(hidden, index, axis=1)


def visible(patches, index, pad):
    """Per object `[B, O]`: seen in the kept tokens; and whether it has any patch at all.

    Seen means that a kept token shows it on 30 % of its area, or is the token that shows it best.
    """
    coverage = owners(patches)
    present = coverage.max(-1) > 0
    shows = (coverage >= np.minimum(VISIBLE, coverage.max(-1, keepdims=True))) & (coverage > 0)
    kept = np.take_along_axis(shows, np.repeat(index[:, None, :], OBJECTS, 1), axis=2) & ~pad[:, None, :]
    return kept.any(-1), present


def object_target(seen, shapes, shape_word, main, rng, swap=0.5):
    """Answer `[B]` of the experiment's question: the largest visible object, else the image's or another's label."""
    first = seen.argmax(1)
    target = shape_word[shapes[np.arange(len(seen)), first].astype(int)]
    prior = np.where(rng.random(len(main)) < swap, main[rng.permutation(len(main))], main)
    return np.where(seen.any(1), target, prior)


def single_tokens(patches, pick, rng):
    """A probe of four single tokens of every scene, which `pick` chooses."""
    source = np.repeat(np.arange(len(patches)), 4)
    index = pick(patches[source], rng)[:, None]
    return source, index, np.zeros(index.shape, bool)


def windows(patches, rows, cols, pick, rng):
    """A probe of three 3x3 windows of every scene around tokens that `pick` chooses, half of these tokens padded."""
    source = np.repeat(np.arange(len(patches)), 3)
    centre = pick(patches[source], rng)
    r = np.clip(centre // cols - 1, 0, rows - 3)
    c = np.clip(centre % cols - 1, 0, cols - 3)
    near = (np.arange(3)[:, None] * cols + np.arange(3)[None, :]).reshape(1, 9)
    index = (r * cols + c)[:, None] + near
    pad = (index == centre[:, None]) & (rng.random((len(source), 1)) < 0.5)
    return source, index, pad


def padded_wholes(patches, rows, cols, count, rng):
    """A probe of every whole scene with `count` 3x3 blocks padded."""
    batch = len(patches)
    index = np.repeat(np.arange(rows * cols)[None], batch, 0)
    return np.arange(batch), index, blocks(batch, rows, cols, count, rng)


def subset_size(shared):
    """How many tokens a subset of a probe has, 2 to 47; `shared` is alike on all ranks."""
    return int(np.exp(shared.uniform(np.log(2), np.log(48))))


def pick_single(patches, rng):
    """One token index `[S]` of each row, half of the time one that an object covers."""
    scores = rng.random(patches.shape[:2])
    on_object = rng.random((len(patches), 1)) < 0.5
    return (scores + 2.0 * (on_object & (patches[:, :, 3] >= VISIBLE))).argmax(1)


class BiasedDrops:
    """What the bundled model sees: tokens dropped at random and by content, scattered pads and blocks, all probes.

    Tokens `[B, N, 4]` are patch labels. `shared` is a generator that is alike on all ranks, so that they have equal
    work; `rng` is a rank's own. A *probe* is `(rows of the batch [S], indices [S, M], pads [S, M])`.
    """

    def adapt(self, stage):
        """The stage as this run goes through it."""
        return stage

    def kept(self, stage, patches, shared, rng):
        """Indices `[B, K]`, ascending, of the tokens that questions are asked about."""
        batch, tokens = patches.shape[:2]
        if shared.random() < stage.whole:
            return np.repeat(np.arange(tokens)[None], batch, 0)
        count = int(round(tokens * math.exp(shared.uniform(math.log(FEWEST), math.log(stage.most)))))
        return self.choose(patches, count, rng)

    def choose(self, patches, count, rng):
        """Indices `[B, count]`, ascending, of a subset."""
        return keep_with_witnesses(patches, count, rng)

    def pads(self, index, rows, cols, rng):
        """Which of the kept tokens `[B, K]` are padded."""
        return pads(index, rows, cols, rng)

    def probe(self, patches, rows, cols, rng, shared):
        """A probe of the experiment's question, or None where this run leaves its form out."""
        form = shared.random()
        if form < 0.35:
            return single_tokens(patches, pick_single, rng)
        if form < 0.7:
            return windows(patches, rows, cols, pick_single, rng)
        if form < 0.9:
            count = subset_size(shared)
            source = np.repeat(np.arange(len(patches)), 2)
            scores = rng.gumbel(size=(len(source), patches.shape[1]))
            scores += rng.choice([0.0, 2.0, -6.0], size=(len(source), 1)) * (patches[source, :, 3] >= VISIBLE)
            index = np.sort(np.argpartition(-scores, count - 1, axis=1)[:, :count], axis=1)
            return source, index, pads(index, rows, cols, rng)
        return padded_wholes(patches, rows, cols, int(shared.integers(1, 5)), rng)
