"""Writing in a thread about a sentence, from either screen on an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.records.remarks import Entry
from annotations.wording import tr
from tui.layout.runs import Row
from tui.presenters.threads import thread_rows
from tui.screens.dialogs.noted import Chosen
from tui.screens.dialogs.thread import ThreadScreen, Written

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["go_to", "write"]


def write(screen: ArticleScreen, index: int, annotator: str) -> None:
    """Show what was said about the marks of `annotator` on sentence `index`, and ask for a word more."""
    screen.saver.when_known(lambda: _Writing(screen, index, annotator).ask())


class _Writing:
    """One word in one thread, from the question to the act."""

    def __init__(self, screen: ArticleScreen, index: int, annotator: str) -> None:
        self._screen = screen
        self._index = index
        self._start = screen.session.article.sentences[index].start
        self._annotator = annotator
        self._threads = screen.session.threads
        self._thread = self._threads.of(index, annotator)
        self._draft = self._threads.draft(index, annotator)
        said = self._thread.entries if self._thread is not None else ()
        changes = self._draft.changes
        self._said = said if changes is None else said[:-1]
        self._before = "" if changes is None else changes.text
        if changes is not None and changes.record["kind"] == "sentence":
            self._before = screen.session.article.marks.said(index).note
        self._new = {one.key for one in self._said if self._is_new(one)}

    def ask(self) -> None:
        """Show the thread and ask."""
        project = self._screen.session.project
        name = "" if project.owns(self._annotator) else project.name_of(self._annotator)
        dialog = ThreadScreen(self._index + 1, name, self._rows, self._draft.text)
        self._screen.ask(dialog, self._take)

    def _is_new(self, entry: Entry) -> bool:
        owns = self._screen.session.project.owns
        return not owns(entry.annotator) and not self._threads.kept.is_read(entry)

    def _now(self) -> int:
        """Return which sentence it is by now: bounds may have changed."""
        return self._screen.view.prepared.sentence_at(self._start)

    def _rows(self, width: int) -> list[Row]:
        called = self._screen.session.project.name_of
        return thread_rows(self._said, called, width, lambda one: one.key in self._new)

    def _take(self, written: Written | None) -> None:
        """Keep what was written, or as a draft what was left; either way the thread has been read."""
        screen = self._screen
        index = self._now()
        if self._threads.look_at(self._thread):
            screen.view.refresh_sentence(index)
            screen.tell()
        text = written.text if written is not None else ""
        changed = written is not None and text != self._before
        # It stays a draft till it is an act: what cannot be saved is there again.
        kept, key = self._threads.kept, self._draft.key
        kept.leave(key, text if changed else "")
        if written is None or not changed:
            return
        if written.kept:
            changes = self._draft.changes
            screen.saver.act(
                lambda editor: self._threads.write(editor, self._now(), self._annotator, text, changes),
                then=lambda: kept.leave(key, ""),
            )
        else:
            screen.say(tr("not kept yet: w has what you wrote, and Enter keeps it"), "key")


def go_to(screen: ArticleScreen, chosen: Chosen) -> None:
    """Go to what was chosen among notes, flags and questions; in review where it is somebody else's."""
    session, noted = screen.session, chosen.noted
    index = session.shelf.place_of(noted.article)
    if index is None:
        screen.say(tr("that is in an article that is not among those opened; open the whole project"), "key")
        return
    own = session.project.owns(noted.of)

    def arrive() -> None:
        at = screen.view.prepared.sentence_at(noted.start)
        screen.view.cursor = at
        screen.opener.stay()
        if not own and not session.article.settling:
            screen.run_command("review")
        elif chosen.write and own and noted.returned is not None and not noted.returned.answered:
            screen.run_command("answer")
        elif chosen.write and noted.quote and own:
            write(screen, at, noted.of)
        elif chosen.write and noted.quote:
            screen.watcher.when_known(lambda: write(screen, at, noted.of))

    if noted.article == session.article.id:
        arrive()
    else:
        screen.opener.read(index, then=arrive)
