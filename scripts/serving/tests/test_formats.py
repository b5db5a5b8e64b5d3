"""Other libraries read every file of an export, and find the same prototypes."""
import json
import unittest

import numpy as np

from tests.support import EXPORT
from tokenquarry_serving import load

try:
    import torch
except ImportError:
    torch = None
try:
    import safetensors.numpy as safetensors
except ImportError:
    safetensors = None
try:
    import pyarrow.parquet as parquet
except ImportError:
    parquet = None
try:
    from huggingface_hub import ModelCard
except ImportError:
    ModelCard = None


class TestFormats(unittest.TestCase):

    def setUp(self):
        self.prototypes = load(EXPORT).prototypes

    def same(self, found):
        np.testing.assert_array_equal(np.asarray(found, dtype=np.float32), self.prototypes)

    def test_numpy(self):
        self.same(np.load(EXPORT / "codebook.npy", allow_pickle=False))

    @unittest.skipIf(torch is None, "SKIPPED: no torch")
    def test_torch(self):
        self.same(torch.load(EXPORT / "codebook.pt", weights_only=True).numpy())
        self.assertEqual(len(json.loads((EXPORT / "codebook.json").read_text())), len(self.prototypes))

    @unittest.skipIf(safetensors is None, "SKIPPED: no safetensors")
    def test_safetensors(self):
        self.same(safetensors.load_file(EXPORT / "codebook.safetensors")["prototypes"])

    @unittest.skipIf(parquet is None, "SKIPPED: no pyarrow")
    def test_parquet(self):
        table = parquet.read_table(EXPORT / "codebook.parquet")
        self.assertEqual(table["prototype_id"].to_pylist(), list(range(len(self.prototypes))))
        self.same(table["embedding"].to_pylist())

    @unittest.skipIf(ModelCard is None, "SKIPPED: no huggingface_hub")
    def test_card(self):
        card = ModelCard.load(EXPORT / "README.md")
        self.assertEqual(card.data.library_name, "tokenquarry")


if __name__ == "__main__":
    unittest.main()
