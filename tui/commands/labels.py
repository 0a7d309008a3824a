"""The labels of the scheme, an act each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annotations.model.scheme import Label, Scheme
from annotations.wording import term, tr
from tui.commands.base import Command
from tui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


_DIGITS = 9
_FUNCTIONS = 6
"""F2 to F7 are free for labels; F8 and F9 are none and done."""


class ToggleLabel(Command):
    """Put a label on the sentence, or take it off."""

    group = "Tag"

    def __init__(self, label: Label, number: int) -> None:
        self.label = label
        self.number = number
        """Its place in the scheme, from 1: its digit, and its function key from F2 on."""

    @classmethod
    def made_for(cls, scheme: Scheme) -> Iterable[ToggleLabel]:
        """Return an act for each label, in their order."""
        return [cls(label, number) for number, label in enumerate(scheme.labels, 1)]

    @property
    def rank(self) -> int:
        """Return its place in the key bar: labels come first, in the scheme's order."""
        return self.number

    @property
    def id(self) -> str:
        """Return ``label-claim`` for the label claim."""
        return f"label-{self.label.name}"

    @property
    def title(self) -> str:
        """Return what it does in one line."""
        name = f"{self.label.name} {tr(self.label.title)}".strip()
        return tr("{name}: put it on the sentence or take it off", name=name)

    @property
    def bar(self) -> str:
        """Return the label's name; those without a function key are in the list of the rest."""
        return term(self.label.name) if self.number <= _FUNCTIONS else ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return its letter, its digit and its function key, as far as these go."""
        digit, function = str(self.number), f"f{self.number + 1}"
        return (
            self.label.key,
            *[digit] * (self.number <= _DIGITS),
            *[function] * (self.number <= _FUNCTIONS),
        )

    def run(self, screen: ArticleScreen) -> None:
        """Toggle the label on the sentence or the range."""
        _toggle(screen, self.label.name)


class ChooseLabel(Command):
    """Put a label on the sentence or take it off, from a list of those without a function key."""

    keys = (";", "ctrl+l")
    opens = "list"
    bar = "more"
    rank = _FUNCTIONS + 1
    group = "Tag"

    def __init__(self, labels: tuple[Label, ...]) -> None:
        self.labels = labels

    @classmethod
    def made_for(cls, scheme: Scheme) -> Iterable[ChooseLabel]:
        """Return the act where there are more labels than function keys."""
        return [cls(scheme.labels)] if len(scheme.labels) > _FUNCTIONS else []

    def run(self, screen: ArticleScreen) -> None:
        """Open the list."""
        said = screen.session.article.marks.said(screen.view.cursor).labels
        choices = [
            Choice(
                f"{one.key} {one.name}", one.name, f"{one.group} {tr(one.title)}".strip(), f"label-{place}"
            )
            for place, one in enumerate(self.labels, 1)
            if place > _FUNCTIONS
        ]
        lines = [
            tr("now {labels}", labels=", ".join(one.name for one in self.labels if one.name in said))
        ] * bool(said)
        screen.offer(Picker(tr("which label"), choices, lambda name: _toggle(screen, name), lines=lines))


def _toggle(screen: ArticleScreen, name: str) -> None:
    """Toggle a label on the sentence or the range."""
    chosen = screen.view.chosen
    screen.saver.act(
        lambda editor: editor.labels.toggle(chosen, name),
        then=lambda: screen.saver.advance(name, chosen),
    )
