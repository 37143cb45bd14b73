"""FIX: files that differ from a manifest of their digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.checks import of_notices
from provenance.rules.rule import Rule, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Find

_FERRY = "The ferry to the island runs again after its rope was changed.\n"
_BRIDGE = "The old bridge over the canal was opened again on Monday.\n"
_FERRY_LINE = "b93e01c5f0c0041437ff679afa9b948b5acb2b81d201bf676bf787ed0b5a06c9  ferry.txt\n"
_BRIDGE_LINE = "5e698deaf8f62c9ec58f2b5e9ebd336a9ea7084d0f46a531299d0c1a54c54246  bridge.txt\n"
_SETTINGS = 'manifest = "SHA256SUMS"\n'


def changed_file(case: Case, find: Find) -> Iterator[Finding]:
    """A file has another digest than the manifest lists.

    What it does: compares the SHA-256 of each file that `--manifest FILE` lists with the file that is there.  The
    manifest is what `sha256sum` prints, a BagIt `manifest-sha256.txt`, or `inputs.csv` or `audit.json` of an earlier
    audit.  The message also says if the file now has the content that is listed for another one.

    Why it matters: a text that nobody meant to change has been damaged or edited, and what was said about it may no
    longer be true.

    What to do: bring the file back from a copy, or make a new manifest if the change was meant.
    """
    yield from of_notices(case, find, {"changed": "error"})


CHANGED_FILE = Rule(
    "FIX001",
    "changed-file",
    "error",
    changed_file,
    needs=("digests",),
    samples=Samples(
        found={"provenance.toml": _SETTINGS, "SHA256SUMS": _FERRY_LINE, "ferry.txt": _FERRY.replace("again", "")},
        silent={"provenance.toml": _SETTINGS, "SHA256SUMS": _FERRY_LINE, "ferry.txt": _FERRY},
    ),
)


def missing_file(case: Case, find: Find) -> Iterator[Finding]:
    """A file that the manifest lists is not there.

    What it does: reports each file that `--manifest FILE` lists in the corpus and that does not exist.  A file whose
    content is found in a file that is not listed was moved: that is FIX003 only.  Files that the manifest lists outside
    the paths that were given are counted and not compared.

    Why it matters: a text that was lost is not missed by any other check.

    What to do: bring the file back from a copy, or make a new manifest if it was removed on purpose.
    """
    yield from of_notices(case, find, {"missing": "error"})


MISSING_FILE = Rule(
    "FIX002",
    "missing-file",
    "error",
    missing_file,
    needs=("digests",),
    samples=Samples(
        found={"provenance.toml": _SETTINGS, "SHA256SUMS": _FERRY_LINE + _BRIDGE_LINE, "ferry.txt": _FERRY},
        silent={
            "provenance.toml": _SETTINGS,
            "SHA256SUMS": _FERRY_LINE + _BRIDGE_LINE,
            "ferry.txt": _FERRY,
            "moved.txt": _BRIDGE,
        },
    ),
)


def unlisted_file(case: Case, find: Find) -> Iterator[Finding]:
    """A file is not listed in the manifest.

    What it does: reports each file below the given paths that `--manifest FILE` does not list: new files, and files
    that were moved (the message says from where).  Hidden and excluded files, reports of this tool and the manifest
    itself are not expected in it; with a BagIt manifest, only files below `data` are.

    Why it matters: nothing can say later whether such a file was changed.

    What to do: add it to the manifest, or remove it.
    """
    yield from of_notices(case, find, {"not listed": "warning"})


UNLISTED_FILE = Rule(
    "FIX003",
    "unlisted-file",
    "warning",
    unlisted_file,
    needs=("digests",),
    samples=Samples(
        found={"provenance.toml": _SETTINGS, "SHA256SUMS": _FERRY_LINE, "ferry.txt": _FERRY, "bridge.txt": _BRIDGE},
        silent={
            "provenance.toml": _SETTINGS,
            "SHA256SUMS": _FERRY_LINE + _BRIDGE_LINE,
            "ferry.txt": _FERRY,
            "bridge.txt": _BRIDGE,
        },
    ),
)

RULES = (CHANGED_FILE, MISSING_FILE, UNLISTED_FILE)
