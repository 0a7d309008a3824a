"""An export as it is being chosen: what of, in which format, to where, and how it will look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotations.errors import UsageError
from annotations.exchange.format import Format
from annotations.exchange.items import Group
from annotations.exchange.registry import format_called, format_names
from annotations.project.export_choice import (
    ExportChoice,
    demand_place,
    download_name,
    proposed_place,
    whose_of,
)
from annotations.project.export_preview import ExportPreview
from annotations.project.format_export import FormatExport
from annotations.project.project import Project
from annotations.wording import tr

__all__ = ["SHARES", "ExportDesk"]

SHARES = ("", "80/10/10", "90/10", "70/15/15")
"""How articles may be divided; empty where they stay together. Other shares are for the command line."""

_ORDER = ("jsonl", "csv", "xlsx", "tsv", "hf", "spacy", "doccano", "label-studio", "prodigy", "brat", "conll")
"""In which order formats are offered: the one that loses nothing, tables, data sets, other tools."""


class ExportDesk:
    """Where an export is put together.

    Args:
        project: The project as its annotator opens it.
        review: Whether the annotator came to review.
    """

    def __init__(self, project: Project, *, review: bool) -> None:
        self.project = project
        self.review = review
        self.formats = _written_formats()
        self.whose = whose_of(project, review=review)
        form = self.formats[0]
        self.choice = ExportChoice(form, form.UNITS[0], options=_defaults(form))
        self._typed = ""
        self._proposed = proposed_place(project, self.choice)
        self._groups: dict[tuple[str, str, str], Group | None] = {}
        """The first that would be written, by what it depends on."""

    # -- choosing -----------------------------------------------------------------

    def set(self, name: str, value: str) -> None:
        """Choose `value` for what the form calls `name`."""
        choice = self.choice
        if name == "format":
            form = next(one for one in self.formats if value == one.NAME)
            unit = choice.unit if choice.unit in form.UNITS else form.UNITS[0]
            self.choice = replace(choice, format=form, unit=unit, options=_defaults(form))
        elif name.startswith("option:"):
            self.choice = replace(choice, options={**choice.options, name.removeprefix("option:"): value})
        elif name == "check":
            self.choice = replace(choice, check=bool(value))
        else:
            self.choice = replace(choice, **{name: value})  # type: ignore[arg-type]
        self._proposed = proposed_place(self.project, self.choice)

    @property
    def place(self) -> str:
        """Where it is to be written: what was typed, or what is proposed."""
        return self._typed or str(self._proposed)

    @place.setter
    def place(self, text: str) -> None:
        self._typed = "" if text.strip() in ("", str(self._proposed)) else text

    @property
    def download_name(self) -> str:
        """What it is called where a browser takes it, and nobody says where it is written."""
        return download_name(self.project, self.choice)

    def demand_place(self) -> Path:
        """Return where it is written, if it may be written there.

        Raises:
            UsageError: It may not.
        """
        return demand_place(self.project, self.choice, self.place)

    # -- on a worker's thread --------------------------------------------------------

    def work(self) -> FormatExport:
        """Return the export that was chosen.

        Raises:
            ZhupiError: Others' marks may not be seen, an extra is missing, or there is nothing to hand on.
        """
        return self.choice.work(self.project, review=self.review)

    def preview(self) -> ExportPreview:
        """Return how the first record will look.

        Raises:
            UsageError: There is none, or what the format needs is missing.
            ZhupiError: It cannot be read or written.
        """
        choice = self.choice
        work = choice.work(self.project, review=self.review)
        key = (choice.unit, choice.whose, choice.only)
        if key not in self._groups:
            self._groups[key] = work.first()
        group = self._groups[key]
        if group is None:
            raise UsageError(tr("nothing to write: no sentence is as it was asked for"))
        return work.preview(group)


def _defaults(form: Format) -> dict[str, str]:
    return {key: values[0] for key, values in form.OPTIONS.items()}


def _written_formats() -> Sequence[Format]:
    found = []
    for name in format_names():
        try:
            form = format_called(name)
        except UsageError:  # of another distribution, and broken
            continue
        if form.UNITS:
            found.append(form)
    own = [one for one in _ORDER if one in {form.NAME for form in found}]
    return sorted(found, key=lambda form: own.index(form.NAME) if form.NAME in own else len(own))
