"""How true ``provenance contamination`` is: records with a known share of words of a corpus, and unrelated ones.

    python benchmarks/index_contamination.py [--documents 20000] [--records 400] [--unrelated 2000] [--seed 1]

Documents and records are made up, of sentences of a small language.  A record of each kind takes text from the corpus:
``verbatim`` a whole document, ``reworded`` a document of which each third sentence has other words, ``cut`` a part of a
document before a part of its own, ``split`` one half of each of two documents, its middle its own.  The share that is
found must be within .02 of the share of words that was taken; no unrelated record may be above 20 %.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Piece = tuple[list[str], bool]  # sentences, and whether they are the corpus'
SYLLABLES = [left + right for left in "bdfgklmnprstvz" for right in ("a", "e", "i", "o", "u", "an", "er", "is")]


def main() -> int:
    """Print a row for each kind, and return 1 if a share is wrong or an unrelated record is contaminated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--records", type=int, default=400)
    parser.add_argument("--unrelated", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    language = Language(dice)
    corpus = [language.sentences(dice.randrange(8, 25)) for _ in range(options.documents)]
    truth: dict[str, tuple[str, float]] = {}
    records = []
    kinds = [*KINDS] * options.records + ["unrelated"] * options.unrelated
    for at, kind in enumerate(kinds):
        pieces = (
            KINDS[kind](language, corpus) if kind in KINDS else [(language.sentences(dice.randrange(5, 20)), False)]
        )
        records.append({"id": f"{kind}{at}", "text": " ".join(" ".join(some) for some, _ in pieces)})
        counts = [(sum(len(sentence.split()) for sentence in some), known) for some, known in pieces]
        every = sum(count for count, _ in counts)
        truth[f"{kind}{at}"] = kind, sum(count for count, known in counts if known) / every
    return judged(found([" ".join(document) for document in corpus], records), truth)


class Language:
    """Makes sentences of words that are as frequent as words are (Zipf), and of phrases that come again."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self._words = sorted({"".join(dice.choices(SYLLABLES, k=dice.randrange(1, 5))) for _ in range(30_000)})
        dice.shuffle(self._words)
        self._weights = [1 / (rank + 3) for rank in range(len(self._words))]
        # Phrases that everybody uses, of fewer words than count as a run.
        self._phrases = [" ".join(self._drawn(dice.randrange(3, 8))) for _ in range(300)]

    def _drawn(self, count: int) -> list[str]:
        return self.dice.choices(self._words, self._weights, k=count)

    def sentences(self, count: int) -> list[str]:
        """Return sentences; two in five have a phrase in the middle."""
        return [self._sentence() for _ in range(count)]

    def _sentence(self) -> str:
        first, last = self._drawn(self.dice.randrange(5, 12)), self._drawn(self.dice.randrange(5, 12))
        phrase = [self.dice.choice(self._phrases)] if self.dice.random() < 0.4 else []
        return " ".join([*first, *phrase, *last]).capitalize() + "."


def verbatim(language: Language, corpus: list[list[str]]) -> list[Piece]:
    return [(language.dice.choice(corpus), True)]


def reworded(language: Language, corpus: list[list[str]]) -> list[Piece]:
    document = language.dice.choice(corpus)
    return [(language.sentences(1), False) if at % 3 == 1 else ([one], True) for at, one in enumerate(document)]


def cut(language: Language, corpus: list[list[str]]) -> list[Piece]:
    document = language.dice.choice(corpus)
    first = language.dice.randrange(len(document) - 4)
    return [(document[first : first + language.dice.randrange(3, 12)], True), (language.sentences(6), False)]


def split(language: Language, corpus: list[list[str]]) -> list[Piece]:
    one, other = language.dice.sample(corpus, 2)
    return [(one[: len(one) // 2], True), (language.sentences(3), False), (other[len(other) // 2 :], True)]


KINDS: dict[str, Callable[[Language, list[list[str]]], list[Piece]]] = {
    "verbatim": verbatim,
    "reworded": reworded,
    "cut": cut,
    "split": split,
}


def found(corpus: list[str], records: list[dict[str, str]]) -> dict[str, float]:
    """Return the share of each record that the command finds."""
    with tempfile.TemporaryDirectory() as folder:
        train, test, out = Path(folder, "train.jsonl"), Path(folder, "test.jsonl"), Path(folder, "out")
        lines = (json.dumps({"id": f"t{at}", "text": text}) + "\n" for at, text in enumerate(corpus))
        train.write_text("".join(lines), encoding="utf-8")
        test.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        command = ["contamination", str(test), "--against", str(train), "--output", str(out), "-f", "jsonl"]
        done = subprocess.run(
            [sys.executable, "-m", "provenance", *command], check=False, capture_output=True, text=True
        )
        if done.returncode not in (0, 1):
            sys.exit(done.stderr)
        return {line["id"]: line["share"] for line in map(json.loads, done.stdout.splitlines()) if "share" in line}


def judged(shares: dict[str, float], truth: dict[str, tuple[str, float]]) -> int:
    """Print the errors by kind, and return 1 if one is too large."""
    wrong = 0
    print("| kind | records | mean error | largest error | more than .02 | above 20 % |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind in (*KINDS, "unrelated"):
        names = [name for name, (own, _) in truth.items() if own == kind]
        errors = [abs(shares[name] - truth[name][1]) for name in names]
        far, above = sum(error > 0.02 for error in errors), sum(shares[name] > 0.2 for name in names)
        print(f"| {kind} | {len(names):,} | {sum(errors) / len(errors):.4f} | {max(errors):.4f} | {far} | {above:,} |")
        wrong += above if kind == "unrelated" else far
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
