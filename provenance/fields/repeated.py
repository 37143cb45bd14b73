"""From a line of JSON to the fields that it repeats: parsers keep the last value and drop the others silently.

Both the kernels and the readers check this.  The usual line is cleared without parsing, which costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_AFTER_A_NAME = (b":", b" ", b"\t", b"\r")


def may_repeat(line: bytes, names: Iterable[bytes]) -> bool:
    """Return whether *line* may repeat one of the fields *names*; False is certain, True is seldom wrong."""
    pieces = line.split(b'"')
    if any(pieces.count(name) > 1 for name in names):
        return True
    # An escape can spell any letter of a name, and a quotation mark after a backslash does not end the string.
    return b"\\" in line and any(
        piece[:1] in _AFTER_A_NAME and piece.lstrip().startswith(b":") and (b"\\" in name or before.endswith(b"\\"))
        for before, name, piece in zip(pieces, pieces[1:], pieces[2:], strict=False)
    )


def conflicting(line: bytes, names: Iterable[bytes]) -> Iterator[str]:
    """Yield those of *names* to which the object on *line* gives different values."""
    import json

    top: list[tuple[str, object]] = []

    def keep_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
        top[:] = pairs  # the outermost object comes last
        return dict(pairs)

    try:
        # Numbers are kept as strings, since they may have any length; bytes that are not UTF-8 stay distinct.
        text = line.decode("utf-8", "surrogateescape")
        json.loads(text, object_pairs_hook=keep_pairs, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return
    for name in dict.fromkeys(name.decode("utf-8", "surrogatepass") for name in names):
        values = [value for key, value in top if key == name]
        if any(value != values[0] for value in values):
            yield name
