"""Packed sequences are exact, drops keep what they promise, and the AUC is the AUC."""
import unittest

import support

support.require_torch()

import numpy as np  # noqa: E402
import torch  # noqa: E402

from training import drops, evaluation  # noqa: E402
from training.data import Batches  # noqa: E402
from training.model import Reader  # noqa: E402
from vlm.decoder import Decoder, DecoderConfig  # noqa: E402
from vlm.tokenizer import SPECIALS, WordTokenizer  # noqa: E402


def scene(*regions):
    """Patch labels `[1, 144, 4]` with objects at regions `(row, col, rows, cols)`, fully covered."""
    patches = np.zeros((1, 12, 12, 4), np.uint8)
    for number, (r, c, height, width) in enumerate(regions, 1):
        patches[0, r:r + height, c:c + width] = (number, number, 1, 255)
    return patches.reshape(1, 144, 4)


class PackingTest(unittest.TestCase):
    def test_packed_questions_equal_questions_asked_alone(self):
        torch.manual_seed(6)
        decoder = Decoder(DecoderConfig(20)).eval()
        reader = Reader(decoder, [2, 5], [7, 6], 0)
        kept = torch.randn(2, 9, 128)
        questions = [[8, 9, 6], [10, 11, 12, 13, 6]]
        ids = torch.tensor([sum(questions, [])] * 2)
        segment = torch.tensor([[1] * 3 + [2] * 5] * 2)
        offset = torch.tensor([[0, 1, 2, 0, 1, 2, 3, 4]] * 2)
        wanted = torch.zeros(2, 8, dtype=torch.bool)
        wanted[:, [2, 7]] = True
        past = torch.zeros(4, 1, 4, 0, 32)
        with torch.no_grad():
            packed = reader.packed(kept, ids, segment, offset, wanted).view(2, 2, -1)
            for q, words in enumerate(questions):
                head = decoder.embed(torch.tensor([2, 5])).expand(2, -1, -1)
                tail = decoder.embed(torch.tensor(words)).expand(2, -1, -1)
                alone = decoder.last_logits(torch.cat([head, kept, tail], 1), past, past)
                self.assertLess((packed[:, q] - alone).abs().max().item(), 1e-5)

    def test_answer_places_are_first_targets(self):
        segment = torch.tensor([[1, 1, 1, 2, 2, 0]])
        target = torch.tensor([[-100, 5, 3, 6, 3, -100]])
        self.assertEqual(evaluation.answer_places(segment, target).int().tolist(), [[0, 1, 0, 1, 0, 0]])

    def test_batches_are_disjoint_over_ranks_and_repeatable(self):
        one, two = Batches(40, 5, 0, 2, 9), Batches(40, 5, 1, 2, 9)
        seen = np.concatenate([b(step) for step in range(4) for b in (one, two)])
        self.assertEqual(sorted(seen.tolist()), list(range(40)))
        self.assertEqual(Batches(40, 5, 1, 2, 9)(7).tolist(), two(7).tolist())


class DropsTest(unittest.TestCase):
    def test_every_object_keeps_a_token(self):
        patches = np.repeat(scene((0, 0, 4, 4), (6, 6, 1, 1), (10, 2, 2, 1)), 50, axis=0)
        kept = drops.keep_with_witnesses(patches, 7, np.random.default_rng(0))
        self.assertEqual(kept.shape, (50, 7))
        self.assertTrue((np.diff(kept, axis=1) > 0).all())
        seen, present = drops.visible(patches, kept, np.zeros(kept.shape, bool))
        self.assertEqual(present[0].tolist(), [True, True, True, False, False, False])
        self.assertTrue((seen == present).all())

    def test_a_padded_object_is_not_seen(self):
        patches = scene((0, 0, 1, 1), (5, 5, 1, 1))
        index = np.arange(144)[None]
        pad = np.zeros((1, 144), bool)
        pad[0, 0] = True
        seen, _ = drops.visible(patches, index, pad)
        self.assertEqual(seen[0, :2].tolist(), [False, True])

    def test_target_is_the_largest_seen_object_else_a_label(self):
        seen = np.array([[False, True, True], [True, True, False], [False, False, False]])
        shapes = np.array([[1, 2, 3], [4, 2, 3], [5, 2, 3]], np.float32)
        words = np.arange(10) + 20
        target = drops.object_target(seen, shapes, words, np.array([21, 24, 25]), np.random.default_rng(0), swap=0.0)
        self.assertEqual(target.tolist(), [22, 24, 25])

    def test_probes_stay_on_the_grid(self):
        patches = np.repeat(scene((0, 0, 2, 2)), 4, axis=0)
        sizes = set()
        for seed in range(40):
            rng, shared = np.random.default_rng(seed), np.random.default_rng([seed, 1])
            source, index, pad = drops.probe(patches, 12, 12, rng, shared)
            self.assertEqual(index.shape, pad.shape)
            self.assertEqual(len(source), len(index))
            self.assertTrue(((index >= 0) & (index < 144)).all())
            self.assertTrue((np.diff(index, axis=1) > 0).all())
            sizes.add(index.shape[1])
        self.assertTrue({1, 9, 144} <= sizes)


class FiguresTest(unittest.TestCase):
    def test_auc_counts_ties_half(self):
        self.assertAlmostEqual(evaluation.auc(np.array([3.0, 4.0]), np.array([1.0, 2.0])), 1.0)
        self.assertAlmostEqual(evaluation.auc(np.array([1.0, 1.0]), np.array([1.0])), 0.5)
        self.assertAlmostEqual(evaluation.auc(np.array([1.0, 3.0]), np.array([2.0, 3.0])), 0.375)


class TokenizerTest(unittest.TestCase):
    def test_specials_first_then_sorted_words(self):
        tokenizer = WordTokenizer(["star", "a", "?"])
        self.assertEqual(tokenizer.words, SPECIALS + ["?", "a", "star"])
        self.assertEqual(tokenizer.encode("A star , ?"), [8, 9, 1, 7])
        self.assertEqual(tokenizer.to_json()["model"]["vocab"]["</s>"], 3)


if __name__ == "__main__":
    unittest.main()
