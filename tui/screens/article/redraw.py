"""What of a screen on an article looks different by one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.records.record import Record

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["redraw"]


def redraw(screen: ArticleScreen, record: Record) -> None:
    """Draw again on `screen` what `record`, of the open article, says."""
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
