"""Files of weights: what is damaged, hostile or not weights is refused, and reading holds nothing twice."""
import collections
import json
import os
import pickle
import tempfile
import unittest
import zipfile
from pathlib import Path

import support

support.require_torch()

import torch  # noqa: E402

from checkpoints import CHECKPOINTS, copied, edit, loaded, write_raw  # noqa: E402

from checkpoint import stored  # noqa: E402
from checkpoint.errors import CheckpointError  # noqa: E402
from checkpoint.pickled_file import read_pickled  # noqa: E402
from checkpoint.safetensors_file import read_safetensors  # noqa: E402
from checkpoint.shards import read_weights  # noqa: E402


class Hostile:
    """Pickles as a call that would create a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


class FolderTest(unittest.TestCase):
    """Tests that write files."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def refused(self, expected, call, *arguments):
        with self.assertRaisesRegex(CheckpointError, expected):
            call(*arguments)


class SafetensorsTest(FolderTest):
    def setUp(self):
        super().setUp()
        self.file = self.root / "model.safetensors"
        self.bytes = (CHECKPOINTS / "llava-tiny/model.safetensors").read_bytes()

    def test_types_are_those_of_the_header(self):
        values = torch.tensor([1.5, -0.0078125, 300.0])
        kinds = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "F64": torch.float64}
        write_raw(self.file, {kind: (kind, [3], bytes(values.to(dtype).view(torch.uint8).tolist()))
                              for kind, dtype in kinds.items()})
        for kind, tensor in read_safetensors(self.file).items():
            self.assertEqual(tensor.dtype, kinds[kind])
            self.assertTrue(torch.equal(loaded(tensor).float(), values.to(kinds[kind]).float()), kind)

    def test_order_is_that_of_the_data(self):
        one, two = torch.ones(2), torch.full((3,), 2.0)
        header = json.dumps({"z": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
                             "a": {"dtype": "F32", "shape": [3], "data_offsets": [8, 20]}}).encode()
        data = one.numpy().tobytes() + two.numpy().tobytes()
        self.file.write_bytes(len(header).to_bytes(8, "little") + header + data)
        tensors = read_safetensors(self.file)
        self.assertEqual(list(tensors), ["z", "a"])
        self.assertTrue(torch.equal(loaded(tensors["a"]), two))

    def test_cut_off_anywhere(self):
        for length, expected in ((0, "cut off before its header"), (7, "cut off before its header"),
                                 (100, "cut off in its header"), (len(self.bytes) - 1, "is cut off: it has")):
            self.file.write_bytes(self.bytes[:length])
            self.refused(expected + ".*Download the file again", read_safetensors, self.file)

    def test_longer_than_its_header_says(self):
        self.file.write_bytes(self.bytes + b"x")
        self.refused("is too long", read_safetensors, self.file)

    def test_damaged_headers(self):
        for text in ("[]", "{", '{"a": {}}', '{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, -4]}}',
                     '{"a": {"dtype": 1, "shape": [1], "data_offsets": [0, 4]}}'):
            self.file.write_bytes(len(text).to_bytes(8, "little") + text.encode())
            self.refused("The header of .* is damaged", read_safetensors, self.file)

    def test_shape_against_offsets(self):
        text = b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}'
        self.file.write_bytes(len(text).to_bytes(8, "little") + text + b"1234")
        self.refused("contradicts itself about the tensor a", read_safetensors, self.file)


