"""Settings of the gate: what is read, what is accepted, which value wins, and what is said of a wrong one."""

from __future__ import annotations

import json
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest
from gate_validators import complaints

from provenance.errors import ConfigError
from provenance.settings.derived import settings
from provenance.settings.loading import load
from provenance.settings.written import schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

LEAD = "The council voted on Monday to keep the night bus that runs between the hospital and the old market square"


def article(name: str, change: str = "") -> str:
    body = " ".join(f"{LEAD}, said number {at} of {name}{change if at == 4 else ''}." for at in range(9))
    return f"On {name}\n\nHANOI (VNA) - 12 May 2023. {body}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two pairs, in which the process stands, and nobody's own settings."""
    for name in ("bus", "tram"):
        (tmp_path / "texts" / name).mkdir(parents=True)
        for at, change in enumerate(("", " again")):
            (tmp_path / "texts" / name / f"{at}.txt").write_text(article(name, change), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    return tmp_path


@pytest.fixture
def check(project: Path, run: Run) -> Callable[..., tuple[int, list[str], str]]:
    """Write the settings, run the check, and give its status, codes with paths, and what it said."""

    def call(settings: str, *more: str, **environment: str) -> tuple[int, list[str], str]:
        (project / "provenance.toml").write_text(settings, encoding="utf-8")
        result = run("check", "texts", "-f", "jsonl", *more, cwd=project, **environment)
        found = [json.loads(line) for line in result.stdout.splitlines()]
        return result.returncode, [f"{one['code']} {one['path']}" for one in found], result.stderr.decode()

    return call


def test_what_is_read(check: Callable) -> None:
    """Include and exclude are patterns from the project's folder, a flag wins, and what is left out is counted."""
    only = 'select = ["DUP"]\nthreshold = 0.8\n'
    assert [line.split()[1] for line in check(only)[1]] == ["bus/0.txt", "tram/0.txt"]
    assert [line.split()[1] for line in check(only + 'exclude = ["texts/bus/"]')[1]] == ["tram/0.txt"]
    assert [line.split()[1] for line in check(only + 'include = ["tram"]')[1]] == ["tram/0.txt"]
    assert [line.split()[1] for line in check(only + 'include = ["*.txt"]\nexclude = ["1.*"]')[1]] == []
    assert [line.split()[1] for line in check(only + 'exclude = ["bus"]', "--exclude", "tram")[1]] == ["bus/0.txt"]
    assert "excluded" in check('exclude = ["*"]')[2]


def test_what_git_ignores_is_passed_over(check: Callable, project: Path, run: Run) -> None:
    """Inside a repository, with rules of folders above and below, unless the settings say no; what is named is read."""
    only = 'select = ["DUP"]\nthreshold = 0.8\n'
    (project / ".gitignore").write_text("texts/bus/*\n!texts/bus/0.txt\n", encoding="utf-8")
    assert len(check(only)[1]) == 2

    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    assert [line.split()[1] for line in check(only)[1]] == ["tram/0.txt"]
    assert len(check(only + "respect-gitignore = false")[1]) == 2
    (project / "texts" / "tram" / ".gitignore").write_text("/1.txt\n", encoding="utf-8")
    assert check(only)[1] == []
    assert run("check", "texts/bus/0.txt", "texts/bus/1.txt", "--select", "DUP", cwd=project).returncode == 1


def test_selections_add_up(check: Callable) -> None:
    """extend-select adds to what speaks anyway."""
    assert {line.split()[0] for line in check('select = ["DUP"]\nextend-select = ["near-duplicate", "TXT006"]')[1]} <= {
        "DUP003", "DUP002", "TXT006",
    }  # fmt: skip
    assert not any("DUP" in line for line in check('extend-select = ["OVL003"]\nignore = ["DUP"]')[1])


def test_severities(check: Callable) -> None:
    """A rule gets another severity, the longest prefix decides, and the fail level is held against it."""
    base = 'select = ["DUP"]\nthreshold = 0.8\n'
    assert check(base)[0] == 1
    assert check(base + 'severity = { DUP = "info" }')[0] == 0
    assert check(base + 'severity = { DUP = "info", near-duplicate = "error" }\nfail-level = "error"')[0] == 1


def test_per_file_ignores(check: Callable) -> None:
    """Rules are passed over where a pattern fits the finding's own file; a pattern in vain is SUP001."""
    base = 'select = ["DUP"]\nthreshold = 0.8\n[per-file-ignores]\n'
    assert [line.split()[1] for line in check(base + '"texts/bus/*" = ["DUP"]')[1]] == ["tram/0.txt"]
    status, found, _ = check(base + '"texts/*/*" = ["DUP003"]\n"bus" = ["DUP001"]')
    assert (status, found) == (0, ["SUP001 provenance.toml"])
    assert check(base + '"texts/*/*" = ["DUP003"]\n"bus" = ["DUP001"]', "--ratchet")[0] == 1
    assert check(base + '"texts/*/*" = ["DUP003"]\n"elsewhere" = ["DUP"]')[:2] == (0, [])


def test_accepted_pairs(check: Callable) -> None:
    """An accepted pair is known by its two paths, in either order; another pair is not accepted with it."""
    table = '[[accept]]\ncode = "DUP003"\nbetween = ["{}", "{}"]\nreason = "two editions"\n'
    base = 'select = ["DUP"]\nthreshold = 0.8\n'
    for pair in (("texts/bus/0.txt", "texts/bus/1.txt"), ("texts/bus/1.txt", "texts/bus/0.txt")):
        assert check(base + table.format(*pair))[1] == ["DUP003 tram/0.txt"]
    assert check(base + table.format("0.txt", "1.txt"))[:2] == (0, [])
    status, found, _ = check(base + table.format("texts/bus/0.txt", "texts/tram/0.txt"))
    assert "SUP001 provenance.toml" in found
    assert status == 1


@pytest.fixture
def accepting(check: Callable, project: Path, run: Run) -> Callable[..., list[str]]:
    """Accept pairs of which one text is gone, check, and give what SUP001 says."""

    def call(*between: str, line: tuple[str, ...] = ("texts",), **more: Path) -> list[str]:
        check(f'select = ["DUP"]\n[[accept]]\ncode = "DUP"\nbetween = {json.dumps(between)}\nreason = "editions"\n')
        found = run("check", *line, "-f", "jsonl", cwd=more.get("cwd", project)).stdout.splitlines()
        return [one["message"] for one in map(json.loads, found) if one["code"] == "SUP001"]

    return call


@pytest.mark.parametrize("path", ["texts/bus/gone.txt", "/texts/bus/gone.txt", "texts/gone/*.txt", "texts/bus/*.md"])
def test_an_acceptance_of_what_is_gone(path: str, accepting: Callable, project: Path) -> None:
    """SUP001 where the run met all that could be it: by itself or beside a text that is there, from wherever."""
    said = f"in vain: no text fits {path}"
    assert said in accepting("texts/bus/0.txt", path)[0]
    assert said in accepting(path)[0]
    assert said in accepting(path, "texts/bus/0.txt", line=(".",))[0]
    assert said in accepting(path, line=("texts/bus", "texts"))[0]
    assert said in accepting(path, line=(str(project / "texts"),), cwd=project / "texts" / "tram")[0]


def test_an_acceptance_that_fits_any_folder(accepting: Callable) -> None:
    """A bare name may be anywhere in the project: only who checks all of it knows that it is gone."""
    assert accepting("gone.txt", "0.txt") == []
    assert accepting("gone.txt", line=("texts/bus", "texts/tram")) == []
    assert "no text fits gone.txt" in accepting("gone.txt", "0.txt", line=(".",))[0]


@pytest.mark.parametrize(
    "line",
    [
        ("texts/tram",),
        ("texts/bus/0.txt", "texts/bus/1.txt"),
        ("texts", "--exclude", "texts/bus/gone.txt"),
        ("texts", "--include", "0.txt"),
        ("texts", "--focus", "texts/tram"),
        ("texts", "--staged"),
        ("texts", "--changed-since", "HEAD"),
        ("texts", "--ignore", "DUP"),
    ],
)
def test_a_part_does_not_know_what_is_gone(line: tuple[str, ...], accepting: Callable, project: Path) -> None:
    """A run over a part of the texts, or for what touches a part of them, or without the rule, blames nobody."""
    settings = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    for step in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "first")):
        subprocess.run(["git", *settings, *step], cwd=project, check=True)
    (project / "texts" / "tram" / "2.txt").write_text(article("ferry"), encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=project, check=True)

    assert accepting("texts/bus/gone.txt", "texts/tram/0.txt", line=line) == []


