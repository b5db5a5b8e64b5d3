"""Every tiny checkpoint gives the numbers of the reference implementations, fused and plain."""
import json
import unittest
from dataclasses import replace

import support

support.require_torch()

import torch  # noqa: E402

from checkpoints import CHECKPOINTS, golden_json, golden_tensors  # noqa: E402

from checkpoint.build import HAS_FUSED, build  # noqa: E402
from checkpoint.config import read_config  # noqa: E402
from checkpoint.export import all_weights  # noqa: E402
from checkpoint.hugging_face_config import read_hugging_face  # noqa: E402
from checkpoint.request import Options  # noqa: E402

TOLERANCE, COSINE_TOLERANCE = 1e-4, 1e-5
LAYOUTS = {
    "llava-tiny": "legacy", "llava-tiny-sharded": "legacy", "llava-tiny-newkeys": "new", "llava-tiny-bf16": "legacy",
    "llava-tiny-fp16": "legacy", "llava-tiny-original": "original", "llava-tiny-original-tower": "original",
    "onevision-tiny": "legacy", "onevision-tiny-newkeys": "new", "llava-next-tiny": "legacy",
}
# Whose goldens a checkpoint without its own shares, and whose pixels.
LOGITS = {"llava-tiny-sharded": "llava-tiny", "llava-tiny-newkeys": "llava-tiny",
          "llava-tiny-original-tower": "llava-tiny-fp16", "onevision-tiny-newkeys": "onevision-tiny"}
ROUNDED = ("llava-tiny-bf16", "llava-tiny-fp16", "llava-tiny-original-tower")


def base_of(name):
    """The checkpoint whose pixels and prompt a test uses."""
    return next(base for base in ("onevision-tiny", "llava-next-tiny", "llava-tiny") if name.startswith(base))


def model(name, fused=False):
    """Config and modules of a tiny checkpoint."""
    tower = CHECKPOINTS / "clip-tiny" if "original" in name else None
    options = Options(CHECKPOINTS / name, None, tower=tower)
    config = read_config(options.checkpoint, tower)
    modules, layout = build(config, all_weights(options), torch.float32, fused)
    return config, modules, layout


def sequences(decoder, base, whole, pad, facts):
    """Embeddings `[T, D]` of what stands for the image, by case."""
    region = facts["region_indices"]

    def padded(tokens, places):
        tokens = tokens.clone()
        tokens[places] = pad
        return tokens

    return {
        "full": whole, "no_image": base[:0], "region": base[region], "full_base_only": base,
        "region_center_pad": padded(base[region], [region.index(facts["region_center_index"])]),
        "full_region_pad": padded(whole, region), "full_center_pad": padded(whole, [facts["region_center_index"]]),
        "full_base_only_region_pad": padded(base, region),
        **{f"single_{k}": base[k:k + 1] for k in facts["single_indices"]},
    }


