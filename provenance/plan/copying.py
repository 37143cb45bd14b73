"""From a plan to a new folder or file with the corpus that remains: there whole, or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from provenance.cleanups import cleaning_up
from provenance.errors import UnreadableFileError, UsageError
from provenance.model.roots import MEMBER
from provenance.plan import tabular
from provenance.plan.check import reading_of
from provenance.plan.locking import only_run
from provenance.plan.outcome import Fate, content_of, fates, is_packed, table_of
from provenance.plan.records import DROPPED, MOVED, REMOVED, dropped_lines, moved_rows, removed_rows
from provenance.plan.remaining_texts import remaining_texts
from provenance.plan.rewriting import line_count, moved, packed, unpacked
from provenance.plan.storing import blocks_of, copy, settle, store, writing
from provenance.readers.formats import is_by_line, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.plan.check import Checked
    from provenance.plan.places import Places
    from provenance.plan.values import Holds

RECORD = b".provenance"  # hidden, so that no audit reads it
_LOCK = b".lock"
_PART = b"part"  # in a record: the file that it is about, until that has its name


class Applied(NamedTuple):
    """What was done: documents *dropped* and *trimmed*, the *record* of it, and *troubles* to report."""

    dropped: int
    trimmed: int
    record: str
    troubles: list[str]


def copy_to(places: Places, checked: Checked, target: str, *, with_texts: bool) -> Applied:
    """Write the corpus that remains into the new folder *target*.  Raises UsageError and UnwritableFileError."""
    goal = os.fsencode(os.path.abspath(target))
    _refuse_inputs(places, goal)
    if os.path.lexists(goal) and not (os.path.isdir(goal) and not os.path.islink(goal) and not os.listdir(goal)):
        _remove_old_lock(goal)
        raise UsageError(f"{target}: there is something already; name a new folder")
    troubles = [*checked.troubles]
    with _made_whole(goal) as made:
        done = fates(places, checked)
        folders = {made}
        for fate in done:
            troubles += _copied(places, fate, made, folders)
        write_record(places, checked, done, os.path.join(made, RECORD), with_texts=with_texts)
        settle(*sorted(folders, reverse=True))
    return _applied(checked, done, os.path.join(target, os.fsdecode(RECORD)), troubles)


def copy_into(places: Places, checked: Checked, target: str, *, with_texts: bool) -> Applied:
    """Write what remains of the corpus into the new file *target*: the lines of its one file of records, else the
    texts of all its files as JSON lines."""
    goal = os.fsencode(os.path.abspath(target))
    _refuse_inputs(places, goal)
    record = os.path.join(os.path.dirname(goal), RECORD, os.path.basename(goal))
    done, troubles = fates(places, checked), [*checked.troubles]
    if _was_finished(goal, record):
        return _applied(checked, done, os.fsdecode(record), troubles)
    if os.path.lexists(goal):
        raise UsageError(f"{target}: there is something already; name a new file")
    if not os.path.isdir(os.path.dirname(goal)):
        raise UsageError(f"{target}: there is no folder for it; make it first")
    if os.path.lexists(record):
        raise UsageError(f"{os.fsdecode(record)}: the record of an earlier run is there; move it, or name another file")
    with _made_whole(record) as made:
        with _reading(places, 0):
            store(os.path.join(made, _PART), _content_of_file(places, checked, goal, troubles))
        write_record(places, checked, done, made, with_texts=with_texts)
    # The file appears after its record: a run that was killed in between is seen by the part that is left in that.
    with writing(goal):
        _give_name(os.path.join(record, _PART), goal)
    settle(os.path.dirname(goal), record)
    return _applied(checked, done, os.fsdecode(record), troubles)


def _content_of_file(places: Places, checked: Checked, goal: bytes, troubles: list[str]) -> Iterator[bytes]:
    """Return what remains of the corpus for one file; what is to be reported is added to *troubles*."""
    files = places.plan.head.files
    if len(files) != 1 or not _takes(goal, files[0].holds, places.files[0]):
        _refuse_other_forms(goal)
        lines = remaining_texts(places, checked, range(len(files)), troubles)
        return packed(lines) if is_packed(goal) else lines
    if is_packed(goal) != is_packed(places.files[0]):
        raise UsageError(f"{os.fsdecode(goal)}: give it the suffix of the corpus: both or neither end with .gz")
    fate = fates(places, checked)[0]
    return content_of(places, fate if fate.what == "rewrite" else Fate(0, "rewrite", []))


def is_one_stream(places: Places, out: str | None) -> bool:
    """Return whether a sealed plan is about the lines of one file, and those are what is written.

    The digest of the file is then taken as it is copied.  *out* is the file that is written, None for a folder.
    """
    files = places.plan.head.files
    one = places.plan.sealed and len(files) == 1 and files[0].holds == "lines"
    return one and (out is None or _takes(os.fsencode(os.path.abspath(out)), files[0].holds, places.files[0]))


def _takes(goal: bytes, holds: Holds, place: bytes) -> bool:
    """Return whether a file for the outcome is written as the one file of the corpus is; of a table by its suffix."""
    kinds = kind_of(goal), kind_of(place)
    if holds == "lines":
        return kinds[0] is None or is_by_line(goal.removesuffix(b".gz"))
    return holds in {"rows", "columns"} and None not in kinds and kinds[0] == kinds[1]


def _refuse_other_forms(goal: bytes) -> None:
    """Raise UsageError for a *goal* whose suffix says that it holds anything else than JSON lines."""
    kind = kind_of(goal)
    if kind is not None and not is_by_line(goal.removesuffix(b".gz")):
        raise UsageError(
            f"{os.fsdecode(goal)}: only one file of this kind is written as one; name a file .jsonl, or give --to"
        )


def _was_finished(goal: bytes, record: bytes) -> bool:
    """Return whether a killed run had written *goal* and all but the last of its record; what is left is put right."""
    part = os.path.join(record, _PART)
    if not os.path.lexists(part):
        return False
    if os.path.lexists(goal) and os.path.samestat(os.lstat(part), os.lstat(goal)):
        with writing(part):
            os.unlink(part)
        settle(record)
        return True
    shutil.rmtree(record, ignore_errors=True)
    return False


def _give_name(part: bytes, goal: bytes) -> None:
    """Give a file that is whole its name, and take nobody else's file from it."""
    try:
        os.link(part, goal)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links.
        os.rename(part, goal)
    else:
        os.unlink(part)


