"""The acts on the open article as the records that they change, undone and done again at will.

Nothing here touches the disk or the screen. An `Act` goes to the store as one write, and its inverse is
another act: history only grows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import uuid4

from annotations.marks.marks import Marks
from annotations.model.article import Article, Sentence
from annotations.model.scheme import Scheme
from annotations.records.acts import Act, Changed, content, recall, rewritten, same
from annotations.records.carried import as_carried
from annotations.records.conflict import RevisionConflict
from annotations.records.lead_kinds import OfSentence
from annotations.records.record import (
    Newest,
    R,
    Record,
    as_act,
    tombstone,
    whereabouts,
    with_fields,
)
from annotations.wording import msg, tr

if TYPE_CHECKING:
    from annotations.records.assistance import Shown
    from annotations.records.kinds import What

__all__ = ["TURNED", "Ledger", "Target"]

TURNED = _UNDONE, _AGAIN = msg("undone: "), msg("again: ")
"""How the words of an act begin that was taken back or done again."""


class Target(Protocol):
    """What acts on a sentence say something in: the mark of an annotator, or the decision of a lead."""

    @property
    def kind(self) -> Literal["sentence", "decision"]:
        """Return the kind of those records."""
        ...

    def chosen(self, ledger: Ledger, sentences: Sequence[int]) -> Sequence[int]:
        """Return those of `sentences` that there may be such a record of, or raise UsageError."""
        ...

    def fitting(self, records: Iterable[Record], article: Article) -> Iterable[Record]:
        """Return `records` without those of this kind that fit no sentence as it is bounded now."""
        ...

    def fresh(self, ledger: Ledger, index: int) -> OfSentence:
        """Return the first revision of what is said of sentence `index`, which says nothing yet."""
        ...

    def speaking(self, old: Newest | None, fresh: OfSentence) -> OfSentence:
        """Return the record that says what is said now: `old`, unless that says nothing of this sentence."""
        ...

    def revised(
        self, ledger: Ledger, old: Newest | None, fresh: OfSentence, said: Mapping[str, object]
    ) -> OfSentence:
        """Return the revision after `old` that says `said`, or a first one like `fresh`."""
        ...


class Ledger:
    """The marks of the open article, and the history of the acts that changed them.

    Args:
        scheme: The labels of the project.
        annotator: Whose acts they are.
        target: What acts on sentences say something in.
        reviewed: Returns what was decided of the open article or given back; marks that are changed later
            say so.
        shown: Returns what models say of a sentence, where the annotator is shown it; marks say so.
        shown_spans: Returns likewise of the stretch from one offset to another what models mark as a name or
            a number there.
    """

    marks: Marks
    """What has been said of the open article."""

    def __init__(
        self,
        scheme: Scheme,
        annotator: str,
        target: Target,
        reviewed: Callable[[], Sequence[Newest]] = lambda: (),
        shown: Callable[[int], Shown] = lambda index: {},
        shown_spans: Callable[[What, int, int], Shown] = lambda what, start, end: {},
    ) -> None:
        self.scheme = scheme
        self.annotator = annotator
        self.target = target
        self.writer = uuid4().hex[:12]
        """Tells this run of the program from others that write to the same layer."""
        self._reviewed = reviewed
        self._shown = shown
        self.shown_spans = shown_spans
        self._undo: list[Act] = []
        self._redo: list[Act] = []

    def open(
        self,
        article: Article,
        records: Iterable[Record],
        latest: Callable[[str], Newest | None] = lambda uid: None,
    ) -> Marks:
        """Make `article` the one that acts are about, with the `records` that the layer has of it.

        `latest` finds the newest revision of any record by its uid, a deleted one too: the next
        revision builds on it.
        """
        scheme = self.scheme
        self.marks = Marks(
            article,
            self.target.fitting(records, article),
            lambda said: bool(said.labels and scheme.lacking(said.labels, said.quotes, said.attributes)),
            self.target.kind,
            scheme.names,
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
        return self._turn(self._undo, self._redo, _UNDONE)

    def redo(self) -> Act | None:
        """Do again the act that was taken back last; its article must be open. None if there is none.

        Raises:
            RevisionConflict: As for :meth:`undo`.
        """
        return self._turn(self._redo, self._undo, _AGAIN)

    def recall(self, changes: Iterable[Sequence[Changed]]) -> None:
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
        newest = self.newest(stored["uid"])
        if newest is None or newest["kind"] == "unreadable":
            newest = stored
        where = whereabouts(stored)
        return self.do(where[0] if where else 0, tr("decided"), [newest], [self.restored(newest, chosen)])

    # -- for those who define acts ------------------------------------------

    def newest(self, uid: str) -> Newest | None:
        """Return the newest revision of a record, one of another article or a deleted one too."""
        return self.marks.record(uid) or self._latest(uid)

    @property
    def is_helped(self) -> bool:
        """Whether the annotator is shown what models say of a sentence of the article without a mark."""
        indices = range(len(self.marks.article.sentences))
        return any(self._shown(index) and not self.marks.over(index) for index in indices)

    def change(
        self,
        sentences: Sequence[int],
        fields: Callable[[int, OfSentence], Mapping[str, object] | None],
        words: str,
        *,
        all_marks: bool = False,
    ) -> Act:
        """Revise the mark of each sentence, made where there is none; or all marks that overlap it.

        `fields` gets a sentence's index and its mark, and returns the fields that it says from now on, or
        None to leave that mark alone.
        """
        article = self.marks.article
        reviewed = self._reviewed()
        changed: dict[str, tuple[Newest | None, OfSentence]] = {}
        chosen = self.target.chosen(self, sentences)
        for index in chosen:
            sentence, fresh = article.sentences[index], self.target.fresh(self, index)
            implied = self.marks.coverage.implies_none(sentence.start, sentence.end)
            over: Sequence[Newest | None] = self.marks.over(index) if all_marks else ()
            for old in over or [self.newest(fresh["uid"])]:
                uid = fresh["uid"] if old is None else old["uid"]
                said = self.target.speaking(old, fresh)
                now = None if uid in changed else fields(index, said)
                if now is not None:
                    if reviewed:
                        now = {**now, **_reviewed(reviewed, sentence, self.annotator, old, done=implied)}
                    if "labels" in now and (shown := self._shown(index)):
                        now = {**now, "predicted": _assisted(shown, now["labels"])}
                    changed[uid] = old, self.target.revised(self, old, fresh, {**content(said), **now})
        start = article.sentences[chosen[0]].start
        return self.do(
            start, words, [old for old, _ in changed.values()], [new for _, new in changed.values()]
        )

    def revised(self, old: Newest | None, fresh: R, said: Mapping[str, object]) -> R:
        """Return the revision after `old` that says `said`, or a first one like `fresh`."""
        if old is None:
            return with_fields(fresh, said)
        return rewritten(old, fresh, said, writer=self.writer, scheme=self.scheme.id)

    def do(self, start: int, words: str, before: Sequence[Newest | None], after: Sequence[Record]) -> Act:
        """Do a new act, which begins at the offset `start`."""
        act = self.batched(start, words, before, after)
        self._undo.append(act)
        self._redo.clear()
        return act

    def batched(
        self, start: int, words: str, before: Sequence[Newest | None], after: Sequence[Record]
    ) -> Act:
        """Do an act that is nothing to take back."""
        batched = tuple(as_act(after))
        self.marks.apply(batched)
        return Act(self.marks.article.id, start, words, tuple(before), batched)

    def _turn(self, source: list[Act], target: list[Act], prefix: str) -> Act | None:
        """Take the last act off `source`, do its inverse, and put the inverse on `target`."""
        if not source:
            return None
        act = source.pop()
        current: list[Record] = []
        for left in act.after:
            now = self.newest(left["uid"])
            if now is None or now["kind"] == "unreadable" or not same(now, left):
                raise RevisionConflict(
                    tr(
                        "{words} cannot be taken back: it was changed since by another program",
                        words=act.words,
                    ),
                    stored=None if now is None or now["kind"] == "unreadable" else now,
                    offered=left,
                )
            current.append(now)
        after = [self.restored(now, wanted) for now, wanted in zip(current, act.before, strict=True)]
        words = act.words.removeprefix(tr(_UNDONE)).removeprefix(tr(_AGAIN))
        inverse = self.batched(act.start, tr(prefix) + words, current, after)
        target.append(inverse)
        return inverse

    def restored(self, now: Record, wanted: Newest | None) -> Record:
        """Return the revision after `now` that says what `wanted` says."""
        if wanted is None or wanted["deleted"] or wanted["kind"] == "unreadable":
            return tombstone(now, writer=self.writer)
        return as_carried(rewritten(now, wanted, content(wanted), writer=self.writer), wanted)


def _reviewed(
    records: Sequence[Newest], sentence: Sentence, annotator: str, old: Newest | None, *, done: bool
) -> Mapping[str, object]:
    from annotations.records.independence import after_review, was_reviewed  # and few articles were reviewed

    return (
        {**after_review(old, done=done)}
        if was_reviewed(records, sentence.start, sentence.end, annotator)
        else {}
    )


def _assisted(shown: Shown, labels: object) -> object:
    from annotations.records.assistance import assisted  # few projects have models

    return assisted(shown, [str(one) for one in labels] if isinstance(labels, list) else [])
