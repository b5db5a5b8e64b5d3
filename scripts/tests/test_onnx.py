"""The exporter of the second engine. What its graphs compute is held by the profile onnx (docs/second-engine.md)."""
import json
import tempfile
import unittest
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import support

support.require_torch()

import torch  # noqa: E402

from export_onnx import export  # noqa: E402
from vlm.bundle import canonical_json, verify_files  # noqa: E402

COMMITTED = support.SCRIPTS.parent / "udfs/src/main/resources/bundled-model"
# Newer ones ask for the package onnx.
ALONE = tuple(int(part) for part in torch.__version__.split(".")[:2]) < (2, 0)


class OnnxTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    @unittest.skipUnless(ALONE, "this torch needs the package onnx")
    def test_a_bundle_of_both_formats_names_all_its_files(self):
        with redirect_stdout(StringIO()):
            export(COMMITTED, self.root)
        manifest = json.loads((self.root / "bundle.json").read_text())
        old = json.loads((COMMITTED / "bundle.json").read_text())
        self.assertEqual(verify_files(self.root), [])
        self.assertEqual(sorted(set(manifest["files"]) - set(old["files"])), [
            "decoder.embed.onnx", "decoder.forward.onnx", "decoder.last_logits.onnx", "decoder.prefill.onnx",
            "golden.json", "vision.features.onnx", "vision.forward.onnx"])
        for name, digest in old["files"].items():
            self.assertEqual(manifest["files"][name], digest)
        self.assertEqual({**manifest, "files": None}, {**old, "files": None})

    def test_another_architecture_is_refused(self):
        manifest = json.loads((COMMITTED / "bundle.json").read_text())
        (self.root / "bundle.json").write_text(canonical_json({**manifest, "dtype": "float16", "files": {}}))
        with self.assertRaisesRegex(SystemExit, "plain architecture"):
            export(self.root, self.root / "out")


if __name__ == "__main__":
    unittest.main()
