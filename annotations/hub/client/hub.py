"""A connection to a hub as one member of the team: every call is one short statement there.

The hub decides who one is by the role that logged in, what one may read, and what is stored under whose name;
nothing here is trusted there. All calls of one `Hub` are made from one thread, but :meth:`Hub.cancel`.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, LiteralString

from annotations.hub.address import Address
from annotations.hub.client.batches import MOST_BYTES, MOST_TEXTS, in_parts, is_writable, page_of, size_of
from annotations.hub.client.notices import Notices
from annotations.hub.client.rows import (
    FileContent,
    FileRow,
    FrozenRow,
    FrozenText,
    Gift,
    Me,
    Member,
    Outcome,
    OwnRow,
    Page,
    Presence,
    Sendable,
    Settings,
)
from annotations.hub.connection.connection import connected, told
from annotations.hub.errors import HubError
from annotations.hub.schema.migrations import check_version

if TYPE_CHECKING:
    from types import TracebackType

    import psycopg

__all__ = ["MOST_BYTES", "MOST_REVISIONS", "Hub"]

MOST_REVISIONS = 5_000
"""How many revisions a hub takes, or gives, in one call."""
_OWN_ROWS = 20_000
"""How many rows are asked for at once."""
_THERE = ("stored", "known")


class Hub:
    """One member's connection. A context, at whose end it is closed.

    Every method raises HubAway where the connection breaks; the Hub is of no use then, and what the call was
    to store may be there or not: it is sent again, which stores nothing twice.
    """

    me: Me
    settings: Settings

    def __init__(self, address: Address, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        self._address = address
        self._connection = connection
        self._channel = ""
        self._notices = Notices(connection)

    @classmethod
    def connect(cls, address: str, *, timeout: float = 10) -> Hub:
        """Connect as whom libpq says one is, and ask the hub who that is.

        Args:
            address: ``postgresql://…`` without a password.
            timeout: For how many seconds to try.

        Raises:
            NeedsExtra: psycopg is not installed.
            UsageError: The address is none, or has a password in it.
            HubAway: Nobody answers there.
            HubRefuses: The hub does not know this role or its password, or it was removed.
            NoHub: There is no hub in that database.
            HubOlder, HubNewer: Its schema and this program do not go together; the line says who does what.
        """
        known = Address.of(address)
        hub = cls(known, connected(known, timeout=timeout))
        try:
            hub.refresh()
        except BaseException:
            hub.close()
            raise
        return hub

    def refresh(self) -> None:
        """Ask again who one is and what holds: lead, others, epoch may have changed."""
        ((said,),) = self._rows("SELECT zhupi.hello()")
        check_version(self._address.place, said["version"], said["oldest_client"])
        self.me = Me(said["annotator"], said["lead"], said["role"])
        self.settings = Settings(said["epoch"], said["version"], said["others"], said["own_rows"])
        self._channel = said["channel"]

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
        whole = [is_writable(one.content) for one in revisions]
        rows = self._rows(
            "SELECT outcome FROM zhupi.send(%s, %s) ORDER BY place",
            [one.digest for one in revisions],
            [one.content if fits else "" for one, fits in zip(revisions, whole, strict=True)],
        )
        return [
            Outcome(one.digest, outcome in _THERE, outcome == "known", "" if outcome in _THERE else outcome)
            for one, (outcome,) in zip(revisions, rows, strict=True)
        ]

    def received(self, after: str = "", limit: int = 1000) -> Page:
        """Return what one may read and was stored behind the cursor `after`, one's own revisions too.

        Raises:
            CursorLost: The hub was restored; begin with an empty cursor.
        """
        return page_of(self._rows("SELECT * FROM zhupi.received(%s, %s)", after, limit))

    def of_articles(
        self, articles: Sequence[str], after: str = "", limit: int = 1000, *, own: bool = False
    ) -> Page:
        """Return what others say in `articles`, at most 1,000, as far as one may read it, from the start on.

        For what became readable and lies behind the cursor of :meth:`received`. With `own` also what one says
        oneself there.

        Raises:
            CursorLost: The hub was restored; begin with an empty cursor.
        """
        asked = "SELECT * FROM zhupi.of_articles(%s, %s, %s, %s)"
        return page_of(self._rows(asked, list(articles), after, limit, own))

    def behind(self, after: str = "") -> int:
        """Return how many revisions :meth:`received` will give behind the cursor `after`, about and at most.

        Raises:
            CursorLost: The hub was restored; begin with an empty cursor.
        """
        return int(self._rows("SELECT zhupi.behind(%s)", after)[0][0])

    def own_rows(self) -> Iterator[OwnRow]:
        """Yield all revisions of one's own that are there, in the order in which they were stored."""
        cursor = ""
        while rows := self._rows("SELECT * FROM zhupi.own_rows(%s, %s)", cursor, _OWN_ROWS):
            yield from (OwnRow(*row[:4]) for row in rows[:-1])
            cursor = rows[-1][4]

    # -- articles -----------------------------------------------------------------------

    def articles(self, after: int = 0, limit: int = 10_000) -> list[FrozenRow]:
        """Return the articles and analyses that came after the number `after`, in their order."""
        return [FrozenRow(*row) for row in self._rows("SELECT * FROM zhupi.articles(%s, %s)", after, limit)]

    def texts(self, articles: Sequence[str]) -> Iterator[FrozenText]:
        """Yield those of `articles` that the hub has."""
        for at in range(0, len(articles), MOST_TEXTS):
            found: dict[str, FrozenText] = {}
            for article, analysis, content in self._rows(
                "SELECT * FROM zhupi.texts(%s)", list(articles[at : at + MOST_TEXTS])
            ):  # the text of each comes before its analysis
                if analysis:
                    found[article] = found[article]._replace(analysis=content)
                else:
                    found[article] = FrozenText(article, content)
            yield from found.values()

    def put_articles(self, articles: Iterable[FrozenText]) -> list[str]:
        """Give articles as they were frozen; who is first counts, and nobody changes them.

        Returns:
            The ids of those of which another text, or another analysis, is there; theirs stays.
        """
        differing: list[str] = []
        for some in in_parts(articles, size_of, most=MOST_TEXTS):
            columns = [list(column) for column in zip(*some, strict=True)]
            rows = self._rows("SELECT zhupi.put_articles(%s, %s, %s::text[])", *columns)
            differing += [row[0] for row in rows]
        return differing

    # -- files of the lead's --------------------------------------------------------------

    def files(self, after: int = 0) -> list[FileRow]:
        """Return the newest version of every file that one may read, removed ones too, by path.

        Args:
            after: Only of files of which a version came after this number.
        """
        return [FileRow(*row) for row in self._rows("SELECT * FROM zhupi.files(%s)", after)]

    def file(self, path: str, version: int | None = None) -> FileContent | None:
        """Return a version of a file, by default the newest; None if there is none that one may read."""
        rows = self._rows("SELECT * FROM zhupi.file_at(%s, %s)", path, version)
        return FileContent(FileRow(*rows[0][:7]), rows[0][7]) if rows else None

    def contents(self, paths: Sequence[str]) -> list[FileContent]:
        """Return the newest versions of those of many files that one may read, by path."""
        rows = self._rows("SELECT * FROM zhupi.contents(%s)", list(paths))
        return [FileContent(FileRow(*row[:7]), row[7]) for row in rows]

    def put_files(self, gifts: Sequence[Gift]) -> list[int]:
        """Store the next versions of files in one step, as the lead.

        Returns:
            Of each the number of its version; 0 where the newest one is another than it follows.

        Raises:
            NotLead: One does not lead.
            TooMuch: They are more than 1,000, or larger than 64 MiB together.
        """
        columns = [list(column) for column in zip(*gifts, strict=True)] or [[], [], [], []]
        asked = "SELECT * FROM zhupi.put_files(%s::text[], %s::bytea[], %s::integer[], %s::text[])"
        return [row[0] for row in self._rows(asked, *columns)]

    # -- the team ---------------------------------------------------------------------------

    def members(self) -> list[Member]:
        """Return the team, those who left too, by name."""
        return [Member(*row) for row in self._rows("SELECT * FROM zhupi.members()")]

    def presence(self) -> list[Presence]:
        """Return, as the lead, since when each is a member and when each last said something, by name."""
        return [Presence(*row) for row in self._rows("SELECT * FROM zhupi.presence()")]

    def put_settings(self, others: str, training: Sequence[str] = ()) -> None:
        """Say as the lead when annotators may read others, and which articles train.

        Args:
            others: ``never``, ``done`` or ``always``.
            training: The ids of the articles of which an annotator who has done them may read the lead's
                decisions, whatever `others` says.

        Raises:
            NotLead: One does not lead.
        """
        self._rows("SELECT zhupi.put_settings(%s, %s::text[])", others, list(training))
        self.refresh()

    # -- waiting ------------------------------------------------------------------------------

    def listen(self) -> int:
        """Ask to be told of news that one may read; return the descriptor that can be read then."""
        with told(self._address):
            return self._notices.listen(self._channel)

    def news(self) -> bool:
        """Take in what came since without waiting; tell whether there is anything new to read."""
        with told(self._address):
            return self._notices.taken()

    def cancel(self) -> None:
        """Have a call that another thread waits for end with HubAway, soon."""
        with suppress(OSError, HubError), socket.socket(fileno=os.dup(self._connection.fileno())) as link:
            link.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def __enter__(self) -> Hub:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _rows(self, statement: LiteralString, *values: object) -> list[Any]:
        """Return the rows of an answer, whose columns are those of the function that ``schema`` has of it."""
        with told(self._address):
            return self._connection.execute(statement, values).fetchall()
