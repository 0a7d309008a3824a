"""Acts that mend the names and numbers of the sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from annotations.model.amounts import TIMED, typed_amount
from annotations.model.article import NUMBER_KINDS, Name, Number
from annotations.model.scheme import NameType
from annotations.records.spans import number_fields
from annotations.wording import msg, term, tr
from tui.commands.base import Command
from tui.commands.promotion import NO_NAME, is_written, kind_words, write_down
from tui.widgets.picker import Choice, Extra, Picker

if TYPE_CHECKING:
    from annotations.model.amounts import TypedAmount
    from annotations.records.acts import Act
    from annotations.records.kinds import Amount
    from tui.screens.article.screen import ArticleScreen


def marked_spans(screen: ArticleScreen) -> list[Name | Number]:
    """Return what the marked range of the sentence is: a name, a number, both, or nothing."""
    index, marked = screen.view.cursor, screen.view.found
    spans: list[Name | Number] = [*screen.session.article.found.highlights.names_of(index)]
    spans += screen.session.article.found.highlights.numbers_of(index)
    return [span for span in spans if (span.start, span.end) == marked]


def meant_spans(screen: ArticleScreen) -> list[Name | Number]:
    """Return what a key is about: what Tab chose, else the first uncertain name; if neither, say so."""
    meant = marked_spans(screen)
    if not meant:
        names = screen.session.article.found.highlights.names_of(screen.view.cursor)
        meant = [*[name for name in names if not name.certain][:1]]
    if not meant:
        screen.say(tr("Tab chooses a name first"), "key")
    return meant


def choose_mended(screen: ArticleScreen, act: Act) -> None:
    """Choose the name or number that `act`, which was just undone or done again, is about, if it is one."""
    records = [one for one in (*act.before, *act.after) if one is not None and one["kind"] == "span"]
    if not records:
        return
    edges = [(one["start"], one["end"]) for one in records] + [(act.start, act.start + 1)]
    edges += [(one["target"][0], one["target"][1]) for one in records if one["target"]]
    sentence = screen.session.article.sentences[screen.view.cursor]
    there = screen.session.article.found.highlights
    spans: list[Name | Number] = [*there.names_of(screen.view.cursor), *there.numbers_of(screen.view.cursor)]
    near = [
        (abs(span.start - act.start), span.start, span.end)
        for span in spans
        if any(sentence.start <= start < span.end and span.start < end for start, end in edges)
    ]
    if near:
        screen.view.show_found(min(near)[1:])


def _text(screen: ArticleScreen, span: Name | Number) -> str:
    return screen.session.article.text[span.start : span.end]


class ChangeSpan(Command):
    """Say of which type the name is; of a number its kind and value."""

    keys = ("e", "ctrl+t")
    moments = MappingProxyType({"name": msg("type")})
    opens = "list"
    group = "Tag"

    def run(self, screen: ArticleScreen) -> None:
        """Open the list of types or kinds."""
        meant = meant_spans(screen)
        if not meant:
            return
        screen.view.show_found((meant[0].start, meant[0].end))
        _ask(screen, meant)


def _ask(screen: ArticleScreen, meant: list[Name | Number]) -> None:
    """Ask what the first of `meant` is; a name that is a number too comes with both."""
    first, *others = meant
    extras = {"tab": Extra(tr("what number it is"), lambda: _ask(screen, others))} if others else {}
    if isinstance(first, Name):
        _ask_type(screen, first, extras)
    else:
        _ask_kind(screen, first, extras)


def _ask_type(screen: ArticleScreen, name: Name, extras: dict[str, Extra]) -> None:
    def pick(kind: str) -> None:
        screen.saver.act(
            lambda editor: editor.spans.change(name, type=kind),
            then=lambda: screen.view.show_found((name.start, name.end)),
        )

    types = screen.session.project.scheme.types
    chosen = next((at for at, one in enumerate(types) if one.name == name.type), 0)
    title = tr("what is {text}", text=_text(screen, name))
    screen.offer(
        Picker(title, type_choices(types), pick, {**type_keys(types, pick), **extras}, chosen=chosen)
    )


def type_choices(types: Sequence[NameType]) -> list[Choice]:
    """Return the types of names as a list offers them."""
    return [
        Choice(" ".join(filter(None, (one.key, one.name))), one.name, one.title, one.name.lower())
        for one in types
    ]


def type_keys(types: Sequence[NameType], pick: Callable[[str], None]) -> dict[str, Extra]:
    """Return the letters that pick a type beside its digit, where the scheme gives it one."""
    return {one.key: Extra("", partial(pick, one.name)) for one in types if one.key}


def _ask_kind(screen: ArticleScreen, number: Number, extras: dict[str, Extra]) -> None:
    def pick(kind: str) -> None:
        _give(screen, number, _of_kind(number, kind))

    extras["/"] = Extra(tr("type its value"), lambda: _type_amount(screen, number), "text")
    choices = [Choice(term(kind), kind) for kind in NUMBER_KINDS]
    chosen = NUMBER_KINDS.index(number.kind) if number.kind in NUMBER_KINDS else 0
    screen.offer(
        Picker(tr("what is {text}", text=_text(screen, number)), choices, pick, extras, chosen=chosen)
    )


def _of_kind(number: Number, kind: str) -> Amount:
    """Return what `number` amounts to as a number of `kind`: only what has a time has an ISO form."""
    return {**number_fields(number), "kind": kind, "iso": number.iso if kind in TIMED else None}


def _give(screen: ArticleScreen, number: Number, fields: Amount) -> None:
    screen.saver.act(
        lambda editor: editor.spans.change(number, number=fields),
        then=lambda: screen.view.show_found((number.start, number.end)),
    )


def _type_amount(screen: ArticleScreen, number: Number) -> None:
    from tui.screens.dialogs.amount import AmountScreen

    def typed(amount: TypedAmount | None) -> None:
        if amount is not None:
            _give(screen, number, {**number_fields(number), **amount})

    now = typed_amount(number.kind, number.value, number.high, number.iso)
    screen.ask(AmountScreen(_text(screen, number), number.kind, now), typed)


class RejectSpan(Command):
    """Say that it is no name, or no number; what was added by hand is taken away."""

    keys = ("x", "ctrl+x")
    moments = MappingProxyType({"name": msg("no name")})
    group = "Tag"

    def run(self, screen: ArticleScreen) -> None:
        """Reject what Tab chose, or the first uncertain name."""
        meant = meant_spans(screen)
        if meant:
            screen.saver.act(lambda editor: editor.spans.reject(meant[0]))


class ProposeSpan(Command):
    """Let the name, or that it is none, hold in articles not yet annotated too; the lead decides."""

    keys = ("A", "shift+f9")
    moments = MappingProxyType({"name": msg("everywhere")})
    opens = "list"
    group = "Tag"

    def run(self, screen: ArticleScreen) -> None:
        """Ask which of both."""
        meant = meant_spans(screen)
        if not meant:
            return
        name = next((span for span in meant if isinstance(span, Name)), None)
        if name is None:
            screen.say(tr("numbers are mended in their article only"), "key")
            return
        screen.view.show_found((name.start, name.end))
        text = _text(screen, name)
        choices = [Choice(name.type, name.type, style=name.type.lower()), Choice(tr("no name"), NO_NAME)]
        whole = tr("{text} in the whole project: in articles not yet annotated", text=text)
        title = whole if screen.session.project.is_lead else tr("propose of {text}", text=text)
        screen.offer(Picker(title, choices, lambda kind: _propose(screen, name, kind)))


def _propose(screen: ArticleScreen, name: Name, kind: str) -> None:
    """Say in this article what holds for the project, and write it down if that is the lead's word."""
    project, text = screen.session.project, _text(screen, name)

    def go_on() -> None:
        if project.is_lead:
            write_down(screen, text, kind)
        else:
            screen.say(
                tr(
                    "{text}: {kind_words}: proposed; {lead_called} decides",
                    text=text,
                    kind_words=kind_words(kind),
                    lead_called=project.lead_called,
                ),
                "key",
            )

    # Of a lead it says that undoing it takes the line out again: not one that was there before.
    proposed = not project.is_lead or not is_written(screen, text, kind)
    if kind == NO_NAME:
        screen.saver.act(lambda editor: editor.spans.reject(name, proposed=proposed), then=go_on)
    else:
        screen.saver.act(lambda editor: editor.spans.change(name, proposed=proposed), then=go_on)


