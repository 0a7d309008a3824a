"""Carries what is saved to the hub and brings what is new there, on a thread of its own, behind everything.

A key saves to the layer on one's own disk, whether or not there is a network. Nobody waits for this thread,
and it holds no lock while it waits. While nothing happens it sleeps, until it is nudged or the hub has news.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import UsageError, ZhupiError
from annotations.hub.address import Address
from annotations.hub.errors import HubNewer, HubOlder, HubRefuses, NoHub
from annotations.hub.files.project_files import ProjectFiles
from annotations.hub.layers.delivery import Delivery
from annotations.hub.layers.ledger import Ledger
from annotations.hub.layers.outbox import Outbox
from annotations.hub.rounds.pauses import REFUSED, Pauses
from annotations.hub.rounds.round import News, Round, Step
from annotations.hub.rounds.single_round import cache_folder, opened_ledger, run
from annotations.hub.rounds.steps import STEPS
from annotations.hub.rounds.wakeup import Wakeup
from annotations.project.project import Project
from annotations.wording import tr

if TYPE_CHECKING:
    from annotations.hub.client.hub import Hub

__all__ = ["Courier", "State"]

_GATHERING = 0.2
"""Seconds between what wakes it and the round: what comes meanwhile goes with it. Chosen: little of the two
seconds in which others are to have it; and no burst of keys makes more than five requests a second."""
_MOMENT = 1.0
"""Seconds in which a connection comes about, if it is a good one."""
_LASTING = (HubRefuses, NoHub, HubOlder, HubNewer, UsageError)
"""What does not pass by itself."""


class State(NamedTuple):
    """How it stands between this machine and the hub."""

    waiting: int | None = None
    """Revisions that were saved and that the hub does not have yet; None where that is not known yet."""
    connected: bool = False
    trouble: str = ""
    """Why nothing can be sent for now, a line; empty where it can, or was not tried."""
    lasting: bool = False
    """Whether it stays so until somebody does something about it."""
    sent_at: float | None = None
    """When the hub last acknowledged something, by the clock of `time.time`."""


class Courier:
    """Between one project and its hub, for who works there.

    Args:
        project: The project, opened for that annotator.
        address: Where the hub is, and who one is there.
        tell: Called on the courier's thread when `state` has changed or something came; the news are empty
            then, or say what.
        steps: What a round does, by default what this room knows.
        state: The user's folder for what is remembered; by default that of zhupi.
        cache: The user's folder for indexes of layers; by default that of zhupi.
    """

    def __init__(
        self,
        project: Project,
        address: Address,
        tell: Callable[[News], object] = lambda news: None,
        *,
        steps: Sequence[Step] = STEPS,
        state: Path | None = None,
        cache: Path | None = None,
    ) -> None:
        self._project = project
        self._address = address
        self._tell = tell
        self._steps = steps
        self._folder = state
        self._cache = cache
        self._state = State()
        self._wakeup = Wakeup()
        self._ending = threading.Event()
        self._again = False
        self._nudges = _Nudges()
        self._hub: Hub | None = None
        self._thread: threading.Thread | None = None

    # -- on any thread ----------------------------------------------------------------

    @property
    def state(self) -> State:
        """How it stands by now."""
        state = self._state
        return state if state.waiting is None else state._replace(waiting=state.waiting + self._nudges.count)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def saved(self, records: int = 1) -> None:
        """Take note that so many more records are in the layer; returns at once."""
        self._nudges.add(records)
        self._wakeup.wake()

    def retry(self) -> None:
        """Have the hub tried now, whatever there was against it; returns at once."""
        self._again = True
        self._wakeup.wake()

    def close(self, timeout: float = 2.0) -> State:
        """Send what waits, if the hub is reached, within `timeout` seconds; end, and return how it stands.

        A hub that does not answer is waited for no longer than a moment.
        """
        self._ending.set()
        self._wakeup.wake()
        if self._thread is not None:
            self._thread.join(min(timeout, _MOMENT))
            if self._hub is not None:
                self._thread.join(max(timeout - _MOMENT, 0))
            if self._thread.is_alive() and self._hub is not None:
                with suppress(Exception):  # it may be connecting, or letting go, at this very moment
                    if (hub := self._hub) is not None:
                        hub.cancel()
                self._thread.join(1.0)
        if self._thread is None or not self._thread.is_alive():
            self._wakeup.close()
        return self.state

    # -- on its own thread -------------------------------------------------------------

    def _run(self) -> None:
        try:
            ledger = opened_ledger(self._project, self._address, self._folder)
        except ZhupiError as error:
            self._be(self._state._replace(trouble=str(error), lasting=True))
            return
        outbox = Outbox(self._project, ledger)
        delivery = Delivery(self._project, ledger, self._cache or cache_folder(self._folder))
        pauses = Pauses()
        try:
            while not self._ending.is_set():
                self._attempt(ledger, outbox, delivery, pauses)
                if not self._ending.is_set():
                    self._rest(outbox, REFUSED if self._state.lasting else pauses.next())
        finally:
            delivery.close()
            ledger.close()

    def _attempt(self, ledger: Ledger, outbox: Outbox, delivery: Delivery, pauses: Pauses) -> None:
        """Go to the hub and stay there until that ends, for whatever reason."""
        from annotations.hub.client.hub import Hub

        trouble, lasting = "", False
        try:
            self._look(outbox)
            with closing(Hub.connect(self._address.url)) as hub:
                self._hub = hub
                project_files = ProjectFiles(self._project, ledger)
                self._attend(Round(hub, self._project, ledger, outbox, delivery, project_files), pauses)
        except _EndError:
            pass
        except ZhupiError as error:
            trouble, lasting = str(error), isinstance(error, _LASTING)
        except (OSError, sqlite3.Error) as error:
            trouble = str(error)
        except Exception as error:  # a defect must not end the thread, for what is saved has yet to be sent
            trouble = tr("it could not be sent: {error!r}; please report this", error=error)
        finally:
            self._hub = None
        self._nudges.leave()
        self._be(self._state._replace(connected=False, trouble=trouble, lasting=lasting))

    def _attend(self, round_: Round, pauses: Pauses) -> None:
        """Exchange what is new, as long as the connection lasts."""
        hub = round_.hub
        descriptor = hub.listen()
        round_.go_on, round_.sent = self._go_on, lambda revisions: self._sent(round_, revisions)
        while True:
            self._nudges.begin()
            run(round_, self._steps)
            self._be(State(round_.outbox.waiting, connected=True, sent_at=self._state.sent_at))
            if (news := round_.news()) != News():
                self._say(news)
            pauses.reset()
            round_.first = False
            round_.came = hub.news()  # what came while others were asked for is not waited for once more
            if not self._ending.is_set():
                if not round_.came:
                    self._wakeup.wait(beside=descriptor)
                self._ending.wait(_GATHERING)
                self._wakeup.wait(0)
                round_.came = hub.news() or round_.came
            if self._ending.is_set():
                self._leave(round_)
                return

    def _leave(self, round_: Round) -> None:
        """Send what was saved to the last."""
        round_.go_on = lambda: None
        self._nudges.begin()
        run(round_, [step for step in self._steps if step.leaving])
        self._be(self._state._replace(waiting=round_.outbox.waiting))

    def _rest(self, outbox: Outbox, seconds: float) -> None:
        """Wait before the next attempt; what is saved meanwhile is counted, and ends no pause."""
        until = time.monotonic() + seconds
        while not self._ending.is_set() and not self._again:
            if (left := until - time.monotonic()) <= 0:
                break
            if self._wakeup.wait(left) and not self._ending.is_set():
                self._ending.wait(_GATHERING)
                with suppress(ZhupiError):
                    self._look(outbox)
        self._again = False

    def _look(self, outbox: Outbox) -> None:
        self._nudges.begin()
        self._be(self._state._replace(waiting=outbox.look()))

    def _go_on(self) -> None:
        if self._ending.is_set():
            raise _EndError

    def _sent(self, round_: Round, revisions: int) -> None:
        sent_at = time.time() if revisions else self._state.sent_at
        self._be(self._state._replace(waiting=round_.outbox.waiting, sent_at=sent_at))

    def _be(self, state: State) -> None:
        before = self.state
        self._state = state
        if state.waiting is not None:
            self._nudges.end()
        if self.state != before:
            self._say(News())

    def _say(self, news: News) -> None:
        with suppress(Exception):  # who listens may be gone, and this has to go on
            self._tell(news)


class _Nudges:
    """How much was said to be saved and is not counted in the layer yet; never less than that."""

    def __init__(self) -> None:
        self.count = 0
        self._begun = 0
        self._lock = threading.Lock()

    def add(self, records: int) -> None:
        with self._lock:
            self.count += records

    def begin(self) -> None:
        """Take note that the layer will be looked at: all that was said by now is in it."""
        with self._lock:
            self._begun = self.count

    def leave(self) -> None:
        """Take note that nobody knows whether it was."""
        with self._lock:
            self._begun = 0

    def end(self) -> None:
        """Take note that it was, if it was to be."""
        with self._lock:
            self.count -= self._begun
            self._begun = 0


class _EndError(Exception):
    """The program ends."""
