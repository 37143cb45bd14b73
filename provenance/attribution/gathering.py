"""What is known of one document while its text is read for claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.dates.months import calendar
from provenance.attribution.dates.scan import with_numerals
from provenance.attribution.layout import LAST_LINES, lines_of
from provenance.attribution.sources.agencies import load

if TYPE_CHECKING:
    from provenance.attribution.dates.moments import Moment
    from provenance.config import Attributing
    from provenance.model import Asserter, Claim, Confidence


class Gathering:
    """What has been read so far of one document, whose own words begin at *header*."""

    def __init__(self, text: str, header: int, settings: Attributing) -> None:
        self.text = text
        # the numbers that can be of a date are kept with their lines; words are those that say when
        numbers, self.words = calendar().scan(text, header, len(text))
        if not text.isascii():
            numbers = with_numerals(text, header, len(text), numbers)
        self.agencies = load(settings.agencies)
        self.lines = lines_of(text, header, numbers)
        self.claims: list[Claim] = []
        self.pending: list[tuple[Moment, str, Asserter, Confidence]] = []
        self.taken: set[int] = set()  # starts of lines that are neither a sentence of the body nor a title
        self.addresses: set[int] = set()  # starts of lines that are an address
        self.captions: set[int] = set()  # starts of lines about a picture
        self.body = len(text)  # where the lead begins
        self.datelines = 0
        self.foot = 0  # the clues of the last lines
        for line in self.lines[-LAST_LINES:]:
            self.foot |= line.clues

    def date(self, moment: Moment, property_: str, asserter: Asserter, confidence: Confidence = "high") -> None:
        """Keep a date until all heads are read; then it is completed and claimed."""
        self.pending.append((moment, property_, asserter, confidence))
