"""Texts read again by their places, and single texts to compare."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import ProvenanceError, UnreadableFileError, UsageError
from provenance.readers import reread
from provenance.readers.single import open_text
from provenance.settings import Reading

TEXTS = ["Hà Nội", "", " date 2024-03-04 Words", "a\r\nb", "été 😀"]


@pytest.fixture(scope="module", name="corpus")
def _corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    lines = [json.dumps({"text": text}) for text in TEXTS]
    odd = r'{"text": "a\ud800", "x": NaN}'
    (folder / "a.jsonl").write_text("\n".join([*lines, "", "{}", odd]), encoding="utf-8", newline="")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress("\n".join([*lines, "broken", odd]).encode()))
    (folder / "c.ndjson").write_text("\n".join(lines), encoding="utf-16")
    (folder / "d.jsonl").write_text("\n".join(lines), encoding="utf-8-sig")
    french = "Le ministre des Affaires étrangères a reçu à Hanoï le vice-ministre. L’été était là."
    (folder / "e.jsonl").write_bytes(
        b'{"text": "a"}\n' + json.dumps({"text": french}, ensure_ascii=False).encode("cp1252")
    )
    (folder / "f.txt").write_bytes(french.encode("cp1252"))
    (folder / "g.txt").write_bytes("\ufeff\ufeffTwo marks".encode())
    (folder / "h.txt").write_bytes("\ufeff\ufeffTwo marks".encode("utf-16"))
    (folder / "i.txt.gz").write_bytes(gzip.compress(TEXTS[0].encode()))
    (folder / "j.txt").write_bytes((french * 3).encode() + b"\xff")
    return folder


@given(st.data())
def test_texts_come_again_as_they_came_first(corpus, gather, data):
    """In any order, any of them, some twice; from files, records, gzip and other encodings."""
    found = gather(corpus)
    positions = data.draw(st.lists(st.integers(0, len(found.texts) - 1)))

    texts = reread([found.documents[position] for position in positions], Reading())

    assert texts == [found.texts[position] for position in positions]


def test_all_of_the_corpus_is_read(corpus, gather):
    """So that the property above is about all of it."""
    found = gather(corpus)

    assert len(found.texts) == 6 + 6 + 5 + 5 + 2 + 5
    assert reread(found.documents, Reading()) == found.texts


def test_texts_of_a_forced_encoding_come_again(tmp_path, gather):
    """By the same codec."""
    (tmp_path / "a.txt").write_bytes("été".encode("latin-1"))
    (tmp_path / "b.jsonl").write_bytes('{"text": "été"}'.encode("latin-1"))
    found = gather(tmp_path, encoding="Latin-1")

    assert found.texts == ["été", "été"]
    assert reread(found.documents, Reading(encoding="Latin-1")) == found.texts


def test_standard_input_cannot_be_read_again(gather):
    """Whoever needs its texts again keeps them."""
    found = gather("-", stdin=io.BytesIO(b"Words."))

    with pytest.raises(ProvenanceError, match="cannot be read again"):
        reread(found.documents, Reading())


@pytest.mark.parametrize("name", ["a.jsonl", "b.jsonl.gz", "c.txt", "d.txt.gz"])
@pytest.mark.parametrize("text", [None, "", "Other wording.", "Cut"])
def test_a_file_that_changed_is_told(tmp_path, gather, name, text):
    """Or that is gone; never is another text given."""

    def write(text):
        content = (json.dumps({"text": text}) if "jsonl" in name else text).encode()
        (tmp_path / name).write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)

    write("Some words.")
    found = gather(tmp_path)
    if text is None:
        (tmp_path / name).unlink()
    elif text == "Cut":
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-1])
    else:
        write(text)

    with pytest.raises(UnreadableFileError, match=name):
        reread(found.documents, Reading())


def test_one_text_is_opened_from_a_file(corpus):
    """With its notices."""
    document, text, notices = open_text(corpus / "f.txt", Reading())

    assert text.startswith("Le ministre")
    assert document.path == str(corpus / "f.txt")
    assert [notice.kind for notice in notices] == ["decoded by guess"]


@pytest.mark.parametrize("name", ["a.jsonl", "b.jsonl.gz", "c.ndjson", "d.jsonl"])
def test_one_text_is_opened_from_a_line_of_records(corpus, name):
    """By its number; nothing is said of other lines."""
    for line, expected in enumerate(TEXTS, 1):
        document, text, notices = open_text(f"{corpus / name}#{line}", Reading())

        assert (text, document.line, notices) == (expected, line, ())


def test_a_file_of_one_record_needs_no_line(tmp_path):
    """There is but one text to mean."""
    (tmp_path / "a.jsonl").write_text('\n{"text": "a"}\n')

    assert open_text(tmp_path / "a.jsonl", Reading())[1] == "a"


def test_one_text_is_opened_from_standard_input():
    """As "-"."""
    document, text, _ = open_text("-", Reading(), stdin=io.BytesIO(b"Words."))

    assert (document.id, text) == ("-", "Words.")


def test_a_file_whose_name_ends_like_a_line_is_that_file(tmp_path):
    """What is there wins."""
    (tmp_path / "a#1.txt").write_text("hash")

    assert open_text(tmp_path / "a#1.txt", Reading())[1] == "hash"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.jsonl", "several records"),
        ("a.jsonl#99", "no record in line 99"),
        ("a.jsonl#0", "no record in line 0"),
        ("missing.txt", "no such file"),
        ("missing.jsonl#1", "no such file"),
        ("a.jsonl#x", "no record with the id 'x'"),
        ("a.jsonl#" + "9" * 5000, "no record in line 9"),
        ("", "this is a folder"),
        ("x.odt", "is an office format"),
    ],
)
def test_what_names_no_single_text_is_a_usage_error(corpus, name, message):
    """With the way out."""
    (corpus / "x.odt").touch()

    with pytest.raises(UsageError, match=message):
        open_text(corpus / name, Reading())


@pytest.mark.parametrize(
    ("name", "message"), [("a.jsonl#7", "line 7: has no field"), ("b.jsonl.gz#6", "line 6: is not JSON")]
)
def test_a_line_that_is_no_record_is_an_unreadable_text(corpus, name, message):
    """And says why."""
    with pytest.raises(UnreadableFileError, match=message):
        open_text(corpus / name, Reading())
