"""A stretch of one sentence that the arrows move, until Enter takes it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from annotations.analysis.ranges import touched
from annotations.wording import tr
from tui.layout.cells import fit, visible
from tui.layout.runs import Row, Run
from tui.widgets.picker import Picker

__all__ = ["RangeCaret"]


class RangeCaret(Picker):
    """Marks a stretch of a sentence by words, grown and shrunk by characters; stands where a list would.

    Args:
        text: The article's text.
        words: Where the words of the sentence begin and end, ascending.
        taken: Where names stand already; it begins at the first word beside them, and Tab goes from one
            such word to the next.
        show: Marks a stretch, or nothing.
        take: Called with the stretch that Enter takes; the mark stays.
    """

    def __init__(
        self,
        text: str,
        words: Sequence[tuple[int, int]],
        taken: Sequence[tuple[int, int]],
        show: Callable[[tuple[int, int] | None], None],
        take: Callable[[tuple[int, int]], None],
    ) -> None:
        super().__init__(tr("a name from .. to .."), (), lambda value: None)
        self._text = text
        self._words = words
        named = touched(taken)
        self._free = [
            (start, end)
            for start, end in words
            if any(character.isalnum() for character in text[start:end]) and not named(start, end)
        ]
        self._show = show
        self._take = take
        self.marked = (self._free or words)[0]
        show(self.marked)

    def answer(self, key: str) -> Callable[[], None] | None:
        """Return what `key` does to end it: Enter takes the stretch, Esc leaves it."""
        if key in ("enter", "ctrl+j", " "):
            return lambda: self._take(self.marked)
        if key == "escape":
            return lambda: self._show(None)
        return None

    def moves(self, key: str) -> bool:
        """Move the stretch if `key` says so, and tell whether it means anything; another one leaves it."""
        start, end = self.marked
        if key in ("right", "left"):
            self._mark(self._beside(self._words, 1 if key == "right" else -1))
        elif key in ("tab", "shift+tab"):
            self._mark(self._beside(self._free, 1 if key == "tab" else -1))
        elif key == "shift+right":
            self._mark((start, min(end + 1, self._words[-1][1])))
        elif key == "shift+left":
            self._mark((start, max(end - 1, start + 1)))
        else:
            self._show(None)
            return False
        return True

    def _beside(self, words: Sequence[tuple[int, int]], step: int) -> tuple[int, int]:
        """Return the word of `words` after the stretch, or before it; the last one is followed by none."""
        start, end = self.marked
        if step > 0:
            after = bisect_left(words, (end, end))
            return words[after] if after < len(words) else self.marked
        before = bisect_right(words, (start, start)) - 1
        return words[before] if before >= 0 and words[before][0] < start else self.marked

    def _mark(self, marked: tuple[int, int]) -> None:
        self.marked = marked
        self._show(marked)

    def rows(self, width: int, height: int) -> list[Row]:
        """Return what is marked, and the keys, as `height` rows of `width` cells."""
        said = visible(self._text[slice(*self.marked)])
        rows: list[Row] = [
            [Run(tr(" add a name: "), "key"), Run(fit(said, max(4, width - 14)), "strong")],
            [
                Run(
                    fit(
                        tr(" Right Left another word   Shift+Right Shift+Left one character more, less"),
                        width,
                    )
                ),
            ],
            [Run(fit(tr(" Tab the next word in no name   Enter then its type   Esc leaves"), width))],
        ]
        rows += [[]] * (height - len(rows))
        return rows[:height]
