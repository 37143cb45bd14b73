"""From a plan to what people read of it: what is removed and by which rule, the largest sets, what stays undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.plan.build import largest
from provenance.reporters.display import aligned, count, encodable, one_line, screen_width, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from provenance.plan.values import Line, Plan, Size

_LARGEST = 5
_LOSSES = 5


def summary(plan: Plan, stream: TextIO) -> Iterator[str]:
    """Yield the lines of a summary of *plan* for the screen of *stream*."""
    head = plan.head
    dropped = [line for line in plan.lines if line.action == "drop"]
    trimmed = [line for line in plan.lines if line.action == "trim"]
    size = sum(line.bytes for line in dropped)
    lost = sum(line.lost or 0 for line in dropped)
    yield (
        f"drop {count(len(dropped), 'copy', 'copies')} of {count(head.before.documents, 'document')} "
        f"({_megabytes(size)}): {_lost(lost)}"
    )
    if trimmed:
        cut = sum(end - start for line in trimmed for start, end in line.spans)
        yield f"trim {count(len(trimmed), 'document')} ({count(cut, 'character')})"
    yield ""
    yield from aligned(list(_sizes(head.before, head.after)), ("left", "right", "right", "right"))
    rules = list(_by_rule(dropped))
    if rules:
        yield ""
        yield from aligned([("rule", "documents", "words", "words lost"), *rules], ("left", "right", "right", "right"))
    room = screen_width(stream)
    kept = largest(plan.lines, _LARGEST)
    if kept:
        yield ""
        yield "kept in the place of the most others:"
        for line in kept:
            text = f"  {line.id} for {count(line.copies, 'other')}: {line.reason}"
            yield shorten(encodable(one_line(text), stream), room)
    worst = sorted(
        (line for line in dropped if line.lost), key=lambda line: (-(line.lost or 0), line.path, line.line or 0)
    )
    if worst:
        yield ""
        yield "lose the most words:"
        for line in worst[:_LOSSES]:
            text = f"  {line.id}: {line.lost:,} of {line.words:,}, such as: {line.loses}"
            yield shorten(encodable(one_line(text), stream), room)
    left = list(_undecided(plan))
    if left:
        yield ""
        yield f"undecided: {'; '.join(left)}"


def _lost(words: int) -> str:
    return f"{count(words, 'word')} lost" if words else "no word is lost"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size:,} bytes"


def _sizes(before: Size, after: Size) -> Iterator[tuple[str, str, str, str]]:
    yield "", "documents", "bytes", "words"
    for name, one in (("before", before), ("after", after)):
        yield name, f"{one.documents:,}", f"{one.bytes:,}", f"{one.words:,}"


def _by_rule(dropped: list[Line]) -> Iterator[tuple[str, str, str, str]]:
    for rule in sorted({str(line.rule) for line in dropped}):
        some = [line for line in dropped if line.rule == rule]
        words, lost = sum(line.words for line in some), sum(line.lost or 0 for line in some)
        yield rule, f"{len(some):,}", f"{words:,}", f"{lost:,}"


def _undecided(plan: Plan) -> Iterator[str]:
    left = plan.head.undecided
    if left.pairs - left.templates:
        yield f"{count(left.pairs - left.templates, 'pair')} of similar texts of which both stay"
    if left.templates:
        yield f"{count(left.templates, 'pair')} that differ in figures only"
    if left.capped:
        yield f"{count(left.capped, 'text')} that could stand in more others than were compared"
