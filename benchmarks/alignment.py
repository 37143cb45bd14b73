"""Passages that two texts share: how well and how fast they are found, beside two simple ways to find them.

    python benchmarks/alignment.py quality [FILE.jsonl …]      invented stories, or pairs made by another script
    python benchmarks/alignment.py speed                       long and hostile texts
    python benchmarks/alignment.py corpus FILE.jsonl           all documents of a file against all

Records of pairs: {"pair", "kind", "left", "right", "passages": [[left start, left end, right start, right end], …]}.
"""

from __future__ import annotations

import json
import random
import re
import resource
import sys
import time
from typing import TYPE_CHECKING

from alignment_set import Reuse, make, measures, page
from rapidfuzz import fuzz, process

from provenance.alignment import align, find_overlaps, repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from alignment_set import Place

FINGERPRINT = 50  # letters
SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
ALIKE, SHORTEST, JOINED = 80, 40, 60  # per cent; characters of a sentence; characters between sentences of a passage


def ours(pair: Reuse) -> list[Place]:
    """Return what provenance finds."""
    same = pair.left == pair.right
    found = repeats(pair.left) if same else align(pair.left, pair.right)
    return [(one.left.start, one.left.end, one.right.start, one.right.end) for one in found]


def fingerprints(pair: Reuse) -> list[Place]:
    """Return the longest runs of equal letters about exact fingerprints of fifty letters."""
    left, right = _letters(pair.left), _letters(pair.right)
    places: dict[str, int] = {}
    for at in range(len(left[0]) - FINGERPRINT + 1):
        places.setdefault(left[0][at : at + FINGERPRINT], at)
    found, reached = [], 0
    for at in range(len(right[0]) - FINGERPRINT + 1):
        start = places.get(right[0][at : at + FINGERPRINT])
        if at < reached or start is None or (pair.left == pair.right and start + FINGERPRINT > at):
            continue
        size = FINGERPRINT
        while right[0][at + size : at + size + 1] == left[0][start + size : start + size + 1] != "":
            size += 1
        reached = at + size
        found.append((left[1][start], left[1][start + size - 1] + 1, right[1][at], right[1][reached - 1] + 1))
    return found


def sentences(pair: Reuse) -> list[Place]:
    """Return runs of sentences that RapidFuzz finds at least 80 % alike, joined where they lie close on both sides."""
    left, right = _sentences(pair.left), _sentences(pair.right)
    found: list[Place] = []
    for start, end in right:
        choices = [pair.left[a:b] if (a, b) < (start, start) or pair.left != pair.right else "" for a, b in left]
        best = process.extractOne(pair.right[start:end], choices, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is None or (pair.left == pair.right and left[best[2]][1] > start):
            continue
        a, b = left[best[2]]
        if found and 0 <= a - found[-1][1] <= JOINED and start - found[-1][3] <= JOINED:
            found[-1] = (found[-1][0], b, found[-1][2], end)
        else:
            found.append((a, b, start, end))
    return found


TOOLS: dict[str, Callable[[Reuse], list[Place]]] = {
    "provenance": ours,
    "fingerprints of 50 letters": fingerprints,
    "RapidFuzz per sentence": sentences,
}


def _letters(text: str) -> tuple[str, list[int]]:
    kept = [at for at, letter in enumerate(text) if letter.isalnum()]
    return "".join(text[at].lower()[0] for at in kept), kept


def _sentences(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in SENTENCE.finditer(text) if match.end() - match.start() >= SHORTEST]


def _read(paths: list[str]) -> Iterator[Reuse]:
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                places = [(a, b, c, d) for a, b, c, d in record["passages"]]
                yield Reuse(f"{path}:{record['pair']}", record["kind"], record["left"], record["right"], places)


def quality(paths: list[str]) -> None:
    """Print recall, precision, granularity and plagdet of every tool, in all and of each kind for provenance."""
    pairs = list(_read(paths)) if paths else list(make(40, 1))
    rows: list[tuple[object, ...]] = []
    for name, tool in TOOLS.items():
        started = time.process_time()
        found = {pair.name: tool(pair) for pair in pairs}
        spent = (time.process_time() - started) / len(pairs) * 1000
        for kind in ("all", *dict.fromkeys(pair.kind for pair in pairs)):
            some = [pair for pair in pairs if kind in {"all", pair.kind}]
            cases = [(pair.name, place) for pair in some for place in pair.places]
            told = [(pair.name, place) for pair in some for place in found[pair.name]]
            if cases:
                rows.append((name, kind, *measures(cases, told), f"{spent:.2f}" if kind == "all" else ""))
            else:
                wrong = sum(bool(found[pair.name]) for pair in some)
                rows.append((name, kind, "", "", "", "", f"{wrong} of {len(some)} pairs"))
    header = ("tool", "kind", "recall", "precision", "granularity", "plagdet", "CPU ms a pair")
    _print(header, rows)


def speed(_: list[str]) -> None:
    """Print CPU seconds and peak memory for long and hostile texts."""
    rng = random.Random(1)
    long, other = page(rng, paragraphs=3500)[:1_000_000], page(rng, paragraphs=3500)[:1_000_000]
    edited = " ".join("otherwise" if rng.random() < 0.1 else word for word in long.split(" "))
    short = long[:3000]
    texts: dict[str, Callable[[], object]] = {
        "3 kB, a tenth of the words edited": lambda: align(short, edited[:3000]),
        "3 kB, nothing shared": lambda: align(short, other[:3000]),
        "3 kB, repeats of a text without any": lambda: repeats(short),
        "1 MB, a tenth of the words edited": lambda: align(long, edited),
        "1 MB, nothing shared": lambda: align(long, other),
        "1 MB, repeats": lambda: repeats(long),
        "1 MB of ab ab …, repeats": lambda: repeats("ab " * 333_333),
        "1 MB of ab ab … and one more": lambda: align("ab " * 333_333, "ab " * 333_334),
        "1 MB of one letter, repeats": lambda: repeats("a" * 1_000_000),
        "10 MB, equal": lambda: align(long * 10, long * 10),
    }
    rows: list[tuple[object, ...]] = []
    for name, run in texts.items():
        times = 200 if name.startswith("3 kB") else 1
        started = time.process_time()
        for _ in range(times):
            run()
        spent = (time.process_time() - started) / times
        rows.append((name, f"{spent:.4f}", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
    _print(("texts", "CPU s", "peak MB so far"), rows)


def corpus(paths: list[str]) -> None:
    """Print what finding every passage of a corpus costs."""
    with open(paths[0], encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    started, clock = time.process_time(), time.perf_counter()
    found = find_overlaps(texts, texts.__getitem__)
    row = (
        f"{len(texts):,}",
        f"{sum(map(len, texts)) / 1e6:.1f}",
        f"{time.process_time() - started:.1f}",
        f"{time.perf_counter() - clock:.1f}",
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        f"{len(found.passages):,}",
        f"{len(found.overlaps):,}",
    )
    header = ("documents", "million characters", "CPU s", "wall s", "peak MB", "passages", "overlaps")
    _print(header, [row])


def _print(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    for row in (header, ("---",) * len(header), *rows):
        print("|", " | ".join(f"{cell:.4f}" if isinstance(cell, float) else str(cell) for cell in row), "|")


COMMANDS = {"quality": quality, "speed": speed, "corpus": corpus}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]](sys.argv[2:])
