"""A report made by hand, with something of everything and texts that are hard to write."""

from __future__ import annotations

import attrs
import numpy as np

from provenance.model import (
    Attribution,
    Carrier,
    Claim,
    Document,
    Evidence,
    Finding,
    Group,
    Ledger,
    Notice,
    Overlap,
    Pairs,
    Passage,
    Place,
    Repeats,
    Report,
    Span,
    Timing,
)

TEXTS = (
    "Hà Nội (VNA) - Cầu mới mở cửa.\nCầu mới mở cửa.",
    "Hà Nội (VNA) - Cầu mới mở cửa.",
    '=HYPERLINK("http://x"), one\ttwo \ud800 \x1b[31m',
    "",
)


def documents() -> tuple[Document, ...]:
    """Four documents: two texts, a record with an id like a formula, and one whose name no encoding holds."""
    return (
        Document("a.txt", "a.txt", b"a.txt", None, 64, sha256="a" * 64),
        Document("b, c.txt", "b, c.txt", b"b, c.txt", None, 40, sha256="b" * 64),
        Document("=1+2", "records.jsonl", b"records.jsonl", 7, 44, sha256="c" * 64, place=(10, 60)),
        Document("d\udcff\n.txt", "d\udcff\n.txt", b"d\xff\n.txt", None, 0, sha256="d" * 64),
    )


def pairs() -> Pairs:
    """One pair: the first two documents, the second of which copied."""
    return Pairs(
        left=np.array([0], np.int32),
        right=np.array([1], np.int32),
        jaccard=np.array([2 / 3]),
        left_in_right=np.array([2 / 3]),
        right_in_left=np.array([1.0]),
        relation=np.array([2], np.int8),
        direction=np.array([2], np.int8),
        confidence=np.array([1], np.int8),
    )


def evidence() -> Evidence:
    """What stages might have found in the documents."""
    claims = (
        Claim("source", "VNA", Span(8, 11), "dateline", "dateline-place-agency", "high"),
        Claim("published", "2023-05-16", None, "file name", "iso-date", "low"),
    )
    repeat = Overlap(Span(15, 30), Span(31, 46), 4, 1.0, "verbatim")
    nothing = Attribution(())
    return Evidence(
        documents=documents(),
        words=np.array([11, 7, 6, 0]),
        text=TEXTS.__getitem__,
        pairs=pairs(),
        groups=(Group(0, (0, 1), (1.0, 2 / 3), 1, "earliest"),),
        passages=(
            Passage((Carrier(1, Span(15, 30), 4, 1.0, "verbatim"), Carrier(0, Span(31, 46), 4, 0.75, "near"))),
            Passage((Carrier(0, Span(15, 30), 4, 1.0, "verbatim"),), stock=True),
        ),
        repeats=(Repeats((repeat,), (), Span(15, 30), (Span(31, 46),), 15 / 46), Repeats(), Repeats(), Repeats()),
        attributions=(
            Attribution(
                claims, "VNA", "high", "agree", ("VNA",), "2023-05-16", ("file name",), "inferred", (), "Cầu | mới"
            ),
            attrs.evolve(nothing, title="<b>Bridge</b> of [links](https://example.org)"),
            nothing,
            nothing,
        ),
        ledgers=(Ledger(0.5, 0.25, 0.0, 0.25), Ledger(1, 0, 0, 0), Ledger(1, 0, 0, 0), Ledger(0, 0, 0, 0)),
        notices=(
            Notice("passed over", "pictures", None, "passed over: 3 binary files", 3),
            Notice("broken record", "records.jsonl", 9, "line 9 is not JSON"),
        ),
    )


def findings() -> tuple[Finding, ...]:
    """Findings of every severity, with and without a document and a span."""
    return (
        Finding("REP001", "error", 0, "a.txt", None, Span(31, 46), "repeated\nhere", (Place(0, Span(15, 30)),), "f1"),
        Finding("DUP003", "warning", 0, "a.txt", None, None, "like another", (Place(1),), "f2"),
        Finding("SRC001", "info", 2, "records.jsonl", 7, Span(3, 5), "no source", (), "f3"),
        Finding("IO001", "error", None, "records.jsonl", 9, None, "line 9 is not JSON", (), "f4"),
    )


def report() -> Report:
    """The whole report."""
    return Report(evidence(), findings(), (Timing("read", 0.5, 4, 1_000_000), Timing("rules", 0.0, 4, 1_000_000)))


def bare() -> Report:
    """A report of a run that was asked for next to nothing: no claims, no repeats, no ledgers, no pairs."""
    whole = evidence()
    empty = np.zeros(0)
    some = Pairs(*(empty.astype(column.dtype) for column in attrs.astuple(whole.pairs)))
    return Report(Evidence(whole.documents, whole.words, whole.text, some), ())
