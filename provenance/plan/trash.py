"""In place: what a plan drops is moved into a hidden folder beside the corpus by renames, and can be moved back.

Nothing that a plan is about is ever deleted.  A run first writes the files that it will put in the place of others,
then the list of all its steps, then takes the steps.  What a step has done can be seen on the disk, so a run that was
killed anywhere is carried on, or undone, from the list alone.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import ProvenanceError, UsageError
from provenance.files import contents
from provenance.plan.locking import only_run
from provenance.plan.places import stays_inside
from provenance.plan.steps import Step, digest_at, is_same, name_of, standing, take
from provenance.plan.storing import settle, store, store_with_digest, writing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

TRASH = b".provenance-trash"
_LOCK, _STEPS, _DONE, _UNDOING = b"lock", b"steps.jsonl", b"done", b"undoing"
_OLD, _NEW, _RECORD = b"old", b"new", b"record"
_GONE = b"removed-"  # a run that is being removed
_HIDDEN = 0o700  # what was dropped is nobody else's to read, if its folder was not


class Outcome(NamedTuple):
    """How many files were moved or moved back, and what is to be reported."""

    files: int
    troubles: list[str]


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

    def take(self, digest: str, held: Collection[bytes] = ()) -> Outcome:
        """Take the steps of the plan with this *digest* that were not taken, but for those about files *held*."""
        with only_run(os.path.join(self.place, _LOCK), os.fsdecode(self.folder)):
            return self._take(self._run_of(digest), held)

    def unfinished(self, digest: str) -> dict[bytes, str]:
        """Return the files that the plan with this *digest* has not finished with, and the digests of their new ones.

        It is empty where the plan was not begun, or was carried out.
        """
        for name in self.runs():
            run = self._path(name)
            if name[5:].decode("ascii", "replace") == digest[:16] and self._has(run, _STEPS):
                steps = () if self._has(run, _DONE) else self._steps(run)
                return {os.path.join(self.folder, step.relative): step.new for step in steps}
        return {}

    def is_applied(self, digest: str) -> bool:
        """Return whether the plan with this *digest* was begun here, and not undone."""
        return any(name[5:].decode() == digest[:16] and self._has(self._path(name), _STEPS) for name in self.runs())

    def undo(self) -> Outcome:
        """Move everything back that runs moved, the latest run first."""
        if not self.runs() and not self._is_left():
            raise UsageError(
                f"{os.fsdecode(self.folder)}: there is nothing to undo: no {os.fsdecode(TRASH)} with a run"
            )
        done, troubles = 0, list[str]()
        with only_run(os.path.join(self.place, _LOCK), os.fsdecode(self.folder)):
            for name in os.listdir(self.place):
                if name.startswith(_GONE):
                    # An undo was killed when all was back.
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
                places = (
                    (step, os.path.join(run, _OLD, name_of(at, step))) for at, step in enumerate(self._steps(run))
                )
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

    def _is_left(self) -> bool:
        """Return whether an undo was killed when it had brought all back, and had yet to remove the trash."""
        try:
            names = os.listdir(self.place)
        except OSError:
            return False
        return all(name == _LOCK or name.startswith(_GONE) for name in names)

    def _path(self, name: bytes) -> bytes:
        return os.path.join(self.place, name)

    def _has(self, run: bytes, name: bytes) -> bool:
        return os.path.lexists(os.path.join(run, name))

    def _run_of(self, digest: str) -> bytes:
        """Return the folder of the plan's run, new or interrupted; what another plan left unfinished is refused."""
        last = b"0000"
        for name in self.runs():
            run = self._path(name)
            own = name[5:].decode("ascii", "replace") == digest[:16]
            if not self._has(run, _STEPS):
                # Killed before it had planned its steps, so nothing was touched.
                self._remove(run)
                continue
            last = name[:4]
            if self._has(run, _UNDOING):
                raise UsageError(f"{os.fsdecode(self.folder)}: undo was interrupted here; finish it first: dedup undo")
            if own:
                return run
            if not self._has(run, _DONE):
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
            after = store_with_digest(new, content, os.path.join(self.folder, relative))
            steps.append(Step(relative.hex(), digest, after))
        for name, rows in record.items():
            store(os.path.join(run, _RECORD, os.fsencode(name)), rows)
        settle(*(os.path.join(run, name) for name in (_NEW, _RECORD, b"")), self.place)
        self._mark(run, _STEPS, _encoded(steps))

    def _take(self, run: bytes, held: Collection[bytes]) -> Outcome:
        """Take the steps of a run that are not taken yet, but for those about the files *held*."""
        if self._has(run, _DONE):
            return Outcome(0, [])
        steps, done, troubles, folders = self._steps(run), 0, list[str](), set[bytes]()
        for number, step in enumerate(steps):
            place, old = os.path.join(self.folder, step.relative), os.path.join(run, _OLD, name_of(number, step))
            new = os.path.join(run, _NEW, b"%d" % number)
            far = standing(place, old, new, step)
            if place in held and far in ("waiting", "torn"):
                troubles.append(
                    f"{os.fsdecode(step.relative)}: what is kept in its place changed since the plan was made, "
                    "so it is not touched"
                )
                if not os.path.lexists(place):
                    # A run on a file system without links was killed between two renames.
                    with writing(place):
                        os.rename(old, place)
            elif far == "strange":
                troubles.append(f"{os.fsdecode(step.relative)}: changed since the plan was made, so it is not touched")
            elif far != "taken":
                with writing(place):
                    take(place, old, new, step)
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
            place, old = os.path.join(self.folder, step.relative), os.path.join(run, _OLD, name_of(number, step))
            if not os.path.lexists(old):
                continue
            same = is_same(place, old)
            # Whatever else has this name now is somebody's: also a link, a folder, or what cannot be read.
            if os.path.lexists(place) and not same and not (step.new and digest_at(place) == step.new):
                troubles.append(
                    f"{os.fsdecode(step.relative)}: there is a new file of this name; move it and undo again: "
                    f"the old one is {os.fsdecode(old)}"
                )
                continue
            with writing(place):
                os.makedirs(os.path.dirname(place), exist_ok=True)
                if same:
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
        with writing(part), suppress(FileNotFoundError):
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


def _encoded(steps: Iterable[Step]) -> Iterator[bytes]:
    from msgspec.json import encode

    for step in steps:
        yield encode(step) + b"\n"
