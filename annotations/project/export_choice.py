"""What somebody chooses of an export, whose marks may be in it, and where it is written if nobody says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Literal

from annotations.adjudication.visibility import may_see
from annotations.errors import OthersHidden, UsageError
from annotations.exchange.format import Format
from annotations.exchange.items import Unit
from annotations.exchange.readback import Readback
from annotations.exchange.registry import demand_needs
from annotations.project.export import annotators_of
from annotations.project.format_export import FormatExport
from annotations.project.project import Project
from annotations.project.selection import Selection
from annotations.project.split import Split, shares_of
from annotations.reading import FOLDER_SUFFIXES
from annotations.wording import tr

__all__ = ["ExportChoice", "Whose", "demand_place", "download_name", "proposed_place", "whose_of"]

Whose = Literal["mine", "all", "gold"]
"""The annotator's own marks, everybody's, or what was decided."""


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What is chosen of one export."""

    format: Format
    unit: Unit
    whose: Whose = "mine"
    only: Literal["", "done", "marked"] = ""
    shares: str = ""
    """How the articles are divided, as ``80/10/10``; empty where they stay together."""
    options: Mapping[str, str] = field(default_factory=dict)
    """The format's own."""
    check: bool = False
    """Whether it is read back and compared."""

    @property
    def several(self) -> bool:
        """Tell whether it makes more files than the one that the format names."""
        form = self.format
        return not form.MAIN or bool(self.shares) or (self.whose == "all" and form.DIVIDES)

    def work(self, project: Project, *, review: bool) -> FormatExport:
        """Return the export of `project` that was chosen; training articles are left out.

        Args:
            project: The project as its annotator opens it.
            review: Whether the annotator came to review.

        Raises:
            OthersHidden: Others' marks are asked for and may not be seen.
            UsageError: What the format needs is not installed.
            NothingAnnotated: There is nothing to hand on.
        """
        if self.whose not in whose_of(project, review=review):
            raise OthersHidden("export", project.lead_called)
        demand_needs(self.format)
        exported = [project] if self.whose == "mine" else []  # gold is nobody's
        if self.whose == "all":
            exported = annotators_of(project)
        without: frozenset[str] = frozenset()
        if project.training.articles:
            from annotations.project.training import training_ids

            without = training_ids(project)
        return FormatExport(
            project,
            self.format,
            exported,
            self.unit,
            together=self.whose == "all",
            selection=Selection(self.only),
            split=Split(project, shares_of(self.shares)) if self.shares else None,
            options=self.options,
            without=without,
            readback=Readback() if self.check else None,
        )


def whose_of(project: Project, *, review: bool) -> tuple[Whose, ...]:
    """Return whose marks the annotator of `project` may hand on from a screen, where they are shown too.

    Args:
        project: The project as its annotator opens it.
        review: Whether the annotator came to review.
    """
    seen = may_see(project.others, is_lead=project.may_review, review=review, done=False)
    return ("mine", "all", "gold") if seen else ("mine",)


def proposed_place(project: Project, choice: ExportChoice) -> Path:
    """Return where an export may go: beside the project's folder, under a name that nothing has yet."""
    root = project.root
    folder = root.parent if root.parent != root and os.access(root.parent, os.W_OK) else Path.home()
    suffix = "" if choice.several else PurePath(choice.format.MAIN).suffix
    stem, number = _stem(project, choice), 1
    while True:
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        if not os.path.lexists(path):
            return path
        number += 1


def download_name(project: Project, choice: ExportChoice) -> str:
    """Return what an export is called that is one file, whatever it is made of."""
    suffix = ".zip" if choice.several else PurePath(choice.format.MAIN).suffix
    return f"{_stem(project, choice)}{suffix}"


def _stem(project: Project, choice: ExportChoice) -> str:
    whose = "" if choice.whose == "mine" else f"-{choice.whose}"
    return f"{project.root.name or 'zhupi'}-{choice.format.NAME}{whose}"


def demand_place(project: Project, choice: ExportChoice, name: str) -> Path:
    """Return the path of `name`, as somebody typed it, if the export may be written there.

    Raises:
        UsageError: Something is there, or what is written there would be taken for articles.
    """
    # A path drops what tells a folder.
    path = Path(os.path.abspath(os.path.expanduser(name)))  # noqa: PTH111
    if not name.strip() or "\0" in name or (name.endswith("/") and not choice.several):
        raise UsageError(tr("{name!r:.60}: no file has such a name; name another", name=name))
    if os.path.lexists(path) and (path.is_dir() or path.stat().st_size):
        raise UsageError(tr("{path}: something is there already; name another", path=path))
    if not path.parent.is_dir():
        raise UsageError(tr("{path}: there is no folder {parent}", path=path, parent=path.parent))
    inside = path.resolve().is_relative_to(project.root.resolve())
    if inside and path.suffix != ".zip" and (choice.several or path.suffix.lower() in FOLDER_SUFFIXES):
        raise UsageError(
            tr("{path}: this lies among the articles, and would be read as some; name another", path=path)
        )
    return path
