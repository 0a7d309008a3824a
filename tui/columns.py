"""What stands beside a sentence, on screen and on paper alike: a letter a label, and its state."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.marks import Marks
from annotations.scheme import Label

__all__ = ["letters_of"]


def letters_of(marks: Marks, labels: Sequence[Label], index: int) -> str:
    """Return a character for each of `labels` beside sentence `index`.

    A label that it carries shows its letter. ``n`` in the first column says none, full stops that nothing
    was said yet, hyphens that none is implied, because the article is done.
    """
    said = marks.said(index)
    if said.none:
        return "n".ljust(len(labels))
    if said.labels:
        return "".join(label.key if label.name in said.labels else " " for label in labels)
    return ("-" if marks.done else ".") * len(labels)
