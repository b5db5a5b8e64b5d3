"""The bundle writer, and the committed bundle."""
import json
import tempfile
import unittest
import zipfile
from pathlib import Path

import support

support.require_torch()

import torch  # noqa: E402

from renew_bundle import renew  # noqa: E402
from vlm.bundle import canonical_json, sha256, verify_files, write_bundle  # noqa: E402
from vlm.decoder import Decoder, DecoderConfig  # noqa: E402
from vlm.projector import MlpProjector  # noqa: E402
from vlm.tokenizer import WordTokenizer  # noqa: E402
from vlm.vision import VisionConfig, VisionEncoder, VisionTower  # noqa: E402

COMMITTED = support.SCRIPTS.parent / "udfs/src/main/resources/bundled-model"


def write(directory):
    torch.manual_seed(1)
    config = VisionConfig(width=16, layers=1, heads=2, mlp=16)
    encoder = VisionEncoder(VisionTower(config), MlpProjector(16, 16, 16))
    decoder = Decoder(DecoderConfig(9, width=16, layers=1, heads=2, kv_heads=2, head_dim=8, mlp=16))
    write_bundle(directory, encoder, decoder, WordTokenizer(["a", "b"]).to_json(), {"name": "tiny"})


class WriterTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def test_digests_are_those_of_the_files(self):
        write(self.root)
        manifest = json.loads((self.root / "bundle.json").read_text())
        self.assertEqual(manifest["formatVersion"], 1)
        self.assertEqual(sorted(manifest["files"]), ["decoder.pt", "tokenizer.json", "vision.pt"])
        self.assertEqual(verify_files(self.root), [])

    def test_changed_and_missing_files_are_named(self):
        write(self.root)
        (self.root / "tokenizer.json").write_text("{}")
        (self.root / "vision.pt").unlink()
        self.assertEqual(verify_files(self.root), ["tokenizer.json", "vision.pt"])

    def test_same_weights_give_the_same_bytes(self):
        write(self.root / "one")
        write(self.root / "two")
        for name in ("vision.pt", "decoder.pt", "bundle.json", "tokenizer.json"):
            self.assertEqual(sha256(self.root / "one" / name), sha256(self.root / "two" / name), name)

    def test_archives_hold_no_paths_of_the_exporting_machine(self):
        write(self.root)
        home = str(support.SCRIPTS).encode()
        with zipfile.ZipFile(self.root / "decoder.pt") as archive:
            for name in archive.namelist():
                self.assertNotIn(home, archive.read(name), name)

    def test_canonical_json_sorts_keys(self):
        self.assertEqual(canonical_json({"b": 1, "a": [2]}), '{\n  "a": [\n    2\n  ],\n  "b": 1\n}\n')


@unittest.skipUnless(COMMITTED.is_dir(), "no committed bundle")
class CommittedBundleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.manifest = json.loads((COMMITTED / "bundle.json").read_text(encoding="utf-8"))
        cls.encoder = torch.jit.load(str(COMMITTED / "vision.pt"))
        cls.decoder = torch.jit.load(str(COMMITTED / "decoder.pt"))

    def test_digests(self):
        self.assertEqual(verify_files(COMMITTED), [])

    def test_shapes_are_those_of_the_manifest(self):
        m = self.manifest
        rows, cols = m["grid"]
        pixels = torch.zeros(1, 3, m["imageSize"], m["imageSize"])
        with torch.no_grad():
            tokens, cosine, features, attention = self.encoder.features(pixels)
            past = torch.zeros(m["layers"], 1, m["kvHeads"], 0, m["headDim"])
            logits, keys, _ = self.decoder(tokens, past, past)
        self.assertEqual(tokens.shape, (1, rows * cols, m["hidden"]))
        self.assertEqual(features.shape, (1, rows * cols, m["vision"]["width"]))
        self.assertEqual((cosine.shape, attention.shape), ((1, rows * cols), (1, rows * cols)))
        self.assertEqual(logits.shape, (1, m["vocabulary"]))
        self.assertEqual(keys.shape, (m["layers"], 1, m["kvHeads"], rows * cols, m["headDim"]))

    def test_prompt_ids_are_those_of_its_text(self):
        m = self.manifest
        vocabulary = json.loads((COMMITTED / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
        before, after = m["prompt"]["text"].split(" <image> ")
        self.assertEqual([vocabulary[w] for w in before.split()], m["prompt"]["before"])
        self.assertEqual([vocabulary[w] for w in after.split()], m["prompt"]["after"])
        self.assertEqual(len(vocabulary), m["vocabulary"])
        self.assertEqual(vocabulary["<pad>"], m["padId"])

    def test_a_renewed_bundle_computes_the_same_and_has_the_methods_of_today(self):
        with tempfile.TemporaryDirectory() as folder:
            new = Path(folder) / "new"
            renew(COMMITTED, new)
            self.assertEqual(verify_files(new), [])
            manifest = json.loads((new / "bundle.json").read_text(encoding="utf-8"))
            same = {key: value for key, value in self.manifest.items() if key != "files"}
            self.assertEqual({key: value for key, value in manifest.items() if key != "files"}, same)
            self.assertEqual(sorted(manifest["files"]), sorted(self.manifest["files"]))
            encoder, decoder = torch.jit.load(str(new / "vision.pt")), torch.jit.load(str(new / "decoder.pt"))
            past = torch.zeros(manifest["layers"], 1, manifest["kvHeads"], 0, manifest["headDim"])
            with torch.no_grad():
                pixels = torch.rand(1, 3, manifest["imageSize"], manifest["imageSize"])
                tokens = self.encoder(pixels)[0]
                self.assertLess((encoder(pixels)[0] - tokens).abs().max(), 1e-5)
                self.assertLess((decoder(tokens, past, past)[0] - self.decoder(tokens, past, past)[0]).abs().max(), 1e-4)
                self.assertEqual([len(each) for each in encoder.keys(pixels)], [1, 1, 1, 1])
            self.assertTrue(hasattr(encoder, "project") and hasattr(decoder, "keys_of") and hasattr(decoder, "norm_of"))

    def test_required_accuracy(self):
        heldout = self.manifest["training"]["heldout"]
        self.assertGreaterEqual(heldout["mean"], 0.85)
        self.assertGreaterEqual(heldout["certainty"]["auc"], 0.75)
        self.assertGreaterEqual(min(t["accuracy"] for t in heldout["types"].values()), 0.60)


if __name__ == "__main__":
    unittest.main()
