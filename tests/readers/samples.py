"""A small file of every format that is read: a row here puts a format through test_readers_formats.py."""

from __future__ import annotations

import base64
import csv
import html
import io
import json
import tarfile
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from fastwarc.warc import WarcRecord, WarcRecordType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Sample(NamedTuple):
    """The bytes of a file, and the texts in it by the lines that documents name (None: the file is the text).

    *member* is the name of the member that holds the texts of an archive; *marks* are the numbers of texts where these
    name them in place of lines.
    """

    content: bytes
    texts: dict[int | None, str]
    member: str = ""
    marks: Sequence[int | str] = ()


def texts(several: Sequence[str]) -> list[Sample]:
    return [Sample(text.encode(), {None: text}) for text in several]


def json_lines(several: Sequence[str]) -> list[Sample]:
    return [Sample(records(several), dict(enumerate(several, 1)))]


def json_documents(several: Sequence[str]) -> list[Sample]:
    """Return an array, pretty-printed, as the most of such files are."""
    content = json.dumps([{"text": text} for text in several], indent=2).encode()
    return [Sample(content, {2 + 3 * at: text for at, text in enumerate(several)}, marks=range(1, len(several) + 1))]


def pages(several: Sequence[str]) -> list[Sample]:
    """Return pages whose text is marked as it stands."""
    return [
        Sample(f"<!doctype html><title>x</title><pre>\n{html.escape(text)}</pre>".encode(), {None: text})
        for text in several
    ]


def messages(several: Sequence[str]) -> list[Sample]:
    return [Sample(message(text), {None: text}) for text in several]


def saved_pages(several: Sequence[str]) -> list[Sample]:
    head = (
        b'Content-Type: multipart/related; boundary="=b"\r\n\r\n--=b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
    )
    return [Sample(head + page.content + b"\r\n--=b--\r\n", page.texts) for page in pages(several)]


def mailboxes(several: Sequence[str]) -> list[Sample]:
    content, lines = b"", []
    for text in several:
        lines.append(content.count(b"\n") + 1)
        content += b"From a@example.org Tue Mar  5 08:00:00 2024\n" + message(text) + b"\n"
    return [Sample(content, dict(zip(lines, several, strict=True)))]


def message(text: str) -> bytes:
    coded = base64.b64encode(text.encode())
    return b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + coded + b"\n"


def tables(several: Sequence[str], delimiter: str = ",") -> list[Sample]:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(
        [["name", "text"], *([f"n{at}", text] for at, text in enumerate(several))]
    )
    lines = [2 + sum(1 + text.count("\n") for text in several[:at]) for at in range(len(several))]
    return [Sample(stream.getvalue().encode(), dict(zip(lines, several, strict=True)))]


def tab_separated(several: Sequence[str]) -> list[Sample]:
    return tables(several, "\t")


def zips(several: Sequence[str]) -> list[Sample]:
    return [Sample(zipped({"day.jsonl": records(several)}), dict(enumerate(several, 1)), "day.jsonl")]


def tars(several: Sequence[str]) -> list[Sample]:
    name = "a/text.txt"
    return [Sample(tarred({name: text.encode()}), {None: text}, name) for text in several]


def pdfs(several: Sequence[str]) -> list[Sample]:
    """Return files of one page each; of white space, a page holds no more than what parts words and lines."""
    kept = [text.strip().replace("\r\n", "\n") for text in several]
    return [Sample(pdf(text), {None: text}) for text in kept]


def pdf(*pages: str) -> bytes:
    """Return a PDF with a text on each page, in any script: its font has no shapes, and says what its signs mean."""
    signs = sorted(set("".join(pages)) - {"\n"})
    code = {sign: b"%04x" % at for at, sign in enumerate(signs, 1)}
    meant = b"\n".join(b"<%s> <%s>" % (code[sign], sign.encode("utf-16-be").hex().encode()) for sign in signs)
    blocks = [b"1 beginbfchar\n" + line + b"\nendbfchar\n" for line in meant.splitlines()]
    space = b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
    cmap = b"/CIDInit /ProcSet findresource begin begincmap\n" + space + b"".join(blocks) + b"endcmap end"
    kids = b" ".join(b"%d 0 R" % (6 + 2 * at) for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 500>>",
        stream_of(cmap),
    ]
    for at, page in enumerate(pages):
        lines = (b"<%s> Tj 0 -14 Td" % b"".join(map(code.__getitem__, line)) for line in page.split("\n"))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 840]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (7 + 2 * at)
        )
        objects.append(stream_of(b"BT /F 10 Tf 40 800 Td " + b" ".join(lines) + b" ET"))
    content, places = b"%PDF-1.4\n", []
    for at, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (at, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(content))
    return content + head + table + trailer


