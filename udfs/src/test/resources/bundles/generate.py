"""Writes the random bundles of the tests and what eager torch says they compute.

Usage, from the repository root: PYTHONPATH=scripts python3 udfs/src/test/resources/bundles/generate.py
"""
import hashlib
import json
from decimal import Decimal
from pathlib import Path

import torch

from vlm.bundle import write_bundle
from vlm.decoder import Decoder, DecoderConfig
from vlm.projector import MlpProjector
from vlm.tokenizer import ASSISTANT, BOS, EOS, IMAGE, PAD, USER, WordTokenizer
from vlm.vision import VisionConfig, VisionEncoder, VisionTower

HERE = Path(__file__).parent
SIZES = {"width": 16, "layers": 2, "heads": 2, "kv_heads": 1, "head_dim": 8, "mlp": 24}
QUESTION = "what does this image show ?"
WORDS = (QUESTION + " which colour has the main object is there a red green blue circle square star"
         " how many objects are left right of above below one two three").split()
IDENTITY = ["dtype", "endIds", "files", "firstAnswerToken", "grid", "headDim", "hidden", "imageSize", "kvHeads",
            "layers", "padId", "preprocessing", "prompt", "questionTemplate", "vision", "vocabulary"]


def pixels(count, size):
    """Exact in float32: the tests compute the same numbers."""
    index = torch.arange(3 * size * size)
    return torch.stack([((index * 37 + image * 11) % 101).float() / 50 - 1 for image in range(count)]).view(
        count, 3, size, size)


def model_digest(directory):
    """As `docs/model-bundle.md` defines it."""
    raw = json.loads((directory / "bundle.json").read_text(encoding="utf-8"), parse_float=Decimal)
    kept = {key: raw[key] for key in IDENTITY}
    kept["prompt"] = {key: raw["prompt"][key] for key in ("before", "after")}
    kept["vision"] = {key: raw["vision"][key] for key in ("hasCls", "width", "layer")}
    return hashlib.sha256(canonical(kept).encode()).hexdigest()


def canonical(value):
    if isinstance(value, dict):
        return "{" + ",".join(json.dumps(k) + ":" + canonical(value[k]) for k in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(v) for v in value) + "]"
    if isinstance(value, Decimal):
        return str(value.normalize())
    return json.dumps(value, ensure_ascii=False)


def flat(tensor):
    return [float(f"{v:.8g}") for v in tensor.reshape(-1).tolist()]


def expected(directory, encoder, decoder, config, before, after):
    images = pixels(2, config.height)
    empty = torch.zeros(2, 1, decoder.layers[0].kv_heads, 0, decoder.layers[0].head_dim)
    with torch.no_grad():
        tokens, cosine, features, attention = encoder.features(images)
        prefix = torch.cat([decoder.embed(torch.tensor(before)), tokens[0]]).unsqueeze(0)
        logits, keys, values = decoder(prefix, empty, empty)
        question = decoder.embed(torch.tensor(after)).unsqueeze(0)
        continued = decoder(question, keys, values)[0]
        batch = torch.stack([tokens[1][i:i + 3] for i in range(3)])
        shared = decoder(batch, keys[:, :, :, :5], values[:, :, :, :5])[0]
    result = {
        "modelDigest": model_digest(directory), "tokens": flat(tokens), "clsCosine": flat(cosine),
        "features": flat(features), "clsAttention": flat(attention),
        "embedded": flat(decoder.embed(torch.tensor(before)).detach()), "prefixLogits": flat(logits),
        "keys": flat(keys), "values": flat(values), "continuedLogits": flat(continued), "sharedPastLogits": flat(shared),
        "question": QUESTION, "questionIds": after,
    }
    return json.dumps(result, indent=None) + "\n"


def make(name, seed, vision, kv_heads):
    """A random bundle, and what eager torch says of it."""
    encoder, decoder, before, after = bundle(name, seed, vision, kv_heads=kv_heads)
    (HERE / f"{name}.expected.json").write_text(
        expected(HERE / name, encoder, decoder, vision, before, after), encoding="utf-8")


def bundle(name, seed, vision, step=None, **sizes):
    """A random bundle; with `step`, its weights are multiples of it, so that the files can be compressed."""
    torch.manual_seed(seed)
    tokenizer = WordTokenizer(WORDS)
    language = DecoderConfig(len(tokenizer), **{**SIZES, **sizes})
    encoder = VisionEncoder(VisionTower(vision), MlpProjector(vision.width, 20, language.width)).eval()
    decoder = Decoder(language).eval()
    with torch.no_grad():
        for parameter in [*encoder.parameters(), *decoder.parameters()]:
            if parameter.dim() > 1:
                parameter.mul_(1.5)
                if step:
                    parameter.copy_((parameter / step).round() * step)
    before = tokenizer.encode(f"{BOS} {USER}")
    after = tokenizer.encode(f"{QUESTION} {ASSISTANT}")
    manifest = {
        "name": name, "license": "Apache-2.0", "dtype": "float32", "imageSize": vision.height,
        "grid": list(vision.grid), "hidden": language.width, "layers": language.layers, "kvHeads": language.kv_heads,
        "headDim": language.head_dim, "heads": language.heads, "mlp": language.mlp, "vocabulary": len(tokenizer),
        "prompt": {"text": f"{BOS} {USER} {IMAGE} {QUESTION} {ASSISTANT}", "before": before, "after": after},
        "questionTemplate": "{question} " + ASSISTANT, "padId": tokenizer.ids[PAD], "endIds": [tokenizer.ids[EOS]],
        "imageId": tokenizer.ids[IMAGE], "firstAnswerToken": {"rule": "first", "skipIds": []},
        "vision": {"hasCls": vision.has_cls, "width": vision.width, "layer": vision.blocks, "patch": vision.patch,
                   "layers": vision.layers, "heads": vision.heads, "mlp": vision.mlp, "projector": 20},
        "preprocessing": {
            "resize": {"mode": "shortest-edge", "size": vision.height},
            "crop": {"height": vision.height, "width": vision.width_px}, "pad": None,
            "resample": "bicubic", "rescale": 1 / 255, "mean": [0.5] * 3, "std": [0.5] * 3},
    }
    directory = HERE / name
    write_bundle(directory, encoder, decoder, tokenizer.to_json(), manifest)
    return encoder, decoder, before, after


if __name__ == "__main__":
    sizes = dict(height=24, width_px=24, patch=6, width=12, layers=2, heads=2, mlp=24)
    make("tiny", 1, VisionConfig(**sizes), kv_heads=1)
    make("tiny-no-cls", 2, VisionConfig(**sizes, has_cls=False), kv_heads=2)
    # Embeddings as wide as those of a model of 7B.
    bundle("wide", 3, VisionConfig(**sizes), step=1 / 32, width=4096, layers=1, mlp=8)
