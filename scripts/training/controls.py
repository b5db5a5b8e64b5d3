"""Control models: trained like the bundled one, but on tokens that were dropped in another way, or not at all.

The bundled model saw tokens dropped the way a good pruner drops them. Whether that is why a pruner looks good can be
told only with models that did not: see `docs/bundled-model.md`. What stays in both are the inputs of the redundancy
experiments, without which a codebook cannot be mined: a token alone, a 3x3 window with and without its centre, and the
whole image with one 3x3 window padded.
"""
from dataclasses import replace

import numpy as np

from training.drops import BiasedDrops, padded_wholes, single_tokens, subset_size, windows


def pick_any(patches, rng):
    """One token index `[S]` of each row, all tokens alike."""
    return rng.integers(patches.shape[1], size=len(patches))


def choose_any(batch, tokens, count, rng):
    """Indices `[batch, count]`, ascending, of subsets that are all alike."""
    return np.sort(rng.random((batch, tokens)).argpartition(count - 1, axis=1)[:, :count], axis=1)


def experiment_input(form, patches, rows, cols, rng):
    """A probe of one of the experiments' inputs at places drawn uniformly; None where `form` [0, 1) is a subset."""
    if form < 0.35:
        return single_tokens(patches, pick_any, rng)
    if form < 0.7:
        return windows(patches, rows, cols, pick_any, rng)
    return None if form < 0.9 else padded_wholes(patches, rows, cols, 1, rng)


class NoDrops(BiasedDrops):
    """Never a dropped or padded token, but in the inputs of the experiments; subsets are left out.

    So questions always see the whole image, and a step of the stage `few` costs nearly three times as much.
    """

    costs = {"few": 1.17, "decoder": 0.46, "joint": 0.74}

    def adapt(self, stage):
        return replace(stage, whole=1.0, cost=self.costs.get(stage.name, stage.cost))

    def pads(self, index, rows, cols, rng):
        return np.zeros(index.shape, bool)

    def probe(self, patches, rows, cols, rng, shared):
        return experiment_input(shared.random(), patches, rows, cols, rng)


class RandomDrops(NoDrops):
    """Tokens dropped uniformly at random, whatever they show; pads only in the inputs of the experiments.

    An object then often loses all of its tokens, and its scene's questions do not count in that step. So 40 % of the
    steps of every stage keep the whole image, and the others 4.5 to 80 % of it, as in the bundled model's last stages.
    """

    costs = {"few": 0.8}

    def adapt(self, stage):
        return replace(stage, whole=0.4, most=0.8, cost=self.costs.get(stage.name, stage.cost))

    def choose(self, patches, count, rng):
        batch, tokens = patches.shape[:2]
        return choose_any(batch, tokens, count, rng)

    def probe(self, patches, rows, cols, rng, shared):
        form = shared.random()
        found = experiment_input(form, patches, rows, cols, rng)
        if found is not None:
            return found
        source = np.repeat(np.arange(len(patches)), 2)
        index = self.choose(patches[source], subset_size(shared), rng)
        return source, index, np.zeros(index.shape, bool)


CONTROLS = {"no-drops": NoDrops, "random-drops": RandomDrops}
