"""From the value of a record's field to statements: strings and numbers, alone, in lists and in objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance.fields import says_nothing
from provenance.model import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Keys under which an object holds what it is about: a feed's source and schema.org's people have a name, a database's
# dates a sign, the addresses of linked data an @id.
_INNER = {"url": ("url", "@id", "href", "link"), "author": ("name", "fullname", "full_name")}
_DATES = ("$date", "$numberLong", "@value", "value", "date")
_NAMES = ("name", "title", "@value")
_WHEN = frozenset(("date", "updated", "crawled"))
_DEPTH = 2  # objects in objects: {"$date": {"$numberLong": …}}
# Roles of which all fields count: an author and a byline may name different people.  Of others the first one does.
_SHARED = frozenset(("author",))


class Stated(NamedTuple):
    """A field that states something: its *role*, the *column* that has it, and its path in the column's value."""

    role: str
    column: int
    inner: tuple[str, ...] = ()


def statements(stated: Iterable[Stated], values: Mapping[int, object]) -> Iterator[Statement]:
    """Yield what the fields *stated* say, from the *values* of columns by their numbers."""
    said: set[str] = set()
    for role, column, inner in stated:
        value = values.get(column)
        if value is None or role in said:
            continue
        for name in inner:
            value = value.get(name) if isinstance(value, dict) else None
        found = False
        for statement in statements_of(role, value):
            found = True
            yield statement
        if found and role not in _SHARED:
            said.add(role)


def statements_of(role: str, value: object) -> Iterator[Statement]:
    """Yield the statements in the *value* of a field, one for each item of a list; placeholders state nothing."""
    if isinstance(value, str):
        if value and not says_nothing(value, role):
            yield Statement(role, value, "container")
        return
    for one in value if isinstance(value, list) else (value,):
        for plain in within(one, role) if isinstance(one, dict) else (one,):
            if (
                isinstance(plain, str | int | float)
                and not isinstance(plain, bool)
                and not says_nothing(str(plain), role)
            ):
                yield Statement(role, str(plain), "container")


def within(value: Mapping[str, object], role: str) -> Iterator[object]:
    """Yield what an object says by itself: its name, its date, its address."""
    keys = _DATES if role in _WHEN else _INNER.get(role, _NAMES)
    one: object = value
    for _ in range(_DEPTH):
        if not isinstance(one, dict):
            break
        inner = one
        one = next((inner[key] for key in keys if inner.get(key) is not None), None)
    if one is not None:
        yield one
