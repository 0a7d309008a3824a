"""How an article looks on its screen: by the user's settings, and what was just said changes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from textual.geometry import Size

from annotations.analysis.conversion import Script
from annotations.model.scheme import Scheme
from annotations.records.record import Record
from tui.layout.lines import Spacing
from tui.layout.pieces import highlights_of
from tui.presenters.standing import VAST_FROM
from tui.settings import Named, Settings
from tui.widgets.article_view import ArticleView

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["Furnished", "fit", "furnish", "redraw"]

_WIDE = {"auto": 120, "right": 96, "bottom": 10_000}
"""Columns from which the panel stands at the right, by the setting ``panel``: 96 leave 42 for text."""


class Furnished(Protocol):
    """An app that knows the user's settings."""

    settings: Settings
    named: Named

    def take(self, settings: Settings) -> None:
        """Let everything be as `settings` have it; raises `SettingsError` if two acts would have one key."""


def furnish(view: ArticleView, settings: Settings, scheme: Scheme, before: Settings | None = None) -> None:
    """Show the article in `view` as `settings` have it, of which `before` is shown, by default none.

    What they leave as it was costs nothing, and stays as a key may have changed it since.
    """
    shown = before or Settings(settings.path)
    view.space(Spacing(settings.line_width, settings.spacing, settings.density))
    if settings.script != shown.script:
        view.show_in(Script[settings.script.upper()])
    if settings.highlights != shown.highlights:
        numbers, names = frozenset({"number"}), frozenset(highlights_of(scheme.types)) - {"number"}
        hidden = {"all": frozenset[str](), "names": numbers, "numbers": names, "none": names | numbers}
        view.hidden = hidden[settings.highlights]


def fit(screen: ArticleScreen, size: Size, panel: str) -> None:
    """Let `screen` take the look for `size`, the `panel` as the settings have it, before its layout.

    Textual does so at the event that follows it.
    """
    screen.HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (_WIDE[panel], "-wide")]
    for room, looks in (
        (size.width, screen.HORIZONTAL_BREAKPOINTS),
        (size.height, screen.VERTICAL_BREAKPOINTS),
    ):
        taken = max(look for look in looks if look[0] <= room)
        for look in looks:
            screen.set_class(look is taken, look[1], update=False)
    screen.set_class(size.width >= VAST_FROM, "-vast", update=False)


def redraw(screen: ArticleScreen, records: Sequence[Record]) -> set[int]:
    """Draw again on `screen` what `records` say; return the sentences that stand to others in a new way."""
    kinds = {one["kind"] for one in records}
    touched = screen.session.everybody.note(records)
    if kinds & {"answer", "return"}:
        screen.session.article.look_for_returns()
        screen.view.refresh_all()
    for record in records:
        if record.get("article") == screen.session.article.id:
            _redraw(screen, record)
    for index in touched:
        screen.view.refresh_sentence(index)
    # A done article may show others, and a place that was decided is another one.
    if kinds & {"article", "span-decision"}:
        screen.watcher.see()
    return touched


def _redraw(screen: ArticleScreen, record: Record) -> None:
    """Draw again what `record`, of the open article, says."""
    article, view, kind = screen.session.article, screen.view, record["kind"]
    screen.session.forget_threads([record])
    if record["kind"] == "sentence" or record["kind"] == "decision" or record["kind"] == "remark":
        first, last = view.prepared.sentence_at(record["start"]), view.prepared.sentence_at(record["end"] - 1)
        for index in range(first, last + 1):
            view.refresh_sentence(index)
    elif kind == "article":
        view.refresh_all()
    elif kind == "correction":
        view.correct(article.corrections)
    elif kind == "bounds":
        screen.opener.rebound()
    elif kind == "span":
        view.show_found(None)
        article.speakers.names_mended()
        view.highlight(article.found.highlights)
