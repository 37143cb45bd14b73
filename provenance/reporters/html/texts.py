"""From the texts of a corpus to the chunks of a page: whole texts with their claims, or their passages only.

Documents of a group stand beside each other, so that they are opened together and pack well.  A record of a chunk is
``[document, length, pieces, claims]``; a piece is ``[start, text]``, and the one piece of a whole text starts at 0.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.documents import sizes
from provenance.model.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Evidence

    Record = list[object]

CHUNK = 500_000  # bytes of text in a chunk, about: what a page unpacks to show one pair
AROUND = 80  # characters shown around a passage if whole texts are left out


def ordered(evidence: Evidence) -> list[int]:
    """Return the positions of all documents, group by group, then those that are in none."""
    placed = [member for group in evidence.groups for member in group.members]
    within = set(placed)
    return placed + [position for position in range(len(evidence.documents)) if position not in within]


def runs(evidence: Evidence) -> Iterator[list[int]]:
    """Yield the positions of the documents of each chunk."""
    run: list[int] = []
    room, taken = CHUNK, sizes(evidence.documents).tolist()
    for position in ordered(evidence):
        run.append(position)
        room -= taken[position]
        if room <= 0:
            yield run
            run, room = [], CHUNK
    if run:
        yield run


def record(evidence: Evidence, position: int) -> Record:
    """Return the record of the document at *position* with its whole text."""
    text = plain(evidence.text(position))
    return [position, len(text), [[0, text]], _claims(evidence, position)]


def passage_spans(evidence: Evidence) -> dict[int, list[tuple[int, int]]]:
    """Return for each document that has passages their places and a little around them, in order and apart."""
    places: dict[int, list[tuple[int, int]]] = {}
    carriers = Passages.of(evidence.passages).carriers
    for document, *span in zip(*(carriers[name].tolist() for name in ("document", "start", "end")), strict=True):
        places.setdefault(document, []).append((span[0], span[1]))
    return {position: _merged(spans) for position, spans in places.items()}


def excerpts(evidence: Evidence, position: int, spans: list[tuple[int, int]]) -> Record:
    """Return the record of the document at *position* with its text at *spans* only."""
    text = evidence.text(position)
    pieces = [[start, plain(text[start:end])] for start, end in spans]
    return [position, len(text), pieces, _claims(evidence, position)]


def plain(text: str) -> str:
    """Return *text* with lone surrogates, which JSON in UTF-8 cannot hold, replaced one for one."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text


def _claims(evidence: Evidence, position: int) -> list[list[object]]:
    if not evidence.attributions:
        return []
    return [
        [
            claim.property,
            plain(claim.value[:300]),
            -1 if claim.span is None else claim.span.start,
            -1 if claim.span is None else claim.span.end,
            claim.asserter,
            claim.method,
            claim.confidence,
        ]
        for claim in evidence.attributions[position].claims
    ]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *spans* in order, widened, with those that then touch made one; an end may lie behind the text's."""
    if len(spans) == 1:
        return [(max(spans[0][0] - AROUND, 0), spans[0][1] + AROUND)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(start - AROUND, 0), end + AROUND) for start, end in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
