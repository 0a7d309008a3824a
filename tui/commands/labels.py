"""The labels of the scheme, an act each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotations.model.scheme import Label, Scheme
from tui.commands.base import Command

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


@dataclass(eq=False)
class ToggleLabel(Command):
    """Put a label on the sentence, or take it off."""

    label: Label
    number: int
    """Its place in the scheme, from 1: its digit, and its function key from F2 on."""

    group = "Tag"

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
        name = f"{self.label.name} {self.label.title}".strip()
        return f"{name}: put it on the sentence or take it off"

    @property
    def bar(self) -> str:
        """Return the label's name."""
        return self.label.name

    @property
    def keys(self) -> tuple[str, ...]:
        """Return its letter, its digit and its function key."""
        return (self.label.key, str(self.number), f"f{self.number + 1}")

    def run(self, screen: ArticleScreen) -> None:
        """Toggle the label on the sentence or the range."""
        chosen, name = screen.view.chosen, self.label.name
        screen.saver.act(
            lambda editor: editor.labels.toggle(chosen, name),
            then=lambda: screen.saver.advance(name, chosen),
        )
