"""A date that an extractor read, and that becomes a claim once the document's own day is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from provenance.model import Claim

if TYPE_CHECKING:
    from provenance.attribution.dates.moments import Moment
    from provenance.model import Asserter, Confidence


class Pending(NamedTuple):
    """*moment* as printed, and the claim that it is to become.

    *late*: it is on a line behind the lead that looks like a timestamp, and is of another article unless that line
    follows this article's title.
    """

    moment: Moment
    property: Literal["published", "updated", "photo_date"]
    asserter: Asserter
    confidence: Confidence = "high"
    late: bool = False

    def says(self, name: str) -> bool:
        """Return whether it is the document's own date of that *name*."""
        return self.property == name and not self.late


# What extractors yield.
Found = Claim | Pending
