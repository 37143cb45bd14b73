"""The server for editors, asked by its protocol's own client over standard input and output."""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import pytest

from provenance.errors import UsageError
from provenance.model import Span

types = pytest.importorskip("lsprotocol.types")
pytest.importorskip("pygls")

from pygls.lsp.client import LanguageClient  # noqa: E402 - there is nothing to test without it

from provenance.lsp.places import Lines  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer = TypeVar("Answer")

FERRY = (
    "Norrvik, 3 March 2021 (NTB) - The car ferry to Norrvik will sail every hour from Monday on, the county said. "
    "Two new vessels with batteries replace the old one, which had crossed the sound since the year 1974. "
    "The mayor hopes that the queues at the quay, which grew to three hours last July, are a thing of the past.\n"
)
OTHER = "A quite different text about the harvest of apples in the valley, which was late and small this year, alas.\n"
APPLES = (
    "The harvest of apples began late in the valley this year, and the growers blame three cold nights in May for it.\n"
    "Most of what was picked goes to the press at the lake, which pays a little more than it did a year before.\n"
    "A fair in October will show forty kinds of apples, some of which nobody else has grown for a hundred years.\n"
)


class Editor(LanguageClient):
    """An editor that keeps what the server last said of each text."""

    def __init__(self) -> None:
        super().__init__("an editor", "1")
        self.root, self.published, self.messages = Path(), dict[str, types.PublishDiagnosticsParams](), list[str]()
        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(
            lambda params: self.published.__setitem__(params.uri, params)
        )
        self.feature(types.WINDOW_SHOW_MESSAGE)(lambda params: self.messages.append(params.message))

    def uri(self, name: str) -> str:
        """The address of a file below the root."""
        return (self.root / name).as_uri()

    async def begin(self) -> None:
        """Start the server, with nothing in its workspace."""
        await self.start_io(sys.executable, "-m", "provenance", "lsp")
        hover = types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])
        wanted = types.ClientCapabilities(text_document=types.TextDocumentClientCapabilities(hover=hover))
        await self.initialize_async(types.InitializeParams(wanted, workspace_folders=[]))
        self.initialized(types.InitializedParams())

    def add(self, root: Path) -> None:
        """Add a folder to the workspace; names of files start there from now on."""
        self.root = root
        self.messages.clear()
        added = types.WorkspaceFoldersChangeEvent([types.WorkspaceFolder(root.as_uri(), "texts")], [])
        self.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(added))

    async def end(self) -> None:
        """Stop the server."""
        await self.shutdown_async(None)
        self.exit(None)
        await self.stop()

    async def opened(self, name: str, text: str) -> list[types.Diagnostic]:
        """Open a text, and return what the server says of it."""
        self.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(self.uri(name), "plaintext", 1, text))
        )
        return await self.said(name, 1)

    async def changed(self, name: str, text: str, version: int) -> list[types.Diagnostic]:
        """Change a text that is open, and return what the server says of it."""
        self.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, self.uri(name)),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )
        return await self.said(name, version)

    async def said(self, name: str, version: int | None) -> list[types.Diagnostic]:
        """Wait until the server has said something of a version of a text, and return that."""
        while self.uri(name) not in self.published or self.published[self.uri(name)].version != version:
            await asyncio.sleep(0.02)
        return list(self.published[self.uri(name)].diagnostics)

    async def fixes(self, name: str, where: types.Range) -> list[types.CodeAction]:
        """Return what the server offers to do about a range of a text."""
        return await self.text_document_code_action_async(
            types.CodeActionParams(types.TextDocumentIdentifier(self.uri(name)), where, types.CodeActionContext([]))
        )

    async def hovered(self, name: str, line: int, column: int) -> str:
        """Return what the server shows for a place, "" for nothing."""
        found = await self.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(self.uri(name)), types.Position(line, column))
        )
        return found.contents.value if found else ""


