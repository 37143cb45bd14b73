"""What ``index.py`` compares: the pairs of an audit, near-duplicates from our index, and those from pylance's."""

from __future__ import annotations

import csv
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from provenance.grouping.bands import rows_per_band
from provenance.index.keys import band_keys
from provenance.index.opened import batch_of
from provenance.index.shelf import shingles_of
from provenance.kernels import kernels
from provenance.sketch import sketch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from provenance.index.reader import Snapshot

Pair = tuple[int, str]  # the position of a text, and the id of another


def p50(ask: Callable[..., object], questions: Sequence[object], warm: int = 5) -> float:
    """Return the median of the milliseconds of CPU time that *ask* takes."""
    for question in questions[:warm]:
        ask(question)
    times = []
    for question in questions:
        start = time.process_time()
        ask(question)
        times.append(time.process_time() - start)
    return statistics.median(times) * 1e3


class Truth:
    """What an audit of the whole corpus finds."""

    def __init__(self, corpus: Path, folder: Path) -> None:
        self._folder = folder / "audit"
        if not self._folder.exists():
            arguments = ["audit", str(corpus), "--threshold", "0.5", "--write", "pairs,passages", "--quiet"]
            subprocess.run([sys.executable, "-m", "provenance", *arguments, "--output", str(self._folder)], check=True)

    def pairs(self, records: Sequence[dict[str, str]], sample: Iterable[int], least: float) -> list[Pair]:
        """Return the pairs of the sampled texts that are at least so similar."""
        with (self._folder / "pairs.csv").open(encoding="utf-8", newline="") as lines:
            rows = [(row["left"], row["right"]) for row in csv.DictReader(lines) if float(row["jaccard"]) >= least]
        return list(_asked(rows, records, sample))

    def passages(self, records: Sequence[dict[str, str]], sample: Iterable[int], least: int) -> list[Pair]:
        """Return the pairs of the sampled texts that carry one passage, word for word, of so many words."""
        carriers: dict[str, list[str]] = defaultdict(list)
        with (self._folder / "passages.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if int(row["words"]) >= least and row["kind"] == "verbatim":
                    carriers[row["passage"]].append(row["document"])
        # A phrase of very many documents is looked up in a thousand of them.
        rows = [pair for some in carriers.values() if len(some) <= 100 for pair in permutations(set(some), 2)]
        return list(_asked(rows, records, sample))


def _asked(rows: Iterable[tuple[str, str]], records: Sequence[dict[str, str]], sample: Iterable[int]) -> Iterator[Pair]:
    positions = {str(records[at]["id"]): at for at in sample}
    pairs = {(positions[left], right) for left, right in rows if left in positions}
    pairs |= {(positions[right], left) for left, right in rows if right in positions}
    yield from sorted(pairs)


def near(snapshot: Snapshot, text: str, least: float) -> list[str]:
    """Return the ids of the documents that are exactly so similar, from the band keys alone."""
    batch = batch_of([text], [None])
    keys = band_keys(sketch(batch).signatures, rows_per_band(snapshot.threshold))
    numbers = np.unique(snapshot.find("bands", keys.reshape(-1)).documents).tolist()
    known = snapshot.shelf.take(numbers)
    own, _ = shingles_of([text.encode()], [0])
    sets = [own, *(one.shingles for one in known)]
    bounds, others = np.append(0, np.cumsum([len(one) for one in sets])), np.arange(1, len(sets))
    common = kernels.shared(np.concatenate(sets), bounds, np.zeros(len(others), np.int64), others)
    sizes = np.diff(bounds)
    alike = common / (sizes[0] + sizes[1:] - common)
    return [one.stored.document.id for one, share in zip(known, alike.tolist(), strict=True) if share >= least]


def rows(who: str, found: set[Pair], wanted: set[Pair], milliseconds: float, rate: float) -> Iterator[tuple[str, ...]]:
    """Yield what the table says of one index."""
    right = len(found & wanted)
    yield f"{who}: recall of {len(wanted):,} pairs at 0.7", f"{right / max(len(wanted), 1):.3f}", "1.000"
    yield f"{who}: precision", f"{right / max(len(found), 1):.3f}", "1.000"
    yield f"{who}: question p50, ms", f"{milliseconds:.2f}", "<= 1"
    yield f"{who}: build, MB a CPU second", f"{rate / 1e6:.1f}", ">= 40"


def pylance(
    folder: Path, records: Sequence[dict[str, str]], sample: Sequence[int]
) -> tuple[set[Pair], float, float, int]:
    """Return what pylance's index finds, its milliseconds a question, its bytes a CPU second, and its size."""
    import lance
    import pyarrow as pa
    from lance.query import MinHashQuery

    texts = [record["text"] for record in records]
    table = pa.table({"id": [str(record["id"]) for record in records], "text": texts})
    dataset = lance.write_dataset(table, str(folder / "lance"))
    before = _files(folder / "lance")
    start = resource.getrusage(resource.RUSAGE_SELF)
    dataset.create_scalar_index("text", "MINHASHLSH")
    end = resource.getrusage(resource.RUSAGE_SELF)
    cpu = end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime
    size = _files(folder / "lance") - before

    def ask(at: int) -> list[tuple[str, float]]:
        found = dataset.to_table(
            columns=["id", "_distance"], nearest=MinHashQuery(texts[at], "text"), limit=100
        ).to_pydict()
        return list(zip(found["id"], found["_distance"], strict=True))

    pairs = {(at, id_) for at in sample for id_, distance in ask(at) if distance <= 0.3}
    return pairs, p50(ask, sample), sum(len(text.encode()) for text in texts) / cpu, size


def _files(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
