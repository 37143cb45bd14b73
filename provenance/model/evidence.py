"""Results: pairs and groups, passages, claims, derivations, findings, and the report that holds them all."""

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
    Measure,
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

    from provenance.model.documents import Document, Input, Notice
    from provenance.model.roots import Roots

# One step towards a verdict: its topic, a sentence, and the numbers (from 1) of the claims involved.
Step = tuple[str, str, tuple[int, ...]]


def _by_shingles(pairs: Pairs) -> NDArray[np.int8]:
    """Return the measure of *pairs* that are all measured by their shingles."""
    return pairs.relation * 0


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Pairs(Columns):
    """Pairs of documents in columns, ordered by (left, right) with left < right as positions in the corpus.

    *jaccard*, *left_in_right* (the share of left's shingles that right has) and *right_in_left* are exact.  *relation*,
    *direction*, *confidence* and *measure* are indices into RELATIONS, DIRECTIONS, CONFIDENCES and MEASURES.  Of a pair
    whose measure is "aligned", *left_in_right* is the share of left's letters that are aligned with right's.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    jaccard: NDArray[np.float64]
    left_in_right: NDArray[np.float64]
    right_in_left: NDArray[np.float64]
    relation: NDArray[np.int8]
    direction: NDArray[np.int8]
    confidence: NDArray[np.int8]
    measure: NDArray[np.int8] = attrs.field(default=attrs.Factory(_by_shingles, takes_self=True))

    def __len__(self) -> int:
        return len(self.left)

    @property
    def similarity(self) -> NDArray[np.float64]:
        """The similarity of each pair by its measure: of aligned letters, the share of the text that has more of it."""
        if not self.measure.any():
            return self.jaccard
        import numpy as np

        held = np.maximum(self.left_in_right, self.right_in_left)
        return np.where(self.measure == 0, self.jaccard, held)

    def alike(self, row: int) -> float:
        """Return the similarity of one pair."""
        held = max(float(self.left_in_right[row]), float(self.right_in_left[row]))
        return held if self.measure[row] else float(self.jaccard[row])


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Group(Value):
    """Documents that are each at least the threshold similar to the representative; *members* ascend and include it.

    *similarity* is each member's similarity to the representative, in the order of members; *measures* say of what it
    is, and are empty if all are exact Jaccard similarities.  *keep* is the member to keep and *why* says what decided;
    *independent_sources* is None until derivations are known.
    """

    representative: int
    members: tuple[int, ...]
    similarity: tuple[float, ...]
    keep: int
    why: str = "representative"
    independent_sources: int | None = None
    measures: tuple[Measure, ...] = ()

    def measured(self) -> tuple[Measure, ...]:
        """Return the measure of each similarity."""
        usual: Measure = "jaccard"
        return self.measures or (usual,) * len(self.members)


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Grouping(Columns):
    """The pairs of a corpus and its groups; *notices* say how many pairs were not listed."""

    pairs: Pairs
    groups: tuple[Group, ...]
    notices: tuple[Notice, ...] = ()

    def __repr__(self) -> str:
        """Return how much was found: the arrays would fill pages."""
        return f"<grouping: {len(self.groups):,} groups, {len(self.pairs):,} pairs>"


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Overlap(Value):
    """Two passages with the same content: *left* in one text, *right* in the other (or later in the same one).

    *similarity* is of words, 0 to 1: 1 − Levenshtein distance ÷ the longer side's words; of a reordered passage, the
    words that both sides have ÷ the longer side's words.  *words* counts the longer side's words.  *quoted*: at least
    one side lies in quotation marks.
    """

    left: Span
    right: Span
    words: int
    similarity: float
    kind: OverlapKind
    quoted: bool = False


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Carrier(Value):
    """One occurrence of a passage; *similarity* is to the passage's first carrier."""

    document: int
    span: Span
    words: int
    similarity: float
    kind: OverlapKind


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Passage(Value):
    """A passage that occurs several times; all carriers are aligned to the first one.

    *stock*: many documents of several sources have it, or (*boilerplate*) most documents of one source.
    """

    carriers: tuple[Carrier, ...]
    quoted: bool = False
    stock: bool = False
    boilerplate: bool = False


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Claim(Value):
    """The claim that a document has a property: who asserts it, and where in the text (None: outside the text).

    *property* is source, via, distributor, place, published, updated, event_date, mentioned_date, title, author,
    rights, photo_source, photo_date, photo_rights, url, take, truncated, message, answers or thread.
    Dates are EDTF.  *pattern* names the pattern that matched, *flags* add further facts.
    """

    property: str
    value: str
    span: Span | None
    asserter: Asserter
    pattern: str
    confidence: Confidence
    flags: tuple[ClaimFlag, ...] = ()

    @builtins.property  # the name is taken by a field
    def method(self) -> str:
        """Pattern and flags in one string, as the reports show them: "dateline/unknown-agency"."""
        return "/".join((self.pattern, *self.flags)) if self.flags else self.pattern


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Attribution(Value):
    """The conclusion from all claims of one document.

    *source* is the originator's short name ("" if unknown); *chain* runs from the originator to the last
    distributor.  *published* is EDTF, "" if unknown; *published_asserters* agree on it, strongest first.
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
    """A property of a text's bytes or form that a rule may report: its kind, place and details.

    *count* is more than 1 if too many places were merged into one trait, which spans them all.
    """

    kind: TraitKind
    span: Span | None
    detail: str = ""
    count: int = 1


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Derivation(Value):
    """The verdict that *copy* derives from *original*, how and why; *decided* is False if evidence is inconclusive."""

    original: int
    copy: int
    kind: DerivationKind
    decided: bool
    confidence: Confidence
    reasons: tuple[str, ...]


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Taken(Value):
    """The verdict that a document's text was taken from *sources*, whichever text of them it was: empty if unknown."""

    sources: tuple[str, ...] = ()
    confidence: Literal["", "high", "medium", "low"] = ""
    reasons: tuple[str, ...] = ()


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Ledger(Value):
    """Where the characters of a document come from, as shares that sum to 1 (all 0 for an empty text)."""

    first_here: float
    shared_earlier: float
    stock: float
    repeated: float


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Repeats(Value):
    """The repeats within one text.

    *pages* and *leads* are overlaps of the text with itself, left the earlier: whole pages or passages, and titles or
    leads.  *keep* is the clean span to keep, None if nothing is repeated; *redundant* are the spans not to keep, in
    order and disjoint; *share* is their characters ÷ the characters of the text.
    """

    pages: tuple[Overlap, ...] = ()
    leads: tuple[Overlap, ...] = ()
    keep: Span | None = None
    redundant: tuple[Span, ...] = ()
    share: float = 0.0


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Evidence(Columns):
    """The results of all stages, before any rule judges them.  Fields of stages that did not run are empty,
    but *words*, which is all 0 unless the stage "sketch" ran.

    Sequences named for a property of documents (attributions, traits, repeats, ledgers, taken) are in the order of
    *documents*, or empty if their stage did not run.  *pair_sources* holds, in the order of *pairs*, the source that
    what both documents share was taken from ("": unknown).

    *inputs* are all files that were met, in the order of their paths, whatever became of them.

    *text* returns a document's text by position; *texts_at* returns many texts faster than one by one, and may be None.
    *gaps* holds, by stage, the positions of documents for which a fault left no result: their values in the stage's
    sequence are empty.
    """

    documents: Sequence[Document]
    words: NDArray[np.int64]
    text: Callable[[int], str]
    pairs: Pairs
    groups: tuple[Group, ...] = ()
    passages: Sequence[Passage] = ()
    repeats: tuple[Repeats, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    traits: tuple[tuple[Trait, ...], ...] = ()
    derivations: tuple[Derivation, ...] = ()
    taken: tuple[Taken, ...] = ()
    pair_sources: tuple[str, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    notices: tuple[Notice, ...] = ()
    inputs: Sequence[Input] = ()
    texts_at: Callable[[Sequence[int]], Iterable[str]] | None = None
    gaps: Mapping[str, AbstractSet[int]] = attrs.field(factory=dict)

    def texts(self, positions: Sequence[int]) -> Iterable[str]:
        """Return the texts of the documents at *positions*, in that order."""
        return map(self.text, positions) if self.texts_at is None else self.texts_at(positions)

    def lacks(self, stage: str, position: int) -> bool:
        """Return whether *stage* has no result for the document at *position* because of a bug in it."""
        return position in self.gaps.get(stage, ())


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Place(Value):
    """A further place that a finding points to: a document, and a span in it if there is one."""

    document: int
    span: Span | None = None


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Finding(Value):
    """A rule's verdict on a place: *document* is None for a file that yielded no document.

    *fingerprint* identifies the finding across runs and survives edits elsewhere in the files.  *count* is more than 1
    if many findings of one code in one container were merged.  *score* is the similarity or share that the verdict
    rests on, if any.  *subject* identifies the evidence independently of documents: it is equal for equal passages
    wherever they occur, "" if there is no passage.
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
    """Return the name and the help page of a rule without a description."""
    return code, ""


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Timing(Columns):
    """The cost of one stage: seconds of wall-clock time, and the documents and bytes that it processed.

    *cpu_seconds* are those of all threads together.
    """

    stage: str
    seconds: float
    documents: int
    bytes: int
    cpu_seconds: float = 0.0


@attrs.frozen(eq=False, repr=False, match_args=False, weakref_slot=False)
class Report(Columns):
    """The result of an audit: the evidence, and the findings in the order of their places.

    *rule* maps the code of a rule to its name and help page.  *left_out* are the stages that nothing asked for,
    so that their results are missing.  *corpus* are the names of the files and folders that were given, "-" for
    standard input: without the folders above them, unless two would have the same name.  *roots* opens their files.
    """

    evidence: Evidence
    findings: tuple[Finding, ...]
    timings: tuple[Timing, ...] = ()
    rule: Callable[[str], tuple[str, str]] = _no_rule
    left_out: frozenset[str] = frozenset()
    corpus: tuple[str, ...] = ()
    roots: Roots | None = None

    def __repr__(self) -> str:
        """Return how much was found: all of it would fill pages."""
        evidence = self.evidence
        numbers = (len(evidence.documents), len(evidence.groups), len(evidence.pairs), len(self.findings))
        names = ("documents", "groups", "pairs", "findings")
        return f"<report: {', '.join(f'{number:,} {name}' for number, name in zip(numbers, names, strict=True))}>"
