"""The stages between documents: pairs, groups, passages, derivations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from provenance.documents import Ids, ids_at, lines, paths
from provenance.model import RELATIONS
from provenance.model.passages import Overlaps
from provenance.pipeline.keeping import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.alignment.carried import Carriers
    from provenance.alignment.labels import Origins
    from provenance.alignment.meetings import Meetings, Met
    from provenance.alignment.shared import Shared
    from provenance.corpus import Corpus
    from provenance.kernels.rows import Rows
    from provenance.model import Attribution, Evidence, Pairs, Sketches
    from provenance.pipeline.run import Run
    from provenance.settings import Config


def between_documents(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    """Return *evidence* with pairs, groups, passages and derivations.

    A fault in passages or derivations leaves these empty; pairs and groups stand without them.
    """
    if "group" in run:
        evidence = _grouped(evidence, corpus, sketches, config, run)
    if "keep" in run and evidence.groups:
        with run.faults.caught("keep"):
            evidence = kept(evidence, corpus, config, run)
    if "passages" in run:
        with run.faults.caught("passages"):
            evidence = _passages(evidence, corpus, sketches, config, run)
    if "derive" in run:
        with run.faults.caught("derive"):
            evidence = _derived(evidence, corpus, config, run)
    return evidence


def _grouped(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    from provenance.grouping import group
    from provenance.grouping.templates import with_templates
    from provenance.sketch import shingle_sets_of

    def shingles(positions: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        return shingle_sets_of(corpus.buffers(positions))

    with run.timed("group", corpus):
        grouping = group(sketches, shingles, Ids(evidence.documents), config.grouping)
        pairs = with_templates(grouping.pairs, sketches.words, corpus.columns)
    notices = evidence.notices + grouping.notices
    return attrs.evolve(evidence, pairs=pairs, groups=grouping.groups, notices=notices)


def _passages(evidence: Evidence, corpus: Corpus, sketches: Sketches, config: Config, run: Run) -> Evidence:
    """Return *evidence* with passages, ledgers, and the pairs of documents that share a passage below the threshold."""
    from provenance.alignment.carried import Carriers
    from provenance.alignment.meetings import meetings
    from provenance.alignment.shared import shared as shared_passages

    with run.timed("passages", corpus):
        texts = run.watched("passages", corpus.texts(), len(corpus.documents))
        met = meetings(texts, _earliest_first(evidence))
        shared = shared_passages(
            _carried(met, Carriers(evidence.text, config.aligning), corpus, run),
            met.lengths,
            evidence.text,
            config.aligning,
            origins=_origins(evidence),
            texts=evidence.texts,
            repeats=[(*repeats.pages, *repeats.leads) for repeats in evidence.repeats],
        )
    evidence = attrs.evolve(evidence, passages=shared.passages, ledgers=shared.ledgers)
    if "group" not in run or not shared.overlaps:
        return evidence
    from provenance.grouping.ties import tie
    from provenance.sketch import shingle_sets_of

    with run.timed("tie", corpus):
        substantial, forms = _without_boilerplate(shared, met.lengths, evidence.text)
        pairs, notices = tie(
            evidence.pairs,
            (shared.earlier[substantial], shared.later[substantial]),
            Overlaps(shared.overlaps.rows[substantial]),
            sketches.words,
            lambda positions: shingle_sets_of(corpus.buffers(positions)),
            evidence.text,
        )
        known = evidence.pairs.left.astype(np.int64) * len(sketches.words) + evidence.pairs.right
        pairs = _with_forms(pairs, known, (shared.earlier[forms], shared.later[forms]), len(sketches.words))
    return attrs.evolve(evidence, pairs=pairs, notices=evidence.notices + notices)


def _with_forms(
    pairs: Pairs, known: NDArray[np.int64], ends: tuple[NDArray[np.int32], NDArray[np.int32]], count: int
) -> Pairs:
    """Return *pairs* with the relation "template" for those that are not *known* and have a form in common, at *ends*.

    Pairs go by their documents, left × *count* + right.
    """
    low, high = np.minimum(*ends).astype(np.int64), np.maximum(*ends).astype(np.int64)
    keys = pairs.left.astype(np.int64) * count + pairs.right
    relation = pairs.relation.copy()
    relation[np.isin(keys, low * count + high) & ~np.isin(keys, known)] = RELATIONS.index("template")
    return attrs.evolve(pairs, relation=relation)


def _carried(meetings: Meetings, carriers: Carriers, corpus: Corpus, run: Run) -> Iterator[tuple[int, Rows]]:
    """Yield the documents that meet earlier ones, in order, with what each carries; nothing where that is a fault."""
    from provenance.alignment.shared import carried
    from provenance.faults import UNCAUGHT
    from provenance.kernels.rows import LAYOUT

    def work(met: Met) -> Rows:
        if not run.names:
            return carriers(met)
        others = np.array(met.others, np.int64)

        def found() -> bytes:
            rows = carriers(met)
            # The cache knows documents by their places among the others: their positions change between runs.
            rows["document"] = np.searchsorted(others, rows["document"])
            return rows.tobytes()

        key = run.key("passages", met.document, met.name.hex(), *(run.names[other] for other in met.others))
        rows = np.frombuffer(run.remembered(key, bytes, found), LAYOUT).copy()
        rows["document"] = others[rows["document"]]
        return rows

    def attempt(met: Met) -> Rows | Exception:
        try:
            return work(met)
        except UNCAUGHT:
            raise
        except Exception as error:  # noqa: BLE001 - reported below, when this document's turn comes
            return error

    for done, (document, rows) in enumerate(carried(meetings, attempt)):
        # The second half of the stage, after the texts were read for where they meet.
        run.report_progress("alignment", done, len(meetings))
        if isinstance(rows, Exception):
            with run.faults.caught("passages", corpus.documents, document):
                raise rows
        else:
            yield document, rows


def _origins(evidence: Evidence) -> Origins:
    """Return what the documents belong to: their sources, sites and folders, and the groups that are copies."""
    from provenance.alignment.labels import Origins

    count = len(evidence.documents)
    stories = np.arange(count)
    for group in evidence.groups:
        stories[list(group.members)] = group.representative
    return Origins(
        [attribution.source for attribution in evidence.attributions] or [""] * count,
        lambda: (list(map(_site, evidence.attributions)) or [""] * count, _folders(evidence)),
        stories,
    )


def _site(attribution: Attribution) -> str:
    """Return the host of the address that a document names as its own, "" if it names none."""
    address = next((claim.value for claim in attribution.claims if claim.property == "url"), "")
    return address.partition("//")[2].partition("/")[0].casefold().removeprefix("www.")


def _folders(evidence: Evidence) -> list[str]:
    """Return the folder of each document; of a record the file."""
    places = zip(paths(evidence.documents), lines(evidence.documents), strict=True)
    return [path.rpartition("/")[0] or "." if line is None else path for path, line in places]


def _without_boilerplate(
    shared: Shared, lengths: Sequence[int], text: Callable[[int], str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the indices of overlaps that are neither stock phrases nor boilerplate, which relate no documents.

    A form with other figures that two texts consist of relates them all the same; such overlaps are returned as well,
    and by themselves.
    """
    from provenance.alignment.labels import COVERED, Form
    from provenance.alignment.slots import is_form

    rows = shared.overlaps.rows
    if not shared.passages.form.any():
        return np.arange(len(rows)), np.zeros(0, np.int64)
    share = Form(shared.passages, lengths).share(shared.later, rows["right_start"], rows["right_end"])
    sizes = np.asarray(lengths, np.int64)
    whole = rows["left_end"] - rows["left_start"] >= COVERED * sizes[shared.earlier]
    whole &= rows["right_end"] - rows["right_start"] >= COVERED * sizes[shared.later]
    forms = []
    for at in np.flatnonzero((share >= COVERED) & whole & (rows["similarity"] < 1)).tolist():
        _, a, b, c, d, *_ = rows[at].item()
        if is_form(text(int(shared.earlier[at]))[a:b], text(int(shared.later[at]))[c:d]):
            forms.append(at)
    found = np.array(forms, np.int64)
    return np.sort(np.concatenate((np.flatnonzero(share < COVERED), found))), found


