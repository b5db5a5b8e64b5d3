"""Scenes as arrays: pixels, patch labels, and every question of a scene packed in one row.

Read from the directory that `tokenquarry scenes --format npy` writes: `images.npy`, `patches.npy`, `objects.npy`,
`questions.jsonl` (see `docs/bundled-model.md`).
"""
import json
from collections import Counter
from pathlib import Path

import numpy as np

from vlm.tokenizer import ASSISTANT, BOS, EOS, USER, WordTokenizer

TYPES = ["object", "colour", "shape", "count", "total", "exists", "side", "level", "relation", "odd", "first", "last"]
OBJECT = TYPES.index("object")
EXPERIMENT_QUESTION = "what does this image show ?"
IGNORE = -100
MEAN, STD = 0.5, 0.5


def read_questions(directory):
    """All questions of a directory, in file order."""
    with open(Path(directory) / "questions.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def build_tokenizer(questions):
    """The vocabulary of all questions and answers."""
    words = set(EXPERIMENT_QUESTION.split())
    for q in questions:
        words.update(q["question"].split())
        words.update(q["answers"])
    return WordTokenizer(words)


class Scenes:
    """Scenes and their packed questions.

    Packed rows (one a scene, `[N, T]`): `ids`, `segment` (1.. per question, 0 where empty), `offset` in the question,
    `target` (answer at the assistant's mark, `</s>` at the answer, else -100) and `kind` (question type). `label_counts`
    says how many shapes and colours there are, 0 for none among them; `drawn` how many images.
    """

    def __init__(self, directory, questions, tokenizer, limit=0):
        directory = Path(directory)
        self.images = np.load(directory / "images.npy", mmap_mode="r")
        count = min(limit or len(self.images), len(self.images))
        patches = np.load(directory / "patches.npy")[:count]
        self.patches = patches.reshape(count, -1, 4)
        objects = np.load(directory / "objects.npy")
        self.label_counts = [int(objects[..., i].max()) + 1 for i in (0, 1)]
        self.objects = objects[:count]
        self.count = self.drawn = count
        self.questions = self.about(questions)
        self.tokenizer = tokenizer
        self._pack()
        self._main_words()

    def about(self, questions):
        """Those of the questions that are about scenes of this limit."""
        return [q for q in questions if q["scene"] < self.drawn]

    types = TYPES

    def row(self, question):
        """The packed row that a question belongs to."""
        return question["scene"]

    def _pack(self):
        rows = [[] for _ in range(self.count)]
        filled = [0] * self.count
        assistant, end = self.tokenizer.ids[ASSISTANT], self.tokenizer.ids[EOS]
        for q in self.questions:
            if q["type"] not in self.types:
                continue
            kind, row = self.types.index(q["type"]), self.row(q)
            answer = self.tokenizer.ids[q["answers"][0]]
            words = self.tokenizer.encode(q["question"]) + [assistant, answer]
            filled[row] += 1
            for offset, word in enumerate(words):
                target = {len(words) - 2: answer, len(words) - 1: end}.get(offset, IGNORE)
                rows[row].append((word, filled[row], offset, target, kind))
        width = max(len(row) for row in rows)
        packed = np.zeros((5, self.count, width), np.int16)
        packed[3] = IGNORE
        for i, row in enumerate(rows):
            if row:
                packed[:, i, :len(row)] = np.array(row, np.int16).T
        self.ids, self.segment, self.offset, self.target, self.kind = packed
        self.lengths = np.array([len(row) for row in rows])

    def _main_words(self):
        """Answer id of each shape id, read off the experiment's question."""
        votes = [Counter() for _ in range(16)]
        self.main = np.full(self.count, IGNORE, np.int64)
        for q in self.questions:
            if q["type"] == "object":
                answer = self.tokenizer.ids[q["answers"][0]]
                self.main[q["scene"]] = answer
                votes[int(self.objects[q["scene"], 0, 0])][answer] += 1
        self.shape_word = np.array([v.most_common(1)[0][0] if v else IGNORE for v in votes])
        clashes = sum(sum(v.values()) - v.most_common(1)[0][1] for v in votes if v)
        if clashes:
            raise ValueError(f"{clashes} answers to the experiment's question contradict objects.npy")

    def pixels(self, index):
        """Normalised pixels `[B, 3, H, W]` float32."""
        pixels = self.images[np.sort(index)][np.argsort(np.argsort(index))].astype(np.float32) / 255.0
        return np.ascontiguousarray(((pixels - MEAN) / STD).transpose(0, 3, 1, 2))


def prompt_ids(tokenizer):
    """Token ids before and after the image for the experiment's question."""
    before = [tokenizer.ids[BOS], tokenizer.ids[USER]]
    return before, tokenizer.encode(EXPERIMENT_QUESTION) + [tokenizer.ids[ASSISTANT]]


class Batches:
    """Endless, seeded, disjoint batches: step s of rank r is the same on every run and after every resumption."""

    def __init__(self, count, batch, rank, world, seed):
        self.count, self.batch, self.rank, self.world, self.seed = count, batch, rank, world, seed
        self.per_epoch = count // (batch * world)
        self.epoch, self.order = -1, None
        if self.per_epoch == 0:
            raise ValueError(f"{count} scenes are fewer than one batch of {batch * world}")

    def __call__(self, step):
        epoch, place = divmod(step, self.per_epoch)
        if epoch != self.epoch:
            self.epoch, self.order = epoch, np.random.default_rng([self.seed, epoch]).permutation(self.count)
        start = (place * self.world + self.rank) * self.batch
        return self.order[start:start + self.batch]
