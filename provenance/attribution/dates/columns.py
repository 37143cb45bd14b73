"""From the dates in one field of a file's records to the order of day and month that all of them are written in.

03/14/2024 proves that the month comes first in 04/03/2024 too, where both stand in the same field of the same file.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.documents.rows import RowRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provenance.attribution.dates.moments import Moment
    from provenance.documents import Run
    from provenance.model import Statement

    # "day" or "month", whichever comes first, by the role of the field.
    Orders = Mapping[str, str]

_ROLES = ("date", "updated", "crawled")
NO_ORDERS: Orders = {}
# By the value of the setting.
ORDERS: dict[str, Orders] = {f"{first}-first": dict.fromkeys(_ROLES, first) for first in ("day", "month")}
_MONTHS = 12
_PATTERNS = {
    "value": r"[^\d\"]{0,16}(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d\d)(?!\d)",
    "in values": r"\"[^\d\"]{0,16}\d{1,2}[./-]\d{1,2}[./-]\d\d",  # of a column, where they are JSON
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


def field_orders(runs: Iterable[Run]) -> dict[str, Orders]:
    """Return the orders that the fields of records prove, by the path of the file; one that proves both has none."""
    return settled(proven_orders(runs))


def settled(proven: Mapping[str, Mapping[str, set[str]]]) -> dict[str, Orders]:
    """Return the orders of the fields that prove one only."""
    return {
        path: {role: next(iter(orders)) for role, orders in fields.items() if len(orders) == 1}
        for path, fields in proven.items()
    }


def proven_orders(runs: Iterable[Run]) -> dict[str, dict[str, set[str]]]:
    """Return all orders that the fields of records prove, by the path of the file."""
    proven: dict[str, dict[str, set[str]]] = {}
    for run in runs:
        for path, statements in _dated(run):
            for statement in statements:
                if statement.name in _ROLES and (order := _proof(statement.value)):
                    proven.setdefault(path, {}).setdefault(statement.name, set()).add(order)
    return proven


def in_order(moment: Moment, order: str) -> Moment:
    """Return *moment* with day and month in *order*, if they could be swapped and the order is known."""
    if not moment.swapped or not order:
        return moment
    parts = (moment.month, moment.day) if order == "day" else (moment.day, moment.month)
    return moment.read_as(moment.year, *parts, "order-by-field")


def _dated(run: Run) -> Iterator[tuple[str, Iterable[Statement]]]:
    """Yield path and statements of the records of *run*, unless none of them can have such a date."""
    if isinstance(run, RowRun):
        if not _pattern("in values").search(run.values.decode()):
            return
        yield from ((path, statements) for path, _, statements in run.containers())
        return
    for line, (path, _, statements) in zip(run.lines(), run.containers(), strict=True):
        if line is not None:
            yield path, statements


def _proof(value: str) -> str:
    found = _pattern("value").match(value.strip())
    if not found:
        return ""
    one, other = int(found[1]), int(found[3])
    if one > _MONTHS >= other:
        return "day"
    return "month" if other > _MONTHS >= one else ""
