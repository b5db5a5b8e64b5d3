"""The exporter's bundles: manifest, golden numbers, types, determinism, prompts."""
import contextlib
import io
import json
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import support

support.require_torch()

import torch  # noqa: E402

from checkpoints import (CHAT, CHECKPOINTS, QUESTION, copied, edit, exported, golden_json,  # noqa: E402
                         golden_tensors, options, raw_tensors, write_raw)

import export_model  # noqa: E402
from checkpoint import golden  # noqa: E402
from checkpoint.build import HAS_FUSED  # noqa: E402
from checkpoint.export import export  # noqa: E402
from checkpoint.progress import Progress  # noqa: E402
from checkpoint.prompts import PRESETS  # noqa: E402
from checkpoint.prompts import QUESTION as PUBLISHED  # noqa: E402
from vlm.bundle import sha256, verify_files  # noqa: E402

ALL = ["llava-tiny", "llava-tiny-sharded", "llava-tiny-newkeys", "llava-tiny-bf16", "llava-tiny-fp16",
       "llava-tiny-original", "llava-tiny-original-tower", "onevision-tiny", "onevision-tiny-newkeys",
       "llava-next-tiny"]
BUNDLES = support.SCRIPTS.parent / "udfs/src/test/resources/bundles"


def completed(name, root):
    """A copy of a checkpoint with the tokenizer and processor files that it shares with its base."""
    directory = copied(name, root / name)
    base = "onevision-tiny" if name.startswith("onevision") else "llava-tiny"
    for file in ("preprocessor_config.json", "tokenizer_config.json"):
        if not (directory / file).is_file() and "original" not in name:
            (directory / file).write_bytes((CHECKPOINTS / base / file).read_bytes())
    return directory


class FolderTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        gradients = torch.no_grad()
        gradients.__enter__()
        self.addCleanup(gradients.__exit__, None, None, None)

    def bundle(self, tiny, **more):
        """Exports; the bundle's directory, manifest and loaded modules."""
        count = len(list(self.root.glob("bundle*")))
        out = self.root / f"bundle{count}"
        more.setdefault("checkpoint", completed(tiny, self.root / f"checkpoint{count}"))
        manifest = exported(tiny, out, **more)
        return out, manifest, torch.jit.load(str(out / "vision.pt")), torch.jit.load(str(out / "decoder.pt"))


