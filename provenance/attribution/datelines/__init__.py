"""From the start of a paragraph to its dateline: place, date and agencies."""
