"""Exports of spoilt checkpoints, and what they are refused with."""
import contextlib
import io
import tempfile
import unittest
from pathlib import Path

from checkpoints import CHAT, copied, edit, raw_tensors, write_raw

import export_model


class RefusalCase(unittest.TestCase):
    """A test of refusals: one sentence of cause and one of remedy, exit code 1, nothing written."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.count = 0

    def fresh(self, name="llava-tiny"):
        self.count += 1
        return copied(name, self.root / str(self.count))

    def weights(self, directory, change):
        """Changes the tensors of a checkpoint's single file."""
        path = directory / "model.safetensors"
        write_raw(path, change(raw_tensors(path)))
        return directory

    def config(self, change, name="llava-tiny"):
        directory = self.fresh(name)
        edit(directory / "config.json", change)
        return directory

    def refused(self, expected, directory, *words):
        errors, output = io.StringIO(), io.StringIO()
        out = self.root / "out"
        with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(output):
            code = export_model.main([str(directory), "--out", str(out), "--prompt", CHAT, *words])
        self.assertEqual((code, output.getvalue()), (1, ""))
        message = errors.getvalue()
        self.assertRegex(message, expected)
        self.assertTrue(message.startswith("export_model.py: ") and message.count("\n") == 1, message)
        self.assertNotIn("Traceback", message)
        self.assertFalse(out.exists())
        self.assertEqual([p for p in self.root.iterdir() if p.name.startswith(".")], [])
