"""Acts about an article as a whole, and about its damaged places."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.editing.ledger import Ledger
from annotations.marks.coverage import merged
from annotations.records.acts import Act, content
from annotations.records.record import Record, article_mark, article_uid, correction, correction_uid, revise
from annotations.records.returns import answer_record

__all__ = ["ArticleActs"]


class ArticleActs:
    """Done, what was seen, and corrections."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def toggle_done(self, sentence: int, seen: Iterable[tuple[int, int]] = ()) -> Act:
        """Mark the article done, or open it again; `sentence` is where the cursor stands.

        `seen` are the ranges of the text that have been under the cursor.
        """
        old, fresh = self._article_mark()
        done = not self._ledger.marks.done
        known = merged([*(old["seen"] if old else ()), *seen])
        if old is None:
            new = {**fresh, "done": done, "seen": known}
        else:
            new = revise(old, writer=self._ledger.writer, done=done, seen=known, deleted=False)
        sentences = self._ledger.marks.article.sentences
        start = sentences[sentence].start if sentences else 0
        return self._ledger.do(start, "done" if done else "not done", [old], [new])

    def note_seen(self, ranges: Iterable[tuple[int, int]]) -> Act | None:
        """Note which ranges of the text have been under the cursor; None if that is known.

        It is nothing to take back, and changes nothing that is said of the article. So nothing is noted once
        it is done: who looks at what is judged, perhaps beside what others say, judges nothing by it.
        """
        if self._ledger.marks.done:
            return None
        old, fresh = self._article_mark()
        known = [] if old is None else old["seen"]
        seen = merged([*known, *ranges])
        if seen == known:
            return None
        if old is None:
            new = {**fresh, "seen": seen}
        else:  # an undone "done" left a deleted mark, which says nothing but may go on noting
            new = revise(old, writer=self._ledger.writer, seen=seen, done=False, deleted=False)
        return self._ledger.batched(0, "seen", [old], [new])

    def toggle_correction(self, sentence: int, start: int, end: int, text: str) -> Act:
        """Let `text` be shown for the damaged place from `start` to `end`; if it is already, take it back."""
        article = self._ledger.marks.article
        old = self._ledger.newest(correction_uid(article.id, start, self._ledger.annotator))
        quote = article.text[start:end]
        at = article.sentences[sentence].start
        if old is None:
            new = correction(
                article.id,
                start,
                end,
                quote,
                text,
                annotator=self._ledger.annotator,
                writer=self._ledger.writer,
                scheme=self._ledger.scheme.id,
            )
            return self._ledger.do(at, f"{quote} corrected", [None], [new])
        off = not old["deleted"]
        new = revise(old, writer=self._ledger.writer, end=end, quote=quote, text=text, deleted=off)
        return self._ledger.do(at, f"{quote} left as it is" if off else f"{quote} corrected", [old], [new])

    def answer(self, returned: Record, comment: str) -> Act:
        """Answer what the lead has given back: it has been looked at; `comment` may be empty."""
        fresh = answer_record(
            returned,
            comment,
            annotator=self._ledger.annotator,
            writer=self._ledger.writer,
            scheme=self._ledger.scheme.id,
        )
        old = self._ledger.newest(fresh["uid"])
        start = returned["start"] or 0
        return self._ledger.do(start, "answered", [old], [self._ledger.revised(old, fresh, content(fresh))])

    def _article_mark(self) -> tuple[Record | None, Record]:
        """Return the newest mark of the open article, and what a first one would be."""
        article = self._ledger.marks.article
        fresh = article_mark(
            article.id,
            annotator=self._ledger.annotator,
            writer=self._ledger.writer,
            scheme=self._ledger.scheme.id,
        )
        return self._ledger.newest(article_uid(article.id, self._ledger.annotator)), fresh
