"""Fields of records: which of them says what, what says nothing, and which are repeated in a line of JSON."""

from __future__ import annotations

from provenance.fields.placeholders import says_nothing
from provenance.fields.repeated import conflicting, may_repeat
from provenance.fields.roles import ROLES, rank_of, role_of, simplified

__all__ = ["ROLES", "conflicting", "may_repeat", "rank_of", "role_of", "says_nothing", "simplified"]
