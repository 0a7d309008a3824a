"""The team's hub behind a session: what is saved is sent there, and what others said comes from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import ZhupiError
from tui.session import messages

if TYPE_CHECKING:
    from annotations.hub.address import Address
    from annotations.hub.rounds.courier import Courier, State
    from annotations.hub.rounds.round import News
    from annotations.project.project import Project

__all__ = ["HubStanding", "SessionHub"]


class HubStanding(NamedTuple):
    """How it stands with what was saved here and is to be sent."""

    waiting: int | None = None
    """Revisions that the hub does not have yet; None where that is not known."""
    trouble: str = ""
    """Why nothing can be sent for now, in words; empty where it can."""
    lasting: bool = False
    """Whether it stays so until somebody does something about it."""


class SessionHub:
    """Sends and fetches on a thread of its own, from the first page on screen to the end of the program."""

    def __init__(self, project: Project, address: Address, tell: Callable[[messages.News], object]) -> None:
        """Do nothing before `begin`; `tell` is told what becomes known, on any thread."""
        self.address = address
        self._project = project
        self._tell = tell
        self._courier: Courier | None = None
        self._failed = ""
        """Why there is no courier, if that could not be."""
        self._told = ""
        """What was said last of what does not pass by itself."""

    def begin(self) -> None:
        """Begin to send and to fetch; on a worker's thread, for it imports the database's library."""
        if self._courier is not None:
            return
        try:
            from annotations.hub.rounds.courier import Courier

            self._courier = Courier(self._project, self.address, self._heard)
            self._courier.start()
        except ZhupiError as error:
            self._failed = str(error)
            self._warn()

    def saved(self, records: int) -> None:
        """Take note that so many records more were saved, which are to be sent."""
        if self._courier is not None:
            self._courier.saved(records)

    def look_around(self) -> None:
        """Have files that another program changed here looked at, which travel too."""
        if self._courier is not None:
            self._courier.saved(0)

    def retry(self) -> None:
        """Have it tried now, whatever there was against it."""
        if self._courier is not None:
            self._courier.retry()

    @property
    def standing(self) -> HubStanding:
        """Return how it stands by now."""
        if self._courier is None:
            return HubStanding(None, self._failed, bool(self._failed))
        return self._standing(self._courier.state)

    def close(self, timeout: float) -> HubStanding:
        """Send what can be sent within `timeout` seconds, and return how it stands then."""
        return self.standing if self._courier is None else self._standing(self._courier.close(timeout))

    # -- on the courier's thread -----------------------------------------------------

    def _heard(self, news: News) -> None:
        self._tell(messages.HubMoved(bool(news.articles or news.files or news.own)))
        lines = list(news.lines)
        if news.files:
            from annotations.hub.files.project_files import arrival_lines

            lines += arrival_lines(sorted(news.files))
        if lines:
            self._tell(messages.Noticed(lines))
        self._warn()

    def _warn(self) -> None:
        """Say once what is wrong if it stays so; of a network that is gone the heading says enough."""
        standing = self.standing
        trouble = standing.trouble if standing.lasting else ""
        if trouble and trouble != self._told:
            self._tell(messages.Noticed([trouble]))
        self._told = trouble

    def _standing(self, state: State) -> HubStanding:
        trouble = state.trouble.removeprefix(f"{self.address.place}: ")  # there is only one
        return HubStanding(state.waiting, trouble, state.lasting)
