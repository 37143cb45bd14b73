"""What is shipped beside the package is current and works: hooks, action, completions, manual."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance.cli.exits import FOUND, INCOMPLETE, INTERRUPTED, OK, USAGE
from provenance.cli.parser import COMMANDS
from provenance.cli.shells import SHELLS, options, parsers
from provenance.readers.formats import SUFFIXES
from provenance.reporters.formats import FORMATS, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

FILES = {"bash": "provenance.bash", "zsh": "_provenance", "fish": "provenance.fish"}


@pytest.mark.parametrize("shell", SHELLS)
def test_completions_are_current(shell: str, root: Path, run: Run, *, update_golden: bool) -> None:
    """The files that are shipped are what the command prints."""
    path = root / "completions" / FILES[shell]
    text = run("completion", shell).stdout.decode()
    if update_golden:
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("name", "function"), [("commands.md", "manual"), ("settings.md", "settings_page"), ("words.md", "words_page")]
)
def test_the_manual_is_current(name: str, function: str, root: Path, *, update_golden: bool) -> None:
    """docs/commands.md is what the parsers say, docs/settings.md what the declarations of settings say."""
    text = runpy.run_path(str(root / "docs" / "manual.py"))[function]()
    path = root / "docs" / name
    if update_golden:
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text


def test_the_manual_page_is_current(root: Path, *, update_golden: bool) -> None:
    """completions/provenance.1 has every command and option."""
    text = runpy.run_path(str(root / "docs" / "man_page.py"))["man_page"]()
    path = root / "completions" / "provenance.1"
    if update_golden:
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text


@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff")
def test_the_manual_page_is_read_without_warnings(root: Path) -> None:
    """groff finds no unknown macro and no unknown character in it."""
    command = ["groff", "-man", "-Tutf8", "-ww", str(root / "completions" / "provenance.1")]
    done = subprocess.run(command, capture_output=True, check=True, text=True)

    assert done.stderr == ""
    assert "provenance audit texts" in done.stdout


def test_the_table_of_formats_is_current(root: Path, *, update_golden: bool) -> None:
    """docs/reports.md has a row for each format."""
    path = root / "docs" / "reports.md"
    text = runpy.run_path(str(root / "docs" / "manual.py"))["with_formats"](path.read_text(encoding="utf-8"))
    if update_golden:
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text
    assert all(f"| `{name}` |" in text for name in FORMATS)


def test_the_pages_of_the_rules_are_current(root: Path, *, update_golden: bool) -> None:
    """docs/rules/ has an index and a page a rule, as the rules' docstrings and samples have them, and nothing else."""
    made = runpy.run_path(str(root / "docs" / "rule_pages.py"))
    if update_golden:
        made["write"]()
    folder = root / "docs" / "rules"

    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == made["pages"]()


