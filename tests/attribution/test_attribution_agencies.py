"""Agencies of one's own: the setting, the flag, the entry point, mistakes, the cache, and the page about them."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from provenance.attribution import attribute, load
from provenance.attribution.explain import why
from provenance.attribution.sources.agencies import KEYS
from provenance.pipeline.run import MIN_CACHED_DOCUMENTS
from provenance.settings import Attributing

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


@pytest.fixture
def page(root: Path) -> str:
    """The documentation."""
    return (root / "docs/agencies.md").read_text(encoding="utf-8")


def blocks(page: str) -> list[str]:
    """The blocks between fences, in order."""
    return re.findall(r"^```\w*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.fixture
def example(page: str) -> str:
    """The example's table."""
    return blocks(page)[0]


@pytest.fixture
def story(page: str) -> str:
    """The example's text."""
    return blocks(page)[1]


@pytest.fixture
def project(tmp_path: Path, example: str, story: str) -> Path:
    """A folder with the example's table and text."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own/agencies.toml").write_text(example, encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text(story, encoding="utf-8")
    return tmp_path


def sources(project: Path, run: Run, *more: str, **environment: str) -> list[str]:
    """What an audit says of the sources."""
    result = run("audit", "texts", "--output", "out", *more, cwd=project, **environment)
    assert result.returncode == 0, result.stderr.decode()
    with (project / "out/documents.csv").open(encoding="utf-8", newline="") as file:
        return [row["source"] for row in csv.DictReader(file)]


def test_the_page_names_every_key(page: str) -> None:
    """docs/agencies.md has a row for each key of a table, and no other."""
    rows = re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)

    assert re.findall(r"`(\w+)`", " ".join(rows)) == list(KEYS)


def test_the_example_is_one(project: Path, story: str) -> None:
    """Its agency, its part and its marks are read as the page says; without it nothing knows them."""
    own = Attributing(agencies=(str(project / "own/agencies.toml"),))
    both = f"{story.strip()} It was closed for a week.\n\nTVN Sport/TVN\n"

    assert (attribute(story, settings=own).source, attribute(story, settings=own).source_confidence) == ("TVN", "high")
    assert attribute(story).source_confidence != "high"
    assert attribute("The ferry runs again after a week of work.\n\n-tvn-", settings=own).source == "TVN"
    assert attribute(both, settings=own).source_standing == "agree"
    assert "unknown" not in repr(why(attribute(both, settings=own), own))


def test_a_name_out_of_its_time_is_weak(project: Path) -> None:
    """Before `since` the name counts as weak evidence."""
    own = Attributing(agencies=(str(project / "own/agencies.toml"),))
    text = "PORT ELLIS, May 5, {} (TVN) - The ferry at the old landing runs again after its rope was changed."

    confidences = [attribute(text.format(year), settings=own).source_confidence for year in (1991, 2001)]

    assert confidences == ["low", "high"]


def test_a_setting_starts_at_its_file_and_a_flag_where_the_user_stands(project: Path, run: Run) -> None:
    """Both reach claims; the flag holds instead of the setting."""
    assert sources(project, run) != ["TVN"]
    assert sources(project, run, "--agencies", "own/agencies.toml") == ["TVN"]
    (project / "provenance.toml").write_text('agencies = ["own/agencies.toml"]\n', encoding="utf-8")
    assert sources(project, run) == ["TVN"]
    other = project / "other.toml"
    other.write_text('[XYZ]\nname = "Xylophone News"\n', encoding="utf-8")
    assert sources(project, run, "--agencies", "other.toml") != ["TVN"]
    assert b"TVN (high" in run("explain-document", "texts/a.txt", cwd=project).stdout


def test_an_audit_with_other_agencies_does_not_use_what_a_cache_knows(project: Path, run: Run, story: str) -> None:
    """Neither another file nor another content of the same file."""
    for number in range(MIN_CACHED_DOCUMENTS + 1):
        (project / f"texts/{number:02}.txt").write_text(f"{story} {number}", encoding="utf-8")
    here = {"XDG_CACHE_HOME": str(project / "cache")}
    own = project / "own/agencies.toml"

    before = set(sources(project, run, **here))
    with_own = set(sources(project, run, "--agencies", str(own), **here))
    own.write_text(
        own.read_text(encoding="utf-8")
        .replace("[TVN]", "[TIDE]\nnames = ['TVN']")
        .replace('names = ["Tidewater News Service", "ТВН"]\n', ""),
        encoding="utf-8",
    )
    changed = set(sources(project, run, "--agencies", str(own), **here))

    assert "TVN" not in before
    assert with_own == {"TVN"}
    assert changed == {"TIDE"}
    assert list((project / "cache/provenance").glob("*.cache"))


@pytest.mark.parametrize(("text", "says"), [
    ("[INV\n", "line 1"),
    ("[INV]\nsince = 'spring'\n", "line 2: since must be a year, a month or a day"),
    ("[INV]\nnames = ['']\n", "line 2: names must not be empty"),
    ("[INV]\nmarks = [' = high']\n", "line 2: marks must not be empty"),
    ("a = " + "[" * 20_000, "docs/agencies.md has the form"),
])  # fmt: skip
@pytest.mark.parametrize("select", ["ALL", "DUP"])
def test_a_table_that_cannot_be_used(text: str, says: str, select: str, project: Path, run: Run) -> None:
    """Named with its line, status 2, whatever is selected."""
    (project / "own/agencies.toml").write_text(text, encoding="utf-8")
    result = run("check", "texts", "--agencies", "own/agencies.toml", "--select", select, cwd=project)

    assert result.returncode == 2
    assert "own/agencies.toml" in result.stderr.decode()
    assert says in result.stderr.decode()


def test_a_table_that_is_not_there(project: Path, run: Run) -> None:
    """The setting's line, and where it was looked for."""
    (project / "provenance.toml").write_text('threshold = 0.7\nagencies = ["gone.toml"]\n', encoding="utf-8")
    result = run("audit", "texts", cwd=project)

    assert result.returncode == 2
    assert "provenance.toml:2: agencies: 'gone.toml' cannot be used" in result.stderr.decode()


