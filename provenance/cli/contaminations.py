"""From the contamination of records to what the command prints and writes: a summary, JSON, CSV, clean records."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TextIO

    from provenance.index.contamination import Contamination
    from provenance.model import Document

    Writer = Callable[[Sequence[Contamination], Sequence[bool], int, TextIO], Iterator[str]]

_LEVELS = (0.0, 0.2, 0.5, 0.8)
_ROWS = 20  # records that the table shows
_HEADER = ("record", "share", "words", "longest run", "documents", "most in")
_COLUMNS = (
    "record,path,line,words,share,longest_run,eights,too_short,capped,contaminated,"
    "document,start,end,document_start,document_end"
)


def as_table(found: Sequence[Contamination], bad: Sequence[bool], least: int, stream: TextIO) -> Iterator[str]:
    """Yield a summary, and the records of which most stands in the training corpus."""
    from provenance.reporters.display import aligned, count, encodable, one_line, percent

    yield f"{count(len(found), 'record')}, {sum(bad):,} contaminated; runs of {least} words or more count\n"
    for level in _LEVELS:
        above = sum(one.share > level for one in found)
        yield f"  more than {level:.0%} of the words in the training texts: {above:,} ({percent(above / len(found))})\n"
    for said, number in (
        ("too short to be looked up", sum(one.short for one in found)),
        ("with phrases of more documents than were looked at", sum(one.capped for one in found)),
    ):
        if number:
            yield f"  {said}: {number:,}\n"
    worst = sorted((one for one in found if one.shared), key=lambda one: (-one.share, -one.longest, one.document.id))
    rows: list[tuple[str, ...]] = [_HEADER]
    for one in worst[:_ROWS]:
        name, most = (encodable(one_line(each.id), stream) for each in (one.document, one.shared[0].document))
        rows.append((name, percent(one.share), f"{one.words:,}", f"{one.longest:,}", f"{len(one.shared):,}", most))
    if worst:
        yield "\n"
        yield from (f"  {line}\n" for line in aligned(rows))
    if len(worst) > _ROWS:
        yield f"  and {count(len(worst) - _ROWS, 'more record')}; contamination.csv lists all\n"


def as_json(found: Sequence[Contamination], bad: Sequence[bool], least: int, stream: TextIO) -> Iterator[str]:
    """Yield one JSON object with the summary and all records."""
    from provenance.reporters.encode import encode

    summary = {f"above_{level * 100:.0f}": sum(one.share > level for one in found) for level in _LEVELS}
    records = [_record(*one) for one in zip(found, bad, strict=True)]
    head = {"tool": "provenance", "min_words": least, "records": len(found), "contaminated": sum(bad)}
    yield encode({**head, **summary, "texts": records}) + "\n"


def as_json_lines(found: Sequence[Contamination], bad: Sequence[bool], least: int, stream: TextIO) -> Iterator[str]:
    """Yield a JSON object for each record."""
    from provenance.reporters.encode import encode

    for one, contaminated in zip(found, bad, strict=True):
        yield encode(_record(one, contaminated)) + "\n"


def _record(one: Contamination, contaminated: bool) -> dict[str, object]:  # noqa: FBT001 - a column of the record
    from provenance.cli.matched import document_record, span_record

    return {
        **document_record(one.document),
        "words": one.words,
        "share": round(one.share, 6),
        "longest_run": one.longest,
        "eights": round(one.eights, 6),
        "too_short": one.short,
        "capped": one.capped,
        "contaminated": contaminated,
        "like": one.like,
        "documents": [
            {
                **document_record(shared.document),
                "words": shared.words,
                "runs": [{"text": span_record(here), "document": span_record(there)} for here, there in shared.runs],
            }
            for shared in one.shared
        ],
    }


WRITERS: dict[str, Writer] = {"table": as_table, "json": as_json, "jsonl": as_json_lines}


def table(found: Sequence[Contamination], bad: Sequence[bool]) -> Iterator[str]:
    """Yield the lines of contamination.csv: one for each run, and one for a record without any."""
    from provenance.reporters.tables.cells import text

    yield _COLUMNS + "\n"
    for one, contaminated in zip(found, bad, strict=True):
        line = "" if one.document.line is None else str(one.document.line)
        flags = (str(flag).lower() for flag in (one.short, one.capped, contaminated))
        numbers = (str(one.words), f"{one.share:.6f}", str(one.longest), f"{one.eights:.6f}", *flags)
        head = ",".join((text(one.document.id), text(one.document.path), line, *numbers))
        runs = [(shared.document.id, here, there) for shared in one.shared for here, there in shared.runs]
        for name, here, there in runs:
            yield f"{head},{text(name)},{here.start},{here.end},{there.start},{there.end}\n"
        if not runs:
            yield f"{head},,,,,\n"


def clean(records: Sequence[tuple[Contamination, str]], bad: Sequence[bool]) -> Iterator[str]:
    """Yield the records that are not contaminated: a line of JSON as it is in its file, another text with its id."""
    from provenance.reporters.encode import encode

    for (one, text), contaminated in zip(records, bad, strict=True):
        if not contaminated:
            yield (_line(one.document) or encode({"id": one.document.id, "text": text})) + "\n"


def _line(document: Document) -> str:
    """Return the line of JSON that a record is in its file; "" if it is none, or is not to be read again."""
    from provenance.files import open_regular
    from provenance.readers.formats import is_by_line

    if document.place is None or not is_by_line(document.file):
        return ""
    begin, end = document.place
    try:
        with open_regular(document.file) as file:
            file.seek(begin)
            line = file.read(end - begin).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return line if line.startswith("{") and "\n" not in line else ""


def write(path: str, lines: Iterable[str]) -> bool:
    """Write *lines* to *path*, whole or not at all; return whether that succeeded."""
    from provenance.cli.streams import complain
    from provenance.errors import UnwritableFileError
    from provenance.unfinished import unfinished

    folder = os.path.dirname(path) or os.curdir
    try:
        os.makedirs(folder, exist_ok=True)
        with unfinished(folder) as new_path:
            part = new_path()
            with open(part, "xb") as file:
                file.writelines(line.encode("utf-8", "backslashreplace") for line in lines)
            os.replace(part, path)
    except OSError as error:
        complain(str(UnwritableFileError(f"{path}: cannot be written: {error.strerror}")))
        return False
    return True
