"""The package follows the contract: it keeps what Java keeps."""
import unittest

import numpy as np

from tests.support import EXPORT, cases, random_tokens
from tokenquarry_serving import Codebook, count, load


class TestVectors(unittest.TestCase):

    def test_redundancy_has_the_same_bits(self):
        codebook = load(EXPORT)
        for name, tokens, expected in cases():
            with self.subTest(name):
                self.assertEqual(codebook.score(tokens).tolist(), expected["redundancy"])

    def test_the_same_tokens_stay(self):
        codebook = load(EXPORT)
        for name, tokens, expected in cases():
            for kept in expected["kept"]:
                with self.subTest(name, rule=kept["rule"], k=kept["k"]):
                    places = codebook.keep(tokens, kept["k"], kept["rule"], expected["grid"])
                    self.assertEqual(places.tolist(), kept["places"])

    def test_all_tokens_stay_in_their_order(self):
        tokens = random_tokens(1, 16)
        codebook = Codebook(random_tokens(2, 16))
        for rule in ("codebook", "codebook-diverse"):
            self.assertEqual(codebook.keep(tokens, 24, rule, (4, 6)).tolist(), list(range(24)))

    def test_a_length_changes_nothing(self):
        tokens = random_tokens(3, 16)
        codebook = Codebook(random_tokens(4, 16))
        scaled = tokens * np.float32(2.0) ** np.arange(-12, 12, dtype=np.float32)[:, None]
        self.assertEqual(codebook.keep(scaled, 7).tolist(), codebook.keep(tokens, 7).tolist())

    def test_counts_round_as_each_server_does(self):
        self.assertEqual([count(576, 0.2, each) for each in
                          ("tokenquarry", "vllm-video", "vllm-image", "tensorrt-edge")], [115, 115, 115, 116])
        self.assertEqual(count(5, 0.5), 2)
        self.assertEqual(count(576, 0.0001), 1)


if __name__ == "__main__":
    unittest.main()
