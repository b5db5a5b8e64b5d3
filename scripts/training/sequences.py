"""Sequences of scenes: arrays, questions packed as those of single scenes are, and the training of a model on both.

The scenes of sequence `i` are the images `3 i` to `3 i + 2` of its arrays (`tokenquarry scenes --world sequences --format
npy`). A model sees them one after another, each followed by the mark `;`, which the bundle's question template has
between image and question.
"""
from pathlib import Path

import numpy as np
import torch

from training import drops, evaluation
from training.data import Scenes
from training.model import Reader, scene_tensors
from training.stages import Trainer
from vlm.tokenizer import PAD

LENGTH = 3
MARK = ";"
TYPES = ["moved", "added", "moved-in", "added-in", "seen-in", "seen-once"]


class Sequences(Scenes):
    """Sequences and their packed questions, a row for each; `count` counts sequences."""

    types = TYPES

    def row(self, question):
        return question["scenes"][0] // LENGTH

    def _pack(self):
        self.count //= LENGTH
        super()._pack()

    def _main_words(self):
        """The experiment's question is not asked about sequences."""

    def about(self, questions):
        return [q for q in questions if q["scenes"][-1] < self.drawn]


def images_of(index):
    """The images `[B * 3]` of sequences `[B]`, in order."""
    return (index[:, None] * LENGTH + np.arange(LENGTH)).reshape(-1)


class SequenceTrainer(Trainer):
    """Trains projector and decoder of a model that answers about single scenes to answer about sequences, too.

    Each step asks about sequences, and half of them about single scenes, with the probes, so that what the experiments
    measure stays. `settings["start"]` is the directory of the bundle that it begins with.
    """

    def __init__(self, rank, world, settings, scenes, heldout, tokenizer, strategy, sequences, unseen):
        super().__init__(rank, world, settings, scenes, heldout, tokenizer, strategy)
        self.sequences, self.unseen = sequences, unseen
        self.reader = Reader(self.decoder, self.before, self.after, tokenizer.ids[PAD], [tokenizer.ids[MARK]])
        self.after = self.reader.after.tolist()
        self.begin(Path(settings["start"]), tokenizer)

    def begin(self, bundle, tokenizer):
        """Takes over the weights of a bundle; words that it knows keep their rows of embedding and head."""
        for module, name in ((self.encoder, "vision.pt"), (self.decoder, "decoder.pt")):
            saved = torch.jit.load(str(bundle / name)).state_dict()
            own = module.state_dict()
            for key in own:
                own[key] = rows(own[key], saved[key], self.settings["words"], tokenizer) \
                    if key in ("embedding.weight", "head.weight") else saved[key]
            module.load_state_dict(own)

    def losses(self):
        return {"few": self.sequence_loss, "whole": self.sequence_loss}

    def trained(self, name):
        return [*self.encoder.projector.parameters(), *self.decoder.parameters()]

    def run(self, stages):
        self.cache_features()
        single, self.scenes = self.scenes, self.sequences
        work, self.work = self.work, self.work / "sequences"
        self.work.mkdir(exist_ok=True)
        features, self.features = self.features, None
        self.cache_features()
        self.sequence_features, self.features = self.features, features
        self.scenes, self.work = single, work
        super().run(stages)

    def sequence_loss(self, stage, index, shared, rng):
        some = index % self.sequences.count
        inner = torch.from_numpy(self.sequence_features[images_of(some)].astype(np.float32))
        kept = self.strategy.kept(stage, self.sequences.patches[images_of(some)], shared, rng)
        shown = self.shown(self.encoder.projector(inner), kept)
        loss = answered(self.reader, self.sequences, some, shown)
        parts = {"sequences": float(loss.detach())}
        if shared.random() < 0.5:
            more, of_scenes = self.decoder_loss(stage, index, shared, rng)
            return loss + more, {**parts, **of_scenes}
        return loss, parts

    def shown(self, visual, kept):
        """What is shown of sequences `[B, 3 * (K + 1), D]`, of visual tokens `[B * 3, N, D]`."""
        placed = self.reader.marked(self.reader.place(visual, kept, np.zeros(kept.shape, bool)))
        return placed.reshape(-1, LENGTH * placed.size(1), placed.size(2))

    def evaluate(self, stage, step, images):
        super().evaluate(stage, step, images)
        if self.rank != 0:
            return
        for name, keep in (("sequences", 1.0), ("sequences20", 0.2)):
            right = self.accuracy(keep, min(images, self.unseen.count))
            print(f"  held-out {name}: {right}", flush=True)
            self.log({"stage": stage.name, "step": step, name: right})

    def accuracy(self, keep, count, batch=20):
        """Share of right answers by type over unseen sequences; each image keeps a share of its tokens."""
        right, asked = np.zeros(len(TYPES)), np.zeros(len(TYPES))
        rng = np.random.default_rng(7)
        with torch.no_grad():
            for start in range(0, count, batch):
                index = np.arange(start, min(start + batch, count))
                images = images_of(index)
                visual, _ = self.encoder(torch.from_numpy(self.unseen.pixels(images)))
                tokens = visual.size(1)
                kept = np.repeat(np.arange(tokens)[None], len(images), 0) if keep == 1.0 else \
                    drops.keep_with_witnesses(self.unseen.patches[images], round(keep * tokens), rng)
                ids, segment, offset, target, kind = scene_tensors(self.unseen, index)
                wanted = evaluation.answer_places(segment, target)
                logits = self.reader.behind(self.shown(visual, kept), ids, segment, offset, wanted)
                hit = (logits.argmax(-1) == target[wanted]).numpy()
                right += np.bincount(kind[wanted].numpy(), hit, len(TYPES))
                asked += np.bincount(kind[wanted].numpy(), minlength=len(TYPES))
        by_type = {t: round(float(r / a), 3) for t, r, a in zip(TYPES, right, asked) if a}
        return {**by_type, "all": round(float(right.sum() / asked.sum()), 4)}


def rows(own, saved, words, tokenizer):
    """Rows of a matrix with one for each word: those of words that the start knows, and own ones for the others."""
    result = own.clone()
    for word, row in words.items():
        result[tokenizer.ids[word]] = saved[row]
    return result


def answered(reader, sequences, index, shown):
    """Mean loss of the answers about sequences, and of the end tokens with a tenth of the weight."""
    ids, segment, offset, target, _ = scene_tensors(sequences, index)
    wanted = target >= 0
    logits = reader.behind(shown, ids, segment, offset, wanted)
    weight = torch.where(evaluation.answer_places(segment, target), 1.0, 0.1)[wanted]
    loss = torch.nn.functional.cross_entropy(logits, target[wanted], reduction="none")
    return (loss * weight).sum() / weight.sum()
