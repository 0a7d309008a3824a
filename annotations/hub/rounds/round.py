"""What one round with a hub has in its hands, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from annotations.hub.layers.ledger import Ledger
from annotations.hub.layers.outbox import Outbox
from annotations.project.project import Project

if TYPE_CHECKING:
    from annotations.hub.client.hub import Hub
    from annotations.hub.files.project_files import ProjectFiles
    from annotations.hub.layers.delivery import Delivery

__all__ = ["News", "Round", "Step"]


class News(NamedTuple):
    """What came."""

    articles: frozenset[str] = frozenset()
    """The articles of which somebody, or oneself on another machine, said something new."""
    files: frozenset[str] = frozenset()
    """Files of the project that changed, relative to its folder."""
    own: bool = False
    """Whether something of it went into the annotator's own layer."""
    lines: tuple[str, ...] = ()
    """What is worth telling, a line each."""


@dataclass(slots=True)
class Round:
    """What the steps of one round have in their hands."""

    hub: Hub
    project: Project
    ledger: Ledger
    outbox: Outbox
    delivery: Delivery
    project_files: ProjectFiles
    first: bool = True
    """Whether it is the first one of a connection."""
    came: bool = True
    """Whether the hub said that there is something new."""
    doubtful: bool = False
    """Whether that may be other rights, or another hub."""
    go_on: Callable[[], None] = lambda: None
    """Called between two requests; raises whatever ends the round."""
    expect: Callable[[int | None], None] | None = None
    """Called with how many revisions are to be sent or taken in from then on; None where that is not known.
    Where nobody wants to know it the hub is not asked."""
    sent: Callable[[int], None] = lambda revisions: None
    """Called with the number of revisions that were sent since the last call, 0 before the first."""
    taken: Callable[[int], None] = lambda revisions: None
    """Called with the number of revisions that were taken in since the last call."""
    on_file: Callable[[int, int], None] = lambda done, of: None
    """Called with how many files and articles were taken or given, and of how many."""
    articles: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    own: bool = False
    lines: list[str] = field(default_factory=list)

    def step(self, done: int, of: int) -> None:
        """Take note that so many files, or articles, of so many were taken or given."""
        self.go_on()
        self.on_file(done, of)

    def news(self) -> News:
        """Return what came by now, and begin anew."""
        news = News(frozenset(self.articles), frozenset(self.files), self.own, tuple(self.lines))
        self.articles, self.files, self.own, self.lines = set(), set(), False, []
        return news


class Step(NamedTuple):
    """One of the things that a round does, in their order."""

    run: Callable[[Round], None]
    leaving: bool = False
    """Whether it is done once more when the program ends: it sends."""
