"""The values that cross stage boundaries: the glossary of the project.

Inside the program a document is identified by its position in the corpus (an int), in outputs by its id.
Spans are half-open ranges of code points in a document's own text, everywhere.
"""

from provenance.model.documents import (
    CONFIDENCES,
    DIRECTIONS,
    MISSED,
    RELATIONS,
    SEVERITIES,
    UNCREDITED,
    Asserter,
    Batch,
    ClaimFlag,
    Columns,
    Confidence,
    DerivationKind,
    Document,
    Notice,
    NoticeKind,
    OverlapKind,
    Severity,
    Sketches,
    Span,
    Standing,
    Statement,
    TraitKind,
    Value,
)
from provenance.model.evidence import (
    Attribution,
    Carrier,
    Claim,
    Derivation,
    Evidence,
    Finding,
    Group,
    Grouping,
    Ledger,
    Overlap,
    Pairs,
    Passage,
    Place,
    Repeats,
    Report,
    Step,
    Taken,
    Timing,
    Trait,
)

__all__ = [
    "CONFIDENCES", "DIRECTIONS", "MISSED", "RELATIONS", "SEVERITIES", "UNCREDITED", "Asserter", "Attribution", "Batch",
    "Carrier", "Claim", "ClaimFlag", "Columns", "Confidence", "Derivation", "DerivationKind", "Document", "Evidence",
    "Finding", "Group", "Grouping", "Ledger", "Notice", "NoticeKind", "Overlap", "OverlapKind", "Pairs", "Passage",
    "Place", "Repeats", "Report", "Severity", "Sketches", "Span", "Standing", "Statement", "Step", "Taken", "Timing",
    "Trait", "TraitKind", "Value",
]  # fmt: skip
