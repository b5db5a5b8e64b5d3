"""Word-level tokenizer in Hugging Face's `tokenizer.json` format."""
from typing import Iterable, List

PAD, UNK, BOS, EOS, IMAGE, USER, ASSISTANT = "<pad>", "<unk>", "<s>", "</s>", "<image>", "<user>", "<assistant>"
SPECIALS = [PAD, UNK, BOS, EOS, IMAGE, USER, ASSISTANT]


class WordTokenizer:
    """Lower-cased words separated by white space; specials first, then the words in sorted order."""

    def __init__(self, words: Iterable[str]):
        self.words: List[str] = SPECIALS + sorted(set(words) - set(SPECIALS))
        self.ids = {word: i for i, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words)

    def encode(self, text: str) -> List[int]:
        """Token ids of a text; unknown words become `<unk>`."""
        return [self.ids.get(word, self.ids[UNK]) for word in text.lower().split()]

    def to_json(self) -> dict:
        """The content of `tokenizer.json`; nothing is added around a text."""
        added = [
            {"id": i, "content": word, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
             "special": True}
            for i, word in enumerate(SPECIALS)
        ]
        return {
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": added,
            "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "WhitespaceSplit"},
            "post_processor": None, "decoder": None,
            "model": {"type": "WordLevel", "vocab": self.ids, "unk_token": UNK},
        }
