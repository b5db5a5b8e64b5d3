"""Questions about pictures with numbers on plates whose answers are certain, at most one of each type.

Sets: `small` and `standard`, by the size of the text, ask what is written; `layout` asks what can be seen without reading.
"""
from collections import Counter

from training.data import EXPERIMENT_QUESTION
from training.photograph_questions import NUMBERS, clear, colour_of, pick, yes_or_no
from training.photographs import SIZE
from training.plates import DIGITS

LAYOUT = "layout"


def plates_of(things):
    """Digits of each plate from left to right, by the name of its colour."""
    plates = {}
    for thing in things:
        plates.setdefault(colour_of(thing), []).append(thing)
    return plates


def text_of(digit):
    return DIGITS[digit.kind - 1]


def questions(things, rng):
    """Dicts of `type`, `question` and `answers` about digits, and the `set` of those that need no reading."""
    plates = plates_of(things)
    names = sorted(plates)
    first, last, with_many = (names[rng.integers(len(names))] for _ in range(3))
    reading = [("object", EXPERIMENT_QUESTION, text_of(things[0])),
               ("first", f"what is the first digit on the {first} plate ?", text_of(plates[first][0])),
               ("last", f"what is the last digit on the {last} plate ?", text_of(plates[last][-1])),
               exists(plates, rng)]
    counts = Counter(digit for digits in plates.values() for digit in {text_of(each) for each in digits})
    for digit in pick(rng, sorted(digit for digit, n in counts.items() if n == 1)):
        owner = next(name for name in names if digit in map(text_of, plates[name]))
        if len(names) > 1:
            reading.append(("colour", f"which plate has the digit {digit} ?", owner))
    layout = [("count", f"how many digits are on the {with_many} plate ?", NUMBERS[len(plates[with_many])]),
              ("total", "how many plates are there ?", NUMBERS[len(plates)])]
    for name in pick(rng, [name for name in names if clear(plates[name][0].y - SIZE / 2)]):
        level = "top" if plates[name][0].y < SIZE / 2 else "bottom"
        layout.append(("level", f"is the {name} plate at the top or bottom ?", level))
    layout.extend(pick(rng, above(plates)))
    return [{"type": kind, "question": text, "answers": [answer], **more}
            for asked, more in ((reading, {}), (layout, {"set": LAYOUT})) for kind, text, answer in asked]


def exists(plates, rng):
    """Whether a plate has a digit; half of the time one of its own, else any."""
    name = sorted(plates)[rng.integers(len(plates))]
    own = [text_of(each) for each in plates[name]]
    digit = own[rng.integers(len(own))] if rng.random() < 0.5 else DIGITS[rng.integers(len(DIGITS))]
    return "exists", f"is the digit {digit} on the {name} plate ?", yes_or_no(digit in own)


def above(plates):
    """All questions about which of two plates is higher."""
    pairs = [(a, b, plates[a][0].y - plates[b][0].y) for a in plates for b in plates if a != b]
    return [("relation", f"is the {a} plate above the {b} plate ?", yes_or_no(distance < 0))
            for a, b, distance in pairs if clear(distance)]
