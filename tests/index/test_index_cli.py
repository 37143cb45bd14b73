"""``index`` and ``match`` on the command line: what they do, print and exit with."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from index_texts import SENTENCES

from provenance.cli import main

if TYPE_CHECKING:
    from pathlib import Path

STORY = (
    "RIVERTON, March 4, 2024 (Harbour Press) - The ferry between the two islands will run every hour from Monday on, "
    "the harbour master said, after repairs to the old pier were finished a week early. Residents had complained for "
    "months that the boat left only twice a day and was full in the mornings."
)
EDITED = STORY.replace("a week early", "one week early") + " More boats are planned."
PART = f"Letters to the editor. {SENTENCES[7]} The reader asks: {STORY[120:260]} Nobody has answered yet."
OTHER = "Something else altogether stands here, about a library that opens on Sundays and lends out bicycles as well."


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a story, an unrelated text, and records."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "story.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "old" / "other.txt").write_text(OTHER, encoding="utf-8")
    records = [{"id": f"r{at}", "text": f"{SENTENCES[at]} {SENTENCES[at - 1]}", "date": "2023-05-06"} for at in (5, 7)]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (tmp_path / "old" / "records.jsonl").write_text(lines, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit status of a command, and what it prints."""
    status = main(list(arguments))
    return status, *capsys.readouterr()


def matched(capsys: pytest.CaptureFixture[str], *paths: str, index: str = "ix") -> dict[str, list[tuple[str, str]]]:
    """The relations and ids of what each text matches."""
    _, out, _ = asked(capsys, "match", *paths, "--index", index, "-f", "json")
    return {
        text["id"]: [(match["relation"], match["id"]) for match in text["matches"]] for text in json.loads(out)["texts"]
    }


def test_create_add_match(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An edited copy and a text that has a part of one are found, and an unrelated one is not."""
    assert asked(capsys, "index", "create", "ix", "old")[0] == 0
    (corpus / "new").mkdir()
    for name, text in (
        ("edited", EDITED),
        ("part", PART),
        ("fresh", "Nothing of this was ever said before by anyone."),
    ):
        (corpus / "new" / f"{name}.txt").write_text(text, encoding="utf-8")

    assert matched(capsys, "new") == {
        "edited.txt": [("near", "story.txt")],
        "fresh.txt": [],
        "part.txt": [("shared", "r7"), ("shared", "story.txt")],
    }


def test_match_says_what_is_new_and_where_passages_are(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has the shares, the exact similarities, both spans, and the dates and sources of both texts."""
    asked(capsys, "index", "create", "ix", "old")
    (corpus / "new.txt").write_text(EDITED, encoding="utf-8")

    status, out, _ = asked(capsys, "match", "new.txt", "--index", "ix", "-f", "jsonl")
    text = json.loads(out)
    (match,) = text["matches"]
    first = match["passages"][0]

    assert status == 1
    assert text["indexed"] + text["new"] + text["stock"] == pytest.approx(1)
    assert 0 < text["new"] < 0.25
    assert 0.7 < match["jaccard"] < 1
    assert match["published"] == "2024-03-04"
    assert EDITED[first["text"]["start"] : first["text"]["end"]][:40] == STORY[first["document"]["start"] :][:40]


def test_exit_status_follows_the_fail_level(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1 for a match of the fail level or above, 0 for weaker ones and for none."""
    asked(capsys, "index", "create", "ix", "old")
    for name, text in (("same", STORY), ("near", EDITED), ("fresh", "Nothing of this was said before.")):
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")

    levels = [
        asked(capsys, "match", f"{name}.txt", "--index", "ix", "--fail-level", level)[0]
        for name in ("same", "near", "fresh")
        for level in ("error", "warning")
    ]

    assert levels == [1, 1, 0, 1, 0, 0]


def test_match_reads_standard_input(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dash is the text on standard input."""
    from io import BytesIO, TextIOWrapper

    asked(capsys, "index", "create", "ix", "old")
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(STORY.encode())))

    assert matched(capsys, "-") == {"-": [("identical", "story.txt")]}


