"""The records that come of what a file says, each as the revision that follows what the layer has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotations.exchange.article_lines import CorrectionLine, MarkLine, RemarkLine
from annotations.exchange.import_plan import Receiver
from annotations.model.article import Article
from annotations.records.kinds import ArticleMark, Correction, RemarkRecord, SentenceMark
from annotations.records.record import (
    Newest,
    R,
    Record,
    article_mark,
    correction,
    now,
    sentence_mark,
    tombstone,
    with_fields,
)
from annotations.records.remarks import remark_record

__all__ = ["Revisions"]

_NO_ACT = ("", 1)  # spares each record the making of an act's id: all of them become one act at the end
_OPTIONAL = ("voice_by", "attributes")
Ranges = Sequence[Sequence[int]]


class Revisions:
    """Makes the records of one article, all of one moment.

    Args:
        article: The article as it is frozen.
        latest: Finds the newest revision of a record by its uid, a deleted one too.
        receiver: Whose layer it is.
    """

    def __init__(self, article: Article, latest: Callable[[str], Newest | None], receiver: Receiver) -> None:
        self._article = article
        self._latest = latest
        self._receiver = receiver
        self._at = now()
        self._who: dict[str, Any] = {"annotator": receiver.annotator, "writer": receiver.writer}

    def mark(self, mark: MarkLine) -> SentenceMark:
        """Return the mark of a sentence."""
        created = mark.created or self._at
        record = sentence_mark(
            self._article.id,
            mark.start,
            mark.end,
            mark.quote,
            **self._who,
            **mark.fields,
            scheme=mark.scheme,
            batch=_NO_ACT,
            at=created,
        )
        there = self._latest(record["uid"])
        kept: dict[str, object] = {"updated": mark.updated or created}
        if mark.predicted is not None:
            kept["predicted"] = mark.predicted
        if there is not None and not there["deleted"]:
            # What the line does not say stays as it is.
            kept |= {key: there.get(key) for key in _OPTIONAL if key in there and key not in mark.others}
        return self._next(with_fields(record, kept))

    def remark(self, one: RemarkLine) -> RemarkRecord:
        """Return what was said about a sentence after its note."""
        return remark_record(
            self._article.id,
            one.start,
            one.end,
            one.quote,
            one.text,
            to=self._receiver.annotator,
            **self._who,
            scheme=self._receiver.scheme,
            at=one.created,
        )

    def correction(self, one: CorrectionLine) -> Correction:
        """Return the correction of a damaged place."""
        return self._next(
            correction(
                self._article.id,
                one.start,
                one.end,
                one.quote,
                one.text,
                **self._who,
                scheme=self._receiver.scheme,
                at=self._at,
            )
        )

    def article_mark(
        self, done: bool, seen: Ranges, whole: Mapping[str, object], there: ArticleMark | None = None
    ) -> ArticleMark:
        """Return what is said of the article as a whole; `there` is what was said of it."""
        new = article_mark(
            self._article.id, **self._who, scheme=self._receiver.scheme, done=done, seen=seen, at=self._at
        )
        kept = {"note": there["note"], "created": there["created"]} if there else {}
        return self._next(with_fields(new, {**kept, **whole}))

    def deletion(self, record: Record) -> Record:
        """Return the revision that deletes `record`."""
        return tombstone(record, at=self._at, writer=self._receiver.writer, batch=list(_NO_ACT))

    def _next(self, record: R) -> R:
        """Return `record` as the revision that follows the newest one; what only that one has stays in it."""
        before = self._latest(record["uid"])
        if before is None:
            return record
        return with_fields(record, {**before, **record, "rev": before["rev"] + 1})
