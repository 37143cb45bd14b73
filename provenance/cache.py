"""From what an earlier run found to what needs no work again: one file for each corpus, below XDG_CACHE_HOME.

Entries are named by their content: the text, what its container said, the settings and the program's own code, so that
none can be out of date.  The file may be deleted at any time; two runs at once each write a whole one, and the later
stays.  A file that is cut, changed, of another version or not readable counts as none.
"""

from __future__ import annotations

import os
import sys
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from provenance import records
from provenance.documents import Names, digests, lines, openers, paths
from provenance.files import contents
from provenance.settings.derived import settings, touching
from provenance.settings.setting import EVIDENCE
from provenance.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from provenance.documents import Container
    from provenance.model import Evidence
    from provenance.records import Found, Judged, Part, Printed, Raw, Told
    from provenance.settings import Config
    from provenance.settings.setting import Stage

    # See provenance.alignment.carried and provenance.derivation.direction, which ask.
    About = Callable[[int, bytes, Callable[[], list[Told]]], list[Told]]
    Parts = Iterator[tuple[int, list[Told]]]
    Carried = Callable[[int, Sequence[int], bytes, Callable[[About], Parts]], Parts]
    Printing = Callable[[int, Callable[[], Printed]], Printed]

_MAGIC = b"provenance cache 1\n"
_DIGEST = 16
# So many parts of a digest are in memory at a time: the names of ten million documents would be ten gigabytes.
_TOGETHER = 1024
# So many corpora are remembered; the file that was written first goes.
_FILES = 32
# The findings of a whole run are one entry, named by all of its documents.
_JUDGED = "judged"
# The stages whose results are entries; what a run judges depends on the settings of all stages.
_OF_TEXTS: tuple[Stage, ...] = ("form", "alignment", "attribution", "derivation")


class Cache:
    """What earlier runs found in the texts of one corpus.

    *trouble* says why nothing could be written, "" where all went well.
    """

    def __init__(self, paths: Sequence[str | os.PathLike[str]], config: Config, folder: str | None = None) -> None:
        self.trouble = ""
        self._paths = paths
        self._folder = folder or cache_folder(os.environ)
        self._told = [(key, _named(key, value)) for key, value in touching(config, *_OF_TEXTS)]
        # How reports are written is no matter of findings.
        self._settings = repr((list(touching(config, *EVIDENCE)), config.extent.root, config.extent.whole))
        self._old: dict[str, Raw] | None = None
        self._new: dict[str, Raw] = {}
        self._changed = False

    # A small corpus is audited without its cache: to know which file it would be costs more than opening it saves.
    @cached_property
    def _path(self) -> str:
        roots = sorted({os.path.realpath(os.fsencode(path)) for path in self._paths})
        return os.path.join(self._folder, f"{_digest(*roots).hex()}.cache")

    @cached_property
    def _head(self) -> bytes:
        """Return what the file begins with: what it is, and a name of all that its entries depend on but the texts."""
        told = repr(self._told).encode("utf-8", "surrogatepass")
        return _MAGIC + _digest(_code(), sys.version.encode(), told)

    def key(self, text: str, container: Container) -> str:
        """Return the name of all that the stages of single texts see of a document: its text, and what holds it."""
        path, header, statements = container
        said = [f"{one.name} {one.value} {one.asserter} {one.span}" for one in statements]
        parts = (text, path, str(header), *said)
        return _digest(*(part.encode("utf-8", "surrogatepass") for part in parts)).hex()

    def get(self, key: str) -> Found:
        """Return the traits, repeats and attribution of the text named *key*; None for what no run has found yet."""
        raw = self._raw(key)
        try:
            return (None, None, None) if raw is None else records.found(raw)
        except (TypeError, ValueError):
            return None, None, None

    def put(self, key: str, found: Found) -> None:
        """Remember what was found in the text named *key*."""
        self._new[key] = records.raw_of_found(found)
        self._changed = True

    def carried(self, keys: Sequence[str]) -> Carried:
        """Return what knows the passages that documents carry of others; *keys* name the texts by their positions."""
        turns: dict[str, int] = {}

        def known(document: int, others: Sequence[int], met: bytes, work: Callable[[About], Parts]) -> Parts:
            # The same text may stand twice, and carry nothing the first time and everything the second.
            turns[keys[document]] = turn = turns.get(keys[document], 0) + 1
            key = f"c{turn}{keys[document]}"
            name = _digest(met, *(keys[other].encode() for other in others)).hex()
            raw = self._raw(key)
            parts = _parts(raw, len(others))
            if raw is not None and parts is not None and raw[0] == name:
                return iter([(others[at], told) for at, _, told in parts])
            return self._carried_anew(
                key, name, keys, {other: at for at, other in enumerate(others)}, parts or [], work
            )

        return known

    def _carried_anew(
        self,
        key: str,
        name: str,
        keys: Sequence[str],
        ranks: dict[int, int],
        before: list[Part],
        work: Callable[[About], Parts],
    ) -> Parts:
        """Yield the parts of a document as they are found or were found before, and remember them."""
        told_before = {part: told for _, part, told in before}
        rows: list[object] = []

        def about(head: int, places: bytes, find: Callable[[], list[Told]]) -> list[Told]:
            part = _digest(keys[head].encode(), places).hex()
            told = told_before.get(part)
            if told is None:
                told = find()
            rows.append([ranks[head], part, records.raw_of_told(told)])
            return told

        yield from work(about)
        self._new[key] = [name, rows]
        self._changed = True

    def printed(self, keys: Sequence[str]) -> Printing:
        """Return what knows what the lines of documents name; *keys* name the texts by their positions."""

        def known(document: int, work: Callable[[], Printed]) -> Printed:
            key = "p" + keys[document]
            raw = self._raw(key)
            try:
                if raw is not None:
                    return records.printed(raw)
            except (TypeError, ValueError):
                pass
            shown = work()
            self._new[key] = list(shown)
            self._changed = True
            return shown

        return known

    def judged(self, evidence: Evidence, keys: Sequence[str]) -> Judged | None:
        """Return the findings and groups of a run over just these documents, with just these settings."""
        raw = self._raw(_JUDGED)
        try:
            same = raw is not None and raw[0] == self._name(evidence, keys)
            return records.judged(raw[1:]) if same and raw is not None else None
        except (TypeError, ValueError):
            return None

    def put_judged(self, evidence: Evidence, keys: Sequence[str], judged: Judged) -> None:
        """Remember the findings and groups of a run over these documents."""
        self._new[_JUDGED] = [self._name(evidence, keys), *records.raw_of_judged(judged)]
        self._changed = True

    def _name(self, evidence: Evidence, keys: Sequence[str]) -> str:
        """Return the name of all that findings rest on."""
        some = evidence.documents
        columns = zip(Names(some), paths(some), lines(some), digests(some), openers(some), strict=True)
        told = (f"{name!r} {path!r} {line} {digest} {file!r}" for name, path, line, digest, file in columns)
        parts = chain(keys, told, (repr(evidence.notices), self._settings))
        return _digest_of(part.encode("utf-8", "surrogatepass") for part in parts).hex()

    def save(self) -> None:
        """Write what this run used, where it is not there already; what stands in its way is *trouble*."""
        if not self._changed and len(self._new) == len(self._old or ()):
            return
        body = _json(self._new)
        path = self._path
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            with unfinished(self._folder) as beside:
                part = beside()
                # Not flushed to the disk: a file that a power cut spoils counts as none, and costs one slower run.
                with open(part, "xb") as file:
                    file.write(self._head + _digest(body) + body)
                os.replace(part, path)
            self._forget()
        except OSError as error:
            self.trouble = f"{self._folder}: the cache cannot be written: {error.strerror}; going on without it"

    def _raw(self, key: str) -> Raw | None:
        if self._old is None:
            self._old = self._load()
        raw = self._new.get(key) or self._old.get(key)
        if raw is not None:
            self._new[key] = raw
        return raw

    def _load(self) -> dict[str, Raw]:
        try:
            whole = contents(self._path)
        except OSError:
            return {}
        start = len(_MAGIC) + 2 * _DIGEST
        head, body = whole[:start], whole[start:]
        if head != self._head + _digest(body):
            return {}
        import orjson

        try:
            found: object = orjson.loads(body)
        except ValueError:
            return {}
        return {key: raw for key, raw in found.items() if isinstance(raw, list)} if isinstance(found, dict) else {}

    def _forget(self) -> None:
        """Take away the files that were written first where there are too many."""
        with os.scandir(self._folder) as scan:
            files = sorted((entry.stat().st_mtime_ns, entry.path) for entry in scan if entry.name.endswith(".cache"))
        for _, path in files[:-_FILES]:
            _remove(path)


