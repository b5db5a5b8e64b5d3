"""Byte-pair encoding as Hugging Face's `tokenizers` does it."""
from functools import lru_cache


class BytePairs:
    """The model of a `tokenizer.json` of type BPE: from a piece of text to token ids."""

    def __init__(self, spec):
        self.vocabulary = spec["vocab"]
        pairs = [tuple(pair.split(" ", 1)) if isinstance(pair, str) else tuple(pair) for pair in spec["merges"]]
        self.ranks = {pair: rank for rank, pair in enumerate(pairs)}
        self.unknown = spec.get("unk_token")
        self.fuses_unknown = spec.get("fuse_unk", False)
        self.falls_back = spec.get("byte_fallback", False)
        self.ignores_merges = spec.get("ignore_merges", False)
        self.ids = lru_cache(maxsize=4096)(self.ids)

    def ids(self, piece):
        """Token ids of a piece, as a tuple."""
        if self.ignores_merges and piece in self.vocabulary:
            return (self.vocabulary[piece],)
        return tuple(self.vocabulary[symbol] for symbol in self.merged(self.symbols(piece)))

    def symbols(self, piece):
        """Characters; those without a token become byte tokens or the unknown token, or vanish."""
        result = []
        for character in piece:
            spelled = [f"<0x{byte:02X}>" for byte in character.encode("utf-8")]
            if character in self.vocabulary:
                result.append(character)
            elif self.falls_back and all(byte in self.vocabulary for byte in spelled):
                result += spelled
            elif self.unknown is not None and not (self.fuses_unknown and result and result[-1] == self.unknown):
                result.append(self.unknown)
        return result

    def merged(self, symbols):
        """Joins the pair of lowest rank, the leftmost first, until none is left that may be joined."""
        while len(symbols) > 1:
            best = min(range(len(symbols) - 1), key=lambda i: self.rank(symbols, i))
            if self.rank(symbols, best) == len(self.ranks):
                return symbols
            symbols = symbols[:best] + [symbols[best] + symbols[best + 1]] + symbols[best + 2:]
        return symbols

    def rank(self, symbols, i):
        """Rank of the pair at `i`; the number of pairs where it may not be joined."""
        return self.ranks.get((symbols[i], symbols[i + 1]), len(self.ranks))


class WordLevel:
    """The model of type WordLevel: a piece is a word or unknown."""

    def __init__(self, spec):
        self.vocabulary = spec["vocab"]
        self.unknown = self.vocabulary[spec["unk_token"]]

    def ids(self, piece):
        """The id of a piece."""
        return (self.vocabulary.get(piece, self.unknown),)
