"""What `import annotations` gives a program: a project to read, its layers, and exports.

Thin over what the rooms have; a name is public if it is in ``annotations.__all__``. Nothing here hides
anything: blindness is a courtesy of the screens and commands towards annotators, and no lock.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotations.errors import NothingAnnotated, ProjectError
from annotations.model.annotator import same_annotator
from annotations.model.article import Analysis, Article, Sentence
from annotations.project.analysed import AnalysedArticle, plain_analyser
from annotations.project.project import Project
from annotations.records.record import Record
from annotations.wording import tr

if TYPE_CHECKING:  # each is imported when it is needed: a program that only analyses loads no storage
    from annotations.analysis.pipeline import Analyser
    from annotations.marks.marks import Marks, Said
    from annotations.project.agreement import Compared
    from annotations.project.export import Unit
    from annotations.project.lead import Lead
    from annotations.storage.layer.repository import Layer
    from annotations.storage.layer.roster import OwnedLayer

__all__ = ["Mark", "OpenLayer", "OpenProject", "open_project"]


_NOBODY = "nobody"
"""As whom a project is opened that is only read."""


def open_project(
    path: str | Path = ".", annotator: str | None = None, *, taggers: Collection[str] = ()
) -> OpenProject:
    """Open the project in the folder `path`, or the folder of the file `path` with that one article.

    Args:
        path: The folder of the project, or an article.
        annotator: Whose sentence bounds hold where the project names no lead; by default nobody's.
        taggers: Which taggers, or folders of them, the project may start for its names, as ``taggers`` of
            ``settings.toml``; those settings are not asked.

    Raises:
        ZhupiError: There is no such folder, the name cannot be an annotator's, or ``zhupi.toml`` cannot be
            read.
    """
    path, name = Path(path), annotator or _NOBODY
    # Of a folder the layers can be read where its articles have gone.
    project = Project.at(path, annotator=name) if path.is_dir() else Project.open([path], annotator=name)
    if project.models.tagger:
        from annotations.project.tagger import allowing

        project = allowing(project, taggers, "open_project(taggers=…)")
    return OpenProject(project)


def _warn(line: str) -> None:
    """Warn of what was left out. What is no plain character is escaped, for it may come from a file."""
    plain = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in line)
    warnings.warn(plain, stacklevel=3)


class OpenProject:
    """A project, opened to be read: its articles, everybody's layers, and how far these agree."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __repr__(self) -> str:
        return f"<OpenProject {str(self.root)!r}>"

    @property
    def root(self) -> Path:
        """Return its folder."""
        return self._project.root

    @property
    def project(self) -> Project:
        """Return the project as the rooms know it: its scheme, lead and frozen articles."""
        return self._project

    def articles(self) -> Iterator[AnalysedArticle]:
        """Read its articles one after the other, in order of their files' names.

        One that has been annotated is as it was then, its sentences within the bounds that the lead gave.

        Raises:
            ZhupiError: There are no articles, or one cannot be read.
        """
        project = self._project
        if not project.places:
            project = Project.open([project.root], annotator=project.annotator, root=project.root)
        for place in project.places:
            article = project.article(place)
            yield AnalysedArticle(
                self._lead.bounded(article), self._analyser, project.frozen.load_analysis(article.id)
            )

    def layers(self) -> list[OpenLayer]:
        """Return everybody's layers in order of name; each is read when it is first asked for something.

        Raises:
            ProjectError: The folder of annotations cannot be read.
        """
        from annotations.storage.layer.roster import read_roster

        try:
            roster = read_roster(self.root)
        except OSError as error:
            raise ProjectError(
                tr(
                    "{filename}: {strerror}; check its permissions",
                    filename=error.filename,
                    strerror=error.strerror,
                )
            ) from None
        return [OpenLayer(self._project, one) for one in roster.layers]

    def layer(self, annotator: str) -> OpenLayer:
        """Return the layer of `annotator`, by whichever name.

        Raises:
            NothingAnnotated: There is none.
        """
        layers = self.layers()
        names = same_annotator(annotator), same_annotator(self._project.roster.owner_of(annotator))
        for name in dict.fromkeys(names):
            for layer in layers:
                if name in (same_annotator(layer.owner), same_annotator(layer.annotator)):
                    return layer
        raise NothingAnnotated(self.root, annotator)

    def agreement(self) -> Compared:
        """Compare everybody's layers: every figure with its interval, and a line for what was left out.

        Raises:
            ProjectError: There are fewer than two layers.
        """
        from annotations.project.agreement import compare

        return compare(self._project)

    def export(
        self, annotator: str, unit: Unit = "sentence", tell: Callable[[str], object] = _warn
    ) -> Iterator[dict[str, Any]]:
        """Yield what ``zhupi export`` writes of a layer: a row a sentence, or a row an article.

        Lists and maps are such, as in ``zhupi export --nested``; in a file they are texts of JSON.

        Args:
            annotator: Whose layer.
            unit: What a row is about: a ``sentence`` or an ``article``.
            tell: Called with a line for whatever is left out or mended; by default as a warning.

        Raises:
            NothingAnnotated: There is no such layer.
            StorageError: An article's text is missing or damaged, or a layer cannot be read.
        """
        from annotations.project.export import Export, annotated_layer

        project = replace(self._project, annotator=self.layer(annotator).owner)
        return Export(project, annotated_layer(project), unit, tell=tell).rows()

    def gold(self, tell: Callable[[str], object] = _warn) -> Iterator[dict[str, Any]]:
        """Yield what was decided, a row a settled sentence as ``zhupi export --gold`` writes it.

        Args:
            tell: Called with a line for whatever is left out or mended; by default as a warning.

        Raises:
            NothingAnnotated: There are no layers.
            StorageError: A layer cannot be read: what is in it may change what is gold.
        """
        from annotations.project.gold_export import GoldExport

        with GoldExport(self._project, tell) as gold:
            yield from gold.rows()

    @cached_property
    def _analyser(self) -> Analyser:
        if self._project.gazetteer_path is None and not self._project.models.tagger:
            return plain_analyser()
        from annotations.project.analyser import analyser_of

        return analyser_of(self._project, _warn)

    @cached_property
    def _lead(self) -> Lead:
        from annotations.project.lead import Lead

        layer = next((one for one in self.layers() if self._project.leads(one.owner)), None)
        return Lead(layer.of_article if layer else lambda identity: ())


