"""Measure whole audits, as a user types them, and print the figures beside those of the last recorded run.

    python benchmarks/audit.py [--only full,fast,…] [--scale 0.1] [--before OLD/bin/provenance] [--record]

The corpora are made by ``grouping.py``, ``quoted.py`` and ``audit_shapes.py``, and stay in --folder.  With --before,
another version runs in turns with this one, and each row shows its wall seconds divided by ours.  --record writes the
figures to audit.json beside this file.  A row whose corpus cannot be made here is named on standard error and left out.
A second table shows how the cost grows with the size of a corpus, and with what its documents share; a third is the
race of ``grouping.py`` against the peers that --python has.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import quoted
from audit_shapes import SHAPES
from grouping import HERE, corpus_of, measured, show, tools
from grouping_shapes import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LAST = HERE / "audit.json"
SEEDS = HERE.parent / "seeds"
FILES = 20_000  # texts of the check
FOCUS = 5
GROWTH = (25_000, 50_000, 100_000, 200_000)
IMPORTS = "import attrs, msgspec, numpy, rapidfuzz"  # what an audit cannot do without
STARTS = 9  # runs of what takes a few hundredths of a second


class Row(NamedTuple):
    """One command: its name, its arguments, how often it runs, and what runs before each time.

    *size* counts what its corpus has, for the rows that show how the cost grows: those of one *kind*.
    """

    name: str
    arguments: tuple[str, ...]
    runs: int = 1
    prepare: Callable[[], None] | None = None
    kind: str = ""
    size: int = 0


class Figures(NamedTuple):
    """What a command took: medians over its runs, the most memory, and another version's wall seconds by ours.

    *carriers* are the rows of passages.csv, for the rows that show how the cost grows.
    """

    wall: float
    cpu: float
    megabytes: float
    before: float | None
    carriers: int = 0


def full(folder: Path, scale: float) -> Iterator[Row]:
    """Every report of a large corpus."""
    corpus = corpus_of(int(100_000 * scale), folder)
    yield Row("every report of 100,000 records", ("audit", str(corpus), "--no-cache"))


def fast(folder: Path, scale: float) -> Iterator[Row]:
    """Groups and pairs alone; with the first policy, that is what the grouping race runs."""
    corpus = str(corpus_of(int(100_000 * scale), folder))
    for name, policy in (("--keep longest", ("--keep", "longest")), ("the usual policy", ())):
        yield Row(f"groups and pairs, {name}", ("audit", corpus, "--no-cache", "--write", "groups,pairs", *policy), 3)


def mail(folder: Path, scale: float) -> Iterator[Row]:
    """Messages that quote each other."""
    count = int(20_000 * scale)
    path = folder / f"quoted{count}.jsonl"
    if not path.exists():
        quoted.main(str(count), str(path))
    yield Row("every report of 20,000 messages that quote each other", ("audit", str(path), "--no-cache"))


def wire(folder: Path, _: float) -> Iterator[Row]:
    """Every report of 19,043 wire stories of 1987, where they are."""
    path = folder / "reuters.jsonl"
    shared = Path(os.environ.get("PROVENANCE_SHARED") or HERE.parent.parent / "shared") / "eval"
    if not path.exists():
        if not (shared / "reuters_jsonl.py").is_file():
            print("wire: left out, the stories are not here", file=sys.stderr)
            return
        subprocess.run([sys.executable, "reuters_jsonl.py", str(path.resolve())], cwd=shared, check=True)
    yield Row("every report of 19,043 wire stories", ("audit", str(path), "--no-cache"), 3)


def focus(folder: Path, scale: float) -> Iterator[Row]:
    """A check of a few texts among many, which the cache knows."""
    texts = folder / f"files{int(FILES * scale)}"
    if not texts.exists():
        texts.mkdir()
        with corpus_of(int(FILES * scale), folder).open("rb") as lines:
            for number, line in enumerate(lines):
                (texts / f"{number:06}.txt").write_text(json.loads(line)["text"], encoding="utf-8")
    chosen = sorted(texts.iterdir())[:: max(1, int(FILES * scale) // FOCUS)][:FOCUS]

    def prepare() -> None:
        """Change the chosen texts, each time in another way: what a run found is in the cache for the next."""
        for path in chosen:
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\nChanged at {time.time_ns()}.\n")

    options = [option for path in chosen for option in ("--focus", str(path))]
    yield Row(f"check of {FOCUS} texts among 20,000, warm", ("check", str(texts), *options), 3, prepare)


def start(_: Path, __: float) -> Iterator[Row]:
    """The five articles of seeds/, and Python alone."""
    yield Row("the articles of seeds/", ("audit", str(SEEDS)), 15)


def growth(folder: Path, scale: float) -> Iterator[Row]:
    """Every report of corpora of one make and several sizes."""
    for size in GROWTH:
        corpus = corpus_of(int(size * scale), folder)
        name = f"every report of {size:,} records"
        yield Row(name, ("audit", str(corpus), "--no-cache"), kind="records", size=int(size * scale))


def shapes(folder: Path, scale: float) -> Iterator[Row]:
    """Every report of corpora that are hard to align, at a quarter of their size and whole."""
    for kind, (make, full_size, unit) in SHAPES.items():
        for size in (int(full_size * scale / 4), int(full_size * scale)):
            path = folder / f"{make.__name__}{size}.jsonl"
            if not path.exists():
                write(make(size), str(path))
            yield Row(f"{kind}: {size:,} {unit}", ("audit", str(path), "--no-cache"), kind=kind, size=size)


TABLES = {one.__name__: one for one in (full, fast, mail, wire, focus, start, growth, shapes)}


def run(row: Row, tool: tuple[str, ...], before: str, out: Path) -> Figures:
    """Run the command of *row* as often as it says, in turns with *before* if that is not ""."""
    ours: list[tuple[float, float, float]] = []
    others: list[float] = []
    for version in (*(tool,) * bool(row.prepare), *(tool, (before,)) * row.runs):
        if not version[0]:
            continue
        if row.prepare is not None:
            row.prepare()
        output = () if row.arguments[0] == "check" else ("--output", str(out))
        cpu, wall, memory, status = measured([*version, *row.arguments, "-q", *output])
        if status not in {0, 1} and version == tool:
            sys.exit(f"{row.name}: exit status {status}")
        ours.append((wall, cpu, memory)) if version == tool else others.append(wall)
    # The first run of a check only fills the cache.
    walls, cpus, memories = zip(*ours[bool(row.prepare) :], strict=True)
    wall = statistics.median(walls)
    ratio = statistics.median(others) / wall if others else None
    return Figures(wall, statistics.median(cpus), max(memories), ratio, carriers(out) if row.kind else 0)


def carriers(reports: Path) -> int:
    """Return how many places of shared passages *reports* list."""
    with (reports / "passages.csv").open("rb") as lines:
        return sum(1 for _ in lines) - 1


def grown(found: list[tuple[Row, Figures]]) -> list[list[str]]:
    """Return the rows of the table of how the cost grows: each beside the first, smallest one of its kind."""
    cells = []
    smallest: dict[str, tuple[Row, Figures]] = {}
    for row, figures in found:
        least, first = smallest.setdefault(row.kind, (row, figures))
        each = figures.cpu / row.size / (first.cpu / least.size)
        # Of texts that share nothing there is none.
        carried = figures.cpu / figures.carriers / (first.cpu / first.carriers) if first.carriers else 0
        cells.append(
            [
                row.name,
                f"{figures.cpu:.2f}",
                f"{figures.carriers:,}",
                f"{each:.2f}",
                f"{carried:.2f}" if carried else "",
            ]
        )
    return cells


def started(out: Path) -> list[list[str]]:
    """Return the table of what starting costs: processor seconds above those of Python alone."""
    commands = {
        "Python alone": ["-c", ""],
        IMPORTS: ["-c", IMPORTS],
        "the articles of seeds/": ["-m", "provenance", "audit", str(SEEDS), "-q", "--output", str(out)],
    }
    # In turns, so that what else the machine does falls on all alike.
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(STARTS):
        for name, command in commands.items():
            times[name].append(measured([sys.executable, *command])[0])
    least, imports, _ = costs = [statistics.median(each) for each in times.values()]
    return [
        [name, f"{cpu:.3f}", f"{(cpu - least) / (imports - least):.2f}"] for name, cpu in zip(times, costs, strict=True)
    ]


def rows_of(names: list[str], given: argparse.Namespace, last: dict[str, dict[str, float | None]]) -> None:
    """Measure the rows of the tables *names*, print them beside those of the *last* run, and put them there."""
    cells, grows = [], []
    for name in names:
        for row in TABLES[name](given.folder, given.scale):
            found = run(row, (sys.executable, "-m", "provenance"), given.before, given.folder / "reports")
            known = last.get(row.name, {})
            cells.append(
                [
                    row.name,
                    f"{found.wall:.2f}",
                    f"{known['wall']:.2f}" if known else "",
                    f"{found.cpu:.2f}",
                    f"{found.megabytes:.0f}",
                    f"{found.before:.1f}" if found.before else "",
                ]
            )
            grows += [(row, found)] * bool(row.kind)
            last[row.name] = found._asdict()
    show(["work", "wall s", "last recorded", "CPU s", "peak MB", "times as fast as before"], cells)
    if grows:
        print("\nHow the cost grows: processor seconds a text, and a carrier of a passage, by those of the smallest\n")
        show(["work", "CPU s", "carriers", "a text", "a carrier"], grown(grows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join((*TABLES, "race")))
    parser.add_argument("--scale", type=float, default=1.0, help="of the corpora's sizes")
    parser.add_argument("--before", default="", metavar="COMMAND", help="another version's command, to run in turns")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the peers of the race")
    parser.add_argument("--folder", type=Path, default=Path("benchmark-files"))
    parser.add_argument("--record", action="store_true", help="keep the figures as those of the last run")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    last: dict[str, dict[str, float | None]] = json.loads(LAST.read_text()) if LAST.exists() else {}
    machine = (
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(f"{machine}, scale {given.scale:g}\n")
    wanted = given.only.split(",")
    rows_of([name for name in wanted if name != "race"], given, last)
    if "start" in wanted:
        print("\nStarting: processor seconds, and what is above Python alone by that of the imports\n")
        show(["work", "CPU s", "by the imports"], started(given.folder / "reports"))
    shutil.rmtree(given.folder / "reports", ignore_errors=True)
    if given.record and given.scale == 1:
        LAST.write_text(json.dumps(last, indent=1) + "\n", encoding="utf-8")
    if "race" in wanted:
        print()
        tools(int(100_000 * given.scale), 0.7, given.python, given.folder)


if __name__ == "__main__":
    main()
