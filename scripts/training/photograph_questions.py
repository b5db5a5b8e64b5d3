"""Questions about composed photographs whose answers are certain, at most one of each type, as `scenes` asks them."""
from collections import Counter

from training.data import EXPERIMENT_QUESTION
from training.photographs import COLOURS, KINDS, SIZE

NUMBERS = ["none", "one", "two", "three", "four", "five"]
PLURALS = {"dress": "dresses"}
COLOUR_NAMES = list(COLOURS)
CLEARLY_APART = 12


def kind_of(thing):
    return KINDS[thing.kind - 1]


def colour_of(thing):
    return COLOUR_NAMES[thing.colour - 1]


def alone(things, name):
    """Things whose attribute no other has."""
    counts = Counter(name(thing) for thing in things)
    return [thing for thing in things if counts[name(thing)] == 1]


def questions(things, rng):
    """Dicts of `type`, `question` and `answers` about things, the largest first."""
    only_kinds, only_colours = alone(things, kind_of), alone(things, colour_of)
    asked = [("object", EXPERIMENT_QUESTION, kind_of(things[0]))]
    for thing in pick(rng, only_kinds):
        asked.append(("colour", f"what colour is the {kind_of(thing)} ?", colour_of(thing)))
    for thing in pick(rng, only_colours):
        asked.append(("shape", f"which thing is {colour_of(thing)} ?", kind_of(thing)))
    asked.append(count(things, rng))
    asked.append(("total", "how many things are there ?", NUMBERS[len(things)]))
    asked.append(exists(things, rng))
    for thing in pick(rng, [t for t in only_kinds if clear(t.x - SIZE / 2)]):
        side = "left" if thing.x < SIZE / 2 else "right"
        asked.append(("side", f"is the {kind_of(thing)} on the left or right ?", side))
    for thing in pick(rng, [t for t in only_kinds if clear(t.y - SIZE / 2)]):
        level = "top" if thing.y < SIZE / 2 else "bottom"
        asked.append(("level", f"is the {kind_of(thing)} at the top or bottom ?", level))
    asked.extend(pick(rng, relations(only_kinds)))
    if len(things) >= 3 and len({thing.kind for thing in things}) == 2 and len(only_kinds) == 1:
        asked.append(("odd", "which thing is the odd one out ?", kind_of(only_kinds[0])))
    return [{"type": kind, "question": text, "answers": [answer]} for kind, text, answer in asked]


def count(things, rng):
    """How many there are of a kind, three times in four of one that is there more than once, if any is."""
    counts = Counter(kind_of(thing) for thing in things)
    repeated = sorted(kind for kind, n in counts.items() if n > 1)
    kind = rng.choice(repeated if repeated and rng.random() < 0.75 else sorted(counts))
    return "count", f"how many {PLURALS.get(kind, kind + 's')} are there ?", NUMBERS[counts[kind]]


def exists(things, rng):
    """Whether there is a thing of a kind and colour; half of the time one of the two is changed, so half of it is right."""
    thing = things[rng.integers(len(things))]
    kind, colour = kind_of(thing), colour_of(thing)
    if rng.random() < 0.5:
        if rng.random() < 0.5:
            kind = str(rng.choice(KINDS))
        else:
            colour = str(rng.choice(COLOUR_NAMES))
    there = any(kind_of(t) == kind and colour_of(t) == colour for t in things)
    return "exists", f"is there a {colour} {kind} ?", yes_or_no(there)


def relations(things):
    """All questions about how two of the things lie to each other."""
    pairs = [(a, b) for a in things for b in things if a is not b]
    return [("relation", f"is the {kind_of(a)} {word} the {kind_of(b)} ?", yes_or_no(distance < 0))
            for a, b in pairs for word, distance in (("left of", a.x - b.x), ("above", a.y - b.y)) if clear(distance)]


def yes_or_no(holds):
    return "yes" if holds else "no"


def clear(distance):
    """Whether a distance in px is large enough to ask about it."""
    return abs(distance) > CLEARLY_APART


def pick(rng, values):
    """One of the values in a list, or an empty list."""
    return [values[rng.integers(len(values))]] if values else []
