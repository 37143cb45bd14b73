"""From two texts of one agency to which of them is the later take, by their marks and their clocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.derivation.intervals import Interval, days_between

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from provenance.model import Attribution

    # Each kind of mark that a text bears, with its number.
    Marks = Mapping[str, int]

# Kinds of marks.  Numbers order marks of one kind; nothing orders an update and a correction but their clocks.
_KINDS = {
    "LEAD": "lead", "LD": "lead", "종합": "lead", "UPDATE": "update", "WRAPUP": "wrapup",
    "RPT": "repeat", "REPEAT": "repeat", "REFILE": "refile", "CORRECTED": "correction", "CORRECTION": "correction",
}  # fmt: skip
# What repeats or corrects a take bears the take's own mark beside its own, as in RPT-UPDATE 2.
OF_A_TAKE = frozenset(("repeat", "refile", "correction"))
# UPDATE 1-Bank opens; (2nd LD) Bank opens; RPT-UPDATE 2-Bank opens; not a word of a headline: Banks UPDATE rules
_MARK = r"""(?x)
    \(? (?: (?: \d{1,2} (?: st | nd | rd | th ) \x20 )?
        (?: LEAD | LD | UPDATE | WRAPUP | CORRECTED | CORRECTION | REFILE | RPT | REPEAT ) \b
        [-)\x20]{0,2} \d{0,2} [-\x20]{0,2} ){1,3}
"""
_NOTES = {
    "correction": ("(Corrects ", "(Corrected ", "(Refiles ", "(Corrects:"),
    "addition": ("(Adds ", "(Updates ", "(Recasts", "(Writes through", "Eds: Updates", "Eds: Adds", "Eds: UPDATES"),
}
HEAD = 600  # characters in which an editor's note may be
LEAD = 36  # words at the beginning of a text that have its headline and its lead
ALIKE = 0.4  # share of their longer words that takes of one story have in common at least
_TOP = 3  # lines that the headline and the lead are among
_HEADLINE = 4  # words of a headline
_SHORT = 3  # letters of words that say little
SAME_CLOCK = 1  # minutes from which the later of two pages of one agency is later


def noted(text: str) -> tuple[str, ...]:
    """Return the kinds of marks that an editor's note at the head of *text* amounts to: "(Corrects name in lead)"."""
    head = text[:HEAD]
    if "(" not in head and "Eds:" not in head:
        return ()
    return tuple(kind for kind, notes in _NOTES.items() if any(note in head for note in notes))


def marks_of(attribution: Attribution, notes: tuple[str, ...] = ()) -> dict[str, int]:
    """Return the marks of a text, in its claims, its title and its editor's *notes*."""
    said = [claim.value for claim in attribution.claims if claim.property == "take"]
    if found := re.match(_MARK, attribution.title):
        said.append(found[0])
    marks: dict[str, int] = {}
    for mark in said:
        for kind, number in _read(mark.upper()).items():
            marks[kind] = max(number, marks.get(kind, 0))
    for kind in notes:
        # An update says in a note what it adds: that is no mark beside its own.
        if kind in OF_A_TAKE or not marks:
            marks.setdefault(kind, 1)
    return marks


def _read(mark: str) -> dict[str, int]:
    """Return the kinds in a *mark*, each with the number behind it or before it, 1 without a number."""
    found: dict[str, int] = {}
    for before, word, behind in re.findall(
        r"(?:(\d{1,2})(?:ST|ND|RD|TH)[ ])?([^\W\d_]{2,10})(?:[- ]?(\d{1,2}))?", mark
    ):
        if kind := _KINDS.get(word):
            found[kind] = int(behind or before or 1)
    return found


def marked_order(one: Marks, two: Marks) -> int:
    """Return which of two texts their marks say is the later take: 1 *two*, -1 *one*, 0 unsure.

    A text without marks is the first.
    """
    numbers = {(two[kind] > one[kind]) - (two[kind] < one[kind]) for kind in one.keys() & two.keys()} - {0}
    if numbers:
        return numbers.pop() if len(numbers) == 1 else 0
    more, less = two.keys() - one.keys(), one.keys() - two.keys()
    if not one or not two:
        return bool(two) - bool(one)
    return (more <= OF_A_TAKE and bool(more) and not less) - (less <= OF_A_TAKE and bool(less) and not more)


def first_takes(marks: Mapping[int, Marks]) -> Sequence[int]:
    """Return which of one agency's texts may be its first, by their *marks*: all where these say nothing.

    What corrects or repeats a text is not the first, and of marks that all of them bear the lower number is earlier.
    """
    left = [text for text, own in marks.items() if OF_A_TAKE.isdisjoint(own)] or list(marks)
    for kind in sorted(set(marks[left[0]]).intersection(*(marks[text] for text in left))):
        lowest = min(marks[text][kind] for text in left)
        left = [text for text in left if marks[text][kind] == lowest]
    return left


def clock_order(one: Interval | None, two: Interval | None) -> int:
    """Return which of two pages of one agency its own clock says is the later: 1 *two*, -1 *one*, 0 unsure.

    Two times without a zone are of one clock.
    """
    if not one or not two:
        return 0
    if one[2] is not None and two[2] is not None and one[4] == two[4]:
        minutes = two[2] - one[2]
        return 0 if abs(minutes) < SAME_CLOCK else 1 if minutes > 0 else -1
    days = days_between(one, two)
    return (days > 0) - (days < 0)


def same_lead(one: str, two: str) -> bool:
    """Return whether headline and lead of two texts have words in common, as takes of one story do.

    What else two stories of one agency share is what it prints below each of them: a feed's disclaimer, share buttons.
    """
    first, second = (_lines(text) for text in (one, two))
    both = set(first).intersection(second)
    if any(_heads(lines, both) for lines in (first, second)):
        return True
    own, other = (_longer(" ".join(line for line in lines if line not in both)) for lines in (first, second))
    return len(own & other) >= ALIKE * min(len(own), len(other))


def _heads(lines: Sequence[str], both: AbstractSet[str]) -> bool:
    """Whether a line of *both* texts is a headline or a lead: the story's own words are below it, as under no note."""
    last = max((place for place, line in enumerate(lines) if line not in both), default=len(lines))
    return any(line in both and len(line.split()) >= _HEADLINE for line in lines[: min(_TOP, last)])


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text[: 2 * HEAD].casefold().split("\n")) if line]


def _longer(head: str) -> set[str]:
    """Return the words of more than three letters that a text begins with; each sign of a script without spaces."""
    if sum(letter >= "\u2e80" for letter in head) * 2 > len(head):
        return {letter for letter in head[: LEAD * 2] if letter.isalpha()}
    words = (word.strip(".,:;()[]|'\"“”‘’«»–—-") for word in head.split()[:LEAD])
    return {word for word in words if len(word) > _SHORT and word.isalpha()}
