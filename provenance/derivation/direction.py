"""From pairs and attributions to the direction of each pair, and the derivations behind it, in columns.

Equal profiles are equal evidence, so that each combination of profiles is decided once, however many pairs it has.
A text is opened once for what it shows, and again where a name of a partner's is to be looked for in it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance import sets
from provenance.derivation.decide import AGAINST, ALONE, BEFORE, THIS_AGENCY, THIS_TEXT, Common, Verdict, decide
from provenance.derivation.edges import Bodies
from provenance.derivation.kinds import kinds
from provenance.derivation.profiles import SourceProfile, page_facts
from provenance.derivation.quotes import quoters
from provenance.derivation.rivals import handed_on, rivals, unplaced, unseen
from provenance.derivation.siblings import siblings
from provenance.derivation.spread import alone
from provenance.derivation.takes import same_lead
from provenance.derivation.which_take import takes
from provenance.model import CONFIDENCES, DIRECTIONS, NEAR_BELOW, RELATIONS, Attribution, Derivation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from provenance.derivation.profiles import PageFacts
    from provenance.derivation.spread import Map
    from provenance.model import Confidence, DerivationKind, Pairs

    # What the lines of a document name, by its position, known or worked out.
    Recall = Callable[[int, Callable[[], PageFacts]], PageFacts]

LEFT, RIGHT, UNDECIDED = (DIRECTIONS.index(name) for name in ("left", "right", "undecided"))
EXCERPT, SHARED = RELATIONS.index("excerpt"), RELATIONS.index("shared")
PART = 0.2  # share of one document's shingles in the other from which on a shared passage may be a part of it
# What two documents may share because both had it from one who is neither.
SAID = (RELATIONS.index("quotation"), RELATIONS.index("shared"))
FLAGS = 1152  # combinations of what two texts have in common; see Common
# Shares of shingles: a text is cut short if the full one has WITHIN of it, and it has less than MORE of the full one.
WITHIN, MORE = 0.8, 0.9
HALF, HELD, ALIKE = 0.5, 0.85, 0.96
MUCH = 0.4  # share of shingles: of two texts that each have as much of the other, neither was made by cuts alone
# Why a pair that its own evidence would decide, or that has none, is left undecided.
UNSETTLED = (
    (),
    ("both derive from one text of this corpus",),
    ("more than one text may be the original of the copy",),
    ("the copy names another text of this corpus, through which it may have the agency's name",),
    ("another take of its source has as much of the copy",),
    ("both are one agency's own, and have neither headline nor lead in common",),
)
RELATED, DOUBTFUL, THROUGH, TAKEN, UNLED = 1, 2, 3, 4, 5
LISTED = 1000  # undecided derivations of a document that are listed


def directed(
    pairs: Pairs,
    attributions: Sequence[Attribution],
    text: Callable[[int], str],
    recall: Recall | None = None,
    parts: Sequence[int] | None = None,
    *,
    spread: Map = alone,
) -> tuple[Pairs, tuple[Derivation, ...], tuple[str, ...], dict[int, SourceProfile]]:
    """Return *pairs* (at least one) with direction and confidence, the derivations behind them, the source that each
    pair has its common text from, and the profiles of the documents in pairs; see ``derive``.
    """
    bodies, distinct, profiles = _profiles(pairs, attributions, text, recall or _anew, parts)
    in_part = np.flatnonzero(np.isin(pairs.relation, (*SAID, EXCERPT, NEAR_BELOW)))
    verdicts, which = _verdicts(pairs, bodies.codes, distinct, quoters(pairs, in_part, text, spread))
    side = np.array([verdict.side for verdict in verdicts], np.int8)[which]
    tie = np.array([verdict.tie for verdict in verdicts], np.int8)[which]
    dates = np.array([verdict.dates for verdict in verdicts], np.int8)[which]
    presumed = np.array([verdict.presumed for verdict in verdicts], np.int8)[which]
    owners = _owners(bodies.codes, distinct)
    late = np.array([verdict.reasons == (BEFORE,) for verdict in verdicts], bool)[which]
    loose = ((side != 0) & (tie < THIS_TEXT) & ((tie >= THIS_AGENCY) | (dates == ALONE))) | late
    late |= dates == AGAINST
    settled, other_take = takes(pairs, side, tie, (loose, np.where(side, side, presumed), late), (owners, bodies))
    other_take &= side != 0
    side[other_take] = 0
    doubtful = unplaced(pairs, side, presumed, dates, bodies) | unseen(pairs, side, presumed, tie, bodies)
    side[doubtful] = 0
    related = siblings(pairs, side, presumed, tie, bodies) & ~settled
    side[related] = 0
    doubtful |= rivals(pairs, side, tie, dates, bodies)
    through = handed_on(pairs, side, tie, dates, owners)
    side[doubtful | through] = 0
    related |= siblings(pairs, side, presumed, tie, bodies) & ~settled
    side[related] = 0
    unled = _unled(pairs, side, owners, text)
    side[unled] = 0
    why = np.select((unled, other_take, related, doubtful, through), (UNLED, TAKEN, RELATED, DOUBTFUL, THROUGH))
    levels = np.array([CONFIDENCES.index(verdict.confidence) for verdict in verdicts], np.int8)[which]
    direction = np.where(side < 0, LEFT, np.where(side > 0, RIGHT, UNDECIDED)).astype(np.int8)
    decided = attrs.evolve(pairs, direction=direction, confidence=np.where(side != 0, levels, 0).astype(np.int8))
    sources = [verdict.source for verdict in verdicts]
    return (
        decided,
        _derivations(decided, side, why, verdicts, which),
        tuple(map(sources.__getitem__, which.tolist())),
        profiles,
    )


def _unled(
    pairs: Pairs, side: NDArray[np.int8], owners: NDArray[np.int64], text: Callable[[int], str]
) -> NDArray[np.bool_]:
    """Return which pairs are of one agency's own texts, share no more than a part, and are no takes of one story."""
    found = np.zeros(len(side), bool)
    most = np.maximum(pairs.left_in_right, pairs.right_in_left)
    owned = (owners[pairs.left] == owners[pairs.right]) & (owners[pairs.left] >= 0)
    for row in np.flatnonzero((side != 0) & owned & (most < WITHIN)).tolist():
        found[row] = not same_lead(text(int(pairs.left[row])), text(int(pairs.right[row])))
    return found


