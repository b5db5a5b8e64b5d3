"""The decoder's methods agree, its cache continues exactly, and it is causal."""
import io
import unittest
from dataclasses import replace

import support

support.require_torch()

import torch  # noqa: E402

from vlm.decoder import Decoder, DecoderConfig, TiledDecoder  # noqa: E402

TOLERANCE = 1e-5
HAS_FUSED = hasattr(torch.nn.functional, "scaled_dot_product_attention")
VARIANTS = {
    "plain": DecoderConfig(61),
    "grouped": DecoderConfig(61, heads=4, kv_heads=2),
    "one key head, biased, tied": DecoderConfig(61, kv_heads=1, qkv_bias=True, tied_head=True),
    "wide heads, one layer": DecoderConfig(61, width=48, layers=1, heads=2, kv_heads=2, head_dim=16, mlp=64),
    "sliding windows": DecoderConfig(61, heads=4, kv_heads=2, windows=(0, 3, 5, 1)),
    "normed heads": DecoderConfig(61, heads=4, kv_heads=2, qk_norm=True, rope_scale=1.2),
    "all biases": DecoderConfig(61, qkv_bias=True, out_bias=True, mlp_bias=True, longest=12),
}


def scripted(config, seed=3):
    torch.manual_seed(seed)
    return torch.jit.script(Decoder(config).eval())


def empty(config):
    return torch.zeros(config.layers, 1, config.kv_heads, 0, config.head_dim)


