"""The pipeline: what runs, in what order, and what a corpus keeps in memory."""

import json
from itertools import pairwise

import attrs
import numpy as np
import pytest

from provenance.corpus import Corpus
from provenance.pipeline import audit
from provenance.pipeline.run import needed
from provenance.readers import read, reread
from provenance.settings import Config, Grouping, Judging, Reading, Reporting

WORDS = ("river", "council", "mayor", "bridge", "budget", "winter", "school", "market", "harbour", "letter", "engine")


def sentence(number: int, words: int = 60) -> str:
    """Return a text of its own for every number."""
    random = np.random.default_rng(number)
    return " ".join(f"{WORDS[i]}{random.integers(1000)}" for i in random.integers(0, len(WORDS), words))


@pytest.fixture
def records(tmp_path):
    """A JSONL file of forty texts, every fourth of which repeats the one before."""
    path = tmp_path / "records.jsonl"
    lines = [{"id": f"r{n:02}", "text": sentence(n - 1 if n % 4 == 3 else n)} for n in range(40)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def only(rules: str, files: str = "pairs", **reading: int) -> Config:
    """Return a configuration that selects one rule and one output file."""
    return Config(judging=Judging(select=(rules,)), reporting=Reporting(write=(files,)), reading=Reading(**reading))


def test_duplicates_alone_pay_for_nothing_else():
    """DUP003 and pairs.csv need words, signatures and groups: no digest, claim or page."""
    assert needed(only("DUP003")) == {"sketch", "group"}


def test_equal_records_in_a_row_are_found_what_each_is_found(tmp_path):
    """Equal texts in a row share results only where their containers state the same."""
    same = {"text": f"{sentence(1)} {sentence(1)}"}
    lines = [same, same, {**same, "source": "VNA"}, {**same, "source": "VNA"}, {**same, "date": "2024-03-01"}, same]
    for number, some in enumerate([lines, *([one] for one in lines)]):
        (tmp_path / f"{number}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in some), encoding="utf-8")
    config = Config(reporting=Reporting(write=("documents",)))

    among = audit([tmp_path / "0.jsonl"], config).evidence
    alone = [audit([tmp_path / f"{number}.jsonl"], config).evidence for number in range(1, 7)]

    assert among.attributions == tuple(one.attributions[0] for one in alone)
    assert among.repeats == tuple(one.repeats[0] for one in alone)
    assert among.traits == tuple(one.traits[0] for one in alone)


def test_passages_do_not_depend_on_what_else_is_asked_for(tmp_path):
    """The first carrier of a passage is the earliest document, whether claims are written or only passages."""
    shared = sentence(1, 30)
    (tmp_path / "a.txt").write_text(f"LISBON, May 9, 2023 (Lusa) - {sentence(2)}\n\n{shared}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"MADRID, May 4, 2023 (EFE) - {sentence(3)}\n\n{shared}\n", encoding="utf-8")

    alone, among = (audit([tmp_path], only("OVL001", files)).evidence for files in ("passages", "documents"))

    assert alone.passages == among.passages
    assert alone.documents[alone.passages[0].carriers[0].document].id == "b.txt"


def test_batches_do_not_change_the_outcome(records):
    """Small batches on several threads give the pairs that one batch gives."""
    whole = audit([records], only("DUP003")).evidence
    split = audit([records], only("DUP003", batch_bytes=600)).evidence

    assert whole.pairs.left.tolist() == split.pairs.left.tolist()
    assert whole.pairs.right.tolist() == split.pairs.right.tolist()
    assert len(whole.pairs) == 10


def test_texts_read_again_do_not_change_the_outcome(records):
    """A corpus over the memory limit gives the same pairs and groups as one within it."""
    config = only("DUP003", batch_bytes=600)
    small = attrs.evolve(config, grouping=Grouping(memory_share=0.0))

    assert audit([records], small).evidence.groups == audit([records], config).evidence.groups


@pytest.mark.parametrize("limit", [None, 0])
def test_a_corpus_gives_its_texts(records, limit):
    """Kept or read again, texts come by position, in order, and as columns."""
    corpus = Corpus(Reading(), reread, limit)
    for batch in read([records], Reading(batch_bytes=600)):
        corpus.add(batch)

    wanted = [sentence(n - 1 if n % 4 == 3 else n) for n in range(40)]
    buffer, offsets, starts = corpus.columns(np.array([5, 3, 39]))

    assert corpus.kept == (limit is None)
    assert [corpus.text(position) for position in range(40)] == wanted
    assert list(corpus.texts()) == wanted
    assert [buffer[a:b].decode() for a, b in pairwise(offsets)] == [wanted[5], wanted[3], wanted[39]]
    assert starts.tolist() == offsets[:-1].tolist()
