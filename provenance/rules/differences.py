"""From two texts of the same words to what differs between them, in words for a message."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from provenance.rules.wording import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

_LISTED = 3  # differences in a message; the rest are counted
_SHOWN = 40  # characters of a word or a figure
_MAX_LENGTH = 1 << 16  # characters of two texts that are compared
# A figure with its sign; after a letter, a digit or another figure a hyphen is none.
_FIGURE = re.compile(r"(?:(?<![^\s(\[:=,;/|$€£])[-−–](?=\d))?\d+(?:[.,:/]\d+)*")
_WORD = re.compile(r"\w+")
_SYMBOLS = frozenset(("Sc", "Sm"))


def figures(left: str, right: str) -> str:
    """Return the figures that differ between two uses of a template: "412.6 / 398.2, 3.1 / 7.9 and 2 more"."""
    return _differing(*(_FIGURE.findall(side[:_MAX_LENGTH]) for side in (left, right)))


def marks(left: str, right: str) -> str:
    """Return the words that two texts of the same folded words write with other marks: "má / ma"; "" if there are none.

    A text without any marks is no text of other words: it was written, or stripped, without them.
    """
    sides = [_WORD.findall(unicodedata.normalize("NFC", side[:_MAX_LENGTH]).casefold()) for side in (left, right)]
    if any("".join(side) == _bare("".join(side)) for side in sides):
        return ""
    return _differing(*sides)


def symbols(left: str, right: str) -> str:
    """Return the currencies and signs that differ between two texts of the same words: "$ / €"; "" if none do."""
    sides = [[one for one in side[:_MAX_LENGTH] if _is_symbol(one)] for side in (left, right)]
    return _differing(*sides) if len(sides[0]) == len(sides[1]) else ""


def _is_symbol(one: str) -> bool:
    return one == "%" or ((one > "\x7f" or one == "$") and unicodedata.category(one) in _SYMBOLS)


def _bare(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))


def _differing(left: Sequence[str], right: Sequence[str]) -> str:
    """Return what differs between two sequences of words, pair by pair; "" if nothing does."""
    from rapidfuzz.distance import Levenshtein

    found: dict[str, None] = {}
    for step in Levenshtein.opcodes(left, right):
        one, two = left[step.src_start : step.src_end], right[step.dest_start : step.dest_end]
        if step.tag == "replace":
            found |= dict.fromkeys(f"{_shown(a)} / {_shown(b)}" for a, b in zip(one, two, strict=True))
        elif step.tag != "equal":
            found[f"{_shown(' '.join(one))} / {_shown(' '.join(two))}"] = None
    distinct = list(found)
    more = len(distinct) - _LISTED
    return ", ".join(distinct[:_LISTED]) + (f" and {more:,} more" if more > 0 else "")


def _shown(piece: str) -> str:
    return escaped(piece, _SHOWN) or "nothing"
