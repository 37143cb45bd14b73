"""From any text to something inert in a page: escaped and on one line, as JSON, or packed."""

from __future__ import annotations

from provenance.reporters.display import one_line
from provenance.reporters.encode import encoder

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
LONGEST = 300  # characters of a cell; the CSV files have the whole value
_LEVEL = 1  # of zlib, the fastest
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def escape(text: str) -> str:
    """Return *text* escaped for use between tags and in quoted attributes."""
    return text.translate(_ESCAPES)


def shown(text: str, longest: int = LONGEST) -> str:
    """Return *text* on one line, cut after *longest*, with what cannot be printed (bidi overrides too) as escapes."""
    return escape(cut(one_line(text[: longest + 1]), longest))


def cut(text: str, longest: int = LONGEST) -> str:
    """Return *text* with its end replaced by an ellipsis where it is longer than *longest*."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def in_address(text: str) -> str:
    """Return *text* quoted for an address, as urllib's quote does: other bytes than letters and digits by number."""
    if _UNRESERVED.issuperset(text):
        return text
    return "".join(
        sign if sign in _UNRESERVED else "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
        for sign in text
    )


def json(value: object, documents: int) -> str:
    """Return *value*, which is of a report of so many *documents*, as JSON in one line."""
    return encoder(documents)(value)


def inert(content: str) -> str:
    """Return JSON without characters that could end or change the element around it, or a line of a script."""
    return content.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def pack(content: str) -> str:
    """Return *content* as UTF-8, gzipped without a time, in base64."""
    import zlib
    from binascii import b2a_base64

    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    return b2a_base64(packer.compress(content.encode()) + packer.flush(), newline=False).decode()
