"""The colours: a dark theme, a light one, and two that keep the terminal's own sixteen.

Every mark has a letter beside its colour, and names and numbers a line or weight, so that nothing
depends on colour. The label colours follow the palette of Okabe and Ito (2008), which people with
the common colour deficiencies can tell apart.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.theme import Theme

__all__ = ["AUTO", "NAMES", "THEMES", "choose"]

AUTO = "auto"

_DARK_LABELS = (
    *("#56b4e9", "#e69f00", "#2fc79b", "#cc79a7", "#f0e442", "#ff8a5c"),
    *("#b39ddb", "#9ccc65", "#4dd0e1", "#f48fb1", "#bcaaa4", "#cfd8dc"),
)
_LIGHT_LABELS = (
    *("#0062a3", "#9a5b00", "#00674c", "#9c3070", "#6d6300", "#a83c00"),
    *("#4f3d99", "#3f6212", "#00606b", "#ad1457", "#5d4037", "#37474f"),
)
_ANSI_LABELS = (
    "ansi_bright_blue",
    "ansi_bright_yellow",
    "ansi_bright_green",
    "ansi_bright_magenta",
    "ansi_cyan",
    "ansi_red",
    "ansi_bright_cyan",
    "ansi_bright_red",
    "ansi_green",
    "ansi_magenta",
    "ansi_yellow",
    "ansi_bright_white",
)
_ANSI_LIGHT_LABELS = (
    *("ansi_blue", "ansi_red", "ansi_green", "ansi_magenta", "ansi_cyan", "ansi_black"),
    *("ansi_bright_blue", "ansi_bright_red", "ansi_yellow", "ansi_bright_magenta", "ansi_bright_black"),
    "ansi_bright_green",
)


def _variables(labels: tuple[str, ...], names: tuple[str, ...], cursor: str, dim: str) -> dict[str, str]:
    """Return the variables of our own that the styles use."""
    per, org, loc, product = names
    return {
        **{f"tag-{number}": colour for number, colour in enumerate(labels, 1)},
        "name-per": per,
        "name-org": org,
        "name-loc": loc,
        "name-product": product,
        "cursor-line": cursor,
        "quiet": dim,
    }


THEMES = (
    Theme(
        "zhupi-dark",
        primary="#ff6b57",
        secondary="#56b4e9",
        warning="#e69f00",
        error="#ff7b72",
        success="#2fc79b",
        foreground="#e4e0d8",
        background="#16161a",
        surface="#16161a",
        panel="#24242b",
        dark=True,
        variables=_variables(
            _DARK_LABELS, ("#ffb3a7", "#9fd3f5", "#a5e3c5", "#d7c0ea"), "#2e2e38", "#8d8d99"
        ),
    ),
    Theme(
        "zhupi-light",
        primary="#b3261e",
        secondary="#0062a3",
        warning="#9a5b00",
        error="#b3261e",
        success="#00674c",
        foreground="#1d1b16",
        background="#fbf8f1",
        surface="#fbf8f1",
        panel="#ece7db",
        dark=False,
        variables=_variables(
            _LIGHT_LABELS, ("#8f2a1c", "#0a5586", "#0b6146", "#6a3d8f"), "#e9dfc8", "#6c6a62"
        ),
    ),
)
"""Our own. Beside them stand Textual's ``ansi-dark`` and ``ansi-light``, with our `ansi_variables`."""

NAMES = ("zhupi-dark", "zhupi-light", "ansi-dark", "ansi-light")


def ansi_variables(name: str) -> dict[str, str]:
    """Return our variables for a theme that keeps the terminal's palette."""
    if name == "ansi-light":
        return _variables(_ANSI_LIGHT_LABELS, ("ansi_default",) * 4, "ansi_default", "ansi_bright_black")
    return _variables(_ANSI_LABELS, ("ansi_default",) * 4, "ansi_default", "ansi_bright_black")


def choose(wanted: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the name of the theme to start with, for the setting `wanted`.

    ``auto`` takes the terminal's own colours where it has sixteen or fewer, and light where the
    terminal says that its background is (``COLORFGBG``, as rxvt, Konsole and iTerm2 set it).
    """
    if wanted != AUTO:
        return wanted
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    light = background in {"7", "15"}
    term = environ.get("TERM", "")
    rich_colours = "256color" in term or environ.get("COLORTERM") in {"truecolor", "24bit"} or "kitty" in term
    if rich_colours:
        return "zhupi-light" if light else "zhupi-dark"
    return "ansi-light" if light else "ansi-dark"
