"""Regular expressions of `tokenizer.json` in Python's own `re`, which lacks Unicode properties."""
import re
import sys
import unicodedata
from functools import lru_cache

from checkpoint.errors import CheckpointError

PROPERTY = re.compile(r"\\([pP])\{(\^?)([A-Z][a-z]?)\}")
# What Unicode calls white space. Python's \s has four control characters more.
SPACE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


@lru_cache(maxsize=None)
def ranges(category):
    """Body of a character class with all characters whose general category begins so."""
    runs = []
    for point in range(sys.maxunicode + 1):
        if unicodedata.category(chr(point)).startswith(category):
            if runs and runs[-1][1] == point - 1:
                runs[-1][1] = point
            else:
                runs.append([point, point])
    return "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in runs)


def translated(pattern):
    """A compiled pattern that matches what Oniguruma's would.

    Unicode properties and `\\s`, `\\S` become classes. CheckpointError for what Python's `re` cannot say.
    """
    result, inside, at = [], False, 0
    while at < len(pattern):
        found = PROPERTY.match(pattern, at)
        if found:
            text, negated = ranges(found.group(3)), (found.group(1) == "P") != bool(found.group(2))
            at = found.end()
        elif pattern[at:at + 2] in (r"\s", r"\S"):
            text, negated = SPACE, pattern[at + 1] == "S"
            at += 2
        else:
            length = 2 if pattern[at] == "\\" else 1
            inside = (pattern[at] == "[" or inside) and pattern[at] != "]"
            result.append(pattern[at:at + length])
            at += length
            continue
        if inside and negated:
            raise CheckpointError(f"The tokenizer's pattern {pattern} negates a property within a class.",
                                  "Give the ids yourself: --prompt-ids-before and --prompt-ids-after.")
        result.append(text if inside else f"[{'^' if negated else ''}{text}]")
    try:
        return re.compile("".join(result))
    except re.error as e:
        raise CheckpointError(f"The tokenizer's pattern {pattern} is beyond this Python ({e}).",
                              "Give the ids yourself: --prompt-ids-before and --prompt-ids-after.") from None
