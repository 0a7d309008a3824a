"""What stands behind the reading screen: the layer, the writer, the analysis, and the way to each article.

A session knows nothing of widgets. Whatever takes time runs on threads of its own, and what comes of it
goes out as a message.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.errors import ZhupiError
from annotations.marks.marks import Marks
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.acts import Act, Changed, is_settling
from annotations.records.record import Record, article_uid
from tui.layout.lines import Page
from tui.session import messages
from tui.session.analysis import Analysing
from tui.session.position import Memory
from tui.session.review import Reviewing

if TYPE_CHECKING:
    from annotations.storage.layer.writer import LayerWriter

__all__ = ["Session", "remarks"]


_SUGGESTED = 50
"""Damaged places up to which a suggestion is looked for, each a tenth of a second of work."""


class Session(Reviewing):
    """One annotator at one project, from the first article opened to leaving."""

    def __init__(
        self,
        project: Project,
        memory: Memory,
        index: int,
        article: Article,
        notices: Sequence[str] = (),
        advance: Sequence[str] | None = None,
        review: bool = False,
    ) -> None:
        """Begin with `article`, the project's at `index`; `notices` are said at the start.

        `advance` are the labels after which the cursor goes on by itself, if not those of the scheme.
        `review` says that the annotator came to review, which lets a lead see what everybody says.
        """
        super().__init__(project, article, review)
        self._notices = list(notices)
        self.advance = tuple(project.scheme.advance if advance is None else advance)
        self.memory = memory
        self.index = index
        self.shelf.put(index, article)
        self._ready = False
        self.closed = True
        """Whether nobody is writing to the layer any more, once it was closed."""
        self.moved_at = 0.0
        """When something was saved last, or began to wait, by the clock of `time.monotonic`."""
        self._writer: LayerWriter | None = None
        self._analysing = Analysing(project)

    @property
    def ready(self) -> bool:
        """Tell whether the layer has been read, so that marks can be made."""
        return self._ready

    @property
    def read_only(self) -> str | None:
        """Return why nothing can be saved, or None."""
        return self.layers.read_only

    @property
    def trouble(self) -> str | None:
        """Return why what was saved is in memory only, or None: its file was removed, cut or replaced."""
        return self.layers.trouble

    @property
    def endangered(self) -> list[Record]:
        """Return the newest revision of each record that is in memory and not on disk."""
        return list(({one["uid"]: one for one in self.layers.lost} | self.unsaved).values())

    def on_disk(self, uid: str) -> bool:
        """Tell whether the newest revision of a record is on disk, as far as that is known."""
        return uid not in self.unsaved and not self.layers.is_lost(uid)

    # -- on a worker's thread ----------------------------------------------

    def open_layer(self) -> None:
        """Open the layer and send `LayerReady` or `LayerFailed`; before that what it says of this article."""
        # What the first frame does not need is imported when that has been drawn.
        from annotations.storage.layer.writer import LayerWriter

        try:
            if self.layers.peek(self.article.id):
                self._post(messages.MarksKnown(self.article.id))
            layer = self.layers.open()
        except ZhupiError as error:
            self._post(messages.LayerFailed(str(error)))
            return
        self._writer = LayerWriter(layer, self._on_saved, self._on_failed)
        notices = [*self.project.notices, *self._notices, *remarks(self.article), *self.layers.notices]
        notices += self.layers.unreadable(self.article.id)
        if not self.everybody.review:
            self.layers.look_for_proposals(self.article.id)
        self._post(messages.LayerReady(notices, layer.history()))
        import annotations.analysis.quotes  # noqa: F401 - a tenth of a second that no key should wait for

        if notices := self.layers.copy():
            self._post(messages.Noticed(notices))

    def read(self, index: int) -> None:
        """Read the article at `index` and send `ArticleReady` or `NothingToOpen`."""
        try:
            article = self.shelf.read(index)
        except ZhupiError as error:
            self._post(messages.NothingToOpen(str(error)))
            return
        self._ready_to_show(index, article)

    def read_next_open(self, after: int) -> None:
        """Read the first article after `after`, going round, that is not done; unreadable ones are named.

        What the lead has given back comes before all others.
        """
        returned = self.layers.returned() - {self.article.id}
        for identity in sorted(returned):
            place = self.shelf.place_of(identity)
            if place is not None and (found := self.shelf.find(identity)) is not None:
                self._ready_to_show(place, found, ["given back: < marks what to look at, > answers"])
                return
        count = len(self.shelf)
        notices: list[str] = []
        for step in range(1, count):
            index = (after + step) % count
            try:
                article = self.shelf.read(index)
            except ZhupiError as error:
                notices.append(str(error))
                continue
            if not self.is_done(article.id):
                self._ready_to_show(index, article, notices)
                return
        self._post(messages.NothingToOpen("; ".join(notices) or "every article is done"))

    def _ready_to_show(self, index: int, article: Article, notices: Sequence[str] = ()) -> None:
        self.layers.peek(article.id)
        if not self.everybody.review:
            self.layers.look_for_proposals(article.id)
        page = Page.of(article.text, self.bounded(article).sentences)
        notices = [*notices, *self.layers.unreadable(article.id), *remarks(article)]
        self._post(messages.ArticleReady(index, article, page, notices))

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
        record = self.unsaved.get(uid) or self.layers.latest(uid)
        return record is not None and record["kind"] == "article" and record["done"] and not record["deleted"]

    def count_marks(self, article: str) -> int:
        """Return how many sentences of `article` the layer has a mark of."""
        return sum(record["kind"] == "sentence" for record in self.layers.of_article(article))

    def enter(self, index: int, article: Article) -> Marks:
        """Make `article` the open one, with the marks that the layer has of it."""
        self.keep_seen()
        self.index = index
        self.shelf.put(index, article)
        return self.take_up(article)

    def keep_seen(self) -> None:
        """Have it stored what has been seen of the open article, if anything else is said of it."""
        if self.settling or not self._ready or self.read_only:
            return
        if len(self.article.sentences) and not self.marks.unsaid:
            act = self.editor.article.note_seen(self.seen)
            if act is not None:
                self.save(act)

    def begin(self, history: Sequence[Sequence[Changed]]) -> Marks:
        """Take note that the layer has been read and marks can be made; `history` are its last acts."""
        self._ready = True
        self._settled = [change for change in history if is_settling(record for _, record in change)]
        self.own.ledger.recall(change for change in history if change not in self._settled)
        return self.reload()

    def look_around(self) -> bool:
        """Take in what other programs have stored in the layers; True if it is about the open article.

        Raises:
            StorageError: if a layer can no longer be read.
        """
        if not self._ready or self.article.id not in self.layers.refresh():
            return False
        self.reload()
        return True

    def save(self, act: Act) -> None:
        """Hand `act` to the store; `Saved` or `SaveFailed` tells how it went."""
        if not self.unsaved:
            self.moved_at = time.monotonic()
        self.unsaved.update((record["uid"], record) for record in act.after)
        if self._writer is None:
            raise RuntimeError("an act before the layer was open")
        article = self.base
        self._writer.submit(act.after, before=lambda: self._analysing.freeze(article))

    def rescue(self) -> tuple[list[str], bytes]:
        """Return what is not on disk: a line of words for each record, and all of it as a file to hand in."""
        from annotations.project.rescue import described, rescued

        unsaved = self.endangered
        articles = [
            article
            for identity in dict.fromkeys(str(one["article"]) for one in unsaved)
            if (article := self.base if identity == self.base.id else self.shelf.find(identity)) is not None
        ]
        lines = list(described(articles, unsaved))
        return lines, b"".join(rescued(articles, unsaved, self.project.annotator, self.project.scheme.id))

    def write_back(self) -> None:
        """Have what is in memory only written back; `Restored` or `SaveFailed` tells how it went."""
        if self._writer is None:
            return
        about = dict.fromkeys(str(one["article"]) for one in self.layers.lost)
        articles = [self.base if one == self.base.id else self.shelf.find(one) for one in about]

        def freeze() -> None:
            for article in articles:
                if article is not None:  # its frozen text may have gone with the layer
                    self._analysing.freeze(article)

        self._writer.restore(freeze)

    def retry(self) -> None:
        """Have what could not be saved tried again, because it may be possible now."""
        if self._writer is not None:
            self._writer.retry()

    def give_up(self, records: Sequence[Record]) -> bool:
        """Forget `records` if they will not be saved any more, and show what is on disk instead."""
        if self._writer is None or any(record in self._writer.unsaved for record in records):
            return False
        self.settle(records)
        self._writer.go_on()
        self.own.ledger.forget(records)
        self.editor.ledger.forget(records)
        self.reload()
        return True

    def settle(self, records: Sequence[Record]) -> None:
        """Take note that `records` are on disk."""
        self.moved_at = time.monotonic()
        for record in records:
            newest = self.unsaved.get(record["uid"])
            if newest is not None and newest["rev"] <= record["rev"]:
                del self.unsaved[record["uid"]]

    def analyse(self, first: int) -> None:
        """Find names and numbers of the open article, those near sentence `first` first."""
        self._analysing.begin(self.article, first, self.pass_on)

    def names_promoted(self) -> None:
        """Take note that the project's own names are others: articles analysed from now on know them."""
        self._analysing.renew(self.article.id)

    def focus(self, index: int) -> None:
        """Let the analysis go on around sentence `index`, which has come into view."""
        self._analysing.focus(index)

    def remember(self, sentence: int) -> None:
        """Remember that the cursor stands on `sentence` of the open article."""
        if self.article.sentences:
            start = self.article.sentences[sentence].start
            self.memory.note(self.article.source, self.article.id, start)

    def close(self, timeout: float | None = None) -> None:
        """Save what waits, for at most `timeout` seconds, and end the analysis."""
        self._analysing.close()
        if self._writer is not None and not self._writer.closing:
            self.keep_seen()
        if self._writer is not None:
            self.closed = self._writer.close(timeout)
            if self.closed:  # nobody hears any more what is said to be saved
                kept = {record["uid"] for record in self._writer.unsaved}
                self.unsaved = {uid: one for uid, one in self.unsaved.items() if uid in kept}

    def let_go(self) -> None:
        """Close the layers when everything is saved; a long one is put in order, which may take seconds."""
        self.everybody.close()
        self.layers.close()

    # -- on the writer's thread -------------------------------------------------

    def _on_saved(self, records: Sequence[Record]) -> None:
        self._post(messages.Saved(records) if records else messages.Restored())

    def _on_failed(self, records: Sequence[Record], error: ZhupiError) -> None:
        self._post(messages.SaveFailed(records, error))


def remarks(article: Article) -> list[str]:
    """Return what a reader should know of how `article` was read, a line each."""
    removed = len(article.removed)
    taken = [f"{removed:,} pinyin readings taken out; r shows the text as it was"] if removed else []
    return [*article.notes, *taken]
