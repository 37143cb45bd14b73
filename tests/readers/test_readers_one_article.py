"""One article in every form that people have it in: each is read once, and all are one group of identical words."""

from __future__ import annotations

import bz2
import csv
import gzip
import html
import io
import json
import lzma
import subprocess
import sys
from email.message import EmailMessage

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from fastwarc.warc import WarcRecord, WarcRecordType
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate
from samples import archived, tarred, zipped

from provenance.pipeline import audit
from provenance.readers import read
from provenance.settings import Config, Reading, Reporting

ARTICLE = (
    "The old ferry on the river runs again since Monday, after two winters in the dock, the harbour office says. "
    "It carries forty people and eight carts, and it leaves every half hour from the steps below the market hall.\n"
    "The new rope was laid by hand, and the pilot, who has worked here for thirty years, tried it on Sunday evening."
)
TITLE = "Ferry runs again"
DATE = "2024-03-05"
# What the other formats need, and no text.
HEAVY = (
    "zipfile", "csv", "email", "tabulate", "tarfile", "html.parser", "mailbox", "charset_normalizer",
    "docx", "pypdf", "zstandard", "lxml", "pyarrow", "fastwarc",
    "provenance.readers.pages", "provenance.readers.mail", "provenance.readers.tables", "provenance.readers.archives",
)  # fmt: skip


def page() -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in ARTICLE.split("\n"))
    linked = json.dumps({"@type": "NewsArticle", "headline": TITLE, "datePublished": DATE})
    return (
        f'<!doctype html><html lang="en"><head><title>{TITLE}</title><meta charset="utf-8">'
        f'<meta property="article:published_time" content="{DATE}">'
        f'<script type="application/ld+json">{linked}</script></head><body><nav><a href="/">Home</a>'
        f'<a href="/n">News</a></nav><article>{body}</article><footer><a href="/i">Imprint</a></footer></body></html>'
    ).encode()


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ann Ferrywoman <ann@harbour.example>", TITLE
    message["Date"], message["Message-ID"] = "Tue, 05 Mar 2024 08:00:00 +0000", "<one@harbour.example>"
    message.set_content(ARTICLE)
    return message


def saved() -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["Snapshot-Content-Location"] = TITLE, "https://harbour.example/ferry"
    message.set_content(page().decode(), subtype="html")
    return message


def table(delimiter: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([["title", "date", "text"], [TITLE, DATE, ARTICLE]])
    return stream.getvalue().encode()


RECORD = {"title": TITLE, "date": DATE, "text": ARTICLE}


def pdf() -> bytes:
    stream = io.BytesIO()
    made = SimpleDocTemplate(stream, title=TITLE, author="Ann Ferrywoman")
    made.build([Paragraph(line, getSampleStyleSheet()["BodyText"]) for line in ARTICLE.split("\n")])
    return stream.getvalue()


def word() -> bytes:
    stream = io.BytesIO()
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = TITLE, "Ann Ferrywoman"
    for line in ARTICLE.split("\n"):
        made.add_paragraph(line)
    made.save(stream)
    return stream.getvalue()


def parquet() -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([RECORD]), stream)
    return stream.getvalue()


def feed() -> bytes:
    known = f"<guid>one</guid><title>{TITLE}</title><pubDate>{DATE}</pubDate>"
    item = f"<item>{known}<description>{html.escape(ARTICLE)}</description></item>"
    return f"<rss><channel><title>The Quay</title>{item}</channel></rss>".encode()


def atom() -> bytes:
    body = f'<published>{DATE}</published><content type="text">{html.escape(ARTICLE)}</content>'
    entry = f"<entry><id>one</id><title>{TITLE}</title>{body}</entry>"
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode()


