"""Corpora whose passages are hard to tell apart at a cost in proportion to their size: each a generator of texts.

python benchmarks/audit_shapes.py one_word 50000 OUT.jsonl
"""

from __future__ import annotations

import itertools
import random
import sys
from typing import TYPE_CHECKING

from grouping_shapes import sentences, vocabulary, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def one_word(size: int) -> Iterator[str]:
    """Copies of one text of some 350 words, each with another word changed."""
    rng = random.Random(11)
    words = vocabulary(30_000, rng)
    text = " ".join(itertools.islice(sentences(words, rng), 20)).split()
    for _ in range(size):
        at = rng.randrange(len(text))
        yield " ".join([*text[:at], rng.choice(words), *text[at + 1 :]])


def forty_words(size: int) -> Iterator[str]:
    """Texts of forty words that have nothing in common but words."""
    rng = random.Random(12)
    words = vocabulary(30_000, rng)
    for _ in range(size):
        yield " ".join(rng.choices(words, k=40))


def digest(size: int) -> Iterator[str]:
    """Texts of sixty words, and one that holds all of them."""
    rng = random.Random(13)
    words = vocabulary(30_000, rng)
    texts = [" ".join(rng.choices(words, k=60)) for _ in range(size)]
    yield from texts
    yield "\n\n".join(texts)


def shuffled(size: int) -> Iterator[str]:
    """A text of about *size* bytes, and its sentences in another order."""
    rng = random.Random(14)
    found: list[str] = []
    stream, length = sentences(vocabulary(30_000, rng), rng), 0
    while length < size:
        found.append(next(stream))
        length += len(found[-1]) + 1
    yield " ".join(found)
    yield " ".join(rng.sample(found, len(found)))


# Each with its largest size, and what that counts.
SHAPES: dict[str, tuple[Callable[[int], Iterator[str]], int, str]] = {
    "copies of one text with a word changed": (one_word, 50_000, "copies"),
    "texts of forty words": (forty_words, 200_000, "texts"),
    "one text that holds all others": (digest, 10_000, "others"),
    "a text and its sentences shuffled": (shuffled, 100_000, "bytes"),
}


if __name__ == "__main__":
    makers = {make.__name__: make for make, *_ in SHAPES.values()}
    write(makers[sys.argv[1]](int(sys.argv[2])), sys.argv[3])
