"""Articles that are copies of each other, or are not."""

from __future__ import annotations

import json
from collections.abc import Callable

Git = Callable[..., str]

LEADS = ("bridge over the canal", "ferry to the islands", "tunnel below the ridge", "road along the coast")


def article(lead: str, change: str = "") -> str:
    body = " ".join(
        f"Report {number} says that the {lead} was closed for {number * 3} days, and that {number * 11} people wrote "
        f"letters about its timetable to office {chr(64 + number)}{change if number == 3 else ''}."
        for number in range(1, 9)
    )
    return f"News of the {lead}\n\nHANOI (VNA) - 12 May 2023. {body}\n"


def record(name: str, lead: str, change: str = "") -> str:
    return json.dumps({"id": name, "text": article(lead, change)}) + "\n"
