"""``provenance contamination TEST... --against TRAIN|INDEX``: how much of a test set stands in a training corpus."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from provenance.cli.exits import FOUND, INCOMPLETE, OK, USAGE
from provenance.cli.parser import Parser, add_settings, overrides, taken_format
from provenance.cli.streams import complain, results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from provenance.index.contamination import Contamination
    from provenance.index.reader import Snapshot
    from provenance.model import Notice
    from provenance.settings import Config

FORMATS = ("table", "json", "jsonl")
_LIKE = ("gpt3", "palm")


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("contamination", "Show how much of each record of a test set stands in a training corpus.")
    made.add_argument("paths", nargs="+", metavar="TEST", help="a file, a folder, or - for standard input")
    made.add_argument(
        "--against", action="append", metavar="PATH", required=True, help="training texts (repeatable), or one index"
    )
    made.add_argument(
        "--at-most", metavar="SHARE", type=_share, default=0.2, help="a record with more is contaminated [default: 0.2]"
    )
    made.add_argument(
        "--like", choices=_LIKE, help="judge as this report did: gpt3 (a run of 13 words), palm (70 %% of runs of 8)"
    )
    made.add_argument(
        "--clean", metavar="FILE", help="write the records that are not contaminated to FILE, as JSON lines"
    )
    add_settings(made, "contamination", {"format": FORMATS}, format="table, json or jsonl [default: table]")
    return made


def _share(text: str) -> float:
    from argparse import ArgumentTypeError

    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ArgumentTypeError(f"{text!r} is no share; give a number from 0 to 1, such as 0.2")
    return share


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    given = overrides(options)
    form = taken_format(given, FORMATS)
    # Imported after the options are checked: a wrong option needs no numpy.
    from provenance.cli.configure import name_unknown_variables
    from provenance.cli.contaminations import WRITERS, clean, table, write
    from provenance.model import MISSED
    from provenance.settings.loading import load

    config = load(None, given)
    name_unknown_variables(options)
    _refuse_inputs(options, config)
    notices: list[Notice] = []
    with _corpus(options, config, notices) as snapshot:
        least = _least(snapshot, config, options, asked="min-words" in given)
        records = _records(snapshot, options, config, least, notices)
    bad = [one.like[options.like] if options.like else one.share > options.at_most for one, _ in records]
    for notice in notices:
        if notice.kind in MISSED:
            complain(f"{notice.path}: {notice.message}")
    if not records:
        complain("no record could be read")
        return INCOMPLETE if any(notice.misses for notice in notices) else USAGE
    found = [one for one, _ in records]
    with results(utf8=form != "table") as stream:
        stream.writelines(WRITERS[form](found, bad, least, stream))
    written = write(_csv(config), table(found, bad))
    if options.clean:
        written &= write(options.clean, clean(records, bad))
    if not written or any(notice.misses for notice in notices):
        return INCOMPLETE
    return FOUND if any(bad) else OK


def _csv(config: Config) -> str:
    return os.path.join(config.reporting.output, "contamination.csv")


def _refuse_inputs(options: Namespace, config: Config) -> None:
    """Raise UsageError where a file that is written is one that is read."""
    read = {os.path.realpath(path) for path in (*options.paths, *options.against)}
    for path in filter(None, (options.clean, _csv(config))):
        if os.path.realpath(path) in read or os.path.isdir(path):
            raise UsageError(f"{path}: this is an input or a folder; give another file to write to")


def _least(snapshot: Snapshot, config: Config, options: Namespace, *, asked: bool) -> int:
    """Return from how many words on a run counts: by default as many as the index promises to find, but at least 10."""
    from provenance.index.contamination import LIKE
    from provenance.index.matching import check_run

    if options.like:
        check_run(snapshot, LIKE[options.like], f"--like {options.like}")
    least = config.aligning.min_words if asked else max(10, snapshot.manifest.parameters.sampling.guarantee)
    check_run(snapshot, least, f"--min-words {least}")
    return least


@contextmanager
def _corpus(options: Namespace, config: Config, notices: list[Notice]) -> Iterator[Snapshot]:
    """Give the training corpus as an open index: the one that is named, or a temporary one of the texts."""
    import attrs

    from provenance.index.database import NAME
    from provenance.index.parameters import Parameters
    from provenance.index.reader import Snapshot
    from provenance.index.texts import best_codec
    from provenance.index.writer import Writer, create
    from provenance.readers import read

    indexes = [path for path in options.against if os.path.isfile(os.path.join(path, NAME))]
    if indexes and len(options.against) > 1:
        raise UsageError(f"--against {indexes[0]}: this is an index; give one index, or folders and files of texts")
    if indexes:
        snapshot = Snapshot(indexes[0], config.reading)
        try:
            yield snapshot
        finally:
            snapshot.close()
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="provenance-") as folder:
        place = os.path.join(folder, "index")
        tier = "dense" if options.like == "palm" or config.aligning.min_words < 10 else "passages"
        create(place, Parameters(tier, config.grouping.threshold, best_codec()))
        with Writer(place) as writer:
            batches = read(
                options.against, attrs.evolve(config.reading, output=config.reporting.output, extent=config.extent)
            )
            notices.extend(writer.add(batches, config.grouping.jobs).notices)
        snapshot = Snapshot(place, config.reading)
        try:
            yield snapshot
        finally:
            snapshot.close()


def _records(
    snapshot: Snapshot, options: Namespace, config: Config, least: int, notices: list[Notice]
) -> list[tuple[Contamination, str]]:
    """Return what the corpus has of each record, with the text of the record."""
    import attrs

    from provenance.documents import Documents
    from provenance.index.contamination import contaminated
    from provenance.readers import read, unique_ids
    from provenance.scope import new_among

    reading = attrs.evolve(config.reading, output=config.reporting.output, extent=config.extent, batch_bytes=1 << 20)
    own, documents = new_among(options.paths), Documents()
    records: list[tuple[Contamination, str]] = []
    for batch in read(options.paths, reading):
        notices.extend(batch.notices)
        if batch.documents:
            documents.extend(Documents.of(batch.documents))
            found = contaminated(snapshot, batch, least, own)
            records.extend((one, batch.text(at)) for at, one in enumerate(found))
    named, more = unique_ids(documents)
    notices.extend(more)
    return [(attrs.evolve(one, document=document), text) for (one, text), document in zip(records, named, strict=True)]
