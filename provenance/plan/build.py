"""From decisions about a corpus to the lines of a plan: which document, why, and what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.documents import Documents, sizes
from provenance.plan.lost import Lost, lost
from provenance.plan.values import CONTAINED, DECIDED, IDENTICAL, NEAR, PRESERVES, Line, Place, Size, member_of
from provenance.processes import can_fork, map_forked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model import Document, Group
    from provenance.plan.decide import Decided, Drop, Material
    from provenance.plan.sources import Sources
    from provenance.plan.values import Action, Reason

_TOGETHER = 1024  # documents whose lines are made at once
_MIN_FORKED = 2  # of such parts, from which several processes are worth starting
_SOURCES = ("source", "publisher", "host")  # statements about who published a text, the best one first
_REPEATED = "{:,} characters repeat what stands in the text already (REP001)"
_NOTHING = (IDENTICAL, PRESERVES)  # rules that lose no word


class _Lines(NamedTuple):
    """What lines are made of."""

    material: Material
    decided: Decided
    documents: Documents
    sources: Sources
    groups: dict[int, tuple[int, Group]]
    copies: dict[int, int]


def lines_of(material: Material, decided: Decided, sources: Sources, processes: int) -> list[Line]:
    """Return a line for each document that is dropped or trimmed, or kept in the place of others, in their order.

    *processes* work at the same time.
    """
    from msgspec.msgpack import decode, encode

    documents = Documents.of(material.evidence.documents)
    groups = {
        member: (number, group) for number, group in enumerate(material.evidence.groups) for member in group.members
    }
    copies: dict[int, int] = {}
    for drop in decided.dropped.values():
        copies[drop.kept] = copies.get(drop.kept, 0) + 1
    made = _Lines(material, decided, documents, sources, groups, copies)
    named = sorted({*decided.dropped, *copies, *material.trimmed})
    parts = [named[first : first + _TOGETHER] for first in range(0, len(named), _TOGETHER)]

    def work(part: Sequence[int]) -> list[Line]:
        return list(_lines(made, part))

    several = processes > 1 and len(parts) >= _MIN_FORKED and can_fork()
    answers = map_forked(lambda part: encode(work(part)), parts, processes) if several else (None for _ in parts)
    lines: list[Line] = []
    for part, answer in zip(parts, answers, strict=True):
        lines += work(part) if answer is None else decode(answer, type=list[Line])
    return lines


def sizes_of(material: Material, decided: Decided) -> tuple[Size, Size]:
    """Return the size of the corpus before and after."""
    evidence = material.evidence
    size = sizes(evidence.documents)
    kept = np.ones(len(size), np.bool_)
    kept[list(decided.dropped)] = False
    return _size(size, evidence.words), _size(size[kept], evidence.words[kept])


def _size(size: np.ndarray, words: np.ndarray) -> Size:
    return Size(len(size), int(size.sum()), int(words.sum()))


def _lines(made: _Lines, positions: Sequence[int]) -> Iterator[Line]:
    """Yield the lines of the documents at *positions*."""
    drops = made.decided.dropped
    losses = dict(_losses(made, [at for at in positions if at in drops and drops[at].rule not in _NOTHING]))
    places = {*positions, *(drops[at].kept for at in positions if at in drops)}
    named = {at: made.documents[at] for at in sorted(places)}
    for position in positions:
        yield _line(made, named, position, losses.get(position))


def _losses(made: _Lines, positions: Sequence[int]) -> Iterator[tuple[int, Lost]]:
    """Yield the dropped documents at *positions*, with what they lose."""
    kept = [made.decided.dropped[at].kept for at in positions]
    nodes = sorted({*positions, *kept})
    texts = dict(zip(nodes, made.material.articles(nodes), strict=True))
    found = lost([texts[at] for at in positions], [texts[at] for at in kept])
    yield from zip(positions, found, strict=True)


def _line(made: _Lines, named: dict[int, Document], position: int, loss: Lost | None) -> Line:
    document = named[position]
    number, group = made.groups.get(position, (None, None))
    drop = made.decided.dropped.get(position)
    spans = [(span.start, span.end) for span in made.material.trimmed.get(position, ())]
    action: Action = "trim" if spans else "keep"
    reason = _REPEATED.format(sum(end - start for start, end in spans)) if spans else ""
    place = None
    if drop is not None:
        kept = named[drop.kept]
        action, reason, spans = "drop", _REASONS[_reason(document, drop, kept)](document, drop, kept), []
        place = Place(kept.id, made.sources.numbers[kept.file], kept.line, _member(made, kept))
    return Line(
        action,
        document.id,
        made.sources.numbers[document.file],
        document.path,
        document.sha256,
        document.size,
        int(made.material.evidence.words[position]),
        reason or made.decided.kept.get(position, "") or "kept in the place of its copies",
        document.line,
        number,
        drop.rule if drop else None,
        place,
        round(drop.similarity, 6) if drop else None,
        (loss.words if loss else 0) if drop else None,
        loss.sample if loss else "",
        _note(made, position, group),
        made.copies.get(position, 0),
        spans,
        _source(document),
        _member(made, document),
    )


def _member(made: _Lines, document: Document) -> str:
    return member_of(document.path, made.sources.shown[made.sources.numbers[document.file]])


def _source(document: Document) -> str:
    """Return the source that is stated about a document, "" where none is: no claim is made out for a plan."""
    if not document.statements:
        return ""
    stated = {one.name: one.value.strip() for one in reversed(document.statements)}
    return next(filter(None, map(stated.get, _SOURCES)), "")


def _reason(document: Document, drop: Drop, kept: Document) -> Reason:
    return IDENTICAL if document.sha256 == kept.sha256 and drop.rule != DECIDED else drop.rule


def _identical(document: Document, _: Drop, kept: Document) -> str:
    return f"same {'bytes' if document.sha256 == kept.sha256 else 'words'} as {kept.id}"


def _preserved(_: Document, __: Drop, kept: Document) -> str:
    return f"every word stands in {kept.id}, in runs"


def _near(_: Document, drop: Drop, kept: Document) -> str:
    return f"similarity {drop.similarity:.6f} to {kept.id}"


def _contained(_: Document, drop: Drop, kept: Document) -> str:
    return f"{drop.similarity:.1%} of its runs of five words stand in {kept.id}"


def _decided(_: Document, __: Drop, kept: Document) -> str:
    return f"decided by hand: a copy of {kept.id}"


_REASONS = {DECIDED: _decided, IDENTICAL: _identical, PRESERVES: _preserved, NEAR: _near, CONTAINED: _contained}


def _note(made: _Lines, position: int, group: Group | None) -> str:
    """Return where the plan differs from what the audit's groups.csv says of a document."""
    if group is None:
        return ""
    dropped = position in made.decided.dropped
    if dropped and group.keep == position:
        return "groups.csv keeps it"
    if not dropped and group.keep != position and position in made.copies:
        return f"groups.csv keeps {made.documents.id_at(group.keep)}"
    return ""


def largest(lines: Sequence[Line], count: int) -> list[Line]:
    """Return the *count* kept documents that stand in the place of the most others."""
    kept = [line for line in lines if line.copies]
    return sorted(kept, key=lambda line: (-line.copies, line.path, line.line or 0))[:count]
