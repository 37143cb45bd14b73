"""A cache of results for unchanged texts: one file for each corpus, below XDG_CACHE_HOME, and its last run's answer.

Keys are digests of everything that a result depends on (the text, its container's statements, the settings and the
program's own code), so no entry can be out of date.  The file may be deleted at any time.  Concurrent runs each write a
whole file, and the last one wins.  A file that is truncated, altered, unreadable or of another version is ignored.
"""

from __future__ import annotations

import os
import sys
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from provenance.files import contents
from provenance.folding import VERSION
from provenance.settings.derived import settings, touching
from provenance.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from msgspec import Raw

    from provenance.documents import Container
    from provenance.settings import Config
    from provenance.settings.setting import Area

Value = TypeVar("Value")

MAGIC = b"provenance cache 2\n"
DIGEST_BYTES = 16
PARTS_AT_ONCE = 1024  # parts of a digest in memory at a time: the keys of ten million documents would take 10 GB
MAX_CACHES = 32  # the oldest is dropped first
ANSWER = ".answer"  # what follows a cache's name in that of the answer of its last run
# The areas whose results are entries by themselves; what a run judges depends on the settings of all areas.
AREAS_OF_TEXTS: tuple[Area, ...] = ("form", "alignment", "attribution", "derivation")


class Cache:
    """The cached results for the texts of one corpus.

    *trouble* says why the cache could not be written, "" if it could.
    """

    def __init__(self, paths: Sequence[str | os.PathLike[str]], config: Config, folder: str | None = None) -> None:
        self.trouble = ""
        self._paths = paths
        self._folder = folder or cache_folder(os.environ)
        self._settings = [(key, _digested(key, value)) for key, value in touching(config, *AREAS_OF_TEXTS)]
        self._old: dict[str, Raw] | None = None
        self._used: dict[str, Raw] = {}
        self._changed = False

    def get(self, key: str, kind: type[Value]) -> Value | None:
        """Return the value of *kind* that is stored under *key*; None where there is none that can be decoded."""
        from msgspec import ValidationError
        from msgspec.msgpack import decode

        raw = self._raw(key)
        if raw is None:
            return None
        try:
            value = decode(raw, type=kind)
        except ValidationError:
            return None
        self._used[key] = raw
        return value

    def has(self, key: str) -> bool:
        """Return whether there is a value under *key*, of whatever kind."""
        return self._raw(key) is not None

    def keep(self, key: str, value: object) -> None:
        """Store *value* under *key* unless there is one, which then counts as used."""
        raw = self._raw(key)
        if raw is None:
            self.put(key, value)
        else:
            self._used[key] = raw

    def _raw(self, key: str) -> Raw | None:
        if self._old is None:
            self._old = self._load()
        return self._used.get(key) or self._old.get(key)

    def put(self, key: str, value: object) -> None:
        """Store *value*, of attrs classes and plain ones, under *key*."""
        from msgspec import Raw
        from msgspec.msgpack import encode

        try:
            self._used[key] = Raw(encode(value))
        except UnicodeEncodeError:
            # A lone surrogate cannot be encoded: the next run computes the value again.
            return
        self._changed = True

    def name(self, text: str, container: Container) -> str:
        """Return the name of a document in keys: a digest of all that a stage sees which works on single texts."""
        path, header, statements = container
        stated = [f"{fact.name} {fact.value} {fact.asserter} {fact.span} {fact.field}" for fact in statements]
        return digest((text, path, str(header), *stated))

    def save(self) -> None:
        """Write the entries that this run used if any is new; a failure is put into *trouble*."""
        if not self._changed:
            return
        from msgspec.msgpack import encode

        # By key: threads find things out in no order, and equal input gives equal bytes.
        self._write(self._path, encode(dict(sorted(self._used.items()))))

    def answer(self) -> bytes | None:
        """Return what `keep_answer` stored, None if there is nothing of this program and these settings of texts.

        It goes with the entries: a user who deletes these wants everything to be found anew.
        """
        return self._read(self._path + ANSWER) if os.path.exists(self._path) else None

    def keep_answer(self, answer: bytes) -> None:
        """Store the *answer* of a whole run beside the entries; a failure is put into *trouble*."""
        self._write(self._path + ANSWER, answer)

    def _write(self, path: str, body: bytes) -> None:
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            with unfinished(self._folder) as new_path:
                part = new_path()
                # Not synced to disk: a file that a power cut damages is ignored, at the cost of one slower run.
                with open(part, "xb") as file:
                    file.write(self._head + _digest([body]) + body)
                os.replace(part, path)
            self._drop_oldest()
        except OSError as error:
            self.trouble = f"{self._folder}: the cache cannot be written: {error.strerror}; going on without it"

    def _read(self, path: str) -> bytes | None:
        """Return the body of the file at *path*, None if it is not as `_write` wrote it."""
        try:
            whole = contents(path)
        except OSError:
            return None
        start = len(MAGIC) + 2 * DIGEST_BYTES
        head, body = whole[:start], whole[start:]
        return body if head == self._head + _digest([body]) else None

    # Lazy because a small corpus is audited without a cache: working out the path would cost more than the cache saves.
    @cached_property
    def _path(self) -> str:
        roots = sorted({os.path.realpath(os.fsencode(path)) for path in self._paths})
        return os.path.join(self._folder, f"{_digest(roots).hex()}.cache")

    @cached_property
    def _head(self) -> bytes:
        """The header of the file: the magic, and a digest of all that entries depend on besides the texts."""
        settings = repr(self._settings).encode("utf-8", "surrogatepass")
        return MAGIC + _digest([_program_files(), sys.version.encode(), b"words %d" % VERSION, settings])

    def _load(self) -> dict[str, Raw]:
        body = self._read(self._path)
        if body is None:
            return {}
        from msgspec import DecodeError, Raw
        from msgspec.msgpack import decode

        try:
            return decode(body, type=dict[str, Raw])
        except DecodeError:
            return {}

    def _drop_oldest(self) -> None:
        """Remove the oldest caches beyond MAX_CACHES."""
        with os.scandir(self._folder) as scan:
            files = sorted((entry.stat().st_mtime_ns, entry.path) for entry in scan if entry.name.endswith(".cache"))
        for _, path in files[:-MAX_CACHES]:
            _remove(path)
            _remove(path + ANSWER)


