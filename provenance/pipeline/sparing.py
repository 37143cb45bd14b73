"""From the work of stages that take their own way to what is left of it where a fault of ours ends a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.alignment.carried import About, Parts, Told
    from provenance.alignment.carried import Recall as Carried
    from provenance.corpus import Corpus
    from provenance.derivation.direction import Recall as Shown
    from provenance.derivation.standing import Printed
    from provenance.faults import Faults

_NOTHING: Printed = ((), (), "", False, False, 0, 0)


def sparing_pairs(recall: Carried | None, corpus: Corpus, faults: Faults) -> Carried:
    """Return *recall*, by which two texts that cannot be aligned share nothing: the later one is told of."""

    def known(document: int, others: Sequence[int], met: bytes, work: Callable[[About], Parts]) -> Parts:
        def spared(about: About) -> Parts:
            def told(head: int, places: bytes, find: Callable[[], list[Told]]) -> list[Told]:
                def found() -> list[Told]:
                    with faults.sparing("passages", corpus.documents, document):
                        return find()
                    return []

                return about(head, places, found)

            return work(told)

        return spared(lambda _, __, find: find()) if recall is None else recall(document, others, met, spared)

    return known


def sparing_texts(recall: Shown | None, corpus: Corpus, faults: Faults) -> Shown:
    """Return *recall*, by which a text that cannot be read for what its lines name names nothing."""

    def known(document: int, work: Callable[[], Printed]) -> Printed:
        with faults.sparing("derive", corpus.documents, document):
            return work() if recall is None else recall(document, work)
        return _NOTHING

    return known
