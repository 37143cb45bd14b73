"""From a line of JSON that orjson refuses to its object, by slower and more lenient ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import UnreadableFileError
from provenance.readers.candidates import candidates, mended
from provenance.readers.encodings import UndecodableError, decode_as, first_wrong_byte

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_GUESSES = 8  # failed ones a file, before no more are paid for


class BrokenRecordError(UnreadableFileError):
    """A line holds no JSON object."""


class Number(str):
    """A number as it is written in a record, however long; its type distinguishes it from a string."""

    __slots__ = ()


class LenientParser:
    """Parses the lines of one file that orjson refuses: what is not UTF-8, lone surrogates, NaN, huge numbers.

    A guess of charset-normalizer is kept for the rest of the file.
    """

    __slots__ = ("_attempts", "_guessed", "_may_guess")

    def __init__(self, *, may_guess: bool) -> None:
        self._may_guess = may_guess
        self._guessed = ""
        self._attempts = 0

    def parse(self, line: bytes, near: Callable[[], list[bytes]]) -> tuple[dict[str, object], str, str]:
        """Return the object of *line*, the encoding of the line, and "" or how that was guessed.

        *near* gives the lines around it, to guess from.
        A BrokenRecordError or an UndecodableError says what is wrong.
        """
        wrong = first_wrong_byte(line)
        if wrong is None:
            return parse_text(line.decode()), "utf-8", ""
        text, encoding, note = self._decoded(line, wrong, near)
        return parse_text(text), encoding, note

    def decoded(self, line: bytes, near: Callable[[], list[bytes]]) -> tuple[str, str, str]:
        """Return the text of a *line* that is not UTF-8, its encoding, and how that was guessed."""
        return self._decoded(line, first_wrong_byte(line) or 0, near)

    def _decoded(self, line: bytes, wrong: int, near: Callable[[], list[bytes]]) -> tuple[str, str, str]:
        begin = f"byte {wrong} of the line (0x{line[wrong]:02x}) is not UTF-8"
        if not self._may_guess:
            raise UndecodableError(begin)
        text = mended(line)
        if text is not None:
            return text, "utf-8", f"{begin}: each broken place was replaced by U+FFFD"
        if not self._guessed:
            if self._attempts == _MAX_GUESSES:
                raise UndecodableError(f"{begin}, and no more guesses are made in this file; pass --encoding")
            self._attempts += 1
            self._guessed = _guess(line, near())
        if not self._guessed:
            raise UndecodableError(f"{begin} and no other encoding fits; pass --encoding or fix the file")
        return decode_as(line, self._guessed), self._guessed, f"{begin}: read as {self._guessed}, which is a guess"


def _guess(line: bytes, near: list[bytes]) -> str:
    """Return the encoding of a line that is not UTF-8, guessed from the lines *near*, "" where none fits."""
    from provenance.readers.mixed import beside_utf_8

    found = beside_utf_8(near)
    if found is not None:
        return found[0]
    foreign = b"\n".join(other for other in near if first_wrong_byte(other) is not None)
    return next(candidates(foreign, line), "")


def parse_text(text: str) -> dict[str, object]:
    """Return the object that *text* holds, with its numbers as they stand; a BrokenRecordError says what is wrong."""
    import json

    try:
        record: object = json.loads(text, parse_int=Number, parse_float=Number, parse_constant=Number)
    except json.JSONDecodeError as error:
        goes_on = text.rstrip().endswith(("{", "[", ","))
        hint = "; a record is one line, as jq -c writes it" if goes_on else ""
        raise BrokenRecordError(
            f"is not JSON: {error.msg.removesuffix(' at')} at character {error.pos}{hint}"
        ) from error
    except RecursionError as error:
        raise BrokenRecordError("is nested too deeply") from error
    if not isinstance(record, dict):
        raise BrokenRecordError(no_object(record))
    return record


def no_object(value: object) -> str:
    """Return what is wrong with a line that holds *value*, which is no object."""
    hint = "; a record is one line, as jq -c '.[]' writes those of an array" if isinstance(value, list) else ""
    return f"is {_KINDS.get(type(value), 'a value')} and not an object{hint}"


_NUMBER = "a number"
_KINDS = {
    list: "an array", str: "a string", Number: _NUMBER, int: _NUMBER, float: _NUMBER, bool: "true or false",
    type(None): "null",
}  # fmt: skip
