"""The table of formats: a row is all it takes for a format to be printed, written, completed and explained."""

from __future__ import annotations

import io
import re
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

import attrs
import pytest
from sample_report import report

from provenance import cli, reporters
from provenance.cli.shells import SHELLS
from provenance.errors import UsageError
from provenance.reporters import check_names, format_named, plugins
from provenance.reporters.format import Format
from provenance.reporters.formats import EVERYTHING, FORMATS, files, printable
from provenance.settings import Config, Reporting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.model import Report
    from provenance.reporters.places import Places


def tally(made: Report, stream: TextIO, _: Config, __: Places) -> None:
    stream.write(f"{len(made.evidence.documents)} documents\n")


def tally_folder(made: Report, path: str, _: Config) -> list[str]:
    from provenance.reporters.folder import write_all

    return write_all(path, {"tally": lambda stream: stream.write(f"{len(made.evidence.documents)} documents\n")})


@pytest.fixture
def tally_row(monkeypatch: pytest.MonkeyPatch) -> Format:
    """One more row in the table, and nothing else."""
    row = Format("tally", "how many documents there are", tally, file="tally.txt")
    monkeypatch.setitem(FORMATS, row.name, row)
    return row


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("The first text.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("tally_row")
def test_a_row_is_printed_and_written(corpus: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """By -f, by -o, and as a file of the output folder."""
    status = cli.main(["audit", "texts", "-f", "tally", "-o", "tally=t.txt", "--no-cache"])

    assert status == 0
    assert capfd.readouterr().out == "1 documents\n"
    assert (corpus / "t.txt").read_text() == (corpus / "reports/tally.txt").read_text() == "1 documents\n"


@pytest.mark.usefixtures("tally_row")
def test_a_row_is_chosen_by_write(corpus: Path) -> None:
    """--write names the file by the format where the row has no key for it."""
    cli.main(["audit", "texts", "--write", "tally", "-q", "--no-cache"])

    assert [path.name for path in (corpus / "reports").iterdir()] == ["tally.txt"]


@pytest.mark.usefixtures("tally_row", "corpus")
@pytest.mark.parametrize("command", ["audit", "check"])
def test_a_row_is_explained(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """--help names each format."""
    with pytest.raises(SystemExit):
        import_module(f"provenance.cli.{command}").run(["--help"])

    assert "tally" in capsys.readouterr().out


@pytest.mark.usefixtures("tally_row")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_row_is_completed(shell: str) -> None:
    """In each shell."""
    assert re.search(r"\btally\b", SHELLS[shell]())


def test_without_a_row_there_is_no_format() -> None:
    """The name is refused with those that there are."""
    with pytest.raises(UsageError, match="no format 'tally'; the formats are table, concise"):
        check_names(attrs.evolve(Reporting(), formats=("tally",)))


def test_a_folder_is_written_and_never_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """-f says how to write it instead."""
    monkeypatch.setitem(FORMATS, "tally", Format("tally", "a folder", folder=tally_folder))
    config = Config(reporting=attrs.evolve(Reporting(), files=(("tally", str(tmp_path / "out")),)))

    assert reporters.emit(report(), config) == [str(tmp_path / "out" / "tally")]
    assert "tally" not in printable()
    with pytest.raises(UsageError, match="-o tally=DIR"):
        check_names(attrs.evolve(Reporting(), formats=("tally",)))


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_each_row_is_whole(row: Format) -> None:
    """It has one writer: of a stream, a folder or bytes, a phrase of help, and needs stages that there are."""
    assert sum(map(bool, (row.writer, row.folder, row.binary))) == 1
    assert row.help
    assert row.needs or row.name == "summary"
    assert row.needs <= EVERYTHING


def test_keys_of_files_are_one_each() -> None:
    """--write never means two files."""
    assert len(files()) == sum(bool(row.file) for row in FORMATS.values())


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An installed package that registers a format, another object and a module that fails."""
    folder = tmp_path / "plugin_formats-1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: plugin-formats\nVersion: 1\n")
    (folder / "entry_points.txt").write_text(
        "[provenance.reporters]\ntally = plugin_formats:TALLY\nodd = plugin_formats:tally\ngone = no_such_module:X\n"
    )
    (tmp_path / "plugin_formats.py").write_text(
        "from provenance.reporters.format import Format\n"
        "def tally(report, stream, config, places):\n"
        "    stream.write(f'{len(report.evidence.documents)} documents\\n')\n"
        "TALLY = Format('tally', 'how many documents there are', tally)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    plugins.load.cache_clear()
    yield
    plugins.load.cache_clear()


@pytest.mark.usefixtures("plugin")
def test_a_package_brings_a_format() -> None:
    """Found by its entry point, with what it needs."""
    stream = io.StringIO()
    format_named("tally").write(report(), stream, Config())

    assert stream.getvalue() == f"{len(report().evidence.documents)} documents\n"
    assert reporters.needs(attrs.evolve(Reporting(), write=("pairs",), formats=("tally",))) == {
        "sketch", "group", "rules",
    }  # fmt: skip


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize(("name", "message"), [("odd", "is not a Format"), ("gone", "ModuleNotFoundError")])
def test_a_package_that_fails_is_named(name: str, message: str) -> None:
    """One sentence, instead of a traceback."""
    with pytest.raises(UsageError, match=message):
        check_names(attrs.evolve(Reporting(), formats=(name,)))
