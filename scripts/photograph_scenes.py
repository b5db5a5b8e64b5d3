#!/usr/bin/env python3
"""Composes pictures of real photographs and asks questions about them: what `tokenquarry scenes` does for drawn shapes.

Examples:
  scripts/photograph_scenes.py --count 40000 --seed 1 --split train --format npy --out target/photograph-scenes
  scripts/photograph_scenes.py --count 300 --seed 5 --split test --out photograph-questions

The first writes the arrays that training reads, the second a folder that can be ingested and asked about
(docs/questions.md). Needs numpy. See docs/photographs-model.md.
"""
import argparse
import hashlib
import json
import multiprocessing
import struct
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("numpy")

import numpy as np  # noqa: E402

from training.drops import OBJECTS  # noqa: E402
from training.photograph_questions import questions  # noqa: E402
from training.photographs import PATCH, SIZE, SPLITS, Composer, Photographs, object_rows  # noqa: E402

PROGRESS_EVERY = 2000
CHUNK = 20
composer = {}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, required=True, help="how many pictures")
    parser.add_argument("--seed", type=int, required=True, help="the same seed gives the same files")
    parser.add_argument("--split", choices=SPLITS, required=True, help="whose photographs; no photograph is in two")
    parser.add_argument("--format", choices=["png", "npy"], default="png", help="default %(default)s")
    parser.add_argument("--out", type=Path, required=True, help="directory; files of the same names are replaced")
    parser.add_argument("--processes", type=int, default=2, help="default %(default)s")
    options = parser.parse_args()
    if options.count < 1 or options.seed < 0:
        parser.error("--count must be at least 1 and --seed at least 0")
    return options


def prepare(split, seed):
    """What each process loads once."""
    composer["own"] = Composer(Photographs(split), seed)


def compose(index):
    return composer["own"].picture(index)


def series(options):
    """Pictures and their questions, in order, composed by several processes."""
    with multiprocessing.Pool(options.processes, prepare, (options.split, options.seed)) as pool:
        for index, picture in enumerate(pool.imap(compose, range(options.count), CHUNK)):
            rng = np.random.default_rng([options.seed, index, 1])
            yield picture, [{"set": picture.set, **q} for q in questions(picture.things, rng)]
            if (index + 1) % PROGRESS_EVERY == 0:
                print(f"{index + 1} of {options.count} pictures", flush=True)


def write_arrays(options):
    """`images.npy`, `patches.npy`, `objects.npy` and `questions.jsonl`, as docs/bundled-model.md describes them."""
    create = np.lib.format.open_memmap
    cells = SIZE // PATCH
    images = create(options.out / "images.npy", "w+", np.uint8, (options.count, SIZE, SIZE, 3))
    patches = create(options.out / "patches.npy", "w+", np.uint8, (options.count, cells, cells, 4))
    objects = create(options.out / "objects.npy", "w+", np.float32, (options.count, OBJECTS, 5))
    with open(options.out / "questions.jsonl", "w", encoding="utf-8") as lines:
        for scene, (picture, asked) in enumerate(series(options)):
            images[scene], patches[scene] = picture.image, picture.patches
            objects[scene] = object_rows(picture.things)
            lines.writelines(json.dumps({"scene": scene, **q}) + "\n" for q in asked)


def write_folder(options):
    """`images/photograph-000000.png` and so on, and `questions.jsonl`."""
    (options.out / "images").mkdir(exist_ok=True)
    with open(options.out / "questions.jsonl", "w", encoding="utf-8") as lines:
        for number, (picture, asked) in enumerate(series(options)):
            name, data = f"images/photograph-{number:06d}.png", png(picture.image)
            (options.out / name).write_bytes(data)
            where = {"image": name, "imageId": hashlib.sha256(data).hexdigest()}
            lines.writelines(json.dumps({**where, **q}) + "\n" for q in asked)


def png(image):
    """A PNG file of `[H, W, 3]` uint8, every row stored as differences to the one above it."""
    height, width, _ = image.shape
    above = np.concatenate([np.zeros_like(image[:1]), image[:-1]])
    rows = np.full((height, 1 + 3 * width), 2, np.uint8)
    rows[:, 1:] = (image - above).reshape(height, -1)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
              (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    {"npy": write_arrays, "png": write_folder}[options.format](options)


if __name__ == "__main__":
    main()
