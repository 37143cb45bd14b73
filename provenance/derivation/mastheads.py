"""From the first and last lines of a text to the outlets that it is published under, and to where it sends its readers.

Agencies are in a table; outlets are beyond counting.  What names one here is its place and its form: a short line of
capitalised words above the headline, the words behind a byline's comma.  It is enough to know that somebody other than
the agency put his name to a text; nothing else is concluded from such a name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from provenance.derivation.phrases import seen

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_LINES, FOOT_LINES = 4, 3
_PATTERNS = {
    "header": r"\s{0,8}date[:\s]\s?\d{4}-\d{2}-\d{2}(?=\s|$)",
    "byline": r"(?:By|BY|by)\s[^\n,|]{2,50}\s?[,|]\s?(?:for\s)?([^\W\d_][^\n,|]{2,50})$",
    "site": r"(?:https?://)?(?:www\.)?([a-z\d][a-z\d-]{1,40}(?:\.[a-z]{2,12}){1,2})/?$",
    "published": r"(?:Published|Posted|(?:Originally|First) published) (?:in|on|at) "
    r"([^\W\d_][^\n|,]{2,50}?)(?: on |[,|.]|$)",
    "rights": r"(?:©|\([cC]\)\s|[Cc]opyright\b)[\s©\d,–-]{0,14}([^\W\d_][^\n.,;|]{2,50})",
    # Read the full story at Harbour Gazette »; not in the middle of a sentence: read the story to her son
    "note": r"""(?x)
        \b (?: read | continue\x20reading | view | see ) \s (?: the\s )?
        (?: full | whole | entire | original | rest\x20of\x20the | more\x20of\x20this )? \s?
        (?: story | article | report | text | version ) \b
        (?: \s? (?: at | on | in | from | by ) [\s:]{1,3} ( [^\W_] [^\n»>]{1,50} ) )?   # where
        [\s.»>…→]{0,6} $
    """,
    # What stands between an outlet's name at the head and a date
    "behind": r"\s[|•·–—-]\s|,\s|\s\|",
}
# A notice of rights has one of the signs, and a note one of the verbs and one of the nouns, in small letters.  To look
# for them takes a tenth of trying a pattern at every letter.
_SIGNS = ("©", "(c)", "(C)", "opyright")
_NOTE_VERBS, _NOTE_NOUNS = ("read", "view", "see"), ("story", "article", "report", "text", "version")
_NAME = r"(?:[Tt]he\s)?[^\W\d_a-z][\w.&'-]{1,20}(?:\s[^\W\d_a-z][\w.&'-]{0,20}){0,3}"
_CREDITING = {
    # according to the Harbour Gazette; not where no capital follows: according to police
    "before": rf"""(?x)
        \b (?: [Rr]eporting\x20by | (?: [Mm]aterial | [Ff]iles | [Ii]nputs? | [Rr]eprinted | [Rr]epublished ) \x20from
          | [Aa]ccording\x20to | told | (?: reported | published ) \x20by | appeared\x20 (?: in | on )
          | [Cc]ourtesy\x20of | [Vv]ia )
        \s ({_NAME})
    """,
    # the Harbour Gazette reported; not another verb: the Harbour Gazette closed
    "after": rf"""(?x)
        ({_NAME}) \s (?: reported | reports | contributed\x20to | said\x20in\x20a\x20report | news\x20agency ) \b
    """,
    "agencies": r"(?:^|\W)(?:[Aa]gencies|AGENCIES|agency (?:inputs?|reports?)|wire (?:reports?|services?))\W{0,3}$",
}
# What those begin with, without a first letter that may be small or not; and what these end with.  To look for words
# takes a fifth of trying a pattern at every letter, and to look for what several have in common takes less still.
_BEGINNINGS = {
    " from": ("eprinted from", "epublished from", "aterial from", "iles from", "nput from", "nputs from"),
    " by": ("eporting by", "reported by", "published by"),
    "appeared ": ("appeared in", "appeared on"),
    "ccording to": ("ccording to",),
    "ourtesy of": ("ourtesy of",),
    "told": ("told",),
    "via": ("via",),
    "Via": ("Via",),
}
_FIRST_CUT = frozenset(("eporting by", *_BEGINNINGS[" from"], "ccording to", "ourtesy of"))
_ENDINGS = {
    "report": ("reported", "reports", "said in a report"),
    "contributed to": ("contributed to",),
    "news agency": ("news agency",),
}
_WORDS = tuple(chain(*_BEGINNINGS.values(), *_ENDINGS.values()))
# The longest name with the space behind it, and the longest ending with the letter behind it.
_NAME_LENGTH, _ENDING_LENGTH = 4 + 21 + 3 * 22 + 1, 16 + 1
# Words by which papers and stations call themselves; a line of capitalised words without one may be a section's name.
_OUTLET_WORDS = frozenset((
    "advertiser", "bulletin", "chronicle", "courier", "daily", "dispatch", "echo", "evening", "examiner",
    "express", "gazette", "globe", "guardian", "herald", "independent", "inquirer", "journal", "ledger",
    "magazine", "mail", "mercury", "mirror", "monitor", "morning", "nation", "news", "observer", "online",
    "packet", "post", "press", "radio", "record", "register", "reporter", "review", "sentinel", "standard",
    "star", "sun", "telegram", "telegraph", "television", "times", "today", "tribune", "tv", "voice", "weekly",
    "world",
))  # fmt: skip
# Words of menus, sections and kinds of texts, which no outlet has in its name: Press Release; Latest News
_GENERIC = frozenset((
    "subscribe", "newsletter", "newsletters", "our", "your", "my", "release", "releases", "statement", "conference",
    "breaking", "latest", "top", "more", "all", "related", "recent", "follow", "sign", "read", "watch", "listen",
    "view", "get", "alerts", "updates", "stories", "headlines", "coverage", "opinion", "sports", "business", "contact",
))  # fmt: skip
# "Published on Friday, May 13" names a day.
_CALENDAR = frozenset((
    "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
))  # fmt: skip
# A notice with one of these names the owner of the text, who let another print it.
_REPRINTED = ("eprinted", "epublished", "ermission", "under license", "under licence")
_SMALL = frozenset(("the", "of", "and", "for", "de", "la", "le", "el", "del", "di", "da", "do", "der", "die", "das"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.IGNORECASE if name == "note" else 0)


def outlets(text: str) -> tuple[str, ...]:
    """Return the names of outlets that *text* is printed under, at its head or in a notice of rights, as they stand."""
    head = _head(text)
    filled = [line for line in map(str.strip, head.split("\n")) if line][: HEAD_LINES + 1]
    names = [name for place, line in enumerate(filled[:-1]) if (name := _in_head(line, top=place == 0))]
    foot = text[-600:]
    signed = any(sign in foot for sign in _SIGNS)
    for line in foot.rstrip().split("\n")[-FOOT_LINES:] if signed else ():
        rights = _pattern("rights").search(line[:200])
        granted = any(word in line for word in _REPRINTED)
        if rights and not granted and _is_outlet(name := rights[1].strip(), top=False):
            names.append(name)
    return tuple(names)


def _head(text: str) -> str:
    """Return the beginning of *text* without what a crawler printed over it."""
    found = _pattern("header").match(text)
    begin = found.end() if found else 0
    return text[begin : begin + 1200].lstrip()


def headed(text: str) -> bool:
    """Say whether a line of few words, each with a capital, stands above the headline: somebody's name, or a section's.

    Whose it is remains open, and need not be known to see that the text is a page.
    """
    top, _, rest = _head(text).partition("\n")
    below = rest.lstrip().partition("\n")[0].strip()
    first = _pattern("behind").split(top.strip(), maxsplit=1)[0]
    words, behind = first.split(), top.strip()[len(first) :]
    return (
        0 < len(words) <= 4
        and (not behind or (any(c.isdigit() for c in behind) and "(" not in behind and len(behind) < 40))
        and len(first) <= 40
        and first[-1].isalnum()
        and all(word[0].isupper() or word.lower() in _SMALL for word in words)
        and not any(c.isdigit() for c in first)
        and len(below.split()) > max(4, len(words))
        and below[-1:] not in '.”"'
        and len(below) < 160
    )


def _in_head(line: str, *, top: bool) -> str:
    """Return the outlet that a line of the head names: in a byline, as a masthead, before a date."""
    if len(line) > 120:
        return ""
    for name in ("byline", "published"):
        if (found := _pattern(name).match(line)) and found[1].split()[0][:3].lower() not in _CALENDAR:
            return found[1].strip()
    if found := _pattern("site").fullmatch(line):
        return found[1]
    first = _pattern("behind").split(line, maxsplit=1)[0]
    # Behind a name only a date stands, not the rest of a headline.
    rest = line[len(first) :]
    return first if _is_outlet(first, top=top) and (not rest or any(c.isdigit() for c in rest)) else ""


def _is_outlet(line: str, *, top: bool) -> bool:
    """Say whether *line* has the form of an outlet's name; the *top* line may do without one of the usual words."""
    words = line.split()
    if not 2 <= len(words) <= 5 or len(line) > 40 or not line[-1].isalnum() or any(c.isdigit() for c in line):
        return False
    if not all(word[0].isupper() or word.lower() in _SMALL for word in words):
        return False
    if not _GENERIC.isdisjoint(word.lower() for word in words):
        return False
    return any(word.lower() in _OUTLET_WORDS for word in words) or (top and words[0] == "The" and len(words) <= 3)


