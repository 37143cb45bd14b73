"""The server answers its own page, saves what it decides, and refuses everybody and everything else."""

from __future__ import annotations

import http.client
import json
import socket
from typing import TYPE_CHECKING

import pytest
from review_texts import NAMES, text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from provenance.review.server import Server

    Ask = Callable[..., http.client.HTTPResponse]

PAIR = {"left": "a.txt", "right": "b.txt"}
OTHER_SITE = "http://evil.example"


def saved(file: Path) -> list[tuple[str, str, str]]:
    """The decisions in the file."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [(row["left"], row["right"], row["decision"]) for row in rows]


def decided(decision: str = "copy", since: int = 0, **more: object) -> dict[str, object]:
    """A body that decides about one pair."""
    return {"since": since, "decisions": [PAIR | {"decision": decision, "since": since} | more]}


def test_page_and_parts(ask: Ask) -> None:
    """The page may ask its own server, and its tables and texts come when they are asked for."""
    page = ask()
    index, chunks, texts = (json.loads(ask(name).read()) for name in ("index", "chunks", "texts-0"))

    assert page.status == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert b"connect-src 'self'; style-src" in page.read()
    assert index["documents"]["id"] == list(NAMES)
    assert chunks == [0, 0, 0]
    assert {of: pieces[0][1] for of, _, pieces, _ in texts}[0] == text("a.txt")


def test_a_decision_is_in_the_file_when_it_is_confirmed(ask: Ask, file: Path) -> None:
    """The answer names the new state; the line is what the page exports."""
    answer = json.loads(ask("decisions", "POST", decided(note="same wire", keep="right")).read())

    assert answer["revision"] == 1
    assert answer["refused"] == []
    (line,) = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert {key: line[key] for key in ("decision", "note", "keep")} == {
        "decision": "copy", "note": "same wire", "keep": "right",
    }  # fmt: skip
    assert len(line["left_sha256"]) == 64


def test_a_stale_tab_is_told(ask: Ask, file: Path) -> None:
    """It overwrites nothing that it has not seen, and gets what it has missed; what it has seen it may change."""
    ask("decisions", "POST", decided("independent")).read()
    stale = json.loads(ask("decisions", "POST", decided("copy")).read())

    assert stale["refused"] == [0]
    assert [one["decision"] for one in stale["decisions"]] == ["independent"]
    assert saved(file) == [("a.txt", "b.txt", "independent")]
    assert json.loads(ask("decisions", "POST", decided("copy", since=1)).read())["refused"] == []
    assert saved(file)[-1] == ("a.txt", "b.txt", "copy")


def test_only_what_is_new_is_sent(ask: Ask) -> None:
    """A tab that names the last change it knows gets later ones only."""
    ask("decisions", "POST", decided()).read()
    ask("decisions", "POST", {"decisions": [{"left": "c.txt", "right": "a.txt", "decision": "unsure"}]}).read()

    rows = json.loads(ask("decisions?since=1").read())["decisions"]

    assert [(row["left"], row["right"], row["decision"]) for row in rows] == [("a.txt", "c.txt", "unsure")]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "localhost"}, 421),
        ({"Host": None}, 421),
        ({"Origin": OTHER_SITE}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_its_own_page_may_ask(
    headers: dict[str, str | None], status: int, method: str, ask: Ask, file: Path
) -> None:
    """Another host, as after DNS rebinding, and another origin get nothing and change nothing."""
    answer = ask("decisions", method, decided() if method == "POST" else None, **headers)

    assert answer.status == status
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert saved(file) == []


def test_a_post_without_origin_is_refused(ask: Ask, file: Path) -> None:
    """Every browser names the origin of a POST."""
    assert ask("decisions", "POST", decided(), Origin=None).status == 403
    assert saved(file) == []


@pytest.mark.parametrize(
    "target",
    ["/", "", "//", "/wrong/", "/wrong/index", "/{token}", "/{token}x/", "/{half}/", "http://127.0.0.1/{token}/", "*"],
)
def test_wrong_tokens(target: str, ask: Ask, server: Server) -> None:
    """Without the whole token there is nothing, not even a hint of what is there."""
    token = server.door.token

    assert ask(target=target.format(token=token, half=token[:20])).status in (400, 403)


@pytest.mark.parametrize(
    "name",
    ["../index", "..%2findex", "texts-0.js", "index/", "./index", "%69ndex", "texts-99", "/etc/passwd", "index%00"],
)
def test_nothing_but_its_parts(name: str, ask: Ask) -> None:
    """A name is compared as it stands, and leads nowhere."""
    assert ask(name).status == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods(method: str, ask: Ask) -> None:
    """They are refused, and the answer says which are not."""
    answer = ask("decisions", method)

    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(("name", "method"), [("index", "POST"), ("", "POST"), ("decisions", "BREW")])
def test_a_method_that_a_place_has_not(name: str, method: str, ask: Ask) -> None:
    """Only decisions are posted, and a made-up method is none."""
    assert ask(name, method, {}).status in (405, 501)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Type": None}, 415),
        ({"Content_Length": None}, 411),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "1000001"}, 413),
        ({"Content_Length": "9" * 15}, 413),
        ({"Content_Length": None, "Transfer_Encoding": "chunked"}, 501),
    ],
)
def test_bodies_that_are_not_read(headers: dict[str, str | None], status: int, ask: Ask, file: Path) -> None:
    """Another type, no length, and a huge one are refused before a byte is read."""
    assert ask("decisions", "POST", b"", **headers).status == status
    assert saved(file) == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff", b"[" * 100_000, b"[]", b'{"decisions":[{}]}', decided("maybe"), decided(left="b.txt"),
        decided(left="gone.txt"), decided("unsure", keep="left"), decided(keep="a.txt"), decided(path="../x"),
    ],
)  # fmt: skip
def test_bodies_that_decide_nothing(body: object, ask: Ask, file: Path) -> None:
    """What is no decision about two documents of the report is refused whole."""
    both = [*body["decisions"], *decided()["decisions"]] if isinstance(body, dict) else None

    assert ask("decisions", "POST", body if both is None else {"decisions": both}).status in (400, 422)
    assert saved(file) == []


def test_nothing_of_the_file_is_followed_from_a_request(server: Server) -> None:
    """A request without version or with a broken line is refused, and the next one is answered."""
    for raw in (f"GET /{server.door.token}/index\r\n", "\x00\x01\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as connection:
            connection.sendall(f"{raw}\r\n".encode())
            assert b"harbour" not in connection.recv(100_000)


def test_many_requests_in_one_connection(server: Server) -> None:
    """No request of many fails, and none is answered with another one's answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    kinds = ["copy", "independent", "boilerplate", "unsure"]

    for number in range(200):
        kind = kinds[number % 4]
        body = json.dumps(decided(kind, since=number))
        head = {"Origin": server.door.origin, "Content-Type": "application/json"}
        connection.request("POST", f"/{server.door.token}/decisions", body, head)
        answer = json.loads(connection.getresponse().read())
        assert (answer["revision"], answer["decisions"][0]["decision"]) == (number + 1, kind)
    connection.close()
