"""The formats that other programs read are what their schemas say, whatever the input."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import attrs
import pytest
from gate_validators import GITLAB, RDJSON, SARIF, complaints, junit_complaints

from provenance.model import Finding, Report
from provenance.pipeline import audit
from provenance.reporters.findings.github import summary
from provenance.reporters.formats import FORMATS
from provenance.settings import Config, Extent, Judging, Reporting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

FIRST = (
    "Hà Nội (VNA) - The old bridge over the canal was opened again on Monday after nine months of repairs, and the "
    "mayor thanked the forty workers who had laid every one of its stones by hand.\n\nTraders on the east bank said "
    "that they had lost half of their customers while it was closed.\n"
)
MACHINES = {"sarif": SARIF, "gitlab": GITLAB, "rdjson": RDJSON}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two near-copies, a record with an id like a link, a broken record, and names that are hard to write."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a [1](2) & <b>.txt").write_text(FIRST, encoding="utf-8")
    (folder / "b%20,c:d é.txt").write_text(FIRST.replace("Monday", "Tuesday"), encoding="utf-8")
    (folder / "r.jsonl").write_text(
        json.dumps({"id": "[x](1)", "text": FIRST.replace("forty", "fifty")}) + "\n{broken\n", encoding="utf-8"
    )
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "odd.txt").write_text(
        "It was 5 & 7 \x1b[31m <b>bold</b> \U0001f600 and caf\ufffd closed.The end", "utf-8"
    )
    return folder


def config(root: Path, level: str = "warning") -> Config:
    """Settings with *root* as the project's folder."""
    return Config(
        judging=Judging(fail_level=level),
        reporting=Reporting(output="nowhere", write=("findings",)),
        extent=Extent(root=str(root)),
    )


def written(report: Report, name: str, settings: Config) -> str:
    stream = io.StringIO()
    FORMATS[name].write(report, stream, settings)
    return stream.getvalue()


def many(report: Report, number: int, severity: str) -> Report:
    """*report* with *number* findings of *severity* instead of its own."""
    findings = tuple(
        Finding("DUP003", severity, None, f"f{at}.txt", at + 1, None, "m", fingerprint=f"{at:032x}")
        for at in range(number)
    )
    return attrs.evolve(report, findings=findings)


@pytest.mark.parametrize("name", MACHINES)
def test_json_formats_keep_to_their_schemas(name: str, corpus: Path) -> None:
    """Every key and value is one that the format knows; a report without findings is one too."""
    settings = config(corpus.parent)
    report = audit([corpus], settings)
    assert len(report.findings) > 5

    for one in (report, attrs.evolve(report, findings=())):
        assert complaints(json.loads(written(one, name, settings)), MACHINES[name]) == []


@pytest.mark.parametrize("level", ["error", "warning", "info"])
def test_junit_keeps_to_its_schema(level: str, corpus: Path) -> None:
    """Findings of the fail level are failures, the others are tests that passed."""
    settings = config(corpus.parent, level)
    report = audit([corpus], settings)
    text = written(report, "junit", settings)

    assert junit_complaints(text) == []
    fatal = ("error", "warning", "info")[: ("error", "warning", "info").index(level) + 1]
    failures = len(ET.fromstring(text).findall(".//failure"))
    assert failures == sum(finding.severity in fatal for finding in report.findings)
    assert junit_complaints(written(attrs.evolve(report, findings=()), "junit", settings)) == []


def test_validators_complain() -> None:
    """The validators of these tests find what is wrong."""
    assert complaints({"version": "2.0", "runs": [], "x": 1}, SARIF) == [
        "$: no $schema",
        "$.version: '2.0' is none of ('2.1.0',)",
        "$: x?",
    ]
    assert complaints([{"location": {"path": "./a", "lines": {"begin": 0}}}], GITLAB)[-2:] == [
        "$[0].location.path: './a'",
        "$[0].location.lines.begin: 0",
    ]
    assert junit_complaints('<testsuites><testsuite name="x" tests="1" failures="0"/></testsuites>') == [
        "testsuite: no errors",
        "tests are miscounted",
    ]


