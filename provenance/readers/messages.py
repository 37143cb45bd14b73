"""From the bytes of a message (RFC 5322, MIME) to its text, what its headers state, and what is attached to it.

Nothing is recursive, and no byte is looked at more often than parts lie within parts: messages come from anywhere.
"""

from __future__ import annotations

import binascii
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from provenance.model import Statement
from provenance.readers.decode import decode
from provenance.readers.encodings import UndecodableError
from provenance.readers.pages.decode import decode_page
from provenance.readers.pages.extraction import extract

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_PARTS = 1000  # of a message; what comes behind them is not looked at
_MAX_DEPTH = 10  # parts within parts
_MAX_HEADERS = 1 << 20  # bytes
_MAX_VALUE = 4000  # characters of a header
# What headers state, by their names in lower case.
_STATED = {
    "date": "date", "subject": "title", "from": "author", "organization": "publisher", "list-id": "publisher",
    "newsgroups": "publisher", "archived-at": "url", "content-location": "url", "snapshot-content-location": "url",
}  # fmt: skip
_MAX_THREAD = 20  # messages that one says it belongs to: the first, which began the thread, and the last ones
_PATTERNS = {
    "word": r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\s]{0,400})\?=(?:\s{1,80}(?==\?))?",
    "parameter": r";\s{0,80}([\w*-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]{0,400})\"|([^\s;]{1,400}))",
    "id": r"<[^<>\s]{3,250}>",
    "address": r"\s{0,9}<[^<>\s]{3,300}>|\s{0,9}\([^()]{0,300}\)",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


class Message(NamedTuple):
    """A message: its *text*, what its headers state, its own *id*, and the media types of what is *attached*.

    *trouble* says what could not be read as it is declared, *cut* what is not read since it is over a limit; "" for
    nothing.
    """

    text: str
    statements: tuple[Statement, ...]
    id: str
    attached: tuple[str, ...]
    trouble: str
    cut: str


class Part(NamedTuple):
    """A part of a message: its *headers* by their names in lower case, and its *body* as it stands there."""

    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() or "text/plain"

    def parameter(self, name: str) -> str:
        """Return a parameter of the media type, "" without it."""
        said = _pattern("parameter").findall(self.headers.get("content-type", ""))
        return next((quoted or bare for key, quoted, bare in said if key.lower() == name), "")

    def content(self) -> bytes:
        """Return the body without its transfer encoding."""
        coding = self.headers.get("content-transfer-encoding", "").strip().lower()
        if coding == "base64":
            letters = re.sub(rb"[^A-Za-z0-9+/]", b"", self.body)
            return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + _padded(letters))
        return binascii.a2b_qp(self.body) if coding == "quoted-printable" else self.body


