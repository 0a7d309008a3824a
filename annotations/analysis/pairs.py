"""Quotes and brackets, and where one that is opened closes in its paragraph."""

from __future__ import annotations

import re

__all__ = ["BRACKETS", "CLOSERS", "LINE_END", "PAIRS", "QUOTES", "QUOTE_ENDS", "TITLES", "Paragraph"]

QUOTES = {"「": "」", "『": "』", "“": "”", "‘": "’", "﹁": "﹂", "﹃": "﹄", "«": "»"}
BRACKETS = dict(zip("（(《〈【〔［[〖", "）)》〉】〕］]〗", strict=True))
TITLES = "《〈"
_OTHER_WIDTH = {"（": "(", "(": "（", "［": "[", "[": "［"}
PAIRS = QUOTES | BRACKETS
QUOTE_ENDS = "".join(QUOTES.values()) + '"＂'
CLOSERS = "".join(PAIRS.values()) + "＂"
LINE_END = re.compile("[\n\r\u2028\u2029]")


class Paragraph:
    """What must be known of the paragraph that is being read to tell whether a pair is closed in it."""

    __slots__ = ("_next", "end", "straight", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        match = LINE_END.search(text, start)
        self.end = match.start() if match else len(text)
        self._next: dict[str, int] = {}
        """Where each mark stands next; so each stretch is searched once, however many open."""
        self.straight = -1
        """Where the straight quote that is open will close, if it is a long one."""

    def partner(self, opener: str, at: int) -> int:
        """Return where the pair opened at `at` closes, or -1 where it does not."""
        found = self._behind(PAIRS.get(opener, opener), at)
        if found >= 0 and opener in QUOTES and 0 <= self._behind(opener, at) < found:
            return -1  # opened again before it closed: this one was never closed
        if opener in _OTHER_WIDTH:
            other = self._behind(PAIRS[_OTHER_WIDTH[opener]], at)
            opens = self._behind(_OTHER_WIDTH[opener], at)
            if other >= 0 and (found < 0 or other < found) and not 0 <= opens < other:
                return other  # (…）: opened in one width and closed in the other
        return found

    def _behind(self, mark: str, at: int) -> int:
        """Return where `mark` stands next behind `at`, or -1."""
        found = self._next.get(mark, at)
        if 0 <= found <= at:
            found = self._next[mark] = self.text.find(mark, at + 1, self.end)
        return found
