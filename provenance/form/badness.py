"""Mojibake by ftfy's detector, in addition to the built-in check; imported only if a setting asks for it.

ftfy (Robyn Speer, https://ftfy.readthedocs.io) decides which lines are bad, and in which encodings their UTF-8 may have
been misread.  A run is reported if its characters, encoded in one of these, are valid UTF-8; the text is not changed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.errors import ConfigError
from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LAYERS = 3  # misreadings undone; ftfy has no limit, which takes quadratic time for "©" after many "Â"
# ftfy's own limit for the length of a line.
_LINE = re.compile(r"[^\n]{1,1000000}")
_STRANGE = re.compile(r"([^\x00-\x7f]+)")


@cache
def detector() -> str:
    """Return the version of ftfy.  Raises ConfigError if it is missing or too old."""
    try:
        from ftfy import __version__
        from ftfy.badness import is_bad  # noqa: F401 - missing before version 6
    except ImportError as error:
        way_out = "pip install 'provenance-audit[ftfy]', or leave the setting at own"
        raise ConfigError(f"mojibake: ftfy 6.2 or later is asked for and not installed; {way_out}") from error
    version: str = __version__
    return version


def with_ftfy(text: str, own: Sequence[Trait]) -> list[Trait]:
    """Return the traits *own*, and one for each further run in *text* that ftfy finds bad and that is misread UTF-8.

    All are in the order of their places, and none overlap: the traits of the built-in check take precedence.  Raises
    ConfigError if ftfy is not installed.
    """
    detector()
    traits = list(own)
    rest = iter([trait.span for trait in own if trait.span is not None])
    known = next(rest, None)
    for start, run, original in _bad_runs(text):
        end = start + len(run)
        while known is not None and known.end <= start:
            known = next(rest, None)
        if known is None or known.start >= end:
            traits.append(Trait("mojibake", Span(start, end), f"{run} for {original}"))
    return sorted(traits, key=lambda trait: trait.span.start if trait.span else 0)


def _bad_runs(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each run of mojibake in *text*, in order: its place, the run, and the original."""
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
        # Only part of the line is mojibake, or its parts were misread in different encodings.
        for part in UTF8_DETECTOR_RE.finditer(written):
            for run in _STRANGE.finditer(part.group()):
                original = _undone(run.group())
                if original != run.group():
                    yield line.start() + part.start() + run.start(), run.group(), original


def _runs(start: int, written: str, original: str) -> Iterator[tuple[int, str, str]]:
    """Yield the runs in which *written*, which is at *start*, and *original* differ.

    UTF-8 encodes ASCII as itself, so the characters between the runs are the same in both.
    """
    for run, before in zip(_STRANGE.split(written), _STRANGE.split(original), strict=True):
        if run != before:
            yield start, run, before
        start += len(run)


def _undone(run: str) -> str:
    """Return *run* with one or several misreadings undone, or *run* itself if there are none."""
    from ftfy.badness import is_bad

    for _ in range(_LAYERS):
        original = _reread(run) if is_bad(run) else run
        if original == run:
            break
        run = original
    return run


def _reread(run: str) -> str:
    """Return *run* encoded in the first encoding that yields valid UTF-8, decoded as such; otherwise *run* itself."""
    from ftfy.chardata import CHARMAP_ENCODINGS, possible_encoding

    # The original of a replacement character is lost; ftfy's codecs would encode it as a control character.
    if "\ufffd" in run:
        return run
    for encoding in CHARMAP_ENCODINGS:
        if possible_encoding(run, encoding):
            try:
                return run.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
    return run
