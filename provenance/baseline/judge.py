"""From edges and entries to the findings that are accepted, those that are new, and the entries that match nothing.

An entry accepts up to *count* edges, the most alike first: the same names and words, then the same words (a renamed
file), then the same names and a score that has hardly grown (an edited text).  So if two of three equal copies were
accepted, one is new, whichever it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from provenance.baseline.edges import UNNAMED, Names, edges, is_former
from provenance.paths import Patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provenance.baseline.edges import Edge
    from provenance.baseline.entries import Entry
    from provenance.model import Evidence, Finding

    Key = tuple[object, ...]

GROWTH = 0.05  # by which the score of an accepted edge may grow before the edge is new
_COPIES = "DUP"  # family of copies of whole documents; an edit may change the code within it


class Judgement:
    """*new* are the findings that no entry accepts, and *accepted* is the number of the others.

    *matches* are pairs of an entry and the edge that it accepts.  *alive* are entries that match no finding but still
    apply, *stale* are those that do not.  *edges* are the edges of all findings, in order.
    """

    __slots__ = ("accepted", "alive", "edges", "matches", "new", "stale")

    def __init__(
        self, new: tuple[Finding, ...], edges: list[Edge], matches: list[tuple[Entry, Edge]], alive: list[Entry]
    ) -> None:
        self.new = new
        self.accepted = len(edges) - len(new)
        self.edges = edges
        self.matches = matches
        self.alive = alive
        self.stale: list[Entry] = []


def judge(findings: Sequence[Finding], evidence: Evidence, entries: Sequence[Entry], root: str) -> Judgement:
    """Return which of *findings* the *entries* accept; *root* is the folder that their paths start from."""
    names = Names(evidence, root)
    found = edges(findings, evidence, names)
    entries = _renewed(entries, found, names)
    matching = _Matching(found, entries)
    for key, wants_score in _PASSES:
        matching.run(key, wants_score=wants_score)
    covered, alive = _covered(matching, evidence, names)
    for at, entry in _by_glob(matching, covered, names):
        matching.accepted[at] = entry
        matching.used[entry] += 1
    new = tuple(edge.finding for at, edge in enumerate(found) if at not in matching.accepted and at not in covered)
    matches = [(entries[entry], found[edge]) for edge, entry in sorted(matching.accepted.items())]
    judgement = Judgement(new, found, matches, [entries[at] for at in sorted(alive)])
    judgement.stale += [entry for at, entry in enumerate(entries) if not matching.used[at] and at not in alive]
    return judgement


def _by_glob(matching: _Matching, covered: set[int], names: Names) -> Iterator[tuple[int, int]]:
    """Yield the positions of edges that no other entry accepts, each with that of an entry for its rule and file."""
    globs = [(at, entry.code, Patterns((entry.glob,))) for at, entry in enumerate(matching.entries) if entry.glob]
    if not globs:
        return
    for at, edge in enumerate(matching.found):
        if at in matching.accepted or at in covered:
            continue
        own = edge.finding.document
        path = (edge.names[0] if own is None else names.name(own)).partition(UNNAMED)[0]
        found = next((entry for entry, code, glob in globs if edge.code == code and glob.covers(path)), None)
        if found is not None:
            yield at, found


def _renewed(entries: Sequence[Entry], found: Sequence[Edge], names: Names) -> Sequence[Entry]:
    """Return *entries* with the words' digests of today in place of those that an earlier version wrote."""
    if not any(is_former(content) for entry in entries for content in entry.contents):
        return entries
    documents = {document for edge in found for document in edge.documents}
    today = {names.former(document): names.content(document) for document in sorted(documents)}
    return [
        attrs.evolve(entry, contents=tuple(today.get(content, content) for content in entry.contents))
        for entry in entries
    ]


def _family(code: str) -> str:
    return _COPIES if code.startswith(_COPIES) else code


def _whole(family: str, names: tuple[str, ...], contents: tuple[str, ...], subject: str) -> Key:
    return family, names, contents, subject


def _by_content(family: str, _: tuple[str, ...], contents: tuple[str, ...], subject: str) -> Key | None:
    return (family, contents, subject) if any(contents) else None


def _by_name(family: str, names: tuple[str, ...], _: tuple[str, ...], subject: str) -> Key | None:
    return None if any(name.endswith(UNNAMED) for name in names) else (family, names, subject)


def _by_content_only(family: str, _: tuple[str, ...], contents: tuple[str, ...], __: str) -> Key | None:
    return (family, contents) if any(contents) else None


def _by_name_only(family: str, names: tuple[str, ...], _: tuple[str, ...], __: str) -> Key | None:
    return None if any(name.endswith(UNNAMED) for name in names) else (family, names)


# The last two ignore the passage, so they are only for edges that have a score to compare.
_PASSES: tuple[tuple[Callable[[str, tuple[str, ...], tuple[str, ...], str], Key | None], bool], ...] = (
    (_whole, False),
    (_by_content, False),
    (_by_name, False),
    (_by_content_only, True),
    (_by_name_only, True),
)


