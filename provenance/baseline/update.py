"""From a judgement to the entries that accept its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.baseline.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from provenance.baseline.edges import Edge
    from provenance.baseline.judge import Judgement

NO_GLOBS: dict[str, str] = {}


def accepting(
    judgement: Judgement,
    reasons: Mapping[str, str],
    refused: Container[str] = (),
    globs: Mapping[str, str] = NO_GLOBS,
) -> list[Entry]:
    """Return entries for accepted findings and for those with *reasons*, which replace earlier reasons.

    *reasons* and *refused* name findings by their fingerprints; *refused* ones get no entry, even if they had one.
    *globs* hold a pattern of paths for rules of which one entry is to accept everything in the files that match it.
    """
    accepted = {edge.finding.fingerprint: entry for entry, edge in judgement.matches}
    made: dict[object, Entry] = {}
    for edge in judgement.edges:
        name = edge.finding.fingerprint
        entry = accepted.get(name)
        if name in refused or (entry is None and name not in reasons):
            continue
        if entry is not None and entry.glob:
            made[entry.key] = entry
            continue
        glob = globs.get(edge.code, "")
        if glob:
            one = Entry(edge.code, (), (), why=reasons.get(name, ""), glob=glob)
            made.setdefault(one.key, one)
            continue
        one = entry_of(edge, reasons.get(name, "" if entry is None else entry.why))
        known = made.get(one.key)
        made[one.key] = one if known is None else attrs.evolve(known, count=known.count + 1)
    return [*made.values(), *(entry for entry in judgement.alive if entry.key not in made)]


def entry_of(edge: Edge, why: str, count: int = 1) -> Entry:
    """Return the entry that accepts *count* edges like this one."""
    contents = tuple(content for _, content in edge.ends)
    return Entry(edge.code, edge.names, contents, edge.subject, edge.score, count, why)
