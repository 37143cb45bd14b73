"""The commands that write, each with a folder to run it in and the files that it is to write together."""

from __future__ import annotations

import json
import random
import subprocess
import sys
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
    left that was killed, where that is another one.  A command that is *once* has nothing to do where it has ended.
    One that *moves* files is carried on, so they may be of two runs, but every one must be somewhere at any moment.
    """

    arguments: tuple[str, ...]
    prepare: Callable[[Path], None]
    together: tuple[str, ...]
    statuses: tuple[int, ...] = (0,)
    again: tuple[str, ...] = ()
    once: bool = False
    moves: bool = False


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


def plan(root: Path) -> None:
    """Texts, records and copies in both, and the plan for them."""
    texts(root)
    folder = root / "texts"
    dice = random.Random(8)
    lines = [json.dumps({"id": f"r{at}", "text": " ".join(dice.choices(WORDS, k=80))}) for at in range(3)]
    (folder / "records.jsonl").write_text("\n".join([lines[0], lines[1], lines[0], lines[2], ""]), encoding="utf-8")
    (folder / "other.txt").write_bytes((folder / "b.txt").read_bytes())
    provenance("dedup", "plan", "texts", "--keep", "first", "-o", "plan.jsonl", "-q", "--no-cache", folder=root)


def applied(root: Path) -> None:
    """Also carried out in place."""
    plan(root)
    provenance("dedup", "apply", "plan.jsonl", "--in-place", "-q", folder=root)


def provenance(*arguments: str, folder: Path) -> None:
    """Run the program in *folder*.  Raises CalledProcessError."""
    subprocess.run([sys.executable, "-m", "provenance", *arguments], cwd=folder, check=True)


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
    "dedup apply to a folder": Command(("dedup", "apply", "plan.jsonl", "--to", "out"), plan, ("out/",), once=True),
    "dedup apply to a file": Command(
        ("dedup", "apply", "plan.jsonl", "--out", "out.jsonl", "--with-texts"),
        plan,
        ("out.jsonl", ".provenance/"),
        once=True,
    ),
    "dedup apply in place": Command(
        ("dedup", "apply", "plan.jsonl", "--in-place"), plan, ("texts/",), once=True, moves=True
    ),
    "dedup undo": Command(("dedup", "undo", "texts"), applied, ("texts/",), once=True, moves=True),
    "init": Command(("init", "--ci", "github"), texts, ()),
}
