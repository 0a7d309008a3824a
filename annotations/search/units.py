"""Whether words stand in a text, asked of its UTF-16 units: ten times as fast as folding its characters.

Only for texts that :func:`is_plain`: of others what nobody sees has to be taken out first.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from annotations.analysis.legible import Legible
from annotations.search.fold import Folded, fold, folded

__all__ = ["Needles", "fold_plain", "is_plain"]

_BEYOND = "\U00010000"
"""The first character that takes two units."""
_END = b"\0\0"
_UNCHANGED = 0xAC00
"""From here on lie Hangul, halves of pairs and what is for private use, which fold to themselves, .."""
_FORMS = 0xF900
"""and from here on the forms of other characters."""


def is_plain(text: str) -> bool:
    """Tell whether `text` folds unit by unit: nothing is taken out of it, nothing in it takes two units."""
    plain = fold(text)
    return max(text + plain, default="") < _BEYOND and folded(text).text == plain


def fold_plain(text: str) -> Folded:
    """Return what :func:`.folded` does of a text that is plain."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    return Folded(_table()[units].tobytes().decode("utf-16-le", "surrogatepass"), Legible(text, text, ()))


class Needles:
    """Folded words that must all stand in a text."""

    def __init__(self, words: Sequence[str]) -> None:
        # A long one is in few texts, and the others are looked for in those alone.
        self._words = [
            one.encode("utf-16-le", "surrogatepass") for one in sorted(words, key=len, reverse=True)
        ]

    def __bool__(self) -> bool:
        return bool(self._words)

    def among(self, texts: Sequence[bytes]) -> list[int]:
        """Return which of `texts`, plain ones as they were written, in UTF-16, have all of them.

        They are folded together: one by one that took longer than to look for the words.
        """
        if not texts:
            return []
        folds = _table()[np.frombuffer(_END.join(texts), dtype="<u2")].tobytes()
        ends = list(accumulate(len(one) + len(_END) for one in texts))
        held = list(range(len(texts)))
        for word in self._words:
            held = [at for at in held if _stands(word, folds, ends[at] - len(texts[at]) - 2, ends[at] - 2)]
        return held


def _stands(word: bytes, folds: bytes, start: int, end: int) -> bool:
    at = folds.find(word, start, end)
    while at > 0 and at % 2:  # half of one unit and half of the next
        at = folds.find(word, at + 1, end)
    return at >= 0


@cache
def _table() -> npt.NDArray[np.uint16]:
    """Return what each unit folds to."""
    table = np.arange(1 << 16, dtype="<u2")
    for begin, end in ((0, _UNCHANGED), (_FORMS, 1 << 16)):
        folds = fold("".join(map(chr, range(begin, end))))
        # A few rare characters become one of two units; where they stand the text is not plain.
        units = "".join(one if one < _BEYOND else "\0" for one in folds)
        table[begin:end] = np.frombuffer(units.encode("utf-16-le"), dtype="<u2")
    return table
