"""Two files of one frozen article: which of them counts. Pure.

Two annotators whose zhupi are of different versions may freeze one article with other bounds of sentences.
Where both files come together, by git or in hand-ins, the one whose text sorts first counts: the same on
every machine, whichever came first. No mark moves by it, for marks lie over the text.
"""

from __future__ import annotations

__all__ = ["OURS", "first", "sides"]

OURS = b"<<<<<<< "
"""What no file has in it in which git left no two."""

_OURS, _BASE, _BETWEEN, _THEIRS = "<<<<<<< ", "||||||| ", "=======", ">>>>>>> "


def first(*files: str) -> str:
    """Return which of `files` counts."""
    return min(files)


def sides(text: str) -> list[str]:
    """Return the two files that git left in one with conflict markers, or `text` alone where it left none.

    No line of a frozen article begins as a marker does.
    """
    if _OURS not in text:
        return [text]
    ours: list[str] = []
    theirs: list[str] = []
    now: tuple[list[str], ...] = ours, theirs
    for line in text.split("\n"):
        if line.startswith(_OURS):
            now = (ours,)
        elif line.startswith(_BASE):
            now = ()
        elif line == _BETWEEN:
            now = (theirs,)
        elif line.startswith(_THEIRS):
            now = ours, theirs
        else:
            for side in now:
                side.append(line)
    return ["\n".join(ours), "\n".join(theirs)]