def _padded(letters: bytes) -> bytes:
    """Return the end of base64 *letters* that are no multiple of four, made whole; one letter alone is no byte."""
    rest = letters[len(letters) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def read_message(raw: bytes) -> Message:
    """Return what a message holds: its parts of plain text, or else those of HTML as text."""
    whole = _part(raw)
    leaves, cut = _leaves(whole)
    within: dict[int, list[Part]] = {}
    for part, message in leaves:
        within.setdefault(message, []).append(part)
    shown = [part for parts in within.values() for part in _shown(parts)]
    texts, troubles, markup = list[str](), list[str](), list[Statement]()
    for part in shown:
        text, trouble, stated = _text(part)
        texts.append(text)
        troubles += [trouble] * bool(trouble)
        markup += stated
    attached = tuple(part.media_type for part, _ in leaves if part.media_type not in _TEXTS or _is_attached(part))
    stated = (*_statements(whole.headers), *markup)
    own = whole.headers.get("message-id", "").strip()
    return Message("\n".join(texts), stated, own, attached, "; ".join(dict.fromkeys(troubles)), cut)


def _shown(parts: list[Part]) -> list[Part]:
    """Return those of a message's *parts* that are its text."""
    texts = [part for part in parts if part.media_type in _TEXTS and not _is_attached(part)]
    plain = [part for part in texts if part.media_type == _PLAIN]
    pages = [part for part in texts if part.media_type != _PLAIN]
    return plain if any(part.body.strip() for part in plain) or not pages else pages


_MESSAGE, _PLAIN = "message/rfc822", "text/plain"
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_TEXTS = _HTML | {_PLAIN}


def _is_attached(part: Part) -> bool:
    return part.headers.get("content-disposition", "").strip().lower().startswith("attachment")


def _part(raw: bytes) -> Part:
    """Return the part that *raw* is: headers up to the first empty line, of several of a name the first one."""
    headers: dict[str, str] = {}
    name, at = "", 0
    while at < len(raw) and at < _MAX_HEADERS:
        end = raw.find(b"\n", at)
        end = len(raw) if end < 0 else end
        line = raw[at:end].rstrip(b"\r")
        at = end + 1
        if not line:
            break
        if line[:1] in b" \t":
            if name and len(headers[name]) < _MAX_VALUE:
                headers[name] += " " + _header(line.strip())
            continue
        key, colon, value = line.partition(b":")
        name = key.strip().decode("ascii", "replace").lower() if colon else ""
        if name in headers:
            name = ""
        elif name:
            headers[name] = _header(value.strip())
    return Part({key: _decoded(value) for key, value in headers.items()}, raw[at:])


def _header(value: bytes) -> str:
    value = value[:_MAX_VALUE]
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _decoded(value: str) -> str:
    """Return the *value* of a header with its encoded words (RFC 2047) as text."""
    return _pattern("word").sub(_word, value) if "=?" in value else value


def _word(found: re.Match[str]) -> str:
    charset, coding, text = found[1].partition("*")[0], found[2].lower(), found[3]
    try:
        if coding == "b":
            raw = binascii.a2b_base64(text + "=" * (-len(text) % 4))
        else:
            raw = binascii.a2b_qp(text.encode(), header=True)
        return raw.decode(charset, "replace")
    except (LookupError, ValueError):
        return found[0]


def _leaves(whole: Part) -> tuple[list[tuple[Part, int]], str]:
    """Return the parts of a message that have no parts themselves, in order, and what is left out of them, or "".

    Each has the number of the message that it is of: others may be shown within this one.
    """
    waiting, found, cut = [(whole, 0, 0)], list[tuple[Part, int]](), ""
    messages = 0
    while waiting:
        part, depth, message = waiting.pop()
        if part.media_type == _MESSAGE and depth < _MAX_DEPTH and not _is_attached(part):
            messages += 1
            waiting.append((_part(part.content()), depth + 1, messages))
            continue
        boundary = part.parameter("boundary").encode("utf-8", "replace")
        if not part.media_type.startswith("multipart/") or not boundary:
            found.append((part, message))
            continue
        if depth == _MAX_DEPTH:
            cut = f"has parts within parts, more than {_MAX_DEPTH} deep; these are not read"
            continue
        inner = list(_pieces(part.body, boundary, _MAX_PARTS + 1 - len(found) - len(waiting)))
        if part.media_type == "multipart/alternative" and any(_part(one).media_type == "text/plain" for one in inner):
            inner = [one for one in inner if _part(one).media_type not in _HTML]
        waiting += [(_part(one), depth + 1, message) for one in reversed(inner)]
        if len(found) + len(waiting) > _MAX_PARTS:
            parts = found + [(part, message) for part, _, message in reversed(waiting)]
            return parts[:_MAX_PARTS], f"has more than {_MAX_PARTS:,} parts; those behind these are not read"
    return found, cut


def _pieces(body: bytes, boundary: bytes, most: int) -> Iterator[bytes]:
    """Yield what stands between the lines that are *boundary*; the last piece may lack its end."""
    line = b"--" + boundary
    at = 0 if body.startswith(line) else body.find(b"\n" + line) + 1
    if not at and not body.startswith(line):
        return
    for _ in range(max(most, 0)):
        begin = body.find(b"\n", at)
        if begin < 0 or body.startswith(b"--", at + len(line)):
            return
        end = body.find(b"\n" + line, begin)
        yield body[begin + 1 : end if end >= 0 else len(body)].removesuffix(b"\r")
        if end < 0:
            return
        at = end + 1


def _text(part: Part) -> tuple[str, str, tuple[Statement, ...]]:
    """Return the text of a part, what is wrong with its encoding, and what its markup states."""
    content, charset = part.content(), part.parameter("charset").strip().lower()
    if part.media_type in _HTML:
        page, _, note = decode_page(content, _known(charset))
        extraction = extract(page)
        return extraction.text, note, extraction.statements
    known = _known(charset)
    try:
        if known and not (known == "ascii" and not content.isascii()):
            return content.decode(known), "", ()
    except UnicodeError:
        pass
    try:
        text, encoding, note = decode(content, None)
    except UndecodableError as error:
        return content.decode(known or "ascii", "replace"), str(error), ()
    said = f"is not {charset}, as it says: read as {encoding}" if charset else note
    return text.decode("utf-8", "surrogatepass"), said, ()


def _known(charset: str) -> str | None:
    import codecs

    try:
        name = codecs.lookup(charset).name
        b" ".decode(name)
    except (LookupError, ValueError):
        return None
    return "cp1252" if name == "iso8859-1" else name


def _statements(headers: dict[str, str]) -> Iterator[Statement]:
    """Yield what the headers of a message state."""
    for name, role in _STATED.items():
        value = headers.get(name, "").strip()
        if role in {"author", "publisher"}:
            value = _pattern("address").sub("", value).strip(" \"'") or value.strip("<>")
        if value:
            yield Statement(role, value, "container", None, f"mail {name}")
    own = _pattern("id").search(headers.get("message-id", ""))
    if own:
        yield Statement("message", own[0], "container", None, "mail message-id")
    yield from _answered(headers, own[0] if own else "")


def _answered(headers: dict[str, str], own: str) -> Iterator[Statement]:
    """Yield which message this one answers, and which others came before in its thread (RFC 5322, 3.6.4).

    Where no header says which one is answered, it is the last of the thread.
    """
    references = headers.get("references", "")
    thread = _pattern("id").findall(references)
    answered = _pattern("id").findall(headers.get("in-reply-to", ""))[:_MAX_THREAD]
    field = "mail in-reply-to" if answered else "mail references"
    if not answered and len(references) < _MAX_VALUE:  # else the last one is cut off
        answered = thread[-1:]
    before = list(dict.fromkeys(one for one in thread if one not in answered and one != own))
    for one in dict.fromkeys(answered):
        if one != own:
            yield Statement("answers", one, "container", None, field)
    for one in (*before[:1], *before[1:][1 - _MAX_THREAD :]):
        yield Statement("thread", one, "container", None, "mail references")
