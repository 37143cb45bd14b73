"""From a report to PROV: documents are entities, sources are agents, and a decided derivation is an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.documents import Ids, digests, lines, paths, sizes
from provenance.model import CONFIDENCES, DIRECTIONS, RELATIONS
from provenance.reporters.archives.identifiers import local
from provenance.reporters.archives.statements import Name, Statement, as_json, as_notation
from provenance.reporters.encode import encode
from provenance.settings.written import recorded
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from provenance.model import Derivation, Report
    from provenance.reporters.archives.statements import Attributes, Literal
    from provenance.reporters.places import Places
    from provenance.settings import Config

PREFIXES = {
    "document": "documents/", "source": "sources/", "asserter": "asserters/", "claim": "claims/", "run": "run/",
    "provenance": "terms/",
}  # fmt: skip
_AUDIT, _PLAN, _TOOL = "run:audit", "run:settings", "run:tool"
_QUOTED = frozenset(("quotation", "excerpt"))  # relations in which the copy has a part of the original


def write(report: Report, stream: TextIO, config: Config, places: Places) -> None:
    """Write PROV-JSON to *stream*."""
    stream.writelines(as_json(PREFIXES, statements(report, config, places)))


def write_notation(report: Report, stream: TextIO, config: Config, places: Places) -> None:
    """Write PROV-N to *stream*."""
    stream.writelines(as_notation(PREFIXES, statements(report, config, places)))


def statements(report: Report, config: Config, places: Places) -> Iterator[Statement]:
    """Yield the statements: the run, the documents, where they come from, what is claimed, and who copied whom.

    No time is stated but those that the texts state: PROV asks for none.
    """
    yield from _run(config)
    yield from _documents(report)
    yield from _agents(report)
    yield from _claims(report, places)
    yield from _derivations(report)


def _run(config: Config) -> Iterator[Statement]:
    tool: Attributes = (("prov:type", Name("prov:SoftwareAgent")), ("prov:label", f"provenance {__version__}"))
    yield Statement("agent", (_TOOL,), tool)
    settings = tuple((f"provenance:{key}", encode(value)) for key, value in recorded(config).items())
    yield Statement("entity", (_PLAN,), (("prov:type", Name("prov:Plan")), *settings))
    yield Statement("activity", (_AUDIT,), (("prov:type", "audit"),))
    yield Statement("wasAssociatedWith", (_AUDIT, _TOOL, _PLAN))


def _documents(report: Report) -> Iterator[Statement]:
    some = report.evidence.documents
    columns = (Ids(some), paths(some), lines(some), digests(some), sizes(some).tolist(), report.evidence.words.tolist())
    for name, path, line, digest, size, words in zip(*columns, strict=True):
        attributes: list[tuple[str, Literal]] = [
            ("prov:type", Name("provenance:Document")),
            ("prov:label", name),
            ("prov:location", path),
            ("provenance:bytes", size),
            ("provenance:words", words),
        ]
        if line is not None:
            attributes.append(("provenance:line", line))
        if digest:
            attributes.append(("provenance:sha256", digest))
        yield Statement("entity", (_document(name),), attributes)
    for name in Ids(some):
        yield Statement("used", (_AUDIT, _document(name)))


def _agents(report: Report) -> Iterator[Statement]:
    """Yield the sources, whose each document is, and from whom it was taken."""
    evidence, ids = report.evidence, Ids(report.evidence.documents)
    named = {one.source for one in evidence.attributions if one.source}
    named |= {source for one in evidence.taken for source in one.sources}
    named |= {claim.value for one in evidence.attributions for claim in one.claims if claim.property == "source"}
    for source in sorted(named):
        attributes: Attributes = (("prov:type", Name("prov:Organization")), ("prov:label", source))
        yield Statement("agent", (f"source:{local(source)}",), attributes)
    for at, one in enumerate(evidence.attributions):
        if one.source:
            said: Attributes = (
                ("provenance:confidence", one.source_confidence),
                ("provenance:standing", one.source_standing),
            )
            yield Statement("wasAttributedTo", (_document(ids[at]), f"source:{local(one.source)}"), said)
    for at, taken in enumerate(evidence.taken):
        for source in taken.sources:
            reasons: Attributes = tuple(("provenance:reason", reason) for reason in taken.reasons)
            said = (("prov:type", Name("provenance:TakenFrom")), ("provenance:confidence", taken.confidence), *reasons)
            yield Statement("wasInfluencedBy", (_document(ids[at]), f"source:{local(source)}"), said)


def _claims(report: Report, places: Places) -> Iterator[Statement]:
    """Yield each claim as an entity that is attributed to who asserts it; dates in it are EDTF."""
    ids = Ids(report.evidence.documents)
    asserters = {claim.asserter for one in report.evidence.attributions for claim in one.claims}
    for asserter in sorted(asserters):
        attributes: Attributes = (("prov:type", Name("provenance:Asserter")), ("prov:label", asserter))
        yield Statement("agent", (_asserter(asserter),), attributes)
    number = 0
    for block in places.claims():
        owners = (ids[block.first + at] for at, count in enumerate(block.counts) for _ in range(count))
        for owner, claim, start, end in zip(owners, block.claims, block.starts, block.ends, strict=True):
            number += 1
            said: list[tuple[str, Literal]] = [
                ("prov:type", Name("provenance:Claim")),
                ("provenance:about", Name(_document(owner))),
                ("provenance:property", claim.property),
                ("prov:value", claim.value),
                ("provenance:method", claim.method),
                ("provenance:confidence", claim.confidence),
            ]
            if start is not None and end is not None:
                said += (("provenance:start", start), ("provenance:end", end))
            yield Statement("entity", (f"claim:{number}",), said)
            yield Statement("wasAttributedTo", (f"claim:{number}", _asserter(claim.asserter)))


def _derivations(report: Report) -> Iterator[Statement]:
    """Yield an edge for each pair whose direction is decided, and two influences for one whose direction is not.

    Influence has a direction in PROV, so one of the two alone would claim what is not known.
    """
    evidence = report.evidence
    ids, found = Ids(evidence.documents), evidence.pairs
    reasons = {frozenset((one.original, one.copy)): one for one in evidence.derivations}
    columns = (found.left, found.right, found.relation, found.direction, found.confidence, found.jaccard)
    for at, (left, right, relation, direction, confidence, jaccard) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        kind, decided = RELATIONS[relation], DIRECTIONS[direction]
        if not decided:
            continue
        derivation = reasons.get(frozenset((left, right)))
        said: list[tuple[str, Literal]] = [("provenance:relation", kind), ("provenance:jaccard", jaccard)]
        said += (("provenance:reason", reason) for reason in (derivation.reasons if derivation else ()))
        names = _document(ids[left]), _document(ids[right])
        if decided == "undecided":
            unsure: Attributes = (("prov:type", Name("provenance:Undecided")), *said)
            yield Statement("wasInfluencedBy", names, unsure)
            yield Statement("wasInfluencedBy", names[::-1], unsure)
            continue
        # The direction says which of the two copied.
        copy, original = names if decided == "left" else names[::-1]
        said.append(("provenance:confidence", CONFIDENCES[confidence]))
        if kind in _QUOTED:
            said.insert(0, ("prov:type", Name("prov:Quotation")))
        elif _is_primary(report, at, right if decided == "left" else left, derivation):
            said.insert(0, ("prov:type", Name("prov:PrimarySource")))
        yield Statement("wasDerivedFrom", (copy, original), said)


def _is_primary(report: Report, pair: int, original: int, derivation: Derivation | None) -> bool:
    """Return whether what two documents share was taken from the source whose own text the *original* is."""
    sources, attributions = report.evidence.pair_sources, report.evidence.attributions
    if derivation is None or not sources or not attributions or not sources[pair]:
        return False
    return attributions[original].source in sources[pair].split("+")


def _asserter(name: str) -> str:
    return f"asserter:{name.replace(' ', '-')}"


def _document(name: str) -> str:
    return f"document:{local(name)}"
