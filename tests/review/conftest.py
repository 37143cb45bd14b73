"""A small report, its pages, a record of decisions about it, and a server of both."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING

import pytest
from review_texts import NAMES, text
from serving import served

import provenance
from provenance.review.pages import Listed, of_report
from provenance.review.record import Record
from provenance.settings import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provenance.model import Report
    from provenance.review.pages import Pages
    from provenance.review.server import Server


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three texts that resemble each other."""
    folder = tmp_path_factory.mktemp("review") / "texts"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(text(name), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def report(corpus: Path) -> Report:
    return provenance.audit([corpus])


@pytest.fixture(scope="session")
def pages(report: Report) -> Pages:
    return of_report(report, Config())


@pytest.fixture(scope="session")
def listed(pages: Pages) -> Listed:
    return Listed(pages)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "decisions.jsonl"


@pytest.fixture
def record(file: Path, listed: Listed) -> Iterator[Record]:
    made = Record(str(file), listed)
    yield made
    made.close()


@pytest.fixture
def server(pages: Pages, record: Record) -> Iterator[Server]:
    with served(pages, record) as made:
        yield made


@pytest.fixture
def ask(server: Server) -> Iterator[Callable[..., http.client.HTTPResponse]]:
    """Ask the server as its own page does; *headers* replace the page's, None leaves one out."""
    connections = []

    def call(
        name: str = "", method: str = "GET", body: object = None, target: str | None = None, **headers: str | None
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        connections.append(connection)
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        usual: dict[str, str | None] = {"Host": server.door.host, "Origin": server.door.origin}
        if content is not None:
            usual |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
        given = {key.replace("_", "-"): value for key, value in headers.items()}
        connection.putrequest(
            method,
            f"/{server.door.token}/{name}" if target is None else target,
            skip_host=True,
            skip_accept_encoding=True,
        )
        for key, value in (usual | given).items():
            if value is not None:
                connection.putheader(key, value)
        connection.endheaders(content)
        return connection.getresponse()

    yield call
    for connection in connections:
        connection.close()
