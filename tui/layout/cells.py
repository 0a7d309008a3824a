"""How many cells a character takes on the terminal, and what is drawn for one that must not reach it.

Text from outside may hold escape sequences, bidirectional overrides, zero-width characters and lone
surrogates. None is sent to the terminal: each is drawn as `STAND_IN`, so that it is seen and takes a
cell of its own. Everything that zhupi prints goes through `visible`, on screen and off it.
"""

from __future__ import annotations

import unicodedata
from array import array
from itertools import accumulate

from rich.cells import get_character_cell_size

__all__ = [
    *("prefix_cells", "visible"),
    *("STAND_IN", "cell_width", "escaped", "fit", "forget_widths", "is_stand_in", "padded"),
]

STAND_IN = "\N{NOT SIGN}"
"""Drawn for a character that must not or cannot be drawn; narrow in every terminal (East Asian width Na)."""

_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks by category that show nothing and change their neighbours: joiners and fillers."""
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x180B, 0x180D), (0x180F, 0x180F))
"""Variation selectors, the last two ranges those of Mongolian."""
_HAN = range(0x4E00, 0xA000)
"""Characters of which nothing has to be asked; an article has hundreds, laid out before its first frame."""


def _form(code: int) -> str:
    """Return what is drawn for one code point."""
    character = chr(code)
    if code in _HAN:
        return character
    if any(first <= code <= last for first, last in _SELECTORS):
        # A variation selector picks among glyphs of the character before it. Terminals disagree
        # about the width of what results, so the default glyph is drawn.
        return ""
    category = unicodedata.category(character)
    if character in "\t\u00a0" or (category == "Zs" and character not in " \u3000"):
        return " "
    if category in {"Cc", "Cf", "Cs", "Zl", "Zp"} or character in _UNSEEN or code & 0xFFFE == 0xFFFE:
        return STAND_IN
    return character


class _Forms(dict[int, str]):
    """The drawn form of each code point, filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        form = self[code] = _form(code)
        return form


class _Widths(dict[int, str]):
    """The width of each drawn form, as the character of that code: what `str.translate` can give back."""

    def __missing__(self, code: int) -> str:
        form = _FORMS[code]
        cells = 2 if code in _HAN else get_character_cell_size(form) if form else 0
        width = self[code] = chr(cells)
        return width


class _Escapes(dict[int, str]):
    """What stands in JSON for each code point that a terminal must not get, and all others as they are."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        text = character
        if character != "\n" and _FORMS[code] in ("", STAND_IN) and character != STAND_IN:
            units = character.encode("utf-16-be", "surrogatepass")
            text = "".join(
                f"\\u{high:02x}{low:02x}" for high, low in zip(units[::2], units[1::2], strict=True)
            )
        self[code] = text
        return text


_FORMS = _Forms()
_ESCAPES = _Escapes()
_WIDTHS = _Widths()


def forget_widths() -> None:
    """Ask anew how wide each character is: the terminal draws some otherwise than was thought."""
    _WIDTHS.clear()


def visible(text: str) -> str:
    """Return `text` as it may be sent to a terminal: one line, nothing that the terminal would obey."""
    return text.translate(_FORMS)


def escaped(text: str) -> str:
    """Return lines of JSON as they may be sent to a terminal: they say the same, in harmless letters.

    In JSON such a character stands nowhere but in a string, where an escape means it as well.
    """
    return text.translate(_ESCAPES)


def is_stand_in(character: str) -> bool:
    """Tell whether `STAND_IN` is drawn in place of `character`."""
    return _FORMS[ord(character)] == STAND_IN != character


def prefix_cells(text: str) -> array[int]:
    """Return ``p`` with ``p[i]`` the cells that ``text[:i]`` takes; it has one item more than `text`.

    It does not depend on the width of the screen: a new width needs one bisection a drawn line.
    """
    prefix = array("I", (0,))
    prefix.extend(accumulate(text.translate(_WIDTHS).encode("latin-1")))
    return prefix


def cell_width(text: str) -> int:
    """Return the cells that `text` takes when drawn."""
    return sum(text.translate(_WIDTHS).encode("latin-1"))


def padded(text: str, width: int) -> str:
    """Return `text` with blanks behind it up to `width` cells."""
    return text + " " * (width - cell_width(text))


def fit(text: str, width: int, ellipsis: str = "..") -> str:
    """Return `text` made visible and cut to at most `width` cells, `ellipsis` marking the cut."""
    text = visible(text)
    if cell_width(text) <= width:
        return text
    if width <= len(ellipsis):
        ellipsis = ""
    kept, used = 0, 0
    for character in text:
        used += cell_width(character)
        if used > width - len(ellipsis):
            break
        kept += 1
    return text[:kept] + ellipsis
