"""The act that adds a name or number to the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.model.article import NUMBER_KINDS, Name
from annotations.wording import term, tr
from tui.commands.base import Command
from tui.commands.spans import marked_spans, type_choices, type_keys
from tui.widgets.picker import Choice, Extra, Picker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.model.amounts import TypedAmount
    from annotations.model.prediction import PredictedSpan
    from annotations.records.kinds import Amount
    from tui.screens.article.screen import ArticleScreen


class AddSpan(Command):
    """Add a name or number: what the mouse selected, or what the arrows mark."""

    keys = ("a", "ctrl+a")
    opens = "list"
    group = "Tag"

    def run(self, screen: ArticleScreen) -> None:
        """Ask for the type of what is selected, or let the arrows mark something first."""
        if not len(screen.session.article.marks):
            return
        selected = self._selected(screen)
        if selected is not None:
            screen.clear_selection()
            screen.view.show_found(selected)
            _ask_new(screen, selected)
            return
        sentence = screen.session.article.sentences[screen.view.cursor]
        if found := screen.session.article.predicted_spans(sentence.start, sentence.end):
            _ask_predicted(screen, found, lambda: self._mark(screen))
            return
        self._mark(screen)

    @staticmethod
    def _mark(screen: ArticleScreen) -> None:
        """Let the arrows mark something."""
        from annotations.analysis.words import cut
        from tui.widgets.range_caret import RangeCaret

        index, text = screen.view.cursor, screen.session.article.text
        start, end = screen.view.in_sight()
        words, at = [], start
        for word in cut(text[start:end]):
            words.append((at, at + len(word)))
            at += len(word)
        names = [(name.start, name.end) for name in screen.session.article.found.highlights.names_of(index)]
        screen.offer(
            RangeCaret(text, words, names, screen.view.show_found, lambda marked: _ask_new(screen, marked))
        )

    @staticmethod
    def _selected(screen: ArticleScreen) -> tuple[int, int] | None:
        """Return what the mouse selected in one sentence, white space at its ends left out."""
        selected = screen.view.selected_range
        if selected is None:
            return None
        index = screen.view.prepared.sentence_at(selected[0])
        sentence = screen.session.article.sentences[index]
        start, end = max(selected[0], sentence.start), min(selected[1], sentence.end)
        words = screen.session.article.text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        return (start, end) if start < end else None


def _ask_predicted(
    screen: ArticleScreen, found: Sequence[tuple[str, PredictedSpan]], mark: Callable[[], None]
) -> None:
    """Offer what models mark in the sentence, each with its type; `mark` lets the arrows mark another."""
    from tui.presenters.predictions import span_words

    types = {one.name for one in screen.session.project.scheme.types}
    best: dict[tuple[int, int], PredictedSpan] = {}
    for _, one in found:
        best.setdefault((one.start, one.end), one)

    def pick(one: PredictedSpan | None) -> None:
        if one is None:
            mark()
            return
        marked = one.start, one.end
        screen.view.show_found(marked)
        if one.what == "number" and one.label in NUMBER_KINDS:
            _ask_amount(screen, marked, one.label)
        elif one.what == "number":
            _ask_new_kind(screen, marked)
        elif one.label not in types:
            _ask_new(screen, marked)
        else:
            screen.saver.act(
                lambda editor: editor.spans.add_name(one.start, one.end, one.label),
                then=lambda: screen.view.show_found(marked),
            )

    said = span_words(screen.session.article.text, found)
    choices = [Choice(f"{text} {words}", best[place], style="dim") for place, text, words in said]
    screen.offer(
        Picker(
            tr("predictions of a model"),
            [*choices, Choice(tr("another {what}", what=term("name")), None)],
            pick,
        )
    )


def _ask_new(screen: ArticleScreen, marked: tuple[int, int]) -> None:
    """Ask what the range `marked` is; what is a name already is changed."""
    known = [span for span in marked_spans(screen) if isinstance(span, Name)]
    start, end = marked

    def pick(kind: str) -> None:
        if kind == "number":
            _ask_new_kind(screen, marked)
            return
        screen.saver.act(
            lambda editor: (
                editor.spans.change(known[0], type=kind) if known else editor.spans.add_name(start, end, kind)
            ),
            then=lambda: screen.view.show_found(marked),
        )

    types = screen.session.project.scheme.types
    choices = [*type_choices(types), Choice(tr("number.."), "number")]
    text = screen.session.article.text[start:end]
    screen.offer(
        Picker(tr("what is {text}", text=text), choices, pick, {**type_keys(types, pick), **_leaving(screen)})
    )


def _ask_new_kind(screen: ArticleScreen, marked: tuple[int, int]) -> None:
    """Ask for the kind of the number to be added, and then for its value."""
    text = screen.session.article.text[slice(*marked)]
    choices = [Choice(term(kind), kind) for kind in NUMBER_KINDS]
    screen.offer(
        Picker(
            tr("what number is {text}", text=text),
            choices,
            lambda kind: _ask_amount(screen, marked, kind),
            _leaving(screen),
        )
    )


def _ask_amount(screen: ArticleScreen, marked: tuple[int, int], kind: str) -> None:
    """Ask what the number of `kind` amounts to, and add it."""
    from tui.screens.dialogs.amount import AmountScreen

    start, end = marked
    text = screen.session.article.text[start:end]

    def typed(amount: TypedAmount | None) -> None:
        if amount is None:
            screen.view.show_found(None)
            return
        number: Amount = {
            "kind": kind,
            "value": amount["value"],
            "high": amount["high"],
            "iso": amount["iso"],
        }
        screen.saver.act(
            lambda editor: editor.spans.add_number(start, end, number),
            then=lambda: screen.view.show_found(marked),
        )

    screen.ask(AmountScreen(text, kind, ""), typed)


def _leaving(screen: ArticleScreen) -> dict[str, Extra]:
    """Return what Esc does in a list about a range that is nothing yet: it is marked no longer."""
    return {"escape": Extra("", lambda: screen.view.show_found(None))}
