"""IO, and ENC001: what the readers met and could not take as it stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Find


def unreadable_input(case: Case, find: Find) -> Iterator[Finding]:
    """An input could not be read, so nothing of it is part of the audit.

    Held against it: a file that cannot be opened or is not text although it was named, a record that is not valid JSON,
    a record without a text field.  The rest of the input is audited all the same, and the run counts as incomplete.

    Why it hurts: what was not read was not compared; silence about it says nothing.

    What to do: mend or exclude the file; for records, name the field that holds the text with `--fields text=NAME`.
    """
    for notice in case.evidence.notices:
        if notice.kind in {"unreadable", "broken record", "no text"}:
            yield find.of_notice(notice)


def curtailed_input(case: Case, find: Find) -> Iterator[Finding]:
    """An input was taken otherwise than it was given: cut, passed over, or under another name.

    Held against it: an input or a list of pairs over a limit, an id that several records share (each is then named by
    its file and line), or a field that stands more than once in a record with values that differ (the last is taken),
    all warnings; and, as plain information, hidden files, binary files and files of unknown kinds inside a folder,
    passed over and counted.

    Why it hurts: a limit nobody was told of looks like a clean result.

    What to do: raise the limit, give records ids of their own and each field once, or name a file that was passed over
    on the command line.
    """
    for notice in case.evidence.notices:
        if notice.kind in {"over limit", "duplicate id", "field twice"}:
            yield find.of_notice(notice)
        elif notice.kind == "passed over":
            yield find.of_notice(notice, severity="info")


def undecodable(case: Case, find: Find) -> Iterator[Finding]:
    """The bytes of an input are not text in the encoding they should be in.

    Held against it: bytes that no encoding fits (an error; nothing of the input is part of the audit), or bytes that
    are not UTF-8 and were decoded by a guess from their statistics.  A file may be UTF-8 in some lines and in another
    encoding in the others: then each is read in its own, and these lines are named.  A guess is a warning only: the
    words are nearly always right, and the audit is whole, but single letters may be wrong.

    Why it hurts: a wrong guess gives other letters, so a copy is missed and a name is misspelt.

    What to do: convert the file to UTF-8, or say what it is with `--encoding`.
    """
    for notice in case.evidence.notices:
        if notice.kind == "not decodable":
            yield find.of_notice(notice)
        elif notice.kind == "decoded by guess":
            yield find.of_notice(notice, severity="warning")
