"""One annotator's records in one file."""
