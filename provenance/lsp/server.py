"""The server on standard input and output: which texts are open, when they are looked at, and what is sent."""

from __future__ import annotations

import asyncio
import os
import time
from functools import partial
from typing import TYPE_CHECKING

from provenance.errors import ProvenanceError, UsageError
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lsprotocol import types
    from pygls.lsp.server import LanguageServer

    from provenance.lsp.corpus import Corpus
    from provenance.lsp.remarks import Remark

_PAUSE_SECONDS = 0.3  # without a change, after which a text is looked at
_SHARE = 2  # of the time that the last look took, which is waited for before the next one


def server() -> LanguageServer:
    """Return the server.  Raises UsageError where the library is not installed."""
    try:
        from lsprotocol import types
        from pygls.lsp.server import LanguageServer
    except ImportError as error:
        raise UsageError(
            "lsp: this command needs a library that is not installed; run: pip install 'provenance-audit[lsp]'"
        ) from error

    # Whole texts: the library counts lines in its own way, and parts of texts would be put together wrongly.
    made = LanguageServer("provenance", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
    session = _Session(made)
    fixes = types.CodeActionOptions([types.CodeActionKind.QuickFix])
    # The library writes on the functions that it is given, which it cannot do on methods.
    made.feature(types.TEXT_DOCUMENT_DID_OPEN)(partial(session.changed))
    made.feature(types.TEXT_DOCUMENT_DID_CHANGE)(partial(session.changed))
    made.feature(types.TEXT_DOCUMENT_DID_SAVE)(partial(session.changed))
    made.feature(types.TEXT_DOCUMENT_DID_CLOSE)(partial(session.closed))
    made.feature(types.TEXT_DOCUMENT_HOVER)(partial(session.hover))
    made.feature(types.TEXT_DOCUMENT_CODE_ACTION, fixes)(partial(session.actions))
    return made


class _Session:
    """What one editor has open, and what was last said of it."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._said: dict[str, tuple[int | None, list[Remark]]] = {}
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._looking: dict[str, asyncio.Lock] = {}
        self._seconds: dict[str, float] = {}
        self._trouble = ""

    def changed(
        self,
        params: types.DidOpenTextDocumentParams | types.DidChangeTextDocumentParams | types.DidSaveTextDocumentParams,
    ) -> None:
        """Look at the texts of a folder again, soon after one of its files was opened, changed or saved."""
        corpus = self._corpus(params.text_document.uri)
        if corpus is not None:
            if corpus.folder in self._waiting:
                self._waiting.pop(corpus.folder).cancel()
            self._waiting[corpus.folder] = asyncio.get_running_loop().create_task(self._look(corpus))

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Take back what was said of a text that is not open any more."""
        self._said.pop(params.text_document.uri, None)
        self._publish(params.text_document.uri, None, [])

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """Return what is said of the text under the pointer."""
        from lsprotocol.types import MarkupKind

        from provenance.lsp.answers import hover

        asked = self._server.client_capabilities.text_document
        formats = asked.hover.content_format if asked and asked.hover else None
        remarks = self._current(params.text_document.uri)
        return hover(remarks, params.position, markdown=MarkupKind.Markdown in (formats or ()))

    def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Return what can be done about the findings in a range of a text."""
        from provenance.lsp.answers import actions

        uri = params.text_document.uri
        corpus = self._corpus(uri)
        if corpus is None:
            return []
        version = self._server.workspace.get_text_document(uri).version
        remarks = self._current(uri)
        return list(actions(remarks, uri, version, params.range, corpus.baseline(), self._encoding))

    @property
    def _encoding(self) -> str:
        return str(getattr(self._server.workspace.position_encoding, "value", "utf-16"))

    def _corpus(self, uri: str) -> Corpus | None:
        """Return the folder of the workspace that holds the text, the innermost of several; None: there is none."""
        from provenance.lsp.corpus import Corpus

        file = _real_path(uri)
        if file is None:
            return None
        workspace = self._server.workspace
        given = [folder.uri for folder in workspace.folders.values()] or [workspace.root_uri or ""]
        found = [Corpus(path) for path in map(_real_path, given) if path]
        holding = [corpus for corpus in found if corpus.holds(file)]
        return max(holding, key=lambda corpus: len(corpus.folder), default=None)

    def _open(self, corpus: Corpus) -> Iterator[tuple[str, str, int | None, str]]:
        """Yield the address, the real path, the version and the text of each text of *corpus* that is open."""
        for uri, document in list(self._server.workspace.text_documents.items()):
            file = _real_path(uri)
            own = self._corpus(uri)
            if file is not None and own is not None and own.folder == corpus.folder:
                yield uri, file, document.version, document.source

    async def _look(self, corpus: Corpus) -> None:
        """Look at a folder when nothing has changed for a moment, and send what there is to say of its open texts."""
        folder = corpus.folder
        await asyncio.sleep(max(_PAUSE_SECONDS, _SHARE * self._seconds.get(folder, 0)))
        async with self._looking.setdefault(folder, asyncio.Lock()):
            # From here on a change waits for its own turn, and does not end this one.
            self._waiting.pop(folder, None)
            opened = list(self._open(corpus))
            texts = {file: text for _, file, _, text in opened}
            before = time.monotonic()
            try:
                found = await asyncio.shield(asyncio.to_thread(corpus.remarks, texts, self._encoding))
            except ProvenanceError as error:
                self._complain(str(error))
                return
            self._seconds[folder], self._trouble = time.monotonic() - before, ""
        there = self._server.workspace.text_documents
        for uri, file, version, _ in opened:
            if uri in there:
                self._said[uri] = version, found[file]
                self._publish(uri, version, found[file])

    def _current(self, uri: str) -> list[Remark]:
        """Return what was said of the text as it is now: of an earlier one the places may be wrong."""
        version, remarks = self._said.get(uri, (None, []))
        return remarks if self._server.workspace.get_text_document(uri).version == version else []

    def _publish(self, uri: str, version: int | None, remarks: list[Remark]) -> None:
        from lsprotocol.types import PublishDiagnosticsParams

        shown = [remark.diagnostic for remark in remarks]
        self._server.text_document_publish_diagnostics(PublishDiagnosticsParams(uri, shown, version))

    def _complain(self, trouble: str) -> None:
        """Show why a folder cannot be looked at, once."""
        from lsprotocol.types import MessageType, ShowMessageParams

        if trouble != self._trouble:
            self._trouble = trouble
            self._server.window_show_message(ShowMessageParams(MessageType.Warning, f"provenance: {trouble}"))


def _real_path(uri: str) -> str | None:
    """Return the real path of a file, None for what is none."""
    from pygls.uris import to_fs_path, uri_scheme

    path = to_fs_path(uri) if uri_scheme(uri) == "file" else None
    return os.path.realpath(path) if path else None
