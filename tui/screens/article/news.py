"""How news of a session, told on any thread, come to those on a screen whom they concern."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from textual.message import Message

from tui.session.messages import News

__all__ = ["Hearers", "Told"]

NewsT = TypeVar("NewsT", bound=News)


class Told(Message, bubble=False):
    """Something that a part of the session has told; whichever screen is at work by then hears it."""

    def __init__(self, news: News) -> None:
        """Carry `news` onto the screen's own thread."""
        super().__init__()
        self.news = news


class Hearers:
    """Who on a screen hears which news."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._hearers: dict[type[News], list[Callable[[News], object]]] = {}

    def on(self, kind: type[NewsT], do: Callable[[NewsT], object]) -> None:
        """Have `do` called with all news of a kind, before whoever asked for it earlier."""
        self._hearers.setdefault(kind, []).insert(0, cast("Callable[[News], object]", do))

    def tell(self, news: News) -> None:
        """Tell `news` to all whom it concerns."""
        for do in self._hearers.get(type(news), ()):
            do(news)
