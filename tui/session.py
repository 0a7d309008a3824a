"""What stands behind the reading screen: the layer, the writer, the analysis, and the way to each article.

A session knows nothing of widgets. Whatever takes time runs on threads of its own, and what comes of it
goes out as a message.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from textual.message import Message

from annotations.annotating import Act, Annotating
from annotations.article import Analysis, Article, Name, Number, article_date
from annotations.errors import ZhupiError
from annotations.marks import Marks, corrections_held
from annotations.project import Project
from annotations.record import Record, article_uid
from tui import messages
from tui.layout.lines import Page
from tui.layout.pieces import Highlights
from tui.memory import Memory

if TYPE_CHECKING:
    from annotations.analysis.service import AnalysisService, Ticket
    from annotations.storage.repository import Layer
    from annotations.storage.writer import LayerWriter

__all__ = ["Session", "remarks"]


_SUGGESTED = 50
"""Damaged places up to which a suggestion is looked for, each a tenth of a second of work."""


class Session:
    """One annotator at one project, from the first article opened to leaving."""

    def __init__(
        self, project: Project, memory: Memory, index: int, article: Article, notices: Sequence[str] = ()
    ) -> None:
        """Begin with `article`, the project's at `index`; `notices` are said at the start."""
        self._notices = list(notices)
        self.project = project
        self.memory = memory
        self.index = index
        self.article = article
        self.annotating = Annotating(project.scheme, project.annotator)
        self.marks = self.annotating.open(article, ())
        self.where: dict[str, int] = {article.id: index}
        """The place of each article that has been open."""
        self.unsaved: dict[str, Record] = {}
        """The newest revision of each record that is not yet known to be on disk, by its uid."""
        self._ready = False
        self._post: Callable[[Message], object] = lambda message: None
        self._layer: Layer | None = None
        self._lead_layer: Layer | None = None
        self._writer: LayerWriter | None = None
        self._analysis: AnalysisService | None = None
        self._ticket: Ticket | None = None
        self._analysed: dict[str, Analysis] = {}
        self._frozen: set[str] = set()
        self._freezing = Lock()

    @property
    def ready(self) -> bool:
        """Tell whether the layer has been read, so that marks can be shown and made."""
        return self._ready

    @property
    def read_only(self) -> str | None:
        """Return why nothing can be saved, or None."""
        return self._layer.read_only if self._layer else None

    def tell(self, post: Callable[[Message], object]) -> None:
        """Send messages to `post` from now on; it is called on any thread."""
        self._post = post

    # -- on a worker's thread ----------------------------------------------

    def open_layer(self) -> None:
        """Open the layer and send `LayerReady` or `LayerFailed`."""
        # What the first frame does not need is imported when that has been drawn.
        from annotations.storage.layer import open_layer
        from annotations.storage.writer import LayerWriter

        try:
            layer = open_layer(self.project.layer_path, self.project.annotator)
        except ZhupiError as error:
            self._post(messages.LayerFailed(str(error)))
            return
        self._writer = LayerWriter(layer, self._on_saved, self._on_failed)
        self._layer = layer
        self._open_lead_layer()
        self._post(
            messages.LayerReady(
                [*self.project.notices, *self._notices, *remarks(self.article), *layer.notices]
            )
        )

    def _open_lead_layer(self) -> None:
        """Open the lead's layer, whose corrections hold for everybody; nothing else of it is looked at."""
        from annotations.storage.layer import open_layer

        path = self.project.lead_path
        if path is not None:
            try:
                self._lead_layer = open_layer(path, self.project.lead)
            except ZhupiError as error:
                self._notices.append(f"the lead's corrections are not shown: {error}")

    def read(self, index: int) -> None:
        """Read the article at `index` and send `ArticleReady` or `NothingToOpen`."""
        try:
            article = self.project.article(self.project.places[index])
        except ZhupiError as error:
            self._post(messages.NothingToOpen(str(error)))
            return
        page = Page.of(article.text, article.sentences)
        self._post(messages.ArticleReady(index, article, page, remarks(article)))

    def read_next_open(self, after: int) -> None:
        """Read the first article after `after`, going round, that is not done; unreadable ones are named."""
        count = len(self.project.places)
        notices: list[str] = []
        for step in range(1, count):
            index = (after + step) % count
            try:
                article = self.project.article(self.project.places[index])
            except ZhupiError as error:
                notices.append(str(error))
                continue
            if not self.is_done(article.id):
                page = Page.of(article.text, article.sentences)
                self._post(messages.ArticleReady(index, article, page, (*notices, *remarks(article))))
                return
        self._post(messages.NothingToOpen("; ".join(notices) or "every article is done"))

    # -- on the screen's thread ----------------------------------------------

    def find_scars(self, article: Article) -> None:
        """Find the damaged places of `article` and send `ScarsFound`, first without what stood there once."""
        from annotations.reading.scars import find_scars

        scars = find_scars(article.text, suggest=False)
        if not scars:
            return
        self._post(messages.ScarsFound(article.id, scars))
        if len(scars) <= _SUGGESTED:
            self._post(messages.ScarsFound(article.id, find_scars(article.text)))

    def is_done(self, article: str) -> bool:
        """Tell whether the annotator marked `article` done."""
        uid = article_uid(article, self.project.annotator)
        record = self.unsaved.get(uid) or (self._layer.get(uid) if self._layer else None)
        return bool(record and record["done"] and not record["deleted"])

    def count_marks(self, article: str) -> int:
        """Return how many sentences of `article` the layer has a mark of."""
        if self._layer is None:
            return 0
        return sum(record["kind"] == "sentence" for record in self._layer.of_article(article))

    @property
    def corrections(self) -> list[tuple[int, int, str]]:
        """Return the corrections of the open article that hold: start, end, and what is shown there."""
        if self.project.is_lead:
            return corrections_held(self.marks, None)
        return corrections_held(
            self.marks, self._lead_layer.of_article(self.article.id) if self._lead_layer else ()
        )

    def enter(self, index: int, article: Article) -> Marks:
        """Make `article` the open one, with the marks that the layer has of it."""
        self.index, self.article = index, article
        self.where[article.id] = index
        return self.reload()

    def reload(self) -> Marks:
        """Read the marks of the open article from the layer again."""
        if self._layer is None:
            self.marks = self.annotating.open(self.article, ())
        else:
            records = self._layer.of_article(self.article.id)
            self.marks = self.annotating.open(self.article, records, self._layer.latest)
            # The layer does not know yet what is on its way to it.
            self.marks.apply(one for one in self.unsaved.values() if one.get("article") == self.article.id)
            self._ready = True
        return self.marks

    def look_around(self) -> bool:
        """Take in what other programs have stored in the layers; True if it is about the open article.

        Raises:
            StorageError: if a layer can no longer be read.
        """
        touched: set[str] = set()
        for layer in (self._layer, self._lead_layer):
            if layer is not None and self._ready:
                touched |= layer.refresh()
        if self.article.id not in touched:
            return False
        self.reload()
        return True

    def save(self, act: Act) -> None:
        """Hand `act` to the store; `Saved` or `SaveFailed` tells how it went."""
        self.unsaved.update((record["uid"], record) for record in act.after)
        if self._writer is None:
            raise RuntimeError("an act before the layer was open")
        article = self.article
        self._writer.submit(act.after, before=lambda: self._freeze(article))

    def give_up(self, records: Sequence[Record]) -> bool:
        """Forget `records` if they will not be saved any more, and show what is on disk instead."""
        if self._writer is None or any(record in self._writer.unsaved for record in records):
            return False
        self.settle(records)
        self.annotating.forget(records)
        self.reload()
        return True

    def settle(self, records: Sequence[Record]) -> None:
        """Take note that `records` are on disk."""
        for record in records:
            newest = self.unsaved.get(record["uid"])
            if newest is not None and newest["rev"] <= record["rev"]:
                del self.unsaved[record["uid"]]

    def analyse(self, first: int) -> None:
        """Find names and numbers of the open article, those near sentence `first` first."""
        if self._ticket is not None:
            self._ticket.cancel()
        article = self.article
        try:
            known = self._analysed.get(article.id) or self.project.frozen.load_analysis(article.id)
        except ZhupiError as error:
            self._post(messages.AnalysisFailed(article.id, str(error)))
            known = None
        starts = [sentence.start for sentence in article.sentences]

        def tell(analysis: Analysis) -> None:
            highlights = Highlights(starts, analysis.names, analysis.numbers)
            self._post(messages.Analysed(article.id, highlights))

        if known is not None:
            tell(known)
            return

        def on_part(sentences: range, names: tuple[Name, ...], numbers: tuple[Number, ...]) -> None:
            self._post(messages.PartAnalysed(article.id, sentences, names, numbers))

        def on_done(analysis: Analysis) -> None:
            with self._freezing:
                self._analysed[article.id] = analysis
                frozen = article.id in self._frozen
            tell(analysis)
            if frozen:
                try:
                    self._freeze(article)
                except ZhupiError as error:
                    on_failed(str(error))

        def on_failed(reason: str) -> None:
            self._post(messages.AnalysisFailed(article.id, reason))

        if self._analysis is None:
            from annotations.analysis.service import AnalysisService

            self._analysis = AnalysisService(self.project.gazetteer_path)
        self._ticket = self._analysis.analyse(
            article.id,
            article.text,
            article.sentences,
            first=first,
            date=article_date(article.metadata),
            on_part=on_part,
            on_done=on_done,
            on_failed=on_failed,
        )

    def focus(self, index: int) -> None:
        """Let the analysis go on around sentence `index`, which has come into view."""
        if self._ticket is not None:
            self._ticket.focus(index)

    def remember(self, sentence: int) -> None:
        """Remember that the cursor stands on `sentence` of the open article."""
        if self.article.sentences:
            start = self.article.sentences[sentence].start
            self.memory.note(self.article.source, self.article.id, start)

    def close(self) -> None:
        """Save what waits, and let go of layer and analysis."""
        if self._analysis is not None:
            self._analysis.close()
        if self._writer is not None:
            self._writer.close()
        for layer in (self._layer, self._lead_layer):
            if layer is not None:
                layer.close()

    # -- on the writer's and the service's threads ----------------------------

    def _freeze(self, article: Article) -> None:
        """Keep the article as it is annotated, and its names and numbers once they are known."""
        with self._freezing:
            frozen = self.project.frozen
            frozen.freeze(article)
            self._frozen.add(article.id)
            analysis = self._analysed.get(article.id)
            if analysis is not None:
                frozen.freeze_analysis(article, analysis)

    def _on_saved(self, records: Sequence[Record]) -> None:
        self._post(messages.Saved(records))

    def _on_failed(self, records: Sequence[Record], error: ZhupiError) -> None:
        self._post(messages.SaveFailed(records, str(error)))


def remarks(article: Article) -> list[str]:
    """Return what a reader should know of how `article` was read, a line each."""
    removed = len(article.removed)
    taken = [f"{removed:,} pinyin readings taken out; r shows the text as it was"] if removed else []
    return [*article.notes, *taken]
