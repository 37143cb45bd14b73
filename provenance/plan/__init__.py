"""From the groups of a corpus to decisions, from those to a corpus without copies, and back."""
