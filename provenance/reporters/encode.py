"""From values to JSON in one line, by the standard library or, for large reports, by orjson: both write the same bytes.

Lone surrogates, which UTF-8 cannot hold, are written as visible backslash escapes.
"""

from __future__ import annotations

from functools import lru_cache
from json import JSONEncoder
from typing import TYPE_CHECKING

from provenance.reporters.display.words import visible

if TYPE_CHECKING:
    from collections.abc import Callable

# documents; importing orjson costs a smaller report more than encoding it all with the standard library
MIN_DOCUMENTS = 500
_MIN_FIXED_POINT = 0.0001  # a smaller number is written with an exponent
_ENCODER = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def encode(value: object) -> str:
    """Return *value* as JSON in one line."""
    text = _ENCODER.encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _ENCODER.encode(_encodable(value))
    return text


def encoder(documents: int) -> Callable[[object], str]:
    """Return the encoder that is faster, with its import, for a report of so many *documents*."""
    if documents < MIN_DOCUMENTS:
        return encode
    from orjson import Fragment, dumps

    def fragment(value: object) -> Fragment:
        if isinstance(value, Small):
            return Fragment(repr(value))
        raise TypeError(f"{type(value).__name__} cannot be written as JSON")

    def encode_fast(value: object) -> str:
        try:
            return dumps(value, default=fragment).decode()
        except TypeError:
            # orjson refuses lone surrogates.
            return encode(value)

    return encode_fast


class Small(float):
    """A share so small that each encoder would write its exponent in a way of its own."""

    __slots__ = ()


# Most shares are 0 or 1.
@lru_cache(1024)
def share(value: float) -> float:
    """Return *value* rounded to six decimals."""
    rounded = round(value, 6)
    return rounded if rounded >= _MIN_FIXED_POINT or not rounded else Small(rounded)


def _encodable(value: object) -> object:
    """Return *value* with lone surrogates as backslash escapes."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {name: _encodable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(inner) for inner in value]
    return value
