"""The pruned answer as simple as can be: one prompt at a time, no padding, no cache, no generate()."""
import torch


def newline_places(model, inputs):
    """For each image the places of its newlines, from the model's own packing of numbers instead of features."""
    core = model.model
    if not hasattr(core, "image_newline"):
        return [[] for _ in inputs["pixel_values"]]
    features = [torch.zeros(len(image), 16, 2) for image in tiles(model, inputs)]
    ends = torch.full((2,), -1.0)
    kind = model.config.model_type
    arguments = {"vision_feature_select_strategy": "full"} if kind == "llava_next" else {}
    packed, _ = core.pack_image_features(features, inputs["image_sizes"], image_newline=ends, **arguments)
    return [(image[:, 0] == -1).nonzero()[:, 0].tolist() for image in packed]


def tiles(model, inputs):
    """The views of each image; padding views are all 0, others are not."""
    counts = inputs.get("batch_num_images")
    alone = [True] * len(inputs["pixel_values"]) if counts is None else [n == 1 for n in counts for _ in range(n)]
    return [[view for view in image if view.any()] if cut else [image[0]]
            for image, cut in zip(inputs["pixel_values"], alone)]


@torch.no_grad()
def answer(model, inputs, kept, positions, steps):
    """Logits [steps, V] and ids [steps] of greedy decoding for a batch of one prompt.

    kept: places that stay of each image.
    """
    ids = inputs["input_ids"][0]
    given = {name: inputs[name] for name in ("pixel_values", "image_sizes", "batch_num_images") if name in inputs}
    features = torch.cat(list(model.get_image_features(**given).pooler_output))
    lengths = [len(each) for each in model.get_image_features(**given).pooler_output]
    stay = [start + place for start, places in zip(starts(lengths), kept) for place in places]

    rows, numbers, seen = [], [], 0
    for position, token in enumerate(ids.tolist()):
        if token != model.config.image_token_id:
            rows.append(model.get_input_embeddings()(ids[position]))
        elif seen in stay:
            rows.append(features[seen])
        seen += token == model.config.image_token_id
        if token != model.config.image_token_id or seen - 1 in stay:
            numbers.append(position if positions == "original" else len(rows) - 1)

    logits, answered = [], []
    for _ in range(steps):
        count = len(rows)
        causal = torch.full((count, count), torch.finfo(torch.float32).min).triu(1)[None, None]
        states = model.model.language_model(
            inputs_embeds=torch.stack(rows)[None], position_ids=torch.tensor([numbers]), attention_mask=causal,
            use_cache=False).last_hidden_state
        logits.append(model.lm_head(states[0, -1]))
        answered.append(int(logits[-1].argmax()))
        rows.append(model.get_input_embeddings()(torch.tensor(answered[-1])))
        numbers.append(numbers[-1] + 1)
    return torch.stack(logits), answered


def starts(lengths):
    return [sum(lengths[:i]) for i in range(len(lengths))]
