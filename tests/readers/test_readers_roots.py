"""What files are called: the same however the paths were typed, and never two of one name."""

from __future__ import annotations

import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.readers.roots import Root, tell_apart

FILES = ("a/x/1.txt", "b/x/1.txt", "b/x/y/1.txt", "c/y/1.txt", "x/y/1.txt", "x/2.txt", ".hid/1.txt")
ROOTS = ("a", "a/x", "b", "b/x", "b/x/y", "c/y", "x", ".hid", "x/2.txt", "a/x/1.txt", "b/x/1.txt")


@pytest.fixture(scope="module", name="tree")
def _tree(tmp_path_factory):
    tree = tmp_path_factory.mktemp("tree")
    for name in FILES:
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tree


@pytest.mark.parametrize("typed", ["{0}", "{0}/", "./x/", "x", "a/../x", "x/.", "x//", "x/y/.."])
def test_ids_do_not_depend_on_how_a_folder_was_typed(tree, monkeypatch, gather, typed):
    """Absolute, relative, with a slash at the end, through a folder and back."""
    monkeypatch.chdir(tree)

    assert gather(typed.format(tree / "x")).ids == ["2.txt", "y/1.txt"]


def test_the_working_folder_is_a_root_like_any(tree, monkeypatch, gather):
    """Its files are called by their paths in it."""
    monkeypatch.chdir(tree / "x")

    assert gather(".").ids == ["2.txt", "y/1.txt"]


def test_a_file_given_as_such_is_called_by_its_name(tree, gather):
    """Not by the way to it."""
    assert gather(tree / "a/x/1.txt").ids == ["1.txt"]


def test_several_folders_are_called_as_if_what_holds_them_had_been_given(tree, gather):
    """`corpus/*` gives what `corpus` gives."""
    assert gather(tree / "c", tree / "x").ids == ["c/y/1.txt", "x/2.txt", "x/y/1.txt"]
    assert gather(*tree.iterdir(), tree / ".hid/1.txt").ids == [".hid/1.txt", *gather(tree).ids]


def test_folders_of_one_name_are_lengthened_until_they_differ(tree, gather):
    """And no others."""
    assert gather(tree / "a/x", tree / "c/y").ids == ["x/1.txt", "y/1.txt"]
    assert gather(tree / "a/x", tree / "b/x", tree / "c/y").ids == ["a/x/1.txt", "b/x/1.txt", "b/x/y/1.txt", "y/1.txt"]


def test_files_of_one_name_are_lengthened_until_they_differ(tree, gather):
    """As folders are."""
    assert gather(tree / "a/x/1.txt", tree / "b/x/1.txt", tree / "x/2.txt").ids == ["2.txt", "a/x/1.txt", "b/x/1.txt"]


def test_a_root_within_another_counts_for_nothing(tree, gather):
    """Its files are read once and called as without it."""
    assert gather(tree, tree / "x", tree / "x/y/1.txt").ids == gather(tree).ids


def test_a_hidden_root_is_read_beside_the_one_it_lies_in(tree, gather):
    """Who names it wants it, and the other passes it over."""
    ids = gather(tree, tree / ".hid").ids

    assert ".hid/1.txt" in ids
    assert len(ids) == len(FILES)


@given(st.lists(st.sampled_from(ROOTS), min_size=1, max_size=6), st.randoms())
def test_ids_are_unique_and_the_order_of_roots_changes_nothing(tree, gather, roots, random):
    """Every file of every root, once, under one name, whatever roots are given."""
    found = gather(*(tree / root for root in roots))
    random.shuffle(roots)
    again = gather(*(str(tree / root) + "/" * (tree / root).is_dir() for root in roots))

    wanted = {name for name in FILES for root in roots if name == root or name.startswith(root + "/")}
    if len({root for root in roots if not root.startswith(".")}) == len(roots):
        wanted -= {".hid/1.txt"}
    assert len(set(found.ids)) == len(found.ids)
    assert set(found.texts) == wanted
    assert (found.ids, found.texts, found.notices) == (again.ids, again.texts, again.notices)


PATHS = st.lists(st.sampled_from([b"x", b"y", b"z"]), min_size=1, max_size=4).map(lambda parts: b"/" + b"/".join(parts))


@given(st.lists(PATHS, min_size=2, max_size=6, unique=True))
def test_no_root_s_name_lies_within_another_s_unless_the_roots_do(paths):
    """Then no two files below them can have one name."""
    roots = [Root(path, folder=True) for path in paths]

    tell_apart(roots)

    for left, right in itertools.permutations(roots, 2):
        if not left.file.startswith(right.file + b"/"):
            assert left.name != right.name
            assert not left.name.startswith(right.name + b"/")


def test_standard_input_is_a_root_of_its_own(tree, gather):
    """It is called "-", given twice or beside others."""
    found = gather("-", tree / "c", "-", stdin=io.BytesIO(b"Words."))

    assert found.ids == ["-", "c/y/1.txt"]
