"""The campaign: every writing command is killed, and refused, at calls that change files, and what is left is judged.

    python tests/torture/campaign.py [--kills N] [--errors N] [--seed S] [--only NAME]

Exits with 1 if anything was lost, mixed or left behind, and prints each such case with the command that repeats it.
"""

from __future__ import annotations

import argparse
import errno
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

from commands import COMMANDS, Command
from faults import Ended, Shim, built, contents, fresh

if TYPE_CHECKING:
    from collections.abc import Iterator

ERRORS = tuple(map(str, (errno.ENOSPC, errno.EIO, errno.EACCES)))
# What a caller must get over: POSIX lets these calls be interrupted, and writes be short.
WRITES = {"write", "pwrite", "pwrite64", "writev", "sendfile", "copy_file_range"}
HARMLESS = {str(errno.EINTR): WRITES | {"open", "fsync", "fdatasync", "ftruncate", "ftruncate64"}, "short": WRITES}


class Trial:
    """One command in its folder: what is there before, and what a run to which nothing happens leaves."""

    def __init__(self, name: str, command: Command, shim: Shim, folder: Path) -> None:
        self.name, self.command, self._shim = name, command, shim
        self._template, self.root = folder / "template", folder / "root"
        command.prepare(self._template)
        self.before = contents(self._template)
        log = folder / "log"
        fresh(self._template, self.root)
        whole = shim.run(list(command.arguments), self.root, log=log)
        self.names = [line.split(" ")[1] for line in log.read_text(errors="replace").splitlines()]
        self.after = contents(self.root)
        assert whole.status in command.statuses, (name, whole)
        assert 0 < whole.calls == len(self.names), name

    def run(self, at: int = 0, how: str = "kill") -> Ended:
        """Run the command in a fresh copy of its folder."""
        fresh(self._template, self.root)
        return self._shim.run(list(self.command.arguments), self.root, at, how)

    def again(self) -> Ended:
        """Run what makes good what the command has left."""
        there = self.command.again and (self.root / self.command.together[0]).exists()
        return self._shim.run(list(self.command.again if there else self.command.arguments), self.root)

    def mixed(self) -> Iterator[str]:
        """Yield what is wrong with the files in their places: not whole, or of two runs."""
        now = contents(self.root)
        if self.command.moves:
            yield from self._lost(now)
            return
        runs = set()
        for name in {*self.before, *self.after}:
            text = now.get(name)
            if text is None:
                if name in self.before and not name.startswith(self.command.together):
                    yield f"{name} is gone"
            elif text not in (self.before.get(name), self.after.get(name)):
                yield f"{name} is neither the old nor the new one"
            elif self.before.get(name) != self.after.get(name) and name.startswith(self.command.together):
                runs.add(text == self.after.get(name))
        if len(runs) > 1:
            yield "files of two runs stand side by side"

    def _lost(self, now: dict[str, bytes]) -> Iterator[str]:
        """Yield the files that are nowhere any more, of those that are there before and after; *now* is what is."""
        there, stay = set(now.values()), set(self.after.values())
        for name, text in self.before.items():
            if text in stay and text not in there:
                yield f"the bytes of {name} are lost"

    def left(self) -> Iterator[str]:
        """Yield what lies beside the files of the command."""
        for name in contents(self.root):
            if name not in self.before and name not in self.after:
                yield f"{name} was left behind"


def kills(trial: Trial, at: int, how: str) -> Iterator[str]:
    """Kill the command at one call, judge, let it run again, and judge again."""
    ended = trial.run(at, how)
    if ended.status != -9:
        yield f"ended with {ended.status}, not by the kill"
    yield from trial.mixed()
    if trial.command.once and contents(trial.root) == trial.after:
        return
    again = trial.again()
    if trial.command.once and contents(trial.root) == trial.after:
        return
    if again.status not in trial.command.statuses:
        yield f"the next run ended with {again.status}: {again.said}"
    yield from trial.left()
    if contents(trial.root) != trial.after:
        yield "the next run did not make it good"


def errors(trial: Trial, at: int, how: str) -> Iterator[str]:
    """Refuse one call, and judge what the command says and leaves."""
    ended = trial.run(at, how)
    if "Traceback" in ended.said or "this is a bug" in ended.said:
        yield f"it said: {ended.said[-300:]}"
    if ended.status not in (*trial.command.statuses, 2, 3):
        yield f"ended with {ended.status}"
    if how in HARMLESS and (ended.status not in trial.command.statuses or contents(trial.root) != trial.after):
        yield f"a call that could be made again was not: {ended.status} {ended.said[-200:]}"
    yield from trial.mixed()
    if trial.command.moves:
        if contents(trial.root) not in (trial.before, trial.after):
            again = trial.again()
            if contents(trial.root) != trial.after:
                yield f"the next run did not make it good: {again.status} {again.said[-200:]}"
        return
    # What may not be removed is left, for the next run that writes there.
    if trial.names[at - 1] not in {"unlink", "unlinkat", "rmdir"}:
        yield from trial.left()


def main() -> int:
    """Run the campaign and return 1 if it found anything."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=100, help="kills in all [default: 100]")
    parser.add_argument("--errors", type=int, default=100, help="refused calls in all [default: 100]")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="a command, or the beginning of its name")
    parser.add_argument("--at", type=int, help="with --only: this call")
    parser.add_argument("--how", help="with --at: kill, torn, short, or the number of an error")
    options = parser.parse_args()
    dice = random.Random(options.seed)
    chosen = {name: command for name, command in COMMANDS.items() if name.startswith(options.only or "")}
    found, counts = 0, Counter[str]()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shim = Shim(built(folder), folder)
        for number, (name, command) in enumerate(chosen.items()):
            (folder / str(number)).mkdir()
            trial = Trial(name, command, shim, folder / str(number))
            for at, how in cases(trial, options, len(chosen), dice):
                judge = kills if how in {"kill", "torn"} else errors
                faults = list(judge(trial, at, how))
                counts["kills" if judge is kills else "errors"] += 1
                for fault in faults:
                    print(f"{name}: {fault}\n  --only {name!r} --at {at} --how {how}", flush=True)
                found += bool(faults)
            print(f"{name}: {len(trial.names)} calls that change files", flush=True)
    print(f"{counts['kills']} kills, {counts['errors']} errors, seed {options.seed}: {found} found wrong")
    return int(found > 0)


def cases(trial: Trial, options: argparse.Namespace, commands: int, dice: random.Random) -> list[tuple[int, str]]:
    """Return the calls that go wrong and how: every one where the budget allows, else drawn by *dice*."""
    if options.at is not None:
        return [(options.at, options.how or "kill")]
    calls = list(enumerate(trial.names, 1))
    killed = [(at, how) for at, _ in calls for how in ("kill", "torn")]
    refused = [(at, how) for at, _ in calls for how in ERRORS]
    refused += [(at, how) for at, name in calls for how, names in HARMLESS.items() if name in names]
    drawn = []
    for every, budget in ((killed, options.kills), (refused, options.errors)):
        share = budget // commands
        drawn += every if len(every) <= share else dice.sample(every, share)
    return drawn


if __name__ == "__main__":
    sys.exit(main())
