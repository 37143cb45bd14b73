"""The columns of the CSV reports: writers write them, and readers know a report by them."""

INPUTS = ("path", "bytes", "sha256", "media_type", "documents", "status", "why")
DOCUMENTS = (
    "id", "path", "line", "sha256", "media_type", "container", "bytes", "words", "title", "source",
    "source_confidence", "published", "published_asserter", "group", "keep", "redundant_share", "first_here",
    "shared_earlier", "stock", "repeated", "derived_from_source", "derived_from_evidence", "findings",
)  # fmt: skip
CLAIMS = (
    "document", "property", "value", "start", "end", "byte_start", "byte_end", "text", "asserter", "method",
    "confidence",
)  # fmt: skip
PAIRS = (
    "left",
    "right",
    "jaccard",
    "left_in_right",
    "right_in_left",
    "relation",
    "measure",
    "direction",
    "confidence",
    "derived_from_source",
)
PASSAGES = (
    "passage", "document", "start", "end", "byte_start", "byte_end", "words", "similarity", "kind", "first",
)  # fmt: skip
GROUPS = ("group", "document", "representative", "similarity", "measure", "keep", "why", "independent_sources")
FINDINGS = ("document", "path", "line", "code", "severity", "start", "end", "message", "fingerprint")

TABLES = frozenset((INPUTS, DOCUMENTS, CLAIMS, PAIRS, PASSAGES, GROUPS, FINDINGS))
