"""What transformers computes from checkpoints that its own classes saved: families, variants, old and new names.

The numbers are written by references/make.py. Where the pinned transformers is here, they are written again and
compared.
"""
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import support

support.require_torch()

import torch  # noqa: E402

from checkpoints import CHECKPOINTS, edit, golden_json, golden_tensors, raw_tensors  # noqa: E402

from checkpoint import golden  # noqa: E402
from checkpoint.build import HAS_FUSED, build  # noqa: E402
from checkpoint.config import read_config  # noqa: E402
from checkpoint.export import all_weights, export  # noqa: E402
from checkpoint.request import Options  # noqa: E402
from checkpoint.rotary import inverse_frequencies, table_scale  # noqa: E402
from checkpoint.smolvlm_config import positions_of  # noqa: E402
from checkpoint.text_config import text_config  # noqa: E402
from checkpoint.tokenizer import read_tokenizer  # noqa: E402

TOLERANCE = 1e-4
LAYOUTS = {
    "llava-biases-tiny": "legacy", "llava-biases-tiny-newkeys": "new", "llava-layer-0-tiny": "legacy",
    "llava-qwen3-tiny": "legacy", "llava-qwen3-tiny-newkeys": "new", "internvl-tiny": "legacy",
    "internvl-tiny-newkeys": "new", "internvl-tiny-original": "original", "internvl-rms-tiny": "legacy",
    "smolvlm-tiny": "new",
}
IMAGES = ("internvl-tiny", "smolvlm-tiny")
IMAGE_TEXTS = {"internvl": "<img><IMG_CONTEXT></img>",
               "smolvlm": "<fake_token_around_image><global-img><image><fake_token_around_image>"}
RULES = json.loads((CHECKPOINTS.parent / "rules.golden.json").read_text(encoding="utf-8"))


def base_of(name):
    """The checkpoint whose golden numbers, tokenizer and processor another layout of it shares."""
    return name.replace("-newkeys", "").replace("-original", "")


def model(name, fused=False):
    """Config, modules and layout of a checkpoint."""
    options = Options(CHECKPOINTS / name, None)
    config = read_config(options.checkpoint)
    return config, *build(config, all_weights(options), torch.float32, fused)


def pixels_of(name, config):
    """The pixels that the reference saw: those of an image, or of the rule of golden numbers."""
    return golden_tensors(base_of(name))["pixel_values"] if base_of(name) in IMAGES \
        else golden.pixels(config.tower.image)


