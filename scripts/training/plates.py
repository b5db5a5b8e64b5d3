"""Pictures with small text: numbers on coloured plates, laid on photographs, so that what is written is known.

A picture depends on the seed, its number and the split of the backgrounds alone. See `docs/small-text.md`.
"""
from dataclasses import dataclass, replace

import numpy as np

from training.drops import OBJECTS
from training.photographs import COLOURS, FOLDER, MARGIN, SIZE, TRIES, Picture, Thing, background, lit, patch_labels

# Rows of five dots from top to bottom, the left one the highest bit: the digits of dot matrix displays.
DOTS = ["0E 11 11 11 11 11 0E", "04 0C 04 04 04 04 0E", "0E 11 01 02 04 08 1F", "1F 02 04 02 01 11 0E",
        "02 06 0A 12 1F 02 02", "1F 10 1E 01 01 11 0E", "06 08 10 1E 11 11 0E", "1F 01 02 04 08 08 08",
        "0E 11 11 0E 11 11 0E", "0E 11 11 0F 01 02 0C"]
DIGITS = [str(digit) for digit in range(10)]
WIDE, HIGH = 5, 7
# Between two digits, and around a number, in dots.
GAP = 1
SMALL, LARGE = (7.0, 10.0), (10.5, 15.0)
MAIN_OVER_OTHERS = 1.2
MOST_PLATES, MOST_DIGITS = 3, 3
POINTS = 4
DARK, LIGHT = (25, 25, 30), (245, 245, 240)


def glyphs():
    """The digits `[10, 9, 6]` float32 as dots, 1 is ink, each in a cell with its share of the gaps around it."""
    cells = np.zeros((len(DOTS), HIGH + 2 * GAP, WIDE + GAP), np.float32)
    for digit, rows in enumerate(DOTS):
        for r, row in enumerate(rows.split()):
            cells[digit, GAP + r, :WIDE] = [int(row, 16) >> bit & 1 for bit in reversed(range(WIDE))]
    return cells


GLYPHS = glyphs()


@dataclass(frozen=True)
class Plate:
    """Where a number stands: left, top and size of a dot in px, and its digits from left to right."""

    x: float
    y: float
    dot: float
    digits: tuple

    @property
    def width(self):
        return (len(self.digits) * (WIDE + GAP) + GAP) * self.dot

    @property
    def height(self):
        return (HIGH + 2 * GAP) * self.dot

    def clear_of(self, other):
        """Whether two plates have some px between them."""
        return (self.x > other.x + other.width + MARGIN or other.x > self.x + self.width + MARGIN
                or self.y > other.y + other.height + MARGIN or other.y > self.y + self.height + MARGIN)


def shares(edges):
    """How much of each of `SIZE` pixels lies between two edges `[2]`, from 0 to 1, float32."""
    low, high = edges
    pixels = np.arange(SIZE)
    return np.clip(np.minimum(pixels + 1, high) - np.maximum(pixels, low), 0, 1).astype(np.float32)


def box(x, y, width, height):
    """Cover `[96, 96]` of a rectangle."""
    return np.outer(shares((y, y + height)), shares((x, x + width)))


def ink(plate):
    """Cover `[96, 96]` of the ink of a number: dots, each averaged over the points of a pixel."""
    text = np.concatenate([np.zeros((HIGH + 2 * GAP, GAP), np.float32), *(GLYPHS[d] for d in plate.digits)], axis=1)
    points = (np.arange(SIZE * POINTS) + 0.5) / POINTS
    rows = np.floor((points - plate.y) / plate.dot).astype(int)
    cols = np.floor((points - plate.x) / plate.dot).astype(int)
    inside = np.outer((rows >= 0) & (rows < text.shape[0]), (cols >= 0) & (cols < text.shape[1]))
    dots = text[rows.clip(0, text.shape[0] - 1)][:, cols.clip(0, text.shape[1] - 1)] * inside
    return dots.reshape(SIZE, POINTS, SIZE, POINTS).mean((1, 3))


def written(rng):
    """Digits of the numbers of a picture, at most `OBJECTS` digits together."""
    count, left = int(rng.integers(1, MOST_PLATES + 1)), OBJECTS
    numbers = []
    for later in reversed(range(count)):
        most = min(MOST_DIGITS, left - later)
        numbers.append(tuple(int(digit) for digit in rng.integers(0, 10, rng.integers(1, most + 1))))
        left -= len(numbers[-1])
    return numbers


class NumberComposer:
    """Composes picture `index` of a series."""

    def __init__(self, split, seed):
        self.seed = seed
        with np.load(FOLDER / "backgrounds.npz") as file:
            self.backgrounds = file[split]

    def picture(self, index):
        """The picture with that number."""
        rng = np.random.default_rng([self.seed, index])
        small = rng.random() < 0.5
        image = background(self.backgrounds, rng)
        colours = rng.permutation(len(COLOURS))
        plates, placed = [], []
        for digits, colour in zip(written(rng), colours):
            plate = place(rng, digits, SMALL if small else LARGE, plates)
            if plate:
                plates.append(plate)
                image = painted(image, plate, np.array(list(COLOURS.values())[colour]), rng)
                placed.extend(cells(plate, int(colour) + 1))
        return Picture("small" if small else "standard", lit(image, rng), patch_labels(placed),
                       [digit for digit, _ in placed])


def place(rng, digits, heights, plates):
    """A plate that touches no other, the first one with the highest digits; or None."""
    low, high = heights
    least, most = (low, plates[0].dot * HIGH / MAIN_OVER_OTHERS) if plates else (low * MAIN_OVER_OTHERS, high)
    plate = Plate(0.0, 0.0, rng.uniform(least, most) / HIGH, digits)
    for _ in range(TRIES):
        plate = replace(plate, x=rng.uniform(0, SIZE - plate.width), y=rng.uniform(0, SIZE - plate.height))
        if all(plate.clear_of(other) for other in plates):
            return plate
    return None


def painted(image, plate, paint, rng):
    """A picture with a plate on it, its ink dark on light plates and light on dark ones."""
    paint = paint * rng.uniform(0.85, 1.05)
    cover = box(plate.x, plate.y, plate.width, plate.height)[..., None]
    letters = ink(plate)[..., None]
    colour = np.array(DARK if paint @ (0.3, 0.59, 0.11) > 128 else LIGHT)
    return image * (1 - cover) + cover * (paint * (1 - letters) + colour * letters)


def cells(plate, colour):
    """Digits of a plate, of kind digit + 1, and the cover of the part of the plate that each stands on."""
    part = plate.width / len(plate.digits)
    for place_of, digit in enumerate(plate.digits):
        x = plate.x + place_of * part
        yield (Thing(digit + 1, colour, x + part / 2, plate.y + plate.height / 2, plate.height / 2),
               box(x, plate.y, part, plate.height))
