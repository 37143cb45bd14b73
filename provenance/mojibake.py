"""From a text to its mojibake: UTF-8 that was once decoded as Windows-1252 or Latin-1.

A run is mojibake only if its characters, encoded back, are valid UTF-8 *and* no language uses the sequence.  The second
test prevents false alarms: in French "LIBERTÉ»", Portuguese "AMANHÃ”" and Spanish "allá»…" the last characters also
encode to valid UTF-8.  Such doubtful runs count only in a text that has certain ones.
"""

from __future__ import annotations

import re
from functools import cache

# The Windows-1252 characters of the bytes 0x80 to 0x9F, in order; five bytes are undefined there and stay as they are.
_WINDOWS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"
_FOLLOWER = f"[{re.escape(_WINDOWS)}\x80-\u00bf]"
_BYTES = {ord(character): 0x80 + position for position, character in enumerate(_WINDOWS)}
# Characters that ordinarily follow a letter: quotation marks, ellipses, dashes, no-break spaces, trade marks.
_ORDINARY = frozenset("…‘’“”‚„•–—™›‹»«\u00a0")
_DASHES = frozenset("–—")
# Runs at least this long never occur by accident in any spelling.
_MANY_LETTERS = 3  # letters of two bytes each
_MANY_CHARACTERS = 6  # characters of mojibake
_FILLER = "\u2060"  # a word joiner: it folds to nothing, and never divides a word at a line end as a soft hyphen does


def runs(text: str) -> list[tuple[int, int, str]]:
    """Return the runs of mojibake in *text*, in order: start, end and what they once were."""
    start = _start()
    found: list[tuple[int, int, str]] = []
    certain = False
    candidate = start.search(text)
    while candidate is not None:
        match = _run().match(text, candidate.start())
        end = candidate.start() + 1
        if match is not None:
            end = match.end()
            original = _undone(match.group())
            if original is not None:
                found.append((*match.span(), original))
                certain = certain or _certain(text, *match.span(), original)
        candidate = start.search(text, end)
    return found if certain else []


def mended(text: str) -> str:
    """Return *text* with its mojibake undone, as long as before.

    A character takes the place of its first character of mojibake, or, within a word, of the last, so that words begin
    and end where they did; invisible characters fill the other places.
    """
    pieces, done = [], 0
    for start, end, original in runs(text):
        pieces.append(text[done:start])
        before = text[start - 1 : start]
        for character in original:
            fill = _FILLER * (len(character.encode()) - 1)
            pieces.append(fill + character if before.isalnum() else character + fill)
            before = character
        done = end
    return "".join([*pieces, text[done:]])


def _undone(run: str) -> str | None:
    """Return *run* encoded as Windows-1252 and decoded as UTF-8; None if that is not valid."""
    try:
        return run.translate(_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _certain(text: str, start: int, end: int, original: str) -> bool:
    """Return whether no language uses the run text[start:end], once *original*, in this context."""
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
            # An apostrophe may stand between a capital and a small letter ("IRMÃ’s"); no other ordinary sign can.
            return strange[1] or (before.isascii() and before.islower()) or (after.islower() and run[1] not in "‘’")
        case "Â":
            # A Latin-1 sign ("Â£", "Â°", "Â "): after a capital it may be the end of a word in capitals.
            return not before.isupper() and original.isprintable() | original.isspace() and not _letter(run, before)
        case "Ä" | "Å":
            return strange[1] and (before.islower() or after.islower())
    # Three characters for one letter, as in "Nguyá»…n": no ordinary word has a quotation mark inside.
    within = before.islower() and after.islower()
    return len(run) > len("Ã©") and (all(strange) or (within and run[2] not in _DASHES))


def _letter(run: str, before: str) -> bool:
    """Return whether *run* may be the letter Â by itself, in quotation marks or before a no-break space."""
    return run[1] in "»”\u00a0" and (before in {"", "«", "“"} or before.isspace())


@cache
def _start() -> re.Pattern[str]:
    """Return the pattern of the first two characters of a run, which is fast to search for."""
    return re.compile(f"[\u00c2-\u00f4]{_FOLLOWER}")


@cache
def _run() -> re.Pattern[str]:
    return re.compile(
        f"(?:[\u00c2-\u00df]{_FOLLOWER}|[\u00e0-\u00ef]{_FOLLOWER}{{2}}|[\u00f0-\u00f4]{_FOLLOWER}{{3}})+"
    )