def test_what_could_not_be_read_may_be_what_is_accepted(accepting: Callable, project: Path) -> None:
    """An incomplete run blames nobody."""
    (project / "texts" / "broken.jsonl").write_text("{broken\n", encoding="utf-8")
    assert accepting("texts/bus/gone.txt") == []


@pytest.mark.parametrize("flag", [("--exclude", "bus"), ("--include", "tram"), ("--exclude", "*/bus/1.*")])
def test_what_a_flag_leaves_out_is_not_stale(flag: tuple[str, str], check: Callable, project: Path, run: Run) -> None:
    """A run that leaves texts out for once keeps the entries about them; what the settings exclude is stale."""
    settings = 'select = ["DUP"]\nthreshold = 0.8\n'
    for number in range(2):
        record = {"id": str(number), "text": article("ferry", " again" * number)}
        with (project / "texts" / "bus" / "r.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
    assert check(settings)[1] == ["DUP003 bus/0.txt", "DUP003 bus/r.jsonl", "DUP003 tram/0.txt"]
    assert run("baseline", "create", "texts", cwd=project).returncode == 0
    before = (project / ".provenance-baseline.jsonl").read_bytes()

    assert check(settings, *flag, "--ratchet")[:2] == (0, [])
    assert run("baseline", "prune", "texts", *flag, cwd=project).returncode == 0
    assert run("baseline", "update", "texts", *flag, cwd=project).returncode == 0
    assert (project / ".provenance-baseline.jsonl").read_bytes() == before
    assert "SUP002" in check(f"{settings}exclude = ['bus']")[1][0]


def test_one_s_own_file_is_for_all_projects(check: Callable, project: Path) -> None:
    """What a user's file accepts is in no other project, and nobody is told so there."""
    own = project / "own" / "provenance"
    own.mkdir(parents=True)
    (own / "provenance.toml").write_text('[per-file-ignores]\n"texts/gone/*" = ["DUP"]\n', encoding="utf-8")
    settings = 'select = ["DUP"]\nthreshold = 0.8\n'
    assert check(settings, XDG_CONFIG_HOME=str(project / "own"))[1] == ["DUP003 bus/0.txt", "DUP003 tram/0.txt"]
    (own / "provenance.toml").write_text('[per-file-ignores]\n"texts/bus/*" = ["DUP"]\n', encoding="utf-8")
    assert check(settings, XDG_CONFIG_HOME=str(project / "own"))[1] == ["DUP003 tram/0.txt"]


def test_an_unreadable_file_is_accepted_by_its_path(check: Callable, project: Path) -> None:
    """Paths of settings start at the project, also where a file gave no document."""
    (project / "texts" / "bus" / "broken.jsonl").write_text("{broken\n", encoding="utf-8")
    table = '[per-file-ignores]\n"{}" = ["IO001"]\n'
    assert check('select = ["IO"]\n')[1] == ["IO001 bus/broken.jsonl"]
    assert check('select = ["IO"]\n' + table.format("texts/bus/broken.jsonl"))[1] == []
    assert check('select = ["IO"]\n' + table.format("bus/broken.jsonl"))[1] == ["IO001 bus/broken.jsonl"]


def test_declared_boilerplate(check: Callable, project: Path) -> None:
    """A passage that the settings declare ties nobody."""
    for folder in ("bus", "tram"):
        (project / "texts" / folder / "1.txt").unlink()
    phrase = (
        "Readers who have photographs of the flood may send them to the desk, where volunteers will sort and keep them "
        "for the archive of the province until the end of the year"
    )
    words = {"bus": "alpha beta gamma delta", "tram": "red green blue white"}
    for name, own in words.items():
        own_text = " ".join(f"{own} {name} {at}." for at in range(40))
        (project / "texts" / name / "0.txt").write_text(f"On {name}\n\n{own_text}\n\n{phrase}.\n", encoding="utf-8")

    assert "OVL001" in check('select = ["OVL001"]')[1][0]
    assert check(f'select = ["OVL001"]\n[[boilerplate]]\ntext = "{phrase}"\n')[1] == []
    assert "OVL001" in check('select = ["OVL001"]\n[[boilerplate]]\ntext = "Something else that is known here"\n')[1][0]


def test_precedence(project: Path, run: Run, tmp_path: Path) -> None:
    """Flag, environment, nearest file, the user's file, the usual; and each says where it comes from."""
    own = project / "own" / "provenance"
    own.mkdir(parents=True)
    (own / "provenance.toml").write_text('threshold = 0.3\njobs = 2\ncolor = "never"\nas-of = "2024-01-01"\n', "utf-8")
    (project / "provenance.toml").write_text('threshold = 0.4\njobs = 3\n\ncolor = "always"\n', encoding="utf-8")
    environment = {"PROVENANCE_THRESHOLD": "0.5", "PROVENANCE_JOBS": "4", "XDG_CONFIG_HOME": str(project / "own")}
    config = load(None, {"threshold": "0.6"}, environment)

    assert config.grouping.threshold == 0.6
    assert (config.grouping.jobs, config.reporting.color, config.attributing.as_of) == (4, "always", "2024-01-01")
    shown = run("config", "show", "--origin", cwd=project, **environment).stdout.decode().splitlines()
    assert "threshold = 0.5  # PROVENANCE_THRESHOLD" in shown
    assert 'color = "always"  # provenance.toml:4' in shown
    assert 'as-of = "2024-01-01"  # own/provenance/provenance.toml:4, yours' in shown
    assert 'fail-level = "warning"  # the default' in shown


def test_show_is_a_configuration_file(project: Path, run: Run) -> None:
    """What show prints is TOML that sets the same."""
    (project / "provenance.toml").write_text(
        'per-file-ignores = { "a b/*" = ["TXT"] }\n'
        '[[accept]]\ncode = "DUP"\nbetween = ["a", "b"]\nreason = "é \\"x\\""\n',
        encoding="utf-8",
    )
    before = load()
    text = run("config", "show", cwd=project).stdout.decode()
    assert set(tomllib.loads(text)) <= set(settings())

    (project / "provenance.toml").write_text(text, encoding="utf-8")
    after = load()
    assert [one.paths for one in after.judging.accept] == [one.paths for one in before.judging.accept]
    assert after.grouping == before.grouping


def test_the_schema_names_every_setting(run: Run, project: Path) -> None:
    """The schema has each key that a file may set, the usual values are those that hold, and it is printed."""
    assert json.loads(run("config", "schema").stdout) == json.loads(json.dumps(schema()))
    properties = schema()["properties"]
    assert isinstance(properties, dict)
    config = load(None, None, {})
    usual = {
        "threshold": config.grouping.threshold,
        "min-words": config.aligning.min_words,
        "jobs": config.grouping.jobs,
        "fail-level": config.judging.fail_level,
        "output": config.reporting.output,
        "color": config.reporting.color,
        "respect-gitignore": config.reading.gitignore,
        "follow-links": config.reading.follow_links,
    }
    assert {key: properties[key]["default"] for key in usual} == usual
    assert complaints([{"type": "issue"}], [{"type": ("issue",)}]) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("treshold = 1\n", "provenance.toml:1: treshold is not a setting (did you mean threshold?)"),
        (
            "\n[per-file-ignore]\n",
            "provenance.toml:2: per-file-ignore is not a setting (did you mean per-file-ignores?)",
        ),
        ("[[acept]]\n", "provenance.toml:1: acept is not a setting (did you mean accept?)"),
        (
            "[[accept]]\ncode='DUP'\nbetween=['a']\nreason='x'\n\n[[accept]]\nreasn='x'\n",
            "provenance.toml:6: accept: reasn",
        ),
        ("[[accept]]\ncode = 'DUP'\nbetween = ['a', 'b']\n", "provenance.toml:1: accept: reason is missing"),
        ("[[accept]]\ncode = 'DUP'\nbetween = ['a', 'b', 'c']\nreason = 'x'\n", "accept: between is missing or cannot"),
        ("[[accept]]\nbetween = ['a', 'b']\nreason = 'x'\n", "accept: code is missing"),
        ("accept = 3\n", "provenance.toml:1: accept: '3' cannot be used; write [[accept]] above each"),
        ("[[boilerplate]]\ntext = ''\n", "boilerplate: text is missing"),
        ("[severity]\nDUP = 'fatal'\n", "severity: 'DUP=fatal' cannot be used; give one of error, warning, info"),
        ("per-file-ignores = { 'a' = 3 }\n", "per-file-ignores: '3' cannot be used; give a list of codes for a"),
        ("include = 3\n", "provenance.toml:1: include: '3' cannot be used"),
        (
            "\nexclude = ['a', 'b[/]']\n",
            "provenance.toml:2: exclude: 'b[/]' cannot be used; it matches no path: a class",
        ),
        (
            "include = './a'\n",
            "provenance.toml:1: include: './a' cannot be used; it matches no path: paths have no part",
        ),
        (
            "exclude = ['a[']\n",
            "provenance.toml:1: exclude: 'a[' cannot be used; it matches no path: a \"[\" in it has no",
        ),
        (
            "per-file-ignores = { '!a' = 'X' }\n",
            "'!a' cannot be used; it matches no path: there is no",
        ),
        (
            "[[accept]]\ncode = 'X'\nbetween = ['a', '#b']\nreason = 'x'\n",
            "'#b' matches no path: it is a comment",
        ),
        ("respect-gitignore = 'maybe'\n", "give true or false"),
        ("# caf\xe9\n", "provenance.toml:1: byte 5 is not UTF-8; save the file as UTF-8"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(text: str, said: str, project: Path) -> None:
    """The file, the line, what is wrong and the nearest right word."""
    (project / "provenance.toml").write_bytes(text.encode("latin-1"))

    with pytest.raises(ConfigError) as error:
        load()
    assert said in str(error.value)


def test_a_code_that_no_rule_has(check: Callable) -> None:
    """Codes in tables are held to the rules, as those of select are: exit 2."""
    for setting in ('[severity]\nDUPP = "info"', '[per-file-ignores]\n"*" = ["DPU003"]'):
        status, _, said = check(setting)
        assert status == 2
        assert "is no rule, family or name of a rule" in said


def test_a_variable_that_is_nearly_a_setting(project: Path) -> None:
    """A misspelt variable is refused; others that begin alike are none of ours."""
    with pytest.raises(ConfigError, match=r"PROVENANCE_TRESHOLD is not .*mean PROVENANCE_THRESHOLD\?"):
        load(None, None, {"PROVENANCE_TRESHOLD": "0.5"})
    assert load(None, None, {"PROVENANCE_KERNELS": "python", "PROVENANCE_SHARED": "x"}) == load(None, None, {})


@pytest.mark.parametrize(
    "command", [["audit", "texts"], ["check", "texts"], ["compare", "texts", "texts"], ["config", "show"]]
)
def test_a_variable_that_is_no_setting_is_told_once(run: Run, project: Path, command: list[str]) -> None:
    """With what to do instead; it may be anybody's, so that nothing fails for it."""
    (project / "texts" / "a.txt").write_text("The ferry runs again.", encoding="utf-8")
    command = [word if word != "texts" or command[0] != "compare" else "texts/a.txt" for word in command]
    plain = run(*command, cwd=project)
    said = run(*command, cwd=project, PROVENANCE_NO_CACHE="1", PROVENANCE_BUILDER="x", PROVENANCE_SHARED="y")

    assert said.returncode == plain.returncode
    lines = [line for line in said.stderr.decode().splitlines() if "is not a setting" in line]
    assert [line.split()[1] for line in lines] == ["PROVENANCE_BUILDER", "PROVENANCE_NO_CACHE"]
    assert lines[1].endswith("use --no-cache" if command[0] in {"audit", "check"} else "lists all settings")
    assert b"is not a setting" not in plain.stderr


def test_variables_that_are_settings_are_not_told(run: Run, project: Path) -> None:
    """Nor those of others, nor those of the build and the tests."""
    (project / "a.txt").write_text("The ferry runs again.", encoding="utf-8")
    ours = {f"PROVENANCE_{name}": "1" for name in ("KERNELS", "SANITIZE", "AXE", "BROWSER", "SHARED")}
    others = {"PROVENANCES": "1", "MY_PROVENANCE_X": "1"}
    result = run("check", "a.txt", cwd=project, PROVENANCE_FAIL_LEVEL="error", **ours, **others)

    assert b"is not a setting" not in result.stderr


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('select = ["DUP", "QQQ"]', "provenance.toml:2: select: "),
        ('severity = { QQQ = "info" }', "provenance.toml:2: severity: "),
        ('per-file-ignores = { "a*" = ["QQQ"] }', "provenance.toml:2: "),
        ('[[accept]]\ncode = "QQQ"\nbetween = ["a"]\nreason = "r"', "provenance.toml:2: "),
    ],
)
def test_a_rule_that_does_not_exist_is_named_with_its_place(line: str, place: str, run: Run, tmp_path: Path) -> None:
    """Like every other mistake in a configuration file, and before anything is read."""
    (tmp_path / "provenance.toml").write_text(f"# settings\n{line}\n", encoding="utf-8")
    result = run("check", "nowhere", cwd=tmp_path)

    assert result.returncode == 2
    assert f"{place}'QQQ' is no rule" in result.stderr.decode()
