"""The golden numbers of a bundle: fixed inputs and what eager torch computes from them (docs/model-bundle.md)."""
import copy
from contextlib import contextmanager

import numpy as np
import torch
from torch import nn

from checkpoint.progress import progress
from vlm.placed import positions

SEED = 0
MULTIPLIER = 2654435761
TOLERANCE = 1e-4
LEAST_TOLERANCE_16 = 1e-3
OUTPUTS = ("visualTokens", "clsCosine", "vitFeatures", "clsAttention")
PAD = -1


class ConvertedLayers(nn.ModuleList):
    """Layers that are copied to another type one at a time while they are gone through."""

    def __init__(self, layers, dtype):
        super().__init__(layers)
        self.dtype = dtype

    def __iter__(self):
        for number, layer in enumerate(super().__iter__(), 1):
            progress.tell(f"Computing golden numbers in {self.dtype}, layer {number} of {len(self)}")
            yield copy.deepcopy(layer).to(self.dtype)


@contextmanager
def converted(decoder, dtype):
    """Within it an eager decoder computes in another type than its weights have, holding one layer of it at a time."""
    kept = decoder.layers, decoder.norm, decoder.head
    try:
        decoder.layers = ConvertedLayers(decoder.layers, dtype)
        decoder.norm, decoder.head = (copy.deepcopy(module).to(dtype) for module in (decoder.norm, decoder.head))
        yield decoder
    finally:
        decoder.layers, decoder.norm, decoder.head = kept


def pixels(size):
    """The golden pixels `[1, 3, size, size]` in [-1, 1), exact in float32."""
    index = torch.arange(3 * size * size, dtype=torch.int64) + SEED
    fraction = ((index * MULTIPLIER) % 2 ** 32).double() / 2 ** 32
    return ((fraction - 0.5) * 2).float().view(1, 3, size, size)


