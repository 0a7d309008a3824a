"""Texts as they are compared when something is looked for: script, width and case fold.

開會 finds 开会, ＡＩ and ai find AI, and what nobody sees parts no word. Query and text are folded alike.
"""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import normalize

from annotations.analysis.legible import Legible, legible
from annotations.analysis.script import to_simplified

__all__ = ["Folded", "fold", "folded"]


class Folded(NamedTuple):
    """A folded text, with the way back to every offset of the text that it was made of."""

    text: str
    source: Legible

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Return where what stands from `start` to `end` here is in the text that was folded."""
        return self.source.raw(start, end)

    def here(self, start: int, end: int) -> tuple[int, int]:
        """Return where what stands from `start` to `end` in the text that was folded is here."""
        return self.source.here(start, end)


class _Folds(dict[int, str]):
    """The folded form of each character, always one, filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        folded = character = chr(code)
        if 0x3400 <= code < 0xA000:  # Han characters, most of what there is: nothing else is about them
            while (form := to_simplified(folded)) != folded:
                folded = form
            self[code] = folded
            return folded
        for _ in range(3):  # a wide letter is made narrow, then small; a Han character may be there twice
            for form in (normalize("NFKC", folded), folded.casefold(), to_simplified(folded)):
                if len(form) == 1 and form != folded:
                    folded = form
                    break
        self[code] = folded if not character.isspace() or folded.isspace() else character
        return self[code]


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Return `text` as it is compared, character for character: always as long as it was."""
    return text.translate(_FOLDS)


def folded(text: str) -> Folded:
    """Return `text` as it is compared, without what nobody sees and without spaces that part no words."""
    source = legible(text)
    return Folded(fold(source.text), source)
