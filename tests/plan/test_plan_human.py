"""Decisions of people about pairs, as the page exports them, go before the rule of a plan."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from plan_corpus import article, command

from provenance.errors import ConfigError
from provenance.plan.written import read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Two copies, a text that resembles them, and one of its own."""
    (tmp_path / "corpus").mkdir()
    texts = {
        "a.txt": article(1),
        "b.txt": article(1),
        "c.txt": f"{article(1)} Nobody else said so.",
        "d.txt": article(4),
    }
    for name, text in texts.items():
        (tmp_path / "corpus" / name).write_text(text, "utf-8")
    return tmp_path


def planned(work: Path, *decisions: tuple[str, ...], rule: str = "identical") -> dict[str, str]:
    """What is dropped, and what is kept in its place; a fourth part of a decision is the side to keep."""
    names = ("left", "right", "decision", "keep")
    rows = [dict(zip(names, decision, strict=False)) for decision in decisions]
    (work / "decisions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    options = ("--rule", rule, "--keep", "first", "--decisions", work / "decisions.jsonl", "--no-cache", "-q")
    assert command("plan", work / "corpus", "-o", work / "plan.jsonl", *options) == 0
    return {line.id: line.kept.id for line in read(str(work / "plan.jsonl")).lines if line.kept}


def test_a_rule_decides_where_nobody_did(work: Path) -> None:
    """What is unsure changes nothing."""
    assert planned(work, ("a.txt", "b.txt", "unsure")) == {"b.txt": "a.txt"}


@pytest.mark.parametrize("kind", ["independent", "boilerplate"])
def test_independent_texts_are_not_dropped_for_each_other(kind: str, work: Path) -> None:
    """Whichever is named first; the last decision about a pair counts."""
    assert planned(work, ("b.txt", "a.txt", "copy"), ("b.txt", "a.txt", kind)) == {}


def test_a_copy_is_dropped_that_no_rule_drops(work: Path) -> None:
    """The one that the policy keeps stays, and the plan says who decided and what is lost."""
    assert planned(work, ("d.txt", "c.txt", "copy")) == {"b.txt": "a.txt", "d.txt": "c.txt"}

    (line,) = (line for line in read(str(work / "plan.jsonl")).lines if line.id == "d.txt")
    assert (line.rule, line.reason) == ("decided", "decided by hand: a copy of c.txt")
    assert line.lost


def test_what_is_kept_for_others_is_not_dropped(work: Path) -> None:
    """Of two copies, the one that others were dropped for stays."""
    assert planned(work, ("a.txt", "c.txt", "copy"), ("a.txt", "d.txt", "copy")) == {
        "b.txt": "a.txt", "c.txt": "a.txt", "d.txt": "a.txt",
    }  # fmt: skip


@pytest.mark.parametrize(("left", "right", "keep"), [("a.txt", "b.txt", "right"), ("b.txt", "a.txt", "left")])
def test_the_chosen_one_of_two_copies_is_kept(left: str, right: str, keep: str, work: Path) -> None:
    """It changes places with the one that the policy keeps, and identical texts follow to it."""
    (work / "corpus" / "e.txt").write_text(article(1), "utf-8")

    assert planned(work, (left, right, "copy")) == {"b.txt": "a.txt", "e.txt": "a.txt"}
    assert planned(work, (left, right, "copy", keep)) == {"a.txt": "b.txt", "e.txt": "b.txt"}
    (line,) = (line for line in read(str(work / "plan.jsonl")).lines if line.id == "b.txt")
    assert line.reason == "chosen by hand"


def test_a_chosen_copy_that_no_rule_drops(work: Path) -> None:
    """The other one is dropped, whichever the policy prefers."""
    assert planned(work, ("c.txt", "d.txt", "copy", "right")) == {"b.txt": "a.txt", "c.txt": "d.txt"}


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (("a.txt", "d.txt", "copy", "right"), "a.txt is kept in the place of others"),
        (("b.txt", "d.txt", "copy", "left"), "b.txt is itself dropped for a.txt"),
    ],
)
def test_a_choice_that_cannot_be_applied_is_named(
    decision: tuple[str, ...], why: str, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What others were dropped for stays, and what is dropped itself is kept for nothing."""
    assert planned(work, decision) == {"b.txt": "a.txt"}
    assert f"decisions.jsonl:1: not applied: {why}" in capsys.readouterr().err


def test_the_outcome_of_decisions_is_verified_with_them(work: Path) -> None:
    """Texts that somebody called independent are no copies that are left, and what was decided is no lost text."""
    planned(work, ("a.txt", "b.txt", "independent"), ("d.txt", "c.txt", "copy"))

    assert command("apply", work / "plan.jsonl", "--to", work / "out", "-q") == 0
    assert {path.name for path in (work / "out").glob("*.txt")} == {"a.txt", "b.txt", "c.txt"}
    assert command("verify", work / "plan.jsonl", "--to", work / "out", "-q") == 0


def test_a_decision_about_other_texts_is_named(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not applied, and standard error says which line it is."""
    assert planned(work, ("a.txt", "gone.txt", "copy")) == {"b.txt": "a.txt"}
    assert "decisions.jsonl:1: not applied: gone.txt is not one of the documents read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "raw",
    [
        "{",
        "[]",
        '{"left":"a","right":"b","decision":"copy","keep":"a"}',
        '{"left":"a","right":"b","decision":"unsure","keep":"left"}',
        '{"left":"a","right":"a","decision":"copy"}',
        '{"left":"a","right":"b"}',
    ],
)
def test_what_is_no_decision_ends_the_run(raw: str, work: Path) -> None:
    """The message names the line, and no plan is written."""
    (work / "bad.jsonl").write_text(raw, "utf-8")

    options = ("--decisions", work / "bad.jsonl", "-q", "--no-cache")

    with pytest.raises(ConfigError, match="jsonl:1"):
        command("plan", work / "corpus", "-o", work / "plan.jsonl", *options)
    assert not (work / "plan.jsonl").exists()