def sayings(text: str) -> set[str]:
    """Return the names that *text* may be crediting in a sentence, as printed: people and parties are among them."""
    found: set[str] = set()
    had = _had(seen(_WORDS, text))
    for match in chain(_credited_behind(text, had), _credited_ahead(text, had)) if had else ():
        words = match[1].split()
        spans = [words[:end] for end in range(1, len(words) + 1)] + [words[start:] for start in range(1, len(words))]
        found.update(" ".join(span).rstrip(".,'") for span in spans)
    return found


@lru_cache(maxsize=1024)
def _had(bits: int) -> frozenset[str]:
    """Return the words that *bits* stand for."""
    return frozenset(word for number, word in enumerate(_WORDS) if bits >> number & 1)


def _credited_behind(text: str, had: frozenset[str]) -> Iterator[re.Match[str]]:
    """Yield what the pattern "before" finds in *text*."""
    end = 0
    for at in _places(text, _BEGINNINGS, had):
        match = _crediting("before").match(text, at) if at >= end else None
        if match:
            yield match
            end = match.end()


def _credited_ahead(text: str, had: frozenset[str]) -> Iterator[re.Match[str]]:
    """Yield what the pattern "after" finds in *text*."""
    end = 0
    for at in _places(text, _ENDINGS, had):
        # No name reaches over an ending, which begins with a small letter; what is cut off here has its own turn.
        match = _crediting("after").search(text, max(end, at - _NAME_LENGTH), at + _ENDING_LENGTH)
        if match and match.end() < at + _ENDING_LENGTH:
            yield match
            end = match.end()


