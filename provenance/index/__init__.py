"""What a corpus remembers: documents, postings and texts in a folder; what of a text it has already."""
