"""From decisions about pairs, exported by the HTML report, to entries of the baseline.

"Independent" and "boilerplate" accept the findings between two texts.  "Copy" confirms the findings: they keep failing,
and entries that accepted them are withdrawn.  "Unsure" changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.baseline.update import accepting
from provenance.errors import ConfigError
from provenance.files import contents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.baseline.entries import Entry
    from provenance.baseline.judge import Judgement
    from provenance.model import Evidence

    Pair = tuple[int, ...]

_ACCEPTING = frozenset(("independent", "boilerplate"))
_CONFIRMING = "copy"
_SIDES = ("left", "right")
_KINDS = (_CONFIRMING, "independent", "boilerplate", "unsure")


@attrs.frozen
class Decision:
    """A decision about two documents, by ids and digests ("" if unknown), and its *place*, file and line.

    *keep* is which of two copies is to be kept, 0 or 1; None leaves that to the policy.
    """

    ids: tuple[str, str]
    digests: tuple[str, str]
    kind: str
    note: str
    place: str
    keep: int | None = None


@attrs.frozen
class Update:
    """The *entries* to keep beside those outside of the run, the numbers of findings that decisions *accepted* and
    *withdrawn*, and a sentence for each decision that was *passed* over."""

    entries: list[Entry]
    accepted: int
    withdrawn: int
    passed: list[str]


def read(path: str) -> list[Decision]:
    """Return the decisions of the file at *path*, in order.  Raises ConfigError with the first invalid line."""
    try:
        lines = contents(path).split(b"\n")
    except OSError as error:
        raise ConfigError(f"{path}: the decisions cannot be read: {error.strerror}") from error
    return [
        parsed(raw.removeprefix(b"\xef\xbb\xbf"), f"{path}:{number}")
        for number, raw in enumerate(lines, 1)
        if raw.strip(b"\xef\xbb\xbf \t\r")
    ]


def parsed(raw: bytes, place: str) -> Decision:
    """Return the decision in a line of JSON.  Raises ConfigError, which names its *place*."""
    # Not orjson: it rejects a lone surrogate, which an id may contain.
    from json import loads

    try:
        record: object = loads(raw)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{place}: this is not a line of JSON: {error}; export the decisions again") from error
    if not isinstance(record, dict):
        raise ConfigError(f"{place}: this is not a decision about a pair; fix or delete this line")
    names = ("left", "right", "left_sha256", "right_sha256", "decision", "note")
    left, right, *more = (record.get(name, "" if "sha256" in name or name == "note" else None) for name in names)
    first, second, kind, note = (value if isinstance(value, str) else None for value in more)
    if not (isinstance(left, str) and isinstance(right, str)) or left == right:
        raise ConfigError(f'{place}: "left" and "right" must be the ids of two documents; fix or delete this line')
    if kind not in _KINDS:
        raise ConfigError(f'{place}: "decision" must be one of {", ".join(_KINDS)}; fix or delete this line')
    if first is None or second is None or note is None:
        raise ConfigError(f'{place}: "note" and the digests must be strings; fix or delete this line')
    keep = record.get("keep")
    if keep is not None and (keep not in _SIDES or kind != _CONFIRMING):
        raise ConfigError(f'{place}: "keep" must be left or right, and the decision a copy; fix or delete this line')
    side = None if keep is None else _SIDES.index(keep)
    return Decision((left, right), (first, second), kind, note, place, side)


def deciding(judgement: Judgement, evidence: Evidence, decisions: Sequence[Decision], why: str) -> Update:
    """Return the update of a *judgement* by *decisions*; the last one about a pair counts.

    The reason of an entry is the decision's note, else its earlier reason, else *why*, else the kind of the decision.
    """
    passed: list[str] = []
    decided = placed(decisions, evidence, passed)
    tied = {tuple(sorted(edge.documents)) for edge in judgement.edges}
    passed += [
        f"{decision.place}: not applied: there is no finding between {decision.ids[0]} and {decision.ids[1]}"
        for pair, decision in decided.items()
        if pair not in tied
    ]
    held = {edge.finding.fingerprint: entry for entry, edge in judgement.matches}
    reasons: dict[str, str] = {}
    confirmed: set[str] = set()
    for edge in judgement.edges:
        decision = decided.get(tuple(sorted(edge.documents)))
        name = edge.finding.fingerprint
        if decision is not None and decision.kind in _ACCEPTING:
            known = held[name].why if name in held else ""
            reasons[name] = decision.note or known or why or decision.kind
        elif decision is not None and decision.kind == _CONFIRMING:
            confirmed.add(name)
    entries = accepting(judgement, reasons, confirmed)
    return Update(entries, len(reasons.keys() - held.keys()), len(confirmed & held.keys()), passed)


def placed(decisions: Sequence[Decision], evidence: Evidence, passed: list[str]) -> dict[Pair, Decision]:
    """Return the decisions by the positions of their documents; add a sentence to *passed* for each without them.

    The side to keep is that of the pair, whichever of its documents a decision names first.
    """
    positions = {document.id: position for position, document in enumerate(evidence.documents)}
    digests: dict[str, list[int]] = {}
    for position, document in enumerate(evidence.documents):
        digests.setdefault(document.sha256, []).append(position)

    def place(name: str, digest: str) -> int | str:
        """Return the position of the document with this id, else with this digest, or why there is none."""
        if name in positions:
            same = not digest or evidence.documents[positions[name]].sha256 == digest
            return positions[name] if same else f"{name} has changed since the decision"
        known = digests.get(digest, []) if digest else []
        if len(known) == 1:
            return known[0]
        return f"{name} is not one of the documents read"

    return _by_pair(decisions, place, passed)


def _by_pair(
    decisions: Sequence[Decision], place: Callable[[str, str], int | str], passed: list[str]
) -> dict[Pair, Decision]:
    placed: dict[Pair, Decision] = {}
    for decision in decisions:
        ends = [place(name, digest) for name, digest in zip(decision.ids, decision.digests, strict=True)]
        wrong = [end for end in ends if isinstance(end, str)]
        if wrong:
            passed.append(f"{decision.place}: not applied: {' and '.join(wrong)}")
            continue
        known = tuple(end for end in ends if isinstance(end, int))
        pair = tuple(sorted(known))
        if decision.keep is not None and pair != known:
            placed[pair] = attrs.evolve(decision, keep=1 - decision.keep)
        else:
            placed[pair] = decision
    return placed
