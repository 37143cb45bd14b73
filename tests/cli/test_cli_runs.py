"""``audit`` and ``check`` as users run them: statuses, what is printed where, and which files are written."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from provenance.reporters.display import width
from provenance.reporters.formats import files, printable

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

STORY = (
    "The ferry runs again\n\n"
    "Hanoi (VNA) - The ferry at the old landing runs again after its rope was changed on Monday. "
    "The ferryman says that the new rope is thicker than the old one and sings when the wind is from the north.\n"
)
CONTENTS = {"json": "audit.json", "csv": "findings.csv", "markdown": "report.md"}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with a story, the same bytes once more, and a text with a name that is no ASCII."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "b.txt").write_text(STORY, encoding="utf-8")
    (folder / "cầu.txt").write_text("Hà Nội (TTXVN) - Cầu mới ở bến cũ mở cửa hôm thứ hai.\n", encoding="utf-8")
    return folder


def test_audit_prints_and_writes(run: Run, corpus: Path) -> None:
    """The table goes to standard output, where the reports are to standard error; the page is for those who ask."""
    result = run("audit", "texts", cwd=corpus.parent)

    assert result.returncode == 0, result.stderr.decode()
    assert result.stdout.decode().startswith("3 documents: 1 group with 1 copy")
    assert "b.txt" in result.stdout.decode()
    assert result.stderr.decode().startswith("written: inputs.csv, documents.csv, ")
    assert {path.name for path in (corpus.parent / "reports").iterdir()} == {row.file for row in files().values()}


def test_quiet_audit(run: Run, corpus: Path) -> None:
    """-q prints the summary and nothing else."""
    result = run("audit", "texts", "-q", cwd=corpus.parent)

    heads = [line.partition(":")[0] for line in result.stdout.decode().splitlines()]
    assert heads == ["3 documents", "findings", "to remove", "to mend"]
    assert result.stderr == b""


@pytest.mark.parametrize("option", ["--timings", "-v"])
def test_timings(option: str, run: Run, corpus: Path) -> None:
    """The table of stages goes to standard error."""
    lines = run("audit", "texts", option, cwd=corpus.parent).stderr.decode().splitlines()

    header = next(at for at, line in enumerate(lines) if line.split() == ["stage", "seconds", "documents/s", "MB/s"])
    assert any(line.startswith("rules ") for line in lines[header:])


def test_verbose_audit_names_what_was_passed_over(run: Run, corpus: Path) -> None:
    """-v says which inputs were passed over."""
    (corpus / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")

    assert "passed over" in run("audit", "texts", "-v", cwd=corpus.parent).stderr.decode()


def test_what_could_be_made_into_texts_is_named(run: Run, corpus: Path) -> None:
    """One line a folder on standard error; not for pictures, nor with -q, nor by a check."""
    (corpus / "picture.png").write_bytes(b"\x89PNG")
    for name in ("a.doc", "b.doc", "c.rar"):
        (corpus / name).write_text("Words.")

    (line, written) = run("audit", "texts", cwd=corpus.parent).stderr.decode().splitlines()

    assert line.startswith("provenance: texts: passed over: 4 with unknown suffixes")
    assert "to read them" in line
    assert written.startswith("written: ")
    assert run("audit", "texts", "-q", cwd=corpus.parent).stderr == b""
    assert b"to read them" not in run("check", "texts", cwd=corpus.parent).stderr
    for name in ("a.doc", "b.doc", "c.rar"):
        (corpus / name).unlink()
    assert b"passed over" not in run("audit", "texts", cwd=corpus.parent).stderr


@pytest.mark.parametrize("form", printable())
def test_formats_on_standard_output(form: str, run: Run, corpus: Path) -> None:
    """Each format can be printed; those of files are the files."""
    result = run("audit", "texts", "-f", form, "--as-of", "2024-02-29", cwd=corpus.parent)

    assert result.returncode == 0
    assert result.stdout
    if form in CONTENTS:
        assert result.stdout == (corpus.parent / "reports" / CONTENTS[form]).read_bytes()
    if form == "jsonl":
        codes = [json.loads(line)["code"] for line in result.stdout.splitlines()]
        rows = csv.DictReader(io.StringIO((corpus.parent / "reports/findings.csv").read_text(encoding="utf-8")))
        assert codes == [row["code"] for row in rows]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_formats_for_programs_are_utf8_everywhere(form: str, run: Run, corpus: Path) -> None:
    """Where the terminal knows ASCII only, what programs read is UTF-8 all the same."""
    plain = run("audit", "texts", "-f", form, cwd=corpus.parent, PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert plain.stdout == run("audit", "texts", "-f", form, cwd=corpus.parent).stdout
    assert "cầu.txt" in plain.stdout.decode("utf-8")


def test_table_on_a_terminal_without_letters(run: Run, corpus: Path) -> None:
    """Where the terminal knows ASCII only, the table has escapes and is no error."""
    result = run("audit", "texts", cwd=corpus.parent, PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert result.returncode == 0
    assert "c\\u1ea7u.txt" in result.stdout.decode("ascii")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_columns_stand_below_each_other_in_any_encoding(encoding: str, run: Run, corpus: Path) -> None:
    """What is written as an escape is as wide as it looks, and so is a letter of two columns."""
    (corpus / "渡船.txt").write_text(
        "渡船又开了\n\n新华社北京3月5日电 渡船又开了，船夫说新绳比旧绳粗。\n", encoding="utf-8"
    )
    result = run("audit", "texts", cwd=corpus.parent, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    table = result.stdout.decode(encoding).partition("the worst first:\n\n")[2]
    header, *lines = table.splitlines()[:4]

    assert result.returncode == 0
    column = header.index("source")
    for line in lines:
        document, _, rest = line.partition(".txt")
        left = width(f"{document}.txt")
        assert left + len(rest) - len(rest.lstrip()) == column


@pytest.mark.parametrize(
    "command",
    [["audit", "texts"], ["compare", "texts/a.txt", "texts/cầu.txt"], ["explain-document", "texts/cầu.txt"]],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("columns", ["40", "100"])
def test_no_line_of_escapes_is_wider_than_the_screen(command: list[str], columns: str, run: Run, corpus: Path) -> None:
    """Of none of the commands that print texts."""
    (corpus / "cầu.txt").write_text(STORY.replace("ferry", "phà cũ").replace("rope", "dây thừng"), encoding="utf-8")
    result = run(*command, cwd=corpus.parent, PYTHONIOENCODING="ascii", PYTHONUTF8="0", COLUMNS=columns)

    # The names of the sides stand above a comparison whole.
    lines = result.stdout.decode("ascii").splitlines()[2:]

    assert any("\\u1" in line for line in lines)
    assert max(map(len, lines)) <= int(columns)


def test_several_reports_of_one_run(run: Run, corpus: Path) -> None:
    """-o writes further files, each in its format."""
    result = run("check", "texts", "-o", "json=all.json", "-o", "csv=found.csv", cwd=corpus.parent)

    assert result.returncode == 1
    assert json.loads((corpus.parent / "all.json").read_text(encoding="utf-8"))["tool"] == "provenance"
    assert (corpus.parent / "found.csv").read_text(encoding="utf-8").startswith("document,path,line,code")


def test_report_that_cannot_be_written_is_incomplete(run: Run, corpus: Path) -> None:
    """A report that cannot be written though its place looked good is 3, named in one sentence; results are printed."""
    if not os.path.exists("/dev/full"):
        pytest.skip("no device here that is always full")
    result = run("check", "texts", "-o", "json=/dev/full", cwd=corpus.parent)

    assert result.returncode == 3
    assert "/dev/full: cannot be written" in result.stderr.decode()
    assert b"DUP001" in result.stdout


UNUSABLE = [
    (["--output", "file"], "file: this is no folder"),
    (["--output", "file/sub"], "file: this is no folder"),
    (["--output", "lost"], "lost: this is a link that leads nowhere"),
    (["--output", "taken"], "pairs.csv: this is a folder"),
    (["-o", "json=texts"], "texts: this is a folder"),
    (["-o", "json=file/all.json"], "file: this is no folder"),
    (["-o", "json=nowhere/all.json"], "there is no folder nowhere"),
    (["-o", "html-dir=file"], "file: this is no folder"),
    (["-o", "csv=same", "-o", "sarif=./same"], "two reports"),
    (["-o", "csv=reports/pairs.csv"], "two reports"),
    (["-o", "csv=texts/a.txt", "texts/a.txt"], "would overwrite this input"),
    (["-o", "csv=texts/a.txt"], "would overwrite this input"),
    (["-o", "csv=./texts/../texts/a.txt"], "would overwrite this input"),
    (["-o", "html=page.html", "page.html"], "would overwrite this input"),
]


@pytest.mark.parametrize(("options", "said"), UNUSABLE)
def test_places_that_cannot_be_used_are_told_before_any_work(
    options: list[str], said: str, run: Run, corpus: Path
) -> None:
    """One sentence that names the place and the way out, status 2, nothing printed and nothing written."""
    folder = corpus.parent
    (folder / "file").write_text("")
    (folder / "page.html").write_text("")
    (folder / "lost").symlink_to("gone")
    (folder / "taken" / "pairs.csv").mkdir(parents=True)
    before = sorted(folder.rglob("*"))

    result = run("audit", "texts", *options, cwd=folder)

    assert result.returncode == 2
    assert result.stdout == b""
    (line,) = result.stderr.decode().splitlines()
    assert said in line
    assert line.endswith(("another place", "place of its own", "name a file in it"))
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    "options",
    [
        ["--output", "a/b/c"],
        ["--output", "out", "-o", "csv=out/more.csv"],
        ["--output", "out/in", "-o", "csv=out/more.csv"],
        ["-o", "html-dir=x/y"],
        ["-o", "json=/dev/null", "-o", "csv=/dev/null"],
        ["-o", "csv=texts/findings.log"],
        ["-o", "markdown=texts/report.md", "--exclude", "report.md"],
        ["-o", "markdown=reports/more.md"],
        ["-o", "markdown=elsewhere.md"],
    ],
)
def test_places_that_will_be_there_are_no_error(options: list[str], run: Run, corpus: Path) -> None:
    """Folders that will be made, devices that take everything, and what an earlier run left where none is read."""
    for name in ("texts/findings.log", "texts/report.md", "elsewhere.md", "reports/more.md"):
        (corpus.parent / name).parent.mkdir(exist_ok=True)
        (corpus.parent / name).write_text("old")

    assert run("audit", "texts", *options, cwd=corpus.parent).returncode == 0


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("options", [["--output", "closed/reports"], ["--output", "closed"], ["-o", "csv=closed/x"]])
def test_folders_that_are_closed_are_told_before_any_work(options: list[str], run: Run, corpus: Path) -> None:
    """By their names, status 2."""
    (corpus.parent / "closed").mkdir(mode=0o555)
    result = run("audit", "texts", *options, cwd=corpus.parent)

    assert result.returncode == 2
    assert result.stderr.decode().startswith("provenance: closed: you may not write there")


def test_a_baseline_that_cannot_be_written_is_told_before_any_work(run: Run, corpus: Path) -> None:
    """As any other file."""
    result = run("baseline", "create", "texts", "--baseline", "nowhere/b.jsonl", cwd=corpus.parent)

    assert result.returncode == 2
    assert "there is no folder" in result.stderr.decode()


def test_all_places_of_inputs_can_be_opened(run: Run, corpus: Path) -> None:
    """Also that of an id that several records have, and of a folder that something was passed over in."""
    (corpus / "in").mkdir()
    (corpus / "in" / "r.jsonl").write_text(
        '{"text": "a", "id": 1}\n{"text": "b", "id": 1}\n{"text": "a", "text": "b"}\n['
    )
    (corpus / "in" / "page.doc").write_text("")
    lines = run("check", "texts/in", "--select", "IO", "-f", "concise", cwd=corpus.parent).stdout.decode().splitlines()

    assert [line.partition(":")[0] for line in lines] == ["texts/in", *["texts/in/r.jsonl"] * 3]
    assert all((corpus.parent / line.partition(":")[0]).exists() for line in lines)


def test_check_fails_for_findings(run: Run, corpus: Path) -> None:
    """A finding of warning or above is 1; each is a line, the verdict goes to standard error, no folder is written."""
    result = run("check", "texts", cwd=corpus.parent)

    assert result.returncode == 1
    assert any(line.startswith("texts/b.txt:1:1: DUP001 ") for line in result.stdout.decode().splitlines())
    assert "3 documents checked: 1 error" in result.stderr.decode()
    assert [path.name for path in corpus.parent.iterdir()] == ["texts"]


def test_check_passes_where_nothing_fails(run: Run, corpus: Path) -> None:
    """Without findings of the level, the status is 0 and standard output is empty."""
    result = run("check", "texts/a.txt", "--select", "DUP", cwd=corpus.parent)

    assert result.returncode == 0
    assert result.stdout == b""
    assert "no finding fails" in result.stderr.decode()


def test_fail_level(run: Run, corpus: Path) -> None:
    """What is below the level does not fail, and is counted."""
    (corpus / "b.txt").write_text(STORY.replace("thicker", "longer"), encoding="utf-8")
    near = ["check", "texts", "--select", "DUP", "--threshold", "0.5"]

    assert run(*near, cwd=corpus.parent).returncode == 1
    error = run(*near, "--fail-level", "error", cwd=corpus.parent)
    assert error.returncode == 0
    assert "1 finding below the fail level" in error.stderr.decode()


def test_incomplete_is_stronger_than_found(run: Run, corpus: Path) -> None:
    """A check that could not read an input is 3 even where there are findings."""
    (corpus / "broken.jsonl").write_text("{\n", encoding="utf-8")

    assert run("check", "texts", cwd=corpus.parent).returncode == 3


@pytest.mark.parametrize("command", ["audit", "check"])
def test_a_reader_that_goes_away(command: str, environment: dict[str, str], corpus: Path) -> None:
    """A closed pipe changes neither the status nor what is said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "provenance", command, "texts", "-q", "-f", "jsonl"],
        cwd=corpus.parent, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=120)

    assert process.returncode == (1 if command == "check" else 0)
    assert b"roken" not in errors
    assert b"Traceback" not in errors


