"""Tiny random checkpoints of the three families, as transformers loads them, and batches for them."""
import pathlib

import numpy as np

from tokenquarry_serving import Codebook

CHECKPOINTS = pathlib.Path(__file__).parents[2] / "tests" / "resources" / "checkpoints"
NAMES = ("llava-tiny", "llava-next-tiny", "onevision-tiny")
# Height and width: one that is cropped, a square, and one so large that OneVision shrinks its grid.
SIZES = ((70, 90), (56, 56), (250, 230))

try:
    import torch
    from PIL import Image
    from transformers import AutoModelForImageTextToText, AutoProcessor
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.set_num_threads(1)
    MISSING = None
except ImportError as missing:
    MISSING = f"SKIPPED: {missing.name} is not installed"


def model(name, dtype="float32"):
    return AutoModelForImageTextToText.from_pretrained(CHECKPOINTS / name, dtype=dtype).eval()


def processor(name, loaded):
    """The checkpoint's own, told what its files leave open."""
    tokens = {"num_image_tokens": 16} if name == "onevision-tiny" else {"num_additional_image_tokens": 1}
    return AutoProcessor.from_pretrained(
        CHECKPOINTS / name, patch_size=14, padding_side="left",
        vision_feature_select_strategy=loaded.config.vision_feature_select_strategy, **tokens)


def images():
    source = np.random.default_rng(7)
    return [Image.fromarray(source.integers(0, 255, (*size, 3), dtype=np.uint8)) for size in SIZES]


def inputs(process, prompts):
    """prompts: of each the text and its images."""
    return process(text=[text for text, _ in prompts], images=[shown for _, shown in prompts], return_tensors="pt",
                   padding=True)


def batches():
    """Prompts of different lengths: of one image, of two beside each other, of two apart."""
    first, second, third = images()
    return [("USER: <image>\nwhat is this ASSISTANT:", [first]),
            ("USER: <image><image>\nwhat ASSISTANT:", [second, third]),
            ("<image> and <image>", [third, first])]


def codebook(loaded, seed=3, count=5):
    width = loaded.config.get_text_config().hidden_size
    return Codebook(np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32))
