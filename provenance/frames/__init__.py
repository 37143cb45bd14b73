"""From tables of texts in memory to results that are tables again: data frames and notebooks."""