def digest(parts: Iterable[str]) -> str:
    """Return a digest of *parts* in order, as 32 hexadecimal digits."""
    return _digest(part.encode("utf-8", "surrogatepass") for part in parts).hex()


def cache_folder(environment: Mapping[str, str]) -> str:
    """Return the folder of the caches: "provenance" below XDG_CACHE_HOME (freedesktop.org, Base Directory)."""
    folder = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(folder):
        folder = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(folder, "provenance")


def _digest(parts: Iterable[bytes]) -> bytes:
    from hashlib import blake2b

    hasher, rest = blake2b(digest_size=DIGEST_BYTES), iter(parts)
    # Each part is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
    while chunk := b"".join([len(part).to_bytes(8, "little") + part for part in islice(rest, PARTS_AT_ONCE)]):
        hasher.update(chunk)
    return hasher.digest()


def _digested(key: str, value: object) -> object:
    """Return what names the *value* of the setting *key*: for files, digests of their content."""
    if key == "mojibake":
        return _detector(str(value))
    names_files = key in settings() and settings()[key].kind.names_files
    return list(map(_contents, value)) if names_files and isinstance(value, tuple) else value


def _contents(path: str) -> str:
    """Return a digest of the file at *path*, "" if it cannot be read."""
    try:
        return _digest([contents(path)]).hex()
    except OSError:
        return ""


def _detector(mojibake: str) -> str:
    """Return the name and version of the mojibake detector.  Raises ConfigError if it is not installed."""
    if mojibake == "own":
        return mojibake
    from provenance.form.badness import detector

    return f"{mojibake} {detector()}"


def _program_files() -> bytes:
    """Return the sizes and times of the installed files: a version number would not change with an edit."""
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
