"""From an attribution and its text to what the text shows of itself: who publishes it, whom it credits, and when."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from provenance.derivation.intervals import compared, dates_of, days_between
from provenance.derivation.mastheads import headed, note, outlets, sayings, unnamed_agencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provenance.model import Attribution

_PUBLISHERS = frozenset({"container", "markup", "operator"})
_HEADS = frozenset({"masthead", "byline"})
# A line that only names an agency is how an outlet credits it; its own pages name it beside a time.
_CREDITING = frozenset({"byline", "name-line"})
_STAMPS = frozenset({"stamp-line", "glued-stamp"})
_OWN_VOICE = frozenset({"dateline", *_HEADS})
_CREDITS = frozenset({"credit", "body"})
# Stands for agencies that a text credits without their names.
UNNAMED = "*"
LETTERS = 6  # characters of a word with its space, by which the length of a text is estimated
_NAMING = frozenset({"source", "via", "distributor"})


class PageFacts(NamedTuple):
    """What the first and last lines of a text name, and how long the text is.

    *outlets* are those that it is printed under; *names* are those that it may be crediting (folded, in order);
    *note* is whom a closing note sends its readers to; *unnamed*: it credits agencies without their names; *headed*:
    somebody's name stands above its headline; *words* is about how many it has, and *letters* a number that is another
    for other letters.
    """

    outlets: tuple[str, ...]
    names: tuple[str, ...]
    note: str
    unnamed: bool
    headed: bool
    words: int
    letters: int


UNKNOWN_PAGE = PageFacts((), (), "", unnamed=False, headed=False, words=0, letters=0)


class SourceProfile:
    """What one text shows about itself; equal keys are equal evidence.

    *publishers* are outlets that the text or its record is published under; *own* is the agency whose own text it
    looks to be ("" when an outlet speaks, or nobody); *credits* are those it names as a source beside them.  *stamp*
    and *line* are when the outlet and the dateline say (*said*: in which words), *seen* is when a crawler saw it.
    *take* is its number among an agency's takes (0: unmarked), *note* whether a note at its end sends readers to the
    full story.
    Names are folded; *spelled* has them as printed.
    """

    __slots__ = ("credits", "key", "line", "note", "own", "publishers", "said", "seen", "spelled", "stamp", "take")

    def __init__(self, attribution: Attribution, facts: PageFacts | None) -> None:
        self.spelled: dict[str, str] = {}
        publishers, voices, credited = self._named(attribution)
        self.note = False
        if facts is not None:
            publishers |= self._folded(name for name in facts.outlets if name_key(name) not in voices)
            self.note = bool(facts.note)
            credited |= self._folded((facts.note,)) if facts.note not in {"", "?"} else set()
            credited |= {UNNAMED} if facts.unnamed else set()
        # A text that sends its readers on to the full story is not the full story, whoever speaks in it; and what
        # is under somebody's name, or under a time that the agency does not put its name to, is a page.
        alone = len(voices) == 1 and publishers | credited <= voices and not self.note
        alone = alone and (publishers == voices or not _paged(attribution, facts))
        self.own = min(voices) if alone else ""
        self.publishers = frozenset(publishers)
        self.credits = frozenset((voices | credited) - publishers - {self.own})
        self.stamp, self.line, self.seen = dates_of(attribution)
        self.said = _said(attribution)
        self.take = _take(attribution)
        self.key = self._key()

    def _named(self, attribution: Attribution) -> tuple[set[str], set[str], set[str]]:
        """Return the publishers, who speaks in the text's own voice, and who is credited, by their folded names."""
        publishers: set[str] = set()
        voices: set[str] = set()
        credited: set[str] = set()
        for claim in attribution.claims:
            if claim.property not in _NAMING or not claim.value or claim.confidence == "low":
                continue
            names = self._folded((claim.value,))
            # A name at the head that no agency has is an outlet's.
            outlet = claim.asserter in _HEADS and "unknown-agency" in claim.flags
            if claim.asserter in _PUBLISHERS or outlet or (claim.property == "via" and claim.asserter != "body"):
                publishers |= names
            elif claim.property == "distributor":
                publishers |= names if "site" in claim.flags and claim.pattern == "notice" else set()
            elif claim.pattern in _CREDITING:
                credited |= names
            elif claim.asserter in _OWN_VOICE or claim.pattern == "sign-off":
                voices |= names
            elif claim.asserter in _CREDITS:
                credited |= names
        return publishers, voices, credited

    def _folded(self, names: Iterable[str]) -> set[str]:
        found = {name_key(name): name for name in names}
        self.spelled.update(found)
        return {name for name in found if name}

    def _key(self) -> str:
        evidence = (
            sorted(self.publishers),
            self.own,
            sorted(self.credits),
            self.stamp,
            self.line,
            self.seen,
            self.said,
        )
        return repr((evidence, self.take, self.note, sorted(self.spelled.items())))

    @property
    def names(self) -> frozenset[str]:
        """Every name that a copy could credit: the publishers, and the agency of an agency's own text."""
        return self.publishers | {self.own} if self.own else self.publishers

    def mention(self, names: Mapping[str, str]) -> None:
        """Add *names* (folded: as printed), which the text was found to mention, to those it credits."""
        added = {name: printed for name, printed in names.items() if name not in self.names | self.credits}
        self.credits |= added.keys()
        self.spelled.update(added)
        self.key = self._key()


