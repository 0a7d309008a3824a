"""Marks that could not be saved, as lines that ``zhupi import`` takes in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotations.article import Analysis, Article
from annotations.exchange.jsonl import sentence_objects
from annotations.marks import Marks
from annotations.record import Record

__all__ = ["described", "rescued"]


def rescued(
    articles: Iterable[Article],
    stored: Mapping[str, Iterable[Record]],
    unsaved: Iterable[Record],
    annotator: str,
    scheme: str,
) -> Iterator[dict[str, Any]]:
    """Yield the exported object of each sentence that `unsaved` records are about.

    Args:
        articles: The articles of those records.
        stored: For an article's id the records that its layer holds.
        unsaved: The newest revision of each record that is not on disk.
        annotator: Whose they are.
        scheme: The id of the scheme.
    """
    waiting = list(unsaved)
    for article in articles:
        own = [record for record in waiting if record.get("article") == article.id]
        marks = Marks(article, stored.get(article.id, ()))
        touched = marks.apply(own)
        if any(record["kind"] == "article" for record in own):
            touched |= {0}
        for index, row in enumerate(
            sentence_objects(article, marks, Analysis((), (), ""), annotator, scheme)
        ):
            if index in touched:
                yield row


def described(articles: Iterable[Article], unsaved: Iterable[Record]) -> Iterator[str]:
    """Yield a line of words for each record: what it says, of what, and in which article."""
    titles = {article.id: article.title for article in articles}
    for record in unsaved:
        what = "done" if record.get("done") else ", ".join(record.get("labels") or ()) or record["kind"]
        title = titles.get(str(record.get("article")), "")
        yield "  ".join(filter(None, (what, record.get("quote", ""), title)))
