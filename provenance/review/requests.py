"""From a request's head and body to what it asks for, or why it is refused: only the server's own page is trusted."""

from __future__ import annotations

import re
from http import HTTPStatus
from secrets import compare_digest
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import MsgspecError, Struct
from msgspec.json import decode

from provenance.review.record import WITHDRAWN, Change, Choice

if TYPE_CHECKING:
    from email.message import Message

    from provenance.review.record import Record

MOST = 1_000_000  # bytes of a body; a page sends 200,000 at most
DECISIONS = "decisions"
_READING = ("GET", "HEAD")
_METHODS = {DECISIONS: (*_READING, "POST")}
_SINCE = re.compile(r"since=([0-9]{1,15})")
_LENGTH = re.compile(r"[0-9]{1,15}")
_JSON = re.compile(r"application/json(?:; ?charset=utf-8)?", re.IGNORECASE)
# What browsers say about where a request comes from: the page itself, or somebody who typed its address.
_SITES = ("same-origin", "none")


class Refused(Exception):  # noqa: N818 - an answer, not an error of this program
    """A request that is answered with *status*, a sentence, and the methods *allowed* there."""

    def __init__(self, status: HTTPStatus, sentence: str, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.status = status
        self.allowed = allowed


class Door(NamedTuple):
    """Where a server is: its *host* with the port, and the secret *token* that its addresses begin with."""

    host: str
    token: str

    @property
    def origin(self) -> str:
        """The origin of the page, as a browser names it."""
        return f"http://{self.host}"


class _Wanted(Struct, forbid_unknown_fields=True):
    left: str
    right: str
    decision: Literal["copy", "independent", "boilerplate", "unsure", ""]
    note: str = ""
    keep: Literal["left", "right", ""] = ""
    since: int = 0


class _Body(Struct, forbid_unknown_fields=True):
    decisions: list[_Wanted]
    since: int = 0


def name_of(door: Door, method: str, target: str, headers: Message) -> tuple[str, int]:
    """Return the name of what is asked for, "" for the page, and the number of the last change that is known there.

    Raises Refused for a request that does not come from the page, for a wrong token, and for a wrong method.  A target
    is compared as it stands: nothing is decoded, and no path is followed.
    """
    # Another site can let its own name lead to this machine (DNS rebinding): the name must be ours.
    if headers.get_all("Host", []) != [door.host]:
        raise Refused(HTTPStatus.MISDIRECTED_REQUEST, "this server has another name")
    origins = headers.get_all("Origin", [door.origin] if method in _READING else [])
    sites = headers.get_all("Sec-Fetch-Site", [_SITES[0]])
    if origins != [door.origin] or any(site not in _SITES for site in sites):
        raise Refused(HTTPStatus.FORBIDDEN, "only the page itself may ask this server")
    path, _, query = target.partition("?")
    start, *parts = path.split("/", 2)
    if start or len(parts) != 2 or not compare_digest(parts[0].encode("utf-8", "replace"), door.token.encode()):
        raise Refused(HTTPStatus.FORBIDDEN, "the address of this page is another one: the command has printed it")
    allowed = _METHODS.get(parts[1], _READING)
    if method not in allowed:
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "this cannot be done here", allowed)
    since = _SINCE.fullmatch(query)
    return parts[1], int(since[1]) if since else 0


def length_of(headers: Message) -> int:
    """Return the number of bytes in the body of a request.  Raises Refused for one that is no JSON, or too large."""
    if headers.get_all("Transfer-Encoding"):
        raise Refused(HTTPStatus.NOT_IMPLEMENTED, "send the body in one piece")
    if not _JSON.fullmatch(",".join(headers.get_all("Content-Type", []))):
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send JSON")
    length = ",".join(headers.get_all("Content-Length", []))
    if not _LENGTH.fullmatch(length):
        raise Refused(HTTPStatus.LENGTH_REQUIRED, "say how long the body is")
    if int(length) > MOST:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "this is too large for decisions")
    return int(length)


def changes_in(body: bytes, record: Record) -> tuple[list[Change], int]:
    """Return the changes in a body, and the number of the last change that is known there.

    Raises Refused for what is none, and for documents that are not in the report.
    """
    try:
        wanted = decode(body, type=_Body)
    except (MsgspecError, ValueError, RecursionError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, f"these are no decisions: {error}") from error
    return [_change(one, record) for one in wanted.decisions], wanted.since


def _change(one: _Wanted, record: Record) -> Change:
    key = record.key(one.left, one.right)
    if key is None:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "the report has no such pair of documents")
    if one.keep and one.decision != "copy":
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "only of two copies one is kept")
    turned = {"left": "right", "right": "left", "": ""} if key[0] != one.left else None
    keep = turned[one.keep] if turned else one.keep
    choice = Choice(one.decision, one.note, keep) if one.decision else Choice(WITHDRAWN)
    return Change(*key, choice, one.since)
