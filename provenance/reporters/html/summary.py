"""From a report to the top of its page: the verdict in words, the key numbers, and what made the report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import Ids, digests
from provenance.model.passages import Passages
from provenance.reporters.display import count, percent
from provenance.reporters.html.markup import escape, shown
from provenance.reporters.overview.rows import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model import Evidence, Report
    from provenance.settings import Config


def verdict(evidence: Evidence) -> str:
    """Return the result of the audit in a sentence or two, without markup."""
    missed = sum(notice.count for notice in evidence.notices if notice.misses and notice.kind != "fault")
    also = f" {count(missed, 'input')} {'was' if missed == 1 else 'were'} not analysed." if missed else ""
    faults = sum(notice.kind == "fault" for notice in evidence.notices)
    left = f" {count(faults, 'bug')} of provenance itself left gaps in this audit." if faults else ""
    return _found(evidence) + also + left


def _found(evidence: Evidence) -> str:
    total = len(evidence.documents)
    if not evidence.words.any():
        return f"Nothing could be compared: {count(total, 'document')} without words."
    copies = sum(len(group.members) - 1 for group in evidence.groups)
    repeated = sum(1 for repeats in evidence.repeats if repeats.share)
    sharing = _sharing(evidence)
    said = []
    if copies:
        said.append(
            f"{copies:,} of {count(total, 'document')} {'is a copy' if copies == 1 else 'are copies'} of another"
        )
    if repeated:
        who = f"{repeated:,}" if said else f"{repeated:,} of {count(total, 'document')}"
        said.append(f"{who} {'repeats its' if repeated == 1 else 'repeat their'} own text")
        if not copies:
            said.append("no other copies were found")
    if not said:
        said.append(f"No copies were found in {count(total, 'document')}")
        if sharing:
            said.append(f"{sharing:,} share passages")
    elif sharing:
        said.append(f"{sharing:,} {'other shares' if sharing == 1 else 'others share'} passages")
    return "; ".join(said) + "."


def _sharing(evidence: Evidence) -> int:
    """Return how many documents that are in no group share a passage that is neither stock nor boilerplate."""
    grouped = {member for group in evidence.groups for member in group.members}
    passages = Passages.of(evidence.passages)
    shared = np.repeat(~passages.form & passages.shared, passages.sizes)
    return len(set(passages.carriers["document"][shared].tolist()) - grouped)


def numbers(report: Report) -> Iterator[tuple[str, str, str, str]]:
    """Yield key numbers: a number, what it counts, a note, and the view that lists it ("" for none)."""
    evidence = report.evidence
    copies = sum(len(group.members) - 1 for group in evidence.groups)
    documents, groups = len(evidence.documents), len(evidence.groups)
    words = count(int(evidence.words.sum()), "word")
    yield f"{documents:,}", "document" if documents == 1 else "documents", words, "documents"
    yield f"{groups:,}", "group" if groups == 1 else "groups", count(len(evidence.pairs), "pair"), "groups"
    yield f"{copies:,}", "copy" if copies == 1 else "copies", "documents not to keep", "groups"
    share, how = copied_words(evidence)
    yield percent(share), "of words are copies", how, "passages"
    yield _independent(evidence)
    missed = left_out(evidence)
    why = ", ".join(f"{number:,} {kind}" for kind, number in missed.items())
    yield f"{sum(missed.values()):,}", "not analysed", why or "everything was read", "missed"


def copied_words(evidence: Evidence) -> tuple[float, str]:
    """Return the share of all words that are copies, and how that was counted."""
    words = evidence.words
    total = int(words.sum())
    if not total:
        return 0.0, "there are no words"
    if evidence.ledgers:
        shares = [ledger.shared_earlier + ledger.repeated for ledger in evidence.ledgers]
        return float((words * shares).sum()) / total, "shared earlier or repeated"
    spare = {member for group in evidence.groups for member in group.members if member != group.keep}
    copied = float(sum(int(words[member]) for member in sorted(spare)))
    for position, repeats in enumerate(evidence.repeats):
        if position not in spare:
            copied += repeats.share * int(words[position])
    return copied / total, "in copies and repeats"


def digest(evidence: Evidence) -> str:
    """Return the SHA-256 of the lines "digest  id" of all documents in order, "" where no digest was asked for."""
    from hashlib import sha256

    whole, asked = sha256(), False
    for digest, name in zip(digests(evidence.documents), Ids(evidence.documents), strict=True):
        asked = asked or bool(digest)
        whole.update(f"{digest}  {name}\n".encode("utf-8", "surrogatepass"))
    return whole.hexdigest() if asked else ""


def settings(config: Config) -> list[tuple[str, str]]:
    """Return the settings of the report as labels and values."""
    fields = ", ".join(f"{ours} from {theirs}" for ours, theirs in config.reading.fields.items())
    return [
        ("similarity threshold", f"{config.grouping.threshold:g}"),
        ("kept of each group", ", ".join(config.grouping.keep)),
        ("shortest passage, in words", str(config.aligning.min_words)),
        ("rules selected", ", ".join(config.judging.select) or "all that are on by default"),
        ("rules ignored", ", ".join(config.judging.ignore) or "none"),
        ("dates in the future are after", config.attributing.as_of or "each document's crawl or container date"),
        ("encoding", config.reading.encoding or "detected for each file"),
        ("fields of records", fields or "found from the first records of each file"),
    ]


def made() -> str:
    """Return the day in SOURCE_DATE_EPOCH, "" if it is not set.  The clock is never read."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdecimal():
        return ""
    from time import gmtime, strftime

    try:
        return strftime("%Y-%m-%d", gmtime(int(epoch)))
    except (OverflowError, OSError, ValueError):
        return ""


def tiles(report: Report) -> str:
    """Return the key numbers as the items of a description list."""
    return "\n".join(
        f'<div><dt><a href="#/{view}">{escape(label)}</a></dt><dd>{escape(number)}</dd>'
        f'<dd class="note">{escape(note)}</dd></div>'
        for number, label, note, view in numbers(report)
    )


def rows(pairs: list[tuple[str, str]]) -> str:
    """Return names and values as the items of a description list."""
    return "\n".join(f"<dt>{shown(name)}</dt><dd>{shown(value)}</dd>" for name, value in pairs)


def _of(known: int, total: int) -> str:
    return "" if known == total else f" of {total:,}; the others name none"


def _independent(evidence: Evidence) -> tuple[str, str, str, str]:
    known = [group.independent_sources for group in evidence.groups if group.independent_sources is not None]
    if not known:
        unknown = "no group names one" if evidence.taken else "not computed"
        return "–", "independent sources", unknown if evidence.groups else "there are no groups", "groups"
    noun = "independent source" if sum(known) == 1 else "independent sources"
    behind = count(len(known), "group")
    return f"{sum(known):,}", noun, f"behind {behind}{_of(len(known), len(evidence.groups))}", "groups"
