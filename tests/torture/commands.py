"""The commands that write, each with a folder to run it in and the files that it is to write together."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = [
    "ferry",
    "bridge",
    "council",
    "river",
    "harbour",
    "market",
    "school",
    "winter",
    "autumn",
    "ticket",
    "engine",
    "captain",
    "repair",
    "morning",
    "evening",
    "village",
    "farmer",
    "engineer",
    "meeting",
    "budget",
    "water",
    "tower",
    "station",
    "railway",
    "letter",
    "museum",
    "garden",
    "library",
    "festival",
]


@attrs.frozen
class Command:
    """A command line, what is in its folder before, and the sets of files that must be of one run.

    *statuses* are those of a run to which nothing happens.  *again* is the command line that makes good what a run
    left that was killed, where that is another one.
    """

    arguments: tuple[str, ...]
    prepare: Callable[[Path], None]
    together: tuple[str, ...]
    statuses: tuple[int, ...] = (0,)
    again: tuple[str, ...] = ()


def texts(root: Path) -> None:
    """Write a few texts, of which two are copies."""
    dice = random.Random(7)
    folder = root / "texts"
    folder.mkdir(parents=True)
    for name in "abcd":
        words = " ".join(dice.choices(WORDS, k=120))
        (folder / f"{name}.txt").write_text(f"Hanoi (VNA) - {words}.\n", encoding="utf-8")
    (folder / "copy.txt").write_bytes((folder / "a.txt").read_bytes())


def texts_and_reports(root: Path) -> None:
    """Also reports of an earlier run, which differ from those that are to come."""
    texts(root)
    (root / "out").mkdir()
    for name in REPORTS:
        (root / "out" / name).write_text(f"old {name}\n", encoding="utf-8")


REPORTS = (
    "audit.json", "claims.csv", "documents.csv", "findings.csv", "groups.csv", "pairs.csv", "passages.csv",
    "report.html", "report.md",
)  # fmt: skip
COMMANDS = {
    "audit into a new folder": Command(("audit", "texts", "--output", "out"), texts, ("out/",)),
    "audit over older reports": Command(("audit", "texts", "--output", "out"), texts_and_reports, ("out/",)),
    "check with a report": Command(
        ("check", "texts", "--ignore", "TXT", "-o", "sarif=found.sarif"), texts, ("found.sarif",), (1,)
    ),
    "baseline create": Command(
        ("baseline", "create", "texts", "--why", "known", "--baseline", "known.jsonl"),
        texts,
        ("known.jsonl",),
        again=("baseline", "update", "texts", "--why", "known", "--baseline", "known.jsonl"),
    ),
    "init": Command(("init", "--ci", "github"), texts, ()),
}
