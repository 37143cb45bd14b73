"""What is fuzzed: functions from any bytes to nothing, which raise where something is wrong.

A reader, a parser or a kernel may refuse what it is given with an error of the program itself.  Anything else that it
raises, a compiled kernel that differs from its twin, or a report that its format's own reader does not give back is a
fault.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np

from provenance.errors import ProvenanceError
from provenance.kernels import kernels as compiled
from provenance.kernels import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.model import Report

    Target = Callable[[bytes], None]

SCRATCH = Path("/dev/shm" if os.path.isdir("/dev/shm") else tempfile.gettempdir())
NAMES = (b"text", b"id", b"title", b"date")
# Files that are not written in text, by whose suffixes nothing but their own readers would be reached.
SUFFIXES = (
    ".txt", ".md", ".jsonl", ".json", ".html", ".eml", ".mhtml", ".mbox", ".csv", ".tsv", ".xml", ".rss", ".atom",
    ".zip", ".tar", ".tgz", ".warc", ".warc.gz", ".wacz", ".pdf", ".docx", ".parquet", ".arrow", ".txt.gz", ".jsonl.gz",
    ".csv.gz", ".txt.bz2", ".txt.xz", ".txt.zst",
)  # fmt: skip


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="provenance-fuzz-", dir=SCRATCH))


def _file(name: str, content: bytes) -> str:
    path = _folder() / name
    path.write_bytes(content)
    return str(path)


def _text(content: bytes) -> str:
    """Return any bytes as a text: UTF-8 where they are, else with lone surrogates."""
    return content.decode("utf-8", "surrogateescape").encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")


def _two(content: bytes) -> tuple[str, str]:
    """Return two texts: what stands before and after the first zero byte, or the halves."""
    one, zero, other = content.partition(b"\0")
    if not zero:
        one, other = content[: len(content) // 2], content[len(content) // 2 :]
    return _text(one), _text(other)


def _same(one: object, other: object, what: str) -> None:
    columns = zip(one, other, strict=True) if isinstance(one, tuple) else [(one, other)]  # type: ignore[arg-type]
    for left, right in columns:
        if isinstance(left, tuple):
            _same(left, right, what)
        elif not np.array_equal(left, right):
            raise AssertionError(f"{what}: the compiled kernel gives {left!r}, its twin {right!r}")


def reader(suffix: str, content: bytes) -> None:
    """Read a file, and its documents once more by their places."""
    from provenance.readers import read
    from provenance.readers.rereading import reread
    from provenance.settings import Reading

    with suppress(ProvenanceError):
        for batch in read([_file(f"input{suffix}", content)], Reading()):
            texts = [batch.text(slot) for slot in range(len(batch.documents))]
            if list(reread(list(batch.documents), Reading())) != texts:
                raise AssertionError("a text that is read again is another one")


def words(content: bytes) -> None:
    """Divide a text into words, and fold its letters."""
    text = _text(content)
    _same(compiled.locate(text, 0), plain.locate(text, 0), "locate")
    _same(compiled.fold(text), plain.fold(text), "fold")


def sketch(content: bytes) -> None:
    """Sketch texts that are cut at any byte."""
    from provenance.sketch import permutations

    cuts = [at for at, byte in enumerate(content) if not byte]
    offsets = np.array([0, *cuts, len(content)], np.int64)
    found = content, offsets, offsets[:-1].copy()
    _same(compiled.sketch(*found, *permutations()), plain.sketch(*found, *permutations()), "sketch")
    _same(compiled.shingle_sets(*found), plain.shingle_sets(*found), "shingle_sets")


def records(content: bytes) -> None:
    """Take records out of lines of JSON."""
    room = np.array([1 << 20, 1 << 20, 1 << 16])
    one, other = (kernel.records(content, 0, len(content), room, NAMES) for kernel in (compiled, plain))
    if one[0][0] != other[0][0] or not np.array_equal(one[1][0], other[1][0]):
        raise AssertionError(f"records: the compiled kernel stops at {one[0]}, its twin at {other[0]}")


def align(content: bytes) -> None:
    """Align two texts, and one with itself."""
    left, right = _two(content)
    ours = compiled.align_texts(compiled.Letters(left), compiled.Letters(right), 6)
    theirs = plain.align_texts(plain.Letters(left), plain.Letters(right), 6)
    own, twin = (kernel.align_own(kernel.Letters(left), 6, 12) for kernel in (compiled, plain))
    if list(ours) != list(theirs) or list(own) != list(twin):
        raise AssertionError("align: the compiled kernel differs from its twin")


def prints(content: bytes) -> None:
    """Take the fingerprints of two texts."""
    left, right = (text.encode("utf-8", "surrogatepass") for text in _two(content))
    content = left + right
    offsets = np.array([0, len(left), len(content)], np.int64)
    _same(compiled.prints(content, offsets, 6, 3), plain.prints(content, offsets, 6, 3), "prints")


def doubts(content: bytes) -> None:
    """Ask whether a text may hold damage or repeats."""
    text = _text(content)
    _same(compiled.doubtful(text), plain.doubtful(text), "doubtful")
    _same(compiled.has_repeats(text, 8), plain.has_repeats(text, 8), "has_repeats")


def attribution(content: bytes) -> None:
    """Find out who published a text, and when."""
    from provenance.attribution import attribute
    from provenance.model import Document

    attribute(_text(content), Document("a", "a.txt", b"a.txt", None, len(content)))


def audit(content: bytes) -> None:
    """Audit two texts, with all rules."""
    from provenance.pipeline import audit as run

    one, other = content[: len(content) // 2], content[len(content) // 2 :]
    (_folder() / "audit").mkdir(exist_ok=True)
    _file("audit/one.txt", one)
    _file("audit/two.txt", other)
    with suppress(ProvenanceError):
        report = run([str(_folder() / "audit")])
        if any(notice.kind == "fault" for notice in report.evidence.notices):
            raise AssertionError("a stage failed on a text")


def settings(content: bytes) -> None:
    """Load a file of settings."""
    from provenance.settings.loading import load

    with suppress(ProvenanceError):
        load(_file("provenance.toml", content), environment={})


def sidecar(content: bytes) -> None:
    """Read a text with what is stated beside it."""
    from provenance.readers import read
    from provenance.settings import Reading

    text = _file("stated.txt", b"A text that somebody states something about.")
    _file("stated.txt.meta.toml", content)
    with suppress(ProvenanceError):
        list(read([text], Reading()))


def baseline(content: bytes) -> None:
    """Load a baseline, write it, and load that."""
    from provenance.baseline import load, save

    with suppress(ProvenanceError):
        entries = load(_file("baseline.jsonl", content))
        save(str(_folder() / "again.jsonl"), entries)
        if load(str(_folder() / "again.jsonl")) != entries:
            raise AssertionError("a baseline that was written says something else")


def decisions(content: bytes) -> None:
    """Read decisions about pairs."""
    from provenance.baseline.decisions import read

    with suppress(ProvenanceError):
        read(_file("decisions.jsonl", content))


def plan(content: bytes) -> None:
    """Read a plan of what to drop."""
    from provenance.plan.written import read

    with suppress(ProvenanceError):
        read(_file("plan.jsonl", content))


def patterns(content: bytes) -> None:
    """Match paths with patterns as in .gitignore."""
    from provenance.paths import Patterns

    pattern, path = _two(content)
    with suppress(ProvenanceError):
        Patterns(tuple(pattern.split("\n"))).covers(path)


def bundle(content: bytes) -> None:
    """Verify a bundle that anybody may have written."""
    from provenance.verify.sealed import opened

    with suppress(ProvenanceError):
        opened(_file("bundle.zip", content))


def index(content: bytes) -> None:
    """Open an index of which one file was written over: an error, or the answers of before."""
    import shutil

    from provenance import Index

    good = _index()
    bad = _folder() / "bad"
    shutil.rmtree(bad, ignore_errors=True)
    shutil.copytree(good, bad)
    files = sorted(path for path in bad.rglob("*") if path.is_file())
    target = files[content[0] % len(files)] if content else files[0]
    raw, change = bytearray(target.read_bytes()), content[3:]
    at = int.from_bytes(content[1:3], "big") % max(1, len(raw))
    raw[at : at + len(change)] = change
    target.write_bytes(raw)
    with suppress(ProvenanceError), Index.open(bad) as opened:
        found = [(one.document.id, one.jaccard) for one in opened.match(_INDEXED[0])]
        if found != _answers():
            raise AssertionError(f"an index whose {target.name} is damaged answers {found}")


_INDEXED = (
    "The ferry will sail every hour from Monday on, the county said, since two new vessels replace the old one.",
    "The harvest of apples began late in the valley this year, and growers blame three cold nights in May for it.",
)


@cache
def _index() -> Path:
    from provenance import Index

    folder = _folder() / "good"
    with Index.create(folder) as made:
        made.add(list(_INDEXED), ids=["ferry", "apples"])
    return folder


@cache
def _answers() -> list[tuple[str, float]]:
    from provenance import Index

    with Index.open(_index()) as opened:
        return [(one.document.id, one.jaccard) for one in opened.match(_INDEXED[0])]


def reports(content: bytes) -> None:
    """Write what a text says in every format, and read it with the format's own reader."""
    from provenance.reporters.formats import FORMATS
    from provenance.settings import Config

    report = _report(_text(content))
    if report is None:
        return
    for name in ("csv", "claims", "documents", "jsonl", "json", "sarif", "gitlab", "rdjson", "junit", "github"):
        stream = io.StringIO()
        FORMATS[name].write(report, stream, Config())
        written = stream.getvalue()
        written.encode()
        _READ[name](written)