def _earliest_first(evidence: Evidence) -> NDArray[np.int64]:
    """Return the positions of the documents by date of publication, then by id; those without a date come last.

    Documents without words follow in corpus order: they share nothing, and sorting ten million takes a gigabyte.
    """
    attributions, worded = evidence.attributions, np.flatnonzero(evidence.words)
    ids, places = ids_at(evidence.documents, worded), worded.tolist()
    dates = [attributions[at].published or "~" for at in places] if attributions else [""] * len(places)
    ranks = np.array([at for _, _, at in sorted(zip(dates, ids, places, strict=True))], np.int64)
    return np.concatenate((ranks, np.flatnonzero(evidence.words == 0)))


def _derived(evidence: Evidence, corpus: Corpus, config: Config, run: Run) -> Evidence:
    from provenance.derivation import derive, independent_sources
    from provenance.pipeline.pages import Pages

    with run.timed("derive", corpus):
        pages = Pages(evidence, corpus, config, run)
        derived = derive(evidence.pairs, evidence.attributions, evidence.text, pages)
        groups = independent_sources(evidence.groups, evidence.attributions, derived.derivations)
    return attrs.evolve(
        evidence,
        pairs=derived.pairs,
        groups=groups,
        derivations=derived.derivations,
        taken=derived.taken,
        pair_sources=derived.pair_sources,
    )
