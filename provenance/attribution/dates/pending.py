"""A date that an extractor read, and that becomes a claim once the document's own day is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from provenance.model import Claim

if TYPE_CHECKING:
    from provenance.attribution.dates.moments import Moment
    from provenance.model import Asserter, Confidence


DateProperty = Literal["published", "updated", "photo_date", "event_date", "mentioned_date"]


class Pending:
    """*moment* as printed, and the claim that it is to become; types keep it as it was made (Final).

    *late*: it is on a line behind the lead that looks like a timestamp, and is of another article unless that line
    follows this article's title.
    """

    __slots__ = ("asserter", "confidence", "late", "moment", "property")

    def __init__(
        self, moment: Moment, name: DateProperty, asserter: Asserter, confidence: Confidence = "high", *,
        late: bool = False,
    ) -> None:  # fmt: skip
        self.moment: Final = moment
        self.property: Final = name
        self.asserter: Final[Asserter] = asserter
        self.confidence: Final[Confidence] = confidence
        self.late: Final = late

    def of(self, moment: Moment) -> Pending:
        """Return the same with another reading of its date."""
        if self.late:
            return Pending(moment, self.property, self.asserter, self.confidence, late=True)
        return Pending(moment, self.property, self.asserter, self.confidence)

    def says(self, name: str) -> bool:
        """Return whether it is the document's own date of that *name*."""
        return self.property == name and not self.late


# What extractors yield.
Found = Claim | Pending