def _applied(checked: Checked, done: list[Fate], record: str, troubles: list[str]) -> Applied:
    lines = [line for fate in done for line in fate.lines]
    actions = [line.action for line in lines]
    return Applied(actions.count("drop"), actions.count("trim"), record, troubles)


def _copied(places: Places, fate: Fate, made: bytes, folders: set[bytes]) -> list[str]:
    """Put what remains of a file into the folder *made*, and return what is to be reported of it."""
    if fate.what == "drop":
        return []
    place, goal = places.files[fate.number], os.path.join(made, places.target(fate.number))
    _make_folders(os.path.dirname(goal), folders)
    said: list[str] = []
    with _reading(places, fate.number):
        if fate.what == "leave":
            digest = copy(place, goal)
            if digest != places.plan.head.files[fate.number].sha256:
                said.append(f"{places.shown(fate.number)}: changed since the plan was made; it was copied as it is")
        elif fate.what == "rewrite":
            store(goal, content_of(places, fate), like=place)
        else:
            beside = goal + b".jsonl"
            store(beside, remaining_texts(places, None, [fate.number], said, fate))
            name = os.fsdecode(os.path.basename(beside))
            said.append(f"{places.shown(fate.number)}: nothing can be left out of such a file; its texts are in {name}")
    return said


@contextmanager
def _reading(places: Places, number: int) -> Iterator[None]:
    """Turn an OSError of the block into an UnreadableFileError about a file."""
    try:
        yield
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        raise UnreadableFileError(f"{places.shown(number)}: {reason}; nothing was written") from error
    except UnreadableFileError as error:
        raise UnreadableFileError(f"{places.shown(number)}: {error}; nothing was written") from error


