"""How each kind of text looks, from the variables of the theme.

Component classes would say the same in CSS, but each is matched against every rule, on every widget that
uses it and every time a class changes: with them a profile of the first frame showed half of it there.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color

__all__ = ["Looks"]

_BOLD = Style(bold=True)
_UNDERLINED = Style(underline=True)
_LOOKS: Mapping[str, tuple[str, Style]] = {
    "dim": ("quiet", Style()),
    "strong": ("", _BOLD),
    "good": ("success", Style()),
    "bad": ("error", Style(bold=True, reverse=True)),
    "key": ("primary", _BOLD),
    "cursor": ("primary", _BOLD),
    "here": ("", _BOLD),
    "none": ("quiet", _BOLD),
    "rule": ("quiet", Style()),
    "unread": ("primary", Style(bold=True, reverse=True)),
    "stand-in": ("error", Style(reverse=True)),
    "number": ("", _BOLD),
    "scar": ("warning", Style(bold=True, reverse=True)),
    "found": ("", Style(reverse=True)),
    "doubted": ("", Style(dim=True)),
    "touched": ("", _UNDERLINED),
    "per": ("name-per", _UNDERLINED),
    "org": ("name-org", _UNDERLINED),
    "loc": ("name-loc", _UNDERLINED),
    "product": ("name-product", _UNDERLINED),
    **{f"label-{number}": (f"tag-{number}", _BOLD) for number in range(1, 13)},
}
"""For each kind of text the variable of its colour, if it has one, and how its letters are drawn."""
_PLAIN: Mapping[str, tuple[str, Style]] = {
    "dim": ("", Style(dim=True)),
    "none": ("", Style(bold=True, dim=True)),
    "rule": ("", Style(dim=True)),
    "cursor": ("primary", Style(bold=True, reverse=True)),
    "here": ("", Style(bold=True, reverse=True)),
    "per": ("name-per", Style(underline=True, bold=True)),
    "loc": ("name-loc", Style(underline=True, italic=True)),
    "product": ("name-product", Style(underline=True, underline2=True)),
}
"""What looks otherwise in the terminal's own colours, which may be sixteen that nobody tells apart, or none.

What is doubly underlined is so once where a terminal knows one line only."""


class Looks:
    """The styles of one theme, each made when it is first asked for."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        """Take the colours from `variables`, the names of a theme's colours with their values."""
        self._variables = variables
        self._styles: dict[str, Style] = {}
        self.plain = variables.get("foreground") == "ansi_default"
        """Whether the theme keeps the terminal's own colours."""

    def style(self, name: str) -> Style:
        """Return what the kind of text `name` adds to the style it stands on; nothing for an empty name."""
        style = self._styles.get(name)
        if style is None:
            known = (_PLAIN.get(name) if self.plain else None) or _LOOKS.get(name)
            variable, letters = known or self._of_type(name)
            colour = Color.parse(self._variables[variable]).rich_color if variable else None
            style = self._styles[name] = letters + Style(color=colour)
            if name == "here":
                style = self._styles[name] = style + self.cursor_line
        return style

    def _of_type(self, name: str) -> tuple[str, Style]:
        """Return the same of a type of names that is the project's own, if it is one."""
        variable = f"name-{name}"
        return (variable, _UNDERLINED) if variable in self._variables else ("", Style())

    @property
    def cursor_line(self) -> Style:
        """Return what lies behind the sentence under the cursor; nothing where `cursor_edge` says it."""
        if self.plain:
            return Style()
        return Style(bgcolor=Color.parse(self._variables["cursor-line"]).rich_color)

    @property
    def cursor_edge(self) -> Style:
        """Return what the left edge of each row of that sentence adds to it."""
        return Style(reverse=True) if self.plain else Style()
