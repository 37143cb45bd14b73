"""The door: commands, help, and what becomes of errors, interruptions and bugs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from provenance import __version__
from provenance.cli import main
from provenance.cli.exits import BUG, FOUND, INCOMPLETE, INTERRUPTED, OK, USAGE
from provenance.cli.parser import COMMANDS, Parser, chosen
from provenance.errors import UnreadableFileError, UsageError
from provenance.settings import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from conftest import Run

HEAVY = ("numpy", "attr", "tabulate", "orjson", "rapidfuzz", "difflib", "tomllib")
WITH_SETTINGS = (
    "audit",
    "check",
    "compare",
    "diff",
    "baseline",
    "review",
    "dedup",
    "explain-document",
    "index",
    "match",
    "where",
    "contamination",
)


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], int]], int]:
    """Run a command that calls a given function, and return the status."""

    def call(action: Callable[[], int]) -> int:
        module = ModuleType("acted_command")

        def run(_: Sequence[str]) -> int:
            return action()

        module.__dict__["run"] = run
        monkeypatch.setitem(sys.modules, "acted_command", module)
        monkeypatch.setitem(COMMANDS, "act", ("acted_command", ""))
        return main(["act"])

    return call


def raising(error: BaseException) -> Callable[[], int]:
    def action() -> int:
        raise error

    return action


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], *([command, "--help"] for command in COMMANDS)])
def test_help_and_version_need_no_library(arguments: list[str], environment: dict[str, str], tmp_path: Path) -> None:
    """Help of any command and the version come without numpy and the other libraries, and plain in a pipe.

    Only the classes that declare the flags of settings need attrs.
    """
    code = f"import sys; from provenance.cli import main; main({arguments}); print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True)

    heavy = set(HEAVY) - ({"attr"} if arguments[0] in WITH_SETTINGS else set())
    assert set(result.stderr.decode().split()) & heavy == set()
    assert result.stdout
    assert b"\x1b" not in result.stdout


@pytest.mark.parametrize("command", ["audit", "check", "compare"])
def test_help_names_the_usual_values(command: str, run: Run) -> None:
    """The defaults in brackets are those that hold when nothing is said."""
    text = " ".join(run(command, "--help", COLUMNS="200").stdout.decode().split())
    usual = Config()
    values = {
        "--threshold SHARE": usual.grouping.threshold,
        "--min-words N": usual.aligning.min_words,
        "--jobs N": usual.grouping.jobs,
        "--color WHEN": usual.reporting.color,
        "--output DIR": usual.reporting.output,
        "--fail-level LEVEL": usual.judging.fail_level,
    }

    named = {
        option: match[1] for option in values if (match := re.search(rf" {option} [^\[]*\[default: (\S+)\]", text))
    }
    assert named == {option: str(values[option]) for option in named}
    assert {"--min-words N", "--color WHEN"} <= set(named)


def test_version(run: Run) -> None:
    """The version is printed on standard output, after the name."""
    assert run("--version").stdout.decode() == f"provenance {__version__}\n"


def test_help_names_every_command(run: Run) -> None:
    """The help has a line a command, and the exit statuses."""
    text = run("--help").stdout.decode()

    assert all(f"\n  {command} " in text for command in COMMANDS)
    assert "exit status" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no command given; choose one of audit, check"),
        (["adit"], "unknown command adit (did you mean audit?)"),
        (["--quiet", "audit"], "put options after the command: provenance audit"),
        (["--versoin"], "unknown option --versoin (did you mean --version?)"),
        (["audit"], "PATH"),
        (["audit", "x", "--treshold=0.5"], "unknown option --treshold (did you mean --threshold?)"),
        (["audit", "x", "--thresh", "0.5"], "unknown option --thresh (did you mean --threshold?)"),
        (["audit", "x", "--threshold"], "argument --threshold: expected one argument"),
        (["compare", "a"], "arguments are required: B"),
        (["compare", "a", "b", "c"], "unknown argument c"),
        (["compare", "-", "-"], "standard input can hold only one"),
        (["compare", "a", "b", "-f", "xml"], "the formats are table, json"),
        (["rules", "-f", "xml"], "the formats are table, json"),
        (["explain", "dup9"], "there is no rule dup9 (did you mean DUP"),
        (["explain", "xyz"], "'provenance rules' lists all rules"),
        (["check", "x", "--fail-level", "fatal"], "--fail-level: 'fatal' cannot be used; give one of error"),
        (["audit", "x", "-f", "xslx"], "there is no format 'xslx'; the formats are table, concise"),
        (["audit", "x", "-f", "json,csv"], "-o FORMAT=PATH"),
        (["audit", "x", "-o", "json"], "--report: 'json' cannot be used; give FORMAT=PATH"),
        (["audit", "x", "-o", "xml=a"], "there is no format 'xml'"),
        (["audit", "x", "-o", "json=-"], "print the format with -f"),
        (["audit", "x", "--write", "pears"], "--write: there is no file 'pears'; the files are inputs"),
        (["audit", "x", "--color", "red"], "give one of auto, always, never"),
    ],
)
def test_misuse_is_one_sentence(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong command line gets one line that says what to do."""
    assert main(arguments) == USAGE

    out, err = capsys.readouterr()
    assert said in err
    assert err.startswith("provenance: ")
    assert err.count("\n") == 1
    assert out == ""


