"""Themes: every mark readable in each, and the right one to begin with."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest
from textual.color import Color
from textual.theme import Theme

from annotations.model.scheme import MAX_LABELS
from tui.settings import CHOICES
from tui.theme.looks import _LOOKS, Looks
from tui.theme.own import contrast, in_theme
from tui.theme.themes import AUTO, NAMES, THEMES, choose

RICH = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        (RICH, "zhupi-dark"),
        ({"TERM": "xterm-256color"}, "zhupi-dark"),
        ({"TERM": "xterm-kitty"}, "zhupi-dark"),
        (RICH | {"COLORFGBG": "0;15"}, "zhupi-light"),
        (RICH | {"COLORFGBG": "0;default;7"}, "zhupi-light"),
        (RICH | {"COLORFGBG": "15;0"}, "zhupi-dark"),
        ({"TERM": "xterm"}, "ansi-dark"),
        ({"TERM": "linux", "COLORFGBG": "0;15"}, "ansi-light"),
        ({}, "ansi-dark"),
    ],
)
def test_auto_follows_the_terminal(environ: dict[str, str], theme: str) -> None:
    assert choose(AUTO, environ) == theme


@pytest.mark.parametrize("theme", NAMES)
def test_a_named_theme_is_taken_where_there_are_colours(theme: str) -> None:
    assert choose(theme, {}) == theme
    assert choose(theme, RICH | {"NO_COLOR": "1"}) == "ansi-dark"
    assert choose(theme, {"NO_COLOR": "1", "COLORFGBG": "0;15"}) == "ansi-light"


def test_settings_and_themes_name_the_same() -> None:
    assert list(CHOICES["theme"]) == [AUTO, *NAMES]


def variables(name: str) -> dict[str, str]:
    theme = next(theme for theme in THEMES if theme.name == name)
    return {**theme.to_color_system().generate(), **theme.variables}


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_text_has_a_style(name: str) -> None:
    looks = Looks(variables(name))
    for kind in _LOOKS:
        looks.style(kind)
    assert looks.cursor_line.bgcolor is not None or looks.cursor_edge.reverse
    for number in range(1, MAX_LABELS + 1):
        assert looks.style(f"label-{number}").bold, "a label shows without colour"
    for kind in ("per", "org", "loc", "product"):
        assert looks.style(kind).underline
    assert looks.style("number").bold


OWN = [theme for theme in THEMES if not theme.ansi]
LEAST = {"zhupi-contrast": 7.0}
"""WCAG 2.2: AA for text, AAA where the theme promises high contrast."""


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_everything_can_be_read_and_labels_told_apart(theme: Theme) -> None:
    values, least = variables(theme.name), LEAST.get(theme.name, 4.5)
    labels = [Color.parse(values[f"tag-{number}"]) for number in range(1, MAX_LABELS + 1)]
    kinds = ("foreground", "quiet", "primary", "error", "warning", "success")
    kinds += ("name-per", "name-org", "name-loc", "name-product")
    for background in ("surface", "cursor-line", "panel"):
        for colour in [*labels, *(Color.parse(values[kind]) for kind in kinds)]:
            # Of what is quiet the number of the sentence stands on the cursor's line, which the cursor marks.
            quiet = background != "surface" and colour == Color.parse(values["quiet"])
            found = contrast(colour, Color.parse(values[background]))
            assert found >= (least - 1 if quiet else least), (colour.hex, background, found)
    assert all(one != other for one, other in combinations(labels, 2))


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_the_row_under_the_cursor_and_the_scroll_bar_stand_out_but_little(theme: Theme) -> None:
    values = variables(theme.name)
    surface = Color.parse(values["surface"])
    assert contrast(Color.parse(values["cursor-line"]), surface) >= 1.2
    for part in ("scrollbar", "scrollbar-background", "block-cursor-background"):
        colour = Color.parse(values[part])
        assert max(colour.rgb) - min(colour.rgb) <= 40, (part, "is no grey", colour.hex)
    assert contrast(Color.parse(values["scrollbar"]), surface) <= (6 if theme.name in LEAST else 2.5)


SIMULATED = {
    "protanopia": (0.1523, 1.0526, -0.2049, 0.1145, 0.7863, 0.0992, -0.0039, -0.0481, 1.0520),
    "deuteranopia": (0.3673, 0.8606, -0.2280, 0.2801, 0.6725, 0.0474, -0.0118, 0.0429, 0.9689),
    "tritanopia": (1.2555, -0.0767, -0.1788, -0.0784, 0.9308, 0.1476, 0.0047, 0.6914, 0.3039),
}  # fmt: skip
"""What linear red, green and blue become, row by row: Machado, Oliveira and Fernandes, 2009, severity 1."""


def seen(color: Color, deficiency: str) -> tuple[float, float, float]:
    """Return a colour in CIE L*a*b* as people with a deficiency see it; empty for those with none."""
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in color.normalized]
    if deficiency:
        matrix = SIMULATED[deficiency]
        rows = (matrix[0:3], matrix[3:6], matrix[6:9])
        linear = [min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in rows]
    r, g, b = linear
    white = (0.95047, 1.0, 1.08883)
    xyz = (
        0.4124 * r + 0.3576 * g + 0.1805 * b,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        0.0193 * r + 0.1192 * g + 0.9505 * b,
    )
    x, y, z = (
        (v / w) ** (1 / 3) if v / w > 0.008856 else 7.787 * v / w + 16 / 116
        for v, w in zip(xyz, white, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("deficiency", ["", *SIMULATED])
def test_the_safe_theme_is_safe(deficiency: str) -> None:
    values = variables("zhupi-safe")
    labels = [seen(Color.parse(values[f"tag-{number}"]), deficiency) for number in range(1, 7)]
    for (n, one), (m, other) in combinations(enumerate(labels, 1), 2):
        # Six is what a scheme has where each label has a column of its own; 2.3 is just noticeable.
        assert dist(one, other) > 10, (deficiency, n, m, dist(one, other))
    good, bad = (seen(Color.parse(values[kind]), deficiency) for kind in ("success", "error"))
    assert dist(good, bad) > 40, deficiency


@pytest.mark.parametrize("name", [theme.name for theme in THEMES if theme.ansi])
def test_the_terminals_own_says_by_style_what_others_say_by_colour(name: str) -> None:
    looks = Looks(variables(name))
    styles = {kind: looks.style(kind).without_color for kind in ("per", "org", "loc", "product", "number")}
    assert len(set(map(str, styles.values()))) == len(styles), styles
    assert all(styles[kind].underline for kind in ("per", "org", "loc", "product"))
    assert looks.cursor_edge.reverse
    assert looks.style("here").reverse
    assert looks.style("dim").dim
    assert not Looks(variables("zhupi-dark")).cursor_edge.reverse


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "color", ["#000000", "#ffffff", "#7f7f7f", "#ffff00", "#0000ff", "red", "bright yellow"]
)
def test_colours_of_a_project_can_be_read_in_every_theme(name: str, color: str) -> None:
    values = variables(name)
    ansi = name.startswith("ansi")
    found = in_theme({"tag-1": color, "name-law": color}, values, ansi=ansi)
    looks = Looks({**values, **found})
    assert looks.style("label-1").bold
    assert looks.style("law").underline
    assert looks.style("other").color is None
    if ansi:
        assert found["tag-1"] in (color, f"ansi_{color.replace(' ', '_')}")
    else:
        for background in ("surface", "cursor-line"):
            assert contrast(Color.parse(found["tag-1"]), Color.parse(values[background])) >= 4.5
