"""Kill runs of ``provenance dedup`` at random moments, and look whether the corpus comes back byte for byte.

``dedup.py kills`` calls this.  It writes a corpus with copies (texts, JSON lines, packed ones, a table, Parquet if
pyarrow is there, and a zip).  Until it has killed as many runs as it is asked for, it starts apply --in-place, undo,
apply --to or apply --out, kills it with SIGKILL, and either carries it on or takes it back.  ``diff -r`` with the
corpus, or with what a run that nobody killed has made, must say nothing each time.

A run is killed when it has made a random number of the calls that it makes in all, not after some time: a busy machine
would make the moment one before its start or after its end.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from pathlib import Path

WAYS = ("apply --in-place", "undo", "apply --to", "apply --out")
NOUNS = (
    "river", "council", "mayor", "bridge", "budget", "winter", "school", "market", "harbour", "letter", "engine",
    "garden", "ferry", "tower",
)  # fmt: skip
INCOMPLETE = 3  # nothing can be left out of the zip in place, which the command says by its status
QUIET = "--quiet"


def campaign(folder: Path, count: int, dice: random.Random) -> int:
    """Kill *count* runs, and print how many of each way were killed and how many went wrong; 1 if any did."""
    whole, plan = write_corpus(folder / "whole/corpus", dice), folder / "whole/plan.jsonl"
    finished("plan", whole, QUIET, "--no-cache", "-o", plan)
    made, calls = expected(folder / "made", folder / "whole")
    killed, wrong, ended = Counter[str](), Counter[str](), 0
    while killed.total() < count:
        way = WAYS[(killed.total() + ended) % len(WAYS)]
        work = folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        copied(folder / "whole", work)
        if way == "undo":
            finished("apply", work / "plan.jsonl", "--in-place", QUIET)
        if not killed_at(dice.randrange(1, calls[way]), command(way, work)):
            ended += 1
            continue
        killed[way] += 1
        said = faults(way, work, folder / "whole", made, forwards=dice.random() < 0.5)
        wrong[way] += bool(said)
        for line in said:
            print(f"{way}: {line}", file=sys.stderr)
    print("| run | killed | wrong |\n| --- | --- | --- |")
    for way in WAYS:
        print(f"| {way} | {killed[way]} | {wrong[way]} |")
    print(f"| all | {killed.total()} | {wrong.total()} |\n\n{ended} runs ended before they could be killed")
    return int(wrong.total() > 0)


def faults(way: str, work: Path, whole: Path, made: Path, *, forwards: bool) -> list[str]:
    """Carry on what was killed, *forwards* or back, and return what is not as it should be."""
    corpus, said = work / "corpus", list[str]()
    if way in ("apply --to", "apply --out"):
        out = "out" if way == "apply --to" else "out.jsonl"
        if not (work / out).exists() or way == "apply --out":
            finished(*command(way, work))
        said += difference(work / out, made / out)
        return said + difference(corpus, whole / "corpus")
    if way == "apply --in-place" and forwards:
        finished(*command(way, work))
        said += difference(corpus, made / "corpus", "--exclude=.provenance-trash")
    finished("undo", corpus, QUIET)
    return said + difference(corpus, whole / "corpus")


def command(way: str, work: Path) -> tuple[str | Path, ...]:
    if way == "undo":
        return "undo", work / "corpus", QUIET
    targets = {"apply --to": ("--to", work / "out"), "apply --out": ("--out", work / "out.jsonl")}
    return "apply", work / "plan.jsonl", *targets.get(way, ("--in-place",)), QUIET


def expected(made: Path, whole: Path) -> tuple[Path, dict[str, int]]:
    """Return a folder with what runs make that nobody kills, and how many calls each makes."""
    copied(whole, made)
    calls = {way: finished(*command(way, made)) for way in ("apply --to", "apply --out", "apply --in-place")}
    copied(made, made.with_name("undone"))
    return made, calls | {"undo": finished(*command("undo", made.with_name("undone")))}


def started(arguments: tuple[str | Path, ...], moment: int = 0) -> tuple[int, int]:
    """Run the command in a process of its own; return its id, and a pipe from it.

    It writes a line into that when it has made *moment* calls, and how many it has made when it ends.  All modules are
    loaded before, so that it is killed at its work.
    """
    from provenance.cli import dedup, main, notices, parser, progress, streams  # noqa: F401
    from provenance.plan import check, columnar, copying, in_place, remaining_texts, trash, written  # noqa: F401

    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    status, calls = 70, 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == moment:
            os.write(writer, b"now\n")

    with suppress(BaseException), open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        sys.setprofile(count)
        status = main(["dedup", *map(str, arguments)])
    sys.setprofile(None)
    os.write(writer, b"%d\n" % calls)
    os._exit(status)


def finished(*arguments: str | Path) -> int:
    """Run the command to its end, and return how many calls it made.

    Raises SystemExit if it fails; undo may find that nothing was done.
    """
    child, reader = started(arguments)
    with open(reader, "rb") as pipe:
        calls = int(pipe.read() or b"0")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, INCOMPLETE) and not (arguments[0] == "undo" and status == 2):
        raise SystemExit(f"dedup {' '.join(map(str, arguments))}: status {status}")
    return calls


def killed_at(moment: int, arguments: tuple[str | Path, ...]) -> bool:
    """Start the command and kill it when it has made *moment* calls; return whether it was still at work."""
    child, reader = started(arguments, moment)
    with open(reader, "rb", buffering=0) as pipe:
        pipe.read(4)
        os.kill(child, signal.SIGKILL)
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def difference(one: Path, other: Path, *options: str) -> list[str]:
    answer = subprocess.run(["diff", "-r", *options, one, other], check=False, capture_output=True, text=True)
    return answer.stdout.splitlines() + answer.stderr.splitlines()


def copied(folder: Path, goal: Path) -> None:
    """Copy *folder*; files with two names are two files in the copy, which no run minds."""
    shutil.copytree(folder, goal, symlinks=True)


def article(number: int) -> str:
    """An article of its own for each *number*, without figures."""
    words = [NOUNS[(number * 7 + at * at + at // 3 * number) % len(NOUNS)] + chr(97 + number % 23) for at in range(48)]
    return " ".join(f"The {' '.join(words[at : at + 12])} stood {NOUNS[number % 13]}." for at in range(0, 48, 12))


def write_corpus(folder: Path, dice: random.Random) -> Path:
    """Write files of each kind; half of the texts are copies."""
    texts = [article(number % 120) for number in range(240)]
    dice.shuffle(texts)
    for name in ("north", "south/far"):
        (folder / name).mkdir(parents=True)
    for at, text in enumerate(texts[:80]):
        place = folder / ("north" if at % 2 else "south/far") / f"{at}.txt"
        place.write_text(text, "utf-8")
        if at % 5 == 0:
            place.with_name(f"{at}.txt.meta.toml").write_text('title = "A"\n', "utf-8")
    lines = [json.dumps({"text": text, "n": at}) for at, text in enumerate(texts[80:])]
    (folder / "records.jsonl").write_text("".join(f"{line}\n" for line in lines[:40]), "utf-8")
    (folder / "more.jsonl.gz").write_bytes(gzip.compress("\n".join(lines[40:80]).encode(), mtime=0))
    rows = "".join(f'{at},"{text}"\n' for at, text in enumerate(texts[160:190]))
    (folder / "table.csv").write_text(f"id,text\n{rows}", "utf-8")
    with zipfile.ZipFile(folder / "old.zip", "w") as archive:
        for at, text in enumerate(texts[190:210]):
            archive.writestr(f"{at}.txt", text)
    with suppress(ImportError):
        import pyarrow as pa
        from pyarrow.parquet import write_table

        write_table(pa.table({"text": texts[210:]}), folder / "columns.parquet", row_group_size=10)
    return folder
