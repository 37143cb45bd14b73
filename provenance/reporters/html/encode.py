"""From values to JSON as a page holds it: inert in an element of the page or a script beside it, or packed."""

from __future__ import annotations

from provenance.reporters.json_file import line

# From so many documents on, the quicker encoder is worth its import; both write the same.
_MANY = 500
_LEVEL = 1


def json(value: object, documents: int) -> str:
    """Return *value*, which is of a report of so many *documents*, as JSON in one line."""
    if documents < _MANY:
        return line(value)
    import orjson

    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return line(value)


def inert(content: str) -> str:
    """Return JSON with no sign in it that could end or change the element it stands in, or a line of a script."""
    return content.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def pack(content: str) -> str:
    """Return *content* as UTF-8, gzipped without a time, in base64."""
    import zlib
    from binascii import b2a_base64

    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    return b2a_base64(packer.compress(content.encode()) + packer.flush(), newline=False).decode()
