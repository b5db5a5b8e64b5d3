"""What the exporter does differently for families: the tower's input, its modules, and their sizes."""
from checkpoint import build as llava_build
from checkpoint import qwen_build
from checkpoint.errors import CheckpointError
from checkpoint.manifest import qwen_sizes, sizes
from checkpoint.preprocessing import mean_colour, preprocessing
from checkpoint.qwen_config import QwenConfig
from checkpoint.qwen_preprocessing import sized


def prepared(options, config):
    """The config, with the size of golden images, and the bundle's `preprocessing`."""
    if isinstance(config, QwenConfig):
        if options.square_pad:
            raise nothing_to_pad()
        if options.image_size and (options.min_pixels or options.max_pixels):
            raise CheckpointError("Images of one size have no bounds.",
                                  "Give --image-size, or --min-pixels and --max-pixels.")
        return sized(config, options)
    if options.min_pixels or options.max_pixels:
        raise CheckpointError("The vision tower takes images of one size only.",
                              "Leave out --min-pixels and --max-pixels.")
    if options.image_size not in (None, config.tower.image):
        raise CheckpointError(f"The vision tower takes images of {config.tower.image} px only.",
                              "Leave out --image-size.")
    steps = preprocessing(options.checkpoint, config, options.tower)
    if options.square_pad and steps["pad"] is None:
        if steps["resize"]["mode"] != "shortest-edge":
            raise nothing_to_pad()
        steps["pad"] = mean_colour(steps["mean"])
    return config, steps


def nothing_to_pad():
    """The error of a choice that models without a crop do not have."""
    return CheckpointError("The model's processor crops no images, so there is nothing that padding would keep.",
                           "Leave out --square-pad.")


def build(config, tensors, dtype, fused):
    """The modules `vision` and `decoder` with weights, and the name of the layout."""
    parts = qwen_build if isinstance(config, QwenConfig) else llava_build
    return parts.build(config, tensors, dtype, fused)


def described(config, modules, fused):
    """The manifest's sizes."""
    if isinstance(config, QwenConfig):
        return qwen_sizes(config, qwen_build.geometry(config, fused))
    return sizes(config, llava_build.vision_config(config, fused), modules)
