"""Writes series of composed pictures: as arrays for training, or as a folder that can be ingested and asked about."""
import argparse
import hashlib
import json
import multiprocessing
import struct
import zlib
from pathlib import Path

import numpy as np

from training.drops import OBJECTS
from training.photographs import PATCH, SIZE, SPLITS, object_rows

PROGRESS_EVERY = 2000
CHUNK = 20
composer = {}


def arguments(purpose):
    parser = argparse.ArgumentParser(description=purpose, formatter_class=argparse.RawDescriptionHelpFormatter)
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


def write(purpose, name, compose_with, questions):
    """The program: writes what the command line asks for.

    `name` begins the names of PNG files, `compose_with(split, seed)` has `picture(index)`, and
    `questions(things, rng)` asks about the things of a picture.
    """
    options = arguments(purpose)
    options.out.mkdir(parents=True, exist_ok=True)
    pictures = series(options, compose_with, questions)
    if options.format == "npy":
        write_arrays(options, pictures)
    else:
        write_folder(options.out, name, pictures)


def prepare(compose_with, split, seed):
    """What each process loads once."""
    composer["own"] = compose_with(split, seed)


def compose(index):
    return composer["own"].picture(index)


def series(options, compose_with, questions):
    """Pictures and their questions, in order, composed by several processes."""
    with multiprocessing.Pool(options.processes, prepare, (compose_with, options.split, options.seed)) as pool:
        for index, picture in enumerate(pool.imap(compose, range(options.count), CHUNK)):
            rng = np.random.default_rng([options.seed, index, 1])
            yield picture, [{"set": picture.set, **q} for q in questions(picture.things, rng)]
            if (index + 1) % PROGRESS_EVERY == 0:
                print(f"{index + 1} of {options.count} pictures", flush=True)


def write_arrays(options, pictures):
    """`images.npy`, `patches.npy`, `objects.npy` and `questions.jsonl`, as docs/bundled-model.md describes them."""
    create = np.lib.format.open_memmap
    cells = SIZE // PATCH
    images = create(options.out / "images.npy", "w+", np.uint8, (options.count, SIZE, SIZE, 3))
    patches = create(options.out / "patches.npy", "w+", np.uint8, (options.count, cells, cells, 4))
    objects = create(options.out / "objects.npy", "w+", np.float32, (options.count, OBJECTS, 5))
    with open(options.out / "questions.jsonl", "w", encoding="utf-8") as lines:
        for scene, (picture, asked) in enumerate(pictures):
            images[scene], patches[scene] = picture.image, picture.patches
            objects[scene] = object_rows(picture.things)
            lines.writelines(json.dumps({"scene": scene, **q}) + "\n" for q in asked)


def write_folder(out, name, pictures):
    """`images/NAME-000000.png` and so on, and `questions.jsonl`."""
    (out / "images").mkdir(exist_ok=True)
    with open(out / "questions.jsonl", "w", encoding="utf-8") as lines:
        for number, (picture, asked) in enumerate(pictures):
            file, data = f"images/{name}-{number:06d}.png", png(picture.image)
            (out / file).write_bytes(data)
            where = {"image": file, "imageId": hashlib.sha256(data).hexdigest()}
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
