"""From a checkpoint's directory to a bundle's: reads, builds, computes golden numbers, writes, and checks itself."""
import json
import os
import resource
import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import List, Optional

import torch

from checkpoint import golden
from checkpoint.build import HAS_FUSED, build, vision_config
from checkpoint.config import read_config
from checkpoint.errors import CheckpointError, listed
from checkpoint.layout import TOWER
from checkpoint.manifest import manifest_of
from checkpoint.preprocessing import preprocessing
from checkpoint.prompts import QUESTION, prompt, template_note, template_of
from checkpoint.shards import read_weights
from checkpoint.tokenizer import read_tokenizer
from vlm.bundle import canonical_json, save_script, verify_files, write_manifest

DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


@dataclass
class Options:
    """What the user asks for."""

    checkpoint: Path
    out: Path
    dtype: str = "float32"
    tower: Optional[Path] = None
    tokenizer: Optional[Path] = None
    prompt: Optional[str] = None
    question: str = QUESTION
    ids_before: Optional[List[int]] = None
    ids_after: Optional[List[int]] = None
    pad_id: Optional[int] = None
    name: Optional[str] = None
    license: str = "see the checkpoint's own licence"
    attention: str = "auto"
    force: bool = False
    notes: List[str] = field(default_factory=list)


def export(options):
    """Writes the bundle and returns lines that tell what was done; CheckpointError for all that a user can mend.

    The bundle is written beside its place and moved there when it is whole and has agreed with its golden numbers.
    """
    began = time.monotonic()
    require_place(options)
    config = read_config(options.checkpoint, options.tower)
    steps = preprocessing(options.checkpoint, config, options.tower)
    tokenizer_file = tokenizer_path(options)
    asked = asked_prompt(options, config, read_tokenizer(tokenizer_file))
    tensors = all_weights(options)
    fused = HAS_FUSED and options.attention == "auto"
    modules, layout = build(config, tensors, DTYPES[options.dtype], fused)
    manifest = manifest_of(options, config, vision_config(config, fused), modules, steps, asked,
                           {"layout": layout, "storage": stored_dtype(tensors), "fused": fused})
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
    return [*options.notes, *report(options.out, manifest, content, time.monotonic() - began)]


def require_place(options):
    """Refuses a place that holds something else than a bundle, or a bundle without --force."""
    if not options.checkpoint.is_dir():
        raise CheckpointError(f"{options.checkpoint} is no directory.", "Give the directory of a downloaded checkpoint.")
    out = options.out
    if not out.exists() or out.is_dir() and not any(out.iterdir()):
        return
    if not (out / "bundle.json").is_file():
        raise CheckpointError(f"{out} exists and is no model bundle.", "Give another directory as --out.")
    if not options.force:
        raise CheckpointError(f"{out} holds a model bundle already.", "Give --force to replace it.")


def tokenizer_path(options):
    """The file of the tokenizer: what --tokenizer gives, a file or its directory, or the checkpoint's own."""
    place = options.tokenizer or options.checkpoint
    path = place / "tokenizer.json" if place.is_dir() else place
    if not path.is_file():
        raise CheckpointError(
            f"{path} is missing.",
            "Give the tokenizer.json of the same vocabulary with --tokenizer, such as that of the llava-hf conversion.")
    return path


def asked_prompt(options, config, tokenizer):
    """The prompt's parts as the manifest wants them."""
    template = template_of(options.prompt, config, tokenizer)
    if options.ids_before is not None and options.ids_after is not None:
        text = template.replace("{question}", options.question)
        before, after, behind, image = options.ids_before, options.ids_after, template.split("<image>")[1], config.image_token
    else:
        made = prompt(template, options.question, config, tokenizer)
        before, after, behind, image = made.before, made.after, made.template, made.image_id
        note = template_note(made, options.question, tokenizer)
        options.notes += [note] if note else []
        text = made.text
    outside = [i for i in [*before, *after] if not 0 <= i < config.text.vocabulary]
    if outside:
        raise CheckpointError(f"The prompt has token ids outside of the vocabulary of {config.text.vocabulary}: {outside}.",
                              "Take tokenizer.json and config.json of one checkpoint.")
    return {"text": text, "before": before, "after": after, "template": behind, "imageId": image, "tokenizer": tokenizer}


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
    directory.mkdir(parents=True)
    require_space(directory, modules)
    for name in ("vision", "decoder"):
        save_script(modules[name], directory / f"{name}.pt")
        del modules[name]
    shutil.copyfile(tokenizer_file, directory / "tokenizer.json")
    (directory / "golden.json").write_text(canonical_json(content), encoding="utf-8")
    write_manifest(directory, manifest, ["decoder.pt", "golden.json", "tokenizer.json", "vision.pt"])


def require_space(directory, modules):
    """Refuses a disk that cannot hold the modules, the larger one twice for a while."""
    sizes = [sum(p.numel() * p.element_size() for p in module.parameters()) for module in modules.values()]
    needed, free = sum(sizes) + max(sizes), shutil.disk_usage(directory).free
    if free < needed:
        raise CheckpointError(f"{directory.parent} has {free / 1e9:.1f} GB free and the export needs {needed / 1e9:.1f}.",
                              "Make room or give another --out.")


def check(directory, manifest, content):
    """Loads what was written and compares it with the golden numbers and digests; RuntimeError where it differs."""
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
    prompt_length = len(manifest["prompt"]["before"]) + len(manifest["prompt"]["after"])
    return [
        f"{out}: {manifest['name']}, {manifest['dtype']}, {size / 1e9:.2f} GB, {manifest['grid'][0]} x"
        f" {manifest['grid'][1]} visual tokens, a prompt of {prompt_length} tokens,"
        f" {'fused' if manifest['attention'] == 'fused' else 'plain'} attention",
        f"golden numbers: {len(content['cases'])} cases, tolerance {content['tolerance']:.2g} ({content['toleranceOf']})",
        f"peak memory {peak / 1e9:.2f} GB, {seconds:.1f} s",
    ]