class EveryCheckpointTest(FolderTest):
    def test_bundles_ask_as_the_reference_does(self):
        for name in ALL:
            out, manifest, vision, decoder = self.bundle(name)
            facts = golden_json(next(base for base in ("onevision-tiny", "llava-next-tiny", "llava-tiny")
                                     if name.startswith(base)))
            ids = facts.get("prompt_ids") or facts["images"]["a"]["prompt_ids"]
            at = ids.index(facts["image_token_id"])
            self.assertEqual(manifest["prompt"]["before"], ids[:at], name)
            self.assertEqual(manifest["prompt"]["after"], ids[at + 1:], name)
            self.assertEqual(manifest["padId"], facts["pad_token_id"], name)
            self.assertEqual(manifest["imageId"], facts["image_token_id"], name)
            self.assertEqual(verify_files(out), [], name)
            content = json.loads((out / "golden.json").read_text(encoding="utf-8"))
            names = [case["name"] for case in content["cases"]]
            self.assertEqual(golden.disagreements(content, vision, decoder, manifest, names), [], name)

    def test_manifests_tell_the_sizes(self):
        out, manifest, vision, decoder = self.bundle("onevision-tiny")
        expected = {"dtype": "float32", "imageSize": 60, "grid": [4, 4], "hidden": 48, "layers": 3, "kvHeads": 2,
                    "headDim": 12, "heads": 4, "mlp": 96, "vocabulary": 320, "padId": 300, "endIds": [302],
                    "attention": "fused" if HAS_FUSED else "plain",
                    "vision": {"hasCls": False, "width": 32, "layer": 3, "patch": 14, "layers": 3, "heads": 2,
                               "mlp": 64, "projector": 48}}
        self.assertEqual({key: manifest[key] for key in expected}, expected)
        self.assertEqual(manifest["anyres"]["pinpoints"][1], [60, 120])
        self.assertEqual({key: manifest["anyres"][key] for key in ("kind", "tile", "maxTiles", "newline")},
                         {"kind": "onevision", "tile": 60, "maxTiles": 9, "newline": True})
        self.assertEqual(manifest["preprocessing"]["resize"], {"mode": "exact", "size": 60})
        self.assertEqual(manifest["preprocessing"]["mean"], [0.5] * 3)
        self.assertEqual(decoder.newline().shape, (48,))

    def test_manifests_of_the_other_families(self):
        manifest = self.bundle("llava-next-tiny")[1]
        self.assertEqual((manifest["anyres"]["kind"], manifest["anyres"]["maxTiles"]), ("next", None))
        self.assertEqual(manifest["preprocessing"]["resize"], {"mode": "exact", "size": 56})
        _, manifest, _, decoder = self.bundle("llava-tiny")
        self.assertNotIn("anyres", manifest)
        self.assertFalse(hasattr(decoder, "newline"))
        self.assertEqual(manifest["preprocessing"]["resize"], {"mode": "shortest-edge", "size": 56})
        self.assertEqual((manifest["preprocessing"]["pad"], manifest["vision"]["layer"]), (None, 2))
        self.assertEqual(manifest["firstAnswerToken"], {"rule": "skip", "skipIds": [85]})
        original = self.bundle("llava-tiny-original")[1]
        self.assertEqual(original["preprocessing"], manifest["preprocessing"])
        padded = self.bundle("llava-tiny-original", square_pad=True)[1]["preprocessing"]
        self.assertEqual(padded, {**manifest["preprocessing"], "pad": {"mode": "square", "colour": [122, 116, 104]}})
        self.assertEqual(original["source"], {"family": "llava", "layout": "original", "storage": "float32"})

    def test_a_size_may_be_a_number(self):
        directory = completed("llava-tiny", self.root)
        edit(directory / "preprocessor_config.json", lambda c: c.update(size=56, crop_size=56))
        plain = self.bundle("llava-tiny")[1]
        self.assertEqual(self.bundle("llava-tiny", checkpoint=directory)[1]["preprocessing"], plain["preprocessing"])

    def test_minimal_config_gives_the_same_bundle(self):
        directory = completed("llava-tiny", self.root)
        (directory / "config.json").write_bytes((directory / "config_minimal.json").read_bytes())
        one, other = self.bundle("llava-tiny")[1], self.bundle("llava-tiny", checkpoint=directory)[1]
        self.assertEqual(one, other)

    def test_sharded_single_and_new_names_give_the_same_modules(self):
        files = [self.bundle(name)[1]["files"] for name in ("llava-tiny", "llava-tiny-sharded", "llava-tiny-newkeys")]
        self.assertEqual(files[0], files[1])
        self.assertEqual(files[0], files[2])

    def test_committed_bundles_are_what_the_exporter_writes(self):
        for name in ("llava-tiny", "onevision-tiny", "llava-next-tiny"):
            out, manifest, vision, decoder = self.bundle(name, attention="plain", license="Apache-2.0",
                                                           checkpoint=CHECKPOINTS / name)
            committed = json.loads((BUNDLES / name / "bundle.json").read_text(encoding="utf-8"))
            same = [key for key in committed if key != "files"]
            self.assertEqual({key: manifest[key] for key in same}, {key: committed[key] for key in same})
            self.assertEqual(verify_files(BUNDLES / name), [])
            content = json.loads((BUNDLES / name / "golden.json").read_text(encoding="utf-8"))
            self.assertEqual(golden.disagreements(content, vision, decoder, manifest), [])


