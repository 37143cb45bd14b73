"""How a rule makes its findings: each gets the rule's code and severity, its place and a fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Finding, Place
from provenance.rules.wording import QUOTED, escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    import numpy as np
    from numpy.typing import NDArray

    from provenance.model import Document, Notice, Severity, Span

LIMIT = 1000  # findings of one rule in one file; more are merged into one


class Crowd:
    """Findings of one rule in one file that are too many to make: the *first*, the *last*, and the *count* of all."""

    __slots__ = ("count", "first", "last")

    def __init__(self, first: Finding, last: Finding, count: int) -> None:
        self.first = first
        self.last = last
        self.count = count


class Find:
    """Makes the findings of one rule: adds the code, the severity, the place and the fingerprint.

    *gaps* are the positions of documents that a stage which the rule needs could not examine: no crowd counts them.
    *limit* is the number of findings in one file beyond which they are merged (None: LIMIT).
    """

    def __init__(
        self,
        code: str,
        severity: Severity,
        documents: Sequence[Document],
        gaps: AbstractSet[int] = frozenset(),
        *,
        limit: float | None = None,
    ) -> None:
        from provenance.documents import Documents

        self._code = code
        self._severity = severity
        self._gaps = gaps
        self.limit = LIMIT if limit is None else limit
        self._documents = Documents.of(documents)

    def each(self, positions: NDArray[np.int64], make: Callable[[int], Finding]) -> Iterator[Finding | Crowd]:
        """Yield ``make(i)`` for each index of *positions*, which are positions of documents in ascending order.

        For a file with more findings than the limit only the first and the last are made: the others are never shown.
        """
        if len(positions) <= self.limit:
            yield from map(make, range(len(positions)))
            return
        import numpy as np

        from provenance.documents import file_numbers

        slots = np.flatnonzero(~np.isin(positions, list(self._gaps)))
        numbers = file_numbers(self._documents)[positions[slots]]
        counts = np.bincount(numbers)
        for number in np.flatnonzero(counts > self.limit).tolist():
            of_file = slots[numbers == number]
            yield Crowd(make(int(of_file[0])), make(int(of_file[-1])), int(counts[number]))
        yield from map(make, slots[counts[numbers] <= self.limit].tolist())

    def __call__(
        self,
        position: int,
        message: str,
        *key: str,
        span: Span | None = None,
        others: tuple[Place, ...] = (),
        severity: Severity | None = None,
        count: int = 1,
        score: float | None = None,
    ) -> Finding:
        """Return a finding on the document at *position*.

        *key* is what the evidence says, in words that do not change when the message is reworded: the fingerprint is
        made of it.
        """
        path, line = self._documents.place(position)
        page = self._documents.origin(position).page(span.start) if span is not None else None
        names = {self.stable_name(other.document) for other in others if other.document != position}
        statements = [part for part in key if part not in names]
        return Finding(
            code=self._code,
            severity=severity or self._severity,
            document=position,
            path=path,
            line=line,
            span=span,
            message=message if page is None else f"{message} (page {page})",
            evidence=others,
            fingerprint=fingerprint(self._code, self.stable_name(position), *key),
            count=count,
            score=score,
            subject=fingerprint(*statements) if any(statements) else "",
        )

    def name(self, position: int) -> str:
        """Return the name of the document at *position* as messages show it: escaped and cut."""
        return escaped(self._documents.id_at(position), QUOTED)

    def stable_name(self, position: int) -> str:
        """Return a name of the document at *position* that survives edits around it.

        This is its id; a record without an id of its own is named by its line, so its file and digest are used instead.
        """
        name, (path, line) = self._documents.id_at(position), self._documents.place(position)
        if line is None or name != f"{path}#{line}":
            return name
        return f"{path}#{self._documents.digest(position)}"

    def of_notice(self, notice: Notice, *, severity: Severity | None = None) -> Finding:
        """Return a finding for *notice*, which is about a file or a line that gave no document."""
        return Finding(
            code=self._code,
            severity=severity or self._severity,
            document=None,
            path=notice.path,
            line=notice.line,
            span=None,
            message=escaped(notice.message),
            fingerprint=fingerprint(self._code, notice.kind, notice.path, notice.message),
            count=notice.count,
            subject=fingerprint(notice.kind, notice.message),
        )


def fingerprint(*parts: str) -> str:
    """Return a digest of *parts*: 32 hexadecimal digits."""
    from hashlib import blake2b

    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    # Each part is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
    joined = b"".join([len(part).to_bytes(8, "little") + part for part in encoded])
    return blake2b(joined, digest_size=16).hexdigest()


def place(document: int, span: Span | None = None) -> tuple[Place, ...]:
    """Return the evidence of a finding that points to one place beside its own."""
    return (Place(document, span),)
