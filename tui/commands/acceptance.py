"""Deciding as one of the annotators has it: a key for each column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotations.model.scheme import Scheme
from annotations.wording import tr
from tui.commands.base import ReviewCommand

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen


@dataclass(eq=False)
class AcceptAnnotator(ReviewCommand):
    """Decide as one annotator has it."""

    number: int
    """The column, from 1."""

    @classmethod
    def made_for(cls, scheme: Scheme) -> Iterable[AcceptAnnotator]:
        """Return an act for each column that has a function key of its own, and a digit."""
        return [cls(number) for number in range(1, 10)]

    @property
    def rank(self) -> int:
        """Return its place in the key bar: before all else, and one entry stands for all."""
        return -9

    @property
    def id(self) -> str:
        """Return ``accept-1`` for the annotator of the first column."""
        return f"accept-{self.number}"

    @property
    def title(self) -> str:
        """Return what it does in one line."""
        if self.number == 1:
            return tr(
                "Decide as the annotator of column 1 has it, and go on; F2 to F9 those of columns 2 to 9"
            )
        return tr("Decide as the annotator of column {number} has it, and go on", number=self.number)

    @property
    def listed(self) -> bool:
        """Tell whether the help has a line for it: the first speaks for all."""
        return self.number == 1

    @property
    def bar(self) -> str:
        """Return what the key bar says: one entry for all annotators."""
        return tr("to F9 accept") if self.number == 1 else ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return its function key and its digit."""
        return (f"f{self.number}", str(self.number))

    def run(self, screen: ReviewScreen) -> None:
        """Accept what that annotator says of the sentence or the range."""
        names = screen.session.everybody.names
        if self.number > len(names):
            screen.say(tr("there is no annotator {number} in this article", number=self.number), "key")
        else:
            accept(screen, names[self.number - 1])


def accept(screen: ReviewScreen, name: str) -> None:
    """Decide as the annotator `name` has it: on the name or number that Tab chose, else on the sentences."""
    chosen, place = screen.view.chosen, screen.place
    if place is not None:
        if name in place.versions:
            screen.settle_place(lambda decider: decider.accept([place], name, alike=True))
        else:
            screen.say(
                tr(
                    "{name_of} says nothing of {quote}",
                    name_of=screen.session.project.name_of(name),
                    quote=place.quote,
                ),
                "key",
            )
        return
    screen.settle(lambda editor: screen.session.lead.accept(chosen, name))
