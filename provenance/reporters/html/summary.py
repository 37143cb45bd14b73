"""From a report to sentences about it: the verdict in words, what it is about, and how it was made."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from provenance.documents import Ids, digests
from provenance.model.passages import Passages
from provenance.reporters.display import count, percent
from provenance.reporters.html.markup import shown
from provenance.reporters.html.story import day
from provenance.version import __version__

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


def facts(report: Report, config: Config) -> Iterator[str]:
    """Yield what the report is about and how it was made, as items of a list in markup."""
    evidence = report.evidence
    if report.corpus:
        named = ", ".join("standard input" if name == "-" else name for name in report.corpus)
        yield f"<b>{shown(named, 200)}</b>"
    documents = count(len(evidence.documents), "document")
    yield f'<a href="#/documents">{documents}</a> with {count(int(evidence.words.sum()), "word")}'
    days = _days(evidence)
    if days:
        yield f'dated <a href="#/timeline">{" to ".join(days)}</a>'
    if evidence.groups:
        share, how = copied_words(evidence)
        yield f'<a href="#/groups">{count(len(evidence.groups), "group")}</a>{_independent(evidence)}'
        yield f"{percent(share)} of words are copies ({how})"
    if report.corpus:
        yield f"<code>{shown(command(report, config), 300)}</code>"
    yield f"provenance {__version__}{_made()}"


def _days(evidence: Evidence) -> list[str]:
    """Return the first and the last day of the texts whose dates agree, or where none do of all: one, if equal."""
    sure = [one.published for one in evidence.attributions if one.published_standing == "agree"]
    some = {day(published) for published in sure or [one.published for one in evidence.attributions]} - {""}
    return sorted({min(some), max(some)}) if some else []


def command(report: Report, config: Config) -> str:
    """Return the command that makes this report where the corpus lies: the settings that shape it, but no folders."""
    from provenance.settings.derived import settings
    from provenance.settings.written import recorded

    said = ["provenance", "audit", *map(_word, report.corpus)]
    for key, value in recorded(config).items():
        one = settings()[key]
        if one.flag is not None and one.of(config) != one.default:
            said += _option(key, value)
    return " ".join(said)


def _option(key: str, value: object) -> list[str]:
    if value is True:
        return [f"--{key}"]
    if isinstance(value, dict):
        value = ",".join(f"{ours}={theirs}" for ours, theirs in value.items())
    return [f"--{key}", _word(",".join(map(str, value)) if isinstance(value, list) else str(value))]


def _word(text: str) -> str:
    from shlex import quote

    return quote(text)


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


def rows(pairs: list[tuple[str, str]]) -> str:
    """Return names and values as the items of a description list."""
    return "\n".join(f"<dt>{shown(name)}</dt><dd>{shown(value)}</dd>" for name, value in pairs)


def _independent(evidence: Evidence) -> str:
    known = [group.independent_sources for group in evidence.groups if group.independent_sources is not None]
    return f" from {count(sum(known), 'independent source')}" if known else ""


def _made() -> str:
    day_made = made()
    return f", {day_made}" if day_made else ""
