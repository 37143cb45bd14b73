"""A matcher for one pattern: a nondeterministic automaton whose states are the bits of one integer.

It never backtracks, so no pattern is slow: a path costs one step a byte, and a step costs a few operations on integers
with one bit for each part of the pattern (Baeza-Yates and Gonnet 1992, Wu and Manber 1992).
"""

from __future__ import annotations

from provenance.wildmatch.classes import ALL, SLASH, parse_class

# Parts that match any number of bytes; every other part is the set of bytes that it matches one byte of.
_NAME, _ANY = -1, -2  # any bytes but "/"; any bytes
# Begins "**/", which may match nothing: the two parts that follow, _ANY and a "/", are then skipped with it.
_FOLDERS = -3
_PLAIN = {1 << byte: bytes((byte,)) for byte in range(256)}
_SPECIAL = _STAR, _QUESTION, _OPEN, _BACKSLASH = b"*?[\\"


class Matcher:
    """Matches whole texts against one pattern.  *never* says why the pattern matches nothing at all, or ""."""

    __slots__ = ("_automaton", "_head", "_least", "_needle", "_parts", "_tail", "never")

    def __init__(self, pattern: bytes) -> None:
        # As in git, the text before the first special sign is compared first, and "**" after it acts as at the start.
        fixed = min((at for at in map(pattern.find, _SPECIAL) if at >= 0), default=len(pattern))
        parts, self.never = _parts(pattern[fixed:])
        if any(not part for part in parts):
            self.never = self.never or 'a class in it matches nothing, since no name contains a "/"'
        first = next((at for at, part in enumerate(parts) if part not in _PLAIN), len(parts))
        last = len(parts)
        # The "/" of "**/" belongs to it.
        while last > first and parts[last - 1] in _PLAIN and not _closes(parts, last):
            last -= 1
        self._head = pattern[:fixed] + b"".join(map(_PLAIN.__getitem__, parts[:first]))
        self._tail = b"".join(map(_PLAIN.__getitem__, parts[last:]))
        self._parts = parts[first:last]
        self._needle = _longest(self._parts)
        least = sum(part >= 0 for part in self._parts) - self._parts.count(_FOLDERS)
        self._least = len(self._head) + len(self._tail) + least
        self._automaton: _Automaton | None = None

    @property
    def literal(self) -> bytes | None:
        """The only text that the pattern matches, None if there are others."""
        return None if self._parts or self.never else self._head + self._tail

    @property
    def ending(self) -> bytes | None:
        """The suffix that alone decides whether a name matches, None if more than a suffix does."""
        return self._tail if self._parts == [_NAME] and not self._head and not self.never else None

    def matches(self, text: bytes) -> bool:
        """Return whether the pattern matches the whole of *text*."""
        if len(text) < self._least or not text.startswith(self._head) or not text.endswith(self._tail) or self.never:
            return False
        parts, end = self._parts, len(text) - len(self._tail)
        if not parts:
            return end == len(self._head)
        if parts[-1] >= 0 and not _closes(parts, len(parts)) and not parts[-1] >> text[end - 1] & 1:
            return False
        if len(parts) == 1 and parts[0] == _NAME:
            return text.find(b"/", len(self._head), end) < 0
        if self._needle not in text:
            return False
        # Built on first use: a pattern that is longer than every path needs no automaton.
        if self._automaton is None:
            self._automaton = _Automaton(parts)
        return self._automaton.accepts(text[len(self._head) : end])


class _Automaton:
    """Bit n of the states is set when the first n parts match all that was read."""

    __slots__ = ("_all", "_end", "_folders", "_loops", "_steps")

    def __init__(self, parts: list[int]) -> None:
        bits_of: dict[int, int] = {}
        for at, part in enumerate(parts):
            bits_of[part] = bits_of.get(part, 0) | 1 << at
        self._end = 1 << len(parts)
        self._folders = bits_of.pop(_FOLDERS, 0)
        self._all = bits_of.pop(_ANY, 0)
        self._loops = bits_of.pop(_NAME, 0) | self._all
        self._steps = [0] * 256
        for part, bits in bits_of.items():
            for byte in range(256):
                if part >> byte & 1:
                    self._steps[byte] |= bits

    def accepts(self, text: bytes) -> bool:
        states = self._closure(1)
        for byte in text:
            stay = self._all if byte == 47 else self._loops  # "/"
            states = self._closure((states & self._steps[byte]) << 1 | states & stay)
            if not states:
                return False
        return bool(states & self._end)

    def _closure(self, states: int) -> int:
        """Return *states* and those reached without reading a byte; two parts of such a kind are never adjacent."""
        folders = states & self._folders
        states |= folders << 1 | folders << 3
        return states | (states & self._loops) << 1


def _longest(parts: list[int]) -> bytes:
    """Return the longest literal among *parts*, which every match contains."""
    longest, start = range(0), 0
    for at, part in enumerate(parts):
        if part not in _PLAIN or _closes(parts, at + 1):
            start = at + 1
        elif at + 1 - start > len(longest):
            longest = range(start, at + 1)
    return b"".join(_PLAIN[parts[at]] for at in longest)


def _closes(parts: list[int], end: int) -> bool:
    """Return whether the part before *end* is the "/" of "**/"."""
    return end >= 3 and parts[end - 3] == _FOLDERS


def _parts(text: bytes) -> tuple[list[int], str]:
    """Return the parts of *text*, and why it matches nothing, or ""."""
    parts: list[int] = []
    at = 0
    while at < len(text):
        sign = text[at]
        if sign == _STAR:
            at = _stars(text, at, parts)
        elif sign == _OPEN:
            parsed = parse_class(text, at + 1)
            if parsed is None:
                return parts, 'a "[" in it has no "]", or a class such as [:name:] is unknown'
            part, at = parsed
            parts.append(part)
        elif sign == _BACKSLASH and at + 1 == len(text):
            return parts, "it ends in a backslash"
        else:
            at += sign == _BACKSLASH
            parts.append(ALL ^ SLASH if sign == _QUESTION else 1 << text[at])
            at += 1
    return parts, ""


def _stars(text: bytes, at: int, parts: list[int]) -> int:
    """Append the parts for the stars at *at* to *parts*; return the offset after them."""
    end = at
    while text[end : end + 1] == b"*":
        end += 1
    rest = text[end : end + 2]
    if end - at < 2 or text[max(0, at - 1) : at] not in {b"", b"/"} or not (rest[:1] in {b"", b"/"} or rest == b"\\/"):
        parts.append(_NAME)
    elif rest[:1] != b"/":
        parts.append(_ANY)
    else:
        # "**/**/" means the same as "**/".
        if not _closes(parts, len(parts)):
            parts += [_FOLDERS, _ANY, SLASH]
        end += 1
    return end
