"""What all tests share: the command as users run it, the sample articles, the shared folder, golden files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from warm import Warm

from provenance import faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, FunctionType

    T = TypeVar("T")
    Calls = Callable[[FunctionType, Callable[[], T]], tuple[int, T]]
    Run = Callable[..., subprocess.CompletedProcess[bytes]]

ROOT = Path(__file__).resolve().parent.parent

# A shell that starts the tests in the background, or with nohup, lets them ignore these, and what they start as well.
for _number, _usual in ((signal.SIGINT, signal.default_int_handler), (getattr(signal, "SIGHUP", None), signal.SIG_DFL)):
    if _number is not None and signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _usual)

# No deadline: machines are shared, and a slow example is not a wrong one.  Half of the usual number of examples keeps
# the suite short; PROVENANCE_EXAMPLES=5000 tries more.
USUAL = settings(deadline=None, max_examples=int(os.environ.get("PROVENANCE_EXAMPLES", "50")))
settings.register_profile("default", USUAL)
settings.register_profile("ci", USUAL, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the golden files from what the tool says now"
    )


@pytest.fixture(scope="session", autouse=True)
def no_fault_is_caught() -> None:
    """Let faults fail the test that triggers them; in a user's run they are caught."""
    faults.UNCAUGHT = (Exception,)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The sample articles."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real articles and evaluation scripts, which most machines do not have."""
    folder = Path(os.environ.get("PROVENANCE_SHARED") or ROOT.parent / "shared")
    if not (folder / "README.md").is_file():
        pytest.skip("no shared folder here: set PROVENANCE_SHARED")
    return folder


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def calls() -> Calls:
    """What says how often a function is called in this thread while some work is done, and what the work gives."""

    def counted(function: FunctionType, work: Callable[[], T]) -> tuple[int, T]:
        found = 0

        def called(frame: FrameType, event: str, _: object) -> None:
            nonlocal found
            found += event == "call" and frame.f_code is function.__code__

        before = sys.getprofile()
        sys.setprofile(called)
        try:
            given = work()
        finally:
            sys.setprofile(before)
        return found, given

    return counted


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the tool's processes: this one's, without what colours or reroutes output, nor anyone's own
    settings and caches."""
    unwanted = ("COLUMNS", "FORCE_COLOR", "GITHUB_", "NO_COLOR", "PROVENANCE_", "SOURCE_DATE_EPOCH")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    kernels = {name: value for name, value in os.environ.items() if name == "PROVENANCE_KERNELS"}
    # From the sources that are tested, wherever the process starts.
    own = {name: str(tmp_path_factory.mktemp("own")) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    if kept.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Every run would compile all that it imports; one folder for all workers, outside of the sources.
        base = tmp_path_factory.getbasetemp()
        shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
        own["PYTHONPYCACHEPREFIX"] = str(shared / "bytecode")
    return kept | kernels | own | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}


@pytest.fixture(scope="session")
def warm(environment: dict[str, str]) -> Iterator[Warm | None]:
    """A process to fork runs from; None on systems where forking what has loaded libraries is not safe."""
    if sys.platform != "linux":
        yield None
        return
    process = Warm(environment)
    yield process
    process.close()


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str], warm: Warm | None) -> Run:
    """Run ``provenance`` in a process of its own; *cwd* is an empty folder unless it is given.

    The process is forked from one that has the package loaded, unless *more* holds what is read when it begins.
    """

    def call(
        *arguments: str | bytes | os.PathLike[str], cwd: Path | None = None, stdin: bytes = b"", **more: str
    ) -> subprocess.CompletedProcess[bytes]:
        cwd = cwd or tmp_path_factory.mktemp("cwd")
        if warm and warm.fits(more):
            return warm.run(arguments, cwd, stdin, more)
        return subprocess.run(
            [sys.executable, "-m", "provenance", *arguments],
            cwd=cwd,
            env=environment | more,
            input=stdin,
            capture_output=True,
            timeout=300,
            check=False,
        )

    return call
