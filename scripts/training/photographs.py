"""Pictures composed of real photographs: garments cut out, dyed, turned, scaled and laid on other photographs.

What is in a picture is known because it was laid there, so questions about it have certain answers. A picture depends on
the seed, its number and the split alone; photographs of one split are in no other. See `docs/photographs-model.md`.
"""
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.drops import OBJECTS

FOLDER = Path(__file__).resolve().parent / "resources"
SPLITS = ["train", "validation", "test"]
KINDS = ["shirt", "trouser", "sweater", "dress", "sandal", "sneaker", "bag", "boot"]
COLOURS = {"red": (205, 45, 40), "yellow": (235, 205, 50), "green": (50, 150, 60), "blue": (55, 90, 205),
           "purple": (145, 65, 170), "white": (240, 240, 240)}
GARMENT_PX, BACKGROUND_PX = 28, 160
SIZE, PATCH = 96, 8
MARGIN = 2
TRIES = 60
MAIN_OVER_OTHERS = 1.4
LONGEST_SIDE = 58
FAINT = 2
RIM = 0.4
DARKEST = 0.55
STEEPEST = 60


@dataclass(frozen=True)
class Thing:
    """A garment, or a digit, in a picture: kind and colour counted from 1, centre and half of its longer side in px."""

    kind: int
    colour: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Picture:
    """A picture `[96, 96, 3]` uint8, its patch labels `[12, 12, 4]` uint8 as `scenes` writes them, the largest first."""

    set: str
    image: np.ndarray
    patches: np.ndarray
    things: list


class Photographs:
    """The photographs of one split: garments as light `[K, n, 28, 28]` and shape, backgrounds `[n, 160, 160, 3]`."""

    def __init__(self, split):
        with np.load(FOLDER / "garments.npz") as file:
            garments = file[split]
        with np.load(FOLDER / "backgrounds.npz") as file:
            self.backgrounds = file[split]
        self.shapes = silhouettes(garments)
        self.lights = lights(garments, self.shapes)


def around(mask):
    """How many of a pixel and its eight neighbours are in a mask `[..., h, w]`, those outside not."""
    height, width = mask.shape[-2:]
    wide = np.pad(mask, [(0, 0)] * (mask.ndim - 2) + [(1, 1), (1, 1)])
    return sum(wide[..., r:r + height, c:c + width].astype(np.int8) for r in range(3) for c in range(3))


def silhouettes(garments):
    """Where garments `[K, n, 28, 28]` uint8 are, 0 or 1, float32: all but the plain ground and the pale rim before it.

    Single pixels are smoothed out. The rim is the ground's white mixed into a garment by the data set's scaling.
    """
    inside = around(garments >= FAINT) >= 5
    middle = np.nanmedian(np.where(inside, garments, np.nan).reshape(*garments.shape[:2], -1), axis=-1)[..., None, None]
    rim = inside & (around(inside) < 9) & (garments < RIM * middle)
    return (inside & ~rim).astype(np.float32)


def lights(garments, shapes):
    """Light of each pixel, float32 from `DARKEST` to 1: the data set holds negatives; contrast is made alike."""
    positive = 255.0 - garments.astype(np.float32)
    seen = np.where(shapes > 0, positive, np.nan).reshape(*garments.shape[:2], -1)
    low, high = np.nanpercentile(seen, (5, 95), axis=-1)[..., None, None]
    share = (positive - low) / np.maximum(high - low, STEEPEST)
    return DARKEST + (1 - DARKEST) * np.clip(share, 0, 1).astype(np.float32)


def extent(shape):
    """Centre (row, column), height and width of a silhouette `[28, 28]`."""
    rows, cols = np.flatnonzero(shape.any(1)), np.flatnonzero(shape.any(0))
    return ((rows[0] + rows[-1]) / 2, (cols[0] + cols[-1]) / 2, rows[-1] - rows[0] + 1, cols[-1] - cols[0] + 1)


