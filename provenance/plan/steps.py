"""One step of a run in place: a file that is moved away or replaced, how far that was done, and how to do it."""

from __future__ import annotations

import os
import re
from typing import Literal

from msgspec import Struct

from provenance.files import open_regular
from provenance.plan.sources import digest_of

Standing = Literal["waiting", "taken", "torn", "strange"]


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


def name_of(number: int, step: Step) -> bytes:
    """Return the name in the trash of the file that a step moves there, with its suffix, by which it can be read."""
    suffix = re.search(rb"(?:\.[a-z0-9]{1,12}){0,2}\Z", step.relative, re.IGNORECASE)
    return b"%d" % number + (suffix[0] if suffix else b"")


def standing(place: bytes, old: bytes, new: bytes, step: Step) -> Standing:
    """Return how far a step was taken."""
    there, away, made = os.path.lexists(place), os.path.lexists(old), os.path.lexists(new)
    if away and not made:
        return "taken"
    if away:
        # The old file was linked or moved, and the new one is not in its place yet.
        return "torn" if not there or is_same(place, old) else "strange"
    return "waiting" if there and digest_at(place) == step.sha256 else "strange"


def is_same(place: bytes, old: bytes) -> bool:
    """Return whether there is a file at *place*, no link, that is the one at *old*."""
    try:
        return os.path.samestat(os.lstat(place), os.lstat(old))
    except FileNotFoundError:
        return False


def take(place: bytes, old: bytes, new: bytes, step: Step) -> None:
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


def digest_at(place: bytes) -> str | None:
    """Return the SHA-256 of the regular file at *place*, None if there is none that can be read."""
    try:
        with open_regular(place, follow=False) as stream:
            return digest_of(stream)
    except OSError:
        return None
