"""Settings: which file applies, which value wins, and the message for one that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConfigError
from provenance.settings import Config
from provenance.settings.layers import Layer, nearest
from provenance.settings.loading import load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a folder in a folder."""
    inner = tmp_path / "project/texts"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    return inner


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_without_a_file_all_is_as_usual(folder: Path) -> None:
    """Nothing set means the usual values."""
    assert load() == Config()


def test_every_key(folder: Path) -> None:
    """Each key of a file reaches the setting that it is about."""
    write(
        folder / "provenance.toml",
        """
        threshold = 0.5
        min-words = 8
        encoding = "latin-1"
        as-of = 2024-02-29
        agencies = ["mine.toml"]
        jobs = 2
        select = ["DUP", "REP001"]
        ignore = "SRC,DATE"
        fail-level = "error"
        output = "out"
        write = ["pairs"]
        color = "never"
        fields = { text = "body", id = "key" }
        """,
    )

    write(folder / "mine.toml", "[X]\n")

    config = load()

    assert config.attributing.agencies == (str(folder / "mine.toml"),)
    assert (config.grouping.threshold, config.grouping.jobs, config.aligning.min_words) == (0.5, 2, 8)
    assert (config.reading.encoding, config.attributing.as_of) == ("latin-1", "2024-02-29")
    assert (config.judging.select, config.judging.ignore) == (("DUP", "REP001"), ("SRC", "DATE"))
    assert (config.judging.fail_level, config.reporting.color, config.reporting.write) == ("error", "never", ("pairs",))
    assert config.reporting.output == str(folder / "out")
    assert config.reading.fields == {"text": "body", "id": "key"}


def test_flags_win(folder: Path) -> None:
    """A flag wins over the file, and its paths are relative to the working directory."""
    write(folder.parent / "pyproject.toml", '[tool.provenance]\nthreshold = 0.5\njobs = 3\noutput = "out"\n')

    config = load(None, {"threshold": "0.8", "output": "here", "select": ["DUP", "REP001,REP002"]})

    assert (config.grouping.threshold, config.grouping.jobs) == (0.8, 3)
    assert config.reporting.output == "here"
    assert config.judging.select == ("DUP", "REP001", "REP002")


def test_flags_of_records_and_reports(folder: Path) -> None:
    """Field names may be given in one flag or in several; a report's path may hold commas and equals signs."""
    config = load(None, {"fields": ["text=body,id=key", "url=link"], "report": ["json=a,b=c.json", "json=d"]})

    assert [config.reading.fields[name] for name in ("text", "id", "url")] == ["body", "key", "link"]
    assert config.reporting.files == (("json", "a,b=c.json"), ("json", "d"))


def test_nearest_file(folder: Path) -> None:
    """The nearest file holds; one for other tools only is passed over; provenance.toml comes first."""
    write(folder / "pyproject.toml", "[tool.other]\n")
    upper = write(folder.parent / "pyproject.toml", "[tool.provenance]\n")
    assert nearest(str(folder)) == upper

    own = write(folder.parent / "provenance.toml", "")
    assert nearest(str(folder)) == own


