"""Audits a text corpus for duplicates and provenance, with evidence."""