def _make_folders(folder: bytes, folders: set[bytes]) -> None:
    missing = []
    while folder not in folders:
        missing.append(folder)
        folder = os.path.dirname(folder)
    for one in reversed(missing):
        with writing(one):
            os.mkdir(one)
        folders.add(one)


def write_record(places: Places, checked: Checked, done: list[Fate], folder: bytes, *, with_texts: bool) -> None:
    """Write what was left out, what moved and how much that is into *folder*."""
    if not os.path.isdir(folder):
        with writing(folder):
            os.mkdir(folder)
    lines = [line for fate in done for line in fate.lines]
    store(os.path.join(folder, os.fsencode(DROPPED)), dropped_lines(lines, checked.texts if with_texts else {}))
    store(os.path.join(folder, os.fsencode(REMOVED)), removed_rows(lines))
    store(os.path.join(folder, os.fsencode(MOVED)), moved_of(places, done))
    settle(folder)


def moved_of(places: Places, done: list[Fate]) -> Iterator[bytes]:
    """Yield the rows of moved.csv: the old and the new place of each line of a rewritten file that moved."""
    yield b"old,new\n"
    for fate in done:
        holds = places.plan.head.files[fate.number].holds
        if fate.what == "rewrite" and holds == "lines":
            yield from moved_rows(places.shown(fate.number), moved(lines_in(places, fate.number), fate.lines))
        elif fate.what == "rewrite" and holds == "members":
            from provenance.plan.zipped import moved_members

            reading = reading_of(places.plan.head.settings)
            for member, moves in moved_members(places.files[fate.number], fate.lines, reading):
                yield from moved_rows(f"{places.shown(fate.number)}{MEMBER}{member}", moves)
        elif fate.what == "rewrite" and holds == "columns":
            from provenance.plan.columnar import rows_in

            moves = moved(rows_in(places.files[fate.number]), fate.lines)
            yield from moved_rows(places.shown(fate.number), moves)
        elif fate.what == "rewrite" and holds == "rows":
            place = places.files[fate.number]
            blocks = unpacked(blocks_of(place)) if is_packed(place) else blocks_of(place)
            moves = tabular.moved_rows(blocks, fate.lines, *table_of(places, fate.number))
            yield from moved_rows(places.shown(fate.number), moves)


def lines_in(places: Places, number: int) -> int:
    """Return how many lines a file has."""
    place = places.files[number]
    return line_count(unpacked(blocks_of(place)) if is_packed(place) else blocks_of(place))


def _refuse_inputs(places: Places, goal: bytes) -> None:
    """Raise UsageError for a *goal* that is an input, or below one: a later audit would read it as a part of these."""
    real = os.path.realpath(goal)
    for root in map(os.path.realpath, places.roots):
        if real == root or real.startswith(os.path.join(root, b"")):
            raise UsageError(f"{os.fsdecode(goal)}: this is in the corpus; name another place, or give --in-place")
        if root.startswith(os.path.join(real, b"")):
            raise UsageError(f"{os.fsdecode(goal)}: the corpus lies in this folder; name another place")


@contextmanager
def _made_whole(goal: bytes) -> Iterator[bytes]:
    """Give a new folder that becomes *goal* when the block ends, and that is removed if it does not end well.

    A folder that a killed run left is removed first; one that another run still writes is a UsageError.
    """
    parent, made = os.path.dirname(goal), _part_of(goal)
    with writing(goal):
        os.makedirs(parent, exist_ok=True)

    def end() -> None:
        shutil.rmtree(made, ignore_errors=True)

    with only_run(made + _LOCK, os.fsdecode(goal)), cleaning_up(end):
        end()
        with writing(goal):
            os.mkdir(made)
        yield made
        with writing(goal):
            os.rename(made, goal)
        settle(parent)


def _part_of(goal: bytes) -> bytes:
    parent, name = os.path.split(goal)
    return os.path.join(parent, b".provenance-" + name + b".part")


def _remove_old_lock(goal: bytes) -> None:
    """Remove what a run leaves that is killed when *goal* is there, if no other run is at work."""
    lock = _part_of(goal) + _LOCK
    if os.path.lexists(lock):
        with only_run(lock, os.fsdecode(goal)):
            pass
