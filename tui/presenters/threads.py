"""Threads in words: who said what and when, of one thread or of one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotations.records.remarks import Entry, Thread, asks
from annotations.wording import tr
from tui.layout.cells import visible
from tui.layout.lines import fold
from tui.layout.runs import Row, Run
from tui.presenters.stances import time_words
from tui.session.session import Session

__all__ = ["note_words", "one_line", "thread_line", "thread_rows"]

_SEP = " / "
"""What stands for the end of a line where there is room for one."""


def one_line(text: str) -> str:
    """Return a text of several lines as one."""
    return _SEP.join(line.strip() for line in text.split("\n") if line.strip())


def thread_line(thread: Thread, called: Callable[[str], str], *, unread: bool = False) -> str:
    """Return in one line who said what last in `thread`, and how much was said.

    Args:
        thread: The thread.
        called: Gives the name to show of an annotator.
        unread: Whether anything of it was not read.
    """
    last, count = thread.last, len(thread.entries)
    name, text = called(last.annotator), one_line(last.text)
    if count == 1:
        asked = tr("{name} has asked: {text}", name=name, text=text)
        line = asked if asks(last.text) else tr("{name}: {text}", name=name, text=text)
    elif thread.answered:
        line = tr("{name} has answered ({count}): {text}", name=name, count=count, text=text)
    elif asks(last.text):
        line = tr("{name} has asked ({count}): {text}", name=name, count=count, text=text)
    else:
        line = tr("{name} ({count}): {text}", name=name, count=count, text=text)
    return tr("new: {line}", line=line) if unread else line


def note_words(session: Session, index: int, note: str) -> str:
    """Return what the panel has of the threads about sentence `index`: its `note` where there is no more."""
    threads = session.threads.over(index)
    if [len(one.entries) for one in threads] == [1] and threads[0].last.record["kind"] == "sentence":
        return note
    called, unread = session.project.name_of, session.threads.unread
    return "  ".join(thread_line(one, called, unread=unread(one)) for one in threads)


def thread_rows(
    entries: Sequence[Entry], called: Callable[[str], str], width: int, is_new: Callable[[Entry], bool]
) -> list[Row]:
    """Return a thread row by row: who and when, and below it the text, in `width` cells."""
    rows: list[Row] = []
    for entry in entries:
        head = [Run(f"{called(entry.annotator)}", "strong"), Run(f"  {time_words(entry.time)}", "dim")]
        if is_new(entry):
            head.append(Run(f"  {tr('new')}", "key"))
        rows.append(head)
        for line in entry.text.split("\n"):
            rows += [[Run(f"  {part}")] for part in fold(visible(line), max(8, width - 3)) or [""]]
    return rows
