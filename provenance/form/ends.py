"""From a text to its completeness as an article: empty, too short, truncated, or several in one."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.form.lines import Line

MIN_WORDS = 5  # one shingle; with fewer words a text only matches an equal one
_SENTENCE = 60  # characters; a shorter last paragraph may be a credit, a caption or a list
_TAIL = 400  # characters at the end that are searched for signs of truncation
_WRAPPED = (50, 100)  # characters of a line that goes on in the next one
_CLOSING = '.!?…:"”’»)'
_BEGUN = 4  # words of a sentence that was begun but not finished
_LINK = 160  # characters at the end that may hold a link to the rest
_DATELINE = 64  # characters at the start of a line that may hold a dateline


def too_short(text: str, header: int = 0, words: int | None = None) -> Iterator[Trait]:
    """Yield a trait "empty" for a text without words, "short" for one of fewer than MIN_WORDS.

    *words* is the number of words, if known.
    """
    if words is None:
        if sum(1 for _ in islice(_some_word().finditer(text, header), MIN_WORDS)) >= MIN_WORDS:
            return
        # An exact count: a mark may join two letters, and in some scripts each letter is a word.
        from provenance.words import locate

        words = len(locate(text, header).starts)
    if words < MIN_WORDS:
        yield Trait("short" if words else "empty", None, f"{words} word{'' if words == 1 else 's'}")


def truncated(text: str, chrome: Sequence[Trait] = ()) -> Iterator[Trait]:
    """Yield one trait, at the last words, for a text that stops in the middle; trailing *chrome* is ignored."""
    end = _bare(text, len(text))
    for trait in reversed(chrome):
        if trait.span is not None and trait.span.end >= end:
            end = _bare(text, trait.span.start)
    tail = text[max(end - _TAIL, 0) : end]
    if not tail or tail[-1] in '"”’»' or (tail[-1] in ".!?" and tail[-2:] != ".."):
        return
    cut = _cut().search(tail, max(len(tail) - _LINK, 0)) if _may_be_cut(tail) else None
    if cut is not None:
        start = end - len(tail) + cut.start()
        yield Trait("truncated", Span(start, end), text[start:end])
    elif _stops(tail):
        start = end - len(tail.rsplit(None, 3)[-1]) if " " not in tail else end - len(" ".join(tail.split(" ")[-3:]))
        yield Trait("truncated", Span(start, end), text[start:end])


def _bare(text: str, end: int) -> int:
    """Return *end* moved before trailing white space; the text, which may be long, is not copied."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _may_be_cut(tail: str) -> bool:
    return tail[-1] in "….])>»›→" or any(link in tail[-_LINK:] for link in ("ead ", "ontinue ", "ee more"))


def _stops(tail: str) -> bool:
    """Return whether a text that ends in *tail* stops within a sentence: after a lower-case word or a comma."""
    last = tail.rsplit(None, 1)[-1]
    if not (last.endswith((",", ";")) or (last.isalpha() and last.islower())):
        return False
    paragraph = _last_paragraph(tail)
    if len(paragraph) < _SENTENCE:
        return False
    # After the last complete sentence another one must have begun; a sign-off or a row of figures does not count.  A
    # headline or a footer below the text ends in a word too, but no sentence is before it in its paragraph.
    sentences = _ends_sentence().split(paragraph if last.isalpha() else tail)
    begun = sentences[-1].split()
    return len(sentences) > 1 and len(begun) >= _BEGUN and not any(word[0].isdigit() for word in begun)


def _last_paragraph(tail: str) -> str:
    """Return the last line of *tail*, with the lines before it where a paragraph goes over several of one width."""
    lines = tail[tail.rfind("\n\n") + 1 :].split("\n")
    first = len(lines) - 1
    while first and _WRAPPED[0] <= len(lines[first - 1]) <= _WRAPPED[1] and lines[first - 1][-1] not in _CLOSING:
        first -= 1
    return "\n".join(lines[first:])


def several_articles(rows: Sequence[Line]) -> Iterator[Trait]:
    """Yield one trait, at the second beginning, for a text that holds several articles; *rows* are its lines.

    An article begins with a dateline with a desk ("HANOI (VNA) -") whose following words differ from the desk's first
    one, with a crawl header, or with the count of an export ("2 of 50 DOCUMENTS").
    """
    beginnings = 0  # more than 1 means a second article
    stories: dict[str, str] = {}
    for start, _, line in rows:
        counted = (" of " in line) if line[0].isdigit() or line[0] == "D" else line.startswith("date ")
        match = _count().match(line) if counted else None
        if match is not None:
            # A header within the text is a second beginning; the first count of an export is only its first one.
            beginnings += 1 + (line[0] == "d")
        elif ")" in line[:_DATELINE] and line[0].isalpha():
            match = _dateline().match(line)
            # The following words tell another article from a second copy of the same page.
            follow = " ".join(line[match.end() :][:_SENTENCE].casefold().split())[: _SENTENCE // 2] if match else ""
            if match is not None and stories.setdefault(match[1], follow) == follow:
                continue
            beginnings += 2
        if match is not None and beginnings > 1:
            yield Trait("several", Span(start, start + match.end()), match.group())
            return


@cache
def _some_word() -> re.Pattern[str]:
    """Return the pattern of a run with at least one word, none of which continues beyond the run."""
    return re.compile(r"[0-9A-Za-z_][^ \n\t]*")


@cache
def _cut() -> re.Pattern[str]:
    """Return the pattern of an ending that announces a continuation elsewhere."""
    link = (
        "[Rr]ead more|[Rr]ead the full (?:story|article)|[Rr]ead full (?:story|article)|[Cc]ontinue reading|[Ss]ee more"
    )
    return re.compile(
        r"(?:…|\.\.\.)?\s?\[(?:\+\d+ chars|…|\.\.\.|&hellip;)\]$"
        r"|(?<=\w)(?:…|\.{3,4})$"
        rf"|(?:^|(?<=\n)|[.!?…]\s*)(?:{link})(?: at \S{{1,80}}| on [^\n]{{1,40}}| here)?\s?(?:…|\.\.\.|»|›|>|→)?$"
        rf"|[(\[](?:{link}|[Mm]ore(?: to come)?)\s?(?:…|\.\.\.)?[)\]]$"
    )


@cache
def _ends_sentence() -> re.Pattern[str]:
    return re.compile(r"[.!?][\"”’»)]?\s")


@cache
def _count() -> re.Pattern[str]:
    return re.compile(r"date \d{4}-\d\d-\d\d |(?:Document )?\d{1,5} of \d{1,5}(?: DOCUMENTS)?$")


@cache
def _dateline() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_a-z][^\n()\d]{1,40} \(([A-Z]{2,6}|[A-Z][a-z]{2,14})\)(?: ?[-–—] |: )")