def _parts(raw: Raw | None, others: int) -> list[Part] | None:
    """Return the parts that *raw* holds: the rank of one of so many *others*, the part's name, what was told."""
    try:
        return None if raw is None else records.parts(raw[1], others)
    except (IndexError, TypeError, ValueError):
        return None


def cache_folder(environment: Mapping[str, str]) -> str:
    """Return the folder of our caches: provenance below XDG_CACHE_HOME (freedesktop.org, Base Directory)."""
    folder = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(folder):
        folder = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(folder, "provenance")


def _json(entries: Mapping[str, Raw]) -> bytes:
    import orjson

    try:
        return orjson.dumps(entries)
    except TypeError:
        # Lone surrogates, which JSON cannot hold: the texts that have them are worked on anew.
        return b"{" + b",".join(_lines(entries)) + b"}"


def _lines(entries: Mapping[str, Raw]) -> Iterable[bytes]:
    import orjson

    for key, raw in entries.items():
        try:
            yield orjson.dumps(key) + b":" + orjson.dumps(raw)
        except TypeError:
            continue


def _digest(*parts: bytes) -> bytes:
    return _digest_of(parts)


def _digest_of(parts: Iterable[bytes]) -> bytes:
    from hashlib import blake2b

    digest, waiting = blake2b(digest_size=_DIGEST), iter(parts)
    while told := b"".join([len(part).to_bytes(8, "little") + part for part in islice(waiting, _TOGETHER)]):
        digest.update(told)
    return digest.digest()


def _named(key: str, value: object) -> object:
    """Return a name of what the setting *key* makes of its *value*: for files, of their content."""
    if key == "mojibake":
        return _detector(str(value))
    names_files = key in settings() and settings()[key].kind.names_files
    return list(map(_contents, value)) if names_files and isinstance(value, tuple) else value


def _contents(path: str) -> str:
    """Return a name of what a file holds, "" where it cannot be read."""
    try:
        return _digest(contents(path)).hex()
    except OSError:
        return ""


def _detector(mojibake: str) -> str:
    """Return a name of what finds mojibake.  Raises ConfigError where it is not installed."""
    if mojibake == "own":
        return mojibake
    from provenance.form.badness import detector

    return f"{mojibake} {detector()}"


def _code() -> bytes:
    """Return a name of the program as it is installed: a version would not change with an edit of the sources."""
    return "\n".join(sorted(_files(os.path.dirname(os.path.abspath(__file__))))).encode("utf-8", "surrogateescape")


def _files(folder: str) -> Iterable[str]:
    with os.scandir(folder) as scan:
        for entry in scan:
            if not entry.is_dir():
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
            elif entry.name != "__pycache__":
                yield from _files(entry.path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
