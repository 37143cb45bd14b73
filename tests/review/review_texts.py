"""Three invented texts that resemble each other."""

from __future__ import annotations

NAMES = ("a.txt", "b.txt", "c.txt")


def text(name: str) -> str:
    """The text of this name."""
    return " ".join(f"The harbour office counts {number} boats and {number * 7} nets" for number in range(30)) + name
