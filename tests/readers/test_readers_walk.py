"""Folders: what is read, what is passed over, and in which order."""

from __future__ import annotations

import os
import socket

import pytest

from provenance.errors import UsageError
from provenance.readers import read
from provenance.settings import Reading

NOT_UTF_8 = b"caf\xe9.txt"


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def put(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Some words.")


def passed_over(gathered):
    return {notice.message: notice.count for notice in gathered.notices if notice.kind == "passed over"}


def test_a_folder_is_read_in_the_order_of_its_paths_as_bytes(tmp_path, gather):
    """Not as the file system lists them, nor folder by folder."""
    put(tmp_path, "b.txt", "a/z.md", "a.txt", "a/b/c.jsonl.txt", "Z.TXT", "é.text")

    assert gather(tmp_path).ids == ["Z.TXT", "a.txt", "a/b/c.jsonl.txt", "a/z.md", "b.txt", "é.text"]


def test_what_is_passed_over_is_counted_by_kind(tmp_path, gather):
    """Hidden, of an unknown suffix, binary: one notice each, and nothing is lost silently."""
    put(tmp_path, "a.txt", ".hidden.txt", ".git/x.txt", "b.doc", "c.DOC", "d.png", "LICENSE", "e.gz", ".gz")
    (tmp_path / "binary.txt").write_bytes(b"PK\x03\x04\0")

    found = gather(tmp_path)

    assert found.ids == ["a.txt"]
    assert passed_over(found) == {
        "passed over: 3 hidden, 5 with unknown suffixes (.doc 2, .gz 1, .png 1, none 1), 1 binary file; "
        "to read them: .doc (the old format of Word): save it as text": 9
    }


def test_a_nul_after_eight_kibibytes_is_part_of_the_text(tmp_path, gather):
    """Binary is what looks so at its start."""
    (tmp_path / "a.txt").write_bytes(b"a" * 8192 + b"\0b")

    assert gather(tmp_path).texts == ["a" * 8192 + "\0b"]


@pytest.mark.parametrize("name", ["x.doc", ".hidden.txt", "binary.txt"])
def test_what_a_folder_passes_over_is_unreadable_when_named(tmp_path, gather, name):
    """Who names a file wants it read."""
    put(tmp_path, "x.doc", ".hidden.txt")
    (tmp_path / "binary.txt").write_bytes(b"\0")

    found = gather(tmp_path / name)

    assert found.documents == []
    assert found.said("unreadable") == [(name, None)]


def test_a_named_file_is_told_of_though_its_folder_is_given_too(tmp_path, gather):
    """The folder's walk does not swallow it."""
    put(tmp_path, "x.doc", "y.doc", "a.txt")

    found = gather(tmp_path, tmp_path / "x.doc")

    assert found.ids == ["a.txt"]
    assert found.said("unreadable") == [("x.doc", None)]
    assert list(passed_over(found).values()) == [1]


def test_a_missing_path_is_told_before_anything_is_read(tmp_path, gather):
    """Also when others are there."""
    put(tmp_path, "a.txt")

    with pytest.raises(UsageError, match=r"missing\.txt"):
        gather(tmp_path, tmp_path / "missing.txt")


@pytest.mark.parametrize("path", ["", "a.txt/", "a.txt/b", "x\0y", "n" * 5000])
def test_a_path_that_cannot_be_is_a_missing_one(tmp_path, monkeypatch, gather, path):
    """One sentence, no traceback."""
    put(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match="no such file"):
        gather(path)


def test_no_path_at_all_is_nothing_to_scan(gather):
    """No working folder is assumed."""
    with pytest.raises(UsageError, match="nothing to scan"):
        gather()


def test_an_empty_folder_is_nothing_to_scan(tmp_path, gather):
    """And says so."""
    with pytest.raises(UsageError, match=r"nothing to scan.*empty"):
        gather(tmp_path)


def test_a_folder_of_passed_over_files_is_nothing_to_scan(tmp_path, gather):
    """Even when only reading shows that a file is binary; what was passed over is said."""
    put(tmp_path, "b.doc")
    (tmp_path / "binary.txt").write_bytes(b"\0")

    with pytest.raises(UsageError, match=r"nothing to scan.*1 with an unknown suffix \(\.doc 1\), 1 binary file"):
        gather(tmp_path)


def test_an_empty_file_is_a_document(tmp_path, gather):
    """It is for a rule to say that it has no text."""
    (tmp_path / "a.txt").touch()

    found = gather(tmp_path)

    assert found.texts == [""]
    assert found.documents[0].size == 0


def test_links_in_a_circle_end(tmp_path, gather):
    """To the folder itself, to one above, to each other."""
    put(tmp_path, "root/a/x.txt", "beside.txt")
    (tmp_path / "root/a/self").symlink_to(".")
    (tmp_path / "root/a/up").symlink_to("..")
    (tmp_path / "root/a/out").symlink_to("../..")
    (tmp_path / "root/one.txt").symlink_to("two.txt")
    (tmp_path / "root/two.txt").symlink_to("one.txt")

    found = gather(tmp_path / "root")

    assert found.ids == ["a/x.txt"]
    assert passed_over(found) == {
        "passed over: 2 broken links, 2 links to what is read anyway, 1 link to a folder above": 5
    }


def test_a_file_is_read_once_and_called_by_its_own_name(tmp_path, gather):
    """Not by the link, even when that comes first."""
    put(tmp_path, "root/z.txt", "root/z/y.txt")
    (tmp_path / "root/a.txt").symlink_to("z.txt")
    (tmp_path / "root/b").symlink_to("z")

    assert gather(tmp_path / "root").ids == ["z.txt", "z/y.txt"]


def test_a_link_to_elsewhere_is_followed(tmp_path, gather):
    """Where settings ask for it, files and folders that lie outside are read through the first link to them."""
    put(tmp_path, "else/x.txt", "else/deep/y.txt", "other.txt")
    (tmp_path / "root").mkdir()
    (tmp_path / "root/m").symlink_to("../else")
    (tmp_path / "root/n").symlink_to("../else/deep")
    (tmp_path / "root/o.txt").symlink_to("../other.txt")
    (tmp_path / "root/p.txt").symlink_to("../other.txt")

    assert gather(tmp_path / "root", follow_links=True).ids == ["m/deep/y.txt", "m/x.txt", "o.txt"]


def test_hard_links_are_two_files(tmp_path, gather):
    """They are two texts in the corpus, and duplicates."""
    put(tmp_path, "a.txt")
    os.link(tmp_path / "a.txt", tmp_path / "b.txt")

    assert gather(tmp_path).ids == ["a.txt", "b.txt"]


def test_what_is_neither_file_nor_folder_is_never_opened(tmp_path, monkeypatch, mkfifo, gather):
    """A pipe would block for ever."""
    put(tmp_path, "a.txt")
    mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")

    found = gather(".")

    assert found.ids == ["a.txt"]
    assert passed_over(found) == {"passed over: 2 neither file nor folder": 2}
    assert gather("pipe.txt", "a.txt").said("unreadable") == [("pipe.txt", None)]


def test_a_broken_link_that_was_named_is_unreadable(tmp_path, gather):
    """It is there, but leads nowhere."""
    (tmp_path / "a.txt").symlink_to("nowhere.txt")

    assert gather(tmp_path / "a.txt").said("unreadable") == [("a.txt", None)]


def test_a_folder_called_like_a_text_is_a_folder(tmp_path, gather):
    """Suffixes are for files."""
    put(tmp_path, "a.txt/b.txt")

    assert gather(tmp_path).ids == ["a.txt/b.txt"]


def test_a_folder_that_cannot_be_listed_is_unreadable(tmp_path, gather):
    """The rest is read all the same; here a path too long for the system."""
    put(tmp_path, "a.txt")
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(20):
            os.mkdir("d" * 250)
            os.chdir("d" * 250)
    finally:
        os.chdir(here)

    found = gather(tmp_path)

    assert found.ids == ["a.txt"]
    assert len(found.said("unreadable")) == 1


@pytest.mark.parametrize("name", [b"with space.txt", b"new\nline.txt", "Hà Nội.txt".encode(), NOT_UTF_8])
def test_any_name_that_a_file_can_have_works(tmp_path, gather, name):
    """Bytes that are not UTF-8 are shown as escapes, and the file is opened by its real name."""
    file = os.path.join(os.fsencode(tmp_path), name)
    try:
        with open(file, "wb") as stream:
            stream.write(b"Words.")
    except OSError:
        pytest.skip("this file system refuses the name")

    (document,) = gather(tmp_path).documents

    assert document.id == document.path == name.decode("utf-8", "backslashreplace")
    assert document.file == os.path.realpath(file)


def test_names_that_differ_are_shown_differently(tmp_path, gather):
    """Also where one holds the bytes and another their escape."""
    names = [rb"\xe9.txt", b"\xe9.txt", b"\\\xe9.txt", rb"\\xe9.txt", rb"a\b.txt"]
    for name in names:
        try:
            with open(os.path.join(os.fsencode(tmp_path), name), "wb"):
                pass
        except OSError:
            pytest.skip("this file system refuses the name")

    ids = gather(tmp_path).ids

    assert len(set(ids)) == len(names)
    assert r"\xe9.txt" in ids
    assert r"a\b.txt" in ids


def test_the_output_folder_is_never_read(tmp_path, gather):
    """Wherever it lies below a root, and whatever it holds; nor is it counted, since a first run would not."""
    put(tmp_path, "a.txt", "out/b.txt")

    found = gather(tmp_path, output=str(tmp_path / "out"))

    assert found.ids == ["a.txt"]
    assert passed_over(found) == {}


def test_an_output_folder_as_a_root_is_refused(tmp_path, monkeypatch, gather):
    """However it was typed."""
    put(tmp_path, "out/b.txt")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match="output folder"):
        gather("./out/", output=str(tmp_path / "out"))


