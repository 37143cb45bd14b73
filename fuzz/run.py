"""Fuzz targets one after the other: ``python fuzz/run.py [--inputs N] [--seed S] [NAME...]``.

With atheris installed (``pip install atheris``), inputs are led by what code they reach; without it they are mutations
of examples.  Prints a row a target, and exits with 1 if one failed; what it failed on is in fuzz/found/.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from examples import examples  # noqa: E402 - of this folder
from targets import TARGETS  # noqa: E402

FOUND = HERE / "found"
MOST_BYTES = 4096
HANG_SECONDS = 2
# An input of these takes milliseconds, so that they get a share of the inputs of the others.
SHARES = {"audit": 0.02, "reports": 0.05, "index": 0.05, "attribution": 0.2}


def main() -> int:
    """Return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--inputs", type=int, default=2000, help="for each target [default: 2000]")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    FOUND.mkdir(exist_ok=True)
    guided = importlib.util.find_spec("atheris") is not None
    failed = total = 0
    for name in options.names or TARGETS:
        inputs = max(1, int(options.inputs * SHARES.get(name, 1)))
        before = time.monotonic()
        done, fault = (_guided if guided else _mutated)(name, inputs, options.seed)
        total, failed = total + done, failed + bool(fault)
        print(f"{name:24}{done:>9,} inputs{time.monotonic() - before:>8.1f} s  {fault or 'no fault'}", flush=True)
    print(f"{total:,} inputs to {len(options.names or TARGETS)} targets, seed {options.seed}: {failed} failed")
    return 1 if failed else 0


def _guided(name: str, inputs: int, seed: int) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as corpus:
        for number, content in enumerate(examples(name)):
            (Path(corpus) / str(number)).write_bytes(content)
        command = [
            sys.executable, HERE / "one.py", name, f"-runs={inputs}", f"-seed={seed}", f"-timeout={HANG_SECONDS}",
            "-rss_limit_mb=4096", f"-max_len={MOST_BYTES}", f"-artifact_prefix={FOUND}/{name}-", corpus,
        ]  # fmt: skip
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    counts = re.findall(r"^#(\d+)", ended.stderr, re.MULTILINE) or re.findall(r"Done (\d+) runs", ended.stderr)
    done = int(counts[-1]) if counts else 0
    if ended.returncode == 0:
        return done, ""
    said = [line for line in ended.stderr.splitlines() if "Error" in line or "ERROR" in line or "Exception" in line]
    return done, (said[-1] if said else f"status {ended.returncode}")[:200]


def _mutated(name: str, inputs: int, seed: int) -> tuple[int, str]:
    chance = random.Random(seed)
    known = list(examples(name))
    for done in range(inputs):
        content = _changed(chance.choice(known), known, chance)
        before = time.monotonic()
        try:
            TARGETS[name](content)
            if time.monotonic() - before > HANG_SECONDS:
                raise TimeoutError(f"took {time.monotonic() - before:.1f} s")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
            (FOUND / f"{name}-{seed}-{done}").write_bytes(content)
            return done + 1, f"{type(error).__name__}: {error}"[:200]
    return inputs, ""


def _changed(content: bytes, known: list[bytes], chance: random.Random) -> bytes:
    """Return *content* after some changes of the kinds that break parsers."""
    raw = bytearray(content[:MOST_BYTES])
    for _ in range(chance.randint(1, 6)):
        at, end = sorted((chance.randint(0, len(raw)), chance.randint(0, len(raw))))
        kind = chance.randint(0, 5)
        if kind == 0:
            raw[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 4)))
        elif kind == 1 and raw:
            raw[min(at, len(raw) - 1)] = chance.randrange(256)
        elif kind == 2:
            del raw[at : min(end, at + 64)]
        elif kind == 3:
            raw[at:at] = raw[at : min(end, at + 200)] * chance.randint(1, 4)
        elif kind == 4:
            other = chance.choice(known)
            start = chance.randint(0, len(other))
            raw[at:at] = other[start : start + 100]
        else:
            del raw[at:]
    return bytes(raw[:MOST_BYTES])


if __name__ == "__main__":
    sys.exit(main())
