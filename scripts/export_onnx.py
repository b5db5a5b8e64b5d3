#!/usr/bin/env python3
"""Copies a bundle and adds the same modules as ONNX graphs, and golden numbers of eager torch to hold both to.

Examples:
  scripts/export_onnx.py udfs/src/main/resources/bundled-model udfs/target/onnx/bundled
  scripts/random_bundle.py --hidden 512 --layers 8 --grid 12 --out /tmp/wide && scripts/export_onnx.py /tmp/wide /tmp/wide-onnx

For the spike in docs/second-engine.md only; no verb reads the graphs. Takes bundles of the plain architecture in float32:
the bundled model, its twins and those of random_bundle.py.
Seen to work with torch 1.13.0 (Debian 12), which writes ONNX by itself, and 2.13.0 with onnx 1.23.2 and its numbers alike.
"""
import argparse
import inspect
import json
import shutil
import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("torch", "numpy")

import torch  # noqa: E402

from checkpoint.golden import disagreements, golden, visuals  # noqa: E402
from vlm.bundle import canonical_json, verify_files, write_manifest  # noqa: E402
from vlm.decoder import Decoder, DecoderConfig  # noqa: E402
from vlm.projector import MlpProjector  # noqa: E402
from vlm.vision import VisionConfig, VisionEncoder, VisionTower  # noqa: E402

OPSET = 17
CACHE = {"pastKeys": {1: "pastBatch", 3: "past"}, "pastValues": {1: "pastBatch", 3: "past"}}


class Method(torch.nn.Module):
    """One method of a module as the `forward` that an ONNX graph is made of."""

    def __init__(self, module, name):
        super().__init__()
        self.module, self.name = module, name

    def forward(self, *inputs):
        return getattr(self.module, self.name)(*inputs)


def modules(bundle, manifest):
    """The eager encoder and decoder of a bundle of the plain architecture, with its weights."""
    shape = manifest["vision"]
    vision = VisionConfig(
        height=manifest["imageSize"], width_px=manifest["imageSize"], patch=shape["patch"], width=shape["width"],
        layers=shape["layers"], heads=shape["heads"], mlp=shape["mlp"], has_cls=shape["hasCls"],
        feature_layer=shape["layer"])
    language = DecoderConfig(
        manifest["vocabulary"], width=manifest["hidden"], layers=manifest["layers"], heads=manifest["heads"],
        kv_heads=manifest["kvHeads"], head_dim=manifest["headDim"], mlp=manifest["mlp"])
    encoder = VisionEncoder(VisionTower(vision), MlpProjector(vision.width, shape["projector"], language.width))
    decoder = Decoder(language)
    for module, name in ((encoder, "vision.pt"), (decoder, "decoder.pt")):
        saved = torch.jit.load(str(bundle / name)).state_dict()
        # A script also saves buffers that are computed anew.
        module.load_state_dict({key: saved[key] for key in module.state_dict()})
    return encoder.eval(), decoder.eval()


def write_graph(path, module, method, inputs, outputs, axes):
    """Writes one graph. `inputs` are examples by name; `axes` names the sizes that may change, by input."""
    # torch 2.9 and newer take their newer exporter by default, which needs more packages.
    older = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    with torch.no_grad(), warnings.catch_warnings():
        # Branches on sizes are traced one way: a long shared past is copied to every sequence (docs/second-engine.md).
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Method(module, method), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
            dynamic_axes=axes, opset_version=OPSET, **older)


def write_graphs(directory, encoder, decoder, manifest):
    """Writes the graphs of what the experiments call, and gives the names of the files."""
    size, width = manifest["imageSize"], manifest["hidden"]
    pixels = {"pixels": torch.randn(2, 3, size, size)}
    # Sizes that differ from each other and from 1, so that none is taken for another or for a constant.
    past = torch.randn(manifest["layers"], 1, manifest["kvHeads"], 2, manifest["headDim"])
    sequence = {"embeddings": torch.randn(3, 5, width), "pastKeys": past, "pastValues": past.clone()}
    batch, tokens = {"pixels": {0: "batch"}}, {"embeddings": {0: "batch", 1: "length"}, **CACHE}
    graphs = [
        ("vision", "forward", pixels, ["tokens", "cosine"], batch),
        ("vision", "features", pixels, ["tokens", "cosine", "features", "attention"], batch),
        ("decoder", "embed", {"ids": torch.tensor([1, 2])}, ["embeddings"], {"ids": {0: "length"}}),
        ("decoder", "forward", sequence, ["logits", "keys", "values"], tokens),
        ("decoder", "prefill", sequence, ["keys", "values"], tokens),
        ("decoder", "last_logits", sequence, ["logits"], tokens),
    ]
    for module, method, inputs, outputs, axes in graphs:
        path = directory / f"{module}.{method}.onnx"
        write_graph(path, encoder if module == "vision" else decoder, method, inputs, outputs, axes)
    return [f"{module}.{method}.onnx" for module, method, *_ in graphs]


def export(bundle, directory):
    """Writes the bundle of both formats."""
    manifest = json.loads((bundle / "bundle.json").read_text(encoding="utf-8"))
    damaged = verify_files(bundle)
    if damaged:
        sys.exit(f"{bundle} has damaged files: {', '.join(damaged)}")
    foreign = sorted({"anyres", "planes", "positions"} & set(manifest))
    if foreign or manifest["dtype"] != "float32" or manifest.get("attention", "plain") != "plain":
        sys.exit(f"{bundle} is not of the plain architecture in float32: see scripts/export_onnx.py --help")
    encoder, decoder = modules(bundle, manifest)
    directory.mkdir(parents=True, exist_ok=True)
    names = sorted(manifest.pop("files"))
    for name in names:
        shutil.copy(bundle / name, directory / name)
    content = golden({"vision": encoder, "decoder": decoder}, manifest)
    scripts = (torch.jit.load(str(bundle / f"{name}.pt")) for name in ("vision", "decoder"))
    worst = disagreements(content, *scripts, manifest, list(visuals(*manifest["grid"])))
    if worst:
        sys.exit(f"{bundle} computes something else than the plain architecture: {'; '.join(worst)}")
    (directory / "golden.json").write_text(canonical_json(content), encoding="utf-8")
    graphs = write_graphs(directory, encoder, decoder, manifest)
    write_manifest(directory, manifest, sorted({*names, "golden.json", *graphs}))
    print(f"{directory}: {len(graphs)} graphs, {sum((directory / g).stat().st_size for g in graphs) / 1e6:.1f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path, help="directory of the bundle")
    parser.add_argument("out", type=Path, help="directory to write; not the same")
    options = parser.parse_args()
    if options.out.resolve() == options.bundle.resolve():
        parser.error("the graphs need a directory of their own")
    export(options.bundle, options.out)


if __name__ == "__main__":
    main()
