"""The tiny checkpoints and their golden numbers."""
import json
import shutil
import struct

import support

support.require_torch()

import torch  # noqa: E402

from checkpoint.export import export  # noqa: E402
from checkpoint.request import Options  # noqa: E402
from checkpoint.safetensors_file import read_safetensors  # noqa: E402
from checkpoint.stored import fill  # noqa: E402

CHECKPOINTS = support.SCRIPTS / "tests/resources/checkpoints"
GOLDEN = support.SCRIPTS.parent / "udfs/src/test/resources/checkpoints"
CHAT = "USER: <image>\n{question} ASSISTANT:"
QWEN = "<|im_start|>user <image>\n{question}<|im_end|>\n<|im_start|>assistant\n"
QUESTION = "What is in the picture?"


def golden_json(name):
    """Golden numbers of a checkpoint."""
    own = CHECKPOINTS / name / "golden.json"
    return json.loads((own if own.is_file() else GOLDEN / f"{name}.golden.json").read_text(encoding="utf-8"))


def loaded(tensor):
    """A stored tensor in memory."""
    result = torch.empty(tensor.shape, dtype=tensor.dtype)
    fill(result, tensor)
    return result


def golden_tensors(name):
    """Golden tensors of a checkpoint, those that are no bytes."""
    return {key: loaded(tensor) for key, tensor in read_safetensors(GOLDEN / f"{name}.safetensors").items()
            if isinstance(tensor.dtype, torch.dtype)}


def copied(name, directory):
    """A copy of a tiny checkpoint that a test may spoil."""
    shutil.copytree(CHECKPOINTS / name, directory)
    return directory


def edit(path, change):
    """Applies a function to the object in a JSON file."""
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value), encoding="utf-8")


def raw_tensors(path):
    """Header entries and data of a safetensors file: name to (dtype, shape, bytes)."""
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    return {name: (e["dtype"], e["shape"], data[8 + length + e["data_offsets"][0]:8 + length + e["data_offsets"][1]])
            for name, e in header.items()}


def write_raw(path, tensors):
    """The reverse of `raw_tensors`."""
    header, body = {}, b""
    for name, (dtype, shape, data) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def options(name, out, **more):
    """Options that export a tiny checkpoint as the goldens ask."""
    settings = {"prompt": QWEN if name.startswith("onevision") else CHAT, "question": QUESTION, **more}
    checkpoint = settings.pop("checkpoint", CHECKPOINTS / name)
    if not (checkpoint / "tokenizer.json").is_file():
        base = "onevision-tiny" if name.startswith("onevision") else "llava-tiny"
        settings.setdefault("tokenizer", CHECKPOINTS / base)
    if name.startswith("llava-tiny-original"):
        settings.setdefault("tower", CHECKPOINTS / "clip-tiny")
    return Options(checkpoint, out, **settings)


def exported(name, out, **more):
    """Exports a tiny checkpoint; the manifest."""
    export(options(name, out, **more))
    return json.loads((out / "bundle.json").read_text(encoding="utf-8"))
