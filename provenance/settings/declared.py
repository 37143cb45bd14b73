"""The settings of each stage: a setting is declared once, on the field that holds it.

Flags, environment variables, the JSON Schema, the docs, the names of cache entries and the settings in audit.json
derive from the declarations (see ``derived``).  The classes never compute; the stages know what a default means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.model import SEVERITIES, Value
from provenance.settings import kinds, tables
from provenance.settings.extent import Extent
from provenance.settings.policy import BEST, policy
from provenance.settings.setting import CORPUS, DEDUP, READERS, Flag, limit, setting

if TYPE_CHECKING:
    from provenance.model import Severity
    from provenance.settings.tables import Acceptance, Stated

# Our names for the fields of records, each with the name that it has where nothing else is given or found.
TEXT_FIELDS = {
    name: name
    for name in ("text", "id", "title", "date", "updated", "crawled", "source", "publisher", "host", "url", "author")
}

# Headings of flags in the help.
_FILES, _RULES, _ANALYSIS, _OUTPUT = "file selection", "rule selection", "analysis", "output"
_ACCEPTED = "accepted findings"


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Reading(Value):
    """How inputs are read.

    *digests* (whether the digests of files are wanted), *output* (a folder that is never read) and *extent* are not
    settings: the pipeline fills them in.
    """

    include: tuple[str, ...] = setting(
        (),
        key="include",
        kind=kinds.patterns(),
        touches=("read",),
        help="only audit files matching PATTERN, as in .gitignore",
        flag=Flag(_FILES, "PATTERN", READERS),
    )
    exclude: tuple[str, ...] = setting(
        (),
        key="exclude",
        kind=kinds.patterns(),
        touches=("read",),
        help="skip files and folders matching PATTERN",
        flag=Flag(_FILES, "PATTERN", READERS),
    )
    gitignore: bool = setting(
        True,  # noqa: FBT003
        key="respect-gitignore",
        kind=kinds.switch(),
        touches=("read",),
        help="skip files that git ignores, unless they are named on the command line",
    )
    follow_links: bool = setting(
        False,  # noqa: FBT003
        key="follow-links",
        kind=kinds.switch(),
        touches=("read",),
        help="follow links that lead out of the given paths, or to hidden or excluded files",
        flag=Flag(_FILES, "", READERS),
    )
    encoding: str | None = setting(
        None,
        key="encoding",
        kind=kinds.encoding(),
        touches=("read",),
        help="read every file in this encoding instead of detecting it",
        flag=Flag(_FILES, "NAME", (*READERS, "compare", "explain-document")),
    )
    fields: dict[str, str] = setting(
        {},
        key="fields",
        kind=kinds.names(TEXT_FIELDS),
        touches=("read",),
        help="field names in records, such as text=body,date=meta.day [default: found from the first records]",
        flag=Flag(_FILES, "NAME=FIELD", (*READERS, "compare", "explain-document")),
    )
    batch_bytes: int = limit(8 << 20)
    max_document_bytes: int = limit(64 << 20, touches=("read",))
    digests: bool = True
    output: str | None = None
    extent: Extent = Extent()


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Grouping(Value):
    """How near-duplicates are grouped.

    *listed_partners*: a pair is left out of the list when both its documents have more partners than this.
    *memory_share*: texts that take more than this share of the machine's memory are reread instead of kept.
    """

    threshold: float = setting(
        0.7,
        key="threshold",
        kind=kinds.similarity(),
        touches=("group",),
        help="exact Jaccard similarity from which two documents are a pair",
        flag=Flag(_ANALYSIS, "SHARE", READERS),
    )
    noisy: bool = setting(
        False,  # noqa: FBT003
        key="noisy",
        kind=kinds.switch(),
        touches=("group",),
        help="also group scans that are the same but for misread letters, and broken and glued words",
        flag=Flag(_ANALYSIS, "", DEDUP),
    )
    keep: tuple[str, ...] = setting(
        (BEST,),
        key="keep",
        kind=policy(),
        touches=("group",),
        help="which copy of each group to keep: best, earliest, longest, first, source=A,B or path=GLOB,GLOB, "
        "or several in order, as in path=gold/*,longest",
        flag=Flag(_ANALYSIS, "POLICY", DEDUP),
    )
    listed_partners: int = limit(1000, touches=("group",))
    memory_share: float = limit(0.01)
    jobs: int = setting(
        0,
        key="jobs",
        kind=kinds.count(least=0),
        touches=(),
        help="number of threads; 0 for one per processor",
        flag=Flag(_ANALYSIS, "N", (*DEDUP, "index")),
    )


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Aligning(Value):
    """What counts as a passage that texts share."""

    min_words: int = setting(
        10,
        key="min-words",
        kind=kinds.count(least=1),
        touches=("alignment",),
        help="shortest passage to report, in words",
        flag=Flag(_ANALYSIS, "N", (*CORPUS, "compare", "match", "where", "contamination")),
    )
    boilerplate: tuple[str, ...] = setting(
        (),
        key="boilerplate",
        kind=tables.passages(),
        touches=("alignment",),
        help="passages that many texts share by design, and that are no overlap",
    )


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Attributing(Value):
    """How claims about source and date are read and judged."""

    as_of: str | None = setting(
        None,
        key="as-of",
        kind=kinds.day(),
        touches=("attribution",),
        help="treat dates after DATE (YYYY-MM-DD) as future [default: the date that the text's container gives]",
        flag=Flag(_ANALYSIS, "DATE", (*DEDUP, "explain-document", "match", "where")),
    )
    source: tuple[Stated, ...] = setting(
        (),
        key="source",
        kind=tables.stated('a name, or a table such as {"archive/" = "VNA"}'),
        touches=("attribution",),
        help="the source of texts that name none, or a table from patterns of paths to sources",
    )
    published: tuple[Stated, ...] = setting(
        (),
        key="published",
        kind=tables.stated(
            'a date as YYYY-MM-DD, YYYY-MM or YYYY, or a table such as {"archive/" = "1987"}', r"\d{4}(-\d\d(-\d\d)?)?"
        ),
        touches=("attribution",),
        help="the date of texts that have none, or a table from patterns of paths to dates",
    )
    url: tuple[Stated, ...] = setting(
        (),
        key="url",
        kind=tables.stated('an address, or a table such as {"archive/" = "https://archive.example"}'),
        touches=("attribution",),
        help="the address of the site of texts that name none, or a table from patterns of paths to addresses",
    )
    date_order: str = setting(
        "auto",
        key="date-order",
        kind=kinds.choice("auto", "day-first", "month-first"),
        touches=("attribution",),
        help="order of day and month in dates such as 04/03/2024: day-first, month-first, or auto for what other dates "
        "of the same text or field prove",
        flag=Flag(_ANALYSIS, "ORDER", (*DEDUP, "explain-document", "match", "where")),
    )
    agencies: tuple[str, ...] = setting(
        (),
        key="agencies",
        kind=kinds.files(),
        touches=("attribution",),
        help="add a table of news agencies: a TOML file, or package:NAME for one that an installed package provides",
        flag=Flag(_ANALYSIS, "FILE", (*DEDUP, "explain-document", "match", "where")),
    )


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Judging(Value):
    """Which rules are checked, and which findings are accepted or fail a check.

    *ignore* wins over *select* where its prefix of a code is at least as long.  *extend* adds to *select*, or to the
    rules that are on by default.
    """

    select: tuple[str, ...] = setting(
        (),
        key="select",
        kind=kinds.words(),
        touches=("rules",),
        help="only check these rules: codes, prefixes of codes, names, or ALL",
        flag=Flag(_RULES, "CODES", CORPUS),
    )
    extend: tuple[str, ...] = setting(
        (),
        key="extend-select",
        kind=kinds.words(),
        touches=("rules",),
        help="also check these rules",
        flag=Flag(_RULES, "CODES", CORPUS),
    )
    ignore: tuple[str, ...] = setting(
        (),
        key="ignore",
        kind=kinds.words(),
        touches=("rules",),
        help="do not check these rules",
        flag=Flag(_RULES, "CODES", CORPUS),
    )
    list_all: tuple[str, ...] = setting(
        (),
        key="list",
        kind=kinds.words(),
        touches=("rules",),
        help="list each finding of these rules, also where many texts have it",
        flag=Flag(_RULES, "CODES", CORPUS),
    )
    mojibake: str = setting(
        "own",
        key="mojibake",
        kind=kinds.choice("own", "ftfy"),
        touches=("form",),
        help="detector of mojibake: own, or ftfy to run ftfy's detector as well",
        flag=Flag(_ANALYSIS, "NAME", CORPUS),
    )
    severity: tuple[tuple[str, Severity], ...] = setting(
        (),
        key="severity",
        kind=tables.severities(),
        touches=("rules",),
        help="another severity for a rule or a family of rules",
    )
    per_file_ignores: tuple[Acceptance, ...] = setting(
        (),
        key="per-file-ignores",
        kind=tables.ignores_by_file(),
        touches=("rules",),
        help="rules that are not checked in files matching a pattern",
    )
    accept: tuple[Acceptance, ...] = setting(
        (),
        key="accept",
        kind=tables.acceptances(),
        touches=("rules",),
        help="findings that are known and accepted, each with its reason",
    )
    fail_level: str = setting(
        "warning",
        key="fail-level",
        kind=kinds.choice(*SEVERITIES),
        touches=("gate",),
        help="lowest severity that fails a check: error, warning or info",
        flag=Flag(_ACCEPTED, "LEVEL", ("check", "baseline", "match")),
    )
    baseline: str = setting(
        "",
        key="baseline",
        kind=kinds.path("file"),
        touches=("gate",),
        help="file of accepted findings [default: .provenance-baseline.jsonl in the project's folder]",
        flag=Flag(_ACCEPTED, "FILE", ("check", "baseline")),
    )
    manifest: str = setting(
        "",
        key="manifest",
        kind=kinds.path("file"),
        touches=("rules",),
        help="file of SHA-256 digests to compare the files with: lines of sha256sum, a BagIt manifest, inputs.csv or "
        "audit.json of an earlier audit",
        flag=Flag(_FILES, "FILE", ("audit", "check")),
    )

    @property
    def acceptances(self) -> tuple[Acceptance, ...]:
        """Return what the settings accept: single findings, and all that a file's rules find in it."""
        return (*self.accept, *self.per_file_ignores)

    @property
    def fatal(self) -> tuple[Severity, ...]:
        """The severities that fail a check: that of *fail_level* and those above it."""
        return SEVERITIES[: SEVERITIES.index(self.fail_level) + 1]


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Reporting(Value):
    """What is written where.

    *write* names files of the output folder ("pairs" for pairs.csv); empty: all of them.  *rows* is the number of
    documents that the table on the screen shows.
    """

    output: str = setting(
        "reports",
        key="output",
        kind=kinds.path("folder"),
        touches=("reports",),
        help="folder to write the reports to",
        flag=Flag(_OUTPUT, "DIR", ("audit", "contamination")),
    )
    write: tuple[str, ...] = setting(
        (),
        key="write",
        kind=kinds.words(),
        touches=("reports",),
        help="only write these reports: inputs, documents, claims, pairs, passages, groups, findings, report, html, "
        "audit; other files in the folder stay as they are",
        flag=Flag(_OUTPUT, "FILES", ("audit",)),
    )
    formats: tuple[str, ...] = setting(
        (),
        key="format",
        kind=kinds.words(repeatable=False),
        touches=("reports",),
        help="format on standard output",
        flag=Flag(
            _OUTPUT,
            "FORMAT",
            ("audit", "check", "compare", "diff", "explain-document", "index", "match", "where", "contamination"),
            short="-f",
        ),
        in_files=False,
    )
    files: tuple[tuple[str, str], ...] = setting(
        (),
        key="report",
        kind=kinds.outputs(),
        touches=("reports",),
        help="also write a report in FORMAT to PATH",
        flag=Flag(_OUTPUT, "FORMAT=PATH", ("audit", "check", "diff", "match"), short="-o"),
        in_files=False,
    )
    color: str = setting(
        "auto",
        key="color",
        kind=kinds.choice("auto", "always", "never"),
        touches=("reports",),
        help="when to use colors: auto, always or never",
        flag=Flag(_OUTPUT, "WHEN", (*CORPUS, "compare", "explain-document", "match")),
    )
    rows: int = limit(50)


@attrs.frozen(repr=False, eq=False, match_args=False, weakref_slot=False)
class Config(Value):
    """All settings of a run, and what it covers."""

    reading: Reading = Reading()
    grouping: Grouping = Grouping()
    aligning: Aligning = Aligning()
    attributing: Attributing = Attributing()
    judging: Judging = Judging()
    reporting: Reporting = Reporting()
    extent: Extent = Extent()
