"""From the profiles of two texts that share passages to which of them derives from the other, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.derivation.profiles import UNNAMED, order
from provenance.model import UNCREDITED

if TYPE_CHECKING:
    from provenance.derivation.profiles import SourceProfile
    from provenance.model import Confidence

# How closely the evidence ties the copy: to this very text, to a text of an agency (that its record says is the
# agency's, or that only looks so), or to any that is earlier.
THIS_TEXT, ITS_RECORD, THIS_AGENCY, EARLIER = 4, 3, 2, 1

AGAINST, SILENT, SUPPORT, ALONE = -1, 0, 1, 2

YEAR = 366  # days: of dates further apart one has a wrong year, since nobody prints a story of last year as news
TOO_FAR = "the dates lie more than a year apart, so that one of them may be wrong"
NOT_FIRST = "the earlier date stands against an agency that gives the text as its own"


class Verdict:
    """*side* is which of two texts is the copy (-1 the first, 1 the second, 0 undecided), *tie* how closely it is tied.

    *shared* names the source that both credit while neither is it.  *presumed* is the side that may well be the copy,
    though nothing proves it: beside an agency's own text, one that is no agency's.  *dates* is what the dates are to a
    decision: ALONE where nothing else carries it, else they SUPPORT it, are SILENT, or speak AGAINST it.
    """

    __slots__ = ("confidence", "dates", "presumed", "reasons", "shared", "side", "tie")

    def __init__(
        self,
        side: int,
        tie: int = 0,
        confidence: Confidence = "low",
        reasons: tuple[str, ...] = (),
        *,
        shared: str = "",
        presumed: int = 0,
    ) -> None:
        self.side = side
        self.tie = tie
        self.confidence: Confidence = confidence
        self.reasons = reasons
        self.shared = shared
        self.presumed = side or presumed
        self.dates = SILENT


class Common:
    """What two texts have in common beside their words: whether nearly all of *one* is in *two*, which has more
    (*one_within*), or the other way round; which of them *quotes* the other's prose (-1 one, 1 two, 0 neither); whether
    they share a *part* only, and that a quotation (*said*), which both may have from whoever said it; and whether each
    has much of the other and much of its own (*apart*).
    """

    __slots__ = ("apart", "one_within", "part", "quotes", "said", "two_within")

    def __init__(
        self,
        *,
        one_within: bool = False,
        two_within: bool = False,
        quotes: int = 0,
        part: bool = False,
        said: bool = False,
        apart: bool = False,
    ) -> None:
        self.one_within = one_within
        self.two_within = two_within
        self.quotes = quotes
        self.part = part
        self.said = said
        self.apart = apart


def decide(one: SourceProfile, two: SourceProfile, common: Common | None = None) -> Verdict:
    """Return which of two texts is the copy; exchanging them exchanges the sides of the verdict and nothing else.

    Credits count before dates, since a date may be the day of an update; where credits contradict each other, or both
    texts credit the same third, nothing is decided.
    """
    common = common or Common()
    forth = _pulls(one, two, within=common.two_within, quotes=common.quotes > 0)
    back = _pulls(two, one, within=common.one_within, quotes=common.quotes < 0)
    days, dated = order(one, two)
    if forth and back and forth[0] != back[0]:
        forth, back = (forth, None) if forth[0] > back[0] else (None, back)
    if forth and back:
        return Verdict(0, reasons=("each credits the other",))
    if forth or back:
        side = 1 if forth else -1
        tie, confidence, reasons = forth or back or (0, "low", ())
        return _supported(Verdict(side, tie, confidence, reasons), side * days, dated)
    third = (one.credits & two.credits) - {UNNAMED}
    if third:
        name = min(third)
        spelled = min(one.spelled.get(name, name), two.spelled.get(name, name))
        return Verdict(0, reasons=(f"both credit {spelled}",), shared=spelled)
    presumed = bool(one.own) - bool(two.own)
    if not days:
        return Verdict(0, presumed=presumed)
    if common.said:
        return Verdict(0, reasons=("both may have the quotation from whoever said it",))
    if common.apart and not (one.own or two.own):
        return Verdict(0, reasons=("each has much that the other has not, so that both may be versions of a third",))
    return _by_date(one, two, days, dated, sure=abs(days) > 1 and not common.part)


def _by_date(one: SourceProfile, two: SourceProfile, days: float, dated: str, *, sure: bool) -> Verdict:
    early, late = (one, two) if days > 0 else (two, one)
    if abs(days) > YEAR:
        return Verdict(0, reasons=(TOO_FAR,), presumed=bool(one.own) - bool(two.own))
    if not _may_originate(early, late):
        why = NOT_FIRST if late.own else "the earlier may have it from whom one of them credits"
        return Verdict(0, reasons=(why,), presumed=bool(one.own) - bool(two.own))
    if early.own and early.own == late.own and late.line and not early.line:
        return Verdict(0, reasons=("the later one has the date in the agency's dateline, which a copy does not add",))
    reasons = (dated, UNCREDITED) if early.names and not early.names & (late.names | late.credits) else (dated,)
    verdict = Verdict(1 if days > 0 else -1, EARLIER, "medium" if sure else "low", reasons)
    verdict.dates = ALONE
    return verdict


def _supported(verdict: Verdict, days: float, dated: str) -> Verdict:
    """Return the verdict with what the dates add to it or take from it."""
    if days > 0:
        verdict.reasons += (dated,)
        verdict.dates = SUPPORT
    elif days < 0:
        lesser: dict[Confidence, Confidence] = {"high": "medium"}
        verdict.confidence = lesser.get(verdict.confidence, "low")
        verdict.reasons += ("though the copy bears the earlier date",)
        verdict.dates = AGAINST
    return verdict


def _pulls(
    original: SourceProfile, copy: SourceProfile, *, within: bool, quotes: bool
) -> tuple[int, Confidence, tuple[str, ...]] | None:
    """Return (tie, confidence, reasons) where *copy* shows by itself that it derives from *original*, else None."""
    if original.own and original.own == copy.own and copy.take > original.take:
        return THIS_TEXT, "high", (f"the copy is a later take of the same {copy.spelled[copy.own]} story",)
    named = sorted((original.publishers - {original.own}) & copy.credits)
    if named:
        return THIS_TEXT, "high", (f"the copy credits {original.spelled[named[0]]}, which published the original",)
    if original.own and original.own in copy.credits:
        agency = original.spelled[original.own]
        tie = ITS_RECORD if original.own in original.publishers else THIS_AGENCY
        confidence: Confidence = "high" if copy.publishers else "medium"
        return tie, confidence, (f"the copy credits {agency}, whose own text the original is",)
    if quotes and not original.credits:
        return EARLIER, "medium", ("the copy sets in quotation marks what the original says in its own words",)
    if within and copy.note and not (original.note or original.credits or copy.credits):
        return EARLIER, "medium", ("the copy is cut short and sends its readers to the full story",)
    return None


def _may_originate(early: SourceProfile, late: SourceProfile) -> bool:
    """Say whether dates may decide: not against an agency, nor where one of the two credits somebody else.

    An agency's own text is nobody's copy by its own account, so that an earlier date of another's is more likely wrong,
    and a credit to another in the later one does not count; an outlet's text may have been copied from the very source
    that the other one credits.
    """
    if late.own and early.own != late.own:
        return False
    return not early.credits if early.own else not (early.credits or late.credits)
