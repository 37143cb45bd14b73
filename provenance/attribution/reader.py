"""The walk through the lines of a document: what each line says, and what that means for those that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.clues import ADDRESS, CUT, LABEL, OPENING, REVISED, RIGHTS, SLASH
from provenance.attribution.datelines.claims import dateline_claims
from provenance.attribution.datelines.lines import HEAD_LINES, Datelines
from provenance.attribution.datelines.releases import wired
from provenance.attribution.dates.pending import Pending
from provenance.attribution.dates.scan import dates_in
from provenance.attribution.layout import Context, Outline, begins_body, numbered, reads_on, standfirst
from provenance.attribution.sources import (
    bylines,
    captions,
    closings,
    containers,
    elsewhere,
    events,
    glued,
    heads,
    labelled,
    listings,
    own,
    records,
    shown,
    tables,
    takes,
    timestamps,
    titles,
    unlabelled,
)
from provenance.attribution.sources.credits import credit_claims
from provenance.attribution.sources.mail import mail_of
from provenance.attribution.sources.notes import note_claims
from provenance.attribution.sources.releases import released
from provenance.attribution.sources.revisions import revision_claims
from provenance.attribution.sources.rights import head_rights, rights_claims
from provenance.attribution.sources.truncation import truncation_claims
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.attribution.datelines.parts import Dateline
    from provenance.attribution.dates.pending import Found
    from provenance.attribution.layout import Line
    from provenance.attribution.sources.agencies import Agencies
    from provenance.attribution.sources.timestamps import Stamp

# An extractor finds something in a line after the lead only if it has one of these clues, or a number.
_CLUES = captions.CLUES | ADDRESS | OPENING | SLASH
_NAMING = frozenset(("author", "source"))


class Reader:
    """The walk through the lines of a document: the one place that keeps what was read so far.

    Extractors are given lines and their context, and yield claims and dates; what those mean for the lines that
    follow is decided here.
    """

    __slots__ = (
        "addresses",
        "agencies",
        "bare",
        "captions",
        "claims",
        "context",
        "datelined",
        "datelines",
        "embargoed",
        "furniture",
        "headers",
        "lead",
        "pending",
    )

    def __init__(self, context: Context, agencies: Agencies) -> None:
        self.context = context
        self.agencies = agencies
        self.datelines = Datelines(context, agencies)
        self.claims: list[Claim] = []
        self.pending: list[Pending] = []
        self.bare: set[int] = set()  # where days begin that no label is beside
        self.furniture: set[int] = set()
        self.addresses: set[int] = set()
        self.captions: set[int] = set()
        self.lead = len(context.text)
        self.datelined = self.embargoed = False
        self.headers = 0  # lines of a mail's header, which the text begins with

    def outline(self) -> Outline:
        """Return what the lines turned out to be."""
        return Outline(self.lead, self.furniture, self.addresses, self.captions)

    def read(self) -> None:
        """Read all lines, then what only the whole text tells: its credits, its foot, its title."""
        lines, agencies = self.context.lines, self.agencies
        titled = self._mail()
        for count, line in enumerate(lines[self.headers :] if self.headers else lines, self.headers):
            # Most lines are sentences of the body and nothing else.
            head = line.start < self.lead or not (self.datelined or count >= HEAD_LINES)
            if head or line.numbers or line.clues & _CLUES:
                self._line(line, count)
        if not self.datelined and (found := self.datelines.embedded()):
            self._begin(*found)
        self.claims += credit_claims(lines, agencies, self.captions)
        self.claims += note_claims(lines, agencies)
        self._foot()
        self.claims = released(self.claims, self.context, agencies)
        if len(self.pending) > 1:
            self.pending = own.without_states(self.pending, self.bare)
        if self.pending and self.embargoed:
            self.pending = own.under_embargo(self.pending)
        headline = None if titled else titles.title_of(self.context.text, lines, self.furniture, self.lead)
        title = headline.line if headline else None
        if headline and title:
            span = Span(title.start, title.end)
            self.claims.append(Claim("title", title.text, span, "body", "title-line", headline.confidence))
            self.furniture.add(title.start)
            self.claims += titles.titled_outlet(title, agencies)
            if [each for each in self.pending if each.late]:
                self.pending = own.accepted(self.pending, lines, title.text)
        if self.bare:
            self._weigh(title)

    def _weigh(self, title: Line | None) -> None:
        """Take from the days that no label is beside what the lines around them speak against."""
        lines = self.context.lines
        self.pending = elsewhere.without_linked(self.pending, lines, self.bare)
        self.pending = shown.without_clock(self.pending, lines, title, self.bare)
        if len(self.bare) >= listings.FEWEST:
            self.pending, self.claims = listings.without_listed(self.pending, self.claims, lines, self.bare)
        self.pending = records.without_fields(self.pending, lines)
        self.pending = list(tables.without_entries(self.pending, lines, self.bare))
        self.pending = list(events.without_events(self.pending, lines, self.bare, title))
        self.pending = list(own.weighed(self.pending, self.claims, lines, self.bare))

    def _mail(self) -> bool:
        """Keep what the header of a mail says that the text begins with; return whether it gives a title."""
        mail = mail_of(self.context.text, self.context.lines, self.agencies)
        if mail is None:
            return False
        self._keep(mail.found)
        self.headers = mail.length
        self.furniture.update(line.start for line in self.context.lines[: mail.length])
        return any(isinstance(each, Claim) and each.property == "title" for each in mail.found)

    def _keep(self, found: Iterable[Found]) -> None:
        """Keep claims, and dates that wait for the document's own."""
        for each in found:
            if isinstance(each, Pending):
                self.pending.append(each)
            else:
                self.claims.append(each)

    def _line(self, line: Line, count: int) -> None:
        if line.clues & captions.CLUES and not self._timed(line) and self._picture(line):
            return
        if line.clues & ADDRESS and _addressed(line.text) and not (line.numbers and _linked(line.text)):
            self._keep(containers.address_claims(line, self.agencies, own=line.start < self.lead))
            self.furniture.add(line.start)
            self.addresses.add(line.start)
            return
        dateline = self.datelines.at(line, count, self.lead, seen=self.datelined)
        if dateline:
            self._begin(dateline, line)
        if line.numbers and line.clues & SLASH and line.start <= self.lead:
            self.pending += wired(self.context.text, line)
        dated = bool(line.numbers) or (line.start < self.lead and numbered(line))
        if dated and self._stamps(line, count, begun=dateline is not None):
            self.furniture.add(line.start)
            if line.start < self.lead and not any(each.property == "author" for each in self.claims):
                self.claims += list(unlabelled.poster_claims(line)) or self._stamped_by(line)
        if line.start < self.lead and line.start not in self.furniture:
            self._head(line, count)

    def _stamped_by(self, line: Line) -> list[Claim]:
        """Return the person whose name is before the day of a line of timestamps."""
        day = next((each.moment.start for each in self.pending if line.start < each.moment.start < line.end), 0)
        return list(unlabelled.stamped_claims(line, day)) if day else []

    def _timed(self, line: Line) -> bool:
        """Whether a line in the head begins with a day and a time, and credits a picture behind them only."""
        if line.start >= self.lead or not line.numbers or line.numbers[0][0] > line.start:
            return False
        moment = next(dates_in(self.context.text, line), None)
        return moment is not None and moment.start == line.start and bool(moment.clock)

    def _picture(self, line: Line) -> bool:
        """Keep what a line says about a picture; return whether it is about nothing else."""
        found = list(captions.photo_claims(line, self.agencies))
        self.claims += found
        if not found or (reads_on(line.text) and line.text[-1] not in ")]）"):
            return False
        self.furniture.add(line.start)
        self.captions.add(line.start)
        return True

    def _begin(self, dateline: Dateline, line: Line) -> None:
        """Keep what a dateline says; the lead begins with it."""
        self.lead = min(self.lead, line.start)
        self.datelined = True
        self._keep(dateline_claims(self.context.text, dateline, line.end, self.agencies))

    def _stamps(self, line: Line, count: int, *, begun: bool) -> bool:
        """Keep the timestamps of a line that no dateline has *begun*; return whether it holds nothing else."""
        text, agencies = self.context.text, self.agencies
        if image := captions.image_claims(line, text, agencies):
            self._keep(image)
            return True
        if fused := glued.glued_claims(line, text, agencies):
            self._keep(fused)
            return False
        if begun:
            return False
        lines, late = self.context.lines, line.start >= self.lead
        above = lines[count - 1].text if count else ""
        below = lines[count + 1].text if count + 1 < len(lines) else ""
        stamp = timestamps.stamp_of(line, text, agencies, above=above, below=below, late=late)
        behind = late and stamp is not None and self._behind_standfirst(stamp, count)
        if stamp is None or (late and not behind and not stamp.dates_text):
            return False
        if stamp.dates and shown.clocked(text[line.start : stamp.dates[0][0].start]):
            return True
        self.embargoed = self.embargoed or any("embargo" in moment.flags for moment, _ in stamp.dates)
        if not stamp.labelled:
            self.bare.update(moment.start for moment, _ in stamp.dates)
        # What a list of links or references names is of other texts.
        named = not (late and stamp.names and ('"' in line.text or listings.referred(lines, count)))
        found = timestamps.stamp_claims(stamp, late=late and not behind, sure=not behind)
        self._keep(each for each in found if named or isinstance(each, Pending))
        return True

    def _behind_standfirst(self, stamp: Stamp, count: int) -> bool:
        """Return whether the timestamp in line *count* is of the text, though a sentence or two are before it: a
        standfirst, a caption.
        """
        if self.datelined or [each for each in self.pending if each.says("published") and self._holds(each, stamp)]:
            return False
        lines = self.context.lines
        first = next((n for n in range(count - 1, -1, -1) if lines[n].start == self.lead), 0)
        above = lines[count - 1].text
        sure = stamp.labelled or stamp.names or any(moment.clock for moment, _ in stamp.dates)
        if not first or not (sure or reads_on(above) or labelled.signed(above)):
            return False
        return standfirst(lines[first:count]) and begins_body(lines[count + 1 : count + 8])

    def _holds(self, dated: Pending, stamp: Stamp) -> bool:
        """Whether a day that was read before a timestamp is as sure as that: a label is beside it, or beside none."""
        return not (stamp.labelled and dated.moment.start in self.bare)

    def _head(self, line: Line, count: int) -> None:
        """Keep what a line before the lead says of who wrote the text; the first that reads on is the lead."""
        self.claims += takes.take_claims(line)
        lines = self.context.lines
        if line.clues & RIGHTS and (noticed := list(head_rights(line, self.agencies))):
            self.claims += noticed
            self.furniture.add(line.start)
            return
        if reads_on(line.text):
            if not self._stands_first(count):
                self.lead = line.start
            return
        if line.clues & OPENING and tables.tabled(lines, count):
            return
        found = list(bylines.byline_claims(lines, count, self.agencies)) or list(bylines.outlet_claims(lines, count))
        if found:
            self.claims += found
            self.furniture.add(line.start)

    def _stands_first(self, count: int) -> bool:
        """Return whether a sentence is a standfirst or a caption: the byline or the day that the head lacks follows."""
        if len(self.context.lines[count].text) > heads.LONGEST:
            return False
        signed = any(each.property in _NAMING and each.asserter != "caption" for each in self.claims)
        dated = any(each.says("published") for each in self.pending)
        return heads.stands_first(self.context, count, self.agencies, heads.Head(signed, dated))

    def _foot(self) -> None:
        """Keep what else than a credit the last lines say."""
        text, lines, foot = self.context.text, self.context.lines, self.context.foot
        if foot & RIGHTS:
            self.claims += rights_claims(lines, self.agencies)
        if foot & LABEL:
            self.claims += closings.foot_bylines(lines, self.lead)
        if foot & CUT:
            self.claims += truncation_claims(lines)
        if [each for each in self.pending if each.late]:
            self.pending = own.at_foot(self.pending, lines, self.bare)
        if foot & REVISED:
            self.pending += revision_claims(text, lines, self.pending)
        stamps = list(closings.closing_claims(text, lines, self.agencies))
        self.pending = [*closings.without_parts(self.pending, stamps), *stamps] if stamps else self.pending
        if not [each for each in self.pending if each.says("published")]:
            self.pending += closings.last_day_claims(text, lines)


def _linked(text: str) -> bool:
    """Whether a line has a link in Markdown, with words of its own: [5 March 2024](https://example.org/)."""
    return "](" in text and not text.startswith("](")


def _addressed(text: str) -> bool:
    return "://" in text and len(text) < 600 and not reads_on(text)
