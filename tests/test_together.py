"""Files take their places together: whatever step a kill or an error comes before, all have their names or none."""

from __future__ import annotations

import errno
import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance.together import finish, place_together
from provenance.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")

OLD, NEW = "old", "new"
NAMES = ("a.csv", "b\nc.csv", "d\udcff.csv")


def placing(folder: Path, before: Callable[[], None]) -> None:
    """Write the new files and let them take their places, calling *before* before each step after the writing."""
    with unfinished(str(folder)) as path:
        parts = {str(folder / name): path() for name in NAMES}
        for part in parts.values():
            Path(part).write_text(NEW)
        active = True

        def step(event: str, arguments: tuple[object, ...]) -> None:
            # Modules that are imported meanwhile are opened too, elsewhere.
            if active and event in {"open", "os.rename", "os.remove"} and str(arguments[0]).startswith(str(folder)):
                before()

        sys.addaudithook(step)  # for the rest of the process
        try:
            place_together(parts)
        finally:
            active = False


def in_a_child(work: Callable[[], None]) -> int:
    """Return the status of a process that does *work*."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


def at(nth: int, what: Callable[[], None]) -> Callable[[], None]:
    left = nth

    def step() -> None:
        nonlocal left
        left -= 1
        if not left:
            what()

    return step


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise OSError(errno.EIO, "no")


def attempt(folder: Path, nth: int) -> None:
    try:
        placing(folder, at(nth, refuse))
    except OSError:
        os._exit(1)


@pytest.fixture(params=[NAMES, NAMES[:1], ()], ids=["all", "one", "none"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder that has some of the files already."""
    for name in request.param:
        (tmp_path / name).write_text(OLD)
    return tmp_path


def found(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text() for name in NAMES if (folder / name).exists()}


def test_all_take_their_places(folder: Path) -> None:
    """And nothing else is left."""
    placing(folder, lambda: None)

    assert found(folder) == dict.fromkeys(NAMES, NEW)
    assert len(list(folder.iterdir())) == len(NAMES)


def test_killed_at_any_step(folder: Path) -> None:
    """What has its name is of one run, and after the next run all are, with nothing beside them."""
    before, nth, status, outcomes = found(folder), 0, 9, set[str]()
    while status == 9:
        nth += 1
        for path in folder.iterdir():
            path.unlink()
        for name, text in before.items():
            (folder / name).write_text(text)
        status = in_a_child(partial(placing, folder, at(nth, kill)))
        now = found(folder)
        assert len(set(now.values())) <= 1
        with unfinished(str(folder)):
            after = found(folder)
        assert after in (before, dict.fromkeys(NAMES, NEW))
        outcomes.add("new" if after != before else "old")
        assert {os.fsencode(path.name) for path in folder.iterdir()} == {os.fsencode(name) for name in after}

    assert status == 0
    assert nth > len(NAMES) + len(before)
    assert outcomes == {"old", "new"}


def test_refused_at_any_step(folder: Path) -> None:
    """An error of any step before the last rename leaves what was there."""
    before, nth, status = found(folder), 0, 1
    while status:
        nth += 1

        status = in_a_child(partial(attempt, folder, nth)) >> 8
        assert found(folder) == (before if status else dict.fromkeys(NAMES, NEW))

    assert nth > len(NAMES) + len(before)


def test_what_a_later_run_wrote_stays(tmp_path: Path) -> None:
    """Where it is not certain that nobody wrote since, only empty places are filled."""
    placing_parts = [tmp_path / f".provenance-00000000-00000000.{number}.part" for number in range(2)]
    for path in placing_parts:
        path.write_text(NEW)
    rows = [f"{number} {name.encode().hex()}" for number, name in enumerate(["a", "b", "gone"])]
    stem = tmp_path / ".provenance-00000000-00000000"
    stem.with_name(stem.name + ".names").write_text("\n".join([*rows, "end"]))
    (tmp_path / "a").write_text("later")

    finish(str(stem), certain=False)

    assert ((tmp_path / "a").read_text(), (tmp_path / "b").read_text()) == ("later", NEW)


@pytest.mark.parametrize("text", ["", "0 61", "0 61\n", "x 61\nend", "0 6\nend", "0 61\nend\n"])
def test_a_list_that_is_not_whole_moves_nothing(text: str, tmp_path: Path) -> None:
    """Whatever it says."""
    stem = tmp_path / ".provenance-00000000-00000000"
    stem.with_name(stem.name + ".names").write_text(text)
    part = stem.with_name(stem.name + ".0.part")
    part.write_text(NEW)

    finish(str(stem), certain=True)

    assert part.read_text() == NEW
    assert not (tmp_path / "a").exists()


def test_a_list_names_files_of_its_own_folder_only(tmp_path: Path) -> None:
    """Somebody else may have written it."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / ".provenance-00000000-00000000.0.part").write_text(NEW)
    row = f"0 {b'../outside'.hex()}"
    (folder / ".provenance-00000000-00000000.names").write_text(f"{row}\nend")

    finish(str(folder / ".provenance-00000000-00000000"), certain=True)

    assert not (tmp_path / "outside").exists()


def test_a_disk_that_is_full_is_said_of_a_file_of_the_set(tmp_path: Path) -> None:
    """Also where what cannot be written is the list of their names, which nobody knows of."""
    import resource

    parts = {str(tmp_path / f"{name}.csv"): str(tmp_path / f".provenance-0-0.{name}.part") for name in "12"}
    for part in parts.values():
        Path(part).write_text(NEW)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        with pytest.raises(OSError) as caught:  # noqa: PT011 - the place is what this is about
            place_together(parts)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert caught.value.filename == str(tmp_path / "1.csv")
    assert sorted(map(str, tmp_path.iterdir())) == sorted(parts.values())