def test_adding_again_changes_nothing(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files that did not change are passed over, one that did takes the place of its earlier text."""
    asked(capsys, "index", "create", "ix", "old")
    again = asked(capsys, "index", "add", "ix", "old")
    (corpus / "old" / "other.txt").write_text(OTHER.upper() + " And more.", encoding="utf-8")
    changed = asked(capsys, "index", "add", "ix", "old")

    assert "0 documents added, 4 there already; 4 in all" in again[2]
    assert "0 documents added, 1 in the place of an earlier text, 3 there already; 4 in all" in changed[2]
    assert asked(capsys, "index", "verify", "ix")[0] == 0


def test_two_folders_may_have_one_name(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text whose id another file has keeps its place beside it, under its path."""
    asked(capsys, "index", "create", "ix", "old")
    (corpus / "new").mkdir()
    (corpus / "new" / "story.txt").write_text(EDITED, encoding="utf-8")
    asked(capsys, "index", "add", "ix", "new")

    (ids,) = matched(capsys, "old/story.txt").values()
    assert ids == [("identical", "story.txt"), ("near", str(corpus / "new" / "story.txt"))]


def test_remove_by_id_and_by_file(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record goes by its id, all records of a file by its path; an unknown name is refused and nothing is removed."""
    asked(capsys, "index", "create", "ix", "old")

    assert "1 document removed; 3 documents left" in asked(capsys, "index", "remove", "ix", "r5")[2]
    status, _, error = asked(capsys, "index", "remove", "ix", "story.txt", "no-such")
    assert (status, "'no-such': ix has no document with this id" in error) == (2, True)
    assert "1 document removed; 2 documents left" in asked(capsys, "index", "remove", "ix", "old/records.jsonl")[2]
    assert matched(capsys, "old/story.txt") == {"story.txt": [("identical", "story.txt")]}


def test_an_index_without_texts_reads_files_again(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --no-texts, answers are the same while files are; one that changed is named and never compared."""
    asked(capsys, "index", "create", "ix", "old", "--no-texts")
    (corpus / "new.txt").write_text(EDITED, encoding="utf-8")

    assert matched(capsys, "new.txt") == {"new.txt": [("near", "story.txt")]}
    (corpus / "old" / "story.txt").write_text(STORY + " Changed.", encoding="utf-8")
    status, _, error = asked(capsys, "match", "new.txt", "--index", "ix")
    assert (status, "story.txt: changed since it was first read" in error) == (3, True)
    assert asked(capsys, "index", "add", "ix", "-")[0] == 2


def test_status_says_what_is_there(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status has the numbers of documents and what the index promises, for people and as JSON."""
    asked(capsys, "index", "create", "ix", "old", "--dense", "--threshold", "0.5")
    found = json.loads(asked(capsys, "index", "status", "ix", "-f", "json")[1])

    assert (found["documents"], found["tier"], found["passages_from_words"], found["threshold"]) == (4, "dense", 8, 0.5)
    assert "words of a passage that is always found  8" in asked(capsys, "index", "status", "ix")[1]


def test_answers_are_written_to_files(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """-o writes another format beside what is printed; a place that cannot be written to is status 3."""
    asked(capsys, "index", "create", "ix", "old")

    assert asked(capsys, "match", "old/story.txt", "--index", "ix", "-o", "json=out.json")[0] == 1
    assert json.loads((corpus / "out.json").read_text(encoding="utf-8"))["texts"][0]["id"] == "story.txt"
    assert asked(capsys, "match", "old/story.txt", "--index", "ix", "-o", "json=none/out.json")[0] == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["index", "made", "ix"], "unknown action; the actions are create, add"),
        (["index", "add", "ix"], "give what to add"),
        (["index", "verify", "ix", "old"], "it takes no paths"),
        (["index", "add", "ix", "old", "--dense"], "are for create"),
        (["index", "add", "none", "old"], "no such folder; make an index with: provenance index create none"),
        (["index", "create", "old", "old"], "this folder is not empty"),
        (["index", "create", "new", "none"], "there is no such file or folder"),
        (["index", "create", "new", "--threshold", "0.01"], "give a higher one"),
        (["match", "old"], "--index"),
        (["match", "old", "--index", "old"], "this folder is no index"),
        (["match", "none", "--index", "ix"], "there is no such file or folder"),
        (["match", "old", "--index", "ix", "-f", "sarif"], "the formats are table, json, jsonl"),
        (["match", "old", "--index", "ix", "--threshold", "0.4"], "index create --threshold 0.4 NEW PATH"),
        (["match", "old", "--index", "ix", "--min-words", "9"], "index create --dense NEW PATH"),
    ],
)
def test_wrong_usage_is_refused(
    corpus: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    """Each mistake is one sentence with the way out, and exit 2; no folder is made."""
    asked(capsys, "index", "create", "ix", "old")

    status, _, error = asked(capsys, *arguments)

    assert status == 2
    assert sentence in error
    assert not os.path.exists("new")


def test_an_unreadable_input_is_named(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken record is status 3 and the rest is added or matched."""
    asked(capsys, "index", "create", "ix")
    with open("old/records.jsonl", "a", encoding="utf-8") as file:
        file.write('{"id": "broken", "text"\n')

    status, _, error = asked(capsys, "index", "add", "ix", "old")
    assert (status, "records.jsonl, line 3" in error, "4 documents added" in error) == (3, True, True)
    assert asked(capsys, "match", "old", "--index", "ix")[0] == 3


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> set[tuple[str, str]]:
    """The codes of the findings that a check prints, and the names of their files."""
    _, out, _ = asked(capsys, "check", *arguments, "--no-cache", "-f", "json")
    report = json.loads(out)
    return {(finding["code"], os.path.basename(finding["path"])) for finding in report["findings"]}


COPIES = ("--select", "DUP,OVL,SRC005")


@pytest.fixture
def fresh(corpus: Path) -> Path:
    """The corpus beside a folder with a copy, an edited one, a part, and a text of its own."""
    (corpus / "new").mkdir()
    for name, text in (("copy", STORY), ("edited", EDITED), ("part", PART), ("own", "This was never said before.")):
        (corpus / "new" / f"{name}.txt").write_text(text, encoding="utf-8")
    return corpus


def test_check_with_an_index_finds_what_check_against_finds(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An index and the old texts themselves give the same findings about the new texts."""
    asked(capsys, "index", "create", "ix", "old")

    with_index = findings(capsys, "new", "--index", "ix", *COPIES)
    against = findings(capsys, "new", "--against", "old", *COPIES)

    assert with_index == against
    assert {"copy.txt", "part.txt"} <= {name for _, name in with_index}
    assert "own.txt" not in {name for _, name in with_index}


def test_an_index_refuses_to_look_for_scans(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An index does not have the letters of its texts: --noisy with it is an error that says what to do."""
    asked(capsys, "index", "create", "ix", "old")

    status, _, said = asked(capsys, "check", "new", "--index", "ix", "--noisy")

    assert status == 2
    assert "leave --noisy out, or compare with the texts themselves: --against PATH" in said


def test_old_texts_are_not_reported(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong among old texts is no finding of a check of new ones."""
    (fresh / "old" / "again.txt").write_text(OTHER, encoding="utf-8")
    asked(capsys, "index", "create", "ix", "old")

    assert findings(capsys, "new/own.txt", "--index", "ix", *COPIES) == set()
    assert findings(capsys, "new/own.txt", "--against", "old", *COPIES) == set()
    assert asked(capsys, "check", "new/own.txt", "--index", "ix", *COPIES)[0] == 0
    assert asked(capsys, "check", "new/copy.txt", "--index", "ix", *COPIES)[0] == 1


def test_a_text_that_is_in_the_index_is_no_copy_of_itself(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A check of the folder that an index was made from compares its texts with each other only."""
    asked(capsys, "index", "create", "ix", "old")

    assert findings(capsys, "old", "--index", "ix", *COPIES) == findings(capsys, "old", *COPIES)
    assert findings(capsys, "old/story.txt", "--index", "ix", *COPIES) == set()


def test_audit_reads_an_index(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reports of an audit name the old documents that new ones have to do with, and no others."""
    asked(capsys, "index", "create", "ix", "old")

    assert asked(capsys, "audit", "new", "--index", "ix", "--no-cache", "--output", "out")[0] == 0
    documents = (fresh / "out" / "documents.csv").read_text(encoding="utf-8")
    assert "story.txt" in documents
    assert "other.txt" not in documents
