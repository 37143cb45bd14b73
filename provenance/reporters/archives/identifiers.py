"""From ids and paths to relative addresses: what is stated about a corpus must hold wherever it is moved to."""

from __future__ import annotations

from urllib.parse import quote

from provenance.reporters.display.words import visible

# What both a path of RFC 3986 and a local name of PROV-N may have without an escape.
_SAFE = "/~_-."


def address(path: str) -> str:
    """Return *path* as a relative reference (RFC 3986, 4.2): a colon in it is no scheme, and "#" no fragment."""
    return quote(visible(path).encode("utf-8", "backslashreplace"), safe=_SAFE)


def local(name: str) -> str:
    """Return *name* as the local part of a qualified name of PROV-N."""
    found = quote(visible(name).encode("utf-8", "backslashreplace"), safe=_SAFE)
    first = f"%{ord(found[0]):02X}{found[1:]}" if found[:1] in {"-", ".", "/"} else found
    return f"{first[:-1]}%2E" if first.endswith(".") else first
