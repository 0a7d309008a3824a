"""The first row: which article, how far, who, and whether everything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotations.wording import tr
from tui.layout.cells import cell_width, fit
from tui.layout.lines import fold
from tui.layout.runs import Row, Run

if TYPE_CHECKING:
    from tui.session.session import Session

__all__ = [
    "Progress",
    "all_saved",
    "heading_row",
    "progress_of",
    "saved_words",
    "titled_row",
    "too_small",
]

_PART = 24
"""Cells that a part at the right has at most."""
_TITLE = 30
"""Cells of a title that do not give way to what is only good to know. Chosen: fifteen characters."""


class Progress(NamedTuple):
    """What the heading says."""

    title: str
    article: int | None
    """Its number, from 1; None where it is not one of the annotator's."""
    articles: int
    """How many the annotator reads."""
    settled: int
    sentences: int
    open: int
    done: bool
    annotator: str
    saved: str
    """How saving stands, as ``saved``."""
    saved_style: str = "good"
    given_back: int = 0
    """What the lead gave back that waits for an answer, in all articles."""
    earlier: int = 0
    """How many marks are with an earlier text of the article."""
    pace: str = ""
    """How fast it goes, where the annotator wants to see that."""
    articles_done: int | None = None
    """How many articles are done; None where that is not known yet."""


def progress_of(session: Session) -> Progress:
    """Return what the heading says."""
    marks = session.article.marks
    saved, style = saved_words(session)
    queue, index = session.queue, session.article.index
    return Progress(
        title=session.article.bounded.title,
        article=index + 1 if queue is None else queue.number(index),
        articles=len(session.project.places) if queue is None else len(queue),
        settled=marks.settled,
        sentences=marks.size,
        open=0 if marks.done else marks.size - marks.settled,
        done=marks.done,
        annotator=session.project.called,
        saved=saved,
        saved_style=style,
        given_back=session.given_back,
        earlier=session.earlier.marks(session.article.id),
        pace=_pace(session),
        articles_done=session.done,
    )


def _pace(session: Session) -> str:
    """Return how many sentences an hour, and how many minutes the rest of the article will take."""
    if not session.pace_shown or session.pace is None:
        return ""
    now = session.pace.now(session.article)
    if now.an_hour is None:
        return tr("pace ..")
    if not now.minutes:
        return tr("{number}/h", number=f"{now.an_hour:,}")
    return tr("{number}/h {minutes}m", number=f"{now.an_hour:,}", minutes=now.minutes)


def saved_words(session: Session) -> tuple[str, str]:
    """Return how it stands with saving, and the style of these words."""
    writer = session.writer
    if session.layers.trouble is not None or (writer.alarm and writer.unsaved):
        return tr("NOT SAVED"), "bad"
    if writer.alarm:
        return tr("read-only"), "bad"
    if not session.ready:
        return tr("opening"), "dim"
    if writer.unsaved:
        return tr("saving"), "dim"
    if writer.hub is not None:
        from tui.presenters.hub import sent_words

        return sent_words(writer.hub)
    return tr("saved"), "good"


def all_saved(session: Session) -> str:
    """Return in a line that everything is saved, and how it stands with sending it to the team's hub."""
    if session.writer.hub is None:
        return tr("everything is saved")
    from tui.presenters.hub import standing_words

    return standing_words(session.writer.hub)


def heading_row(progress: Progress, width: int) -> Row:
    """Return the heading for `width` cells: the title gives way first, then the annotator."""
    state = tr("done") if progress.done else tr("{open} open", open=progress.open)
    library, following = "show-library", "next-open"
    back = [Run(tr("{given_back} given back", given_back=progress.given_back), "key", following)] * bool(
        progress.given_back
    )
    back += [Run(tr("changed"), "key", "carry-over")] * bool(progress.earlier)
    number = "-" if progress.article is None else str(progress.article)
    parts = [
        Run(tr("art {article}/{articles}", article=number, articles=progress.articles), "dim", library),
        Run(f"{progress.settled}/{progress.sentences}", "", following),
        *[Run(progress.pace, "dim")] * bool(progress.pace),
        Run(state, "strong" if progress.done else "", following),
        *back,
        Run(progress.annotator, "dim", "who:"),
        Run(progress.saved, progress.saved_style, "show-unsaved"),
    ]
    if width < 60 or _room(parts, width) < 0:
        parts = [Run(f"{number}/{progress.articles}", "dim", library), parts[1], *back, parts[-1]]
        if _room(parts, width) < 0:  # the library and the panel tell it too
            parts = [one for one in parts if one not in back]
    elif progress.articles_done:
        done = Run(tr("{count:,} done", count=progress.articles_done), "dim", library)
        wide = [parts[0], done, *parts[1:]]
        if _room(wide, width) >= min(_TITLE, cell_width(progress.title)):
            parts = wide
    return titled_row(progress.title, parts, width)


def titled_row(title: str, parts: Sequence[Run], width: int) -> Row:
    """Return a row with `title` at the left, which is cut where it must be, and `parts` at the right."""
    parts = [part._replace(text=fit(part.text, _PART)) for part in parts]
    room = _room(parts, width)
    title = fit(title, max(0, room))
    row = [Run(f" {title}", "strong", "show-source"), Run(" " * max(1, room - cell_width(title) + 2))]
    for number, part in enumerate(parts):
        row += [Run("  " if number else "", ""), part]
    return row


def _room(parts: Sequence[Run], width: int) -> int:
    """Return how many cells `parts` leave a title."""
    return width - 3 - sum(min(_PART, cell_width(part.text)) + 2 for part in parts)


def too_small(width: int, _: int) -> list[Row]:
    """Return the rows that say, in the place of all others, that the window is too small to annotate in."""
    return [[Run(line)] for line in fold(tr("zhupi needs a window of at least 40 x 12"), width)]
