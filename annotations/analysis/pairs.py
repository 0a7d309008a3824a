"""Quotes and brackets, and where one that is opened closes in its paragraph."""

from __future__ import annotations

import re

__all__ = ["BRACKETS", "CLOSERS", "LINE_END", "PAIRS", "QUOTES", "QUOTE_ENDS", "TITLES", "Paragraph"]

QUOTES = {"「": "」", "『": "』", "“": "”", "‘": "’", "﹁": "﹂", "﹃": "﹄", "«": "»"}
BRACKETS = dict(zip("（(《〈【〔［[〖", "）)》〉】〕］]〗", strict=True))
TITLES = "《〈"
PAIRS = QUOTES | BRACKETS
QUOTE_ENDS = "".join(QUOTES.values()) + '"＂'
CLOSERS = "".join(PAIRS.values()) + "＂"
LINE_END = re.compile("[\n\r\u2028\u2029]")


class Paragraph:
    """What must be known of the paragraph that is being read to tell whether a pair is closed in it."""

    __slots__ = ("closers", "end", "straight", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        match = LINE_END.search(text, start)
        self.end = match.start() if match else len(text)
        self.closers: dict[str, int] = {}
        """Where each closing mark stands next; so each stretch is searched once, however many open."""
        self.straight = -1
        """Where the straight quote that is open will close, if it is a long one."""

    def partner(self, opener: str, at: int) -> int:
        """Return where the pair opened at `at` closes, or -1 where it does not."""
        closer = PAIRS.get(opener, opener)
        found = self.closers.get(closer, at)
        if 0 <= found <= at:
            found = self.closers[closer] = self.text.find(closer, at + 1, self.end)
        if found >= 0 and opener in QUOTES and self.text.find(opener, at + 1, found) >= 0:
            return -1  # opened again before it closed: this one was never closed
        return found
