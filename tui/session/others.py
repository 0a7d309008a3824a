"""What everybody says of the open article, for as long as the annotator may see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from annotations.adjudication.visibility import may_see
from annotations.errors import ZhupiError
from annotations.marks.marks import Marks
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.record import Newest, Record
from annotations.wording import counted, tr
from tui.session import messages
from tui.session.layers import Layers

if TYPE_CHECKING:
    from annotations.adjudication.sentences import Decisions
    from annotations.adjudication.spans import SpanUnit
    from annotations.project.other_layers import Others

__all__ = ["Everybody", "speaks"]


class Everybody:
    """Reads the layers of others, and none of an article that the annotator must judge without them."""

    def __init__(self, project: Project, layers: Layers, review: bool = False) -> None:
        """Read nothing yet; `review` says that the annotator came to review."""
        self.review = review
        self.of: Decisions | None = None
        """What everybody says of the open article; None where it may not be seen, or is not known yet."""
        self.places: Sequence[SpanUnit] = ()
        """The names and numbers of the open article that somebody mended, for who came to review."""
        self.hidden = False
        """Whether the annotator does not want to see others while reading."""
        self.names: Sequence[str] = ()
        """Who has said anything of the open article, in order of name."""
        self._project = project
        self._layers = layers
        self._others: Others | None = None
        self._touched: set[str] = set()
        self._turn = Lock()

    @property
    def ever(self) -> bool:
        """Tell whether the annotator may see anything of others in any article."""
        return self.may_see(done=True)

    def may_see(self, *, done: bool) -> bool:
        """Tell whether others may be seen in an article that the annotator has marked `done`, or not."""
        project = self._project
        return may_see(project.others, is_lead=project.may_review, review=self.review, done=done)

    # -- on a worker's thread ----------------------------------------------

    def follow(self, on_read: Callable[[str], object] = lambda words: None) -> set[str]:
        """Take in what others have stored since the last time; return the articles that this touches."""
        with self._turn:  # a board may ask at the moment at which the article does
            if self._others is None:
                from annotations.project.other_layers import Others
                from annotations.storage.files.folders import layer_indexes

                self._others = Others(self._project, layer_indexes())
            touched = self._others.open(on_read)
            self._touched |= touched
        return touched

    def take_touched(self) -> set[str]:
        """Return the articles that others' layers touched since this was asked last."""
        touched, self._touched = self._touched, set()
        return touched

    @property
    def others(self) -> Others:
        """Return the layers of others, as far as they have been taken in."""
        if self._others is None:
            self.follow()
        assert self._others is not None
        return self._others

    def read(self, article: Article, own: Sequence[Record]) -> Decisions:
        """Return what everybody says of `article`, within its bounds; `own` are the annotator's records."""
        from annotations.adjudication.sentences import Decisions

        layers = {**self.others.of_article(article.id), self._project.annotator: own}
        return Decisions(article, layers, self._project.scheme)

    def look(self, article: Article, own: Sequence[Record]) -> messages.OthersKnown:
        """Return what everybody says of `article`, and what cannot be shown; `own` says the annotator."""
        decisions = self.read(article, own)
        lines = self._lines(decisions)
        places: Sequence[SpanUnit] = ()
        if self.review:
            marks = decisions.marks.items()
            others = [
                one
                for name, mine in marks
                if name != self._project.annotator
                for one in mine.all_records()
                if one["kind"] == "bounds"
            ]
            self._layers.take_proposals(article.id, others)
            try:
                places = self._mended(decisions)
            except ZhupiError as error:
                lines.append(str(error))
        return messages.OthersKnown(decisions, places, lines)

    def _mended(self, of: Decisions) -> list[SpanUnit]:
        """Return the names and numbers of an article that somebody mended; none if it was not analysed."""
        from annotations.adjudication.spans import span_units

        article = of.article
        analysis = self._project.frozen.load_analysis(article.id)
        if analysis is None:
            return []
        layers = {name: marks.all_records() for name, marks in of.marks.items()}
        return span_units(article, analysis, layers)

    def _lines(self, of: Decisions) -> list[str]:
        """Return what could not be read, and what of an article cannot be compared, a line each."""
        from annotations.project.absent import absent_words

        lines = [*self.others.lines, *self.others.unreadable(of.article.id)]
        if self.review:
            lines += absent_words(of.absent(), self.others.names(), self._project.name_of)
        for name, marks in of.marks.items():
            if marks.out_of_place:
                count = counted(len(marks.out_of_place), "mark quotes", "marks quote")
                lines.append(
                    tr(
                        "{name}: {count} another text than stands here and cannot be shown",
                        name=name,
                        count=count,
                    )
                )
            unknown = sorted({label for index in range(len(marks)) for label in marks.unknown(index)})
            if unknown:
                lines.append(
                    tr(
                        "{name}: marks here say {unknown}, which the scheme does not have; they are "
                        "not compared",
                        name=name,
                        unknown=", ".join(unknown),
                    )
                )
        return lines

    # -- on the screen's thread ----------------------------------------------

    def take(self, decisions: Decisions | None, places: Sequence[SpanUnit] = ()) -> None:
        """Let `decisions` be what everybody says of the open article; None where it may not be seen."""
        self.of, self.places = decisions, places
        self.names = [] if decisions is None else [n for n, marks in decisions.marks.items() if speaks(marks)]

    def note(self, records: Sequence[Newest]) -> set[int]:
        """Take in what the annotator has said; return the sentences of the open article that it touches."""
        here = [
            one
            for one in records
            if self.of and one["kind"] != "unreadable" and one["article"] == self.of.article.id
        ]
        if self.of is None or not here:
            return set()
        touched = self.of.apply(self._project.annotator, here)
        if self._project.annotator not in self.names:
            self.take(self.of, self.places)
        return touched

    def close(self) -> None:
        """Let go of the layers."""
        if self._others is not None:
            self._others.close()


def speaks(marks: Marks) -> bool:
    """Tell whether somebody annotates: a lead may have done nothing but decide."""
    return marks.done or any(one["kind"] == "sentence" for one in marks.all_records())
