"""Measure an index: build, size, opening, `match`, `where`, recall, and a race with pylance's MINHASHLSH column index.

    python benchmarks/index.py CORPUS.jsonl [--only build,match,where,command,recall,race,millions] [--sample 500]

CORPUS.jsonl holds records with an id and a text, such as those of ``make_corpus.py 100000``.  Each part prints rows:
what, the figure, the bar.  ``race`` needs the extra ``benchmark`` (pylance); ``millions`` writes 2.5 GB of made-up band
keys.  Times are CPU time, so that a busy machine counts less; but ``open``, ``cold`` and whole commands are wall time.
``open`` and ``cold`` begin when the interpreter has started and has imported the index.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import index_race
import numpy as np
from index_race import Truth, near, p50

import provenance
from provenance.index.carriers import carried
from provenance.index.opened import batch_of
from provenance.index.postings import KEY_BITS, Segment, _write, directory_bits
from provenance.kernels import kernels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.index.carriers import Sentence

WORD = re.compile(r"\w+")
LETTERS = "bcdfghjklmnprstvz"
Row = tuple[str, str, str]


def main() -> None:
    """Print the rows of the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--sample", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.corpus.parent) as folder:
        bench = Bench(options.corpus, Path(folder), options.sample)
        print("| what | measured | bar |\n| --- | --- | --- |")
        for name in options.only.split(","):
            for row in PARTS[name](bench):
                print(f"| {' | '.join(row)} |", flush=True)


