"""From a report to what people look at first: counts and the worst documents, at a terminal or in report.md."""