def spoilt(value: object) -> Iterator[object]:
    """*value* with one thing wrong: a key that no format knows, a value of another type, a number before the first."""
    if isinstance(value, dict):
        yield value | {"unheard-of": 1}
        for key, inner in value.items():
            yield from (value | {key: wrong} for wrong in spoilt(inner))
    elif isinstance(value, list):
        yield {}
        for at, inner in enumerate(value[:2]):
            yield from ([*value[:at], wrong, *value[at + 1 :]] for wrong in spoilt(inner))
    elif isinstance(value, str):
        yield 3
    else:
        yield "three"


@pytest.mark.parametrize("name", MACHINES)
def test_the_validators_find_whatever_is_spoilt(name: str, corpus: Path) -> None:
    """A key too many or a value of another type anywhere in a report, and a place before the first, is a complaint."""
    settings = config(corpus.parent)
    whole = json.loads(written(audit([corpus], settings), name, settings))
    wrong = list(spoilt(whole))

    assert len(wrong) > 20
    assert [one for one in wrong if not complaints(one, MACHINES[name])] == []
    text = json.dumps(whole).replace('"startLine": ', '"startLine": -').replace('"begin": ', '"begin": -')
    assert complaints(json.loads(text.replace('"line": ', '"line": -')), MACHINES[name])


def test_the_validator_of_junit_finds_whatever_is_spoilt(corpus: Path) -> None:
    """An attribute too many, one too few, an element in the wrong place, a number that does not add up."""
    settings = config(corpus.parent)
    text = written(audit([corpus], settings), "junit", settings)
    for old, new in (
        ("<testcase ", '<testcase line="1" '),
        (" errors=", " mistakes="),
        ("<testcase name=", "<testcase id="),
        ('<testsuites name="provenance" tests="', '<testsuites name="provenance" tests="1'),
        ("testsuites", "testsuite"),
        ("<failure ", "<problem "),
        ('failures="', 'failures="1'),
    ):
        spoiled = text.replace(old, new).replace("</failure>", "</problem>" if "problem" in new else "</failure>")
        assert spoiled != text, old
        assert junit_complaints(spoiled), new


def test_sarif_ties_the_later_document_to_the_earlier(corpus: Path) -> None:
    """A pair is one result: the copy is its location, the other a related one; fingerprints differ per pair."""
    settings = config(corpus.parent)
    report = audit([corpus], settings)
    results = json.loads(written(report, "sarif", settings))["runs"][0]["results"]
    pairs = [result for result in results if result["ruleId"] == "DUP003"]

    assert len(pairs) == 2
    for result in pairs:
        own = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        other = result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert own != other
        assert {own, other} <= {
            "texts/a%20%5B1%5D%282%29%20%26%20%3Cb%3E.txt", "texts/b%2520%2Cc%3Ad%20%C3%A9.txt", "texts/r.jsonl",
        }  # fmt: skip
    prints = [result["partialFingerprints"]["provenanceFinding/v1"] for result in results]
    assert len(set(prints)) == len(prints)


