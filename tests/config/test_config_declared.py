"""Declarations of settings: what follows from each, for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from provenance.cache import Cache
from provenance.cli.shells import parsers
from provenance.errors import ConfigError
from provenance.reporters.formats import files
from provenance.settings import Aligning, Attributing, Config, Grouping, Judging, Reading, Reporting
from provenance.settings.derived import keys_of_files, settings, touching
from provenance.settings.layers import Layer, Raw, variable
from provenance.settings.loading import load
from provenance.settings.toml import toml
from provenance.settings.written import plain, schema

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = list(settings().values())
each = pytest.mark.parametrize("setting", SETTINGS, ids=[one.key for one in SETTINGS])
# Another value than the default for each key, as a configuration file has it.
OTHERS = {
    "include": ["*.txt"], "exclude": ["drafts/"], "respect-gitignore": False, "follow-links": True,
    "encoding": "latin-1", "fields": {"text": "body"},
    "threshold": 0.5, "noisy": True, "keep": ["path=gold/*", "longest"],
    "jobs": 2, "min-words": 8, "boilerplate": [{"text": "Read on"}],
    "source": {"a/": "VNA"}, "published": "1987-03", "url": "https://a.example", "list": ["OVL"],
    "as-of": "2024-02-29", "date-order": "day-first", "agencies": ["mine.toml"], "select": ["DUP"],
    "extend-select": ["OVL003"], "ignore": ["SRC"],
    "mojibake": "ftfy", "severity": {"DUP": "info"}, "per-file-ignores": {"drafts/*": ["TXT"]},
    "accept": [{"code": "DUP", "between": ["a", "b"], "reason": "two editions"}], "fail-level": "error",
    "baseline": "known.jsonl", "manifest": "SHA256SUMS", "output": "out", "write": ["pairs"], "color": "never",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a table of agencies."""
    (tmp_path / "mine.toml").write_text("[X]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@each
def test_a_default_is_a_value_of_its_kind(setting) -> None:
    """What the docs and the schema show as the default can be set, and sets the default."""
    default = plain(setting.default, setting.kind)
    if default in (None, "", []):
        return

    assert setting.kind.read(Raw(setting.key, default, Layer("flag", {}))) == setting.default


@each
def test_flags_are_those_of_the_declared_commands(setting) -> None:
    """A setting has its flag in the commands that it names, and in no other command that takes settings."""
    named = setting.flag.commands if setting.flag else ()
    corpus = {
        "audit",
        "check",
        "baseline",
        "review",
        "dedup",
        "compare",
        "diff",
        "explain-document",
        "index",
        "match",
        "where",
        "contamination",
    }
    parsed = parsers()

    assert {name for name in corpus if f"--{setting.key}" in parsed[name]._option_string_actions} == set(named)


def test_the_help_of_write_lists_every_report() -> None:
    """In the order in which they are written; settings cannot look into the table of formats themselves."""
    assert f": {', '.join(files())};" in settings()["write"].help


@pytest.mark.parametrize("key", keys_of_files())
def test_a_file_sets_each_key(key: str, folder: Path) -> None:
    """A value in a file reaches the field that declares the setting, and no other."""
    (folder / "provenance.toml").write_text(f"{key} = {toml(OTHERS[key])}\n", encoding="utf-8")
    config, setting = load(), settings()[key]

    assert [one.key for one in SETTINGS if one.of(config) != one.default] == [key]
    assert getattr(getattr(config, setting.section), setting.field) != setting.default
    assert key in schema()["properties"]


@pytest.mark.parametrize("key", ["threshold", "min-words", "select", "fields", "fail-level", "follow-links"])
def test_a_variable_sets_a_key(key: str) -> None:
    """Variables are named after the key."""
    text = {"threshold": "0.5", "min-words": "8", "select": "DUP", "fields": "text=body", "follow-links": "true"}
    config = load(None, None, {variable(key): text.get(key, "error")})

    assert [one.key for one in SETTINGS if one.of(config) != one.default] == [key]


def test_every_mistake_is_named_at_once(folder: Path) -> None:
    """A line for each: values that cannot be used, keys that are none, keys that only flags may set."""
    path = folder / "provenance.toml"
    path.write_text('threshold = 2\njobs = "many"\ntreshold = 1\nformat = "json"\n', encoding="utf-8")

    with pytest.raises(ConfigError) as raised:
        load(None, {"min-words": "0"})

    assert str(raised.value).splitlines() == [
        f"{path}:1: threshold: '2' cannot be used; give a similarity above 0 and at most 1, such as 0.7",
        f"{path}:2: jobs: 'many' cannot be used; give a whole number from 0 up",
        "--min-words: '0' cannot be used; give a whole number from 1 up",
        f"{path}:3: treshold is not a setting (did you mean threshold?)",
        f"{path}:4: format can only be set by a flag; write --format on the command line",
    ]


def test_areas_are_touched_by_their_settings_alone() -> None:
    """Each value comes with its key, or its field where users have no key for it."""
    config = Config(grouping=Grouping(threshold=0.5), aligning=Aligning(min_words=8))
    found = dict(touching(config, "group", "alignment"))

    assert {key: found[key] for key in ("threshold", "listed_partners", "min-words")} == {
        "threshold": 0.5, "listed_partners": 1000, "min-words": 8,
    }  # fmt: skip
    assert not {"as-of", "select", "color", "jobs"} & set(found)


@pytest.mark.parametrize(
    ("config", "same"),
    [
        (Config(aligning=Aligning(min_words=8)), False),
        (Config(aligning=Aligning(boilerplate=("Read on",))), False),
        (Config(attributing=Attributing(as_of="2024-02-29")), False),
        (Config(attributing=Attributing(agencies=("mine.toml",))), False),
        (Config(judging=Judging(mojibake="ftfy")), False),
        (Config(judging=Judging(select=("DUP",), fail_level="error")), True),
        (Config(Reading(exclude=("drafts/",)), Grouping(0.5, jobs=2), reporting=Reporting(color="never")), True),
    ],
)
def test_entries_of_texts_depend_on_the_settings_of_their_areas(config: Config, *, same: bool) -> None:
    """An entry of the cache is found again exactly where no setting of its areas has changed."""
    assert (Cache(["."], config)._head == Cache(["."], Config())._head) is same


def test_entries_depend_on_the_content_of_files(folder: Path) -> None:
    """Not on their paths."""
    (folder / "same.toml").write_text("[X]\n", encoding="utf-8")
    configs = [Config(attributing=Attributing(agencies=(name,))) for name in ("mine.toml", "same.toml")]
    heads = [Cache(["."], config)._head for config in configs]
    (folder / "mine.toml").write_text("[Y]\n", encoding="utf-8")
    changed = Cache(["."], Config(attributing=Attributing(agencies=("mine.toml",))))._head

    assert heads[0] == heads[1] != changed


def test_a_default_table_is_not_shared() -> None:
    """Editing the fields of one value leaves the default unchanged."""
    Reading().fields["text"] = "body"

    assert Reading().fields == {}
    assert attrs.evolve(Reading(), encoding="latin-1").fields == Reading().fields
