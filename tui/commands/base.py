"""What all commands have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from tui.screens.article.screen import ArticleScreen

__all__ = ["GROUPS", "Command"]

GROUPS = ("Settle", "Tag", "Move", "Look", "Article", "Program")
"""The headings of the help, in order."""


class Command:
    """One act of the annotator. The class's docstring is its help."""

    keys: ClassVar[tuple[str, ...]] = ()
    """Characters or names of keys, the one to show in the key bar first."""
    bar: ClassVar[str] = ""
    """What the key bar says; empty leaves it out."""
    rank: ClassVar[int] = 50
    """Its place in the key bar; the last ones give way on a narrow screen."""
    group: ClassVar[str] = "Program"
    listed: ClassVar[bool] = True
    """Whether the help has a line for it; one of many alike speaks for all."""

    opens: ClassVar[str] = ""
    """What it opens for the keys after it: an ``article``, a ``list``, a ``screen``, or a line of ``text``.

    Such an act changes nothing by itself.
    """

    @property
    def id(self) -> str:
        """Return the name by which users remap it: ``next-sentence``."""
        name = type(self).__name__
        return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")

    @property
    def title(self) -> str:
        """Return what it does in one line, without the full stop."""
        doc = type(self).__doc__ or ""
        return " ".join(doc.split()).rstrip(".")

    @property
    def bar_text(self) -> str:
        """Return what the key bar says."""
        return self.bar

    def default_keys(self) -> tuple[str, ...]:
        """Return the keys that run it unless the user says otherwise."""
        return self.keys

    def run(self, screen: ArticleScreen) -> None:
        """Do it."""
        raise NotImplementedError
