"""What could not be saved, as a file that ``zhupi collect`` takes in again, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotations.exchange.hand_in import write_hand_in
from annotations.exchange.handed_text import HandedText
from annotations.model.article import Article
from annotations.records.record import Record, whereabouts
from annotations.wording import tr

__all__ = ["described", "rescued"]


def rescued(
    articles: Iterable[Article], unsaved: Iterable[Record], annotator: str, scheme: str, identity: str = ""
) -> Iterator[bytes]:
    """Yield the lines of a hand-in of `unsaved` records, of whatever kind.

    Args:
        articles: The articles of those records; of others only the records are written.
        unsaved: The newest revision of each record that is not on disk.
        annotator: Whose they are.
        scheme: The id of the scheme.
        identity: The identity of their layer, see :mod:`annotations.records.origin`.
    """
    waiting = list(unsaved)
    known = {article.id: article for article in articles}
    texts = [
        HandedText.of(identity, known.get(identity))
        for identity in dict.fromkeys(str(record["article"]) for record in waiting)
    ]
    yield from write_hand_in(annotator, scheme, texts, waiting, identity=identity)


def described(articles: Iterable[Article], unsaved: Iterable[Record]) -> Iterator[str]:
    """Yield a line of words for each record: what it says, of what, and in which article."""
    titles = {article.id: article.title for article in articles}
    for record in unsaved:
        what: str = record["kind"]
        if record["kind"] == "article" and record["done"]:
            what = tr("done")
        elif record["kind"] == "sentence" or record["kind"] == "decision":
            what = ", ".join(record["labels"]) or what
        what = tr("decided: {what}", what=what) if record["kind"] == "decision" else what
        where = whereabouts(record)
        quote = where[2] if where else ""
        yield "  ".join(filter(None, (what, quote, titles.get(record["article"], ""))))