class TypesTest(FolderTest):
    def test_sixteen_bits(self):
        exact = self.bundle("llava-tiny")[2]
        pixels = golden_tensors("llava-tiny")["pixel_values"]
        for dtype, kind in (("float16", torch.float16), ("bfloat16", torch.bfloat16)):
            out, manifest, vision, decoder = self.bundle("llava-tiny", dtype=dtype)
            self.assertEqual({p.dtype for p in [*vision.parameters(), *decoder.parameters()]}, {kind})
            self.assertEqual(decoder.inverse_frequencies.dtype, torch.float32)
            content = json.loads((out / "golden.json").read_text(encoding="utf-8"))
            self.assertGreaterEqual(content["tolerance"], 1e-3)
            self.assertIn(content["toleranceOf"], ("measured", "bfloat16 / 8"))
            self.assertEqual(decoder.embed(torch.tensor([3])).dtype, torch.float32)
            if content["toleranceOf"] == "measured":
                tokens, _ = vision(pixels)
                self.assertEqual(tokens.dtype, torch.float32)
                # How a processor sums 16-bit products is its own: 0.036 was measured with AVX2.
                wanted = exact(pixels)[0]
                self.assertLess(((tokens - wanted).norm() / wanted.norm()).item(), 0.05)
                empty = torch.zeros(3, 1, 2, 0, 12)
                logits, keys, _ = decoder(tokens, empty, empty)
                self.assertEqual((logits.dtype, keys.dtype), (torch.float32, kind))
                names = [case["name"] for case in content["cases"]]
                self.assertEqual(golden.disagreements(content, vision, decoder, manifest, names), [])

    def test_golden_numbers_of_rounded_weights_are_computed_in_float32(self):
        rounded = self.bundle("llava-tiny-fp16", dtype="float16")
        upcast = self.bundle("llava-tiny-fp16", dtype="float32")
        ours, theirs = (json.loads((b[0] / "golden.json").read_text(encoding="utf-8")) for b in (rounded, upcast))
        for one, other in zip(ours["cases"], theirs["cases"]):
            self.assertLess(golden.distance(one["logits"], other["logits"]), 1e-5)
        for name in golden.OUTPUTS:
            self.assertLess(golden.distance(ours["vision"][name], theirs["vision"][name]), 1e-5)


class GoldenTest(FolderTest):
    def test_pixels_are_those_of_the_rule(self):
        flat = golden.pixels(56).reshape(-1)
        self.assertEqual(flat.dtype, torch.float32)
        for i in (0, 1, 2, 77, 9407):
            exact = ((i * 2654435761 % 2 ** 32) / 2 ** 32 - 0.5) * 2
            self.assertEqual(flat[i].item(), torch.tensor(exact, dtype=torch.float32).item())

    def test_windows(self):
        self.assertEqual(golden.window(24, 24)[1], 300)
        self.assertEqual(golden.window(4, 4), ([5, 6, 7, 9, 10, 11, 13, 14, 15], 10))
        self.assertEqual(golden.window(2, 5), ([1, 2, 3, 6, 7, 8], 7))
        for rows, cols in ((1, 1), (2, 2), (3, 3), (27, 27), (4, 9)):
            region, centre = golden.window(rows, cols)
            self.assertIn(centre, region)
            self.assertLess(max(region), rows * cols)

    def test_a_changed_model_disagrees(self):
        out, manifest, vision, decoder = self.bundle("llava-tiny")
        content = json.loads((out / "golden.json").read_text(encoding="utf-8"))
        decoder.norm.weight.mul_(1.001)
        self.assertRegex(golden.disagreements(content, vision, decoder, manifest)[0], "region differs by")

    def test_cases_are_complete(self):
        content = json.loads((BUNDLES / "llava-tiny/golden.json").read_text(encoding="utf-8"))
        self.assertEqual([case["name"] for case in content["cases"]],
                         ["full", "single", "region", "region_center_pad", "full_region_pad"])
        full, single, region, padded, whole = content["cases"]
        self.assertEqual(full["visual"], list(range(16)))
        self.assertEqual((single["visual"], region["visual"]), ([10], content["region"]))
        self.assertEqual(padded["visual"].count(-1), 1)
        self.assertEqual([k for k in range(16) if whole["visual"][k] == -1], content["region"])
        self.assertEqual(len(full["logits"]["first"]), 64)
        self.assertEqual(full["length"], 16 + 13)