class ReferenceTest(unittest.TestCase):
    def setUp(self):
        gradients = torch.no_grad()
        gradients.__enter__()
        self.addCleanup(gradients.__exit__, None, None, None)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def close(self, actual, expected):
        expected = torch.as_tensor(expected).reshape(actual.shape)
        self.assertLess((actual - expected).abs().max().item(), TOLERANCE)

    def completed(self, name):
        """A copy of a checkpoint with the small files that it shares with its base."""
        directory = self.root / name
        shutil.copytree(CHECKPOINTS / name, directory)
        for path in (CHECKPOINTS / base_of(name)).glob("*.json"):
            if path.name not in ("config.json", "golden.json") and not (directory / path.name).exists():
                shutil.copyfile(path, directory / path.name)
        return directory

    def test_visual_tokens_and_logits(self):
        for name, layout in LAYOUTS.items():
            for fused in (False, True) if HAS_FUSED else (False,):
                with self.subTest(name, fused=fused):
                    config, modules, found = model(name, fused)
                    self.assertEqual(found, layout)
                    self.compare(golden_json(base_of(name)), config, modules, pixels_of(name, config), base_of(name))

    def compare(self, facts, config, modules, pixels, base):
        tokens, _, features, _ = torch.jit.script(modules["vision"]).features(pixels)
        expected = facts.get("visual_tokens") or golden_tensors(base)["visual_tokens"]
        self.close(tokens[0], expected)
        self.close(modules["vision"].project(features[0]), expected)
        decoder = torch.jit.script(modules["decoder"])
        at, ids = facts["prompt_ids"].index(facts["image_token_id"]), facts["prompt_ids"]
        before, after, pad = (decoder.embed(torch.tensor(part)) for part in
                              (ids[:at], ids[at + 1:], [facts["pad_token_id"]]))
        side = int(facts["num_visual_tokens"] ** 0.5)
        cases = {f"single_{k}": [k] for k in facts["single_indices"]}
        cases.update({case: chosen for case, chosen in golden.visuals(side, side).items() if case != "single"})
        self.assertEqual(set(cases), set(facts["logits"]))
        empty = torch.zeros(config.text.layers, 1, config.text.kv_heads, 0, config.text.head_dim)
        for case, chosen in cases.items():
            image = torch.stack([pad[0] if k == golden.PAD else tokens[0, k] for k in chosen])
            x = torch.cat([before, image, after]).unsqueeze(0)
            self.close(decoder.last_logits(x, empty, empty)[0], facts["logits"][case])
            past = decoder.prefill(x[:, :at + 2], empty, empty)
            self.close(decoder(x[:, at + 2:], *past)[0][0], facts["logits"][case])
            states, _ = decoder.run_layers(x, torch.arange(x.size(1)), 0, config.text.layers)
            self.close(decoder.logits_of(states)[0], facts["logits"][case])

    def test_bundles_ask_end_and_prepare_as_the_reference(self):
        for name in LAYOUTS:
            with self.subTest(name):
                facts, out = golden_json(base_of(name)), self.root / f"{name}-bundle"
                family = name.split("-")[0]
                template = facts["prompt"].replace(IMAGE_TEXTS.get(family, "<image>"), "<image>")
                question = template[template.index("What is"):template.index("345?") + 4]
                export(Options(self.completed(name), out, prompt=template.replace(question, "{question}"),
                               question=question, attention="plain"))
                manifest = json.loads((out / "bundle.json").read_text(encoding="utf-8"))
                ids, at = facts["prompt_ids"], facts["prompt_ids"].index(facts["image_token_id"])
                self.assertEqual((manifest["prompt"]["before"], manifest["prompt"]["after"]), (ids[:at], ids[at + 1:]))
                self.assertEqual(manifest["imageId"], facts["image_token_id"])
                self.assertEqual(manifest["prompt"]["text"], facts["prompt"])
                self.assertEqual((manifest["padId"], manifest["endIds"]), (facts["pad_token_id"], facts["end_ids"]))
                self.assertEqual(manifest["grid"], [4, 4])
                told = facts["image_processor"]
                self.assertEqual(manifest["preprocessing"]["mean"], told["image_mean"])
                self.assertEqual(manifest["preprocessing"]["std"], told["image_std"])
                self.assertIn(manifest["preprocessing"]["resize"]["size"], [*told["size"].values(), 64])

    def test_presets_are_those_of_the_families(self):
        for name, start in (("internvl-tiny", "<|im_start|>user\n<img><IMG_CONTEXT></img>\nWhat"),
                            ("internvl-tiny-original", "<|im_start|>user\n<img><IMG_CONTEXT></img>\nWhat"),
                            ("smolvlm-tiny", "<|im_start|>User:<fake_token_around_image><global-img><image>")):
            out = self.root / f"{name}-preset"
            export(Options(self.completed(name), out))
            manifest = json.loads((out / "bundle.json").read_text(encoding="utf-8"))
            self.assertTrue(manifest["prompt"]["text"].startswith(start), manifest["prompt"]["text"])
            tokenizer = read_tokenizer(out / "tokenizer.json")
            asked = manifest["questionTemplate"].replace("{question}", Options.question)
            self.assertEqual(tokenizer.encode(asked), manifest["prompt"]["after"])

    def test_texts_have_the_ids_of_the_reference(self):
        for name in map(base_of, LAYOUTS):
            tokenizer = read_tokenizer(CHECKPOINTS / name / "tokenizer.json")
            for case in golden_json(name)["tokenizer_cases"]:
                self.assertEqual(tokenizer.encode(case["text"]), case["ids_no_special"], case["text"])

    def test_whole_views_are_made_in_the_steps_of_the_processor(self):
        directory = self.completed("smolvlm-tiny")
        export(Options(directory, self.root / "b"))
        steps = json.loads((self.root / "b/bundle.json").read_text(encoding="utf-8"))["preprocessing"]
        first = [{"mode": "longest-edge", "size": 256}, {"mode": "multiple", "size": 64}]
        self.assertEqual(steps["resizeFirst"], first)
        self.assertEqual((steps["resize"], steps["resample"]), ({"mode": "exact", "size": 64}, "lanczos"))
        self.assertIsNone(steps["pad"])
        edit(directory / "preprocessor_config.json", lambda c: c.update(do_image_splitting=False))
        export(Options(directory, self.root / "c"))
        steps = json.loads((self.root / "c/bundle.json").read_text(encoding="utf-8"))["preprocessing"]
        self.assertEqual(steps["resizeFirst"], [{"mode": "longest-edge", "size": 256}])

    def test_tokens_of_several_patches_tell_what_one_patch_tells(self):
        config, modules, _ = model("internvl-tiny")
        vision, pixels = modules["vision"], pixels_of("internvl-tiny", config)
        self.assertFalse(hasattr(vision, "keys"))
        _, cosine, features, attention = vision.features(pixels)
        states, weights = vision.tower(pixels)
        block = [1 + 8 * row + col for row in (2, 3) for col in (4, 5)]
        self.assertTrue(torch.equal(features[0, 6], states[0, block].flatten()))
        self.assertAlmostEqual(attention[0, 6].item(), weights[0, :, 0, block].mean(0).sum().item(), places=5)
        mean = states[0, block].mean(0)
        by_hand = torch.cosine_similarity(mean, states[0, 0], dim=0)
        self.assertAlmostEqual(cosine[0, 6].item(), by_hand.item(), places=5)

    def test_rotary_rules(self):
        for case in RULES["rotary"]:
            text = text_config({**case["config"], "num_hidden_layers": 1}, "llama")
            found, expected = inverse_frequencies(text), torch.tensor(case["frequencies"])
            self.assertLess(((found - expected) / expected).abs().max().item(), 1e-6, case["config"])
            self.assertAlmostEqual(table_scale(text.rope_scaling), case["scale"], places=7, msg=case["config"])

    def test_rows_of_smolvlms_position_table(self):
        for side, rows in RULES["positions"].items():
            self.assertEqual(positions_of(int(side))[:int(side)].tolist(), rows, side)


