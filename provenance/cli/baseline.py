"""``provenance baseline``: the file of accepted findings."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from provenance.cli.exits import OK
from provenance.cli.parser import Parser, add_paths, add_settings
from provenance.cli.streams import complain
from provenance.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Sequence
    from typing import TextIO

    from provenance.baseline import Edge, Entry, Judgement
    from provenance.model import Report
    from provenance.settings import Config

_ACTIONS = """\
actions:
  create  accept all findings that fail a check now, in a new baseline
  update  accept the new findings too, follow renamed files, and remove stale entries;
          with --decisions, apply only these decisions
  prune   remove stale entries, and accept nothing
  audit   show each entry with its passages, and ask whether to keep it: y, n, or q to keep all that are left

A baseline is a file of JSON lines for you to check in.  To let git merge two branches that both change it, run:
    echo '.provenance-baseline.jsonl merge=union' >> .gitattributes"""


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("baseline", "Create and maintain the file of accepted findings.", epilog=_ACTIONS)
    made.add_argument(
        "action",
        metavar="ACTION",
        choices=("create", "update", "prune", "audit"),
        help="create, update, prune or audit",
    )
    add_paths(made)
    groups = add_settings(made, "baseline", {}, fail_level="accept findings of LEVEL and above [default: warning]")
    group = groups["accepted findings"]
    group.add_argument("--why", metavar="TEXT", default="", help="reason for accepting the new findings")
    group.add_argument(
        "--by-rule",
        metavar="CODES",
        default="",
        help="create, update: accept everything that these rules find in files matching --glob, in one entry each",
    )
    group.add_argument("--glob", metavar="PATTERN", default="", help="with --by-rule: the files [default: all]")
    group.add_argument("--decisions", metavar="FILE", help="update: decisions about pairs, exported by the HTML report")
    group = groups["output"]
    group.add_argument("-q", "--quiet", action="store_true", help="print nothing on success")
    group.add_argument("-v", "--verbose", action="store_true", help="print each input that was skipped")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    if options.action not in _RUN:
        raise UsageError(f"baseline {options.action}: unknown action; the actions are {', '.join(_RUN)}")
    _check_globs(options)
    if options.decisions is not None:
        if options.action != "update":
            raise UsageError("--decisions works only with update: provenance baseline update PATH --decisions FILE")
        from provenance.baseline.decisions import read

        options.decisions = read(options.decisions)
    # Imported after the options are checked: a wrong option needs no numpy.
    from provenance.cli.analysis import analysed, completeness, unread
    from provenance.cli.configure import configured
    from provenance.cli.gate import baseline_path
    from provenance.cli.notices import name_missed

    # Decisions identify documents by their digests too.
    deciding = options.decisions is not None
    config = configured(options, format="concise", write="documents" if deciding else "findings")
    path = baseline_path(config)
    there = os.path.exists(path)
    if there and options.action == "create":
        raise UsageError(f"{path}: this baseline exists already; to add to it, run: provenance baseline update")
    if not (there or deciding or options.action == "create"):
        raise UsageError(f"{path}: this baseline does not exist; to create it, run: provenance baseline create")
    if options.action != "audit":
        from provenance.reporters.folder import check_file

        check_file(os.path.realpath(path))
    report = analysed(options, config)
    incomplete = completeness(report)
    name_missed(report, options)
    # "audit" asks about each entry, and in a run without documents every entry would look stale.
    if incomplete and (options.action != "audit" or unread(report)):
        complain("an input could not be read, so the baseline is unchanged; fix or exclude that input first")
        return incomplete
    said = (_decide if deciding else _RUN[options.action])(report, config, options, path)
    if not options.quiet:
        complain(f"{path}: {said}", prefix="")
    return OK


def _create(report: Report, config: Config, options: Namespace, path: str) -> str:
    from provenance.baseline import accepting, judge, save

    judgement = judge(report.findings, report.evidence, (), config.extent.root)
    entries = accepting(judgement, _reasons(judgement, report, config, options), globs=_globs(options))
    save(path, entries)
    return _accepts(entries)


def _check_globs(options: Namespace) -> None:
    """Raise UsageError for --by-rule and --glob that can accept nothing."""
    from provenance.rules import RULES
    from provenance.wildmatch import complaint

    if options.by_rule and options.action not in {"create", "update"}:
        raise UsageError("--by-rule works only with create and update")
    if options.glob and not options.by_rule:
        raise UsageError("--glob works only with --by-rule CODES")
    for code in _globs(options):
        if code not in RULES:
            raise UsageError(f"--by-rule {code}: there is no such rule; 'provenance rules' lists them")
    if options.glob and (wrong := complaint(options.glob, alone=True)):
        raise UsageError(f"--glob {options.glob}: it matches no path: {wrong}")


def _globs(options: Namespace) -> dict[str, str]:
    """Return the pattern of the files in which everything is accepted that a rule finds, by the rule's code."""
    return dict.fromkeys(filter(None, options.by_rule.replace(" ", "").split(",")), options.glob or "**")


def _update(report: Report, config: Config, options: Namespace, path: str) -> str:
    from provenance.baseline import accepting, save
    from provenance.cli.gate import judged
    from provenance.reporters.display import count

    judgement = judged(report, config, path)
    kept = _kept(judgement, config, options)
    reasons = _reasons(judgement, report, config, options)
    entries = [*accepting(judgement, reasons, globs=_globs(options)), *kept]
    gone = len(judgement.stale) - len(kept)
    save(path, entries)
    new = sum(finding.fingerprint in reasons for finding in judgement.new)
    return f"{_accepts(entries)}: {new:,} of them new; removed {count(gone, 'stale entry', 'stale entries')}"


