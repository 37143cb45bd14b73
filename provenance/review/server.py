"""From pages and a record of decisions to a server on the loopback interface, which answers nobody but its own page."""

from __future__ import annotations

import os
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from secrets import token_urlsafe
from socketserver import TCPServer
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import ProvenanceError, UsageError
from provenance.review.requests import DECISIONS, Door, Refused, changes_in, length_of, name_of

if TYPE_CHECKING:
    import socket
    from socketserver import BaseServer

    from provenance.review.pages import Pages
    from provenance.review.record import Change, Record

HOST = "127.0.0.1"
MOST_CONNECTIONS = 200  # a browser opens six a tab
_PATIENCE = 30  # seconds without a byte, after which a connection is closed
_HEADERS = {
    # The page has a policy of its own, which allows its script and style by their hashes; both must agree.
    "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Answer(NamedTuple):
    """The body of an answer and its type; *packed* by gzip or not."""

    content: bytes
    type: str = "application/json"
    packed: bool = False


class Server(ThreadingHTTPServer):
    """A server of *pages* that saves decisions to *record*, at a free port unless one is given.

    Raises UsageError if the port is taken.
    """

    daemon_threads = True
    request_queue_size = 128
    # On Windows another program could then take the port over.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, pages: Pages, record: Record, port: int = 0) -> None:
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            raise UsageError(
                f"--port {port}: this port cannot be used: {error}; leave it out for a free one"
            ) from error
        self.pages = pages
        self.record = record
        self.door = Door(f"{HOST}:{self.server_port}", token_urlsafe(32))
        self._room = BoundedSemaphore(MOST_CONNECTIONS)

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"{self.door.origin}/{self.door.token}/"

    def server_bind(self) -> None:
        """Bind to the port, without asking a name server what this machine is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Answer in a thread; where too many connections are open, close this one."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Answer, and make room for another connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Say nothing of connections that the browser has closed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    # Head and body leave together: sent one by one, each answer would wait for the browser's acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def __init__(self, request: socket.socket, client_address: object, server: BaseServer) -> None:
        if not isinstance(server, Server):
            raise TypeError(f"{server}: this is no server of a review")
        self._review = server
        super().__init__(request, client_address, server)

    def do_GET(self) -> None:
        """Answer a request of any method."""
        try:
            name, since = name_of(self._review.door, self.command, self.path, self.headers)
            answer = self._saved() if self.command == "POST" else self._asked(name, since)
        except Refused as refused:
            self._refuse(refused.status, str(refused), refused.allowed)
        except ProvenanceError as error:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        else:
            self._answer(HTTPStatus.OK, answer)

    do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = do_GET  # noqa: N815

    def _asked(self, name: str, since: int) -> Answer:
        if not name:
            return Answer(self._review.pages.page, "text/html; charset=utf-8")
        if name == DECISIONS:
            return self._state(*self._review.record.changes(since))
        part = self._review.pages.part(name)
        if part is None:
            raise Refused(HTTPStatus.NOT_FOUND, "there is nothing here")
        return Answer(part.content, packed=part.packed)

    def _saved(self) -> Answer:
        length = length_of(self.headers)
        body = self.rfile.read(length)
        if len(body) < length:
            raise Refused(HTTPStatus.BAD_REQUEST, "the body is cut off")
        record = self._review.record
        return self._state(*record.save(*changes_in(body, record)))

    def _state(self, revision: int, changes: list[Change], refused: list[int] | None = None) -> Answer:
        rows = [
            {"left": one.left, "right": one.right, "decision": one.choice.kind, "note": one.choice.note}
            | {"keep": one.choice.keep}
            for one in changes
        ]
        name = os.path.basename(self._review.record.path)
        state = {"file": name, "revision": revision, "decisions": rows, "refused": refused or []}
        return Answer(dumps(state).encode())

    def _answer(self, status: HTTPStatus, answer: Answer) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.content)))
        if answer.packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    def _refuse(self, status: HTTPStatus, sentence: str, allowed: tuple[str, ...] = ()) -> None:
        """Answer with a sentence, and close the connection: what follows may be a body that nobody reads."""
        self.close_connection = True
        self.send_response(status)
        content = f"{sentence}\n".encode("utf-8", "replace")
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        if allowed:
            self.send_header("Allow", ", ".join(allowed))
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no request that this server knows."""
        self._refuse(HTTPStatus(code), message or HTTPStatus(code).phrase)

    def version_string(self) -> str:
        """Return the name of the server; its version is nobody's business."""
        return "provenance"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Write no log: the terminal belongs to the user."""
