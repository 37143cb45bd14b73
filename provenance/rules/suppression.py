"""SUP: acceptances that no longer accept anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.checks import of_notices
from provenance.rules.rule import Rule, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Find

_FERRY = "The ferry to the island runs again after its rope was changed by a crew of nine on Monday.\n"
_BRIDGE = "The old bridge over the canal was opened again on Monday after nine months of repairs.\n"
_ACCEPT = '[[accept]]\ncode = "DUP001"\nbetween = ["a.txt", "b.txt"]\nreason = "two editions"\n'
_ENTRY = (
    '{"code":"DUP001","contents":["0000000000000000","0000000000000000"],"paths":["a.txt","b.txt"],"score":1.0,'
    '"why":"two editions"}\n'
)


def unused_suppression(case: Case, find: Find) -> Iterator[Finding]:
    """A setting that accepts or ignores findings matched none.

    What it does: reports each `[[accept]]` and each line of `per-file-ignores` in the configuration file that matched
    no finding, although its texts were part of the run or are gone from folders that were audited whole.  It fails a
    check only with `--ratchet`.

    Why it matters: the setting suggests that something is known and accepted, and will hide whatever matches it later.

    What to do: delete the setting.
    """
    yield from of_notices(case, find, {"unused suppression": "warning"})


UNUSED_SUPPRESSION = Rule(
    "SUP001",
    "unused-suppression",
    "warning",
    unused_suppression,
    samples=Samples(
        found={"a.txt": _FERRY, "b.txt": _BRIDGE, "provenance.toml": _ACCEPT},
        silent={"a.txt": _FERRY, "b.txt": _FERRY, "provenance.toml": _ACCEPT},
    ),
)


def stale_entry(case: Case, find: Find) -> Iterator[Finding]:
    """An entry of the baseline accepts a finding that no longer exists.

    What it does: reports entries whose documents were part of the run and that match none of its findings, because a
    copy was deleted or a text was corrected, and entries for a rule that does not exist.  It fails a check only with
    `--ratchet`.

    Why it matters: if the same finding came back, it would be accepted unnoticed.

    What to do: run `provenance baseline prune`, which removes such entries.
    """
    yield from of_notices(case, find, {"stale entry": "warning"})


STALE_BASELINE_ENTRY = Rule(
    "SUP002",
    "stale-baseline-entry",
    "warning",
    stale_entry,
    samples=Samples(
        found={"a.txt": _FERRY, "b.txt": _BRIDGE, ".provenance-baseline.jsonl": _ENTRY},
        silent={"a.txt": _FERRY, "b.txt": _FERRY, ".provenance-baseline.jsonl": _ENTRY},
    ),
)

RULES = (UNUSED_SUPPRESSION, STALE_BASELINE_ENTRY)