def test_a_root_within_the_output_folder_is_read(tmp_path, gather):
    """Reports may be written beside the texts."""
    put(tmp_path, "texts/b.txt")

    assert gather(tmp_path / "texts", output=str(tmp_path)).ids == ["b.txt"]


def test_a_file_that_vanishes_is_unreadable(tmp_path):
    """Between the listing of its folder and its turn; also one that became a folder."""
    put(tmp_path, "a.txt", "b.txt", "c.txt", "d.txt")
    batches = read([tmp_path], Reading(batch_bytes=1))
    next(batches)
    for name in ("c.txt", "d.txt"):
        (tmp_path / name).unlink()
    (tmp_path / "d.txt").mkdir()

    rest = list(batches)

    assert [document.id for batch in rest for document in batch.documents] == ["b.txt"]
    assert [(notice.kind, notice.path) for batch in rest for notice in batch.notices] == [
        ("unreadable", "c.txt"),
        ("unreadable", "d.txt"),
    ]


def test_a_file_that_shrinks_while_it_is_read_is_unreadable(tmp_path):
    """What was read before is kept, and the place is told."""
    lines = 6_000
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{"Some words. " * 20}"}}\n' * lines)
    batches = read([tmp_path], Reading(batch_bytes=1, digests=False))
    next(batches)
    os.truncate(tmp_path / "a.jsonl", 700_000)

    rest = list(batches)

    (notice,) = (notice for batch in rest for notice in batch.notices)
    assert (notice.kind, notice.path) == ("unreadable", "a.jsonl")
    assert notice.line == 1 + sum(len(batch.documents) for batch in rest) + 1
    assert notice.line < lines


@pytest.mark.parametrize("begin", ['{"tool":"provenance"', '{\n  "tool": "provenance"'])
def test_a_folder_with_our_reports_is_never_read(tmp_path, gather, begin):
    """Not even when it is not the output folder of this run."""
    put(tmp_path, "a.txt", "old/b.txt", "old/deep/c.txt")
    (tmp_path / "old/audit.json").write_text(begin + "}")

    found = gather(tmp_path)

    assert found.ids == ["a.txt"]
    assert passed_over(found) == {"passed over: 1 report folder": 1}
    with pytest.raises(UsageError, match=r"nothing to scan.*1 report folder"):
        gather(tmp_path / "old")
    assert gather(tmp_path / "old/b.txt").said("unreadable") == [("b.txt", None)]


def test_an_audit_json_of_somebody_else_hides_nothing(tmp_path, gather):
    """Only our own mark at its start does."""
    put(tmp_path, "a/b.txt")
    (tmp_path / "a/audit.json").write_text('{"tool": "other"}' + " " * 200 + '"tool": "provenance"')

    assert gather(tmp_path).ids == ["a/b.txt"]