def test_configuration_of_the_folder(run: Run, corpus: Path) -> None:
    """A configuration file beside the corpus holds, a flag wins over it, and what is wrong in it is 2."""
    settings = corpus.parent / "pyproject.toml"
    settings.write_text('[tool.provenance]\nignore = ["DUP", "SRC", "DATE"]\n', encoding="utf-8")
    assert run("check", "texts", "--select", "DUP", cwd=corpus.parent).returncode == 0
    assert run("check", "texts", "--select", "DUP", "--ignore", "SRC", cwd=corpus.parent).returncode == 1

    settings.write_text("[tool.provenance]\nignroe = []\n", encoding="utf-8")
    result = run("check", "texts", cwd=corpus.parent)
    assert result.returncode == 2
    assert "pyproject.toml:2: ignroe is not a setting (did you mean ignore?)" in result.stderr.decode()


@pytest.mark.parametrize("columns", ["40", "80"])
def test_screens(columns: str, run: Run, corpus: Path) -> None:
    """No line is wider than the screen, and pipes get no escape codes."""
    text = run("audit", "texts", cwd=corpus.parent, COLUMNS=columns).stdout.decode()

    assert max(map(width, text.splitlines())) <= int(columns)
    assert "\x1b" not in text


def test_dash_reads_standard_input(run: Run, tmp_path: Path) -> None:
    """Records come from standard input, with field names of their own."""
    record = json.dumps({"key": "one", "body": STORY}).encode()
    result = run("audit", "-", "--fields", "text=body,id=key", "--output", tmp_path / "out", stdin=record)

    assert result.returncode == 0, result.stderr.decode()
    assert (tmp_path / "out/documents.csv").read_text(encoding="utf-8").splitlines()[1].startswith("one,")


