"""``provenance init``: a settings file in which everything is explained, and a job for continuous integration."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path

import pytest

from provenance.cli import main
from provenance.cli.exits import OK, USAGE
from provenance.settings import Config
from provenance.settings.derived import keys_of_files
from provenance.settings.loading import load

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_settings_file_changes_nothing(here: Path) -> None:
    """Every line is a comment."""
    assert main(["init"]) == OK

    assert tomllib.loads((here / "provenance.toml").read_text(encoding="utf-8")) == {}
    assert load().reading == Config().reading


def test_every_setting_can_be_set_by_removing_its_mark(here: Path) -> None:
    """Each setting of files has one line, whose value its kind accepts."""
    main(["init"])
    path = here / "provenance.toml"
    lines = [line[1:] for line in path.read_text(encoding="utf-8").splitlines() if line[:1] == "#" != line[:2][1:]]
    set_lines = [line for line in lines if not line.startswith(" ")]
    (here / "our-agencies.toml").write_text("", encoding="utf-8")
    path.write_text("\n".join(set_lines), encoding="utf-8")

    assert list(tomllib.loads(path.read_text(encoding="utf-8"))) == keys_of_files()
    assert load().grouping == Config().grouping
    assert load() != Config()


@pytest.mark.parametrize("taken", ["provenance.toml", ".github/workflows/provenance.yml"])
def test_a_file_that_is_there_stays(taken: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written if one of the files is in the way."""
    (here / taken).parent.mkdir(parents=True, exist_ok=True)
    (here / taken).write_text("mine", encoding="utf-8")

    assert main(["init", "--ci", "github"]) == USAGE
    assert "init changes no file" in capsys.readouterr().err
    assert (here / taken).read_text(encoding="utf-8") == "mine"
    assert sum(path.is_file() for path in here.rglob("*")) == 1


def test_what_an_earlier_run_has_written_is_left_alone(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run that was cut off is made good by the next one."""
    main(["init", "--ci", "github"])
    (here / ".github/workflows/provenance.yml").unlink()
    capsys.readouterr()

    assert main(["init", "--ci", "github"]) == OK
    assert capsys.readouterr().err.startswith("wrote .github/workflows/provenance.yml\n")


def test_settings_of_a_project_stay_in_effect(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table in pyproject.toml would be hidden by a file of its own."""
    (here / "pyproject.toml").write_text("[tool.provenance]\nthreshold = 0.8\n", encoding="utf-8")

    assert main(["init"]) == USAGE
    assert "would hide them" in capsys.readouterr().err
    assert not (here / "provenance.toml").exists()


def test_other_projects_get_a_file_of_their_own(here: Path) -> None:
    """A pyproject.toml without our table is no reason to refuse."""
    (here / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")

    assert main(["init"]) == OK


def test_the_job_checks_the_given_paths(here: Path) -> None:
    """They are written as a shell reads them."""
    main(["init", "--ci", "github", "--paths", "texts", "--paths", "it's $HOME"])

    job = (here / ".github/workflows/provenance.yml").read_text(encoding="utf-8")
    script = job.partition("provenance check ")[2].partition("      - name")[0].replace("\\\n", " ")
    assert shlex.split(script) == ["-o", "sarif=provenance.sarif", "--", "texts", "it's $HOME"]


def test_the_job_of_gitlab_is_the_template(here: Path) -> None:
    """Only the paths differ."""
    main(["init", "--ci", "gitlab", "--paths", "texts"])

    job = (here / "provenance.gitlab-ci.yml").read_text(encoding="utf-8")
    template = (ROOT / "templates/provenance.gitlab-ci.yml").read_text(encoding="utf-8")
    assert job == template.replace('    CORPUS_PATHS: "."\n', "    CORPUS_PATHS: |\n      texts\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ci", "jenkins"], "there is no job for 'jenkins'; there is one for github, gitlab"),
        (["--paths", "texts"], "it needs --ci"),
        (["--ci", "github", "--paths", "a\nb"], "characters that mean something else"),
        (["--ci", "github", "--paths", "${{ github.token }}"], "characters that mean something else"),
    ],
)
def test_what_cannot_be_written(
    arguments: list[str], said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence says why, and nothing is written."""
    assert main(["init", *arguments]) == USAGE
    assert said in capsys.readouterr().err
    assert list(here.iterdir()) == []
