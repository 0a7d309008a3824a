"""Acts by which a lead settles what annotators differ in."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.errors import UsageError
from annotations.records.acts import Act
from annotations.wording import msg, tr
from tui.commands.acceptance import accept
from tui.commands.base import ReviewCommand
from tui.widgets.picker import Choice, Extra, Picker

if TYPE_CHECKING:
    from annotations.adjudication.adjudicator import Adjudicator
    from annotations.adjudication.decide_spans import SpanDecider
    from annotations.adjudication.spans import SpanUnit
    from annotations.records.lead_kinds import SpanDecision
    from tui.screens.review import ReviewScreen


class _Decide(ReviewCommand):
    """Decides on the sentence or the range, or on the name or number that Tab chose, and goes on."""

    def run(self, screen: ReviewScreen) -> None:
        """Decide."""
        chosen, place = screen.view.chosen, screen.place
        if place is None:
            screen.settle(lambda editor: self.sentences(screen.session.lead, chosen))
        else:
            screen.settle_place(lambda decider: self.place(decider, place))

    @abstractmethod
    def sentences(self, lead: Adjudicator, chosen: range) -> Act:
        """Return the act that decides on sentences."""

    @abstractmethod
    def place(self, decider: SpanDecider, place: SpanUnit) -> Sequence[SpanDecision]:
        """Return the decisions on a name or number, and on those that read alike."""


class DecideMajority(_Decide):
    """Decide as more than half of the annotators have it, and go on."""

    keys = ("m", "f10")
    bar = "majority"
    rank = -8

    def sentences(self, lead: Adjudicator, chosen: range) -> Act:
        """Decide as the majority has the sentences."""
        return lead.majority(chosen)

    def place(self, decider: SpanDecider, place: SpanUnit) -> Sequence[SpanDecision]:
        """Decide as the majority has the name."""
        if decider.most(place) is None:
            raise UsageError(tr("no majority for {quote}", quote=place.quote))
        return decider.majority([place], alike=True)  # where that says nothing new, it is decided so already


class DecideUnion(_Decide):
    """Decide for every label that anybody set, and go on."""

    keys = ("a", "f11")
    bar = msg("all of it")
    rank = -7

    def sentences(self, lead: Adjudicator, chosen: range) -> Act:
        """Decide for all labels."""
        return lead.union(chosen)

    def place(self, decider: SpanDecider, place: SpanUnit) -> Sequence[SpanDecision]:
        """Say that versions of a name do not add up."""
        raise UsageError(
            tr(
                "{quote} is one or the other: F1 to F9, m or n; Esc goes back to the sentence",
                quote=place.quote,
            )
        )


class DecideNone(_Decide):
    """Decide that no label fits, and go on."""

    keys = ("n", "0", "f12")
    bar = "none"
    rank = -6

    def sentences(self, lead: Adjudicator, chosen: range) -> Act:
        """Decide for no label."""
        return lead.decide_none(chosen)

    def place(self, decider: SpanDecider, place: SpanUnit) -> Sequence[SpanDecision]:
        """Decide that it is no name."""
        return decider.none([place], alike=True)


class AcceptSomebody(ReviewCommand):
    """Decide as one annotator has it, from a list: for more than nine of them."""

    keys = ("A", "shift+f9")
    opens = "list"

    def run(self, screen: ReviewScreen) -> None:
        """Ask for the annotator."""
        called = screen.session.project.name_of
        choices = [Choice(called(name), name) for name in screen.session.everybody.names]
        screen.offer(Picker(tr("decide as"), choices, lambda name: accept(screen, name)))


class GiveReason(ReviewCommand):
    """Say in a word why it was decided so; w writes more."""

    keys = ("e", "ctrl+e")
    opens = "list"
    bar = "reason"
    rank = -3

    def run(self, screen: ReviewScreen) -> None:
        """Offer the usual words; what is kept is the English one, to count by."""
        from tui.presenters.decisions import REASONS

        chosen = screen.just_decided
        index = chosen[0]

        def give(reason: str) -> None:
            screen.saver.act(lambda editor: screen.session.lead.give_reason(chosen, reason))

        def ask() -> None:
            from tui.screens.dialogs.note import NoteScreen

            screen.ask(
                NoteScreen(index + 1, "", tr("reason")), lambda text: None if text is None else give(text)
            )

        extras = {"0": Extra(tr("no reason"), lambda: give("")), "/": Extra(tr("type one"), ask, "text")}
        screen.offer(
            Picker(
                tr("why was {index} decided so", index=index + 1),
                [Choice(tr(word), word) for word in REASONS],
                give,
                extras,
            )
        )


class WriteWhy(ReviewCommand):
    """Write down why the sentence was decided so, or answer a note on the one under the cursor."""

    keys = ("w", "insert")
    opens = "text"
    rank = 21

    def run(self, screen: ReviewScreen) -> None:
        """Ask for it, and keep it with the decision; where there are notes, ask first which is meant."""
        threads = screen.session.threads.over(screen.view.cursor) if len(screen.session.article.marks) else ()
        if not threads:
            self._why(screen)
            return
        from tui.presenters.threads import thread_line
        from tui.screens.article.threads import write

        session, index = screen.session, screen.view.cursor
        called, unread = session.project.name_of, session.threads.unread
        choices = [
            Choice(
                called(one.of),
                one.of,
                thread_line(one, called, unread=unread(one)),
                "key" if unread(one) else "",
            )
            for one in threads
        ]
        chosen = next((at for at, one in enumerate(threads) if unread(one)), 0)
        screen.offer(
            Picker(
                tr("answer whose note on sentence {number}", number=index + 1),
                choices,
                lambda annotator: write(screen, index, annotator),
                {"w": Extra(tr("why it was decided so"), lambda: self._why(screen), "text")},
                chosen,
            )
        )

    def _why(self, screen: ReviewScreen) -> None:
        from tui.screens.dialogs.note import NoteScreen

        index = screen.just_decided[0]
        note = screen.session.article.marks.said(index).note

        def write(written: str | None) -> None:
            if written is not None and written != note:
                screen.saver.act(lambda editor: editor.labels.write_note(index, written))

        screen.ask(NoteScreen(index + 1, note, tr("why")), write)


class TakeDecisionBack(ReviewCommand):
    """Leave the sentence undecided again."""

    keys = ("z", "shift+f2")
    bar = "undecide"
    rank = -1

    def run(self, screen: ReviewScreen) -> None:
        """Take the decision back."""
        chosen, place = screen.view.chosen, screen.place
        if place is not None:
            screen.settle_place(lambda decider: decider.take_back([place], alike=True))
            return
        screen.saver.act(lambda editor: screen.session.lead.take_back(chosen))


class SettleUnanimous(ReviewCommand):
    """Settle every sentence on which all agree, in the article or in the whole project."""

    keys = ("s", "ctrl+s")
    opens = "list"
    bar = "unanimous"
    rank = -2

    def run(self, screen: ReviewScreen) -> None:
        """Ask where."""
        of = screen.session.everybody.of
        here = sum(unit.unanimous and unit.state != "settled" for unit in of.units) if of else 0
        choices = [
            Choice(tr("this article ({here})", here=here), screen.settle_unanimous),
            Choice(tr("the whole project"), screen.settle_all),
        ]
        screen.offer(Picker(tr("settle the sentences on which all agree"), choices, lambda do: do()))
