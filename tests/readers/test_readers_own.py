"""Reports of this tool that lie among texts: they are never read, and a report may take their place."""

from __future__ import annotations

import csv

import pytest
from samples import zipped

from provenance.readers.own import is_own

FERRY = "Hanoi (VNA) - The ferry on the river runs again since the first of May, as the harbour office says."
# Names of reports by their formats; those that are read at all have a mark.
REPORTS = {
    "inputs": "i.csv", "documents": "d.csv", "claims": "c.csv", "pairs": "p.csv", "passages": "pp.csv",
    "groups": "g.csv", "csv": "f.csv", "markdown": "r.md", "html": "page.html", "json": "all.json",
    "jsonl": "f.jsonl", "rdjson": "rd.json", "sarif": "s.json",
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory, run):
    """Two texts, and a report of each format among them."""
    folder = tmp_path_factory.mktemp("corpus")
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(FERRY, encoding="utf-8")
    assert audited(run, folder).returncode == 0
    return folder


def audited(run, folder):
    places = [part for name, file in REPORTS.items() for part in ("-o", f"{name}={folder / file}")]
    return run("audit", folder, "--output", folder.parent / "out", "--write", "inputs", *places)


def test_reports_among_texts_are_passed_over(corpus, gather):
    """And counted as what they are."""
    found = gather(corpus)

    assert found.ids == ["a.txt", "b.txt"]
    assert [notice.message for notice in found.notices] == ["passed over: 13 reports of this tool"]
    assert {one.path for batch in found.batches for one in batch.inputs if "report of this tool" in one.why} == set(
        REPORTS.values()
    )


def test_reports_take_the_places_of_reports(corpus, run):
    """A second run over the same folder does not take the first one's page for an input."""
    again = audited(run, corpus)

    assert again.returncode == 0
    with (corpus.parent / "out" / "inputs.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["path"] for row in csv.DictReader(stream) if row["status"] == "read"] == ["a.txt", "b.txt"]


def test_reports_in_an_archive_are_passed_over(corpus, tmp_path, gather):
    """As those beside texts are."""
    members = {name: (corpus / name).read_bytes() for name in ("a.txt", "page.html", "c.csv", "all.json")}
    (tmp_path / "old.zip").write_bytes(zipped(members))

    found = gather(tmp_path)

    assert found.ids == ["old.zip!/a.txt"]
    assert [notice.message for notice in found.notices] == ["passed over: 3 reports of this tool"]


def test_a_report_that_is_named_is_refused(corpus, gather):
    """Whoever names one hears why it is not read."""
    found = gather(corpus / "page.html", corpus / "a.txt")

    assert found.said("unreadable") == [("page.html", None)]
    assert found.ids == ["a.txt"]


@pytest.mark.parametrize(
    ("suffix", "beginning"),
    [
        (".md", b"# Provenance report\n\nWho wrote the letters is not known."),
        (".txt", b"In the archive: # Provenance report\n\n- 3 documents"),
        (".html", b'<meta name="generator" content="provenance studies 3">'),
        (".html", b"<title>Provenance report</title>"),
        (".json", b'[{"text":"on \\"tool\\":\\"provenance\\""}]'),
        (".json", b'{"text":"\\"tool\\":\\"provenance\\""}'),
        (".jsonl", b'{"document":"a","text":"one"}\n'),
        (".csv", b"document,property,value,text\n"),
        (".csv", b"document,path,line,code,severity,start,end,message,fingerprint,text\n"),
        (".zip", b"# Provenance report\n\n- "),
    ],
)
def test_texts_that_resemble_reports_are_texts(suffix, beginning):
    """What people write about provenance, and tables with columns of their own."""
    assert not is_own(beginning, suffix)