class _Matching:
    """*accepted* leads from the position of an edge to that of its entry; *used* counts the edges of each entry."""

    def __init__(self, found: Sequence[Edge], entries: Sequence[Entry]) -> None:
        self.found = found
        self.entries = entries
        self.accepted: dict[int, int] = {}
        self.used = [0] * len(entries)

    def run(
        self, key: Callable[[str, tuple[str, ...], tuple[str, ...], str], Key | None], *, wants_score: bool
    ) -> None:
        """Let each entry that is not used up accept edges with the same *key*, in order."""
        unused: dict[Key, list[int]] = {}
        for at, entry in enumerate(self.entries):
            if not entry.glob and self.used[at] < entry.count and (entry.score is not None or not wants_score):
                of_entry = key(_family(entry.code), entry.paths, tuple(sorted(entry.contents)), entry.subject)
                if of_entry is not None:
                    unused.setdefault(of_entry, []).append(at)
        if not unused:
            return
        for at, edge in enumerate(self.found):
            if at in self.accepted or (wants_score and edge.score is None):
                continue
            of_edge = key(_family(edge.code), edge.names, edge.contents, edge.subject)
            for free in unused.get(of_edge, ()) if of_edge is not None else ():
                if self.used[free] < self.entries[free].count and self._alike(free, edge):
                    self.accepted[at] = free
                    self.used[free] += 1
                    break

    def _alike(self, entry: int, edge: Edge) -> bool:
        """Return whether the words are the same, or else whether the score has hardly grown."""
        accepted = self.entries[entry]
        if tuple(sorted(accepted.contents)) == edge.contents and any(edge.contents):
            return True
        if accepted.score is None or edge.score is None:
            return accepted.score is edge.score
        return edge.score <= accepted.score + GROWTH


def _covered(matching: _Matching, evidence: Evidence, names: Names) -> tuple[set[int], set[int]]:
    """Return the edges between copies that follow from accepted ones, and entries that apply without a finding.

    The document that the others of a group are reported against may change when a document joins the group.  The
    accepted ties of the group still apply, and one new edge per new member is enough: the others follow from it.
    """
    copies = [at for at, edge in enumerate(matching.found) if _ties_copies(edge.code, edge.names)]
    open_edges = [at for at in copies if at not in matching.accepted]
    idle = [
        at
        for at, entry in enumerate(matching.entries)
        if not matching.used[at] and _ties_copies(entry.code, entry.paths)
    ]
    trees = _Trees()
    for at in copies:
        if at in matching.accepted:
            trees.join(*matching.found[at].documents)
    reported = {tuple(sorted(matching.found[at].documents)) for at in open_edges}
    alive = set()
    if idle:
        copied = _Copied([matching.found[at] for at in copies], evidence, names)
        for at in idle:
            ends = copied.ends(matching.entries[at])
            # Two documents that are reported against each other were matched above: they have become more similar.
            if ends is not None and ends not in reported:
                trees.join(*ends)
                alive.add(at)
    return {at for at in open_edges if not trees.join(*matching.found[at].documents)}, alive


def _ties_copies(code: str, ends: tuple[str, ...]) -> bool:
    return _family(code) == _COPIES and len(ends) == 2


class _Copied:
    """The documents that are copies of others, by name and by content, and the groups that they are in."""

    def __init__(self, copies: Sequence[Edge], evidence: Evidence, names: Names) -> None:
        self._groups = {member: number for number, group in enumerate(evidence.groups) for member in group.members}
        self._contents = {
            document: content
            for edge in copies
            for document, (_, content) in zip(edge.documents, edge.ends, strict=True)
        }
        self._names = {names.name(document): document for document in sorted(self._contents)}

    def ends(self, entry: Entry) -> tuple[int, int] | None:
        """Return the two documents of *entry* if they are in one group and one of them still has its accepted words."""
        left, right = (self._found(path, content) for path, content in zip(entry.paths, entry.contents, strict=True))
        if left is None or right is None or left == right:
            return None
        together = left in self._groups and self._groups[left] == self._groups.get(right)
        known = {self._contents[left], self._contents[right]} & set(entry.contents)
        return (min(left, right), max(left, right)) if together and known else None

    def _found(self, path: str, content: str) -> int | None:
        if path in self._names:
            return self._names[path]
        return next((document for document, held in sorted(self._contents.items()) if held == content), None)


class _Trees:
    """Which documents are connected by edges: a union-find."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def join(self, left: int, right: int) -> bool:
        """Connect two documents; return False if they were connected already."""
        left, right = self._root(left), self._root(right)
        self._parents[max(left, right)] = min(left, right)
        return left != right

    def _root(self, document: int) -> int:
        while self._parents.get(document, document) != document:
            document = self._parents[document]
        return document
