"""From a text to its words as they are compared before it may be dropped: with marks, signs and figures, without case.

This is stricter than the words of the rest of the program, which have no diacritics and no minus: "má" is not "ma"
here, "-5" not "5", "3.5" not "3,5", "$ 5" not "€ 5", "< 5" not "> 5", and a question is no statement.  Case, quotation
marks, brackets and the breaks of lines do not matter.
"""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

# One below another in a text, "\n" in the canonical form: between sentences and lines.
BREAK = "\n"
MIN_RUN = 5  # words of a run, as in a shingle; a text that is shorter must stand whole
_MAX_RUNS = 64  # each costs a search through the other text
_SPACES = "\"'();[]\\{}`“”„‟‘’‚‛«»‹›•¡¿「」『』（）【】《》〈〉〔〕、，；："
_MINUSES = "‐‑‒–—―−"
_STOPS = "!…。！．"
_END = "\0"  # between two sentences, until spaces are counted: no white space, and as short as any letter
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_TABLE = str.maketrans(
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_MINUSES, "-")
    | dict.fromkeys(_STOPS, ".")
    | dict.fromkeys(_INVISIBLE, None)
    | dict.fromkeys("\n\r\u2028\u2029\v\f\x85", _END)
    | {"？": "?", "؟": "?", "\0": " "}
)
# Commas, colons and slashes belong to figures between digits, a hyphen where it is a minus.
_SEPARATOR = re.compile(r"[-,:/·](?:(?!\d)|(?<!\d.)(?<!-)|(?<=\w-))")
# Stars, bars and underscores are marks of emphasis or of tables, but for those between two words or figures; ">" begins
# a line that is quoted, and a tag or an address has two angles: all others are signs.
_MARK = re.compile(r"[*|_]+(?:(?!\w)|(?<![^\W_][*|_]))")
_QUOTED = re.compile(r"^[ \t]*>[> \t]*(?=[^\d> \t])", re.MULTILINE)
_ANGLES = re.compile(r"<([/!]?[a-z][^<>\n]*)>")
_STOP = re.compile(r"\.(?!\d)")


def canonical(text: str) -> str:
    """Return the words of *text*, as they are compared, with a space between two, or BREAK between two sentences."""
    # Not casefold, by which "Maße" would be "Masse".
    folded = text.lower()
    if not is_normalized("NFC", folded):
        folded = normalize("NFC", folded)
    if "<" in folded or ">" in folded:
        folded = _ANGLES.sub(r" \1 ", _QUOTED.sub("", folded))
    folded = folded.replace("!=", "≠").translate(_TABLE)
    if "*" in folded or "|" in folded or "_" in folded:
        folded = _MARK.sub(" ", folded)
    # Most commas are before a space; the pattern looks at each of the others.
    folded = _SEPARATOR.sub(" ", folded.replace(", ", " ").replace("?", f" ?{_END}"))
    pieces = " ".join(_STOP.sub(_END, folded).split()).split(_END)
    return BREAK.join(filter(None, map(str.strip, pieces)))


def searchable(form: str) -> str:
    """Return the canonical *form* of a text for searches in it: with a space around each word."""
    return f" {form.replace(BREAK, ' ')} "


def preserves(kept: str, form: str) -> bool:
    """Return whether the text with the canonical *form* stands in the text *kept* (see ``searchable``), in runs.

    A run is some whole sentences or lines that follow each other in both texts, and has MIN_RUN words or more; a text
    that stands there in one piece may be shorter.
    """
    if not form or searchable(form) in kept:
        return bool(form)
    pieces = form.split(BREAK)
    at = 0
    for _ in range(_MAX_RUNS):
        length = _longest_run(kept, pieces, at)
        if sum(piece.count(" ") + 1 for piece in pieces[at : at + length]) < MIN_RUN:
            return False
        at += length
        if at == len(pieces):
            return True
    return False


def _longest_run(kept: str, pieces: list[str], at: int) -> int:
    """Return how many of *pieces* from *at* on stand in *kept* one after another."""
    # What begins a run that stands there stands there too, so the length can be found by halving.
    known, beyond = 0, 1
    most = len(pieces) - at
    while beyond <= most and _stands(kept, pieces[at : at + beyond]):
        known, beyond = beyond, 2 * beyond
    beyond = min(beyond, most + 1)
    while beyond - known > 1:
        middle = (known + beyond) // 2
        known, beyond = (middle, beyond) if _stands(kept, pieces[at : at + middle]) else (known, middle)
    return known


def _stands(kept: str, pieces: list[str]) -> bool:
    return f" {' '.join(pieces)} " in kept
