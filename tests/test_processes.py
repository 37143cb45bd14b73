"""Work on forked processes: the order of results, failures, and what is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.processes import Ahead, can_fork, map_forked

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux may fork a process with numpy safely")


def children() -> set[str]:
    """The processes that this one has started and that are still known to the system."""
    found = set()
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                parent = file.read().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if parent == str(os.getpid()):
            found.add(name)
    return found


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    """Every test ends with the children that it began with."""
    before = children()
    yield
    assert children() == before


@settings(max_examples=25)  # each forks
@given(st.lists(st.binary(max_size=300), max_size=12), st.integers(1, 4))
def test_results_come_in_order(items: list[bytes], processes: int) -> None:
    """Whatever the number of processes, results are those of a plain map."""
    assert list(map_forked(bytes.upper, items, processes)) == [item.upper() for item in items]


def test_a_result_may_be_longer_than_a_pipe_holds() -> None:
    """Ten megabytes arrive whole."""
    size = 10_000_000

    assert [len(result or b"") for result in map_forked(lambda item: bytes([item]) * size, [1, 2, 3], 2)] == [size] * 3


def test_work_that_fails_gives_none() -> None:
    """An exception concerns its own item only."""

    def work(item: int) -> bytes:
        if item == 2:
            raise ValueError("two")
        return str(item).encode()

    assert list(map_forked(work, [1, 2, 3, 4], 2)) == [b"1", None, b"3", b"4"]


def test_a_killed_process_gives_none_from_then_on() -> None:
    """The results that a process sent before it was killed count, the others are for the caller to work out."""

    def work(item: int) -> bytes:
        if item == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return str(item).encode()

    assert list(map_forked(work, [1, 2, 3, 4, 5], 2)) == [b"1", b"2", None, b"4", None]


def test_a_caller_may_stop_early() -> None:
    """The processes are ended with the iteration, also those that still work."""
    results = map_forked(bytes, [1, 10**9, 10**9], 2)

    assert next(results) == b"\0"

    results.close()


def test_a_child_has_no_handlers_of_its_parent() -> None:
    """A handler of the parent, which may remove the parent's files, is not called in a child."""
    before = signal.signal(signal.SIGTERM, lambda *_: os._exit(7))
    try:

        def work(_: int) -> bytes:
            return str(signal.getsignal(signal.SIGTERM)).encode()

        found = list(map_forked(work, [1], 1))
    finally:
        signal.signal(signal.SIGTERM, before)

    assert found == [str(signal.SIG_DFL).encode()]


PARENT = """
import os, sys, time
from provenance.cli.signals import ended_cleanly
from provenance.processes import map_forked

def work(item):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)
    return b""

with ended_cleanly():
    list(map_forked(work, [1, 2], 2))
"""


def test_a_signal_that_ends_the_parent_ends_its_children() -> None:
    """They would go on to write files that the parent's clean-up has just removed."""
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pids = [int(parent.stdout.readline()) for _ in range(2)]
        parent.terminate()
        parent.wait()

    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_process_with_threads_is_not_forked() -> None:
    """A lock that the other thread holds would stay locked in a child."""
    done = Event()
    thread = Thread(target=done.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        done.set()
        thread.join()


def whole(item: int) -> bytes:
    return bytes([item]) * 100_000


def finished(ahead: Ahead[int]) -> None:
    """Wait until the processes of *ahead* are through with their work."""
    for child in ahead.children:
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_work_ahead_is_there_when_it_is_needed(processes: int) -> None:
    """What the processes came to is that of a plain map, however many there are."""
    ahead = Ahead(whole, [1, 2, 3], processes)
    finished(ahead)

    assert sorted(ahead.ended()) == [(item, whole(item)) for item in (1, 2, 3)]


def test_work_ahead_that_fails_is_left_out() -> None:
    """An exception concerns its own item only."""

    def work(item: int) -> bytes:
        if item == 2:
            raise ValueError("two")
        return whole(item)

    ahead = Ahead(work, [1, 2, 3], 1)
    finished(ahead)

    assert [item for item, _ in ahead.ended()] == [1, 3]


def test_work_ahead_ends_when_it_is_asked_for() -> None:
    """A process that is not through yet is ended, and what it has not finished is left out."""
    reading, writing = os.pipe()

    def work(item: int) -> bytes:
        if item == 2:
            os.write(writing, b"2")
            Event().wait()
        return whole(item)

    ahead = Ahead(work, [1, 2, 3], 1)
    os.read(reading, 1)

    assert ahead.ended() == [(1, whole(1))]
    os.close(reading)
    os.close(writing)


def test_work_ahead_can_be_given_up() -> None:
    """Neither a process nor a file is left."""
    files = os.listdir("/proc/self/fd")
    ahead = Ahead(whole, [1, 2, 3], 2)

    ahead.close()

    assert os.listdir("/proc/self/fd") == files