def _report(text: str) -> Report | None:
    from provenance.pipeline import audit as run

    one = {"id": text[:40], "title": text[40:80], "source": text[80:120], "text": text}
    line = json.dumps(one).encode()
    with suppress(ProvenanceError):
        return run([_file("report.jsonl", line + b"\n" + line + b"\n")])
    return None


def _rows(written: str) -> None:
    csv.field_size_limit(1 << 30)
    rows = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    if len({len(row) for row in rows}) > 1:
        raise AssertionError("rows of a CSV file have other numbers of cells")
    if any(cell[:1] in "=+-@\t\r" for row in rows[1:] for cell in row if cell and not _is_number(cell)):
        raise AssertionError("a spreadsheet would run a cell")


def _is_number(cell: str) -> bool:
    with suppress(ValueError):
        float(cell)
        return True
    return False


def _lines(written: str) -> None:
    for line in written.split("\n")[:-1]:
        json.loads(line)


def _commands(written: str) -> None:
    for line in written.splitlines():
        if line and not line.startswith(("::error ", "::warning ", "::notice ", "provenance: annotated ")):
            raise AssertionError(f"a line that GitHub Actions would read: {line!r}")


_READ: dict[str, Callable[[str], object]] = {
    "csv": _rows, "claims": _rows, "documents": _rows, "jsonl": _lines, "json": json.loads, "sarif": json.loads,
    "gitlab": json.loads, "rdjson": json.loads, "junit": ET.fromstring, "github": _commands,
}  # fmt: skip

KERNELS = (words, sketch, records, align, prints, doubts)
PARSERS = (
    attribution, audit, settings, sidecar, baseline, decisions, plan, patterns, bundle, index, reports,
)  # fmt: skip
TARGETS: dict[str, Target] = {one.__name__: one for one in (*KERNELS, *PARSERS)} | {
    f"read{suffix}": partial(reader, suffix) for suffix in SUFFIXES
}
