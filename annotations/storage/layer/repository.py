"""What the program asks of the place where an annotator's records live, whatever that place is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from annotations.records.acts import Changed
from annotations.records.record import Newest, Record

__all__ = ["Layer", "Pending"]


@dataclass(frozen=True, slots=True)
class Pending:
    """Records that a layer took and has not yet made durable."""

    records: tuple[Record, ...]
    receipt: Any
    """What the layer needs to make them durable; nobody else looks into it."""


class Layer(Protocol):
    """All records of one annotator, each in its newest revision.

    Records that it hands out are never changed in place: :func:`annotations.records.record.revise` makes
    the next revision, and :meth:`put` stores it. Reading takes no time that depends on the size of the
    layer, and any thread may do it at any time.
    """

    @property
    def annotator(self) -> str:
        """Whose records these are."""

    @property
    def read_only(self) -> str | None:
        """Why nothing may be written, in one line, or None."""

    @property
    def lost(self) -> Sequence[Record]:
        """What was in the file and is in memory only, because somebody removed, cut or replaced the file."""

    @property
    def trouble(self) -> str | None:
        """What happened to the file while it was in use and is not put right yet, in one line, or None."""

    @property
    def notices(self) -> list[str]:
        """What opening and reading found that is worth telling the user, a line each."""

    def get(self, uid: str) -> Record | None:
        """Return the newest revision of a record, or None if it is not there or deleted."""

    def latest(self, uid: str) -> Newest | None:
        """Return the newest revision of a record even if that one deletes it; the next one builds on it."""

    def of_article(self, article: str) -> list[Record]:
        """Return the records of an article that are not deleted, in the order in which they came."""

    def unreadable(self, article: str | None = None) -> int:
        """Return how many records, of an article or of all, follow no schema and so are not handed out."""

    def articles(self) -> Collection[str]:
        """Return the ids of the articles that have a record which is not deleted."""

    def records(self) -> Iterator[Record]:
        """Iterate over all records that follow the schema and are not deleted, in the order they came in."""

    def newest(self) -> Iterator[Record]:
        """Iterate over the newest revision of every record that follows the schema, deleted ones too."""

    def changed_since(self, begins: str) -> list[Record]:
        """Return the newest revisions that were made since `begins`, a time as records write it."""

    def conflicts(self, article: str) -> list[tuple[Record, Record]]:
        """Return the conflicts in an article that nobody settled: the version that counts, and another.

        Two versions are a conflict if they are the same revision of a record, made by two writers, and do
        not say the same. A further revision settles it.
        """

    def history(self) -> list[tuple[Changed, ...]]:
        """Return the last acts that can be taken back, oldest first.

        An act is told by its records, each as it was before, or None, and as it became.
        """

    def put(self, records: Sequence[Record], *, check: bool = True) -> None:
        """Store `records` as one act, whole or not at all, durable on return.

        With `check` each must be the revision that follows the newest one here, or revision 1 of what is
        not here. Without it any revision is taken, and the highest one counts.

        Raises:
            RecordError: A record does not follow the schema; nothing is stored.
            RevisionConflict: Somebody else stored a revision meanwhile; nothing is stored.
            LayerReadOnly: Nothing may be stored (any more).
            StorageError: It could not be stored, and may be tried again.
        """

    def write(self, records: Sequence[Record], *, check: bool = True) -> Pending:
        """Do the first half of :meth:`put`: take the records, not yet durable."""

    def flush(self, pending: Sequence[Pending]) -> None:
        """Do the second half of :meth:`put` for any number of first halves at once.

        Raises:
            LayerReadOnly: They may not be durable, and nothing is stored from now on.
        """

    def refresh(self) -> set[str]:
        """Take in what other programs stored and return the ids of the articles that this touched.

        It never waits for them, and costs next to nothing if there is nothing new.

        Raises:
            StorageError: The layer can no longer be read.
        """

    def restore(self) -> None:
        """Write back what was in the file and is in memory only, durable on return.

        What another program put there meanwhile stays. Where it has a revision of its own of one record that
        is a conflict, and nothing is written of it.

        Raises:
            StorageError: It could not be stored, and may be tried again.
        """

    def close(self) -> None:
        """Let go of the layer; it may first be put into a shorter form."""
