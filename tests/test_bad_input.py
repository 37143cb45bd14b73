"""Hostile and broken input, end to end: the exit status, one clear sentence, and the rest audited all the same."""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Run

GOOD = (
    "The ferry runs again\n\n"
    "Hanoi (VNA) - The ferry at the old landing runs again after its rope was changed on Monday. "
    "The ferryman says that the new rope is thicker than the old one and sings when the wind is from the north.\n"
)

MISUSES = {
    "a path that does not exist": (["audit", "nowhere"], "nowhere"),
    "a folder without texts": (["audit", "empty"], "empty"),
    "no path": (["audit"], "PATH"),
    "an unknown command": (["audti", "good"], "audti"),
    "an unknown option": (["audit", "good", "--treshold", "0.5"], "--treshold"),
    "an option without its value": (["audit", "good", "--threshold"], "--threshold"),
    "a threshold of zero": (["audit", "good", "--threshold", "0"], "threshold"),
    "a threshold above one": (["audit", "good", "--threshold", "1.01"], "threshold"),
    "a threshold that is no number": (["audit", "good", "--threshold", "nan"], "threshold"),
    "a rule that does not exist": (["audit", "good", "--select", "DUP9"], "DUP9"),
    "an encoding that does not exist": (["audit", "good", "--encoding", "utf-99"], "utf-99"),
    "a field that does not exist": (["audit", "good", "--fields", "txet=body"], "txet"),
    "a report that does not exist": (["audit", "good", "--write", "documants"], "documants"),
    "a format that does not exist": (["audit", "good", "-f", "xslx"], "xslx"),
    "a date that is none": (["audit", "good", "--as-of", "2023-02-31"], "2023-02-31"),
    "a rule to explain that does not exist": (["explain", "DUP999"], "DUP999"),
    "a file to compare that does not exist": (["compare", "good/good.txt", "nowhere.txt"], "nowhere.txt"),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with one good article, to which a test adds what is broken."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    return folder


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def audited(run: Run, corpus: Path, *options: str, status: int = 0) -> tuple[list[str], list[dict[str, str]]]:
    """The ids of the documents and the findings of an audit of *corpus* that ends with *status*."""
    output = corpus.parent / "out"
    result = run("audit", corpus, "--output", output, *options)
    assert result.returncode == status, result.stderr.decode()
    assert b"Traceback" not in result.stderr
    return [row["id"] for row in table(output, "documents.csv")], table(output, "findings.csv")


@pytest.mark.parametrize("misuse", MISUSES)
def test_misuse_is_explained_in_one_sentence(misuse: str, run: Run, tmp_path: Path) -> None:
    """What makes no sense ends with 2 and one line on standard error that names it, and nothing is written."""
    arguments, named = MISUSES[misuse]
    (tmp_path / "empty").mkdir()
    (tmp_path / "good").mkdir()
    (tmp_path / "good/good.txt").write_text(GOOD, encoding="utf-8")

    result = run(*arguments, cwd=tmp_path)

    assert result.returncode == 2
    assert named in result.stderr.decode()
    assert len(result.stderr.decode().splitlines()) == 1
    assert result.stdout == b""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "good"]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no file here that nobody can read")
def test_unreadable_file_leaves_the_rest(run: Run, corpus: Path) -> None:
    """A file that cannot be read is a finding that names it; the status is 3 and the other file is audited."""
    # Even a superuser gets an error from its first byte.
    (corpus / "broken.txt").symlink_to("/proc/self/mem")

    ids, findings = audited(run, corpus, status=3)

    assert ids == ["good.txt"]
    assert "broken.txt" in [row["path"] for row in findings if row["code"] == "IO001"]


def test_broken_links_are_counted(run: Run, corpus: Path) -> None:
    """A link to nothing is passed over, and there is a finding that says so."""
    (corpus / "gone.txt").symlink_to("nowhere.txt")

    ids, findings = audited(run, corpus)

    assert ids == ["good.txt"]
    assert any("1 broken link" in row["message"] for row in findings)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="a superuser may read everything")
def test_forbidden_file_leaves_the_rest(run: Run, corpus: Path) -> None:
    """A file without read permission is a finding that names it, and the status is 3."""
    (corpus / "secret.txt").write_text(GOOD, encoding="utf-8")
    (corpus / "secret.txt").chmod(0)

    ids, findings = audited(run, corpus, status=3)

    assert ids == ["good.txt"]
    assert "secret.txt" in [row["path"] for row in findings if row["code"] == "IO001"]


