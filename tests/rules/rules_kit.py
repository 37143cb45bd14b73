"""Evidence made by hand, for the tests of the rules."""

from __future__ import annotations

import attrs
import numpy as np

from provenance import rules, settings
from provenance.alignment import repeats
from provenance.attribution import attribute
from provenance.form import inspect, repetition
from provenance.model import NEAR_BELOW, RELATIONS, Document, Evidence, Pairs, Span, Statement

RELATION = {name: RELATIONS.index(name) for name in RELATIONS} | {"near below": NEAR_BELOW}


def document(name="a.txt", *, sha256="", line=None, path=None, header=0, size=100):
    return Document(id=name, path=path or name, file=b"", line=line, size=size, sha256=sha256, header=header)


def pairs(*rows):
    """Pairs from (left, right, jaccard, relation) or (left, right, jaccard, relation, left_in_right, right_in_left)."""
    full = sorted((*row, 0.9, 0.9)[:6] if len(row) == 4 else row for row in rows)
    columns = list(zip(*full, strict=True)) or [()] * 6
    left, right, jaccard, relation, inner, outer = columns
    return Pairs(
        left=np.array(left, np.int32),
        right=np.array(right, np.int32),
        jaccard=np.array(jaccard, np.float64),
        left_in_right=np.array(inner, np.float64),
        right_in_left=np.array(outer, np.float64),
        relation=np.array([RELATION[name] for name in relation], np.int8),
        direction=np.zeros(len(full), np.int8),
        confidence=np.zeros(len(full), np.int8),
    )


def evidence(documents, **more):
    more.setdefault("words", np.full(len(documents), 100, np.int64))
    more.setdefault("pairs", pairs())
    more.setdefault("text", lambda position: "")
    return Evidence(documents=tuple(documents), **more)


def judged(what, select=(), ignore=()):
    judging = settings.Judging(select=tuple(select), ignore=tuple(ignore))
    return rules.judge(what, judging, settings.Attributing(), settings.Aligning())


def of_text(text, header=0, name="a.txt", statements=()):
    """The evidence of one text by itself; a crawl header says its date as the readers would have it."""
    if header:
        statements = (*statements, Statement("date", text[6:16], "crawl header", Span(6, 16)))
    one = attrs.evolve(document(name, header=header), statements=tuple(statements))
    traits = inspect(text, one)
    return evidence(
        [one],
        text=lambda position: text,
        traits=(traits,),
        repeats=(repetition(text, header, repeats(text), traits),),
        attributions=(attribute(text, one),),
    )


def findings_of(text, header=0):
    return judged(of_text(text, header))
