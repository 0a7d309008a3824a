"""Everybody's layers of a project, read to be compared, and the figures of agreement that come of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.agreement.collect import collect
from annotations.agreement.left_out import changed_lines
from annotations.agreement.report import Report, report
from annotations.agreement.spans import span_sums
from annotations.agreement.units import Units
from annotations.errors import BadName, ProjectError, StorageError
from annotations.model.article import Analysis, Article
from annotations.project.amended import AmendedLayer
from annotations.project.lead import Lead
from annotations.project.project import Project
from annotations.records.record import Record
from annotations.speakers.person_names import fold
from annotations.storage.files.files import Files
from annotations.storage.files.folders import FOLDER
from annotations.storage.first_judgements.first_files import FirstFiles
from annotations.storage.layer.layer_files import no_layers
from annotations.storage.layer.roster import OwnedLayer, read_roster
from annotations.wording import counted, tr

__all__ = ["Compared", "Layers", "compare", "figures_of", "units_of"]

OnLayer = Callable[[int, int, str], None]
"""Called before each layer is read: its number from 1, how many there are, its annotator."""


class Layers:
    """The layers and frozen articles of a project, each read when it is asked for.

    What cannot be read is left out and said in `lines`; the rest is there.
    """

    def __init__(self, project: Project, without: Collection[str] = ()) -> None:
        """Find the layers; nothing is read of the articles with the ids `without`.

        Raises:
            ProjectError: The folder of annotations cannot be read.
        """
        self.lines: list[str] = []
        """What was left out and why, and what is worth knowing, a line each."""
        self.failed = False
        """Whether something could not be read and was left out."""
        self._project = project
        self._without = without
        self._files = Files()
        self._articles: dict[str, Article | None] = {}
        self._first: dict[str, dict[str, list[Record]]] = {}
        self._bounds: dict[str, list[Record]] | None = None
        self._lead = Lead(lambda identity: self._lead_bounds().get(identity, ()))
        try:
            roster = read_roster(project.root, self._files)
            missing = no_layers(project.root, self._files)
        except OSError as error:
            raise ProjectError(
                tr(
                    "{root}: it cannot be read ({strerror}); check its permissions",
                    root=project.root / FOLDER,
                    strerror=error.strerror,
                )
            ) from None
        self.layers = roster.layers
        for line in missing:
            self._fail(tr("{line}; its annotator is left out", line=line))
        self.lines += roster.lines
        self.failed |= roster.flawed

    def read(self, on_layer: OnLayer | None = None) -> Iterator[tuple[str, Iterable[Record]]]:
        """Yield each annotator and the records of the layer; only one layer is in memory at a time.

        Raises:
            ProjectError: There are fewer than two layers.
        """
        if len(self.layers) < 2:
            raise ProjectError(
                tr(
                    "{root}: agreement needs the layers of two annotators, and "
                    "{number} is there; name the project's folder",
                    root=self._project.root,
                    number=len(self.layers) or tr("none"),
                )
            )
        for number, one in enumerate(self.layers, 1):
            if on_layer is not None:
                on_layer(number, len(self.layers), one.name)
            records = self._records(one)
            if records is not None and any(map(_annotates, records)):  # a lead may do nothing but settle
                self._tell_of_lead(one)
                yield one.name, records

    def article(self, identity: str) -> Article | None:
        """Return a frozen article within the bounds that the lead gave its sentences."""
        if identity not in self._articles:
            try:
                article = self._project.frozen.load(identity)
            except StorageError as error:
                self._fail(str(error))
                article = None
            if article is not None:
                article = self._lead.bounded(article)
            self._articles[identity] = article
        return self._articles[identity]

    def first(self, annotator: str) -> Mapping[str, Sequence[Record]]:
        """Return what somebody said before others were seen, by article, of a layer that was read.

        Articles of which nothing else is known than what is said now are left out.
        """
        return self._first.get(annotator, {})

    def source(self, identity: str) -> str:
        """Return where an article came from, as its reader knows it."""
        article = self.article(identity)
        return article.source if article else ""

    def analysis(self, identity: str) -> Analysis | None:
        """Return what the analysis found in an article, or None if that is not kept."""
        try:
            return self._project.frozen.load_analysis(identity)
        except StorageError as error:
            self._fail(str(error))
            return None

    def _records(self, owned: OwnedLayer) -> list[Record] | None:
        """Return the records of a layer by article, or None where it cannot be read."""
        path = owned.path
        try:
            layer = self._project.amendments.open(path, owned.owner, files=self._files)
        except StorageError as error:
            self._fail(tr("{error}; its annotator is left out", error=error))
            return None
        try:
            self.lines += layer.notices
            records: list[Record] = []
            for article in sorted(
                set(layer.articles()).difference(self._without)
            ):  # their order must be the same at every run
                if harmed := layer.unreadable(article):
                    self._fail(
                        tr(
                            "{path}: {records} of article {article} cannot be understood, so "
                            "the article is left out for {name}; zhupi check says more",
                            path=path,
                            records=counted(harmed, "record"),
                            article=article,
                            name=owned.name,
                        )
                    )
                else:
                    records += layer.of_article(article)
            self._first[owned.name] = self._said_first(owned, layer)
            if not self._project.lead and any(one["kind"] == "bounds" for one in records):
                self.lines.append(
                    tr(
                        "{path}: zhupi.toml names no lead, so changed sentence bounds hold for nobody",
                        path=path,
                    )
                )
            return records
        finally:
            layer.close()

    def _tell_of_lead(self, owned: OwnedLayer) -> None:
        """Say of a lead who annotates what no hub can tell."""
        if self._project.hub.address and self._project.lead and self._project.leads(owned.owner):
            self.lines.append(
                tr(
                    "{name} leads, and may read everybody at the hub before judging; what {name} judged"
                    " counts but for what was changed after a decision",
                    name=owned.name,
                )
            )

    def _said_first(self, owned: OwnedLayer, layer: AmendedLayer) -> dict[str, list[Record]]:
        """Return by article what was said before others were seen, where that is not what is said now."""
        try:
            known = FirstFiles.of(self._project.root, owned.owner).read()
        except (BadName, StorageError) as error:
            self._fail(
                tr("{error}; what {name} changed since counts as it is now", error=error, name=owned.name)
            )
            return {}
        if not known:
            return {}
        before = layer.before_others(known)
        readable = (one for one in before.touched.difference(self._without) if not layer.unreadable(one))
        return {article: before.of_article(article) for article in sorted(readable)}

    def _lead_bounds(self) -> dict[str, list[Record]]:
        """Return by article what the lead said of sentence bounds."""
        if self._bounds is None:
            self._bounds = {}
            named = self.layers if self._project.lead else ()  # else they hold for nobody
            leading = next((one for one in named if self._project.leads(one.owner)), None)
            if leading is not None:
                try:
                    layer = self._project.amendments.open(leading.path, leading.owner, files=self._files)
                except StorageError:
                    return self._bounds  # said when its turn comes
                for record in layer.records():
                    if record.get("kind") == "bounds":
                        self._bounds.setdefault(record["article"], []).append(record)
                layer.close()
        return self._bounds

    def _fail(self, line: str) -> None:
        self.failed = True
        self.lines.append(line)


@dataclass(frozen=True, slots=True)
class Compared:
    """What everybody said of a project, and how far they agree."""

    units: Units
    report: Report
    sources: Mapping[str, str]
    """By article where it came from; empty where that is not known."""
    lines: tuple[str, ...]
    """What was left out and why, and what is worth knowing, a line each."""


def units_of(layers: Layers, project: Project, on_layer: OnLayer | None = None) -> Units:
    """Read all layers and return what everybody said; what was left out is in the lines of both.

    Raises:
        ProjectError: There are fewer than two layers.
    """
    return collect(layers.read(on_layer), layers.article, project.scheme, fold=fold, first=layers.first)


def figures_of(layers: Layers, project: Project, units: Units) -> Report:
    """Return all figures of agreement of a project."""

    def found(number: int) -> tuple[Article, Analysis] | None:
        identity = units.articles[number]
        article, analysis = layers.article(identity), layers.analysis(identity)
        return None if article is None or analysis is None else (article, analysis)

    return report(units, project.scheme, span_sums(units.spans, units.touched, found, units.coverage))


def compare(project: Project, *, on_step: Callable[[str], None] | None = None) -> Compared:
    """Read all layers of `project` and work out every figure.

    Args:
        project: The project.
        on_step: Called with each step in words, before it is done.

    Raises:
        ProjectError: The folder of annotations cannot be read, or holds fewer than two layers.
    """
    tell = on_step or (lambda _: None)
    without: Collection[str] = ()
    if project.training.articles:
        from annotations.project.training import training_ids  # most projects have none

        without = training_ids(project)
    layers = Layers(project, without)
    try:
        units = units_of(
            layers,
            project,
            lambda at, many, name: tell(
                tr("reading layer {at} of {many}: {name}", at=at, many=many, name=name)
            ),
        )
    except ProjectError as error:
        raise ProjectError("; ".join(map(str, (error, *layers.lines)))) from None
    tell(
        tr("working out the figures of {judgements}", judgements=counted(len(units.labels.unit), "judgement"))
    )
    found = figures_of(layers, project, units)
    sources = {identity: layers.source(identity) for identity in units.articles}
    lines = (*changed_lines(units.changed), *layers.lines, *units.left_out, *units.remarks)
    return Compared(units, found, sources, lines)


def _annotates(record: Record) -> bool:
    return record["kind"] == "sentence" or (record["kind"] == "article" and bool(record["done"]))
