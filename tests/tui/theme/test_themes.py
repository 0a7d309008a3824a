"""Themes: every mark readable in each, and the right one to begin with."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from annotations.model.scheme import MAX_LABELS
from tui.settings import CHOICES
from tui.theme.looks import _LOOKS, Looks
from tui.theme.own import contrast, in_theme
from tui.theme.themes import AUTO, NAMES, THEMES, ansi_variables, choose

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
def test_a_named_theme_is_taken(theme: str) -> None:
    assert choose(theme, {}) == theme


def test_settings_and_themes_name_the_same() -> None:
    assert set(CHOICES["theme"]) == {AUTO, *NAMES}
    assert {theme.name for theme in THEMES} | set(BUILTIN_THEMES) >= set(NAMES)


def variables(name: str) -> dict[str, str]:
    own = {theme.name: theme for theme in THEMES}
    theme = own.get(name) or BUILTIN_THEMES[name]
    return {**theme.to_color_system().generate(), **ansi_variables(name), **theme.variables}


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_text_has_a_style(name: str) -> None:
    looks = Looks(variables(name))
    for kind in _LOOKS:
        looks.style(kind)
    assert looks.cursor_line.bgcolor is not None
    for number in range(1, MAX_LABELS + 1):
        assert looks.style(f"label-{number}").bold, "a label shows without colour"
    for kind in ("per", "org", "loc", "product"):
        assert looks.style(kind).underline
    assert looks.style("number").bold


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_labels_and_names_can_be_read_and_told_apart(theme: object) -> None:
    values = variables(theme.name)  # type: ignore[attr-defined]
    backgrounds = [Color.parse(values["surface"]), Color.parse(values["cursor-line"])]
    labels = [Color.parse(values[f"tag-{number}"]) for number in range(1, MAX_LABELS + 1)]
    names = [Color.parse(values[f"name-{kind}"]) for kind in ("per", "org", "loc", "product")]
    for background in backgrounds:
        for colour in [*labels, *names]:
            # WCAG 2.2, AA; a little less on the cursor's line, for labels are bold, in fixed columns.
            least = 4.5 if background is backgrounds[0] else 4
            assert contrast(colour, background) >= least, (colour.hex, background.hex)
    assert all(one != other for one, other in combinations(labels, 2))
    assert contrast(Color.parse(values["quiet"]), backgrounds[0]) >= 4.5


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
