"""Normalisers and pre-tokenizers of `tokenizer.json`: from a text to the pieces that a model splits further.

Each is a function. Normalisers take a text. Pre-tokenizers take pieces `(text, first)`, where `first` says that a piece
begins the whole input, and give pieces.
"""
import unicodedata

from checkpoint.errors import CheckpointError
from checkpoint.regex import translated

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
WAY_OUT = "Give the ids yourself: --prompt-ids-before and --prompt-ids-after."


def unknown(what, kind):
    """The error for a part that is not known."""
    return CheckpointError(f"The tokenizer has the unknown {what} {kind}.", WAY_OUT)


def byte_alphabet():
    """GPT-2's printable character for each of the 256 bytes."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in shown]
    return {**{byte: chr(byte) for byte in shown}, **{byte: chr(256 + i) for i, byte in enumerate(rest)}}


BYTES = byte_alphabet()


def normalizer(spec):
    """A function from text to text; the identity where there is none."""
    if spec is None:
        return lambda text: text
    kind = spec["type"]
    if kind == "Sequence":
        steps = [normalizer(step) for step in spec["normalizers"]]
        return lambda text: chained(steps, text)
    if kind == "Prepend":
        return lambda text: spec["prepend"] + text if text else text
    if kind == "Replace" and "String" in spec["pattern"]:
        return lambda text: text.replace(spec["pattern"]["String"], spec["content"])
    if kind == "Replace":
        pattern = translated(spec["pattern"]["Regex"])
        return lambda text: pattern.sub(lambda _: spec["content"], text)
    if kind in ("NFC", "NFD", "NFKC", "NFKD"):
        return lambda text: unicodedata.normalize(kind, text)
    if kind == "Lowercase":
        return str.lower
    raise unknown("normaliser", kind)


def chained(steps, value):
    """The steps one after another."""
    for step in steps:
        value = step(value)
    return value


def pretokenizer(spec):
    """A function from pieces to pieces; the identity where there is none."""
    if spec is None:
        return lambda pieces: pieces
    kind = spec["type"]
    if kind == "Sequence":
        steps = [pretokenizer(step) for step in spec["pretokenizers"]]
        return lambda pieces: chained(steps, pieces)
    if kind == "Split":
        return split(spec)
    if kind == "ByteLevel":
        return byte_level(spec)
    if kind == "Metaspace":
        return metaspace(spec)
    if kind == "Digits":
        digits = translated(r"\p{N}" if spec.get("individual_digits") else r"\p{N}+")
        return lambda pieces: isolated(digits, pieces)
    if kind == "WhitespaceSplit":
        return lambda pieces: [(word, False) for text, _ in pieces for word in text.split()]
    raise unknown("pre-tokenizer", kind)


def isolated(pattern, pieces):
    """Pieces cut so that every match, and every stretch between matches, is one."""
    result = []
    for text, first in pieces:
        at = 0
        for match in pattern.finditer(text):
            result += [(part, first and not at) for part in (text[at:match.start()], match.group()) if part]
            at = match.end()
        result += [(text[at:], first and not at)] if text[at:] else []
    return result


def split(spec):
    """Split with the behaviour `Isolated`, or `Removed` on matches that are kept apart by inversion."""
    if spec["behavior"] != "Isolated":
        raise unknown("behaviour of a split", spec["behavior"])
    pattern = spec["pattern"]
    compiled = translated(pattern["Regex"]) if "Regex" in pattern else translated(escaped(pattern["String"]))
    return lambda pieces: isolated(compiled, pieces)


def escaped(text):
    """A text as a pattern that matches it."""
    return "".join("\\" + c if not c.isalnum() and c.isascii() else c for c in text)


def byte_level(spec):
    """UTF-8 bytes as printable characters, after GPT-2's split unless `use_regex` is false."""
    pattern = translated(GPT2) if spec.get("use_regex", True) else None

    def apply(pieces):
        if spec.get("add_prefix_space", True):
            pieces = [(text if text.startswith(" ") else " " + text, first) for text, first in pieces]
        if pattern is not None:
            pieces = isolated(pattern, pieces)
        return [("".join(BYTES[b] for b in text.encode("utf-8")), first) for text, first in pieces]

    return apply


def metaspace(spec):
    """Spaces as a visible mark, one put before the text as `prepend_scheme` says, and cut before each mark."""
    mark = spec["replacement"]
    scheme = spec.get("prepend_scheme", "always" if spec.get("add_prefix_space", True) else "never")

    def apply(pieces):
        result = []
        for text, first in pieces:
            text = text.replace(" ", mark)
            if (scheme == "always" or scheme == "first" and first) and not text.startswith(mark):
                text = mark + text
            result += cut_before(text, mark, first) if spec.get("split", True) else [(text, first)]
        return result

    return apply


def cut_before(text, mark, first):
    """Pieces that begin at each mark."""
    starts = sorted({0, *(i for i, c in enumerate(text) if c == mark)})
    return [(text[a:b], first and not a) for a, b in zip(starts, [*starts[1:], len(text)])]
