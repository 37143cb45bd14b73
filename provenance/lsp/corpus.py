"""From a folder, and texts that are open in an editor, to what there is to say of these."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import attrs

from provenance.baseline import NAME, judge, load
from provenance.files import contents
from provenance.lsp.remarks import remarks
from provenance.readers.source import place
from provenance.settings.layers import nearest
from provenance.settings.loading import load as settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.lsp.remarks import Remark
    from provenance.settings import Config

# Claims are asked for so that remarks can say whose text the other one is, and of which day.
_WRITTEN = {"write": ["findings", "claims"]}


class Corpus:
    """The texts in a *folder*, which the nearest settings file is about."""

    def __init__(self, folder: str) -> None:
        self.folder = os.path.realpath(folder)

    def holds(self, file: str) -> bool:
        """Return whether a *file* lies in the folder, by its real path."""
        return file.startswith(os.path.join(self.folder, ""))

    def baseline(self) -> str:
        """Return the path of the file of accepted findings."""
        return _baseline(self._config())

    def remarks(self, texts: Mapping[str, str], encoding: str) -> dict[str, list[Remark]]:
        """Return what there is to say of *texts*, which stand in the place of their files, by real paths.

        All texts of the folder are compared with them.  *encoding* is that by which the editor counts columns.  Raises
        ConfigError and UsageError.
        """
        from provenance.cache import Cache
        from provenance.pipeline import audit

        with TemporaryDirectory(prefix="provenance-lsp-") as folder:
            config = self._config()
            instead = dict(_stored(texts, folder))
            config = attrs.evolve(config, extent=attrs.evolve(config.extent, instead=instead))
            report = audit([self.folder], config, cache=Cache([self.folder], config))
            path = _baseline(config)
            accepted = load(path) if os.path.exists(path) else []
            judgement = judge(report.findings, report.evidence, accepted, config.extent.root)
            # Texts are read again where memory was short, so all is said while their files are there.
            return {file: remarks(report, judgement, file, text, encoding) for file, text in texts.items()}

    def _config(self) -> Config:
        path = nearest(self.folder)
        config = settings_of(os.devnull if path is None else path, _WRITTEN)
        root = config.extent.root or self.folder
        return attrs.evolve(config, extent=attrs.evolve(config.extent, root=root))


def _baseline(config: Config) -> str:
    return config.judging.baseline or os.path.join(config.extent.root, NAME)


def _stored(texts: Mapping[str, str], folder: str) -> Iterator[tuple[bytes, bytes]]:
    """Write *texts* that differ from their files into *folder*, and yield what stands in the place of what."""
    for number, (file, text) in enumerate(texts.items()):
        raw = text.encode("utf-8", "surrogatepass")
        if os.path.exists(file) and contents(file) == raw:
            continue
        copy = os.path.join(folder, str(number))
        with open(copy, "wb") as stream:
            stream.write(raw)
        yield place(os.fsencode(file)), os.fsencode(copy)
