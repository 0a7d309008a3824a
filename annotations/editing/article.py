"""Acts about an article as a whole, and about its damaged places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotations.editing.ledger import Ledger
from annotations.errors import SchemeError
from annotations.marks.coverage import merged
from annotations.records.acts import Act, content
from annotations.records.kinds import ArticleMark
from annotations.records.lead_kinds import ReturnRecord
from annotations.records.record import Newest, article_mark, correction, revise, with_fields
from annotations.records.returns import answer_record
from annotations.records.uids import article_uid
from annotations.wording import term, tr, value_words

__all__ = ["ArticleActs"]


class ArticleActs:
    """Done, what was seen, and corrections."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def toggle_done(self, sentence: int, seen: Iterable[tuple[int, int]] = ()) -> Act:
        """Mark the article done, or open it again; `sentence` is where the cursor stands.

        `seen` are the ranges of the text that have been under the cursor.
        """
        done = not self._ledger.marks.done
        old, new = self._article_mark([*self._seen, *seen], done=done)
        if done and self._ledger.is_helped:
            new = with_fields(new, {"predicted": True})
        if done and self._is_helped_with_spans:
            new = with_fields(new, {"predicted_spans": True})
        sentences = self._ledger.marks.article.sentences
        start = sentences[sentence].start if sentences else 0
        return self._ledger.do(start, tr("done") if done else tr("not done"), [old], [new])

    def toggle_label(self, sentence: int, label: str) -> Act:
        """Put `label` on the article as a whole, or take it off; `sentence` is where the cursor stands."""
        scheme, said = self._ledger.scheme, self._ledger.marks.whole.labels
        off = label in said
        labels = said - {label} if off else (said - scheme.excluded_by(label)) | {label}
        names = [one.name for one in scheme.article_labels]
        in_order = [name for name in names if name in labels] + sorted(labels.difference(names))
        attributes = self._ledger.marks.whole.attributes
        kept = {name: value for name, value in attributes.items() if scheme.applies(name, labels)}
        said_too = {"attributes": kept} if len(kept) < len(attributes) else {}
        return self._say_of_whole(
            sentence,
            tr("article {what}{label}", what="-" if off else "+", label=term(label)),
            labels=in_order,
            **said_too,
        )

    def set_attribute(self, sentence: int, name: str, value: object) -> Act:
        """Let the attribute `name` of the article as a whole be `value`; None takes it away.

        Raises:
            SchemeError: It belongs to other labels than the article has.
        """
        whole = self._ledger.marks.whole
        if name not in whole.attributes and not self._ledger.scheme.applies(name, whole.labels):
            raise SchemeError(tr("{name} belongs to other labels than this article has", name=name))
        said = {key: one for key, one in whole.attributes.items() if key != name}
        words = (
            tr("article -{name}", name=name)
            if value is None
            else tr("article {name} {value_words}", name=name, value_words=value_words(value))
        )
        attributes = said if value is None else {**said, name: value}
        return self._say_of_whole(sentence, words, attributes=attributes)

    def _say_of_whole(self, sentence: int, words: str, **said: object) -> Act:
        """Say something of the article as a whole beside what is said of it already."""
        old, new = self._article_mark(self._seen, done=self._ledger.marks.done)
        sentences = self._ledger.marks.article.sentences
        start = sentences[sentence].start if sentences else 0
        return self._ledger.do(start, words, [old], [with_fields(new, said)])

    def note_seen(self, ranges: Iterable[tuple[int, int]]) -> Act | None:
        """Note which ranges of the text have been under the cursor; None if that is known.

        It is nothing to take back, and changes nothing that is said of the article. So nothing is noted once
        it is done: who looks at what is judged, perhaps beside what others say, judges nothing by it.
        """
        if self._ledger.marks.done:
            return None
        known = self._seen
        if merged([*known, *ranges]) == known:
            return None
        # An undone "done" left a deleted mark, which says nothing but may go on noting.
        old, new = self._article_mark([*known, *ranges], done=False)
        return self._ledger.batched(0, tr("seen"), [old], [new])

    def toggle_correction(self, sentence: int, start: int, end: int, text: str) -> Act:
        """Let `text` be shown for the damaged place from `start` to `end`; if it is already, take it back."""
        article = self._ledger.marks.article
        quote = article.text[start:end]
        at = article.sentences[sentence].start
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
        old = self._ledger.newest(new["uid"])
        off = old is not None and not old["deleted"]
        if old is not None and old["kind"] == "correction":
            new = revise(old, writer=self._ledger.writer, end=end, quote=quote, text=text, deleted=off)
        elif old is not None:
            new = self._ledger.revised(old, new, content(new))
        return self._ledger.do(
            at,
            tr("{quote} left as it is", quote=quote) if off else tr("{quote} corrected", quote=quote),
            [old],
            [new],
        )

    def answer(self, returned: ReturnRecord, comment: str) -> Act:
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
        return self._ledger.do(
            start, tr("answered"), [old], [self._ledger.revised(old, fresh, content(fresh))]
        )

    @property
    def _is_helped_with_spans(self) -> bool:
        """Whether the annotator is shown names or numbers that models mark in the article."""
        shown, end = self._ledger.shown_spans, len(self._ledger.marks.article.text)
        return bool(shown("name", 0, end) or shown("number", 0, end))

    @property
    def _newest_mark(self) -> Newest | None:
        ledger = self._ledger
        return ledger.newest(article_uid(ledger.marks.article.id, ledger.annotator))

    @property
    def _seen(self) -> list[list[int]]:
        """Return the ranges that are known to have been under the cursor."""
        old = self._newest_mark
        return old["seen"] if old is not None and old["kind"] == "article" else []

    def _article_mark(
        self, seen: Iterable[Sequence[int]], *, done: bool
    ) -> tuple[Newest | None, ArticleMark]:
        """Return the newest mark of the open article, and the next one, which says `done` and `seen`."""
        ledger, old, known = self._ledger, self._newest_mark, merged(seen)
        if old is not None and old["kind"] == "article":
            # What a deleted one said of the article was taken back; what was seen stays seen.
            changes: dict[str, object] = {"done": done, "seen": known, "deleted": False}
            if old["deleted"] and ("labels" in old or "attributes" in old):
                changes |= {"labels": [], "attributes": {}}
            return old, with_fields(revise(old, writer=ledger.writer), changes)
        fresh = article_mark(
            ledger.marks.article.id,
            annotator=ledger.annotator,
            writer=ledger.writer,
            scheme=ledger.scheme.id,
            done=done,
            seen=known,
        )
        return old, ledger.revised(old, fresh, {**content(fresh), "seen": known})
