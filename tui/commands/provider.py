"""The acts of the reading screen in Textual's command palette."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.markup import escape

from tui.layout.cells import visible
from tui.screens.article.screen import ArticleScreen

__all__ = ["CommandProvider"]


class CommandProvider(Provider):
    """Offers every command by its title, its keys beside it."""

    def _entries(self) -> list[tuple[str, str, partial[None]]]:
        screen = self.screen
        if not isinstance(screen, ArticleScreen):
            return []
        keymap = screen.keymap
        return [
            (escape(visible(command.title)), keymap.shown(command), partial(screen.run_command, name))
            for name, command in keymap.commands.items()
        ]

    async def discover(self) -> Hits:
        """Yield all of them while nothing is typed."""
        for title, key, run in self._entries():
            yield DiscoveryHit(title, run, help=key)

    async def search(self, query: str) -> Hits:
        """Yield those that match `query`."""
        matcher = self.matcher(query)
        for title, key, run in self._entries():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), run, help=key)
