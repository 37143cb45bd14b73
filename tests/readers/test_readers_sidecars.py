"""Sidecars: what lies beside a text and states something of it, in folders, beside files, records and links."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.attribution import attribute
from provenance.errors import ConfigError
from provenance.model import Document
from provenance.readers import read
from provenance.readers.sidecars import read_sidecar
from provenance.readers.single import open_text
from provenance.settings import Reading


def stated(*paths):
    """What the sidecars of all documents below *paths* state, by their ids."""
    return {
        document.id: [(one.name, one.value) for one in document.statements if one.asserter == "operator"]
        for batch in read(paths, Reading())
        for document in batch.documents
    }


def passed(*paths):
    """The sentences about what is no document."""
    return [notice.message for batch in read(paths, Reading()) for notice in batch.notices]


@pytest.fixture
def folder(tmp_path):
    """A folder with a text."""
    (tmp_path / "story.txt").write_text("The ferry runs again.", encoding="utf-8")
    return tmp_path


def test_what_a_sidecar_states_is_the_operators_word():
    """Its title, date and source count before all others."""
    said = read_sidecar('title = "A title"\ndate = 2024-03-05\nsource = "AFP"\n', "story.txt.meta.toml")
    found = attribute("A text without a word of it.", Document("1", "story.txt", b"", None, 0, statements=said))

    assert [(one.name, one.value) for one in said] == [("title", "A title"), ("date", "2024-03-05"), ("source", "AFP")]
    assert {one.asserter for one in said} == {"operator"}
    assert (found.source, found.published, found.published_asserter) == ("AFP", "2024-03-05", "operator")
    assert found.title == "A title"


@pytest.mark.parametrize("name", ["story.txt.meta.toml", "story.meta.toml"])
def test_a_sidecar_is_no_document_and_is_not_passed_over(folder, name):
    """In a folder, and beside a file that is named; with and without the text's suffix."""
    (folder / name).write_text('source = "AFP"\n', encoding="utf-8")

    for path in (folder, folder / "story.txt"):
        assert stated(path) == {"story.txt": [("source", "AFP")]}
        assert passed(path) == []
    assert open_text(folder / "story.txt", Reading())[0].statements[0].value == "AFP"


def test_a_shell_may_name_both(folder):
    """A text and its sidecar on one command line are one document."""
    (folder / "story.txt.meta.toml").write_text('source = "AFP"\n', encoding="utf-8")

    assert stated(folder / "story.txt", folder / "story.txt.meta.toml") == {"story.txt": [("source", "AFP")]}
    assert passed(folder / "story.txt", folder / "story.txt.meta.toml") == []


def test_the_longer_name_counts_and_the_other_is_told(folder):
    """Of two sidecars of a text one is in vain."""
    (folder / "story.txt.meta.toml").write_text('source = "AFP"\n', encoding="utf-8")
    (folder / "story.meta.toml").write_text('source = "VNA"\n', encoding="utf-8")

    assert stated(folder) == {"story.txt": [("source", "AFP")]}
    assert passed(folder) == ["passed over: 1 sidecar without a text"]


def test_a_sidecar_of_nothing_is_told(folder):
    """In a folder it is counted, named it cannot be read."""
    (folder / "gone.txt.meta.toml").write_text('source = "AFP"\n', encoding="utf-8")

    assert stated(folder) == {"story.txt": []}
    assert passed(folder) == ["passed over: 1 sidecar without a text"]
    assert passed(folder / "story.txt", folder / "gone.txt.meta.toml") == ["is a sidecar without a text"]


def test_other_toml_files_are_no_sidecars(folder):
    """Neither a TOML file of another name, nor a hidden one, nor a folder."""
    (folder / "story.toml").write_text("x = 1\n", encoding="utf-8")
    (folder / ".story.txt.meta.toml").write_text("x = 1\n", encoding="utf-8")
    (folder / "inner.meta.toml").mkdir()

    assert stated(folder) == {"story.txt": []}
    assert passed(folder) == ["passed over: 1 hidden, 1 with an unknown suffix (.toml 1)"]


def test_packed_texts_records_and_links(folder):
    """A gzipped text has one, each record of a file has its file's, a link to a text the one beside the link."""
    (folder / "story.meta.toml").write_text('source = "VNA"\n', encoding="utf-8")
    (folder / "p.txt.gz").write_bytes(gzip.compress(b"The ferry runs."))
    (folder / "p.meta.toml").write_text('source = "AFP"\n', encoding="utf-8")
    (folder / "r.jsonl").write_text('{"id":"1","text":"a","source":"EFE"}\n{"id":"2","text":"b"}\n', encoding="utf-8")
    (folder / "r.jsonl.meta.toml").write_text('url = "https://efe.com/x"\n', encoding="utf-8")
    (folder / "other.unread").write_text("The ferry, elsewhere.", encoding="utf-8")
    (folder / "link.txt").symlink_to("other.unread")
    (folder / "link.txt.meta.toml").write_text('source = "PAP"\n', encoding="utf-8")

    assert stated(folder) == {
        "1": [("url", "https://efe.com/x")],
        "2": [("url", "https://efe.com/x")],
        "link.txt": [("source", "PAP")],
        "p.txt.gz": [("source", "AFP")],
        "story.txt": [("source", "VNA")],
    }
    assert passed(folder) == ["passed over: 1 with an unknown suffix (.unread 1)"]


@pytest.mark.parametrize(("content", "place"), [
    (b"title = \n", "line 1"),
    (b'title = "x"\ncolour = "red"\n', "line 2: unknown key 'colour'"),
    (b"date = 2024-03-05\ntitle = 5\n", "line 2: title must be a string"),
    (b"date = 10:20:30\n", "line 1: date must be a date as YYYY-MM-DD or a string"),
    (b"date = [2024-03-05]\n", "line 1: date must be a date as YYYY-MM-DD or a string"),
    (b"[title]\n", "line 1: title must be a string"),
    (b'title = "x"\nsource = "\xff"\n', "line 2: byte 22 is not UTF-8"),
    (b"a = " + b"[" * 20_000, "a sidecar is a TOML file of"),
    (b"# " + b"x" * (1 << 20), "more than 1048576 bytes"),
    (b'title = "x"\ntitle = "y"\n', "line 2"),
])  # fmt: skip
def test_a_mistake_is_named_with_its_file_and_line(folder, content, place):
    """Whatever is wrong with it."""
    (folder / "story.txt.meta.toml").write_bytes(content)

    with pytest.raises(ConfigError, match=place) as error:
        stated(folder)
    assert "story.txt.meta.toml" in str(error.value)


@pytest.mark.parametrize(("written", "said"), [
    ("2024-03-05", "2024-03-05"),
    ('"5 March 2024"', "5 March 2024"),
    ("2024-03-05 10:20:30", "2024-03-05T10:20:30"),
    ("2024-03-05T10:20:30+07:00", "2024-03-05T10:20:30+07:00"),
])  # fmt: skip
def test_a_date_is_told_in_the_form_of_iso_8601(written, said):
    """Whichever of TOML's forms it has."""
    assert [one.value for one in read_sidecar(f"date = {written}\n", "a.meta.toml")] == [said]


@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda b: b.decode("latin-1")))
def test_any_text_is_a_sidecar_or_a_mistake(text):
    """Nothing else is raised."""
    with suppress(ConfigError):
        assert all(isinstance(one.value, str) for one in read_sidecar(text, "a.meta.toml"))
