"""What somebody chooses of an import: of what, in which format, in whose name, and what labels become."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from annotations.errors import ProjectError, ReadingError, UsageError
from annotations.exchange.format import Format
from annotations.exchange.items import Item
from annotations.exchange.parcels import Source
from annotations.exchange.registry import demand_needs, format_called, options_of, recognised
from annotations.project.format_import import FormatImport
from annotations.project.import_report import Report
from annotations.project.predictions import TakenPredictions
from annotations.project.project import Project
from annotations.storage.files.sources import source_at
from annotations.wording import counted, tr

__all__ = [
    *("Forecast", "ImportChoice", "InWhoseName", "TakenIn"),
    *("forecast", "names_for", "seen_as", "take_in"),
]

InWhoseName = Literal["mine", "file", "model"]
"""As marks of the annotator, of whom the files name, or as a model's predictions."""


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """What is chosen of one import."""

    path: Path
    format: str = ""
    """Empty where it is found out."""
    whose: InWhoseName = "mine"
    model: str = ""
    """What the model is called whose predictions they are."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What labels of the files become; empty leaves one out."""
    replace_there: bool = False
    """Whether the files count where a layer says something else."""
    skip_faulty: bool = False
    """Whether what can be read is taken where something cannot."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an import would do; nothing has been written."""

    format: str
    """What the files were read as."""
    guessed: bool
    items: int
    first: Item | None
    annotators: tuple[str, ...]
    """Whom the files name, as far as they do."""
    predictions: int
    """Items that are a model's, and are passed over among marks."""
    articles: int
    """Articles of the project that are spoken of, new ones among them."""
    new: tuple[str, ...]
    """Where the new ones will lie."""
    near: tuple[str, ...]
    lost: tuple[str, ...]
    """What was not placed, a line each."""
    faults: tuple[str, ...]
    fault_count: int
    passed: tuple[str, ...]
    """What zhupi has no place for."""
    unknown: Mapping[str, int]
    """Labels of sentences and articles that the project does not know, and how often."""
    unknown_types: Mapping[str, int]
    reports: tuple[Report, ...] = ()
    taken: TakenPredictions | None = None

    def refusal(self, choice: ImportChoice) -> str:
        """Return why it is not taken in as `choice` has it; empty where nothing is against that."""
        if unknown := len(self.unknown) + len(self.unknown_types):
            return tr("{labels} not known: say what each becomes", labels=counted(unknown, "label"))
        if self.fault_count and not choice.skip_faulty:
            return tr(
                "{faults} in the files: put them right, or have the rest taken",
                faults=counted(self.fault_count, "fault"),
            )
        if choice.whose == "model":
            return "" if self.taken and self.taken.articles else tr("there is nothing in it to take in")
        if not self.reports:
            if self.predictions:
                return tr("all of it is a model's, which is no mark: take it as predictions")
            return tr("there is nothing in it to take in")
        return ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an import did."""

    forecast: Forecast
    """What was read."""
    reports: tuple[Report, ...] = ()
    taken: TakenPredictions | None = None


def names_for(project: Project) -> tuple[InWhoseName, ...]:
    """Return in whose name the annotator of `project` may take files in: for others only as the lead."""
    return ("mine", "file", "model") if project.may_review else ("mine", "model")


def seen_as(source: Source, name: str = "") -> Format:
    """Return the format that is called `name`, or else the one that `source` looks like.

    Raises:
        UsageError: There is no such format, or it lacks its extra.
        ReadingError: No format fits.
    """
    form = format_called(name) if name else recognised(source)
    if form is None:
        files = source.names()
        if len(files) != 1 or not files[0].endswith((".jsonl", ".json")):
            raise ReadingError(
                tr("{name}: this looks like no format that zhupi knows; choose one", name=source.title)
            )
        form = format_called("jsonl")  # it can say best what is wrong with lines
    demand_needs(form)
    return form


def forecast(project: Project, choice: ImportChoice, progress: Callable[[str], None]) -> Forecast:
    """Return what taking in what was chosen would do.

    Raises:
        ZhupiError: The files cannot be read at all, or not be taken in.
    """
    with _work(project, choice, progress) as (work, form):
        return _dry(work, form, choice)


def take_in(
    project: Project,
    choice: ImportChoice,
    reading: Callable[[str], None],
    writing: Callable[[str], None],
) -> TakenIn:
    """Take in what was chosen.

    Args:
        project: The project as its annotator opens it.
        choice: What was chosen.
        reading: Called with what is going on before anything is written.
        writing: Called with what is going on from then on.

    Raises:
        ZhupiError: It cannot be read or written, or something is against it (see :meth:`Forecast.refusal`).
    """
    with _work(project, choice, reading) as (work, form):
        said = _dry(work, form, choice)
        work.progress = writing
        if why := said.refusal(choice):
            raise UsageError(why)
        if choice.whose == "model":
            return TakenIn(said, (), work.take_predictions(dry=False))
        return TakenIn(said, tuple(_reports(work, choice, dry=False)))


@contextmanager
def _work(
    project: Project, choice: ImportChoice, progress: Callable[[str], None]
) -> Iterator[tuple[FormatImport, Format]]:
    if choice.whose not in names_for(project):
        raise UsageError(tr("marks of others are taken in by {lead}, who leads", lead=project.lead_called))
    if choice.whose == "model" and not choice.model:
        raise UsageError(tr("say what the model is called"))
    try:
        source = source_at(choice.path)
    except ValueError:
        raise ReadingError(tr("{name}: no file has such a name", name=choice.path)) from None
    form = seen_as(source, choice.format)
    with FormatImport.of(
        _whole(project),
        [(source, form)],
        pairs=choice.labels,
        model=choice.model if choice.whose == "model" else "",
        options={form.NAME: options_of(form, [])},
        progress=progress,
    ) as work:
        yield work, form


def _whole(project: Project) -> Project:
    """Return the project with all of its articles, also where some of them were opened alone."""
    if tuple(project.paths) == (project.root,):
        return project
    try:
        return Project.open(
            [project.root], annotator=project.annotator, root=project.root, options=project.options
        )
    except ProjectError:  # what was opened is no article of a folder
        return project


def _reports(work: FormatImport, choice: ImportChoice, *, dry: bool) -> Iterator[Report]:
    mine = work.project.annotator if choice.whose == "mine" else None
    return work.reports(annotator=mine, replace_there=choice.replace_there, dry=dry)


def _dry(work: FormatImport, form: Format, choice: ImportChoice) -> Forecast:
    intake, folder = work.intake, f"{choice.path.parent}/"

    def named(line: str) -> str:
        """Return a line that names a file without the folder in which everybody knows it is."""
        return line.replace(folder, "")

    unknown, types = dict(intake.labels.unknown), dict(intake.labels.unknown_types)
    reports: tuple[Report, ...] = ()
    taken = None
    if choice.whose == "model":
        taken = work.take_predictions(dry=True)
    else:
        reports = tuple(_reports(work, choice, dry=True))
    return Forecast(
        format=form.NAME,
        guessed=not choice.format,
        items=work.items,
        first=work.first,
        annotators=tuple(sorted(work.annotators)),
        predictions=work.predictions,
        articles=len({one.article for one in intake.placed}),
        new=tuple(one.source for one in intake.newcomers.articles),
        near=tuple(intake.near),
        lost=tuple(named(one) for one in (*intake.lost, *intake.unplaced)),
        faults=tuple(map(named, work.faults.lines)),
        fault_count=work.faults.count,
        passed=tuple(work.losses.lines()),
        unknown=unknown,
        unknown_types=types,
        reports=reports,
        taken=taken,
    )
