"""One line of the article as a strip of styled segments."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from tui.layout.cells import is_stand_in, visible
from tui.layout.pieces import Piece
from tui.presenters.columns import Look
from tui.theme.looks import Looks

__all__ = ["LinePainter"]


class LinePainter:
    """Draws lines in the colours of one theme."""

    def __init__(self, looks: Looks, base: Style, selection: Style) -> None:
        """Draw over `base`, selected text with `selection` added."""
        self._looks = looks
        self._base = base
        self._cursor_base = base + looks.cursor_line
        # Its own colour is that of what lies behind it: Textual means that the text keeps its colours.
        over = Style(reverse=True) if looks.plain else Style(bgcolor=selection.bgcolor)
        self._selection = selection + over if looks.plain else over
        self._waiting = Style(dim=True, bold=False)
        self._more = Style(underline=True)
        self._pieces: dict[tuple[object, ...], Style] = {}

    def base(self, marked: bool) -> Style:
        """Return the style of plain text, in a sentence that is `marked` by the cursor or not."""
        return self._cursor_base if marked else self._base

    def columns(self, number: str, look: Look | None, width: int, marked: bool) -> list[Segment]:
        """Draw the columns at the left, `width` cells: cursor, `number`, `look`; None on following lines."""
        base = self.base(marked)
        edge = base + self._looks.cursor_edge if marked else base
        segments = [Segment(">", edge + self._looks.style("cursor")) if marked else Segment(" ", base)]
        if look is None:
            segments.append(Segment(" " * len(number), edge))
            segments.append(Segment(" " * (width - 1 - len(number)), base))
            return segments
        segments.append(Segment(number, edge if edge is not base else base + self._looks.style("dim")))
        segments.append(Segment(" ", base))
        for at, (character, name) in enumerate(look.letters):
            style = base + self._looks.style(name)
            segments.append(Segment(character, style + self._waiting if at in look.waiting else style))
        # Two have room, the second in the space before the text; that there are more is underlined.
        first, second = look.signs[:1] or " ", look.signs[1:2] or " "
        more = self._more if len(look.signs) > 2 else Style.null()
        head = base + self._looks.style("unread") if look.unread else base
        return [*segments, Segment(first, head), Segment(second, base + more)]

    def text(self, run: str, piece: Piece, marked: bool, apart: bool = False) -> list[Segment]:
        """Draw `run`, which is shown for `piece`; what a terminal must not be sent has a stand-in.

        What stands `apart` from the body, as a byline, is drawn fainter.
        """
        style = self._piece(piece, marked, apart)
        shown = visible(run)
        if shown == run:
            return [Segment(shown, style)]
        odd = style + self._looks.style("stand-in")
        return [Segment(visible(c), odd if is_stand_in(c) else style) for c in run if visible(c)]

    def _piece(self, piece: Piece, marked: bool, apart: bool) -> Style:
        key = (*piece[2:], marked, apart)
        style = self._pieces.get(key)
        if style is None:
            looks = self._looks
            style = self.base(marked) + looks.style("dim" if apart else "")
            for kind in (piece.name, piece.number):
                style += looks.style(kind.rstrip("?"))
                if kind.endswith("?"):
                    style += looks.style("doubted")
            if piece.scar:
                style += looks.style("scar")
            if piece.found:
                style += looks.style("found")
            if piece.selected:
                style += self._selection
            self._pieces[key] = style
        return style
