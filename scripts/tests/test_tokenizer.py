"""Token ids are exactly those of the reference tokenizer."""
import json
import unittest

import support

support.require_torch()

from checkpoints import CHECKPOINTS, golden_json  # noqa: E402

from checkpoint.errors import CheckpointError  # noqa: E402
from checkpoint.regex import translated  # noqa: E402
from checkpoint.tokenizer import Tokenizer, read_tokenizer  # noqa: E402

LLAMA_3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
           r"|\s+(?!\S)|\s+")
TEXTS = ["USER: <image>\né☃ don't", "  Two  of\u00a0日本 <image> x", "ANT: 😀</s> re\n\n y",
         "12345 I'LL pay ²\r\n\r\n  now"]
# What `tokenizers` 0.23.2 makes of these texts, for variants of the tiny tokenizers.
MARKED = [[3, 58, 59, 60, 61, 62, 3, 39, 73, 42, 42, 3, 20, 5, 29, 3, 345, 329, 164, 4, 164, 4, 3, 3, 18, 19, 27]]
EXPECTED = {
    "byte fallback": [
        [101, 3, 150, 3, 4, 346, 320, 377, 303, 282, 133, 19, 18, 73, 24],
        [3, 3, 3, 50, 27, 19, 3, 115, 345, 311, 381, 302, 316, 381, 307, 323, 3, 150, 3, 3, 28],
        [85, 44, 50, 69, 3, 391, 310, 303, 279, 2, 3, 136, 4, 4, 3, 29], *MARKED],
    "mark before the first word": [
        [101, 3, 150, 4, 346, 320, 377, 303, 282, 133, 19, 18, 73, 24],
        [3, 3, 50, 27, 19, 3, 115, 345, 311, 381, 302, 316, 381, 307, 323, 3, 150, 3, 28],
        [85, 44, 50, 69, 3, 391, 310, 303, 279, 2, 136, 4, 4, 3, 29], *MARKED],
    "mark before each part": [
        [101, 3, 150, 3, 4, 346, 320, 377, 303, 282, 133, 19, 18, 73, 24],
        [3, 3, 50, 27, 19, 3, 115, 345, 311, 381, 302, 316, 381, 307, 323, 3, 150, 3, 28],
        [85, 44, 50, 69, 3, 391, 310, 303, 279, 2, 136, 4, 4, 3, 29], *MARKED],
    "llama 3": [
        [273, 25, 220, 303, 198, 127, 102, 158, 246, 225, 220, 67, 78, 77, 6, 83],
        [220, 220, 51, 86, 78, 220, 289, 126, 254, 162, 245, 98, 162, 250, 105, 220, 303, 220, 87],
        [265, 25, 220, 172, 253, 246, 222, 27, 14, 82, 29, 220, 260, 198, 198, 220, 88],
        [16, 17, 18, 19, 20, 220, 40, 6, 43, 43, 220, 79, 64, 88, 220, 126, 110, 201, 198, 201, 198, 220, 220, 77, 78,
         86]],
    "gpt 2": [
        [281, 25, 220, 303, 220, 198, 127, 102, 158, 246, 225, 220, 67, 78, 77, 6, 83],
        [220, 220, 51, 86, 78, 220, 289, 126, 254, 162, 245, 98, 162, 250, 105, 220, 303, 220, 87],
        [262, 45, 51, 25, 220, 172, 253, 246, 222, 27, 14, 82, 29, 220, 260, 198, 198, 220, 88],
        [220, 16, 17, 18, 19, 20, 220, 40, 6, 43, 43, 220, 79, 64, 88, 220, 126, 110, 201, 198, 201, 198, 220, 220, 77,
         78, 86]],
}


def spec(name):
    return json.loads((CHECKPOINTS / name / "tokenizer.json").read_text(encoding="utf-8"))


def llama(**changes):
    """The tiny Llama tokenizer with byte tokens behind its own, as real ones have them."""
    result = {**spec("llava-tiny"), **changes}
    result["model"]["byte_fallback"] = True
    result["model"]["vocab"].update({"<image>": 150, **{f"<0x{byte:02X}>": 151 + byte for byte in range(256)}})
    return result


def qwen(pretokenizer):
    """The tiny Qwen2 tokenizer without a normaliser and with another split."""
    return {**spec("onevision-tiny"), "normalizer": None, "pre_tokenizer": pretokenizer}


