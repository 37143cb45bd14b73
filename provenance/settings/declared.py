"""Settings: one small frozen class a stage.  They never compute; whoever needs a default's meaning asks the stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.model import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model import Severity

TEXT_FIELDS = {"text": "text", "id": "id", "title": "title", "date": "date", "source": "source", "url": "url"}


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Reading(Value):
    """How inputs are read.  *fields* maps our names to the field names of records; *encoding* overrides detection.

    *include* and *exclude* are patterns as in .gitignore, for paths from the folder *root*; *gitignore*: what git
    ignores is passed over too.  What is named on the command line is read all the same.  *follow_links*: links that
    lead out of what was given, or to what is passed over there, are followed too.

    Of files, by where they really lie, *instead* says what to read in their place, also where nothing stands there any
    more, and *without* which to leave out.
    """

    fields: dict[str, str] = attrs.field(factory=lambda: dict(TEXT_FIELDS))
    encoding: str | None = None
    digests: bool = True
    batch_bytes: int = 8 << 20
    max_document_bytes: int = 64 << 20
    output: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    gitignore: bool = True
    follow_links: bool = False
    root: str = ""
    instead: Mapping[bytes, bytes] = attrs.field(factory=dict)
    without: frozenset[bytes] = frozenset()


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Grouping(Value):
    """How near-duplicates are grouped.  *threshold* is of exact Jaccard similarity, above 0 and at most 1.

    *listed_partners*: a pair is left out of the list when both its documents have more partners than this.
    *memory_share*: texts that take more than this share of the machine's memory are read again instead of kept.
    *jobs*: threads; 0 for as many as there are processors.
    """

    threshold: float = 0.7
    listed_partners: int = 1000
    memory_share: float = 0.01
    jobs: int = 0


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Aligning(Value):
    """What counts as a passage.  *min_words* is the fewest words of a passage that is reported.

    *boilerplate* are texts whose passages are known to stand everywhere, and count as no overlap.
    """

    min_words: int = 10
    boilerplate: tuple[str, ...] = ()


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Attributing(Value):
    """How claims are read and judged.

    *as_of* (YYYY-MM-DD) is what "future" is measured against; None: the container's date.  *agencies* are files that
    add to the table of agencies.
    """

    as_of: str | None = None
    agencies: tuple[str, ...] = ()


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Acceptance(Value):
    """Findings that are accepted: of rules whose codes begin with one of *codes*, between what *paths* fit.

    One path: at what it fits, whatever they point to.  *file* and *line* are where the setting stands.
    """

    codes: tuple[str, ...]
    paths: tuple[str, ...]
    reason: str
    file: str = ""
    line: int = 0


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Judging(Value):
    """Which rules speak: prefixes of codes; *ignore* wins over *select* where its prefix is at least as long.

    *extend* are selected beside what *select* or the rules themselves say.  *severity* gives rules, by prefix, another
    severity.  *accept* passes over findings, for paths from the folder *root*.  *baseline* is the file of accepted
    findings; "": the usual one, where there is one.  *mojibake* is what finds mojibake: "own", or "ftfy" beside it.

    *whole* are folders, by where they really lie, of which a run holds all: what it did not meet there is gone.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_level: str = "warning"
    baseline: str = ""
    extend: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    accept: tuple[Acceptance, ...] = ()
    root: str = ""
    mojibake: str = "own"
    whole: tuple[bytes, ...] = ()


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Reporting(Value):
    """What is written where.  *write* names files of the output folder ("pairs" for pairs.csv); empty: all of them.

    *root* is the folder that paths are relative to where other programs read them; "": the working directory.
    """

    output: str = "reports"
    write: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    color: str = "auto"
    rows: int = 50
    root: str = ""


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Config(Value):
    """All settings of a run."""

    reading: Reading = Reading()
    grouping: Grouping = Grouping()
    aligning: Aligning = Aligning()
    attributing: Attributing = Attributing()
    judging: Judging = Judging()
    reporting: Reporting = Reporting()