PACKAGE = "def table():\n    return __file__.removesuffix('__init__.py') + 'agencies.toml'\n"


@pytest.fixture
def package(project: Path, example: str, environment: dict[str, str]) -> str:
    """A PYTHONPATH on which a package with a table, one that fails and one that gives no file are installed."""
    site = project / "site"
    (site / "tidewater").mkdir(parents=True)
    (site / "tidewater/__init__.py").write_text(PACKAGE, encoding="utf-8")
    (site / "tidewater/agencies.toml").write_text(example, encoding="utf-8")
    (site / "broken.py").write_text("table = 5\n", encoding="utf-8")
    (site / "tidewater-1.dist-info").mkdir()
    (site / "tidewater-1.dist-info/METADATA").write_text("Name: tidewater\nVersion: 1\n", encoding="utf-8")
    points = "[provenance.agencies]\ntidewater = tidewater:table\nnone = broken:table\nfails = broken:gone\n"
    (site / "tidewater-1.dist-info/entry_points.txt").write_text(points, encoding="utf-8")
    return f"{site}:{environment['PYTHONPATH']}"


def test_a_package_brings_a_table(project: Path, run: Run, package: str) -> None:
    """By its entry point, where the setting names it, and only then."""
    assert sources(project, run, PYTHONPATH=package) != ["TVN"]
    assert sources(project, run, "--agencies", "package:tidewater", PYTHONPATH=package) == ["TVN"]


@pytest.mark.parametrize(("name", "says"), [
    ("tidewatr", "(did you mean tidewater?)"),
    ("none", "the package gives '5', which is no file"),
    ("fails", "the package fails: AttributeError"),
])  # fmt: skip
def test_a_package_that_does_not(name: str, says: str, project: Path, run: Run, package: str) -> None:
    """Status 2, and what is wrong with it."""
    result = run("audit", "texts", "--agencies", f"package:{name}", cwd=project, PYTHONPATH=package)

    assert result.returncode == 2
    assert says in result.stderr.decode()


def test_start_up_does_not_pay_for_packages(environment: dict[str, str], seeds: Path, tmp_path: Path) -> None:
    """Without the setting nothing looks for entry points."""
    code = (
        "import sys; from provenance.cli import main; main(['audit', sys.argv[1], '--output', sys.argv[2], '-q']);"
        "exit('provenance.settings.packages' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, seeds, tmp_path / "out"], env=environment, capture_output=True, check=False
    )

    assert result.returncode == 0, result.stderr.decode()


def test_no_file_is_read_twice(project: Path) -> None:
    """A table is kept with the files it was made from."""
    assert load((str(project / "own/agencies.toml"),)) is load((str(project / "own/agencies.toml"),))
    assert load() is not load((str(project / "own/agencies.toml"),))