class VariantsTest(FolderTest):
    def test_several_feature_layers(self):
        directory = completed("llava-tiny", self.root)
        edit(directory / "config.json", lambda c: c.update(vision_feature_layer=[-1, -3, 2]))
        path = directory / "model.safetensors"
        key = "multi_modal_projector.linear_1.weight"

        def widened(tensors):
            dtype, (rows, cols), data = tensors[key]
            parts = [data[4 * cols * r:4 * cols * (r + 1)] * 3 for r in range(rows)]
            return {**tensors, key: (dtype, [rows, 3 * cols], b"".join(parts))}

        write_raw(path, widened(raw_tensors(path)))
        _, manifest, vision, _ = self.bundle("llava-tiny", checkpoint=directory)
        self.assertEqual((manifest["vision"]["width"], manifest["vision"]["layer"]), (96, 3))
        features = vision.features(golden_tensors("llava-tiny")["pixel_values"])[2]
        self.assertTrue(torch.allclose(features[..., 64:], golden_tensors("llava-tiny")["vision_selected_features"],
                                       atol=1e-4))
        self.assertEqual(features.shape, (1, 16, 96))

    def test_linear_projector_of_the_original_code(self):
        directory = completed("llava-tiny-original-tower", self.root)
        path = directory / "model.safetensors"
        tensors = {name.replace("mm_projector.0.", "mm_projector."): value for name, value in raw_tensors(path).items()
                   if "mm_projector.2" not in name}
        write_raw(path, tensors)
        _, manifest, vision, _ = self.bundle("llava-tiny-original-tower", checkpoint=directory)
        self.assertNotIn("projector", manifest["vision"])
        tokens, _, features, _ = vision.features(golden_tensors("llava-tiny")["pixel_values"])
        weight = torch.frombuffer(bytearray(tensors["model.mm_projector.weight"][2]), dtype=torch.float16).view(48, 32)
        bias = torch.frombuffer(bytearray(tensors["model.mm_projector.bias"][2]), dtype=torch.float16)
        self.assertTrue(torch.allclose(tokens, features @ weight.float().t() + bias.float(), atol=1e-5))

    def test_deeper_layers_of_the_tower_are_not_written(self):
        _, _, vision, _ = self.bundle("llava-tiny")
        self.assertEqual(len(list(vision.tower.blocks.children())), 2)

    def test_mistral_with_a_window(self):
        directory = completed("llava-tiny", self.root)
        edit(directory / "config.json", lambda c: c["text_config"].update(model_type="mistral", sliding_window=6))
        _, manifest, _, decoder = self.bundle("llava-tiny", checkpoint=directory)
        torch.manual_seed(1)
        empty, x = torch.zeros(3, 1, 2, 0, 12), torch.randn(1, 40, 48)
        logits, changed = decoder.last_logits(x, empty, empty), x.clone()
        # Three layers with a window of six reach back fifteen positions.
        changed[:, :24] += 1.0
        self.assertTrue(torch.allclose(logits, decoder.last_logits(changed, empty, empty), atol=1e-5))
        changed[:, 24] += 1.0
        self.assertFalse(torch.allclose(logits, decoder.last_logits(changed, empty, empty), atol=1e-5))

    def test_scaled_rotary_positions(self):
        directory = completed("llava-tiny", self.root)
        frequencies = {}
        for kind, more in (("default", {}), ("linear", {"factor": 2.0}),
                           ("llama3", {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                                       "original_max_position_embeddings": 64})):
            edit(directory / "config.json",
                 lambda c, kind=kind, more=more: c["text_config"].update(rope_scaling={"rope_type": kind, **more}))
            frequencies[kind] = self.bundle("llava-tiny", checkpoint=directory)[3].inverse_frequencies
        plain = frequencies["default"]
        self.assertTrue(torch.allclose(plain, 10000.0 ** -(torch.arange(6.0) / 6)))
        self.assertTrue(torch.equal(frequencies["linear"], plain / 2))
        # Wavelengths below 16 are kept, above 64 stretched eightfold.
        self.assertTrue(torch.allclose(frequencies["llama3"][[0, 2, 3, 4, 5]], plain[[0, 2, 3, 4, 5]]
                                       / torch.tensor([1.0, 8, 8, 8, 8])))
        self.assertTrue(plain[1] / 8 < frequencies["llama3"][1] < plain[1])


