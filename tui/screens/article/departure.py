"""The end that a visitor makes by closing the tab: what was done before still has its effect."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, cast

from textual.app import App

from tui.keys.key_line import Lined
from tui.screens.article.screen import ArticleScreen

__all__ = ["end_after_keys"]

_PATIENCE = 2.0
"""Seconds that the last keys may take: they may wait for the layer to be read."""
_OFTEN = 0.02
"""Seconds between two looks meanwhile."""


def end_after_keys(app: App[Any], end: Callable[[], None]) -> None:
    """Do `end` once all keys have had their effect, and what is being written in a thread is a draft.

    The place is remembered at once: who loads the page anew may be there before this program is gone.
    """
    until = monotonic() + _PATIENCE

    def look() -> None:
        if (_waits(app) or _is_writing(app)) and monotonic() < until:
            app.set_timer(_OFTEN, look)
        else:
            end()

    for screen in _articles(app):
        screen.remember()
    look()


def _articles(app: App[Any]) -> list[ArticleScreen]:
    return [one for one in app.screen_stack if isinstance(one, ArticleScreen)]


def _waits(app: App[Any]) -> bool:
    """Tell whether a key has not had its effect yet."""
    screens = _articles(app)
    if not cast(Lined, app).line.idle or any(not one.keyboard.gate.idle for one in screens):
        return True
    answered = app.screen in screens and any(one.deferred.answers for one in screens)
    return answered or any(one.saver.waiting for one in screens)


def _is_writing(app: App[Any]) -> bool:
    """Tell whether something was being written, and have it become a draft."""
    leave = getattr(app.screen, "leave_as_draft", None)
    if leave is not None:
        leave()
    return leave is not None
