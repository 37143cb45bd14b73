"""From the inputs of a report to a short table by kind: how many files, what became of them, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporters.display import count, encodable, folded, one_line, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from provenance.model import Input, Report

_MOST_KINDS = 12  # rows
_FATES = ("read", "read in part", "over limit", "unreadable", "passed over")  # in the order of the rows


def by_kind(report: Report, stream: TextIO, screen: int) -> Iterator[str]:
    """Yield the lines of the table, for a *screen* of so many columns; nothing where all inputs were read as usual."""
    inputs = report.evidence.inputs
    if all(one.fate == "read" for one in inputs):
        return
    kinds = _kinds(inputs)
    read = sum(one.fate.startswith("read") for one in inputs)
    yield ""
    yield f"{count(len(inputs), 'input')}: {read:,} read, {len(inputs) - read:,} not; inputs.csv and -v name each"
    rows = [tuple(encodable(one_line(cell), stream) for cell in _row(*kind)) for kind in kinds[:_MOST_KINDS]]
    room = [max(width(row[column]) for row in rows) for column in (0, 1)]
    for name, files, said in rows:
        head = f"  {name}{' ' * (room[0] - width(name))}  {' ' * (room[1] - width(files))}{files}  "
        yield from folded(head + said, screen, rest=" " * 4)
    if len(kinds) > _MOST_KINDS:
        yield f"  {count(len(kinds) - _MOST_KINDS, 'more kind')}"


def _kinds(inputs: Sequence[Input]) -> list[tuple[str, list[Input]]]:
    """Return the inputs by kind and by what became of them, what was read first."""
    found: dict[tuple[int, str], list[Input]] = {}
    for one in inputs:
        found.setdefault((_FATES.index(one.fate), _kind(one)), []).append(one)
    ordered = sorted(found.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
    return [(kind, some) for (_, kind), some in ordered]


def _kind(one: Input) -> str:
    """Return what kind an input is of: its media type, else the suffix of its name."""
    if one.media_type == "inode/directory":
        return "folder"
    if one.media_type and one.media_type != "application/octet-stream":
        return one.media_type
    name = one.path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else "unknown"


def _row(kind: str, some: list[Input]) -> tuple[str, str, str]:
    """Return the name of a kind, how many inputs are of it, and what became of them."""
    first = some[0]
    documents = sum(one.documents for one in some)
    said = count(documents, "document") if first.fate == "read" else first.fate
    if first.fate == "read in part":
        said = f"{count(documents, 'document')}, in part"
    whys = dict.fromkeys(one.why for one in some if one.why)
    if whys:
        said += f": {next(iter(whys))}" + (f" (and {len(whys) - 1:,} other reasons)" if len(whys) > 1 else "")
    return kind, f"{len(some):,}", said
