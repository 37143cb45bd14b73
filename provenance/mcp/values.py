"""What the tools give back.  Every text that comes from a document stands in a field *untrusted_text* or in a name."""

from __future__ import annotations

from typing_extensions import TypedDict


class Quote(TypedDict):
    """A part of a document: code points from *start* to *end* of its own text; *cut*: the words here are not all."""

    start: int
    end: int
    untrusted_text: str
    cut: bool


class Named(TypedDict):
    """A document: its id, its path below the root, and what it says about itself ("": nothing, or not looked at)."""

    id: str
    path: str
    line: int | None
    source: str
    published: str


class Shared(TypedDict):
    """A passage that two texts have; *similarity* is of words, 0 to 1."""

    left: Quote
    right: Quote
    words: int
    similarity: float
    kind: str


class Side(TypedDict):
    """One of two texts that are compared: *shared* of its *words* stand in shared passages."""

    document: Named
    words: int
    shared: int


class Comparison(TypedDict):
    """Two texts; *left_out* passages are not listed."""

    left: Side
    right: Side
    passages: list[Shared]
    left_out: int


class Copy(TypedDict):
    """A member of a group, its exact similarity to the representative, and what is to be done with it."""

    document: Named
    similarity: float
    advice: str


class Copies(TypedDict):
    """A group of near-duplicates: the one to *keep*, *why*, and the others."""

    keep: Named
    why: str
    copies: list[Copy]
    left_out: int


class Reported(TypedDict):
    """A finding, with the place that it is about and the first place that it points to."""

    code: str
    rule: str
    severity: str
    path: str
    line: int | None
    message: str
    count: int
    place: Quote | None
    other_document: Named | None
    other_place: Quote | None


class Audited(TypedDict):
    """An audit: how much was read, groups and findings, the worst first; *left_out* of them are not listed."""

    documents: int
    words: int
    to_do: list[str]
    groups: list[Copies]
    groups_left_out: int
    findings: list[Reported]
    findings_left_out: int
    not_read: list[str]
    not_read_left_out: int


class Known(TypedDict):
    """A document of an index that has something of a text; *first* is text, document, undecided or ""."""

    document: Named
    relation: str
    jaccard: float
    text_in_document: float
    first: str
    why: list[str]
    passages: list[Shared]
    passages_left_out: int


class Matched(TypedDict):
    """What an index has of one text: shares of its words, and the documents, the closest first."""

    document: Named
    new: float
    indexed: float
    stock: float
    documents: list[Known]
    left_out: int


class Carrier(TypedDict):
    """A document that carries a sentence, or *words* words of it."""

    document: Named
    words: int
    whole: bool
    start: int
    end: int


class Carried(TypedDict):
    """A sentence and the documents that carry it; *first* is the id of the one that had it first, "" if unknown."""

    sentence: Quote
    words: int
    documents: int
    first: str
    carriers: list[Carrier]
    left_out: int


class Asserted(TypedDict):
    """A claim that a document makes about itself, who makes it, and where."""

    property: str
    value: str
    asserter: str
    confidence: str
    place: Quote | None


class Explained(TypedDict):
    """A rule, or a document with its claims and how its source and date were decided."""

    title: str
    text: str
    document: Named | None
    steps: list[str]
    claims: list[Asserted]
    left_out: int
