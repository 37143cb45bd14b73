"""The declaration of one setting: everything that the rest of the program derives about it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Literal, TypeVar

import attrs

if TYPE_CHECKING:
    from provenance.settings.kinds import Kind

    # Parts of the program, named after what they do or after their packages.  The stages of a run (rules.rule.Stage)
    # are finer: "inspect" is of the area "form", "repeats" and "passages" are of "alignment".
    Area = Literal["read", "group", "form", "alignment", "attribution", "derivation", "rules", "gate", "reports"]
    Command = Literal[
        "audit",
        "check",
        "baseline",
        "review",
        "dedup",
        "diff",
        "compare",
        "explain-document",
        "index",
        "match",
        "where",
        "contamination",
    ]

T = TypeVar("T")

# Areas whose settings decide what is found; the others only choose what fails a check and how results are written.
EVIDENCE: tuple[Area, ...] = ("read", "group", "form", "alignment", "attribution", "derivation", "rules")
# Commands that audit a corpus.
CORPUS: tuple[Command, ...] = ("audit", "check", "baseline", "review")
# Those that read one and compare its texts.
DEDUP: tuple[Command, ...] = (*CORPUS, "dedup")
# Commands that read files and folders.
READERS: tuple[Command, ...] = (*DEDUP, "index", "match", "where", "contamination")


class Flag:
    """How a setting is given on the command line: by ``--KEY``, in the *commands* that have it.

    *metavar* stands for the value in the help; "" for a switch.  *group* is the heading in the help, and *short* a
    second name such as ``-f``.
    """

    __slots__ = ("commands", "group", "metavar", "short")

    def __init__(self, group: str, metavar: str, commands: tuple[Command, ...], *, short: str = "") -> None:
        self.group = group
        self.metavar = metavar
        self.commands = commands
        self.short = short


class Declared:
    """What the field of a settings class says about its setting; see ``setting``."""

    __slots__ = ("flag", "help", "in_files", "key", "kind", "touches")

    def __init__(
        self, key: str, text: str, kind: Kind[object], touches: tuple[Area, ...], flag: Flag | None, *, in_files: bool
    ) -> None:
        self.key = key
        self.help = text
        self.kind = kind
        self.touches = touches
        self.flag = flag
        self.in_files = in_files


def setting(
    default: T,
    *,
    key: str,
    kind: Kind[T],
    touches: tuple[Area, ...],
    help: str,  # noqa: A002 - argparse calls it so
    flag: Flag | None = None,
    in_files: bool = True,
) -> T:
    """Declare the field of a settings class as a setting that users can give, and return that field.

    *key* is its name in configuration files; flags and environment variables are named after it.  *kind* checks a raw
    value.  *touches* are the areas whose results depend on it: the cache and audit.json go by them.  *help* is one
    sentence for ``--help``, the docs and the JSON Schema.  *flag*: None for a setting that has none.  *in_files*: False
    for what is about one run and not about a corpus, so that neither files nor the environment may set it.
    """
    metadata = {Declared: Declared(key, help, kind, touches, flag, in_files=in_files)}
    if isinstance(default, dict):
        return attrs.field(factory=lambda: copy(default), metadata=metadata)
    return attrs.field(default=default, metadata=metadata)


def limit(default: T, *, touches: tuple[Area, ...] = ()) -> T:
    """Declare a field that only Python code can set; results of the areas that it *touches* depend on it."""
    return attrs.field(default=default, metadata={Declared: touches})
