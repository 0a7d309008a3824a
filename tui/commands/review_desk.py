"""Acts of review beside deciding: where to go next, what goes back, what becomes an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from annotations.errors import ZhupiError
from annotations.wording import tr
from tui.commands.base import ReviewCommand
from tui.widgets.picker import Choice, Extra, Picker

if TYPE_CHECKING:
    from annotations.adjudication.filters import Filter
    from tui.screens.review import ReviewScreen


class _Disagreement(ReviewCommand):
    """Goes to what is looked for, and on to the next article when there is none left in this one."""

    group = "Move"
    step: ClassVar[int]

    def run(self, screen: ReviewScreen) -> None:
        """Go there."""
        if screen.go(self.step):
            return
        if screen.review.queue.sentences:
            screen.say(tr("this is the only one here; ] goes to the next article"), "key")
        else:
            screen.go_to_article(self.step)


class NextDisagreement(_Disagreement):
    """Go to the next sentence on which annotators differ, or whatever else is looked for."""

    keys = (".", "enter", "ctrl+down", "ctrl+j")
    bar = "next"
    rank = -5
    step = 1


class PreviousDisagreement(_Disagreement):
    """Go to the one before."""

    keys = (",", "ctrl+up")
    step = -1


class ChooseFilter(ReviewCommand):
    """Say what is looked for: a label, an annotator, flags, notes, an attribute, settled ones too."""

    keys = ("f", "shift+f8")
    opens = "list"
    group = "Move"
    bar = "filter"
    rank = -4

    def run(self, screen: ReviewScreen) -> None:
        """Offer what there is."""
        from annotations.adjudication.filters import Filter, filters

        session = screen.session
        there = list(filters(session.project.scheme, session.everybody.names))
        now = screen.review.queue.wanted

        def pick(wanted: Filter) -> None:
            screen.look_for(wanted)

        plain = Filter(now.aspect, now.value)
        picker = Picker(
            tr("look for, now {words_by}", words_by=now.words_by(session.project.name_of)),
            [Choice(one.words_by(session.project.name_of), one) for one in there],
            pick,
            {
                "0": Extra(
                    tr("without settled ones") if now.settled_too else tr("settled ones too"),
                    lambda: pick(now.turned()),
                )
            },
            chosen=there.index(plain) if plain in there else 0,
        )
        screen.offer(picker)


class _Place(ReviewCommand):
    """Goes from one name or number of the sentence on which annotators differ to another."""

    step: ClassVar[int]

    def run(self, screen: ReviewScreen) -> None:
        """Mark it: what settles sentences settles it from now on, until the cursor moves."""
        places = [(one.start, one.end) for one in screen.review.places_of(screen.view.cursor)]
        if not places:
            screen.say(tr("nobody has mended a name or number in this sentence"))
            return
        now = screen.view.found
        at = places.index(now) + self.step if now in places else 0 if self.step > 0 else -1
        screen.view.show_found(places[at % len(places)])
        screen.say("")


class NextPlace(_Place):
    """Go to the next name or number of the sentence that somebody mended, and settle it by the same keys."""

    keys = ("tab",)
    step = 1


class PreviousPlace(_Place):
    """Go to the name or number before; Esc goes back to the sentence."""

    keys = ("shift+tab",)
    step = -1


class GiveBack(ReviewCommand):
    """Give the sentence, or the article, back to its annotator with a comment."""

    keys = ("<", "shift+f10")
    opens = "list"
    bar = "back"
    rank = -4

    def run(self, screen: ReviewScreen) -> None:
        """Ask to whom, and for the comment."""
        index = screen.view.cursor
        project = screen.session.project
        names = [
            (one, project.name_of(one)) for one in screen.session.everybody.names if not project.owns(one)
        ]
        choices = [Choice(called, (index, one)) for one, called in names]
        choices += [
            Choice(tr("{called}, the whole article", called=called), (None, one)) for one, called in names
        ]

        def pick(chosen: tuple[int | None, str]) -> None:
            from tui.screens.dialogs.note import NoteScreen

            sentence, name = chosen

            def give(comment: str | None) -> None:
                if comment is not None:
                    screen.saver.act(lambda editor: screen.session.lead.give_back(sentence, name, comment))

            screen.ask(
                NoteScreen(index + 1, "", tr("comment for {name_of}", name_of=project.name_of(name))), give
            )

        screen.offer(Picker(tr("give sentence {index} back to", index=index + 1), choices, pick))


class MakeExample(ReviewCommand):
    """Put the settled sentence into the guidelines, as an example of the project's rulings."""

    keys = ("G", "ctrl+g")

    def run(self, screen: ReviewScreen) -> None:
        """Ask under which label where there are several, and write it down."""
        index = screen.just_decided[0]
        of = screen.session.everybody.of
        unit = of.unit(index) if of else None
        decision = unit.decision if unit else None
        if decision is None:
            screen.say(tr("only a settled sentence can be an example"), "key")
            return
        from annotations.project.rulings import ruling_labels, ruling_words

        labels, words = ruling_labels(decision), ruling_words(decision)
        if len(labels) == 1:
            _add_ruling(screen, labels[0], decision["quote"], words)
        else:
            screen.offer(
                Picker(
                    tr("an example of"),
                    [Choice(label, label) for label in labels],
                    lambda label: _add_ruling(screen, label, decision["quote"], words),
                )
            )


def _add_ruling(screen: ReviewScreen, label: str, text: str, why: str) -> None:
    """Write an example into the project's rulings, on a thread of its own."""
    from annotations.guidelines import RULINGS
    from annotations.project.rulings import add_ruling
    from tui.session.messages import Noticed

    path = screen.session.project.root / RULINGS

    def write() -> None:
        try:
            added = add_ruling(path, label, text, why)
        except ZhupiError as error:
            screen.session.tell(Noticed([str(error)]))
            return
        words = (
            tr("an example of {label} now: g shows it", label=label)
            if added
            else tr("{name} has it already", name=path.name)
        )
        screen.session.tell(Noticed([words]))

    screen.run_worker(write, thread=True, group="rulings", name="rulings")


class LeaveReview(ReviewCommand):
    """Go back to reading and tagging."""

    keys = ("R", "ctrl+o")
    group = "Article"
    bar = "read"
    rank = 30

    def run(self, screen: ReviewScreen) -> None:
        """Leave the review where it stands."""
        screen.close()