def test_every_option_is_in_every_file(root: Path) -> None:
    """No command and no option is left out of a completion or of the manual."""
    texts = [(root / "completions" / name).read_text("utf-8") for name in FILES.values()]
    manual = (root / "docs" / "commands.md").read_text("utf-8")
    for parser in parsers().values():
        for option in options(parser):
            for word in option.names:
                assert all(word in text or f"-l {word[2:]}" in text or f"-s {word[1:]}" in text for text in texts)
                assert word in manual
    formats = next(one for one in options(parsers()["check"]) if "--format" in one.names)
    assert list(formats.choices) == printable()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["provenance", "ba"], {"baseline"}),
        (["provenance", "baseline", "p"], {"prune"}),
        (["provenance", "check", "--fail-level", "w"], {"warning"}),
        (["provenance", "check", "-f", "sa"], {"sarif"}),
        (["provenance", "check", "--changed"], {"--changed-since"}),
        (["provenance", "config", "s"], {"show", "schema"}),
        (["provenance", "check", "--color", "=", "al"], {"always"}),
        (["provenance", "check", "--color", "="], {"auto", "always", "never"}),
        (["provenance", "audit", "--output", "comp"], {"completions"}),
        (["provenance", "audit", "--output", "READ"], set()),
        (["provenance", "audit", "READ"], {"README.md"}),
        (["provenance", "check", "--min-words", "READ"], set()),
        (["provenance", "check", "--baseline", "READ"], {"README.md"}),
    ],
)
def test_bash_completes(words: list[str], found: set[str], root: Path) -> None:
    """In a shell, with the file sourced."""
    script = (
        f'source "{root}/completions/provenance.bash"; COMP_WORDS=({" ".join(words)}); '
        f"COMP_CWORD={len(words) - 1}; _provenance; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, cwd=root)

    assert set(done.stdout.split()) == found


def test_an_unknown_shell(run: Run) -> None:
    """One sentence, exit 2."""
    result = run("completion", "tcsh")
    assert result.returncode == USAGE
    assert b"the shells are bash, zsh, fish" in result.stderr


def test_the_action_on_the_samples(root: Path, seeds: Path, command: Path, environment: dict, tmp_path: Path) -> None:
    """Its script prints annotations, writes reports, gives outputs, and ends well although there are findings."""
    output = tmp_path / "output"
    (tmp_path / "a b").mkdir()
    own = environment | {
        "PATH": f"{command}{os.pathsep}{os.environ['PATH']}",
        "PATHS": f"\n{seeds}\n",
        "ARGUMENTS": "--select=DUP,REP\n\n--threshold\n0.6\n",
        "RUNNER_TEMP": str(tmp_path / "a b"),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_ACTIONS": "true",
    }
    script = str(root / ".github" / "check.sh")
    done = subprocess.run(["bash", script], env=own, cwd=tmp_path, capture_output=True, text=True, check=False)
    given = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("::error ")
    assert given["status"] == "1"
    with open(given["report"], encoding="utf-8") as file:
        lines = file.read().splitlines()
    assert given["report"].startswith(str(tmp_path / "a b" / "provenance."))
    assert int(given["findings"]) == len(lines) > 3
    with open(given["sarif"], encoding="utf-8") as file:
        assert len(json.load(file)["runs"][0]["results"]) == len(lines)
    assert "| DUP" in (tmp_path / "summary.md").read_text("utf-8")


def test_the_action_runs_nothing_that_it_is_given(root: Path, command: Path, environment: dict, tmp_path: Path) -> None:
    """A path that looks like a command is a path."""
    own = environment | {
        "PATH": f"{command}{os.pathsep}{os.environ['PATH']}",
        "PATHS": f"$(touch {tmp_path}/x); touch {tmp_path}/y",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    subprocess.run(["bash", str(root / ".github" / "check.sh")], env=own, cwd=tmp_path, capture_output=True, check=True)

    assert "status=2\n" in (tmp_path / "output").read_text("utf-8")
    assert not (tmp_path / "x").exists()
    assert not (tmp_path / "y").exists()


# What a shell, git, an option parser or a list with a line a name may take for something else.
ODD_NAMES = (
    "a b.txt", " lead.txt", "-f.txt", "--staged.txt", "q'u\"o.txt", "$(touch x).txt", "`y`.txt", "st*r?[1].txt",
    "é 文.txt", "a,b;c&d|e.txt", "back\\slash.txt", "#h!~.txt", "%0A.txt", "$HOME.txt",
)  # fmt: skip


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with a text under each of the odd names, and one more whose name has a line break."""
    folder = tmp_path / "odd texts"
    folder.mkdir()
    for number, name in enumerate((*ODD_NAMES, "new\nline.txt")):
        words = " ".join(f"word{number}x{at}" for at in range(60))
        (folder / name).write_text(words, encoding="utf-8")
    return folder


def checked_ids(report: Path) -> set[str]:
    """The documents that a report in JSON lines names: each is too short for a title and without a source."""
    return {json.loads(line)["document"] for line in report.read_text("utf-8").splitlines()}


def test_the_action_takes_names_as_they_are(
    root: Path, command: Path, environment: dict, odd: Path, tmp_path: Path
) -> None:
    """One a line, whatever they hold; a name with a line break comes with its folder."""
    for paths, found in ((ODD_NAMES, set(ODD_NAMES)), (("../odd texts",), {*ODD_NAMES, "new\nline.txt"})):
        own = environment | {
            "PROGRAM": str(command / "provenance"),
            "PATHS": "\n".join(paths),
            "ARGUMENTS": "--select=SRC001\n--exclude\nno such *",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
        }
        done = subprocess.run(["bash", str(root / ".github" / "check.sh")], env=own, cwd=odd, check=True)
        given = dict(line.split("=", 1) for line in (tmp_path / "output").read_text("utf-8").splitlines())

        assert (done.returncode, given["status"]) == (0, "1")
        assert checked_ids(Path(given["report"])) == found
        assert {path.name for path in odd.iterdir()} == {*ODD_NAMES, "new\nline.txt"}


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_template_takes_names_as_they_are(
    shell: str, root: Path, command: Path, environment: dict, odd: Path, tmp_path: Path
) -> None:
    """In the shell of any image: one a line, and the status is that of the check."""
    template = (root / "templates" / "provenance.gitlab-ci.yml").read_text("utf-8")
    script = textwrap.dedent(re.search(r"    - \|\n((?: {6}.*\n)+)", template)[1])
    own = environment | {"PATH": f"{command}{os.pathsep}{os.environ['PATH']}"}
    for paths, found in ((ODD_NAMES, set(ODD_NAMES)), (("../odd texts",), {*ODD_NAMES, "new\nline.txt"})):
        arguments = f"--select=SRC001\n--exclude\nno such *\n-o\njsonl={tmp_path}/out put.jsonl\n"
        own |= {"CORPUS_PATHS": "\n".join(paths) + "\n", "CHECK_ARGUMENTS": arguments}
        done = subprocess.run([shell, "-ec", script], env=own, cwd=odd, check=False)

        assert done.returncode == 1
        assert checked_ids(tmp_path / "out put.jsonl") == found
        assert (odd / "gl-code-quality-report.json").exists()
    own |= {"CORPUS_PATHS": "%0A.txt", "CHECK_ARGUMENTS": ""}
    own["PROVENANCE_SELECT"] = "DUP"
    assert subprocess.run([shell, "-ec", script + "exit 9"], env=own, cwd=odd, check=False).returncode == 9


def test_the_hook_takes_names_as_they_are(root: Path, run: Run, odd: Path, tmp_path: Path) -> None:
    """It is given none, and git names what is staged."""
    hooks = (root / ".pre-commit-hooks.yaml").read_text("utf-8")
    entry = re.search(r"^  entry: (.*)$", hooks, re.MULTILINE)[1]
    for step in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *step], cwd=tmp_path, check=True)
    done = run(*entry.split()[1:], ".", "--select=SRC001", "-f", "jsonl", cwd=odd)

    assert done.returncode == FOUND
    assert {json.loads(line)["document"] for line in done.stdout.splitlines()} == {*ODD_NAMES, "new\nline.txt"}


def test_the_hook_asks_for_the_suffixes_that_are_read(root: Path, *, update_golden: bool) -> None:
    """Those of the table of formats, and sidecars."""
    page = root / ".pre-commit-hooks.yaml"
    hooks = page.read_text("utf-8")
    suffixes = "|".join(suffix.removeprefix(".") for suffix in SUFFIXES)
    current = re.sub(
        r"^  files: .*$",
        lambda _: rf"  files: '(?i)\.(({suffixes})(\.gz|\.zst|\.bz2|\.xz)?|meta\.toml)$'",
        hooks,
        flags=re.MULTILINE,
    )
    if update_golden:
        page.write_text(current, encoding="utf-8", newline="\n")
        hooks = current

    assert hooks == current, "run: pytest --update-golden tests/gate/test_gate_shipping.py"


@pytest.mark.parametrize(
    "suffix",
    [*SUFFIXES, *(f"{suffix}.gz" for suffix in SUFFIXES), ".txt.zst", ".txt.bz2", ".txt.xz", ".TXT", ".txt.meta.toml"],
)
def test_the_hook_runs_for_all_that_is_read(suffix: str, root: Path) -> None:
    """pre-commit asks it where such a file is staged, and not where none is."""
    hooks = (root / ".pre-commit-hooks.yaml").read_text("utf-8")
    files = re.search(r"^  files: '(.*)'$", hooks, re.MULTILINE)[1]

    assert re.search(files, f"texts/a b{suffix}")
    assert not re.search(files, f"texts/a{suffix}.py")
    assert not re.search(files, "pyproject.toml")


def test_what_others_made_is_pinned(root: Path) -> None:
    """Actions of others are named by their commit, with the version beside it, and each by one commit everywhere."""
    files = [root / "action.yml", *sorted((root / ".github" / "workflows").glob("*.yml"))]
    uses = [line for file in files for line in re.findall(r"uses: (\S+.*)", file.read_text("utf-8"))]
    others = {line for line in uses if not line.startswith("./")}

    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in others)
    assert len(others) == len({line.partition("@")[0] for line in others}) > 2


@pytest.mark.parametrize("name", ["ci", "provenance", "wheels"])
def test_workflows_may_only_read(name: str, root: Path) -> None:
    """They run what a pull request brings, so they get no rights, no secrets, no credentials, no text in scripts."""
    text = (root / ".github" / "workflows" / f"{name}.yml").read_text("utf-8")

    assert "\npermissions:\n  contents: read\n" in text
    assert text.count("permissions:") == 1
    assert "pull_request_target" not in text
    assert "secrets." not in text
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
    assert text.count("runs-on:") == text.count("timeout-minutes:")
    assert not re.search(r"run:.*\$\{\{", text)


def test_the_versions_of_python_are_those_that_are_promised(root: Path) -> None:
    """What the package says that it runs on is what its tests run on, and what wheels are made for."""
    project = (root / "pyproject.toml").read_text("utf-8")
    workflow = (root / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    promised = re.findall(r"Python :: (3\.\d+)", project)

    assert json.loads(re.search(r"python: (\[.*\])", workflow)[1]) == promised
    assert re.findall(r"cp3(\d+)-", project) == [version.removeprefix("3.") for version in promised]


def test_the_action_names_what_there_is(root: Path) -> None:
    """The action's outputs are those of its script, and the workflow uses the action on the samples."""
    action = (root / "action.yml").read_text("utf-8")
    script = (root / ".github" / "check.sh").read_text("utf-8")
    used = set(re.findall(r"steps\.check\.outputs\.(\w+)", action))

    assert used == set(re.findall(r'echo "(\w+)=', script))
    workflow = (root / ".github" / "workflows" / "provenance.yml").read_text("utf-8")
    assert "uses: ./" in workflow
    assert "paths: seeds" in workflow


def test_the_hook(root: Path, run: Run, tmp_path: Path) -> None:
    """The hook's command line works in a repository, and no file names are given to it."""
    hook = (root / ".pre-commit-hooks.yaml").read_text("utf-8")
    entry, arguments = (re.search(rf"^  {key}: (.*)$", hook, re.MULTILINE)[1] for key in ("entry", "args"))
    assert "pass_filenames: false" in hook

    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    text = " ".join(f"word{number}" for number in range(80))
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(text + f" {name}", encoding="utf-8")
    line = [*entry.split()[1:], *json.loads(arguments)]
    assert run(*line, cwd=tmp_path).returncode == OK
    subprocess.run(["git", "add", "a.txt", "b.txt"], cwd=tmp_path, check=True)
    assert run(*line, cwd=tmp_path).returncode == FOUND


def test_templates_name_formats_that_there_are(root: Path) -> None:
    """A template that names a format must name one that is there."""
    template = (root / "templates" / "provenance.gitlab-ci.yml").read_text("utf-8")

    assert set(re.findall(r"-o (\w+)=", template)) <= set(FORMATS)
    assert "codequality: gl-code-quality-report.json" in template


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Enough copies that the output does not fit a pipe's buffer."""
    folder = tmp_path / "texts"
    folder.mkdir()
    text = " ".join(f"word{number}" for number in range(60))
    records = (json.dumps({"id": f"{number}-{'x' * 60}", "text": text}) for number in range(900))
    (folder / "r.jsonl").write_text("\n".join(records) + "\n", encoding="utf-8")
    return folder


def test_a_reader_that_goes_away_is_no_error(corpus: Path, environment: dict) -> None:
    """check | head: no traceback, nothing on standard error but the verdict."""
    line = f'"{sys.executable}" -m provenance check "{corpus}" -f full --no-cache | head -n 1'
    done = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, text=True, check=False)

    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


@pytest.mark.parametrize("name", sorted(set(printable()) - {"html", "table"}))
def test_threads_and_runs_change_no_byte(name: str, seeds: Path, run: Run) -> None:
    """One thread, two, and once more: equal bytes in every format."""
    runs = [run("check", str(seeds), "-f", name, "--jobs", jobs).stdout for jobs in ("1", "2", "2")]

    assert runs[0] == runs[1] == runs[2] != b""
    assert b"\x1b" not in runs[0]


def test_each_status(tmp_path: Path, run: Run, root: Path) -> None:
    """0, 1, 2 and 3 of the check; 3 is stronger than 1, and 2 than all."""
    text = " ".join(f"word{number}" for number in range(60))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    call: Callable[..., int] = lambda *more: run("check", str(tmp_path), "--select", "DUP,IO", *more).returncode  # noqa: E731

    assert call() == OK
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    assert call() == FOUND
    assert call("--fail-level", "error") == FOUND
    assert call("--ignore", "DUP") == OK
    (tmp_path / "c.jsonl").write_text("{broken\n", encoding="utf-8")
    assert call() == INCOMPLETE
    assert call("--nonsense") == USAGE
    assert INTERRUPTED == 130
    assert set(COMMANDS) >= {"audit", "check", "compare", "baseline", "config", "completion", "rules", "explain"}
