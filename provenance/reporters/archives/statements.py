"""Statements of PROV (W3C, PROV-DM 2013), and their two notations: PROV-JSON and PROV-N."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from provenance.reporters.display.words import visible
from provenance.reporters.encode import encode


class Name(NamedTuple):
    """A qualified name: a prefix and a local part, as PROV-N writes it."""

    text: str


Literal = str | int | float | bool | Name
Attributes = Sequence[tuple[str, Literal]]

# The arguments of each kind of statement, in the order in which PROV-N writes them, as PROV-JSON calls them.
_ARGUMENTS = {
    "entity": (),
    "activity": ("prov:startTime", "prov:endTime"),
    "agent": (),
    "wasGeneratedBy": ("prov:entity", "prov:activity", "prov:time"),
    "used": ("prov:activity", "prov:entity", "prov:time"),
    "wasAssociatedWith": ("prov:activity", "prov:agent", "prov:plan"),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "wasDerivedFrom": (
        "prov:generatedEntity", "prov:usedEntity", "prov:activity", "prov:generation", "prov:usage",
    ),
    "wasInfluencedBy": ("prov:influencee", "prov:influencer"),
}  # fmt: skip
_ELEMENTS = frozenset(("entity", "activity", "agent"))


class Statement(NamedTuple):
    """One statement: its *kind*, the *names* that it is about, and its *attributes*."""

    kind: str
    names: tuple[str, ...]
    attributes: Attributes = ()


def as_json(prefixes: Mapping[str, str], statements: Iterable[Statement]) -> Iterator[str]:
    """Yield PROV-JSON (W3C member submission, 2013), a line for each statement."""
    by_kind: dict[str, list[str]] = {}
    for statement in statements:
        known = by_kind.setdefault(statement.kind, [])
        key, record = _json(statement, len(known) + 1)
        known.append(f"{encode(key)}:{encode(record)}")
    yield f'{{"prefix":{encode(dict(prefixes))}'
    for kind, records in by_kind.items():
        yield f',\n"{kind}":{{\n' + ",\n".join(records) + "\n}"
    yield "}\n"


def as_notation(prefixes: Mapping[str, str], statements: Iterable[Statement]) -> Iterator[str]:
    """Yield PROV-N (W3C recommendation, 2013)."""
    yield "document\n"
    for prefix, address in prefixes.items():
        yield f"  prefix {prefix} <{address}>\n"
    yield "\n"
    for statement in statements:
        names = [*statement.names]
        if statement.kind not in _ELEMENTS:
            names += ["-"] * (len(_ARGUMENTS[statement.kind]) - len(names))
        attributes = ", ".join(f"{key}={_notation(value)}" for key, value in statement.attributes)
        yield f"  {statement.kind}({', '.join(names)}{f', [{attributes}]' if attributes else ''})\n"
    yield "endDocument\n"


def _json(statement: Statement, number: int) -> tuple[str, dict[str, object]]:
    """Return the key and the record of a statement in PROV-JSON; relations have blank names."""
    record: dict[str, object] = {}
    if statement.kind in _ELEMENTS:
        key = statement.names[0]
    else:
        key = f"_:{statement.kind}{number}"
        record.update(zip(_ARGUMENTS[statement.kind], statement.names, strict=False))
    for name, value in statement.attributes:
        one = _typed(value)
        if name not in record:
            record[name] = one
        else:
            known = record[name]
            record[name] = [*known, one] if isinstance(known, list) else [known, one]
    return key, record


def _typed(value: Literal) -> object:
    if isinstance(value, Name):
        return {"$": value.text, "type": "prov:QUALIFIED_NAME"}
    if isinstance(value, bool):
        return {"$": str(value).lower(), "type": "xsd:boolean"}
    if isinstance(value, int | float):
        return {"$": _number(value), "type": "xsd:int" if isinstance(value, int) else "xsd:double"}
    return visible(value)


def _notation(value: Literal) -> str:
    if isinstance(value, Name):
        return f"'{value.text}'"
    if isinstance(value, bool):
        return f'"{str(value).lower()}" %% xsd:boolean'
    if isinstance(value, int | float):
        return f'"{_number(value)}" %% {"xsd:int" if isinstance(value, int) else "xsd:double"}'
    return _quoted(visible(value))


def _quoted(text: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escapes.get(sign, sign) for sign in text) + '"'


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6f}"
