"""Every pattern of the package, found by reading its sources, and the texts that nearly match each."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "provenance"
MAKERS = {"compile", "match", "search", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
# What stands for a repetition without an end, for one of two and for one of many.
LONG = 9
# Sites whose patterns are put together when they run, with examples of what comes of it: classes of characters that a
# text has, and patterns of paths as a user writes them.
TOGETHER = {
    ("kernels.plain.quotes", "quoted"): lambda: ['["“”„«»]'],
    ("form.characters", "invisibles"): lambda: ["[\u200b\u202e\ufeff][\u200b\u202e\ufeff]*"],
    ("form.characters", "mixed_forms"): lambda: ["[\u0301\u0323]"],
    # The one setting that states a form is the date of texts that have none.
    ("settings.tables", "read"): lambda: [r"\d{4}(-\d\d(-\d\d)?)?"],
    ("paths", "_compiled"): lambda: [each.pattern for each in _paths("**/a*b?c/**", "*a*a*a", "/[a-z]*/**/x")],
}


def _paths(*lines: str) -> list[re.Pattern[str]]:
    compiled = importlib.import_module("provenance.paths")._compiled
    return [compiled(line)[0] for line in lines]


class Site:
    """A call that makes a pattern: its module, the function around it, its arguments."""

    def __init__(self, module: str, function: ast.FunctionDef | None, call: ast.Call) -> None:
        self.module = module
        self.function = function
        self.call = call

    @property
    def name(self) -> str:
        return f"{self.module}:{self.function.name if self.function else '-'}:{self.call.lineno}"


def sites() -> list[Site]:
    """Return each call of ``re`` that is given a pattern, in the order of the sources."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        found += _sites(ast.parse(path.read_text(encoding="utf-8")), module, None)
    return found


