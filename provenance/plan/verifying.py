"""From a plan and what came of it to what is wrong with the outcome: texts or words that are lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import attrs

from provenance.plan.canonical import canonical, preserves, searchable
from provenance.plan.check import digest_matches, place_in, reading_of
from provenance.plan.lost import lost_words
from provenance.plan.trimming import without_spans
from provenance.plan.values import IDENTICAL, PRESERVES, key_of
from provenance.readers.unchanged import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model import Batch
    from provenance.plan.places import Places
    from provenance.plan.values import Key, Line, Settings

    # Whole texts, each with the number of code points before its article.
    Texts = Mapping[Key, tuple[str, int]]

_TOGETHER = 512


class Verified(NamedTuple):
    """How many dropped documents were compared with what is kept, the words that they lose, and what is wrong."""

    compared: int
    lost: int
    wrong: list[str]


def verify(places: Places, outcome: Sequence[str], elsewhere: Mapping[bytes, bytes]) -> Verified:
    """Return whether the texts that the plan keeps are in the *outcome*, and hold what the plan says of those dropped.

    *elsewhere* says where files are that were moved, by the paths that the plan has for them.
    """
    plan = places.plan
    kept = {key_of(line): line for line in plan.lines if line.action != "drop"}
    texts = _texts_of(places, elsewhere)
    there = _digests(outcome, plan.head.settings)
    wrong: list[str] = []
    for place, line in kept.items():
        text = texts.get(place)
        if text is None:
            wrong.append(f"{line.id}: its text cannot be found, so nothing can be said of its copies")
        elif sha256(_bytes(without_spans(text[0], line.spans))) not in there:
            wrong.append(f"{line.id}: it is to be kept, and is not in the outcome")
    compared = lost = 0
    pairs = [line for line in plan.lines if line.action == "drop"]
    for first in range(0, len(pairs), _TOGETHER):
        some = [line for line in pairs[first : first + _TOGETHER] if _both(line, texts)]
        missing = [line for line in pairs[first : first + _TOGETHER] if not _both(line, texts)]
        wrong += [f"{line.id}: the text that was dropped cannot be found" for line in missing]
        counts = _lost(some, texts, kept)
        compared += len(some)
        lost += sum(counts)
        wrong += _worse(some, counts, texts, kept)
    return Verified(compared, lost, wrong)


def _both(line: Line, texts: Texts) -> bool:
    return line.kept is not None and key_of(line) in texts and key_of(line.kept) in texts


def _kept_text(line: Line, texts: Texts, kept: Mapping[Key, Line]) -> str:
    assert line.kept is not None
    place = key_of(line.kept)
    text, header = texts[place]
    return without_spans(text, kept[place].spans)[header:]


def _article(line: Line, texts: Texts) -> str:
    text, header = texts[key_of(line)]
    return text[header:]


def _lost(some: Sequence[Line], texts: Texts, kept: Mapping[Key, Line]) -> list[int]:
    if not some:
        return []
    dropped = [_article(line, texts) for line in some]
    counts: list[int] = lost_words(dropped, [_kept_text(line, texts, kept) for line in some]).tolist()
    return counts


def _worse(some: Sequence[Line], counts: Sequence[int], texts: Texts, kept: Mapping[Key, Line]) -> Iterator[str]:
    """Yield a sentence for each dropped document that loses more than the plan says."""
    for line, count in zip(some, counts, strict=True):
        own = _article(line, texts)
        if line.rule in (IDENTICAL, PRESERVES):
            if not preserves(searchable(canonical(_kept_text(line, texts, kept))), canonical(own)):
                yield f"{line.id}: its words do not stand in what is kept in its place"
        elif count > (line.lost or 0):
            yield f"{line.id}: {count:,} of its words are lost, and the plan says {line.lost or 0:,}"


def _texts_of(places: Places, elsewhere: Mapping[bytes, bytes]) -> dict[Key, tuple[str, int]]:
    """Return the articles of the documents that the plan names, from their files wherever they are now."""
    wanted: dict[int, dict[tuple[str, int | None], Line]] = {}
    for line in places.plan.lines:
        wanted.setdefault(line.file, {})[key_of(line)[1:]] = line
    found: dict[Key, tuple[str, int]] = {}
    for number, lines in wanted.items():
        place = elsewhere.get(places.files[number], places.files[number])
        if not os.path.exists(place) or not digest_matches(place, places.plan.head.files[number].sha256):
            continue
        for batch in _batches([os.fsdecode(place)], places.plan.head.settings):
            for slot, document in enumerate(batch.documents):
                key = place_in(document, place)
                one = lines.get(key)
                if one is not None and document.sha256 == one.sha256:
                    found[number, *key] = batch.text(slot), document.header
    return found


def _digests(outcome: Sequence[str], settings: Settings) -> set[str]:
    """Return the digests of all texts of the outcome, as UTF-8."""
    found: set[str] = set()
    for batch in _batches(outcome, settings):
        for slot, document in enumerate(batch.documents):
            whole = document.line is None
            found.add(sha256(_bytes(batch.text(slot))) if whole else document.sha256)
    return found


def _batches(paths: Sequence[str], settings: Settings) -> Iterator[Batch]:
    from provenance.readers import read

    yield from read(paths, attrs.evolve(reading_of(settings), include=(), exclude=(), gitignore=False))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
