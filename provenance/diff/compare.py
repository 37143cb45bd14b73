"""From two audits to their differences: what only one has, and what both have and say otherwise."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from provenance.diff.audits import members_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from provenance.diff.audits import Audit, Record

SECTIONS = ("documents", "groups", "claims", "findings")
Kind = Literal["came", "went", "changed", "moved"]
KINDS: tuple[Kind, ...] = ("came", "went", "changed", "moved")
# What an audit concludes about a document, beside its text.
_VERDICTS = ("title", "source", "published", "derived_from_source", "redundant_share")


class Change(NamedTuple):
    """One difference: in which *section*, its *kind*, what it is about, and what was there *before* and *after*."""

    section: str
    kind: Kind
    about: str
    before: str = ""
    after: str = ""


class Difference(NamedTuple):
    """All differences of two audits, and the *sections* that could not be compared, since one of them lacks these."""

    old: Audit
    new: Audit
    settings: list[Change]
    changes: list[Change]
    lacking: list[str]

    def number(self, section: str, kind: Kind) -> int:
        """Return how many differences of a *kind* there are in a *section*."""
        return sum(one.section == section and one.kind == kind for one in self.changes)


def compared(old: Audit, new: Audit) -> Difference:
    """Return how *new* differs from *old*.

    A document is known by its id, or by its digest where only its id changed: it has moved then, and what is said about
    it is compared under its new id.  A finding is known by its fingerprint, a group by most of its members.
    """
    moved = _moved(old.documents, new.documents)

    def name(document: object) -> str:
        return moved.get(str(document), str(document))

    lacking = [section for section in SECTIONS if section in old.lacks | new.lacks]
    parts: dict[str, Callable[[], Iterable[Change]]] = {
        "documents": lambda: _documents(old.documents, new.documents, moved),
        "groups": lambda: _groups(old, new, name),
        "claims": lambda: _claims(old.claims, new.claims, name),
        "findings": lambda: _findings(old.findings, new.findings, name),
    }
    changes = [one for section, part in parts.items() if section not in lacking for one in part()]
    return Difference(old, new, list(_settings(old, new)), changes, lacking)


def _settings(old: Audit, new: Audit) -> Iterator[Change]:
    before, after = {"version": old.version, **old.settings}, {"version": new.version, **new.settings}
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            yield Change("settings", "changed", key, _shown(before.get(key)), _shown(after.get(key)))


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    from provenance.reporters.encode import encode

    return "" if value is None else encode(value)


def _moved(old: Sequence[Record], new: Sequence[Record]) -> dict[str, str]:
    """Return by their old ids the new ids of documents that have the same digest under another one, each once."""
    was, now = {one["id"] for one in old}, {one["id"] for one in new}
    free: dict[object, list[str]] = {}
    for one in reversed(new):
        if one["id"] not in was and one.get("sha256"):
            free.setdefault(one["sha256"], []).append(str(one["id"]))
    found = {}
    for one in old:
        if one["id"] not in now and (places := free.get(one.get("sha256"))):
            found[str(one["id"])] = places.pop()
    return found


def _documents(old: Sequence[Record], new: Sequence[Record], moved: Mapping[str, str]) -> Iterator[Change]:
    before = {moved.get(str(one["id"]), str(one["id"])): one for one in old}
    after = {str(one["id"]): one for one in new}
    origins = {now: was for was, now in moved.items()}
    for name in sorted({*before, *after}):
        if name not in after:
            yield Change("documents", "went", name, _size(before[name]))
        elif name not in before:
            yield Change("documents", "came", name, "", _size(after[name]))
        else:
            if name in origins:
                yield Change("documents", "moved", name, origins[name], name)
            if before[name].get("sha256") != after[name].get("sha256"):
                yield Change("documents", "changed", f"{name}: text", _size(before[name]), _size(after[name]))
            for key in _VERDICTS:
                if before[name].get(key) != after[name].get(key):
                    texts = _shown(before[name].get(key)), _shown(after[name].get(key))
                    yield Change("documents", "changed", f"{name}: {key.replace('_', ' ')}", *texts)


def _size(document: Record) -> str:
    return f"{document.get('words', 0)} words, SHA-256 {str(document.get('sha256') or 'unknown')[:12]}"


def _claims(old: Sequence[Record], new: Sequence[Record], name: Callable[[object], str]) -> Iterator[Change]:
    """Yield the claims that came and went; one of each of the same kind in a document is a claim that changed."""
    before = Counter((name(one["document"]), _kind_of(one), str(one["value"])) for one in old)
    after = Counter((str(one["document"]), _kind_of(one), str(one["value"])) for one in new)
    went, came = _by_kind(before - after), _by_kind(after - before)
    for about in sorted({*went, *came}):
        yield from _pairwise("claims", ": ".join(about), went.get(about, []), came.get(about, []))


def _kind_of(claim: Record) -> str:
    return f"{claim['property']}, by the {claim['asserter']}"


def _by_kind(counts: Counter[tuple[str, str, str]]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for document, kind, value in sorted(counts.elements()):
        found.setdefault((document, kind), []).append(value)
    return found


def _pairwise(section: str, about: str, went: Sequence[str], came: Sequence[str]) -> Iterator[Change]:
    both = min(len(went), len(came))
    for before, after in zip(went[:both], came[:both], strict=True):
        yield Change(section, "changed", about, before, after)
    for before in went[both:]:
        yield Change(section, "went", about, before)
    for after in came[both:]:
        yield Change(section, "came", about, "", after)


def _findings(old: Sequence[Record], new: Sequence[Record], name: Callable[[object], str]) -> Iterator[Change]:
    """Yield the findings that came and went, and those that both have with another message or severity."""
    before, after = _by_print(old), _by_print(new)
    went = [one for key, rows in before.items() for one in rows[len(after.get(key, ())) :]]
    came = [one for key, rows in after.items() for one in rows[len(before.get(key, ())) :]]
    for key in sorted(before.keys() & after.keys()):
        for was, now in zip(before[key], after[key], strict=False):
            if _said(was) != _said(now):
                yield Change("findings", "changed", _place(now, str), _said(was), _said(now))
    # The fingerprint of a finding on a document that moved is another one, so such findings are known by their places.
    places = _places(went, name), _places(came, str)
    for about in sorted({*places[0], *places[1]}):
        one, other = (side.get(about, []) for side in places)
        both = Counter(row["severity"] for row in one) & Counter(row["severity"] for row in other)
        for rows, kind in ((one, "went"), (other, "came")):
            left = Counter(both)
            for row in rows:
                if left[row["severity"]]:
                    left[row["severity"]] -= 1
                elif kind == "went":
                    yield Change("findings", "went", about, _said(row))
                else:
                    yield Change("findings", "came", about, "", _said(row))


def _places(findings: Sequence[Record], name: Callable[[object], str]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for one in sorted(findings, key=_said):
        found.setdefault(_place(one, name), []).append(one)
    return found


def _by_print(findings: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for one in findings:
        found.setdefault(f"{one['code']} {one['fingerprint']}", []).append(one)
    return found


def _place(finding: Record, name: Callable[[object], str]) -> str:
    return f"{finding['code']} {name(finding.get('document') or finding['path'])}"


def _said(finding: Record) -> str:
    return f"{finding['severity']}: {finding['message']}"


def _groups(old: Audit, new: Audit, name: Callable[[object], str]) -> Iterator[Change]:
    """Yield the groups that came and went, and those that have other members or keep another one."""
    before = [{name(one) for one in members_of(old.path, group)} for group in old.groups]
    after = [set(members_of(new.path, group)) for group in new.groups]
    same = _matched(before, after)
    for number, members in enumerate(before):
        if number not in same:
            yield Change("groups", "went", _named(members), name(old.groups[number]["keep"]))
    for number, members in enumerate(after):
        if number not in same.values():
            yield Change("groups", "came", _named(members), "", str(new.groups[number]["keep"]))
    for one, other in sorted(same.items(), key=lambda pair: pair[1]):
        about = _named(after[other])
        if before[one] != after[other]:
            left, joined = sorted(before[one] - after[other]), sorted(after[other] - before[one])
            yield Change("groups", "changed", f"{about}: members", ", ".join(left), ", ".join(joined))
        keeps = name(old.groups[one]["keep"]), str(new.groups[other]["keep"])
        if keeps[0] != keeps[1]:
            yield Change("groups", "changed", f"{about}: keep", *keeps)


def _named(members: set[str]) -> str:
    first, *others = sorted(members)
    return f"{first} and {len(others)} more"


def _matched(before: Sequence[set[str]], after: Sequence[set[str]]) -> dict[int, int]:
    """Return which of the groups *after* is each of those *before*: those with the most members in both, first."""
    owners: dict[str, list[int]] = {}
    for number, members in enumerate(after):
        for member in members:
            owners.setdefault(member, []).append(number)
    shared = Counter((one, other) for one, members in enumerate(before) for m in members for other in owners.get(m, ()))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (one, other), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found
