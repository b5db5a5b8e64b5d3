"""Bad input is one sentence and its code."""
import pathlib
import shutil
import tempfile
import unittest

import numpy as np

from tests.support import EXPORT, random_tokens
from tokenquarry_serving import Codebook, ServingError, count, load


class TestRefusals(unittest.TestCase):

    def refuses(self, code, call, *arguments, **named):
        with self.assertRaises(ServingError) as refused:
            call(*arguments, **named)
        self.assertEqual(refused.exception.code, code)
        self.assertTrue(refused.exception.cause.endswith("."))

    def test_tokens_and_counts(self):
        codebook = Codebook(random_tokens(1, 16))
        tokens = random_tokens(2, 16)
        self.refuses("width-differs", codebook.keep, random_tokens(2, 15), 3)
        for k in (0, 25, 2.5):
            self.refuses("count-invalid", codebook.keep, tokens, k)
        self.refuses("not-a-matrix", codebook.keep, tokens[0], 3)
        tokens[2, 3] = np.nan
        self.refuses("not-finite", codebook.keep, tokens, 3)
        self.refuses("codebook-empty", Codebook, np.zeros((0, 16)))
        self.refuses("rule-unknown", codebook.keep, random_tokens(2, 16), 3, rule="other")
        self.refuses("grid-missing", codebook.keep, random_tokens(2, 16), 3, rule="codebook-diverse")
        self.refuses("count-invalid", count, 576, 0)
        self.refuses("rounding-unknown", count, 576, 0.5, "other")

    def test_an_alias(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            self.refuses("export-missing", load, root, alias="champion")
            shutil.copytree(EXPORT, root / "codebook-v1")
            (root / "champion.json").write_text('{"directory": "codebook-v1"}')
            self.assertEqual(load(root, alias="champion").digest, load(EXPORT).digest)
            for name in ('"../codebook-v1"', '"codebook-v2"', "7"):
                (root / "champion.json").write_text('{"directory": %s}' % name)
                self.refuses("export-missing" if name == '"codebook-v2"' else "export-damaged",
                             load, root, alias="champion")

    def test_files(self):
        self.refuses("export-missing", load, "/nowhere")
        for name, change, code in (
                ("codebook.safetensors", lambda content: content[:-1], "export-damaged"),
                ("codebook.safetensors", lambda content: content[:-1] + b"\x7f", "export-damaged"),
                ("contract.json", lambda content: b"[" * 100_000, "export-damaged"),
                ("contract.json", lambda content: content.replace(b'"contract" : 1', b'"contract" : 9'),
                 "contract-unknown"),
                ("contract.json", lambda content: content.replace(b"codebook.safetensors", b"../secret"),
                 "export-damaged"),
                ("manifest.json", lambda content: b"{}", "export-damaged")):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                copy = pathlib.Path(shutil.copytree(EXPORT, pathlib.Path(folder) / "copy"))
                (copy / name).write_bytes(change((copy / name).read_bytes()))
                self.refuses(code, load, copy)


if __name__ == "__main__":
    unittest.main()
