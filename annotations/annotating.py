"""An annotator at work: every act as the records it changes, undone and done again at will.

Nothing here touches the disk or the screen. An `Act` goes to the store as one write, and its inverse is
another act: history only grows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from annotations.article import Article
from annotations.marks import Marks
from annotations.record import (
    Record,
    article_mark,
    article_uid,
    as_act,
    correction,
    correction_uid,
    revise,
    sentence_mark,
    sentence_uid,
)
from annotations.scheme import Scheme

__all__ = ["Act", "Annotating"]

_CONTENT = ("status", "labels", "flag", "note", "done", "deleted", "voice", "quotes", "end", "quote", "text")
"""The fields that an act changes and its undo restores."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what it did in words, and each record before and after it."""

    article: str
    sentence: int
    """The index of the first sentence it concerns."""
    words: str
    before: tuple[Record | None, ...]
    after: tuple[Record, ...]


class Annotating:
    """The marks of the open article and the history of the acts, for one annotator."""

    marks: Marks
    """What has been said of the open article."""

    def __init__(self, scheme: Scheme, annotator: str) -> None:
        self.scheme = scheme
        self.annotator = annotator
        self.writer = uuid4().hex[:12]
        """Tells this run of the program from others that write to the same layer."""
        self._undo: list[Act] = []
        self._redo: list[Act] = []

    def open(
        self,
        article: Article,
        records: Iterable[Record],
        latest: Callable[[str], Record | None] = lambda uid: None,
    ) -> Marks:
        """Make `article` the one that acts are about, with the `records` that the layer has of it.

        `latest` finds the newest revision of any record by its uid, a deleted one too: the next
        revision builds on it.
        """
        self.marks = Marks(article, records)
        self._latest = latest
        return self.marks

    # -- acts -------------------------------------------------------------

    def toggle_label(self, sentences: Sequence[int], label: str) -> Act:
        """Put `label` on all of `sentences`; if all of them carry it, take it off."""
        off = all(label in self.marks.said(index).labels for index in sentences)

        def change(record: Record) -> dict[str, object]:
            labels = set(record["labels"])
            labels = labels - {label} if off else labels | {label}
            return {"labels": self.scheme.in_order(labels), "status": "marked" if labels else "open"}

        def applies(record: Record | None) -> bool:
            return record is not None and label in record["labels"] if off else True

        return self._change(
            sentences, change, f"{'-' if off else '+'}{label}", applies=applies, all_marks=off
        )

    def say_none(self, sentences: Sequence[int]) -> Act:
        """Say of `sentences` that no label fits; if that was said of all of them, take it back."""
        off = all(self.marks.said(index).none for index in sentences)
        fields: dict[str, object] = {"labels": [], "status": "open" if off else "none"}
        return self._change(sentences, lambda record: fields, "-none" if off else "none", all_marks=True)

    def toggle_flag(self, sentences: Sequence[int]) -> Act:
        """Flag `sentences`; if all of them are flagged, take the flag off."""
        off = all(self.marks.said(index).flag for index in sentences)
        words = "-flag" if off else "flag"
        return self._change(sentences, lambda record: {"flag": not off}, words, all_marks=off)

    def write_note(self, sentence: int, note: str) -> Act:
        """Put `note` on `sentence`, an empty one to take it away."""
        return self._change(
            [sentence], lambda record: {"note": note}, "note" if note else "-note", all_marks=True
        )

    def toggle_done(self, sentence: int) -> Act:
        """Mark the article done, or open it again; `sentence` is where the cursor stands."""
        article = self.marks.article
        uid = article_uid(article.id, self.annotator)
        old = self._newest(uid)
        done = not self.marks.done
        if old is None:
            new = article_mark(
                article.id, annotator=self.annotator, writer=self.writer, scheme=self.scheme.id, done=done
            )
        else:
            new = revise(old, writer=self.writer, done=done, deleted=False)
        return self._do(sentence, "done" if done else "not done", [old], [new])

    def toggle_correction(self, sentence: int, start: int, end: int, text: str) -> Act:
        """Let `text` be shown for the damaged place from `start` to `end`; if it is already, take it back."""
        article = self.marks.article
        old = self._newest(correction_uid(article.id, start, self.annotator))
        quote = article.text[start:end]
        if old is None:
            new = correction(
                article.id,
                start,
                end,
                quote,
                text,
                annotator=self.annotator,
                writer=self.writer,
                scheme=self.scheme.id,
            )
            return self._do(sentence, f"{quote} corrected", [None], [new])
        off = not old["deleted"]
        new = revise(old, writer=self.writer, end=end, quote=quote, text=text, deleted=off)
        return self._do(sentence, f"{quote} left as it is" if off else f"{quote} corrected", [old], [new])

    # -- history ----------------------------------------------------------

    @property
    def undoable(self) -> Act | None:
        """Return the act that `undo` would take back."""
        return self._undo[-1] if self._undo else None

    @property
    def redoable(self) -> Act | None:
        """Return the act that `redo` would do again."""
        return self._redo[-1] if self._redo else None

    def undo(self) -> Act | None:
        """Take back the last act; its article must be open. None if there is none."""
        return self._turn(self._undo, self._redo, "undone: ")

    def redo(self) -> Act | None:
        """Do again the act that was taken back last; its article must be open. None if there is none."""
        return self._turn(self._redo, self._undo, "again: ")

    def forget(self, failed: Sequence[Record]) -> None:
        """Drop from the history the acts whose records `failed` to be saved and will not be."""
        batches = {tuple(record["batch"]) for record in failed}
        for history in (self._undo, self._redo):
            history[:] = [act for act in history if tuple(act.after[0]["batch"]) not in batches]

    # -- how --------------------------------------------------------------

    def _newest(self, uid: str) -> Record | None:
        return self.marks.record(uid) or self._latest(uid)

    def _change(
        self,
        sentences: Sequence[int],
        change: Callable[[Record], dict[str, object]],
        words: str,
        *,
        applies: Callable[[Record | None], bool] = lambda record: True,
        all_marks: bool = False,
    ) -> Act:
        """Revise the mark of each sentence, made where there is none; or all marks that overlap it."""
        article = self.marks.article
        old: dict[str, Record | None] = {}
        base: dict[str, Record] = {}
        for index in sentences:
            sentence = article.sentences[index]
            uid = sentence_uid(article.id, sentence.start, self.annotator)
            own = self._newest(uid)
            over = list(self.marks.over(index)) if all_marks else []
            if not over:
                over = [own] if own is not None else []
            for record in over:
                if applies(record):
                    old[record["uid"]], base[record["uid"]] = record, record
            if not over and applies(None):
                old[uid] = None
                base[uid] = sentence_mark(
                    article.id,
                    sentence.start,
                    sentence.end,
                    article.text[sentence.start : sentence.end],
                    annotator=self.annotator,
                    writer=self.writer,
                    scheme=self.scheme.id,
                )
        after = []
        for uid, record in base.items():
            before = old[uid]
            if before is None:
                after.append({**record, **change(record)})
            else:
                if before["deleted"]:
                    record = {**record, "labels": [], "status": "open", "flag": False, "note": ""}
                fields = {**{k: record[k] for k in ("labels", "status", "flag", "note")}, **change(record)}
                after.append(
                    revise(before, writer=self.writer, scheme=self.scheme.id, deleted=False, **fields)
                )
        return self._do(sentences[0], words, list(old.values()), after)

    def _do(self, sentence: int, words: str, before: list[Record | None], after: list[Record]) -> Act:
        act = self._act(sentence, words, before, after)
        self._undo.append(act)
        self._redo.clear()
        return act

    def _act(self, sentence: int, words: str, before: list[Record | None], after: list[Record]) -> Act:
        batched = tuple(as_act(after))
        self.marks.apply(batched)
        return Act(self.marks.article.id, sentence, words, tuple(before), batched)

    def _turn(self, source: list[Act], target: list[Act], prefix: str) -> Act | None:
        """Take the last act off `source`, do its inverse, and put the inverse on `target`."""
        if not source:
            return None
        act = source.pop()
        current = [self._newest(record["uid"]) for record in act.after]
        after = []
        for now, wanted in zip(current, act.before, strict=True):
            assert now is not None
            fields = (
                {name: wanted[name] for name in _CONTENT if name in wanted} if wanted else {"deleted": True}
            )
            after.append(revise(now, writer=self.writer, **fields))
        words = act.words.removeprefix("undone: ").removeprefix("again: ")
        inverse = self._act(act.sentence, prefix + words, current, after)
        target.append(inverse)
        return inverse
