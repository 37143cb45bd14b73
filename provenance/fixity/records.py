"""From the bytes of an audit.json to its sections, checked: another program may have written or cut them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def audit_of(path: str, raw: bytes) -> Mapping[str, object]:
    """Return the audit.json in *raw*.  Raises UsageError about *path* where it is none."""
    from orjson import JSONDecodeError, loads

    try:
        whole: object = loads(raw)
    except JSONDecodeError as error:
        raise UsageError(f"{path}: this is no JSON: {error.msg} in line {error.lineno}; is it cut off?") from error
    if not isinstance(whole, dict) or whole.get("tool") != "provenance" or whole.get("schema") != 1:
        raise UsageError(f"{path}: this is no audit.json of this version; make it again with: provenance audit")
    return whole


def records_of(path: str, whole: Mapping[str, object], section: str) -> Iterator[Mapping[str, object]]:
    """Yield the records of a *section*; UsageError where it is no list of objects."""
    records = whole.get(section, [])
    if not isinstance(records, list):
        raise UsageError(f"{path}: {section} is no list; make the audit again")
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise UsageError(f"{path}: number {number} of {section} is no object; make the audit again")
        yield record


def inputs_of(path: str, raw: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield for each file that an audit.json names its number, its name and its digest."""
    for number, record in enumerate(records_of(path, audit_of(path, raw), "inputs"), 1):
        name, digest = record.get("path"), record.get("sha256")
        if not isinstance(name, str) or not isinstance(digest, str | None):
            raise UsageError(f"{path}: number {number} of inputs has no path and digest; make the audit again")
        if record.get("media_type") != "inode/directory":
            yield number, name, digest or ""
