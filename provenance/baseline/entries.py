"""From the lines of a baseline to entries, and back: one JSON object per line, in order.

A line has no line number, time, version or absolute path, so that it changes only with what it accepts.  Lines may be
in any order and occur twice, which is what git's ``merge=union`` leaves.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from provenance.errors import ConfigError
from provenance.files import contents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    Key = tuple[str, tuple[str, ...], tuple[str, ...], str, str]

NAME = ".provenance-baseline.jsonl"
_KEYS = frozenset(("code", "glob", "paths", "contents", "subject", "score", "count", "why"))
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


@attrs.frozen
class Entry:
    """An accepted edge: *paths* and *contents* are those of its one or two documents, in the same order.

    *count* is the number of equal edges that were accepted.  *line* is its 1-based line in the file, 0 for a new entry.
    With a *glob* it accepts all findings of the rule in files that match it, as in .gitignore, and *paths* are empty.
    """

    code: str
    paths: tuple[str, ...]
    contents: tuple[str, ...]
    subject: str = ""
    score: float | None = None
    count: int = 1
    why: str = ""
    glob: str = ""
    line: int = attrs.field(default=0, eq=False)

    @property
    def key(self) -> Key:
        """What makes two entries the same edge."""
        return self.code, self.paths, self.contents, self.subject, self.glob

    @property
    def where(self) -> str:
        """The documents that it is about, for messages."""
        return self.glob or " and ".join(self.paths)

    @property
    def text(self) -> str:
        """The line of the file, without its end."""
        import orjson

        if self.glob:
            return orjson.dumps({"code": self.code, "glob": self.glob, "why": self.why}).decode()
        record: dict[str, object] = {"code": self.code, "paths": self.paths, "contents": self.contents}
        if self.subject:
            record["subject"] = self.subject
        if self.score is not None:
            record["score"] = round(self.score, 6)
        if self.count > 1:
            record["count"] = self.count
        return orjson.dumps(record | {"why": self.why}).decode()


def load(path: str, instead: bytes | None = None) -> list[Entry]:
    """Return the entries of the file at *path*, each edge once, in order.  *instead*: read this file in its place.

    Raises ConfigError with the file and the line that cannot be read.
    """
    try:
        lines = contents(instead or path).split(b"\n")
    except OSError as error:
        raise ConfigError(
            f"{path}: the baseline cannot be read: {error.strerror}; fix that, or pass --no-baseline"
        ) from error
    found: dict[Key, list[Entry]] = {}
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            entry = _parsed(raw.removeprefix(b"\xef\xbb\xbf"), f"{path}:{number}", number)
            found.setdefault(entry.key, []).append(entry)
    return sorted(map(_joined, found.values()), key=_order)


def save(path: str, entries: Iterable[Entry]) -> int:
    """Write *entries* to the file at *path* atomically, and return its number of lines."""
    from provenance.reporters.folder import write_file

    lines = [entry.text for entry in sorted(set(entries), key=_order)]

    def write(stream: TextIO) -> None:
        stream.writelines(f"{line}\n" for line in lines)

    write_file(os.path.realpath(path), write)
    return len(lines)


def _order(entry: Entry) -> tuple[str, tuple[str, ...], tuple[str, ...], str, str, str]:
    return *entry.key, entry.why


def _joined(same: list[Entry]) -> Entry:
    """Return several entries for one edge, left by a merge, as one; their order does not matter."""
    scores = [entry.score for entry in same if entry.score is not None]
    whys = {entry.why for entry in same}
    if len(whys) > 1:
        # Reasons that were joined before are split again, so that none occurs twice.
        whys = {"; ".join(sorted({part for why in whys for part in why.split("; ")} - {""}))}
    count = max(entry.count for entry in same)
    return attrs.evolve(same[0], score=max(scores, default=None), count=count, why=min(whys))


def _parsed(raw: bytes, place: str, number: int) -> Entry:
    import orjson

    start = raw[:7].decode("latin-1")
    if start in _CONFLICT:
        raise ConfigError(f"{place}: this is a merge conflict marker; delete the markers and keep both sides")
    try:
        record: object = orjson.loads(raw)
    except ValueError as error:
        raise ConfigError(f"{place}: this is not a line of a baseline: {error}; fix or delete it") from error
    if not isinstance(record, dict):
        raise ConfigError(f"{place}: this is not a line of a baseline; fix or delete it")
    if unknown := sorted(record.keys() - _KEYS):
        raise ConfigError(
            f"{place}: this version does not know the key {unknown[0][:80]!r} in this line of the baseline; fix the "
            "line, or use the version that wrote it"
        )
    if "glob" in record:
        return _by_glob(record, place, number)
    paths, contents = (_texts(record.get(name)) for name in ("paths", "contents"))
    code, subject, why = (record.get(name, "") for name in ("code", "subject", "why"))
    score, count = record.get("score"), record.get("count", 1)
    texts = isinstance(code, str) and isinstance(subject, str) and isinstance(why, str)
    counted = isinstance(count, int) and not isinstance(count, bool) and count > 0
    scored = score is None or (isinstance(score, int | float) and not isinstance(score, bool))
    if not (code and texts and counted and scored and paths and contents and len(paths) == len(contents) <= 2):
        raise ConfigError(f"{place}: this line of the baseline has impossible values; fix or delete it")
    return Entry(code, paths, contents, subject, None if score is None else float(score), count, why=why, line=number)


def _by_glob(record: dict[str, object], place: str, number: int) -> Entry:
    """Return the entry of a line that accepts all findings of a rule in the files that a pattern matches."""
    from provenance.wildmatch import complaint

    code, glob, why = (record.get(name, "") for name in ("code", "glob", "why"))
    if not (isinstance(code, str) and isinstance(glob, str) and isinstance(why, str) and code and len(record) <= 3):
        raise ConfigError(f"{place}: this line of the baseline has impossible values; give a code, a glob and a why")
    if wrong := complaint(glob, alone=True):
        raise ConfigError(f"{place}: {glob[:80]!r} matches no path: {wrong}")
    return Entry(code, (), (), why=why, glob=glob, line=number)


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    texts = tuple(text for text in value if isinstance(text, str))
    return texts if len(texts) == len(value) else None
