"""The team's hub behind a session: what is saved is sent there, and what others said comes from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import ZhupiError
from tui.session import messages

if TYPE_CHECKING:
    from annotations.hub.courier import Courier

    from annotations.hub.address import Address
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
    """Sends and fetches on threads of its own, from the first page on screen to the end of the program."""

    def __init__(self, project: Project, address: Address, tell: Callable[[messages.News], object]) -> None:
        """Do nothing before `begin`; `tell` is told what becomes known, on any thread."""
        self.address = address
        self._project = project
        self._tell = tell
        self._courier: Courier | None = None
        self._failed = ""
        """Why there is no courier, if that could not be."""

    def begin(self) -> None:
        """Begin to send and to fetch; on a worker's thread, for it imports the database's library."""
        if self._courier is not None:
            return
        try:
            from annotations.hub.courier import Courier

            self._courier = Courier(self._project, self.address, self._heard)
            self._courier.start()
        except ZhupiError as error:
            self._failed = str(error)
            self._tell(messages.HubMoved())
            self._tell(messages.Noticed([self._failed]))

    def saved(self) -> None:
        """Take note that more was saved, which is to be sent."""
        if self._courier is not None:
            self._courier.saved()

    @property
    def standing(self) -> HubStanding:
        """Return how it stands by now."""
        if self._courier is None:
            return HubStanding(None, self._failed, bool(self._failed))
        state = self._courier.state
        return HubStanding(state.waiting, state.trouble, state.lasting)

    def close(self, timeout: float) -> HubStanding:
        """Send what can be sent within `timeout` seconds, and return what could not."""
        if self._courier is not None:
            self._courier.close(timeout)
        return self.standing

    def _heard(self, came: bool) -> None:
        self._tell(messages.HubMoved(came))
