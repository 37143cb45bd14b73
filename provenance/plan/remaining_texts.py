"""From files that nothing can be left out of to the texts that remain of them, as JSON lines."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import attrs

from provenance.model.roots import MEMBER
from provenance.plan.check import place_in, reading_of
from provenance.plan.trimming import without_spans
from provenance.plan.values import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.model import Document
    from provenance.plan.check import Checked
    from provenance.plan.outcome import Fate
    from provenance.plan.places import Places


def remaining_texts(
    places: Places, checked: Checked | None, numbers: Iterable[int], said: list[str], fate: Fate | None = None
) -> Iterator[bytes]:
    """Yield a line of JSON (id, path, line, text) for each document that remains of the files *numbers*.

    What cannot be read is added to *said*.
    """
    from provenance.readers import read

    reading = attrs.evolve(reading_of(places.plan.head.settings), include=(), exclude=())
    for number in numbers:
        if places.plan.head.files[number].holds == "sidecar":
            continue
        lines = fate.lines if fate is not None else (checked.lines.get(number, []) if checked else [])
        known = {key_of(line)[1:]: line for line in lines if line.action != "keep"}
        for batch in read([os.fsdecode(places.files[number])], reading):
            said += [f"{places.shown(number)}: {notice.message}" for notice in batch.notices if notice.misses]
            for slot, document in enumerate(batch.documents):
                key = place_in(document, places.files[number])
                line = known.get(key)
                if line is None or line.action == "trim":
                    text = without_spans(batch.text(slot), line.spans if line else ())
                    path = places.shown(number) + (f"{MEMBER}{key[0]}" if key[0] else "")
                    yield _line(document, path, text)


def _line(document: Document, path: str, text: str) -> bytes:
    by_place = document.line is None or document.id == f"{document.path}#{document.line}"
    place = path if document.line is None else f"{path}#{document.line}"
    record = {"id": place if by_place else document.id, "path": path, "line": document.line, "text": text}
    return json.dumps({key: value for key, value in record.items() if value is not None}).encode() + b"\n"
