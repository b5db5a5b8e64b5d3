"""Finds the files of a checkpoint's weights and what they hold."""
import json

from checkpoint.errors import CheckpointError, listed
from checkpoint.pickled_file import read_pickled
from checkpoint.safetensors_file import read_safetensors

SINGLE = (("model.safetensors", read_safetensors), ("pytorch_model.bin", read_pickled))
ADAPTERS = ("adapter_config.json", "adapter_model.safetensors", "adapter_model.bin", "non_lora_trainables.bin")
AGAIN = "Download the checkpoint again, all of its files."


def read_weights(directory):
    """All stored tensors by name, file after file and in file order; prefers safetensors, and one file to shards.

    Raises CheckpointError where there are no weights, or files or tensors that the index names are missing.
    """
    for name, read in SINGLE:
        if (directory / name).is_file():
            return read(directory / name)
        if (directory / f"{name}.index.json").is_file():
            return sharded(directory, f"{name}.index.json", read)
    refuse_parts(directory)
    raise CheckpointError(
        f"{directory} has no model.safetensors, no pytorch_model.bin and no index of shards.",
        "Give the directory that the checkpoint was downloaded into.")


def sharded(directory, index, read):
    """Tensors of all shards that an index names."""
    where = weight_map(directory / index)
    files = sorted(set(where.values()))
    missing = [name for name in files if not (directory / name).is_file()]
    if missing:
        raise CheckpointError(f"{directory / index} names files that are missing: {listed(missing)}.", AGAIN)
    tensors = {}
    for file in files:
        held = read(directory / file)
        absent = [name for name, place in where.items() if place == file and name not in held]
        if absent:
            raise CheckpointError(f"{directory / file} lacks tensors that the index places there: {listed(absent)}.",
                                  AGAIN)
        tensors.update((name, tensor) for name, tensor in held.items() if where.get(name) == file)
    return tensors


def weight_map(index):
    """From tensor to file name, as an index says."""
    try:
        where = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
        plain = all("/" not in f and "\\" not in f and f not in ("", "..") for f in where.values())
    except (ValueError, KeyError, TypeError, AttributeError):
        where, plain = {}, False
    if not where or not plain:
        raise CheckpointError(f"{index} is no index of shards.", AGAIN)
    return where


def refuse_parts(directory):
    """Tells a directory that holds only a part of a model from one that holds nothing."""
    adapters = [name for name in ADAPTERS if (directory / name).is_file()]
    if adapters:
        raise CheckpointError(
            f"{directory} holds a LoRA adapter ({listed(adapters)}) and not the model that it changes.",
            "Merge it into its base model first (LLaVA has scripts/merge_lora_weights.py) and export what comes out.")
    if (directory / "mm_projector.bin").is_file():
        raise CheckpointError(
            f"{directory} holds a projector only (mm_projector.bin), no language model.",
            "Export a directory with the whole model, such as the one after visual instruction tuning.")
