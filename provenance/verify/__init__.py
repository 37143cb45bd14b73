"""From a sealed bundle, and the texts that it is about, to what was changed since: files, lines, texts and spans."""

from provenance.verify.sealed import Bundle, opened
from provenance.verify.texts import compared

__all__ = ["Bundle", "compared", "opened"]
