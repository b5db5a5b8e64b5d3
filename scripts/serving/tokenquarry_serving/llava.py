"""Drops visual tokens of LLaVA-1.5, LLaVA-NeXT and LLaVA-OneVision of transformers before the language model sees them.

    from tokenquarry_serving import load
    from tokenquarry_serving.llava import prune

    pruned = prune(model, load("codebooks/codebook-v1"), processor(images=images, text=prompts, ...), keep=0.2)
    model.generate(**pruned.inputs)
"""
from dataclasses import dataclass

import torch

from tokenquarry_serving.errors import ServingError
from tokenquarry_serving.packing import Choice, require_space

FAMILIES = ("llava", "llava_next", "llava_onevision")
POSITIONS = ("original", "compacted")
OF_IMAGES = ("pixel_values", "image_sizes", "batch_num_images")
# Some processors add these; the three families do not read them.
UNREAD = ("token_type_ids", "mm_token_type_ids")


@dataclass(frozen=True)
class Pruned:
    """What `generate`, or the model itself, is called with.

    inputs: `inputs_embeds [B, S, D]`, `attention_mask [B, S]` and `position_ids [B, S]`, padded on the left.
    input_ids: [B, S], the ids of what stayed; `generate` returns only new tokens, unless it is given these, too.
    kept: for each image, in the order of the prompts, the places [k] of its tokens that stayed, ascending.
    """

    inputs: dict
    input_ids: torch.Tensor
    kept: list


@torch.no_grad()
def prune(model, codebook, inputs, *, keep=None, k=None, rule="codebook", rounding="tokenquarry", positions="original"):
    """Encodes the images of a batch and drops tokens that are redundant.

    model: `LlavaForConditionalGeneration`, `LlavaNextForConditionalGeneration` or
    `LlavaOnevisionForConditionalGeneration`. inputs: what its processor gave, padded on either side, with any number of
    images a prompt. keep: share of the tokens of each view, in (0, 1], rounded as `rounding` says; or k: how many of
    each image. rule: as of `Codebook.keep`. positions: `original`, each token has the position that it would have had,
    and answers go on behind that; `compacted`, positions are consecutive.

    Views are the whole image, and its tiles, stitched to one grid; k is of both together. The newlines that end rows
    of tiles always stay, and are not counted. Raises ServingError for bad input.
    """
    require(model, inputs, positions)
    require_space(codebook, model.config.get_text_config().hidden_size)
    choice = Choice(codebook, keep, k, rule, rounding)
    ids = inputs["input_ids"]
    present = inputs.get("attention_mask")
    present = torch.ones_like(ids, dtype=torch.bool) if present is None else present.to(ids.device).bool()
    images = encoded(model, inputs)
    image_places = places_of_images(ids == model.config.image_token_id, images)
    kept = [chosen(model, choice, image) for image in images]

    embeds = model.get_input_embeddings()(ids)
    stays = present.clone()
    flat_embeds, flat_stays = embeds.view(-1, embeds.shape[-1]), stays.view(-1)
    for image, places, left in zip(images, image_places, kept):
        flat_embeds[places] = image.to(embeds)
        flat_stays[places] = False
        flat_stays[places[torch.from_numpy(left).to(places.device)]] = True
    order, mask = padded_left(stays)
    counted = present if positions == "original" else stays
    numbers = (counted.long().cumsum(-1) - 1).gather(1, order)
    return Pruned(
        {
            "inputs_embeds": embeds.gather(1, order[..., None].expand(-1, -1, embeds.shape[-1])),
            "attention_mask": mask.long(),
            "position_ids": numbers.masked_fill(~mask, 0),
        },
        ids.gather(1, order), kept)


def require(model, inputs, positions):
    """All that can be said before an image is encoded."""
    family = getattr(model.config, "model_type", None)
    if family not in FAMILIES:
        raise ServingError("model-unsupported", f"The model is of the type {family}.",
                           f"Use one of {', '.join(FAMILIES)}.")
    if positions not in POSITIONS:
        raise ServingError("positions-unknown", f"There are no positions {positions}.",
                           f"Choose from {', '.join(POSITIONS)}.")
    unknown = [name for name in inputs if name not in ("input_ids", "attention_mask", *OF_IMAGES, *UNREAD)]
    if "input_ids" not in inputs or unknown:
        raise ServingError("inputs-unknown", f"The inputs are {', '.join(inputs)}.",
                           "Give what the processor makes of texts and images; videos are not supported.")


def encoded(model, inputs):
    """The packed tokens [L, D] of each image, as the model would put them between the texts."""
    given = {name: inputs[name] for name in OF_IMAGES if inputs.get(name) is not None}
    return list(model.get_image_features(**given).pooler_output) if "pixel_values" in given else []


def places_of_images(placeholders, images):
    """Where the tokens of each image are in the flattened batch: placeholders in their order, as in the model."""
    lengths = [len(image) for image in images]
    rows = placeholders.sum(1).tolist()
    ends = {0, *torch.tensor(lengths, dtype=torch.long).cumsum(0).tolist()}
    if sum(rows) != sum(lengths) or not ends.issuperset(torch.tensor(rows).cumsum(0).tolist()):
        raise ServingError("placeholders-differ",
                           f"The prompts have {rows} places for images, and the images {lengths} tokens.",
                           "Make text and images with one call of the processor.")
    return placeholders.flatten().nonzero()[:, 0].split(lengths)


def chosen(model, choice, image):
    """The places of one image that stay."""
    side = model.config.vision_config.image_size // model.config.vision_config.patch_size
    newline = getattr(model.model, "image_newline", None)
    return choice.places(image.float().cpu().numpy(), side, newlines(image, newline))


def newlines(image, newline):
    """The places of the newline [D], if the model has one, among packed tokens [L, D]."""
    return [] if newline is None else (image == newline.to(image)).all(1).nonzero()[:, 0].tolist()


def padded_left(stays):
    """Where each place [B, S] takes its token from, S being the most that stay in a row, and a mask of those taken."""
    counts = stays.sum(1)
    # Stable: what stays keeps its order, behind what does not.
    order = stays.long().argsort(dim=1, stable=True)[:, stays.shape[1] - int(counts.max()):]
    return order, stays.gather(1, order)
