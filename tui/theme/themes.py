"""The colours: dark, light, high contrast, colour-blind safe, and two that keep the terminal's sixteen.

Every mark has a letter beside its colour, and names and numbers a line or weight, so that nothing
depends on colour. The label colours of ``zhupi-dark`` and ``zhupi-light`` follow the palette of Okabe and Ito
("Color Universal Design", 2008). ``zhupi-safe`` takes its hues from the *light* scheme of Paul Tol ("Colour
Schemes", SRON/EPS/TN/09-002, issue 3.2, 2021), the last three from Okabe and Ito, and says with blue and
orange what others say with green and red. ``zhupi-contrast`` keeps 7 to 1 (WCAG 2.2, AAA) everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.theme import Theme

if TYPE_CHECKING:
    from typing import Any

__all__ = ["AUTO", "NAMES", "THEMES", "choose"]

AUTO = "auto"

_DARK_LABELS = (
    *("#56b4e9", "#e69f00", "#2fc79b", "#d184ad", "#f0e442", "#ff8a5c"),
    *("#b39ddb", "#9ccc65", "#4dd0e1", "#f48fb1", "#bcaaa4", "#cfd8dc"),
)
_LIGHT_LABELS = (
    *("#0062a3", "#915500", "#00674c", "#9c3070", "#6d6300", "#a83c00"),
    *("#4f3d99", "#3f6212", "#00606b", "#ad1457", "#5d4037", "#37474f"),
)
_CONTRAST_LABELS = (
    *("#6fc3ff", "#ffb454", "#5ce6b8", "#ffa3d7", "#ffff66", "#ffa488"),
    *("#cbb8ff", "#c5f06b", "#6ff0ff", "#ffb3c7", "#e0cfc2", "#ffffff"),
)
_SAFE_LABELS = (
    *("#77aadd", "#ee8866", "#eedd88", "#44bb99", "#ffaabb", "#bbcc33"),
    *("#99ddff", "#aaaa00", "#dddddd", "#56b4e9", "#e69f00", "#d184ad"),
)
_ANSI_LABELS = (
    *("ansi_bright_blue", "ansi_bright_yellow", "ansi_bright_green", "ansi_bright_magenta", "ansi_cyan"),
    *("ansi_red", "ansi_bright_cyan", "ansi_bright_red", "ansi_green", "ansi_magenta", "ansi_yellow"),
    "ansi_bright_white",
)
_ANSI_LIGHT_LABELS = (
    *("ansi_blue", "ansi_red", "ansi_green", "ansi_magenta", "ansi_cyan", "ansi_black"),
    *("ansi_bright_blue", "ansi_bright_red", "ansi_yellow", "ansi_bright_magenta", "ansi_bright_black"),
    "ansi_bright_green",
)


def _variables(
    labels: Sequence[str], names: Sequence[str], cursor: str, quiet: str, bar: Sequence[str], text: str
) -> dict[str, str]:
    """Return the variables of our own that the styles use, and those that make Textual's widgets quiet.

    Args:
        labels: The colours of the labels, in the order of the scheme.
        names: Those of persons, organisations, places and products.
        cursor: What lies behind the row under the cursor.
        quiet: What is said beside what matters, rules and borders among it.
        bar: A scroll bar's groove, its thumb, and that under the mouse.
        text: What is read.
    """
    groove, thumb, touched = bar
    grooves = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")
    return {
        **{f"tag-{number}": colour for number, colour in enumerate(labels, 1)},
        **dict(zip(("name-per", "name-org", "name-loc", "name-product"), names, strict=True)),
        "cursor-line": cursor,
        "quiet": quiet,
        **dict.fromkeys((*grooves, "scrollbar-corner-color"), groove),
        "scrollbar": thumb,
        **dict.fromkeys(("scrollbar-hover", "scrollbar-active"), touched),
        **dict.fromkeys(("block-cursor-foreground", "block-cursor-blurred-foreground"), text),
        **dict.fromkeys(("block-cursor-background", "block-cursor-blurred-background"), cursor),
        **dict.fromkeys(("block-cursor-text-style", "block-cursor-blurred-text-style"), "bold"),
        **dict.fromkeys(("border", "border-blurred"), quiet),
        "block-hover-background": groove,
    }


_OF_TEXTUAL = (
    *("input-cursor-background", "input-cursor-foreground"),
    *("screen-selection-background", "screen-selection-foreground"),
)
"""What of Textual's widgets is reversed in place of a colour."""


