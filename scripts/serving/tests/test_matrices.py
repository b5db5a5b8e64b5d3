"""On a thousand random images this package and the graph keep what Java keeps, which SQL and `evaluate` share."""
import json
import os
import pathlib
import unittest

import numpy as np

from tests.support import EXPORT
from tokenquarry_serving import files, load

try:
    import onnxruntime
except ImportError:
    onnxruntime = None

MATRICES = os.environ.get("TOKENQUARRY_MATRICES")


@unittest.skipIf(MATRICES is None, "SKIPPED: a test of Java makes the matrices")
class TestMatrices(unittest.TestCase):

    def setUp(self):
        folder = pathlib.Path(MATRICES)
        self.expected = json.loads((folder / "kept.json").read_text())
        tokens = files.tensors(folder / "matrices.safetensors")["tokens"]
        self.images = np.split(tokens, len(self.expected["kept"]))

    def test_package(self):
        codebook = load(EXPORT)
        for image, kept in zip(self.images, self.expected["kept"]):
            for rule, places in kept.items():
                found = codebook.keep(image, len(places), rule=rule, grid=self.expected["grid"])
                self.assertEqual(found.tolist(), places)

    @unittest.skipIf(onnxruntime is None, "SKIPPED: no onnxruntime")
    def test_graph(self):
        graph = onnxruntime.InferenceSession(str(EXPORT / "codebook.onnx"), providers=["CPUExecutionProvider"])
        for image, kept in zip(self.images, self.expected["kept"]):
            places = kept["codebook"]
            found = graph.run(["places"], {"tokens": image, "k": np.array([len(places)], dtype=np.int64)})
            self.assertEqual(found[0].tolist(), places)


if __name__ == "__main__":
    unittest.main()
