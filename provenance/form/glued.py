"""From a text to its glued sentences ("noted.The"), as left by joining paragraphs without a space."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterator

# Titles written without a space before the name, and suffixes of domains and files: "Dr.Smith", "Booking.Com".
_TITLES = frozenset((
    "mr", "mrs", "ms", "dr", "st", "prof", "gen", "col", "lt", "sgt", "rep", "sen", "gov", "capt", "maj", "hon",
    "rev", "jr", "sr", "no", "vs", "fig", "eq", "vol", "pp", "etc", "ph",
))  # fmt: skip
_ENDINGS = frozenset((
    "com", "org", "net", "edu", "gov", "info", "biz", "io", "co", "uk", "eu", "vn", "ru", "fr", "cn", "jp", "html",
    "htm", "php", "asp", "aspx", "js", "py", "md", "txt", "pdf", "doc", "docx", "xls", "xlsx", "csv", "json", "xml",
    "exe", "jpg", "jpeg", "png", "gif", "mp3", "mp4", "zip",
))  # fmt: skip
_MAX_WORD = 64  # characters; a longer run of letters is not taken for a word


def glued(text: str) -> Iterator[Trait]:
    """Yield a trait for each place where two sentences are joined without a space; its span is both words.

    Initials, domains, file names and the like do not count.
    """
    for match in _joints().finditer(text):
        before = _word_before(text, match.start())
        after = _word_after(text, match.end())
        start, end = match.start() - len(before), match.end() + len(after)
        if before and after and _is_joint(text, start, end, before, after):
            yield Trait("glued", Span(start, end), text[start:end])


def _word_before(text: str, at: int) -> str:
    start = at
    while start > 0 and at - start < _MAX_WORD and text[start - 1].isalpha():
        start -= 1
    return text[start:at]


def _word_after(text: str, at: int) -> str:
    end = at
    while end < len(text) and end - at < _MAX_WORD and text[end].isalpha():
        end += 1
    return text[at:end]


def _is_joint(text: str, start: int, end: int, before: str, after: str) -> bool:
    """Return whether *before* ends a sentence and *after* begins one; text[start:end] holds both."""
    if len(before) < 2 or not before[-1].islower() or not after[0].isupper() or len(before) == _MAX_WORD:
        return False
    if before.lower() in _TITLES or after.lower() in _ENDINGS:
        return False
    # A single capital begins a sentence only if it is a word: "said.I think", not "Node.X".
    if len(after) == 1 and after not in "AIÀÉOYEÔ":
        return False
    if len(after) > 1 and not (after[1:].islower() or after.isupper()):
        return False
    left, right = text[start - 1 : start] if start else " ", text[end : end + 1]
    if left in tuple("./@_:\\=#&") or right in tuple("_(@=/\\"):
        return False
    # Dotted names continue with a dot and a letter: "java.lang.String", "www.Example.com".
    return not (right == "." and text[end + 1 : end + 2].isalnum())


@cache
def _joints() -> re.Pattern[str]:
    # The lookbehind comes after the first character so that the search can jump to full stops.
    return re.compile(r"[.!?](?<=[^\W\d_][.!?])[\"“”‘’»«)\]]{0,2}(?=[^\W\d_a-z])")
