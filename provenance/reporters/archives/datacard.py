"""From a report to a section of a dataset card: what the corpus holds, how much of it is copies, where it is from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from provenance.documents import sizes
from provenance.model import DIRECTIONS
from provenance.reporters.archives.rights import found as rights_found
from provenance.reporters.archives.rights import unique_words
from provenance.reporters.display import count, escaped, percent, piped
from provenance.settings.written import recorded
from provenance.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from provenance.model import Report
    from provenance.reporters.places import Places
    from provenance.settings import Config

_SOURCES = 20


def write(report: Report, stream: TextIO, config: Config, _: Places) -> None:
    """Write the section to *stream*."""
    for part in (_size(report), _copies(report), _sources(report), _dates(report), _method(config)):
        stream.writelines(f"{line}\n" for line in part)


def _size(report: Report) -> Iterator[str]:
    evidence = report.evidence
    words, unique = int(evidence.words.sum()), sum(unique_words(report).values())
    yield "<!-- made by provenance: audit -o datacard=FILE -->"
    yield "## Duplicates and provenance\n"
    yield piped(
        ("", "documents", "bytes", "words"),
        [
            ("all", f"{len(evidence.documents):,}", f"{int(sizes(evidence.documents).sum()):,}", f"{words:,}"),
            ("without copies", *_without_copies(report, unique)),
        ],
    )


def _without_copies(report: Report, unique: int) -> tuple[str, str, str]:
    evidence = report.evidence
    dropped = {member for group in evidence.groups for member in group.members if member != group.keep}
    left = [size for at, size in enumerate(sizes(evidence.documents).tolist()) if at not in dropped]
    return f"{len(left):,}", f"{sum(left):,}", f"{unique:,}"


def _copies(report: Report) -> Iterator[str]:
    groups = report.evidence.groups
    documents = sum(len(group.members) for group in groups)
    yield f"\n### Copies\n\n{count(len(groups), 'group')} of similar texts hold {count(documents, 'document')}."
    sizes_ = Counter(len(group.members) for group in groups)
    if sizes_:
        yield ""
        yield piped(
            ("texts in a group", "groups"), [(f"{size:,}", f"{number:,}") for size, number in sorted(sizes_.items())]
        )
    directions = Counter(DIRECTIONS[one] for one in report.evidence.pairs.direction.tolist())
    decided = directions["left"] + directions["right"]
    yield f"\nWho copied whom is decided for {count(decided, 'pair')}, and undecided for {directions['undecided']:,}."


def _sources(report: Report) -> Iterator[str]:
    if not report.evidence.attributions:
        return
    documents = Counter(one.source or "unknown" for one in report.evidence.attributions)
    ordered = sorted(documents.items(), key=lambda item: (-item[1], item[0]))
    yield "\n### Sources\n"
    total = len(report.evidence.documents)
    rows = [(escaped(name), f"{number:,}", percent(number / total)) for name, number in ordered[:_SOURCES]]
    yield piped(("source", "documents", "share"), rows)
    if len(ordered) > _SOURCES:
        yield f"\nand {len(ordered) - _SOURCES:,} more"
    notices = {one.document for one in rights_found(report)}
    yield f"\nNotices of rights are in {count(len(notices), 'document')}."


def _dates(report: Report) -> Iterator[str]:
    published = sorted(one.published for one in report.evidence.attributions if one.published)
    if published:
        yield f"\n### Dates\n\nPublished from {published[0]} to {published[-1]} (EDTF); "
        yield f"{count(len(report.evidence.documents) - len(published), 'document')} without a date."


def _method(config: Config) -> Iterator[str]:
    settings = recorded(config)
    keep = settings["keep"]
    policy = ", ".join(map(str, keep)) if isinstance(keep, list | tuple) else str(keep)
    yield "\n### Method\n"
    yield (
        f"Audited with provenance {__version__}: two texts are similar if the exact Jaccard similarity of their runs "
        f"of five words is at least {settings['threshold']}; of each group, the text to keep is chosen by "
        f"`{escaped(policy)}`."
    )