class Bench:
    """A corpus, and the index of it, which is made once."""

    def __init__(self, corpus: Path, folder: Path, sample: int) -> None:
        self.corpus, self.folder, self.sample = corpus, folder, sample
        with corpus.open(encoding="utf-8") as lines:
            self.records = [json.loads(line) for line in lines]
        self.texts = [record["text"] for record in self.records]
        self.bytes = sum(len(text.encode()) for text in self.texts)
        self.dice = random.Random(1)
        self.made: dict[str, tuple[float, float]] = {}

    def index(self, *options: str) -> str:
        """Return the index that is made with *options*."""
        path = str(self.folder / f"index{''.join(options)}")
        if path not in self.made:
            self.made[path] = command("index", "create", path, str(self.corpus), "-q", *options)
        return path

    def word(self) -> str:
        """Return a word that no text has."""
        syllables = (self.dice.choice(LETTERS) + self.dice.choice("aeiou") for _ in range(self.dice.randrange(2, 5)))
        return "".join(syllables) + self.dice.choice("xqw")

    def strange(self, size: int) -> str:
        """Return a text of that many characters of such words."""
        return " ".join(self.word() for _ in range(size // 5))[:size]


def command(*arguments: str, statuses: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Return the wall and the CPU seconds of a run of ``provenance``."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "provenance", *arguments], stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in statuses:
        sys.exit(f"provenance {' '.join(arguments)}: exit status {done.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, cpu


def timed_alone(path: str, code: str, *arguments: str) -> float:
    """Return the wall seconds that *code* takes in a process of its own, which has imported what it needs."""
    start = "import sys, time, provenance.index.opened as o\nfrom provenance.index.carriers import carried\n"
    timed = f"t = time.perf_counter()\n{code}\nprint(time.perf_counter() - t)"
    return float(subprocess.check_output([sys.executable, "-c", start + timed, path, *arguments]))


def build(bench: Bench) -> Iterator[Row]:
    """Yield the rows of the build and of the sizes."""
    path = bench.index()
    _, cpu = bench.made[path]
    said = json.loads(
        subprocess.check_output([sys.executable, "-m", "provenance", "index", "status", path, "-f", "json"])
    )
    count = said["documents"]
    yield f"build, {count:,} documents: documents a CPU second", f"{count / cpu:,.0f}", ">= 20,000"
    yield "the same: MB a CPU second", f"{bench.bytes / cpu / 1e6:.1f}", ">= 40 (bands)"
    yield (
        "documents and bands, bytes a document",
        f"{(said['bytes_of_bands'] + said['bytes_of_database']) / count:.0f}",
        "<= 350",
    )
    yield "bands, bytes a document", f"{said['bytes_of_bands'] / count:.0f}", "<= 400"
    yield "fingerprints, bytes a byte of text", f"{said['bytes_of_prints'] / bench.bytes:.2f}", "<= 0.50"
    yield "texts, bytes a byte of text", f"{said['bytes_of_texts'] / bench.bytes:.2f}", "<= 0.42"
    times = [timed_alone(path, "with o.Index.open(sys.argv[1]): pass") for _ in range(9)]
    yield "open, ms beyond start-up", f"{statistics.median(times) * 1e3:.1f}", "< 5"


def matching(bench: Bench) -> Iterator[Row]:
    """Yield the rows of single texts: nothing shared; a sentence that 200 documents share."""
    with provenance.Index.open(bench.index()) as index:
        yield (
            "match of 3 kB, nothing shared, ms",
            f"{p50(index.match, [bench.strange(3000) for _ in range(200)]):.2f}",
            "<= 1",
        )
        sentences = [" ".join(bench.word() for _ in range(16)) + "." for _ in range(10)]
        shared = [
            f"{bench.strange(800)}. {sentence} {bench.strange(800)}." for sentence in sentences for _ in range(200)
        ]
        index.add(shared, [f"shared{at}" for at in range(len(shared))])
        asked = [f"{bench.strange(1450)}. {sentence} {bench.strange(1450)}." for sentence in sentences]
        found = statistics.median(len(index.match(text)) for text in asked)
        index.refresh()
        first = p50(index.match, asked, warm=0)
        yield f"match of 3 kB, {found:.0f} documents share a sentence, first met, ms", f"{first:.1f}", "<= 5"
        yield "the same, met before, ms", f"{p50(index.match, asked):.1f}", "<= 5"
        index.remove([f"shared{at}" for at in range(len(shared))])


def where(bench: Bench) -> Iterator[Row]:
    """Yield the rows of runs of fifteen words in an index with few fingerprints."""
    path = bench.index("--sparse")
    sizes = sum(file.stat().st_size for file in Path(path).glob("*.prints"))
    _, cpu = bench.made[path]
    questions = list(islice(_runs(bench), 4 * bench.sample))
    with provenance.Index.open(path) as index:

        def ask(one: tuple[int, str]) -> tuple[Sentence, ...]:
            return next(carried(index.snapshot, batch_of([one[1]], [None]), 15))

        found = whole = 0
        single = []
        for number, run in questions:
            (sentence, *_), id_ = ask((number, run)), bench.records[number]["id"]
            mine = [one for one in sentence.carriers if one.document.id == str(id_)]
            found += bool(mine) or sentence.crowded
            whole += any(one.whole for one in mine) or sentence.crowded
            if len(sentence.carriers) == 1:
                single.append((number, run))
        yield f"where, {len(questions):,} runs of 15 words: found", f"{found / len(questions):.4f}", "1.0000"
        yield "the same: the whole run", f"{whole / len(questions):.4f}", "1.0000"
        yield f"warm p50, us ({len(single):,} with one carrier)", f"{p50(ask, single or questions) * 1e3:.0f}", "<= 100"
        yield "warm p50, us (all)", f"{p50(ask, questions) * 1e3:.0f}", ""
    yield "cold, new process, page cache dropped: ms in it", f"{_cold(path, questions[:15]):.1f}", "<= 10"
    yield "fingerprints, bytes a byte of text", f"{sizes / bench.bytes:.2f}", "<= 0.30"
    yield "build, MB a CPU second", f"{bench.bytes / cpu / 1e6:.1f}", ">= 60"


def _runs(bench: Bench) -> Iterator[tuple[int, str]]:
    while True:
        number = bench.dice.randrange(len(bench.texts))
        words = WORD.findall(bench.texts[number])
        if len(words) >= 40:
            first = bench.dice.randrange(len(words) - 15)
            yield number, " ".join(words[first : first + 15])


def _cold(path: str, questions: list[tuple[int, str]]) -> float:
    """Return the median time from opening to the answer, in a process of its own, with none of the files in memory."""
    ask = "next(carried(index.snapshot, o.batch_of(sys.argv[2:], [None]), 15))"
    times = []
    for _, run in questions:
        for file in Path(path).iterdir():
            number = os.open(file, os.O_RDONLY)
            os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(number)
        times.append(timed_alone(path, f"with o.Index.open(sys.argv[1]) as index: {ask}", run))
    return statistics.median(times) * 1e3


def commands(bench: Bench) -> Iterator[Row]:
    """Yield the row of 500 new texts: half of them edited copies."""
    folder = bench.folder / "new"
    folder.mkdir()
    for at in range(500):
        text = bench.texts[bench.dice.randrange(len(bench.texts))] if at % 2 else bench.strange(2500)
        (folder / f"{at}.txt").write_text(text.replace(" the ", " a ", 2), encoding="utf-8")
    times = [command("match", str(folder), "--index", bench.index(), "-q", statuses=(0, 1)) for _ in range(3)]
    wall, cpu = (statistics.median(column) for column in zip(*times, strict=True))
    yield "match of 500 new texts, whole command: seconds (CPU seconds)", f"{wall:.2f} ({cpu:.2f})", "<= 1.2"


def recall(bench: Bench) -> Iterator[Row]:
    """Yield the rows of pairs, against an audit of the whole corpus, for a sample of texts."""
    truth = Truth(bench.corpus, bench.folder)
    sample = bench.dice.sample(range(len(bench.texts)), min(4 * bench.sample, len(bench.texts)))
    with provenance.Index.open(bench.index()) as index:
        found = {
            (position, one.document.id): one
            for position in sample
            for one in index.examine([bench.texts[position]])[0].found
        }
    for least, bar in ((0.7, "1.000"), (0.5, ">= .9999")):
        wanted = truth.pairs(bench.records, sample, least)
        got = sum(pair in found for pair in wanted)
        yield f"recall of {len(wanted):,} pairs of the audit from {least} on", f"{got / max(len(wanted), 1):.4f}", bar
    wanted = truth.passages(bench.records, sample, 20)
    got = sum(pair in found for pair in wanted)
    yield (
        f"recall of {len(wanted):,} pairs that carry a passage of 20 words",
        f"{got / max(len(wanted), 1):.4f}",
        ">= .9999",
    )


def race(bench: Bench) -> Iterator[Row]:
    """Yield the rows of both indexes, in one run."""
    sample = bench.dice.sample(range(len(bench.texts)), min(bench.sample, len(bench.texts)))
    truth = Truth(bench.corpus, bench.folder)
    wanted = set(truth.pairs(bench.records, sample, 0.7))
    with provenance.Index.open(bench.index()) as index:
        ours = {(at, id_) for at in sample for id_ in near(index.snapshot, bench.texts[at], 0.7)}
        seconds = p50(lambda at: near(index.snapshot, bench.texts[at], 0.7), sample)
    own = {(at, str(bench.records[at]["id"])) for at in sample}
    _, cpu = bench.made[bench.index()]
    yield from index_race.rows("provenance", ours - own, wanted | (ours - own), seconds, bench.bytes / cpu)
    theirs, seconds, rate, size = index_race.pylance(bench.folder, bench.records, sample)
    yield from index_race.rows("pylance", theirs - own, wanted | (ours - own), seconds, rate)
    yield "pylance: bytes of the index a document", f"{size / len(bench.texts):.0f}", ""


def millions(bench: Bench) -> Iterator[Row]:
    """Yield the row of a question among ten million documents: made-up keys of 32 bands each."""
    count, parts = 320_000_000, 64
    bits = directory_bits(count)
    rng = np.random.default_rng(1)

    def packed() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for part in range(parts):
            first, last = part << KEY_BITS - 6, (part + 1) << KEY_BITS - 6
            keys = rng.integers(first, last, count // parts, np.uint64)
            documents = np.sort(rng.integers(1, count // 32, len(keys), np.uint32))
            yield kernels.pack_postings(
                keys, documents, np.zeros_like(documents), bits, part << bits - 6, (part + 1) << bits - 6
            )

    path = str(bench.folder / "millions")
    _write(path, bits, packed())
    segment = Segment(path)
    asked = [rng.integers(0, 1 << KEY_BITS, 32, np.uint64) for _ in range(200)]
    before = time.process_time()
    for keys in asked:
        segment.find(keys, 1000)
    yield (
        "bands of one text among ten million documents, CPU ms",
        f"{(time.process_time() - before) * 1e3 / 200:.2f}",
        "<= 5",
    )
    segment.close()
    os.unlink(path)


PARTS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "build": build,
    "match": matching,
    "where": where,
    "command": commands,
    "recall": recall,
    "race": race,
    "millions": millions,
}

if __name__ == "__main__":
    main()
