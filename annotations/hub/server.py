"""A connection to a hub as one member of the team: every call is one short statement there.

The hub decides who one is by the role that logged in, what one may read, and what is stored under whose name;
nothing here is trusted there. All calls of one `Hub` are made from one thread, but :meth:`Hub.cancel`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from annotations.hub.rows import (
    FileContent,
    FileRow,
    FrozenRow,
    FrozenText,
    Me,
    Member,
    Outcome,
    OwnRow,
    Page,
    Sendable,
    Settings,
)

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["CLIENT", "MOST_BYTES", "MOST_REVISIONS", "Hub"]

CLIENT = 1
"""The number of this program as a client: of the newest migration that it knows."""
MOST_REVISIONS = 5_000
"""How many revisions a hub takes, or gives, in one call."""
MOST_BYTES = 16 * 1024 * 1024
"""How many bytes of content a hub takes in one call; one revision may have 256 KiB."""


class Hub:
    """One member's connection. A context, at whose end it is closed.

    Every method raises HubAway where the connection breaks; the Hub is of no use then, and what the call was
    to store may be there or not: it is sent again, which stores nothing twice.
    """

    me: Me
    settings: Settings

    @classmethod
    def connect(cls, address: str, *, timeout: float = 10) -> Hub:
        """Connect as whom libpq says one is, and ask the hub who that is.

        Args:
            address: ``postgresql://…`` without a password.
            timeout: For how many seconds to try.

        Raises:
            HubNeeds: psycopg is not installed.
            UsageError: The address is none, or has a password in it.
            HubAway: Nobody answers there.
            HubRefuses: The hub does not know this role or its password, or it was removed.
            NoHub: There is no hub in that database.
            HubOlder, HubNewer: Its schema and this program do not go together; the line says who does what.
        """
        raise NotImplementedError

    def refresh(self) -> None:
        """Ask again who one is and what holds: lead, others, epoch may have changed."""
        raise NotImplementedError

    # -- revisions ----------------------------------------------------------------------

    def send(self, revisions: Sequence[Sendable]) -> list[Outcome]:
        """Store revisions of one's own layer, in this order; durable on return.

        What is there already is no error. One that cannot be stored keeps no other from it.

        Args:
            revisions: At most `MOST_REVISIONS` with `MOST_BYTES` of content.

        Returns:
            For each what became of it, in their order.

        Raises:
            TooMuch: There are too many in one call; nothing is stored.
        """
        raise NotImplementedError

    def received(self, after: str = "", limit: int = 1000) -> Page:
        """Return what one may read and was stored behind the cursor `after`, one's own revisions too.

        Raises:
            CursorLost: The hub was restored; begin with an empty cursor.
        """
        raise NotImplementedError

    def of_articles(self, articles: Sequence[str], after: str = "", limit: int = 1000) -> Page:
        """Return what others say in `articles`, at most 1,000, as far as one may read it, from the start on.

        For what became readable and lies behind the cursor of :meth:`received`.

        Raises:
            CursorLost: The hub was restored; begin with an empty cursor.
        """
        raise NotImplementedError

    def own_rows(self) -> Iterator[OwnRow]:
        """Yield all revisions of one's own that are there, in the order in which they were stored."""
        raise NotImplementedError

    # -- articles -----------------------------------------------------------------------

    def articles(self, after: int = 0, limit: int = 10_000) -> list[FrozenRow]:
        """Return the articles and analyses that came after the number `after`, in their order."""
        raise NotImplementedError

    def texts(self, articles: Sequence[str]) -> Iterator[FrozenText]:
        """Yield those of `articles` that the hub has."""
        raise NotImplementedError

    def put_articles(self, articles: Iterable[FrozenText]) -> list[str]:
        """Give articles as they were frozen; who is first counts, and nobody changes them.

        Returns:
            The ids of those of which another text, or another analysis, is there; theirs stays.
        """
        raise NotImplementedError

    # -- files of the lead's --------------------------------------------------------------

    def files(self) -> list[FileRow]:
        """Return the newest version of every file that one may read, removed ones too, by path."""
        raise NotImplementedError

    def file(self, path: str, version: int | None = None) -> FileContent | None:
        """Return a version of a file, by default the newest; None if there is none that one may read."""
        raise NotImplementedError

    def put_file(self, path: str, content: bytes | None, *, after: int, audience: str = "all") -> int:
        """Store the next version of a file, as the lead; return its number.

        Args:
            path: Relative to the project's folder, with ``/``.
            content: None to remove it; at most 64 MiB.
            after: The version that this one follows, 0 for none.
            audience: Who may read it and all its versions by then: ``all`` or ``lead``.

        Raises:
            NotLead: One does not lead.
            OtherVersion: The newest version is another.
            TooMuch: It is too large.
        """
        raise NotImplementedError

    # -- the team ---------------------------------------------------------------------------

    def members(self) -> list[Member]:
        """Return the team, those who left too, by name."""
        raise NotImplementedError

    def put_settings(self, others: str, training: Sequence[str] = ()) -> None:
        """Say as the lead when annotators may read others, and which articles train.

        Args:
            others: ``never``, ``done`` or ``always``.
            training: The ids of the articles of which an annotator who has done them may read the lead's
                decisions, whatever `others` says.

        Raises:
            NotLead: One does not lead.
        """
        raise NotImplementedError

    # -- waiting ------------------------------------------------------------------------------

    def listen(self) -> int:
        """Ask to be told of news that one may read; return the descriptor that can be read then."""
        raise NotImplementedError

    def news(self) -> bool:
        """Take in what came since without waiting; tell whether there is anything new to read."""
        raise NotImplementedError

    def wait(self, timeout: float) -> bool:
        """Wait for news for at most `timeout` seconds; tell whether there are any. It costs nothing."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Have a call that another thread waits for end with HubAway, soon."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the connection."""
        raise NotImplementedError

    def __enter__(self) -> Hub:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