def _places(text: str, words: dict[str, tuple[str, ...]], had: frozenset[str]) -> list[int]:
    """Return where any of *words* is in *text*, in order; one letter earlier for words whose first letter is cut.

    The text has none but those it *had* at first sight.
    """
    found = []
    for common, whole in words.items():
        some = had.intersection(whole)
        at = text.find(common) if some else -1
        while at >= 0:
            for word in some:
                begin = at - word.index(common)
                # A word that would begin before the text is looked for at its end, where there is no room for it.
                if text.startswith(word, begin):
                    found.append(begin - (word in _FIRST_CUT))
            at = text.find(common, at + 1)
    return sorted(found)


def unnamed_agencies(text: str) -> bool:
    """Say whether a last line credits agencies without naming one ("— Agencies", "(With agency inputs)")."""
    return any(len(line) < 80 and _crediting("agencies").search(line) for line in text[-400:].rstrip().split("\n")[-2:])


@cache
def _crediting(name: str) -> re.Pattern[str]:
    return re.compile(_CREDITING[name])


def note(text: str) -> str:
    """Return whom a closing "read the full story at …" names, "?" for a note that names nobody, "" without a note."""
    foot = text[-400:]
    # The pattern ignores case, by which these two are an "i" and an "s" as well.
    small = foot.lower().replace("ı", "i").replace("ſ", "s")
    if not (any(verb in small for verb in _NOTE_VERBS) and any(noun in small for noun in _NOTE_NOUNS)):
        return ""
    for line in foot.rstrip().split("\n")[-4:]:
        found = _pattern("note").search(line[-160:])
        if found:
            return (found[1] or "").strip(" .»>") or "?"
    return ""
