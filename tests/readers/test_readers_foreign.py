"""Files that are no plain text: what they are and what to do is said once for each kind."""

from __future__ import annotations

import re

import pytest

from provenance.errors import UsageError
from provenance.readers.foreign import resemblance
from provenance.readers.formats import FORMATS, SUFFIXES

# Any two kinds that nothing reads, the first of them under several suffixes, whatever is read by now.
FIRST, SECOND = [row for row in FORMATS if row.advice and len(row.suffixes) > 1][:2]


def put(folder, *names, content=b"Some words."):
    for name in names:
        (folder / name).write_bytes(content)


def test_each_kind_that_was_passed_over_is_explained_once(tmp_path, gather):
    """However many files of it there are, and under however many suffixes."""
    one, two = sorted(FIRST.suffixes[:2])
    put(tmp_path, "a.txt", f"b{one}", f"c{two}", f"d{two.upper()}", f"e{SECOND.suffixes[0]}")

    (notice,) = gather(tmp_path).notices

    assert notice.message.startswith(f"passed over: 4 with unknown suffixes ({two} 2, ")
    assert notice.message.endswith(
        f"; to read them: {one} {two} ({FIRST.name}): {FIRST.advice}; "
        f"{SECOND.suffixes[0]} ({SECOND.name}): {SECOND.advice}"
    )


def test_ten_thousand_of_a_kind_are_one_short_sentence(tmp_path, gather):
    """No wall of lines."""
    put(tmp_path, "a.txt", *(f"{number}{FIRST.suffixes[0]}" for number in range(10_000)), content=b"")

    (notice,) = gather(tmp_path).notices

    assert notice.count == 10_000
    assert len(notice.message) < 120 + len(FIRST.name) + len(FIRST.advice)


@pytest.mark.parametrize("name", ["b.png", "b.mp3", "LICENSE", "b.doc.txt", "b.py", ".b.doc"])
def test_what_nobody_would_read_is_counted_and_not_explained(tmp_path, gather, name):
    """Pictures, programs, hidden files."""
    put(tmp_path, "a.txt", name)

    assert not [notice for notice in gather(tmp_path).notices if "to read them" in notice.message]


def test_a_folder_of_pages_says_what_to_do(tmp_path, gather):
    """Where there is nothing else to read, the error does."""
    put(tmp_path, f"a{FIRST.suffixes[0]}", f"b{SECOND.suffixes[0]}")
    said = f"{FIRST.suffixes[0]} ({FIRST.name}): {FIRST.advice}; {SECOND.suffixes[0]}"

    with pytest.raises(UsageError, match=f"nothing to scan.*{re.escape(said)}"):
        gather(tmp_path)


NAMED = {
    f"a{suffix}": f"is not read because {suffix} is {row.name}: {row.advice}"
    for row in FORMATS
    for suffix in row.suffixes
    if row.advice
}
UNKNOWN = (
    f"has an unknown suffix; known are {' '.join(sorted(SUFFIXES))}, each also with .gz, .zst, .bz2 or .xz; "
    "rename it to .txt"
)


@pytest.mark.parametrize(
    ("name", "said"), [*NAMED.items(), ("a.DOC", NAMED["a.doc"]), ("a.xyz", UNKNOWN), ("LICENSE", UNKNOWN)]
)
def test_a_file_that_is_named_says_what_it_is(tmp_path, gather, name, said):
    """And what to do, where it is given to be audited and where it is given as the one text."""
    put(tmp_path, name)

    (notice,) = gather(tmp_path / name).notices

    assert notice.message.startswith(said)


BEGINNINGS = [(signature, row.name) for row in FORMATS for signature in row.signatures]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        *((signature + b"\0", f"looks like {name}: ") for signature, name in BEGINNINGS),
        (b"%PDF-1.4\nwords", "PDF"),
        (b"\x1f\x8b\x08\0\0", "add .gz to its name"),
        ("The ferry runs again".encode("utf-16-le"), "pass --encoding utf-16-le"),
        ("Hà Nội".encode("utf-16-be"), "pass --encoding utf-16-be"),
    ],
)
def test_a_binary_file_that_is_named_says_what_it_looks_like(tmp_path, gather, content, said):
    """By its first bytes, where its name says that it is a text."""
    put(tmp_path, "a.txt", "a.jsonl", content=content)

    notices = gather(tmp_path / "a.txt", tmp_path / "a.jsonl").notices

    assert [notice.path for notice in notices] == ["a.jsonl", "a.txt"]
    assert all(notice.message.startswith("is a binary file; it ") for notice in notices)
    assert all(said in notice.message for notice in notices)


@pytest.mark.parametrize("content", [b"\0\1\2\3" * 100, b"words\0words", b"\0", b"\x89PNG\r\n\x1a\n\0\0", b"a\0b\0\0c"])
def test_what_looks_like_nothing_known_gets_no_name(content):
    """A wrong word would be worse than none."""
    assert resemblance(content) == ""


def test_a_text_about_pdf_is_a_text(tmp_path, gather):
    """Only a file that begins as PDF does is one."""
    put(tmp_path, "a.txt", content=b"How files begin: %PDF-1.4")

    assert len(gather(tmp_path).documents) == 1
