"""From a dateline to claims: place, date, source, and who handed the story on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.datelines.scan import dateline_behind
from provenance.attribution.datelines.telegrams import signed_claims
from provenance.attribution.dates.pending import Pending
from provenance.attribution.sources.credited import chain_claims
from provenance.model import Claim, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.attribution.datelines.parts import Dateline
    from provenance.attribution.dates.moments import Moment
    from provenance.attribution.dates.pending import Found
    from provenance.attribution.sources.agencies import Agencies


def dateline_claims(text: str, dateline: Dateline, end: int, agencies: Agencies) -> Iterator[Found]:
    """Yield what a dateline of *text* says, whose line ends at *end*.

    One that another follows at once is the prefix of a distributor: NAME, DATE - PLACE (AGENCY) -.
    """
    span = Span(dateline.start, dateline.end)
    if dateline.date:
        yield Pending(_settled(dateline.date, dateline.agencies, agencies), "published", "dateline")
    second = _second(text, dateline, end, agencies)
    if second:
        yield Claim("distributor", dateline.place, span, "dateline", "dateline", "medium", ("prefix",))
        yield from dateline_claims(text, second, end, agencies)
        return
    if dateline.place and (dateline.agencies or dateline.date):
        yield Claim("place", dateline.place, span, "dateline", "dateline", "high")
    elif dateline.place:
        yield Claim("place", dateline.place, span, "dateline", "dateline", "low", ("place-only",))
    if dateline.agencies:
        chain = agencies.placed(dateline.agencies, dateline.place)
        yield from chain_claims(chain, span, "dateline", "dateline")
    if not text.isascii():
        yield from signed_claims(text, dateline.start, dateline.end)
    if dateline.unknown:
        yield Claim("source", dateline.unknown, span, "dateline", "dateline", "medium", ("unknown-agency",))


def _settled(date: Moment, keys: tuple[str, ...], agencies: Agencies) -> Moment:
    """Return a date whose order of day and month is open in the order of its agencies: the United States' put the
    month first, and no others do.
    """
    if not (date.swapped and keys) or ["US"] in (agencies.entries[key].get("country", ["US"]) for key in keys):
        return date
    return date.read_as(date.year, date.month, date.day, "order-by-agency")


def _second(text: str, dateline: Dateline, end: int, agencies: Agencies) -> Dateline | None:
    """Return the dateline that follows one without an agency at once, or None."""
    if not dateline.date or dateline.agencies:
        return None
    rest = dateline.end
    while text[rest : rest + 1].isspace() and rest < end:
        rest += 1
    second = dateline_behind(text, rest, end, agencies)
    return second if second and text[second.end - 1] not in ")]" else None
