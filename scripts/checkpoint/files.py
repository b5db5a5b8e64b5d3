"""Reads the small files of a checkpoint."""
import json

from checkpoint.errors import CheckpointError, listed


def read_json(path, remedy):
    """The object in a JSON file; CheckpointError with the remedy where there is none."""
    if not path.is_file():
        raise CheckpointError(f"{path} is missing.", remedy)
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError):
        value = None
    if not isinstance(value, dict):
        raise CheckpointError(f"{path} is damaged: it holds no JSON object.", "Download the file again.")
    return value


def require_sizes(values, names, part):
    """Raises CheckpointError that names every field of a config that is no whole number above 0."""
    wrong = [name for name in names if not isinstance(values.get(name), int) or values[name] < 1]
    if wrong:
        raise CheckpointError(f"The {part} has no whole number above 0 as {listed(wrong)}.", "Correct config.json.")


def optional_json(path):
    """The object in a JSON file, empty where there is no such file."""
    return read_json(path, "") if path.is_file() else {}
