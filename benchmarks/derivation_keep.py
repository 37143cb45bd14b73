"""Score which member of each group an audit keeps, and how many of the rest no reader could tell apart.

    python benchmarks/derivation.py make --set newsroom --seed 1 OUT
    provenance audit OUT/corpus.jsonl --output OUT/reports
    python benchmarks/derivation_keep.py OUT [OUT …]

Counted are the groups that have the true first of all their members.  Of those in which nothing but the length decided,
or nothing at all, it says how many have a member that may as well be the first as the true one is: the same story
under another heading, the same but for figures, the same but for a lead that was written anew.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LENGTH, NOTHING = "only length", "nothing"
TIES = ("representative", "the first id")
HEADING, NOTE = 11, 5  # words of the longest headline, and of the longest line of credit
LEAD = 1  # sentences of a lead


def groups_of(folder: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield the true first of each group that has it, and the rows of the group in `groups.csv`."""
    earlier: dict[str, set[str]] = defaultdict(set)
    with open(os.path.join(folder, "truth.jsonl"), encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["class"] != "shared source":
                earlier[row["copy"]].add(row["original"])
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    with open(os.path.join(folder, "reports", "groups.csv"), encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            groups[row["group"]].append(row)
    for rows in groups.values():
        ids = [row["document"] for row in rows]
        for first in ids:
            if all(first in earlier[other] for other in ids if other != first):
                yield first, rows


def alike(one: str, two: str) -> str:
    """Return why either of two texts may be the first: the same "story", "figures" or "lead", or "" for nothing."""
    left, right = _story(one), _story(two)
    if left == right:
        return "story"
    if re.sub(r"\d+", "0", "\n".join(left)) == re.sub(r"\d+", "0", "\n".join(right)):
        return "figures"
    return "lead" if left[LEAD:] == right[LEAD:] else ""


def _story(text: str) -> list[str]:
    """Return the sentences of a text from its lead on, without the place and the agency before it."""
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    start = next((at for at, line in enumerate(paragraphs) if line.count(" ") > HEADING), 0)
    lead = re.sub(r"^.{0,60}? [-–—]+ ", "", paragraphs[start])
    body = [line for line in paragraphs[start + 1 :] if line.count(" ") > NOTE]
    return " ".join((lead, *body)).split(". ")


def score(folders: Sequence[str]) -> dict[str, object]:
    """Return how many groups keep the true first, by what decided, and how many of the rest are alike."""
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    for folder in folders:
        with open(os.path.join(folder, "corpus.jsonl"), encoding="utf-8") as lines:
            texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
        for first, rows in groups_of(folder):
            kept = next(row for row in rows if row["keep"] == "yes")
            why = kept["why"].rsplit(", then ", maxsplit=1)[-1]
            why = LENGTH if why.startswith("longest") else NOTHING if why in TIES else why
            total[why] += 1
            right[why] += kept["document"] == first
            if why in (LENGTH, NOTHING):
                others = [texts[row["document"]] for row in rows if row["document"] != first]
                found = {alike(texts[first], other) for other in others}
                rest[next((kind for kind in ("story", "figures", "lead") if kind in found), "other wording")] += 1
    return {
        "groups": total.total(),
        "right": right.total(),
        "by": {why: [right[why], count] for why, count in total.most_common()},
        "alike": dict(rest),
    }


if __name__ == "__main__":
    json.dump(score(sys.argv[1:]), sys.stdout, indent=1)
    print()