def extracted() -> bytes:
    """Return the record of a crawl that holds the text of a page and not the page (WET)."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.conversion)
    record.record_id = "<urn:uuid:2>"
    record.headers["WARC-Target-URI"] = "https://harbour.example/ferry"
    record.headers["Content-Type"] = "text/plain"
    record.set_bytes_content(ARTICLE.encode())
    stream = io.BytesIO()
    record.write(stream)
    return stream.getvalue()


def arrow() -> bytes:
    stream = io.BytesIO()
    made = pa.Table.from_pylist([RECORD])
    with pa.ipc.new_stream(stream, made.schema) as writer:
        writer.write_table(made)
    return stream.getvalue()


FILES = {
    "a.txt": ARTICLE.encode(),
    "b.html": page(),
    "c.eml": mail().as_bytes(),
    "d.mbox": b"From ann@harbour.example Tue Mar  5 08:00:00 2024\n" + mail().as_bytes() + b"\n",
    "e.csv": table(","),
    "f.tsv": table("\t"),
    "g.json": json.dumps([RECORD], indent=2).encode(),
    "h.jsonl": json.dumps(RECORD).encode() + b"\n",
    "i.zip": zipped({"in/a.txt": ARTICLE.encode()}),
    "j.tar": tarred({"in/b.html": page()}),
    "k.rst": ARTICLE.encode(),
    "l.pdf": pdf(),
    "m.docx": word(),
    "n.parquet": parquet(),
    "o.warc.gz": gzip.compress(archived(page(), 1)),
    "p.wacz": zipped({"archive/a.warc": archived(page(), 1), "datapackage.json": b"{}"}),
    "q.jsonl.zst": zstandard.compress(json.dumps(RECORD).encode() + b"\n"),
    "r.mhtml": saved().as_bytes(),
    "s.rss": feed(),
    "t.xml": feed(),
    "u.atom": atom(),
    "v.md": f"---\ntitle: {TITLE}\ndate: {DATE}\n---\n\n{ARTICLE}".encode(),
    "w.wet": extracted(),
    "x.txt.bz2": bz2.compress(ARTICLE.encode()),
    "y.csv.xz": lzma.compress(table(",")),
    "z.tar.gz": gzip.compress(tarred({"in/c.eml": mail().as_bytes()})),
    "set/data-00000-of-00001.arrow": arrow(),
    "set/dataset_info.json": json.dumps(
        {"description": "Ferries.", "features": {"text": {"dtype": "string"}}}
    ).encode(),
    "set/state.json": json.dumps({"_data_files": [{"filename": "data-00000-of-00001.arrow"}]}).encode(),
}
IDS = ["a.txt", "b.html", "c.eml", "d.mbox#<one@harbour.example>", "e.csv#2", "f.tsv#2", "g.json#1", "h.jsonl#1",
       "i.zip!/in/a.txt", "j.tar!/in/b.html", "k.rst", "l.pdf", "m.docx", "n.parquet#1", "o.warc.gz#<urn:uuid:1>",
       "p.wacz!/archive/a.warc#<urn:uuid:1>", "q.jsonl.zst#1", "r.mhtml",
       "s.rss#one", "set/data-00000-of-00001.arrow#1", "t.xml#one", "u.atom#one", "v.md", "w.wet#<urn:uuid:2>",
       "x.txt.bz2", "y.csv.xz#2", "z.tar.gz!/in/c.eml"]  # fmt: skip
# The reports in which the container itself says when the text was published.
DATED = {"b.html", "c.eml", "d.mbox#<one@harbour.example>", "e.csv#2", "f.tsv#2", "g.json#1", "h.jsonl#1",
         "j.tar!/in/b.html", "n.parquet#1", "o.warc.gz#<urn:uuid:1>", "p.wacz!/archive/a.warc#<urn:uuid:1>",
         "q.jsonl.zst#1", "r.mhtml", "s.rss#one", "set/data-00000-of-00001.arrow#1", "t.xml#one", "u.atom#one", "v.md",
         "y.csv.xz#2", "z.tar.gz!/in/c.eml"}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("article")
    for name, content in FILES.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_bytes(content)
    return made


@pytest.fixture(scope="module")
def report(folder):
    return audit([folder], Config(reporting=Reporting(output="nowhere")))


def test_every_form_is_read_once(folder, gather):
    """Its words are those of the article, whatever stands around it."""
    found = gather(folder)

    assert found.ids == IDS
    articles = [text[one.header :] for one, text in zip(found.documents, found.texts, strict=True)]
    assert {" ".join(article.split()) for article in articles} == {" ".join(ARTICLE.split())}


def test_all_forms_are_one_group_of_identical_words(report):
    """And each pair in it is one of identical words."""
    (group,) = report.evidence.groups

    assert len(group.members) == len(IDS)
    assert set(group.similarity) == {1.0}


def test_what_the_containers_say_is_claimed(folder):
    """The date of the page's markup, of the mail's header and of the row, and none for what says none."""
    stated = {
        one.id: {(each.name, each.value[:10]) for each in one.statements}
        for batch in read([folder], Reading())
        for one in batch.documents
    }

    assert {own for own, said in stated.items() if any(kind == "date" for kind, _ in said)} == DATED


@pytest.mark.parametrize("name", ["a.txt", "h.jsonl"])
def test_an_audit_of_texts_loads_no_other_reader(folder, tmp_path, name):
    """Nor the modules of the standard library that those need."""
    (tmp_path / name).write_bytes(FILES[name])
    code = (
        "import sys; from provenance.cli import main; main(sys.argv[1:]); "
        f"print(sorted(set(sys.modules).intersection({HEAVY!r})))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, "audit", str(tmp_path / name), "--output", str(tmp_path / "out"), "--quiet"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"
