#!/usr/bin/env python3
"""Writes a bundle of the bundled model's architecture again, with the methods that modules have today. The weights stay.

Example:
  scripts/renew_bundle.py udfs/src/main/resources/bundled-model models/bundled

For bundles that were trained before a method was added: pruners that need it (docs/model-bundle.md) run with the new one.
Needs torch 1.13 or newer. The new bundle has another digest, so what was mined with the old one stays with that.
"""
import argparse
import json
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("torch", "numpy")

import torch  # noqa: E402

from training.model import build  # noqa: E402
from vlm.bundle import FORMAT_VERSION, verify_files, write_bundle  # noqa: E402

WRITTEN = {"bundle.json", "decoder.pt", "tokenizer.json", "vision.pt"}


def renew(old, new):
    """Writes `old` again as `new`, another directory."""
    manifest = json.loads((old / "bundle.json").read_text(encoding="utf-8"))
    damaged = verify_files(old)
    if damaged or manifest["formatVersion"] != FORMAT_VERSION:
        sys.exit(f"{old} has damaged files ({', '.join(damaged) or 'none'}) or another format than {FORMAT_VERSION}")
    encoder, decoder, _, _ = build(manifest["vocabulary"], 0)
    for module, name in ((encoder, "vision.pt"), (decoder, "decoder.pt")):
        saved = torch.jit.load(str(old / name)).state_dict()
        # A script also saves buffers that are computed anew.
        module.load_state_dict({key: saved[key] for key in module.state_dict()})
    extra = sorted(set(manifest.pop("files")) - WRITTEN)
    new.mkdir(parents=True, exist_ok=True)
    for name in extra:
        shutil.copy(old / name, new / name)
    tokenizer = json.loads((old / "tokenizer.json").read_text(encoding="utf-8"))
    write_bundle(new, encoder, decoder, tokenizer, manifest, extra)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path, help="directory of the bundle")
    parser.add_argument("new", type=Path, help="directory to write; not the same")
    options = parser.parse_args()
    if options.new.resolve() == options.old.resolve():
        parser.error("the new bundle needs a directory of its own")
    renew(options.old, options.new)


if __name__ == "__main__":
    # TorchScript orders a module's constants by hashes of strings; with a fixed seed the same weights give the same bytes.
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    main()
