#!/usr/bin/env python3
"""Composes pictures with small text, numbers on coloured plates before photographs, and asks what is written there.

Examples:
  scripts/number_scenes.py --count 24000 --seed 1 --split train --format npy --out target/number-scenes
  scripts/number_scenes.py --count 300 --seed 5 --split test --out number-questions

The first writes the arrays that training reads, the second a folder that can be ingested and asked about
(docs/questions.md). Needs numpy. See docs/small-text.md.
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("numpy")

from training.plate_questions import questions  # noqa: E402
from training.plates import NumberComposer  # noqa: E402
from training.scene_files import write  # noqa: E402

if __name__ == "__main__":
    write(__doc__, "number", NumberComposer, questions)
