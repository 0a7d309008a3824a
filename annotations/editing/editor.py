"""Acts as the records that they change, undone and done again at will.

Nothing here touches the disk or the screen. An `Act` goes to the store as one write, and its inverse is
another act: history only grows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import uuid4

from annotations.errors import RevisionConflict
from annotations.marks.marks import Marks
from annotations.model.article import Article
from annotations.model.scheme import Scheme
from annotations.records.acts import BOOKKEEPING, Act, content, recall, same
from annotations.records.independence import after_review, was_reviewed
from annotations.records.record import Record, as_act, revise, sentence_mark, tombstone

__all__ = ["Acting"]


class Acting:
    """The marks of the open article and the history of the acts, for one annotator."""

    kind: ClassVar = "sentence"
    """The kind of record by which acts say something of a sentence."""
    marks: Marks
    """What has been said of the open article."""

    def __init__(self, scheme: Scheme, annotator: str) -> None:
        self.scheme = scheme
        self.annotator = annotator
        self.writer = uuid4().hex[:12]
        """Tells this run of the program from others that write to the same layer."""
        self.decisions: Callable[[], Sequence[Record]] = lambda: ()
        """Returns what was decided of the open article or given back; marks that are changed later say so."""
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
        scheme = self.scheme
        self.marks = Marks(
            article,
            records,
            lambda said: bool(said.labels and scheme.lacking(said.labels, said.quotes, said.attributes)),
            self.kind,
        )
        self._latest = latest
        return self.marks

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
        """Take back the last act; its article must be open. None if there is none.

        Raises:
            RevisionConflict: Another program has since changed what it did; the act is forgotten.
        """
        return self._turn(self._undo, self._redo, "undone: ")

    def redo(self) -> Act | None:
        """Do again the act that was taken back last; its article must be open. None if there is none.

        Raises:
            RevisionConflict: As for :meth:`undo`.
        """
        return self._turn(self._redo, self._undo, "again: ")

    def recall(self, changes: Iterable[Sequence[tuple[Record | None, Record]]]) -> None:
        """Let the acts of an earlier run of the program, oldest first, be undone after those of this run."""
        undo, redo = recall(changes)
        self._undo[:0] = undo
        self._redo[:0] = redo if len(self._undo) == len(undo) else []

    def forget(self, failed: Sequence[Record]) -> None:
        """Drop from the history the acts whose records `failed` to be saved and will not be."""
        batches = {tuple(record["batch"]) for record in failed}
        for history in (self._undo, self._redo):
            history[:] = [act for act in history if tuple(act.after[0]["batch"]) not in batches]

    def settle(self, stored: Record, chosen: Record) -> Act:
        """Let what `chosen` says hold, of two versions of a record of which `stored` is in the layer.

        It becomes a revision even if that is what the layer says: a newer one ends the dispute.
        """
        newest = self._newest(stored["uid"]) or stored
        return self._do(int(stored.get("start") or 0), "decided", [newest], [self._restored(newest, chosen)])

    # -- for those who define acts ------------------------------------------

    def _newest(self, uid: str) -> Record | None:
        return self.marks.record(uid) or self._latest(uid)

    def _change(
        self,
        sentences: Sequence[int],
        change: Callable[[int, Mapping[str, Any]], Mapping[str, Any] | None],
        words: str,
        *,
        all_marks: bool = False,
    ) -> Act:
        """Revise the mark of each sentence, made where there is none; or all marks that overlap it.

        `change` gets a sentence's index and what its mark says, and returns the fields that it says from
        now on, or None to leave that mark alone.
        """
        article = self.marks.article
        decisions = self.decisions()
        changed: dict[str, tuple[Record | None, Record]] = {}
        for index in sentences:
            sentence, fresh = article.sentences[index], self._fresh(index)
            implied = self.marks.coverage.implies_none(sentence.start, sentence.end)
            over: Sequence[Record | None] = self.marks.over(index) if all_marks else ()
            for old in over or [self._newest(fresh["uid"])]:
                uid = fresh["uid"] if old is None else old["uid"]
                said = content(self._speaking(old, fresh))
                fields = None if uid in changed else change(index, said)
                if fields is not None:
                    if was_reviewed(decisions, sentence.start, sentence.end, self.annotator):
                        fields = {**fields, **after_review(old, done=implied)}
                    changed[uid] = old, self._revised(old, fresh, {**said, **fields})
        start = article.sentences[sentences[0]].start
        return self._do(
            start, words, [old for old, _ in changed.values()], [new for _, new in changed.values()]
        )

    def _fresh(self, index: int) -> Record:
        """Return the first revision of what is said of sentence `index`, which says nothing yet."""
        article, sentence = self.marks.article, self.marks.article.sentences[index]
        return sentence_mark(
            article.id,
            sentence.start,
            sentence.end,
            article.text[sentence.start : sentence.end],
            annotator=self.annotator,
            writer=self.writer,
            scheme=self.scheme.id,
        )

    def _speaking(self, old: Record | None, fresh: Record) -> Record:
        """Return the record that says what is said now: `old`, unless that says nothing of this sentence."""
        return fresh if old is None or old["deleted"] else old

    def _revised(self, old: Record | None, fresh: Record, said: Mapping[str, Any]) -> Record:
        """Return the revision after `old` that says `said`, or a first one like `fresh`."""
        if old is None:
            return {**fresh, **said}
        kept = {name: value for name, value in old.items() if name in BOOKKEEPING}
        return revise({**kept, **said}, writer=self.writer, scheme=self.scheme.id, deleted=False)

    def _do(self, start: int, words: str, before: Sequence[Record | None], after: Sequence[Record]) -> Act:
        """Do a new act, which begins at the offset `start`."""
        act = self._batched(start, words, before, after)
        self._undo.append(act)
        self._redo.clear()
        return act

    def _batched(
        self, start: int, words: str, before: Sequence[Record | None], after: Sequence[Record]
    ) -> Act:
        batched = tuple(as_act(after))
        self.marks.apply(batched)
        return Act(self.marks.article.id, start, words, tuple(before), batched)

    def _turn(self, source: list[Act], target: list[Act], prefix: str) -> Act | None:
        """Take the last act off `source`, do its inverse, and put the inverse on `target`."""
        if not source:
            return None
        act = source.pop()
        current = [self._newest(record["uid"]) for record in act.after]
        for now, left in zip(current, act.after, strict=True):
            if now is None or not same(now, left):
                raise RevisionConflict(
                    f"{act.words} cannot be taken back: it was changed since by another program",
                    stored=now,
                    offered=left,
                )
        after = [self._restored(now, wanted) for now, wanted in zip(current, act.before, strict=True) if now]
        words = act.words.removeprefix("undone: ").removeprefix("again: ")
        inverse = self._batched(act.start, prefix + words, current, after)
        target.append(inverse)
        return inverse

    def _restored(self, now: Record, wanted: Mapping[str, Any] | None) -> Record:
        """Return the revision after `now` that says what `wanted` says."""
        if wanted is None or wanted["deleted"]:
            return tombstone(now, writer=self.writer)
        kept = {name: value for name, value in now.items() if name in BOOKKEEPING}
        return revise({**kept, **content(wanted)}, writer=self.writer, deleted=False)
