"""From two audits to what came, went and changed between them: documents, groups, claims and findings."""

from provenance.diff.audits import Audit, opened
from provenance.diff.compare import Change, Difference, compared

__all__ = ["Audit", "Change", "Difference", "compared", "opened"]