def test_a_file_for_other_tools_is_no_file(folder: Path) -> None:
    """A file that speaks of the table in a comment only sets nothing."""
    write(folder / "pyproject.toml", "# no [tool.provenance] here\n")

    assert load() == Config()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tool.x]\ntreshold = 1\n[tool.provenance]\ntreshold = 0.5\n", "pyproject.toml:4: treshold is not a setting"),
        ("[tool.provenance]\ntreshold = 0.5\n", "did you mean threshold?"),
        ("[tool.provenance]\nxyzzy = 0.5\n", "the keys are accept, agencies, as-of"),
        ("[tool.provenance]\n\nthreshold = 1.5\n", "pyproject.toml:3: threshold: '1.5' cannot be used"),
        ("[tool.provenance]\nthreshold = true\n", "threshold: 'true' cannot be used"),
        ("[tool.provenance]\nthreshold = 2024-03-05\n", "threshold: '2024-03-05' cannot be used"),
        (
            "[tool.provenance]\nas-of = 2024-03-05T10:00:00\n",
            "as-of: '2024-03-05T10:00:00' cannot be used; give a date",
        ),
        ("[tool.provenance]\nas-of = 2024-03-05 10:00:00+00:00\n", "as-of: '2024-03-05T10:00:00Z' cannot be used"),
        ("[tool.provenance]\nas-of = 10:00:00\n", "as-of: '10:00:00' cannot be used"),
        ("[tool.provenance]\nselect = [2024-03-05, 1.5]\n", "select: '[2024-03-05, 1.5]' cannot be used"),
        ("[tool.provenance]\nthreshold = nan\n", "threshold"),
        ("[tool.provenance]\njobs = -1\n", "jobs: '-1' cannot be used; give a whole number from 0 up"),
        ("[tool.provenance]\njobs = 1.5\n", "jobs"),
        ("[tool.provenance]\nmin-words = 0\n", "from 1 up"),
        ("[tool.provenance]\nencoding = 'base64'\n", "name of an encoding"),
        ("[tool.provenance]\nencoding = 'nul\\u0000'\n", "encoding"),
        ("[tool.provenance]\nas-of = '2023-02-31'\n", "YYYY-MM-DD"),
        ("[tool.provenance]\nas-of = '20230228'\n", "YYYY-MM-DD"),
        ("[tool.provenance]\nselect = [1]\n", "select"),
        ("[tool.provenance]\nselect = 'DUP,,REP'\n", "comma"),
        ("[tool.provenance]\ncolor = 'red'\n", "auto, always, never"),
        ("[tool.provenance]\noutput = ''\n", "path of a folder"),
        ("[tool.provenance]\nfields = { txet = 'x' }\n", "the names are text, id"),
        ("[tool.provenance]\nfields = { text = 1 }\n", "NAME=VALUE"),
        ("[tool.provenance]\njobs = 2\nfields.text = 1\n", "pyproject.toml:3: fields: 'text' cannot be used"),
        ("[tool.provenance]\nformat = 'json'\n", "write --format on the command line"),
        ("[tool]\nprovenance = 3 # tool.provenance\n", "provenance is not a table"),
        ("[tool.provenance\n", "not valid TOML"),
        ("[tool.provenance]\nthreshold = 0.5\nthreshold = 0.6\n", "not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_named(folder: Path, text: str, said: str) -> None:
    """A wrong key or value is an error that names the file, the line and the way out."""
    write(folder / "pyproject.toml", text)

    with pytest.raises(ConfigError) as raised:
        load()

    assert said in str(raised.value)
    assert str(raised.value).startswith(str(folder / "pyproject.toml"))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("fields.text = 'body'", "fields"),
        ("fields . text = 'body'", "fields"),
        ("severity.DUP = 'info'", "severity"),
        ("per-file-ignores = { 'a.txt' = ['DUP'] }", "per-file-ignores"),
    ],
)
def test_each_way_to_set_a_key_has_its_line(line: str, key: str) -> None:
    """Also a part of a table that is written as a key with a dot; other keys are not on that line."""
    layer = Layer("file", {}, "provenance.toml", f"jobs = 2\n{line}\n")

    assert (layer.line(key), layer.line("jobs"), layer.line("threshold")) == (2, 1, 0)


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("threshold", "0"),
        ("threshold", "1e999"),
        ("jobs", "two"),
        ("min-words", "９"),
        ("as-of", "2023-2-1"),
        ("fields", ["text"]),
    ],
)
def test_a_wrong_flag_is_named(folder: Path, flag: str, value: object) -> None:
    """A wrong flag is called by its name on the command line."""
    with pytest.raises(ConfigError, match=f"^--{flag}: "):
        load(None, {flag: value})


def test_a_file_in_another_encoding(folder: Path) -> None:
    """A file that is not UTF-8 is an error that names the byte."""
    (folder / "provenance.toml").write_bytes(b"output = 'caf\xe9'\n")

    with pytest.raises(ConfigError, match="byte 13 is not UTF-8"):
        load()


def test_a_file_that_is_named_and_missing(folder: Path) -> None:
    """A configuration file that was asked for and does not exist is an error that names it."""
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        load("nowhere.toml")


def test_a_hostile_file(folder: Path) -> None:
    """A file nested deeper than anyone can follow is an error, not a crash."""
    write(folder / "provenance.toml", "select = " + "[" * 100_000)

    with pytest.raises(ConfigError, match="not valid TOML"):
        load()


def test_a_byte_order_mark_is_no_error(folder: Path) -> None:
    """A file that begins with a byte order mark is read."""
    (folder / "provenance.toml").write_bytes(b"\xef\xbb\xbfjobs = 4\n")

    assert load().grouping.jobs == 4


@pytest.mark.parametrize("key", ["output", "baseline"])
@pytest.mark.parametrize("value", ["../out", "../project2", "/", "in/../../out", "link", "link/new"])
def test_a_file_leads_nowhere_else(folder: Path, key: str, value: str) -> None:
    """What a run writes does not leave the folder of a project's file, by its path nor by a link."""
    (folder.parent / "link").symlink_to(folder.parent.parent)
    path = write(folder.parent / "provenance.toml", f"\n{key} = '{value}'\n")

    with pytest.raises(ConfigError) as raised:
        load()

    assert str(raised.value) == (
        f"{path}:2: {key}: '{value}' cannot be used; it leads out of the folder of this file; only --{key} or "
        f"PROVENANCE_{key.upper()} may do that"
    )


@pytest.mark.parametrize("value", ["out", "texts/../out", "..out", "link/out", "."])
def test_a_file_leads_anywhere_below(folder: Path, value: str) -> None:
    """Paths in the folder of the file are taken, also through links that stay there."""
    (folder.parent / "link").symlink_to("texts")
    write(folder.parent / "provenance.toml", f"output = '{value}'\nbaseline = '{value}'\n")

    assert load().reporting.output == load().judging.baseline == f"{folder.parent}/{value}"


def test_only_the_user_leads_elsewhere(folder: Path, tmp_path: Path) -> None:
    """Flags, variables and the user's own file may name any place, over a project's file too."""
    own = tmp_path / "config/provenance"
    own.mkdir(parents=True)
    write(own / "provenance.toml", f"output = '{tmp_path}/far'\n")
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert load(None, None, environment).reporting.output == f"{tmp_path}/far"

    write(folder / "provenance.toml", "output = '../out'\n")
    assert load(None, {"output": "../out"}).reporting.output == "../out"
    assert load(None, None, {"PROVENANCE_OUTPUT": "../out"}).reporting.output == "../out"
