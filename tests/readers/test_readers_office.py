"""PDF and documents of Word: their pages, what their properties state, and what is wrong with them."""

from __future__ import annotations

import io
import itertools
import re

import docx
import pytest
from docx.enum.text import WD_BREAK
from lxml import etree
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas
from samples import pdf, zipped

from provenance.pipeline import audit
from provenance.readers.word_lines import Lines
from provenance.settings import Config, Reporting

FERRY = "The ferry to the island runs again since Monday, and it carries forty people."


def stated(document):
    return {(one.name, one.value) for one in document.statements}


def properties(**information):
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True)
    canvas.setTitle(information["title"])
    canvas.setAuthor(information["author"])
    canvas.drawString(40, 800, FERRY)
    canvas.save()
    return stream.getvalue()


def picture(*pages):
    """Return a PDF with a picture on a page of its own, behind *pages* of text."""
    stream = io.BytesIO()
    Image.new("RGB", (9, 9)).save(stream, "PDF")
    writer = PdfWriter()
    if pages:
        writer.append(io.BytesIO(pdf(*pages)))
    writer.append(stream)
    joined = io.BytesIO()
    writer.write(joined)
    return joined.getvalue()


def locked(password):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(FERRY))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def word(build, **information):
    document = docx.Document()
    build(document)
    for name, value in information.items():
        setattr(document.core_properties, name, value)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_the_pages_of_a_pdf_are_one_text(tmp_path, gather):
    """And where each begins is known."""
    (tmp_path / "a.pdf").write_bytes(pdf("one", "two\nlines", "three"))

    found = gather(tmp_path)

    assert found.texts == ["one\n\ntwo\nlines\n\nthree"]
    assert [found.documents[0].origin.page(found.texts[0].index(word)) for word in ("one", "lines", "three")] == [
        1,
        2,
        3,
    ]


def test_a_finding_in_a_pdf_names_the_page(tmp_path):
    """That on which it begins; one in a text without pages names none."""
    body = " ".join(f"word{at} of the page" for at in range(60))
    (tmp_path / "a.pdf").write_bytes(pdf("A page before.", f"{body}\n{body}"))
    (tmp_path / "b.txt").write_text(f"Another thing.\n\n{body[:400]} x\n\n{body[:400]} x")

    report = audit([tmp_path], Config(reporting=Reporting(output="nowhere")))

    said = {(one.path, one.message[-8:]) for one in report.findings if one.code == "REP001"}
    assert ("a.pdf", "(page 2)") in said
    assert not any(path == "b.txt" and "page" in message for path, message in said)


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        ("Ferry runs again", "Ann Ferrywoman", {("title", "Ferry runs again"), ("author", "Ann Ferrywoman")}),
        ("Microsoft Word - Ferry", "", {("title", "Ferry")}),
        ("untitled", "anonymous", set()),
        ("ferry_final2.docx", "Administrator", set()),
    ],
)
def test_the_properties_of_a_pdf_are_stated(title, author, expected, tmp_path, gather):
    """But for what programs write there when nobody said anything; the day of the file is no day of publication."""
    (tmp_path / "a.pdf").write_bytes(properties(title=title, author=author))

    (document,) = gather(tmp_path).documents

    assert stated(document) == expected | {("updated", "2000-01-01T00:00:00+00:00")}


def test_a_pdf_of_pictures_is_a_finding(tmp_path, gather):
    """It has no text to compare; of one that has text too, the pages without it are named."""
    (tmp_path / "a.pdf").write_bytes(picture())
    (tmp_path / "b.pdf").write_bytes(picture("one", "two"))

    found = gather(tmp_path)

    assert found.ids == ["b.pdf"]
    assert [(one.kind, one.path) for one in found.notices] == [("no text", "a.pdf"), ("cut record", "b.pdf")]
    assert "recognize the text first" in found.notices[0].message
    assert found.notices[1].message.endswith("pictures without a text: 3")


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.pdf", lambda: locked("secret"), "is encrypted; save it without its password"),
        ("a.pdf", lambda: b"%PDF-1.4 and words", "is no PDF that can be read"),
        ("a.pdf", lambda: pdf(FERRY)[:200], "is no PDF that can be read"),
        ("a.docx", lambda: b"words", "is no docx that can be read"),
        ("a.docx", lambda: zipped({"word/document.xml": b"<a/>"}), "is no docx that can be read"),
        ("a.docx", lambda: b"\xd0\xcf\x11\xe0" + b"x" * 99, "is encrypted, or in the old format of Word"),
    ],
)
def test_what_cannot_be_read_is_named(name, content, part, tmp_path, gather, capsys):
    """And the file beside it is read; the library prints nothing."""
    (tmp_path / name).write_bytes(content())
    (tmp_path / "b.txt").write_text(FERRY)

    found = gather(tmp_path)

    assert found.ids == ["b.txt"]
    assert [one.kind for one in found.notices] == ["unreadable"]
    assert part in found.notices[0].message
    assert capsys.readouterr().err == ""