def test_undecodable_file_leaves_the_rest(run: Run, corpus: Path) -> None:
    """A file that is not in the encoding asked for is ENC001; the status is 3 and the other file is audited."""
    (corpus / "latin.txt").write_bytes("Đã đóng cửa\n".encode())

    ids, findings = audited(run, corpus, "--encoding", "ascii", status=3)

    assert "good.txt" in ids
    assert "latin.txt" in [row["path"] for row in findings if row["code"] == "ENC001"]


BROKEN_LINES = {
    "cut short": '{"id": "b", "text": "The ferry',
    "not an object": '["The ferry runs again"]',
    "not JSON": "The ferry runs again",
    "without a text": '{"id": "b", "title": "The ferry runs again"}',
    "with a text that is a number": '{"id": "b", "text": 12}',
    "nested deeply": "[" * 100_000,
}


@pytest.mark.parametrize("what", BROKEN_LINES)
def test_broken_record_leaves_the_rest(what: str, run: Run, corpus: Path) -> None:
    """A line that is no record is a finding that names file and line; the status is 3, the other lines are audited."""
    lines = [json.dumps({"id": "a", "text": GOOD}), BROKEN_LINES[what], json.dumps({"id": "c", "text": "Blah blah."})]
    (corpus / "some.jsonl").write_text("\n".join(lines), encoding="utf-8")

    ids, findings = audited(run, corpus, status=3)

    assert ids == ["good.txt", "a", "c"]
    assert ("some.jsonl", "2") in [(row["path"], row["line"]) for row in findings if row["code"] == "IO001"]


