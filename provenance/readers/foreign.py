"""From files that no reader takes to what kind of thing they are and how they become texts, each kind told once.

Imported only where there is such a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# How the part of a sentence begins that says so.
TO_READ = "; to have them read: "

_INTO_TEXT = "turn it into text, with pandoc -t plain"
_UNPACK = "unpack it first"
_EXPORT = "export it as JSON lines (.jsonl), an object a row; --fields says which field is the text"
# What files are, how they become texts, and their suffixes.
_KINDS = (
    ("HTML", _INTO_TEXT, ".html .htm .xhtml .mhtml"),
    ("PDF", "take the text out, with pdftotext", ".pdf"),
    ("an office format", _INTO_TEXT, ".docx .odt .rtf .epub"),
    ("the old format of Word", "save it as text", ".doc"),
    ("a table", _EXPORT, ".csv .tsv .xls .xlsx .ods .parquet .arrow .feather .sqlite .db"),
    (
        "JSON in one piece",
        "write JSON lines (.jsonl), an object a line: of an array, jq -c '.[]'",
        ".json .json5 .geojson",
    ),
    ("XML", "take the text out", ".xml .rss .atom .sgm .sgml"),
    ("a web archive", "take the texts out, as JSON lines (.jsonl)", ".warc .wet .wat"),
    ("mail", "save it as text", ".eml .mbox .msg"),
    ("an archive", _UNPACK, ".zip .tar .tgz .7z .rar"),
    ("packed otherwise than with gzip", f"{_UNPACK}, or pack it with gzip", ".bz2 .xz .zst .lz4"),
    ("text by another name", "name it .txt", ".log .rst .tex .org .asc .srt .vtt .markdown .adoc .mdx"),
)
_KIND = {suffix: number for number, (_, _, suffixes) in enumerate(_KINDS) for suffix in suffixes.split()}
# How files begin that are no text whatever they are called.
_BEGINNINGS = (
    (b"%PDF-", ".pdf"),
    (b"PK\x03\x04", ".zip"),
    (b"\x1f\x8b", ".gz"),
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"PAR1", ".parquet"),
    (b"SQLite format 3\0", ".sqlite"),
    (b"BZh", ".bz2"),
    (b"\xfd7zXZ\0", ".xz"),
    (b"\x28\xb5\x2f\xfd", ".zst"),
)  # fmt: skip
_LOOK = 512


def ways(suffixes: Iterable[str]) -> str:
    """Return how files of these *suffixes* become texts, each kind once, as the end of a sentence; "": none does."""
    found: dict[int, list[str]] = {}
    for suffix in suffixes:
        if suffix in _KIND:
            found.setdefault(_KIND[suffix], []).append(suffix)
    said = [f"{' '.join(sorted(found[kind]))} ({_KINDS[kind][0]}), {_KINDS[kind][1]}" for kind in sorted(found)]
    return TO_READ + "; ".join(said) if said else ""


def way(suffix: str, known: Iterable[str]) -> str:
    """Return why a file of this *suffix* is not read and what to do; *known* are the suffixes of readers."""
    if suffix in _KIND:
        kind, what, _ = _KINDS[_KIND[suffix]]
        return f"is not read, since {suffix} is {kind}: {what}"
    return (
        f"is of an unknown suffix; known are {' '.join(sorted(known))}, each also .gz; if it is text, name it .txt, or "
        "pipe it in and give -"
    )


def look(content: bytes) -> str:
    """Return what *content*, which is no text, looks like, as the end of a sentence; "": like nothing that is known."""
    suffix = next((suffix for beginning, suffix in _BEGINNINGS if content.startswith(beginning)), "")
    if suffix == ".gz":
        return "; it is packed with gzip: let its name end with .gz, or unpack it"
    if suffix:
        kind, what, _ = _KINDS[_KIND[suffix]]
        return f"; it looks like {kind}: {what}"
    low, high = (content[at:_LOOK:2].count(0) for at in (1, 0))
    if max(low, high) > len(content[:_LOOK]) // 4 > min(low, high) == 0:
        return f"; it looks like UTF-16 without a byte order mark: pass --encoding utf-16-{'le' if low else 'be'}"
    return ""