def _decide(report: Report, config: Config, options: Namespace, path: str) -> str:
    """Accept and withdraw what the decisions say and nothing else; create the baseline if there is none."""
    from provenance.baseline import judge, save
    from provenance.baseline.decisions import deciding
    from provenance.cli.gate import judged
    from provenance.reporters.display import count

    judgement = (
        judged(report, config, path)
        if os.path.exists(path)
        else judge(report.findings, report.evidence, (), config.extent.root)
    )
    made = deciding(judgement, report.evidence, options.decisions, options.why)
    for sentence in made.passed:
        complain(sentence)
    entries = [*made.entries, *_kept(judgement, config, options)]
    save(path, entries)
    return (
        f"{_accepts(entries)}: {made.accepted:,} of them new; withdrew {made.withdrawn:,}; "
        f"skipped {len(made.passed):,} of {count(len(options.decisions), 'decision')}"
    )


def _prune(report: Report, config: Config, options: Namespace, path: str) -> str:
    from provenance.baseline import save
    from provenance.cli.gate import judged
    from provenance.reporters.display import count

    judgement = judged(report, config, path)
    kept = _kept(judgement, config, options)
    entries = {entry.key: entry for entry in (*(entry for entry, _ in judgement.matches), *judgement.alive, *kept)}
    number = save(path, entries.values())
    gone = count(len(judgement.stale) - len(kept), "stale entry", "stale entries")
    return f"removed {gone}, kept {number:,}"


def _audit(report: Report, config: Config, options: Namespace, path: str) -> str:
    from provenance.baseline import save
    from provenance.cli.gate import judged
    from provenance.cli.streams import results
    from provenance.reporters.display import count

    judgement = judged(report, config, path)
    edges: dict[Entry, list[Edge]] = {}
    for entry, edge in judgement.matches:
        edges.setdefault(entry, []).append(edge)
    entries = [*edges, *judgement.alive, *judgement.stale]
    left: list[Entry] = []
    with results(utf8=False) as stream:
        asking = True
        for number, entry in enumerate(entries, 1):
            if asking:
                stream.writelines(f"{line}\n" for line in _shown(entry, edges.get(entry, []), report, config, stream))
                answer = _answer(stream, f"{number} of {len(entries)}: keep it? [y/n/q] ")
                asking = answer != "q"
            if not asking or answer == "y":
                left.append(entry)
    if len(left) < len(entries):
        save(path, left)
    return f"kept {len(left):,} of {count(len(entries), 'entry', 'entries')}"


_RUN: dict[str, Callable[[Report, Config, Namespace, str], str]] = {
    "create": _create,
    "update": _update,
    "prune": _prune,
    "audit": _audit,
}


def _accepts(entries: Sequence[Entry]) -> str:
    """Return how many findings *entries* accept; equal entries count once."""
    from provenance.reporters.display import count

    return f"accepts {count(sum(entry.count for entry in set(entries)), 'finding')}"


def _reasons(judgement: Judgement, report: Report, config: Config, options: Namespace) -> dict[str, str]:
    """Return the given reason for each finding that would fail a check and is not accepted, by fingerprint."""
    fatal = config.judging.fatal
    held = {edge.finding.fingerprint for _, edge in judgement.matches}
    return {
        finding.fingerprint: options.why
        for finding in report.findings
        if finding.severity in fatal and finding.fingerprint not in held
    }


def _kept(judgement: Judgement, config: Config, options: Namespace) -> list[Entry]:
    """Return the unmatched entries whose documents were not part of this run."""
    from provenance.cli.gate import in_question

    gone = set(in_question(judgement.stale, config, options))
    return [entry for entry in judgement.stale if entry not in gone]


def _shown(entry: Entry, edges: Sequence[Edge], report: Report, config: Config, stream: TextIO) -> Iterator[str]:
    """Yield what an entry accepts: its documents, its reason, and the findings that match it now."""
    from provenance.reporters.display import one_line
    from provenance.rules import RULES

    known = entry.code in RULES
    yield ""
    yield one_line(f"{entry.code}{f' {report.rule(entry.code)[0]}' if known else ''}: {entry.where}")
    if entry.why:
        yield f"why: {one_line(entry.why)}"
    if not edges:
        yield "no finding matches it now" if known else "SUP002: it accepts nothing, because there is no such rule"
    for edge in edges:
        yield one_line(edge.finding.message)
        if len(edge.documents) == 2:
            yield from _passages(edge, report, config, stream)


def _passages(edge: Edge, report: Report, config: Config, stream: TextIO) -> Iterator[str]:
    from provenance.alignment import align
    from provenance.cli.compare import as_text

    left, right = ((report.evidence.documents[at], report.evidence.text(at)) for at in edge.documents)
    yield from as_text((left, right), align(left[1], right[1], config.aligning), stream, config)


def _answer(stream: TextIO, question: str) -> str:
    """Return the answer on the next line of standard input: y, n or q; q at its end."""
    while True:
        stream.write(question)
        stream.flush()
        line = sys.stdin.readline() if sys.stdin is not None else ""
        word = line.strip().lower()[:1] if line else "q"
        if word in {"y", "n", "q"}:
            stream.write("\n" if not line else "")
            return word