Work: TypeAlias = Callable[[Editor], Coroutine[None, None, Answer]]
Edited: TypeAlias = Callable[[Work[Answer]], Answer]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with three texts, and a text beside it."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "outside.txt").write_text(FERRY, encoding="utf-8")
    for name, text in (("a.txt", FERRY), ("b.txt", OTHER), ("c.txt", APPLES)):
        (tmp_path / "texts" / name).write_text(text, encoding="utf-8")
    (tmp_path / "texts/provenance.toml").write_text('select = ["DUP", "REP", "ENC"]\n', encoding="utf-8")
    return tmp_path / "texts"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Editor, asyncio.AbstractEventLoop]]:
    """Return an editor with a server, and the loop in which it runs: one for all tests, as one takes a second."""
    loop, editor = asyncio.new_event_loop(), Editor()
    thread = Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(editor.begin(), loop).result(60)
    yield editor, loop
    asyncio.run_coroutine_threadsafe(editor.end(), loop).result(60)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def edited(root: Path, served: tuple[Editor, asyncio.AbstractEventLoop]) -> Edited[Answer]:
    """Return a function that does some work with an editor in *root*; a server that does not answer fails the test."""
    editor, loop = served

    def run(work: Work[Answer]) -> Answer:
        editor.add(root)
        return asyncio.run_coroutine_threadsafe(work(editor), loop).result(60)

    return run


def test_a_copy_is_named_while_it_is_written(root: Path, edited: Edited[Answer]) -> None:
    """The text need not be saved: what stands in the editor counts; when it is no copy any more, nothing is said."""

    async def work(editor: Editor) -> tuple[list[types.Diagnostic], list[types.Diagnostic], list[types.Diagnostic]]:
        first = await editor.opened("b.txt", OTHER)
        copied = await editor.changed("b.txt", FERRY, 2)
        return first, copied, await editor.changed("b.txt", OTHER, 3)

    first, copied, last = edited(work)

    assert [one.code for one in first] == [one.code for one in last] == []
    (copy,) = copied
    assert (copy.code, copy.source, copy.severity) == ("DUP001", "provenance", types.DiagnosticSeverity.Error)
    (other,) = copy.related_information
    assert other.location.uri == (root / "a.txt").as_uri()
    assert other.message == "a.txt (NTB, 2021-03-03)"


def test_what_is_repeated_can_be_removed_by_a_fix(root: Path, edited: Edited[Answer]) -> None:
    """The edit leaves the text as it was before it was pasted twice; columns count UTF-16."""
    title = "🍎 Apples 🍏\n"

    async def work(editor: Editor) -> tuple[str, list[types.CodeAction]]:
        (found,) = await editor.opened("c.txt", title + APPLES + "\n" + APPLES)
        return str(found.code), await editor.fixes("c.txt", found.range)

    code, fixes = edited(work)

    assert code == "REP001"
    assert fixes[0].title.startswith("Remove what is repeated (6")
    (change,) = fixes[0].edit.document_changes
    assert applied(title + APPLES + "\n" + APPLES, change.edits).split() == (title + APPLES).split()


def test_a_finding_is_accepted_by_a_line_in_the_baseline(root: Path, edited: Edited[Answer]) -> None:
    """It is not shown again when the line is there; the command line accepts it too."""

    async def work(editor: Editor) -> list[types.Diagnostic]:
        (found,) = await editor.opened("b.txt", FERRY)
        (fix,) = await editor.fixes("b.txt", found.range)
        made, added = fix.edit.document_changes
        assert made.uri == added.text_document.uri == editor.uri(".provenance-baseline.jsonl")
        (root / ".provenance-baseline.jsonl").write_text(applied("", added.edits), encoding="utf-8")
        editor.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(editor.uri(".provenance-baseline.jsonl")))
        )
        while editor.published[editor.uri("b.txt")].diagnostics:
            await asyncio.sleep(0.02)
        return list(editor.published[editor.uri("b.txt")].diagnostics)

    assert edited(work) == []
    entry = (root / ".provenance-baseline.jsonl").read_text(encoding="utf-8")
    assert entry.count("\n") == 1
    assert '"paths":["a.txt","b.txt"]' in entry


def test_the_pointer_shows_the_rule_and_the_other_side(root: Path, edited: Edited[Answer]) -> None:
    """What an article says stands in a block of code, so that none of it becomes a link or a heading."""
    nasty = FERRY + "# Heading with a [link](https://example.org) and ``` a fence ``` in it.\n"
    (root / "a.txt").write_text(nasty, encoding="utf-8")

    async def work(editor: Editor) -> tuple[str, str]:
        await editor.opened("b.txt", FERRY)
        return await editor.hovered("b.txt", 0, 3), await editor.hovered("b.txt", 1, 0)

    shown, beyond = edited(work)

    assert shown.startswith("DUP003 a.txt: near-duplicate of b.txt, similarity 0.8")
    assert "a.txt (NTB, 2021-03-03):\n\n````text\n" in shown
    assert shown.count("````") == 2
    assert "](" not in shown.partition("````")[0]
    assert beyond in ("", shown)


