"""Acts that join and split sentences."""

from __future__ import annotations

from annotations.editing.ledger import Ledger
from annotations.marks.bounds import bounds_record, bounds_uid
from annotations.records.acts import Act, content
from annotations.records.kinds import BoundsAct, BoundsRecord
from annotations.wording import tr

__all__ = ["BoundActs"]


class BoundActs:
    """Joins and splits; who opened the article sees to it that its sentences follow."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def join(self, sentence: int) -> Act | None:
        """Join `sentence` with the next one; None if there is none. What was split there is split no more."""
        sentences = self._ledger.marks.article.sentences
        if sentence + 1 >= len(sentences):
            return None
        first, second = sentences[sentence], sentences[sentence + 1]
        return self._bound(first.start, second.end, second.start, "join", tr("joined with the next"))

    def split(self, sentence: int, at: int) -> Act | None:
        """Split `sentence` at the offset `at`; None if that is not inside it. What was joined there parts."""
        one = self._ledger.marks.article.sentences[sentence]
        text = self._ledger.marks.article.text
        while at < one.end and text[at].isspace():
            at += 1
        if at >= one.end or not text[one.start : at].strip():
            return None
        return self._bound(one.start, one.end, at, "split", tr("split"))

    def take_over(self, proposal: BoundsRecord) -> Act:
        """Let another annotator's join or split hold."""
        words = tr("joined") if proposal["act"] == "join" else tr("split")
        return self._bound(proposal["start"], proposal["end"], proposal["at"], proposal["act"], words)

    def _bound(self, start: int, end: int, at: int, act: BoundsAct, words: str) -> Act:
        article = self._ledger.marks.article
        old = self._ledger.newest(bounds_uid(article.id, at, self._ledger.annotator))
        fresh = bounds_record(
            article,
            start,
            end,
            at,
            act,
            annotator=self._ledger.annotator,
            writer=self._ledger.writer,
            scheme=self._ledger.scheme.id,
        )
        if old is not None and old["kind"] == "bounds" and not old["deleted"] and old["act"] != act:
            # back to how the rules have it
            return self._ledger.do(start, words, [old], [self._ledger.restored(old, None)])
        return self._ledger.do(start, words, [old], [self._ledger.revised(old, fresh, content(fresh))])
