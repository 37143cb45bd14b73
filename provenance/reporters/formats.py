"""The table of output formats: one row per format, from which options, files, needs, completions and docs derive."""

from __future__ import annotations

from provenance.reporters.format import FINDINGS, Format

# The stages whose values a format shows.
EVERYTHING = frozenset(
    ("digests", "sketch", "group", "keep", "repeats", "inspect", "attribute", "derive", "passages", "rules")
)
NOTHING = frozenset[str]()
DIGESTS = frozenset(("digests",))
CLAIMS = frozenset(("attribute",))
PAIRS = frozenset(("sketch", "group"))
GROUPS = PAIRS | {"keep"}
PASSAGES = PAIRS | {"repeats", "passages"}
# Where passages are found anyway, pairs.csv lists all pairs, and so it says of all which is the copy.
FILLED = ("passages", "derive")

# Files of the output folder are written in this order: audit.json, by which a folder is known to be whole, is the last.
FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(
            "table",
            "the summary and the worst documents",
            "overview.terminal:write",
            FINDINGS | GROUPS,
            for_people=True,
        ),
        Format("concise", "a line per finding, as compilers print it", "findings.lines:concise", for_people=True),
        Format("full", "each finding with the passages it is about", "findings.full:write", for_people=True),
        Format("summary", "what was computed, in a few lines", "overview.terminal:brief", NOTHING, for_people=True),
        Format("inputs", "CSV, a row per file that was met", "tables.csv_file:inputs", DIGESTS, "inputs.csv"),
        Format("documents", "CSV, a row per document", "tables.csv_file:documents", EVERYTHING, "documents.csv"),
        Format("claims", "CSV, a row per claim", "tables.csv_file:claims", CLAIMS, "claims.csv"),
        Format("pairs", "CSV, a row per pair of documents", "tables.csv_file:pairs", PAIRS, "pairs.csv", fills=FILLED),
        Format("passages", "CSV, a row per place of a passage", "tables.csv_file:passages", PASSAGES, "passages.csv"),
        Format("groups", "CSV, a row per member of a group", "tables.csv_file:groups", GROUPS, "groups.csv"),
        Format("csv", "CSV, a row per finding", "tables.csv_file:findings", FINDINGS, "findings.csv", "findings"),
        Format("markdown", "a report to read", "overview.markdown:write", EVERYTHING, "report.md", "report"),
        Format("html", "a page for browsers that works offline", "html:write", EVERYTHING, "report.html"),
        Format("json", "everything, as a JSON schema describes", "audit_json:write", EVERYTHING, "audit.json", "audit"),
        Format("html-dir", "the page, for large corpora", needs=EVERYTHING, folder="html:write_folder"),
        Format("jsonl", "a JSON object per finding", "findings.lines:jsonl"),
        Format("github", "annotations of GitHub Actions", "findings.github:write"),
        Format("gitlab", "GitLab Code Quality", "findings.gitlab:write"),
        Format("junit", "JUnit XML", "findings.junit:write"),
        Format("rdjson", "Reviewdog Diagnostic Format", "findings.rdjson:write"),
        Format("sarif", "SARIF 2.1.0", "findings.sarif:write"),
        Format(
            "prov",
            "PROV-JSON, or PROV-N into a file .provn",
            "archives.prov:write",
            EVERYTHING,
            by_suffix=((".provn", "archives.prov:write_notation"),),
        ),
        Format("premis", "PREMIS 3 events", "archives.premis:write", EVERYTHING),
        Format("croissant", "Croissant 1.0 metadata of the tables", "archives.croissant:write", EVERYTHING),
        Format("datacard", "a section for a dataset card", "archives.datacard:write", EVERYTHING),
        Format("rights", "notices of rights by source", "archives.rights:write", CLAIMS | {"sketch"}),
        Format("sqlite", "a database with all tables", needs=EVERYTHING, binary="archives.sqlite:write"),
        Format("ro-crate", "RO-Crate 1.3 with the tables", needs=EVERYTHING, folder="archives.ro_crate:write"),
        Format("bagit", "a BagIt 1.0 bag with the corpus", needs=EVERYTHING, folder="archives.bagit:write"),
        Format("bundle", "all of it, sealed, as a zip", needs=EVERYTHING, binary="archives.bundle:write"),
    )
}


def find(name: str) -> Format | None:
    """Return the format called *name*: a row of the table, else what an installed package registers under it.

    Raises UsageError where that package fails.
    """
    if name in FORMATS:
        return FORMATS[name]
    from provenance.reporters.plugins import load

    return load(name)


def printable() -> list[str]:
    """Return the names of the formats that write to a stream, for -f; -o takes those of folders too."""
    return [name for name, row in FORMATS.items() if not (row.folder or row.binary)]


def files() -> dict[str, Format]:
    """Return the formats with a file in the output folder, by the keys that --write takes, in the order of writing."""
    return {row.key or row.name: row for row in FORMATS.values() if row.file}