class WrittenAgainTest(unittest.TestCase):
    def test_the_pinned_transformers_writes_the_same(self):
        pins = (support.SCRIPTS / "serving/requirements/transformers.txt").read_text(encoding="utf-8")
        pinned = next(line.split("==")[1] for line in pins.splitlines() if line.startswith("transformers=="))
        if importlib.util.find_spec("transformers") is None or \
                importlib.import_module("transformers").__version__ != pinned:
            reason = f"transformers {pinned} is missing (scripts/serving/environment.sh)"
            print(f"SKIPPED: {reason}", file=sys.stderr)
            self.skipTest(reason)
        self.assertEqual(RULES["versions"]["transformers"], pinned)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, str(Path(__file__).parent / "references/make.py"), "--out", folder],
                           check=True, capture_output=True)
            written = [path for path in Path(folder).rglob("*") if path.is_file()]
            self.assertGreater(len(written), 40)
            for path in written:
                self.same(path, support.SCRIPTS.parent / path.relative_to(folder))

    def same(self, found, committed):
        if found.suffix == ".safetensors":
            one, other = raw_tensors(found), raw_tensors(committed)
            self.assertEqual(one.keys(), other.keys())
            if "visual_tokens" not in one:
                self.assertEqual(one, other, found.name)
        elif "golden" in found.name:
            one, other = (json.loads(path.read_text(encoding="utf-8")) for path in (found, committed))
            self.assertEqual(one.keys(), other.keys())
            for case, logits in one.get("logits", {}).items():
                self.assertLess(max(abs(a - b) for a, b in zip(logits, other["logits"][case])), TOLERANCE)
            self.assertEqual(one.get("prompt_ids"), other.get("prompt_ids"))
        else:
            self.assertEqual(json.loads(found.read_text(encoding="utf-8")),
                             json.loads(committed.read_text(encoding="utf-8")), found.name)


if __name__ == "__main__":
    unittest.main()
