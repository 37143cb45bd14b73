"""From pairs of documents and their claims to who copied whom, which member of a group to keep, and how many sources.

Order in the corpus and ids prove nothing here and decide nothing: where the evidence does not say, neither does this.
"""

from __future__ import annotations

from provenance.derive.direction import derive
from provenance.derive.keep import settle
from provenance.derive.sources import independent_sources

__all__ = ["derive", "independent_sources", "settle"]
