"""IO: inputs that could not be read, or were not taken as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.rules.checks import of_notices
from provenance.rules.find import place
from provenance.rules.rule import Rule, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Find

_FERRY = '{"id": "1", "text": "The ferry to the island runs again after its rope was changed."}\n'
_BRIDGE = '{"id": "2", "text": "The old bridge over the canal was opened again on Monday."}\n'


def unreadable_input(case: Case, find: Find) -> Iterator[Finding]:
    """An input could not be read and is not part of the audit.

    What it does: reports files that cannot be opened, named files that are not text, records that are not valid JSON,
    and records without a text field.  It also reports a text that a stage could not examine because of a bug in
    provenance itself.  The rest of the input is audited, and the run is reported as incomplete (exit status 3).

    Why it matters: what was not read was not compared, so the lack of findings about it means nothing.

    What to do: fix or exclude the file.  For records, name the field that has the text with `--fields text=NAME`.
    Please report a bug, with what `-v` prints about it.
    """
    yield from of_notices(
        case, find, {"unreadable": "error", "broken record": "error", "no text": "error", "fault": "error"}
    )


UNREADABLE_INPUT = Rule(
    "IO001",
    "unreadable-input",
    "error",
    unreadable_input,
    samples=Samples(
        found={"day.jsonl": _FERRY + _BRIDGE.replace('"}', "")},
        silent={"day.jsonl": _FERRY + _BRIDGE},
    ),
)


def curtailed_input(case: Case, find: Find) -> Iterator[Finding]:
    """An input was not taken as it is: something was cut, skipped or renamed.

    What it does: reports inputs and lists of pairs that exceed a limit, ids that several records share (each record is
    then named by its file and line), members of archives whose names lead out of the archive or are not unique, and
    fields that occur more than once in a record with different values (the last one is used), and pages that a crawler
    cut.  Records of a web archive that say that they repeat another one are plain information.  Hidden files, binary
    files and files of unknown types in a folder are skipped and counted, and where documents are compared, a file with
    two names (a hard link) is named; these findings are plain information.

    Why it matters: a limit that nobody mentions looks like a clean result.

    What to do: raise the limit, give each record an id of its own and each field once, or name a skipped file on the
    command line.
    """
    yield from of_notices(
        case,
        find,
        {
            "over limit": "warning",
            "unsafe member": "warning",
            "ragged row": "warning",
            "repeated header": "warning",
            "duplicate id": "warning",
            "field twice": "warning",
            "cut record": "warning",
            "declared duplicate": "info",
            "passed over": "info",
        },
    )
    if len(case.evidence.pairs):
        copies, others = (side[case.copies.linked].tolist() for side in case.copies.bytes)
        for copy, other in zip(copies, others, strict=True):
            message = f"the same file as {find.name(other)} (hard link)"
            yield find(copy, message, find.stable_name(other), others=place(other), severity="info")


CURTAILED_INPUT = Rule(
    "IO002",
    "curtailed-input",
    "warning",
    curtailed_input,
    samples=Samples(
        found={"day.jsonl": _FERRY + _BRIDGE.replace('"2"', '"1"')},
        silent={"day.jsonl": _FERRY + _BRIDGE},
    ),
)

RULES = (UNREADABLE_INPUT, CURTAILED_INPUT)
