"""From what a file begins with, and its name, to its media type: signatures first, then what the text looks like."""

from __future__ import annotations

import re
from functools import cache

from provenance.readers.encodings import is_binary, marked

LOOK = 1024  # bytes
UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
# What files begin with, the longer and surer ones first; an offset leads to signatures that lie further inside.
_SIGNATURES = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"\0\0\1\0", "image/x-icon"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (30, b"mimetypeapplication/epub+zip", "application/epub+zip"),
    (30, b"mimetypeapplication/vnd.oasis.opendocument.", "application/vnd.oasis.opendocument"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"\x04\x22\x4d\x18", "application/x-lz4"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"ARROW1\0\0", "application/vnd.apache.arrow.file"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"WARC/", "application/warc"),
    (0, b"{\\rtf", "application/rtf"),
)  # fmt: skip
# Archives that are documents of an office, by the names of their first members.
_OFFICE = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"[Content_Types].xml", "application/vnd.openxmlformats-officedocument"),
)
# What text is by its name, as long as nothing in it says otherwise.
_BY_SUFFIX = {
    ".md": "text/markdown", ".markdown": "text/markdown", ".rst": "text/x-rst", ".csv": "text/csv",
    ".tsv": "text/tab-separated-values", ".jsonl": "application/x-ndjson", ".ndjson": "application/x-ndjson",
    ".json": "application/json", ".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml",
    ".xml": "application/xml", ".rss": "application/rss+xml", ".atom": "application/atom+xml", ".eml": "message/rfc822",
    ".mbox": "application/mbox", ".css": "text/css", ".js": "text/javascript", ".py": "text/x-python",
    ".toml": "application/toml", ".yaml": "application/yaml", ".yml": "application/yaml", ".svg": "image/svg+xml",
    ".mhtml": "multipart/related", ".mht": "multipart/related", ".tex": "text/x-tex", ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
}  # fmt: skip
_PATTERNS = {
    # A page begins with its doctype or its root, whatever comments or declarations stand before it.
    "page": rb"(?is)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*){0,3}<(?:!doctype\s+html|html)[\s>]",
    "feed": rb"(?is)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,400}?-->\s*){0,3}<(rss|feed|rdf:RDF)[\s>]",
    "xml": rb"\s*<\?xml[\s]",
}


@cache
def _pattern(name: str) -> re.Pattern[bytes]:
    return re.compile(_PATTERNS[name])


def media_type(beginning: bytes, suffix: str = "") -> str:
    """Return the media type of a file that begins with these bytes (LOOK of them are enough), called by *suffix*.

    The content decides where it shows what it is; *suffix* (".csv") names the kind of text, and nothing else.
    """
    for offset, signature, found in _SIGNATURES:
        if beginning.startswith(signature, offset):
            return _office(beginning) if found == "application/zip" else found
    if is_binary(beginning[:LOOK]):
        return UNKNOWN
    if is_page(beginning):
        return "text/html"
    feed = _pattern("feed").match(beginning)
    if feed:
        return "application/atom+xml" if feed[1].lower() == b"feed" else "application/rss+xml"
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    return "application/xml" if _pattern("xml").match(beginning) else TEXT


def is_page(beginning: bytes) -> bool:
    """Tell whether bytes begin as a page of HTML does."""
    encoding = marked(beginning)
    if encoding and encoding != "utf-8-sig":
        beginning = beginning.decode(encoding, "ignore").lstrip("\ufeff").encode("utf-8", "ignore")
    return bool(_pattern("page").match(beginning.removeprefix(b"\xef\xbb\xbf")))


def _office(beginning: bytes) -> str:
    return next((found for name, found in _OFFICE if name in beginning), "application/zip")
