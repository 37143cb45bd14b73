"""What a rule is, what it is given, and how it makes its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Finding, Place

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    import numpy as np
    from numpy.typing import NDArray

    from provenance.model import Attribution, Claim, Document, Evidence, Notice, Severity, Span, Trait
    from provenance.rules.copies import Copies
    from provenance.settings import Aligning, Attributing

    Check = Callable[["Case", "Find"], Iterator["Finding | Crowd"]]

QUOTED = 200
# More findings of one rule in one file are one.
LIMIT = 1000
_LISTED = 5


class Rule:
    """One pattern that is held against a corpus.

    *name* reads well after "ignore".  *check* yields the findings, and its docstring is the rule's page.  *needs* names
    the stages whose evidence it reads.  A rule that is not *on* speaks only when it is selected.
    """

    # Not an attrs class: to define one costs more than a tenth of what all our imports may.
    __slots__ = ("check", "code", "name", "needs", "on", "severity")

    def __init__(
        self, code: str, name: str, severity: Severity, check: Check, needs: frozenset[str], *, on: bool = True
    ) -> None:
        self.code = code
        self.name = name
        self.severity = severity
        self.check = check
        self.needs = needs
        self.on = on

    @property
    def page(self) -> str:
        """What the rule holds against a text, why that hurts and what to do, as plain paragraphs."""
        lines = (self.check.__doc__ or "").strip().splitlines()
        return "\n".join(line.strip() for line in lines) + "\n"

    @property
    def summary(self) -> str:
        """The first sentence of the page, without its full stop."""
        return self.page.partition("\n")[0].rstrip(".")


class Case:
    """The evidence of one audit, and what several rules look up in it, found once when first asked for."""

    def __init__(
        self, evidence: Evidence, attributing: Attributing, aligning: Aligning, faults: Sequence[Notice] = ()
    ) -> None:
        self.evidence = evidence
        # Grows while rules speak: those about the input come last.
        self.faults = faults
        self.attributing = attributing
        self.aligning = aligning
        self._traits: dict[str, tuple[array[int], list[Trait]]] | None = None
        self._copies: Copies | None = None

    def traits(self, kind: str) -> tuple[Sequence[int], Sequence[Trait]]:
        """Return the positions of the documents that have a trait of *kind*, and those traits, in their order."""
        from array import array

        if self._traits is None:
            self._traits = {}
            for position, traits in enumerate(self.evidence.traits):
                for trait in traits:
                    if trait.kind not in self._traits:
                        self._traits[trait.kind] = array("q"), []
                    positions, found = self._traits[trait.kind]
                    positions.append(position)
                    found.append(trait)
        return self._traits.get(kind, ((), ()))

    @property
    def copies(self) -> Copies:
        """Which document is a copy of which, each named once by its closest tie."""
        if self._copies is None:
            from provenance.rules.copies import Copies

            self._copies = Copies(self.evidence)
        return self._copies


class Crowd:
    """More findings of one rule in one file than are made: the *first*, the *last*, and the *count* of them all."""

    __slots__ = ("count", "first", "last")

    def __init__(self, first: Finding, last: Finding, count: int) -> None:
        self.first = first
        self.last = last
        self.count = count


class Find:
    """Makes the findings of one rule: adds the code, the severity, the place and the fingerprint.

    *gaps* are the positions of documents that a stage of the rule's could not look into: no crowd counts them.
    """

    def __init__(self, rule: Rule, documents: Sequence[Document], gaps: AbstractSet[int] = frozenset()) -> None:
        from provenance.documents import Documents

        self._rule = rule
        self._gaps = gaps
        self._documents = Documents.of(documents)

    def each(self, positions: NDArray[np.int64], found: Callable[[int], Finding]) -> Iterator[Finding | Crowd]:
        """Yield what *found* gives for each place in *positions*, which are of documents and ascend.

        Of a file with more than LIMIT of them only the first and the last are made: no more of them are shown.
        """
        if len(positions) <= LIMIT:
            yield from map(found, range(len(positions)))
            return
        import numpy as np

        from provenance.documents import files

        slots = np.flatnonzero(~np.isin(positions, list(self._gaps)))
        numbers = files(self._documents)[positions[slots]]
        counts = np.bincount(numbers)
        for number in np.flatnonzero(counts > LIMIT).tolist():
            of_file = slots[numbers == number]
            yield Crowd(found(int(of_file[0])), found(int(of_file[-1])), int(counts[number]))
        yield from map(found, slots[counts[numbers] <= LIMIT].tolist())

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
        """Return a finding on the document at *position*; *key* is what the evidence says, for the fingerprint."""
        path, line = self._documents.place(position)
        names = {self.constant_name(other.document) for other in others if other.document != position}
        said = [part for part in key if part not in names]
        return Finding(
            code=self._rule.code,
            severity=severity or self._rule.severity,
            document=position,
            path=path,
            line=line,
            span=span,
            message=message,
            evidence=others,
            fingerprint=fingerprint(self._rule.code, self.constant_name(position), *key),
            count=count,
            score=score,
            subject=fingerprint(*said) if any(said) else "",
        )

    def named(self, position: int) -> str:
        """Return how a message names the document at *position*."""
        return escaped(self._documents.name(position), QUOTED)

    def constant_name(self, position: int) -> str:
        """Return a name of the document at *position* that edits around it do not change.

        Its id; for a record that has none of its own (it is then named by its line) its file and its content.
        """
        name, (path, line) = self._documents.name(position), self._documents.place(position)
        if line is None or name != f"{path}#{line}":
            return name
        return f"{path}#{self._documents.digest(position)}"

    def at(self, notice: Notice, *, severity: Severity | None = None) -> Finding:
        """Return a finding on what a reader met at a place that gave no document."""
        return Finding(
            code=self._rule.code,
            severity=severity or self._rule.severity,
            document=None,
            path=notice.path,
            line=notice.line,
            span=None,
            message=escaped(notice.message),
            fingerprint=fingerprint(self._rule.code, notice.kind, notice.path, notice.message),
            count=notice.count,
            subject=fingerprint(notice.kind, notice.message),
        )


def fingerprint(*parts: str) -> str:
    """Return a name for what *parts* say: 32 hexadecimal digits."""
    from hashlib import blake2b

    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    # The length first, so that ("ab", "c") and ("a", "bc") differ.
    told = b"".join([len(part).to_bytes(8, "little") + part for part in encoded])
    return blake2b(told, digest_size=16).hexdigest()


def escaped(text: str, limit: int = 1000) -> str:
    """Return *text* on one line with what a terminal would obey or hide written as escapes, cut after *limit*."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def quoted(text: str) -> str:
    """Return *text* in quotation marks, on one line, escaped, and cut in its middle when it is long."""
    line = " ".join(text.split())
    if len(line) > QUOTED:
        line = f"{line[: QUOTED * 2 // 3]} … {line[-QUOTED // 4 :]}"
    return f"“{escaped(line)}”"


