"""Readers of an export: its manifest with sha256 sums, and its safetensors file. Nothing in them is executed."""
import hashlib
import json
import math
import struct

import numpy as np

from tokenquarry_serving.errors import ServingError

AGAIN = "Export or copy the codebook again."
LONGEST_JSON = 64 << 20
DTYPES = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2")}


def checked_json(folder, name):
    """A JSON object of an export."""
    content = read(folder / name, LONGEST_JSON)
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise ServingError("export-damaged", f"{folder / name} is no JSON object.", AGAIN)
    return parsed


def read(path, most):
    """The bytes of a file that may not be longer than `most`."""
    try:
        if path.stat().st_size > most:
            raise ServingError("export-damaged", f"{path} is longer than {most} bytes.", AGAIN)
        return path.read_bytes()
    except OSError as failure:
        raise ServingError("export-missing", f"{path} cannot be read: {failure.strerror}.",
                           "Give the folder that `tokenquarry export` wrote.") from None


def require_whole(folder, name):
    """Compares a file with its sum in the manifest, in pieces, so a large one is never in memory twice."""
    entries = checked_json(folder, "manifest.json").get("files")
    sums = {e.get("name"): e.get("sha256") for e in entries if isinstance(e, dict)} if isinstance(entries, list) else {}
    digest = hashlib.sha256()
    try:
        with open(folder / name, "rb") as source:
            for piece in iter(lambda: source.read(1 << 20), b""):
                digest.update(piece)
    except OSError as failure:
        raise ServingError("export-missing", f"{folder / name} cannot be read: {failure.strerror}.", AGAIN) from None
    if sums.get(name) != digest.hexdigest():
        raise ServingError("export-damaged", f"{folder / name} does not have the sha256 of manifest.json.", AGAIN)


def tensors(path):
    """The float tensors of a safetensors file by name, as float32."""
    content = read(path, 1 << 40)
    length = struct.unpack("<Q", content[:8])[0] if len(content) >= 8 else 0
    if not 0 < length <= min(LONGEST_JSON, len(content) - 8):
        raise ServingError("export-damaged", f"{path} is no safetensors file.", AGAIN)
    try:
        header = json.loads(content[8:8 + length])
        return {name: tensor(content, 8 + length, entry)
                for name, entry in header.items() if name != "__metadata__"}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ServingError("export-damaged", f"The header of {path} is damaged.", AGAIN) from None


def tensor(content, start, entry):
    dtype, shape = DTYPES[entry["dtype"]], tuple(entry["shape"])
    begin, stop = entry["data_offsets"]
    numbers = math.prod(shape)
    if not all(isinstance(v, int) and v >= 0 for v in (begin, stop, *shape)) or \
            stop - begin != numbers * dtype.itemsize or start + stop > len(content):
        raise ValueError
    return np.frombuffer(content, dtype, numbers, start + begin).reshape(shape).astype(np.float32)
