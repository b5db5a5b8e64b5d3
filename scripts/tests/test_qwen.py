"""Qwen2.5-VL and Qwen3-VL give the numbers of transformers' own classes, fused and plain, with old and new names."""
import importlib
import importlib.util
import json
import subprocess
import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import support

support.require_torch()

import torch  # noqa: E402

from checkpoints import (CHECKPOINTS, GOLDEN, QUESTION, copied, edit, golden_json, golden_tensors,  # noqa: E402
                         raw_tensors, write_raw)

from checkpoint import golden  # noqa: E402
from checkpoint.build import HAS_FUSED  # noqa: E402
from checkpoint.config import read_config  # noqa: E402
from checkpoint.errors import CheckpointError  # noqa: E402
from checkpoint.export import export  # noqa: E402
from checkpoint.family import build, prepared  # noqa: E402
from checkpoint.request import Options  # noqa: E402
from checkpoint.shards import read_weights  # noqa: E402
from vlm.bundle import verify_files  # noqa: E402
from vlm.placed import positions  # noqa: E402

TOLERANCE, PAD = 1e-4, 300
BUNDLES = support.SCRIPTS.parent / "udfs/src/test/resources/bundles"
NAMES = ("qwen2_5_vl-tiny", "qwen3_vl-tiny")
PROMPT = "<|im_start|>user\n<image>{question}<|im_end|>\n<|im_start|>assistant\n"


def options(name, out=None, **more):
    settings = {"prompt": PROMPT, "question": QUESTION, "image_size": golden_json(name)["image_size"], **more}
    return Options(settings.pop("checkpoint", CHECKPOINTS / name), out, **settings)


def model(asked, fused=False):
    """Config, the bundle's preprocessing, and modules."""
    config, steps = prepared(asked, read_config(asked.checkpoint))
    return config, steps, *build(config, read_weights(asked.checkpoint), torch.float32, fused)


def pixels(name, steps, which="image"):
    """A golden image `[1, 3, H, W]`, which has the model's size already, prepared as the bundle says."""
    _, shape, data = raw_tensors(GOLDEN / f"{name}.safetensors")[which]
    image = torch.frombuffer(bytearray(data), dtype=torch.uint8).view(shape).permute(2, 0, 1).float()
    mean, std = (torch.tensor(steps[key]).view(3, 1, 1) for key in ("mean", "std"))
    return ((image * steps["rescale"] - mean) / std).unsqueeze(0)


def sequence(decoder, config, tokens, facts, case):
    """Embeddings `[1, T, R]` and positions `[3, T]` of a case."""
    before, after = (decoder.embed(torch.tensor(ids)) for ids in
                     (facts["prompt_ids"]["before"], facts["prompt_ids"]["after"]))
    image = tokens.clone()
    image[case["padded"]] = decoder.embed(torch.tensor([PAD]))
    side = facts["image_size"] // config.tower.cell
    x = torch.cat([before, image[case["places"]], after]).unsqueeze(0)
    return x, positions(len(before), case["places"], len(after), (side, side))


