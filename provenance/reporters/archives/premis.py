"""From a report to PREMIS 3: the files as objects, the audit as events, the tool as agent."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from provenance.documents import Ids, paths
from provenance.reporters.archives.dates import moment_of
from provenance.reporters.archives.identifiers import address
from provenance.reporters.display.words import visible
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from provenance.model import Input, Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<premis:premis xmlns:premis="http://www.loc.gov/premis/v3" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0">\n'
)
_AGENT = f"provenance {__version__}"
_FIXITY = frozenset(("changed", "missing", "not listed"))


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write the document to *stream*; every event has the day that ``day_of`` returns."""
    moment = moment_of(report, config)
    stream.write(_HEAD)
    files = [one for one in report.evidence.inputs if one.sha256]
    stream.writelines(_object(one) for one in files)
    stream.writelines(
        _event(number, moment, kind, detail, outcome, names)
        for number, (kind, detail, outcome, names) in enumerate(_events(report, config, files), 1)
    )
    stream.write(
        "<premis:agent><premis:agentIdentifier><premis:agentIdentifierType>local</premis:agentIdentifierType>"
        f"<premis:agentIdentifierValue>{_AGENT}</premis:agentIdentifierValue></premis:agentIdentifier>"
        f"<premis:agentName>provenance</premis:agentName><premis:agentType>software</premis:agentType>"
        f"<premis:agentVersion>{__version__}</premis:agentVersion></premis:agent>\n</premis:premis>\n"
    )


def _events(report: Report, config: Config, files: Sequence[Input]) -> Iterator[tuple[str, str, str, Sequence[str]]]:
    """Yield the kind of each event, its detail, its outcome, and the paths of the files that it is about."""
    names = [one.path for one in files]
    if names:
        yield "message digest calculation", "SHA-256", "", names
    by_kind: dict[str, list[str]] = {}
    for one in files:
        by_kind.setdefault(one.media_type or "unknown", []).append(one.path)
    for kind, some in sorted(by_kind.items()):
        yield "format identification", "by content and name", kind, some
    known, ids = set(names), Ids(report.evidence.documents)
    own = list(paths(report.evidence.documents)) if report.evidence.groups else []
    for group in report.evidence.groups:
        places = sorted({own[member] for member in group.members} & known)
        copies = ", ".join(ids[member] for member in group.members if member != group.keep)
        yield "deduplication", f"keep {ids[group.keep]}: {group.why}", f"copies: {copies}", places
    if config.judging.manifest:
        different = [one for one in report.evidence.notices if one.kind in _FIXITY]
        for notice in different:
            yield "fixity check", "compared with a manifest", f"{notice.kind}: {notice.path}: {notice.message}", ()
        if not different:
            yield "fixity check", "compared with a manifest", "no difference", names


def _object(one: Input) -> str:
    size = "" if one.size is None else f"<premis:size>{one.size}</premis:size>"
    return (
        f'<premis:object xsi:type="premis:file">{_identifier("object", one.path)}<premis:objectCharacteristics>'
        "<premis:fixity><premis:messageDigestAlgorithm>SHA-256</premis:messageDigestAlgorithm>"
        f"<premis:messageDigest>{one.sha256}</premis:messageDigest>"
        "<premis:messageDigestOriginator>provenance</premis:messageDigestOriginator></premis:fixity>"
        f"{size}<premis:format><premis:formatDesignation><premis:formatName>{_text(one.media_type or 'unknown')}"
        "</premis:formatName></premis:formatDesignation></premis:format></premis:objectCharacteristics>"
        f"<premis:originalName>{_text(one.path)}</premis:originalName></premis:object>\n"
    )


def _event(number: int, moment: str, kind: str, detail: str, outcome: str, names: Sequence[str]) -> str:
    said = f"<premis:eventOutcome>{_text(outcome)}</premis:eventOutcome>" if outcome else ""
    linked = "".join(
        "<premis:linkingObjectIdentifier><premis:linkingObjectIdentifierType>local</premis:linkingObjectIdentifierType>"
        f"<premis:linkingObjectIdentifierValue>{_text(address(name))}</premis:linkingObjectIdentifierValue>"
        "</premis:linkingObjectIdentifier>"
        for name in names
    )
    return (
        f"<premis:event>{_identifier('event', str(number))}<premis:eventType>{kind}</premis:eventType>"
        f"<premis:eventDateTime>{moment}</premis:eventDateTime><premis:eventDetailInformation><premis:eventDetail>"
        f"{_text(detail)}</premis:eventDetail></premis:eventDetailInformation>"
        + (f"<premis:eventOutcomeInformation>{said}</premis:eventOutcomeInformation>" if said else "")
        + "<premis:linkingAgentIdentifier><premis:linkingAgentIdentifierType>local</premis:linkingAgentIdentifierType>"
        f"<premis:linkingAgentIdentifierValue>{_AGENT}</premis:linkingAgentIdentifierValue>"
        f"</premis:linkingAgentIdentifier>{linked}</premis:event>\n"
    )


def _identifier(what: str, value: str) -> str:
    return (
        f"<premis:{what}Identifier><premis:{what}IdentifierType>local</premis:{what}IdentifierType>"
        f"<premis:{what}IdentifierValue>{_text(address(value))}</premis:{what}IdentifierValue></premis:{what}Identifier>"
    )


def _text(value: str) -> str:
    """Return *value* as the text of an element; what XML cannot hold is written as visible escapes."""
    return escape(visible(value)).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
