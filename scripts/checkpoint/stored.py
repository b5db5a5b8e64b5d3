"""A tensor that lies in a file, and how its values get into memory without being there twice."""
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Tuple

import torch

from checkpoint.errors import CheckpointError

CHUNK_BYTES = 1 << 24


@dataclass(frozen=True)
class StoredTensor:
    """Name, type and shape of a tensor in a file; `chunks()` yields its values flat, in order, a few at a time.

    `dtype` is a torch type, or a text where the format knows the type and a model of plain weights does not.
    """

    name: str
    dtype: Any
    shape: Tuple[int, ...]
    file: Path
    offset: int
    chunks: Callable

    @property
    def count(self) -> int:
        """How many values it has."""
        return math.prod(self.shape)


def stream(source, dtype, count, name, path):
    """Yields `count` values of `dtype` from a binary file object, at most `CHUNK_BYTES` at a time."""
    size = torch.empty(0, dtype=dtype).element_size()
    left = count * size
    while left:
        block = bytearray(min(left, CHUNK_BYTES))
        if source.readinto(block) != len(block):
            raise CheckpointError(f"{path} ends in the middle of the tensor {name}.", "Download the file again.")
        left -= len(block)
        yield torch.frombuffer(block, dtype=dtype)


def fill(target, tensor):
    """Copies a stored tensor into a contiguous one of the same number of values, converting its type.

    Raises CheckpointError where a value is not finite, or would not be in the target's type.
    """
    flat = target.view(-1)
    if flat.numel() != tensor.count:
        raise ValueError(f"{tensor.name} has {tensor.count} values, its place {flat.numel()}")
    at = 0
    for chunk in tensor.chunks():
        part = flat[at:at + chunk.numel()]
        part.copy_(chunk)
        if not torch.isfinite(part).all():
            require_finite(chunk, tensor)
            raise CheckpointError(f"The tensor {tensor.name} in {tensor.file} has values beyond the range of float16.",
                                  "Export with --dtype bfloat16 or float32.")
        at += chunk.numel()


def require_finite(chunk, tensor):
    """Raises CheckpointError where the stored values themselves are infinite or no numbers."""
    if not torch.isfinite(chunk).all():
        raise CheckpointError(f"The tensor {tensor.name} in {tensor.file} has values that are not finite.",
                              "The checkpoint is damaged or its training diverged: take another one.")
