"""A plan: what to do with which document of which file, and all that whoever carries it out has to check first."""

from __future__ import annotations

from typing import Literal

# At run time too: msgspec reads the annotations to check what a plan holds.
from msgspec import Struct

from provenance.model.roots import MEMBER

FORMAT = "provenance-dedup-plan/1"
Rule = Literal["preserves", "identical", "near", "contained"]
# By what a document is dropped: a rule, or the decision of a person.
Reason = Literal["preserves", "identical", "near", "contained", "decided"]
DECIDED: Literal["decided"] = "decided"
RULES: tuple[Rule, Rule, Rule, Rule] = ("preserves", "identical", "near", "contained")
PRESERVES, IDENTICAL, NEAR, CONTAINED = RULES

Holds = Literal["text", "lines", "rows", "columns", "members", "sidecar", "other"]
Action = Literal["keep", "drop", "trim"]


class Root(Struct, frozen=True, forbid_unknown_fields=True):
    """A path that was given: *path* is relative to the plan's folder where it can be; *name* begins its files' ids."""

    path: str
    folder: bool
    name: str = ""


class File(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A file below a root: *path* is relative to it, "" for a root that is a file.

    *raw* is the path in Base64, where it is not UTF-8.  *holds* is what apply does with it: a text is left out whole,
    lines are left out of lines, rows out of a table or of columns (Parquet), a sidecar goes with its text, and of
    anything else the texts are written beside.
    """

    root: int
    path: str
    bytes: int
    sha256: str
    holds: Holds
    raw: str = ""


class Opinion(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a person decided about two documents, by their ids and digests: copy, independent or boilerplate.

    *keep* is which of two copies is to be kept, 0 or 1; None leaves that to the policy.
    """

    ids: tuple[str, str]
    digests: tuple[str, str]
    kind: str
    keep: int | None = None


class Settings(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The settings that decide what a plan says, and how its texts are read again."""

    rule: Rule
    threshold: float
    minimum: float
    keep: list[str]
    templates: bool
    trim: bool
    include: list[str]
    exclude: list[str]
    gitignore: bool
    follow_links: bool
    encoding: str | None
    fields: dict[str, str]
    decisions: list[Opinion] = []
    noisy: bool = False


class Size(Struct, frozen=True, forbid_unknown_fields=True):
    """Documents, their bytes and their words."""

    documents: int = 0
    bytes: int = 0
    words: int = 0


class Undecided(Struct, frozen=True, forbid_unknown_fields=True):
    """What stays though it may be a copy: pairs at the threshold, those of them that are uses of a template, and texts
    that have more candidates than they were compared with."""

    pairs: int = 0
    templates: int = 0
    capped: int = 0


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a plan; *seal* is the SHA-256 of all else in it and the lines after it, which shows edits."""

    format: str
    version: str
    settings: Settings
    roots: list[Root]
    files: list[File]
    before: Size
    after: Size
    undecided: Undecided
    seal: str = ""


class Place(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A document: its id, its file as an index into the files of the plan, its line, and its path in an archive."""

    id: str
    file: int
    line: int | None = None
    member: str = ""


class Line(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What to do with one document, and why.

    *sha256* is of what the plan saw: of the file, or of the record's text as UTF-8.  *kept* stands in the place of a
    dropped document.  *similarity* is the Jaccard similarity to it for "near", else the share of the document's
    shingles that it has.  *lost* counts the words of the document that stand in no run of five words of *kept*, and
    *loses* says what they are.  *spans* are the code points that a trimmed text loses.
    *source* is who published the text, where its record, its page or its sidecar states that,
    and *member* its path within the file, if that is an archive.
    """

    action: Action
    id: str
    file: int
    path: str
    sha256: str
    bytes: int
    words: int
    reason: str
    line: int | None = None
    group: int | None = None
    rule: Reason | None = None
    kept: Place | None = None
    similarity: float | None = None
    lost: int | None = None
    loses: str = ""
    note: str = ""
    copies: int = 0
    spans: list[tuple[int, int]] = []
    source: str = ""
    member: str = ""


# A document of a plan: the number of its file, its path within that, and its line.
Key = tuple[int, str, int | None]


def key_of(place: Line | Place) -> Key:
    """Return by what a document of a plan is found."""
    return place.file, place.member, place.line


def member_of(path: str, file: str) -> str:
    """Return the part of the *path* of a document that lies within the archive shown as *file*, "" for other files."""
    return path[len(file) + len(MEMBER) :] if path.startswith(file + MEMBER) else ""


class Plan(Struct, frozen=True):
    """The first line of a plan, and the others; *digest* is of the whole plan as a file, in hexadecimal digits.

    *sealed*: its lines are as this version of the program wrote them.
    """

    head: Head
    lines: list[Line]
    digest: str = ""
    sealed: bool = False
