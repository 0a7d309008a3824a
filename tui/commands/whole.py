"""The act that says something of the article as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import TYPE_CHECKING

from annotations.model.attributes import Attribute
from annotations.model.scheme import Scheme
from annotations.wording import tr, value_words
from tui.commands.attributes import ask_text
from tui.commands.base import Command
from tui.widgets.picker import Choice, Extra, Picker

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


class TagArticle(Command):
    """Say of the article as a whole what the scheme asks of it: labels and attributes."""

    opens = "list"
    bar = "article"
    rank = 13
    group = "Article"
    in_review = False

    def __init__(self, taken: Collection[str]) -> None:
        self.taken = taken

    @classmethod
    def made_for(cls, scheme: Scheme) -> Iterable[TagArticle]:
        """Return the act where the scheme has labels or attributes of whole articles."""
        if not (scheme.article_labels or scheme.article_attributes):
            return []
        return [cls([*(one.key for one in scheme.attributes), *(one.key for one in scheme.labels)])]

    @property
    def keys(self) -> tuple[str, ...]:
        """Return its keys, without those that the scheme gives to something else."""
        return tuple(key for key in ("@", "ctrl+k") if key not in self.taken)

    def run(self, screen: ArticleScreen) -> None:
        """Open the list; it stays open until something else is pressed."""
        _offer(screen)


def _offer(screen: ArticleScreen, chosen: int = 0) -> None:
    """List the labels and attributes of articles, with what is said of this one."""
    scheme, whole = screen.session.project.scheme, screen.session.article.marks.whole
    choices = [
        Choice(
            f"{'*' if one.name in whole.labels else ' '} {one.name}",
            partial(_toggle, screen, one.name),
            one.title,
        )
        for one in scheme.article_labels
    ]
    for attribute in scheme.article_attributes:
        value = whole.attributes.get(attribute.name)
        if value is None and not attribute.applies(whole.labels):
            continue
        text = attribute.name if value is None else f"{attribute.name}: {value_words(value)}"
        choices.append(Choice(f"  {text}", partial(_ask, screen, attribute), attribute.title))

    def pick(do: partial[None]) -> None:
        do(next(at for at, one in enumerate(choices) if one.value is do))

    unknown = sorted(whole.labels.difference(one.name for one in scheme.article_labels))
    lines = [
        tr("? {name} is no label of articles any more; picking it takes it off", name=name)
        for name in unknown
    ]
    choices += [Choice(f"? {name}", partial(_toggle, screen, name)) for name in unknown]
    keys = {
        one.key: Extra("", partial(pick, choice.value))
        for one, choice in zip(scheme.article_labels, choices, strict=False)
    }
    screen.offer(Picker(tr("the article as a whole"), choices, pick, keys, chosen=chosen, lines=lines))


def _toggle(screen: ArticleScreen, name: str, at: int) -> None:
    cursor = screen.view.cursor
    screen.saver.act(
        lambda editor: editor.article.toggle_label(cursor, name), then=lambda: _offer(screen, at)
    )


def _ask(screen: ArticleScreen, attribute: Attribute, at: int) -> None:
    """Ask for the value of an attribute of the article, or turn it over where it is yes or no."""
    now = screen.session.article.marks.whole.attributes.get(attribute.name)

    def give(value: object) -> None:
        cursor = screen.view.cursor
        screen.saver.act(
            lambda editor: editor.article.set_attribute(cursor, attribute.name, value),
            then=lambda: _offer(screen, at),
        )

    if attribute.kind == "flag":
        give(None if now else True)
    elif attribute.kind == "choice":
        values = list(attribute.values)
        place = values.index(now) if isinstance(now, str) and now in values else 0
        none = {"0": Extra(tr("none"), partial(give, None))}
        screen.offer(Picker(attribute.name, [Choice(one, one) for one in values], give, none, chosen=place))
    else:
        ask_text(screen, attribute, now, give)
