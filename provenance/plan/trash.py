"""In place: what a plan drops is moved into a hidden folder beside the corpus by renames, and can be moved back.

Nothing that a plan is about is ever deleted.  A run first writes the files that it will put in the place of others,
then the list of all its steps, then takes the steps.  What a step has done can be seen on the disk, so a run that was
killed anywhere is carried on, or undone, from the list alone.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct

from provenance.errors import ProvenanceError, UsageError
from provenance.files import contents, open_regular
from provenance.plan.locking import only_run
from provenance.plan.places import stays_inside
from provenance.plan.sources import digest_of
from provenance.plan.storing import settle, store, writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TRASH = b".provenance-trash"
_LOCK, _STEPS, _DONE, _UNDOING = b"lock", b"steps.jsonl", b"done", b"undoing"
_OLD, _NEW, _RECORD = b"old", b"new", b"record"
_GONE = b"removed-"  # a run that is being removed
_HIDDEN = 0o700  # what was dropped is nobody else's to read, if its folder was not


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """A file that is moved away, or replaced by a new one; *path* is relative to the trash's folder, as hex digits.

    *sha256* is of the file as the plan saw it, and *new* of the one in its place, "" if there is none.
    """

    path: str
    sha256: str
    new: str = ""

    @property
    def relative(self) -> bytes:
        """The path as the system has it."""
        return bytes.fromhex(self.path)


class Outcome(NamedTuple):
    """How many files were moved or moved back, and what is to be reported."""

    files: int
    troubles: list[str]


Standing = Literal["waiting", "taken", "torn", "strange"]


class Trash:
    """The trash of the corpus in *folder*; each plan has a folder in it, named by a number and the plan's digest."""

    def __init__(self, folder: bytes) -> None:
        self.folder = folder
        self.place = os.path.join(folder, TRASH)

    def runs(self) -> list[bytes]:
        """Return the names of the runs in the trash, the oldest first."""
        try:
            names = os.listdir(self.place)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise UsageError(f"{os.fsdecode(self.place)}: cannot be listed: {error.strerror}") from error
        return sorted(name for name in names if name[:4].isdigit() and name[4:5] == b"-")

    def prepare(
        self,
        digest: str,
        moves: Iterable[Step],
        rewritten: Mapping[bytes, tuple[str, Iterator[bytes]]],
        record: Mapping[str, Iterable[bytes]],
    ) -> None:
        """Write all that the plan with this *digest* needs; nothing of the corpus is touched before ``take``.

        *moves* are files to move away; *rewritten* has the digest that a file must have, and its new content; *record*
        are the files of the record.  Raises UsageError where another plan was begun and not finished.
        """
        self._begin()
        with only_run(os.path.join(self.place, _LOCK), os.fsdecode(self.folder)):
            run = self._run_of(digest)
            if self._has(run, _STEPS):
                return
            try:
                self._prepare(run, moves, rewritten, record)
            except BaseException:
                if not self._has(run, _STEPS):
                    shutil.rmtree(run, ignore_errors=True)
                raise

    def take(self, digest: str) -> Outcome:
        """Take the steps of the plan with this *digest* that are not taken yet."""
        with only_run(os.path.join(self.place, _LOCK), os.fsdecode(self.folder)):
            return self._take(self._run_of(digest))

    def is_applied(self, digest: str) -> bool:
        """Return whether the plan with this *digest* was begun here, and not undone."""
        return any(name[5:].decode() == digest[:16] and self._has(self._path(name), _STEPS) for name in self.runs())

    def undo(self) -> Outcome:
        """Move everything back that runs moved, the latest run first."""
        if not self.runs():
            raise UsageError(
                f"{os.fsdecode(self.folder)}: there is nothing to undo: no {os.fsdecode(TRASH)} with a run"
            )
        done, troubles = 0, list[str]()
        with only_run(os.path.join(self.place, _LOCK), os.fsdecode(self.folder)):
            for name in os.listdir(self.place):
                if name.startswith(_GONE):
                    shutil.rmtree(self._path(name), ignore_errors=True)
            for name in reversed(self.runs()):
                run = self._path(name)
                if self._has(run, _STEPS):
                    outcome = self._bring_back(run)
                    done += outcome.files
                    troubles += outcome.troubles
                    if outcome.troubles:
                        return Outcome(done, troubles)
                self._remove(run)
        with suppress(OSError):
            os.rmdir(self.place)
        settle(self.folder)
        return Outcome(done, troubles)

    def old(self, digest: str) -> dict[bytes, bytes]:
        """Return where the files are now that the plan with this *digest* moved, by the paths that they had."""
        for name in self.runs():
            run = self._path(name)
            if name[5:].decode("ascii", "replace") == digest[:16] and self._has(run, _STEPS):
                places = ((step, os.path.join(run, _OLD, _name(at, step))) for at, step in enumerate(self._steps(run)))
                return {os.path.join(self.folder, step.relative): old for step, old in places if os.path.lexists(old)}
        return {}

    def record(self, digest: str) -> str:
        """Return the folder with the record of the plan with this *digest*."""
        name = next(name for name in self.runs() if name[5:].decode("ascii", "replace") == digest[:16])
        return os.fsdecode(os.path.join(self._path(name), _RECORD))

    def _steps(self, run: bytes) -> list[Step]:
        """Return the steps of a run.  Raises ProvenanceError for a list that leads out of the folder."""
        from msgspec import DecodeError
        from msgspec.json import Decoder

        path = os.path.join(run, _STEPS)
        try:
            steps = [Decoder(Step).decode(line) for line in contents(path).splitlines()]
            inside = all(stays_inside(step.relative) for step in steps)
        except (OSError, DecodeError, ValueError) as error:
            raise ProvenanceError(f"{os.fsdecode(path)}: cannot be read: {error}; the files in it are whole") from error
        real = os.path.join(os.path.realpath(self.folder), b"")
        folders = {os.path.dirname(os.path.join(self.folder, step.relative)) for step in steps}
        if not inside or not all(os.path.join(os.path.realpath(one), b"").startswith(real) for one in folders):
            raise ProvenanceError(f"{os.fsdecode(path)}: it leads out of the folder, so nothing is moved")
        return steps

    def _begin(self) -> None:
        if os.path.islink(self.place):
            raise UsageError(
                f"{os.fsdecode(self.place)}: this is a link; the trash must lie beside the texts themselves"
            )
        with writing(self.place):
            if not os.path.isdir(self.place):
                os.mkdir(self.place, _HIDDEN)
                settle(self.folder)

    def _path(self, name: bytes) -> bytes:
        return os.path.join(self.place, name)

    def _has(self, run: bytes, name: bytes) -> bool:
        return os.path.lexists(os.path.join(run, name))

    def _run_of(self, digest: str) -> bytes:
        """Return the folder of the plan's run, new or interrupted; what another plan left unfinished is refused."""
        last = b"0000"
        for name in self.runs():
            run, last = self._path(name), name[:4]
            own = name[5:].decode("ascii", "replace") == digest[:16]
            if not self._has(run, _STEPS):
                # Killed before it had planned its steps, so nothing was touched.
                self._remove(run)
            elif self._has(run, _UNDOING):
                raise UsageError(f"{os.fsdecode(self.folder)}: undo was interrupted here; finish it first: dedup undo")
            elif own:
                return run
            elif not self._has(run, _DONE):
                raise UsageError(
                    f"{os.fsdecode(self.folder)}: another plan was interrupted here; apply that again, or undo it first"
                )
        return self._path(b"%04d-%s" % (int(last) + 1, digest[:16].encode()))

    def _prepare(
        self,
        run: bytes,
        moves: Iterable[Step],
        rewritten: Mapping[bytes, tuple[str, Iterator[bytes]]],
        record: Mapping[str, Iterable[bytes]],
    ) -> None:
        """Write all that the run needs, and last the list of its steps: from then on it can only go on or back."""
        with writing(run):
            for folder in (run, *(os.path.join(run, name) for name in (_OLD, _NEW, _RECORD))):
                os.mkdir(folder, _HIDDEN)
        steps = list(moves)
        for relative, (digest, content) in rewritten.items():
            new = os.path.join(run, _NEW, b"%d" % len(steps))
            steps.append(Step(relative.hex(), digest, store(new, content, os.path.join(self.folder, relative))[0]))
        for name, rows in record.items():
            store(os.path.join(run, _RECORD, os.fsencode(name)), rows)
        settle(*(os.path.join(run, name) for name in (_NEW, _RECORD, b"")), self.place)
        self._mark(run, _STEPS, _encoded(steps))

    def _take(self, run: bytes) -> Outcome:
        """Take the steps of a run that are not taken yet."""
        if self._has(run, _DONE):
            return Outcome(0, [])
        steps, done, troubles, folders = self._steps(run), 0, list[str](), set[bytes]()
        for number, step in enumerate(steps):
            place, old = os.path.join(self.folder, step.relative), os.path.join(run, _OLD, _name(number, step))
            new = os.path.join(run, _NEW, b"%d" % number)
            standing = _standing(place, old, new, step)
            if standing == "strange":
                troubles.append(f"{os.fsdecode(step.relative)}: changed since the plan was made, so it is not touched")
            elif standing != "taken":
                with writing(place):
                    _move(place, old, new, step)
                folders.add(os.path.dirname(place))
                done += 1
        settle(*sorted(folders), os.path.join(run, _OLD), os.path.join(run, _NEW))
        self._mark(run, _DONE, (b"",))
        return Outcome(done, troubles)

    def _bring_back(self, run: bytes) -> Outcome:
        """Take back the steps of a run, the last one first."""
        if not self._has(run, _UNDOING):
            self._mark(run, _UNDOING, (b"",))
        steps, done, troubles, folders = self._steps(run), 0, list[str](), set[bytes]()
        for number, step in reversed(list(enumerate(steps))):
            place, old = os.path.join(self.folder, step.relative), os.path.join(run, _OLD, _name(number, step))
            if not os.path.lexists(old):
                continue
            if os.path.lexists(place) and not os.path.samefile(place, old) and _digest(place) != (step.new or None):
                troubles.append(
                    f"{os.fsdecode(step.relative)}: there is a new file of this name; move it and undo again: "
                    f"the old one is {os.fsdecode(old)}"
                )
                continue
            with writing(place):
                os.makedirs(os.path.dirname(place), exist_ok=True)
                if os.path.lexists(place) and os.path.samefile(place, old):
                    # Two names of one file, which a rename leaves as they are.
                    os.unlink(old)
                else:
                    os.replace(old, place)
            folders.add(os.path.dirname(place))
            done += 1
        settle(*sorted(folders), os.path.join(run, _OLD))
        return Outcome(done, troubles)

    def _mark(self, run: bytes, name: bytes, content: Iterable[bytes]) -> None:
        """Write a file of the run whole or not at all."""
        part = os.path.join(run, name + b".part")
        with suppress(FileNotFoundError):
            os.unlink(part)
        store(part, content)
        with writing(run):
            os.replace(part, os.path.join(run, name))
        settle(run)

    def _remove(self, run: bytes) -> None:
        """Remove the folder of a run that holds nothing of the corpus any more; the list of its steps goes last."""
        if os.path.isdir(os.path.join(run, _OLD)) and os.listdir(os.path.join(run, _OLD)):
            raise ProvenanceError(f"{os.fsdecode(run)}: this still holds files of the corpus, so it was not removed")
        with writing(run):
            for name in (_NEW, _RECORD):
                shutil.rmtree(os.path.join(run, name), ignore_errors=True)
            # Under a name that is no run's, so that no list of steps is taken for one that is to be carried on.
            gone = os.path.join(self.place, _GONE + os.path.basename(run))
            shutil.rmtree(gone, ignore_errors=True)
            os.rename(run, gone)
            shutil.rmtree(gone, ignore_errors=True)


