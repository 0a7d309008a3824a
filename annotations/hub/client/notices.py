"""What a hub rings for: that there is news, and nothing of what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

__all__ = ["Notices"]


class Notices:
    """The notices of one connection, those that its own statements caused left out."""

    def __init__(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        self._connection = connection
        self._rung = False
        connection.add_notify_handler(lambda notice: self._hear(notice.pid))

    def listen(self, channel: str) -> int:
        """Listen to `channel`; return the descriptor that can be read when there is news."""
        from psycopg import sql

        self._connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        return self._connection.fileno()

    def taken(self) -> bool:
        """Take in what came, without waiting; tell whether anything did."""
        link = self._connection.pgconn
        link.consume_input()
        while (notice := link.notifies()) is not None:
            self._hear(notice.be_pid)
        rung, self._rung = self._rung, False
        return rung

    def _hear(self, sender: int) -> None:
        self._rung = self._rung or sender != self._connection.info.backend_pid
