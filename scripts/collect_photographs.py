#!/usr/bin/env python3
"""Makes the photographs that scripts/photograph_scenes.py composes, from their sources.

Example:
  apt-get download dataset-fashion-mnist && dpkg-deb -x dataset-fashion-mnist_*.deb fashion
  scripts/collect_photographs.py --garments fashion/usr/share/datasets/fashion-mnist --backgrounds photos

Needs numpy and Pillow. What it writes is committed, so nobody needs it to train or to draw. The folder of backgrounds has
the files that BACKGROUNDS names. See docs/photographs-model.md for sources and licences.
"""
import argparse
import gzip
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("numpy", "PIL")

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from training.photographs import BACKGROUND_PX, FOLDER, GARMENT_PX, KINDS  # noqa: E402

# Label of the data set for each of KINDS. Coats (4) and shirts with buttons (6) are left out: too like sweaters.
LABELS = {"shirt": 0, "trouser": 1, "sweater": 2, "dress": 3, "sandal": 5, "sneaker": 7, "bag": 8, "boot": 9}
# Photographs a kind. Those of training and validation are the first of the data set's own training half, those of the
# test the first of its test half.
COUNTS = {"train": 1000, "validation": 100, "test": 200}
BACKGROUNDS = {
    "validation": ["grocery_Fruit-Lime_", "grocery_Fruit-Plum", "grocery_Packages-Juice-Tropicana-Juice-Smooth",
                   "grocery_Fruit-Apple-Royal-Gala", "cameratrap_blank3"],
    "test": ["grocery_Fruit-Apple-Granny-Smith", "grocery_Fruit-Banana", "grocery_Fruit-Melon-Watermelon",
             "grocery_Fruit-Pear-Kaiser", "grocery_Fruit-Peach", "grocery_Fruit-Red-Grapefruit",
             "grocery_Packages-Juice-Bravo-Orange-Juice", "grocery_Packages-Milk-Arla-Lactose", "skimage_gravel",
             "cameratrap_blank2"],
    "train": ["grocery_", "skimage_brick", "skimage_grass", "cameratrap_blank."],
}


def images(path):
    """An IDX file of images `[N, 28, 28]` uint8."""
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=16).reshape(-1, GARMENT_PX, GARMENT_PX)


def labels(path):
    """An IDX file of labels `[N]` uint8."""
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=8)


def garments(directory):
    """Photographs of each split, `[K, n, 28, 28]` uint8 by kind."""
    result = {}
    for half, splits in (("train", ("train", "validation")), ("t10k", ("test",))):
        pictures = images(directory / f"{half}-images-idx3-ubyte.gz")
        kinds = labels(directory / f"{half}-labels-idx1-ubyte.gz")
        start = 0
        for split in splits:
            end = start + COUNTS[split]
            result[split] = np.stack([pictures[np.flatnonzero(kinds == LABELS[kind])[start:end]] for kind in KINDS])
            start = end
    return result


def background(path):
    """The middle of a photograph `[160, 160, 3]` uint8, its borders cut off: camera traps write there."""
    with Image.open(path) as image:
        image = image.convert("RGB")
        side = int(min(image.size) * 0.86)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        square = image.crop((left, top, left + side, top + side))
        return np.asarray(square.resize((BACKGROUND_PX, BACKGROUND_PX), Image.Resampling.LANCZOS))


def backgrounds(directory):
    """Photographs of each split `[n, 160, 160, 3]` uint8, no photograph in two splits, and the names of their files."""
    left, arrays, names = sorted(directory.iterdir()), {}, {}
    for split, prefixes in BACKGROUNDS.items():
        mine = [path for path in left if path.name.startswith(tuple(prefixes))]
        left = [path for path in left if path not in mine]
        arrays[split] = np.stack([background(path) for path in mine])
        names[f"{split}_files"] = np.array([path.name for path in mine])
    return {**arrays, **names}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--garments", type=Path, required=True, help="directory of Fashion-MNIST's four files")
    parser.add_argument("--backgrounds", type=Path, required=True, help="directory of photographs")
    options = parser.parse_args()
    np.savez_compressed(FOLDER / "garments.npz", **garments(options.garments))
    np.savez_compressed(FOLDER / "backgrounds.npz", **backgrounds(options.backgrounds))


if __name__ == "__main__":
    main()