def folded(text: str) -> str:
    """Return *text* without case and runs of white space: rewrapping a passage does not change its fingerprint."""
    return " ".join(text.casefold().split())


def place(document: int, span: Span | None = None) -> tuple[Place, ...]:
    """Return the one place that a finding points to beside its own."""
    return (Place(document, span),)


def listed(claims: Sequence[Claim]) -> str:
    """Return what *claims* say, each value once with all who assert it, in their order."""
    asserters: dict[str, list[str]] = {}
    for claim in claims:
        who = asserters.setdefault(claim.value, [])
        if claim.asserter not in who:
            who.append(claim.asserter)
    said = [f"{escaped(value, 80) or 'nothing readable'} ({', '.join(who)})" for value, who in asserters.items()]
    return ", ".join(said[:_LISTED]) + (f" and {len(said) - _LISTED} more" if len(said) > _LISTED else "")


def span_of(claims: Sequence[Claim]) -> Span | None:
    """Return the first place in the text where one of *claims* is made."""
    return min((claim.span for claim in claims if claim.span is not None), default=None)


def of_attributions(
    case: Case, find: Find, wanted: Callable[[Attribution], bool], message: str
) -> Iterator[Finding | Crowd]:
    """Yield a finding with the *message* for each document whose attribution is *wanted*."""
    import numpy as np

    attributions = case.evidence.attributions
    positions = np.flatnonzero(np.fromiter(map(wanted, attributions), np.bool_, len(attributions)))
    yield from find.each(positions, lambda at: find(int(positions[at]), message))


def of_claims(
    find: Find, said: Sequence[tuple[int, Claim]], message: Callable[[Claim], str]
) -> Iterator[Finding | Crowd]:
    """Yield a finding with its *message* for each claim that is *said* in the document at a position, by place."""
    import numpy as np

    def order(one: tuple[int, Claim]) -> tuple[int, int, int, str]:
        position, claim = one
        return position, *((claim.span.start, claim.span.end) if claim.span else (-1, -1)), message(claim)

    def found(at: int) -> Finding:
        position, claim = ordered[at]
        return find(position, message(claim), claim.value, span=claim.span)

    ordered = sorted(said, key=order)
    yield from find.each(np.array([position for position, _ in ordered], np.int64), found)


def of_traits(case: Case, find: Find, kind: str, sentence: str, *, quoting: bool = True) -> Iterator[Finding]:
    """Yield a finding for each trait of *kind*; its detail, in quotation marks or not, stands in *sentence*."""
    for position, trait in zip(*case.traits(kind), strict=True):
        detail = quoted(trait.detail) if quoting else escaped(trait.detail, QUOTED)
        message = sentence.format(detail)
        if trait.count > 1:
            message = f"{trait.count:,} places, the first: {message}"
        yield find(position, message, folded(trait.detail), span=trait.span, count=trait.count)
