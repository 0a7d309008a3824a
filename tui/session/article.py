"""The article that is open: its bounds, its marks, what was found in it, and what was seen of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from annotations.editing.editor import Editor
from annotations.marks.bounds import bounded, placed, with_bounds
from annotations.marks.coverage import Coverage, merged
from annotations.marks.marks import Marks, corrections_held
from annotations.model.article import Article, Sentence
from annotations.model.quotes import QuoteFields
from annotations.project.project import Project
from annotations.records.kinds import BoundsRecord, RemarkRecord
from annotations.records.lead_kinds import Decision, ReturnRecord
from annotations.records.record import Record, whereabouts
from annotations.wording import counted, tr
from tui.session.found import Found
from tui.session.layers import Layers
from tui.session.returned import Returned
from tui.session.speakers import Speakers
from tui.session.writer import Writer

if TYPE_CHECKING:
    from annotations.model.prediction import PredictedSentence, PredictedSpan
    from tui.session.predictions import Predictions

__all__ = ["OpenArticle"]

_LOOKED_AT = 2_000
"""Open sentences in which quotes are looked for when an article is to be done: a third of a second, at
0.15 ms each on the seeds. Beyond them an article has sentences enough that were never seen."""


class OpenArticle:
    """One article of a project in the hands of its annotator; knows nothing of threads and screen."""

    index: int
    """Its place among the articles of the project."""
    base: Article
    """The article as it is frozen."""
    bounded: Article
    """The article with the sentence bounds that hold."""
    marks: Marks
    """What the annotator has said of it."""
    speakers: Speakers
    """Who is quoted in it, as the rules propose it."""
    returned: Returned
    """What the lead has given back of it."""

    def __init__(
        self, project: Project, layers: Layers, writer: Writer, index: int, article: Article
    ) -> None:
        """Take up `article`, the project's at `index`; nothing is known yet of what was said of it."""
        self.own = Editor(
            project.scheme,
            project.annotator,
            proposals=self.proposed,
            reviewed=lambda: self._reviewed,
            shown=lambda index: {name: one.labels for name, one in self.predicted(index).items()},
            shown_spans=lambda *of: self.predictions.shown_spans(self, *of) if self.predictions else {},
        )
        """The annotator's own acts, in whichever article."""
        self.editor = self.own
        """The acts at work: the annotator's own, or those of a lead who settles."""
        self.found = Found(lambda: self.marks.spans)
        """Its names, numbers and damaged places."""
        self.predictions: Predictions | None = None
        """What models say of articles, where there is any."""
        self._project = project
        self._layers = layers
        self._writer = writer
        self._reviewed: list[Decision | RemarkRecord | ReturnRecord] = []
        self._decided: dict[int, list[Decision]] = {}
        self._visited: dict[str, dict[int, int]] = {}
        self.take_up(index, article)

    @property
    def id(self) -> str:
        """Return the article's id, whatever its bounds."""
        return self.base.id

    @property
    def text(self) -> str:
        """Return its text, which never changes."""
        return self.base.text

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Return its sentences within the bounds that hold."""
        return self.bounded.sentences

    # -- which one it is, and within which bounds ------------------------------

    def take_up(self, index: int, article: Article) -> None:
        """Make `article`, the project's at `index`, the one in hand, with the marks the layer has of it."""
        self.index = index
        self.base = article
        self._bind(self.bound(article), known=False)

    def rebound(self) -> bool:
        """Take in joins and splits; tell whether the sentences are others now."""
        article = self.bound(self.base)
        if article.sentences == self.sentences:
            return False
        self._bind(article, known=self.speakers.known)
        return True

    def _bind(self, article: Article, *, known: bool) -> None:
        self.bounded = article
        self.found.begin(article.sentences)
        self.speakers = Speakers(article, self.found, lambda: self.marks, known=known)
        self.reload()

    def bound(self, article: Article) -> Article:
        """Return `article`, this one or another of the project, with the bounds that the lead gave it."""
        lead = self._layers.of_lead(article.id)
        if self._project.is_lead:
            lead = [*self._layers.of_article(article.id), *lead]
        records = {one["uid"]: one for one in lead}
        if self._project.is_lead:
            records |= self._writer.unsaved_of(article.id)
        return bounded(article, records.values())

    def proposed_bounds(self, index: int) -> list[BoundsRecord]:
        """Return the joins and splits of sentence `index` that somebody but the lead has proposed."""
        sentence = self.sentences[index]
        own = () if self._project.is_lead else self.marks.all_records()
        proposed = [*self._layers.proposals(self.id), *own]
        return [
            one
            for one in placed(self.base, proposed)
            if one["start"] < sentence.end
            and one["end"] > sentence.start
            and with_bounds(self.bounded, [one]) != self.sentences
        ]

    # -- what is said of it --------------------------------------------------------

    def proposed(self, index: int) -> Sequence[QuoteFields]:
        """Return the quotes that a model sees in sentence `index`, or else the rules, as marks keep them."""
        return self.predicted_quotes(index)[1] or self.speakers.proposals.fields(index)

    def work_with(self, editor: Editor) -> None:
        """Let `editor` be at work from now on; undo is of its acts alone."""
        self.editor = editor
        self.reload()

    @property
    def settling(self) -> bool:
        """Tell whether a lead is at work on what others said."""
        return self.editor is not self.own

    def reload(self) -> None:
        """Read the marks from the layer again."""
        records = self._layers.of_article(self.id)
        self.marks = self.editor.ledger.open(self.bounded, records, self._writer.latest)
        # The layer does not know yet what is on its way to it.
        self.marks.apply(self._writer.unsaved_of(self.id).values())
        self.speakers.forget()  # names are mended as these marks say
        self.look_for_returns()

    def forget(self, records: Sequence[Record]) -> None:
        """Let go of acts on `records`, which will not be saved, and show what is on disk instead."""
        self.own.ledger.forget(records)
        self.editor.ledger.forget(records)
        self.reload()

    def look_for_returns(self) -> None:
        """Take note of what the lead decided and gave back, and of what was answered."""
        mine, lead = self._layers.of_article(self.id), self._layers.of_lead(self.id)
        self._reviewed = [
            one
            for one in lead or mine
            if one["kind"] == "decision" or one["kind"] == "return" or one["kind"] == "remark"
        ]
        unsaved = list(self._writer.unsaved.values())
        answers = {self._project.annotator: [*mine, *unsaved]} if lead else {}
        self.returned = Returned.of(self.bounded, lead, answers)
        self._decided = {}
        starts = [sentence.start for sentence in self.sentences]
        for one in self._reviewed:
            if one["kind"] == "decision":
                first, last = bisect_right(starts, one["start"]) - 1, bisect_left(starts, one["end"])
                for index in range(max(0, first), last):
                    self._decided.setdefault(index, []).append(one)

    def decided(self, index: int) -> list[Decision]:
        """Return what was decided of sentence `index`."""
        return self._decided.get(index, [])

    @property
    def corrections(self) -> list[tuple[int, int, str]]:
        """Return the corrections that hold: start, end, and what is shown there."""
        if self._project.is_lead:
            return corrections_held(self.marks, None)
        return corrections_held(self.marks, self._layers.of_lead(self.id))

    @property
    def misplaced(self) -> list[str]:
        """Return a line on what was said of other text than stands there and so is not shown, if any was."""
        marks, spans = len(self.marks.out_of_place), len(self.marks.spans.out_of_place)
        told = [counted(marks, "mark")] * bool(marks)
        told += [counted(spans, "mended name or number", "mended names or numbers")] * bool(spans)
        return [
            tr("out of place and not shown: {told}; zhupi check names them", told=", ".join(told))
        ] * bool(told)

    def conflicts(self, index: int) -> list[tuple[Record, Record]]:
        """Return the records about sentence `index` of which two programs made the same revision.

        Each comes with the one that counts first. A newer revision settles it.
        """
        sentence = self.sentences[index]
        return [
            (counts, other)
            for counts, other in self._layers.conflicts(self.id)
            if counts["uid"] not in self._writer.unsaved and _touches(counts, sentence)
        ]

    # -- going through it ----------------------------------------------------------

    def following(self, index: int, step: int) -> int:
        """Return the sentence that a step forward or back from `index` leads to: parts are stepped over.

        An article that has no body steps through its parts.
        """
        sentences = self.sentences
        at = index + step
        while 0 <= at < len(sentences) and sentences[at].part != "body":
            at += step
        if 0 <= at < len(sentences):
            return at
        return max(0, min(len(sentences) - 1, index + step))

    def see(self, index: int) -> None:
        """Note that sentence `index` has been under the cursor; who settles is not annotating."""
        if self.settling:
            return
        sentence = self.sentences[index]
        visited = self._visited.setdefault(self.id, {})
        visited[sentence.start] = max(sentence.end, visited.get(sentence.start, 0))  # it may have been longer

    @property
    def seen(self) -> list[tuple[int, int]]:
        """Return the ranges that have been under the cursor since the program started."""
        return list(self._visited.get(self.id, {}).items())

    def unseen(self) -> list[int]:
        """Return the sentences to be tagged that have never been under the cursor and carry nothing."""
        ranges = merged([*(self.marks.coverage.seen or ()), *self.seen])
        known = Coverage(seen=tuple((start, end) for start, end in ranges))
        return [
            index
            for index, sentence in enumerate(self.sentences)
            if self.marks.is_open(index) and not known.saw(sentence.start, sentence.end)
        ]

    def predicted(self, index: int) -> Mapping[str, PredictedSentence]:
        """Return what models say of sentence `index`, by the model's name, as far as that is shown."""
        return self.predictions.of_sentence(self, index) if self.predictions is not None else {}

    def predicted_quotes(self, index: int) -> tuple[str, Sequence[QuoteFields]]:
        """Return which model sees which quotes in sentence `index`, where nothing is said of it yet."""
        label = self._project.scheme.quotes
        if self.predictions is None or label is None or self.marks.said(index).settled:
            return "", ()
        return self.predictions.quotes_of(self, index, label)

    def predicted_spans(self, start: int, end: int) -> Sequence[tuple[str, PredictedSpan]]:
        """Return the names and numbers that models mark from `start` to `end` and that are not there yet."""
        return self.predictions.spans_in(self, start, end) if self.predictions is not None else ()

    def proposes_quote(self, index: int) -> bool:
        """Tell whether a rule is certain that sentence `index`, of which nothing is said, quotes somebody."""
        if not self.speakers.known or self._project.scheme.quotes is None or self.marks.done:
            return False
        if self.sentences[index].part != "body" or self.marks.said(index).settled:
            return False
        return any(one.certain for one in self.speakers.proposals.quotes(index))

    def proposed_quotes(self) -> list[int]:
        """Return the sentences of which that is so, among the first `_LOOKED_AT` that are open."""
        opened = (index for index in range(len(self.sentences)) if self.marks.is_open(index))
        return [index for index in islice(opened, _LOOKED_AT) if self.proposes_quote(index)]


def _touches(record: Record, sentence: Sentence) -> bool:
    """Tell whether `record` is about something in `sentence`, or about the article as a whole."""
    if record["kind"] == "migration":
        return False
    where = whereabouts(record)
    return where is None or (where[0] < sentence.end and where[1] > sentence.start)
