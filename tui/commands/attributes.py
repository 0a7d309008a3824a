"""Acts that set what a project's own scheme asks for beside labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from annotations.errors import SchemeError
from annotations.model.attributes import Attribute
from annotations.model.scheme import Scheme
from annotations.wording import tr
from tui.commands.base import Command
from tui.widgets.picker import Choice, Extra, Picker

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen


class SetAttribute(Command):
    """Set one attribute of the sentence."""

    group = "Tag"

    def __init__(self, attribute: Attribute) -> None:
        self.attribute = attribute

    @classmethod
    def made_for(cls, scheme: Scheme) -> Iterable[SetAttribute]:
        """Return an act for each attribute of the project's own."""
        return [cls(attribute) for attribute in scheme.own_attributes]

    @property
    def id(self) -> str:
        """Return ``attribute-worth`` for the attribute worth."""
        return f"attribute-{self.attribute.name}"

    @property
    def title(self) -> str:
        """Return what it does in one line."""
        one = self.attribute
        of = tr(" of {labels}", labels=tr(" or ").join(one.labels)) if one.labels else ""
        values = f": {', '.join(one.values)}" if one.values else ""
        return f"{one.name} {tr(one.title)}".strip() + of + values

    @property
    def opens(self) -> str:
        """Return what it opens; where it is yes or no, nothing."""
        return {"flag": "", "choice": "list", "name": "list"}.get(self.attribute.kind, "text")

    @property
    def moments(self) -> Mapping[str, str]:
        """Return when it is told in the key bar: where the sentence has a label that it belongs to."""
        labels = [f"label-{name}" for name in self.attribute.labels] or ["label"]
        return dict.fromkeys(labels, self.attribute.name)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the key that the scheme gives it."""
        return (self.attribute.key,) if self.attribute.key else ()

    def run(self, screen: ArticleScreen) -> None:
        """Ask for the value, or turn it over where it is yes or no; of a range, for all that may have it."""
        one, marks = self.attribute, screen.session.article.marks
        if not len(marks):
            screen.say(tr("this article has no sentence"))
            return
        chosen = [index for index in screen.view.chosen if one.applies(marks.said(index).labels)]
        if not chosen:
            screen.say(
                tr("{name} belongs to {labels}", name=one.name, labels=tr(" or ").join(one.labels)), "key"
            )
        elif one.kind == "flag":
            # What must be said has a no of its own; else no is what nobody says.
            off = False if one.required else None
            self._set(screen, chosen, off if all(self._now(screen, index) for index in chosen) else True)
        elif one.kind == "choice":
            self._offer(screen, chosen, list(one.values))
        elif one.kind == "name":
            text = screen.session.article.text
            names = [
                name for index in chosen for name in screen.session.article.found.highlights.names_of(index)
            ]
            self._offer(screen, chosen, list(dict.fromkeys(text[name.start : name.end] for name in names)))
        else:
            self._ask(screen, chosen)

    def _now(self, screen: ArticleScreen, index: int) -> object:
        """Return what is said of one sentence, or None."""
        return screen.session.article.marks.said(index).attributes.get(self.attribute.name)

    def _offer(self, screen: ArticleScreen, chosen: Sequence[int], values: Sequence[str]) -> None:
        now = self._now(screen, chosen[0])
        extras = {"0": Extra(tr("none"), lambda: self._set(screen, chosen, None))}
        if self.attribute.kind == "name":
            extras["/"] = Extra(tr("type one"), lambda: self._ask(screen, chosen), "text")
        # A value of an earlier version of the scheme stays until another one is picked.
        lines = [] if now is None or now in values else [tr("now {now}", now=now)]
        picker = Picker(
            self.title,
            [Choice(value, value) for value in values],
            lambda value: self._set(screen, chosen, value),
            extras,
            chosen=values.index(now) if isinstance(now, str) and now in values else 0,
            lines=lines,
        )
        screen.offer(picker)

    def _ask(self, screen: ArticleScreen, chosen: Sequence[int]) -> None:
        ask_text(
            screen,
            self.attribute,
            self._now(screen, chosen[0]),
            lambda value: self._set(screen, chosen, value),
            chosen[0] + 1,
        )

    def _set(self, screen: ArticleScreen, chosen: Sequence[int], value: object) -> None:
        name, others = self.attribute.name, len(screen.view.chosen) - len(chosen)
        changed = [index for index in chosen if self._now(screen, index) != value]

        def tell() -> None:
            if others:
                screen.say(
                    tr(
                        "{message}; {others} of the range cannot have it",
                        message=screen.message[0],
                        others=others,
                    )
                )

        if changed:
            screen.saver.act(lambda editor: editor.labels.set_attribute(changed, name, value), tell)
        else:
            screen.say(tr("{name} stays as it is", name=name))


def ask_text(
    screen: ArticleScreen,
    attribute: Attribute,
    now: object,
    give: Callable[[object], None],
    sentence: int = 0,
) -> None:
    """Let the value of `attribute`, which is `now`, be typed, and `give` it; an empty line takes it away.

    It is asked of the sentence with that number; 0 is the article as a whole.
    """
    from tui.screens.dialogs.note import NoteScreen

    def typed(text: str | None) -> None:
        if text is None:
            return
        try:
            give(attribute.read(text) if text else None)
        except SchemeError as error:
            screen.say(str(error), "bad")

    shown = "" if now is None else str(now)
    screen.ask(NoteScreen(sentence, shown, attribute.name), typed)
