"""What is found: pairs and groups, passages, claims, derivations, and the report that a run makes of them."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Literal

import attrs

from provenance.model.documents import (
    Asserter,
    ClaimFlag,
    Columns,
    Confidence,
    DerivationKind,
    OverlapKind,
    Severity,
    Span,
    Standing,
    TraitKind,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    import numpy as np
    from numpy.typing import NDArray

    from provenance.model.documents import Document, Notice

# A step on the way to a verdict: about what, a sentence, and the numbers of the claims (from 1) that it is about.
Step = tuple[str, str, tuple[int, ...]]


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Pairs(Columns):
    """Pairs of documents in columns, ordered by (left, right) with left < right as positions in the corpus.

    *jaccard*, *left_in_right* (the share of left's shingles that right has) and *right_in_left* are exact.  *relation*,
    *direction* and *confidence* are positions in RELATIONS, DIRECTIONS and CONFIDENCES.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    jaccard: NDArray[np.float64]
    left_in_right: NDArray[np.float64]
    right_in_left: NDArray[np.float64]
    relation: NDArray[np.int8]
    direction: NDArray[np.int8]
    confidence: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.left)


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Group(Value):
    """Documents that are each at least the threshold similar to the representative; *members* ascend and include it.

    *similarity* is each member's exact Jaccard similarity to the representative, in the order of members.  *keep* is
    the member to keep and *why* says what decided; *independent_sources* is None until derivations say so.
    """

    representative: int
    members: tuple[int, ...]
    similarity: tuple[float, ...]
    keep: int
    why: str = "representative"
    independent_sources: int | None = None


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Grouping(Columns):
    """The pairs of a corpus and its groups; *notices* say which pairs were too many to list."""

    pairs: Pairs
    groups: tuple[Group, ...]
    notices: tuple[Notice, ...] = ()


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Overlap(Value):
    """Two passages that say the same: *left* in one text, *right* in the other (or later in the same one).

    *similarity* is of words, 0 to 1: 1 − Levenshtein distance ÷ the longer side's words.  *words* counts the longer
    side's words.  *quoted*: at least one side lies in quotation marks.
    """

    left: Span
    right: Span
    words: int
    similarity: float
    kind: OverlapKind
    quoted: bool = False


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Carrier(Value):
    """One place where a passage stands; *similarity* is to the passage's first carrier."""

    document: int
    span: Span
    words: int
    similarity: float
    kind: OverlapKind


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Passage(Value):
    """A passage that stands in several places: the first carrier is the one that the others are aligned to.

    *stock*: many documents of several sources have it, or (*boilerplate*) most documents of one source.
    """

    carriers: tuple[Carrier, ...]
    quoted: bool = False
    stock: bool = False
    boilerplate: bool = False


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Claim(Value):
    """That a document has a property, by whose word, and the place in its text that says so (None: outside the text).

    *property* is source, via, distributor, place, published, updated, event_date, mentioned_date, title, author,
    rights, photo_source, photo_date, photo_rights, url, take or truncated.  Dates are EDTF.  *pattern* names what
    found it, *flags* say what else is known of it.
    """

    property: str
    value: str
    span: Span | None
    asserter: Asserter
    pattern: str
    confidence: Confidence
    flags: tuple[ClaimFlag, ...] = ()

    @builtins.property  # a field has the name
    def method(self) -> str:
        """Pattern and flags in one string, as the reports show them: "dateline/unknown-agency"."""
        return "/".join((self.pattern, *self.flags)) if self.flags else self.pattern


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Attribution(Value):
    """What the claims of one document add up to.

    *source* is the originator's short name ("" when nothing says it); *chain* runs from the originator to the last
    distributor.  *published* is EDTF, "" when unknown; *published_asserters* agree on it, strongest first.
    """

    claims: tuple[Claim, ...]
    source: str = ""
    source_confidence: Literal["", "high", "medium", "low"] = ""
    source_standing: Standing = "missing"
    chain: tuple[str, ...] = ()
    published: str = ""
    published_asserters: tuple[Asserter, ...] = ()
    published_standing: Standing = "missing"
    event_dates: tuple[str, ...] = ()
    title: str = ""

    @property
    def published_asserter(self) -> str:
        """The asserters in one string, as the reports show them: "masthead+dateline"."""
        return "+".join(self.published_asserters)


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Trait(Value):
    """Something about a text's bytes or form that a rule may report: *kind*, where, and what exactly.

    *count* is more than 1 where places too many to list were made one trait, which spans them all.
    """

    kind: TraitKind
    span: Span | None
    detail: str = ""
    count: int = 1


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Derivation(Value):
    """That *copy* derives from *original*, in what way, and why; *decided* is False where the evidence does not say."""

    original: int
    copy: int
    kind: DerivationKind
    decided: bool
    confidence: Confidence
    reasons: tuple[str, ...]


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Ledger(Value):
    """Where the characters of a document come from, as shares that sum to 1 (all 0 for an empty text)."""

    first_here: float
    shared_earlier: float
    stock: float
    repeated: float


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Repeats(Value):
    """What one text repeats in itself.

    *pages* and *leads* are overlaps of the text with itself, left the earlier: whole pages or passages, and titles or
    leads.  *keep* is the clean span to keep, None where nothing is repeated; *redundant* are the spans that are not
    kept, in order and apart; *share* is their characters ÷ the characters of the text.
    """

    pages: tuple[Overlap, ...] = ()
    leads: tuple[Overlap, ...] = ()
    keep: Span | None = None
    redundant: tuple[Span, ...] = ()
    share: float = 0.0


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Evidence(Columns):
    """All that the stages found, before any rule judged it.  What nothing asked for is empty.

    Sequences named for a property of documents (attributions, traits, repeats, ledgers) are in the order of
    *documents*, or empty when their stage did not run.  *text* gives a document's text by position; *several* gives
    many sooner than one by one, None where nothing does.  *gaps* are the positions of documents about which a stage
    says nothing because of a fault of ours, by the stage's name: what stands for them in its sequence is empty.
    """

    documents: Sequence[Document]
    words: NDArray[np.int64]
    text: Callable[[int], str]
    pairs: Pairs
    groups: tuple[Group, ...] = ()
    passages: tuple[Passage, ...] = ()
    repeats: tuple[Repeats, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    traits: tuple[tuple[Trait, ...], ...] = ()
    derivations: tuple[Derivation, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    notices: tuple[Notice, ...] = ()
    several: Callable[[Sequence[int]], Iterable[str]] | None = None
    gaps: Mapping[str, AbstractSet[int]] = attrs.field(factory=dict)

    def lacks(self, stage: str, position: int) -> bool:
        """Return whether *stage* says nothing of the document at *position* because of a fault of ours."""
        return position in self.gaps.get(stage, ())


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Place(Value):
    """A place that a finding points to beside its own: a document, and a span in it where there is one."""

    document: int
    span: Span | None = None


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Finding(Value):
    """A rule's verdict on a place: *document* is None where the place is a file that gave no document.

    *fingerprint* names the finding across runs and survives edits elsewhere in the files.  *count* is more than 1 where
    many findings of one code in one container were made one.  *score* is the similarity or share that the verdict rests
    on, None where it rests on none; *subject* names what the evidence says without the names of documents: the same for
    the same passage wherever it stands, "" where there is no passage.
    """

    code: str
    severity: Severity
    document: int | None
    path: str
    line: int | None
    span: Span | None
    message: str
    evidence: tuple[Place, ...] = ()
    fingerprint: str = ""
    count: int = 1
    score: float | None = None
    subject: str = ""


def _no_rule(code: str) -> tuple[str, str]:
    """Return the name and the page of a rule that nobody described."""
    return code, ""


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Timing(Columns):
    """What one stage cost: seconds of wall clock, and the documents and bytes that went through it.

    *cpu_seconds* are those of all threads together.
    """

    stage: str
    seconds: float
    documents: int
    bytes: int
    cpu_seconds: float = 0.0


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Report(Columns):
    """The outcome of an audit: the evidence, and the findings in the order of their places.

    *rule* gives the name and the page of the rule with a code.
    """

    evidence: Evidence
    findings: tuple[Finding, ...]
    timings: tuple[Timing, ...] = ()
    rule: Callable[[str], tuple[str, str]] = _no_rule
