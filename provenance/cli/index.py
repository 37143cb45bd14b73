"""``provenance index``: the folder that remembers a corpus."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from provenance.cli.exits import INCOMPLETE, OK
from provenance.cli.parser import Parser, add_settings, overrides, taken_format
from provenance.cli.streams import complain, results
from provenance.errors import UnwritableFileError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from provenance.cli.progress import Progress
    from provenance.index.change import Added
    from provenance.index.rows import Stored
    from provenance.index.writer import Writer
    from provenance.model import Batch, Notice
    from provenance.settings import Config

FORMATS = ("table", "json")
_ACTIONS = """\
actions:
  create   make a new index in DIR, of the texts below the paths if any are given
  add      add texts; one that is there already and did not change is passed over
  remove   remove texts, given by their ids or their files
  compact  give the room of removed texts back
  status   print what the index holds
  verify   read the whole index, and fail if anything in it is damaged
  export   write what the index holds for other programs"""


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("index", "Make and maintain a folder that remembers a corpus.", epilog=_ACTIONS)
    made.add_argument("action", metavar="ACTION", choices=tuple(_RUN), help=", ".join(_RUN))
    made.add_argument("folder", metavar="DIR", help="the folder of the index, or redis://HOST:PORT/NAME")
    made.add_argument(
        "paths", nargs="*", metavar="PATH", help="a file, a folder, or - for standard input; remove: an id"
    )
    group = made.add_argument_group("create")
    tiers = group.add_mutually_exclusive_group()
    tiers.add_argument("--dense", action="store_true", help="find shared passages from 8 words on, not 10")
    tiers.add_argument("--sparse", action="store_true", help="find them from 15 words on, in half the space")
    group.add_argument("--no-texts", action="store_true", help="keep no texts, but read them again from their files")
    group = made.add_argument_group("export")
    forms = group.add_mutually_exclusive_group()
    forms.add_argument(
        "--canonical", metavar="FILE", help="documents and keys as JSON lines: equal bytes for equal content"
    )
    forms.add_argument("--datasketch", metavar="FILE", help="sketches as datasketch's LeanMinHash packs them")
    add_settings(made, "index", {"format": FORMATS}, format="status: table or json [default: table]")[
        "output"
    ].add_argument("-q", "--quiet", action="store_true", help="print nothing on success")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    if options.action not in _RUN:
        from provenance.settings.layers import suggestion

        hint = suggestion(options.action, list(_RUN))
        raise UsageError(f"index {options.action}: unknown action{hint}; the actions are {', '.join(_RUN)}")
    given = overrides(options)
    taken_format(given, FORMATS)
    if options.action != "create" and (options.dense or options.sparse or options.no_texts):
        raise UsageError("--dense, --sparse and --no-texts are for create: an index keeps what it was made with")
    if bool(options.canonical or options.datasketch) != (options.action == "export"):
        raise UsageError("index export DIR takes --canonical FILE or --datasketch FILE, and no other action does")
    if bool(options.paths) != (options.action in _TAKES_PATHS) and options.action != "create":
        need = "give what to" if options.action in _TAKES_PATHS else "it takes no paths to"
        raise UsageError(f"index {options.action}: {need} {options.action}; see 'provenance index --help'")
    # Imported after the options are checked: a wrong option needs no numpy.
    from provenance.cli.configure import name_unknown_variables
    from provenance.settings.loading import load

    config = load(None, given)
    name_unknown_variables(options)
    from provenance.index.server import is_server

    if not is_server(options.folder):
        return _RUN[options.action](options, config)
    if options.action not in _AT_SERVER or options.dense or options.sparse or options.no_texts:
        raise UsageError(
            f"{options.folder}: an index on a server is one of near-duplicates with their texts, and takes the actions "
            f"{', '.join(_AT_SERVER)}"
        )
    return _AT_SERVER[options.action](options, config)


def _create(options: Namespace, config: Config) -> int:
    from provenance.index.parameters import Parameters
    from provenance.index.texts import best_codec
    from provenance.index.writer import create

    tier = "dense" if options.dense else "sparse" if options.sparse else "passages"
    codec = "none" if options.no_texts else best_codec()
    _check_paths(options.paths)
    create(options.folder, Parameters(tier, config.grouping.threshold, codec))
    if options.paths:
        return _add(options, config)
    _say(options, "an empty index")
    return OK


def _check_paths(paths: Sequence[str]) -> None:
    """Raise UsageError for a path that does not exist, before a folder is made."""
    for path in paths:
        if path != "-" and not os.path.lexists(path):
            raise UsageError(f"{path!r}: there is no such file or folder")


def _add(options: Namespace, config: Config) -> int:
    from provenance.cli.progress import Progress
    from provenance.index.writer import Writer

    with Writer(options.folder) as writer, Progress(sys.stderr, quiet=options.quiet) as progress:
        keeps = writer.manifest.parameters.codec != "none"
        if not keeps and "-" in options.paths:
            raise UsageError("-: this index keeps no texts, and standard input cannot be read again; give files")
        batches = _batches(options, config, progress)
        added = writer.add(batches, config.grouping.jobs)
        total = writer.manifest.documents
    return _told(options, added, total)


def _told(options: Namespace, added: Added, total: int) -> int:
    """Say what was added, and return the exit status."""
    from provenance.reporters.display import count

    said = (
        (added.replaced, "in the place of an earlier text"),
        (added.unchanged, "there already"),
    )
    rest = "".join(f", {number:,} {what}" for number, what in said if number)
    _say(options, f"{count(added.new, 'document')} added{rest}; {total:,} in all")
    return _named(added.notices, quiet=options.quiet)


def _batches(options: Namespace, config: Config, progress: Progress) -> Iterator[Batch]:
    import attrs

    from provenance.readers import read

    reading = attrs.evolve(config.reading, output=options.folder, extent=config.extent)
    watch = (lambda done, total: progress.tell("read", done, total)) if progress.shown else None
    return read(options.paths, reading, watch=watch)


def _named(notices: Sequence[Notice], *, quiet: bool) -> int:
    """Say what could not be read or was renamed, and return the exit status."""
    from provenance.model import MISSED

    named = [notice for notice in notices if notice.kind in MISSED or (notice.kind == "duplicate id" and not quiet)]
    for notice in named[:_MOST_NAMED]:
        where = notice.path if notice.line is None else f"{notice.path}, line {notice.line}"
        complain(f"{where}: {notice.message}" if where else notice.message)
    if len(named) > _MOST_NAMED:
        complain(f"{len(named) - _MOST_NAMED:,} more notices like these")
    return INCOMPLETE if any(notice.misses for notice in notices) else OK


def _remove(options: Namespace, config: Config) -> int:
    from provenance.index.writer import Writer
    from provenance.reporters.display import count

    with Writer(options.folder) as writer:
        stored = _meant(writer, options.paths)
        writer.remove(stored)
        _say(options, f"{count(len(stored), 'document')} removed; {count(writer.manifest.documents, 'document')} left")
    return OK


def _meant(writer: Writer, names: Sequence[str]) -> list[Stored]:
    """Return the documents with these ids, or of these files.  Raises UsageError for a name that none has."""
    found: dict[int, Stored] = {}
    for name in names:
        some = list(writer.find("id", [name])) or list(writer.find("file", [os.fsencode(os.path.abspath(name))]))
        some = some or list(writer.find("file", [os.fsencode(os.path.realpath(name))]))
        if not some:
            raise UsageError(f"{name!r}: {writer.folder} has no document with this id, nor one of this file")
        found.update((one.number, one) for one in some)
    return list(found.values())


def _compact(options: Namespace, config: Config) -> int:
    from provenance.index.writer import Writer

    with Writer(options.folder) as writer:
        before = _bytes(options.folder)
        writer.compact()
        _say(options, f"{before:,} bytes before, {_bytes(options.folder):,} now")
    return OK


def _bytes(folder: str) -> int:
    with os.scandir(folder) as scan:
        return sum(entry.stat().st_size for entry in scan if entry.is_file())


def _status(options: Namespace, config: Config) -> int:
    from provenance.index.status import as_json, as_table, status

    found = status(options.folder)
    form = options.format or "table"
    with results(utf8=form == "json") as stream:
        stream.write(as_json(found) if form == "json" else as_table(found))
    return OK


def _verify(options: Namespace, config: Config) -> int:
    from provenance.index.reader import Snapshot
    from provenance.reporters.display import count

    snapshot = Snapshot(options.folder, config.reading)
    snapshot.verify()
    _say(options, f"{count(len(snapshot), 'document')}, all sound")
    snapshot.close()
    return OK


def _export(options: Namespace, config: Config) -> int:
    from provenance.index import export
    from provenance.index.reader import Snapshot
    from provenance.reporters.display import count
    from provenance.unfinished import unfinished

    path = options.canonical or options.datasketch
    write = export.write_canonical if options.canonical else export.write_datasketch
    snapshot = Snapshot(options.folder, config.reading)
    try:
        # Whole or not at all, and never into the index itself.
        if os.path.realpath(os.path.dirname(path) or os.curdir) == os.path.realpath(options.folder):
            raise UsageError(f"{path}: this is in the folder of the index; give another place")
        with unfinished(os.path.dirname(path)) as new_path:
            part = new_path()
            with open(part, "xb") as file:
                write(snapshot, file)
            os.replace(part, path)
    except OSError as error:
        raise UnwritableFileError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        snapshot.close()
    _say(options, f"{count(len(snapshot), 'document')} written to {path}")
    return OK


def _create_at_server(options: Namespace, config: Config) -> int:
    from provenance.index.parameters import Parameters
    from provenance.index.server import create

    _check_paths(options.paths)
    create(options.folder, Parameters(threshold=config.grouping.threshold))
    if options.paths:
        return _add_to_server(options, config)
    _say(options, "an empty index")
    return OK


def _add_to_server(options: Namespace, config: Config) -> int:
    from provenance.cli.progress import Progress
    from provenance.index.server import Server

    with Server(options.folder) as server, Progress(sys.stderr, quiet=options.quiet) as progress:
        added = server.add(_batches(options, config, progress))
        total = len(server)
    return _told(options, added, total)


def _remove_from_server(options: Namespace, config: Config) -> int:
    from provenance.index.server import Server
    from provenance.reporters.display import count

    with Server(options.folder) as server:
        removed, left = server.remove(options.paths), len(server)
    _say(options, f"{count(removed, 'document')} removed; {count(left, 'document')} left")
    return OK


def _status_of_server(options: Namespace, config: Config) -> int:
    import json

    from provenance.index.server import Server

    with Server(options.folder) as server:
        found = {"documents": len(server), "threshold": server.threshold, "kernel": server.parameters.kernel}
    form = options.format or "table"
    with results(utf8=form == "json") as stream:
        lines = (f"{name:<9}  {value:,}\n" for name, value in found.items())
        stream.write(json.dumps(found, indent=1) + "\n" if form == "json" else "".join(lines))
    return OK


def _say(options: Namespace, sentence: str) -> None:
    if not options.quiet:
        complain(f"{options.folder}: {sentence}", prefix="")


_RUN = {
    "create": _create,
    "add": _add,
    "remove": _remove,
    "compact": _compact,
    "status": _status,
    "verify": _verify,
    "export": _export,
}
_AT_SERVER = {
    "create": _create_at_server,
    "add": _add_to_server,
    "remove": _remove_from_server,
    "status": _status_of_server,
}
_TAKES_PATHS = ("add", "remove")
_MOST_NAMED = 3  # notices that are named
