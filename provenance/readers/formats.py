"""The table of formats: a row for each kind of file, with what reads it, or with how it becomes a file that is read.

Which files a walk takes, what git's scope and the pre-commit hook look at, how a text is read again and what a notice
advises all come from this table.  A reader is imported when the first file of its format is met.
"""

from __future__ import annotations

from provenance.readers.format import Format, Reader
from provenance.readers.packing import BZIP2, GZIP, MEDIA_TYPES, XZ, ZSTD


def _texts() -> Reader:
    from provenance.readers.texts import read, reread

    return Reader(read, reread)


def _json_lines() -> Reader:
    from provenance.readers.json_lines import read
    from provenance.readers.json_places import reread, reread_run

    return Reader(read, reread, reread_run)


def _json_documents() -> Reader:
    from provenance.readers.json_documents import read, reread, reread_run

    return Reader(read, reread, reread_run)


def _pages() -> Reader:
    from provenance.readers.pages.reader import read
    from provenance.readers.texts import reread

    return Reader(read, reread)


def _messages() -> Reader:
    from provenance.readers.mail import read_one, reread_one

    return Reader(read_one, reread_one)


def _mailboxes() -> Reader:
    from provenance.readers.mail import read_box, reread_box

    return Reader(read_box, reread_box)


def _tables() -> Reader:
    from provenance.readers.tables import read, reread

    return Reader(read, reread)


def _zips() -> Reader:
    from provenance.readers.zips import read, reread

    return Reader(read, reread)


def _tars() -> Reader:
    from provenance.readers.tars import read, reread

    return Reader(read, reread)


def _web_archives() -> Reader:
    from provenance.readers.warcs import read, reread

    return Reader(read, reread)


def _packed_web_archives() -> Reader:
    from provenance.readers.waczs import read, reread

    return Reader(read, reread)


def _parquet() -> Reader:
    from provenance.readers.parquets import read, reread

    return Reader(read, reread)


def _arrow() -> Reader:
    from provenance.readers.arrows import read, reread

    return Reader(read, reread)


def _pdfs() -> Reader:
    from provenance.readers.pdfs import read, reread

    return Reader(read, reread)


def _docx() -> Reader:
    from provenance.readers.docxs import read, reread

    return Reader(read, reread)


def _feeds() -> Reader:
    from provenance.readers.feeds import read

    return Reader(read)


def _xml() -> Reader:
    from provenance.readers.xmls import read

    return Reader(read)


_TO_TEXT = "convert it to text with pandoc -t plain"
_UNPACK = "unpack it first"
_EXPORT = "export it as JSON lines (.jsonl), one object per row (--fields text=NAME names the text)"

FORMATS = (
    Format("text", (".txt", ".text", ".md", ".markdown", ".rst"), _texts, single=True, media_type="text/plain"),
    Format("JSON lines", (".jsonl", ".ndjson"), _json_lines, by_line=True, media_type="application/x-ndjson"),
    Format("JSON", (".json",), _json_documents, mixed=True, media_type="application/json"),
    Format("HTML", (".html", ".htm", ".xhtml"), _pages, single=True, media_type="text/html"),
    Format("mail", (".eml",), _messages, single=True, media_type="message/rfc822"),
    Format("a saved page", (".mhtml", ".mht"), _messages, single=True, media_type="multipart/related"),
    Format("mailbox", (".mbox",), _mailboxes, media_type="application/mbox"),
    Format("CSV", (".csv",), _tables, mixed=True, media_type="text/csv"),
    Format("TSV", (".tsv",), _tables, mixed=True, media_type="text/tab-separated-values"),
    Format("zip", (".zip",), _zips, archive=True, media_type="application/zip", signatures=(b"PK\x03\x04",)),
    Format("tar", (".tar", ".tgz", ".tzst", ".tbz2", ".txz"), _tars, archive=True, media_type="application/x-tar"),
    Format(
        "Parquet", (".parquet", ".pq"), _parquet, extra="parquet", mixed=True, signatures=(b"PAR1",),
        media_type="application/vnd.apache.parquet",
    ),
    Format(
        "Arrow", (".arrow", ".feather", ".arrows"), _arrow, extra="parquet", mixed=True, signatures=(b"ARROW1\0\0",),
        media_type="application/vnd.apache.arrow.file",
    ),
    Format(
        "a web archive", (".warc", ".wet"), _web_archives, extra="web", media_type="application/warc",
        signatures=(b"WARC/",),
    ),
    Format(
        "a packed web archive", (".wacz",), _packed_web_archives, extra="web", media_type="application/wacz",
        archive=True,
    ),
    Format(
        "PDF", (".pdf",), _pdfs, extra="office", single=True, media_type="application/pdf", signatures=(b"%PDF-",),
    ),
    Format(
        "Word", (".docx",), _docx, extra="office", single=True,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    Format("a feed", (".rss", ".atom"), _feeds, media_type="application/rss+xml"),
    Format("XML", (".xml",), _xml, mixed=True, media_type="application/xml"),
    # What nothing reads yet, in the order in which notices name it.
    Format("an office format", (".odt", ".rtf", ".epub"), advice=_TO_TEXT),
    Format("the old format of Word", (".doc",), advice="save it as text", signatures=(b"\xd0\xcf\x11\xe0",)),
    Format(
        "a spreadsheet or a database",
        (".xls", ".xlsx", ".ods", ".sqlite", ".db"),
        advice=_EXPORT,
        signatures=(b"SQLite format 3\0",),
    ),
    Format(
        "JSON in one piece",
        (".json5", ".geojson"),
        advice="write it as JSON lines (.jsonl), one object per line (for an array: jq -c '.[]')",
    ),
    Format("SGML", (".sgm", ".sgml"), advice="extract the text"),
    Format("an index of a web archive", (".wat", ".cdx", ".cdxj"), advice="give the web archive itself"),
    Format("mail of Outlook", (".msg", ".pst"), advice="save it as .eml"),
    Format("an archive", (".7z", ".rar"), advice=_UNPACK, signatures=(b"7z\xbc\xaf\x27\x1c", b"Rar!")),
    Format("not packed with gzip", (".lz4",), advice=f"{_UNPACK}, or repack it with gzip"),
    Format(
        "text by another name",
        (".log", ".tex", ".org", ".asc", ".srt", ".vtt", ".adoc", ".mdx"),
        advice="rename it to .txt",
    ),
)  # fmt: skip

FORMAT_OF = {suffix: row for row in FORMATS for suffix in row.suffixes}
# The suffixes of the files that are read.
SUFFIXES = tuple(suffix for suffix, row in FORMAT_OF.items() if row.reader)


_PACKED = {
    ".tgz": GZIP,
    ".tzst": ZSTD,
    ".tbz2": BZIP2,
    ".txz": XZ,
}  # suffixes of what is packed though nothing else says so


def kind_of(name: bytes) -> tuple[str, str] | None:
    """Return the suffix of a file's *name* without .gz, and that, or ""; None where nothing reads the file."""
    lowered = name.lower().decode("latin-1")
    packed = next(filter(lowered.endswith, MEDIA_TYPES), "")
    lowered = lowered.removesuffix(packed)
    dot = lowered.rfind(".")
    suffix = lowered[dot:] if dot > 0 else ""
    row = FORMAT_OF.get(suffix)
    packed = packed or _PACKED.get(suffix, "")
    return (suffix, packed) if row is not None and row.reader else None


def is_by_line(name: bytes) -> bool:
    """Tell whether the lines of the file *name* that changed are the documents of it that did."""
    kind = kind_of(name)
    return kind is not None and not kind[1] and FORMAT_OF[kind[0]].by_line
