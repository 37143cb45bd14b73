"""What the README and the pages of docs/ show is what the tool does."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
# Other tests do what these do: installing takes minutes, and a test that runs the tests would not end.
INSTALLING = ("make ", "python3 -m venv ", ".venv/bin/")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


# The commands of a recipe follow each other, and all others stand by themselves.
_RECIPES = README.partition("## Recipes")[2].partition("\n## ")[0]
RECIPES = re.findall(r"^```sh\n(.*?)^```$", _RECIPES, re.MULTILINE | re.DOTALL)
LINES = [line for block in blocks("sh") if block not in RECIPES for line in block.splitlines()]
COMMANDS = [*(line for line in LINES if not line.startswith(INSTALLING)), *RECIPES]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the sample articles and a ``provenance`` to run, as a user has it."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin/provenance"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m provenance "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_of_the_readme(command: str, checkout: Path, environment: dict[str, str]) -> None:
    """Each command of the README runs unchanged; ``check`` may find something."""
    path = f"{checkout / 'bin'}{os.pathsep}{environment['PATH']}"
    result = subprocess.run(
        ["/bin/sh", "-ec", command], cwd=checkout, env=environment | {"PATH": path}, capture_output=True, check=False
    )

    assert result.returncode in ({0, 1} if command.startswith("provenance check") else {0}), result.stderr.decode()
    assert result.stdout or result.stderr


def test_python_of_the_readme(environment: dict[str, str], checkout: Path) -> None:
    """The Python of the README runs unchanged."""
    for block in blocks("python"):
        result = subprocess.run(
            [sys.executable, "-c", block], cwd=checkout, env=environment, capture_output=True, check=False
        )

        assert result.returncode == 0, result.stderr.decode()
        assert result.stdout


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_knows_what_the_readme_names() -> None:
    """Every ``make`` command of the README is a target."""
    targets = [line.split()[1] for line in LINES if line.startswith("make ")]

    assert targets
    for target in targets:
        subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=True)


def test_the_two_commands_are_on_the_first_screen() -> None:
    """The picture and both commands are in the first thirty lines."""
    head = README.splitlines()[:30]

    for wanted in ("docs/audit.svg", "make audit", "make test", "pip install"):
        assert any(wanted in line for line in head)


def test_picture_is_current(run: Run, environment: dict[str, str], checkout: Path, *, update_golden: bool) -> None:
    """The README's picture shows what an audit of the sample articles prints now."""
    printed = run("audit", "seeds", cwd=checkout).stdout
    drawn = subprocess.run(
        [sys.executable, ROOT / "docs/picture.py"], input=printed, env=environment, capture_output=True, check=True
    ).stdout
    picture = ROOT / "docs/audit.svg"
    if update_golden:
        picture.write_bytes(drawn)

    assert picture.read_bytes() == drawn, "run: pytest --update-golden"


def test_the_tour_runs(checkout: Path, environment: dict[str, str]) -> None:
    """The commands of docs/start.md run one after the other, and say what the page says."""
    page = (ROOT / "docs/start.md").read_text(encoding="utf-8")
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    path = f"{checkout / 'bin'}{os.pathsep}{environment['PATH']}"
    result = subprocess.run(
        ["/bin/sh", "-ec", script], cwd=checkout, env=environment | {"PATH": path}, capture_output=True, check=False
    )

    assert result.returncode == 0, result.stderr.decode()
    for said in (
        "45% repeated",
        "2024-05-08 or",
        "drop 1 copy",
        "no word is lost",
        "the new copy is found",
        "2 documents,",
    ):
        assert said.encode() in result.stdout, said


def test_figures_are_current(*, update_golden: bool) -> None:
    """The figures of docs/how.md show what the tool does now."""
    drawn = {name: draw() for name, draw in runpy.run_path(str(ROOT / "docs/figures.py"))["FIGURES"].items()}
    if update_golden:
        for name, figure in drawn.items():
            (ROOT / f"docs/figures/{name}.svg").write_text(figure, encoding="utf-8")

    for name, figure in drawn.items():
        assert (ROOT / f"docs/figures/{name}.svg").read_text(encoding="utf-8") == figure, "run: pytest --update-golden"


def test_compared_figures_are_measured() -> None:
    """Each row of figures in docs/compare.md is in benchmarks/README.md, where its command is."""
    measured = (ROOT / "benchmarks/README.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in (ROOT / "docs/compare.md").read_text(encoding="utf-8").splitlines() if "| 0." in line]

    assert len(rows) > 10
    assert set(rows) <= set(measured)


def test_every_page_is_in_the_site() -> None:
    """The site's menu lists all pages of docs/."""
    listed = re.findall(r"^ +- ([\w/]+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)

    assert {f"docs/{name}" for name in listed} >= {f"docs/{page.name}" for page in ROOT.glob("docs/*.md")}


def test_columns_are_described() -> None:
    """docs/reports.md describes each column of each CSV file, in the order of the file."""
    sections = re.split(r"^## ", (ROOT / "docs/reports.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    described = {
        section.split("\n", 1)[0]: re.findall(r"`(\w+)`(?=[^|]*\|[^|]*\|$)", section, re.MULTILINE)
        for section in sections
        if ".csv\n" in section
    }
    written = {path.name: path.read_text(encoding="utf-8").split("\n", 1)[0].split(",") for path in csv_files()}

    assert described == written


def csv_files() -> list[Path]:
    return sorted((ROOT / "reports").glob("*.csv"))


def test_every_seed_is_described() -> None:
    """docs/seeds.md has one row for each sample article."""
    rows = re.findall(r"^\| `([^`]+\.txt)` \|", (ROOT / "docs/seeds.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == sorted(path.name for path in (ROOT / "seeds").iterdir())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Each link of a page to a file of the project leads to one that exists."""
    for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        assert link.startswith("https://") or (page.parent / link).exists(), link
