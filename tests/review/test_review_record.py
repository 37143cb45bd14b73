"""Decisions in a file: each is there when it is confirmed, and none is lost, whoever else writes there."""

from __future__ import annotations

import json
import resource
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.baseline.decisions import read
from provenance.errors import ConfigError, UnwritableFileError, UsageError
from provenance.review.record import WITHDRAWN, Change, Choice, Record

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.review.pages import Listed

PAIRS = (("a.txt", "b.txt"), ("a.txt", "c.txt"), ("b.txt", "c.txt"))
CHOICES = st.one_of(
    st.builds(Choice, st.sampled_from(("independent", "boilerplate", "unsure")), st.text(max_size=5), st.just("")),
    st.builds(Choice, st.just("copy"), st.text(max_size=5), st.sampled_from(("", "left", "right"))),
    st.just(Choice(WITHDRAWN)),
)


def kinds(file: Path) -> dict[tuple[str, str], str]:
    """What the file says about each pair, as the baseline and plans read it."""
    return {decision.ids: decision.kind for decision in read(str(file))}


def decide(record: Record, pair: tuple[str, str], kind: str, since: int = 1000) -> list[int]:
    return record.save([Change(*pair, Choice(kind), since)], 0)[2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from(PAIRS), CHOICES), max_size=6))
def test_the_file_says_what_was_decided_last(
    changes: list[tuple[tuple[str, str], Choice]], tmp_path: Path, listed: Listed
) -> None:
    """Whatever is decided, changed and withdrawn: the file has it, and a review that starts again knows it."""
    file = tmp_path / "decisions.jsonl"
    file.unlink(missing_ok=True)
    record = Record(str(file), listed)
    for pair, choice in changes:
        record.save([Change(*pair, choice, 1000)], 0)
    expected = {pair: choice.kind for pair, choice in dict(changes).items() if choice.kind != WITHDRAWN}

    assert kinds(file) == expected
    record.close()
    assert file.exists() == bool(expected)
    again = Record(str(file), listed)
    assert {(one.left, one.right): one.choice.kind for one in again.changes(0)[1]} == expected
    again.close()


def test_other_lines_stay(file: Path, listed: Listed) -> None:
    """Lines about other documents, and about earlier texts of these, stay when a decision is withdrawn."""
    lines = [
        {"left": "x.txt", "right": "y.txt", "decision": "copy"},
        {"left": "a.txt", "right": "b.txt", "decision": "copy", "left_sha256": "0" * 64},
        {"left": "b.txt", "right": "a.txt", "decision": "unsure"},
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    record = Record(str(file), listed)
    assert [one.choice.kind for one in record.changes(0)[1]] == ["unsure"]

    decide(record, PAIRS[0], WITHDRAWN)

    record.close()
    assert [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] == lines[:2]


@pytest.mark.parametrize("replaced", [True, False])
def test_what_others_write_is_taken_in(replaced: bool, record: Record, file: Path) -> None:
    """A line that an editor adds or a file that replaces this one is read, and what it lacks is withdrawn."""
    decide(record, PAIRS[0], "copy")
    line = '{"left": "b.txt", "right": "c.txt", "decision": "independent"}\n'
    if replaced:
        other = file.with_name("other")
        other.write_text(line, encoding="utf-8")
        other.rename(file)
    else:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(line)

    decide(record, PAIRS[1], "unsure")

    rest = {PAIRS[2]: "independent", PAIRS[1]: "unsure"}
    assert kinds(file) == (rest if replaced else {PAIRS[0]: "copy"} | rest)
    assert {(one.left, one.right): one.choice.kind for one in record.changes(1)[1]} == (
        {PAIRS[0]: WITHDRAWN} | rest if replaced else rest
    )


def test_a_file_that_is_removed_is_written_again(record: Record, file: Path) -> None:
    """Nothing that was confirmed is lost."""
    decide(record, PAIRS[0], "copy")
    file.unlink()

    decide(record, PAIRS[1], "unsure")

    assert kinds(file) == {PAIRS[0]: "copy", PAIRS[1]: "unsure"}


@pytest.mark.parametrize(
    ("end", "left"), [('{"left": "b.t', 1), ('{"left": "b.txt", "right": "c.txt", "decision": "copy"}', 2)]
)
def test_a_last_line_without_an_end(end: str, left: int, file: Path, listed: Listed) -> None:
    """A half of a line that a power cut left is removed and named; a whole one counts, and the next stands below it."""
    file.write_text('{"left": "a.txt", "right": "b.txt", "decision": "copy"}\n' + end, encoding="utf-8")
    record = Record(str(file), listed)

    decide(record, PAIRS[1], "unsure")

    record.close()
    assert len(kinds(file)) == left + 1
    assert ("cut off" in record.mended) == (left == 1)


def test_a_line_that_is_no_decision(file: Path, listed: Listed) -> None:
    """It is named, and the file stays as it is."""
    file.write_text('{"left": "a.txt"}\n', encoding="utf-8")

    with pytest.raises(ConfigError, match="jsonl:1: "):
        Record(str(file), listed)
    assert file.read_text(encoding="utf-8") == '{"left": "a.txt"}\n'


def test_a_line_that_somebody_breaks_meanwhile(record: Record, file: Path) -> None:
    """Nothing is saved over it until it is mended, and then all is."""
    decide(record, PAIRS[0], "copy")
    good = file.read_text(encoding="utf-8")
    file.write_text(good + "{}\n", encoding="utf-8")

    for _ in range(2):
        with pytest.raises(ConfigError, match="jsonl:2: "):
            decide(record, PAIRS[0], WITHDRAWN)
    assert file.read_text(encoding="utf-8") == good + "{}\n"
    file.write_text(good, encoding="utf-8")
    decide(record, PAIRS[1], "unsure")
    assert kinds(file) == {PAIRS[0]: "copy", PAIRS[1]: "unsure"}


def test_one_review_at_a_time(record: Record, file: Path, listed: Listed) -> None:
    """A second one with the same file is refused, also after the file was replaced."""
    decide(record, PAIRS[0], "copy")
    decide(record, PAIRS[0], WITHDRAWN)

    with pytest.raises(UsageError, match="another review"):
        Record(str(file), listed)


def test_a_full_disk_loses_nothing(record: Record, file: Path) -> None:
    """A decision that cannot be saved is not confirmed, leaves no half of a line, and can be saved later."""
    decide(record, PAIRS[0], "copy")
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 10, limits[1]))
    try:
        with pytest.raises(UnwritableFileError, match="cannot be saved"):
            decide(record, PAIRS[1], "unsure")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)

    assert kinds(file) == {PAIRS[0]: "copy"}
    assert decide(record, PAIRS[1], "unsure") == []
    assert kinds(file) == {PAIRS[0]: "copy", PAIRS[1]: "unsure"}


def test_a_review_without_decisions_leaves_no_file(file: Path, listed: Listed) -> None:
    """The file is removed if nothing stands in it."""
    Record(str(file), listed).close()

    assert not file.exists()
