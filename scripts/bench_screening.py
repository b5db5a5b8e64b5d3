#!/usr/bin/env python3
"""Measures whether the experiments could be screened in bfloat16 and decided in float32.

For every token of some scenes it computes the scores in both types, takes the largest error as the margin that keeps
verdicts identical, and prints which share of the tokens that margin leaves undecided at each stage.

Example:
  scripts/tokenquarry scenes --count 8 --seed 77 --format npy --out /tmp/scenes
  scripts/bench_screening.py --scenes /tmp/scenes --images 4

Needs torch 1.13 or newer and numpy. The bundle must take the scenes' 96 px. See docs/performance.md.
"""
import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("torch", "numpy")

import numpy as np  # noqa: E402
import torch  # noqa: E402

from vlm.decoder import Decoder, DecoderConfig  # noqa: E402

BUNDLED = Path(__file__).resolve().parent.parent / "udfs/src/main/resources/bundled-model"
SINGLE_HEAD, DIVERGENCE_HEAD, GLOBAL_WEIGHT, BATCH = 50, 10, 16, 36


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", default=str(BUNDLED), help="model bundle (default: the bundled model)")
    parser.add_argument("--scenes", required=True, help="directory that `scenes --format npy` wrote")
    parser.add_argument("--images", type=int, default=4, help="scenes examined (default %(default)s)")
    parser.add_argument("--max-top1", type=float, default=0.38, help="threshold (default %(default)s)")
    parser.add_argument("--max-divergence", type=float, default=8e-6, help="threshold (default %(default)s)")
    return parser.parse_args()


def decoder(directory, manifest, dtype):
    """The bundle's decoder with its weights in a type; rotary frequencies stay float32."""
    state = torch.jit.load(str(directory / "decoder.pt")).state_dict()
    frequencies = state.pop("inverse_frequencies", None)
    config = DecoderConfig(
        manifest["vocabulary"], width=manifest["hidden"], layers=manifest["layers"], heads=manifest["heads"],
        kv_heads=manifest["kvHeads"], head_dim=manifest["headDim"], mlp=manifest["mlp"])
    module = Decoder(config)
    module.load_state_dict(state)
    kept = module.inverse_frequencies.clone() if frequencies is None else frequencies
    module = module.eval().to(dtype)
    module.inverse_frequencies = kept
    return module


def logits(module, dtype, sequences):
    """Last logits `[S, V]` float32 of sequences `[S, T, D]`."""
    first = module.layers[0]
    past = torch.zeros(len(module.layers), 1, first.kv_heads, 0, first.head_dim, dtype=dtype)
    return torch.cat([module.last_logits(part.to(dtype), past, past).float() for part in sequences.split(BATCH)])


def divergence(reference, ablated):
    """The official code's form over the head of the reference, float64."""
    head = reference.topk(min(DIVERGENCE_HEAD, reference.size(-1)), -1).indices
    p = torch.softmax(reference.gather(-1, head).double(), -1)
    q = torch.softmax(ablated.gather(-1, head).double(), -1)
    m = (p + q) / 2
    return (m * (m.log() - (p.log() + q.log()) / 2)).mean(-1)


def windows(rows, cols):
    """The nine tokens around each token, shifted inward at borders."""
    corner = [(min(max(t // cols - 1, 0), rows - 3), min(max(t % cols - 1, 0), cols - 3)) for t in range(rows * cols)]
    return [[(r + i) * cols + c + j for i in range(3) for j in range(3)] for r, c in corner]


def experiments(tokens, around, embedding, manifest):
    """Embeddings of every run on one image."""
    before, after = (embedding[torch.tensor(manifest["prompt"][side])] for side in ("before", "after"))
    pad = embedding[manifest["padId"]]

    def runs(visual):
        return torch.stack([torch.cat([before, v, after]) for v in visual])

    def without(where, removed):
        return [pad if t in removed else tokens[t] for t in where]

    everything = range(len(tokens))
    return (runs([tokens[t:t + 1] for t in everything]), runs([tokens[w] for w in around]),
            runs([torch.stack(without(w, [t])) for t, w in enumerate(around)]), runs([tokens]),
            runs([torch.stack(without(everything, w)) for w in around]))


def scores(module, dtype, sequences):
    single, region, region_without, whole, whole_without = (logits(module, dtype, s) for s in sequences)
    top1 = torch.softmax(single.topk(min(SINGLE_HEAD, single.size(-1)), -1).values.double(), -1)[:, 0]
    return torch.stack([top1, divergence(region, region_without),
                        divergence(whole.expand_as(whole_without), whole_without)])


def report(exact, low, options):
    error = (exact - low).abs()
    print(f"{'score':>10} {'median':>10} {'error: median':>14} {'95 %':>10} {'largest':>10}")
    for name, values, e in zip(("top-1", "region", "global"), exact, error):
        print(f"{name:>10} {values.median():10.2e} {e.median():14.2e} {e.quantile(0.95):10.2e} {e.max():10.2e}")
    margins = error.max(dim=1).values
    open_single = (low[0] - options.max_top1).abs() <= margins[0]
    passed = exact[0] < options.max_top1
    open_region = low[1][passed] - margins[1] < options.max_divergence
    passed = passed & (exact[1] < options.max_divergence)
    total = exact[1] + GLOBAL_WEIGHT * (low[2] - margins[2])
    open_global = total[passed] < options.max_divergence
    for name, undecided in (("single-token", open_single), ("region", open_region), ("global", open_global)):
        print(f"{name}: {100 * undecided.double().mean():.1f} % of the tokens that reach the stage stay undecided")


def main():
    options = arguments()
    directory = Path(options.bundle)
    manifest = json.loads((directory / "bundle.json").read_text(encoding="utf-8"))
    vision = torch.jit.load(str(directory / "vision.pt"))
    images = np.load(Path(options.scenes) / "images.npy", mmap_mode="r")[:options.images]
    types = (torch.float32, torch.bfloat16)
    modules = {dtype: decoder(directory, manifest, dtype) for dtype in types}
    found = {dtype: [] for dtype in types}
    around = windows(*manifest["grid"])
    with torch.no_grad():
        for image in images:
            pixels = torch.from_numpy((image.astype(np.float32) / 255 - 0.5) / 0.5).permute(2, 0, 1)
            tokens = vision(pixels.unsqueeze(0).contiguous())[0][0]
            sequences = experiments(tokens, around, modules[torch.float32].embedding.weight, manifest)
            for dtype in types:
                found[dtype].append(scores(modules[dtype], dtype, sequences))
    report(*(torch.cat(found[dtype], dim=1) for dtype in types), options)


if __name__ == "__main__":
    main()
