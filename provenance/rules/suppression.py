"""SUP: acceptances that accept nothing any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Finding
    from provenance.rules.case import Case
    from provenance.rules.find import Find


def unused_suppression(case: Case, find: Find) -> Iterator[Finding]:
    """A setting that accepts or passes over findings met none.

    Held against it: an `[[accept]]` or a line of `per-file-ignores` in the configuration file that fitted no finding of
    this run though its texts were part of it, or are gone from folders that the run held whole.  It never fails a
    check, unless with `--ratchet`.

    Why it hurts: it looks as if something were known and accepted, and will hide whatever comes to fit it later.

    What to do: delete it.
    """
    for notice in case.evidence.notices:
        if notice.kind == "unused suppression":
            yield find.of_notice(notice)


def stale_entry(case: Case, find: Find) -> Iterator[Finding]:
    """An entry of the baseline accepts something that is no longer found.

    Held against it: a line of the baseline whose documents were part of this run, and that fits none of its findings:
    a copy was deleted, or a text was mended; or there is no rule of that code.  It never fails a check, unless with
    `--ratchet`.

    Why it hurts: should the same come back, it would pass without a word.

    What to do: `provenance baseline prune` takes such entries out.
    """
    for notice in case.evidence.notices:
        if notice.kind == "stale entry":
            yield find.of_notice(notice)
