"""Reports made by hand for the tests of the page."""

from __future__ import annotations

import attrs
import numpy as np

from provenance.model import (
    Attribution,
    Carrier,
    Claim,
    Derivation,
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
)

FIRST = "The ferry to the northern islands runs again after the long winter storms"
SECOND = "Tickets for the morning crossing cost less than a loaf of bread this year"
ORIGINAL = f"Hanoi (VNA) - {FIRST}. {SECOND}."
COPY = f"🛶 New lead. {SECOND}! In between. {FIRST.replace('northern', 'southern')}."
TWICE = f"{FIRST}. Something else. {FIRST}."
ATTACKS = (
    "</script><script>alert('script')</script>",
    "<img src=x onerror=alert('image')>",
    "javascript:alert('address')",
    "\u202egnp.exe\u202c and \u2066isolated\u2069",
    "line\u2028separator\u2029paragraph",
    "<!--<script>",
    "]]>&lt;&amp;\"'`${alert(1)}@@data@@",
    "\ud800 lone, \x00 nothing, \x1b[31m red",
)


def place(text: str, passage: str) -> Span:
    """The span of *passage* in *text*."""
    start = text.index(passage)
    return Span(start, start + len(passage))


def report() -> Report:
    """Four documents: an original, its copy in another order, a page that repeats itself, and one without anything."""
    texts = (ORIGINAL, COPY, TWICE, "")
    again = Span(TWICE.rindex(FIRST), TWICE.rindex(FIRST) + len(FIRST))
    changed = FIRST.replace("northern", "southern")
    repeat = Overlap(place(TWICE, FIRST), again, 13, 1.0, "verbatim")
    claims = (
        Claim("source", "VNA", Span(7, 10), "dateline", "dateline-place-agency", "high"),
        Claim("published", "2021-09-05", None, "file name", "iso-date", "medium"),
    )
    evidence = Evidence(
        documents=tuple(
            Document(name, name, name.encode(), None, len(text.encode()), sha256=f"{at:064x}")
            for at, (name, text) in enumerate(zip(("vna.txt", "vns.txt", "twice.txt", "empty.txt"), texts, strict=True))
        ),
        words=np.array([29, 33, 28, 0]),
        text=texts.__getitem__,
        pairs=pairs(),
        groups=(Group(0, (0, 1), (1.0, 0.8123), 0, "earliest", 1),),
        passages=(
            carried((0, place(ORIGINAL, FIRST), 1.0), (1, place(COPY, changed), 0.923)),
            carried((0, place(ORIGINAL, SECOND), 1.0), (1, place(COPY, SECOND), 1.0)),
            carried((2, repeat.left, 1.0), (2, again, 1.0)),
        ),
        repeats=(Repeats(), Repeats(), Repeats((repeat,), (), repeat.left, (again,), 0.42), Repeats()),
        attributions=(
            Attribution(
                claims, "VNA", "high", "agree", ("VNA",), "2021-09-05", ("file name",), "agree", (), "The ferry runs"
            ),
            Attribution(
                (), "VNS", "high", "agree", ("VNA", "VNS"), "2021-10-06", ("credit",), "agree", (), "Cầu mới, giá mới"
            ),
            Attribution((), title="Twice"),
            Attribution(()),
        ),
        derivations=(Derivation(0, 1, "near", True, "high", ("the copy is dated a month later",)),),
        ledgers=(Ledger(1, 0, 0, 0), Ledger(0.3, 0.7, 0, 0), Ledger(0.58, 0, 0, 0.42), Ledger(0, 0, 0, 0)),
        notices=(
            Notice("unreadable", "locked.txt", None, "permission denied"),
            Notice("passed over", "pictures", None, "3 binary files", 3),
        ),
    )
    findings = (
        Finding("DUP003", "warning", 1, "vns.txt", None, None, "near-duplicate of vna.txt", (Place(0),), "d" * 32),
        Finding("REP001", "error", 2, "twice.txt", None, again, "passage of 13 words stands again", (), "e" * 32),
        Finding("IO001", "error", None, "locked.txt", None, None, "permission denied", (), "f" * 32),
    )
    return Report(evidence, findings, (), lambda _: ("near-duplicate", "Two texts are alike.\n\nKeep one.\n"))


def nothing() -> Report:
    """The same documents, of which nothing was found."""
    whole = report()
    none = type(whole.evidence.pairs)(*(column[:0] for column in attrs.astuple(whole.evidence.pairs)))
    evidence = attrs.evolve(
        whole.evidence, groups=(), passages=(), repeats=(), derivations=(), ledgers=(), notices=(), pairs=none
    )
    return attrs.evolve(whole, evidence=evidence, findings=())


