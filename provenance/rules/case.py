"""What a rule is given: the evidence of one audit, and look-ups that several rules share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from provenance.model import Evidence, Notice, Trait, TraitKind
    from provenance.rules.copies import Copies
    from provenance.settings import Aligning, Attributing


class Case:
    """The evidence of one audit, with look-ups that are made on first use and shared by all rules."""

    def __init__(
        self, evidence: Evidence, attributing: Attributing, aligning: Aligning, faults: Sequence[Notice] = ()
    ) -> None:
        self.evidence = evidence
        # Grows while rules are checked, so rules about inputs come last.
        self.faults = faults
        self.attributing = attributing
        self.aligning = aligning
        self._traits: dict[TraitKind, tuple[array[int], list[Trait]]] | None = None
        self._copies: Copies | None = None

    def traits(self, kind: TraitKind) -> tuple[Sequence[int], Sequence[Trait]]:
        """Return two parallel sequences in the order of the documents: their positions, and their traits of *kind*."""
        from array import array

        if self._traits is None:
            self._traits = {}
            for position, traits in enumerate(self.evidence.traits):
                for trait in traits:
                    if trait.kind not in self._traits:
                        self._traits[trait.kind] = array("q"), []
                    positions, same_kind = self._traits[trait.kind]
                    positions.append(position)
                    same_kind.append(trait)
        return self._traits.get(kind, ((), ()))

    @property
    def copies(self) -> Copies:
        """Which document is a copy of which; each copy appears once, with its closest tie."""
        if self._copies is None:
            from provenance.rules.copies import Copies

            self._copies = Copies(self.evidence)
        return self._copies
