"""From EDTF dates to days that can be compared and drawn."""

from __future__ import annotations

import re
from functools import lru_cache

_DATE = r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?"


# Of a corpus many documents share a date.
@lru_cache(10_000)
def day(published: str) -> str:
    """Return the first day, month or year that an EDTF date names ("2021-09-05", "2021-09", "2021"), "" for none."""
    found = re.search(_DATE, published)
    return "-".join(part for part in found.groups() if part) if found else ""


@lru_cache(10_000)
def ordinal(named: str) -> int | None:
    """Return the number of the day that *named* is, or with which its month or year begins; None for no such day."""
    from datetime import date

    year, month, of_month = (*map(int, named.split("-")), 1, 1)[:3] if named else (0, 1, 1)
    try:
        return date(year, month, of_month).toordinal()
    except ValueError:
        return None
