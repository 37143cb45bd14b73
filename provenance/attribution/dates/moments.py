"""A date as a text prints it, and its EDTF form (ISO 8601-2:2019, levels 0 to 2)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from provenance.model import ClaimFlag

_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
FIRST_NEWSPAPER = 1605
_DAYS_KEPT = 4096  # a document names few days, and asks for each many times


class Moment:
    """A date printed in a text at [start, end): parts that are not printed are 0 or "".

    *pattern* names what found it, *flags* say what else is known of it, first of all whether the calendar has such a
    day.  *swapped* is set where day and month may be the other way round; *until* is the last day of a range.

    Types keep it as it was made (Final).  A text has six, and a frozen attrs class takes four times as long to make.
    """

    __slots__ = ("clock", "day", "end", "flags", "month", "pattern", "start", "swapped", "until", "year", "zone")

    def __init__(
        self, start: int, end: int, pattern: str, year: int, month: int, day: int, until: int = 0, clock: str = "",
        zone: str = "", flags: tuple[ClaimFlag, ...] | None = None, *, swapped: bool = False,
    ) -> None:  # fmt: skip
        self.start: Final = start
        self.end: Final = end
        self.pattern: Final = pattern
        self.year: Final = year
        self.month: Final = month
        self.day: Final = day
        self.until: Final = until
        self.swapped: Final = swapped
        self.clock: Final = clock
        self.zone: Final = zone
        self.flags: Final[tuple[ClaimFlag, ...]] = (
            flags if flags is not None
            # every month has 28 days
            else () if (0 < month <= 12 and 0 <= day <= 28) or possible(year, month, day)
            else ("implausible",)
        )  # fmt: skip

    def read_as(self, year: int, month: int, day: int, flag: ClaimFlag) -> Moment:
        """Return the same date with nothing left open; *flag* says what its year, month and day are known from."""
        return Moment(
            self.start, self.end, self.pattern, year, month, day, self.until, self.clock, self.zone,
            (*self.flags, flag),
        )  # fmt: skip

    def timed(self, start: int, end: int, clock: str, zone: str = "") -> Moment:
        """Return the same date with a time of day, which makes it reach from *start* to *end*."""
        return Moment(
            start, end, self.pattern, self.year, self.month, self.day, self.until, clock, zone, self.flags,
            swapped=self.swapped,
        )  # fmt: skip

    def flagged(self, flag: ClaimFlag) -> Moment:
        """Return the same date with *flag*."""
        return Moment(
            self.start, self.end, self.pattern, self.year, self.month, self.day, self.until, self.clock, self.zone,
            (*self.flags, flag), swapped=self.swapped,
        )  # fmt: skip

    @property
    def flags_shown(self) -> tuple[ClaimFlag, ...]:
        """The flags of a claim of this date: also that it is ambiguous, and that its time has no zone."""
        flags = (*self.flags, "ambiguous") if self.swapped else self.flags
        return (*flags, "no-zone") if self.clock and not self.zone else flags

    @property
    def number(self) -> int:
        """The number of the day, 0 where the date is not one whole, possible day."""
        whole = self.year and self.month and self.day and not (self.swapped or self.until)
        return ordinal(self.year, self.month, self.day) if whole and "implausible" not in self.flags else 0

    @property
    def value(self) -> str:
        """The date in EDTF."""
        if self.swapped:
            one, other = sorted(((self.month, self.day), (self.day, self.month)))
            return f"[{spelled(self.year, *one)},{spelled(self.year, *other)}]"
        if self.until:
            return f"{spelled(self.year, self.month, self.day)}/{spelled(self.year, self.month, self.until)}"
        if self.clock:
            return f"{spelled(self.year, self.month, self.day)}T{self.clock}{self.zone}"
        return spelled(self.year, self.month, self.day)


def spelled(year: int, month: int, day: int) -> str:
    """Return the EDTF form of a date whose missing parts are 0."""
    if year and month and day:
        return f"{year:04d}-{month:02d}-{day:02d}"
    value = f"{year:04d}" if year else "XXXX"
    if month or day:
        value += f"-{month:02d}" if month else "-XX"
    if day:
        value += f"-{day:02d}"
    return value


def possible(year: int, month: int, day: int) -> bool:
    """Return whether the calendar has this date; missing parts are 0 and hold nothing against it."""
    if not 0 <= month <= 12 or not 0 <= day <= _DAYS[month or 1]:
        return False
    return not (month == 2 and day == 29 and year and not _leap(year))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@lru_cache(_DAYS_KEPT)
def ordinal(year: int, month: int, day: int) -> int:
    """Return the number of a possible day in the proleptic Gregorian calendar, 1 for 1 January of the year 1."""
    past = year - 1
    days = past * 365 + past // 4 - past // 100 + past // 400
    return days + _BEFORE[month] + (month > 2 and _leap(year)) + day


# The days that others are inferred from: since the first newspaper, and never so late that a day near one has a year
# of five digits, which EDTF writes another way.
ANCHORS = range(ordinal(FIRST_NEWSPAPER, 1, 1), ordinal(9999, 1, 1))


@lru_cache(_DAYS_KEPT)
def from_ordinal(number: int) -> tuple[int, int, int]:
    """Return year, month and day of the day with this number, which is at least 1."""
    year = max(1, (number - 1) * 400 // 146097)
    while number > ordinal(year, 12, 31):
        year += 1
    month = 12
    while number < ordinal(year, month, 1):
        month -= 1
    return year, month, number - ordinal(year, month, 1) + 1


def day_of(value: str) -> int:
    """Return the number of the day that an EDTF *value* begins with, or 0 where it is not one whole, possible day."""
    return 0 if "/" in value else _day_of(value[:10])


@lru_cache(_DAYS_KEPT)
def _day_of(value: str) -> int:
    if len(value) < 10 or value[4] != "-" or value[7] != "-" or not value[:4].isdigit():
        return 0
    month, day = value[5:7], value[8:10]
    if not (month.isdigit() and day.isdigit()):
        return 0
    year = int(value[:4])
    return ordinal(year, int(month), int(day)) if possible(year, int(month), int(day)) and int(month) * int(day) else 0


@lru_cache(_DAYS_KEPT)
def nearest_year(month: int, day: int, anchor: int) -> int:
    """Return the year in which this month and day (0: the month's middle) is nearest to the day numbered *anchor*."""
    around = from_ordinal(anchor)[0]
    years = [year for year in (around - 1, around, around + 1) if year > 0 and possible(year, month, day)]
    if not years:
        return around
    return min(years, key=lambda year: (abs(ordinal(year, month, day or 15) - anchor), -year))
