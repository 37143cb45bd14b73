"""From the source of a page to the text of its article and to what its markup states, by the standard library alone."""
