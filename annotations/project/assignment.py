"""Who reads what in a project: ``assignments.tsv`` read, what was begun found out, and the file written.

Names in the file are what annotators are called; here they are those that records carry.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from annotations.assignment.distribution import Text, followed
from annotations.assignment.table import Assignments
from annotations.errors import UsageError, ZhupiError
from annotations.model.annotator import same_annotator
from annotations.project.annotators import demanded_roster
from annotations.project.changed import OnStep, Texts
from annotations.project.places import gathered, named_files, table_of
from annotations.project.project import Project
from annotations.project.queue import trains_with
from annotations.project.settings import ASSIGNMENTS
from annotations.reading import Place
from annotations.records.record import Record
from annotations.storage.files.files import Files
from annotations.storage.files.folders import layer_indexes
from annotations.storage.files.locked_file import LockedFile
from annotations.wording import counted, tr

__all__ = ["Desk", "States", "assignments_of", "begins", "demand_lead", "replace_assignments"]

States = Mapping[tuple[str, str], bool]
"""What was begun, by annotator and place, and whether it is done."""
_BEGINS = frozenset({"sentence", "span", "article", "bounds", "correction"})
"""The kinds of records by which somebody has begun an article; decisions and returns are about others'."""


def assignments_of(project: Project) -> Assignments:
    """Return who reads what; nobody reads anything where there is no such file.

    Raises:
        SettingsError: It cannot be understood; the message names the line.
    """
    return Assignments.read(project.root / ASSIGNMENTS).called(_owners(project))


def _owners(project: Project) -> Callable[[str], str]:
    """Return what gives the name that records carry for a name in any spelling, the same for each of them."""
    spelled: dict[str, str] = {}

    def owner_of(name: str) -> str:
        owner = project.roster.owner_of(name)
        return spelled.setdefault(same_annotator(owner), owner)

    owner_of(project.annotator)
    return owner_of


def demand_lead(project: Project) -> None:
    """Refuse to give out articles to anybody but the lead.

    Raises:
        UsageError: The annotator is not the lead.
    """
    if not project.is_lead:
        raise UsageError(
            tr(
                "{lead} leads this project and gives out articles; {name} does not",
                lead=project.lead_called,
                name=project.called,
            )
        )


def begins(record: Record) -> bool:
    """Tell whether its annotator has begun an article of which there is such a record."""
    return record["kind"] in _BEGINS and not record["deleted"]


def replace_assignments(
    project: Project, before: bytes, table: Assignments, files: Files | None = None
) -> bool:
    """Write `table` in the place of what the file held; durable on return. Tell whether it held another.

    Args:
        project: The project.
        before: What the file held when `table` was worked out; empty where it was not there.
        table: Who reads what.
        files: Through what to reach the file.

    Raises:
        UsageError: The file was changed meanwhile.
        StorageError: It cannot be read or written.
    """
    path = project.root / ASSIGNMENTS
    data = table.called(project.name_of).text().encode()
    file = LockedFile(path, files or Files())
    try:
        with file.locked(exclusive=True):
            if file.read() != before:
                raise UsageError(tr("{path}: it was changed meanwhile; say it again", path=path))
            if data != before:
                file.replace(data)
    finally:
        file.close()
    return data != before


