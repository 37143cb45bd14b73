"""Tables in and out of Python: lists, data frames, Arrow and data sets give the same results, and results are tables.

Where a library is not installed, its cases are skipped; continuous integration runs them all (`.ci/run frames`).
"""

from __future__ import annotations

import csv
import importlib
from typing import TYPE_CHECKING

import pytest

import provenance
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

STORY = (
    "Thuan Khe (VNA) - The ferry to the island runs again after its rope was changed, the harbour office said on 4 May "
    "2023. It carries two hundred people a day, most of them on the way to the market, and sails every hour."
)
TEXTS = [STORY, "The old bridge over the canal was opened again on Monday.", STORY, "A lamp was lit on the pier."]
RECORDS = [{"nr": number, "body": text} for number, text in enumerate(TEXTS)]
COLUMNS: dict[str, list[object]] = {"nr": [0, 1, 2, 3], "body": [*TEXTS]}


def library(name: str) -> object:
    return pytest.importorskip(name)


def stream_only() -> object:
    """A table of which nothing is known but that it gives a stream of Arrow."""
    table = library("pyarrow").table(COLUMNS)

    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return table.__arrow_c_stream__(requested_schema)

    return Stream()


TABLES: dict[str, Callable[[], object]] = {
    "records": lambda: RECORDS,
    "dict": lambda: COLUMNS,
    "pandas": lambda: library("pandas").DataFrame(COLUMNS),
    "pandas of arrow": lambda: library("pandas").DataFrame(COLUMNS).convert_dtypes(dtype_backend="pyarrow"),
    "polars": lambda: library("polars").DataFrame(COLUMNS),
    "pyarrow": lambda: library("pyarrow").table(COLUMNS),
    "datasets": lambda: library("datasets").Dataset.from_dict(COLUMNS),
    "stream of arrow": stream_only,
}
LISTS: dict[str, Callable[[], object]] = {
    "list": lambda: TEXTS,
    "tuple": lambda: tuple(TEXTS),
    "generator": lambda: (text for text in TEXTS),
    "pandas": lambda: library("pandas").Series(TEXTS),
    "polars": lambda: library("polars").Series("text", TEXTS),
    "pyarrow": lambda: library("pyarrow").array(TEXTS),
    "chunks of pyarrow": lambda: library("pyarrow").chunked_array([TEXTS[:1], TEXTS[1:]]),
    "numpy": lambda: library("numpy").array(TEXTS),
}


@pytest.fixture(scope="module")
def report(seeds: Path):
    return provenance.audit(seeds)


@pytest.mark.parametrize(
    "make", [*TABLES.values(), *LISTS.values()], ids=[*TABLES, *(f"{one} of texts" for one in LISTS)]
)
def test_every_kind_of_input_gives_the_same_groups(make: Callable[[], object]) -> None:
    """The column of texts is found by its name, and documents are known by their positions."""
    (found,) = provenance.group(make()).groups

    assert found.members == (0, 2)


@pytest.mark.parametrize("make", TABLES.values(), ids=TABLES)
def test_every_table_can_be_audited(make: Callable[[], object]) -> None:
    """Its rows are records: what is said of a text is what an audit of the same lines of JSON says."""
    found = provenance.audit(make())

    assert [row["id"] for row in found.documents] == ["-#1", "-#2", "-#3", "-#4"]
    assert found.documents[0]["source"] == "VNA"
    assert [row["document"] for row in found.groups] == ["-#1", "-#3"]


@pytest.mark.parametrize("name", ["records", "dict", "pandas", "polars", "pyarrow", "datasets"])
def test_a_table_without_its_copies_is_a_table_of_the_same_kind(name: str) -> None:
    """All columns of the rows to keep are there, in order."""
    table = TABLES[name]()

    found = provenance.dedup(table)

    assert found.keep == [0, 1, 3]
    assert type(found.kept()) is type(table)
    assert provenance.dedup(found.kept()).keep == [0, 1, 2]
    assert found.dropped.to_dicts()[0]["kept"] == 0


def test_a_list_without_its_copies_says_what_was_dropped_and_why() -> None:
    """Each dropped text names the position of the one that is kept instead, and no file."""
    found = provenance.dedup(TEXTS)

    assert found.kept() == [TEXTS[0], TEXTS[1], TEXTS[3]]
    (row,) = found.dropped
    assert (row["position"], row["kept"], row["lost"]) == (2, 0, 0)
    assert "jsonl" not in str(row["reason"])
    assert repr(found) == "<dedup: 3 kept, 1 dropped, 0 words lost>"


def test_near_copies_are_dropped_where_the_rule_says_so() -> None:
    """One word differs: `preserves` keeps both, `near` says how many words it loses."""
    texts = [STORY, STORY.replace("market", "harbour")]

    assert provenance.dedup(texts).keep == [0, 1]
    assert len(provenance.dedup(texts, rule="near").keep) == 1


