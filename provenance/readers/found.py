"""What a walk found: sources in order, notices, and for each root one sentence about what it passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.model import Notice
from provenance.readers.source import shown, suffix_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.readers.roots import Root
    from provenance.readers.source import Source

HIDDEN, UNKNOWN, BINARY, BROKEN, SPECIAL, TWICE, ABOVE, OWN, EXCLUDED, ORPHAN, UNSTAGED, LINK, REPORT, INDEX = range(14)
KINDS = (
    ("hidden", "hidden"),
    ("with an unknown suffix", "with unknown suffixes"),
    ("binary file", "binary files"),
    ("broken link", "broken links"),
    ("neither file nor folder", "neither file nor folder"),
    ("link to what is read anyway", "links to what is read anyway"),
    ("link to a folder above", "links to folders above"),
    ("report folder", "report folders"),
    ("excluded", "excluded"),
    ("sidecar without a text", "sidecars without a text"),
    ("not in the next commit", "not in the next commit"),
    ("link in an archive", "links in an archive"),
    ("report of this tool", "reports of this tool"),
    ("index of an archive", "indexes of an archive"),
)


class Found:
    """The *sources* to read, in order, *notices* about what cannot be read, and what was passed over.

    *left* has a row for each thing that was passed over: its path as bytes (a "/" ends a folder's), the file, its kind.
    """

    __slots__ = ("_passed", "_suffixes", "left", "notices", "roots", "sources")

    def __init__(self, roots: list[Root]) -> None:
        self.roots = roots
        self.sources: list[Source] = []
        self.notices: list[Notice] = []
        self.left: list[tuple[bytes, bytes, int]] = []
        self._passed: dict[tuple[int, int], int] = {}
        self._suffixes: dict[int, dict[str, int]] = {}

    def pass_over(self, root: int, kind: int, path: bytes, file: bytes) -> None:
        """Take one thing of this *kind* that is passed over below the root at position *root*."""
        self._passed[root, kind] = self._passed.get((root, kind), 0) + 1
        self.left.append((path, file, kind))

    def pass_over_unread(self, root: int, path: bytes, file: bytes) -> None:
        """Take one file that is passed over because no reader takes its suffix."""
        self.pass_over(root, UNKNOWN, path, file)
        suffix = suffix_of(path) or "none"
        known = self._suffixes.setdefault(root, {})
        known[suffix] = known.get(suffix, 0) + 1

    def summary(self) -> list[Notice]:
        """Return one notice for each root below which something was passed over."""
        notices = []
        for position, root in enumerate(self.roots):
            kinds = sorted(kind for at, kind in self._passed if at == position)
            if kinds:
                count = sum(self._passed[position, kind] for kind in kinds)
                message = (
                    "passed over: "
                    + ", ".join(self._count_of(position, kind) for kind in kinds)
                    + self._advice(position)
                )
                notices.append(Notice("passed over", shown(root.name) or "/", None, message, count, root.file))
        return notices

    def nothing(self) -> UsageError:
        """Return the error to raise where no root holds anything to read."""
        passed = ", ".join(self._count_of(root, kind) for root, kind in sorted(self._passed)) + self._advice(
            *self._suffixes
        )
        where = ", ".join(shown(root.file) for root in self.roots[:5]) + (", …" if len(self.roots) > 5 else "")
        return UsageError(f"nothing to scan in {where}: " + (f"passed over {passed}" if passed else "it is empty"))

    def _advice(self, *roots: int) -> str:
        """Return how to convert what no reader takes below *roots*, to end a notice."""
        suffixes = {suffix for root in roots for suffix in self._suffixes.get(root, ())}
        if not suffixes:
            return ""
        from provenance.readers.foreign import advice_for

        return advice_for(suffixes)

    def _count_of(self, root: int, kind: int) -> str:
        return _count(kind, self._passed[root, kind], self._suffixes.get(root, {}))


def listed(passed: Mapping[int, int], suffixes: Mapping[str, int]) -> str:
    """Return what was *passed* over by kind, with its counts, and the commonest *suffixes* that no reader takes."""
    return ", ".join(_count(kind, passed[kind], suffixes) for kind in sorted(passed))


def _count(kind: int, count: int, suffixes: Mapping[str, int]) -> str:
    text = f"{count} {KINDS[kind][count > 1]}"
    if kind != UNKNOWN:
        return text
    ranked = sorted(suffixes.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{suffix} {many}" for suffix, many in ranked[:5]] + ["…"] * (len(ranked) > 5)
    return f"{text} ({', '.join(named)})"
