"""How an article is worded where it is not shown as written: in another script, or as it stood undamaged."""

from __future__ import annotations

from collections.abc import Sequence

from textual.cache import LRUCache

from annotations.analysis.conversion import Script, Unit, correct
from tui.layout.lines import Lines, Page
from tui.layout.shown import ShownLine

__all__ = ["Wording"]


class Wording:
    """The script in which one article is shown, and what stands in place of its damaged stretches."""

    def __init__(self) -> None:
        self._script = Script.WRITTEN
        self._units: LRUCache[int, tuple[Unit, ...]] = LRUCache(256)
        self._corrections: dict[int, list[tuple[int, int, str]]] = {}

    def clear(self) -> None:
        """Forget what was known of an article; the script stays."""
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
        units = self._units.get(sentence)
        if units is None:
            here = [(start - begin, end - begin, right) for start, end, right in corrections or ()]
            text = page.text[begin : page.ends[sentence]]
            units = self._units[sentence] = correct(text, self._script, here)
        start, end = lines.starts[line], lines.ends[line]
        return ShownLine(start, end, begin, units, width - lines.indent_of(line))