def page_facts(text: str) -> PageFacts:
    """Return what the lines and sentences of *text* name, by which ``SourceProfile`` judges it."""
    credited = tuple(sorted({name_key(name) for name in sayings(text)}))
    article = _crawled().sub("", text, count=1).strip().encode("utf-8", "surrogatepass")
    letters = int.from_bytes(blake2b(article, digest_size=7).digest(), "little")
    size = len(text) // LETTERS
    return PageFacts(outlets(text), credited, note(text), unnamed_agencies(text), headed(text), size, letters)


@lru_cache(maxsize=1)
def _crawled() -> re.Pattern[str]:
    # What a crawler printed over a text is no part of the article.
    return re.compile(r"\A ?date \d{4}-\d\d-\d\d(?=\s)")


def _paged(attribution: Attribution, facts: PageFacts | None) -> bool:
    """Say whether the text has the head of a page that is nobody's whom its claims name: a time, a name above all."""
    heads = [claim for claim in attribution.claims if claim.asserter == "masthead"]
    named = any(claim.property == "source" and claim.pattern in _STAMPS for claim in heads)
    stamped = any(claim.property == "published" for claim in heads)
    return not named and (stamped or (facts is not None and facts.headed))


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return *name* in the form in which names are compared."""
    folded = " ".join(re.sub(r"[^\w\s.&]", " ", name.casefold()).split())
    return folded.removeprefix("the ")


def _said(attribution: Attribution) -> tuple[str, str]:
    """Return the dates behind stamp and line as they are to be shown."""
    stamp = line = ""
    for claim in attribution.claims:
        if claim.property == "published" and claim.value:
            if claim.asserter == "dateline":
                line = line or claim.value
            elif claim.asserter not in {"crawl header", "file name"}:
                stamp = stamp or claim.value
    return stamp or attribution.published, line or attribution.published


def order(one: SourceProfile, two: SourceProfile) -> tuple[float, str]:
    """Return by how many days *two* surely follows *one* (0: unsure), and the sentence that says so.

    A day that a crawler saw a text on bounds it from above: it is there by then, and older than what is dated later.
    """
    days = compared((one.stamp, one.line), (two.stamp, two.line))
    if days:
        early, late = (one, two) if days > 0 else (two, one)
        return days, f"the original is dated {early.said[not early.stamp]}, the copy {late.said[not late.stamp]}"
    for early, late, sign in ((one, two, 1), (two, one, -1)):
        when = late.stamp or late.line
        if early.seen and when and not (early.stamp or early.line) and (days := days_between(early.seen, when)) > 0:
            return (
                sign * days,
                f"the original had been crawled before the day that the copy is dated, {late.said[not late.stamp]}",
            )
    return 0, ""


# Ranks of takes: tens, since what repeats or corrects a take comes between it and the next.
_TAKES = {"LEAD": 10, "LD": 10, "UPDATE": 10, "WRAPUP": 10, "종합": 10}
_AFTER = {"RPT": 1, "REPEAT": 1, "REFILE": 2, "CORRECTED": 5, "CORRECTION": 5}
_LAST = 990  # the rank of a correction that names no take
_MARK = (
    r"\(?(?:\d(?:st|nd|rd|th) )?(?:LEAD|LD|UPDATE|WRAPUP|CORRECTED|CORRECTION|REFILE|RPT|REPEAT)\b[- ]?(?:UPDATE )?\d?"
)


def _take(attribution: Attribution) -> int:
    """Return the rank of the text among its agency's takes, 0 for one without a mark; a title may bear it too."""
    marks = [claim.value for claim in attribution.claims if claim.property == "take"]
    if not marks and (found := re.match(_MARK, attribution.title)):
        marks = [found[0]]
    return max((_rank(mark.upper()) for mark in marks), default=0)


def _rank(mark: str) -> int:
    found = re.search(r"\d{1,2}", mark)
    number = int(found[0]) if found else 0
    words = re.findall(r"[A-Z]+", mark)
    take = max((max(_TAKES[word], 10 * number) for word in words if word in _TAKES), default=10 * number)
    after = max((_AFTER[word] for word in words if word in _AFTER), default=0)
    return take + after if take or after < _AFTER["CORRECTED"] else _LAST