def _profiles(
    pairs: Pairs,
    attributions: Sequence[Attribution],
    text: Callable[[int], str],
    recall: Recall,
    parts: Sequence[int] | None,
) -> tuple[Bodies, list[SourceProfile], dict[int, SourceProfile]]:
    """Return what the texts that are in a pair are like, the profile of each code, and that of each document.

    Codes follow the profiles' own order, not the corpus's.
    """
    count = max(len(attributions), int(pairs.left.max()) + 1, int(pairs.right.max()) + 1)
    silent = Attribution(())
    found: dict[int, SourceProfile] = {}
    said: dict[int, tuple[str, ...]] = {}
    sizes, prints = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for place in sets.distinct(np.concatenate((pairs.left, pairs.right))).tolist():
        facts = recall(place, partial(_page_facts, place, text))
        found[place] = SourceProfile(attributions[place] if attributions else silent, facts)
        said[place], sizes[place], prints[place] = facts.names, facts.words, facts.letters
    # Of all that a sentence may credit, people and parties too, only what this corpus knows as a source is one.
    known = _spelled(found, parts)
    for place, names in said.items():
        own = known[parts[place] if parts else 0]
        if heard := {name: own[name] for name in names if name in own}:
            found[place].mention(heard)
    _mentions(pairs, found, text, {place: known[parts[place] if parts else 0] for place in found})
    codes, distinct = _coded(found, count)
    return Bodies(codes, sizes, prints), distinct, found


def _owners(codes: NDArray[np.int64], distinct: list[SourceProfile]) -> NDArray[np.int64]:
    """Return a number for the source whose own text each document is, -1 for none."""
    names = sorted({profile.own for profile in distinct if profile.own})
    number = np.array([names.index(profile.own) if profile.own else -1 for profile in distinct] + [-1], np.int64)
    return number[codes]


def _page_facts(place: int, text: Callable[[int], str]) -> PageFacts:
    return page_facts(text(place))


def _anew(_: int, work: Callable[[], PageFacts]) -> PageFacts:
    return work()


def _spelled(found: dict[int, SourceProfile], parts: Sequence[int] | None) -> dict[int, dict[str, str]]:
    """Return by part every name of a source, as one of its texts prints it: the first in order of those that do."""
    known: dict[int, dict[str, str]] = {}
    for place, profile in found.items():
        own = known.setdefault(parts[place] if parts else 0, {})
        for name, spelled in profile.spelled.items():
            own[name] = min(spelled, own.get(name, spelled))
    return known


def _mentions(
    pairs: Pairs, found: dict[int, SourceProfile], text: Callable[[int], str], known: dict[int, dict[str, str]]
) -> None:
    """Add to each text's credits the publishers of its partners that it names anywhere."""
    named = {place: profile.names for place, profile in found.items() if profile.names}
    if not named:
        return
    wanted: dict[int, set[str]] = {}
    has = np.zeros(int(max(found)) + 1, bool)
    has[list(named)] = True
    for these, those in ((pairs.left, pairs.right), (pairs.right, pairs.left)):
        chosen = has[those]
        for place, other in zip(these[chosen].tolist(), those[chosen].tolist(), strict=True):
            wanted.setdefault(place, set()).update(named[other])
    for place, names in wanted.items():
        looked = names - found[place].names - found[place].credits
        words = text(place) if looked else ""
        own = known[place]
        if seen := {name: own[name] for name in looked if _named_in(own[name], words)}:
            found[place].mention(seen)


