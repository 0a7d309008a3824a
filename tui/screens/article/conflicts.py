"""Two versions of one mark: the annotator decides which holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.records.record import Record, whereabouts

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["Conflicts"]


class Conflicts:
    """Asks about one record after the other; what is stored holds until it is answered."""

    def __init__(self, screen: ArticleScreen) -> None:
        """Ask over `screen`."""
        self._screen = screen
        self._undecided: dict[str, tuple[Record, Record]] = {}
        """Of records that two programs changed at once, what is stored and what was to be, by uid."""

    def ask(self, stored: Record, other: Record) -> None:
        """Let the annotator decide between two versions of a record, as soon as nothing else is open."""
        from tui.screens.dialogs.conflict import ConflictScreen

        uid = stored["uid"]
        asked = bool(self._undecided)
        self._undecided[uid] = (stored, other)
        for screen in self._screen.app.screen_stack:
            if isinstance(screen, ConflictScreen) and screen.stored["uid"] == uid:
                screen.offer(other)
        if not asked:  # no key has asked for it, so none that is pressed now is for it
            self._screen.deferred.add(self._ask_next)

    def _ask_next(self) -> None:
        from tui.screens.dialogs.conflict import ConflictScreen

        uid, (stored, other) = next(iter(self._undecided.items()))
        start, _, quote = whereabouts(stored) or (None, None, "")
        number = 0
        if start is not None and stored["article"] == self._screen.session.article.id:
            number = self._screen.view.prepared.sentence_at(start) + 1

        def decide(choice: int | None) -> None:
            _, latest = self._undecided.pop(uid)
            if choice is not None:
                chosen = (stored, latest)[choice - 1]
                self._screen.saver.act(lambda editor: editor.ledger.settle(stored, chosen))
            if self._undecided:
                self._ask_next()

        self._screen.ask(ConflictScreen(number, quote, stored, other), decide)
