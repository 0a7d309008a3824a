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
from uuid import uuid4

from annotations.errors import BadName, LayerReadOnly, NoFolder, StorageError
from annotations.exchange.import_plan import Plan, Receiver
from annotations.exchange.import_planner import plan
from annotations.exchange.incoming import Incoming, collect
from annotations.exchange.jsonl_reader import ArticleLine
from annotations.exchange.said import Left
from annotations.model.annotator import same_annotator
from annotations.model.article import Article
from annotations.project.articles import find_articles
from annotations.project.project import Project
from annotations.reading import Options
from annotations.records.conflict import RevisionConflict
from annotations.records.record import as_act
from annotations.storage.backup.copy_before import copy_before
from annotations.storage.files.files import Files
from annotations.storage.frozen.articles import FrozenArticles
from annotations.storage.layer.layer import TinyDBLayer, open_layer
from annotations.wording import counted

__all__ = ["Report", "import_lines"]

_OFTEN = 1000
"""After how many lines progress is told. Chosen: some tens of milliseconds of work."""

Progress = Callable[[str], None]


@dataclass(slots=True)
class Report:
    """What was done to one layer, and what was not."""

    annotator: str
    marks: int
    """Marks made where there was none."""
    corrections: int
    """Corrections made where there was none."""
    replaced: int
    """Records that say something else now; `copy` has what they said."""
    same: int
    """Marks and corrections that were there already."""
    articles: int
    """Articles in which something was written."""
    left: Sequence[Left]
    """What something else was there for."""
    misplaced: Sequence[str]
    """What has another text in its place in the article, a line each."""
    absent: Sequence[str]
    """Articles that are not in the project, a line each."""
    unknown: Sequence[str]
    """Labels that were imported and that the scheme does not know."""
    copy: Path | None
    """The layer as it was before something in it was replaced."""
    notices: Sequence[str]
    """What else is worth saying, a line each."""

    @property
    def complete(self) -> bool:
        """Tell whether everything that the files say is now in the layer."""
        return not (self.left or self.misplaced or self.absent)


def import_lines(
    lines: Iterable[ArticleLine],
    root: Path,
    *,
    annotator: str | None = None,
    replace: bool = False,
    options: Options | None = None,
    files: Files | None = None,
    progress: Progress = lambda words: None,
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

    Raises:
        ReadingError: A line cannot be understood, or two contradict one another.
        ProjectError, SettingsError: `root` is no project, or a name cannot be an annotator's.
        StorageError: Something could not be written. The layer it concerns is as it was; those already
            reported are written.
    """
    files = files or Files()
    receivers = _Receivers(root, annotator)
    layers = collect(_counted(lines, progress), receivers.name_of)
    frozen = FrozenArticles(receivers.root, files=files)
    wanted = {one.article: one.source for incoming in layers.values() for one in incoming.values()}
    if not wanted:
        return
    anybody = next(iter(receivers.projects.values()))
    articles = find_articles(wanted, frozen, anybody, options or Options(), progress)
    with ExitStack() as stack:
        imports = []
        for name, incoming in layers.items():
            project = receivers.projects[same_annotator(name)]
            layer = stack.enter_context(closing(open_layer(project.layer_path, name, files=files)))
            imports.append(_Import(project, layer, frozen, files, articles, incoming, replace))
        for one in imports:
            progress(f"comparing with the layer of {one.annotator}")
            one.prepare()
        progress("keeping the articles")
        for one in imports:
            one.freeze()
        for one in imports:
            progress(f"writing the layer of {one.annotator}")
            yield one.write()


def _counted(lines: Iterable[ArticleLine], progress: Progress) -> Iterator[ArticleLine]:
    for number, line in enumerate(lines, 1):
        if number % _OFTEN == 0:
            progress(f"{counted(number, 'line')} read")
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
    frozen: FrozenArticles
    files: Files
    articles: Mapping[str, Article]
    incoming: Mapping[str, Incoming]
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
        )
        self.plan, self.begun = Plan(), []
        for identity, one in self.incoming.items():
            article = self.articles.get(identity)
            if article is None:
                continue
            records = self.layer.of_article(identity)
            todo = plan(article, one, records, self.layer.latest, receiver)
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
                    f"{self.project.layer_path}: another program keeps changing the same marks, so nothing"
                    " was imported; close it and import again"
                ) from None
        return self._report(copy)

    def _write(self) -> Path | None:
        if not self.plan.records:
            return None
        path = self.project.layer_path
        copy = copy_before("import", path, files=self.files) if self.plan.replaced else None
        self.layer.put(as_act(self.plan.records))
        return copy

    def _report(self, copy: Path | None) -> Report:
        todo = self.plan
        known = {label.name for label in self.project.scheme.labels}
        labels = {label for one in todo.records if one["kind"] == "sentence" for label in one["labels"]}
        return Report(
            annotator=self.project.called,
            marks=todo.made,
            corrections=todo.corrected,
            replaced=todo.replaced,
            same=todo.same,
            articles=len(self.begun),
            left=todo.left,
            misplaced=todo.misplaced,
            absent=[_absent(one) for one in self.incoming.values() if one.article not in self.articles],
            unknown=sorted(labels - known),
            copy=copy,
            notices=[*self.project.notices, *self.layer.notices],
        )


def _absent(one: Incoming) -> str:
    left = counted(sum(not mark.empty for mark in one.marks), "mark was", "marks were")
    return (
        f"{one.article} {one.title!r:.60} ({one.source}): this article is not in the project, so"
        f" {left} left out; put its file there and import again"
    )
