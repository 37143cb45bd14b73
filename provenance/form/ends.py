"""From a text to how much of an article it is: none, too little, cut at its end, or several in one."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.form.lines import Line

# One shingle: fewer words cannot be compared with anything but an equal text.
FEWEST_WORDS = 5
# A last paragraph shorter than this may be a credit, a caption or a list; only longer ones are held to end in a mark.
_SENTENCE = 60
_TAIL = 400
_BEGUN = 4
_LINK = 160
_DATELINE = 64


def too_short(text: str, header: int = 0, words: int | None = None) -> Iterator[Trait]:
    """Yield a trait "empty" for a text without words, "short" for one of fewer than FEWEST_WORDS.

    *words* counts them, where that is known.
    """
    if words is None:
        if sum(1 for _ in islice(_some_word().finditer(text, header), FEWEST_WORDS)) >= FEWEST_WORDS:
            return
        # Exactly, where it may matter: a mark may join two letters, and a letter of some scripts is a word by itself.
        from provenance.words import locate

        words = len(locate(text, header).starts)
    if words < FEWEST_WORDS:
        yield Trait("short" if words else "empty", None, f"{words} word{'' if words == 1 else 's'}")


def truncated(text: str, chrome: Sequence[Trait] = ()) -> Iterator[Trait]:
    """Yield one trait, at its last words, for a text that stops in the middle; *chrome* is what to look behind."""
    end = _bare(text, len(text))
    for trait in reversed(chrome):
        if trait.span is not None and trait.span.end >= end:
            end = _bare(text, trait.span.start)
    tail = text[max(end - _TAIL, 0) : end]
    if not tail or tail[-1] in '"”’»' or (tail[-1] in ".!?" and tail[-2:] != ".."):
        return
    found = _cut().search(tail, max(len(tail) - _LINK, 0)) if _may_be_cut(tail) else None
    if found is not None:
        start = end - len(tail) + found.start()
        yield Trait("truncated", Span(start, end), text[start:end])
    elif _stops(tail):
        start = end - len(tail.rsplit(None, 3)[-1]) if " " not in tail else end - len(" ".join(tail.split(" ")[-3:]))
        yield Trait("truncated", Span(start, end), text[start:end])


def _bare(text: str, end: int) -> int:
    """Return where *text* before *end* ends without the white space there; nothing is copied, it may be long."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _may_be_cut(tail: str) -> bool:
    return tail[-1] in "….])>»›→" or any(link in tail[-_LINK:] for link in ("ead ", "ontinue ", "ee more"))


def _stops(tail: str) -> bool:
    """Return whether a text that ends in *tail* stops within a sentence: on a small word or on a comma."""
    last = tail.rsplit(None, 1)[-1]
    if not (last.endswith((",", ";")) or (last.isalpha() and last.islower())):
        return False
    paragraph = tail[tail.rfind("\n\n") + 1 :]
    if len(paragraph) < _SENTENCE:
        return False
    # What follows the last whole sentence must be one that was begun, not a sign-off and not a row of figures.
    sentences = _ends_sentence().split(tail)
    begun = sentences[-1].split()
    return len(sentences) > 1 and len(begun) >= _BEGUN and not any(word[0].isdigit() for word in begun)


def several(rows: Sequence[Line]) -> Iterator[Trait]:
    """Yield one trait, at the second beginning, for a text that holds several articles; *rows* are its lines.

    Their beginnings are lines: a dateline with a desk ("HANOI (VNA) -") before other words than the desk's first one, a
    crawl header, or the count of an export ("2 of 50 DOCUMENTS").
    """
    counts = 0
    stories: dict[str, str] = {}
    for start, _, line in rows:
        counted = (" of " in line) if line[0].isdigit() or line[0] == "D" else line.startswith("date ")
        found = _count().match(line) if counted else None
        if found is not None:
            # A header in mid-text is a second beginning; the first of an export's counts is its first.
            counts += 1 + (line[0] == "d")
        elif ")" in line[:_DATELINE] and line[0].isalpha():
            found = _dateline().match(line)
            # The words that follow: a page that stands twice in its file begins twice in the same way.
            follow = " ".join(line[found.end() :][:_SENTENCE].casefold().split())[: _SENTENCE // 2] if found else ""
            if found is not None and stories.setdefault(found[1], follow) == follow:
                continue
            counts += 2
        if found is not None and counts > 1:
            yield Trait("several", Span(start, start + found.end()), found.group())
            return


@cache
def _some_word() -> re.Pattern[str]:
    """Return the pattern of what has at least one word, and none in common with what comes before and after it."""
    return re.compile(r"[0-9A-Za-z_][^ \n\t]*")


@cache
def _cut() -> re.Pattern[str]:
    """Return the pattern of an end that says itself that more follows elsewhere."""
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
