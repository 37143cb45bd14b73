"""Pairs of invented pages with known reused passages, and the measures of the PAN evaluations for what is found.

The pages are words of the invented stories of ``derivation_stories``, drawn as often as words of a language are (1 ÷
rank) and in no order: the stories' own sentences come from templates, so that any two are alike.  Each pair is one
document that carries one to three passages of another, changed as its kind says; the other kinds are a page repeated
in its own file, and strangers.
"""

from __future__ import annotations

import math
import random
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from derivation_stories import invent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Place = tuple[int, int, int, int]
    Case = tuple[str, Place]

KINDS = ("verbatim", "edits", "misread", "shuffled", "quote", "repeated", "stranger")
MISREAD = {"e": "c", "l": "1", "o": "0", "a": "o", "s": "5"}


class Vocabulary(NamedTuple):
    """Words, and how often each is drawn."""

    words: list[str]
    weights: list[float]

    @property
    def misread(self) -> dict[int, str]:
        """What letters are misread as: those of other alphabets each as another one."""
        letters = sorted(set("".join(self.words)))
        others = dict(zip(letters, letters[1:] + letters[:1], strict=True))
        return str.maketrans(MISREAD if "e" in others else others)


class Reuse(NamedTuple):
    """Two texts and the places (left start, left end, right start, right end) of what the right one has of the left."""

    name: str
    kind: str
    left: str
    right: str
    places: list[Place]


def make(count: int, seed: int, drawn: Vocabulary | None = None) -> Iterator[Reuse]:
    """Yield *count* pairs of every kind, of the words *drawn* or of invented stories."""
    rng = random.Random(seed)
    known = drawn or vocabulary()
    for kind in KINDS:
        for number in range(count):
            source, host = page(rng, known), page(rng, known)
            name = f"{kind}-{number}"
            if kind == "stranger":
                yield Reuse(name, kind, source, host, [])
            elif kind == "repeated":
                flat = source.replace("\n\n", "")
                second = len(flat) + 2
                yield Reuse(name, kind, text := f"{flat}\n\n{source}", text, [(0, len(flat), second, len(text))])
            else:
                yield _carrier(name, kind, (source, host), rng, known)


def page(rng: random.Random, drawn: Vocabulary | None = None, paragraphs: int = 9) -> str:
    """Return so many paragraphs of two to four sentences each."""
    known = drawn or vocabulary()
    return "\n\n".join(" ".join(_sentence(rng, known) for _ in range(rng.randint(2, 4))) for _ in range(paragraphs))


def _sentence(rng: random.Random, drawn: Vocabulary) -> str:
    words = rng.choices(*drawn, k=rng.randint(6, 30))
    return " ".join(words).capitalize() + "."


@cache
def vocabulary() -> Vocabulary:
    """Return the words of invented stories."""
    rng = random.Random(0)
    stories = " ".join(" ".join(invent(rng).paragraphs) for _ in range(300))
    ranked = sorted(set(re.findall(r"[^\W\d_]+", stories.lower())))
    rng.shuffle(ranked)
    return Vocabulary(ranked, [1 / (rank + 3) for rank in range(len(ranked))])


def _carrier(name: str, kind: str, texts: tuple[str, str], rng: random.Random, drawn: Vocabulary) -> Reuse:
    source, host = texts
    words, paragraphs = source.split(" "), host.split("\n\n")
    count = min(rng.randint(1, 3), len(paragraphs) - 1)
    share = len(words) // count
    places, inserted = [], {}
    for at, slot in enumerate(sorted(rng.sample(range(1, len(paragraphs)), count))):
        size = rng.randint(10, 25) if kind == "quote" else rng.randint(min(50, share // 2), share)
        begin = at * share + rng.randint(0, share - size)
        start = len(" ".join(words[:begin])) + (begin > 0)
        taken = " ".join(words[begin : begin + size])
        inserted[slot] = ((start, start + len(taken)), _changed(taken, kind, rng, drawn))
    right = ""
    for slot, paragraph in enumerate(paragraphs):
        if slot in inserted:
            (start, end), passage = inserted[slot]
            places.append((start, end, len(right), len(right) + len(passage)))
            right += passage + "\n\n"
        right += paragraph + "\n\n"
    return Reuse(name, kind, source, right, places)


def _changed(text: str, kind: str, rng: random.Random, drawn: Vocabulary) -> str:
    if kind == "misread":
        misread = drawn.misread
        return "".join(letter.translate(misread) if rng.random() < 0.1 else letter for letter in text)
    if kind == "shuffled":
        sentences = text.replace("\n\n", " ").split(". ")
        rng.shuffle(sentences)
        return ". ".join(sentences)
    if kind != "edits":
        return text
    words = text.split(" ")
    for _ in range(len(words) // 5):
        at = rng.randrange(1, len(words) - 1)
        words[at : at + 1] = rng.choice(
            ([], [words[at], drawn.words[-1]], [drawn.words[-2]], [words[at + 1], words[at]])
        )
    return " ".join(words)


def measures(cases: Sequence[Case], found: Sequence[Case]) -> tuple[float, float, float, float]:
    """Return macro recall and precision over characters, granularity, and plagdet (Potthast et al. 2010)."""
    by_pair: dict[str, tuple[list[Place], list[Place]]] = {}
    for side, places in enumerate((cases, found)):
        for name, place in places:
            by_pair.setdefault(name, ([], []))[side].append(place)
    recalls, precisions, pieces = [], [], []
    for true, told in by_pair.values():
        for case in true:
            hits = [one for one in told if _touch(case, one)]
            recalls.append(_covered(case, hits))
            pieces += [len(hits)] if hits else []
        precisions += [_covered(one, [case for case in true if _touch(case, one)]) for one in told]
    recall, precision = _mean(recalls), _mean(precisions)
    granularity = _mean(pieces) if pieces else 1.0
    score = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return recall, precision, granularity, score / math.log2(1 + granularity)


def _touch(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _covered(place: Place, others: Iterable[Place]) -> float:
    total = 0
    for side in (0, 2):
        reached = place[side]
        for low, high in sorted((other[side], other[side + 1]) for other in others):
            start, end = max(low, reached), min(high, place[side + 1])
            if end > start:
                total, reached = total + end - start, end
    return total / (place[1] - place[0] + place[3] - place[2])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))
