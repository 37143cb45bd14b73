"""From the bytes of a page to its source: as the operator, a byte order mark, the page itself or a guess says."""

from __future__ import annotations

import codecs
import re

from provenance.readers.decode import decode
from provenance.readers.encodings import first_wrong_byte, marked

_HEAD = 2048  # bytes in which a page says its encoding (HTML, 13.2.3.2, asks for 1024)
_DECLARED = re.compile(rb"""(?i)<meta[^>]{1,400}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""")
_XML = re.compile(rb"""(?i)\s{0,40}<\?xml[^>]{1,200}?encoding\s*=\s*["']([a-z0-9_:.-]{2,40})""")
# What browsers read these as, whatever their names promise (Encoding Standard, 4.2).
_FEW = 2  # broken places, which say nothing about the encoding
_READ_AS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "iso8859-11": "cp874", "tis-620": "cp874", "euc_kr": "cp949", "big5": "big5hkscs", "utf-16": "utf-8",
    "utf-16-le": "utf-8", "utf-16-be": "utf-8",
}  # fmt: skip


def decode_page(raw: bytes, encoding: str | None, served: str = "") -> tuple[str, str, str]:
    """Return the source of a page, its encoding, and "" or a sentence about how that was guessed.

    *served* is the encoding that a server named.  Raises UndecodableError where no encoding fits.
    """
    declared = "" if encoding or marked(raw) else _known(served) or _declared(raw)
    if not declared or declared == "utf-8":
        content, found, note = decode(raw, encoding)
        said = f"{note}; the page says utf-8" if note and declared else note
        return content.decode("utf-8", "surrogatepass"), found, said
    if first_wrong_byte(raw) is None and not raw.isascii() and not declared.startswith(("iso2022", "utf-7", "hz")):
        return raw.decode(), "utf-8", f"is UTF-8, though the page says that it is {declared}"
    try:
        return raw.decode(declared), declared, ""
    except UnicodeError:
        page = raw.decode(declared, "replace")
    broken = page.count("\ufffd")
    if broken <= _FEW or 50 * broken <= sum(letter > "\x7f" for letter in page):
        return page, declared, f"{broken} places are not {declared}, as the page says: each was replaced by U+FFFD"
    content, found, note = decode(raw, None)
    return content.decode("utf-8", "surrogatepass"), found, f"{note}; the page says {declared}"


def _declared(raw: bytes) -> str:
    """Return Python's name of the encoding that a page declares, "" for none that is known."""
    found = _XML.match(raw, 0, _HEAD) or _DECLARED.search(raw, 0, _HEAD)
    return _known(found[1].decode("ascii")) if found else ""


def _known(encoding: str) -> str:
    """Return Python's name of an *encoding*, "" for one that it does not have."""
    try:
        name = codecs.lookup(encoding).name
        b" ".decode(name)
    except (LookupError, ValueError):
        return ""
    return _READ_AS.get(name, name)
