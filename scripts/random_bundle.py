#!/usr/bin/env python3
"""Writes a model bundle with random weights, of the shape of larger models, to measure engines on.

Examples:
  scripts/random_bundle.py --hidden 1024 --layers 12 --grid 24 --out /tmp/large
  # The sizes of LLaVA-1.5-7B, drawn on a GPU
  scripts/random_bundle.py --hidden 4096 --layers 32 --head 128 --mlp 11008 --tower-width 1024 --tower-layers 23 \\
    --dtype float16 --attention auto --device cuda --out /tmp/7b

Needs torch 1.13 or newer; --device needs 2.0.
"""
import argparse
import contextlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("torch")

import torch  # noqa: E402

from vlm.bundle import write_bundle  # noqa: E402
from vlm.decoder import Decoder, DecoderConfig  # noqa: E402
from vlm.projector import MlpProjector  # noqa: E402
from vlm.tokenizer import ASSISTANT, BOS, EOS, IMAGE, PAD, USER, WordTokenizer  # noqa: E402
from vlm.vision import VisionConfig, VisionEncoder, VisionTower  # noqa: E402

PATCH = 14
HEAD = 64
MOST_TOWER_LAYERS = 12
QUESTION = "what does this image show ?"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hidden", type=int, default=1024, help="width, a multiple of 64 (default %(default)s)")
    parser.add_argument("--layers", type=int, default=12, help="decoder layers (default %(default)s)")
    parser.add_argument("--grid", type=int, default=24, help="rows and columns of visual tokens (default %(default)s)")
    parser.add_argument("--vocabulary", type=int, default=32000, help="tokens known (default %(default)s)")
    parser.add_argument("--mlp", type=int, default=0, help="SwiGLU width (default: 8/3 of the width, as Llama)")
    parser.add_argument("--head", type=int, default=HEAD, help="width of a decoder's head (default %(default)s)")
    parser.add_argument("--tower-width", type=int, default=0,
                        help="width of the tower, a multiple of 64 (default: the decoder's)")
    parser.add_argument("--tower-layers", type=int, default=0,
                        help=f"layers of the tower (default: the decoder's, {MOST_TOWER_LAYERS} at most)")
    parser.add_argument("--attention", choices=["auto", "plain"], default="plain",
                        help="auto: fused where this torch has it, as export_model.py does (default %(default)s)")
    parser.add_argument("--question", default=QUESTION,
                        help="words of the prompt behind the image (default: %(default)s)")
    parser.add_argument("--device", default="cpu",
                        help="where the weights are drawn, such as cuda (default %(default)s)")
    parser.add_argument("--dtype", default="float32", choices=["float32", "float16", "bfloat16"])
    parser.add_argument("--seed", type=int, default=1, help="seed of the weights (default %(default)s)")
    parser.add_argument("--out", required=True, help="directory of the bundle")
    options = parser.parse_args()
    options.tower_width = options.tower_width or options.hidden
    options.tower_layers = options.tower_layers or min(options.layers, MOST_TOWER_LAYERS)
    for name, width, head in (("hidden", options.hidden, options.head), ("tower-width", options.tower_width, HEAD)):
        if width % head:
            parser.error(f"--{name} {width} is no multiple of {head}, the width of a head")
    return options


def modules(options):
    """Encoder and decoder with random weights, and their configurations."""
    torch.manual_seed(options.seed)
    side = options.grid * PATCH
    heads = options.hidden // options.head
    mlp = options.mlp or options.hidden * 8 // 3 // 32 * 32
    fused = options.attention == "auto" and hasattr(torch.nn.functional, "scaled_dot_product_attention")
    vision = VisionConfig(height=side, width_px=side, patch=PATCH, width=options.tower_width,
                          layers=options.tower_layers, heads=options.tower_width // HEAD, mlp=4 * options.tower_width,
                          fused=fused)
    language = DecoderConfig(options.vocabulary, width=options.hidden, layers=options.layers, heads=heads,
                             kv_heads=heads, head_dim=options.head, mlp=mlp, fused=fused)
    # Norms that are far from 1 would hide differences; plain initialisation keeps states of order 1.
    with torch.device(options.device) if options.device != "cpu" else contextlib.nullcontext():
        encoder = VisionEncoder(VisionTower(vision), MlpProjector(vision.width, options.hidden, options.hidden))
        decoder = Decoder(language)
    dtype = getattr(torch, options.dtype)
    return encoder.to(dtype).to("cpu").eval(), decoder.to(dtype).to("cpu").eval(), vision, language


def main():
    options = arguments()
    encoder, decoder, vision, language = modules(options)
    tokenizer = WordTokenizer(options.question.split())
    before = tokenizer.encode(f"{BOS} {USER}")
    after = tokenizer.encode(f"{options.question} {ASSISTANT}")
    write_bundle(options.out, encoder, decoder, tokenizer.to_json(), {
        "name": f"random-{options.hidden}x{options.layers}", "license": "none", "dtype": options.dtype,
        "imageSize": vision.height, "grid": list(vision.grid), "hidden": language.width, "layers": language.layers,
        "heads": language.heads, "kvHeads": language.kv_heads, "headDim": language.head_dim, "mlp": language.mlp,
        "vocabulary": language.vocabulary,
        "prompt": {"text": f"{BOS} {USER} {IMAGE} {options.question} {ASSISTANT}", "before": before, "after": after},
        "questionTemplate": "{question} " + ASSISTANT, "padId": tokenizer.ids[PAD], "endIds": [tokenizer.ids[EOS]],
        "imageId": tokenizer.ids[IMAGE], "firstAnswerToken": {"rule": "first", "skipIds": []},
        "vision": {"hasCls": vision.has_cls, "width": vision.width, "layer": vision.blocks, "patch": vision.patch,
                   "layers": vision.layers, "heads": vision.heads, "mlp": vision.mlp, "projector": options.hidden},
        "preprocessing": {
            "resize": {"mode": "shortest-edge", "size": vision.height},
            "crop": {"height": vision.height, "width": vision.width_px}, "pad": None,
            "resample": "bicubic", "rescale": 1 / 255, "mean": [0.5] * 3, "std": [0.5] * 3},
    })


if __name__ == "__main__":
    main()