def _ansi(name: str, labels: Sequence[str], names: Sequence[str], **colors: Any) -> Theme:
    """Return a theme that keeps the terminal's palette.

    Nobody knows how that looks: its foreground on its background can be read, and so what must be seen is
    reversed, bold, dim or underlined.
    """
    plain = "ansi_default"
    variables = _variables(labels, names, plain, plain, (plain, "ansi_bright_black", plain), plain)
    chosen = ("block-cursor-text-style", "block-cursor-blurred-text-style", "input-cursor-text-style")
    return Theme(
        name,
        ansi=True,
        error="ansi_red",
        success="ansi_green",
        foreground=plain,
        background=plain,
        surface=plain,
        panel=plain,
        boost=plain,
        **colors,
        variables={
            **variables,
            **dict.fromkeys(chosen, "reverse"),
            **dict.fromkeys((*_OF_TEXTUAL, "ansi-background", "ansi-foreground"), plain),
        },
    )


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
        variables=_variables(
            _DARK_LABELS,
            ("#ffb3a7", "#9fd3f5", "#a5e3c5", "#d7c0ea"),
            *("#2e2e38", "#8d8d99", ("#1b1b20", "#3d3d47", "#62626e"), "#e4e0d8"),
        ),
    ),
    Theme(
        "zhupi-light",
        primary="#b3261e",
        secondary="#0062a3",
        warning="#915500",
        error="#b3261e",
        success="#00674c",
        foreground="#1d1b16",
        background="#fbf8f1",
        surface="#fbf8f1",
        panel="#ece7db",
        dark=False,
        variables=_variables(
            _LIGHT_LABELS,
            ("#8f2a1c", "#0a5586", "#0b6146", "#6a3d8f"),
            *("#e9dfc8", "#66645c", ("#f2eee4", "#cdc7b8", "#a8a294"), "#1d1b16"),
        ),
    ),
    Theme(
        "zhupi-contrast",
        primary="#ffa99c",
        secondary="#6fc3ff",
        warning="#ffb454",
        error="#ff9d94",
        success="#5ce6b8",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        variables=_variables(
            _CONTRAST_LABELS,
            ("#ffc9c0", "#bfe3ff", "#c0f5d8", "#e6d4ff"),
            *("#242448", "#c8c8c8", ("#000000", "#808080", "#c8c8c8"), "#ffffff"),
        ),
    ),
    Theme(
        "zhupi-safe",
        primary="#ee8866",
        secondary="#77aadd",
        warning="#eedd88",
        error="#ee8866",
        success="#77aadd",
        foreground="#e8e8e8",
        background="#15171c",
        surface="#15171c",
        panel="#23262e",
        variables=_variables(
            _SAFE_LABELS,
            ("#ffaabb", "#99ddff", "#eedd88", "#dddddd"),
            *("#2d313c", "#9a9ca3", ("#1a1c22", "#3c404a", "#616671"), "#e8e8e8"),
        ),
    ),
    _ansi(
        "ansi-dark",
        _ANSI_LABELS,
        ("ansi_magenta", "ansi_cyan", "ansi_green", "ansi_yellow"),
        primary="ansi_bright_red",
        secondary="ansi_cyan",
        warning="ansi_yellow",
        accent="ansi_green",
    ),
    _ansi(
        "ansi-light",
        _ANSI_LIGHT_LABELS,
        ("ansi_magenta", "ansi_blue", "ansi_green", "ansi_red"),
        primary="ansi_red",
        secondary="ansi_cyan",
        warning="ansi_bright_red",
        accent="ansi_magenta",
        dark=False,
    ),
)
"""All of them; those that keep the terminal's sixteen stand in the place of Textual's of the same name."""

NAMES = tuple(theme.name for theme in THEMES)


def choose(wanted: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the name of the theme to start with, for the setting `wanted`.

    ``auto`` takes the terminal's own colours where it has sixteen or fewer, and light where the
    terminal says that its background is (``COLORFGBG``, as rxvt, Konsole and iTerm2 set it). Without colours
    (``NO_COLOR``) it is always a theme whose rows and names do without.
    """
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    light = background in {"7", "15"}
    own = "ansi-light" if light else "ansi-dark"
    if environ.get("NO_COLOR"):
        return own
    if wanted != AUTO:
        return wanted
    term = environ.get("TERM", "")
    rich_colours = "256color" in term or environ.get("COLORTERM") in {"truecolor", "24bit"} or "kitty" in term
    if rich_colours:
        return "zhupi-light" if light else "zhupi-dark"
    return own
