"""``contamination``: how much of each test record stands in the training texts, and a clean test set."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from index_texts import WORDS, words_of

from provenance.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def story(name: str, words: int) -> list[str]:
    """Words of which no run is in another story."""
    return [f"{WORDS[(at * 7) % 20]}{name}{at}" for at in range(words)]


ONE, TWO, OWN = story("a", 200), story("b", 200), story("c", 200)
TRAIN = (" ".join(ONE), " ".join(TWO), "A library lends out ladders and drills. " * 8)
TEST = {
    "verbatim": (ONE[20:80], 1.0),
    "reworded": (ONE[100:140] + OWN[:20], 2 / 3),
    "cut": (OWN[20:50] + TWO[170:], 0.5),
    "split": (ONE[:30] + TWO[:30], 1.0),
    "own": (OWN[60:120], 0.0),
    "nine": (OWN[120:150] + ONE[150:159] + OWN[150:180], 0.0),
    "tiny": (ONE[:4], 0.0),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with training texts and a test set."""
    (tmp_path / "train").mkdir()
    for at, text in enumerate(TRAIN):
        (tmp_path / "train" / f"t{at}.txt").write_text(text, encoding="utf-8")
    lines = [
        json.dumps({"id": id_, "text": " ".join(words), "answer": at})
        for at, (id_, (words, _)) in enumerate(TEST.items())
    ]
    (tmp_path / "test.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The status, the output and the errors of the command."""
    status = main(["contamination", "test.jsonl", *arguments])
    return status, *capsys.readouterr()


def test_shares_are_exact(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of verbatim, partly reworded, cut and divided records just the words in runs of ten or more count."""
    status, out, _ = asked(capsys, "--against", "train", "-f", "json")
    found = {one["id"]: one for one in json.loads(out)["texts"]}

    assert status == 1
    assert {id_: one["share"] for id_, one in found.items()} == {
        id_: pytest.approx(share, abs=1e-6) for id_, (_, share) in TEST.items()
    }
    assert [one["id"] for one in found["split"]["documents"]] == ["t0.txt", "t1.txt"]
    assert (found["verbatim"]["longest_run"], found["split"]["longest_run"]) == (60, 30)
    assert [id_ for id_, one in found.items() if one["too_short"]] == ["tiny"]


def test_runs_have_their_places_on_both_sides(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """contamination.csv has each run with equal words at both places, and each record."""
    asked(capsys, "--against", "train")
    with open("reports/contamination.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert {row["record"] for row in rows} == set(TEST)
    for row in rows:
        if row["document"]:
            own = " ".join(TEST[row["record"]][0])[int(row["start"]) : int(row["end"])]
            there = TRAIN[int(row["document"][1])][int(row["document_start"]) : int(row["document_end"])]
            assert words_of(own) == words_of(there)
            assert len(words_of(own)) >= 10


def test_the_clean_test_set_keeps_whole_records(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Records that are not contaminated are written as they are, with all their fields."""
    asked(capsys, "--against", "train", "--clean", "clean.jsonl", "--at-most", "0.6")

    lines = (folder / "test.jsonl").read_text().splitlines()
    assert (folder / "clean.jsonl").read_text().splitlines() == [lines[2], *lines[4:]]


def test_an_index_gives_the_same_answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A kept index and the texts themselves agree; the test set's own file does not count as training text."""
    main(["index", "create", "ix", "train", "-q"])
    main(["index", "add", "ix", "test.jsonl", "-q"])

    assert asked(capsys, "--against", "ix", "-f", "jsonl") == asked(capsys, "--against", "train", "-f", "jsonl")


def test_the_numbers_of_other_reports(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run of 13 words is contaminated like gpt3, 70 % of the runs of 8 like palm, which needs a dense index."""
    judged = {}
    for like in ("gpt3", "palm"):
        _, out, _ = asked(capsys, "--against", "train", "--like", like, "-f", "jsonl")
        judged[like] = [one["id"] for one in map(json.loads, out.splitlines()) if one["contaminated"]]
    main(["index", "create", "ix", "train", "-q"])

    assert judged == {"gpt3": ["verbatim", "reworded", "cut", "split"], "palm": ["verbatim", "split"]}
    status, _, errors = asked(capsys, "--against", "ix", "--like", "palm")
    assert status == 2
    assert "provenance index create --dense" in errors


def test_inputs_are_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A clean test set in the place of the test set is refused."""
    status, _, errors = asked(capsys, "--against", "train", "--clean", "test.jsonl")

    assert status == 2
    assert "give another file" in errors


def test_letters_that_are_no_words_do_not_count_as_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In Thai, a name of twenty letters is no run of ten words; a sentence that is there is found whole."""
    name, sentence = "กระทรวงสาธารณสุข", "".join(chr(0x0E01 + (at * at * 7 + at) % 43) for at in range(90))
    others = ["".join(chr(0x0E01 + (at * at * step + at) % 44) for at in range(30)) for step in (3, 5, 11, 13)]
    (folder / "train" / "thai.txt").write_text(f"{others[0]}{name}{others[1]} {sentence}", encoding="utf-8")
    records = {"name": f"{others[2]}{name}{others[3]}", "copy": sentence}
    lines = (json.dumps({"id": id_, "text": text}) + "\n" for id_, text in records.items())
    (folder / "thai.jsonl").write_text("".join(lines), encoding="utf-8")

    main(["contamination", "thai.jsonl", "--against", "train", "-f", "jsonl"])

    found = {
        line["id"]: line["share"] for line in map(json.loads, capsys.readouterr().out.splitlines()) if "share" in line
    }
    assert found == {"name": 0.0, "copy": 1.0}
