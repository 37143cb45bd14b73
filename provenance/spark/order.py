"""The order of the stages over many machines: from files to pairs and groups, each stage once for the same input."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic

import numpy as np

from provenance.errors import UsageError
from provenance.grouping import notices
from provenance.pipeline.reading import check_threshold
from provenance.readers.arrow_rows import sniffed
from provenance.spark import (
    bands,
    components,
    crowds,
    documents,
    examined,
    groups,
    identical,
    keeping,
    layout,
    names,
    templates,
    verify,
)
from provenance.spark.engine import Table
from provenance.spark.portion import Around
from provenance.spark.stages import Stages, mark_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.model import Notice
    from provenance.settings import Config
    from provenance.spark.engine import Engine, File, Work
    from provenance.spark.layout import Layout

PARTS = 64  # in which the edges of components are contracted first
_GUESSED = "decoded by guess"
_ASIDE = {"kind": "kind", "about": "about"}
_TEXT = ("number", "signature", "text", "start")


class Related(Generic[Table]):
    """What grouping found: what is known of *documents* (examined.EXAMINED), *found* (groups.FOUND), its *pairs* with
    their relations, and which members are *kept* (keeping.KEPT).

    *notices* say what was not read, and what is not listed.
    """

    def __init__(self, single: Table, found: Table, pairs: Table, kept: Table, notices: tuple[Notice, ...]) -> None:
        self.documents = single
        self.found = found
        self.pairs = pairs
        self.kept = kept
        self.notices = notices


class Order(Generic[Table]):
    """The stages of one audit of *inputs*, whose tables lie below *place*."""

    def __init__(self, engine: Engine[Table], inputs: Sequence[str], config: Config, place: str) -> None:
        check_threshold(config.grouping.threshold)
        self._engine, self._config = engine, config
        files = engine.files(inputs)
        _check_stated(files, config)
        self._listing = layout.listed(files)
        self.stages = Stages(engine, place, mark_of(files, config))

    def related(self) -> Related[Table]:
        """Return the pairs and groups of all documents."""
        engine, of, config = self._engine, self.stages.of, self._config.grouping
        layouts, said = self._layouts()
        texts = of("documents", lambda: self._documents(layouts))
        stories = engine.where(texts, "kind", (documents.DOCUMENT,))
        renames, shared = self._renames(stories, layouts)
        classes = of("classes", lambda: self._classes(stories, renames))
        met = of("candidates", lambda: self._candidates(classes))
        crowd = of("crowd", lambda: self._crowd(met, classes, stories))
        crowded = np.sort(self._column(engine.where(crowd, "shared", (crowds.CROWDED,)), "left"))
        edges = of("edges", lambda: self._edges(met, crowd, stories, crowded))
        found = of("groups", lambda: self._groups(classes, edges, crowded))
        pairs = of("pairs", lambda: self._pairs(found, stories))
        left_out = int(self._column(engine.where(found, "kind", (groups.LEFT_OUT,)), "left").sum())
        unlisted = notices(left_out, config.listed_partners, exact=not len(crowded))
        aside = engine.select(engine.where(texts, "kind", (documents.NOTICE, documents.ORDERS)), _ASIDE)
        rows = engine.collect(aside)
        read = documents.notices_of(rows)
        around = Around(self._config, documents.orders_of(rows), tuple(n for n in read if n.kind == _GUESSED))
        kept = of("kept", lambda: self._kept(found, pairs, stories, around))
        single = of("examined", lambda: self._examined(stories, renames, around))
        faults = examined.notices_of(engine.collect(engine.where(single, "kind", (examined.NOTICE,))))
        noticed = (*self._listing.notices, *said, *read, *shared, *unlisted, *faults)
        return Related(single, found, pairs, kept, noticed)

    def _layouts(self) -> tuple[dict[str, Layout], tuple[Notice, ...]]:
        """Return how files are read, and notices about their fields."""
        engine = self._engine

        def look() -> Table:
            looked = [engine.map(table, layout.counted, layout.BLOCKS) for table in self._read()]
            return engine.shuffle_sorted(looked, "block", ("file", "block"), 1)

        blocks = engine.collect(self.stages.of("blocks", look))
        return layout.layouts(blocks, self._listing, self._config.reading.fields)

    def _read(self) -> list[Table]:
        """Return the lines and the rows of the input."""
        wanted = partial(_wanted, dict(self._config.reading.fields))
        forms = ((form, self._listing.of_form(form)) for form in layout.FORMS.values())
        return [self._engine.read(files, form, wanted) for form, files in forms if files]

    def _documents(self, layouts: dict[str, Layout]) -> Table:
        engine, work = self._engine, documents.reading(layouts, self._config.reading)
        read = [engine.map(table, work, documents.DOCUMENTS) for table in self._read()]
        return read[0] if len(read) == 1 else engine.union(read)

    def _renames(self, texts: Table, layouts: dict[str, Layout]) -> tuple[list[Table], tuple[Notice, ...]]:
        """Return the new ids of documents, round by round, and notices about the ids that are shared."""
        paths = {one.rank: one.path for one in layouts.values()}
        files = {one.rank: file for file, one in layouts.items()}
        ids = self._engine.select(texts, {"number": "number", "id": "id"})
        rounds = names.shared_ids(self._engine, self.stages, ids, paths)
        said = [self._engine.collect(one) for one in rounds]
        return rounds, names.notices_of(said, paths, files)

    def _classes(self, texts: Table, renames: Sequence[Table]) -> Table:
        engine = self._engine
        slim = engine.select(texts, {name: name for name in identical.SKETCHES})
        for one in renames:
            new = engine.map(one, names.renamed, names.NAMES)
            slim = engine.map(engine.join(slim, new, "number", outer=True), identical.named, identical.SLIM)
        return engine.map(
            engine.shuffle_sorted((slim,), "digest", identical.ORDER), identical.classed, identical.CLASSES
        )

    def _examined(self, texts: Table, renames: Sequence[Table], around: Around) -> Table:
        """Return what the stages on single texts say, which do not look at ids."""
        engine = self._engine
        found = engine.map(texts, examined.examining(around), examined.EXAMINED)
        for one in renames:
            new = engine.map(one, names.renamed, names.NAMES)
            found = engine.map(engine.join(found, new, "number", outer=True), examined.renamed, examined.EXAMINED)
        return found

    def _candidates(self, classes: Table) -> Table:
        engine, threshold = self._engine, self._config.grouping.threshold
        some = engine.select(classes, {name: name for name in ("class", "size", "signature")})
        keys = engine.map(some, bands.banding(threshold), bands.BANDS)
        met = engine.map(
            engine.shuffle_sorted((keys,), "key", ("key", "class")), bands.meeting(threshold), bands.CANDIDATES
        )
        return engine.map(engine.shuffle_sorted((met,), "left", ("left", "right")), bands.distinct, bands.CANDIDATES)

    def _crowd(self, met: Table, classes: Table, texts: Table) -> Table:
        """Return what is found out about classes too many of which meet: nothing where there are none."""
        engine = self._engine
        meeting = engine.map(met, bands.crowd, verify.NODES)
        some = engine.select(classes, {"number": "number", "words": "words", "id": "id", "size": "size"})
        known = engine.join(engine.map(some, crowds.firsts, crowds.FIRSTS), meeting, "number")
        found = engine.join(known, self._sets(texts, meeting), "number")
        return engine.map(engine.shuffle_sorted((found,), "number", ("number",), 1), self._crowding(), crowds.CROWD)

    def _crowding(self) -> Work:
        return crowds.crowding(self._config.grouping)

    def _sets(self, texts: Table, nodes: Table) -> Table:
        """Return the shingle sets of the documents *nodes*."""
        some = self._engine.select(texts, {name: name for name in _TEXT})
        return self._engine.map(self._engine.join(some, nodes, "number"), verify.sets, verify.SETS)

    def _edges(self, met: Table, crowd: Table, texts: Table, crowded: NDArray[np.int64]) -> Table:
        """Return the verified pairs of classes."""
        engine, threshold = self._engine, self._config.grouping.threshold
        pairs = engine.map(met, bands.pairs, bands.CANDIDATES)
        more = engine.select(engine.where(crowd, "shared", (crowds.CANDIDATE,)), {"left": "left", "right": "right"})
        pairs = engine.map(
            engine.shuffle_sorted((pairs, more), "left", ("left", "right")), bands.distinct, bands.CANDIDATES
        )
        sets = self._sets(texts, self._nodes(pairs))
        left = engine.select(sets, {"left": "number", "signature": "signature", "set": "set"})
        right = engine.select(sets, {"right": "number", "right_signature": "signature", "right_set": "set"})
        both = engine.join(engine.join(pairs, left, "left"), right, "right")
        found = engine.map(both, verify.verifying(threshold, crowded), verify.EDGES)
        return engine.union((found, engine.map(crowd, crowds.verified, verify.EDGES)))

    def _nodes(self, pairs: Table) -> Table:
        """Return the documents that are in *pairs*, each once."""
        ends = self._engine.map(
            self._engine.select(pairs, {"left": "left", "right": "right"}), verify.ends, verify.NODES
        )
        return self._engine.map(self._engine.shuffle_sorted((ends,), "number", ("number",)), verify.once, verify.NODES)

    def _groups(self, classes: Table, edges: Table, crowded: NDArray[np.int64]) -> Table:
        engine = self._engine
        stars = components.components(engine, engine.select(edges, {"left": "left", "right": "right"}), PARTS)
        by_class = engine.select(stars, {"class": "left", "component": "right"})
        by_left = engine.select(stars, {"left": "left", "component": "right"})
        slim = engine.select(classes, {name: name for name in ("class", "number", "id", "words", "size")})
        members = engine.map(engine.join(slim, by_class, "class", outer=True), groups.members, groups.PARTS)
        between = engine.map(engine.join(edges, by_left, "left"), groups.edges, groups.PARTS)
        rows = engine.shuffle_sorted((members, between), "component", groups.ORDER)
        limit = self._config.grouping.listed_partners
        return engine.map(rows, groups.grouping(limit, crowded), groups.FOUND)

    def _pairs(self, found: Table, texts: Table) -> Table:
        """Return the pairs, with those that are templates."""
        engine = self._engine
        pairs = engine.where(found, "kind", (groups.PAIR,))
        some = engine.select(texts, {"number": "number", "text": "text", "start": "start"})
        keys = engine.map(engine.join(some, self._nodes(pairs), "number"), templates.keyed, templates.KEYS)
        left = engine.select(keys, {"left": "number"} | {name: name for name in templates.NAMES})
        right = engine.select(keys, {"right": "number"} | {f"right_{name}": name for name in templates.NAMES})
        both = engine.join(engine.join(pairs, left, "left"), right, "right")
        return engine.map(both, templates.judged, groups.FOUND)

    def _kept(self, found: Table, pairs: Table, texts: Table, around: Around) -> Table:
        """Return which member of each group is kept."""
        engine = self._engine
        members = engine.where(found, "kind", (groups.GROUPED,))
        known = engine.select(texts, {"left": "number"} | {name: name for name in ("text", "start", "about", "words")})
        rows = engine.map(engine.join(members, known, "left"), keeping.members, keeping.GROUPS)
        left = engine.select(members, {"left": "left", "left_group": "group"})
        right = engine.select(members, {"right": "left", "right_group": "group"})
        both = engine.join(engine.join(pairs, left, "left"), right, "right")
        within = engine.map(both, keeping.within, keeping.GROUPS)
        ordered = engine.shuffle_sorted((rows, within), "group", keeping.ORDER)
        return engine.map(ordered, keeping.keeping(around), keeping.KEPT)

    def _column(self, table: Table, name: str) -> NDArray[np.int64]:
        """Return a column of a *table* of few rows."""
        found: NDArray[np.int64] = self._engine.collect(self._engine.select(table, {name: name}))[name].to_numpy()
        return found


def _check_stated(files: Sequence[File], config: Config) -> None:
    """Raise UsageError where settings state what their patterns cannot be compared with: files of another system."""
    settings = config.attributing
    if not (settings.source or settings.published or settings.url):
        return
    elsewhere = next((one.root for one in files if "://" in one.uri), None)
    if elsewhere is not None:
        raise UsageError(f"{elsewhere}: source, published and url in the settings are for files on this machine")


def _wanted(given: dict[str, str], columns: Sequence[str]) -> list[str]:
    return sniffed(columns, given)