def test_texts_outside_of_the_workspace_are_left_alone(root: Path, edited: Edited[Answer]) -> None:
    """Nothing is said of them, though one inside is a copy."""

    async def work(editor: Editor) -> list[types.CodeAction]:
        await editor.opened("a.txt", FERRY)
        name = "../outside.txt"
        editor.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(editor.uri(name), "plaintext", 1, FERRY))
        )
        await editor.changed("a.txt", FERRY, 2)
        assert editor.uri(name) not in editor.published
        return await editor.fixes(name, types.Range(types.Position(0, 0), types.Position(1, 0)))

    assert not edited(work)


def test_settings_that_cannot_be_read_are_said_once(root: Path, edited: Edited[Answer]) -> None:
    """The server goes on, and what it says of texts comes back when the file is mended."""

    async def work(editor: Editor) -> tuple[list[str], list[types.Diagnostic]]:
        (root / "provenance.toml").write_text("select = [\n", encoding="utf-8")
        for name in ("a.txt", "b.txt"):
            editor.text_document_did_open(
                types.DidOpenTextDocumentParams(types.TextDocumentItem(editor.uri(name), "plaintext", 1, FERRY))
            )
            while not editor.messages:
                await asyncio.sleep(0.02)
        (root / "provenance.toml").write_text('select = ["DUP"]\n', encoding="utf-8")
        return editor.messages, await editor.changed("b.txt", FERRY, 2)

    messages, found = edited(work)

    (message,) = messages
    assert "provenance.toml" in message
    assert [one.code for one in found] == ["DUP001"]


def test_a_thousand_requests_make_the_server_no_larger(root: Path, edited: Edited[Answer]) -> None:
    """Memory after them is that before, but for a few megabytes of what Python keeps."""

    async def work(editor: Editor) -> tuple[int, int]:
        await editor.opened("b.txt", FERRY)
        for column in range(100):
            await editor.hovered("b.txt", 0, column)
        process = next(iter(_children()))
        before = _resident(process)
        for column in range(1000):
            await editor.hovered("b.txt", 0, column % 100)
        return before, _resident(process)

    before, after = edited(work)

    assert after < before + 8 * 1024 * resource.getpagesize() // 4096 * 1024


def _children() -> list[int]:
    """Return the processes that this one started."""
    parts = [task.read_text().split() for task in Path("/proc/self/task").glob("*/children")]
    return [int(one) for part in parts for one in part if b"lsp" in Path(f"/proc/{one}/cmdline").read_bytes()]


def _resident(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """Return *text* after *edits*, whose columns count UTF-16."""
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda one: one.range.start, reverse=True):
        begin, end = (
            sum(len(line) + 1 for line in lines[: place.line])
            + len(lines[place.line].encode("utf-16-le")[: 2 * place.character].decode("utf-16-le"))
            for place in (edit.range.start, edit.range.end)
        )
        text = text[:begin] + edit.new_text + text[end:]
        lines = text.split("\n")
    return text


@pytest.mark.parametrize(
    ("encoding", "column"), [("utf-8", 12), ("utf-16", 7), ("utf-32", 6)], ids=["utf-8", "utf-16", "utf-32"]
)
def test_columns_are_counted_as_the_editor_counts_them(encoding: str, column: int) -> None:
    """A code point outside of the basic plane is one, two or four units; only \\n, \\r and \\r\\n end lines."""
    text = "one\r\ntwo\u2028é🍎x\rthree"

    found = Lines(text, encoding).range(Span(5, 11))

    assert (found.start.line, found.start.character) == (1, 0)
    assert (found.end.line, found.end.character) == (1, column)
    assert Lines(text, encoding).end.line == 2


def test_the_library_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says what to install."""
    from provenance.lsp.server import server

    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)

    with pytest.raises(UsageError, match=r"provenance-audit\[lsp\]"):
        server()
