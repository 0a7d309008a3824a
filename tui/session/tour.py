"""A session to try things in: the founding article in a folder that is thrown away with all that was done."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from annotations.project.project import Project
from tui.layout.lines import Page
from tui.session.position import Memory
from tui.session.session import Session

__all__ = ["TrySession"]

_TEXT = Path(__file__).with_name("tour.txt")
"""The founding article, which lies in ``seeds`` too; an installation has no seeds."""
_PATIENCE = 2.0
"""Seconds that what is thrown away may take to be saved."""


class _NoMemory(Memory):
    """Where the annotator was, for as long as the program runs."""

    def _write(self) -> None:
        """Leave the disk alone."""


class TrySession:
    """One article in a folder of its own, with the labels that are built in."""

    def __init__(self, annotator: str) -> None:
        """Begin it for `annotator`.

        Raises:
            OSError: There is no room for a few files in the system's folder for such.
        """
        self._folder = TemporaryDirectory(prefix="zhupi-tour-", ignore_cleanup_errors=True)
        root = Path(self._folder.name)
        (root / "DeepSeek.txt").write_bytes(_TEXT.read_bytes())
        project = Project.open([root], annotator=annotator, root=root)
        article = project.article(project.places[0])
        self.session = Session(project, _NoMemory(root, project.annotator), 0, article, advance=())
        self.page = Page.of(article.text, article.sentences)

    @property
    def root(self) -> Path:
        """Return the folder, which is gone when the session is closed."""
        return Path(self._folder.name)

    def close(self) -> None:
        """End it, and throw away what was done."""
        self.session.close(_PATIENCE)
        if self.session.writer.closed:
            self.session.let_go()
        self._folder.cleanup()
