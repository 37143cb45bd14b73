"""From the first and last lines of a text to the outlets that it is published under, and to where it sends its readers.

Agencies stand in a table; outlets are beyond counting.  What names one here is its place and its form: a short line of
capitalised words above the headline, the words behind a byline's comma.  It is enough to know that somebody other than
the agency put his name to a text; nothing else is concluded from such a name.
"""

from __future__ import annotations

import re
from functools import cache

HEAD_LINES = 4
_PATTERNS = {
    "header": r"\s{0,8}date[:\s]\s?\d{4}-\d{2}-\d{2}(?=\s|$)",
    "byline": r"(?:By|BY|by)\s[^\n,|]{2,50}\s?[,|]\s?(?:for\s)?([^\W\d_][^\n,|]{2,50})$",
    "note": r"\b(?:read|continue reading|view|see)\s(?:the\s)?(?:full|whole|entire|original|rest of the|more of this)?"
    r"\s?(?:story|article|report|text|version)\b"
    r"(?:\s?(?:at|on|in|from|by)[\s:]{1,3}([^\W_][^\n»>]{1,50}))?[\s.»>…→]{0,6}$",
}
_NAME = r"(?:[Tt]he\s)?[^\W\d_a-z][\w.&'-]{1,20}(?:\s[^\W\d_a-z][\w.&'-]{0,20}){0,3}"
_CREDITING = {
    "before": r"\b(?:[Rr]eporting by|[Mm]aterial from|[Ii]nputs? from|[Aa]ccording to|told|(?:reported|published) by)"
    rf"\s({_NAME})",
    "after": rf"({_NAME})\s(?:reported|reports|said in a report|news agency)\b",
    "agencies": r"(?:^|\W)(?:[Aa]gencies|AGENCIES|agency (?:inputs?|reports?)|wire (?:reports?|services?))\W{0,3}$",
}
_SIGNS = ("report", " from ", "ccording to ", "told ", "published by ", "news agency")
# Words by which papers and stations call themselves; a line of capitalised words without one may be a section's name.
_OUTLET_WORDS = frozenset((
    "advertiser", "bulletin", "chronicle", "courier", "daily", "dispatch", "echo", "evening", "examiner",
    "express", "gazette", "globe", "guardian", "herald", "independent", "inquirer", "journal", "ledger",
    "magazine", "mail", "mercury", "mirror", "monitor", "morning", "nation", "news", "observer", "online",
    "packet", "post", "press", "radio", "record", "register", "reporter", "review", "sentinel", "standard",
    "star", "sun", "telegram", "telegraph", "television", "times", "today", "tribune", "tv", "voice", "weekly",
    "world",
))  # fmt: skip
_SMALL = frozenset(("the", "of", "and", "for", "de", "la", "le", "el", "del", "di", "da", "do", "der", "die", "das"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.IGNORECASE if name == "note" else 0)


def outlets(text: str) -> tuple[str, ...]:
    """Return the names of outlets that the head of *text* is printed under, as they stand there."""
    found = _pattern("header").match(text)
    head = text[found.end() if found else 0 :][:1200].lstrip()
    lines = [line.strip() for line in head.split("\n")]
    filled = [line for line in lines if line][:HEAD_LINES]
    names = []
    for place, line in enumerate(filled):
        behind = _pattern("byline").match(line) if len(line) <= 120 else None
        if behind:
            names.append(behind[1].strip())
        elif place < len(filled) - 1 and _is_outlet(line, top=place == 0):
            names.append(line)
    return tuple(names)


def _is_outlet(line: str, *, top: bool) -> bool:
    words = line.split()
    if not 2 <= len(words) <= 5 or len(line) > 40 or not line[-1].isalnum() or any(c.isdigit() for c in line):
        return False
    if not all(word[0].isupper() or word.lower() in _SMALL for word in words):
        return False
    return any(word.lower() in _OUTLET_WORDS for word in words) or (top and words[0] == "The" and len(words) <= 3)


def sayings(text: str) -> set[str]:
    """Return the names that *text* may be crediting in a sentence, as printed: people and parties are among them."""
    found: set[str] = set()
    if not any(sign in text for sign in _SIGNS):
        return found
    for name in ("before", "after"):
        for match in _crediting(name).finditer(text):
            words = match[1].split()
            spans = [words[:end] for end in range(1, len(words) + 1)] + [
                words[start:] for start in range(1, len(words))
            ]
            found.update(" ".join(span).rstrip(".,'") for span in spans)
    return found


def unnamed_agencies(text: str) -> bool:
    """Say whether a last line credits agencies without naming one ("— Agencies", "(With agency inputs)")."""
    return any(len(line) < 80 and _crediting("agencies").search(line) for line in text[-400:].rstrip().split("\n")[-2:])


@cache
def _crediting(name: str) -> re.Pattern[str]:
    return re.compile(_CREDITING[name])


def note(text: str) -> str:
    """Return whom a closing "read the full story at …" names, "?" for a note that names nobody, "" without a note."""
    for line in text[-400:].rstrip().split("\n")[-4:]:
        found = _pattern("note").search(line[-160:])
        if found:
            return (found[1] or "").strip(" .»>") or "?"
    return ""
