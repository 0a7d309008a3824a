"""Taking files of any format into a project: all is worked out, and shown, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from annotations.exchange.format import Faults, Format, Losses, Order
from annotations.exchange.items import Item
from annotations.exchange.label_map import LabelMap
from annotations.exchange.parcels import Source
from annotations.project.documents import Documents
from annotations.project.import_ import import_lines
from annotations.project.import_report import Report
from annotations.project.intake import Intake
from annotations.project.newcomers import Newcomers
from annotations.project.predictions import TakenPredictions, take_predictions
from annotations.project.project import Project

__all__ = ["FormatImport"]


@dataclass(slots=True)
class FormatImport:
    """One import of files in a format, worked out.

    A context gives it, at whose end what was staged is gone. It says what would be done; :meth:`reports`
    does it.
    """

    project: Project
    intake: Intake
    faults: Faults
    losses: Losses
    """What the files say and zhupi has no place for."""
    model: str = ""
    """In whose name everything is taken as predictions; empty where it is marks."""
    predictions: int = 0
    """Items that are a model's, and were not taken among marks."""
    items: int = 0
    """Items that were read."""
    progress: Callable[[str], None] = lambda words: None
    first: Item | None = None
    """The first item that was read, for a preview."""
    annotators: set[str] = field(default_factory=set)
    """Whom the files name, people and models."""
    _put: bool = field(default=False, init=False)

    @classmethod
    @contextmanager
    def of(
        cls,
        project: Project,
        sources: Sequence[tuple[Source, Format]],
        *,
        pairs: Mapping[str, str] | None = None,
        model: str = "",
        options: Mapping[str, Mapping[str, str]] | None = None,
        progress: Callable[[str], None] = lambda words: None,
    ) -> Iterator[FormatImport]:
        """Read `sources` and work out what they are to `project`.

        Args:
            project: The project, opened with its places for whom things are taken that name nobody.
            sources: What to read, each with its format.
            pairs: What labels of the files become.
            model: In whose name what the files say is taken as predictions; empty where it is marks, and
                predictions are passed over.
            options: The options of formats, by the format's name.
            progress: Called with what is going on, in words.

        Raises:
            ReadingError: A source is not of its format at all.
            StorageError: A frozen article is damaged.
        """
        labels = LabelMap(project.scheme, pairs or {})
        with Newcomers.of(project) as newcomers:
            intake = Intake(Documents(project, progress), newcomers, labels, project.annotator)
            work = cls(project, intake, Faults(), Losses(), model, progress=progress)
            orders = {
                form.NAME: Order(
                    project.scheme,
                    options=(options or {}).get(form.NAME, {}),
                    title=project.root.name,
                    losses=work.losses,
                    faults=work.faults,
                )
                for _, form in sources
            }
            intake.take(work._marks(form.read(source, orders[form.NAME])) for source, form in sources)
            yield work

    def reports(self, *, annotator: str | None, replace_there: bool, dry: bool) -> Iterator[Report]:
        """Yield what is done to each layer, or would be.

        Args:
            annotator: Whose layer everything goes to; by default each item's own annotator's.
            replace_there: Whether the files count where a layer says something else.
            dry: Whether nothing is written.

        Raises:
            BadName: The files have an annotator whose name cannot be one here.
            StorageError: Something could not be written.
        """
        new = self.intake.newcomers
        if not (lines := self.intake.lines()) and not dry:
            self._put_new()
        yield from import_lines(
            lines,
            self.project.root,
            annotator=annotator,
            replace=replace_there,
            options=self.project.options,
            progress=self.progress,
            known={one.article.id: one.article for one in new.articles},
            dry=dry,
            begin=self._put_new,
        )

    def take_predictions(self, *, dry: bool) -> TakenPredictions:
        """Take everything in as what the model says.

        Raises:
            BadName: The model's name cannot be that of a file.
            StorageError: Something could not be written.
        """
        if not dry:
            self._put_new()
        return take_predictions(self.project, self.model, self.intake.placed, dry=dry)

    def _put_new(self) -> None:
        """Put the files of new articles into the project, once."""
        if not self._put:
            self.intake.newcomers.put()
            self._put = True

    def _marks(self, items: Iterator[Item]) -> Iterator[Item]:
        for one in items:
            self.items += 1
            if self.first is None:
                self.first = one
            if one.annotator:
                self.annotators.add(one.annotator)
            if self.items % 1000 == 0:
                self.progress(str(self.items))
            if one.predicted and not self.model:
                self.predictions += 1
            else:
                yield one
