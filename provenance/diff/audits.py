"""From a reports folder, or the audit.json in it, to the sections that a comparison needs, checked field by field."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import UsageError
from provenance.files import contents
from provenance.fixity.records import audit_of, records_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Record = Mapping[str, object]

# The stage that a section comes from, by which it is known whether there was one.
_STAGES = {"claims": "attribute", "groups": "group", "findings": "rules"}
# What a record must have, so that it can be compared.
_NAMED = {
    "documents": ("id",),
    "claims": ("document", "property", "value", "asserter"),
    "groups": ("keep",),
    "findings": ("code", "path", "severity", "message", "fingerprint"),
}


class Audit(NamedTuple):
    """An audit as its audit.json has it; *lacks* are the sections that it did not compute."""

    path: str
    version: str
    settings: Record
    documents: Sequence[Record]
    claims: Sequence[Record]
    groups: Sequence[Record]
    findings: Sequence[Record]
    lacks: frozenset[str]


def opened(path: str) -> Audit:
    """Return the audit in the folder or the file at *path*.  Raises UsageError where there is none."""
    file = os.path.join(path, "audit.json") if os.path.isdir(path) else path
    try:
        raw = contents(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{file}: cannot be read: {reason}; name a reports folder or its audit.json") from error
    whole = audit_of(file, raw)
    left_out, settings = whole.get("left_out"), whole.get("settings")
    if not isinstance(left_out, list) or not isinstance(settings, dict):
        raise UsageError(f"{file}: it does not say how it was made; make it again with: provenance audit")
    sections = {name: [_checked(file, name, one) for one in records_of(file, whole, name)] for name in _NAMED}
    return Audit(
        file,
        str(whole.get("version", "")),
        settings,
        **sections,
        lacks=frozenset(name for name, stage in _STAGES.items() if stage in left_out),
    )


def _checked(file: str, section: str, record: Record) -> Record:
    """Return a *record* that has what its *section* must have, each a text."""
    for name in _NAMED[section]:
        if not isinstance(record.get(name), str):
            raise UsageError(f"{file}: a record of {section} has no {name}; make the audit again")
    if section == "groups":
        members_of(file, record)
    return record


def members_of(file: str, group: Record) -> list[str]:
    """Return the ids of the members of a *group*."""
    members = group.get("members")
    names = [one.get("document") for one in members if isinstance(one, dict)] if isinstance(members, list) else []
    if not names or not all(isinstance(name, str) for name in names):
        raise UsageError(f"{file}: a group has no members; make the audit again")
    return [str(name) for name in names]
