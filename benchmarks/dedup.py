"""Measure what ``provenance dedup`` loses: near-misses that it must keep, and words of a whole corpus.

    python benchmarks/dedup.py misses CORPUS.jsonl [--count 10000] [--seed 1]
    python benchmarks/dedup.py corpus CORPUS.jsonl
    python benchmarks/dedup.py peers CORPUS.jsonl [--python PEERS/bin/python]
    python benchmarks/dedup.py kills [--count 300] [--seed 1]

CORPUS.jsonl holds records with an id and a text, such as those of ``make_corpus.py 100000``.

``misses`` takes texts of the corpus and plants beside each one a copy that says something that the text does not: of
thirteen kinds.  "preserves" may drop the text for a copy that is longer and has all of it, but never the copy.  The
table says for each kind how many copies were dropped, by "preserves" and by "near".

``corpus`` plans, applies and verifies with each rule, and prints the seconds beside those of grouping alone, what is
left and what is lost.  ``peers`` puts text-dedup, datatrove and daft beside the rules; --python is that of the
environment that has them, and one that is not there is named.  ``kills`` kills apply, in-place apply and undo at random
moments: see ``dedup_kills.py``.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FIGURE = re.compile(r"(?<![\w.,-])\d+(?![\w.,]*\d)")
_WORD = re.compile(r"(?<=\s)[a-z]{5,}(?=\s)")
_SENTENCE = re.compile(r"(?<=[a-z]\.)\s+(?=[A-Z])")


def main() -> int:
    """Run one of the measurements; the status is 1 if a word was lost or a near-miss dropped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("misses", "corpus", "peers", "kills"))
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.what != "kills" and options.corpus is None:
        parser.error("name a corpus")
    with tempfile.TemporaryDirectory() as made:
        folder, dice = Path(made), random.Random(options.seed)
        if options.what == "kills":
            from dedup_kills import campaign

            return campaign(folder, options.count or 300, dice)
        if options.what == "corpus":
            return corpus(options.corpus, folder)
        if options.what == "peers":
            from dedup_scores import compare

            return compare(options.corpus, folder, options.python)
        return misses(options.corpus, folder, options.count or 10_000, dice)


def one_of(pattern: re.Pattern[str], change: Callable[[str, random.Random], str]) -> Callable[..., str]:
    """Return what changes one match of *pattern* in a text, "" where there is none."""

    def changed(text: str, dice: random.Random) -> str:
        places = list(pattern.finditer(text))
        if not places:
            return ""
        place = dice.choice(places)
        return text[: place.start()] + change(place[0], dice) + text[place.end() :]

    return changed


def a_sentence_more(text: str, dice: random.Random) -> str:
    """Put a sentence of its own between two."""
    return one_of(_SENTENCE, lambda _, dice: f" Nobody in ward {dice.randrange(10**6)} had been asked. ")(text, dice)


def a_title_more(text: str, dice: random.Random) -> str:
    return f"Ward {dice.randrange(10**6)} was not asked\n\n{text}"


def an_end_more(text: str, dice: random.Random) -> str:
    return f"{text.rstrip()} The paper of ward {dice.randrange(10**6)} had it first."


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "another figure": one_of(_FIGURE, lambda old, dice: str(int(old) + dice.randrange(1, 900))),
    "a minus": one_of(_FIGURE, lambda old, _: f"-{old}"),
    "a decimal point": one_of(_FIGURE, lambda old, dice: f"{old}.{dice.randrange(1, 9)}"),
    "a currency": one_of(_FIGURE, lambda old, _: f"€{old}"),
    "a comparison": one_of(_FIGURE, lambda old, _: f"<{old}"),
    "per cent": one_of(_FIGURE, lambda old, _: f"{old}%"),
    "a negation": one_of(_WORD, lambda old, _: f"not {old}"),
    "another word": one_of(_WORD, lambda old, dice: f"{old[::-1]}{dice.choice('aeiou')}"),
    "a diacritic": one_of(_WORD, lambda old, _: f"{old[:2]}\u0301{old[2:]}"),
    "a question": one_of(re.compile(r"(?<=[a-z])\.(?=\s+[A-Z])"), lambda *_: "?"),
    "a sentence more": a_sentence_more,
    "a title more": a_title_more,
    "an end more": an_end_more,
}


