"""Shapes, ranges and options of the vision encoder."""
import unittest

import support

support.require_torch()

import torch  # noqa: E402

from vlm.projector import MlpProjector  # noqa: E402
from vlm.vision import Activation, VisionConfig, VisionEncoder, VisionTower  # noqa: E402


def encoder(**options):
    torch.manual_seed(2)
    config = VisionConfig(**options)
    return VisionEncoder(VisionTower(config), MlpProjector(config.features, 64, 96)).eval()


class VisionTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(4)
        self.pixels = torch.randn(2, 3, 96, 96)

    def test_features(self):
        with torch.no_grad():
            tokens, cosine, features, attention = torch.jit.script(encoder()).features(self.pixels)
        self.assertEqual(tokens.shape, (2, 144, 96))
        self.assertEqual(cosine.shape, (2, 144))
        self.assertEqual(features.shape, (2, 144, 128))
        self.assertEqual(attention.shape, (2, 144))
        self.assertTrue(bool((cosine.abs() <= 1).all()))
        self.assertTrue(bool((attention >= 0).all() and (attention.sum(1) < 1).all()))

    def test_forward_is_the_head_of_features(self):
        module = torch.jit.script(encoder())
        with torch.no_grad():
            tokens, cosine = module(self.pixels)
            all_four = module.features(self.pixels)
        self.assertTrue(torch.equal(tokens, all_four[0]))
        self.assertTrue(torch.equal(cosine, all_four[1]))

    def test_tokens_are_projected_features_and_cosine_is_to_cls(self):
        module = encoder()
        with torch.no_grad():
            tokens, cosine, features, attention = module.features(self.pixels)
            states, weights = module.tower(self.pixels)
            self.assertTrue(torch.allclose(module.projector(features), tokens))
        self.assertTrue(torch.equal(features, states[:, 1:]))
        by_hand = (states[0, 5] @ states[0, 0]) / (states[0, 5].norm() * states[0, 0].norm())
        self.assertAlmostEqual(cosine[0, 4].item(), by_hand.item(), places=5)
        self.assertTrue(torch.allclose(attention, weights[:, :, 0, 1:].mean(1)))

    def test_without_cls_the_reference_is_the_mean_patch(self):
        module = encoder(has_cls=False)
        with torch.no_grad():
            _, cosine, features, attention = torch.jit.script(module).features(self.pixels)
        mean = features[0].mean(0)
        by_hand = (features[0, 7] @ mean) / (features[0, 7].norm() * mean.norm())
        self.assertAlmostEqual(cosine[0, 7].item(), by_hand.item(), places=5)
        self.assertAlmostEqual(attention[1].sum().item(), 1.0, places=5)

    def test_selected_layer_counts_from_either_end(self):
        self.assertEqual(VisionConfig(feature_layer=-2).blocks, 3)
        self.assertEqual(VisionConfig(feature_layer=3).blocks, 3)
        with torch.no_grad():
            same = [encoder(feature_layer=layer).features(self.pixels)[2] for layer in (-2, 3)]
        self.assertTrue(torch.equal(same[0], same[1]))
        self.assertEqual([VisionConfig(feature_layer=layer).blocks for layer in (0, -5)], [0, 0])
        with self.assertRaisesRegex(ValueError, "feature layer -6 is outside a tower of 4 layers"):
            VisionConfig(feature_layer=-6).blocks

    def test_several_layers_are_joined_in_their_order(self):
        self.assertEqual(VisionConfig(feature_layers=(-1, 1, -2)).selected, (4, 1, 3))
        module = encoder(feature_layers=(-1, 1, -2))
        with torch.no_grad():
            states, _ = torch.jit.script(module.tower)(self.pixels)
            deepest, _ = encoder().tower(self.pixels)
            first, _ = encoder(feature_layer=1).tower(self.pixels)
        self.assertEqual(states.shape, (2, 145, 3 * 128))
        self.assertTrue(torch.equal(states[..., :128], deepest))
        self.assertTrue(torch.equal(states[..., 128:256], first))

    @unittest.skipUnless(hasattr(torch.nn.functional, "scaled_dot_product_attention"), "torch has no fused attention")
    def test_fused_attention_gives_the_same_numbers(self):
        with torch.no_grad():
            pairs = zip(torch.jit.script(encoder(fused=True)).features(self.pixels), encoder().features(self.pixels))
            for one, other in pairs:
                self.assertTrue(torch.allclose(one, other, atol=1e-5))

    def test_the_projector_alone_gives_the_visual_tokens(self):
        module = torch.jit.script(encoder())
        with torch.no_grad():
            tokens, _, features, _ = module.features(self.pixels)
            self.assertTrue(torch.allclose(module.project(features[1]), tokens[1], atol=1e-6))

    def test_keys_are_those_of_the_last_block_and_of_the_one_behind_it(self):
        module, whole = encoder(feature_layer=2), encoder(feature_layer=3)
        block = whole.tower.blocks[2]
        with torch.no_grad():
            module.tower.behind.norm1.weight.copy_(block.norm1.weight)
            module.tower.behind.qk.weight.copy_(block.qkv.weight[:256])
            module.tower.behind.qk.bias.copy_(block.qkv.bias[:256].uniform_())
            whole.tower.load_state_dict(module.tower.state_dict(), strict=False)
            _, _, features, _ = module.features(self.pixels)
            states, own, query, keys = torch.jit.script(module).keys(self.pixels)
            _, next_own, _, _ = torch.jit.script(whole).keys(self.pixels)
            by_hand = module.tower.blocks[1].qkv(module.tower.blocks[1].norm1(module.tower.blocks[0].states(
                module.tower.embedded(self.pixels))))
        self.assertTrue(torch.allclose(states[:, 1:], features, atol=1e-5))
        self.assertTrue(torch.allclose(own, by_hand[..., 128:256].unflatten(2, (4, 32)).mean(2), atol=1e-5))
        self.assertTrue(torch.allclose(keys.unflatten(2, (4, 32)).mean(2), next_own, atol=1e-5))
        self.assertEqual((query.shape, keys.shape), ((2, 128), (2, 145, 128)))

    def test_nothing_lies_behind_the_last_block_and_without_cls(self):
        for module in (encoder(), encoder(has_cls=False, feature_layer=2)):
            with torch.no_grad():
                states, own, query, keys = torch.jit.script(module).keys(self.pixels)
            self.assertEqual((states.shape[:2], own.shape), (own.shape[:2], (2, states.size(1), 32)))
            self.assertEqual((query.numel(), keys.numel()), (0, 0))

    def test_patch_order_is_row_major_and_grid_need_not_be_square(self):
        module = encoder(height=48, width_px=96)
        first, second = torch.zeros(1, 3, 48, 96), torch.zeros(1, 3, 48, 96)
        second[:, :, 8:16, 16:24] = 1.0
        with torch.no_grad():
            moved = (module.tower.patches(first) - module.tower.patches(second)).flatten(2).abs().sum(1)[0]
            self.assertEqual(module(first)[0].shape, (1, 72, 96))
        self.assertEqual(torch.nonzero(moved).flatten().tolist(), [14])

    def test_unknown_activation_is_refused(self):
        with self.assertRaisesRegex(ValueError, "unknown activation relu"):
            Activation("relu")


if __name__ == "__main__":
    unittest.main()