@dataclass(frozen=True)
class Desk:
    """What the lead needs to give out articles: which there are, and who has begun what."""

    project: Project
    """Opened with its articles."""
    held: Texts
    """What its places hold."""
    written: bytes
    """What the file holds."""
    before: Assignments
    """Who reads what, with files that were renamed at the place that they have now."""
    texts: Sequence[Text]
    """The articles, in order of their places."""

    @classmethod
    def of(cls, project: Project, on_step: OnStep = lambda done, of: None) -> Desk:
        """Read what is there.

        Args:
            project: The project, opened with its articles.
            on_step: Called with how many articles have been looked at, and of how many.

        Raises:
            SettingsError: The file cannot be understood.
        """
        path = project.root / ASSIGNMENTS
        table = assignments_of(project)
        written = path.read_bytes() if path.exists() else b""
        held = Texts(project, _places(project, table))
        held.look(on_step)
        texts = sorted(_texts(project, held))
        return cls(project, held, written, followed(table, texts), texts)

    def source_of(self, article: str) -> str | None:
        """Return the place of the article that a text with this id is, or was; None if there is none."""
        found = self._sources.get(article)
        if found is None and (frozen := self.project.amendments.catalogue.get(article)) is not None:
            found = self._places.get(frozen.source)
        return found

    @cached_property
    def _places(self) -> Mapping[str, str]:
        """By every place of an article the first of them."""
        return {place: text.source for text in self.texts for place in (text.source, *text.also)}

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        """By each id that an article has, or that stands for it, its place."""
        self.project.amendments.texts()  # which takes in what was frozen
        found: dict[str, str] = {}
        for standing, held in self.held.articles_held():
            source = self._places[self.project.source_of(held[0][0])]
            found.update(dict.fromkeys([one.article for _, one in held], source))
            if standing is not None:
                found[standing] = source
        return found

    @property
    def training(self) -> set[str]:
        """The places of the training articles."""
        return {source for place, source in self._places.items() if trains_with(self.project, place)}

    @property
    def lines(self) -> list[str]:
        """What is worth knowing of the file, and of what the settings name, a line each."""
        project, there = self.project, {text.source for text in self.texts}
        lines = list(self.before.remarks)
        gone = [source for source in self.before.rows if source not in there]
        if gone:
            lines.append(
                tr(
                    "{articles} not among the project's any more, as {source}; their lines stay",
                    articles=counted(len(gone), "assigned article is", "assigned articles are"),
                    source=gone[0],
                )
            )
        lines += [
            tr("train: no article is called {name}", name=one)
            for one in project.training.articles
            if not any(place == one or fnmatch.fnmatchcase(place, one) for place in self._places)
        ]
        layers = {same_annotator(one.owner) for one in project.roster.layers}
        absent = [one for one in self.before.annotators if same_annotator(one) not in layers]
        if absent and layers:
            lines.append(tr("nothing is here yet of {names}", names=", ".join(map(project.name_of, absent))))
        return lines

    @cached_property
    def states(self) -> States:
        """What was begun and what is done, as the layers that are here say.

        Raises:
            ProjectError, StorageError: A layer, or the folder of all, cannot be read, so that nobody knows
                what its annotator has begun.
        """
        project, states = self.project, dict[tuple[str, str], bool]()
        for one in demanded_roster(project.root).layers:
            with closing(project.amendments.by_article(one.path, one.owner, cache=layer_indexes())) as layer:
                layer.refresh()
                for article in layer.articles():
                    source = self.source_of(article)
                    if source is None:
                        continue
                    records = [record for record in layer.of_article(article) if begins(record)]
                    if records:
                        done = any(record["kind"] == "article" and record["done"] for record in records)
                        key = one.owner, source
                        states[key] = done or states.get(key, False)
        return states


def _places(project: Project, table: Assignments) -> Sequence[Place]:
    """Return the places that were opened, and those of tables of which the file names rows."""
    tables = {table_of(source) for source in table.rows} - {""}
    more = [place for path in named_files(project.root, sorted(tables)) for place in _rows(project, path)]
    return tuple(dict.fromkeys([*project.places, *more]))


def _rows(project: Project, path: Path) -> Iterator[Place]:
    with suppress(ZhupiError):  # it is told as gone
        yield from gathered([path], project.root, project.options, [])


def _texts(project: Project, held: Texts) -> Iterator[Text]:
    for standing, places in held.articles_held():
        names = sorted(project.source_of(place) for place, _ in places)
        article = standing or min(one.article for _, one in places)
        yield Text(names[0], article, max(one.characters for _, one in places), tuple(names[1:]))
