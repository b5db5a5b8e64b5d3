"""The export that the tests read: that of TOKENQUARRY_EXPORT, or a small one beside the tests."""
import json
import os
import pathlib

import numpy as np

from tokenquarry_serving import files

EXPORT = pathlib.Path(os.environ.get("TOKENQUARRY_EXPORT") or pathlib.Path(__file__).parent / "codebook")


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
