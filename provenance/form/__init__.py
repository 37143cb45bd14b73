"""From a text to what is wrong with its characters and its form, and to what it repeats in itself."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from provenance.form.chrome import chrome
from provenance.form.ends import several, too_short, truncated
from provenance.form.glued import glued
from provenance.form.lines import lines
from provenance.form.repetition import repetition
from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Document

__all__ = ["inspect", "repetition"]

# A text with more places of one kind is told about in one trait, so that no text can make the report as long as itself.
MOST = 1000
_PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])


def inspect(text: str, document: Document, mojibake: str = "own", words: int | None = None) -> tuple[Trait, ...]:
    """Return the traits of *text* that a rule may hold against it, by kind and then by place.

    Kinds: empty, short, replacement, mojibake, invisible, mixed forms, chrome, glued, markup, truncated, several.  The
    header of *document* is no part of the article and has no traits.  Time is linear in the length of the text.

    *mojibake* is what finds mojibake: "own" is the check here; "ftfy" is ftfy's detector beside it, and raises
    ConfigError where ftfy is not installed.  *words* counts the article's words, where that is known.
    """
    rows = list(lines(text, document.header))
    around = tuple(chrome(text, rows))
    found: list[Iterable[Trait]] = [too_short(text, document.header, words)]
    strange = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")
    # What most texts have nothing of is imported when one has it.
    if strange:
        from provenance.form.characters import characters

        found += characters(text, strange, mojibake)
    found += around, glued(text)
    if "<" in text or "&" in text or "[" in text or "{" in text:
        from provenance.form.markup import markup

        found.append(markup(text))
    found += truncated(text, around), several(rows)
    told: list[Trait] = []
    for traits in found:
        begin, rest = len(told), iter(traits)
        told.extend(islice(rest, MOST))
        if len(told) == begin + MOST:
            told[begin:] = _few(told[begin:], rest)
    return tuple(told)


def _few(found: list[Trait], rest: Iterable[Trait]) -> list[Trait]:
    """Return the traits *found* of one kind; where *rest* has more of them, one that spans and counts them all."""
    last, more = None, 0
    for trait in rest:
        last, more = trait, more + 1
    if last is None or last.span is None or found[0].span is None:
        return found
    return [Trait(last.kind, Span(found[0].span.start, last.span.end), found[0].detail, MOST + more)]
