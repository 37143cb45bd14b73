"""From a text to the defects of its characters and form, and to its own repeats."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from provenance.form.chrome import chrome
from provenance.form.ends import several_articles, too_short, truncated
from provenance.form.glued import glued
from provenance.form.lines import lines
from provenance.form.repetition import repetition
from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Document

__all__ = ["inspect", "repetition"]

MAX_TRAITS = (
    1000  # of one kind in one text; the rest is merged into one trait, so that a report cannot outgrow its texts
)
_PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])


def inspect(text: str, document: Document, mojibake: str = "own", words: int | None = None) -> tuple[Trait, ...]:
    """Return the traits of *text* that rules may report, by kind and then by place.

    Kinds: empty, short, replacement, mojibake, invisible, mixed forms, chrome, glued, markup, truncated, several.  The
    header of *document* is not part of the article and has no traits.  Time is linear in the length of the text.

    *mojibake* chooses the detector: "own" is the check here; "ftfy" adds ftfy's detector, and raises ConfigError if
    ftfy is not installed.  *words* counts the article's words, if known.
    """
    rows = list(lines(text, document.header))
    page_chrome = tuple(chrome(text, rows))
    by_kind: list[Iterable[Trait]] = [too_short(text, document.header, words)]
    strange = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")
    # Checks that most texts do not need are imported on first use.
    if strange:
        from provenance.form.characters import characters

        by_kind += characters(text, strange, mojibake)
    by_kind += page_chrome, glued(text)
    if "<" in text or "&" in text or "[" in text or "{" in text:
        from provenance.form.markup import markup

        by_kind.append(markup(text))
    by_kind += truncated(text, page_chrome), several_articles(rows)
    result: list[Trait] = []
    for traits in by_kind:
        begin, rest = len(result), iter(traits)
        result.extend(islice(rest, MAX_TRAITS))
        if len(result) == begin + MAX_TRAITS:
            result[begin:] = _capped(result[begin:], rest)
    return tuple(result)


def _capped(traits: list[Trait], rest: Iterable[Trait]) -> list[Trait]:
    """Return *traits*, which are of one kind; if *rest* has more, one trait that spans and counts them all."""
    last, more = None, 0
    for trait in rest:
        last, more = trait, more + 1
    if last is None or last.span is None or traits[0].span is None:
        return traits
    return [Trait(last.kind, Span(traits[0].span.start, last.span.end), traits[0].detail, MAX_TRAITS + more)]