def window(rows, cols):
    """Indices of the 3 x 3 window in the middle of a grid (fewer rows or columns on a smaller grid), and its centre."""
    top, left = max(0, min(rows // 2 - 1, rows - 3)), max(0, min(cols // 2 - 1, cols - 3))
    region = [r * cols + c for r in range(top, min(top + 3, rows)) for c in range(left, min(left + 3, cols))]
    return region, rows // 2 * cols + cols // 2


def visuals(rows, cols):
    """The cases: name and what stands for the image, an index of a visual token or PAD."""
    region, centre = window(rows, cols)
    full = list(range(rows * cols))
    return {
        "full": full, "single": [centre], "region": region,
        "region_center_pad": [PAD if k == centre else k for k in region],
        "full_region_pad": [PAD if k in region else k for k in full],
    }


def places(rows, cols):
    """The tokens in whose places each case's tokens stand, padded ones too, by name."""
    cases = visuals(rows, cols)
    return {**cases, "region_center_pad": cases["region"], "full_region_pad": cases["full"]}


def placed(manifest, name):
    """The positions of a case as the last argument of the decoder's methods; nothing where they are a count."""
    if "positions" not in manifest:
        return []
    prompt, grid = manifest["prompt"], manifest["grid"]
    return [positions(len(prompt["before"]), places(*grid)[name], len(prompt["after"]), grid)]


def sequences(decoder, tokens, manifest, names):
    """Embeddings `[1, T, D]` of the named cases from visual tokens `[N, D]`."""
    before, after, pad = (decoder.embed(torch.tensor(ids, dtype=torch.int64)) for ids in (
        manifest["prompt"]["before"], manifest["prompt"]["after"], [manifest["padId"]]))
    for name, chosen in visuals(*manifest["grid"]).items():
        if name in names:
            image = torch.stack([pad[0] if k == PAD else tokens[k] for k in chosen])
            yield name, torch.cat([before, image, after]).unsqueeze(0)


def encode(encoder, manifest):
    """Outputs of the encoder on the golden pixels, by name."""
    return dict(zip(OUTPUTS, encoder.features(pixels(manifest["imageSize"]))))


def answer(decoder, outputs, manifest, names):
    """The last logits `[V]` of the named cases, by name."""
    empty = torch.zeros(manifest["layers"], 1, manifest["kvHeads"], 0, manifest["headDim"])
    logits = {}
    for name, x in sequences(decoder, outputs["visualTokens"][0], manifest, names):
        progress.tell(f"Computing golden numbers of the case {name}")
        logits[name] = decoder.last_logits(x, empty, empty, *placed(manifest, name))[0]
    return logits


def compute(encoder, decoder, manifest, names):
    """Outputs of the encoder and logits of the named cases."""
    outputs = encode(encoder, manifest)
    return outputs, answer(decoder, outputs, manifest, names)


def compute_in(dtype, modules, manifest, names):
    """`compute` in a type that the weights may not have; the converted encoder is gone before the decoder's turn."""
    if manifest["dtype"] == str(dtype).split(".")[1]:
        return compute(modules["vision"], modules["decoder"], manifest, names)
    outputs = encode(copy.deepcopy(modules["vision"]).to(dtype), manifest)
    with converted(modules["decoder"], dtype):
        return outputs, answer(modules["decoder"], outputs, manifest, names)


def summary(tensor, most=16):
    """First values, as the shortest decimals that read back as they are, and mean of a tensor."""
    flat = tensor.reshape(-1)
    return {"first": [shortest(v) for v in flat[:most].numpy()], "mean": flat.double().mean().item()}


def shortest(value):
    """The number whose decimal form is the shortest that reads back as this float32."""
    return float(str(np.float32(value)))


def deviation(found, expected):
    """Largest `abs(a - b) / max(1, abs(b))` over outputs and logits of two computations."""
    pairs = [(a[name], b[name]) for a, b in zip(found, expected) for name in a]
    return max(((a - b).abs() / b.abs().clamp(min=1.0)).max().item() for a, b in pairs)


def tolerance(modules, manifest, expected, names):
    """The tolerance and where it is from: fixed for float32, measured for 16 bits."""
    if manifest["dtype"] == "float32":
        return TOLERANCE, "fixed"
    try:
        found, share, source = compute(modules["vision"], modules["decoder"], manifest, names), 1.0, "measured"
    except RuntimeError as e:
        if "not implemented for 'Half'" not in str(e):
            raise
        found, share, source = compute_in(torch.bfloat16, modules, manifest, names), 1 / 8, "bfloat16 / 8"
    return max(LEAST_TOLERANCE_16, 4 * share * deviation(found, expected)), source


def golden(modules, manifest, measured=("single", "region", "region_center_pad")):
    """The content of `golden.json`; `measured` are the cases that 16 bits are measured on."""
    cases = visuals(*manifest["grid"])
    region, centre = window(*manifest["grid"])
    with torch.no_grad():
        expected = compute_in(torch.float32, modules, manifest, list(cases))
        logits = expected[1]
        within, source = tolerance(modules, manifest, (expected[0], {n: logits[n] for n in measured}), measured)
        newline = {"newline": summary(modules["decoder"].newline())} if "anyres" in manifest else {}
    stand = places(*manifest["grid"]) if "positions" in manifest else {}
    around = len(manifest["prompt"]["before"]) + len(manifest["prompt"]["after"])
    return {
        "tolerance": within, "toleranceOf": source, "torch": torch.__version__.split("+")[0], "pixelsSeed": SEED,
        "region": region, "regionCentre": centre, **newline,
        "vision": {name: summary(value) for name, value in expected[0].items()},
        "cases": [{"name": name, "visual": chosen, "length": around + len(chosen), "logits": summary(logits[name], 64),
                   "argmax": int(logits[name].argmax()), "maximum": shortest(logits[name].max().item()),
                   **({"places": stand[name]} if stand else {})}
                  for name, chosen in cases.items()],
    }


def disagreements(content, encoder, decoder, manifest, names=("region",)):
    """What loaded modules compute differently from `golden.json`, as texts; empty where all agrees."""
    with torch.no_grad():
        outputs, logits = compute(encoder, decoder, manifest, names)
    found = [(name, summary(value), content["vision"][name]) for name, value in outputs.items()]
    found += [(case["name"], summary(logits[case["name"]], 64), case["logits"])
              for case in content["cases"] if case["name"] in names]
    return [f"{name} differs by {worst:.2g}" for name, worst in
            ((name, distance(a, b)) for name, a, b in found) if not worst <= content["tolerance"]]


def distance(found, expected):
    """Largest `abs(a - b) / max(1, abs(b))` of two summaries."""
    pairs = [*zip(found["first"], expected["first"]), (found["mean"], expected["mean"])]
    return max(abs(a - b) / max(1.0, abs(b)) for a, b in pairs)
