"""One script and one width for the grammar, without moving an offset."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from annotations.analysis.script import to_simplified

__all__ = ["fold", "is_traditional"]

_KEPT_COLON: Final = "\ue005"
"""Stands for a full-width colon that stays so, until the table makes it one again."""
_KEPT_WIDE: Final = frozenset(map(ord, "，（）；！？"))
_FULL_WIDTH: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in _KEPT_WIDE}
_TABLE: Final = {
    **_FULL_WIDTH,
    ord(_KEPT_COLON): "：",
    **dict(zip(map(ord, "　\u00a0−–—﹣〜〇○圆圓壱"), "  ----~零零元元壹", strict=True)),
}
_LABEL_COLON: Final = re.compile("(?<=[A-Za-z])：(?=[-+]?[0-9０-９])")
_WIDE_THOUSANDS: Final = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def fold(text: str) -> str:
    """Return `text` in simplified script and half width.

    The result has exactly the length of `text`, so offsets hold in both. A full-width comma becomes
    a thousands separator only between full-width digits: 「100，200人」 lists two numbers. A full-width
    colon stays behind a Latin letter: 「C-Eval：48.6分」 has an amount, and node:18 is a name.
    """
    text = _LABEL_COLON.sub(_KEPT_COLON, text)
    return to_simplified(_WIDE_THOUSANDS.sub(",", text).translate(_TABLE))


def is_traditional(text: str, folded: str) -> bool:
    """Tell whether `text`, whose folded form is `folded`, has a character that simplified script has not.

    The table of OpenCC has characters of both, too (乾, 著): the code of simplified script, GB 2312, tells.
    """
    return any(
        one != other and one > "\u3400" and not _in_gb2312(one)
        for one, other in zip(text, folded, strict=True)
    )


@cache
def _in_gb2312(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False
