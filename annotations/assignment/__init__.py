"""Who reads which article: the queue of each annotator, and how articles are spread over annotators."""

__all__ = ["ASSIGNMENTS"]

ASSIGNMENTS = "assignments.tsv"
"""The file inside a project."""
