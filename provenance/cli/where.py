"""``provenance where "a sentence"|FILE... --index DIR``: which documents of an index carry a sentence, and where."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.cli.exits import INCOMPLETE, OK, USAGE
from provenance.cli.parser import Parser, add_settings, overrides, taken_format
from provenance.cli.streams import complain, results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from provenance.cli.carried import Looked
    from provenance.index.reader import Snapshot
    from provenance.model import Batch, Notice
    from provenance.settings import Config

FORMATS = ("table", "json", "jsonl")


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("where", "Show which documents of an index carry a sentence word for word, and who had it first.")
    made.add_argument(
        "asked", nargs="+", metavar="SENTENCE|FILE", help="a sentence, a file, a folder, or - for standard input"
    )
    made.add_argument("--index", metavar="DIR", required=True, help="the folder of the index")
    add_settings(made, "where", {"format": FORMATS}, format="table, json or jsonl [default: table]")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    given = overrides(options)
    form = taken_format(given, FORMATS)
    # Imported after the options are checked: a wrong option needs no numpy.
    from provenance.cli.carried import WRITERS
    from provenance.cli.configure import name_unknown_variables
    from provenance.index.reader import Snapshot
    from provenance.model import MISSED
    from provenance.settings.loading import load

    config = load(None, given)
    name_unknown_variables(options)
    notices: list[Notice] = []
    snapshot = Snapshot(options.index, config.reading)
    try:
        least = _least(snapshot, config, asked="min-words" in given)
        looked = list(_looked(snapshot, _batches(snapshot, options, config, least), config, least, notices))
    finally:
        snapshot.close()
    with results(utf8=form != "table") as stream:
        stream.writelines(WRITERS[form](looked, options.index, stream, config))
    for notice in notices:
        if notice.kind in MISSED:
            complain(f"{notice.path}: {notice.message}")
    if any(notice.misses for notice in notices):
        return INCOMPLETE
    if not looked:
        complain("no text could be read")
        return USAGE
    return OK


def _least(snapshot: Snapshot, config: Config, *, asked: bool) -> int:
    """Return from how many words on a part of a sentence is shown: by default as many as the index promises to find.

    Raises UsageError where more is *asked* of it.
    """
    from provenance.index.matching import check_run

    least = config.aligning.min_words if asked else snapshot.manifest.parameters.sampling.guarantee
    check_run(snapshot, least, f"--min-words {least}")
    return least


def _batches(snapshot: Snapshot, options: Namespace, config: Config, least: int) -> Iterator[Batch]:
    """Yield the sentences among what is asked, then the texts of the files."""
    import attrs

    from provenance.index.opened import batch_of
    from provenance.readers import read

    paths = [one for one in options.asked if one == "-" or os.path.lexists(one)]
    given = [one for one in options.asked if one not in paths]
    for one in given:
        _check(snapshot, one)
    if given:
        yield batch_of(given, [f"sentence {at}" for at in range(1, len(given) + 1)])
    if paths:
        reading = attrs.evolve(config.reading, output=options.index, extent=config.extent, batch_bytes=1 << 20)
        yield from read(paths, reading)


def _check(snapshot: Snapshot, sentence: str) -> None:
    """Raise UsageError for a sentence that looks like a path, and for one that is too short for the index."""
    from provenance.index.matching import check_run
    from provenance.words import locate

    if not any(map(str.isspace, sentence)):
        raise UsageError(f"{sentence!r}: there is no such file or folder, and one word is no sentence")
    words = len(locate(sentence))
    check_run(snapshot, words, f"{sentence!r} has {words} words")


def _looked(
    snapshot: Snapshot, batches: Iterator[Batch], config: Config, least: int, notices: list[Notice]
) -> Iterator[Looked]:
    """Yield what the index has of each text."""
    from provenance.cli.carried import Looked
    from provenance.index.answers import Answers
    from provenance.index.carriers import carried

    answers = Answers(snapshot, config.attributing)
    for batch in batches:
        notices.extend(batch.notices)
        for position, (document, sentences) in enumerate(
            zip(batch.documents, carried(snapshot, batch, least), strict=True)
        ):
            said = answers.attributions(sorted({one.number for each in sentences for one in each.carriers}))
            yield Looked(document, batch.text(position), sentences, said)
