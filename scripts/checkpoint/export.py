"""From a checkpoint's directory to a bundle's: reads, builds, computes golden numbers, writes, and checks itself."""
import json
import os
import resource
import shutil
import sys

import torch

from checkpoint import golden
from checkpoint.build import HAS_FUSED
from checkpoint.config import read_config
from checkpoint.errors import CheckpointError, listed
from checkpoint.family import build, described, prepared
from checkpoint.layout import TOWER
from checkpoint.manifest import identity, prompting
from checkpoint.progress import progress
from checkpoint.prompts import template_note
from checkpoint.request import asked_prompt, require_place, tokenizer_path
from checkpoint.shards import read_weights
from checkpoint.tokenizer import read_tokenizer
from vlm.bundle import canonical_json, save_script, verify_files, write_manifest

DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


def export(options):
    """Writes the bundle and returns lines that tell what was done; CheckpointError for all that a user can mend.

    The bundle is written beside its place and moved there when it is whole and has agreed with its golden numbers.
    """
    progress.begin()
    require_place(options)
    config = read_config(options.checkpoint, options.tower)
    config, steps = prepared(options, config)
    tokenizer_file = tokenizer_path(options)
    tokenizer = read_tokenizer(tokenizer_file)
    prompt = asked_prompt(options, config, tokenizer)
    asked = prompting(options, config, prompt, tokenizer)
    tensors = all_weights(options)
    fused = HAS_FUSED and options.attention == "auto"
    modules, layout = build(config, tensors, DTYPES[options.dtype], fused)
    require_space(options.out.parent, modules)
    manifest = {**identity(options, config, layout, stored_dtype(tensors), fused), **asked,
                **described(config, modules, fused), "preprocessing": steps}
    content = golden.golden(modules, manifest)
    partial = options.out.parent / f".{options.out.name}.{os.getpid()}"
    shutil.rmtree(partial, ignore_errors=True)
    try:
        write(partial, modules, manifest, content, tokenizer_file)
        check(partial, manifest, content)
        if options.out.exists():
            shutil.rmtree(options.out)
        partial.rename(options.out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    note = [] if options.ids_before else template_note(prompt, options.question, tokenizer)
    return [*note, *report(options.out, manifest, content, progress.seconds())]


def all_weights(options):
    """Stored tensors of the checkpoint, and of the separate tower where it has none inside."""
    tensors = read_weights(options.checkpoint)
    original = "model.embed_tokens.weight" in tensors
    if options.tower is not None and original and not any(name.startswith(TOWER) for name in tensors):
        tower = read_weights(options.tower)
        tensors.update((TOWER + name, tensor) for name, tensor in tower.items() if name.startswith("vision_model."))
    return tensors


def stored_dtype(tensors):
    """The type of the largest tensor, which is what the checkpoint is stored in; float64 counts as float32."""
    largest = max(tensors.values(), key=lambda tensor: (tensor.count, tensor.name))
    return next((name for name, dtype in DTYPES.items() if dtype == largest.dtype), "float32")


def write(directory, modules, manifest, content, tokenizer_file):
    """All files of the bundle. Modules are given up one by one, so that the check finds memory for its own copy."""
    directory.mkdir()
    for name in ("vision", "decoder"):
        progress.tell(f"Writing {name}.pt")
        save_script(modules[name], directory / f"{name}.pt")
        del modules[name]
    shutil.copyfile(tokenizer_file, directory / "tokenizer.json")
    (directory / "golden.json").write_text(canonical_json(content), encoding="utf-8")
    write_manifest(directory, manifest, ["decoder.pt", "golden.json", "tokenizer.json", "vision.pt"])


def require_space(directory, modules):
    """Makes the directory; refuses a disk that cannot hold the modules, the larger one twice for a while."""
    directory.mkdir(parents=True, exist_ok=True)
    sizes = [sum(p.numel() * p.element_size() for p in module.parameters()) for module in modules.values()]
    needed, free = sum(sizes) + max(sizes), shutil.disk_usage(directory).free
    if free < needed:
        raise CheckpointError(
            f"{directory} has {free / 1e9:.1f} GB free and the export needs {needed / 1e9:.1f} GB.",
            "Make room or give another --out.")


def check(directory, manifest, content):
    """Loads what was written and compares it with the golden numbers and digests; RuntimeError where it differs."""
    progress.tell("Reading what was written, and comparing it")
    wrong = [f"digest of {name}" for name in verify_files(directory)]
    if content["toleranceOf"] != "bfloat16 / 8":
        encoder, decoder = (torch.jit.load(str(directory / f"{name}.pt")) for name in ("vision", "decoder"))
        wrong += golden.disagreements(json.loads((directory / "golden.json").read_text()), encoder, decoder, manifest)
    if wrong:
        raise RuntimeError(f"the written bundle is not what was computed: {listed(wrong)}")


def report(out, manifest, content, seconds):
    """What the user is told in the end."""
    size = sum(path.stat().st_size for path in out.iterdir())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    rows, cols = manifest["grid"]
    asked = len(manifest["prompt"]["before"]) + len(manifest["prompt"]["after"])
    return [
        f"{out}: {manifest['name']}, {manifest['dtype']}, {size / 1e9:.2f} GB, {rows} x {cols} visual tokens,"
        f" a prompt of {asked} tokens, {manifest['attention']} attention",
        f"golden numbers: {len(content['cases'])} cases, tolerance {content['tolerance']:.2g}"
        f" ({content['toleranceOf']})",
        f"peak memory {peak / 1e9:.2f} GB, {seconds:.1f} s",
    ]
