"""From a run to the one day that its archive forms must state: never from the clock."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from provenance.documents import containers
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Report
    from provenance.settings import Config

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?![\d/])")
# Dates that a text does not state as a fact about itself.
_DOUBTFUL = frozenset(("implausible", "future", "ambiguous", "unread", "before-its-time", "after-its-time"))
_STATED = ("published", "updated")


def day_of(report: Report, config: Config) -> str:
    """Return the day that a form must state, as YYYY-MM-DD, which is EDTF.

    It is the day of SOURCE_DATE_EPOCH, else of --as-of, else the newest day that the inputs state.  Raises UsageError
    where there is none.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
        except (ValueError, OverflowError, OSError) as error:
            raise UsageError(f"SOURCE_DATE_EPOCH={epoch}: give seconds since 1970, or unset it") from error
    if config.attributing.as_of:
        return config.attributing.as_of
    newest = max(_days(report), default="")
    if not newest:
        raise UsageError("an archive must state a day, and no text states one; give it with --as-of YYYY-MM-DD")
    return newest


def moment_of(report: Report, config: Config) -> str:
    """Return the day that a form must state as the moment at which it begins."""
    return f"{day_of(report, config)}T00:00:00Z"


def _days(report: Report) -> Iterator[str]:
    for _, _, statements in containers(report.evidence.documents):
        for statement in statements:
            if statement.name in {"crawled", "date", "updated"}:
                yield from _day(statement.value)
    for attribution in report.evidence.attributions:
        for claim in attribution.claims:
            if claim.property in _STATED and _DOUBTFUL.isdisjoint(claim.flags):
                yield from _day(claim.value)


def _day(value: str) -> Iterator[str]:
    match = _DAY.match(value)
    if match:
        try:
            yield date.fromisoformat(match[0]).isoformat()
        except ValueError:
            return
