"""Which tokens stay of an image with tiles; numpy is enough."""
import subprocess
import sys
import unittest

import numpy as np

from tests.support import random_tokens
from tokenquarry_serving import Codebook, ServingError
from tokenquarry_serving.packing import Choice, require_space, views


class TestPacking(unittest.TestCase):

    def test_views(self):
        def found(*arguments):
            return [(view.places.tolist(), view.grid) for view in views(*arguments)]

        whole = (list(range(4)), (2, 2))
        self.assertEqual(found(4, 2, []), [whole])
        self.assertEqual(found(5, 2, [4]), [whole])
        self.assertEqual(found(12, 2, [7, 11]), [whole, ([4, 5, 6, 8, 9, 10], (2, 3))])
        self.assertEqual(found(6, 2, [5]), [whole, ([4], (1, 1))])

    def test_what_is_not_packed_so(self):
        for length, newlines in ((3, []), (5, []), (9, []), (12, [7]), (12, [7, 10]), (12, [4, 11]), (12, [3, 11])):
            with self.subTest((length, newlines)), self.assertRaises(ServingError) as refused:
                views(length, 2, newlines)
            self.assertEqual(refused.exception.code, "tokens-not-packed")

    def test_as_many_stay_as_were_announced(self):
        tokens = random_tokens(1, 8, 12)
        codebook = Codebook(random_tokens(2, 8, 3))
        for choice in (Choice(codebook, keep=0.5), Choice(codebook, k=3), Choice(codebook, k=10),
                       Choice(codebook, keep=0.2, rule="codebook-diverse", rounding="tensorrt-edge")):
            places = choice.places(tokens, 2, [7, 11])
            self.assertEqual(len(places), choice.size(12, 2, [7, 11]))
            self.assertEqual(places.tolist(), sorted({*places.tolist(), 7, 11}))
        self.assertEqual(Choice(codebook, keep=0.5).size(12, 2, [7, 11]), 2 + 3 + 2)
        self.assertEqual(Choice(codebook, k=10).places(tokens, 2, [7, 11]).tolist(), list(range(12)))

    def test_refusals(self):
        codebook = Codebook(random_tokens(2, 8, 3))
        for code, settings in (
                ("count-invalid", {}), ("count-invalid", {"keep": 0.5, "k": 1}), ("count-invalid", {"keep": 1.5}),
                ("rounding-unknown", {"keep": 0.5, "rounding": "other"}), ("rule-unknown", {"k": 1, "rule": "other"})):
            with self.subTest(settings), self.assertRaises(ServingError) as refused:
                Choice(codebook, **settings)
            self.assertEqual(refused.exception.code, code)
        for code, choice in (("count-invalid", Choice(codebook, k=11)), ("count-invalid", Choice(codebook, k=0)),
                             ("grid-missing", Choice(codebook, k=3, rule="codebook-diverse"))):
            with self.subTest(choice), self.assertRaises(ServingError) as refused:
                choice.size(12, 2, [7, 11])
            self.assertEqual(refused.exception.code, code)
        for code, width, space in (("width-differs", 7, "projected"), ("space-differs", 8, "vision")):
            with self.subTest(code), self.assertRaises(ServingError) as refused:
                require_space(Codebook(np.ones((1, 8)), {"space": {"name": space}}), width)
            self.assertEqual(refused.exception.code, code)

    def test_numpy_is_enough(self):
        code = "import sys, tokenquarry_serving.packing; print(*sys.modules)"
        modules = subprocess.check_output([sys.executable, "-c", code], text=True).split()
        self.assertIn("numpy", modules)
        self.assertFalse({"torch", "transformers", "vllm"} & set(modules))


if __name__ == "__main__":
    unittest.main()
