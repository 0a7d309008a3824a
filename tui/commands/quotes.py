"""Acts that say who is quoted, how, and whose voice it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Self

from annotations.editing.quotes import FORMS, UNKNOWN, VOICES, speaker
from annotations.model.scheme import Scheme
from annotations.wording import msg, tr
from tui.commands.base import Command
from tui.commands.labels import ToggleLabel
from tui.widgets.picker import Choice, Extra, Picker

if TYPE_CHECKING:
    from annotations.model.quotes import QuoteFields, SpeakerFields
    from annotations.speakers.candidates import Candidate
    from tui.screens.article.screen import ArticleScreen


class _Quoting(Command):
    """An act that leaves a function key to a label, where a scheme has so many."""

    group = "Tag"
    keys: tuple[str, ...] = ()

    def __init__(self, taken: Collection[str]) -> None:
        """Claim no key of `taken`."""
        self.keys = tuple(key for key in self.keys if key not in taken)

    @classmethod
    def made_for(cls, scheme: Scheme) -> Iterable[Self]:
        """Return it if `scheme` has what it is about."""
        taken = {key for label in ToggleLabel.made_for(scheme) for key in label.keys if len(key) > 1}
        return (cls(taken),) if cls.wanted_by(scheme) else ()

    @staticmethod
    def wanted_by(scheme: Scheme) -> bool:
        """Tell whether `scheme` has what it is about, which is quotes."""
        return scheme.quotes is not None


class ContinueQuote(_Quoting):
    """The quote goes on: form and speaker as in the last one before."""

    keys = ("y", "f5")
    bar = "cont"
    rank = 7

    def run(self, screen: ArticleScreen) -> None:
        """Make the sentence or the range go on with the last quote."""
        chosen = screen.view.chosen
        if not chosen:
            return

        def go_on() -> None:
            screen.saver.advance(str(screen.session.project.scheme.quotes), chosen)

        if screen.session.article.editor.quotes.last(chosen[0]) is None:
            screen.say(tr("no quote stands shortly before this sentence"), "key")
        else:
            screen.saver.act(lambda editor: editor.quotes.go_on(chosen), then=go_on)


class ChooseSpeaker(_Quoting):
    """Say who is quoted: pick from a list, or type a name."""

    keys = ("p", "f6")
    opens = "list"
    bar = "speaker"
    rank = 8

    def run(self, screen: ArticleScreen) -> None:
        """Open the list for the first quote that lacks a speaker."""
        if not screen.view.chosen:
            return
        quotes = _quotes(screen)
        lacking = [number for number, quote in enumerate(quotes) if not quote["speakers"]]
        _ask(screen, lacking[0] if lacking else 0, second=False)


def _quotes(screen: ArticleScreen) -> Sequence[QuoteFields]:
    """Return the quotes of the sentence under the cursor, said or proposed."""
    index, article = screen.view.cursor, screen.session.article
    return article.marks.said(index).quotes or article.proposed(index)


def _ask(screen: ArticleScreen, which: int, *, second: bool) -> None:
    """Open the list of speakers for quote `which`; with `second` for one beside those it has."""
    quotes = _quotes(screen)
    chosen = screen.view.chosen
    now = list(quotes[which]["speakers"]) if which < len(quotes) else []

    def give(one: SpeakerFields) -> None:
        speakers = [*now, one] if second else [one]
        screen.saver.act(lambda editor: editor.quotes.set_speakers(chosen, which, speakers))

    def pick(candidate: Candidate) -> None:
        give(speaker(candidate.text, candidate.name, candidate.start, candidate.end, "person"))

    def type_name() -> None:
        from tui.screens.dialogs.speaker import SpeakerScreen

        def typed(name: str | None) -> None:
            if name:
                give(screen.session.article.speakers.book.typed(name, screen.view.cursor))

        screen.ask(SpeakerScreen(screen.session.article.speakers.book.complete), typed)

    candidates = _candidates(screen, which)
    extras = {
        "0": Extra(tr("unknown"), lambda: give(UNKNOWN)),
        "/": Extra(tr("type a name"), type_name, "text"),
    }
    if now and not second:
        extras["+"] = Extra(tr("a second one"), lambda: _ask(screen, which, second=True))
        extras["="] = Extra(tr("same person as.."), lambda: _join(screen, which))
    if len(quotes) > 1:
        following = (which + 1) % len(quotes)
        extras["tab"] = Extra(tr("next quote"), lambda: _ask(screen, following, second=False))
    index, aside = screen.view.cursor, []
    form = msg("a second speaker of sentence {number}") if second else msg("speaker of sentence {number}")
    title = tr(form, number=index + 1)
    if len(quotes) > 1:
        aside.append(tr("quote {number} of {all}", number=which + 1, all=len(quotes)))
    if now and not second:
        names = ", ".join(str(one["name"] or tr("unknown")) for one in now)
        aside.append(tr("now {names}", names=names))
    screen.offer(Picker(title, [_choice(one, index) for one in candidates], pick, extras, aside=aside))


def _candidates(screen: ArticleScreen, which: int) -> Sequence[Candidate]:
    return screen.session.article.speakers.candidates(screen.view.cursor, which)


def _join(screen: ArticleScreen, which: int) -> None:
    """Say which person the speaker of quote `which` is, by the name that person has elsewhere."""
    quotes = _quotes(screen)
    chosen = screen.view.chosen
    first, *rest = quotes[which]["speakers"]

    def pick(name: str) -> None:
        joined: list[SpeakerFields] = [{**first, "name": name, "by": "person"}, *rest]
        screen.saver.act(lambda editor: editor.quotes.set_speakers(chosen, which, joined))

    names = dict.fromkeys(one.name for one in _candidates(screen, which))
    choices = [Choice(name, name) for name in names if name != first["name"]]
    if first["name"] != first["text"] and first["text"]:
        choices.insert(0, Choice(first["text"], first["text"], tr("a person of that name alone")))
    screen.offer(
        Picker(tr("{text} is the same person as", text=first["text"] or first["name"]), choices, pick)
    )


def _choice(candidate: Candidate, index: int) -> Choice:
    from tui.presenters.candidates import name_words, where_words

    detail = "  ".join(filter(None, (candidate.type, where_words(candidate, index))))
    return Choice(name_words(candidate), candidate, detail)


class ChangeForm(_Quoting):
    """Say how it is quoted: indirect, direct or mixed."""

    keys = ("i", "shift+f7")

    def run(self, screen: ArticleScreen) -> None:
        """Step the first quote to the next form."""
        quotes = screen.session.article.marks.said(screen.view.cursor).quotes
        if not quotes:
            screen.say(tr("this is no quote yet; q makes it one"), "key")
            return
        chosen, form = screen.view.chosen, _after(FORMS, str(quotes[0].get("form")))
        screen.saver.act(lambda editor: editor.quotes.set_form(chosen, 0, form))


class ChooseContent(_Quoting):
    """Say which clauses of the sentence are the quoted words."""

    keys = ("Q", "shift+f6")
    opens = "list"

    def run(self, screen: ArticleScreen) -> None:
        """Ask for the first clause, and then for the last."""
        from annotations.analysis.clauses import clauses

        if not len(screen.session.article.marks):
            return
        index, text = screen.view.cursor, screen.session.article.text
        pieces = clauses(text, *screen.view.in_sight())
        choices = [Choice(text[start:end], number) for number, (start, end) in enumerate(pieces)]

        def last(number: int) -> None:
            def pick(other: int) -> None:
                span = (pieces[number][0], pieces[other][1])
                screen.saver.act(lambda editor: editor.quotes.set_content(index, 0, span))

            screen.offer(Picker(tr("to the end of which clause"), choices[number:], pick))

        whole = Extra(
            tr("not set apart"),
            lambda: screen.saver.act(lambda editor: editor.quotes.set_content(index, 0, None)),
        )
        screen.offer(Picker(tr("the quoted words begin with clause"), choices, last, {"0": whole}))


class ChangeVoice(_Quoting):
    """Say whose claim or opinion it is: the author's, the speaker's, or both."""

    keys = ("h", "f7")
    bar = "voice"
    rank = 9

    @staticmethod
    def wanted_by(scheme: Scheme) -> bool:
        """Tell whether any label of `scheme` has a voice."""
        return bool(scheme.voiced)

    def run(self, screen: ArticleScreen) -> None:
        """Step to the next voice."""
        chosen = screen.view.chosen
        said = screen.session.article.marks.said(screen.view.cursor)
        if not said.labels.intersection(screen.session.project.scheme.voiced):
            listed = tr(" or ").join(screen.session.project.scheme.voiced)
            screen.say(tr("a voice belongs to {listed}", listed=listed), "key")
            return
        voice = _after(VOICES, said.voice)
        screen.saver.act(lambda editor: editor.quotes.set_voice(chosen, voice))


def _after(values: Sequence[str], value: str | None) -> str:
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]