def test_only_the_files_and_the_work_asked_for(run: Run, corpus: Path) -> None:
    """With one rule and two files, nothing else is written and no claim is read."""
    result = run(
        "audit", "texts", "--select", "DUP002", "--write", "pairs,groups", "--output", "out", "--timings",
        cwd=corpus.parent,
    )  # fmt: skip

    assert {path.name for path in (corpus.parent / "out").iterdir()} == {"pairs.csv", "groups.csv"}
    assert "attribute" not in result.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("more", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_color_on_a_terminal(more: dict[str, str], colored: bool, environment: dict[str, str], corpus: Path) -> None:
    """A terminal gets colors, unless the environment says otherwise."""
    import pty

    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "provenance", "audit", "texts"],
        cwd=corpus.parent, env=environment | {"TERM": "xterm", "COLUMNS": "100"} | more, stdout=follower,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(follower)
    shown = b""
    try:
        while part := os.read(leader, 4096):
            shown += part
    except OSError:
        # How a terminal says that nobody writes on it any more.
        pass
    os.close(leader)

    assert process.wait() == 0
    assert (b"\x1b[31mDUP001\x1b[0m" in shown) == colored
    assert b"DUP001" in shown


def _broken(folder: Path, number: int) -> None:
    """Put texts into *folder* that say to be gzip and are not."""
    for at in range(number):
        (folder / f"broken-{at}.txt.gz").write_bytes(b"no gzip")


