"""The stage against the simulator of the benchmarks: small corpora of other seeds than the reported ones."""

import itertools
import os
import sys

import numpy as np
import pytest

from provenance.attribution import attribute
from provenance.derivation import derive
from provenance.model import DIRECTIONS, RELATIONS, Document, Pairs, Statement
from provenance.sketch import shingle_sets

BENCHMARKS = os.path.join(os.path.dirname(__file__), "..", "..", "benchmarks")


@pytest.fixture(scope="module")
def simulator():
    """The simulator's module; its folder is on the path for it alone."""
    sys.path.insert(0, BENCHMARKS)
    try:
        import derivation
    finally:
        sys.path.remove(BENCHMARKS)
    return derivation


def corpus_of(records):
    documents = [
        Document(
            record["id"],
            "corpus.jsonl",
            b"corpus.jsonl",
            1,
            len(record["text"].encode()),
            statements=tuple(
                Statement(name, record[name], "container") for name in ("date", "source") if name in record
            ),
        )
        for record in records
    ]
    return [record["text"] for record in records], documents


def related_pairs(texts, rows, place):
    """Return the pairs that the truth has rows for, with their exact similarities."""
    bodies = [text.encode() for text in texts]
    offsets = np.array([0, *itertools.accumulate(map(len, bodies))], np.int64)
    values, ends = shingle_sets(b"".join(bodies), offsets, offsets[:-1])
    sets = [set(values[ends[at] : ends[at + 1]].tolist()) for at in range(len(texts))]
    keys = sorted({tuple(sorted((place[row["original"]], place[row["copy"]]))) for row in rows})
    shared = [len(sets[left] & sets[right]) for left, right in keys]
    forth = np.array([both / len(sets[left]) for both, (left, _) in zip(shared, keys, strict=True)])
    back = np.array([both / len(sets[right]) for both, (_, right) in zip(shared, keys, strict=True)])
    jaccard = np.array([both / len(sets[left] | sets[right]) for both, (left, right) in zip(shared, keys, strict=True)])
    relation = np.where(np.maximum(forth, back) > 0.4, RELATIONS.index("near"), RELATIONS.index("quotation"))
    zeros = np.zeros(len(keys), np.int8)
    left, right = (np.array(side, np.int32) for side in zip(*keys, strict=True))
    return Pairs(left, right, jaccard, forth, back, relation.astype(np.int8), zeros, zeros)


@pytest.fixture(scope="module")
def figures(simulator):
    """What the scorer says about one corpus."""
    records, rows = simulator.make(250, 9001, None)
    texts, documents = corpus_of(records)
    place = {record["id"]: at for at, record in enumerate(records)}
    pairs = related_pairs(texts, rows, place)
    attributions = [attribute(text, document) for text, document in zip(texts, documents, strict=True)]
    found, *_ = derive(pairs, attributions, texts.__getitem__)
    decisions = {
        (records[left]["id"], records[right]["id"]): DIRECTIONS[direction]
        for left, right, direction in zip(found.left, found.right, found.direction, strict=True)
    }
    return simulator.score(rows, decisions)


def test_directions_are_right(figures):
    """Of the decided edges at least 95 % have the direction that they had."""
    assert figures["right"] >= 0.95


def test_what_the_evidence_allows_is_decided(figures):
    """At least 80 % of the edges that the documents give evidence for."""
    assert figures["decided"] >= 0.8


def test_versions_of_one_source_have_no_direction(figures):
    """Of hundreds of pairs in which neither text derives from the other, fewer than one in a hundred.

    One that names no outlet and keeps the agency's dateline looks like a later take.
    """
    decided, total = figures["neither"]

    assert total > 100
    assert decided < total / 100


def test_the_simulator_repeats_itself(simulator):
    """The same seed gives the same corpus, another seed another one."""
    assert simulator.make(5, 3, None) == simulator.make(5, 3, None)
    assert simulator.make(5, 3, None) != simulator.make(5, 4, None)


def test_the_truth_has_every_kind_of_evidence(simulator):
    """Rows that allow a decision, that do not, and that leave it open; every scenario."""
    _, rows = simulator.make(250, 1, None)

    assert {row["allows"] for row in rows} == {"yes", "no", "open"}
    assert {row["scenario"] for row in rows} == set(simulator.SCENARIOS)


def test_scoring_counts_what_it_says(simulator):
    """A right, a wrong, an undecided and a wrongly decided row."""
    kind = {"class": "near", "evidence": [], "scenario": "wire"}
    rows = [
        {"original": f"o{at}", "copy": f"c{at}", "allows": allows, **kind}
        for at, allows in enumerate(["yes"] * 3 + ["no"])
    ]
    decisions = {("o0", "c0"): "right", ("c1", "o1"): "right", ("o2", "c2"): "undecided", ("o3", "c3"): "left"}

    found = simulator.score(rows, decisions)

    assert (found["right"], found["decided"], found["wrongly_decided"]) == (0.5, 0.6667, 1)


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ("The Wharf Post\n\n5 March 2020\n\n{lead}\n\n{body}\n\nSource: VNA", "story"),
        ("OSLO (VNA) – {lead}\n{body}", "story"),
        (
            "{lead}\n\n" + "The keeper of the bridge has a record of all of the 38 boats that passed it in spring.",
            "figures",
        ),
        ("Plans for the new gates of the canal were laid before the council of the town today.\n\n{body}", "lead"),
        ("{lead}\n\n" + "The keeper has a record of the boats that passed it.", ""),
    ],
)
def test_alike_are_texts_of_which_either_may_be_the_first(other, kind):
    """Headings, datelines and credits are not the story's."""
    sys.path.insert(0, BENCHMARKS)
    try:
        from derivation_keep import alike
    finally:
        sys.path.remove(BENCHMARKS)
    lead = "Divers will look at the old gates of the canal in the week after the next, says the office of waterways."
    body = "The keeper of the bridge has a record of all of the 37 boats that passed it in spring."

    assert alike(f"{lead}\n\n{body}", other.format(lead=lead, body=body)) == kind
