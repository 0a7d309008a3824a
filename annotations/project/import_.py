"""Taking exported annotations back into the layers of a project, whole or not at all.

Everything that can be wrong is found before anything is written: with the files, with the articles, with any
of the layers. What is then written to a layer is one act.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

from annotations.errors import BadName, LayerReadOnly, NoFolder, StorageError
from annotations.exchange.article_lines import ArticleLine
from annotations.exchange.import_plan import Plan, Receiver
from annotations.exchange.import_planner import plan
from annotations.exchange.incoming import Incoming, collect
from annotations.model.annotator import same_annotator
from annotations.model.article import Article
from annotations.project.articles import articles_of
from annotations.project.import_report import Report, absent_line, behind_line
from annotations.project.lead import Lead, lead_of
from annotations.project.project import Project
from annotations.reading import Options
from annotations.records.conflict import RevisionConflict
from annotations.records.record import Record, as_act, with_fields
from annotations.storage.backup.copy_before import copy_before
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.last_copy import keep_last
from annotations.storage.layer.layer import TinyDBLayer, open_layer
from annotations.wording import counted, tr

__all__ = ["import_lines"]

_OFTEN = 1000
"""After how many lines progress is told. Chosen: some tens of milliseconds of work."""

Progress = Callable[[str], None]


def import_lines(
    lines: Iterable[ArticleLine],
    root: Path,
    *,
    annotator: str | None = None,
    replace: bool = False,
    options: Options | None = None,
    files: Files | None = None,
    progress: Progress = lambda words: None,
    known: Mapping[str, Article] = MappingProxyType({}),
    dry: bool = False,
    begin: Callable[[], None] = lambda: None,
) -> Iterator[Report]:
    """Import what `lines` say into the project in `root`, layer by layer, and yield a report of each.

    Args:
        lines: What the files say; all of it is read before anything is written.
        root: The project's folder.
        annotator: Whose layer everything goes to; by default each line's own annotator's.
        replace: Whether the files count where a layer says something else.
        options: How articles that nobody has annotated yet are read.
        files: Through what to reach the ``annotations`` folder.
        progress: Called now and then with what is going on, in words.
        known: Articles that need not be looked for, by id.
        dry: Whether to report what would be done, and write nothing.
        begin: Called before the first thing is written, when nothing can be wrong with the files any more.

    Raises:
        ReadingError: A line cannot be understood, or two contradict one another.
        ProjectError, SettingsError: `root` is no project, or a name cannot be an annotator's.
        StorageError: A layer could not be written and is as it was; those already reported are written.
    """
    files = files or Files()
    receivers = _Receivers(root, annotator)
    layers = collect(_counted(lines, progress), receivers.name_of)
    frozen = FrozenArticles(receivers.root, files=files)
    if not (everything := [one for incoming in layers.values() for one in incoming.values()]):
        return
    anybody = next(iter(receivers.projects.values()))
    articles, changed = articles_of(everything, known, frozen, anybody, options or Options(), progress)
    with ExitStack() as stack:
        imports = []
        for name, incoming in layers.items():
            project = receivers.projects[same_annotator(name)]
            layer = stack.enter_context(closing(open_layer(project.layer_path, name, files=files)))
            lead = stack.enter_context(lead_of(project, layer))
            imports.append(_Import(project, layer, lead, frozen, files, articles, incoming, changed, replace))
        for one in imports:
            progress(tr("comparing with the layer of {annotator}", annotator=one.annotator))
            one.prepare()
        if dry:
            yield from (one.report() for one in imports)
            return
        begin()
        yield from _written(imports, progress)


def _written(imports: Sequence[_Import], progress: Progress) -> Iterator[Report]:
    """Write what was prepared, all articles before the first mark, and yield a report of each layer."""
    progress(tr("keeping the articles"))
    for one in imports:
        one.freeze()
    for one in imports:
        progress(tr("writing the layer of {annotator}", annotator=one.annotator))
        yield one.write()


def _counted(lines: Iterable[ArticleLine], progress: Progress) -> Iterator[ArticleLine]:
    for number, line in enumerate(lines, 1):
        if number % _OFTEN == 0:
            progress(tr("{lines} read", lines=counted(number, "line")))
        yield line


class _Receivers:
    """The project as it opens for each annotator of the files; a name has one spelling."""

    def __init__(self, root: Path, annotator: str | None) -> None:
        self.root = Path(os.path.abspath(root))
        self.projects: dict[str, Project] = {}
        """By what the spellings of a name share."""
        self._names: dict[str, str] = {}
        self._only = None if annotator is None else self._open(annotator)
        if annotator is None and not self.root.is_dir():
            raise NoFolder(self.root, beside=True)

    def name_of(self, line: ArticleLine) -> str:
        """Return whose layer a line goes to, as that layer spells it."""
        if self._only is not None:
            return self._only
        name = self._names.get(line.annotator)
        if name is None:
            try:
                name = self._names[line.annotator] = self._open(line.annotator)
            except BadName as error:
                raise BadName(error.name, error.problem, where=line.where) from None
        return name

    def _open(self, annotator: str) -> str:
        project = Project.at(self.root, annotator=annotator)
        return self.projects.setdefault(same_annotator(project.annotator), project).annotator


@dataclass
class _Import:
    """What goes into one layer."""

    project: Project
    layer: TinyDBLayer
    lead: Lead
    frozen: FrozenArticles
    files: Files
    articles: Mapping[str, Article]
    incoming: Mapping[str, Incoming]
    changed: set[str]
    """The articles that have another text here."""
    replace: bool
    plan: Plan = field(default_factory=Plan)
    begun: list[str] = field(default_factory=list)
    """The articles in which something is to be written."""

    @property
    def annotator(self) -> str:
        return self.project.annotator

    def prepare(self) -> None:
        """Work out what to write, from the layer as it is now.

        Raises:
            LayerReadOnly: There is something, but nothing may be written.
        """
        receiver = Receiver(
            self.annotator,
            uuid4().hex[:12],
            self.project.scheme.id,
            corrects=self.project.is_lead,
            replace=self.replace,
            called=self.project.called,
        )
        self.plan, self.begun = Plan(), []
        for identity, one in self.incoming.items():
            article = self.articles.get(identity)
            if article is None:
                continue
            records = self.layer.of_article(article.id)
            lead = [] if receiver.corrects else list(self.lead.of_article(article.id))
            found = self.frozen.load_analysis(article.id)
            todo = plan(article, one, records, self.layer.latest, receiver, lead, found)
            if todo.records:
                self.begun.append(identity)
            self.plan.add(todo)
        if self.plan.records and self.layer.read_only:
            raise LayerReadOnly(self.layer.read_only)

    def freeze(self) -> None:
        """Keep the articles of the marks, which comes before the marks."""
        for identity in self.begun:
            self.frozen.freeze(self.articles[identity])

    def write(self) -> Report:
        """Write what was prepared.

        If another program wrote the same records in the meantime, what to write is worked out once more.
        """
        try:
            copy = self._write()
        except RevisionConflict:
            self.prepare()
            self.freeze()
            try:
                copy = self._write()
            except RevisionConflict:
                raise StorageError(
                    tr(
                        "{layer_path}: another program keeps changing the same marks, so nothing"
                        " was imported; close it and import again",
                        layer_path=self.project.layer_path,
                    )
                ) from None
        return self.report(copy)

    def _write(self) -> Path | None:
        if not self.plan.records:
            return None
        path = self.project.layer_path
        copy = copy_before("import", path, files=self.files) if self.plan.replaced else None
        self.layer.put(as_act(self._stamped()))
        keep_last(path, self.files)
        return copy

    def _stamped(self) -> Iterator[Record]:
        """Yield the records to write, new ones with the import that makes them."""
        by = uuid4().hex[:12]
        for record in self.plan.records:
            yield with_fields(record, {"imported": by}) if record["rev"] == 1 else record

    def report(self, copy: Path | None = None) -> Report:
        """Return what was done, or would be: what was prepared."""
        todo = self.plan
        scheme = self.project.scheme
        known = {label.name for label in scheme.every_label}
        labels = {label for one in todo.records if one["kind"] == "sentence" for label in one["labels"]}
        labels |= {
            one for each in todo.records if each["kind"] == "article" for one in each.get("labels", ())
        }
        return Report(
            annotator=self.project.called,
            marks=todo.made,
            corrections=todo.corrected,
            spans=todo.spans,
            bounds=todo.bounds,
            replaced=todo.replaced,
            same=todo.same,
            articles=len(self.begun),
            left=todo.left,
            misplaced=todo.misplaced,
            absent=[
                absent_line(one, changed=one.article in self.changed)
                for one in self.incoming.values()
                if one.article not in self.articles
            ],
            behind=[behind_line(what, count, self.project) for what, count in sorted(todo.behind.items())],
            unknown=sorted(labels - known),
            copy=copy,
            notices=[*self.project.notices, *self.layer.notices],
        )