def sampled(planes, v, u):
    """Planes `[P, h, w]` at rows `v` and columns `u`, linear between pixels, 0 outside: `[P, ...]`."""
    height, width = planes.shape[1:]
    top, left = np.floor(v).astype(int), np.floor(u).astype(int)
    total = 0.0
    for dr, dc in ((0, 0), (0, 1), (1, 0), (1, 1)):
        r, c = top + dr, left + dc
        weight = np.abs(1 - dr - (v - top)) * np.abs(1 - dc - (u - left))
        weight = weight * ((r >= 0) & (r < height) & (c >= 0) & (c < width))
        total = total + planes[:, r.clip(0, height - 1), c.clip(0, width - 1)] * weight
    return total


@dataclass(frozen=True)
class Pose:
    """How a garment is laid: px for each of its own, angle, mirrored or not, centre, and half of its box in px."""

    scale: float
    angle: float
    mirrored: bool
    x: float
    y: float
    half_x: float
    half_y: float

    def clear_of(self, other):
        """Whether the boxes of two garments have some px between them."""
        return (abs(self.x - other.x) > self.half_x + other.half_x + MARGIN
                or abs(self.y - other.y) > self.half_y + other.half_y + MARGIN)


def laid(light, shape, pose):
    """A garment on an empty picture: light times cover, and cover, each `[96, 96]`, averaged over 2x2 points a pixel."""
    middle_row, middle_col, _, _ = extent(shape)
    rows, row_points = points(pose.y, pose.half_y)
    cols, col_points = points(pose.x, pose.half_x)
    dy, dx = np.meshgrid(row_points - pose.y, col_points - pose.x, indexing="ij")
    across = (np.cos(pose.angle) * dx + np.sin(pose.angle) * dy) / pose.scale * (-1 if pose.mirrored else 1)
    down = (np.cos(pose.angle) * dy - np.sin(pose.angle) * dx) / pose.scale
    values = sampled(np.stack([light * shape, shape]), middle_row + down, middle_col + across)
    result = np.zeros((2, SIZE, SIZE), np.float32)
    result[:, rows, cols] = values.reshape(2, len(row_points) // 2, 2, len(col_points) // 2, 2).mean((2, 4))
    return result


def points(centre, half):
    """The pixels of a row that lie within `half` and a little more of a centre, and two points in each of them."""
    first, end = max(0, int(centre - half) - 2), min(SIZE, int(centre + half) + 3)
    return slice(first, end), first + (np.arange(2 * (end - first)) + 0.5) / 2


def background(photographs, rng):
    """A square of one of the photographs, of any size from the picture's own to all of it, mirrored or not."""
    photograph = photographs[rng.integers(len(photographs))]
    side = rng.uniform(SIZE, BACKGROUND_PX)
    top, left = rng.uniform(0, BACKGROUND_PX - side, 2)
    steps = ((np.arange(SIZE) + 0.5) * side / SIZE - 0.5).clip(0)
    across = steps[::-1] if rng.random() < 0.5 else steps
    rows, cols = np.meshgrid(top + steps, left + across, indexing="ij")
    planes = photograph.transpose(2, 0, 1).astype(np.float32)
    return sampled(planes, rows, cols).transpose(1, 2, 0)


def lit(image, rng):
    """The whole picture brighter or darker, a little of one colour, and noisy: uint8."""
    lamp = rng.uniform(0.75, 1.12) * rng.uniform(0.95, 1.05, 3)
    return np.clip(image * lamp + rng.normal(0, 2.5, image.shape), 0, 255).round().astype(np.uint8)


class Composer:
    """Composes picture `index` of a series."""

    def __init__(self, photographs, seed):
        self.photographs, self.seed = photographs, seed

    def picture(self, index):
        """The picture with that number."""
        rng = np.random.default_rng([self.seed, index])
        small = rng.random() < 0.5
        image = background(self.photographs.backgrounds, rng)
        placed, poses = [], []
        for kind, area in wanted(rng, small):
            # No other garment may come near the area of the first, the main one.
            most = placed[0][1].sum() / MAIN_OVER_OTHERS if placed else np.inf
            found = self.place(rng, kind, min(area, most), poses)
            if found:
                thing, light, cover = found
                paint = np.array(list(COLOURS.values())[thing.colour - 1]) * rng.uniform(0.85, 1.1)
                image = image * (1 - cover[..., None]) + light[..., None] * paint
                placed.append((thing, cover))
        placed.sort(key=lambda each: -each[1].sum())
        return Picture("small" if small else "standard", lit(image, rng), patch_labels(placed),
                       [thing for thing, _ in placed])

    def place(self, rng, kind, area, poses):
        """A garment of a size where it touches no other: the thing, its light times cover, its cover; or None."""
        which = int(rng.integers(self.photographs.shapes.shape[1]))
        light, shape = self.photographs.lights[kind, which], self.photographs.shapes[kind, which]
        colour = int(rng.integers(len(COLOURS))) + 1
        angle, mirrored = rng.uniform(-0.3, 0.3), rng.random() < 0.5
        _, _, height, width = extent(shape)
        scale = min((area / shape.sum()) ** 0.5, LONGEST_SIDE / max(height, width))
        half_x = scale * (width * np.cos(angle) + height * abs(np.sin(angle))) / 2
        half_y = scale * (height * np.cos(angle) + width * abs(np.sin(angle))) / 2
        for _ in range(TRIES):
            x, y = rng.uniform(half_x, SIZE - half_x), rng.uniform(half_y, SIZE - half_y)
            pose = Pose(scale, angle, mirrored, x, y, half_x, half_y)
            if all(pose.clear_of(other) for other in poses):
                poses.append(pose)
                return Thing(kind + 1, colour, x, y, scale * max(height, width) / 2), *laid(light, shape, pose)
        return None


def wanted(rng, small):
    """Kinds, counted from 0, and areas in px of what a picture is to have, the main garment first."""
    count = int(rng.integers(3, 6) if small else rng.integers(1, 6))
    main, least = (rng.uniform(300, 420), 150) if small else (rng.uniform(450, 1000), 190)
    repeated = int(rng.integers(len(KINDS)))
    repetition = rng.choice([1.0, 0.75, 0.0], p=[0.25, 0.35, 0.4])
    kinds = [repeated if rng.random() < repetition else int(rng.integers(len(KINDS))) for _ in range(count)]
    if repetition == 1.0:
        kinds[rng.integers(count)] = (repeated + int(rng.integers(1, len(KINDS)))) % len(KINDS)
    areas = [main, *rng.uniform(least, main / MAIN_OVER_OTHERS, count - 1)]
    return zip(kinds, areas)


def patch_labels(placed):
    """Labels `[12, 12, 4]` uint8 of things and their covers, the largest first: number of the thing that covers most of
    a patch, its kind, its colour and the cover; zeros where there is none."""
    cells = SIZE // PATCH
    cover = np.stack([each.reshape(cells, PATCH, cells, PATCH).mean((1, 3)) for _, each in placed])
    owner, most = cover.argmax(0), np.rint(cover.max(0) * 255)
    kinds, colours = (np.array([getattr(thing, name) for thing, _ in placed]) for name in ("kind", "colour"))
    labels = np.stack([owner + 1, kinds[owner], colours[owner], most], -1)
    return np.where(most[..., None] > 0, labels, 0).astype(np.uint8)


def object_rows(things):
    """Rows `[6, 5]` float32 of `objects.npy`: kind, colour, centre x, centre y, radius; zeros where there is none."""
    rows = np.zeros((OBJECTS, 5), np.float32)
    for i, thing in enumerate(things):
        rows[i] = (thing.kind, thing.colour, thing.x, thing.y, thing.radius)
    return rows