class _Edge(Command):
    """Moves one edge of what Tab chose by one character, never out of the sentence and never to nothing."""

    group = "Tag"
    left: ClassVar[int] = 0
    right: ClassVar[int] = 0

    def run(self, screen: ArticleScreen) -> None:
        """Move the edge."""
        marked = marked_spans(screen)
        if not marked:
            screen.say(tr("Tab chooses a name first; then the arrows move its edges"), "key")
            return
        span = marked[0]
        sentence = screen.session.article.sentences[screen.view.cursor]
        start, end = span.start + self.left, span.end + self.right
        if not sentence.start <= start < end <= max(sentence.end, span.end):
            screen.say(tr("it cannot go further: a name has a character, and stays in its sentence"), "key")
            return
        screen.saver.act(
            lambda editor: editor.spans.change(span, start=start, end=end),
            then=lambda: screen.view.show_found((start, end)),
        )


class RightEdgeForward(_Edge):
    """Move the right edge of the name one character to the right."""

    keys = ("right",)
    moments = MappingProxyType({"name": msg("longer")})
    right = 1


class RightEdgeBack(_Edge):
    """Move the right edge of the name one character to the left."""

    keys = ("left",)
    moments = MappingProxyType({"name": msg("shorter")})
    right = -1


class LeftEdgeForward(_Edge):
    """Move the left edge of the name one character to the right."""

    keys = ("shift+right",)
    left = 1


class LeftEdgeBack(_Edge):
    """Move the left edge of the name one character to the left."""

    keys = ("shift+left",)
    left = -1
