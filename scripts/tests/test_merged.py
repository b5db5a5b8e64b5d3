"""Towers with merged patches: windows, order of patches, positions, and what the encoder says of itself."""
import unittest
from dataclasses import replace

import support

support.require_torch()

import torch  # noqa: E402

from vlm.merged import MergedBlock, MergedEncoder, MergedVisionConfig, interpolation, places, windows  # noqa: E402
from vlm.placed import chunked, interleaved  # noqa: E402

GATED = MergedVisionConfig(side=56, hidden=24, patch=4, width=32, layers=3, heads=2, mlp=40, window=3, whole=(1,))
PLAIN = MergedVisionConfig(side=48, hidden=24, patch=4, width=32, layers=3, heads=2, mlp=40, gated=False, table=5,
                           deepstack=(0, 2))


def grid(height, width):
    """Row and column of each patch of an image of so many px."""
    return places(height // 8, width // 8, 2, torch.device("cpu"))


def encoder(config):
    torch.manual_seed(3)
    return MergedEncoder(config).eval()


class MergedTest(unittest.TestCase):
    def setUp(self):
        gradients = torch.no_grad()
        gradients.__enter__()
        self.addCleanup(gradients.__exit__, None, None, None)

    def close(self, actual, expected, tolerance=1e-5):
        self.assertEqual(actual.shape, expected.shape)
        self.assertLess((actual - expected).abs().max().item(), tolerance)

    def test_shapes_in_eager_and_script(self):
        for config, planes in ((GATED, 0), (PLAIN, 2), (replace(GATED, whole=()), 0)):
            eager = encoder(config)
            count = config.grid[0] * config.grid[1]
            pixels = torch.randn(2, 3, config.side, config.side)
            for module in (eager, torch.jit.script(eager)):
                tokens, cosine, features, received = module.features(pixels)
                self.assertEqual(tokens.shape, (2, count, 24 * (1 + planes)))
                self.assertEqual(features.shape, (2, count, config.merged))
                self.assertEqual(cosine.shape, (2, count))
                self.close(received.sum(dim=1), torch.ones(2))
                self.close(module(pixels)[0], tokens, 1e-9)

    def test_an_image_of_any_shape_is_seen_as_in_its_own_grid(self):
        """In windows, an image has the tokens that it has in a larger image that goes on behind a border of windows."""
        config = replace(GATED, whole=())
        tower = encoder(config)
        wide = torch.randn(1, 3, 24, 72)
        self.assertEqual(tower(wide)[0].shape, (1, 3 * 9, 24))
        tall = torch.cat([wide, torch.randn(1, 3, 48, 72)], dim=2)
        self.close(tower(tall)[0][:, :27], tower(wide)[0])
        scripted = torch.jit.script(tower)
        self.close(scripted(wide)[0], tower(wide)[0], 1e-6)
        self.close(scripted(tall)[0], tower(tall)[0], 1e-6)

    def test_patches_stand_token_by_token(self):
        row, col = grid(16, 16)
        self.assertEqual(list(zip(row.tolist(), col.tolist())), [
            (0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (0, 3), (1, 2), (1, 3),
            (2, 0), (2, 1), (3, 0), (3, 1), (2, 2), (2, 3), (3, 2), (3, 3)])
        tower = encoder(GATED).tower
        spot = torch.zeros(1, 3, 56, 56)
        spot[0, :, 4 * 5:4 * 6, 4 * 2:4 * 3] = 1.0
        row, col = grid(56, 56)
        moved = (tower.embedded(spot, row, col) - tower.embedded(spot * 0, row, col)).abs().sum(dim=2)[0]
        moved = moved.nonzero().flatten()
        self.assertEqual([(int(row[i]), int(col[i])) for i in moved], [(5, 2)])

    def test_windows_are_cut_at_the_borders(self):
        index, own, back = windows(*grid(56, 56), 6)
        # 7 x 7 tokens in windows of 3 x 3: four whole ones, four narrow ones and the corner.
        self.assertEqual(sorted(own.sum(dim=1).tolist()), [4] + [12] * 4 + [36] * 4)
        self.assertEqual(sorted(index[own].tolist()), list(range(4 * 49)))
        self.assertEqual(index.flatten()[back].tolist(), list(range(4 * 49)))

    def test_windowed_attention_is_whole_attention_behind_a_mask(self):
        torch.manual_seed(5)
        block = MergedBlock(GATED, 0).eval()
        q, k, v = torch.randn(3, 2, 2, 4 * 49, 16)
        mixed, received = block.attention(q, k, v, windows(*grid(56, 56), 6))
        row, col = (place // (3 * 2) for place in grid(56, 56))
        same = (row.unsqueeze(0) == row.unsqueeze(1)) & (col.unsqueeze(0) == col.unsqueeze(1))
        scores = (q @ k.transpose(-1, -2) / 4).masked_fill(~same, float("-inf"))
        weights = scores.softmax(dim=-1)
        self.close(mixed, weights @ v)
        self.close(received, weights.mean(dim=[1, 2]))

    def test_positions_are_interpolated_with_corners_on_corners(self):
        table = torch.arange(25.0).view(1, 1, 5, 5)
        for height, width in ((48, 48), (24, 56)):
            size = height // 4, width // 4
            expected = torch.nn.functional.interpolate(table, size=size, mode="bilinear", align_corners=True)[0, 0]
            row, col = grid(height, width)
            entries, shares = interpolation(row, col, 5)
            self.close((table.flatten()[entries] * shares).sum(dim=0), expected[row, col], 1e-4)

    def test_parts_of_positions(self):
        self.assertEqual(chunked([1, 2, 3]), [0, 1, 1, 2, 2, 2])
        self.assertEqual(interleaved([4, 2, 2]), [0, 1, 2, 0, 1, 2, 0, 0])
        # Qwen3-VL's own sections.
        parts = interleaved([24, 20, 20])
        self.assertEqual([parts.count(part) for part in range(3)], [24, 20, 20])


if __name__ == "__main__":
    unittest.main()
