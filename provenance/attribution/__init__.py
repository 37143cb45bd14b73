"""From a document to who says where it came from and when: claims, each with its passage, and what they add up to.

`gather` walks through a document's lines with the extractors of three rooms: `dates` reads days and times, `datelines`
the start of a paragraph, `sources` everything else that names somebody.  Each yields claims and edits nothing; the
reader in `gather` keeps what they yield.  `reconcile` weighs the claims, and `explain` says how.

How the rules' conditions follow from an Attribution (a claim's *pattern* names what found it, its *flags* say what else
is known of it; `claim.method` joins them by "/" for reports):

no source               source_standing == "missing"
weakly evidenced        source_confidence == "low"
sources conflict        source_standing == "conflict"
republished, no outlet  every claim of the source is a credit's and nothing names a distributor: len(chain) == 1
no date                 published_standing == "missing"
dates conflict          published_standing == "conflict"
implausible date        "implausible" (31 February, before 1605) or "future" among a date claim's flags
ambiguous date          "ambiguous" among a published claim's flags; its value is EDTF "[2024-03-04,2024-04-03]"
only the crawler's      published_asserters == ("crawl header",) (published_standing is then "inferred")
time without zone       "no-zone" among the flags of a published claim

Other flags: "inferred-year" (completed by another claim), "settled" (day and month told apart by another claim),
"order-by-text" and "order-by-agency" (by the text's language or its other dates, by the agency's country),
"inferred-month", "unread" (a date field that no form fits; value ""), "unknown-agency" (a service not in the table),
"before-its-time" and "after-its-time" (an agency's name that was not in use on the day of publication); see ClaimFlag.
Confidence: high, the passage says it in so many words; medium, it follows from the passage and one assumption (a
weekday, a service that the table does not know, a field of the container); low, a mark that others use too, or a date
that is ambiguous or impossible.  Which asserter is believed first is in `ranking`: SOURCES and DATES.
Dates are EDTF; a time is written "2021-09-28T12:14Z", with seconds only where they are printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.dates.columns import NO_ORDERS, field_orders
from provenance.attribution.gather import claims
from provenance.attribution.reconcile import reconcile
from provenance.attribution.sources.agencies import load
from provenance.settings import Attributing

if TYPE_CHECKING:
    from provenance.attribution.dates.columns import Orders
    from provenance.model import Attribution, Document

__all__ = ["attribute", "claims", "field_orders", "load", "reconcile"]

_USUAL = Attributing()


def attribute(
    text: str, document: Document | None = None, settings: Attributing = _USUAL, orders: Orders = NO_ORDERS
) -> Attribution:
    """Return the claims of *text* about its source and dates, and what they add up to.

    *document* gives what its container says; without it, only the text speaks (and a crawl header at its start).
    *orders* say which of day and month comes first in the fields of its file, as `field_orders` found it.
    """
    found = reconcile(claims(text, document, settings, orders), load(settings.agencies))
    if document is None or not (settings.source or settings.published or settings.url):
        return found
    from provenance.attribution.folders import with_folder

    return with_folder(found, document, settings)
