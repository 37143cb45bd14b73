"""From a bracket expression ("[a-z]") to the set of bytes that it matches, as the bits of one integer."""

from __future__ import annotations

from functools import lru_cache

ALL = (1 << 256) - 1
SLASH = 1 << ord("/")
_BACKSLASH, _CLOSE, _DASH, _OPEN, _COLON = b"\\]-[:"


def parse_class(text: bytes, at: int) -> tuple[int, int] | None:
    """Return the bytes that the class opened just before *at* matches, and where it ends; None if git never matches it.

    That is a class that is not closed or that holds an unknown name.  A backward range matches its first byte only.
    """
    negated = text[at : at + 1] in {b"!", b"^"}
    start = at = at + negated
    members = before = 0
    # The next "]" is searched for once each: otherwise a line of many "[:" would take quadratic time.
    close = -1
    while at < len(text):
        sign, following = text[at], text[at + 1 : at + 2]
        if sign == _CLOSE and at > start:
            return (ALL ^ members if negated else members) & ~SLASH, at + 1
        if sign == _DASH and before and following not in {b"", b"]"}:
            last, at = _one(text, at + 1)
            members |= _range(before, last)
            before = 0
        elif sign == _OPEN and following == b":":
            close = close if close >= at + 2 else text.find(b"]", at + 2)
            if close < 0:
                return None
            if close > at + 2 and text[close - 1] == _COLON:
                named = _named().get(text[at + 2 : close - 1])
                if named is None:
                    return None
                members, before, at = members | named, 0, close + 1
            else:
                members, before, at = members | 1 << sign, sign, at + 1
        else:
            before, at = _one(text, at)
            members |= _range(before, before)
    return None


def _one(text: bytes, at: int) -> tuple[int, int]:
    """Return the byte at *at*, or the one that a backslash there escapes, and the offset after it."""
    at += text[at] == _BACKSLASH
    return (text[at] if at < len(text) else 0), at + 1


def _range(first: int, last: int) -> int:
    return (1 << last + 1) - (1 << first) if first <= last else 0


@lru_cache(maxsize=1)
def _named() -> dict[bytes, int]:
    """Return the bytes of each named class, in the C locale; white space is as git defines it."""
    import string

    letters, digits, marks = string.ascii_letters, string.digits, string.punctuation
    signs = {
        b"alnum": letters + digits,
        b"alpha": letters,
        b"blank": " \t",
        b"cntrl": "".join(map(chr, (*range(32), 127))),
        b"digit": digits,
        b"graph": letters + digits + marks,
        b"lower": string.ascii_lowercase,
        b"print": letters + digits + marks + " ",
        b"punct": marks,
        b"space": " \t\n\r",
        b"upper": string.ascii_uppercase,
        b"xdigit": string.hexdigits,
    }
    return {name: sum(1 << ord(sign) for sign in set(members)) for name, members in signs.items()}
