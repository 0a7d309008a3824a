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
    "none": ("quiet", _BOLD),
    "unread": ("primary", Style(bold=True, reverse=True)),
    "stand-in": ("error", Style(reverse=True)),
    "number": ("", _BOLD),
    "scar": ("warning", Style(bold=True, reverse=True)),
    "found": ("", Style(reverse=True)),
    "doubted": ("", Style(dim=True)),
    "per": ("name-per", _UNDERLINED),
    "org": ("name-org", _UNDERLINED),
    "loc": ("name-loc", _UNDERLINED),
    "product": ("name-product", _UNDERLINED),
    **{f"label-{number}": (f"tag-{number}", _BOLD) for number in range(1, 13)},
}
"""For each kind of text the variable of its colour, if it has one, and how its letters are drawn."""


class Looks:
    """The styles of one theme, each made when it is first asked for."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        """Take the colours from `variables`, the names of a theme's colours with their values."""
        self._variables = variables
        self._styles: dict[str, Style] = {}

    def style(self, name: str) -> Style:
        """Return what the kind of text `name` adds to the style it stands on; nothing for an empty name."""
        style = self._styles.get(name)
        if style is None:
            variable, letters = _LOOKS.get(name) or self._of_type(name)
            colour = Color.parse(self._variables[variable]).rich_color if variable else None
            style = self._styles[name] = letters + Style(color=colour)
        return style

    def _of_type(self, name: str) -> tuple[str, Style]:
        """Return the same of a type of names that is the project's own, if it is one."""
        variable = f"name-{name}"
        return (variable, _UNDERLINED) if variable in self._variables else ("", Style())

    @property
    def cursor_line(self) -> Style:
        """Return the background of the sentence under the cursor."""
        return Style(bgcolor=Color.parse(self._variables["cursor-line"]).rich_color)
