"""The keys that have been pressed and wait for the ones before them to have had their whole effect.

Textual hands a key to whatever has the focus when the key arrives, and not when it is its turn: of keys that
come in one burst (a connection that stalled, a paste that nothing brackets) those after one that opens or
leaves a dialog would go to the screen before. Here they stand in line. A key is handed on only when the
screen that it is for stands, has the focus where it will be, and waits for nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.widget import Widget

from tui.keys.input_method import KeyGate
from tui.keys.pastes import BREAKS

__all__ = ["Gated", "KeyLine", "Lined", "Pressed"]

_LEAST = 3
"""Rounds after which what a key set going has arrived: itself, what it sent, and what that did."""
_MOST = 30
"""Rounds after which nobody waits any longer for the focus to come to rest."""
_LOST = 10.0
"""Seconds after which a round that does not come back counts as lost: a line that stands still is worse."""
_AGAIN = 0.02
"""Seconds between two looks whether a screen that waits for something has got it."""
_PATIENCE = 2.0
"""Seconds that leaving waits in line behind keys that themselves wait."""


class Pressed(Protocol):
    """How the keys of a screen become acts; its characters go through a gate."""

    @property
    def gate(self) -> KeyGate:
        """The way in for characters."""

    def takes(self, key: str) -> bool:
        """Tell whether a key that is no character is an act's."""

    def press(self, key: str) -> None:
        """Do what the key does."""


@runtime_checkable
class Gated(Protocol):
    """A screen whose keys are acts."""

    @property
    def keyboard(self) -> Pressed:
        """Where its keys go."""

    @property
    def picker(self) -> object | None:
        """The list that is open and can be left; None if there is none."""


class Lined(Protocol):
    """An app whose keys stand in line."""

    @property
    def line(self) -> KeyLine:
        """The line."""


