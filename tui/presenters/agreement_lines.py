"""With which lines what ``zhupi agree`` prints begins, so that a later one may replace it."""

from __future__ import annotations

import re

from annotations.agreement.judgements import WHYS
from tui.layout.cells import fit

__all__ = ["POSITIONS", "POSITIONS_HEAD", "is_agreement"]

POSITIONS = 16, 11, 10, 12, 6, 12
"""Cells of the columns of the table of positions, which has no head; the last tells why."""
POSITIONS_HEAD = "| article | offsets | annotator | labels | counted | why | text |"
"""With what positions begin in Markdown."""
_HEADLINE = re.compile(
    r"(?:# )?.*: [\d,]+ (?:annotators?; [\d,]+ sentences? |位[標标][註注]者；[\d,]+ [個个]句子)"
)
"""In every language: what was printed in one is replaced in another."""
_CSV = "scope,annotator,other,article,source,", "article,source,start,end,text,annotator,"
_WHY = "|".join(re.escape(fit(one, POSITIONS[-1])) for one in (*WHYS, "untouched"))
_POSITION = re.compile(rf".{{8,}} (?=\d+-)[-\d. ]{{11}} .{{5,}} .{{6,}} (?:counts|no {{4}}) (?:{_WHY})\n?")


def is_agreement(line: str) -> bool:
    """Tell whether `line` is one with which figures or positions of ours begin: a table, CSV or Markdown."""
    if line.startswith(_CSV) or line.rstrip("\n") == POSITIONS_HEAD:
        return True
    return bool(_HEADLINE.match(line) or _POSITION.fullmatch(line))
