"""Configs that say little mean what the classes' defaults say."""
import unittest

import support

support.require_torch()

from checkpoint.hugging_face_config import read_hugging_face  # noqa: E402
from checkpoint.internvl_config import read_internvl, read_original_internvl  # noqa: E402
from checkpoint.prompts import preset_of  # noqa: E402
from checkpoint.rotary import rope  # noqa: E402
from checkpoint.smolvlm_config import read_smolvlm  # noqa: E402
from checkpoint.text_config import text_config  # noqa: E402
from checkpoint.tower_config import tower_config  # noqa: E402


class Vocabulary:
    """Stands for a tokenizer with these tokens."""

    def __init__(self, *tokens):
        self.tokens = tokens

    def id_of(self, token):
        return self.tokens.index(token) if token in self.tokens else None


class DefaultsTest(unittest.TestCase):
    def test_families_without_any_field(self):
        for family, width, image, patch, layers, token, kind in (
                ("llava", 1024, 336, 14, (-2,), 32000, "llama"), ("llava_next", 1024, 336, 14, (-2,), 32000, "llama"),
                ("llava_onevision", 1152, 384, 14, (-1,), 151646, "qwen2")):
            config = read_hugging_face({}, family)
            self.assertEqual((config.tower.width, config.tower.image, config.tower.patch), (width, image, patch))
            self.assertEqual((config.feature_layers, config.image_token, config.text.kind), (layers, token, kind))
        self.assertEqual(config.tower.layers, 26)
        self.assertEqual((config.anyres.kind, config.anyres.most), ("onevision", 9))
        self.assertEqual((len(config.anyres.pinpoints), config.anyres.pinpoints[1]), (36, (384, 768)))
        self.assertEqual(read_hugging_face({}, "llava_next").anyres.pinpoints[3], (1008, 336))

    def test_language_models_without_any_field(self):
        sizes = {kind: text_config({}, kind) for kind in ("llama", "mistral", "qwen2")}
        self.assertEqual([t.mlp for t in sizes.values()], [11008, 14336, 22016])
        self.assertEqual([t.kv_heads for t in sizes.values()], [32, 8, 32])
        self.assertEqual([t.vocabulary for t in sizes.values()], [32000, 32000, 151936])
        self.assertEqual({(t.eps, t.rope_theta, t.head_dim) for t in sizes.values()}, {(1e-6, 10000.0, 128)})

    def test_towers_without_any_field(self):
        clip, siglip = tower_config({}), tower_config({"model_type": "siglip_vision_model"})
        self.assertEqual((clip.patch, clip.activation, clip.eps, clip.has_cls), (32, "quick_gelu", 1e-5, True))
        self.assertEqual((siglip.patch, siglip.activation, siglip.eps, siglip.has_cls), (16, "gelu_tanh", 1e-6, False))

    def test_spellings(self):
        self.assertEqual(read_hugging_face({"image_token_id": 7}, "llava").image_token, 7)
        self.assertEqual(rope({"rope_theta": 5e5}), (5e5, {"rope_type": "default"}))
        self.assertEqual(rope({"rope_parameters": {"rope_theta": 1e6, "rope_type": "default"}})[0], 1e6)
        self.assertEqual(rope({"rope_scaling": {"type": "linear", "factor": 2.0}})[1]["rope_type"], "linear")
        self.assertIsNone(read_hugging_face({"vision_aspect_ratio": "anyres"}, "llava_onevision").anyres.most)

    def test_windows(self):
        def windows(kind, **fields):
            return text_config({"num_hidden_layers": 4, **fields}, kind).windows

        self.assertEqual(windows("llama", sliding_window=8), (0, 0, 0, 0))
        self.assertEqual(windows("mistral"), (4096,) * 4)
        self.assertEqual(windows("mistral", sliding_window=None), (0,) * 4)
        self.assertEqual(windows("qwen2", sliding_window=8), (0,) * 4)
        self.assertEqual(windows("qwen2", sliding_window=8, use_sliding_window=True, max_window_layers=3), (0, 0, 0, 8))
        kinds = ["sliding_attention", "full_attention"] * 2
        self.assertEqual(windows("qwen2", sliding_window=8, use_sliding_window=True, layer_types=kinds), (8, 0, 8, 0))

    def test_internvl_and_smolvlm_without_any_field(self):
        # The class's own defaults make no whole tokens.
        internvl, smolvlm = read_internvl({}), read_smolvlm({"vision_config": {"image_size": 256}})
        self.assertEqual((internvl.tower.width, internvl.tower.image, internvl.tower.merge), (1024, 448, 2))
        self.assertEqual((internvl.text.kind, internvl.image_token, internvl.feature_layers), ("qwen2", 151667, (-1,)))
        self.assertEqual((smolvlm.tower.width, smolvlm.tower.layers, smolvlm.tower.merge), (1152, 12, 2))
        self.assertEqual((smolvlm.text.kind, smolvlm.text.eps, smolvlm.tower.activation), ("llama", 1e-5, "gelu_tanh"))
        padded = {"vision_config": {"image_size": 256}, "pad_token_id": 128002, "text_config": {"pad_token_id": 2}}
        self.assertEqual(read_smolvlm(padded).pad_token, 2)
        original = read_original_internvl({"ps_version": "v2"})
        self.assertEqual((original.tower.width, original.tower.qk_norm, original.tower.rms_norm), (3200, True, True))

    def test_presets(self):
        for family, text, tokens, expected in (
                ("llava", "llama", (), "llava_v1"), ("llava_next", "llama", (), "vicuna_v1"),
                ("llava_next", "mistral", (), "mistral"), ("llava_next", "llama", ("<|start_header_id|>",), "llama_3"),
                ("llava_next", "llama", ("<|im_start|>",), "chatml"), ("llava_onevision", "qwen2", (), "qwen")):
            config = read_hugging_face({"text_config": {"model_type": text}}, family)
            self.assertEqual(preset_of(config, Vocabulary(*tokens)), expected)


if __name__ == "__main__":
    unittest.main()
