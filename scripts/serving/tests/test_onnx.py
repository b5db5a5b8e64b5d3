"""The graph keeps what Java keeps."""
import unittest

from tests.support import EXPORT, cases, random_tokens
from tokenquarry_serving import load

try:
    import numpy as np
    import onnxruntime
except ImportError:
    onnxruntime = None


@unittest.skipIf(onnxruntime is None, "SKIPPED: no onnxruntime")
class TestOnnx(unittest.TestCase):

    def setUp(self):
        self.graph = onnxruntime.InferenceSession(str(EXPORT / "codebook.onnx"), providers=["CPUExecutionProvider"])

    def keep(self, tokens, k):
        return self.graph.run(None, {"tokens": tokens, "k": np.array([k], dtype=np.int64)})

    def test_vectors(self):
        for name, tokens, expected in cases():
            for kept in expected["kept"]:
                if kept["rule"] == "codebook":
                    with self.subTest(name, k=kept["k"]):
                        scores, places = self.keep(tokens, kept["k"])
                        np.testing.assert_allclose(scores, expected["redundancy"], rtol=0, atol=1e-12)
                        self.assertEqual(places.tolist(), kept["places"])

    def test_random_matrices(self):
        codebook = load(EXPORT)
        for seed in range(1000):
            tokens = random_tokens(seed, codebook.prototypes.shape[1])
            self.assertEqual(self.keep(tokens, 7)[1].tolist(), codebook.keep(tokens, 7).tolist(), seed)


if __name__ == "__main__":
    unittest.main()
