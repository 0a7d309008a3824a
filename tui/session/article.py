"""The article that is open: its bounds, its marks, what the rules propose, and what was seen of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.editing.editor import Editor
from annotations.marks.bounds import placed, with_bounds
from annotations.marks.coverage import Coverage, merged
from annotations.marks.marks import Marks, corrections_held
from annotations.model.article import Article, Name, Sentence
from annotations.model.quotes import QuoteFields
from annotations.project.project import Project
from annotations.records.kinds import BoundsRecord, Decision, ReturnRecord
from annotations.records.record import Newest, Record
from annotations.speakers.proposals import Proposals
from annotations.wording import counted
from tui.session.found import Found
from tui.session.layers import Layers
from tui.session.returned import Returned

if TYPE_CHECKING:
    from annotations.speakers.book import SpeakerBook

__all__ = ["InHand"]


class InHand:
    """One article of `project` in the hands of its annotator; knows nothing of disk, threads and screen."""

    marks: Marks
    """What the annotator has said of it."""

    def __init__(self, project: Project, article: Article) -> None:
        """Take `article` up; nothing is known yet of what was said of it."""
        self.project = project
        self.base = article
        """The article as it is frozen."""
        self.article = article
        """The article with the sentence bounds that hold."""
        self.own = Editor(
            project.scheme, project.annotator, proposals=self.proposed, reviewed=lambda: self._reviewed
        )
        """The annotator's own acts."""
        self.editor = self.own
        """The acts at work: the annotator's own, or those of a lead who settles."""
        self.layers = Layers(project)
        self._reviewed: list[Decision | ReturnRecord] = []
        self._decided: dict[int, list[Decision]] = {}
        self.unsaved: dict[str, Record] = {}
        """The newest revision of each record that is not yet known to be on disk, by its uid."""
        self.found = Found(lambda: self.marks.spans)
        """Its names, numbers and damaged places."""
        self.named = False
        """Whether names have been found; before that no screen need ask what the rules propose."""
        self._book: SpeakerBook | None = None
        self._book_outdated = False
        self._visited: dict[str, dict[int, int]] = {}
        self.take_up(article)

    def take_up(self, article: Article) -> Marks:
        """Make `article` the one in hand, with the marks that the layer has of it."""
        self.base = article
        self.article = self.bounded(article)
        self.named = False
        self.found.begin(self.article.sentences)
        self.proposals = self._propose()
        return self.reload()

    def proposed(self, index: int) -> Sequence[QuoteFields]:
        """Return the quotes that the rules find in sentence `index`, as marks keep them."""
        return self.proposals.fields(index)

    def work_with(self, editor: Editor) -> Marks:
        """Let `editor` be at work from now on; undo is of its acts alone."""
        self.editor = editor
        return self.reload()

    @property
    def settling(self) -> bool:
        """Tell whether a lead is at work on what others said."""
        return self.editor is not self.own

    def bounded(self, article: Article) -> Article:
        """Return `article` with the bounds that the lead gave it."""
        own = self.layers.of_article(article.id) if self.project.is_lead else ()
        records = {one["uid"]: one for one in (*own, *self.layers.of_lead(article.id))}
        if self.project.is_lead:
            records |= {uid: one for uid, one in list(self.unsaved.items()) if one["article"] == article.id}
        return replace(article, sentences=with_bounds(article, records.values()))

    def decided(self, index: int) -> list[Decision]:
        """Return what was decided of sentence `index`."""
        return self._decided.get(index, [])

    def reload(self) -> Marks:
        """Read the marks of the open article from the layer again."""
        records = self.layers.of_article(self.article.id)
        self.marks = self.editor.ledger.open(self.article, records, self.latest)
        # The layer does not know yet what is on its way to it.
        self.marks.apply(one for one in self.unsaved.values() if one["article"] == self.article.id)
        self._forget_proposals()  # names are mended as these marks say
        self.look_for_returns()
        return self.marks

    def latest(self, uid: str) -> Newest | None:
        """Return the newest revision of a record of any article, also one that is on its way to the disk."""
        return self.unsaved.get(uid) or self.layers.latest(uid)

    def look_for_returns(self) -> None:
        """Take note of what the lead decided of the open article and gave back, and of what was answered."""
        article, mine = self.article, self.layers.of_article(self.article.id)
        lead = self.layers.of_lead(article.id)
        self._reviewed = [one for one in lead or mine if one["kind"] == "decision" or one["kind"] == "return"]
        unsaved = list(self.unsaved.values())
        answers = {self.project.annotator: [*mine, *unsaved]} if lead else {}
        self.returned = Returned.of(article, lead, answers)
        self._decided = {}
        starts = [sentence.start for sentence in article.sentences]
        for one in self._reviewed:
            if one["kind"] == "decision":
                first, last = bisect_right(starts, one["start"]) - 1, bisect_left(starts, one["end"])
                for index in range(max(0, first), last):
                    self._decided.setdefault(index, []).append(one)

    def rebound(self) -> bool:
        """Take in joins and splits of the open article; tell whether its sentences are others now."""
        article = self.bounded(self.base)
        if article.sentences == self.article.sentences:
            return False
        self.article = article
        self.found.begin(article.sentences)
        self.proposals = self._propose()
        self.reload()
        return True

    def names_of(self, index: int) -> Sequence[Name]:
        """Return the names known in sentence `index`."""
        return self.found.highlights.names_of(index)

    def all_names(self) -> Iterable[Name]:
        """Return all names known in the article."""
        return self.found.highlights.names()

    def names_known(self, sentences: range | None = None) -> None:
        """Take note that the names of `sentences`, or of all, have become known or others."""
        self.named = True
        self._forget_proposals(sentences)

    def names_mended(self) -> None:
        """Take note that the annotator has mended a name.

        The speaker book goes through all names of the article, and so is made anew when a command asks for
        it and not for this.
        """
        self.proposals.forget()
        self._book_outdated = True

    def _forget_proposals(self, sentences: range | None = None) -> None:
        self.proposals.forget(sentences)
        self._book = None

    @property
    def corrections(self) -> list[tuple[int, int, str]]:
        """Return the corrections of the open article that hold: start, end, and what is shown there."""
        if self.project.is_lead:
            return corrections_held(self.marks, None)
        return corrections_held(self.marks, self.layers.of_lead(self.article.id))

    @property
    def misplaced(self) -> list[str]:
        """Return a line on what was said of other text than stands there and so is not shown, if any was."""
        marks, spans = len(self.marks.out_of_place), len(self.marks.spans.out_of_place)
        told = [counted(marks, "mark")] * bool(marks)
        told += [counted(spans, "mended name or number", "mended names or numbers")] * bool(spans)
        return [f"out of place and not shown: {', '.join(told)}; zhupi check names them"] * bool(told)

    def following(self, index: int, step: int) -> int:
        """Return the sentence that a step forward or back from `index` leads to: parts are stepped over.

        An article that has no body steps through its parts.
        """
        sentences = self.article.sentences
        at = index + step
        while 0 <= at < len(sentences) and sentences[at].part != "body":
            at += step
        if 0 <= at < len(sentences):
            return at
        return max(0, min(len(sentences) - 1, index + step))

    def conflicts(self, index: int) -> list[tuple[Record, Record]]:
        """Return the records about sentence `index` of which two programs made the same revision.

        Each comes with the one that counts first. A newer revision settles it.
        """
        sentence = self.article.sentences[index]
        return [
            (counts, other)
            for counts, other in self.layers.conflicts(self.article.id)
            if counts["uid"] not in self.unsaved and _touches(counts, sentence)
        ]

    def proposed_bounds(self, index: int) -> list[BoundsRecord]:
        """Return the joins and splits of sentence `index` that somebody but the lead has proposed."""
        sentence = self.article.sentences[index]
        own = () if self.project.is_lead else self.marks.all_records()
        proposed = [*self.layers.proposals(self.article.id), *own]
        return [
            one
            for one in placed(self.base, proposed)
            if one["start"] < sentence.end
            and one["end"] > sentence.start
            and with_bounds(self.article, [one]) != self.article.sentences
        ]

    def see(self, index: int) -> None:
        """Note that sentence `index` has been under the cursor; who settles is not annotating."""
        if self.settling:
            return
        sentence = self.article.sentences[index]
        visited = self._visited.setdefault(self.article.id, {})
        visited[sentence.start] = max(sentence.end, visited.get(sentence.start, 0))  # it may have been longer

    @property
    def seen(self) -> list[tuple[int, int]]:
        """Return the ranges of the open article that have been under the cursor since the program started."""
        return list(self._visited.get(self.article.id, {}).items())

    def unseen(self) -> list[int]:
        """Return the sentences to be tagged that have never been under the cursor and carry nothing."""
        ranges = merged([*(self.marks.coverage.seen or ()), *self.seen])
        known = Coverage(seen=tuple((start, end) for start, end in ranges))
        return [
            index
            for index, sentence in enumerate(self.article.sentences)
            if self.marks.is_open(index) and not known.saw(sentence.start, sentence.end)
        ]

    def _propose(self) -> Proposals:
        """Begin anew to look for quotes, because article, bounds or names are others."""
        return Proposals(
            self.article,
            self.names_of,
            lambda text: (self._book or self.book).name_of(text),
        )

    @property
    def book(self) -> SpeakerBook:
        """Return what answers who is quoted; made anew when marks, bounds or names are others."""
        if self._book is None or self._book_outdated:
            from annotations.speakers.book import SpeakerBook  # nobody needs it for the first frame

            self._book = SpeakerBook(self.article, self.marks, self.all_names)
            self._book_outdated = False
        return self._book


def _touches(record: Record, sentence: Sentence) -> bool:
    """Tell whether `record` is about something in `sentence`, or about the article as a whole."""
    if record["kind"] == "article" or record["start"] is None or record["end"] is None:
        return True
    return record["start"] < sentence.end and record["end"] > sentence.start