def test_a_pdf_without_a_user_password_is_read(tmp_path, gather):
    """Its owner's password forbids printing, not reading."""
    (tmp_path / "a.pdf").write_bytes(locked(""))

    assert gather(tmp_path).texts == [FERRY]


def test_paragraphs_and_cells_are_read_in_their_order(tmp_path, gather):
    """A cell that goes over two columns once."""

    def build(document):
        document.add_paragraph("one")
        cells = document.add_table(1, 2).rows[0].cells
        cells[0].merge(cells[1]).text = "two"
        document.add_paragraph("three")

    (tmp_path / "a.docx").write_bytes(word(build, title="Ferry", author="Ann Ferrywoman"))

    found = gather(tmp_path)

    assert found.texts == ["one\ntwo\nthree"]
    assert stated(found.documents[0]) == {("title", "Ferry"), ("author", "Ann Ferrywoman")}


def paged(*paragraphs):
    """Return the lines of a document of Word with these *paragraphs*, as XML; "|" is a break, "~" a page Word noted."""
    signs = {"|": '<w:br w:type="page"/>', "~": "<w:lastRenderedPageBreak/>"}
    runs = (
        "".join(signs.get(part, f"<w:t>{part}</w:t>") for part in re.split(r"([|~])", paragraph) if part)
        for paragraph in paragraphs
    )
    body = "".join(f"<w:p><w:r>{one}</w:r></w:p>" for one in runs)
    return Lines(etree.fromstring(f'<w:body xmlns:w="{WORD}" xmlns:mc="{CHOICE}">{body}</w:body>'))


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOX = "<w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent>"
CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@pytest.mark.parametrize(
    ("paragraphs", "pages"),
    [
        (["one", "two"], ["one\ntwo"]),
        (["one|", "two"], ["one", "two"]),
        (["one", "~two", "thr~ee"], ["one", "two\nthr", "ee"]),
        (["one|", "~two"], ["one", "two"]),
        (["one", "|", "~two"], ["one", "two"]),
        (["one||", "two"], ["one", "", "two"]),
        (["one|two", "~three"], ["one", "two", "three"]),
        (["|~one"], ["", "one"]),
    ],
)
def test_pages_of_word_begin_at_breaks(paragraphs, pages):
    """At those that an author made and those that Word noted, one of each kind side by side being the same one."""
    lines = paged(*paragraphs)

    bounds = [*(lines.pages or (0,)), len(lines.text)]
    assert [lines.text[a:b].strip("\n") for a, b in itertools.pairwise(bounds)] == pages


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "new"),
        ("<w:sdt><w:sdtContent><w:r><w:t>field</w:t></w:r></w:sdtContent></w:sdt>", "field"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        (
            (
                f"<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
                "</mc:AlternateContent><w:t>line</w:t></w:r>"
            ),
            "line\nbox",
        ),
    ],
)
def test_text_is_read_wherever_word_shows_it(inner, text):
    """In insertions, controls and boxes, once; what was deleted is not."""
    body = f'<w:body xmlns:w="{WORD}" xmlns:mc="{CHOICE}"><w:p>{inner}</w:p></w:body>'

    assert Lines(etree.fromstring(body)).text == text


def test_the_page_of_a_document_of_word_is_known(tmp_path, gather):
    """As of a PDF, where the document says where its pages begin."""

    def build(document):
        document.add_paragraph("one").add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("two")

    (tmp_path / "a.docx").write_bytes(word(build))

    found = gather(tmp_path)

    assert found.documents[0].origin.page(found.texts[0].index("two")) == 2
