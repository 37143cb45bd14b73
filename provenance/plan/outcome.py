"""From the checked lines of a plan to what becomes of each file: left out, rewritten, or left as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from provenance.errors import UnreadableFileError
from provenance.plan.check import reading_of
from provenance.plan.rewriting import packed, remaining, text_path, trimmed_text, unpacked
from provenance.plan.storing import blocks_of
from provenance.plan.tabular import remaining_rows
from provenance.readers.formats import kind_of
from provenance.readers.sidecars import ENDING
from provenance.readers.unchanged import CHANGED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.plan.check import Checked
    from provenance.plan.places import Places
    from provenance.plan.values import Line

    What = Literal["leave", "drop", "rewrite", "beside"]


class Fate(NamedTuple):
    """What becomes of a file, by its number: *what*, and the *lines* that say so.

    "beside": nothing can be left out of such a file, so the texts that remain are written beside it.
    """

    number: int
    what: What
    lines: list[Line]


def fates(places: Places, checked: Checked) -> list[Fate]:
    """Return what becomes of each file of the plan, in its order.

    A sidecar goes where its text goes, and stays where one of several texts that share it does.
    """
    found: list[Fate] = []
    shared: dict[bytes, list[Fate]] = {}
    for number, file in enumerate(places.plan.head.files):
        if file.holds == "sidecar":
            shared.setdefault(places.files[number], []).append(_of_sidecar(places, number, found[-1:]))
        else:
            found.append(_of_texts(places, number, checked))
    # Each once, and left if any of its texts is.
    found += (max(some, key=lambda fate: fate.what == "leave") for some in shared.values())
    return sorted(found, key=lambda fate: fate.number)


def _of_sidecar(places: Places, number: int, before: Sequence[Fate]) -> Fate:
    """Return what one text, the one *before* it, makes of a sidecar; a name that is no sidecar's is left alone."""
    gone = bool(before) and before[0].what == "drop" and places.files[number].endswith(ENDING)
    return Fate(number, "drop" if gone else "leave", [])


def _of_texts(places: Places, number: int, checked: Checked) -> Fate:
    holds = places.plan.head.files[number].holds
    lines = [line for line in checked.lines.get(number, ()) if line.action != "keep"]
    if not lines:
        return Fate(number, "leave", [])
    if holds == "text":
        return Fate(number, "drop" if lines[0].action == "drop" else "rewrite", lines)
    return Fate(number, "rewrite" if _can_be_rewritten(places, number, lines) else "beside", lines)


def _can_be_rewritten(places: Places, number: int, lines: Sequence[Line]) -> bool:
    holds = places.plan.head.files[number].holds
    if holds == "columns":
        from provenance.plan.columnar import can_be_rewritten

        return can_be_rewritten(places.files[number])
    if holds == "members":
        from provenance.plan.zipped import can_be_rewritten as can_be_repacked

        return can_be_repacked(places.files[number], lines, reading_of(places.plan.head.settings))
    return holds in {"lines", "rows"}


def content_of(places: Places, fate: Fate) -> Iterator[bytes]:
    """Yield the bytes that remain of a file that is rewritten.  Raises UnreadableFileError and OSError."""
    file, place = places.plan.head.files[fate.number], places.files[fate.number]
    if file.holds == "columns":
        from provenance.plan.columnar import remaining_rows as remaining_columns

        fields = reading_of(places.plan.head.settings).fields
        yield from remaining_columns(place, fate.lines, fields, file.sha256)
        return
    if file.holds == "members":
        from provenance.plan.zipped import remaining_members

        yield from remaining_members(place, fate.lines, reading_of(places.plan.head.settings), file.sha256)
        return
    compressed = is_packed(place)
    content = unpacked(_unchanged(place, file.sha256)) if compressed else _unchanged(place, file.sha256)
    if file.holds == "text":
        rewritten: Iterator[bytes] = iter((trimmed_text(b"".join(content), fate.lines[0].spans),))
    elif file.holds == "rows":
        rewritten = remaining_rows(content, fate.lines, *table_of(places, fate.number))
    else:
        path, content = text_path(content, fate.lines, reading_of(places.plan.head.settings).fields)
        rewritten = remaining(content, fate.lines, path)
    yield from packed(rewritten) if compressed else rewritten


def table_of(places: Places, number: int) -> tuple[str, dict[str, str]]:
    """Return the suffix of a table, and which fields its texts are in."""
    kind = kind_of(places.files[number])
    return (kind[0] if kind else ""), reading_of(places.plan.head.settings).fields


def _unchanged(place: bytes, sha256: str) -> Iterator[bytes]:
    """Yield the bytes of a file; UnreadableFileError at its end if they are not those that the plan saw."""
    import hashlib

    digest = hashlib.sha256()
    for block in blocks_of(place):
        digest.update(block)
        yield block
    if digest.hexdigest() != sha256:
        raise UnreadableFileError(CHANGED)


def is_packed(place: bytes) -> bool:
    """Return whether the name of a file says that it is compressed with gzip."""
    return place.lower().endswith(b".gz")
