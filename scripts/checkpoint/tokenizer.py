"""Token ids of a prompt from `tokenizer.json`, without the library of that name.

Exact for the byte-pair tokenizers of Llama (byte fallback, space marks) and of Qwen2, Llama 3 and GPT-2 (bytes as
characters). What is not known is refused, never guessed.
"""
import re

from checkpoint.bpe import BytePairs, WordLevel
from checkpoint.files import read_json
from checkpoint.pretokenizer import normalizer, pretokenizer, unknown
from checkpoint.regex import SPACE

MODELS = {"BPE": BytePairs, "WordLevel": WordLevel}


class Tokenizer:
    """A tokenizer as `tokenizer.json` describes it."""

    def __init__(self, spec):
        kind = spec["model"].get("type", "BPE")
        if kind not in MODELS:
            raise unknown("model", kind)
        self.model = MODELS[kind](spec["model"])
        self.normalize = normalizer(spec.get("normalizer"))
        self.cut = pretokenizer(spec.get("pre_tokenizer"))
        self.added = {token["content"]: token for token in spec.get("added_tokens", [])}
        self.raw = matcher([t for t in self.added.values() if not t.get("normalized")], lambda text: text)
        self.normalized = matcher([t for t in self.added.values() if t.get("normalized")], self.normalize)
        self.prefix, self.suffix = specials(spec.get("post_processor"))

    def id_of(self, token):
        """The id of a token's exact text; None where there is none."""
        if token in self.added:
            return self.added[token]["id"]
        return self.model.vocabulary.get(token)

    def encode(self, text):
        """Token ids of a text; nothing is added around it."""
        ids = []
        for part, token, first in parts(self.raw, text, True):
            if token is not None:
                ids.append(token)
                continue
            for piece, inner, start in parts(self.normalized, self.normalize(part), first):
                if inner is not None:
                    ids.append(inner)
                elif piece:
                    for word, _ in self.cut([(piece, start)]):
                        ids += self.model.ids(word)
        return ids

    def encode_with_specials(self, text):
        """Token ids of a text with what the tokenizer puts around a whole input, such as `<s>`."""
        return [*self.prefix, *self.encode(text), *self.suffix]


def read_tokenizer(path):
    """The tokenizer in a file."""
    return Tokenizer(read_json(path, "Download it too, or give one with --tokenizer."))


def matcher(tokens, normalize):
    """A pattern for added tokens, longer ones first, and their ids; None where there are none."""
    if not tokens:
        return None
    contents = {normalize(token["content"]): token for token in tokens}
    alternatives = []
    for content in sorted(contents, key=len, reverse=True):
        token = contents[content]
        edge = r"\b" if token.get("single_word") else ""
        left, right = (f"[{SPACE}]*" if token.get(side) else "" for side in ("lstrip", "rstrip"))
        alternatives.append(f"{left}{edge}({re.escape(content)}){edge}{right}")
    return re.compile("|".join(alternatives)), {content: token["id"] for content, token in contents.items()}


def parts(matcher, text, first):
    """Cuts a text at added tokens: `(text, None, first)` or `(token's text, id, first)`."""
    at = 0
    if matcher is not None:
        pattern, ids = matcher
        for match in pattern.finditer(text):
            if text[at:match.start()]:
                yield text[at:match.start()], None, first and not at
            found = match.group(match.lastindex)
            yield found, ids[found], first and not at
            at = match.end()
    if text[at:]:
        yield text[at:], None, first and not at


def specials(processor):
    """Ids put before and after a single text by a post-processor."""
    if processor is None or processor["type"] == "ByteLevel":
        return [], []
    if processor["type"] == "Sequence":
        found = [specials(step) for step in processor["processors"]]
        return [i for before, _ in found for i in before], [i for _, after in found for i in after]
    if processor["type"] != "TemplateProcessing":
        raise unknown("post-processor", processor["type"])
    sides = ([], [])
    behind = 0
    for item in processor["single"]:
        if "Sequence" in item:
            behind = 1
        else:
            sides[behind].extend(processor["special_tokens"][item["SpecialToken"]["id"]]["ids"])
    return sides
