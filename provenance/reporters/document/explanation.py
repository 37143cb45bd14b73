"""The values of the page of one document: the document, what was found about it, and what it has to do with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from provenance.model import Attribution, Confidence, Document, Finding, Group, Measure, Notice, Step

    Shown = tuple[tuple[str, str], ...]


@attrs.frozen
class Related:
    """Another document that this one is paired with.

    *own* is the share of this document's shingles, or by another *measure* of its letters, that the other has, *others*
    the other way round.  *role* is what this document is: "copy", "original", "undecided", or "" where nobody asked.
    *reasons* are the evidence, or why there is none; *shown* is what the other shows of itself.
    """

    id: str
    relation: str
    jaccard: float
    measure: Measure
    own: float
    others: float
    role: str
    kind: str
    confidence: Confidence | None
    reasons: tuple[str, ...]
    shown: Shown


@attrs.frozen
class Explanation:
    """All that the page of one document says.

    *steps* are about claims by their numbers, from 1.  *findings* are those of the document, each with the name of its
    rule.  *alone*: no other document was read.  *more* counts related documents beyond those in *related*.  *ids* names
    the documents of *group*.
    """

    document: Document
    text: str
    words: int
    attribution: Attribution
    steps: tuple[Step, ...]
    findings: tuple[tuple[Finding, str], ...]
    alone: bool
    notices: tuple[Notice, ...] = ()
    group: tuple[int, Group] | None = None
    ids: tuple[str, ...] = ()
    shown: Shown = ()
    related: tuple[Related, ...] = ()
    more: int = 0
