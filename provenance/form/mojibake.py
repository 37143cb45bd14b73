"""From a text to its mojibake: UTF-8 that was read as Windows-1252 or Latin-1 on its way here.

A run is held to be mojibake only when its characters, written back as bytes, are valid UTF-8, *and* no language writes
it.  The second test is what makes this safe: in French "LIBERTÉ»", Portuguese "AMANHÃ”" and Spanish "allá»…" the last
letters are also valid UTF-8 when read so.  Such doubtful runs count only beside runs that no language has.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from provenance.model import Span, Trait

if TYPE_CHECKING:
    from collections.abc import Iterator

# What Windows-1252 shows for the bytes 0x80 to 0x9F, in order; five bytes mean nothing there and stay as they are.
_WINDOWS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"
_FOLLOWER = f"[{re.escape(_WINDOWS)}\x80-\u00bf]"
_BYTES = {ord(character): 0x80 + position for position, character in enumerate(_WINDOWS)}
# These stand right after a letter in ordinary writing: quotation marks, dots, dashes, no-break spaces, trade marks.
_ORDINARY = frozenset("…‘’“”‚„•–—™›‹»«\u00a0")
_DASHES = frozenset("–—")
# So many letters that were two bytes each, or so many characters in all, are no accident of any spelling.
_MANY_LETTERS = 3
_MANY_CHARACTERS = 6


def mojibake(text: str) -> Iterator[Trait]:
    """Yield a trait for each run of mojibake in *text*, with what the run was before."""
    start = _start()
    doubtful: list[Trait] = []
    certain: list[Trait] = []
    found = start.search(text)
    while found is not None:
        match = _run().match(text, found.start())
        end = found.start() + 1
        if match is not None:
            end = match.end()
            original = _undone(match.group())
            if original is not None:
                trait = Trait("mojibake", Span(*match.span()), f"{match.group()} for {original}")
                (certain if _certain(text, *match.span(), original) else doubtful).append(trait)
        found = start.search(text, end)
    if certain:
        yield from sorted(certain + doubtful, key=lambda trait: trait.span.start if trait.span else 0)


def _undone(run: str) -> str | None:
    """Return what *run* is when its characters are written back as bytes and read as UTF-8; None when it is nothing."""
    try:
        return run.translate(_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _certain(text: str, start: int, end: int, original: str) -> bool:
    """Return whether no language writes the run text[start:end], which was *original*, where it stands."""
    run = text[start:end]
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    strange = [character not in _ORDINARY for character in run]
    if len(original) >= _MANY_LETTERS or (len(original) > 1 and len(run) >= _MANY_CHARACTERS):
        return True
    if len(original) > 1:
        return before.islower() or after.islower()
    match run[0]:
        case "â" | "ï" | "ð":
            return strange[1] or strange[2] or run.startswith("ï»¿")
        case "Ã":
            # An apostrophe may stand between a capital and a small letter ("IRMÃ’s"); nothing else ordinary does.
            return strange[1] or (before.isascii() and before.islower()) or (after.islower() and run[1] not in "‘’")
        case "Â":
            # A Latin-1 sign ("Â£", "Â°", "Â "): after a capital it may be the end of a word in capitals.
            return not before.isupper() and original.isprintable() | original.isspace() and not _letter(run, before)
        case "Ä" | "Å":
            return strange[1] and (before.islower() or after.islower())
    # Three characters for one letter, as in "Nguyá»…n": inside a word nothing ordinary has a quotation mark.
    within = before.islower() and after.islower()
    return len(run) > len("Ã©") and (all(strange) or (within and run[2] not in _DASHES))


def _letter(run: str, before: str) -> bool:
    """Return whether *run* may be the letter Â by itself, in quotation marks or before a no-break space."""
    return run[1] in "»”\u00a0" and (before in {"", "«", "“"} or before.isspace())


@cache
def _start() -> re.Pattern[str]:
    """Return the pattern of two characters that a run may start with: it is quick to search for."""
    return re.compile(f"[\u00c2-\u00f4]{_FOLLOWER}")


@cache
def _run() -> re.Pattern[str]:
    return re.compile(
        f"(?:[\u00c2-\u00df]{_FOLLOWER}|[\u00e0-\u00ef]{_FOLLOWER}{{2}}|[\u00f0-\u00f4]{_FOLLOWER}{{3}})+"
    )
