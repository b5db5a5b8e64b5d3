"""From `preprocessor_config.json` to the `preprocessing` object of a bundle: how the base view is prepared."""
from checkpoint.errors import CheckpointError
from checkpoint.files import optional_json

CLIP = {"image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}
SIGLIP = {"image_mean": [0.5] * 3, "image_std": [0.5] * 3}
BICUBIC = 3
ADVICE = "Take preprocessor_config.json and config.json of one checkpoint."


def preprocessing(directory, config, tower_directory=None):
    """The bundle's `preprocessing`; CheckpointError for steps that are unknown or do not give the tower's size.

    Anyres models resize the base view to a square whatever its shape, plain ones keep the aspect and crop or pad.
    """
    raw = processor_config(directory, config, tower_directory)
    for step in ("do_resize", "do_rescale", "do_normalize"):
        if not raw.get(step, True):
            raise CheckpointError(f"The image processor of {directory} has {step} false.",
                                  "Known are processors that resize, rescale and normalise.")
    if raw.get("resample", BICUBIC) != BICUBIC:
        raise CheckpointError(f"The image processor of {directory} resamples with filter {raw['resample']}.",
                              "Known is 3, bicubic.")
    side = config.tower.image
    mode, size = resize(raw, side)
    if config.anyres is not None:
        mode = "exact"
    crop = cropped(raw, side) if mode == "shortest-edge" else size
    if crop != side or size < crop:
        raise CheckpointError(
            f"The image processor of {directory} gives {min(crop, size)} px and the vision tower takes {side} px.",
            ADVICE)
    mean, std = raw["image_mean"], raw["image_std"]
    pads = config.anyres is None and (config.square_pad or raw.get("do_pad", False))
    return {
        "pad": {"mode": "square", "colour": [int(255 * m) for m in mean]} if pads else None,
        "resize": {"mode": mode, "size": size}, "crop": {"height": side, "width": side}, "resample": "bicubic",
        "rescale": raw.get("rescale_factor", 1 / 255), "mean": mean, "std": std}


def processor_config(directory, config, tower_directory):
    """The processor's settings, completed by what its kind of tower is trained with."""
    raw = (optional_json(directory / "preprocessor_config.json")
           or optional_json(directory / "processor_config.json").get("image_processor", {}))
    if not raw and config.original:
        raw = optional_json(tower_directory / "preprocessor_config.json") if tower_directory else {}
    elif not raw:
        raise CheckpointError(f"{directory} has no preprocessor_config.json.",
                              "Download it too: it says how images become pixels.")
    siglip = "siglip" in str(raw.get("image_processor_type", "" if config.tower.has_cls else "siglip")).lower()
    return {**(SIGLIP if siglip else CLIP), **raw}


def resize(raw, side):
    """Mode and size in px: a number or `shortest_edge` keep the aspect, `height` and `width` do not."""
    size = raw.get("size", {"shortest_edge": side})
    if isinstance(size, int):
        return "shortest-edge", size
    if "shortest_edge" in size:
        return "shortest-edge", size["shortest_edge"]
    if size.get("height") != size.get("width") or not size.get("height"):
        raise CheckpointError(f"The image processor resizes to {size}.", "Known are squares and shortest_edge.")
    return "exact", size["height"]


def cropped(raw, side):
    """Side of the centre crop in px."""
    crop = raw.get("crop_size", side)
    height, width = (crop, crop) if isinstance(crop, int) else (crop.get("height"), crop.get("width"))
    if not raw.get("do_center_crop", True) or height != width:
        raise CheckpointError("The image processor does not crop images to squares.", ADVICE)
    return height