def misses(source: Path, folder: Path, count: int, dice: random.Random) -> int:
    """Plant near-misses and print how many of each kind each rule drops."""
    texts = [json.loads(line)["text"] for line in source.read_text("utf-8").splitlines()]
    dice.shuffle(texts)
    planted: dict[str, str] = {}
    kinds = list(KINDS)
    with open(folder / "corpus.jsonl", "w", encoding="utf-8") as stream:
        for text in texts:
            kind = kinds[len(planted) % len(kinds)]
            other = KINDS[kind](text, dice) if len(text.split()) >= 20 else ""
            if not other:
                continue
            number = len(planted)
            planted[f"m{number}"] = kind
            both = [{"id": f"t{number}", "text": text}, {"id": f"m{number}", "text": other}]
            stream.writelines(f"{json.dumps(record)}\n" for record in both)
            if len(planted) == count:
                break
    total = Counter(planted.values())
    dropped = {rule: planted_and_dropped(folder, rule, planted) for rule in ("preserves", "near")}
    print("| kind | planted | dropped by preserves | by near |\n| --- | --- | --- | --- |")
    for kind in kinds:
        print(f"| {kind} | {total[kind]:,} | {dropped['preserves'][kind]:,} | {dropped['near'][kind]:,} |")
    sums = [sum(some.values()) for some in (total, dropped["preserves"], dropped["near"])]
    print("| all | " + " | ".join(f"{each:,}" for each in sums) + " |")
    return int(sums[1] > 0)


def planted_and_dropped(folder: Path, rule: str, planted: dict[str, str]) -> Counter[str]:
    """Return how many of the *planted* records of each kind a plan by this rule drops for a text of the corpus.

    The corpus has copies, and so have those that are planted beside them, which may be dropped for each other.
    """
    plan = folder / f"{rule}.jsonl"
    dedup("plan", str(folder / "corpus.jsonl"), "--rule", rule, "--keep", "first", "--no-cache", "-o", str(plan))
    lines = [json.loads(line) for line in plan.read_text("utf-8").splitlines()[1:]]
    drops = [line for line in lines if line["action"] == "drop" and line["id"] in planted]
    return Counter(planted[line["id"]] for line in drops if line["kept"]["id"] not in planted)


def corpus(source: Path, folder: Path) -> int:
    """Plan, apply and verify with each rule, and print what it takes and costs.

    Bars: "near" at most twice as long as grouping alone, "preserves" four times.
    """
    grouping = min(grouped(source, folder) for _ in range(2))
    print(f"grouping alone: {grouping:.1f} s\n")
    print("| rule | plan, s | apply, s | × grouping | verify | dropped | words lost |\n|" + " --- |" * 7)
    failed = False
    for rule in ("identical", "preserves", "near", "contained"):
        plan, out = folder / f"{rule}.jsonl", folder / f"out-{rule}.jsonl"
        planned = dedup("plan", str(source), "--rule", rule, "--keep", "longest", "--no-cache", "-o", str(plan))
        applied = dedup("apply", str(plan), "--out", str(out))
        status = subprocess.run(
            [sys.executable, "-m", "provenance", "dedup", "verify", str(plan), "--out", str(out), "-q"], check=False
        ).returncode
        lines = [json.loads(line) for line in plan.read_text("utf-8").splitlines()[1:]]
        drops = [line for line in lines if line["action"] == "drop"]
        lost = sum(line.get("lost", 0) for line in drops)
        times = f"{planned:.1f} | {applied:.1f} | {(planned + applied) / grouping:.2f}"
        print(f"| {rule} | {times} | {status} | {len(drops):,} | {lost:,} |", flush=True)
        failed |= status != 0 or (rule in {"identical", "preserves"} and lost > 0)
    return int(failed)


def grouped(source: Path, folder: Path) -> float:
    """Return the seconds that grouping alone takes."""
    options = ("--output", str(folder / "groups"), "--write", "groups", "--keep", "longest", "--no-cache")
    return timed("audit", str(source), *options)


def dedup(*arguments: str) -> float:
    return timed("dedup", *arguments)


def timed(*arguments: str) -> float:
    """Run the command and return its seconds.  Raises CalledProcessError."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "provenance", *arguments, "-q"], check=True)
    return time.perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
