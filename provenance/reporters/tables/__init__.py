"""From a report to its CSV files: documents, claims, pairs, passages, groups and findings."""