def test_truncated_gzip_leaves_the_rest(run: Run, corpus: Path) -> None:
    """A compressed file that ends too early is a finding that names it, and the status is 3."""
    packed = gzip.compress("".join(json.dumps({"id": str(n), "text": GOOD}) + "\n" for n in range(100)).encode())
    (corpus / "some.jsonl.gz").write_bytes(packed[: len(packed) // 2])

    ids, findings = audited(run, corpus, status=3)

    assert "good.txt" in ids
    assert "some.jsonl.gz" in [row["path"] for row in findings if row["code"] == "IO001"]


def test_empty_texts_are_findings(run: Run, corpus: Path) -> None:
    """An empty file, a file of spaces and a record with an empty text are TXT001, are no copies, and are no failure."""
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "spaces.txt").write_bytes(b" \n\t\n")
    (corpus / "some.jsonl").write_text('{"id": "a", "text": ""}\n', encoding="utf-8")

    ids, findings = audited(run, corpus)

    assert ids == ["empty.txt", "good.txt", "a", "spaces.txt"]
    assert {row["document"] for row in findings if row["code"] == "TXT001"} >= {"a", "empty.txt", "spaces.txt"}
    assert [row for row in findings if row["code"].startswith("DUP")] == []


def test_duplicate_ids_are_told_apart(run: Run, corpus: Path) -> None:
    """Every record whose id is not unique gets file and line as its id, and there is a finding."""
    records = [{"id": "a", "text": GOOD}, {"id": "b", "text": "Something else."}, {"id": "a", "text": "A third one."}]
    (corpus / "some.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")

    ids, findings = audited(run, corpus)

    assert ids == ["good.txt", "some.jsonl#1", "b", "some.jsonl#3"]
    assert any("some.jsonl" in row["path"] and '"a"' in row["message"].replace("'", '"') for row in findings)


def test_symlink_loops_end(run: Run, corpus: Path) -> None:
    """A folder that contains itself is read once."""
    (corpus / "loop").symlink_to(corpus, target_is_directory=True)
    (corpus / "a").symlink_to("b")
    (corpus / "b").symlink_to("a")

    ids, _ = audited(run, corpus)

    assert ids == ["good.txt"]


def test_a_single_line_of_thirty_megabytes(run: Run, corpus: Path) -> None:
    """A file of 30 MB without a line break is audited."""
    dice = random.Random(1)
    words = " ".join(f"{'long' * 24}{dice.randrange(10**7)}" for _ in range(300_000))
    (corpus / "long.txt").write_text(words, encoding="utf-8")
    assert (corpus / "long.txt").stat().st_size > 30_000_000

    ids, _ = audited(run, corpus)

    assert ids == ["good.txt", "long.txt"]
    assert int(table(corpus.parent / "out", "documents.csv")[1]["words"]) == 300_000


def test_many_empty_records_take_little_memory(run: Run, environment: dict[str, str], tmp_path: Path) -> None:
    """A record without words takes some hundred bytes: no signature, no object."""
    pytest.importorskip("resource")
    (tmp_path / "empty.jsonl").write_text('{"text":""}\n' * 400_000, encoding="utf-8")
    options = ["audit", "empty.jsonl", "--select", "DUP,IO", "--write", "pairs,groups,findings", "-q"]

    script = (
        "import resource, subprocess, sys\n"
        f"subprocess.run([sys.executable, '-m', 'provenance', *{options!r}], check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=True, text=True
    )

    peak = int(done.stdout.split()[-1]) * (1 if sys.platform == "darwin" else 1024)
    assert "400,000 documents" in done.stdout
    assert peak < (96 << 20) + 400_000 * 512  # the first for what every run takes


@pytest.mark.parametrize(("line", "code"), [('{"text": ""}', "TXT001"), ("{}", "IO001")])
def test_a_whole_audit_of_many_empty_records_ends(
    line: str, code: str, environment: dict[str, str], tmp_path: Path
) -> None:
    """Every stage takes them; a finding names the first line and the last, and they take little memory."""
    pytest.importorskip("resource")
    (tmp_path / "empty.jsonl").write_text(f"{line}\n" * 50_000, encoding="utf-8")
    # Where no document is read, nothing is written.
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    options = [
        "audit",
        "empty.jsonl",
        "good.txt",
        "--write",
        "documents,findings",
        "--output",
        "out",
        "--no-cache",
        "-q",
    ]

    script = (
        "import resource, subprocess, sys\n"
        f"subprocess.run([sys.executable, '-m', 'provenance', *{options!r}])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=True, text=True
    )

    peak = int(done.stdout.split()[-1]) * (1 if sys.platform == "darwin" else 1024)
    found = [row for row in table(tmp_path / "out", "findings.csv") if row["code"] == code]
    assert len(table(tmp_path / "out", "findings.csv")) <= 1001
    assert found[0]["line"] == "1"
    assert "50000" in found[-1]["message"]
    assert peak < 120_000_000


def test_an_endless_string_is_one_broken_record(run: Run, corpus: Path) -> None:
    """A line whose string does not end is named by its number, and the lines around it are audited."""
    lines = ['{"text": "one short line"}', '{"text": "' + "x" * 12_000_000, '{"text": "and one more"}']
    (corpus / "endless.jsonl").write_text("\n".join(lines), encoding="utf-8")

    ids, findings = audited(run, corpus, status=3)

    assert ids == ["endless.jsonl#1", "endless.jsonl#3", "good.txt"]
    assert [row["line"] for row in findings if row["code"] == "IO001"] == ["2"]


def test_hidden_and_binary_files_are_counted(run: Run, corpus: Path) -> None:
    """Files that are passed over in a folder are counted in info findings, and are no failure."""
    (corpus / ".hidden.txt").write_text(GOOD, encoding="utf-8")
    (corpus / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (corpus / "binary.txt").write_bytes(b"\0\1\2\3" * 100)

    ids, findings = audited(run, corpus)

    assert ids == ["good.txt"]
    passed = [(row["severity"], row["message"]) for row in findings if "passed over" in row["message"]]
    assert {severity for severity, _ in passed} == {"info"}
    for kind in ("1 hidden", "1 binary", ".png 1"):
        assert kind in " ".join(message for _, message in passed)


def test_binary_file_that_is_named_is_unreadable(run: Run, corpus: Path) -> None:
    """A file of an unknown kind that was named on the command line is IO001, and the status is 3."""
    (corpus / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")

    result = run("audit", corpus / "good.txt", corpus / "picture.png", "--output", corpus.parent / "out")

    assert result.returncode == 3
    assert "IO001" in [row["code"] for row in table(corpus.parent / "out", "findings.csv")]


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="file names are Unicode there")
def test_names_of_any_bytes(run: Run, corpus: Path) -> None:
    """File names with spaces, line breaks and bytes that are not UTF-8 are read, and the reports stay valid UTF-8."""
    for number, name in enumerate([b"with space.txt", b"with\nline break.txt", b"caf\xe9.txt", b"=1+2.txt", b"-.txt"]):
        Path(os.fsdecode(os.fsencode(corpus) + b"/" + name)).write_text(f"{number} {GOOD}", encoding="utf-8")

    ids, _ = audited(run, corpus)

    assert len(set(ids)) == 6
    for content in contents(corpus.parent / "out").values():
        content.decode("utf-8")


def test_two_runs_give_equal_bytes(run: Run, seeds: Path, tmp_path: Path) -> None:
    """The same input gives the same reports, whatever the seed of Python's hashes."""
    runs = [run("audit", seeds, "--output", tmp_path / seed, PYTHONHASHSEED=seed) for seed in ("1", "2")]

    assert [result.returncode for result in runs] == [0, 0]
    assert runs[0].stdout == runs[1].stdout
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_ids_do_not_depend_on_how_the_folder_was_typed(run: Run, corpus: Path, tmp_path: Path) -> None:
    """A folder given as relative, absolute, with a trailing slash or with detours gives equal reports."""
    (corpus / "deep").mkdir()
    (corpus / "deep/other.txt").write_text("Something else altogether.", encoding="utf-8")
    ways = ["corpus", str(corpus), "corpus/", "./corpus/.", "corpus/deep/..", "../" + tmp_path.name + "/corpus"]

    outputs = []
    for number, way in enumerate(ways):
        assert run("audit", way, "--output", tmp_path / f"out{number}", cwd=tmp_path).returncode == 0
        outputs.append(contents(tmp_path / f"out{number}"))

    assert [row["id"] for row in table(tmp_path / "out0", "documents.csv")] == ["deep/other.txt", "good.txt"]
    assert all(output == outputs[0] for output in outputs)


def test_own_output_is_never_read(run: Run, corpus: Path) -> None:
    """An output folder inside the input is not input: a second run finds the documents and claims of the first."""
    tables = ("documents.csv", "claims.csv", "pairs.csv", "passages.csv", "groups.csv")

    first = run("audit", corpus, "--output", corpus / "reports")
    before = contents(corpus / "reports")
    second = run("audit", corpus, "--output", corpus / "reports")
    after = contents(corpus / "reports")

    assert (first.returncode, second.returncode) == (0, 0)
    assert [after[name] for name in tables] == [before[name] for name in tables]


def test_output_that_cannot_be_written(run: Run, corpus: Path) -> None:
    """Where the output folder cannot be made, the status is 2 and one sentence names what is in its way."""
    result = run("audit", corpus, "--output", corpus / "good.txt" / "reports")

    assert result.returncode == 2
    assert b"good.txt" in result.stderr
    assert b"Traceback" not in result.stderr


def test_closed_pipe_is_no_error(environment: dict[str, str], corpus: Path) -> None:
    """A reader that goes away is not answered with an error message."""
    process = start(["rules"], environment, corpus, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=60)

    assert errors == b""


def start(
    arguments: Sequence[str], environment: dict[str, str], cwd: Path, stdout: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start the command in the background, where Ctrl-C can be pressed on it."""
    return subprocess.Popen(
        [sys.executable, "-m", "provenance", *arguments],
        cwd=cwd,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


class Cut:
    """An audit that takes the place of older reports, to be ended at any moment of its run."""

    def __init__(self, run: Run, environment: dict[str, str], corpus: Path, folder: Path) -> None:
        old, new = folder / "old", folder / "new"
        assert run("audit", corpus, "--output", old).returncode == 0
        records = [{"id": str(n), "text": f"{n // 3} " + GOOD.replace(" the ", f" the {n // 3} ")} for n in range(300)]
        (corpus / "many.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        self.arguments = ["audit", str(corpus), "--output"]
        self.environment = environment
        self.folder = folder
        self.old = old
        self.before = contents(old)
        started = time.monotonic()
        start([*self.arguments, str(new)], environment, folder).communicate(timeout=120)
        self.whole = time.monotonic() - started
        self.after = contents(new)
        assert self.after.keys() == self.before.keys()

    def off(self, share: float, by: int) -> tuple[int, str]:
        """Send the signal *by* after that *share* of the run; return its status and what it said."""
        process = start([*self.arguments, str(self.old)], self.environment, self.folder)
        time.sleep(self.whole * share)
        process.send_signal(by)
        _, errors = process.communicate(timeout=120)
        return process.returncode, errors.decode()

    def whole_reports(self) -> list[str]:
        """The names of the reports that are the old one or the new one, all of it."""
        now = contents(self.old)
        return [name for name in self.before if now.get(name) in (self.before[name], self.after[name])]


@pytest.fixture
def cut(run: Run, environment: dict[str, str], corpus: Path, tmp_path: Path) -> Cut:
    if sys.platform == "win32":
        pytest.skip("there are no signals to send")
    return Cut(run, environment, corpus, tmp_path)


def test_killed_run_leaves_nothing_that_looks_whole(cut: Cut) -> None:
    """Whenever the power fails, each report is the whole old one or the whole new one."""
    for share in (0.5, 0.8, 0.95):
        cut.off(share, signal.SIGKILL)

        assert cut.whole_reports() == list(cut.before)
        assert {name for name in contents(cut.old) if not name.startswith(".")} == cut.before.keys()


def test_interrupted_run_leaves_no_half_written_report(cut: Cut) -> None:
    """Whenever Ctrl-C is pressed, each report is the whole old one or the whole new one, and the status is 130 or 0."""
    for share in (0.2, 0.5, 0.7, 0.8, 0.9, 0.95):
        status, errors = cut.off(share, signal.SIGINT)

        # On a slow moment the signal comes before there is a program that could answer it.
        assert status in {0, 130, -signal.SIGINT}, errors
        assert cut.whole_reports() == list(cut.before)
        assert contents(cut.old).keys() == cut.before.keys()
