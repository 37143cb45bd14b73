"""What holds for every format that is read, also for the next one: its row and its sample are all that it takes."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import os
import re
import subprocess
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import SAMPLES

from provenance.cache import Cache
from provenance.corpus import Corpus
from provenance.errors import UnreadableFileError
from provenance.pipeline import audit
from provenance.pipeline.run import MIN_CACHED_DOCUMENTS
from provenance.readers import read, reread
from provenance.readers.dispatch import reader_of
from provenance.readers.format import Format
from provenance.readers.formats import FORMAT_OF, FORMATS, is_by_line
from provenance.readers.single import open_text
from provenance.scope import changed_since, focused
from provenance.scope.git import Git
from provenance.scope.index import next_commit
from provenance.settings import Config, Grouping, Judging, Reading, Reporting

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["Hà Nội", "a\nb", " date 2024-03-04 Words", 'a\r\nb, “c” "d"', "été 😀", "the same", "the same"]


# One suffix of each format, and of those that are read in ways of their own, what is packed.
FIRST = [row.suffixes[0] for row in FORMATS if row.reader]
ENDINGS = [
    *FIRST,
    *(f"{suffix}.gz" for suffix in (".txt", ".jsonl", ".json", ".csv", ".warc")),
    *(f"{suffix}.zst" for suffix in (".txt", ".jsonl", ".warc")),
    ".tgz",
    ".txt.bz2",
    ".txt.xz",
]
# Those whose texts are read again in ways of their own: a PDF's are as a document of Word's, which takes a tenth of the
# time.
AUDITED = [*(suffix for suffix in FIRST if suffix != ".pdf"), ".txt.gz", ".jsonl.gz", ".csv.gz"]


@cache
def sampled(name, packing, several):
    """Return the samples of a format with *several* texts, each with its content as it is packed."""
    return [(sample, pack(sample.content, packing)) for sample in SAMPLES[name](several)]


PACKING = {
    "gz": partial(gzip.compress, mtime=0),
    "zst": zstandard.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}


class Made(NamedTuple):
    """A folder of files of one kind, the text at each path and line, and what names it where the line does not."""

    folder: Path
    texts: dict[tuple[str, int | None], str]
    marks: dict[tuple[str, int | None], str]

    def mark(self, path, line):
        return self.marks.get((path, line), "" if line is None else f"#{line}")


def make(folder, ending, several, first=0):
    """Write *several* texts into files of one kind."""
    folder.mkdir(exist_ok=True)
    suffix = re.sub(r"\.(gz|zst|bz2|xz)$", "", ending)
    made, marks = {}, {}
    packing = "gz" if ending == ".tgz" else ending.rpartition(".")[2]
    for number, (sample, content) in enumerate(sampled(FORMAT_OF[suffix].name, packing, tuple(several)), first):
        name = f"{number:03}{ending}"
        (folder / name).write_bytes(content)
        path = f"{name}!/{sample.member}" if sample.member else name
        made |= {(path, line): text for line, text in sample.texts.items()}
        marks |= {(path, line): f"#{mark}" for line, mark in zip(sample.texts, sample.marks, strict=False)}
    return Made(folder, made, marks)


def pack(content, suffix):
    """Return *content* packed as a suffix says; the records of a web archive each for itself."""
    packing = PACKING.get(suffix)
    if packing is None:
        return content
    return b"".join(map(packing, re.split(rb"(?m)^(?=WARC/1.1\r)", content)[content.startswith(b"WARC/") :]))


def near_copies(count):
    """Return *count* texts, each two of which are nearly the same."""
    bodies = [
        " ".join(f"word{(at * (each + 3)) % 97} of{each}" for at in range(60)) for each in range((count + 1) // 2)
    ]
    return [bodies[at // 2] + " and more" * (at % 2) for at in range(count)]


@pytest.fixture(scope="module", params=ENDINGS)
def ending(request):
    return request.param


@pytest.fixture(scope="module")
def made(ending, tmp_path_factory):
    return make(tmp_path_factory.mktemp("made") / "texts", ending, TEXTS)


@pytest.fixture(scope="module", params=[True, False], ids=["digests", "no-digests"])
def known(request, made, gather):
    """What was found in the folder of `made`, with digests and without."""
    return gather(made.folder, digests=request.param), Reading(digests=request.param)


def stay_the_same(file, write):
    """Call *write*, which changes *file*, and leave its size and its times as they were."""
    before = file.stat()
    write()
    assert file.stat().st_size == before.st_size
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_every_reader_has_a_sample():
    """So that all of the below is about every format."""
    assert sorted(SAMPLES) == sorted(row.name for row in FORMATS if row.reader)


def test_every_suffix_is_of_one_row():
    """In lower case and with its dot; a format that nothing reads has advice."""
    every = [suffix for row in FORMATS for suffix in row.suffixes]

    assert sorted(FORMAT_OF) == sorted(every)
    assert all(suffix == f".{suffix[1:].lower()}" for suffix in every)
    assert all(bool(row.advice) == (row.reader is None) for row in FORMATS)


def test_every_text_is_found_once(made, gather):
    """At its path and line, which name it where nothing else does; no notice is given."""
    found = gather(made.folder)

    assert {(one.path, one.line): text for one, text in zip(found.documents, found.texts, strict=True)} == made.texts
    assert len(found.documents) == len(TEXTS)
    assert found.ids == [one.path + made.mark(one.path, one.line) for one in found.documents]
    assert not found.notices


def test_sizes_and_digests_are_of_the_file_or_the_text(made, gather):
    """Of the file as it stands where it is one text, else of the text as UTF-8; digests only where they are asked."""
    found = gather(made.folder)

    for one, text in zip(found.documents, found.texts, strict=True):
        whole = one.line is None and "!/" not in one.path
        counted = (made.folder / one.path).read_bytes() if whole else text.encode()
        assert (one.size, one.sha256) == (len(counted), hashlib.sha256(counted).hexdigest())
    assert {one.sha256 for one in gather(made.folder, digests=False).documents} == {""}


@settings(max_examples=12)
@given(data=st.data())
def test_texts_are_read_again_in_any_order(known, data):
    """One by one, several, some twice."""
    found, reading = known
    positions = data.draw(st.lists(st.integers(0, len(TEXTS) - 1)))

    again = reread([found.documents[position] for position in positions], reading)

    assert again == [found.texts[position] for position in positions]


@pytest.mark.parametrize("batch_bytes", [1, 1 << 20])
def test_a_corpus_without_room_says_what_one_with_room_says(made, batch_bytes):
    """Each text, several, all, and columns of them."""
    kept, again = (Corpus(Reading(batch_bytes=batch_bytes), reread, limit) for limit in (None, 0))
    for batch in read([made.folder], Reading(batch_bytes=batch_bytes)):
        kept.add(batch)
        again.add(batch)
    some, every = np.array([0, 2, 4]), np.arange(len(TEXTS))

    assert not again.kept
    assert [again.text(at) for at in (3, 1)] == [kept.text(at) for at in (3, 1)]
    assert list(again.texts_at([5, 0])) == list(kept.texts_at([5, 0]))
    assert list(again.texts()) == list(kept.texts())
    for positions in (some, every):
        assert articles([again.columns(positions)]) == articles([kept.columns(positions)])
        assert articles(again.buffers(positions)) == articles(kept.buffers(positions))


def articles(parts):
    """Return the articles in columns; what lies before one is a header, or a text that was not asked for."""
    return [
        buffer[start:end]
        for buffer, offsets, starts in parts
        for start, end in zip(starts.tolist(), offsets[1:].tolist(), strict=True)
    ]


@pytest.mark.parametrize("ending", AUDITED)
def test_an_audit_without_room_finds_the_same(ending, tmp_path):
    """Also with what an earlier run remembered."""
    folder = make(tmp_path / "texts", ending, near_copies(MIN_CACHED_DOCUMENTS + 2)).folder
    rich = Config(reporting=Reporting(output="nowhere", write=("findings",)), judging=Judging(select=("DUP", "SRC")))
    poor = attrs.evolve(rich, grouping=Grouping(memory_share=1e-12))

    expected = audit([folder], rich).findings
    found = [audit([folder], poor, cache=Cache([folder], poor, str(tmp_path / "cache"))).findings for _ in range(2)]

    assert expected
    assert found == [expected, expected]


def test_one_text_is_opened_by_its_place(made):
    """By its path, and its line in a file of several."""
    for (name, line), text in made.texts.items():
        place = str(made.folder / name) + made.mark(name, line)

        assert open_text(place, Reading())[1] == text


def test_a_focus_holds_the_texts_of_its_file(ending, tmp_path, gather):
    """And none of another file."""
    make(tmp_path / "texts", ending, ["one", "two"])
    make(tmp_path / "texts", ending, ["three"], first=5)
    scope = focused([str(tmp_path / "texts" / f"005{ending}")])

    found = gather(tmp_path / "texts")

    held = [text for one, text in zip(found.documents, found.texts, strict=True) if scope.holds(one.file, one.line)]
    assert held == ["three"]


@pytest.fixture
def git(tmp_path):
    def call(*arguments):
        settings = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *settings, *arguments], cwd=tmp_path, capture_output=True, check=True)

    call("init", "-q", "-b", "main")
    return call


@pytest.mark.parametrize("ending", [*FIRST, ".txt.gz"])
def test_staged_texts_are_read_as_they_are_staged(ending, tmp_path, git, gather):
    """The first time and again, whatever the working tree has since."""
    folder = make(tmp_path / "texts", ending, ["one", "two"]).folder
    git("add", "-A")
    make(folder, ending, ["1", "2"])

    with next_commit(Config(), Git([str(folder)], "--staged"), [str(folder)]) as config:
        reading = attrs.evolve(config.reading, extent=config.extent)
        batches = list(read([folder], reading))
        texts = [batch.text(at) for batch in batches for at in range(len(batch.documents))]
        again = reread([one for batch in batches for one in batch.documents], reading)

    assert texts == ["one", "two"]
    assert again == texts


@pytest.mark.parametrize("ending", [*FIRST, ".txt.gz"])
def test_what_changed_since_a_commit_is_told_by_line_where_that_is_possible(ending, tmp_path, git, gather):
    """Else every text of the file counts as changed."""
    folder = make(tmp_path / "texts", ending, ["one", "two"]).folder
    git("add", "-A")
    git("commit", "-qm", "first")
    make(folder, ending, ["one", "2"])
    scope = changed_since("HEAD", [str(folder)])

    found = gather(folder)

    held = [text for one, text in zip(found.documents, found.texts, strict=True) if scope.holds(one.file, one.line)]
    several = len({one.file for one in found.documents}) == 1
    assert held == (["one", "2"] if several and not is_by_line(b"a" + ending.encode()) else ["2"])


@pytest.mark.parametrize("digests", [True, False])
@pytest.mark.parametrize("change", ["other", "empty", "gone", "folder"])
def test_a_file_that_changed_is_not_read_again(ending, tmp_path, gather, digests, change):
    """Whoever asks is told which one it was."""
    folder = make(tmp_path / "texts", ending, ["one", "two"]).folder
    found = gather(folder, digests=digests)
    for path in folder.iterdir():
        if change == "empty":
            os.truncate(path, 0)
        else:
            path.unlink()
        if change == "folder":
            path.mkdir()
    if change == "other":
        make(folder, ending, ["eno", "owt"])

    for document in found.documents:
        with pytest.raises(UnreadableFileError, match=document.path):
            reread([document], Reading(digests=digests))


def test_a_file_that_changed_behind_its_times_is_not_read_again(ending, tmp_path, gather):
    """Of equal size, in place, with the time put back: the digest tells."""
    folder = make(tmp_path / "texts", ending, ["one", "two"]).folder
    found = gather(folder)
    for path in folder.iterdir():
        with path.open("r+b"):
            stay_the_same(path, lambda: make(folder, ending, ["eno", "owt"]))

    corpus = Corpus(Reading(), reread, 0)
    for batch in found.batches:
        corpus.add(batch)
    for position in range(2):
        with pytest.raises(UnreadableFileError, match="changed since"):
            corpus.text(position)
    with pytest.raises(UnreadableFileError, match="changed since"):
        list(corpus.buffers(np.arange(2)))


def test_a_file_that_was_only_touched_is_read_again(ending, tmp_path, gather):
    """Where digests are known they decide."""
    folder = make(tmp_path / "texts", ending, TEXTS).folder
    found = gather(folder)
    for path in folder.iterdir():
        os.utime(path, (0, 0))

    assert reread(found.documents, Reading()) == found.texts


@pytest.mark.parametrize("digests", [True, False])
def test_a_link_put_in_the_place_of_a_file_gives_nothing(ending, tmp_path, gather, digests):
    """Neither one in the place of the file itself, nor one in the place of its folder."""
    folder = make(tmp_path / "texts", ending, ["one", "two"]).folder
    other = make(tmp_path / "other", ending, ["eno", "owt"]).folder
    found = gather(folder, digests=digests)

    for path in folder.iterdir():
        path.unlink()
        path.symlink_to(other / path.name)
    for document in found.documents:
        with pytest.raises(UnreadableFileError, match="changed since"):
            reread([document], Reading(digests=digests))
    folder.rename(tmp_path / "before")
    folder.symlink_to(other)
    for document in found.documents:
        with pytest.raises(UnreadableFileError, match="changed since"):
            reread([document], Reading(digests=digests))


def test_texts_behind_a_link_are_read_again(ending, tmp_path, gather):
    """A link within what was given: its name says what reads it, whatever the file is called that it leads to."""
    made = make(tmp_path / "texts", ending, ["one", "two"])
    for path in list(made.folder.iterdir()):
        path.rename(made.folder / f"{path.name}.data")
        path.symlink_to(f"{path.name}.data")

    found = gather(made.folder)

    assert {(one.path, one.line): text for one, text in zip(found.documents, found.texts, strict=True)} == made.texts
    assert reread(found.documents, Reading()) == found.texts


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.jsonl", True),
        ("a.JSONL", True),
        ("a.jsonl.gz", False),
        ("a.txt", False),
        ("a.doc", False),
        (".jsonl", False),
    ],
)
def test_lines_that_changed_tell_which_records_did(name, told):
    """However the suffix is written; not where the file is packed, so that git cannot see its lines."""
    assert is_by_line(name.encode()) == told


def test_a_reader_whose_extra_is_missing_says_what_to_install(monkeypatch):
    """And a module that is missing for another reason stays a fault."""

    def absent():
        import a_module_that_is_not_there

        return a_module_that_is_not_there

    monkeypatch.setitem(FORMAT_OF, ".one", Format("a page", (".one",), absent, extra="web"))
    monkeypatch.setitem(FORMAT_OF, ".two", Format("a page", (".two",), absent))

    with pytest.raises(UnreadableFileError, match=r"is a page; to have it read: pip install 'provenance-audit\[web\]'"):
        reader_of(".one")
    with pytest.raises(ModuleNotFoundError):
        reader_of(".two")