def metaspace(scheme, split):
    return {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": scheme, "split": split}


def byte_level(use_regex):
    return {"type": "ByteLevel", "add_prefix_space": use_regex, "trim_offsets": True, "use_regex": use_regex}


def variants():
    tiktoken = {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": {"Regex": LLAMA_3}, "behavior": "Isolated", "invert": False}, byte_level(False)]}
    like_llama_3 = qwen(tiktoken)
    like_llama_3["model"]["ignore_merges"] = True
    return {
        "byte fallback": llama(),
        "mark before the first word": llama(normalizer=None, pre_tokenizer=metaspace("first", False)),
        "mark before each part": llama(normalizer=None, pre_tokenizer=metaspace("always", True)),
        "llama 3": like_llama_3, "gpt 2": qwen(byte_level(True)),
    }


class TokenizerTest(unittest.TestCase):
    def test_golden_cases(self):
        for name in ("llava-tiny", "llava-next-tiny", "onevision-tiny"):
            tokenizer = read_tokenizer(CHECKPOINTS / name / "tokenizer.json")
            cases = golden_json(name)["tokenizer_cases"]
            self.assertGreater(len(cases), 0)
            for case in cases:
                self.assertEqual(tokenizer.encode(case["text"]), case["ids_no_special"], case["text"])
                self.assertEqual(tokenizer.encode_with_specials(case["text"]), case["ids"], case["text"])

    def test_variants_of_real_tokenizers(self):
        for name, variant in variants().items():
            tokenizer = Tokenizer(variant)
            for text, expected in zip(TEXTS, EXPECTED[name]):
                self.assertEqual(tokenizer.encode(text), expected, (name, text))

    def test_merges_are_pairs_or_texts(self):
        pairs, texts = spec("onevision-tiny"), spec("onevision-tiny")
        self.assertIsInstance(pairs["model"]["merges"][0], list)
        texts["model"]["merges"] = [" ".join(pair) for pair in pairs["model"]["merges"]]
        self.assertEqual(Tokenizer(texts).encode(TEXTS[0]), Tokenizer(pairs).encode(TEXTS[0]))

    def test_added_tokens_take_space_with_them(self):
        stripping = spec("llava-tiny")
        stripping["added_tokens"][-1].update(lstrip=True, rstrip=True)
        self.assertEqual(Tokenizer(stripping).encode("re  <image>\n re"), Tokenizer(stripping).encode("re<image>re"))

    def test_template_puts_tokens_on_both_sides(self):
        both = spec("llava-tiny")
        both["post_processor"]["single"].append({"SpecialToken": {"id": "<s>", "type_id": 0}})
        self.assertEqual(Tokenizer({**both, "post_processor": {"type": "Sequence", "processors": [
            byte_level(False), both["post_processor"]]}}).encode_with_specials(""), [1, 1])

    def test_id_of(self):
        tokenizer = read_tokenizer(CHECKPOINTS / "llava-tiny/tokenizer.json")
        self.assertEqual([tokenizer.id_of(t) for t in ("<image>", "\u2581A", "nothing")], [150, 85, None])

    def test_what_is_unknown_is_refused_with_a_way_out(self):
        parts = {"model": {"type": "Unigram"}, "normalizer": {"type": "Precompiled"},
                 "pre_tokenizer": {"type": "Punctuation"}, "post_processor": {"type": "BertProcessing"}}
        for part, value in parts.items():
            with self.assertRaisesRegex(CheckpointError, f"unknown .* {value['type']}.*--prompt-ids-before"):
                Tokenizer({**spec("llava-tiny"), part: value})


class RegexTest(unittest.TestCase):
    def test_properties_inside_and_outside_of_classes(self):
        self.assertEqual(translated(r"\p{L}+|[\p{N}_]+").findall("aé日 12_Ⅷ"), ["aé日", "12_Ⅷ"])
        self.assertEqual(translated(r"[^\p{L}\s]+").findall("a1!\u00a0b2"), ["1!", "2"])
        self.assertEqual(translated(r"\P{L}").findall("a1"), ["1"])

    def test_white_space_is_that_of_unicode(self):
        self.assertEqual(translated(r"\s+").findall("a\u2003\x85b\x1cc"), ["\u2003\x85"])
        self.assertEqual(translated(r"\S+").findall("a\u2003\x1c"), ["a", "\x1c"])

    def test_beyond_python(self):
        for pattern, expected in ((r"(?<n>a", "is beyond this Python"),
                                  (r"[^\S]", "negates a property within a class")):
            with self.assertRaisesRegex(CheckpointError, expected):
                translated(pattern)


if __name__ == "__main__":
    unittest.main()
