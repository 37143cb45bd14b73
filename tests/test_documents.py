"""Columns of documents: equal to the documents' own fields, without making any document."""

from __future__ import annotations

import json
from operator import attrgetter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.cache import Cache
from provenance.documents import Documents, Ids, containers, digests, encodings, lines, openers, paths, sizes
from provenance.documents.rows import RowRun
from provenance.model import Document
from provenance.pipeline import audit
from provenance.readers import read, unique_ids
from provenance.reporters import emit, write
from provenance.reporters.formats import FORMATS
from provenance.settings import Config, Reading, Reporting

RECORDS = [
    {"text": "The ferry runs again."},
    {"text": "The ferry runs.", "id": "a"},
    {"text": "The ferry runs again, \ud800.", "id": "a"},
    {"text": "[Date: 2024-03-01]\nThe ferry runs.", "id": "h", "date": "2024-03-02"},
    {"text": "Cáfe", "id": "b", "source": {"name": "VNA"}, "title": ["One", "Two"]},
    {"text": ""},
]


def mixed(folder, records, texts, **settings):
    """Return the documents of two files of records and of some texts, their ids made unique."""
    for name in ("a.jsonl", "c.jsonl"):
        (folder / name).write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    for number in range(texts):
        (folder / f"b{number}.txt").write_text("The ferry runs again.", encoding="utf-8")
    batches = list(read([folder], Reading(**settings)))
    return unique_ids(Documents(batch.documents for batch in batches))[0]


@given(st.lists(st.sampled_from(RECORDS), min_size=1, max_size=6), st.integers(0, 2), st.integers(1, 90), st.booleans())
def test_columns_say_what_the_documents_say(tmp_path_factory, records, texts, batch_bytes, asked):
    """Ids agree by column and by position, in any mixture of files."""
    found = mixed(tmp_path_factory.mktemp("mixed"), records, texts, batch_bytes=batch_bytes, digests=asked)
    plain = list(found)

    columns = [Ids(found), paths(found), lines(found), digests(found), encodings(found), openers(found), sizes(found)]
    said = list(zip(*columns, strict=True))
    at = [
        (found.id_at(one), *found.place(one), found.digest(one), found.opener(one)) for one in range(-1, len(plain) - 1)
    ]

    assert said == list(map(attrgetter("id", "path", "line", "sha256", "encoding", "file", "size"), plain))
    assert at == list(map(attrgetter("id", "path", "line", "sha256", "file"), plain[-1:] + plain[:-1]))


VALUES = st.sampled_from(["", "1", "11", "A", '"', "\ud800", 1, 11, ["A", "1"], ["A1"], {"name": "A"}, None])


@given(st.lists(st.fixed_dictionaries({"text": st.just("a")}, optional={"title": VALUES, "date": VALUES}), max_size=8))
def test_containers_are_what_the_documents_say(tmp_path_factory, records):
    """The column of containers agrees with the documents, for runs of both kinds."""
    found = mixed(tmp_path_factory.mktemp("containers"), records, 2)
    assert list(containers(found)) == list(map(attrgetter("path", "header", "statements"), found))
    assert list(containers(tuple(found))) == list(containers(found))


@given(st.lists(st.sampled_from(RECORDS), min_size=1, max_size=6), st.integers(0, 2), st.integers(0, 15))
def test_the_first_documents_are_a_sequence_of_their_own(tmp_path_factory, records, texts, count):
    """A head has as many documents as asked for, or all there are."""
    found = mixed(tmp_path_factory.mktemp("head"), records, texts, batch_bytes=60, digests=True)

    head = found.head(count)

    assert list(head) == list(found)[:count]
    assert [head[at] for at in range(len(head))] == list(found[:count])
    assert (list(Ids(head)), sizes(head).tolist()) == (list(Ids(found))[:count], sizes(found).tolist()[:count])


def test_plain_documents_have_the_same_columns():
    """Every column also works on a plain tuple of documents."""
    some = tuple(Document(f"{name}.txt", f"{name}.txt", b"/" + name.encode(), None, at) for at, name in enumerate("ab"))

    assert list(Documents.of(some)) == list(some)
    assert list(zip(Ids(some), paths(some), openers(some), sizes(some).tolist(), strict=True)) == [
        ("a.txt", "a.txt", b"/a", 0),
        ("b.txt", "b.txt", b"/b", 1),
    ]


def test_a_cache_names_documents_without_making_them(tmp_path, calls):
    """Cached results are looked up by columns: no document is made only to name it."""
    lines = [json.dumps({"text": f"The ferry number {number} runs.", "date": "2024-03-01"}) for number in range(60)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    config = Config(reporting=Reporting(write=("documents",)))

    def run():
        return audit([tmp_path / "a.jsonl"], config, cache=Cache([tmp_path], config, str(tmp_path / "cache")))

    first, fresh = calls(RowRun._document, run)
    again, known = calls(RowRun._document, run)

    assert (first, again) == (60, 60)
    assert known.evidence.attributions == fresh.evidence.attributions


def test_no_report_makes_documents(tmp_path, calls):
    """An audit with all its reports makes each record's document once, to inspect its text."""
    random = np.random.default_rng(7)
    texts = [" ".join(f"w{word}" for word in random.integers(0, 900, 40)) for _ in range(30)]
    texts += [text + " and so on" for text in texts[:10]]
    stated = {"title": "T", "date": "2024-03-01 10:00", "source": "VNA"}
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text, **stated}) + "\n" for text in texts))
    names = [name for name, row in FORMATS.items() if not row.for_people]
    files = tuple((name, str(tmp_path / name)) for name in names)
    config = Config(reporting=Reporting(output=str(tmp_path / "out"), files=files))

    def everything():
        report = audit([tmp_path / "a.jsonl"], config)
        write(report, config)
        emit(report, config)
        return report

    made, report = calls(RowRun._document, everything)

    assert len(report.findings) > 30
    assert made == len(report.evidence.documents) == 40
