"""The tour: eight presses on the founding article, which key each is and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from annotations.wording import msg, tr
from tui.layout.lines import HANG, fold
from tui.layout.runs import Row, Run

__all__ = ["STEPS", "Step", "Tour", "tour_rows"]


class Step(NamedTuple):
    """One press."""

    command: str
    """The id of the act that it is."""
    words: str
    """Which key, and why."""
    after: str
    """What has come of it."""
    sentence: int = -1
    """The sentence that the cursor is put on for it, from 0; -1 leaves it where it is."""


STEPS = (
    Step(
        "label-claim",
        msg("Press {key}: sentence 1 is a claim, for evidence could show it true or false."),
        msg("Its letter stands beside it, dim for the moment until it is on disk."),
        0,
    ),
    Step(
        "next-sentence",
        msg("Press {key}: on to the next sentence."),
        msg("The > at the left shows which sentence a key is about."),
    ),
    Step(
        "label-opinion",
        msg("Press {key}, though this is no opinion: somebody always presses a wrong key."),
        msg("Now it says opinion, and that is wrong."),
        1,
    ),
    Step(
        "undo",
        msg("Press {key}: that takes it back, as many acts as you like, after a restart too."),
        msg("Taken back. Nothing that was saved is ever lost."),
    ),
    Step(
        "label-quote",
        msg("In sentence 6 somebody speaks, and the dim q proposes it. Press {key}: a quote."),
        msg("Who spoke, OpenAI, was found by a rule; {speaker} chooses somebody else."),
        5,
    ),
    Step(
        "continue-quote",
        msg("Sentence 7 goes on with the same speaker. Press {key}."),
        msg("Speaker and form are those of the quote before, and + says that it goes on."),
        6,
    ),
    Step(
        "next-open",
        msg("Press {key} to go to the next sentence that is open, flagged or lacks something."),
        msg("So nothing is overlooked, however one jumps about."),
    ),
    Step(
        "mark-done",
        msg("Press {key}: the article is done. It asks about what you never saw; Enter answers."),
        msg("Done. In a project the next article would open now."),
    ),
)


class Tour:
    """How far somebody is."""

    def __init__(self) -> None:
        """Begin."""
        self.at = 0
        self.reaction = ""
        """What has come of the last press."""

    @property
    def step(self) -> Step | None:
        """Return the press that is waited for; None at the end."""
        return STEPS[self.at] if self.at < len(STEPS) else None

    def pressed(self, command: str, title: str, key: Callable[[str], str]) -> bool:
        """Take note of what was pressed, an act called `title`; tell whether it was what was asked for.

        `key` gives the key of an act, by its id.
        """
        step = self.step
        if step is None:
            return False
        if command != step.command:
            self.reaction = tr("That was: {what}.", what=title)
            return False
        self.at += 1
        self.reaction = tr(step.after, speaker=key("choose-speaker"))
        return True


def tour_rows(
    tour: Tour, key: Callable[[str], str], width: int, height: int, *, alone: bool, said: str = ""
) -> list[Row]:
    """Return the tour in at most `height` rows of `width` cells.

    Args:
        tour: How far it is.
        key: Gives the key of an act, by its id.
        width: Cells of a row.
        height: Rows; where there are few, the heading gives way.
        alone: Whether it was started from a shell, so that one leaves to there.
        said: What the screen has just said; it is shown where the tour has nothing to say of a press.
    """
    step = tour.step
    if step is not None:
        head = tr("Tour, {at} of {all}", at=tour.at + 1, all=len(STEPS))
        asked = tr(step.words, key=key(step.command))
    elif alone:
        head = tr("The end of the tour")
        asked = tr(
            "Your own texts: type zhupi in their folder, or zhupi FOLDER. {help} shows all keys, {again} "
            "begins anew, Esc leaves.",
            help=key("show-help"),
            again=key("take-tour"),
        )
    else:
        head = tr("The end of the tour")
        asked = tr(
            "What you did in it is thrown away. {help} shows all keys, {again} begins anew, Esc goes back to "
            "your article. Other texts: zhupi FOLDER.",
            help=key("show-help"),
            again=key("take-tour"),
        )
    rows: list[Row] = [[Run(f" {head}", "strong"), Run(f"   {tr('Esc ends it')}" if step else "", "dim")]]
    reaction = tour.reaction or said
    told = fold(asked, width - HANG - 1)
    room = height - len(told)
    if reaction:
        rows += [[Run(f" {line}", "dim")] for line in fold(reaction, width - HANG - 1)[: max(0, room - 1)]]
    rows += [[Run(f" {line}", "key")] for line in told]
    return rows if len(rows) <= height else rows[-height:]
