"""LLaVA-1.5, LLaVA-NeXT and LLaVA-OneVision of vLLM that keep a part of the visual tokens.

    vllm serve llava-hf/llava-1.5-7b-hf --hf-overrides '{
      "architectures": ["TokenQuarryLlavaForConditionalGeneration"],
      "tokenquarry": {"codebook": "codebooks/codebook-v1", "keep": 0.2}}'

Settings in `tokenquarry`: codebook, the folder of an export; keep or k, rule and rounding as of `Choice`. A request
cannot change them. Placeholders are laid out for exactly the tokens that stay, and positions are consecutive.
"""
import functools
import logging
from dataclasses import replace

import numpy as np
from transformers.models.llava_next.modeling_llava_next import get_anyres_image_grid_shape
from vllm.model_executor.models.llava import (
    LlavaDummyInputsBuilder, LlavaForConditionalGeneration, LlavaMultiModalProcessor, LlavaProcessingInfo)
from vllm.model_executor.models.llava_next import (
    LlavaNextForConditionalGeneration, LlavaNextMultiModalProcessor, LlavaNextProcessingInfo)
from vllm.model_executor.models.llava_onevision import (
    LlavaOnevisionDummyInputsBuilder, LlavaOnevisionForConditionalGeneration, LlavaOnevisionMultiModalProcessor,
    LlavaOnevisionProcessingInfo)
from vllm.multimodal import MULTIMODAL_REGISTRY

from tokenquarry_serving.codebook import load
from tokenquarry_serving.errors import ServingError
from tokenquarry_serving.files import AGAIN
from tokenquarry_serving.llava import newlines
from tokenquarry_serving.packing import Choice, require_space

logger = logging.getLogger("vllm.tokenquarry")


def choice_of(config):
    """The choice that the model's configuration asks for."""
    settings = getattr(config, "tokenquarry", None)
    known = ("codebook", "keep", "k", "rule", "rounding")
    if not isinstance(settings, dict) or not isinstance(settings.get("codebook"), str) or \
            not all(name in known and isinstance(value, (str, int, float)) for name, value in settings.items()):
        raise ServingError("settings-invalid", f"The settings in hf_overrides.tokenquarry are {settings}.",
                           f"Give codebook, the folder of an export, and of {', '.join(known[1:])} what you need.")
    choice = loaded(**settings)
    require_space(choice.codebook, config.text_config.hidden_size)
    if choice.codebook.digest is None:
        raise ServingError("export-damaged", f"The contract of {settings['codebook']} has no contentDigest.", AGAIN)
    return choice


@functools.lru_cache(maxsize=4)
def loaded(codebook, **settings):
    return Choice(load(codebook), **settings)


def side_of(config):
    """Rows and columns of the tokens of a whole image."""
    return config.vision_config.image_size // config.vision_config.patch_size


class PrunedInfo:
    """Lays out as many placeholders as tokens stay."""

    def get_num_image_tokens(self, *, image_width, image_height):
        length = super().get_num_image_tokens(image_width=image_width, image_height=image_height)
        config = self.get_hf_config()
        side = side_of(config)
        rows = self.rows(config, side, image_width, image_height)
        width = (length - side * side) // rows if rows else 0
        ends = [side * side + (row + 1) * width - 1 for row in range(rows)]
        return choice_of(config).size(length, side, ends)

    def rows(self, config, side, image_width, image_height):
        """Rows of the stitched tiles."""
        return 0


class PrunedTilesInfo(PrunedInfo):

    def rows(self, config, side, image_width, image_height):
        tiles = get_anyres_image_grid_shape(
            (image_height, image_width), config.image_grid_pinpoints, config.vision_config.image_size)
        return self._get_num_unpadded_features(
            original_height=image_height, original_width=image_width, npatches=side, num_patch_height=tiles[0],
            num_patch_width=tiles[1])[1]


class PrunedProcessor:
    """Tells images that were pruned in another way apart, in all caches of vLLM."""

    def _get_mm_hashes(self, inputs):
        choice = choice_of(self.info.get_hf_config())
        key = {"codebook": choice.codebook.digest, "rule": choice.rule, "keep": choice.keep, "k": choice.k,
               "rounding": choice.rounding}
        return super()._get_mm_hashes(
            replace(inputs, hf_processor_mm_kwargs={**inputs.hf_processor_mm_kwargs, "tokenquarry": key}))


class PrunedModel:
    """Drops tokens behind the projector. Precomputed embeddings of images are taken as they are."""

    def __init__(self, *, vllm_config, prefix=""):
        super().__init__(vllm_config=vllm_config, prefix=prefix)
        self.choice = choice_of(self.config)

    def _process_image_input(self, image_input):
        images = super()._process_image_input(image_input)
        return images if image_input["type"] == "image_embeds" else [self.pruned(image) for image in images]

    def pruned(self, image):
        ends = newlines(image, getattr(self, "image_newline", None))
        tokens = image.float().cpu().numpy()
        broken = ~np.isfinite(tokens).all(1)
        if broken.any():
            # An exception here would end the server, and not this request only.
            logger.warning("%d tokens of an image hold NaN or infinity, and count as zero vectors. See why the model "
                           "gives that.", broken.sum())
            tokens[broken] = 0
        return image[self.choice.places(tokens, side_of(self.config), ends)]


class PrunedLlavaInfo(PrunedInfo, LlavaProcessingInfo):
    pass


class PrunedLlavaNextInfo(PrunedTilesInfo, LlavaNextProcessingInfo):
    pass


class PrunedLlavaOnevisionInfo(PrunedTilesInfo, LlavaOnevisionProcessingInfo):
    pass


class PrunedLlavaProcessor(PrunedProcessor, LlavaMultiModalProcessor):
    pass


class PrunedLlavaNextProcessor(PrunedProcessor, LlavaNextMultiModalProcessor):
    pass


class PrunedLlavaOnevisionProcessor(PrunedProcessor, LlavaOnevisionMultiModalProcessor):
    pass


@MULTIMODAL_REGISTRY.register_processor(
    PrunedLlavaProcessor, info=PrunedLlavaInfo, dummy_inputs=LlavaDummyInputsBuilder)
class PrunedLlava(PrunedModel, LlavaForConditionalGeneration):
    pass


@MULTIMODAL_REGISTRY.register_processor(
    PrunedLlavaNextProcessor, info=PrunedLlavaNextInfo, dummy_inputs=LlavaDummyInputsBuilder)
class PrunedLlavaNext(PrunedModel, LlavaNextForConditionalGeneration):
    pass


@MULTIMODAL_REGISTRY.register_processor(
    PrunedLlavaOnevisionProcessor, info=PrunedLlavaOnevisionInfo, dummy_inputs=LlavaOnevisionDummyInputsBuilder)
class PrunedLlavaOnevision(PrunedModel, LlavaOnevisionForConditionalGeneration):
    pass