def test_a_path_in_the_place_of_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message for a forgotten command names the one to use."""
    assert main([str(tmp_path)]) == USAGE
    assert f"provenance audit {tmp_path}" in capsys.readouterr().err


def test_options_stand_anywhere() -> None:
    """Options may stand between paths, and two dashes end them."""
    parser = Parser("x", "")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--jobs")

    assert parser.options(["a", "--jobs", "2", "b"]).paths == ["a", "b"]
    assert parser.options(["-"]).paths == ["-"]
    assert parser.options(["a", "--", "--jobs", "--"]).paths == ["a", "--jobs", "--"]


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["audit", "--", ".", "--output", "x"], "'--output'"),
        (["audit", "--", ".", "--output=x"], "'--output=x'"),
        (["check", "--", "-q"], "'-q'"),
        (["compare", "--", "--color", "x"], "'--color'"),
        (["explain-document", "--", "--full"], "'--full'"),
        (["explain", "--", "DUP001", "--color"], "--color"),
        (["rules", "--", "--color=never"], "--color"),
    ],
)
def test_an_option_behind_two_dashes(arguments: list[str], option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is taken as a path, and if there is no such path the message says why."""
    assert main(arguments) == USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert option in line
    assert re.search("(after|behind) --", line)
    assert line.isprintable()


def test_a_missing_path_is_named_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    """The message for a missing path mentions no option if none was given."""
    assert main(["audit", "--", "no-such-file"]) == USAGE
    assert capsys.readouterr().err == "provenance: 'no-such-file': there is no such file or folder\n"