class QwenTest(unittest.TestCase):
    def setUp(self):
        gradients = torch.no_grad()
        gradients.__enter__()
        self.addCleanup(gradients.__exit__, None, None, None)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def each(self):
        for name in NAMES:
            for fused in (False, True) if HAS_FUSED else (False,):
                with self.subTest(name, fused=fused):
                    config, steps, modules, _ = model(options(name), fused)
                    yield name, config, steps, modules

    def close(self, actual, expected, tolerance=TOLERANCE):
        expected = torch.as_tensor(expected)
        self.assertEqual(actual.shape, expected.shape)
        self.assertLess((actual - expected).abs().max().item(), tolerance)

    def test_visual_tokens(self):
        for name, _, steps, modules in self.each():
            image, expected = pixels(name, steps), golden_tensors(name)["visual_tokens"]
            for encoder in (modules["vision"], torch.jit.script(modules["vision"])):
                tokens, cosine, features, received = encoder.features(torch.cat([image, image.flip(3)]))
                self.close(tokens[0], expected)
                self.close(encoder(image)[0][0], expected)
                self.close(received.sum(dim=1), torch.ones(2), 1e-5)
                self.assertEqual(cosine.shape, features.shape[:2])
                self.assertLessEqual(cosine.abs().max().item(), 1.0)

    def test_images_keep_their_shape(self):
        for name in NAMES:
            _, steps, modules, _ = model(options(name, image_size=None))
            self.assertEqual(steps["resize"]["mode"], "area")
            image, expected = pixels(name, steps, "wide_image"), golden_tensors(name)["wide_visual_tokens"]
            self.assertEqual(image.shape[2:], (40, 64))
            for encoder in (modules["vision"], torch.jit.script(modules["vision"])):
                self.close(encoder(image)[0][0], expected)

    def test_logits_of_all_cases(self):
        for name, config, _, modules in self.each():
            tokens, facts = golden_tensors(name)["visual_tokens"], golden_json(name)
            empty = torch.zeros(config.text.layers, 1, config.text.kv_heads, 0, config.text.head_dim)
            for decoder in (modules["decoder"], torch.jit.script(modules["decoder"])):
                for kind, case in facts["cases"].items():
                    x, at = sequence(decoder, config, tokens, facts, case)
                    self.close(decoder.last_logits(x, empty, empty, at)[0], case["logits"])
                    self.close(decoder(x, empty, empty, at)[0][0], case["logits"])
                    cut = len(facts["prompt_ids"]["before"]) + 1
                    cache = decoder.prefill(x[:, :cut], empty, empty, at[:, :cut])
                    self.close(decoder.last_logits(x[:, cut:], *cache, at[:, cut:])[0], case["logits"])
                    states = decoder.run_layers(x, at, 0, 1)[0]
                    states = decoder.run_layers(states, at, 1, config.text.layers)[0]
                    self.close(decoder.logits_of(states)[0], case["logits"])
                    several = decoder.last_logits(torch.cat([x, x]), empty, empty, torch.stack([at + 3, at]))
                    self.close(several[1], case["logits"])

    def test_positions(self):
        for name in NAMES:
            facts, expected = golden_json(name), golden_tensors(name)
            side = facts["image_size"] // 8
            before, after = (len(facts["prompt_ids"][part]) for part in ("before", "after"))
            found = positions(before, range(side * side), after, (side, side))
            _, shape, data = raw_tensors(GOLDEN / f"{name}.safetensors")["positions"]
            self.assertEqual(found.tolist(), torch.frombuffer(bytearray(data), dtype=torch.int64).view(shape).tolist())

    def test_new_names_are_the_same_model(self):
        for name in NAMES:
            renamed, names = copied(name, self.folder / name), golden_json(name)["new_names"]
            tensors = raw_tensors(renamed / "model.safetensors")
            write_raw(renamed / "model.safetensors", {names[key]: value for key, value in tensors.items()})
            old, new = (model(options(name, checkpoint=path)) for path in (CHECKPOINTS / name, renamed))
            self.assertEqual(new[3], "new")
            self.assertTrue(all(torch.equal(value, new[2].state_dict()[key])
                                for key, value in old[2].state_dict().items()))

    def test_bundles(self):
        for name in NAMES:
            out = self.folder / name
            export(options(name, out))
            manifest = json.loads((out / "bundle.json").read_text(encoding="utf-8"))
            content = json.loads((out / "golden.json").read_text(encoding="utf-8"))
            self.assertEqual(verify_files(out), [])
            self.assertEqual(manifest["positions"], {"rule": "mrope"})
            self.assertEqual(manifest["padId"], PAD)
            facts = golden_json(name)
            self.assertEqual(manifest["prompt"]["before"], facts["prompt_ids"]["before"])
            self.assertEqual(manifest["prompt"]["after"], facts["prompt_ids"]["after"])
            for case in content["cases"]:
                self.assertEqual(len(case["places"]), len(case["visual"]))
                self.assertTrue(all(k in (-1, place) for k, place in zip(case["visual"], case["places"])))

    def test_committed_bundles_are_what_the_exporter_writes(self):
        native = [(name, name.replace("-tiny", "-native-tiny"), {"image_size": None}) for name in NAMES]
        for name, bundle, more in [(name, name, {}) for name in NAMES] + native:
            out = self.folder / bundle
            export(options(name, out, attention="plain", license="Apache-2.0", **more))
            manifest, committed = (json.loads((path / "bundle.json").read_text(encoding="utf-8"))
                                   for path in (out, BUNDLES / bundle))
            self.assertEqual({**manifest, "files": 0}, {**committed, "files": 0})
            self.assertEqual(verify_files(BUNDLES / bundle), [])
            content = json.loads((BUNDLES / bundle / "golden.json").read_text(encoding="utf-8"))
            vision, decoder = (torch.jit.load(str(out / f"{part}.pt")) for part in ("vision", "decoder"))
            self.assertEqual(golden.disagreements(content, vision, decoder, manifest), [])

    def test_flat_config_means_the_same_model(self):
        flat = copied(NAMES[0], self.folder / "flat")

        def flatten(raw):
            text = raw.pop("text_config")
            rope = text.pop("rope_parameters")
            raw.update(text, model_type=raw["model_type"], rope_theta=rope["rope_theta"],
                       rope_scaling={"type": "mrope", "mrope_section": rope["mrope_section"]})
            raw["vision_config"]["in_chans"] = raw["vision_config"].pop("in_channels")

        edit(flat / "config.json", flatten)
        self.assertEqual(read_config(flat), read_config(CHECKPOINTS / NAMES[0]))

    def test_sizes_follow_the_processor_and_the_option(self):
        asked = options(NAMES[0], image_size=None)
        config, steps = prepared(asked, read_config(asked.checkpoint))
        self.assertEqual(config.side, 80)
        self.assertIsNone(steps["crop"])
        self.assertEqual(steps["resize"], {"mode": "area", "size": 8, "least": 256, "most": 6400})
        config, steps = prepared(replace(asked, min_pixels=1, max_pixels=1000), read_config(asked.checkpoint))
        self.assertEqual(config.side, 24)
        self.assertEqual(steps["resize"], {"mode": "area", "size": 8, "least": 1, "most": 1000})
        for wrong, words in ((replace(asked, min_pixels=100, max_pixels=99), "from 100 to 99 pixels"),
                             (replace(asked, image_size=56, max_pixels=99), "have no bounds")):
            with self.assertRaisesRegex(CheckpointError, words):
                prepared(wrong, read_config(asked.checkpoint))
        for size in (52, 88, 8):
            with self.assertRaisesRegex(CheckpointError, "no multiple of 8 px from 16 to 80 px"):
                prepared(replace(asked, image_size=size), read_config(asked.checkpoint))
        with self.assertRaisesRegex(CheckpointError, "images of one size only"):
            llava = Options(CHECKPOINTS / "llava-tiny", None, max_pixels=64)
            prepared(llava, read_config(llava.checkpoint))
        llava = Options(CHECKPOINTS / "llava-tiny", None, image_size=64)
        with self.assertRaisesRegex(CheckpointError, "images of 56 px only"):
            prepared(llava, read_config(llava.checkpoint))

    def test_refusals(self):
        def changed(part, **values):
            def change(raw):
                (raw[part] if part else raw).update(values)
            return change

        for change, words in (
                (changed("vision_config", hidden_act="gelu"), "hidden_act is gelu, not silu"),
                (changed("vision_config", out_hidden_size=40), "out_hidden_size 40 is not the language model's 48"),
                (changed("vision_config", temporal_patch_size=3), "temporal_patch_size is 3, not 2"),
                (changed("vision_config", depth=3), "holds 12 tensors that its architecture does not have"),
                (changed("vision_config", depth=5), "lacks 12 tensors"),
                (changed("vision_config", intermediate_size=40), "Shapes contradict config.json"),
                (changed("text_config", rope_parameters={"rope_type": "yarn", "mrope_section": [2, 2, 2]}), "yarn"),
                (changed("text_config", rope_parameters={"rope_type": "default"}), "sections None"),
                (changed("text_config", rope_parameters={"mrope_section": [2, 2, 1]}), "5 rotary frequencies of 6")):
            directory = copied(NAMES[0], self.folder / words.replace("/", ""))
            edit(directory / "config.json", change)
            with self.subTest(words), self.assertRaisesRegex(CheckpointError, words):
                export(options(NAMES[0], self.folder / "out", checkpoint=directory))
            self.assertFalse((self.folder / "out").exists())

    def test_the_pinned_transformers_writes_the_same(self):
        pins = (support.SCRIPTS / "serving/requirements/transformers.txt").read_text(encoding="utf-8")
        pinned = next(line.split("==")[1] for line in pins.splitlines() if line.startswith("transformers=="))
        if importlib.util.find_spec("transformers") is None or \
                importlib.import_module("transformers").__version__ != pinned:
            reason = f"transformers {pinned} is missing (scripts/serving/environment.sh)"
            print(f"SKIPPED: {reason}", file=sys.stderr)
            self.skipTest(reason)
        subprocess.run([sys.executable, str(Path(__file__).parent / "references/qwen_vl.py"), "--out", str(self.folder)],
                       check=True, capture_output=True)
        for name in NAMES:
            facts = golden_json(name)
            self.assertEqual(facts["versions"]["transformers"], pinned)
            again = json.loads((self.folder / "udfs/src/test/resources/checkpoints" / f"{name}.golden.json")
                               .read_text(encoding="utf-8"))
            self.assertEqual(again["resized"], facts["resized"])
            for cases in ("cases", "wide_cases"):
                for kind, case in facts[cases].items():
                    self.close(torch.tensor(again[cases][kind]["logits"]), case["logits"])
            found, kept = (raw_tensors(root / name / "model.safetensors") for root in
                           (self.folder / "scripts/tests/resources/checkpoints", CHECKPOINTS))
            self.assertEqual(found, kept)


if __name__ == "__main__":
    unittest.main()
