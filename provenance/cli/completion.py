"""``provenance completion``: print the file that a shell reads to complete command lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli.parser import Parser
from provenance.cli.streams import results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOW = """\
install it with:
  bash  provenance completion bash > ~/.local/share/bash-completion/completions/provenance
  zsh   provenance completion zsh > "${fpath[1]}/_provenance"
  fish  provenance completion fish > ~/.config/fish/completions/provenance.fish"""


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser("completion", "Print completions for a shell.", epilog=_HOW)
    made.add_argument("shell", metavar="SHELL", choices=("bash", "zsh", "fish"), help="bash, zsh or fish")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    from provenance.cli.shells import SHELLS

    if options.shell not in SHELLS:
        raise UsageError(f"completion {options.shell}: unknown shell; the shells are {', '.join(SHELLS)}")
    with results(utf8=True) as stream:
        stream.write(SHELLS[options.shell]())
    return 0
