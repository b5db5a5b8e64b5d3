#!/usr/bin/env python3
"""Trains the bundled model on generated scenes and writes it as a model bundle.

Example:
  scripts/train_bundled_model.py --scenes target/scenes --heldout target/heldout --out target/bundle

Needs torch 1.13 or newer and numpy. Takes under an hour on two free cores. After a crash the same command goes on from
the last checkpoint in --work. See docs/bundled-model.md.
"""
import argparse
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("torch", "numpy")

import torch  # noqa: E402

from training import export  # noqa: E402
from training.auxiliary import GROUND  # noqa: E402
from training.controls import CONTROLS  # noqa: E402
from training.data import Scenes, build_tokenizer, read_questions  # noqa: E402
from training.drops import BiasedDrops  # noqa: E402
from training.stages import Stage, Trainer  # noqa: E402
from training.workers import launch  # noqa: E402

BIASED = "biased"
STAGES = [
    Stage("tower", 1800, 32, 1.5e-3, 150, 0.43),
    Stage("few", 1800, 40, 2e-3, 150, 0.44, floor=0.5, whole=0.0, most=0.25, probes=0.33),
    Stage("decoder", 700, 16, 1e-3, 50, 0.38, floor=0.3),
    Stage("joint", 1500, 16, 4e-4, 50, 0.62),
]


def stage_steps(text):
    """`tower=2000` as a pair."""
    name, _, steps = text.partition("=")
    if name not in (stage.name for stage in STAGES) or not steps.isdecimal() or int(steps) < 2:
        raise argparse.ArgumentTypeError(f"{text} is not a stage and a number of at least 2, such as tower=2000")
    return name, int(steps)


def planned(settings, strategy):
    """The stages of a run."""
    steps, scale = dict(settings["steps"]), settings["scale"]
    for stage in STAGES:
        count = int(steps.get(stage.name, stage.steps) * scale)
        yield strategy.adapt(replace(stage, steps=max(2, count), warmup=max(1, int(stage.warmup * scale))))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", required=True, help="directory of training scenes")
    parser.add_argument("--heldout", required=True, help="directory of unseen scenes")
    parser.add_argument("--out", required=True, help="directory of the bundle")
    parser.add_argument("--work", default="target/training",
                        help="checkpoints and cached features (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="seed of weights, order and drops (default %(default)s)")
    parser.add_argument("--scenes-seed", default="", help="seed that generated the training scenes, for the record")
    parser.add_argument("--heldout-seed", default="", help="seed that generated the unseen scenes, for the record")
    parser.add_argument("--processes", type=int, default=2, help="processes of one thread (default %(default)s)")
    parser.add_argument("--name", help=f"name of the bundle (default {export.NAME}, and the control's)")
    parser.add_argument("--control", dest="drops", choices=sorted(CONTROLS), default=BIASED,
                        help="train a control model instead, which saw no dropped tokens, or uniformly dropped ones")
    parser.add_argument("--preview", default="", help="write a preliminary bundle here during the decoder stage")
    parser.add_argument("--steps", type=stage_steps, action="append", default=[], metavar="STAGE=N",
                        help=f"another number of steps for a stage ({', '.join(s.name for s in STAGES)})")
    parser.add_argument("--ground", type=float, default=GROUND, metavar="WEIGHT",
                        help="weight of a patch without objects in the tower's losses (default %(default)s)")
    parser.add_argument("--scale", type=float, default=1.0,
                        help="shortens every stage, for trials (default %(default)s)")
    parser.add_argument("--limit", type=int, default=0, help="use only so many scenes, for trials")
    return parser.parse_args()


def train(rank, world, settings):
    """What each process does."""
    questions = read_questions(settings["scenes"])
    tokenizer = build_tokenizer(questions)
    scenes = Scenes(settings["scenes"], questions, tokenizer, settings["limit"])
    heldout = Scenes(settings["heldout"], read_questions(settings["heldout"]), tokenizer)
    strategy = CONTROLS.get(settings["drops"], BiasedDrops)()
    trainer = Trainer(rank, world, settings, scenes, heldout, tokenizer, strategy)
    trainer.run(list(planned(settings, strategy)))
    times = trainer.times()
    if rank == 0:
        export.finish(trainer, lambda out: export.measure(out, heldout, trainer.before), {**times, "seeds": {
            "training": settings["seed"], "scenes": settings["scenes_seed"], "heldout": settings["heldout_seed"]}})


def preview(trainer, directory):
    """A complete bundle of unfinished weights."""
    export.export(trainer, directory, {"note": "preliminary weights, training unfinished"})
    (directory / "DONE").write_text("")


def refuse_other_run(checkpoint, drops):
    """Ends the script if a checkpoint is of a run with other drops; the tower alone serves all, for it sees none."""
    if checkpoint.exists():
        state = torch.load(checkpoint)
        if (state["stage"], state["step"]) > (1, 0) and state["drops"] != drops:
            sys.exit(f"{checkpoint} is of another run ({state['drops']}); give this one another --work")


def main():
    options = vars(arguments())
    work = Path(options["work"])
    work.mkdir(parents=True, exist_ok=True)
    refuse_other_run(work / "checkpoint.pt", options["drops"])
    name = options["name"] or (export.NAME if options["drops"] == BIASED else f"{export.NAME}-{options['drops']}")
    settings = {**options, "name": name, "save_every": 500, "preview_step": 1000, "export": preview}
    launch(train, options["processes"], (settings,))


if __name__ == "__main__":
    main()