def test_a_path_that_looks_like_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Behind two dashes it is read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "--output.txt").write_text("The ferry runs again.", encoding="utf-8")

    assert main(["check", "--ignore", "TXT", "--ignore", "SRC", "--ignore", "DATE", "--", "--output.txt"]) == OK
    assert "1 document checked" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["help"], "provenance COMMAND"), (["help", "check"], "provenance check"), (["help", "help"], "provenance help")],
)
def test_help_is_a_word_too(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Of all commands, or of the one that is named."""
    assert main(arguments) == OK
    assert capsys.readouterr().out.startswith(f"usage: {said}")


def test_chosen_gives_the_rest() -> None:
    """The first word chooses; the rest is the command's."""
    assert chosen(["audit", "--threshold", "1"]) == ("audit", ["--threshold", "1"])


NO_MEMORY = (
    "provenance: out of memory, so the run stopped; free some memory, or give fewer or smaller inputs at a time\n"
)
NO_LIBRARY = (
    "provenance: the library numpy.core cannot be loaded: libx.so.1: cannot open shared object file; the installation "
    "is broken or incomplete, your input is not the cause; reinstall with: pip install --force-reinstall "
    "provenance-audit\n"
)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (UsageError("mend this"), USAGE, "provenance: mend this\n"),
        (UnreadableFileError("x: gone"), INCOMPLETE, "provenance: x: gone\n"),
        (KeyboardInterrupt(), INTERRUPTED, "provenance: interrupted\n"),
        (BrokenPipeError(), OK, ""),
        (MemoryError("Unable to allocate 8 GiB"), INCOMPLETE, NO_MEMORY),
        (ImportError("libx.so.1: cannot open shared object file", name="numpy.core"), BUG, NO_LIBRARY),
        (SystemExit(0), OK, ""),
    ],
)
def test_errors_become_statuses(
    error: BaseException, status: int, said: str, act: Callable[[Callable[[], int]], int],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Each kind of error has its status, and one sentence without a traceback."""
    assert act(raising(error)) == status
    assert capsys.readouterr().err == said


def test_a_bug_says_what_to_report(act: Callable[[Callable[[], int]], int], capsys: pytest.CaptureFixture[str]) -> None:
    """An error that nobody thought of is 70, with the traceback, the version and the command."""
    assert act(raising(ZeroDivisionError("oh"))) == BUG

    said = capsys.readouterr().err
    assert "ZeroDivisionError: oh" in said
    assert f"this is a bug in provenance {__version__}" in said
    assert said.endswith("provenance 'act'\n")


def test_a_part_of_ours_that_is_missing_is_a_bug(
    act: Callable[[Callable[[], int]], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """No other library is blamed for it."""
    assert act(raising(ModuleNotFoundError("No module named 'provenance.x'", name="provenance.x"))) == BUG
    assert f"this is a bug in provenance {__version__}" in capsys.readouterr().err


@pytest.mark.parametrize("status", [OK, FOUND])
def test_statuses_of_commands_pass(status: int, act: Callable[[Callable[[], int]], int]) -> None:
    """What a command returns is the status."""
    assert act(lambda: status) == status


def test_thread_pools_stay_small(act: Callable[[Callable[[], int]], int], monkeypatch: pytest.MonkeyPatch) -> None:
    """numpy starts no threads of its own, unless the user has set their number."""
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setenv("MKL_NUM_THREADS", "3")
    act(lambda: OK)

    assert (os.environ["OPENBLAS_NUM_THREADS"], os.environ["MKL_NUM_THREADS"]) == ("1", "3")


def test_rules_and_their_pages(run: Run) -> None:
    """Each rule of the table has a page, by code and by name."""
    import json

    rules = json.loads(run("rules", "--format", "json").stdout)
    table = run("rules").stdout.decode()

    assert rules
    for rule in rules:
        assert f"{rule['code']} " in table
        assert {"code", "name", "severity", "on", "summary", "page"} == set(rule)
    first = rules[0]
    assert run("explain", first["code"].lower()).stdout == run("explain", first["name"]).stdout
    assert first["page"] in run("explain", first["code"]).stdout.decode()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
def test_a_full_disk_behind_standard_output(environment: dict[str, str]) -> None:
    """Results that cannot be written are 3 and one sentence."""
    command = [sys.executable, "-m", "provenance", "rules"]
    with open("/dev/full", "wb") as full:
        result = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)

    assert result.returncode == INCOMPLETE
    assert result.stderr.startswith(b"provenance: standard output: cannot be written")
    assert result.stderr.count(b"\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes the stream")
def test_closed_standard_streams(environment: dict[str, str]) -> None:
    """A process that was started without standard output or error does what it should."""
    command = f'"{sys.executable}" -m provenance rules'

    for closed, status in ((">&-", OK), ("x 2>&-", USAGE)):
        result = subprocess.run(["/bin/sh", "-c", f"{command} {closed}"], env=environment, check=False)
        assert result.returncode == status


def test_any_encoding_of_standard_output(run: Run) -> None:
    """Where the terminal knows no letter of a text, the letter is written as an escape."""
    result = run("rules", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert result.returncode == OK
    result.stdout.decode("ascii")
