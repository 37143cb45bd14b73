"""Decisions about pairs, as the HTML report exports them, become entries of the baseline, or say why they do not."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

NAME = ".provenance-baseline.jsonl"
DUP = ("--select", "DUP")


def text(topic: str, word: str = "word") -> str:
    """A text that is a near-copy of another on its topic in which one word differs."""
    return " ".join(f"{topic} report number {number} names {number * 7} cases" for number in range(30)) + f" {word}"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two pairs of near-copies: a and b, c and d."""
    for name, topic in (("a", "harbour"), ("b", "harbour"), ("c", "library"), ("d", "library")):
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / f"{name}.txt").write_text(text(topic, name), encoding="utf-8")
    (tmp_path / "provenance.toml").write_text("", encoding="utf-8")
    return tmp_path


@pytest.fixture
def update(corpus: Path, run: Run) -> Callable[..., tuple[int, str]]:
    """Apply decisions, each given as (left, right, decision, note), and return the status and what was said."""

    def call(*decisions: tuple[str, str, str, str], **more: str) -> tuple[int, str]:
        lines = [json.dumps(line(corpus, *decision) | more) for decision in decisions]
        (corpus / "decisions.jsonl").write_text("\n".join(lines), encoding="utf-8")
        result = run("baseline", "update", "texts", "--decisions", "decisions.jsonl", *DUP, cwd=corpus)
        return result.returncode, result.stderr.decode()

    return call


def line(corpus: Path, left: str, right: str, decision: str, note: str = "") -> dict[str, str]:
    """One line of an export."""
    digests = [
        hashlib.sha256((corpus / "texts" / name).read_bytes()).hexdigest() if (corpus / "texts" / name).exists() else ""
        for name in (left, right)
    ]
    return {
        "left": left, "right": right, "decision": decision, "note": note,
        "left_sha256": digests[0], "right_sha256": digests[1],
    }  # fmt: skip


def failing(corpus: Path, run: Run) -> list[str]:
    """The documents whose findings fail a check."""
    result = run("check", "texts", "-f", "jsonl", *DUP, cwd=corpus)
    found = [json.loads(one)["document"] for one in result.stdout.splitlines()]
    assert result.returncode == bool(found)
    return found


def reasons(corpus: Path) -> dict[tuple[str, ...], str]:
    """The reasons of the baseline's entries, by the paths of their documents."""
    records = map(json.loads, (corpus / NAME).read_text(encoding="utf-8").splitlines())
    return {tuple(record["paths"]): record["why"] for record in records}


@pytest.mark.parametrize(("kind", "left"), [("independent", 1), ("boilerplate", 1), ("copy", 2), ("unsure", 2)])
def test_what_each_decision_accepts(kind: str, left: int, corpus: Path, run: Run, update: Callable) -> None:
    """Independent and boilerplate accept the pair, for the reason noted; a copy and what is unsure go on failing."""
    assert len(failing(corpus, run)) == 2

    status, said = update(("a.txt", "b.txt", kind, "seen by the desk"))
    assert status == 0, said
    assert len(failing(corpus, run)) == left
    accepted = {("texts/a.txt", "texts/b.txt"): "seen by the desk"} if left == 1 else {}
    assert reasons(corpus) == accepted


def test_a_copy_that_was_accepted_fails_again(corpus: Path, run: Run, update: Callable) -> None:
    """An entry goes when the pair is said to be a copy; others stay with their reasons, whatever is unsure."""
    assert run("baseline", "create", "texts", "--why", "known", *DUP, cwd=corpus).returncode == 0
    assert failing(corpus, run) == []

    status, said = update(("b.txt", "a.txt", "copy", ""), ("c.txt", "d.txt", "unsure", ""))
    assert status == 0
    assert "0 of them new; withdrew 1;" in said
    assert failing(corpus, run) == ["b.txt"]
    assert reasons(corpus) == {("texts/c.txt", "texts/d.txt"): "known"}


def test_the_last_of_several_decisions_holds(corpus: Path, run: Run, update: Callable) -> None:
    """A pair that was decided about twice, either way round, is what was said last; without a note that is why."""
    update(("a.txt", "b.txt", "copy", "no"), ("b.txt", "a.txt", "independent", ""))

    assert reasons(corpus) == {("texts/a.txt", "texts/b.txt"): "independent"}
    assert failing(corpus, run) == ["d.txt"]


def test_a_text_that_changed_since(corpus: Path, update: Callable) -> None:
    """A decision about another text than the one that is there now is said and not applied."""
    status, said = update(("a.txt", "b.txt", "independent", ""), left_sha256="0" * 64)

    assert status == 0
    assert "decisions.jsonl:1: not applied: a.txt has changed since" in said
    assert reasons(corpus) == {}


def test_a_text_that_was_renamed_since(corpus: Path, run: Run, update: Callable) -> None:
    """A document that is known by its digest alone is found; one that is not there is said."""
    known = line(corpus, "a.txt", "b.txt", "independent")
    (corpus / "texts" / "b.txt").rename(corpus / "texts" / "renamed.txt")

    status, _ = update(("a.txt", "b.txt", "independent", ""), right_sha256=known["right_sha256"])
    assert status == 0
    assert failing(corpus, run) == ["d.txt"]
    _, said = update(("a.txt", "gone.txt", "independent", ""))
    assert "decisions.jsonl:1: not applied: gone.txt is not one of the documents read" in said


def test_a_pair_of_which_nothing_is_found(corpus: Path, update: Callable) -> None:
    """A decision about two documents that no finding ties is said."""
    _, said = update(("a.txt", "c.txt", "independent", ""))

    assert "decisions.jsonl:1: not applied: there is no finding between a.txt and c.txt" in said
    assert "skipped 1 of 1 decision" in said


@pytest.mark.parametrize(
    "broken",
    [
        b"{",
        b"[1]",
        b"\xff",
        b"[" * 100_000,
        b'{"left": "a.txt"}',
        b'{"left": "a.txt", "right": "a.txt", "decision": "copy"}',
        b'{"left": "a.txt", "right": "b.txt", "decision": "maybe"}',
        b'{"left": "a.txt", "right": "b.txt", "decision": "copy", "note": 1}',
    ],
)
def test_broken_lines(broken: bytes, corpus: Path, run: Run) -> None:
    """A line that is no decision ends the command with 2 and names the file and the line; nothing is written."""
    (corpus / "decisions.jsonl").write_bytes(b"\xef\xbb\xbf\r\n" + broken + b"\n")
    result = run("baseline", "update", "texts", "--decisions", "decisions.jsonl", cwd=corpus)

    assert result.returncode == 2
    assert b"decisions.jsonl:2: " in result.stderr
    assert b"Traceback" not in result.stderr
    assert not (corpus / NAME).exists()


def test_decisions_go_with_update(corpus: Path, run: Run) -> None:
    """With another action, or a file that is not there, exit 2."""
    assert run("baseline", "create", "texts", "--decisions", "x", cwd=corpus).returncode == 2
    result = run("baseline", "update", "texts", "--decisions", "x", cwd=corpus)
    assert result.returncode == 2
    assert b"x: the decisions cannot be read" in result.stderr