class PickledTest(FolderTest):
    def setUp(self):
        super().setUp()
        self.file = self.root / "pytorch_model.bin"

    def test_what_torch_saves(self):
        base = torch.arange(12.0).view(3, 4)
        state = collections.OrderedDict(
            plain=base, turned=base.t(), part=base[1:, :2], half=torch.tensor([1.0, 2.5]).half(),
            brain=torch.tensor([3.0]).bfloat16(), scalar=torch.tensor(7.0), parameter=torch.nn.Parameter(base + 1))
        torch.save(state, self.file)
        tensors = read_pickled(self.file)
        for name, value in state.items():
            self.assertEqual(tensors[name].dtype, value.dtype, name)
            self.assertTrue(torch.equal(loaded(tensors[name]), value.detach()), name)

    def test_code_is_refused_and_not_run(self):
        target = self.root / "made"
        torch.save({"a": torch.ones(1), "b": Hostile(str(target))}, self.file)
        self.refused(r"asks for (posix|nt)\.mkdir, which is no part of weights", read_pickled, self.file)
        self.assertFalse(target.exists())

    def test_names_that_reach_beyond_weights_are_refused(self):
        for call in (b"cbuiltins\neval\n(S'1'\ntR.", b"ctorch.hub\nload\n(S'x'\ntR.",
                     b"ccheckpoint.pickled_file\nNAMES\n."):
            with zipfile.ZipFile(self.file, "w") as archive:
                archive.writestr("archive/data.pkl", call)
            self.refused("which is no part of weights", read_pickled, self.file)

    def test_damaged(self):
        torch.save({"a": torch.ones(1000)}, self.file)
        whole = self.file.read_bytes()
        for length in (0, 10, len(whole) // 2, len(whole) - 1):
            self.file.write_bytes(whole[:length])
            self.refused("cut off, damaged, or in the form", read_pickled, self.file)

    def test_flipped_values_are_noticed(self):
        torch.save({"a": torch.ones(1000)}, self.file)
        data = bytearray(self.file.read_bytes())
        data[data.index(torch.ones(50).numpy().tobytes()) + 100] ^= 1
        self.file.write_bytes(data)
        self.refused("is damaged at the tensor a", loaded, read_pickled(self.file)["a"])

    def test_form_before_1_6(self):
        torch.save({"a": torch.ones(2)}, self.file, _use_new_zipfile_serialization=False)
        self.refused("in the form that torch wrote before 1.6", read_pickled, self.file)

    def test_records_that_are_missing_or_short(self):
        torch.save({"a": torch.ones(8)}, self.file)
        for change in (None, b"1234"):
            shorter = self.root / "shorter.bin"
            with zipfile.ZipFile(self.file) as source, zipfile.ZipFile(shorter, "w") as target:
                for entry in source.infolist():
                    data = source.read(entry)
                    if "/data/" in entry.filename:
                        data = change
                    if data is not None:
                        target.writestr(entry.filename, data)
            self.refused("does not hold the values of the tensor a", read_pickled, shorter)

    def test_something_else_than_weights(self):
        torch.save([torch.ones(1)], self.file)
        self.refused("something other than a dictionary of tensors", read_pickled, self.file)
        torch.save({"model": {"a": torch.ones(1)}}, self.file)
        self.refused("not with a training state", read_pickled, self.file)

    def test_no_pickle_of_torch(self):
        with zipfile.ZipFile(self.file, "w") as archive:
            archive.writestr("x", "y")
        self.refused("none that torch.save wrote", read_pickled, self.file)
        self.file.write_bytes(pickle.dumps({}))
        self.refused("cut off, damaged", read_pickled, self.file)


class ShardsTest(FolderTest):
    def test_missing_shard_is_named(self):
        directory = copied("llava-tiny-sharded", self.root / "c")
        (directory / "model-00002-of-00004.safetensors").unlink()
        self.refused("names files that are missing: model-00002-of-00004.safetensors", read_weights, directory)

    def test_tensor_that_is_not_in_its_shard(self):
        directory = copied("llava-tiny-sharded", self.root / "c")
        edit(directory / "model.safetensors.index.json",
             lambda index: index["weight_map"].update({"extra.weight": "model-00001-of-00004.safetensors"}))
        self.refused("lacks tensors that the index places there: extra.weight", read_weights, directory)

    def test_index_that_leads_elsewhere(self):
        directory = copied("llava-tiny-sharded", self.root / "c")
        edit(directory / "model.safetensors.index.json",
             lambda index: index["weight_map"].update({"a": "../other.safetensors"}))
        self.refused("is no index of shards", read_weights, directory)

    def test_nothing_and_parts_of_models(self):
        self.refused("has no model.safetensors, no pytorch_model.bin", read_weights, self.root)
        (self.root / "mm_projector.bin").write_bytes(b"")
        self.refused("holds a projector only", read_weights, self.root)
        (self.root / "adapter_config.json").write_text("{}")
        self.refused("LoRA adapter .* Merge it into its base model", read_weights, self.root)


class FillTest(FolderTest):
    def tensor(self, values, dtype="F32"):
        write_raw(self.root / "t", {"t": (dtype, list(values.shape), values.numpy().tobytes())})
        return read_safetensors(self.root / "t")["t"]

    def test_values_come_in_small_blocks(self):
        values = torch.arange(10_000.0)
        self.addCleanup(setattr, stored, "CHUNK_BYTES", stored.CHUNK_BYTES)
        stored.CHUNK_BYTES = 4096
        tensor = self.tensor(values)
        self.assertEqual(max(chunk.numel() for chunk in tensor.chunks()), 1024)
        self.assertTrue(torch.equal(loaded(tensor), values))

    def test_beyond_float16(self):
        tensor = self.tensor(torch.tensor([1.0, 1e6]))
        with self.assertRaisesRegex(CheckpointError, "t in .* beyond the range of float16.*bfloat16 or float32"):
            stored.fill(torch.empty(2, dtype=torch.float16), tensor)
        target = torch.empty(2, dtype=torch.bfloat16)
        stored.fill(target, tensor)
        self.assertEqual(target[0].item(), 1.0)

    def test_values_that_are_not_finite(self):
        for value in (float("nan"), float("inf")):
            self.refused("has values that are not finite", loaded, self.tensor(torch.tensor([value])))

    def test_file_that_shrank_since(self):
        tensor = self.tensor(torch.ones(100))
        path = self.root / "t"
        path.write_bytes(path.read_bytes()[:-8])
        self.refused("ends in the middle of the tensor t", loaded, tensor)


if __name__ == "__main__":
    unittest.main()
