"""From findings and a file of accepted ones to the new findings, and the entries that match nothing.

An entry is an edge: a code, the one or two documents that it is about, and why it was accepted.  Documents are
identified by the words of their article and by their names, so that an entry survives a rewrapped text and a renamed
file.
"""

from __future__ import annotations

from provenance.baseline.edges import Edge, edges
from provenance.baseline.entries import NAME, Entry, load, save
from provenance.baseline.judge import Judgement, judge
from provenance.baseline.update import accepting

__all__ = ["NAME", "Edge", "Entry", "Judgement", "accepting", "edges", "judge", "load", "save"]