class DecoderTest(unittest.TestCase):
    def setUp(self):
        gradients = torch.no_grad()
        gradients.__enter__()
        self.addCleanup(gradients.__exit__, None, None, None)

    def each(self):
        for name, config in VARIANTS.items():
            with self.subTest(name):
                torch.manual_seed(5)
                yield config, scripted(config), torch.randn(3, 12, config.width)

    def close(self, actual, expected):
        self.assertEqual(actual.shape, expected.shape)
        scale = max(1.0, expected.abs().max().item())
        self.assertLess((actual - expected).abs().max().item(), TOLERANCE * scale)

    def test_shapes(self):
        for config, decoder, x in self.each():
            logits, keys, values = decoder(x, empty(config), empty(config))
            self.assertEqual(logits.shape, (3, 61))
            self.assertEqual(keys.shape, (config.layers, 3, config.kv_heads, 12, config.head_dim))
            self.assertEqual(values.shape, keys.shape)

    def test_methods_agree_without_past(self):
        for config, decoder, x in self.each():
            logits, keys, values = decoder(x, empty(config), empty(config))
            self.close(decoder.last_logits(x, empty(config), empty(config)), logits)
            prefilled = decoder.prefill(x, empty(config), empty(config))
            self.close(prefilled[0], keys)
            self.close(prefilled[1], values)

    def test_continuation_equals_the_full_pass(self):
        for config, decoder, x in self.each():
            full = decoder(x, empty(config), empty(config))
            for cut in (1, 5, 11):
                past = decoder.prefill(x[:, :cut], empty(config), empty(config))
                for actual, expected in zip(decoder(x[:, cut:], *past), full):
                    self.close(actual, expected)
                self.close(decoder.last_logits(x[:, cut:], *past), full[0])

    def test_one_position_at_a_time_equals_the_full_pass(self):
        for config, decoder, x in self.each():
            past = empty(config), empty(config)
            for t in range(x.size(1)):
                logits, *past = decoder(x[:, t:t + 1], *past)
            self.close(logits, decoder(x, empty(config), empty(config))[0])

    def test_shared_past_is_broadcast(self):
        for config, decoder, x in self.each():
            past = decoder.prefill(x[:1, :7], empty(config), empty(config))
            whole = torch.cat([x[:1, :7].expand(3, -1, -1), x[:, 7:]], dim=1)
            expected = decoder(whole, empty(config), empty(config))
            for actual, wanted in zip(decoder(x[:, 7:], *past), expected):
                self.close(actual, wanted)
            self.close(decoder.last_logits(x[:, 7:], *past), expected[0])
            for actual, wanted in zip(decoder.prefill(x[:, 7:], *past), expected[1:]):
                self.close(actual, wanted)

    def test_later_positions_do_not_reach_back(self):
        for config, decoder, x in self.each():
            changed = x.clone()
            changed[:, 8:] += 1.0
            _, keys, values = decoder(x, empty(config), empty(config))
            _, other_keys, other_values = decoder(changed, empty(config), empty(config))
            self.assertTrue(torch.equal(keys[..., :8, :], other_keys[..., :8, :]))
            self.assertTrue(torch.equal(values[..., :8, :], other_values[..., :8, :]))
            self.assertFalse(torch.equal(keys[..., 8:, :], other_keys[..., 8:, :]))

    def test_sequences_of_a_batch_do_not_meet(self):
        for config, decoder, x in self.each():
            alone = decoder.last_logits(x[1:2], empty(config), empty(config))
            self.close(decoder.last_logits(x, empty(config), empty(config))[1:2], alone)

    def test_positions_continue_after_the_past(self):
        config = VARIANTS["plain"]
        decoder = scripted(config)
        x = torch.randn(1, 1, config.width)
        keys = [decoder.prefill(x, torch.zeros(4, 1, 4, p, 32), torch.zeros(4, 1, 4, p, 32))[0][0, 0, 0, -1]
                for p in (0, 3)]
        frequencies = 10000.0 ** (-torch.arange(0, 32, 2) / 32)
        angles = torch.cat([3 * frequencies, 3 * frequencies])
        turned = torch.cat([-keys[0][16:], keys[0][:16]])
        self.close(keys[1], keys[0] * angles.cos() + turned * angles.sin())

    def test_run_layers_is_forward(self):
        for config, decoder, x in self.each():
            states, attention = decoder.run_layers(x, torch.arange(x.size(1)), 0, config.layers)
            self.close(decoder.logits_of(states), decoder.last_logits(x, empty(config), empty(config)))
            self.assertEqual(attention.shape, (3, config.heads, 12, 12))

    def test_keys_of_a_layer_are_those_of_the_cache(self):
        for config, decoder, x in self.each():
            positions = torch.arange(x.size(1))
            cached = decoder.prefill(x, empty(config), empty(config))[0]
            before, _ = decoder.run_layers(x, positions, 0, 1)
            for layer, states in list(enumerate((x, before)))[:config.layers]:
                keys = decoder.keys_of(states, positions, layer)
                self.close(keys, cached[layer].transpose(1, 2).flatten(2))

    def test_norm_of_is_what_the_head_reads(self):
        for config, decoder, x in self.each():
            self.close(decoder.norm_of(x)[:, -1] @ decoder.head.weight.t(), decoder.logits_of(x))

    def test_windows_hide_what_is_farther(self):
        config = VARIANTS["sliding windows"]
        decoder = scripted(config)
        for layer, window in enumerate(config.windows):
            weights = decoder.run_layers(torch.randn(1, 12, config.width), torch.arange(12), layer, layer + 1)[1][0]
            for i in range(12):
                reached = (weights[:, i] > 0).any(dim=0).nonzero().flatten().tolist()
                self.assertEqual(reached, list(range(max(0, i - window + 1) if window else 0, i + 1)))

    def test_windows_longer_than_the_sequence_change_nothing(self):
        x = torch.randn(2, 12, 128)
        plain, windowed = (scripted(DecoderConfig(61, windows=windows)) for windows in ((), (12, 20, 12, 0)))
        config = VARIANTS["plain"]
        self.assertTrue(torch.equal(plain.last_logits(x, empty(config), empty(config)),
                                    windowed.last_logits(x, empty(config), empty(config))))

    def test_a_rule_that_changes_with_the_length_refuses_longer_sequences(self):
        config = VARIANTS["all biases"]
        decoder = scripted(config)
        past = decoder.prefill(torch.randn(1, 11, config.width), empty(config), empty(config))
        self.assertEqual(decoder.last_logits(torch.randn(1, 1, config.width), *past).shape, (1, 61))
        with self.assertRaisesRegex(Exception, "the sequence is longer than 12"):
            decoder.last_logits(torch.randn(1, 2, config.width), *past)

    @unittest.skipUnless(HAS_FUSED, "this torch has no scaled-dot-product attention")
    def test_fused_attention_gives_the_same_numbers(self):
        for config, decoder, x in self.each():
            fused = scripted(replace(config, fused=True))
            for one, other in zip(fused(x, empty(config), empty(config)), decoder(x, empty(config), empty(config))):
                self.close(one, other)
            self.close(fused.last_logits(x, empty(config), empty(config)),
                       decoder.last_logits(x, empty(config), empty(config)))
            past = decoder.prefill(x[:1, :7], empty(config), empty(config))
            self.close(fused.last_logits(x[:, 7:], *past), decoder.last_logits(x[:, 7:], *past))

    def test_tiled_decoder_tells_its_newline(self):
        module = TiledDecoder(VARIANTS["plain"])
        module.newline_vector.copy_(torch.arange(128.0))
        tiled = torch.jit.script(module.eval())
        self.assertTrue(torch.equal(tiled.newline(), torch.arange(128.0)))
        self.assertEqual(tiled.embed(torch.tensor([1])).shape, (1, 128))

    def test_embed_reads_rows_of_the_table(self):
        decoder = scripted(VARIANTS["plain"])
        rows = decoder.embed(torch.tensor([4, 0, 4]))
        self.assertEqual(rows.shape, (3, 128))
        self.assertTrue(torch.equal(rows[0], rows[2]))

    def test_saved_archive_gives_the_same_numbers(self):
        config = VARIANTS["grouped"]
        decoder = scripted(config)
        archive = io.BytesIO()
        torch.jit.save(decoder, archive)
        archive.seek(0)
        x = torch.randn(2, 5, config.width)
        loaded = torch.jit.load(archive)
        self.assertTrue(torch.equal(loaded.last_logits(x, empty(config), empty(config)),
                                    decoder.last_logits(x, empty(config), empty(config))))


if __name__ == "__main__":
    unittest.main()
