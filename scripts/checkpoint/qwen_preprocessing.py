"""From the processor of Qwen2.5-VL or Qwen3-VL to the `preprocessing` of a bundle: any size, or one square size."""
from dataclasses import replace

from checkpoint.errors import CheckpointError
from checkpoint.preprocessing import BICUBIC, CLIP, SIGLIP, required

USUAL_SIDE = 448
PIXELS = {"qwen2_5_vl": (56 * 56, 28 * 28 * 1280), "qwen3_vl": (256 * 256, 4096 * 4096)}
ADVICE = "Take the processor's files and config.json of one checkpoint."


def sized(config, options):
    """The config with the side of golden images, and the bundle's `preprocessing`.

    Images keep their own shape, within the processor's bounds or those that the user asks for. With an image size they
    become squares of this side instead. CheckpointError for steps that are unknown, and for sizes that do not fit.
    """
    directory, side, cell = options.checkpoint, options.image_size, config.tower.cell
    raw = settings(directory, config)
    least, most = bounds(raw, config.family)
    if side is None:
        least, most = options.min_pixels or least, options.max_pixels or most
    lowest, highest = -(-round_up(least) // cell) * cell, int(most ** 0.5) // cell * cell
    if lowest > highest:
        raise CheckpointError(f"No square of whole tokens of {cell} px has from {least} to {most} pixels.",
                              "Give other --min-pixels or --max-pixels.")
    steps = {"pad": None, "resample": "bicubic", "rescale": raw.get("rescale_factor", 1 / 255),
             "mean": raw["image_mean"], "std": raw["image_std"]}
    if side is None:
        side = min(max(USUAL_SIDE // cell * cell, lowest), highest)
        return replace(config, side=side), {
            **steps, "resize": {"mode": "area", "size": cell, "least": least, "most": most}, "crop": None}
    if side % cell or not lowest <= side <= highest:
        raise CheckpointError(
            f"Images of {side} px are no multiple of {cell} px from {lowest} to {highest} px, which the processor of"
            f" {directory} allows.", "Give another --image-size.")
    return replace(config, side=side), {
        **steps, "resize": {"mode": "exact", "size": side}, "crop": {"height": side, "width": side}}


def round_up(area):
    """The side in whole px of the smallest square of at least this area."""
    side = int(area ** 0.5)
    return side if side * side >= area else side + 1


def settings(directory, config):
    """The image processor's settings, completed; CheckpointError where it does something else than is known."""
    raw = required(directory)
    tower = config.tower
    known = {"do_resize": True, "do_rescale": True, "do_normalize": True, "resample": BICUBIC,
             "patch_size": tower.patch, "merge_size": tower.merge, "temporal_patch_size": 2}
    wrong = [f"{key} {raw[key]}, not {value}" for key, value in known.items() if raw.get(key, value) != value]
    if wrong:
        raise CheckpointError(f"The image processor of {directory} has {', '.join(wrong)}.", ADVICE)
    return {**(CLIP if tower.gated else SIGLIP), **raw}


def bounds(raw, family):
    """Fewest and most pixels of an image: Qwen's `shortest_edge` and `longest_edge` are areas."""
    size = raw.get("size") or {}
    least, most = PIXELS[family]
    return (size.get("shortest_edge") or raw.get("min_pixels") or least,
            size.get("longest_edge") or raw.get("max_pixels") or most)
