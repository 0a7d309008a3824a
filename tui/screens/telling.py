"""How things stand, put into what the widgets show."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tui.columns import letters_of
from tui.session import Session
from tui.widgets.heading import Progress
from tui.widgets.line_painter import Look
from tui.widgets.panel import Sight

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen

__all__ = ["look_of", "progress_of", "sight_of"]

_LISTED = 40
"""Open sentences that the panel names at most; more would not fit on any screen."""


def look_of(session: Session, index: int) -> Look:
    """Return what stands in the columns beside sentence `index`."""
    marks, labels = session.marks, session.project.scheme.labels
    said = marks.said(index)
    plain = "none" if said.none else "dim"
    letters = [
        (letter, "" if letter == " " else f"label-{place}" if said.labels else plain)
        for place, letter in enumerate(letters_of(marks, labels, index), 1)
    ]
    state = "*" if said.flag else '"' if said.note else " "
    unsaved = session.unsaved
    durable = not unsaved or not any(mark["uid"] in unsaved for mark in marks.over(index))
    return Look(tuple(letters), state, durable)


def progress_of(screen: ReadingScreen) -> Progress:
    """Return what the heading says."""
    session = screen.session
    marks = session.marks
    if screen.alarm:
        saved, style = "NOT SAVED" if session.unsaved else "read-only", "bad"
    elif not session.ready:
        saved, style = "opening", "dim"
    elif session.unsaved:
        saved, style = "saving", "dim"
    else:
        saved, style = "saved", "good"
    return Progress(
        title=session.article.title,
        article=session.index + 1,
        articles=len(session.project.places),
        settled=marks.settled,
        sentences=len(marks),
        open=0 if marks.done else len(marks) - marks.settled,
        done=marks.done,
        annotator=session.project.annotator,
        saved=saved,
        saved_style=style,
    )


def sight_of(screen: ReadingScreen) -> Sight:
    """Return what the panel shows of the sentence under the cursor."""
    session, view = screen.session, screen.view
    marks, scheme, text = session.marks, session.project.scheme, session.article.text
    if not len(marks):
        return Sight(0, state="no sentence", message=screen.message[0], message_style=screen.message[1])
    index = view.cursor
    said = marks.said(index)
    places = {label.name: place for place, label in enumerate(scheme.labels, 1)}
    unsaid = "none, by the article being done" if marks.done else "open"
    scars = screen.highlights.scars_of(index)
    message, style = screen.message
    if screen.alarm and not message:
        message, style = screen.alarm, "bad"
    wide = screen.has_class("-wide")
    return Sight(
        sentence=index + 1,
        labels=[(name, places.get(name, 0)) for name in scheme.in_order(said.labels)],
        state="none" if said.none else unsaid,
        flag=said.flag,
        note=said.note,
        names=[(text[n.start : n.end], n) for n in screen.highlights.names_of(index)],
        numbers=[(text[n.start : n.end], n) for n in screen.highlights.numbers_of(index)],
        scars=[(text[scar.start : scar.end], scar) for scar in scars],
        corrected=frozenset(start for start, _, _ in session.corrections) if scars else frozenset(),
        chosen=len(view.chosen),
        open=_open_near(session, index) if wide else (),
        flagged=[flagged + 1 for flagged in islice(marks.flagged(), _LISTED)] if wide else (),
        message=message,
        message_style=style,
        pending=screen.pending,
        hidden=view.hidden,
    )


def _open_near(session: Session, index: int) -> list[int]:
    """Return the numbers of the open sentences nearest after `index`, then those before it."""
    marks = session.marks
    count = len(marks)
    if marks.done or marks.settled == count:
        return []
    # Looking on from the cursor ends soon in both cases: few are settled, or few are open near here.
    window = range(index, min(count, index + 10 * _LISTED))
    found = list(islice((number + 1 for number in window if marks.is_open(number)), _LISTED))
    before = range(max(0, index - 10 * _LISTED), index)
    return found + list(
        islice((number + 1 for number in before if marks.is_open(number)), _LISTED - len(found))
    )