def test_sarif_says_no_link_where_an_id_looks_like_one(corpus: Path) -> None:
    """Brackets of a message are escaped, since SARIF takes them for links."""
    settings = config(corpus.parent)
    text = written(audit([corpus], settings), "sarif", settings)
    messages = [result["message"]["text"] for result in json.loads(text)["runs"][0]["results"]]

    assert any(r"\[1\](2)" in message or r"\[x\](1)" in message for message in messages)
    assert not any(re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\(\d", message) for message in messages)


def test_sarif_leaves_the_least_severe_out(corpus: Path) -> None:
    """More than 5,000 results are cut to the worst, and a notification counts the rest."""
    report = audit([corpus], config(corpus.parent))
    crowd = many(report, 6000, "info")
    worst = attrs.evolve(crowd.findings[-1], severity="error")
    run = json.loads(written(attrs.evolve(crowd, findings=(*crowd.findings, worst)), "sarif", Config()))["runs"][0]

    assert len(run["results"]) == 5000
    assert run["results"][-1]["level"] == "error"
    said = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert said[-1] == "1,001 of 6,001 findings, the least severe, are left out of this report"


def test_sarif_says_when_an_input_was_not_read(corpus: Path) -> None:
    """A broken record is a notification, and the run did not succeed."""
    settings = config(corpus.parent)
    run = json.loads(written(audit([corpus], settings), "sarif", settings))["runs"][0]

    assert run["invocations"][0]["executionSuccessful"] is False
    said = run["invocations"][0]["toolExecutionNotifications"]
    assert any("r.jsonl" in one["message"]["text"] for one in said)


def test_columns(tmp_path: Path) -> None:
    """Columns count code points for SARIF and bytes for rdjson, from 1; ends are exclusive."""
    (tmp_path / "a.txt").write_text(
        "Title of the text here\n\nHa\U0001f600é said so.The rest of it is here now.\n", "utf-8"
    )
    settings = config(tmp_path)
    report = audit([tmp_path], attrs.evolve(settings, judging=Judging(select=("TXT003",))))
    (result,) = json.loads(written(report, "sarif", settings))["runs"][0]["results"]
    (diagnostic,) = json.loads(written(report, "rdjson", settings))["diagnostics"]

    region = result["locations"][0]["physicalLocation"]["region"]
    range_ = diagnostic["location"]["range"]
    assert region["startLine"] == range_["start"]["line"] == 3
    line = "Ha\U0001f600é said so.The rest of it is here now."
    code_points = line[region["startColumn"] - 1 : region["endColumn"] - 1]
    in_bytes = line.encode()[range_["start"]["column"] - 1 : range_["end"]["column"] - 1].decode()
    assert code_points == in_bytes
    assert "." in code_points


def test_annotations_stay_within_what_the_platform_shows(corpus: Path) -> None:
    """Ten errors and ten warnings, the errors first, and a line that counts all of them."""
    report = audit([corpus], config(corpus.parent))
    warnings, errors = many(report, 13, "warning"), many(report, 11, "error")
    lines = written(attrs.evolve(report, findings=warnings.findings + errors.findings), "github", Config()).splitlines()

    assert [line.partition(" ")[0] for line in lines[:-1]] == ["::error"] * 10 + ["::warning"] * 10
    assert lines[-1] == "provenance: annotated 10 of 11 errors, 10 of 13 warnings, which is as many as a step can show"


def test_annotations_of_a_few_have_no_count(corpus: Path) -> None:
    """Where nothing is left out, nothing is said about it."""
    report = audit([corpus], config(corpus.parent))

    assert all(
        line.startswith("::error ") for line in written(many(report, 10, "error"), "github", Config()).splitlines()
    )


def test_annotations_cannot_be_forged(corpus: Path) -> None:
    """A finding is one command: names with commas, colons and percents, and texts with line ends, end nothing."""
    settings = config(corpus.parent)
    report = audit([corpus], settings)
    *lines, end = written(report, "github", settings).splitlines()
    shown = Counter(line[2:].partition(" ")[0] for line in lines)
    found = Counter(finding.severity.replace("info", "notice") for finding in report.findings)

    assert shown == {severity: min(number, 10) for severity, number in found.items()}
    assert all(re.fullmatch(r"::(error|warning|notice) [^\x00-\x1f]+?::[^\x00-\x1f]+", line) for line in lines)
    assert end.startswith("provenance: annotated 10 of ")
    assert any("file=texts/b%2520%2Cc%3Ad é.txt" in line for line in lines)


def test_the_summary_is_cut_at_a_row(corpus: Path) -> None:
    """The table of a step's summary fits its room, ends with a whole row, and counts what it leaves out."""
    settings = config(corpus.parent)
    report = many(audit([corpus], settings), 3000, "warning")
    whole, cut = summary(report, settings), summary(report, settings, 20_000)

    assert whole.count("\n| DUP003") == 3000
    assert len(cut.encode()) <= 20_000
    shown = cut.count("\n| DUP003")
    assert cut.endswith(f"\n\n{3000 - shown:,} more findings not shown here.\n")
    assert all(line.endswith("|") for line in cut.splitlines() if line.startswith("|"))


def test_a_step_of_github_actions(corpus: Path, run: Run, tmp_path: Path) -> None:
    """There the annotations are the usual format, and the table is added to what the step's summary has."""
    page = tmp_path / "summary.md"
    page.write_text("before\n", encoding="utf-8")
    result = run("check", corpus, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(page))

    assert result.stdout.startswith(b"::error ")
    assert page.read_text(encoding="utf-8").startswith("before\n### Provenance: ")
    assert "| DUP003 near-duplicate | warning |" in page.read_text(encoding="utf-8")


def test_several_reports_from_one_run(corpus: Path, run: Run, tmp_path: Path) -> None:
    """-f prints one format and each -o writes another, all of the same findings."""
    files = {name: tmp_path / f"report.{name}" for name in ("sarif", "junit", "gitlab", "rdjson", "jsonl", "csv")}
    asked = [part for name, file in files.items() for part in ("-o", f"{name}={file}")]
    result = run("check", corpus, "-f", "concise", *asked)

    number = len(result.stdout.splitlines())
    assert number > 5
    assert len(json.loads(files["sarif"].read_text("utf-8"))["runs"][0]["results"]) == number
    assert len(json.loads(files["gitlab"].read_text("utf-8"))) == number
    assert len(json.loads(files["rdjson"].read_text("utf-8"))["diagnostics"]) == number
    assert len(files["jsonl"].read_text("utf-8").splitlines()) == number
    assert files["junit"].read_text("utf-8").count("<testcase ") == number


@pytest.mark.parametrize("columns", [40, 60, 200])
def test_full_fits_the_screen(columns: int, corpus: Path, run: Run) -> None:
    """No line is wider than the screen, save a path that has no place to break; codes stand alone."""
    text = run("check", corpus, "-f", "full", COLUMNS=str(columns)).stdout.decode()

    assert all(len(line) <= columns for line in text.splitlines())
    assert "\x1b" not in text
    assert re.search(r"^  warning DUP003 near-duplicate$", text, re.MULTILINE)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no terminals of this kind")
@pytest.mark.parametrize(("more", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_on_a_terminal(more: dict[str, str], colored: bool, corpus: Path, environment: dict[str, str]) -> None:
    """The full format, in colours unless NO_COLOR is set, and no line wider than a screen of 40 columns."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    command = [sys.executable, "-m", "provenance", "check", str(corpus), "--no-cache"]
    own = environment | {"TERM": "xterm"} | more
    with subprocess.Popen(command, env=own, cwd=corpus, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        printed = b""
        # Linux says that the other end is gone by an error, others by nothing to read.
        with contextlib.suppress(OSError):
            while part := os.read(ours, 1 << 16):
                printed += part
    os.close(ours)
    lines = re.sub(r"\x1b\[\d*m", "", printed.decode()).split("\r\n")

    assert process.returncode == 3
    assert (b"\x1b" in printed) == colored
    assert "  warning DUP003 near-duplicate" in lines
    assert max(map(len, lines)) <= 40


def test_paths_start_at_the_project(corpus: Path, run: Run) -> None:
    """Paths for other programs are relative to the folder of the configuration file, wherever the command stands."""
    (corpus.parent / "provenance.toml").write_text("", encoding="utf-8")
    result = run("check", ".", "-f", "gitlab", cwd=corpus)

    assert {issue["location"]["path"].partition("/")[0] for issue in json.loads(result.stdout)} == {"texts"}
