"""From the profiles of two texts that share passages to which of them derives from the other, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.derivation.profiles import UNNAMED, order
from provenance.derivation.takes import OF_A_TAKE, clock_order, marked_order
from provenance.model import UNCREDITED

if TYPE_CHECKING:
    from provenance.derivation.profiles import SourceProfile
    from provenance.model import Confidence

# How closely the evidence ties the copy: to this very text, to a text of an agency (that its record says is the
# agency's, or that only looks so), or to any that is earlier.
THIS_TEXT, ITS_RECORD, THIS_AGENCY, EARLIER = 4, 3, 2, 1

AGAINST, SILENT, SUPPORT, ALONE = -1, 0, 1, 2

TAKES = 30  # days within which an agency sends all takes of a story
YEAR = 366  # days: of dates further apart one has a wrong year, since nobody prints a story of last year as news
TOO_FAR = "the dates lie more than a year apart, so that one of them may be wrong"
NOT_FIRST = "the earlier date stands against an agency that gives the text as its own"
BEFORE = "the copy is dated before this text of its source, and may be of an earlier one"


class Verdict:
    """*side* is which of two texts is the copy (-1 the first, 1 the second, 0 undecided), *tie* how closely it is tied.

    *shared* names the source that both credit while neither is it.  *presumed* is the side that may well be the copy,
    though nothing proves it: beside an agency's own text, one that is no agency's.  *dates* is what the dates are to a
    decision: ALONE where nothing else carries it, else they SUPPORT it, are SILENT, or speak AGAINST it.  *source* is
    the source that what both have is taken from, whichever text of it that was.
    """

    __slots__ = ("confidence", "dates", "presumed", "reasons", "shared", "side", "source", "tie")

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
        self.source = ""


class Common:
    """What two texts have in common beside their words: whether nearly all of *one* is in *two*, which has more
    (*one_within*), or the other way round; which of them *quotes* the other's prose (-1 one, 1 two, 0 neither); whether
    they share a *part* only, and that a quotation (*said*), which both may have from the speaker; whether each has
    much of the other and much of its own (*apart*); whether one has *half* of the other; whether they
    are *alike* but for a few words; and whether all of *one* but its head and some words is in *two* (*one_held*), or
    the other way round.
    """

    __slots__ = (
        "alike", "apart", "half", "one_held", "one_within", "part", "quotes", "said", "two_held", "two_within",
    )  # fmt: skip

    def __init__(
        self,
        *,
        one_within: bool = False,
        two_within: bool = False,
        quotes: int = 0,
        part: bool = False,
        said: bool = False,
        apart: bool = False,
        half: bool = False,
        alike: bool = False,
        one_held: bool = False,
        two_held: bool = False,
    ) -> None:
        self.alike = alike
        self.one_held, self.two_held = one_held, two_held
        self.half = half
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
    both = one.own and one.own == two.own
    verdict = _take(one, two, common) if both else _decided(one, two, common)
    verdict.source = "" if common.said else _source(one, two)
    return verdict


def _decided(one: SourceProfile, two: SourceProfile, common: Common) -> Verdict:
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
        verdict = Verdict(side, tie, confidence, reasons)
        return _supported(verdict, one if forth else two, side * days, dated)
    third = (one.credits & two.credits) - {UNNAMED}
    if third:
        spelled = _spelled(min(third), one, two)
        return Verdict(0, reasons=(f"both credit {spelled}",), shared=spelled)
    return _by_nothing_but_dates(one, two, common, (days, dated))


def _by_nothing_but_dates(one: SourceProfile, two: SourceProfile, common: Common, dates: tuple[float, str]) -> Verdict:
    """Return what dates say, and that one is an agency's own text, where no credit ties the two."""
    days, dated = dates
    presumed = bool(one.own) - bool(two.own)
    if common.said:
        return Verdict(0, reasons=("both may have the quotation from the speaker",) if days else (), presumed=presumed)
    if presumed and common.half and days * presumed >= 0 and not (two if presumed > 0 else one).credits:
        return _uncredited(one, two, presumed, (days, dated))
    if not days:
        return Verdict(0, presumed=presumed)
    if common.part and not common.half:
        return Verdict(0, reasons=("dates do not show which of the two a shared part came from",), presumed=presumed)
    if common.apart and not (one.own or two.own):
        return Verdict(0, reasons=("each has much that the other has not, so that both may be versions of a third",))
    if not presumed and (one.announces or two.announces):
        return Verdict(0, reasons=("both may be prints of one press release",))
    if not presumed and not (common.two_held if days > 0 else common.one_held):
        return Verdict(0, reasons=("the later text has words of its own, so that both may be versions of a third",))
    return _by_date(one, two, days, dated, sure=bool(presumed) and not common.part)


