"""From a text to the traits of its characters: replacements, mojibake, invisible characters, mixed normal forms."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

REPLACEMENT = "\ufffd"

# Ranges (first, last) of characters that a reader cannot see, other than ordinary white space: controls, soft hyphen,
# Hangul fillers, joiners, direction marks, tags.
_INVISIBLE = (
    "\x00\x08", "\x0b\x0c", "\x0e\x1f", "\x7f\x9f", "\u00ad\u00ad", "\u061c\u061c", "\u115f\u1160", "\u180e\u180e",
    "\u200b\u200f", "\u202a\u202e", "\u2060\u2064", "\u2066\u206f", "\u3164\u3164", "\ufeff\ufeff", "\uffa0\uffa0",
    "\ufff9\ufffb", "\U000e0001\U000e0001", "\U000e0020\U000e007f",
)  # fmt: skip
_JOINERS = "\u200c\u200d"
# The lead bytes of multi-byte UTF-8, read as Latin-1.
_LEADS = ("\u00c2\u00f4",)
# The combining characters of decomposed letters: diacritics, kana voicing marks, Hangul vowels.
_COMBINING = ("\u0300\u036f", "\u0653\u0655", "\u3099\u309a", "\u1161\u1175", "\u11a8\u11c2")


def characters(text: str, strange: str, check: str = "own") -> Iterator[Iterable[Trait]]:
    """Yield the traits of the characters of *text*, kind by kind; *strange* are those that are not printable ASCII.

    *check* chooses the mojibake detector; see ``inspect``.
    """
    present = frozenset(strange)
    if REPLACEMENT in present or any("\ud800" <= c <= "\udfff" for c in present):
        yield replacements(text)
    misread: list[Trait] = []
    if not present.isdisjoint(_all(_LEADS)):
        from provenance.form.mojibake import mojibake

        misread = list(mojibake(text))
    if check == "ftfy":
        from provenance.form.badness import with_ftfy

        misread = with_ftfy(text, misread)
    yield misread
    invisible = present & _all(_INVISIBLE)
    if invisible:
        yield invisibles(text, invisible, misread)
    marks = present & _all(_COMBINING)
    if marks:
        yield mixed_forms(text, marks)


def replacements(text: str) -> Iterator[Trait]:
    """Yield a trait for each run of what stands for a lost character: U+FFFD, or one half of a surrogate pair."""
    for found in re.finditer("[\ufffd\ud800-\udfff][\ufffd\ud800-\udfff]*", text):
        yield Trait("replacement", Span(*found.span()), _around(text, *found.span()))


def invisibles(text: str, present: frozenset[str], skipped: Sequence[Trait] = ()) -> Iterator[Trait]:
    """Yield a trait for each run of invisible characters that no writing system requires.

    *present* are the invisible characters in *text*.  Runs inside the places of *skipped*, in order, are skipped.
    """
    kind = _class_of(present)
    # Not f"{kind}+": a pattern that starts with a single class is searched several times as fast.
    runs = re.compile(f"{kind}{kind}*")
    skipped_spans = iter([trait.span for trait in skipped if trait.span is not None])
    skip = next(skipped_spans, None)
    for match in runs.finditer(text):
        start, end = match.span()
        while skip is not None and skip.end <= start:
            skip = next(skipped_spans, None)
        if skip is not None and skip.start <= start:
            continue
        if not _belongs(text, start, end):
            codes = " ".join(f"U+{ord(c):04X}" for c in text[start : min(end, start + 8)])
            yield Trait("invisible", Span(start, end), f"{codes}{' …' if end > start + 8 else ''}")


def mixed_forms(text: str, present: frozenset[str]) -> Iterator[Trait]:
    """Yield one trait, at the first decomposed letter, for a text with both composed and decomposed letters.

    *present* are the combining characters in *text*.
    """
    from unicodedata import is_normalized, normalize

    # A text that is composed or decomposed throughout is not mixed.
    if is_normalized("NFC", text) or is_normalized("NFD", text):
        return
    for mark in re.finditer(_class_of(present), text):
        at = mark.start()
        pair = text[max(at - 1, 0) : at + 1]
        if len(normalize("NFC", pair)) < len(pair):
            yield Trait("mixed forms", Span(at - 1, at + 1), _around(text, at - 1, at + 1))
            return


def _belongs(text: str, start: int, end: int) -> bool:
    """Return whether an invisible run belongs: a joiner in Indic, Arabic or emoji sequences, a mark in RTL text."""
    if end - start > 1 or text[start] not in "\u200c\u200d\u200e\u200f\u061c":
        return False
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if text[start] in _JOINERS:
        # Scripts below U+0590 never use joiners.
        return before >= "\u0590" and not "\u1e00" <= before <= "\u206f"
    return _right_to_left().search(text, max(start - 200, 0), end + 200) is not None and (before + after).strip() != ""


def _around(text: str, start: int, end: int) -> str:
    # Half a surrogate pair is spelled out: neither the cache nor a report can hold it.
    return text[max(start - 20, 0) : end + 20].encode("utf-8", "backslashreplace").decode()


@cache
def _all(ranges: tuple[str, ...]) -> frozenset[str]:
    return frozenset(chr(code) for ends in ranges for code in range(ord(ends[0]), ord(ends[1]) + 1))


def _class_of(present: frozenset[str]) -> str:
    """Return a pattern of the characters that are present; one of all possible ones takes too long to compile."""
    return f"[{''.join(sorted(present))}]"


@cache
def _right_to_left() -> re.Pattern[str]:
    return re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
