"""From a pattern as git writes it to whether it fits a path, byte by byte as git has it (gitignore(5), wildmatch.c)."""

from provenance.wildmatch.lines import Rule, complaint, encoded, lines_of, rule_of
from provenance.wildmatch.matching import Matcher

__all__ = ["Matcher", "Rule", "complaint", "encoded", "lines_of", "rule_of"]
