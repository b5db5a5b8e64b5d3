"""Writes a model bundle: scripted modules, tokenizer and `bundle.json` with the digest of every file."""
import hashlib
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

import torch

FORMAT_VERSION = 1


def sha256(path):
    """Hex digest of a file."""
    digest = hashlib.sha256()
    with open(path, "rb") as data:
        for block in iter(lambda: data.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def canonical_json(value):
    """Sorted keys, two-space indent, a final newline: one text for one value."""
    return json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def save_script(module, path):
    """Scripts a module in evaluation mode and saves it: the same bytes for the same weights, torch and PYTHONHASHSEED.

    Debug records are left out, for they hold the exporter's file paths. Tensor data stay aligned to 64 bytes. The
    module is written to a second file beside `path` first, so that its weights are never copied in memory.
    """
    with tempfile.TemporaryDirectory(dir=Path(path).parent) as folder:
        raw = Path(folder) / "archive"
        torch.jit.save(torch.jit.script(module.eval()), str(raw))
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
            for record in source.infolist():
                if not record.filename.endswith(".debug_pkl"):
                    copy_record(source, target, record)


def copy_record(source, target, record):
    """Copies a record of an archive, its data aligned, with nothing of when and where it was made."""
    entry = zipfile.ZipInfo(record.filename)
    entry.file_size = record.file_size
    # Beyond this size zipfile adds 20 bytes of its own to the record's header.
    wide = 20 if record.file_size * 1.05 > zipfile.ZIP64_LIMIT else 0
    header = 30 + len(record.filename.encode("utf-8")) + wide
    padding = -(target.fp.tell() + header + 4) % 64
    entry.extra = b"FB" + padding.to_bytes(2, "little") + b"Z" * padding
    with source.open(record) as data, target.open(entry, "w") as copy:
        shutil.copyfileobj(data, copy, 1 << 20)


def write_bundle(directory, encoder, decoder, tokenizer_json, manifest, extra=()):
    """Writes all files of a bundle; `manifest` is completed with format version and digests, `extra` names more files.

    Files named in `extra` must already lie in the directory. `bundle.json` is written last.
    """
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "bundle.json").unlink(missing_ok=True)
    save_script(encoder, directory / "vision.pt")
    save_script(decoder, directory / "decoder.pt")
    text = json.dumps(tokenizer_json, indent=1, ensure_ascii=False) + "\n"
    (directory / "tokenizer.json").write_text(text, encoding="utf-8")
    write_manifest(directory, manifest, ["decoder.pt", "tokenizer.json", "vision.pt", *extra])


def write_manifest(directory, manifest, names):
    """Writes `bundle.json`: the manifest with format version and digests of the named files, which must be there."""
    digests = {name: sha256(directory / name) for name in names}
    complete = {**manifest, "formatVersion": FORMAT_VERSION, "files": digests}
    (directory / "bundle.json").write_text(canonical_json(complete), encoding="utf-8")


def verify_files(directory):
    """Names of files whose digest differs from the manifest's, sorted; empty when all is well."""
    directory = Path(directory)
    manifest = json.loads((directory / "bundle.json").read_text(encoding="utf-8"))
    return sorted(
        name for name, digest in manifest["files"].items()
        if not (directory / name).is_file() or sha256(directory / name) != digest
    )
