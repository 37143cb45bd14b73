"""What earlier runs found, so that unchanged texts need no work again: one file for each corpus, below XDG_CACHE_HOME.

Entries are named by their content: the text, what its container states, the settings and the program's own code, so
that none can be out of date.  The file may be deleted at any time.  Two runs at once each write a whole file, and the
later one stays.  A file that is cut, changed, of another version or unreadable counts as none.
"""

from __future__ import annotations

import os
import sys
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from provenance.files import contents
from provenance.settings.derived import settings, touching
from provenance.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from msgspec import Raw

    from provenance.documents import Container
    from provenance.settings import Config
    from provenance.settings.setting import Stage

Found = TypeVar("Found")

MAGIC = b"provenance cache 2\n"
DIGEST_BYTES = 16
PARTS_AT_ONCE = 1024  # parts of a digest in memory: the names of ten million documents would take ten gigabytes
MAX_CACHES = 32  # the oldest is dropped first
# The stages whose results are entries by themselves; what a run judges depends on the settings of all stages.
STAGES_OF_TEXTS: tuple[Stage, ...] = ("form", "alignment", "attribution", "derivation")


class Cache:
    """What earlier runs found in the texts of one corpus.

    *trouble* says why nothing could be written, "" where all went well.
    """

    def __init__(self, paths: Sequence[str | os.PathLike[str]], config: Config, folder: str | None = None) -> None:
        self.trouble = ""
        self._paths = paths
        self._folder = folder or cache_folder(os.environ)
        self._settings = [(key, _digested(key, value)) for key, value in touching(config, *STAGES_OF_TEXTS)]
        self._old: dict[str, Raw] | None = None
        self._used: dict[str, Raw] = {}
        self._changed = False

    def get(self, key: str, kind: type[Found]) -> Found | None:
        """Return the value of *kind* that is stored under *key*; None where there is none that can be decoded."""
        from msgspec import ValidationError
        from msgspec.msgpack import decode

        if self._old is None:
            self._old = self._load()
        raw = self._used.get(key) or self._old.get(key)
        if raw is None:
            return None
        try:
            value = decode(raw, type=kind)
        except ValidationError:
            return None
        self._used[key] = raw
        return value

    def put(self, key: str, value: object) -> None:
        """Store *value*, of attrs classes and plain ones, under *key*."""
        from msgspec import Raw
        from msgspec.msgpack import encode

        try:
            self._used[key] = Raw(encode(value))
        except UnicodeEncodeError:
            # A lone surrogate has no encoding: what was found is worked out again by the next run.
            return
        self._changed = True

    def name(self, text: str, container: Container) -> str:
        """Return the name of a document: a digest of all that the stages which look at single texts see of it."""
        path, header, statements = container
        stated = [f"{one.name} {one.value} {one.asserter} {one.span}" for one in statements]
        return digest((text, path, str(header), *stated))

    def save(self) -> None:
        """Write the entries that this run used, where one of them is new; what goes wrong is *trouble*."""
        if not self._changed:
            return
        from msgspec.msgpack import encode

        # By key: threads find things out in no order, and equal input gives equal bytes.
        body = encode(dict(sorted(self._used.items())))
        path = self._path
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            with unfinished(self._folder) as beside:
                part = beside()
                # Not flushed to the disk: a file that a power cut spoils counts as none, and costs one slower run.
                with open(part, "xb") as file:
                    file.write(self._head + _digest([body]) + body)
                os.replace(part, path)
            self._drop_oldest()
        except OSError as error:
            self.trouble = f"{self._folder}: the cache cannot be written: {error.strerror}; going on without it"

    # A small corpus is audited without its cache: to find out which file it would be costs more than the cache saves.
    @cached_property
    def _path(self) -> str:
        roots = sorted({os.path.realpath(os.fsencode(path)) for path in self._paths})
        return os.path.join(self._folder, f"{_digest(roots).hex()}.cache")

    @cached_property
    def _head(self) -> bytes:
        """What the file begins with: its kind, and a digest of all that entries depend on beside the texts."""
        settings = repr(self._settings).encode("utf-8", "surrogatepass")
        return MAGIC + _digest([_code(), sys.version.encode(), settings])

    def _load(self) -> dict[str, Raw]:
        try:
            whole = contents(self._path)
        except OSError:
            return {}
        start = len(MAGIC) + 2 * DIGEST_BYTES
        head, body = whole[:start], whole[start:]
        if head != self._head + _digest([body]):
            return {}
        from msgspec import DecodeError, Raw
        from msgspec.msgpack import decode

        try:
            return decode(body, type=dict[str, Raw])
        except DecodeError:
            return {}

    def _drop_oldest(self) -> None:
        """Remove the caches that were written first where there are too many."""
        with os.scandir(self._folder) as scan:
            files = sorted((entry.stat().st_mtime_ns, entry.path) for entry in scan if entry.name.endswith(".cache"))
        for _, path in files[:-MAX_CACHES]:
            _remove(path)


def digest(parts: Iterable[str]) -> str:
    """Return a name of what *parts* say, in order: 32 hexadecimal digits."""
    return _digest(part.encode("utf-8", "surrogatepass") for part in parts).hex()


def cache_folder(environment: Mapping[str, str]) -> str:
    """Return the folder of our caches: provenance below XDG_CACHE_HOME (freedesktop.org, Base Directory)."""
    folder = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(folder):
        folder = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(folder, "provenance")


def _digest(parts: Iterable[bytes]) -> bytes:
    from hashlib import blake2b

    made, waiting = blake2b(digest_size=DIGEST_BYTES), iter(parts)
    # The length first, so that ("ab", "c") and ("a", "bc") differ.
    while some := b"".join([len(part).to_bytes(8, "little") + part for part in islice(waiting, PARTS_AT_ONCE)]):
        made.update(some)
    return made.digest()


def _named(key: str, value: object) -> object:
    """Return a name of what the setting *key* makes of its *value*: for files, of their content."""
    if key == "mojibake":
        return _detector(str(value))
    names_files = key in settings() and settings()[key].kind.names_files
    return list(map(_contents, value)) if names_files and isinstance(value, tuple) else value


def _digested(key: str, value: object) -> object:
    """Return what names the *value* of the setting *key*: for files, digests of their content."""
    if key == "mojibake":
        return _detector(str(value))
    names_files = key in settings() and settings()[key].kind.names_files
    return list(map(_contents, value)) if names_files and isinstance(value, tuple) else value


def _contents(path: str) -> str:
    """Return a digest of the file at *path*, "" where it cannot be read."""
    try:
        return _digest([contents(path)]).hex()
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
