"""From a plan to lines of JSON, and back: what was edited by hand is checked as if it were hostile."""

from __future__ import annotations

import hashlib

from provenance.errors import UsageError
from provenance.files import contents
from provenance.plan.values import FORMAT, Head, Key, Line, Plan, key_of
from provenance.version import __version__

_WAY_OUT = "make the plan again with: provenance dedup plan"


def written(plan: Plan) -> bytes:
    """Return *plan* as a file."""
    from msgspec.json import Encoder
    from msgspec.structs import replace

    encoder = Encoder()
    lines = b"".join([encoder.encode(line) + b"\n" for line in plan.lines])
    return encoder.encode(replace(plan.head, seal=_seal_of(plan.head, lines))) + b"\n" + lines


def _seal_of(head: Head, lines: bytes) -> str:
    """Return the digest of a plan, all but the seal itself."""
    from msgspec.json import encode
    from msgspec.structs import replace

    digest = hashlib.sha256(encode(replace(head, seal="")))
    digest.update(lines)
    return digest.hexdigest()


def read(path: str) -> Plan:
    """Return the plan in the file at *path*.

    Raises UsageError where there is none, and for a plan that is not whole or says what no plan can.
    """
    from msgspec import DecodeError, ValidationError
    from msgspec.json import Decoder

    try:
        raw = contents(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path}: cannot be read: {reason}; name a plan that 'provenance dedup plan' wrote") from error
    first, end, rest = raw.partition(b"\n")
    if f'"{FORMAT}"'.encode() not in first[:100] or not end:
        raise UsageError(f"{path}: this is no plan of this version ({FORMAT}); {_WAY_OUT}")
    number = 1
    decode = Decoder(Line).decode
    lines: list[Line] = []
    try:
        head = Decoder(Head).decode(first)
        for line in rest.split(b"\n")[:-1]:
            number += 1
            lines.append(decode(line))
    except (DecodeError, ValidationError) as error:
        raise UsageError(f"{path}:{number}: {str(error)[:1].lower()}{str(error)[1:]}; {_WAY_OUT}") from error
    if rest and not rest.endswith(b"\n"):
        raise UsageError(f"{path}: it is cut off in line {number}; {_WAY_OUT}")
    sealed = head.version == __version__ and head.seal == _seal_of(head, rest)
    plan = Plan(head, lines, hashlib.sha256(raw).hexdigest(), sealed)
    _check(plan, path)
    return plan


def _check(plan: Plan, path: str) -> None:
    """Raise UsageError for what every line may say by itself but not a whole plan."""
    files = plan.head.files
    for number, file in enumerate(files, 1):
        if not 0 <= file.root < len(plan.head.roots):
            raise UsageError(f"{path}:1: file {number} is below a root that the plan does not name; {_WAY_OUT}")
    stays: set[Key] = set()
    seen: set[Key] = set()
    for number, line in enumerate(plan.lines, 2):
        if wrong := _wrong(line, len(files)):
            raise UsageError(f"{path}:{number}: {wrong}; {_WAY_OUT}")
        place = key_of(line)
        if place in seen:
            raise UsageError(f"{path}:{number}: {line.id!r} is in the plan twice; {_WAY_OUT}")
        seen.add(place)
        if line.action != "drop":
            stays.add(place)
    for number, line in enumerate(plan.lines, 2):
        kept = line.kept
        if kept is not None and key_of(kept) not in stays:
            raise UsageError(f"{path}:{number}: nothing says that {kept.id!r} is kept in its place; {_WAY_OUT}")


def _wrong(line: Line, files: int) -> str:
    """Return what is wrong with a *line*, "" if nothing is."""
    if not 0 <= line.file < files:
        return f"there is no file {line.file}"
    if line.line is not None and line.line < 1:
        return f"there is no line {line.line}"
    if (line.action == "drop") != (line.kept is not None):
        return "a document is dropped for one that is kept, and only then names one"
    if line.kept is not None and not 0 <= line.kept.file < files:
        return f"there is no file {line.kept.file}"
    if (line.action == "trim") != bool(line.spans):
        return "a text is trimmed by spans, and only then names some"
    at = 0
    for start, end in line.spans:
        if not at <= start < end:
            return "its spans overlap or are not in order"
        at = end
    return ""
