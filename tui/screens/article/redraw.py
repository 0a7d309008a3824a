"""What of a screen on an article looks different by what was just said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.records.record import Record

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["redraw"]


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
    if record["kind"] == "sentence" or record["kind"] == "decision":
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