def _sites(node: ast.AST, module: str, function: ast.FunctionDef | None) -> list[Site]:
    found = []
    for child in ast.iter_child_nodes(node):
        within = child if isinstance(child, ast.FunctionDef) else function
        target = child.func if isinstance(child, ast.Call) else None
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "re":
            assert isinstance(child, ast.Call)
            found += [Site(module, function, child)] if target.attr in MAKERS else []
        found += _sites(child, module, within)
    return found


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern of the package that is held against text, by its module and name.

    A site that cannot be resolved is an AssertionError: list it in TOGETHER, or give the pattern a function of its own.
    """
    found: dict[str, re.Pattern[str]] = {}
    for site in sites():
        for name, pattern in resolved(site).items():
            found.setdefault(f"{site.module}: {name}", pattern)
    return found


def resolved(site: Site) -> dict[str, re.Pattern[str]]:
    """Return the patterns that are made at *site*, by name."""
    module = importlib.import_module(f"provenance.{site.module}".rstrip("."))
    function, first = site.function, site.call.args[0]
    around = function.name if function else "-"
    if (site.module, around) in TOGETHER:
        return {f"{around} {at}": re.compile(each) for at, each in enumerate(TOGETHER[site.module, around]())}
    if isinstance(first, ast.Subscript) and isinstance(first.value, ast.Name):
        table = vars(module)[first.value.id]
        return {name: vars(module)[around](name) for name in table}
    if isinstance(first, ast.Constant | ast.Name) and not _local(first, function):
        value = first.value if isinstance(first, ast.Constant) else vars(module)[first.id]
        return {} if isinstance(value, bytes) else {f"{around} {site.call.lineno}": re.compile(value)}
    assert function is not None, f"{site.name}: no pattern can be told here"
    assert not function.args.args, f"{site.name}: its pattern is put together when it runs; list it in TOGETHER"
    made = vars(module)[around]()
    assert isinstance(made, re.Pattern), f"{site.name}: its function gives no pattern; list it in TOGETHER"
    return {around: made}


def _local(first: ast.expr, function: ast.FunctionDef | None) -> bool:
    """Return whether a name is one of the function's own."""
    inner = ast.walk(function) if function else ()
    own = {node.id for node in inner if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return isinstance(first, ast.Name) and first.id in own


@cache
def near_misses(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return pieces of text that, repeated, nearly match *pattern* again and again, in different ways.

    What fits but for its last character, with every repetition as short as may be and longer; and what each long
    repetition by itself goes on over.
    """
    tree = re._parser.parse(pattern.pattern, pattern.flags)
    short, long = (sample(pattern, many) for many in (1, LONG))
    found = [short[:-1], long[:-1], long + "\x01", f"{long}\n", *_runs(tree)]
    return tuple(dict.fromkeys(piece for piece in found if piece))


def sample(pattern: re.Pattern[str], many: int) -> str:
    """Return a text that *pattern* fits, but for what it looks around at, with *many* of what may be repeated."""
    return _sample(re._parser.parse(pattern.pattern, pattern.flags), many)


def _sample(tree: object, many: int) -> str:
    return "".join(_said(str(op), argument, many) for op, argument in tree)


def _said(op: str, argument: object, many: int) -> str:
    if op == "LITERAL":
        return chr(argument)
    if op == "NOT_LITERAL":
        return "x" if argument != ord("x") else "y"
    if op == "ANY":
        return "x"
    if op == "IN":
        return _member(argument)
    if op == "BRANCH":
        return _sample(max(argument[1], key=len), many)
    if op == "SUBPATTERN":
        return _sample(argument[-1], many)
    if op == "ATOMIC_GROUP":
        return _sample(argument, many)
    if op.endswith("_REPEAT"):
        least, most, inner = argument
        return _sample(inner, many) * max(int(least), min(many, int(most)))
    assert op in {"AT", "ASSERT", "ASSERT_NOT", "GROUPREF", "GROUPREF_EXISTS", "FAILURE"}, op
    return ""


CATEGORIES = {
    "CATEGORY_DIGIT": "1", "CATEGORY_NOT_DIGIT": "x", "CATEGORY_SPACE": " ", "CATEGORY_NOT_SPACE": "x",
    "CATEGORY_WORD": "w", "CATEGORY_NOT_WORD": "-",
}  # fmt: skip


def _member(items: list[tuple[object, object]]) -> str:
    """Return a character of a class."""
    if str(items[0][0]) == "NEGATE":
        out = re.compile("".join(("[", *map(_spelled, items[1:]), "]")))
        return next(c for c in "xX1 -.\n\u4e00" if not out.match(c))
    op, argument = str(items[-1][0]), items[-1][1]
    return chr(argument) if op == "LITERAL" else chr(argument[0]) if op == "RANGE" else CATEGORIES[str(argument)]


def _spelled(item: tuple[object, object]) -> str:
    op, argument = str(item[0]), item[1]
    if op == "CATEGORY":
        letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[str(argument).rpartition("_")[2]]
        return "\\" + (letter.upper() if "_NOT_" in str(argument) else letter)
    return re.escape(chr(argument)) if op == "LITERAL" else "-".join(re.escape(chr(end)) for end in argument)


def _runs(tree: object) -> list[str]:
    """Return what each repetition of many goes on over."""
    found = []
    for op, argument in tree:
        name = str(op)
        if name.endswith("_REPEAT"):
            _least, most, inner = argument
            found += [_sample(inner, 1)] if int(most) > LONG else []
            found += _runs(inner)
        elif name == "BRANCH":
            found += [run for branch in argument[1] for run in _runs(branch)]
        elif name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            found += _runs(argument[-1] if name == "SUBPATTERN" else argument)
    return found


def read_through(text: str) -> None:
    """Hold every pattern that reads texts or what containers say against *text*, through the stages that use them."""
    from provenance.attribution import attribute
    from provenance.attribution.explain import why
    from provenance.derivation.profiles import SourceProfile, page_facts
    from provenance.derivation.quotes import quoting
    from provenance.form import inspect, repetition
    from provenance.model import Document, Statement
    from provenance.readers.headers import find_header
    from provenance.reporters.display.words import visible

    fields = ("title", "date", "source", "url", "author")
    document = Document("a", "a.txt", b"", None, 0)
    stated = Document("a", "a.txt", b"", None, 0, statements=tuple(Statement(one, text, "container") for one in fields))
    for found in (attribute(text, document), attribute("A text.", stated)):
        why(found)
        SourceProfile(found, page_facts(text))
    repetition(text, 0, (), inspect(text, document))
    quoting(text, text)
    for opening in ("", "---\n", " date 2024-03-05 "):
        find_header(opening + text, ".md")
    visible(text)
