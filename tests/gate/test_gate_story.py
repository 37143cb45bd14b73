"""The story of a corpus in git: what is new fails the check, what was accepted does not, through renames and merges."""

from __future__ import annotations

import json
import subprocess
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    Git = Callable[..., str]

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
NAME = ".provenance-baseline.jsonl"
TOPICS = {
    "harbour": "The harbour master said that dredging of the outer basin would be finished before the storms",
    "library": "The town library will lend telescopes and measuring tapes to anyone who has held a card for a year",
    "orchard": "Growers in the upper valley have picked three weeks early because the spring came without a frost",
}


def article(topic: str) -> str:
    """An article with a source, a date and enough words that one changed word leaves it a near-copy."""
    lead = TOPICS[topic]
    body = " ".join(
        f"{lead}, according to report number {number} of the {topic} committee, which counted {number * 7} cases in "
        f"district {chr(64 + number)} and asked for answers by the {number}th of the month."
        for number in range(1, 9)
    )
    return f"The {topic} and its neighbours\n\nHANOI (VNA) - 12 May 2023. {body}\n"


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Run git in a new repository."""

    def call(*arguments: str) -> str:
        settings = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", *settings, *arguments], cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    call("init", "-q", "-b", "main")
    (tmp_path / "provenance.toml").write_text('select = ["DUP001", "DUP002", "DUP003"]\n', encoding="utf-8")
    (tmp_path / ".gitattributes").write_text(f"{NAME} merge=union\n", encoding="utf-8")
    (tmp_path / "texts").mkdir()
    for topic in TOPICS:
        (tmp_path / "texts" / f"{topic}.txt").write_text(article(topic), encoding="utf-8")
    call("add", "-A")
    call("commit", "-qm", "clean")
    return call


def codes(output: bytes) -> list[str]:
    return [json.loads(line)["code"] for line in output.decode().splitlines()]


def test_the_story(git: Git, run: Run, tmp_path: Path) -> None:
    """Clean, a near-copy, accepted, renamed and rewrapped, a third copy, a copy deleted, and the ratchet."""
    texts = tmp_path / "texts"

    def check(*more: str) -> tuple[int, list[str], str]:
        result = run("check", "texts", "-f", "jsonl", *more, cwd=tmp_path)
        return result.returncode, codes(result.stdout), result.stdout.decode()

    assert check()[:2] == (0, [])

    copy = texts / "harbour-2.txt"
    copy.write_text(article("harbour").replace("district C", "district Z"), encoding="utf-8")
    status, found, said = check()
    assert (status, found) == (1, ["DUP003"])
    assert "harbour.txt" in said
    assert "harbour-2.txt" in said

    assert run("baseline", "create", "texts", "--why", "two editions", cwd=tmp_path).returncode == 0
    assert check()[:2] == (0, [])
    assert check("--no-baseline")[:2] == (1, ["DUP003"])

    git("add", "-A")
    git("commit", "-qm", "accepted")
    git("mv", "texts/harbour-2.txt", "texts/a-second-edition.txt")
    moved = texts / "a-second-edition.txt"
    title, _, rest = moved.read_text("utf-8").partition("\n\n")
    moved.write_text(title + "\n\n" + textwrap.fill(rest, 60) + "\n", encoding="utf-8")
    assert check()[:2] == (0, [])

    third = texts / "third.txt"
    third.write_text(article("harbour").replace("district D", "district Y"), encoding="utf-8")
    assert check()[:2] == (1, ["DUP003"])
    third.write_bytes(moved.read_bytes())
    assert check()[:2] == (1, ["DUP001"])
    third.unlink()

    moved.unlink()
    assert check()[:2] == (0, ["SUP002"])
    assert check("--ratchet")[:2] == (1, ["SUP002"])
    assert run("baseline", "prune", "texts", cwd=tmp_path).returncode == 0
    assert check("--ratchet")[:2] == (0, [])
    assert (tmp_path / NAME).read_bytes() == b""


def test_branches_that_both_accept_merge(git: Git, run: Run, tmp_path: Path) -> None:
    """Two branches that update the baseline merge without a conflict, and the merged tree is clean."""
    texts = tmp_path / "texts"
    assert run("baseline", "create", "texts", cwd=tmp_path).returncode == 0
    git("add", "-A")
    git("commit", "-qm", "start")
    for topic in ("harbour", "library", "orchard"):
        git("switch", "-qc", topic, "main")
        (texts / f"{topic}-copy.txt").write_text(article(topic).replace("district E", "district X"), encoding="utf-8")
        assert run("baseline", "update", "texts", "--why", topic, cwd=tmp_path).returncode == 0
        git("add", "-A")
        git("commit", "-qm", topic)
    git("switch", "-q", "main")
    for topic in ("orchard", "library", "harbour"):
        git("merge", "-q", "--no-edit", topic)

    result = run("check", "texts", "--ratchet", cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    assert len((tmp_path / NAME).read_text("utf-8").splitlines()) == 3
    before = sorted((tmp_path / NAME).read_text("utf-8").splitlines())
    run("baseline", "update", "texts", cwd=tmp_path)
    assert (tmp_path / NAME).read_text("utf-8").splitlines() == before


def test_nothing_that_ages_is_in_a_baseline(git: Git, run: Run, tmp_path: Path) -> None:
    """An entry says what is accepted and why, and nothing that changes with the place of the checkout or its lines."""
    texts = tmp_path / "texts"
    (texts / "copy.txt").write_text(article("orchard").replace("district A", "district W"), encoding="utf-8")
    run("baseline", "create", "texts", "--why", "both are wanted", cwd=tmp_path)
    (entry,) = map(json.loads, (tmp_path / NAME).read_text("utf-8").splitlines())

    assert sorted(entry) == ["code", "contents", "paths", "score", "why"]
    assert entry["paths"] == ["texts/copy.txt", "texts/orchard.txt"]
    assert entry["why"] == "both are wanted"
    assert str(tmp_path) not in json.dumps(entry)


def test_an_edit_that_makes_a_copy_closer_is_new(git: Git, run: Run, tmp_path: Path) -> None:
    """By its names an entry accepts a score that has hardly grown; much closer, the pair is new."""
    texts = tmp_path / "texts"
    for topic in ("harbour", "orchard"):
        (texts / f"{topic}.txt").unlink()
    words = article("library").split(" ")
    far = " ".join(word if number % 11 else f"{word}x" for number, word in enumerate(words))
    (texts / "copy.txt").write_text(far, encoding="utf-8")
    assert run("baseline", "create", "texts", "--threshold", "0.2", cwd=tmp_path).returncode == 0
    (entry,) = map(json.loads, (tmp_path / NAME).read_text("utf-8").splitlines())
    assert entry["score"] < 0.7

    (texts / "copy.txt").write_text(far.replace("finally", "at last") + "One more line.\n", encoding="utf-8")
    assert run("check", "texts", "--threshold", "0.2", cwd=tmp_path).returncode == 0
    (texts / "copy.txt").write_text(article("library").replace("district B", "district V"), encoding="utf-8")
    assert run("check", "texts", "--threshold", "0.2", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<<<<<<< HEAD\n", ":1: this is a merge conflict marker"),
        ("\n{broken\n", ":2: this is not a line of a baseline"),
        ("[1]\n", ":1: this is not a line of a baseline"),
        (
            '{"code": "DUP003", "paths": ["a"], "contents": [], "why": ""}\n',
            ":1: this line of the baseline has impossible values",
        ),
        ('{"code": "DUP003", "paths": ["a"], "contents": ["b"], "count": 0}\n', ":1: this line of the baseline has"),
        ('{"code": "DUP003", "when": 5}\n', ":1: this version does not know the key"),
        ("\xff\n", ":1: this is not a line of a baseline"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_lost(line: str, said: str, git: Git, run: Run, tmp_path: Path) -> None:
    """A baseline that cannot be read is exit 2 with file and line, and no command writes over it."""
    (tmp_path / NAME).write_bytes(line.encode("latin-1"))

    for command in (["check"], ["baseline", "update"], ["baseline", "prune"], ["baseline", "audit"]):
        result = run(*command, "texts", cwd=tmp_path)
        assert result.returncode == 2
        assert said in result.stderr.decode()
        assert result.stderr.count(b"\n") == 1
    assert (tmp_path / NAME).read_bytes() == line.encode("latin-1")


def test_audit_asks_for_each_entry(git: Git, run: Run, tmp_path: Path) -> None:
    """The passages are shown side by side; n takes an entry out, an end of the answers keeps what is left."""
    texts = tmp_path / "texts"
    for topic in TOPICS:
        (texts / f"{topic}-copy.txt").write_text(article(topic).replace("district F", "district U"), encoding="utf-8")
    run("baseline", "create", "texts", "--why", "seen", cwd=tmp_path)
    before = (tmp_path / NAME).read_text("utf-8").splitlines()

    result = run("baseline", "audit", "texts", cwd=tmp_path, stdin=b"y\nn\n", COLUMNS="110")
    shown = result.stdout.decode()
    assert result.returncode == 0
    assert "1 of 3: keep it? [y/n/q]" in shown
    assert "why: seen" in shown
    assert "[-F-]" in shown or "{+F+}" in shown
    assert (tmp_path / NAME).read_text("utf-8").splitlines() == [before[0], before[2]]
    assert run("check", "texts", cwd=tmp_path).returncode == 1


def test_an_entry_for_no_rule_is_shown_and_left_alone(git: Git, run: Run, tmp_path: Path) -> None:
    """audit says that it accepts nothing and asks; prune leaves it, since a later version may have the rule."""
    run("baseline", "create", "texts", cwd=tmp_path)
    before = (tmp_path / NAME).read_text("utf-8")
    whole = before + '{"code":"ZZZ999","paths":["texts/orchard.txt"],"contents":["x"],"why":""}\n'
    (tmp_path / NAME).write_text(whole, encoding="utf-8")

    shown = run("baseline", "audit", "texts", cwd=tmp_path, stdin=b"")
    run("baseline", "prune", "texts", cwd=tmp_path)

    assert shown.returncode == 0
    assert (
        "ZZZ999: texts/orchard.txt\nSUP002: it accepts nothing, because there is no such rule\n"
        in shown.stdout.decode()
    )
    assert sorted((tmp_path / NAME).read_text("utf-8").splitlines()) == sorted(whole.splitlines())


def test_a_run_over_a_part_calls_nothing_stale(git: Git, run: Run, tmp_path: Path) -> None:
    """An entry is stale only where its documents would have been part of the run and its rule spoke."""
    texts = tmp_path / "texts"
    (texts / "copy.txt").write_text(article("orchard").replace("district A", "district T"), encoding="utf-8")
    run("baseline", "create", "texts", cwd=tmp_path)
    (texts / "copy.txt").unlink()

    assert run("check", "texts/library.txt", "texts/harbour.txt", "--ratchet", cwd=tmp_path).returncode == 0
    assert run("check", "texts", "--ratchet", "--select", "ENC", cwd=tmp_path).returncode == 0
    assert run("check", "texts", "--ratchet", "--ignore", "SUP", cwd=tmp_path).returncode == 0
    assert run("check", "texts", "--ratchet", cwd=tmp_path).returncode == 1
    assert run("baseline", "prune", "texts/library.txt", cwd=tmp_path).returncode == 0
    assert len((tmp_path / NAME).read_text("utf-8").splitlines()) == 1


def test_a_baseline_that_was_named_must_be_there(git: Git, run: Run, tmp_path: Path) -> None:
    """A name that leads nowhere accepts nothing silently: exit 2; so does creating one that is there."""
    assert run("check", "texts", "--baseline", "nowhere.jsonl", cwd=tmp_path).returncode == 2
    assert run("baseline", "update", "texts", cwd=tmp_path).returncode == 2
    assert run("baseline", "create", "texts", cwd=tmp_path).returncode == 0
    assert run("baseline", "create", "texts", cwd=tmp_path).returncode == 2


def test_updating_counts_what_it_accepts(git: Git, run: Run, tmp_path: Path) -> None:
    """Findings are counted and not entries, and those below the fail level are not new to a baseline."""
    (tmp_path / "provenance.toml").write_text('select = ["REP002", "TXT006"]\n', encoding="utf-8")
    (tmp_path / "texts" / "untitled.txt").write_text("so short\n", encoding="utf-8")
    (tmp_path / "texts" / "page.txt").write_bytes((SEEDS / "page-twice.txt").read_bytes())
    created = run("baseline", "create", "texts", cwd=tmp_path).stderr.decode()
    updated = run("baseline", "update", "texts", cwd=tmp_path).stderr.decode()
    checked = run("check", "texts", cwd=tmp_path).stderr.decode()

    assert "accepts 2 findings" in created
    assert "accepts 2 findings: 0 of them new; removed 0 stale entries" in updated
    assert "; 2 accepted; 1 finding below the fail level" in checked
