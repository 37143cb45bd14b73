"""From a text to the mojibake that ftfy's detector sees beside the own check; imported only where a setting asks.

ftfy (Robyn Speer, https://ftfy.readthedocs.io) says which lines are bad, and which encodings may have been taken for
UTF-8.  A run is told where its characters, written back in one of these, are valid UTF-8; nothing is mended.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.errors import ConfigError
from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# ftfy itself reads again as long as anything changes, which takes a square of the length for "Â" many times and "©".
_LAYERS = 3
# As long as ftfy lets a line be.
_LINE = re.compile(r"[^\n]{1,1000000}")
_STRANGE = re.compile(r"([^\x00-\x7f]+)")


@cache
def detector() -> str:
    """Return the version of ftfy.  Raises ConfigError where it is not installed, or too old."""
    try:
        from ftfy import __version__
        from ftfy.badness import is_bad  # noqa: F401 - versions before 6 have none
    except ImportError as error:
        way_out = "pip install 'provenance-audit[ftfy]', or leave the setting at own"
        raise ConfigError(f"mojibake: ftfy 6.2 or later is asked for and not installed; {way_out}") from error
    version: str = __version__
    return version


def with_ftfy(text: str, own: Sequence[Trait]) -> list[Trait]:
    """Return the traits *own*, and one for each further place in *text* that is bad and can be read as UTF-8.

    Both are in the order of their places and none share any: what the own check says of a place stands.  Raises
    ConfigError where ftfy is not installed.
    """
    detector()
    found = list(own)
    rest = iter([trait.span for trait in own if trait.span is not None])
    taken = next(rest, None)
    for start, run, original in _bad_runs(text):
        end = start + len(run)
        while taken is not None and taken.end <= start:
            taken = next(rest, None)
        if taken is None or taken.start >= end:
            found.append(Trait("mojibake", Span(start, end), f"{run} for {original}"))
    return sorted(found, key=lambda trait: trait.span.start if trait.span else 0)


def _bad_runs(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each run of *text* that is mojibake, with its place and what it would be, in order."""
    from ftfy.badness import is_bad
    from ftfy.chardata import UTF8_DETECTOR_RE

    for line in _LINE.finditer(text):
        written = line.group()
        if written.isascii() or not is_bad(written):
            continue
        original = _undone(written)
        if original != written:
            yield from _runs(line.start(), written, original)
            continue
        # Not all of the line is mojibake, or not all of it of one encoding.
        for part in UTF8_DETECTOR_RE.finditer(written):
            for run in _STRANGE.finditer(part.group()):
                original = _undone(run.group())
                if original != run.group():
                    yield line.start() + part.start() + run.start(), run.group(), original


def _runs(start: int, written: str, original: str) -> Iterator[tuple[int, str, str]]:
    """Yield the runs in which *written*, which is at *start*, and *original* differ.

    UTF-8 has ASCII for ASCII and nothing else for it, so that the characters between the runs are the same in both.
    """
    for run, before in zip(_STRANGE.split(written), _STRANGE.split(original), strict=True):
        if run != before:
            yield start, run, before
        start += len(run)


def _undone(run: str) -> str:
    """Return what *run* was before it was misread, once or several times over; *run* itself where it was not."""
    from ftfy.badness import is_bad

    for _ in range(_LAYERS):
        original = _read_again(run) if is_bad(run) else run
        if original == run:
            break
        run = original
    return run


def _read_again(run: str) -> str:
    """Return *run* written back as bytes and read as UTF-8; *run* itself where no encoding gives such bytes."""
    from ftfy.chardata import CHARMAP_ENCODINGS, possible_encoding

    # What is behind a replacement character is lost; ftfy's codecs would write a control in its place.
    if "\ufffd" in run:
        return run
    for encoding in CHARMAP_ENCODINGS:
        if possible_encoding(run, encoding):
            try:
                return run.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
    return run
