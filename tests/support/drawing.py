"""A screen that is drawn when all has come to rest: nobody looks at what Textual draws on the way there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from rich.console import RenderableType
from textual._compositor import Compositor
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

__all__ = ["draw", "drawn_at_rest", "styles_kept"]

_render_update = Compositor.render_update
_parse_rules = Stylesheet._parse_rules
_rules: dict[object, list[RuleSet]] = {}


@contextmanager
def drawn_at_rest() -> Iterator[None]:
    """Lay out as ever, and keep what is to be drawn for `draw`; a whole picture is made when it is asked for.

    A key is drawn three times by the time that a test looks, and that was half of all that a test costs.
    """

    def render_update(
        compositor: Compositor, full: bool = False, screen_stack: Any = None, simplify: bool = False
    ) -> RenderableType | None:
        return _render_update(compositor, full, screen_stack, simplify) if full else None

    with patch.object(Compositor, "render_update", render_update):
        yield


def draw(app: App[Any]) -> None:
    """Draw what has changed of the screen on top since the last time, as it would go to the terminal."""
    _render_update(app.screen._compositor, screen_stack=app._background_screens)


@contextmanager
def styles_kept() -> Iterator[None]:
    """Read each style sheet once for all apps that have the same colours: every start of one reads thirty."""

    def parse_rules(sheet: Stylesheet, css: str, *args: Any, **options: Any) -> list[RuleSet]:
        key = css, args, tuple(options.items()), tuple(sheet._variables.items())
        if key not in _rules:
            _rules[key] = _parse_rules(sheet, css, *args, **options)
        return _rules[key]

    with patch.object(Stylesheet, "_parse_rules", parse_rules):
        yield
