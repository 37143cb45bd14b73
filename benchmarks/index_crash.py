"""A campaign against an index: kills during changes with readers beside, a full disk, two writers, flipped bytes.

    python benchmarks/index_crash.py [--kills 300] [--flips 100000] [--seed 1] [--full FOLDER]

A child adds, removes and compacts, and says before and after each change what it does; it is killed at a random moment.
What it had finished must be there, what it had begun may be there whole or not at all, and every answer of the readers,
which run all the time, must be that of one state.  Then single bytes of every file are flipped: a question must be
answered as before, or be refused with an error that is ours.  FOLDER is on a small disk that may be filled, such as
one made with ``mount -t tmpfs -o size=8m tmpfs FOLDER``.  The exit status is 1 if anything was lost or wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import provenance
from provenance.errors import ProvenanceError, UnusableIndexError
from provenance.index.writer import Writer

BASE, STEP = 260, 40  # documents at first, and in a change
CHILD, READER = "child", "reader"


def text_of(at: int) -> str:
    """Return a text; each tenth has a sentence that others have too."""
    shared = " ".join(f"common{at % 10}x{step}" for step in range(14)) if not at % 3 else ""
    return f"{' '.join(f'own{at}x{step}' for step in range(25))} {shared}"


def main() -> int:
    """Run the campaign, and return 1 if anything was lost or wrong."""
    if sys.argv[1:2] == [CHILD]:
        return change(sys.argv[2], int(sys.argv[3]))
    if sys.argv[1:2] == [READER]:
        return read(sys.argv[2])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--flips", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full", type=Path)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        provenance.Index.create(index).close()
        add(index, range(BASE))
        wrong = kills(index, options.kills, dice) + writers(index) + flips(index, options.flips, dice)
    if options.full:
        wrong += full(options.full, dice)
    return int(wrong > 0)


def add(folder: Path | str, numbers: range) -> None:
    with provenance.Index.open(folder) as index:
        index.add([text_of(at) for at in numbers], [str(at) for at in numbers])


def change(folder: str, first: int) -> int:
    """Add, remove and compact until killed, and say what is about to be done and what is done."""
    while True:
        print("add", first, flush=True)
        add(folder, range(first, first + STEP))
        print("added", first, flush=True)
        with provenance.Index.open(folder) as index:
            print("remove", first, flush=True)
            index.remove([str(at) for at in range(first, first + STEP // 2)])
            print("removed", first, flush=True)
            index.compact()
        first += STEP


def read(folder: str) -> int:
    """Ask until ended; print what was asked, and one line for each answer that is not of one state."""
    asked = wrong = 0
    going = [True]
    signal.signal(signal.SIGTERM, lambda *_: going.clear())
    while going:
        with provenance.Index.open(folder) as index:
            known = {stored.document.id for stored in index.snapshot.all_documents()}
            for at in random.sample(sorted(known), 20):
                found = {one.document.id for one in index.match(text_of(int(at)))}
                expected = {
                    id_ for id_ in known if id_ == at or not (int(at) % 3 or int(id_) % 3 or (int(at) - int(id_)) % 10)
                }
                asked += 1
                wrong += found != expected
    print(asked, wrong, flush=True)
    return 0


def held(folder: Path) -> set[int]:
    """Return the documents of an index that is sound."""
    with provenance.Index.open(folder) as index:
        index.snapshot.verify()
        return {int(stored.document.id) for stored in index.snapshot.all_documents()}


def kills(folder: Path, count: int, dice: random.Random) -> int:
    """Kill writers, and print how often something was lost, and how many answers of the readers were wrong."""
    me = [sys.executable, __file__]
    readers = [subprocess.Popen([*me, READER, str(folder)], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    lost, first, before = 0, BASE, set(range(BASE))
    for _ in range(count):
        writer = subprocess.Popen([*me, CHILD, str(folder), str(first)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        said = [writer.stdout.readline()]
        time.sleep(dice.random() * 0.5)
        writer.kill()
        said += writer.stdout.readlines()
        writer.wait()
        done, begun, last = after(before, said)
        now = held(folder)
        lost += now not in (done, begun)
        before, first = now, last + STEP
    for reader in readers:
        reader.terminate()
    answers = [tuple(map(int, reader.communicate()[0].split())) for reader in readers]
    asked, wrong = (sum(column) for column in zip(*answers, strict=True))
    print(f"{count} kills: {lost} lost something; {asked:,} answers of readers beside: {wrong} wrong", flush=True)
    return lost + wrong


def after(before: set[int], said: list[str]) -> tuple[set[int], set[int], int]:
    """Return what must be there as it is finished, what may be there as it is begun, and the last number."""
    done, begun, last = set(before), set(before), 0
    for line in filter(lambda line: line.endswith("\n"), said):
        what, number = line.split()
        last = int(number)
        new, gone = set(range(last, last + STEP)), set(range(last, last + STEP // 2))
        begun = done | new if what == "add" else done - gone if what == "remove" else begun
        done = begun if what in ("added", "removed") else done
    return done, begun, last


def writers(folder: Path) -> int:
    """Print whether the error of a second writer names who holds the lock."""
    code = "import sys, provenance; provenance.Index.open(sys.argv[1]).add(['a text'])"
    with Writer(str(folder)):
        second = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)
    said = f"another writer (process {os.getpid()}" in second.stderr
    print(f"two writers: the error of the second {'names' if said else 'DOES NOT NAME'} who holds the lock", flush=True)
    return int(not said)


def flips(folder: Path, count: int, dice: random.Random) -> int:
    """Flip bytes one by one, and print how many were refused, changed nothing, or gave a wrong answer."""
    with provenance.Index.open(folder) as index:
        index.compact()
        asked = [text_of(at) for at in sorted(held(folder))[::90]]
        expected = [str(index.match(text)) for text in asked]
    files = [path for path in folder.iterdir() if path.stat().st_size]
    sizes = [path.stat().st_size for path in files]
    refused = same = wrong = 0
    for at in range(count):
        path = dice.choices(files, sizes)[0] if at % 2 else files[at // 2 % len(files)]
        place, bit = dice.randrange(path.stat().st_size), dice.randrange(1, 256)
        flip(path, place, bit)
        try:
            with provenance.Index.open(folder) as index:
                answers = [str(index.match(text)) for text in asked]
            wrong += answers != expected
            same += answers == expected
        except ProvenanceError:
            refused += 1
        except Exception as error:  # noqa: BLE001 - whatever is not ours is wrong here
            print(f"{path.name} at {place}: {error!r}", flush=True)
            wrong += 1
        flip(path, place, bit)
    print(f"{count:,} flipped bytes: {refused:,} refused, {same:,} changed no answer, {wrong} wrong", flush=True)
    return wrong


def flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        value = file.read(1)[0]
        file.seek(place)
        file.write(bytes([value ^ bit]))


def full(folder: Path, dice: random.Random, rounds: int = 60) -> int:
    """Fill the disk of *folder* but for some bytes, and print how often a change that failed left another state."""
    wrong = failed = 0
    index, filler = folder / "index", folder / "filler"
    for _ in range(rounds):
        shutil.rmtree(index, ignore_errors=True)
        provenance.Index.create(index).close()
        add(index, range(BASE))
        state = os.statvfs(folder)
        room = state.f_bavail * state.f_bsize - dice.randrange(300_000)
        with filler.open("wb") as file:
            file.write(b"x" * max(room, 0))
        expected = set(range(BASE))
        try:
            add(index, range(BASE, BASE + 400))
            expected = set(range(BASE + 400))
        except (UnusableIndexError, ProvenanceError):
            failed += 1
        filler.unlink()
        wrong += held(index) != expected
    print(f"{rounds} changes on a disk that is nearly full: {failed} failed, {wrong} left another state", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
