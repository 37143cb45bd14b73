"""From an attribution and its text to what the text shows of itself: who publishes it, whom it credits, and when."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from provenance.derivation.intervals import compared, dates_of, days_between
from provenance.derivation.mastheads import headed, note, outlets, sayings, unnamed_agencies
from provenance.derivation.releases import announces, issuers, labelled, sent
from provenance.derivation.takes import marks_of, noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provenance.model import Attribution

_PUBLISHERS = frozenset({"container", "markup", "operator"})
_HEADS = frozenset({"masthead", "byline"})
# A line that only names an agency is how an outlet credits it; its own pages name it beside a time.
_CREDITING = frozenset({"byline", "name-line"})
_STAMPS = frozenset({"stamp-line", "glued-stamp"})
# Kinds of credit lines that list sources side by side.
_LISTS = frozenset({"label", "bracket", "inputs", "reporting"})
# A site is named by a notice on the page or by its address.
_SITES = frozenset({"notice", "field"})
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
    for other letters.  *issuers* are names of the company whose press release it prints, *sent* says that it is that
    release itself, and *marks* are what an editor's note at its head amounts to.
    """

    outlets: tuple[str, ...]
    names: tuple[str, ...]
    note: str
    unnamed: bool
    headed: bool
    words: int
    letters: int
    issuers: tuple[str, ...] = ()
    sent: bool = False
    announces: bool = False
    marks: tuple[str, ...] = ()


UNKNOWN_PAGE = PageFacts((), (), "", unnamed=False, headed=False, words=0, letters=0)


class SourceProfile:
    """What one text shows about itself; equal keys are equal evidence.

    *publishers* are outlets that the text or its record is published under; *own* is the agency whose own text it
    looks to be ("" when an outlet speaks, or nobody); *credits* are those it names as a source beside them.  *stamp*
    and *line* are when the outlet and the dateline say (*said*: in which words), *seen* is when a crawler saw it.
    *marks* are those of an agency's takes, *note* says whether a note at its end sends readers to the full story.
    *taken* are the sources that it says it has its text from; *announces*: it reads as a company's own news.
    Names are folded; *spelled* has them as printed.
    """

    __slots__ = (
        "announces", "credits", "key", "line", "marks", "note", "own", "publishers", "said", "seen", "spelled", "stamp",
        "taken",
    )  # fmt: skip

    def __init__(self, attribution: Attribution, facts: PageFacts | None) -> None:
        self.spelled: dict[str, str] = {}
        publishers, voices, credited = self._named(attribution)
        self.note = False
        if facts is not None:
            publishers |= self._folded(name for name in facts.outlets if _bare(name_key(name)) not in voices)
            self.note = bool(facts.note)
            credited |= self._folded((facts.note,)) if facts.note not in {"", "?"} else set()
            credited |= {UNNAMED} if facts.unnamed else set()
        # A text that sends its readers on to the full story is not the full story, whoever speaks in it; and what
        # is under somebody else's name is a page.
        alone = len(voices) == 1 and publishers | credited <= voices and not self.note
        alone = alone and (publishers == voices or not _paged(attribution, facts))
        self.own = min(voices) if alone else ""
        if facts is not None and facts.issuers:
            issuing = self._folded(facts.issuers)
            if facts.sent and not publishers - voices - issuing:
                self.own, publishers = name_key(facts.issuers[0]), publishers | voices | issuing
            else:
                credited |= issuing
        self.publishers = frozenset(publishers)
        self.credits = frozenset((voices | credited) - publishers - {self.own})
        # A sentence that names an agency credits it with what it says, and not with the text.
        self.taken = self.credits & frozenset(
            voices | self._signed(attribution) | set(map(name_key, self._printed(facts)))
        )
        self.stamp, self.line, self.seen = dates_of(attribution)
        self.said = _said(attribution)
        self.marks = marks_of(attribution, facts.marks if facts else ())
        self.announces = facts is not None and facts.announces
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
            # Of two agencies in a credit line neither publishes the page; behind a dash stands who handed the text on.
            via = claim.property == "via" and claim.asserter != "body"
            via = via and not ("unknown-agency" not in claim.flags and _LISTS & set(claim.flags))
            if claim.asserter in _PUBLISHERS or outlet or via:
                publishers |= names
            elif claim.property == "distributor":
                publishers |= names if "site" in claim.flags and claim.pattern in _SITES else set()
            elif claim.pattern in _CREDITING:
                credited |= names
            elif claim.asserter in _OWN_VOICE or claim.pattern == "sign-off":
                voices |= names
            elif claim.asserter in _CREDITS:
                credited |= names
        return publishers, voices, credited

    def _signed(self, attribution: Attribution) -> set[str]:
        """Return whom the text credits outside of its sentences."""
        signed = (
            c for c in attribution.claims if c.property in _NAMING and c.asserter != "body" and c.confidence != "low"
        )
        return {name_key(claim.value) for claim in signed if claim.value}

    @staticmethod
    def _printed(facts: PageFacts | None) -> tuple[str, ...]:
        return (*facts.issuers, facts.note) if facts else ()

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
        return repr((evidence, sorted(self.marks.items()), self.note, self.announces, sorted(self.spelled.items())))

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
    return PageFacts(
        outlets(text),
        credited,
        note(text),
        unnamed_agencies(text) or labelled(text),
        headed(text),
        size,
        letters,
        issuers(text),
        sent(text),
        announces(text),
        noted(text),
    )


@lru_cache(maxsize=1)
def _crawled() -> re.Pattern[str]:
    # What a crawler printed over a text is no part of the article.
    return re.compile(r"\A ?date \d{4}-\d\d-\d\d(?=\s)")


def _paged(attribution: Attribution, facts: PageFacts | None) -> bool:
    """Say whether the text has the head of a page that is nobody's whom its claims name: a name above all.

    A time alone does not make it an outlet's: agencies stamp their pages as well.
    """
    heads = [claim for claim in attribution.claims if claim.asserter == "masthead"]
    named = any(claim.property == "source" and claim.pattern in _STAMPS for claim in heads)
    return not named and facts is not None and facts.headed


def _bare(name: str) -> str:
    """Return a folded name without what agencies put behind theirs: Kyodo News is Kyodo."""
    return name.removesuffix(" agency").removesuffix(" news")


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return *name* in the form in which names are compared."""
    folded = " ".join(re.sub(r"[^\w\s.&]", " ", name.casefold()).split())
    return folded.removeprefix("the ").rstrip(".")


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
