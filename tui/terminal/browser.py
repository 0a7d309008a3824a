"""The browser as Textual drives it, by packets through the pipes of a server, and what ends that.

Textual's own driver writes from two threads at once, waits for ever where the server reads no longer, takes
the signals for itself, ends without a word to the screens, and does not end when the server is gone.
"""

from __future__ import annotations

import signal
from typing import Any

from textual import events
from textual.drivers.web_driver import WebDriver
from textual.message import Message
from textual.theme import Theme

from tui.terminal.packets import server_packets

__all__ = ["BrowserDriver", "VisitorGone"]

_MOST = (1_000, 500)
"""Columns and rows of the largest window. Chosen: more than the largest screens have."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class VisitorGone(Message):
    """Nobody is at the other end any more; sent to the app."""


class BrowserDriver(WebDriver):
    """Drives a tab of a browser, until it is closed, the connection is lost or the server is gone."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        if self._size is not None:
            self._size = _in_bounds(*self._size)
        self._packets = server_packets()
        self._write = self._packets.put  # type: ignore[assignment]
        self._left = False

    # -- begun and left --------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Take the tab; who heeds signals goes on doing so."""
        before = {number: signal.getsignal(number) for number in _SIGNALS}
        super().start_application_mode()
        for number, handler in before.items():
            self._loop.remove_signal_handler(number)
            signal.signal(number, handler)
        if not self._mouse:
            self._disable_mouse_support()
        self._app.call_later(self._follow_theme)

    def _follow_theme(self) -> None:
        self._app.theme_changed_signal.subscribe(self._app, self._surround)
        self._surround(self._app.current_theme)

    def _surround(self, theme: Theme) -> None:
        """Give the page around the cells the colour that lies behind them; no page is whole cells wide."""
        if theme.background is not None:
            self.write(f"\x1b]11;{theme.background}\x07")

    def stop_application_mode(self) -> None:
        """Let the tab go."""
        if not self._left:
            self._left = True
            super().stop_application_mode()

    def restore_at_once(self) -> None:
        """Let the tab go and wait for nobody, whatever the program is doing; on any thread."""
        if not self._left and self._packets.is_free:
            self.stop_application_mode()

    def use_mouse(self, wanted: bool) -> None:
        """Take the mouse, or leave it to the page, whose own selection works then."""
        if wanted != self._mouse:
            self._enable_mouse_support() if wanted else self._disable_mouse_support()
            self._mouse = wanted

    # -- the visitor -----------------------------------------------------------------

    def run_input_thread(self) -> None:
        """Take what comes, and see that the program ends when nothing can come any more."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._visitor_gone()

    def send_message(self, message: Message) -> None:
        """Send what came to the app, unless it has ended meanwhile.

        A page that opens with the focus has it before there is a connection to say so, or says so before
        Textual believes that it has not: a key says so too.
        """
        if self.exit_event.is_set():
            return
        if isinstance(message, events.Key | events.Paste) and not self._app.app_focus:
            super().send_message(events.AppFocus())
        super().send_message(message)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take what the server says, that the visitor is gone among it."""
        if self.exit_event.is_set():
            return
        if packet_type == "quit":
            self._visitor_gone()
        elif packet_type == "resize":
            width, height = payload.get("width"), payload.get("height")
            if isinstance(width, int) and isinstance(height, int):
                width, height = _in_bounds(width, height)
                super().on_meta(packet_type, {"width": width, "height": height})
        elif packet_type != "exit":
            super().on_meta(packet_type, payload)

    def _visitor_gone(self) -> None:
        self._packets.gone = True
        self.send_message(VisitorGone())  # in line with the keys before it


def _in_bounds(width: int, height: int) -> tuple[int, int]:
    return max(1, min(width, _MOST[0])), max(1, min(height, _MOST[1]))
