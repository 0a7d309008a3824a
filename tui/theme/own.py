"""The colours that a project gives its labels and types of names, made readable in the theme at hand.

A colour is ``#rrggbb``, or a name that a terminal of sixteen colours knows. Where the terminal keeps its own
sixteen a name is that one; elsewhere it is a colour like it. What could not be read on the background is made
lighter or darker until it can. Without colours the letters remain, which say the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color

__all__ = ["contrast", "in_theme"]

_LEAST = 4.5
"""The contrast with the background that WCAG 2.2 asks of text (AA)."""
_STEP = 0.08
"""How far one step goes towards white or black. Chosen: thirteen steps reach the end."""
_NAMED: Mapping[str, str] = {
    "black": "#2e3436", "bright black": "#7f827e", "white": "#d3d7cf", "bright white": "#eeeeec",
    "red": "#cc0000", "bright red": "#ef2929", "green": "#4e9a06", "bright green": "#8ae234",
    "yellow": "#c4a000", "bright yellow": "#fce94f", "blue": "#3465a4", "bright blue": "#729fcf",
    "magenta": "#75507b", "bright magenta": "#ad7fa8", "cyan": "#06989a", "bright cyan": "#34e2e2",
}  # fmt: skip
"""What the names look like where a terminal has more than sixteen colours: those of the Tango palette."""


def in_theme(wanted: Mapping[str, str], variables: Mapping[str, str], *, ansi: bool) -> dict[str, str]:
    """Return the values of the variables `wanted`, colours of a project, in a theme with `variables`.

    `ansi` says that it keeps the terminal's own sixteen.
    """
    found = {}
    for name, color in wanted.items():
        if color in _NAMED and ansi:
            found[name] = f"ansi_{color.replace(' ', '_')}"
        elif ansi:
            found[name] = color  # the terminal's background is not known
        else:
            backgrounds = [Color.parse(variables[one]) for one in ("surface", "cursor-line")]
            found[name] = _readable(Color.parse(_NAMED.get(color, color)), backgrounds).hex
    return found


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _readable(color: Color, backgrounds: list[Color]) -> Color:
    end = Color(255, 255, 255) if max(map(_luminance, backgrounds)) < 0.18 else Color(0, 0, 0)
    for step in range(int(1 / _STEP) + 2):
        found = color.blend(end, min(1.0, step * _STEP))
        if all(contrast(found, one) >= _LEAST for one in backgrounds):
            return found
    return end