class PromptTest(FolderTest):
    def test_presets_by_family(self):
        for name, start in (("llava-tiny", "A chat between a curious human"),
                            ("llava-next-tiny", "A chat between a curious user"),
                            ("onevision-tiny", "<|im_start|>system\nYou are a helpful assistant.")):
            manifest = self.bundle(name, prompt=None, question=PUBLISHED)[1]
            self.assertTrue(manifest["prompt"]["text"].startswith(start), name)
            self.assertIn("You must provide a single word", manifest["prompt"]["text"])
            self.assertIn("{question}", manifest["questionTemplate"])

    def test_every_preset_has_its_marks_in_order(self):
        for name, text in PRESETS.items():
            self.assertEqual((text.count("<image>"), text.count("{question}")), (1, 1), name)
            self.assertLess(text.index("<image>"), text.index("{question}"))

    def test_ids_may_be_given(self):
        manifest = self.bundle("llava-tiny", ids_before=[1, 7], ids_after=[9])[1]
        self.assertEqual((manifest["prompt"]["before"], manifest["prompt"]["after"]), ([1, 7], [9]))

    def test_a_question_that_reads_otherwise_alone_is_noted(self):
        directory = completed("llava-tiny", self.root)
        edit(directory / "tokenizer.json", lambda t: t.update(normalizer=None, pre_tokenizer={
            "type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "first", "split": False}))
        lines = export(options("llava-tiny", self.root / "noted", checkpoint=directory))
        self.assertRegex(lines[0], r"note: asked through the template, a question begins with the ids \[3, 4, ")
        self.assertEqual(len(lines), 4)


class CommandTest(FolderTest):
    def run_main(self, *words):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            code = export_model.main([str(CHECKPOINTS / "llava-tiny"), "--prompt", CHAT, "--question", QUESTION,
                                      *words])
        return code, output.getvalue()

    def test_report(self):
        code, text = self.run_main("--out", str(self.root / "b"))
        self.assertEqual(code, 0)
        self.assertRegex(text, r"llava-tiny, float32, .* 4 x 4 visual tokens, a prompt of 13 tokens")
        self.assertRegex(text, r"golden numbers: 5 cases, tolerance 0.0001 \(fixed\)")
        self.assertRegex(text, r"peak memory [\d.]+ GB, [\d.]+ s")

    def test_long_exports_tell_what_they_do_and_short_ones_nothing(self):
        times = iter([0, 9, 12, 14, 18])
        progress = Progress(clock=lambda: next(times))
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            for text in ("a", "b", "c", "d"):
                progress.tell(text)
            self.run_main("--out", str(self.root / "b"))
        self.assertEqual(errors.getvalue(), "b: 12 s\nd: 18 s\n")

    def test_two_processes_write_the_same_bytes(self):
        words = [sys.executable, str(support.SCRIPTS / "export_model.py"), str(CHECKPOINTS / "llava-tiny"), "--out"]
        for name, seed in (("a", "1"), ("b", "7")):
            subprocess.run([*words, str(self.root / name)], check=True, capture_output=True,
                           env={"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "1"})
        for path in sorted((self.root / "a").iterdir()):
            self.assertEqual(sha256(path), sha256(self.root / "b" / path.name), path.name)

    def test_random_checkpoints_of_any_size(self):
        sizes = "--hidden 64 --layers 2 --heads 4 --mlp 96 --vocabulary 200 --tower-width 64 --tower-layers 3 --image 56".split()
        for name in ("a", "b"):
            subprocess.run([sys.executable, str(support.SCRIPTS / "random_checkpoint.py"), *sizes, "--out", str(self.root / name)],
                           check=True, capture_output=True)
        self.assertEqual(sha256(self.root / "a/model.safetensors"), sha256(self.root / "b/model.safetensors"))
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(export_model.main([str(self.root / "a"), "--out", str(self.root / "bundle")]), 0)
        manifest = json.loads((self.root / "bundle/bundle.json").read_text(encoding="utf-8"))
        self.assertEqual((manifest["layers"], manifest["hidden"], manifest["grid"]), (2, 64, [4, 4]))

    def test_force_replaces(self):
        out = str(self.root / "b")
        self.run_main("--out", out)
        self.assertEqual(self.run_main("--out", out, "--dtype", "bfloat16", "--force")[0], 0)
        self.assertEqual(json.loads((self.root / "b/bundle.json").read_text())["dtype"], "bfloat16")
        self.assertEqual([p.name for p in self.root.iterdir()], ["b"])

    def test_modules_hold_no_paths_of_this_machine_and_aligned_data(self):
        self.run_main("--out", str(self.root / "b"))
        with zipfile.ZipFile(self.root / "b/decoder.pt") as archive:
            for entry in archive.infolist():
                self.assertNotIn(str(support.SCRIPTS).encode(), archive.read(entry), entry.filename)
                name = len(entry.filename.encode())
                self.assertEqual((entry.header_offset + 30 + name + len(entry.extra)) % 64, 0, entry.filename)

    def test_fused_is_asked_for_only_where_torch_has_it(self):
        self.run_main("--out", str(self.root / "a"))
        self.run_main("--out", str(self.root / "b"), "--attention", "plain")
        kinds = [json.loads((self.root / n / "bundle.json").read_text())["attention"] for n in "ab"]
        self.assertEqual(kinds, ["fused" if HAS_FUSED else "plain", "plain"])
        with zipfile.ZipFile(self.root / "b/decoder.pt") as archive:
            code = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".py"))
        self.assertNotIn(b"scaled_dot_product", code)


if __name__ == "__main__":
    unittest.main()
