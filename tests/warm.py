"""A process that has the package loaded, from which runs of the command are forked: most of a small run is loading.

Each run is a process with its own folder, environment and standard streams, and ends as the interpreter does.  What a
fork cannot show is how a process begins: see ``Warm.fits``.  Run as a program, this file is the process itself.
"""

from __future__ import annotations

import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import NoReturn

# What the interpreter, its libraries and the kernels read when a process begins.
AT_START = ("PYTHON", "LANG", "LC_", "TZ", "PROVENANCE_KERNELS")
SECONDS = 300


class Run(TypedDict):
    """A run that is wanted."""

    arguments: list[str]
    cwd: str
    environment: dict[str, str]


class Warm:
    """The process that is forked from, started with *environment*."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(SECONDS)
        with other:
            self.process = subprocess.Popen(
                [sys.executable, __file__, str(other.fileno())],
                env=environment,
                stdin=subprocess.DEVNULL,
                pass_fds=[other.fileno()],
            )

    @staticmethod
    def fits(variables: Mapping[str, str]) -> bool:
        """Return whether a run with *variables* of its own may be forked: none of them is read before a module is."""
        return not any(name.startswith(AT_START) for name in variables)

    def run(
        self, arguments: Sequence[str | bytes | os.PathLike[str]], cwd: Path, stdin: bytes, variables: Mapping[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        """Return what the command did, as ``subprocess.run`` would."""
        wanted = Run(
            arguments=[os.fsdecode(one) for one in arguments],
            cwd=str(cwd),
            environment={**self.environment, **variables},
        )
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as told:
            given.write(stdin)
            given.seek(0)
            streams = [stream.fileno() for stream in (given, said, told)]
            socket.send_fds(self.socket, [json.dumps(wanted).encode()], streams)
            try:
                status = int(self.socket.recv(64))
            except TimeoutError:
                self.process.kill()
                raise
            said.seek(0)
            told.seek(0)
            return subprocess.CompletedProcess([*arguments], status, said.read(), told.read())

    def close(self) -> None:
        """End the process."""
        self.socket.close()
        self.process.wait(timeout=SECONDS)


def forked(connection: socket.socket) -> tuple[Run, list[int]]:
    """Fork for each run that is wanted and answer with its exit status; in what is forked, return the run."""
    while True:
        message, streams, *_ = socket.recv_fds(connection, 1 << 20, 3)
        if not message:
            sys.exit()
        child = os.fork()
        if not child:
            connection.close()
            return json.loads(message), streams
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        connection.send(str(os.waitstatus_to_exitcode(status)).encode())


def main() -> NoReturn:
    """Load every module of the package, then be one run of ``python -m provenance`` after the other."""
    import gc
    import pkgutil

    import provenance

    for module in pkgutil.walk_packages(provenance.__path__, "provenance."):
        if module.name.endswith("__main__"):
            continue
        try:
            __import__(module.name)
        except ModuleNotFoundError as error:
            # The library of an extra may not be installed; a module of our own is always there.
            if (error.name or "").startswith("provenance"):
                raise
    gc.freeze()
    run, streams = forked(socket.socket(fileno=int(sys.argv[1])))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(run["cwd"])
    os.environ.clear()
    os.environ.update(run["environment"])
    sys.argv[1:] = run["arguments"]
    sys.path[0] = run["cwd"]
    runpy.run_module("provenance", run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    main()