@dataclass(frozen=True, slots=True)
class Mark:
    """What an annotator says of one sentence."""

    sentence: Sentence
    text: str
    labels: tuple[str, ...]
    status: str
    """``marked``, ``none``, ``implied`` (the article is done and it was seen) or ``open`` (not judged)."""
    said: Said
    """The rest: voice, quotes with their speakers, attributes, note and flag."""


class OpenLayer:
    """All that one annotator has said."""

    def __init__(self, project: Project, owned: OwnedLayer) -> None:
        self._project = project
        self._owned = owned

    def __repr__(self) -> str:
        return f"<OpenLayer {str(self._owned.path)!r}>"

    @property
    def annotator(self) -> str:
        """Return what the annotator whose it is is called now."""
        return self._owned.name

    @property
    def owner(self) -> str:
        """Return the name that its records carry."""
        return self._owned.owner

    def marks(self, article: AnalysedArticle) -> list[Mark]:
        """Return what is said of each sentence of `article`, in the order of its sentences.

        Raises:
            StorageError: The layer cannot be read.
        """
        from annotations.agreement.judgements import status_of

        marks = self._marks(article)
        made = []
        for index, sentence in enumerate(article.sentences):
            labels = dict.fromkeys(label for one in marks.over(index) for label in one["labels"])
            status = status_of(marks, index)
            made.append(Mark(sentence, article.text_of(sentence), tuple(labels), status, marks.said(index)))
        return made

    def spans(self, article: AnalysedArticle) -> Analysis:
        """Return the names and numbers of `article` as the annotator mended them.

        Raises:
            StorageError: The layer cannot be read.
        """
        return self._marks(article).spans.mended(article.analysis, article.sentences)

    def records(self, article: AnalysedArticle | Article | None = None) -> list[Record]:
        """Return the records that are not deleted, of one article or of all, in the order they came in.

        Raises:
            StorageError: The layer cannot be read.
        """
        return list(self._layer.records()) if article is None else self.of_article(article.id)

    def of_article(self, identity: str) -> list[Record]:
        """Return the records of an article by its id, as :meth:`records` does."""
        return self._layer.of_article(identity)

    @cached_property
    def _layer(self) -> Layer:
        return self._project.amendments.open(self._owned.path, self.owner)

    def _marks(self, article: AnalysedArticle) -> Marks:
        from annotations.marks.marks import Marks

        return Marks(article.article, self.records(article))
