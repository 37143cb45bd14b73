"""Corpora that are hard to group, of any size: each a generator of texts, the same on every machine.

python benchmarks/grouping_shapes.py boilerplate 200000 OUT.jsonl
"""

from __future__ import annotations

import itertools
import json
import random
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SYLLABLES = [a + b for a in [*"bcdfghklmnprstvw", "br", "cl", "st", "tr"] for b in [*"aeiou", "ai", "or", "en"]]


def vocabulary(size: int, rng: random.Random) -> list[str]:
    """Return *size* invented words, the more frequent ones shorter."""
    found: dict[str, None] = {}
    while len(found) < size:
        found["".join(rng.choices(SYLLABLES, k=rng.randint(1, 2 + len(found) * 3 // size)))] = None
    return list(found)


def sentences(words: list[str], rng: random.Random) -> Iterator[str]:
    """Yield sentences whose words are about as frequent as in natural texts."""
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(len(words))))
    while True:
        picked = rng.choices(words, cum_weights=weights, k=rng.randint(6, 30))
        yield f"{picked[0].capitalize()} {' '.join(picked[1:])}."


def edited(text: str, rate: float, words: list[str], rng: random.Random) -> str:
    """Return *text* with words dropped, replaced and put in."""
    found: list[str] = []
    for word in text.split():
        chance = rng.random()
        if chance >= rate:
            found.append(word)
        elif chance > rate / 3:
            found.extend([rng.choice(words)] if chance > rate * 2 / 3 else [word, rng.choice(words)])
    return " ".join(found)


def news(size: int) -> Iterator[str]:
    """Texts of about 1,700 bytes of which a third are edited, cut or framed copies of earlier ones."""
    rng = random.Random(size)
    words = vocabulary(30_000, rng)
    stream = sentences(words, rng)
    frames = [" ".join(itertools.islice(stream, 2)) for _ in range(6)]
    kept: list[str] = []
    for _ in range(size):
        if kept and rng.random() < 0.35:
            text = rng.choice(kept)
            kind = rng.random()
            if kind < 0.6:
                text = edited(text, rng.choice((0, 0.01, 0.03, 0.05, 0.1, 0.2)), words, rng)
            elif kind < 0.8:
                text = text[: int(len(text) * rng.uniform(0.4, 0.95))]
            else:
                text = f"{rng.choice(frames)} {text} {rng.choice(frames)}"
        else:
            text = "\n\n".join(" ".join(itertools.islice(stream, rng.randint(1, 4))) for _ in range(rng.randint(3, 8)))
            if len(kept) < 20_000:
                kept.append(text)
        yield text


def equal(size: int) -> Iterator[str]:
    """One text, again and again."""
    rng = random.Random(1)
    text = " ".join(itertools.islice(sentences(vocabulary(2000, rng), rng), 5))
    return itertools.repeat(text, size)


def boilerplate(size: int) -> Iterator[str]:
    """One paragraph that makes up two thirds of the shingles of every text: no pair, yet all meet in the bands."""
    rng = random.Random(2)
    words = vocabulary(50_000, rng)
    common = " ".join(rng.choices(words, k=44))
    for _ in range(size):
        yield f"{common} {' '.join(rng.choices(words, k=20))}"


def template(size: int) -> Iterator[str]:
    """One form with a few blanks filled in: everybody is a near-duplicate of everybody, and no two are equal."""
    rng = random.Random(3)
    words = vocabulary(50_000, rng)
    common = [" ".join(rng.choices(words, k=30)) for _ in range(4)]
    for _ in range(size):
        yield " ".join(part for text in common for part in (text, rng.choice(words)))


def three_words(size: int) -> Iterator[str]:
    """Texts of three words: one shingle each."""
    rng = random.Random(4)
    words = vocabulary(20_000, rng)
    for _ in range(size):
        yield " ".join(rng.choices(words, k=3))


def chain(size: int) -> Iterator[str]:
    """Texts that are each 0.75 similar to the one before and the one after."""
    rng = random.Random(5)
    words = vocabulary(50_000, rng)
    window = rng.choices(words, k=60)
    for _ in range(size):
        yield " ".join(window)
        window = window[8:] + rng.choices(words, k=8)


def distinct(size: int) -> Iterator[str]:
    """Texts of about 600 bytes that have nothing in common but words."""
    rng = random.Random(6)
    words = vocabulary(30_000, rng)
    for _ in range(size):
        yield " ".join(rng.choices(words, k=90))


def one_document(size: int) -> Iterator[str]:
    """One text of *size* bytes in a single line, and a short one."""
    rng = random.Random(7)
    stream = sentences(vocabulary(30_000, rng), rng)
    part = " ".join(itertools.islice(stream, 50_000))
    yield "".join(itertools.repeat(part, size // len(part))) + part[: size % len(part)]
    yield part[:1000]


SHAPES: dict[str, tuple[Callable[[int], Iterator[str]], int]] = {
    "equal": (equal, 200_000),
    "boilerplate": (boilerplate, 200_000),
    "template": (template, 200_000),
    "three words": (three_words, 200_000),
    "chain": (chain, 200_000),
    "distinct": (distinct, 500_000),
    "one document": (one_document, 500_000_000),
}


def write(texts: Iterator[str], path: str) -> None:
    """Write *texts* as records with an id."""
    with open(path, "w", encoding="utf-8") as lines:
        records = ({"id": f"d{number:07}", "text": text} for number, text in enumerate(texts))
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


if __name__ == "__main__":
    makers = {name.replace(" ", "_"): shape[0] for name, shape in SHAPES.items()} | {"news": news}
    write(makers[sys.argv[1]](int(sys.argv[2])), sys.argv[3])
