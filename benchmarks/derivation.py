"""Simulate who copied whom, and score a `pairs.csv` against it.

    python benchmarks/derivation.py make --families 400 --seed 1 OUT     # OUT/corpus.jsonl and OUT/truth.jsonl
    python benchmarks/derivation.py make --set newsroom --families 400 --seed 1 OUT
    provenance audit OUT/corpus.jsonl --output OUT/reports
    python benchmarks/derivation.py score OUT/truth.jsonl OUT/reports/pairs.csv

Every family is one matter that an agency or an outlet published first.  The truth has a row for every two documents of
a family that share text: who is the original, who the copy (for a shared source: in no order), the class, and whether
what the documents show *allows* a decision: "yes" (with what), "no", or "open" (a weak cue, or a date that misleads:
nobody need decide, whoever does must be right).  Ids, and the order of the lines, are drawn at random and say nothing.
A `documents.csv` beside the pairs is scored for the sources that copies were taken from.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import random
import sys
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from derivation_families import SCENARIOS, SETS
from derivation_stories import borrowed, invent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from derivation_families import Family, Scenarios
    from derivation_press import Publication

HOUR = timedelta(hours=1)


def dated(original: Publication, copy: Publication) -> str:
    """Return what the two stated dates say of the true order: "yes", "misleading" or "" (nothing)."""
    if original.stated is None or copy.stated is None:
        return ""
    if original.precise and copy.precise:
        gap = copy.stated - original.stated
        return "" if abs(gap) < HOUR else "yes" if gap > timedelta(0) else "misleading"
    # Two days that follow each other may be one moment in two zones.
    days = (copy.stated.date() - original.stated.date()).days
    return "" if abs(days) <= 1 else "yes" if days > 0 else "misleading"


def evidence(original: Publication, copy: Publication, *, direct: bool) -> tuple[str, list[str]]:
    """Return whether what the two texts show allows to say that *copy* derives from *original*, and what does.

    *direct* is False where others of the family stand between them or beside them, so that dates prove less.
    """
    publisher = original.own or original.names
    mine = copy.own or copy.names
    strong, weak = [], []
    if publisher and publisher in copy.credits and mine != publisher:
        (strong if copy.names else weak).append("credit")
    if copy.quotes and copy.quotes == publisher:
        strong.append("quotation")
    if copy.full_at:
        (strong if copy.full_at == publisher else weak).append("note")
    if original.kind == "speech":
        strong.append("quotation")
    if original.own and original.own == copy.own and copy.mark and original.mark in ("", copy.mark):
        # An unmarked text is the first; what only corrects or repeats has no numbers.
        strong += ["take"] if copy.take > original.take else []
    order = dated(original, copy)
    if order == "yes":
        (strong if direct else weak).append("date")
    if order == "misleading" or (original.own and not copy.credits):
        weak.append("misleading date" if order == "misleading" else "credit dropped")
    return ("yes", strong) if strong else ("open", weak) if weak else ("no", [])


def _ancestors(family: Family, place: int) -> set[int]:
    parents = family[place].parents
    return set(parents).union(*(_ancestors(family, parent) for parent in parents))


def truth(family: Family) -> Iterator[tuple[int, int, str, str, list[str]]]:
    """Yield (original, copy, class, allows, evidence) for every two publications of the corpus that share text."""
    for one, two in itertools.combinations(range(len(family)), 2):
        left, right = family[one], family[two]
        if not left.paragraphs or not right.paragraphs:
            continue
        if one in _ancestors(family, two):
            direct = one in right.parents and not (left.parents and not left.own)
            allows, why = evidence(left, right, direct=direct or bool(left.own))
            yield one, two, right.kind, allows, why
        elif _ancestors(family, one) & _ancestors(family, two):
            yield one, two, "shared source", "no", []


def make(
    families: int, seed: int, stories: str | None, scenarios: Scenarios | None = None
) -> tuple[list[dict[str, str]], list[dict[str, object]]]:
    """Return the records of a corpus in random order, and the rows of its truth."""
    scenarios = scenarios or SCENARIOS
    rng = random.Random(seed)
    supply = borrowed(stories, rng) if stories else iter(lambda: invent(rng), None)
    names, weights = list(scenarios), [weight for weight, _ in scenarios.values()]
    records: list[dict[str, str]] = []
    rows: list[dict[str, object]] = []
    for _ in range(families):
        scenario = rng.choices(names, weights)[0]
        family = scenarios[scenario][1](next(supply), next(supply), rng)
        ids = [f"{rng.getrandbits(48):012x}" for _ in family]
        for id_, text in zip(ids, family, strict=True):
            if text.paragraphs:
                records.append({"id": id_, "text": text.text(), **text.fields})
        for one, two, kind, allows, why in truth(family):
            if kind == "shared source" and rng.random() < 0.5:
                one, two = two, one  # noqa: PLW2901
            rows.append(
                {
                    "original": ids[one],
                    "copy": ids[two],
                    "class": kind,
                    "allows": allows,
                    "evidence": why,
                    "source": family[one].own or family[one].names,
                    "credited": bool({family[one].own or family[one].names} & family[two].credits),
                    "scenario": scenario,
                }
            )
    rng.shuffle(records)
    rng.shuffle(rows)
    return records, rows


def score(
    rows: Sequence[dict[str, object]],
    decisions: dict[tuple[str, str], str],
    levels: dict[tuple[str, str], str] | None = None,
    taken: dict[str, str] | None = None,
) -> dict[str, object]:
    """Return the figures: *decisions* maps (left, right) to "left" or "right" (which one copied) or anything else.

    *levels* has the confidence of each pair, *taken* the source that each document is said to be taken from.

    `right`: of the decided edges (rows with an original), those with the right direction.  `decided`: of the rows that
    allow it, those decided; `decided_listed` leaves out those that no pair was listed for; `decided_or_source` counts
    also those whose copy is said to be taken from the source that published the original.  `right_of_all` counts the
    rows of versions of one source among the decided ones, where any direction is wrong, and so do the shares by
    confidence.  `wrongly_decided`: rows that allow nothing and were decided all the same; `neither`: those of them in
    which neither text derives from the other.
    """
    tally: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for row in rows:
        key, copier = (str(row["original"]), str(row["copy"])), "right"
        if key not in decisions:
            key, copier = (key[1], key[0]), "left"
        said, neither = decisions.get(key), row["class"] == "shared source"
        decided, right = said in ("left", "right"), said == copier and not neither
        sourced = bool(taken) and bool(row.get("source")) and (taken or {}).get(str(row["copy"])) == row["source"]
        tally.update({str(row["allows"]): 1, f"{row['allows']} listed": said is not None})
        tally.update({f"{row['allows']} decided": decided, f"{row['allows']} right or source": right or sourced})
        tally.update({"neither": neither, "neither decided": neither and decided})
        tally.update({"all decided": decided, "all right": right})
        name = f"{row['scenario']} {row['class']} {'+'.join(map(str, row['evidence']))}"  # type: ignore[call-overload]
        if decided:
            level = (levels or {}).get(key, "")
            tally.update({f"{level} decided": 1, f"{level} right": right})
            wrong.update({f"{level} {name}": not right})
        if decided and row["allows"] != "no":
            tally.update({"decided": 1, "right": right})
        missed.update({name: row["allows"] == "yes" and not decided and not sourced})
    share = lambda part, whole: round(tally[part] / max(1, tally[whole]), 4)  # noqa: E731
    return {
        "rows": len(rows),
        "right": share("right", "decided"),
        "right_of_all": share("all right", "all decided"),
        "right_by_confidence": {
            level: [share(f"{level} right", f"{level} decided"), tally[f"{level} decided"]]
            for level in ("high", "medium", "low")
            if levels
        },
        "decided": share("yes decided", "yes"),
        "decided_listed": share("yes decided", "yes listed"),
        "decided_or_source": share("yes right or source", "yes"),
        "listed": share("yes listed", "yes"),
        "wrongly_decided": tally["no decided"],
        "neither": [tally["neither decided"], tally["neither"]],
        "counts": {name: number for name, number in sorted(tally.items()) if number},
        "missed": dict((+missed).most_common(12)),
        "wrong": dict((+wrong).most_common(12)),
    }


def read_reports(
    path: str,
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str], dict[str, str]]:
    """Return the directions and confidences in the `pairs.csv` at *path*, and the sources in the table beside it."""
    with open(path, encoding="utf-8", newline="") as lines:
        pairs = [((row["left"], row["right"]), row) for row in csv.DictReader(lines)]
    beside = os.path.join(os.path.dirname(path), "documents.csv")
    taken: dict[str, str] = {}
    if os.path.exists(beside):
        with open(beside, encoding="utf-8", newline="") as lines:
            taken = {row["id"]: row.get("derived_from_source") or "" for row in csv.DictReader(lines)}
    return {key: row["direction"] for key, row in pairs}, {key: row["confidence"] for key, row in pairs}, taken


def _main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    commands = parser.add_subparsers(required=True, dest="command")
    maker = commands.add_parser("make")
    maker.add_argument("--families", type=int, default=400)
    maker.add_argument("--seed", type=int, default=1)
    maker.add_argument("--set", choices=sorted(SETS), default="press", help="which scenarios")
    maker.add_argument("--stories", help="a JSONL file whose texts lend their paragraphs")
    maker.add_argument("folder")
    scorer = commands.add_parser("score")
    scorer.add_argument("truth")
    scorer.add_argument("pairs")
    chosen = parser.parse_args(arguments)
    if chosen.command == "make":
        os.makedirs(chosen.folder, exist_ok=True)
        made = make(chosen.families, chosen.seed, chosen.stories, SETS[chosen.set])
        for name, lines in zip(("corpus", "truth"), made, strict=True):
            with open(os.path.join(chosen.folder, f"{name}.jsonl"), "w", encoding="utf-8") as out:
                out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        return 0
    with open(chosen.truth, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    json.dump(score(rows, *read_reports(chosen.pairs)), sys.stdout, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(_main())
