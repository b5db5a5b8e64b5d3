#!/usr/bin/env python3
"""Composes pictures of real photographs and asks questions about them: what `tokenquarry scenes` does for drawn shapes.

Examples:
  scripts/photograph_scenes.py --count 40000 --seed 1 --split train --format npy --out target/photograph-scenes
  scripts/photograph_scenes.py --count 300 --seed 5 --split test --out photograph-questions

The first writes the arrays that training reads, the second a folder that can be ingested and asked about
(docs/questions.md). Needs numpy. See docs/photographs-model.md.
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("numpy")

from training.photograph_questions import questions  # noqa: E402
from training.photographs import Composer, Photographs  # noqa: E402
from training.scene_files import write  # noqa: E402


def composer(split, seed):
    return Composer(Photographs(split), seed)


if __name__ == "__main__":
    write(__doc__, "photograph", composer, questions)
