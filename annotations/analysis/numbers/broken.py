"""Numbers that the end of a line breaks in two, as texts copied out of a PDF have them: 12⏎00億元, 9.⏎5%.

Neither half is a number, and a value that is read off one is wrong. The whole would stand in two sentences,
so none is found. Only what can be nothing else is taken for broken: a list that begins with 3. or a column of
figures is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from annotations.model.article import Number

__all__ = ["unbroken"]

_END: Final = r"[ \u3000]*\r?\n[ \u3000]*"
_BROKEN: Final = re.compile(
    rf"[0-9]{_END}(?=0[0-9]*[%％万萬亿億元])"
    rf"|[0-9][.．]{_END}(?=[0-9]+[%％万萬亿億])"
    rf"|[0-9][,，]{_END}(?=[0-9]{{3}}(?:[,，][0-9]{{3}})*[%％万萬亿億元人])"
)


def unbroken(text: str, numbers: Iterable[Number]) -> list[Number]:
    """Return `numbers` of `text` without those that are half of one which a line's end breaks."""
    numbers = list(numbers)
    ends: set[int] = set()
    starts: set[int] = set()
    for match in _BROKEN.finditer(text):
        ends.update((match.start() + 1, match.start() + 2))  # 9 and 9. alike
        starts.add(match.end())
    if not starts:
        return numbers
    return [number for number in numbers if number.end not in ends and number.start not in starts]