def stream_of(content: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)


def word(several: Sequence[str]) -> list[Sample]:
    kept = [text.replace("\r\n", "\n") for text in several]
    return [Sample(docx_of(text), {None: text}) for text in kept]


def docx_of(text: str) -> bytes:
    """Return a document of Word with a paragraph and nothing else, which is read in a tenth of the usual time."""
    types = "http://schemas.openxmlformats.org/package/2006/"
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{html.escape(line)}</w:t>' for line in text.split("\n"))
    members = {
        "[Content_Types].xml": f'<Types xmlns="{types}content-types"><Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{types}relationships"><Relationship Id="r1" Type="{office}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{main}"><w:body><w:p><w:r>{lines}</w:r></w:p></w:body>'
        "</w:document>",
    }
    return zipped({name: content.encode() for name, content in members.items()})


def feeds(several: Sequence[str]) -> list[Sample]:
    """Return a feed with an item for each text, whose mark-up keeps it as it stands."""
    items = "".join(
        f"<item><guid>g{at}</guid><description>{html.escape(f'<pre>{chr(10)}{html.escape(text)}</pre>')}"
        "</description></item>\n".replace("\r", "&#13;")
        for at, text in enumerate(several, 1)
    ).replace("\r", "&#13;")
    lines = [2 + sum(2 + text.count("\n") for text in several[:at]) for at in range(len(several))]
    marks = [f"g{at}" for at in range(1, len(several) + 1)]
    content = f"<rss><channel>\n{items}</channel></rss>".encode()
    return [Sample(content, dict(zip(lines, several, strict=True)), marks=marks)]


def parquet(several: Sequence[str]) -> list[Sample]:
    """Return a file of several row groups."""
    stream = io.BytesIO()
    pq.write_table(pa.table({"text": several}), stream, row_group_size=2)
    return [Sample(stream.getvalue(), dict(enumerate(several, 1)))]


def arrow(several: Sequence[str]) -> list[Sample]:
    """Return a file of several record batches, as a stream, as data sets are kept."""
    stream = io.BytesIO()
    table = pa.table({"text": several})
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return [Sample(stream.getvalue(), dict(enumerate(several, 1)))]


def web_archives(several: Sequence[str]) -> list[Sample]:
    """Return an archive of pages, each record packed for itself."""
    content = b"".join(archived(page.content, at) for at, page in enumerate(pages(several), 1))
    marks = [f"<urn:uuid:{at}>" for at in range(1, len(several) + 1)]
    return [Sample(content, dict(enumerate(several, 1)), marks=marks)]


def packed_web_archives(several: Sequence[str]) -> list[Sample]:
    (archive,) = web_archives(several)
    name = "archive/day.warc"
    members = {name: archive.content, "pages/pages.jsonl": records(several), "datapackage.json": b"{}"}
    return [Sample(zipped(members), archive.texts, name, archive.marks)]


def archived(page: bytes, number: int, *answer: str, status: str = "200 OK", **headers: str) -> bytes:
    """Return the record of a *page* that was fetched, with lines of the *answer* beside the usual ones."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.record_id = f"<urn:uuid:{number}>"
    record.headers["WARC-Target-URI"] = f"https://harbour.example/{number}"
    record.headers["WARC-Date"] = "2024-03-06T08:00:00Z"
    for name, value in headers.items():
        record.headers[name.replace("_", "-")] = value
    record.is_http = True
    if not any(line.startswith("Content-Type:") for line in answer):
        answer = ("Content-Type: text/html; charset=utf-8", *answer)
    lines = (f"HTTP/1.1 {status}", *answer, "Date: Wed, 06 Mar 2024 08:00:00 GMT", "", "")
    record.set_bytes_content("\r\n".join(lines).encode() + page)
    stream = io.BytesIO()
    record.write(stream)
    return stream.getvalue()


def records(several: Sequence[str]) -> bytes:
    return "".join(json.dumps({"text": text}) + "\n" for text in several).encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of *members*, the same bytes each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    """Return a tar archive of *members*, the same bytes each time."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


# From texts to files that hold them, by the name of the format.
SAMPLES: dict[str, Callable[[Sequence[str]], list[Sample]]] = {
    "text": texts,
    "JSON lines": json_lines,
    "JSON": json_documents,
    "HTML": pages,
    "mail": messages,
    "a saved page": saved_pages,
    "mailbox": mailboxes,
    "CSV": tables,
    "TSV": tab_separated,
    "zip": zips,
    "tar": tars,
    "PDF": pdfs,
    "Word": word,
    "a feed": feeds,
    "XML": feeds,
    "Parquet": parquet,
    "Arrow": arrow,
    "a web archive": web_archives,
    "a packed web archive": packed_web_archives,
}
