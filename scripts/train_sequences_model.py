#!/usr/bin/env python3
"""Trains the bundled model on, to answer about sequences of scenes as well, and writes it as a model bundle.

Example:
  scripts/train_sequences_model.py --scenes target/scenes --sequences target/sequences --heldout target/heldout \\
      --unseen target/unseen --out models/sequences

The arrays come from `tokenquarry scenes --format npy`, those of sequences with `--world sequences`. Needs torch 1.13 or
newer and numpy. After a crash the same command goes on from the last checkpoint in --work. See docs/bundled-model.md.
"""
import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("torch", "numpy")

from training import export  # noqa: E402
from training.data import EXPERIMENT_QUESTION, Scenes, read_questions  # noqa: E402
from training.drops import BiasedDrops  # noqa: E402
from training.sequences import MARK, SequenceTrainer, Sequences  # noqa: E402
from training.stages import Stage  # noqa: E402
from training.workers import launch  # noqa: E402
from vlm.tokenizer import WordTokenizer  # noqa: E402

NAME = f"{export.NAME}-sequences"
START = Path(__file__).resolve().parent.parent / "udfs/src/main/resources/bundled-model"
STAGES = [
    Stage("few", 2400, 32, 1e-3, 100, 0.5, floor=0.3, whole=0.0, most=0.25, probes=0.33),
    Stage("whole", 1000, 12, 4e-4, 50, 1.2, floor=0.02, whole=0.4, most=0.8, probes=0.33),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", required=True, help="directory of single scenes")
    parser.add_argument("--sequences", required=True, help="directory of sequences")
    parser.add_argument("--heldout", required=True, help="directory of unseen single scenes")
    parser.add_argument("--unseen", required=True, help="directory of unseen sequences")
    parser.add_argument("--start", default=str(START), help="bundle to begin with (default: the bundled model)")
    parser.add_argument("--out", required=True, help="directory of the bundle")
    parser.add_argument("--work", default="target/training-sequences",
                        help="checkpoints and cached features (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="seed of order and drops (default %(default)s)")
    parser.add_argument("--processes", type=int, default=2, help="processes of one thread (default %(default)s)")
    parser.add_argument("--scale", type=float, default=1.0, help="shortens both stages (default %(default)s)")
    parser.add_argument("--limit", type=int, default=0, help="use only so many scenes, for trials")
    return parser.parse_args()


def vocabulary(start, questions):
    """The start's words with their rows, and a tokenizer that has those of the questions, too."""
    spec = json.loads((Path(start) / "tokenizer.json").read_text(encoding="utf-8"))
    words = spec["model"]["vocab"]
    more = {word for q in questions for word in [*q["question"].split(), *q["answers"]]}
    return words, WordTokenizer([*words, *more, *EXPERIMENT_QUESTION.split(), MARK])


def train(rank, world, settings):
    """What each process does."""
    read = {name: read_questions(settings[name]) for name in ("scenes", "sequences", "heldout", "unseen")}
    settings["words"], tokenizer = vocabulary(settings["start"], read["sequences"])
    scenes = Scenes(settings["scenes"], read["scenes"], tokenizer, settings["limit"])
    sequences = Sequences(settings["sequences"], read["sequences"], tokenizer, settings["limit"])
    heldout = Scenes(settings["heldout"], read["heldout"], tokenizer)
    unseen = Sequences(settings["unseen"], read["unseen"], tokenizer)
    trainer = SequenceTrainer(rank, world, settings, scenes, heldout, tokenizer, BiasedDrops(), sequences, unseen)
    trainer.run([replace(stage, steps=max(2, int(stage.steps * settings["scale"]))) for stage in STAGES])
    times = trainer.times()
    if rank == 0:
        export.finish(trainer, lambda out: measured(trainer, out), {
            **times, "start": "bundled", "sequences": sequences.count, "seeds": {"training": settings["seed"]}})


def measured(trainer, out):
    """Figures of the bundle on unseen scenes, and of the trained modules on unseen sequences."""
    figures = export.measure(out, trainer.heldout, trainer.before, trainer.reader.mark.tolist())
    return {**figures, "sequences": trainer.accuracy(1.0, trainer.unseen.count)}


def main():
    options = vars(arguments())
    Path(options["work"]).mkdir(parents=True, exist_ok=True)
    settings = {**options, "name": NAME, "drops": "biased", "save_every": 500, "preview": "", "preview_step": 0}
    launch(train, options["processes"], (settings,))


if __name__ == "__main__":
    main()
