"""``where``: each sentence with the documents that carry it, word for word, and who had it first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_texts import WORDS, longest_run, words_of

import provenance
from provenance.cli import main
from provenance.index.carriers import carried
from provenance.index.opened import batch_of
from provenance.index.sentences import sentences
from provenance.words import locate

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "The ferry between the two islands will run every hour from Monday on, the harbour master said."
LATER = "Nobody at the town hall would say on Tuesday who had paid for the paint and the new ropes."
RECORDS = (
    {"id": "later", "text": f"Some words before. {SENTENCE} {LATER}", "date": "2024-05-06", "source": "Second"},
    {"id": "first", "text": f"{SENTENCE.upper()} And after that.", "date": "2024-03-04", "source": "First"},
    {
        "id": "part",
        "text": "So the ferry between the two islands will run every hour from now on.",
        "date": "2023-01-01",
    },
    {"id": "other", "text": "A library lends out ladders, drills and a telescope to anyone who holds a card of it."},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of a few records."""
    made = tmp_path_factory.mktemp("where")
    (made / "old.jsonl").write_text("".join(json.dumps(one) + "\n" for one in RECORDS), encoding="utf-8")
    assert main(["index", "create", str(made / "ix"), str(made / "old.jsonl"), "-q"]) == 0
    return made


@pytest.fixture
def ask(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Ask where something stands; the status, the output and the errors."""
    monkeypatch.chdir(folder)

    def asked(*arguments: str) -> tuple[int, str, str]:
        status = main(["where", *arguments, "--index", "ix"])
        return status, *capsys.readouterr()

    return asked


def test_a_sentence_has_its_carriers(ask) -> None:
    """Those that have it whole come first, whatever its case, then those that have a part; unrelated ones do not."""
    status, out, _ = ask(SENTENCE, "-f", "json")
    (text,) = json.loads(out)["texts"]
    (sentence,) = text["sentences"]

    assert status == 0
    assert [(one["id"], one["whole"]) for one in sentence["carriers"]] == [
        ("first", True),
        ("later", True),
        ("part", False),
    ]
    assert sentence["whole"] == 2
    for carrier, record in zip(sentence["carriers"], (RECORDS[1], RECORDS[0], RECORDS[2]), strict=True):
        here, there = carrier["text"], carrier["document"]
        assert words_of(SENTENCE[here["start"] : here["end"]]) == words_of(
            record["text"][there["start"] : there["end"]]
        )


def test_who_had_it_first(ask) -> None:
    """The earliest of those that have the whole sentence, with its date and source; a part does not count."""
    _, out, _ = ask(SENTENCE)

    assert "2 documents, 1 document a part of it, first first" in out
    assert "2024-03-04" in out


def test_a_draft_is_looked_up_sentence_by_sentence(ask, folder: Path) -> None:
    """A short sentence is found beside a carried one; one of the draft's own has no carriers."""
    (folder / "draft.txt").write_text(
        f"Some words before. {SENTENCE} This is all my own and was never said by anybody."
    )

    _, out, _ = ask("draft.txt", "-f", "jsonl")
    found = {
        one["text"].split()[0]: [carrier["id"] for carrier in one["carriers"]] for one in json.loads(out)["sentences"]
    }

    assert found == {"Some": ["later"], "The": ["first", "later", "part"], "This": []}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("only a few words",), "has 4 words: ix finds passages of 10 words or more; no index"),
        (("nine words are too few for an index of",), "provenance index create --dense NEW PATH"),
        ((SENTENCE, "--min-words", "8"), "--min-words 8: ix finds passages of 10 words or more; make it anew"),
        (("mistyped.txt",), "there is no such file or folder"),
    ],
)
def test_less_than_an_index_promises_is_refused(ask, asked: tuple[str, ...], said: str) -> None:
    """With the command that makes an index that promises enough, if there is one."""
    status, out, errors = ask(*asked)

    assert (status, out) == (2, "")
    assert said in errors


def test_what_very_many_carry_is_capped_and_said(tmp_path: Path) -> None:
    """Of the documents of each phrase 1,000 are looked at; a sentence with a phrase of more is marked."""
    with provenance.Index.create(tmp_path / "index") as index:
        index.add([f"{SENTENCE} {at}" for at in range(1003)], [f"d{at}" for at in range(1003)])
        (found,) = next(carried(index.snapshot, batch_of([SENTENCE], [None]), 10))

    assert found.crowded
    assert 1000 <= found.whole < 1003


RUNS = st.lists(st.sampled_from(WORDS[:6]), min_size=10, max_size=24)


@settings(max_examples=6)
@given(st.lists(RUNS, min_size=1, max_size=4), RUNS, st.data())
def test_carriers_are_those_of_a_slow_comparison(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[list[str]], asked: list[str], data: st.DataObject
) -> None:
    """Each document that has ten words in a row of a sentence is found, with its longest run."""
    cut = data.draw(st.integers(0, len(asked)))
    texts = [" ".join(words) for words in corpus] + [" ".join(["own", *asked[cut:], *asked[:cut]])]
    with provenance.Index.create(tmp_path_factory.mktemp("where") / "index") as index:
        index.add(texts, [f"d{at}" for at in range(len(texts))])
        (found,) = next(carried(index.snapshot, batch_of([" ".join(asked)], [None]), 10))

    expected = {f"d{at}": run for at, text in enumerate(texts) if (run := longest_run(text, " ".join(asked))) >= 10}
    assert {one.document.id: one.words for one in found.carriers} == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One sentence. And another one! A third?", 3),
        ("Mr. Smith met J. Jones at 3.5 km from example.org today.", 1),
        ("He came. “She went.” They stayed", 3),
        ("A title\n\nand a text\nof two lines", 2),
        ("It ended at 5 p.m. on Monday", 1),
        ("第一句。第二句！", 2),
        ("", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    """Marks at the end of a sentence and empty lines divide a text; shortened words, figures and addresses do not."""
    assert max(1, len(sentences(text, locate(text))) - 1) == count
