"""From a plan to the same folders without copies: what is dropped is moved into a trash beside it, and back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.files import contents
from provenance.plan.check import checked
from provenance.plan.copying import Applied, moved_of
from provenance.plan.outcome import content_of, fates
from provenance.plan.records import DROPPED, MOVED, REMOVED, dropped_lines, removed_rows
from provenance.plan.sources import path_of
from provenance.plan.steps import Step, digest_at
from provenance.plan.trash import Trash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.plan.outcome import Fate
    from provenance.plan.places import Places


def apply_in_place(places: Places, *, with_texts: bool) -> Applied:
    """Move what the plan in *places* drops into the trash; a run that was interrupted is carried on.

    Nothing is touched before all that is needed for it is on the disk.  Raises UsageError and UnwritableFileError.
    """
    plan = places.plan
    trashes = {folder: Trash(folder) for folder in sorted(map(_folder_of, places.roots))}
    begun = [trash for trash in trashes.values() if trash.is_applied(plan.digest)]
    troubles: list[str] = []
    held = _held(places, list(trashes.values()))
    if len(begun) < len(trashes):
        # All are prepared before the first one is taken, so nothing has been moved yet.
        found = checked(places, texts=with_texts)
        troubles += found.troubles
        done = [_in_place(places, fate, troubles) for fate in fates(places, found)]
        lines = [line for fate in done for line in fate.lines]
        for folder, trash in trashes.items():
            own = [fate for fate in done if _folder_of(places.roots[plan.head.files[fate.number].root]) == folder]
            moves = [_step(places, fate) for fate in own if fate.what == "drop"]
            rewritten = {
                bytes.fromhex(step.path): (step.sha256, content_of(places, fate))
                for fate in own
                if fate.what == "rewrite"
                for step in (_step(places, fate),)
            }
            files = {
                DROPPED: dropped_lines(lines, found.texts if with_texts else {}),
                REMOVED: removed_rows(lines),
                MOVED: moved_of(places, done),
            }
            trash.prepare(plan.digest, moves, rewritten, files)
    for trash in trashes.values():
        troubles += trash.take(plan.digest, held).troubles
    record = next(iter(trashes.values())).record(plan.digest)
    counts = [_recorded(record).count(b'{"action":"%s"' % action) for action in (b"drop", b"trim")]
    return Applied(counts[0], counts[1], record, troubles)


def _held(places: Places, trashes: Sequence[Trash]) -> set[bytes]:
    """Return the files that an interrupted run may not go on with: what is kept for their texts has changed since."""
    plan = places.plan
    new = {place: digest for trash in trashes for place, digest in trash.unfinished(plan.digest).items()}
    if not new:
        return set()
    pairs = {(line.file, line.kept.file) for line in plan.lines if line.kept is not None}
    pairs = {(file, kept) for file, kept in pairs if file != kept and places.files[file] in new}
    files = plan.head.files
    changed = {
        kept
        for kept in {kept for _, kept in pairs}
        if digest_at(places.files[kept]) not in {files[kept].sha256, new.get(places.files[kept]) or files[kept].sha256}
    }
    return {places.files[file] for file, kept in pairs if kept in changed}


def _recorded(record: str) -> bytes:
    """Return the record of what was dropped, which an interrupted run has written too."""
    return contents(os.path.join(record, DROPPED))


def undo(paths: Sequence[str]) -> tuple[int, list[str]]:
    """Move back all that was moved into the trashes of *paths*; return how many files, and what is to be reported."""
    count, troubles = 0, list[str]()
    for path in paths:
        if not os.path.exists(path):
            raise UsageError(f"{path!r}: there is no such file or folder")
        outcome = Trash(_folder_of(os.fsencode(os.path.abspath(path)))).undo()
        count += outcome.files
        troubles += outcome.troubles
    return count, troubles


def moved_by(places: Places) -> dict[bytes, bytes]:
    """Return where the files are now that the plan in *places* has moved, by the paths that they had."""
    trashes = map(Trash, sorted({_folder_of(root) for root in places.roots}))
    return {place: old for trash in trashes for place, old in trash.old(places.plan.digest).items()}


def _folder_of(root: bytes) -> bytes:
    """Return the folder whose trash is used for a root: itself, or of a file the one that it lies in."""
    return root if os.path.isdir(root) else os.path.dirname(root)


def _in_place(places: Places, fate: Fate, troubles: list[str]) -> Fate:
    """Return what becomes of a file in place: it stays where a link leads to it, or where it cannot be rewritten."""
    file, place = places.plan.head.files[fate.number], places.files[fate.number]
    if fate.what == "leave":
        return fate
    why = ""
    if fate.what == "beside":
        why = "nothing can be left out of such a file in place; --to writes the texts that remain"
    elif not places.is_straight(place, file):
        why = "a link leads to it, so it is not touched; apply the plan where the file lies"
    elif os.stat(place).st_dev != os.stat(_folder_of(places.roots[file.root])).st_dev:
        why = "it is on another file system than its root, so it cannot be moved at once; --to copies what remains"
    if not why:
        return fate
    troubles.append(f"{places.shown(fate.number)}: {why}")
    return fate._replace(what="leave", lines=[])


def _step(places: Places, fate: Fate) -> Step:
    file = places.plan.head.files[fate.number]
    relative = path_of(file) or os.path.basename(places.roots[file.root])
    return Step(relative.hex(), file.sha256)
