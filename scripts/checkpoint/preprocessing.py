"""From a checkpoint's image processor to the `preprocessing` object of a bundle: how the base view is prepared.

The processor is in `processor_config.json` or `preprocessor_config.json`.
"""
from checkpoint.errors import CheckpointError
from checkpoint.files import optional_json

CLIP = {"image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}
SIGLIP = {"image_mean": [0.5] * 3, "image_std": [0.5] * 3}
SMOLVLM = {**SIGLIP, "resample": 1, "size": {"longest_edge": 4 * 364}, "max_image_size": {"longest_edge": 364},
           "do_image_splitting": True}
BICUBIC = 3
FILTERS = {BICUBIC: "bicubic", 1: "lanczos"}
# The reference never makes an image larger than this.
MOST = 4096
ADVICE = "Take preprocessor_config.json and config.json of one checkpoint."


def preprocessing(directory, config, tower_directory=None):
    """The bundle's `preprocessing`; CheckpointError for steps that are unknown or do not give the tower's size.

    Anyres models resize the base view to a square whatever its shape, plain ones keep the aspect and crop or pad, as
    the processor says.
    """
    raw = config.pixels or processor_config(directory, config, tower_directory)
    for step in ("do_resize", "do_rescale", "do_normalize"):
        if not raw.get(step, True):
            raise CheckpointError(f"The image processor of {directory} has {step} false.",
                                  "Known are processors that resize, rescale and normalise.")
    side, resample = config.tower.image, raw.get("resample", BICUBIC)
    if resample not in FILTERS:
        raise CheckpointError(f"The image processor of {directory} resamples with filter {resample}.",
                              "Known are 3, bicubic, and 1, Lanczos.")
    geometry = whole_view(raw) if config.family == "smolvlm" else base_view(raw, config)
    size, crop = geometry["resize"]["size"], geometry.pop("crop")
    if crop != side or size < crop:
        raise CheckpointError(
            f"The image processor of {directory} gives {min(crop, size)} px and the vision tower takes {side} px.",
            ADVICE)
    return {**geometry, "crop": {"height": side, "width": side}, "resample": FILTERS[resample],
            "rescale": raw.get("rescale_factor", 1 / 255), "mean": raw["image_mean"], "std": raw["image_std"]}


def base_view(raw, config):
    """Pad, resize and side of the crop of the base view, or of the only one."""
    side = config.tower.image
    mode, size = resize(raw, side)
    if config.anyres is not None:
        mode = "exact"
    pads = config.anyres is None and raw.get("do_pad", False)
    return {"pad": mean_colour(raw["image_mean"]) if pads else None, "resize": {"mode": mode, "size": size},
            "crop": cropped(raw, side) if mode == "shortest-edge" else size}


def mean_colour(mean):
    """What makes an image a square."""
    return {"mode": "square", "colour": [int(255 * m) for m in mean]}


def whole_view(raw):
    """The same of SmolVLM's whole view. It is made of the image after steps of its own: the long side gets a length,
    then, where the image is cut into tiles, both sides are extended to whole tiles.

    The processor's `do_pad` is about batches. CheckpointError for sizes that are not understood.
    """
    longest, tile = (raw[name].get("longest_edge") if isinstance(raw[name], dict) else None
                     for name in ("size", "max_image_size"))
    if not all(isinstance(size, int) and 0 < size <= MOST for size in (longest, tile)):
        raise CheckpointError(f"The image processor resizes to {raw['size']} and cuts tiles of"
                              f" {raw['max_image_size']}.", f"Known are longest_edge of {MOST} px at most in both.")
    tiles = [{"mode": "multiple", "size": tile}] if raw["do_image_splitting"] else []
    return {"resizeFirst": [{"mode": "longest-edge", "size": longest}, *tiles], "pad": None,
            "resize": {"mode": "exact", "size": tile}, "crop": tile}


def processor_config(directory, config, tower_directory):
    """The processor's settings, completed by what its kind of tower is trained with."""
    if config.original:
        raw = stored(directory) or (optional_json(tower_directory / "preprocessor_config.json") if tower_directory else {})
    else:
        raw = required(directory)
    if config.family == "smolvlm":
        return {**SMOLVLM, **raw}
    siglip = "siglip" in str(raw.get("image_processor_type", "" if config.tower.has_cls else "siglip")).lower()
    return {**(SIGLIP if siglip else CLIP), **raw}


def stored(directory):
    """The settings as they lie in a directory; empty where they do not."""
    # The order in which the reference implementation reads them, where both are there and disagree.
    return (optional_json(directory / "processor_config.json").get("image_processor")
            or optional_json(directory / "preprocessor_config.json"))


def required(directory):
    """The same; CheckpointError where there are none."""
    raw = stored(directory)
    if not raw:
        raise CheckpointError(f"{directory} has no preprocessor_config.json.",
                              "Download it too: it says how images become pixels.")
    return raw


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
