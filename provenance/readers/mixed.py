"""From bytes in two encodings to their text: lines that are UTF-8 beside lines that are in one other encoding.

Files that were put together from several are like that.  Lines in another encoding are hardly ever valid UTF-8 by
chance: every character beyond ASCII would have to be, and would have to be one that the other encoding has too, or
stand in a line with more of its kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.readers.candidates import COMMON, candidates
from provenance.readers.encodings import first_wrong_byte

if TYPE_CHECKING:
    from collections.abc import Sequence

_JOINT = " and "
_MANY = 3  # characters beyond ASCII, all of them UTF-8: in one line that is no chance
_BYTES_FOR_ONE = 20  # the UTF-8 lines need one character beyond ASCII for this many bytes of the other lines
_BELIEVABLE = 0.9  # the share of those characters that must be no chance
_ALIKE = 0.5  # from this share on, the letters that both parts share decide which encoding the other part is in
_ASCII = "AZaz09 %.,"  # the other encoding must agree with UTF-8 on these: mainframes' do not even on the line feed
_RUNS = 5  # runs of lines named in a notice


def mixed(raw: bytes) -> tuple[str, str, str] | None:
    """Return the text of *raw*, its encodings, and which lines are not UTF-8; None where it is not in two encodings."""
    lines = raw.split(b"\n")
    found = beside_utf_8(lines)
    if found is None:
        return None
    other, foreign = found
    name = f"utf-8{_JOINT}{other}"
    return decode_mixed(raw, name), name, f"{_runs(foreign)} read as {other}"


def beside_utf_8(lines: Sequence[bytes]) -> tuple[str, list[int]] | None:
    """Return the encoding of those of *lines* that are not UTF-8, and their positions; None where there is none."""
    beyond = [at for at, line in enumerate(lines) if not line.isascii()]
    foreign = [at for at in beyond if first_wrong_byte(lines[at]) is not None]
    strange = set(foreign)
    sound = [_beyond_ascii(lines[at].decode()) for at in beyond if at not in strange]
    rest = b"\n".join(lines[at] for at in foreign)
    if sum(map(len, sound)) * _BYTES_FOR_ONE < len(_bytes_beyond_ascii(rest)) or not sound:
        return None
    other = _other(rest, sound)
    return None if other is None else (other, foreign)


def is_mixed(encoding: str) -> bool:
    """Tell whether *encoding* is one that `mixed` gave."""
    return _JOINT in encoding


def decode_mixed(raw: bytes, encoding: str) -> str:
    """Return the text of *raw*, to which `mixed` gave *encoding*."""
    other = encoding.partition(_JOINT)[2]
    return "\n".join(
        line.decode() if first_wrong_byte(line) is None else line.decode(other) for line in raw.split(b"\n")
    )


def _other(rest: bytes, sound: Sequence[str]) -> str | None:
    """Return the encoding of the *rest* beside what is *sound* UTF-8 of each line; None where none fits both."""
    likely = [name for name in dict.fromkeys((*candidates(rest, rest), *COMMON)) if _fits(name, rest, sound)]
    letters = set("".join(sound))
    alike = {name: _share(letters, rest.decode(name)) for name in likely}
    best = max(likely, key=alike.__getitem__, default=None)  # of equal ones the first
    return best if best is not None and alike[best] >= _ALIKE else next(iter(likely), None)


def _fits(name: str, rest: bytes, sound: Sequence[str]) -> bool:
    """Tell whether the encoding *name* decodes the *rest* by lines, and what is *sound* UTF-8 is so by no chance."""
    lines = [*rest.split(b"\n"), _ASCII.encode()]
    try:
        decoded = b"\n".join(lines).decode(name).split("\n")
        if name.startswith("utf") or decoded != [line.decode(name) for line in lines] or decoded[-1] != _ASCII:
            return False
    except UnicodeError:
        return False
    whole = sum(map(len, sound))
    believable = sum(
        len(line) if len(line) >= _MANY else len(line.encode(name, "ignore").decode(name, "ignore")) for line in sound
    )
    return believable >= _BELIEVABLE * whole


def _share(letters: set[str], text: str) -> float:
    """Return the share of the characters of *text* beyond ASCII that are among *letters*."""
    found = _beyond_ascii(text)
    return sum(letter in letters for letter in found) / len(found) if found else 0.0


def _beyond_ascii(text: str) -> str:
    return "".join(filter(lambda letter: letter > "\x7f", text))


def _bytes_beyond_ascii(raw: bytes) -> bytes:
    return raw.translate(None, bytes(range(128)))


def _runs(foreign: Sequence[int]) -> str:
    """Return "line 3", "lines 3, 5-9": lines counted from 1, the first few runs of them."""
    runs: list[list[int]] = []
    for at in foreign:
        if runs and runs[-1][1] == at:
            runs[-1][1] = at + 1
        else:
            runs.append([at + 1, at + 1])
    named = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:_RUNS]]
    left = len(runs) - len(named)
    more = f" and {left:,} more runs of lines" if left else ""
    return f"line{'s' * (len(foreign) > 1)} {', '.join(named)}{more}"
