"""The export that the tests read: that of TOKENQUARRY_EXPORT, or a small one beside the tests."""
import hashlib
import json
import os
import pathlib
import struct

import numpy as np

from tokenquarry_serving import files

EXPORT = pathlib.Path(os.environ.get("TOKENQUARRY_EXPORT") or pathlib.Path(__file__).parent / "codebook")
# What the language model answers with pruned tokens; Java is tested with the same file.
ANSWERS = pathlib.Path(__file__).parents[3] / "udfs" / "src" / "test" / "resources" / "served" / "llava-tiny.json"


def cases():
    """(name, tokens, what is expected of them) of each test vector."""
    expected = json.loads((EXPORT / "test-vectors.json").read_text())
    tensors = files.tensors(EXPORT / expected["file"])
    return [(case["tensor"], tensors[case["tensor"]], case) for case in expected["cases"]]


def random_tokens(seed, width, count=24):
    """Tokens in which some are equal."""
    source = np.random.default_rng(seed)
    tokens = source.standard_normal((count, width)).astype(np.float32)
    tokens[source.integers(0, count, 4)] = tokens[source.integers(0, count, 4)]
    return tokens


def write_export(folder, prototypes):
    """As much of an export as load() reads."""
    folder.mkdir()
    content = prototypes.astype("<f4").tobytes()
    header = json.dumps({"prototypes": {"dtype": "F32", "shape": prototypes.shape, "data_offsets": [0, len(content)]}})
    (folder / "codebook.safetensors").write_bytes(struct.pack("<Q", len(header)) + header.encode() + content)
    (folder / "contract.json").write_text(json.dumps({"contract": 1, "space": {"name": "projected"}, "codebook": {
        "file": "codebook.safetensors", "tensor": "prototypes", "shape": prototypes.shape,
        "contentDigest": hashlib.sha256(content).hexdigest()}}))
    (folder / "manifest.json").write_text(json.dumps({"files": [
        {"name": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()} for file in folder.iterdir()]}))