def _take(one: SourceProfile, two: SourceProfile, common: Common) -> Verdict:
    """Return which of two texts of one agency is the later take: by marks of one kind, else by the agency's clock.

    A text without marks is the first, unless a clock says otherwise; one that is *alike* to an update may also have
    been sent again after it, which corrections and repeats say of themselves.  Takes of one story have much in common
    and are sent within days: what else two texts share is the agency's notes, or a story that it tells again.
    """
    agency = one.spelled[one.own]
    if abs(order(one, two)[0]) > TAKES:
        return Verdict(0, reasons=(f"both are {agency}'s own, and their dates are too far apart for one story",))
    marked, clock = marked_order(one.marks, two.marks), clock_order(one.stamp, two.stamp)
    numbered = bool(one.marks.keys() & two.marks.keys())
    if common.part and not (common.half or marked):
        return Verdict(0, reasons=(f"both are {agency}'s own, and have too little in common for takes of one story",))
    if common.alike and not (numbered or clock or (one.marks.keys() | two.marks.keys()) & OF_A_TAKE):
        marked = 0
    # A page that only looks like the agency's own may be an outlet's, made from an earlier take.
    recorded = one.own in one.publishers & two.publishers
    looks = (one.own in two.publishers) - (one.own in one.publishers)  # which of the two only looks so: 1 one, -1 two
    if marked and (numbered or clock in (0, marked)):
        sure = (numbered and clock in (0, marked)) or (recorded and marked == clock)
        confidence: Confidence = "high" if sure else "medium" if clock else "low"
        reasons: tuple[str, ...] = (f"the copy is a later take of the same {agency} story",)
        verdict = Verdict(marked, THIS_TEXT if numbered or recorded else ITS_RECORD, confidence, reasons)
    elif clock:
        reasons = (f"both are {agency}'s own, and the copy has the later time",)
        verdict = Verdict(clock, *((THIS_TEXT, "high") if recorded else (ITS_RECORD, "medium")), reasons)
    else:
        verdict = _dated_take(one, two, agency)
    if looks and looks == verdict.side and not (numbered or marked == clock):
        return Verdict(0, reasons=(f"the earlier may be another's print of a text that {agency} sent before",))
    verdict.dates = SUPPORT if clock == verdict.side else AGAINST if clock else SILENT
    return verdict


def _dated_take(one: SourceProfile, two: SourceProfile, agency: str) -> Verdict:
    days, dated = order(one, two)
    early, late = (one, two) if days > 0 else (two, one)
    if not days or (late.line and not late.stamp and not early.line):
        return Verdict(0, reasons=(f"both are {agency}'s own, and nothing says which is the later take",))
    return Verdict(1 if days > 0 else -1, ITS_RECORD, "medium", (dated,))


def _uncredited(one: SourceProfile, two: SourceProfile, side: int, dates: tuple[float, str]) -> Verdict:
    """Return that a page which credits nobody has its text from the agency whose own text the other is."""
    agency, copy = (one, two) if side > 0 else (two, one)
    days, dated = dates
    if abs(days) > YEAR or not _may_originate(agency, copy):
        return Verdict(0, presumed=side)
    reasons = (f"the original is {agency.spelled[agency.own]}'s own text, and the copy is not", UNCREDITED)
    verdict = Verdict(
        side, EARLIER, "medium" if days else "low", (*reasons[:1], dated, UNCREDITED) if days else reasons
    )
    verdict.dates = ALONE
    return verdict


def _source(one: SourceProfile, two: SourceProfile) -> str:
    """Return the source of what two texts have in common, "" for none: one is its own and the other credits it, or both
    do.  Several are joined by "+".
    """
    names = (one.taken & (two.taken | {two.own} | two.publishers)) | (two.taken & ({one.own} | one.publishers))
    names -= {UNNAMED, ""}
    return "+".join(sorted(_spelled(name, one, two) for name in names))


def _spelled(name: str, one: SourceProfile, two: SourceProfile) -> str:
    return min(one.spelled.get(name, name), two.spelled.get(name, name))


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


def _supported(verdict: Verdict, original: SourceProfile, days: float, dated: str) -> Verdict:
    """Return the verdict with what the dates add to it or take from it.

    A credit to an agency does not name its text: an update that is later than the copy is not what it was made from.
    """
    if days < 0 and original.marks and verdict.tie in (ITS_RECORD, THIS_AGENCY):
        return Verdict(0, verdict.tie, reasons=(BEFORE,), presumed=verdict.side)
    if days > 0:
        verdict.reasons += (dated,)
        verdict.dates = SUPPORT
    elif days < 0:
        lesser: dict[Confidence, Confidence] = {"high": "medium"}
        verdict.confidence = lesser.get(verdict.confidence, "low")
        verdict.reasons += ("though the copy has the earlier date",)
        verdict.dates = AGAINST
    return verdict


def _pulls(
    original: SourceProfile, copy: SourceProfile, *, within: bool, quotes: bool
) -> tuple[int, Confidence, tuple[str, ...]] | None:
    """Return (tie, confidence, reasons) where *copy* shows by itself that it derives from *original*, else None."""
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