def _name(number: int, step: Step) -> bytes:
    """Return the name in the trash of the file that a step moves there, with its suffix, by which it can be read."""
    suffix = re.search(rb"(?:\.[a-z0-9]{1,12}){0,2}\Z", step.relative, re.IGNORECASE)
    return b"%d" % number + (suffix[0] if suffix else b"")


def _standing(place: bytes, old: bytes, new: bytes, step: Step) -> Standing:
    """Return how far a step was taken."""
    there, away, made = os.path.lexists(place), os.path.lexists(old), os.path.lexists(new)
    if away and not made:
        return "taken"
    if away:
        # The old file was linked or moved, and the new one is not in its place yet.
        return "torn" if not there or os.path.samefile(place, old) else "strange"
    return "waiting" if there and _digest(place) == step.sha256 else "strange"


def _move(place: bytes, old: bytes, new: bytes, step: Step) -> None:
    """Take a step: one rename, or for a file that is replaced a link and a rename, so that its name is never gone."""
    if not step.new:
        os.rename(place, old)
        return
    if not os.path.lexists(old):
        try:
            os.link(place, old)
        except OSError:
            # A file system without links: for a moment there is no file of this name.
            os.rename(place, old)
    os.replace(new, place)


def _digest(place: bytes) -> str | None:
    """Return the SHA-256 of the regular file at *place*, None if there is none that can be read."""
    try:
        with open_regular(place, follow=False) as stream:
            return digest_of(stream)
    except OSError:
        return None


def _encoded(steps: Iterable[Step]) -> Iterator[bytes]:
    from msgspec.json import encode

    for step in steps:
        yield encode(step) + b"\n"
