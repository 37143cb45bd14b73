"""The kind of the setting ``keep``: the policy by which one member of each group is kept, as a list of its parts.

A part is a word (best, earliest, longest, first), or ``source=`` or ``path=`` with values.  Commas separate parts, and
the values of a part: after ``source=A``, each piece that is neither a word nor begins with a key is one more value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.settings.kinds import WORDS, Kind, texts_of
from provenance.settings.layers import suggestion

if TYPE_CHECKING:
    from provenance.settings.layers import Raw

BEST, EARLIEST, LONGEST, FIRST = "best", "earliest", "longest", "first"
PLAIN = (BEST, EARLIEST, LONGEST, FIRST)
SOURCE, PATH = "source", "path"
VALUED = (SOURCE, PATH)
_FORMS = f"{', '.join(PLAIN)}, {SOURCE}=A,B, {PATH}=GLOB,GLOB"
_SIMILAR = 0.8  # of letters, from which a value is taken for a misspelled word or key


def policy() -> Kind[tuple[str, ...]]:
    """Return the kind of policies: their parts in order, each as users write it."""

    def read(raw: Raw) -> tuple[str, ...]:
        from provenance.wildmatch import complaint

        parts: list[list[str]] = []
        for text in texts_of(raw, "policies"):
            own: list[list[str]] = []
            for piece in map(str.strip, text.split(",")):
                _add(piece, own, raw)
            parts += own
        for name, values in map(named, map(",".join, parts)):
            for value in values if name == PATH else ():
                if wrong := complaint(value, alone=True):
                    raise raw.wrong(f"it matches no path: {wrong}", value)
        return tuple(",".join(part) for part in parts)

    return Kind(read, WORDS, repeatable=True)


def named(part: str) -> tuple[str, tuple[str, ...]]:
    """Return the name of a *part* of a policy, and its values."""
    name, _, values = part.partition("=")
    return name, tuple(values.split(",")) if values else ()


def _add(piece: str, parts: list[list[str]], raw: Raw) -> None:
    """Add a *piece* between two commas to *parts*: as a new part, or as one more value of the last one."""
    key, sign, value = piece.partition("=")
    if piece in PLAIN or (key in VALUED and value):
        parts.append([piece])
    elif not piece or (key in VALUED and not value):
        raise raw.wrong(f"give {_FORMS}, or several with a comma between them", piece or None)
    elif key in PLAIN:
        raise raw.wrong(f"{key} takes no values", piece)
    elif not parts or parts[-1][0] in PLAIN:
        raise raw.wrong(f"the policies are {_FORMS}{suggestion(key.lower(), (*PLAIN, *VALUED))}", piece)
    elif near := _similar(key, VALUED if sign else PLAIN):
        last = parts[-1][0].partition("=")[0]
        raise raw.wrong(f"did you mean {near}? If it is a {last}, write {last}={piece}", piece)
    else:
        parts[-1].append(piece)


def _similar(word: str, known: tuple[str, ...]) -> str:
    """Return the one of *known* that *word* may be a misspelling of, "" if there is none."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.lower(), known, 1, _SIMILAR)), "") if word.isalpha() else ""
