"""Traditional to simplified Chinese, for analysis: the taggers were trained on simplified text.

The table is OpenCC's, as packed in ``opencc-python-reimplemented``, one character for one character, so
that offsets hold on both sides. OpenCC's phrases (乾隆 and not 干隆, 瞭解 as 了解) are left out: the names
found are as good without them, and a table alone is several times as fast. What a reader is to see is
converted elsewhere, by OpenCC itself.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

__all__ = ["to_simplified"]


def to_simplified(text: str) -> str:
    """Return `text` in simplified characters; always as long as `text`, character for character."""
    return text.translate(_characters())


@cache
def _characters() -> dict[int, int]:
    """Read OpenCC's table: a traditional character, a tab, the simplified ones, the best one first."""
    spec = PathFinder.find_spec("opencc")
    if spec is None or spec.origin is None:  # a broken installation: analysis goes on with what is written
        return {}
    path = Path(spec.origin).parent / "dictionary" / "TSCharacters.txt"
    table = path.read_text(encoding="utf-8").rstrip("\n") + "\n" if path.is_file() else ""
    # Without further choices a line is four characters long, and the table two slices: it is read at every
    # start, and 4,000 lines one by one took three times as long.
    table = re.sub(" [^\n]*", "", table)
    return str.maketrans(table[::4], table[2::4])
