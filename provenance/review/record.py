"""From decisions as they are made to lines of the file of decisions: each is on the disk before it is confirmed.

A new decision is a line at the end of the file.  One that is withdrawn takes its lines out, and the file is replaced
whole.  What others write into the file meanwhile is read again; one review at a time holds it by a lock.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from provenance.baseline.decisions import parsed
from provenance.errors import ConfigError, UnwritableFileError, UsageError
from provenance.files import contents
from provenance.reporters.folder import check_file, write_bytes
from provenance.unfinished import locked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

    from provenance.review.pages import Listed

    Key = tuple[str, str]
    Stamp = tuple[int, int, int]

WITHDRAWN = ""
_SPACE = b"\xef\xbb\xbf \t\r"
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Choice(NamedTuple):
    """What was decided about a pair: a kind of decision or WITHDRAWN, a note, and the side to keep ("" for none)."""

    kind: str
    note: str = ""
    keep: str = ""


class Change(NamedTuple):
    """A choice about the documents *left* and *right*, made when the page knew all changes up to number *since*."""

    left: str
    right: str
    choice: Choice
    since: int = 0


class Record:
    """The decisions about the pairs of a page, in memory and in the file at *path*, each with the number of its change.

    Raises UsageError if the file cannot be used, ConfigError for a line that is no decision.
    """

    def __init__(self, path: str, listed: Listed) -> None:
        check_file(os.path.realpath(path))
        self.path = os.path.realpath(path)
        self.mended = ""
        self.revision = 0
        self._listed = listed
        self._lock = Lock()
        self._file = -1
        self._stamp: Stamp | None = None
        self._choices: dict[Key, tuple[int, Choice]] = {}
        self._others: list[bytes] = []
        self._open()
        self._take(self._lines())

    def count(self) -> int:
        """Return how many pairs of the page are decided about."""
        return sum(choice.kind != WITHDRAWN for _, choice in self._choices.values())

    def key(self, left: str, right: str) -> Key | None:
        """Return the pair of these documents in the order of the page, None if it is none of the page's."""
        known = self._listed.positions
        if left not in known or right not in known or left == right:
            return None
        return (left, right) if known[left] < known[right] else (right, left)

    def changes(self, since: int) -> tuple[int, list[Change]]:
        """Return the number of the last change, and the changes after number *since* that still count."""
        with self._lock:
            self._follow()
            return self.revision, self._after(since)

    def save(self, wanted: Sequence[Change], since: int) -> tuple[int, list[Change], list[int]]:
        """Save what is *wanted*, and return what *changes* does, and the places of those that were refused.

        A choice is refused if another one about its pair was made after its *since*.  Raises UnwritableFileError; then
        nothing of it is saved.
        """
        with self._lock:
            self._follow()
            refused: list[int] = []
            accepted: dict[Key, Choice] = {}
            for place, change in enumerate(wanted):
                key = change.left, change.right
                number, choice = self._choices.get(key, (0, Choice(WITHDRAWN)))
                if choice != change.choice and number > change.since:
                    refused.append(place)
                elif accepted.get(key, choice) != change.choice:
                    accepted[key] = change.choice
            if accepted:
                self._write(accepted)
            return self.revision, self._after(since), refused

    def close(self) -> None:
        """Let go of the file; one in which nothing stands is removed."""
        with self._lock, suppress(OSError):
            if self._file >= 0 and os.fstat(self._file).st_size == 0 and self._stamp == self._seen():
                os.unlink(self.path)
            self._release()

    def _after(self, since: int) -> list[Change]:
        found = [(number, key) for key, (number, _) in self._choices.items() if number > since]
        return [Change(*key, self._choices[key][1], number) for number, key in sorted(found)]

    def _write(self, accepted: dict[Key, Choice]) -> None:
        """Put *accepted* on the disk, then into memory."""
        if any(choice.kind == WITHDRAWN for choice in accepted.values()):
            self._replace({key: choice for key, (_, choice) in self._choices.items()} | accepted)
        else:
            self._append(b"".join(self._line(key, choice) for key, choice in accepted.items()))
        self._note(accepted)

    def _note(self, accepted: dict[Key, Choice]) -> None:
        for key, choice in accepted.items():
            self.revision += 1
            self._choices[key] = self.revision, choice

    def _append(self, lines: bytes) -> None:
        before = os.fstat(self._file).st_size
        try:
            at = 0
            while at < len(lines):
                at += os.write(self._file, lines[at:])
            os.fsync(self._file)
        except OSError as error:
            # A half of a line would be in the way of the next one.
            with suppress(OSError):
                os.ftruncate(self._file, before)
            raise UnwritableFileError(f"{self.path}: the decision cannot be saved: {error.strerror}") from error
        self._stamp = self._seen()

    def _replace(self, choices: dict[Key, Choice]) -> None:
        """Write the file anew: lines about other documents as they are, then one for each of *choices*."""
        lines = [self._line(key, choice) for key, choice in choices.items() if choice.kind != WITHDRAWN]
        content = b"".join((*(line + b"\n" for line in self._others), *lines))

        def write(stream: BinaryIO) -> None:
            stream.write(content)

        # Closed before, since Windows replaces no open file.
        self._release()
        try:
            write_bytes(self.path, write)
        finally:
            self._open()

    def _open(self) -> None:
        """Open and lock the file.  Raises UsageError if another review has it."""
        try:
            self._file = os.open(self.path, _FLAGS | getattr(os, "O_NONBLOCK", 0), 0o666)
        except OSError as error:
            raise UsageError(f"{self.path}: decisions cannot be saved here: {error.strerror}") from error
        if locked(self._file) is False:
            self._release()
            raise UsageError(f"{self.path}: another review saves its decisions here; stop it, or give another file")
        self._stamp = self._seen()

    def _release(self) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def _seen(self) -> Stamp | None:
        """Return what tells the file's state at its path, None if there is no file."""
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _follow(self) -> None:
        """Take in what others wrote into the file; one that is gone is written again."""
        now = self._seen()
        if self._file >= 0 and now == self._stamp:
            return
        if now is None:
            self._replace({key: choice for key, (_, choice) in self._choices.items()})
            return
        self._release()
        self._open()
        try:
            self._take(self._lines())
        except ConfigError:
            # Read again before anything is written, until somebody has mended it.
            self._stamp = None
            raise

    def _lines(self) -> list[bytes]:
        """Return the lines of the file; one that a killed run has left unfinished is removed, and *mended* says so."""
        whole = contents(self.path)
        lines = whole.split(b"\n")
        last = lines.pop()
        if not last.strip(_SPACE):
            return lines
        try:
            json.loads(last.strip(_SPACE))
        except (ValueError, RecursionError):
            self.mended = f"{self.path}: the last line was cut off in the middle of it, and was removed"
            os.ftruncate(self._file, len(whole) - len(last))
            os.fsync(self._file)
        else:
            self._append(b"\n")
            lines.append(last)
        self._stamp = self._seen()
        return lines

    def _take(self, lines: Iterable[bytes]) -> None:
        """Note what *lines* say and memory does not: the last line about a pair counts."""
        found: dict[Key, Choice] = {}
        self._others = []
        for number, raw in enumerate(lines, 1):
            line = raw.strip(_SPACE)
            if not line:
                continue
            key, choice = self._read(line, f"{self.path}:{number}")
            if key is None:
                self._others.append(line)
            else:
                found[key] = choice
        gone = {key: Choice(WITHDRAWN) for key in self._choices if key not in found}
        both = found | gone
        self._note({key: choice for key, choice in both.items() if self._choices.get(key, (0, None))[1] != choice})

    def _read(self, line: bytes, place: str) -> tuple[Key | None, Choice]:
        """Return the pair and the choice of a line; no pair if it is about other documents, or about earlier texts."""
        decision = parsed(line, place)
        key = self.key(*decision.ids)
        digests = {name: digest for name, digest in zip(decision.ids, decision.digests, strict=True) if digest}
        if key is None or any(self._digest(name) != digest for name, digest in digests.items()):
            return None, Choice(WITHDRAWN)
        side = "" if decision.keep is None else "left" if decision.ids[decision.keep] == key[0] else "right"
        return key, Choice(decision.kind, decision.note, side)

    def _digest(self, name: str) -> str:
        return self._listed.digests[self._listed.positions[name]]

    def _line(self, key: Key, choice: Choice) -> bytes:
        """Return a line of the file, as the page exports it."""
        record = {"left": key[0], "right": key[1], "decision": choice.kind, "note": choice.note}
        if choice.keep:
            record["keep"] = choice.keep
        record |= {"left_sha256": self._digest(key[0]), "right_sha256": self._digest(key[1])}
        try:
            line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
        except UnicodeEncodeError:
            line = json.dumps(record, separators=(",", ":")).encode()
        return line + b"\n"
