"""What could not be saved, as a file that ``zhupi collect`` takes in again, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from annotations.exchange.hand_in import write_hand_in
from annotations.exchange.handed_text import HandedText
from annotations.model.article import Article
from annotations.records.act_words import words_of
from annotations.records.record import Newest, Record, whereabouts
from annotations.wording import tr

__all__ = ["described", "marks_among", "rescued"]


def marks_among(unsaved: Iterable[Record], stored: Callable[[str], Newest | None]) -> int:
    """Return how many of `unsaved` are what an annotator said; what was only read of an article is no mark.

    Args:
        unsaved: The newest revision of each record that is not on disk.
        stored: Returns what is on disk of the record with a uid, as far as that is known.
    """
    return sum(
        one["kind"] != "article" or _of_article(one) != _of_article(stored(one["uid"])) for one in unsaved
    )


def _of_article(record: Newest | None) -> tuple[object, ...]:
    """Return what is said of an article as a whole, beside what of it was read."""
    if record is None or record["kind"] != "article" or record["deleted"]:
        return False, "", [], {}
    return record["done"], record["note"], record.get("labels", []), record.get("attributes", {})


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
        if record["kind"] == "article" and _of_article(record) == _of_article(None):
            what = tr("what was read")
        elif record["kind"] == "article":
            what = tr("done") if record["done"] else words_of([None], [record])
        elif record["kind"] == "sentence" or record["kind"] == "decision":
            what = ", ".join(record["labels"]) or what
        what = tr("decided: {what}", what=what) if record["kind"] == "decision" else what
        where = whereabouts(record)
        quote = where[2] if where else ""
        yield "  ".join(filter(None, (what, quote, titles.get(record["article"], ""))))
