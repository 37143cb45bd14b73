"""Well-formed inputs of each target, from which fuzzing starts: sample articles and cases in every format."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = [path.read_bytes()[:1500] for path in sorted((ROOT / "seeds").glob("*.txt"))]
CASES = [path.read_bytes()[:3000] for path in sorted((ROOT / "tests/cases").rglob("*.toml"))[:40]]
SHORT = (
    b"(Reuters) - The ferry will sail every hour from Monday, 3 March 2021, the county said.\n",
    "Hà Nội (TTXVN) - Cập nhật lúc 08:30 ngày 12/5/2023. ﷺ ａｂｃ é\u0301 \u200b\ufeff".encode(),
    b"2023-05-12T08:30:00+07:00 | By Ann Reporter | Published: 12.5.2023, 8.30 Uhr",
)
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2023-05-12T08:30:00Z\r\n"
    b"WARC-Target-URI: https://news.example/a\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: %d\r\n\r\n%b\r\n\r\n"
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj "
    b"4 0 obj<</Length 44>>stream\nBT /F1 12 Tf 10 100 Td (A ferry sails.) Tj ET\nendstream endobj "
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj trailer<</Root 1 0 R>>"
)


def examples(name: str) -> Iterator[bytes]:
    """Yield inputs for the target *name*."""
    if name.startswith("read"):
        yield from _files(name.removeprefix("read"))
    elif name == "records":
        yield _jsonl()
    elif name in {"settings", "sidecar"}:
        yield (ROOT / "provenance.toml").read_bytes() if (ROOT / "provenance.toml").is_file() else b"select = ['DUP']\n"
        yield b'source = "VNA"\npublished = 2023-05-12\ntitle = "A"\n[fields]\ntext = "body"\n'
        yield from CASES
    elif name == "baseline":
        yield b'{"code":"DUP003","paths":["a.txt","b.txt"],"contents":["2:00","2:11"],"score":0.8,"why":"so"}\n'
        yield b'{"code":"SRC001","glob":"old/**","why":"scans"}\n'
    elif name == "decisions":
        yield b'{"left":"a","right":"b","left_sha256":"","right_sha256":"","decision":"copy","keep":"left","note":""}\n'
    elif name == "plan":
        yield b'{"format":"provenance-dedup-plan/1","version":"0.1.0","settings":{},"roots":[],"files":[]}\n{}\n'
    elif name == "patterns":
        yield from (b"**/a*[!b-z]/\0x/a1/b", b"!/a/**/b\n\\ c\0a/b/c/b", b"[[:alpha:]]*\0q")
    elif name == "bundle":
        yield _zip({"audit.json": b"{}", "seal.json": b"{}"})
    else:
        yield from (*SHORT, *ARTICLES, *CASES[:10])
        yield from (SHORT[0] + b"\0" + SHORT[0] + SHORT[2], ARTICLES[0] + b"\0" + ARTICLES[0][200:])


def _jsonl() -> bytes:
    return b"".join(
        json.dumps({"text": one.decode("utf-8", "replace"), "id": "a", "n": 1}).encode() + b"\n" for one in SHORT
    )


def _files(suffix: str) -> Iterator[bytes]:
    page = b"<html><head><title>A</title></head><body><article><p>" + SHORT[0] + b"</p></article></body></html>"
    rows = io.StringIO()
    csv.writer(rows).writerows([["text", "date"], *([one.decode(), "2023"] for one in SHORT)])
    mail = b"From: a@b.example\nDate: Fri, 12 May 2023 08:30:00 +0700\nSubject: =?utf-8?q?A?=\n\n" + SHORT[0]
    feed = b"<rss version='2.0'><channel><title>A</title><item><title>B</title><description>" + SHORT[0].strip()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    made = {
        ".txt": SHORT[0], ".md": b"---\ntitle: A\ndate: 2023-05-12\n---\n" + SHORT[0], ".jsonl": _jsonl(),
        ".json": b"[" + b",".join(_jsonl().splitlines()) + b"]", ".html": page, ".eml": mail,
        ".mhtml": mail.replace(b"\n\n", b"\nContent-Type: multipart/related; boundary=x\n\n--x\n\n") + b"\n--x--\n",
        ".mbox": b"From a Fri May 12 08:30:00 2023\n" + mail + b"\n\n", ".csv": rows.getvalue().encode(),
        ".tsv": rows.getvalue().replace(",", "\t").encode(), ".xml": feed + b"</description></item></channel></rss>",
        ".zip": _zip({"a.txt": SHORT[0], "b/c.jsonl": _jsonl()}), ".tar": _tar("w"), ".tgz": _tar("w:gz"),
        ".warc": WARC % (len(http), http), ".pdf": PDF,
    }  # fmt: skip
    made |= {".rss": made[".xml"], ".atom": made[".xml"], ".docx": _docx(), **_tables()}
    inner, _, packing = suffix[1:].partition(".")
    if packing:
        raw = made[f".{inner}"]
        yield {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}.get(packing, bytes)(raw)
    elif suffix in made:
        yield made[suffix]
    yield b""


def _zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def _tar(mode: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as made:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(SHORT[0])
        made.addfile(entry, io.BytesIO(SHORT[0]))
    return stream.getvalue()


def _docx() -> bytes:
    try:
        from docx import Document
    except ImportError:
        return b""
    stream, made = io.BytesIO(), Document()
    made.add_paragraph(SHORT[0].decode())
    made.save(stream)
    return stream.getvalue()


def _tables() -> dict[str, bytes]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        return {}
    table = pa.table({"text": [one.decode() for one in SHORT], "id": ["a", "b", "c"]})
    stored, streamed = io.BytesIO(), io.BytesIO()
    pq.write_table(table, stored)
    with pa.ipc.new_file(streamed, table.schema) as writer:
        writer.write_table(table)
    return {".parquet": stored.getvalue(), ".arrow": streamed.getvalue()}
