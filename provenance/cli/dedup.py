"""``provenance dedup``: plan what to drop, write the corpus that remains, bring everything back, verify it."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from provenance.cli.exits import FOUND, INCOMPLETE, OK
from provenance.cli.parser import Parser, add_settings
from provenance.cli.streams import complain
from provenance.errors import UnreadableFileError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace, _ArgumentGroup
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from provenance.baseline.decisions import Decision
    from provenance.model import Notice
    from provenance.plan.copying import Applied
    from provenance.plan.places import Places
    from provenance.plan.values import Plan
    from provenance.settings import Config

_ACTIONS = """\
actions:
  plan PATH...   compare the texts, and write what to do with each: keep, drop or trim; nothing else changes
  apply PLAN     write the corpus that remains: --to a new folder, --out a new file, or --in-place
  undo PATH...   bring back all that apply --in-place moved away
  verify PLAN    say whether all that is to be kept is there, and whether copies or lost words are left

rules of a plan, and what they drop:
  preserves  texts of which every word stands in a text that is kept, in runs: nothing is lost (the default)
  identical  texts with the same words, marks, signs and figures
  near       texts that are at least --threshold similar to one that is kept: no two such texts are left
  contained  texts of which --minimum stands in one that is kept

near and contained also drop texts that differ only in figures, such as weekly reports; --spare-templates keeps them."""
_OPTIONS = {
    "plan": {"rule", "minimum", "spare_templates", "trim", "plan_file", "no_cache", "decisions"},
    "apply": {"to", "out", "in_place", "with_texts"},
    "undo": set[str](),
    "verify": {"to", "out", "in_place"},
}
_RULES = ("preserves", "identical", "near", "contained")
_MINIMUM = 0.95


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("dedup", "Remove copies from a corpus by a plan that can be read and undone.", epilog=_ACTIONS)
    made.add_argument(
        "action", metavar="ACTION", choices=("plan", "apply", "undo", "verify"), help="plan, apply, undo or verify"
    )
    made.add_argument("paths", nargs="+", metavar="PATH", help="a file or folder; for apply and verify: the plan")
    add_settings(made, "dedup", {})
    group = made.add_argument_group("plan")
    group.add_argument("--rule", metavar="RULE", choices=_RULES, help="which texts to drop [default: preserves]")
    group.add_argument(
        "--minimum", metavar="SHARE", help=f"contained: share of a text's runs of five words [default: {_MINIMUM}]"
    )
    _switch(group, "--spare-templates", "near and contained: keep texts that differ from a kept one in figures only")
    group.add_argument(
        "--decisions", metavar="FILE", help="what was decided about pairs, as the page exports it: goes before the rule"
    )
    _switch(group, "--trim", "also cut out passages and pages that a text repeats")
    group.add_argument("-o", "--plan-file", metavar="FILE", help="file to write the plan to [default: standard output]")
    _switch(group, "--no-cache", "do not use or write the cache")
    group = made.add_argument_group("apply and verify")
    group.add_argument("--to", metavar="DIR", help="folder with the corpus that remains; apply makes it")
    group.add_argument("--out", metavar="FILE", help="file with the corpus that remains; apply makes it")
    _switch(group, "--in-place", "move what is dropped into .provenance-trash in the corpus, for undo to bring it back")
    _switch(group, "--with-texts", "apply: also write the dropped texts into dropped.jsonl")
    group = made.add_argument_group("output")
    group.add_argument("-q", "--quiet", action="store_true", help="print nothing but errors")
    group.add_argument("-v", "--verbose", action="store_true", help="print each input that was skipped")
    return made


def _switch(group: _ArgumentGroup, name: str, text: str) -> None:
    """Add an option without a value; None says that it was not given."""
    group.add_argument(name, action="store_true", default=None, help=text)


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    if options.action not in _RUN:
        raise UsageError(f"dedup {options.action}: unknown action; the actions are {', '.join(_RUN)}")
    for action, names in _OPTIONS.items():
        for name in sorted(names - _OPTIONS[options.action]):
            if getattr(options, name) is not None:
                raise _misplaced(name, options.action, action)
    if options.action != "plan":
        from provenance.cli.parser import overrides

        for key in overrides(options):
            if key != "follow-links":
                raise _misplaced(key, options.action, "plan")
    # Lines and documents live to the end of a run, and hardly any are in cycles.
    gc.disable()
    try:
        return _RUN[options.action](options)
    finally:
        gc.enable()


def _misplaced(name: str, action: str, other: str) -> UsageError:
    flag = name.replace("_", "-")
    return UsageError(f"--{flag}: dedup {action} has no such option; it is one of dedup {other}")


def _plan(options: Namespace) -> int:
    # Imported after the options are checked: a wrong option needs no numpy.
    from provenance.cli.configure import name_unknown_variables
    from provenance.cli.parser import overrides
    from provenance.pipeline.planning import Wanted, plan
    from provenance.plan.written import written
    from provenance.settings.loading import load

    if options.rule not in (None, *_RULES):
        from provenance.settings.layers import suggestion

        hint = suggestion(options.rule, _RULES)
        raise UsageError(f"--rule {options.rule}: unknown rule{hint or '; the rules are ' + ', '.join(_RULES)}")
    if "-" in options.paths:
        raise UsageError("-: a plan is about files; write standard input to a file first")
    goal = options.plan_file
    if goal is not None:
        _check_goal(goal, options.paths)
    config = load(None, overrides(options))
    name_unknown_variables(options)
    wanted = Wanted(
        options.rule or "preserves",
        _share(options.minimum),
        not options.spare_templates,
        bool(options.trim),
        os.path.dirname(goal or ""),
        tuple(_decisions(options.decisions)),
    )
    made, notices = _watched(options, config, wanted, plan)
    if goal is None:
        from provenance.cli.streams import results

        with results(utf8=True) as stream:
            stream.write(written(made).decode())
    else:
        _write_plan(goal, made)
    if not options.quiet and goal is not None:
        _show(made, goal)
    for notice in notices:
        if notice.kind == "stale entry":
            complain(notice.message)
    return _completeness(notices, options)


def _decisions(path: str | None) -> list[Decision]:
    if path is None:
        return []
    from provenance.baseline.decisions import read

    return read(path)


def _watched(
    options: Namespace,
    config: Config,
    wanted: object,
    plan: Callable[..., tuple[Plan, tuple[Notice, ...]]],
) -> tuple[Plan, tuple[Notice, ...]]:
    from provenance.cache import Cache
    from provenance.cli.progress import Progress

    cache = None if options.no_cache else Cache(options.paths, config)
    with Progress(sys.stderr, quiet=options.quiet) as progress:
        return plan(options.paths, config, wanted, watch=progress.tell if progress.shown else None, cache=cache)


def _check_goal(goal: str, paths: Sequence[str]) -> None:
    """Raise UsageError where a plan cannot be written, or would be read as a part of the corpus."""
    from provenance.reporters.folder import check_file

    if goal in ("", "-"):
        raise UsageError(f"-o: {goal!r} is not a file; name one, or leave the option out to print the plan")
    check_file(os.path.realpath(goal))
    real = os.path.realpath(goal)
    for path in map(os.path.realpath, paths):
        if real == path or real.startswith(os.path.join(path, "")):
            raise UsageError(f"{goal}: this is in the corpus, so the plan would be a part of it; name another place")


def _share(given: str | None) -> float:
    if given is None:
        return _MINIMUM
    try:
        share = float(given)
    except ValueError:
        share = -1.0
    if not 0 < share <= 1:
        raise UsageError(f"--minimum {given}: give a share above 0 and at most 1, such as 0.95")
    return share


def _write_plan(goal: str, made: Plan) -> None:
    from provenance.plan.written import written
    from provenance.reporters.folder import write_file

    def write(stream: TextIO) -> None:
        stream.write(written(made).decode())

    write_file(goal, write)


def _show(made: Plan, goal: str) -> None:
    from provenance.cli.streams import results
    from provenance.plan.shown import summary

    with results(utf8=False) as stream:
        stream.writelines(f"{line}\n" for line in summary(made, stream))
    complain(f"written: {goal}", prefix="")


def _completeness(notices: Sequence[Notice], options: Namespace) -> int:
    """Say which inputs could not be read, and return INCOMPLETE if there are any."""
    from provenance.cli.notices import name_notices

    return INCOMPLETE if name_notices(notices, every=options.verbose) else OK


def _apply(options: Namespace) -> int:
    from provenance.plan.check import checked
    from provenance.plan.copying import copy_into, copy_to, is_one_stream
    from provenance.plan.in_place import apply_in_place

    ways = [name for name in ("to", "out", "in_place") if getattr(options, name) is not None]
    if len(ways) != 1:
        raise UsageError("dedup apply: say where, by one of --to DIR, --out FILE and --in-place")
    places = _places(options)
    with_texts = bool(options.with_texts)
    if options.in_place:
        done = apply_in_place(places, with_texts=with_texts)
    else:
        write, target = (copy_to, options.to) if options.to is not None else (copy_into, options.out)
        streamed = is_one_stream(places, options.out)
        try:
            found = checked(places, texts=with_texts, streamed=streamed)
            done = write(places, found, target, with_texts=with_texts)
        except UnreadableFileError:
            # Of a file that has changed, what can still be said and done is found out before anything is copied.
            if not streamed:
                raise
            done = write(places, checked(places, texts=with_texts), target, with_texts=with_texts)
    return _said(done, places, options)


def _said(done: Applied, places: Places, options: Namespace) -> int:
    from provenance.reporters.display import count, one_line

    for trouble in done.troubles:
        complain(one_line(trouble))
    if not options.quiet:
        left_out = f"{count(done.dropped, 'document')} left out"
        trimmed = f", {done.trimmed:,} trimmed" if done.trimmed else ""
        planned = sum(line.action == "drop" for line in places.plan.lines)
        of = f" of the {planned:,} that the plan names" if planned != done.dropped else ""
        complain(f"{left_out}{of}{trimmed}; the record is in {done.record}", prefix="")
    return INCOMPLETE if done.troubles else OK


def _undo(options: Namespace) -> int:
    from provenance.plan.in_place import undo
    from provenance.reporters.display import count, one_line

    files, troubles = undo(options.paths)
    for trouble in troubles:
        complain(one_line(trouble))
    if not options.quiet:
        complain(f"{count(files, 'file')} brought back", prefix="")
    return INCOMPLETE if troubles else OK


def _verify(options: Namespace) -> int:
    from provenance.baseline.decisions import Decision
    from provenance.pipeline.planning import Wanted, plan
    from provenance.plan.in_place import moved_by
    from provenance.plan.verifying import verify
    from provenance.reporters.display import count, one_line

    ways = [name for name in ("to", "out", "in_place") if getattr(options, name) is not None]
    if len(ways) > 1:
        raise UsageError("dedup verify: name one of --to DIR, --out FILE and --in-place (the default)")
    places = _places(options)
    outcome = [options.to or options.out] if ways and not options.in_place else list(map(os.fsdecode, places.roots))
    if not all(map(os.path.exists, outcome)):
        raise UsageError(f"{outcome[0]}: there is no such file or folder; name what apply has written")
    found = verify(places, outcome, moved_by(places) if options.in_place or not ways else {})
    settings = places.plan.head.settings
    decisions = tuple(Decision(one.ids, one.digests, one.kind, "", "the plan", one.keep) for one in settings.decisions)
    wanted = Wanted(settings.rule, settings.minimum, settings.templates, decisions=decisions)
    again, _ = plan(outcome, _config_of(places.plan), wanted)
    left = sum(line.action == "drop" for line in again.lines)
    for sentence in found.wrong[:20]:
        complain(one_line(sentence))
    if len(found.wrong) > 20:
        complain(f"{len(found.wrong) - 20:,} more")
    if left:
        complain(f"{count(left, 'document')} of the outcome can still be dropped by the plan's rule")
    if not options.quiet:
        complain(
            f"{count(found.compared, 'dropped document')} compared with what is kept: "
            f"{count(found.lost, 'word')} lost; {count(left, 'copy', 'copies')} left",
            prefix="",
        )
    return FOUND if left or found.wrong else OK


def _config_of(plan: Plan) -> Config:
    """Return the settings by which a plan was made."""
    import attrs

    from provenance.plan.check import reading_of
    from provenance.settings import Config

    settings = plan.head.settings
    grouping = attrs.evolve(
        Config().grouping, threshold=settings.threshold, noisy=settings.noisy, keep=tuple(settings.keep)
    )
    return Config(reading=attrs.evolve(reading_of(settings), include=(), exclude=()), grouping=grouping)


def _places(options: Namespace) -> Places:
    from provenance.plan.places import Places
    from provenance.plan.written import read

    if len(options.paths) != 1:
        raise UsageError(f"dedup {options.action}: give one plan")
    (path,) = options.paths
    return Places(read(path), os.path.dirname(path), follow_links=bool(options.follow_links))


_RUN = {"plan": _plan, "apply": _apply, "undo": _undo, "verify": _verify}
