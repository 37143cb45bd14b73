"""Gitignore patterns, matched against paths byte for byte as git does (gitignore(5), wildmatch.c)."""

from provenance.wildmatch.lines import Rule, complaint, encode, parse_rule, split_lines
from provenance.wildmatch.matching import Matcher

__all__ = ["Matcher", "Rule", "complaint", "encode", "parse_rule", "split_lines"]