def test_no_texts_are_no_copies() -> None:
    """Missing and empty texts keep their places, and an empty list is one."""
    assert provenance.dedup([]).keep == []
    assert provenance.dedup({"text": [None, "", STORY]}).keep == [0, 1, 2]
    assert provenance.group({"text": [None, STORY, None, STORY]}).groups[0].members == (1, 3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: provenance.group("one text"), "group: this is one text"),
        (lambda: provenance.group([1, 2]), "group: int is no text"),
        (lambda: provenance.group(7), "group: int holds no texts"),
        (lambda: provenance.group({"a": ["x"], "b": ["y"]}), "group: several columns hold texts"),
        (lambda: provenance.group({"a": [1]}), "group: none of the columns holds texts"),
        (lambda: provenance.group(COLUMNS, column="text"), "group: there is no column 'text'"),
        (lambda: provenance.group(TEXTS, column="text"), "group: this has no columns"),
        (lambda: provenance.group(TEXTS, threshold=2), "group: threshold 2: give a similarity"),
        (lambda: provenance.dedup("one text"), "dedup: this is one text"),
        (lambda: provenance.dedup({"text": 7}), "dedup: int holds no texts"),
        (lambda: provenance.dedup(TEXTS, rule="most"), "dedup: there is no rule 'most'"),
        (lambda: provenance.dedup(TEXTS, threshold=0), "dedup: threshold: '0' cannot be used"),
        (lambda: provenance.dedup(TEXTS, keep="most"), "dedup: keep: 'most' cannot be used"),
        (lambda: provenance.audit([1]), "audit: int is no path"),
        (lambda: provenance.audit(7), "audit: int is no path; give paths"),
        (lambda: provenance.audit({"text": 7}), "audit: int holds no texts"),
        (
            lambda: provenance.audit({"text": ["a"], "id": []}),
            "audit: the columns of this table have different",
        ),
        (lambda: provenance.audit({"text": []}), "audit: this table has no rows"),
        (lambda: provenance.compare(TEXTS[0], TEXTS), "compare: .* is no text but of type list"),
    ],
)
def test_what_is_no_table_of_texts_is_refused_in_one_sentence(call: Callable[[], object], message: str) -> None:
    """The message says which function was called, what was given and what to give instead."""
    with pytest.raises(UsageError, match=f"^{message}"):
        call()


@pytest.mark.parametrize("name", ["documents", "groups", "pairs", "claims", "passages", "findings"])
def test_each_table_of_a_report_is_its_file(name: str, report, root: Path) -> None:
    """The columns and the number of rows are those of the CSV file, and so are its texts."""
    with (root / "reports" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    found = getattr(report, name).to_dicts()

    assert [list(row) for row in found] == [list(row) for row in rows]
    for mine, row in zip(found, rows, strict=True):
        for column, value in mine.items():
            written = row[column]
            assert written == shown(value), (column, value)


def shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value:.6f}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize(("method", "library_name"), [("to_pandas", "pandas"), ("to_arrow", "pyarrow")])
def test_each_table_is_a_frame(method: str, library_name: str, report) -> None:
    """Every row and column is there; without the library, the message says how to get it."""
    for table in (report.documents, report.groups, report.pairs, report.findings):
        if importlib.util.find_spec(library_name) is None:
            with pytest.raises(UsageError, match=f"pip install {library_name}"):
                getattr(table, method)()
        else:
            found = getattr(table, method)()
            assert found.shape == (len(table), len(table.to_dicts()[0]))


def test_polars_takes_a_table_as_it_is(report) -> None:
    """A table gives a stream of Arrow."""
    pytest.importorskip("pyarrow")
    frame = pytest.importorskip("polars").DataFrame(report.documents)

    assert frame.height == len(report.documents)


def test_what_is_printed_of_a_report_is_short(report) -> None:
    """A line for the report and for each of its tables."""
    for value in (report, report.documents, report.findings, provenance.group(TEXTS), provenance.compare(STORY, STORY)):
        assert len(repr(value)) < 400
        assert "\n" not in repr(value)


def test_findings_are_still_values(report) -> None:
    """They are a tuple of findings, and a table as well."""
    assert isinstance(report.findings, tuple)
    assert report.findings[0].code == report.findings.to_dicts()[0]["code"]


def test_a_report_is_written_as_the_command_writes_it(report, root: Path, tmp_path: Path) -> None:
    """The files are those of the checked-in reports."""
    written = report.write(tmp_path / "out")

    assert {path.rpartition("/")[2] for path in written} == {one.name for one in (root / "reports").iterdir()}
    assert (tmp_path / "out/pairs.csv").read_bytes() == (root / "reports/pairs.csv").read_bytes()


def test_a_notebook_shows_texts_as_text() -> None:
    """No markup of a text is markup of the page."""
    evil = STORY + " <script>alert(1)</script> It is the last one of the year, the office said in a statement."
    pages: Sequence[str] = (
        provenance.compare(evil, evil.replace("market", "harbour"))._repr_html_(),
        provenance.audit([{"id": "<script>", "text": evil}, {"id": "b", "text": evil}])._repr_html_(),
    )

    assert "<mark" in pages[0]
    for page in pages:
        assert "<script" not in page
        assert "&lt;script" in page


def test_what_is_public_is_listed() -> None:
    """Tab completion shows the functions and no imports."""
    assert set(provenance.__all__) <= set(dir(provenance))
    assert all(name in provenance.__all__ or name.startswith("__") for name in dir(provenance))
    assert all(getattr(provenance, name) for name in provenance.__all__)


def test_a_notebook_runs(tmp_path: Path) -> None:
    """The displays of a report, of a table and of a comparison arrive as HTML."""
    client = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    cells = [
        "import provenance",
        f"report = provenance.audit([dict(text={STORY!r}), dict(text={STORY!r})])\nreport",
        "report.documents",
        f"provenance.compare({STORY!r}, {STORY.replace('market', 'harbour')!r})",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])

    client.NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(tmp_path))

    for cell, wanted in zip(notebook.cells[1:], ("groups", "<table>", "<mark"), strict=True):
        (output,) = cell.outputs
        assert wanted in output["data"]["text/html"]
