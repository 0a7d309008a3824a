"""Texts as they are compared when something is looked for: script, width and case fold.

開會 finds 开会, ＡＩ and ai find AI, and what nobody sees parts no word. Query and text are folded alike.
"""

from __future__ import annotations

from functools import cache
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
        character = chr(code)
        form = _plain(character)
        # Some rare characters have simplified ones beyond the first 65,536. There the first of them stands
        # for all, so that nearly every text takes two bytes a character.
        self[code] = form = _first_of().get(form, form)
        return form


def _plain(character: str) -> str:
    """Return a character narrow, small and simplified, as far as each of that is one character."""
    form = character
    if "\u3400" <= character < "\ua000":  # Han characters, most of what there is: nothing else is about them
        while (simple := to_simplified(form)) != form:
            form = simple
        return form
    for _ in range(3):  # a wide letter is made narrow, then small; a Han character may be there twice
        for other in (normalize("NFKC", form), form.casefold(), to_simplified(form)):
            if len(other) == 1 and other != form:
                form = other
                break
    return form if not character.isspace() or form.isspace() else character


@cache
def _first_of() -> dict[str, str]:
    """Return by each simplified character beyond the first 65,536 the first one that it stands for."""
    found: dict[str, str] = {}
    written = "".join(map(chr, range(0x3400, 0xA000)))
    for character, simple in zip(written, to_simplified(written), strict=True):
        if simple > "\uffff":
            found.setdefault(simple, character)
    return found


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Return `text` as it is compared, character for character: always as long as it was."""
    return text.translate(_FOLDS)


def folded(text: str) -> Folded:
    """Return `text` as it is compared, without what nobody sees and without spaces that part no words."""
    source = legible(text)
    return Folded(fold(source.text), source)