class CheckpointTest(unittest.TestCase):
    def setUp(self):
        gradients = torch.no_grad()
        gradients.__enter__()
        self.addCleanup(gradients.__exit__, None, None, None)

    def each(self):
        for name in LAYOUTS:
            for fused in (False, True) if HAS_FUSED else (False,):
                with self.subTest(name, fused=fused):
                    yield name, *model(name, fused)

    def close(self, actual, expected, tolerance=TOLERANCE):
        expected = torch.as_tensor(expected)
        self.assertEqual(actual.shape, expected.shape)
        self.assertLess((actual - expected).abs().max().item(), tolerance)

    def test_layouts_are_told_apart(self):
        for name, expected in LAYOUTS.items():
            self.assertEqual(model(name)[2], expected, name)

    def test_visual_tokens_and_cosines(self):
        for name, _, modules, _ in self.each():
            if name in ROUNDED:
                continue
            tensors, facts = golden_tensors(base_of(name)), golden_json(base_of(name))
            if "images" in facts:
                tokens, cosine, features, _ = modules["vision"].features(tensors["a.pixel_values"][0])
                self.close(tokens, tensors["a.visual_tokens_all_tiles"])
                self.close(tokens[0], tensors["a.visual_tokens_base"])
                selected = tensors.get("a.vision_selected", tensors.get("a.vision_selected_features"))
                facts = facts["images"]["a"]
            else:
                tokens, cosine, features, attention = modules["vision"].features(tensors["pixel_values"])
                self.close(tokens[0], tensors["visual_tokens"])
                self.close(attention[0], facts["cls_attention_selected_layer"], COSINE_TOLERANCE)
                self.close(modules["vision"](tensors["random.pixel_values"])[0][0], tensors["random.visual_tokens"])
                selected = tensors["vision_selected_features"]
            self.close(features, selected)
            expected = facts["cls_patch_cosine"] if "cls_patch_cosine" in facts else facts["patch_to_mean_cosine"]
            self.close(cosine[0], expected, COSINE_TOLERANCE)

    def test_cosines_of_rounded_weights(self):
        for name, _, modules, _ in self.each():
            if name in ROUNDED:
                facts = golden_json(LOGITS.get(name, name))
                cosine = modules["vision"](golden_tensors("llava-tiny")["pixel_values"])[1][0]
                self.close(cosine, facts["cls_patch_cosine"], COSINE_TOLERANCE)

    def test_logits_of_all_cases(self):
        for name, config, modules, _ in self.each():
            tensors, facts = golden_tensors(base_of(name)), golden_json(base_of(name))
            for key in facts.get("images", {"": None}):
                prefix = key + "." if key else ""
                own = facts["images"][key] if key else facts
                expected = golden_json(LOGITS.get(name, name))
                expected = (expected["images"][key] if key else expected)["logits"]
                pixels = {"a.": lambda: tensors["a.pixel_values"][0, :1], "": lambda: tensors["pixel_values"]}
                base = (modules["vision"](pixels[prefix]())[0][0] if prefix in pixels
                        else tensors[prefix + "visual_tokens_base"])
                whole = tensors[prefix + "visual_tokens_packed"] if key else base
                self.compare(name, config, modules["decoder"], base, whole, own, golden_json(base_of(name)), expected)

    def compare(self, name, config, decoder, base, whole, facts, top, expected):
        pad = decoder.embed(torch.tensor([config.pad_token]))
        at = facts["prompt_ids"].index(top["image_token_id"])
        before, after = (decoder.embed(torch.tensor(ids)) for ids in
                         (facts["prompt_ids"][:at], facts["prompt_ids"][at + 1:]))
        empty = torch.zeros(config.text.layers, 1, config.text.kv_heads, 0, config.text.head_dim)
        if "pixel_values" in expected:
            expected = {"full": expected["pixel_values"]}
        for case, tokens in sequences(decoder, base, whole, pad, facts).items():
            if case in expected:
                x = torch.cat([before, tokens, after]).unsqueeze(0)
                self.close(decoder.last_logits(x, empty, empty)[0], expected[case])
                self.close(decoder(x, empty, empty)[0][0], expected[case])
                cache = decoder.prefill(x[:, :at], empty, empty)
                self.close(decoder.last_logits(x[:, at:], *cache)[0], expected[case])
        self.assertLessEqual(set(expected) - {"full_base_only", "full_base_only_region_pad"},
                             set(sequences(decoder, base, whole, pad, facts)), name)

    def test_padded_pixels_of_the_original_code(self):
        config, modules, _ = model("llava-tiny-original")
        facts = golden_json("llava-tiny")
        base = modules["vision"](golden_tensors("llava-tiny")["pad_pixel_values.a"])[0][0]
        expected = {"full": golden_json("llava-tiny-original")["logits"]["pad_pixel_values.a"]}
        self.compare("llava-tiny-original", config, modules["decoder"], base, base, facts, facts, expected)

    def test_pad_embedding_and_newline(self):
        config, modules, _ = model("llava-tiny")
        self.close(modules["decoder"].embed(torch.tensor([config.pad_token]))[0],
                   golden_tensors("llava-tiny")["pad_embedding"], 1e-9)
        for name in ("onevision-tiny", "llava-next-tiny"):
            tensors = golden_tensors(name)
            newline = model(name)[1]["decoder"].newline()
            rows = tensors["a.visual_tokens_packed"]
            self.assertTrue(any(torch.equal(row, newline) for row in rows), name)
        self.assertFalse(hasattr(modules["decoder"], "newline"))

    def test_minimal_config_means_the_same_model(self):
        complete = read_config(CHECKPOINTS / "llava-tiny")
        raw = json.loads((CHECKPOINTS / "llava-tiny/config_minimal.json").read_text(encoding="utf-8"))
        self.assertEqual(read_hugging_face(raw, "llava"), complete)

    def test_every_tensor_is_read_once_and_only_from_its_file(self):
        for name in ("llava-tiny-sharded", "llava-tiny-original"):
            tower = CHECKPOINTS / "clip-tiny" if "original" in name else None
            options = Options(CHECKPOINTS / name, None, tower=tower)
            reads = []
            tensors = {key: counted(tensor, reads) for key, tensor in all_weights(options).items()}
            build(read_config(options.checkpoint, tower), tensors, torch.float32, False)
            self.assertEqual(len(reads), len(set(reads)), name)
            order = [file for file, _ in reads]
            changes = sum(one != other for one, other in zip(order, order[1:]))
            self.assertEqual(changes, len(set(order)) - 1, name)

    def test_sharded_equals_single(self):
        one, many = (model(name)[1].state_dict() for name in ("llava-tiny", "llava-tiny-sharded"))
        self.assertEqual(list(one), list(many))
        self.assertTrue(all(torch.equal(one[key], many[key]) for key in one))


def counted(tensor, reads):
    """The same stored tensor, noting when its values are read."""
    def chunks():
        reads.append((tensor.file, tensor.name))
        yield from tensor.chunks()

    return replace(tensor, chunks=chunks)


if __name__ == "__main__":
    unittest.main()