class KeyLine:
    """Hands keys and pastes on, one after the other, each to where those before it have led.

    Args:
        app: Whose keys they are.
        hand_on: Gives an event to whatever has the focus, as Textual does.
    """

    def __init__(self, app: App[Any], hand_on: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._events: deque[events.Event] = deque()
        self._at: object = None
        """The screen of which is known that it stands and has its focus."""
        self._going = False
        self._settling = False
        self._typed = False
        """Whether a line of text has been given something of which is not known that it has taken it."""
        self._round = 0
        self._rounds = 0
        self._seen: object = None
        self._lost: asyncio.TimerHandle | None = None
        self._again: asyncio.TimerHandle | None = None
        self._impatient_at: float | None = None

    @property
    def idle(self) -> bool:
        """Tell whether nothing waits."""
        return not self._events and not self._settling

    async def take(self, event: events.Event) -> None:
        """Put a key or paste at the end of the line."""
        self._events.append(event)
        await self._go_on()

    def put_back(self, events: Sequence[events.Event]) -> None:
        """Put keys to the front of the line again, in their order."""
        self._events.extendleft(reversed(events))
        self._app.call_later(self._go_on)

    async def _go_on(self) -> None:
        if self._going or self._settling:
            return
        self._going = True
        try:
            while self._events and await self._next():
                pass
        finally:
            self._going = False

    async def _next(self) -> bool:
        """Hand the first one on if it may be; tell whether the next one may follow at once."""
        if not self._app.screen_stack:
            return self._wait()
        screen = self._app.screen
        if screen is not self._at:
            return self._settle()
        if getattr(screen, "busy", False) and not self._given_up(screen):
            return self._wait()
        self._impatient_at = None
        if not isinstance(screen, Gated) or screen.picker is not None:
            self._part_escape()
        if isinstance(screen, Gated):
            return await self._to_article(screen, self._events[0])
        return await self._to_dialog(self._events[0])

    def _part_escape(self) -> None:
        """Take Esc and a letter that came together for both: terminals send the same for Alt with a letter.

        No act has such a key. Where there is something to leave, Esc is what was meant.
        """
        event = self._events[0]
        if isinstance(event, events.Key) and event.key.startswith("alt+") and event.is_printable:
            self._events.popleft()
            self._events.appendleft(events.Key(_character_to_key(event.character or ""), event.character))
            self._events.appendleft(events.Key("escape", None))

    async def _to_article(self, screen: Gated, event: events.Event) -> bool:
        if isinstance(event, events.Key) and event.is_printable and event.character is not None:
            self._events.popleft()
            screen.keyboard.gate.feed(event.character, event)
            return True
        if isinstance(event, events.Key) and event.key in BREAKS and screen.keyboard.takes(event.key):
            self._events.popleft()
            screen.keyboard.gate.feed(event.key, event)
            return True
        if not screen.keyboard.gate.idle:
            screen.keyboard.gate.release()
            return True
        self._events.popleft()
        if isinstance(event, events.Key):
            if not self._app.app_focus:
                self._app.app_focus = True
            if await self._app._check_bindings(event.key, priority=True):
                return True
            if screen.keyboard.takes(event.key):
                screen.keyboard.press(event.key)
                return True
        await self._hand_on(event)
        return self._settle()

    async def _to_dialog(self, event: events.Event) -> bool:
        from textual.widgets import Input  # nobody needs it for the first frame

        text = event.is_printable if isinstance(event, events.Key) else True
        focused = self._app.focused
        if (isinstance(focused, Input) or getattr(focused, "takes_text", False)) and text:
            # What a line of text takes leads nowhere else, and in it things stay in their order.
            self._events.popleft()
            self._typed = True
            await self._hand_on(event)
            return True
        if self._typed:
            return self._settle()
        self._events.popleft()
        await self._hand_on(event)
        return self._settle()

    # -- a screen that waits for something ---------------------------------------------

    def _given_up(self, screen: Any) -> bool:
        """Tell whether a key in the line gives up what `screen` waits for; those before it go with that.

        Leaving the program does so only after a while: whoever presses it behind other keys means them too.
        """
        keys = [event.key if isinstance(event, events.Key) else "" for event in self._events]
        at = next((n for n, key in enumerate(keys) if screen.ends_waiting(key)), None)
        if at is None:
            leaving = [n for n, key in enumerate(keys) if key == "ctrl+q"]
            if not leaving:
                return False
            now = asyncio.get_running_loop().time()
            if self._impatient_at is None:
                self._impatient_at = now + _PATIENCE
            if len(leaving) < 2 and now < self._impatient_at:
                return False
            at = leaving[-1]
        for _ in range(at):
            self._events.popleft()
        return True

    def _wait(self) -> bool:
        if self._again is None:
            self._again = asyncio.get_running_loop().call_later(_AGAIN, self._look_again)
        return False

    def _look_again(self) -> None:
        self._again = None
        self._app.call_later(self._go_on)

    # -- what a key has set going ---------------------------------------------------------

    def _settle(self) -> bool:
        """Go on when the last key has had its whole effect."""
        self._settling = True
        self._typed = False
        self._rounds = 0
        self._seen = None
        self._lost = asyncio.get_running_loop().call_later(_LOST, self._give_up_waiting)
        self._begin_round()
        return False

    def _begin_round(self) -> None:
        """Send a call through the queues of all that a key may have gone to, from the focus upwards.

        Each comes to it when it has done what came before. A screen that is being opened comes to it when
        it stands; one that has been left refuses it.
        """
        app = self._app
        focused = app.focused
        path: list[MessagePump] = []
        if focused is not None:
            path += [node for node in focused.ancestors_with_self if isinstance(node, Widget)]
        path += [screen for screen in reversed(app.screen_stack) if screen not in path]
        self._round += 1
        self._hop(iter(path), self._round)

    def _hop(self, path: Iterator[MessagePump], number: int) -> None:
        if number != self._round:
            return
        for pump in path:
            if pump.call_later(self._hop, path, number):
                return
        self._app.call_later(self._rounded, number)

    async def _rounded(self, number: int) -> None:
        if number != self._round or not self._settling:
            return
        app = self._app
        state = (tuple(app.screen_stack), app.focused)
        self._rounds += 1
        if (self._rounds < _LEAST or state != self._seen) and self._rounds < _MOST:
            self._seen = state
            self._begin_round()
            return
        await self._settled()

    async def _settled(self) -> None:
        if self._lost is not None:
            self._lost.cancel()
            self._lost = None
        self._settling = False
        self._at = self._app.screen if self._app.screen_stack else None
        await self._go_on()

    def _give_up_waiting(self) -> None:
        self._round += 1
        self._lost = None
        self._app.call_later(self._settled)
