"""How an article is worded where it is not shown as written: in another script, or as it stood undamaged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from textual.cache import LRUCache

from annotations.analysis.conversion import Script, Unit, correct, windows
from tui.layout.lines import Lines, Page
from tui.layout.shown import ShownLine

__all__ = ["Wording"]


class Wording:
    """The script in which one article is shown, and what stands in place of its damaged stretches."""

    def __init__(self) -> None:
        self._script = Script.WRITTEN
        self._windows: LRUCache[int, list[int]] = LRUCache(256)
        self._units: LRUCache[tuple[int, int], list[Unit]] = LRUCache(256)
        self._corrections: dict[int, list[tuple[int, int, str]]] = {}

    def clear(self) -> None:
        """Forget what was known of an article; the script stays."""
        self._windows.clear()
        self._units.clear()
        self._corrections = {}

    def correct(self, page: Page, corrections: Sequence[tuple[int, int, str]]) -> bool:
        """Take `corrections` of `page`, each a start, an end and a text; False if they are what they were."""
        by_sentence: dict[int, list[tuple[int, int, str]]] = {}
        for one in corrections:
            for sentence in range(page.sentence_at(one[0]), page.sentence_at(one[1] - 1) + 1):
                by_sentence.setdefault(sentence, []).append(one)
        if by_sentence == self._corrections:
            return False
        self._corrections = by_sentence
        self._units.clear()
        return True

    @property
    def script(self) -> Script:
        """Return the script in which the article is shown."""
        return self._script

    @script.setter
    def script(self, script: Script) -> None:
        self._script = script
        self._units.clear()

    def shown(self, page: Page, lines: Lines, line: int, sentence: int, width: int) -> ShownLine | None:
        """Return how `line`, of `sentence`, is shown in `width` cells, or None if it is shown as written."""
        corrections = self._corrections.get(sentence)
        if self._script is Script.WRITTEN and not corrections:
            return None
        begin = page.starts[sentence]
        start, end = lines.starts[line], lines.ends[line]
        starts = self._windows.get(sentence)
        if starts is None:
            starts = self._windows[sentence] = windows(page.text[begin : page.ends[sentence]])
        units: list[Unit] = []
        for window in range(bisect_right(starts, start - begin) - 1, len(starts)):
            if begin + starts[window] >= end:
                break
            units += self._converted(page, sentence, starts, window)
        return ShownLine(start, end, begin, units, width - lines.indent_of(line))

    def _converted(self, page: Page, sentence: int, starts: Sequence[int], window: int) -> list[Unit]:
        """Return a window of a sentence as it is shown; offsets count from the start of the sentence.

        The whole of a sentence is never converted at once: it may be a million characters long.
        """
        units = self._units.get((sentence, window))
        if units is None:
            offset = starts[window]
            at = page.starts[sentence] + offset
            stop = page.ends[sentence] if window + 1 == len(starts) else at - offset + starts[window + 1]
            here = [
                (start - at, end - at, right)
                for start, end, right in self._corrections.get(sentence, ())
                if start < stop and end > at
            ]
            units = self._units[sentence, window] = [
                Unit(unit.start + offset, unit.end + offset, unit.plain, unit.shown)
                for unit in correct(page.text[at:stop], self._script, here)
            ]
        return units
