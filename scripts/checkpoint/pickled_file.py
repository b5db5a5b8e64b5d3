"""Reader of PyTorch's zip archives of weights (`pytorch_model.bin`) that runs no code of theirs.

The archive's pickle is read by an unpickler that knows tensors, storages and ordered dictionaries, and refuses every
other name. Values are read from the archive's data records on demand, with nothing but `zipfile`.
"""
import collections
import io
import math
import pickle
import zipfile
from dataclasses import dataclass
from typing import Any, Tuple

import torch

from checkpoint.errors import CheckpointError
from checkpoint.stored import StoredTensor, stream

STORAGES = {
    "DoubleStorage": torch.float64, "FloatStorage": torch.float32, "HalfStorage": torch.float16,
    "BFloat16Storage": torch.bfloat16, "LongStorage": "int64", "IntStorage": "int32", "ShortStorage": "int16",
    "CharStorage": "int8", "ByteStorage": "uint8", "BoolStorage": "bool",
}
AGAIN = "Download the file again."


@dataclass(frozen=True)
class Storage:
    """A data record of the archive: its type, its key, its number of values."""

    dtype: Any
    key: str
    count: int


@dataclass(frozen=True)
class View:
    """A tensor as a window on a storage."""

    storage: Storage
    offset: int
    shape: Tuple[int, ...]
    strides: Tuple[int, ...]


def rebuild_tensor(storage, offset, shape, strides, *_):
    """Stands for torch's function of the same purpose; makes a description, no tensor."""
    return View(storage, offset, tuple(shape), tuple(strides))


def rebuild_parameter(data, *_):
    """A parameter is its tensor here."""
    return data


NAMES = {
    ("collections", "OrderedDict"): collections.OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor,
    ("torch._utils", "_rebuild_parameter"): rebuild_parameter,
    **{("torch", name): dtype for name, dtype in STORAGES.items()},
}


class WeightsUnpickler(pickle.Unpickler):
    """Knows only what weights are made of."""

    def __init__(self, data, path):
        super().__init__(io.BytesIO(data))
        self.path = path

    def find_class(self, module, name):
        if (module, name) not in NAMES:
            raise CheckpointError(
                f"{self.path} asks for {module}.{name}, which is no part of weights; a pickle can run any program.",
                "Trust no such file: take the checkpoint in safetensors, or from another source.")
        return NAMES[module, name]

    def persistent_load(self, pid):
        kind, dtype, key, _, count = pid
        if kind != "storage":
            raise pickle.UnpicklingError("unknown kind of record")
        return Storage(dtype, str(key), int(count))


def read_pickled(path):
    """The tensors of an archive by name, in order of their records; values are not read yet.

    Raises CheckpointError for a file that is cut off, is of torch before 1.6, or holds more than weights.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            records = {entry.filename: entry for entry in archive.infolist()}
            root = next((n[:-len("data.pkl")] for n in records if n.endswith("/data.pkl")), None)
            if root is None:
                raise CheckpointError(f"{path} is a zip file, but none that torch.save wrote.", AGAIN)
            state = WeightsUnpickler(archive.read(root + "data.pkl"), path).load()
    except zipfile.BadZipFile:
        raise CheckpointError(
            f"{path} is cut off, damaged, or in the form that torch wrote before 1.6.",
            "Download it again, or load and save it once with a newer torch.") from None
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, IndexError, KeyError):
        raise CheckpointError(f"The pickle in {path} is damaged or holds more than weights.", AGAIN) from None
    if not isinstance(state, dict) or not all(isinstance(v, View) for v in state.values()):
        raise CheckpointError(f"{path} holds something other than a dictionary of tensors.",
                              "Give a directory with the model's weights, not with a training state.")
    tensors = [stored(path, root, records, str(name), view) for name, view in state.items()]
    return {tensor.name: tensor for tensor in sorted(tensors, key=lambda t: t.offset)}


def stored(path, root, records, name, view):
    """A tensor of the archive, once its record is known to hold it."""
    record = records.get(f"{root}data/{view.storage.key}")
    dtype = view.storage.dtype
    size = torch.empty(0, dtype=dtype).element_size() if isinstance(dtype, torch.dtype) else 1
    last = view.offset + sum((n - 1) * s for n, s in zip(view.shape, view.strides)) + 1
    inside = not math.prod(view.shape) or (min((view.offset, *view.strides)) >= 0 and last <= view.storage.count)
    if (record is None or record.compress_type != zipfile.ZIP_STORED or not inside
            or record.file_size < view.storage.count * size):
        raise CheckpointError(f"{path} does not hold the values of the tensor {name}.", AGAIN)

    def chunks():
        try:
            with zipfile.ZipFile(path) as archive, archive.open(record) as source:
                if contiguous(view):
                    source.seek(view.offset * size)
                    yield from stream(source, dtype, math.prod(view.shape), name, path)
                else:
                    whole = torch.cat(list(stream(source, dtype, view.storage.count, name, path)))
                    yield whole.as_strided(view.shape, view.strides, view.offset).reshape(-1)
        except zipfile.BadZipFile:
            raise CheckpointError(f"{path} is damaged at the tensor {name}.", AGAIN) from None

    return StoredTensor(name, dtype, view.shape, path, record.header_offset + view.offset * size, chunks)


def contiguous(view):
    """Whether the values lie in row-major order without gaps."""
    expected = 1
    for extent, stride in zip(reversed(view.shape), reversed(view.strides)):
        if extent != 1 and stride != expected:
            return False
        expected *= extent
    return True