def lengthy() -> Report:
    """The same report with texts that are higher than a screen."""
    whole = report()
    more = "".join(f"and so on, line {line}\n" for line in range(100))
    return attrs.evolve(whole, evidence=attrs.evolve(whole.evidence, text=lambda at: whole.evidence.text(at) + more))


def carried(*places: tuple[int, Span, float]) -> Passage:
    return Passage(tuple(Carrier(document, span, 13, alike, "near") for document, span, alike in places))


def pairs() -> Pairs:
    """One pair, whose right document is the copy."""
    return Pairs(
        np.array([0], np.int32), np.array([1], np.int32), np.array([0.8123]), np.array([0.9]), np.array([0.7]),
        np.array([1], np.int8), np.array([2], np.int8), np.array([1], np.int8),
    )  # fmt: skip


def hostile() -> Report:
    """A report in which every text of any origin attacks the page; one title has a million characters."""
    whole = report()
    texts = [f"{attack}\n{FIRST} {attack}. {SECOND}" for attack in ATTACKS]
    documents = tuple(
        Document(f"{at}{attack}", f"{at}{attack}", b"", None, len(texts[at]), sha256="")
        for at, attack in enumerate(ATTACKS)
    )
    attributions = tuple(map(attacking, ATTACKS))
    long = attrs.evolve(attributions[0], title=f"{ATTACKS[0]}{'a' * 1_000_000}")
    both = [Span(len(attack) + 1, len(attack) + 1 + len(FIRST)) for attack in ATTACKS]
    nobody = Ledger(1, 0, 0, 0)
    evidence = attrs.evolve(
        whole.evidence,
        documents=documents,
        words=np.full(len(texts), 40),
        text=texts.__getitem__,
        groups=(Group(0, tuple(range(len(texts))), (1.0,) + (0.8,) * (len(texts) - 1), 0, ATTACKS[0]),),
        passages=(carried(*((at, span, 1.0) for at, span in enumerate(both))),),
        repeats=(Repeats(),) * len(texts),
        attributions=(long, *attributions[1:]),
        derivations=(Derivation(0, 1, ATTACKS[0], True, "high", ATTACKS),),
        ledgers=(nobody,) * len(texts),
        notices=tuple(Notice("unreadable", attack, None, attack) for attack in ATTACKS),
    )
    findings = tuple(
        Finding("DUP003", "warning", at, attack, None, Span(0, 5), attack, (), f"{at:032x}")
        for at, attack in enumerate(ATTACKS)
    )
    return Report(evidence, findings, (), lambda _: (ATTACKS[0], "\n".join(ATTACKS[:2])))


def attacking(attack: str) -> Attribution:
    """Claims whose every word attacks the page."""
    claims = (
        Claim("url", attack, Span(0, len(attack)), "markup", attack, "low"),
        Claim("source", attack, None, "credit", "x", "low"),
    )
    return Attribution(
        claims, attack, "low", "conflict", (attack, attack), "2021-09-05", (attack,), "conflict", (), attack
    )


def many(documents: int = 3000) -> Report:
    """A report of many documents, each a copy of the first."""
    whole = report()
    names = [f"{at:05}.txt" for at in range(documents)]
    count = documents - 1
    some = Pairs(
        np.zeros(count, np.int32), np.arange(1, documents, dtype=np.int32), *([np.linspace(0.7, 1, count)] * 3),
        np.ones(count, np.int8), np.full(count, 3, np.int8), np.zeros(count, np.int8),
    )  # fmt: skip
    evidence = attrs.evolve(
        whole.evidence,
        documents=tuple(Document(name, name, b"", None, len(ORIGINAL), sha256="0" * 64) for name in names),
        words=np.arange(documents),
        text=lambda _: ORIGINAL,
        pairs=some,
        groups=(Group(0, tuple(range(documents)), (1.0,) * documents, 0),),
        passages=tuple(carried((0, Span(0, 30 + at % 20), 1.0), (at, Span(0, 30), 1.0)) for at in range(1, documents)),
        repeats=(Repeats(),) * documents,
        attributions=(whole.evidence.attributions[0],) * documents,
        derivations=(),
        ledgers=(Ledger(0.25, 0.25, 0.25, 0.25),) * documents,
    )
    findings = tuple(
        Finding("DUP003", "warning", at, name, None, None, f"like {names[0]}", (), f"{at:032x}")
        for at, name in enumerate(names[1:], 1)
    )
    return Report(evidence, findings, (), whole.rule)
