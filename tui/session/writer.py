"""What the annotator has said, on disk or on its way there, and what of it did not get there."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from annotations.errors import ZhupiError
from annotations.model.article import Article
from annotations.project.project import Project
from annotations.records.acts import Act
from annotations.records.record import Newest, Record
from annotations.records.uids import article_uid
from tui.session import messages
from tui.session.layers import Layers
from tui.session.shelf import Shelf

if TYPE_CHECKING:
    from annotations.storage.layer.repository import Layer
    from annotations.storage.layer.writer import LayerWriter
    from tui.session.hub import SessionHub

__all__ = ["Writer"]

_TOLD = 6
"""Acts that are kept to be told. Chosen: more than a panel has room for."""


class Writer:
    """Has acts stored on a thread of its own, and answers for what that has not taken yet."""

    def __init__(
        self,
        project: Project,
        layers: Layers,
        shelf: Shelf,
        freeze: Callable[[Article], None],
        tell: Callable[[messages.News], object],
    ) -> None:
        """Wait for `begin`; `freeze` keeps an article before its first mark, on the writer's thread."""
        self.unsaved: dict[str, Record] = {}
        """The newest revision of each record that is not yet known to be on disk, by its uid."""
        self.moved_at = 0.0
        """When something was saved last, or began to wait, by the clock of `time.monotonic`."""
        self.closed = True
        """Whether nobody is writing to the layer any more, once it was closed."""
        self.last: deque[Act] = deque(maxlen=_TOLD)
        """What was handed to the store since the program started, the latest first."""
        self.hub: SessionHub | None = None
        """The team's hub, to which goes what is on disk, where there is one that the user allows."""
        self._project = project
        self._layers = layers
        self._shelf = shelf
        self._freeze = freeze
        self._tell = tell
        self._alarm = ""
        self._thread: LayerWriter | None = None

    def begin(self, layer: Layer) -> None:
        """Write to `layer` from now on."""
        from annotations.storage.layer.writer import LayerWriter

        self._thread = LayerWriter(layer, self._on_saved, self._on_failed)

    # -- what the annotator has said; on any thread --------------------------------

    def latest(self, uid: str) -> Newest | None:
        """Return the newest revision of a record of any article, also one that is on its way to the disk."""
        return self.unsaved.get(uid) or self._layers.latest(uid)

    def unsaved_of(self, article: str) -> dict[str, Record]:
        """Return what of `article` is on its way to the disk, by its uid."""
        return {uid: one for uid, one in list(self.unsaved.items()) if one["article"] == article}

    def records(self, article: str) -> list[Record]:
        """Return what the annotator says of `article`, as far as it is known by now."""
        newest = {one["uid"]: one for one in self._layers.of_article(article)}
        return list((newest | self.unsaved_of(article)).values())

    def is_done(self, article: str) -> bool:
        """Tell whether the annotator marked `article` done."""
        record = self.latest(article_uid(article, self._project.annotator))
        return record is not None and record["kind"] == "article" and record["done"] and not record["deleted"]

    # -- what of it is on disk ------------------------------------------------------

    @property
    def alarm(self) -> str:
        """Return why saving does not work; stays until it does, and is empty then."""
        return self._alarm

    def warn(self, reason: str) -> None:
        """Take note why saving does not work, or by an empty text that it does."""
        self._alarm = reason

    @property
    def endangered(self) -> list[Record]:
        """Return the newest revision of each record that is in memory and not on disk."""
        return list(({one["uid"]: one for one in self._layers.lost} | self.unsaved).values())

    @property
    def marks_endangered(self) -> int:
        """Return how many marks are in memory and not on disk; what was only read of an article is none."""
        from annotations.project.rescue import marks_among

        endangered = {one["uid"]: one for one in self.endangered}

        def stored(uid: str) -> Newest | None:
            found = None if self._layers.is_lost(uid) else self._layers.latest(uid)
            return found if found is None or found["rev"] < endangered[uid]["rev"] else None

        return marks_among(endangered.values(), stored)

    def on_disk(self, uid: str) -> bool:
        """Tell whether the newest revision of a record is on disk, as far as that is known."""
        return uid not in self.unsaved and not self._layers.is_lost(uid)

    def rescue(self) -> tuple[list[str], bytes]:
        """Return what is not on disk: a line of words for each record, and all of it as a file to hand in."""
        from annotations.project.rescue import described, rescued

        unsaved = self.endangered
        articles = self._articles_of(unsaved)
        lines = list(described(articles, unsaved))
        project, identity = self._project, self._layers.identity()
        return lines, b"".join(rescued(articles, unsaved, project.annotator, project.scheme.id, identity))

    def _articles_of(self, records: Sequence[Record]) -> list[Article]:
        found = map(self._shelf.find, dict.fromkeys(str(one["article"]) for one in records))
        return [article for article in found if article is not None]

    # -- saving ---------------------------------------------------------------------

    def save(self, act: Act, article: Article) -> None:
        """Hand `act` to the store; `Saved` or `SaveFailed` tells how it went.

        Args:
            act: What was done, in the open article.
            article: That article as it is to be frozen, if this is its first mark.
        """
        self.last.appendleft(act)
        if not self.unsaved:
            self.moved_at = time.monotonic()
        self.unsaved.update((record["uid"], record) for record in act.after)
        if self._thread is None:
            raise RuntimeError("an act before the layer was open")
        self._thread.submit(act.after, before=lambda: self._freeze(article))

    def settle(self, records: Sequence[Record]) -> None:
        """Take note that `records` are on disk."""
        self.moved_at = time.monotonic()
        for record in records:
            newest = self.unsaved.get(record["uid"])
            if newest is not None and newest["rev"] <= record["rev"]:
                del self.unsaved[record["uid"]]
        if self.hub is not None:
            self.hub.saved(len(records))

    def give_up(self, records: Sequence[Record]) -> bool:
        """Forget `records` if they will not be saved any more; tell whether that is so."""
        if self._thread is None or any(record in self._thread.unsaved for record in records):
            return False
        self.settle(records)
        self._thread.go_on()
        return True

    def retry(self) -> None:
        """Have what could not be saved, or sent, tried again, because it may be possible now."""
        if self._thread is not None:
            self._thread.retry()
        if self.hub is not None:
            self.hub.retry()

    def write_back(self) -> None:
        """Have what is in memory only written back; `Restored` or `SaveFailed` tells how it went."""
        if self._thread is None:
            return
        articles = self._articles_of(self._layers.lost)

        def freeze() -> None:
            for article in articles:  # its frozen text may have gone with the layer
                self._freeze(article)

        self._thread.restore(freeze)

    @property
    def closing(self) -> bool:
        """Tell whether no more acts are taken."""
        return self._thread is not None and self._thread.closing

    def close(self, timeout: float | None = None) -> None:
        """Save what waits, for at most `timeout` seconds."""
        if self._thread is not None:
            self.closed = self._thread.close(timeout)
            if self.closed:  # nobody hears any more what is said to be saved
                kept = {record["uid"] for record in self._thread.unsaved}
                self.unsaved = {uid: one for uid, one in self.unsaved.items() if uid in kept}

    # -- on the writer's thread -------------------------------------------------

    def _on_saved(self, records: Sequence[Record]) -> None:
        self._tell(messages.Saved(records) if records else messages.Restored())

    def _on_failed(self, records: Sequence[Record], error: ZhupiError) -> None:
        self._tell(messages.SaveFailed(records, error))
