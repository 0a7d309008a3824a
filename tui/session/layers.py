"""The layers that stand behind a session: the annotator's own, and the lead's, whose corrections hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import ZhupiError
from annotations.project.project import Project
from annotations.records.kinds import BoundsRecord
from annotations.records.record import Newest, Record
from annotations.wording import counted, tr

if TYPE_CHECKING:
    from annotations.progress.day import Day
    from annotations.storage.layer.repository import Layer

__all__ = ["Layers"]


class Layers:
    """Opens the layers, answers for them while they are being read, and keeps up with other programs."""

    def __init__(self, project: Project) -> None:
        """Answer that nothing is known until `peek` or `open` has looked."""
        self.notices: list[str] = []
        """What opening found that is worth telling the user, a line each."""
        self._project = project
        self._own: Layer | None = None
        self._lead: Layer | None = None
        self._no_lead = False
        """Whether the lead's layer cannot be read."""
        self._told = 0
        self._lost: frozenset[str] = frozenset()
        self._peeked: dict[str, dict[str, Record]] = {}
        self._proposals: dict[str, list[BoundsRecord]] = {}

    # -- on a worker's thread -----------------------------------------------------

    def peek(self, article: str) -> bool:
        """Find what the layer says of `article` before all of it has been read; tell if that brought news."""
        if self._own is not None or article in self._peeked:
            return False
        records = self._project.amendments.peek(self._project.layer_path, article)
        if records is None:
            return False
        self._peeked[article] = {record["uid"]: record for record in records}
        return True

    def look_for_proposals(self, article: str) -> None:
        """Find what others propose for the sentence bounds of `article`; the lead alone asks for it."""
        project = self._project
        if not project.lead or not project.is_lead or article in self._proposals:
            return
        found: list[BoundsRecord] = []
        for path in project.other_layers():
            with suppress(ZhupiError):  # a layer that cannot be read is its annotator's to mend
                records = project.amendments.peek(path, article) or ()
                found += [one for one in records if one["kind"] == "bounds" and not one["deleted"]]
        self._proposals[article] = found

    def take_proposals(self, article: str, records: Iterable[Record]) -> None:
        """Let `records` be what others say of the bounds of `article`; who reviews has read it anyway."""
        self._proposals[article] = [one for one in records if one["kind"] == "bounds"]

    def open(self) -> Layer:
        """Read the layers and return the annotator's own.

        Raises:
            StorageError: It cannot be read. Of the lead's layer that is a notice.
        """
        project = self._project
        own = project.amendments.open(project.layer_path, project.annotator, keep=True)
        if project.lead_path is not None:
            try:
                self._lead = project.amendments.open(project.lead_path, project.lead)
            except ZhupiError as error:
                self._no_lead = True
                self.notices.append(
                    tr("what the lead corrected and gave back is not shown: {error}", error=error)
                )
        self.notices += own.notices
        self._told = len(own.notices)
        self._own = own
        self._peeked = {}
        return own

    def copy(self) -> list[str]:
        """Copy the layers that changed, if nobody has done so today; return what there is to say of it."""
        from annotations.storage.backup.copies import copy_layers

        return copy_layers(self._project.root)

    # -- on any thread ----------------------------------------------------------------

    @property
    def read_only(self) -> str | None:
        """Why nothing can be written to the annotator's layer, or None."""
        return self._own.read_only if self._own else None

    @property
    def trouble(self) -> str | None:
        """What happened to the annotator's layer while it was in use and is not put right, or None."""
        trouble = self._own.trouble if self._own else None
        return trouble and trouble.removeprefix(f"{self._project.root}{os.sep}")

    @property
    def lost(self) -> Sequence[Record]:
        """What was in the annotator's layer and is in memory only."""
        return self._own.lost if self._own else ()

    def is_lost(self, uid: str) -> bool:
        """Tell whether a record was in the annotator's layer and, when last looked at, was in memory only."""
        return uid in self._lost

    def news(self) -> list[str]:
        """Return what reading the annotator's layer has found since it was last asked, a line each."""
        notices = list(self._own.notices) if self._own else []
        told, self._told = self._told, len(notices)
        return notices[told:]

    @property
    def path(self) -> Path:
        """The file of the annotator's layer."""
        return self._project.layer_path

    def holder(self) -> str | None:
        """Return which other program has the annotator's layer locked, or None if nobody can tell."""
        from annotations.storage.files.holder import holder

        try:
            return holder(self.path.stat())
        except OSError:
            return None

    def of_article(self, article: str) -> Sequence[Record]:
        """Return what the annotator's layer says of `article`."""
        if self._own is not None:
            return self._own.of_article(article)
        return [one for one in self._peeked.get(article, {}).values() if not one["deleted"]]

    def articles(self) -> set[str]:
        """Return the articles of which the annotator's layer says anything, or said it once."""
        return set(self._own.articles() if self._own is not None else self._peeked)

    def latest(self, uid: str) -> Newest | None:
        """Return the newest revision of a record of the annotator's, a deleted one too."""
        if self._own is not None:
            return self._own.latest(uid)
        return next((known[uid] for known in self._peeked.values() if uid in known), None)

    def unreadable(self, article: str) -> list[str]:
        """Return a line on records of `article` that cannot be shown, if there are any."""
        count = self._own.unreadable(article) if self._own else 0
        what = counted(count, "record here follows", "records here follow")
        return [tr("{what} no schema and cannot be shown; zhupi check tells more", what=what)] * bool(count)

    def of_lead(self, article: str) -> Sequence[Record]:
        """Return what the lead's layer says of `article`."""
        return self._lead.of_article(article) if self._lead else ()

    def all_own(self) -> Iterable[Record]:
        """Return all that the annotator's layer says; looks through it."""
        return self._own.records() if self._own else ()

    def all_of_lead(self) -> Iterable[Record]:
        """Return all that the lead's layer says, where that is another one; looks through it."""
        return self._lead.records() if self._lead else ()

    def returned_articles(self) -> set[str]:
        """Return the articles of which the lead gave anything back, to whomever; looks through a layer."""
        returns = self._lead.records() if self._lead else ()
        return {one["article"] for one in returns if one["kind"] == "return"}

    def done_articles(self) -> set[str]:
        """Return the articles that the annotator's layer says are done; looks through all of it."""
        own = self._own
        if own is None:
            return set()
        return {
            article
            for article in own.articles()
            if any(one["kind"] == "article" and one["done"] for one in own.of_article(article))
        }

    def proposals(self, article: str) -> Sequence[BoundsRecord]:
        """Return the bounds that others propose for `article`, as far as they were looked for."""
        return self._proposals.get(article, ())

    def today(self) -> Day:
        """Return what the annotator has done today, as far as it is on disk."""
        from annotations.progress.day import Day, day_begins

        begins = day_begins()
        return Day.of(self._own.changed_since(begins) if self._own else (), begins)

    def identity(self) -> str:
        """Return the identity of the annotator's layer; empty while nothing is in it."""
        from annotations.records.origin import births, origin_of

        return origin_of(births(self._own.newest())) if self._own else ""

    def conflicts(self, article: str) -> Sequence[tuple[Record, Record]]:
        """Return of the annotator's records of `article` those of which two programs made one revision."""
        return self._own.conflicts(article) if self._own else ()

    def refresh(self) -> set[str]:
        """Take in what other programs have stored; return the articles that it is about.

        Raises:
            StorageError: A layer can no longer be read.
        """
        touched = self._find_lead()
        for layer in (self._own, self._lead):
            if layer is not None:
                touched |= layer.refresh()
        if touched:  # it may be said there that texts became others
            touched |= self.look_at_texts()
        if self.trouble is not None or self._lost:
            self._lost = frozenset(one["uid"] for one in self.lost)
        return touched

    def look_at_texts(self) -> set[str]:
        """Take in which texts became others; return the articles that are read in another way for that."""
        if not self._project.amendments.refresh() or self._own is None:
            return set()
        return set(self._own.articles())

    def _find_lead(self) -> set[str]:
        """Open the lead's layer if it has only now arrived; return the articles that it is about."""
        if self._lead is not None or self._own is None or self._no_lead:
            return set()
        path = self._project.lead_path
        if path is None:
            return set()
        try:
            self._lead = self._project.amendments.open(path, self._project.lead)
        except ZhupiError:  # it may be half there yet; the next start says what is wrong with it
            self._no_lead = True
            return set()
        return {one["article"] for one in self._lead.records()}

    def close(self) -> None:
        """Let go of the layers, which puts a long one in order."""
        for layer in (self._own, self._lead):
            if layer is not None:
                layer.close()
        if self._own is not None:
            from annotations.storage.layer.last_copy import keep_last

            keep_last(self.path)