def test_what_makes_a_run_incomplete_is_named(run: Run, corpus: Path) -> None:
    """Status 3 never comes without a name: audit and baseline, and check where no finding shows it."""
    _broken(corpus, 1)
    for arguments in (("audit", "texts"), ("baseline", "create", "texts"), ("check", "texts", "--select", "SRC")):
        result = run(*arguments, cwd=corpus.parent)

        assert result.returncode == 3
        assert result.stderr.decode().count("broken-0.txt.gz: unreadable") == 1


def test_check_does_not_name_twice_what_a_finding_shows(run: Run, corpus: Path) -> None:
    """Where IO001 is printed, standard error need not say it again."""
    _broken(corpus, 1)
    result = run("check", "texts", cwd=corpus.parent)

    assert b"texts/broken-0.txt.gz:1:1: IO001" in result.stdout
    assert b"broken-0" not in result.stderr


def test_of_many_unreadable_inputs_three_are_named(run: Run, corpus: Path) -> None:
    """The rest is a number, and -v names all, each once."""
    _broken(corpus, 5)
    short = run("audit", "texts", cwd=corpus.parent).stderr.decode()
    whole = run("audit", "texts", "-v", cwd=corpus.parent).stderr.decode()

    assert short.count(": unreadable: ") == 3
    assert "2 more could not be read or examined" in short
    assert whole.count(": unreadable: ") == 5


def test_a_broken_record_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    """The line of the file stands behind its name."""
    (tmp_path / "a.jsonl").write_text('{"text": "The ferry runs."}\nno record\n', encoding="utf-8")

    assert b"a.jsonl:2: broken record: " in run("audit", "a.jsonl", cwd=tmp_path).stderr


def test_concise_paths_can_be_opened(run: Run, corpus: Path) -> None:
    """They start at the project, as those of every other format do, and not at the folder that was read."""
    (corpus / "empty.txt").write_bytes(b"")
    (corpus.parent / "provenance.toml").write_text("", encoding="utf-8")
    line = b"texts/empty.txt:1:1: TXT001 the text has no words"

    for folder, path in ((corpus.parent, "texts"), (corpus, ".")):
        assert run("check", path, "--select", "TXT001", cwd=folder).stdout.splitlines()[-1] == line