def _named_in(name: str, text: str) -> bool:
    """Say whether *text* has *name* as whole words, in its case; a name in small letters is a word like others."""
    if name.islower():
        return False
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            return True
        at = text.find(name, end)
    return False


def _coded(found: dict[int, SourceProfile], count: int) -> tuple[NDArray[np.int64], list[SourceProfile]]:
    by_key = {profile.key: profile for profile in found.values()}
    keys = sorted(by_key)
    number = {key: code for code, key in enumerate(keys)}
    codes = np.full(count, -1, np.int64)
    for place, profile in found.items():
        codes[place] = number[profile.key]
    return codes, [by_key[key] for key in keys]


def _in_part(pairs: Pairs) -> NDArray[np.bool_]:
    """Return which pairs are below the threshold, but share so much that one may have been made of the other."""
    most = np.maximum(pairs.left_in_right, pairs.right_in_left)
    found: NDArray[np.bool_] = np.isin(pairs.relation, (EXCERPT, NEAR_BELOW))
    found |= (pairs.relation == SHARED) & (most >= PART)
    return found


def _verdicts(
    pairs: Pairs, codes: NDArray[np.int64], distinct: list[SourceProfile], quotes: NDArray[np.int64]
) -> tuple[list[Verdict], NDArray[np.int64]]:
    """Return the distinct verdicts and which of them each pair has."""
    left_within = (pairs.left_in_right >= WITHIN) & (pairs.right_in_left < MORE)
    right_within = (pairs.right_in_left >= WITHIN) & (pairs.left_in_right < MORE)
    shared = np.where(_in_part(pairs), 1, np.where(np.isin(pairs.relation, SAID), 2, 0))
    most = np.maximum(pairs.left_in_right, pairs.right_in_left)
    apart = (most < WITHIN) & (np.minimum(pairs.left_in_right, pairs.right_in_left) >= MUCH)
    half = most >= HALF
    alike = np.minimum(pairs.left_in_right, pairs.right_in_left) >= ALIKE
    left_held, right_held = pairs.left_in_right >= HELD, pairs.right_in_left >= HELD
    flags = (
        ((((((left_held * 2 + right_held) * 2 + alike) * 2 + half) * 2 + apart) * 3 + shared) * 3 + quotes + 1) * 2
        + left_within
    ) * 2 + right_within
    combined = (codes[pairs.left] * len(distinct) + codes[pairs.right]) * FLAGS + flags
    kinds_of_pair, which = sets.unique_inverse(combined)
    verdicts = []
    for combination in kinds_of_pair.tolist():
        rest, flag = divmod(combination, FLAGS)
        one, two = divmod(rest, len(distinct))
        kind, quoted = divmod(flag // 4, 3)
        common = Common(
            one_within=flag & 2 > 0,
            two_within=flag & 1 > 0,
            quotes=quoted - 1,
            part=kind % 3 > 0,
            said=kind % 3 > 1,
            apart=kind % 6 > 2,
            half=kind % 12 > 5,
            alike=kind % 24 > 11,
            one_held=kind > 47,
            two_held=kind % 48 > 23,
        )
        verdicts.append(decide(distinct[one], distinct[two], common))
    return verdicts, which.reshape(-1)


def _derivations(
    pairs: Pairs,
    side: NDArray[np.int8],
    why: NDArray[np.int64],
    verdicts: list[Verdict],
    which: NDArray[np.int64],
) -> tuple[Derivation, ...]:
    """Return the decided derivations, and the undecided ones that have something to say."""
    telling = np.array([bool(verdict.reasons) for verdict in verdicts], bool)[which] | (why > 0)
    kind = kinds(pairs, side)
    said: dict[int, int] = {}
    found = []
    for at in np.flatnonzero(telling).tolist():
        verdict, left, right = verdicts[which[at]], int(pairs.left[at]), int(pairs.right[at])
        if side[at]:
            original, copy = (left, right) if side[at] > 0 else (right, left)
            found.append(_derivation((original, copy), kind[at], verdict.reasons, verdict.confidence))
            continue
        if min(said.get(left, 0), said.get(right, 0)) >= LISTED:
            continue
        said[left], said[right] = said.get(left, 0) + 1, said.get(right, 0) + 1
        reasons = UNSETTLED[why[at]] or verdict.reasons
        name = "shared source" if why[at] == RELATED or verdict.shared else kind[at]
        found.append(_derivation((left, right), name, reasons))
    return tuple(found)


def _derivation(
    ends: tuple[int, int], kind: DerivationKind, reasons: tuple[str, ...], confidence: Confidence | None = None
) -> Derivation:
    """Return a derivation, decided where it has a confidence."""
    return Derivation(*ends, kind, confidence is not None, confidence or "low", reasons)
