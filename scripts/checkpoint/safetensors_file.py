"""Reader of the safetensors format: eight bytes of header length, a JSON header, then the data."""
import json
import math
import struct

import torch

from checkpoint.errors import CheckpointError
from checkpoint.stored import StoredTensor, stream

DTYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
SIZES = {"F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2}
LONGEST_HEADER = 100 << 20
AGAIN = "Download the file again."


def read_safetensors(path):
    """The tensors of a file by name, in order of their place in it; reads the header only.

    Raises CheckpointError for a file that is cut off or is no safetensors file.
    """
    size = path.stat().st_size
    header, start = read_header(path, size)
    tensors = {}
    end = 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"][0]):
        begin, stop = entry["data_offsets"]
        shape = tuple(entry["shape"])
        if not 0 <= begin <= stop or stop - begin != math.prod(shape) * SIZES.get(entry["dtype"], 1):
            raise CheckpointError(f"The header of {path} contradicts itself about the tensor {name}.", AGAIN)
        end = max(end, stop)
        tensors[name] = stored(path, name, entry["dtype"], shape, start + begin)
    if start + end != size:
        what = "cut off" if size < start + end else "too long"
        raise CheckpointError(f"{path} is {what}: it has {size} bytes, and its header tells of {start + end}.", AGAIN)
    return tensors


def read_header(path, size):
    """The header's entries without metadata, and where the data begin."""
    with open(path, "rb") as source:
        prefix = source.read(8)
        length = struct.unpack("<Q", prefix)[0] if len(prefix) == 8 else 0
        if length == 0 or length > LONGEST_HEADER:
            raise CheckpointError(f"{path} is no safetensors file, or is cut off before its header.", AGAIN)
        if 8 + length > size:
            raise CheckpointError(f"{path} is cut off in its header.", AGAIN)
        text = source.read(length)
    try:
        header = json.loads(text)
        header.pop("__metadata__", None)
        for entry in header.values():
            begin, stop = entry["data_offsets"]
            if not all(isinstance(v, int) and v >= 0 for v in [begin, stop, *entry["shape"]]):
                raise ValueError
            entry["dtype"] + ""
    except (ValueError, KeyError, TypeError, AttributeError, UnicodeDecodeError):
        raise CheckpointError(f"The header of {path} is damaged.", AGAIN) from None
    return header, 8 + length


def stored(path, name, dtype, shape, offset):
    """A tensor whose values lie in one piece at `offset`."""
    kind = DTYPES.get(dtype, dtype)

    def chunks():
        with open(path, "rb") as source:
            source.seek(offset)
            yield from stream(source, kind, math.prod(shape), name, path)

    return StoredTensor(name, kind, shape, path, offset, chunks)
