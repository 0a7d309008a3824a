"""What `import annotations` gives a program: a project to read, its layers, and the analysis of a text.

Thin over what the rooms have; a name is public if it is in ``annotations.__all__``. Nothing here hides
anything: blindness is a courtesy of the screens and commands towards annotators, and no lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import ProjectError
from annotations.model.annotator import same_annotator
from annotations.model.article import Analysis, Article, Name, Number, Sentence, article_date, article_id
from annotations.project.project import Project
from annotations.records.record import Record

if TYPE_CHECKING:  # each is imported when it is needed: a program that only analyses loads no storage
    from annotations.analysis.pipeline import Analyser
    from annotations.analysis.quotes.found import QuoteFound
    from annotations.marks.marks import Marks, Said
    from annotations.project.agreement import Compared
    from annotations.project.lead import Lead
    from annotations.storage.layer.repository import Layer

__all__ = ["AnalysedArticle", "Mark", "OpenLayer", "OpenProject", "analyse", "open_project"]


_NOBODY = "nobody"
"""As whom a project is opened that is only read."""


def open_project(path: str | Path = ".", annotator: str | None = None) -> OpenProject:
    """Open the project in the folder `path`, or the folder of the file `path` with that one article.

    Args:
        path: The folder of the project, or an article.
        annotator: Whose sentence bounds hold where the project names no lead; by default nobody's.

    Raises:
        ZhupiError: There is no such folder, the name cannot be an annotator's, or ``zhupi.toml`` cannot be
            read.
    """
    path, name = Path(path), annotator or _NOBODY
    if path.is_dir():
        return OpenProject(
            Project.at(path, annotator=name)
        )  # its layers can be read where its articles have gone
    return OpenProject(Project.open([path], annotator=name))


def analyse(text: str, *, date: str | None = None) -> AnalysedArticle:
    """Return `text` with its sentences, and with its names, numbers and quotes once they are asked for.

    Args:
        text: Any text, in either script; it is taken as it is, nothing is repaired.
        date: When it was written, ISO 8601; 昨天 and the like are worked out from it.
    """
    from annotations.analysis.sentences import split

    metadata = {"date": date} if date else {}
    article = Article(article_id(text), "", text, text, sentences=tuple(split(text)), metadata=metadata)
    return AnalysedArticle(article, _analyser())


class AnalysedArticle:
    """An article with what zhupi sees in it; names, numbers and quotes are found when first asked for.

    Offsets, here as everywhere, are code points into `text`, the end not included.
    """

    def __init__(self, article: Article, analyser: Analyser, known: Analysis | None = None) -> None:
        self._article = article
        self._analyser = analyser
        self._known = known

    def __repr__(self) -> str:
        return f"<AnalysedArticle {self.id} {self.title!r}, {len(self.sentences)} sentences>"

    @property
    def id(self) -> str:
        """Return its identity, which records and exports carry."""
        return self._article.id

    @property
    def title(self) -> str:
        """Return its title, or an empty text."""
        return self._article.title

    @property
    def source(self) -> str:
        """Return where it came from: a file's name, relative to the project."""
        return self._article.source

    @property
    def text(self) -> str:
        """Return the text that every offset counts in."""
        return self._article.text

    @property
    def article(self) -> Article:
        """Return the article as the rooms know it: its raw text, encoding, metadata and notes too."""
        return self._article

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return its sentences in order, titles and the like among them; their `part` tells."""
        return self._article.sentences

    @property
    def names(self) -> tuple[Name, ...]:
        """Return the names in it, ascending."""
        return self.analysis.names

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Return the numbers in it with their values, ascending."""
        return self.analysis.numbers

    @cached_property
    def analysis(self) -> Analysis:
        """The names and numbers; of an annotated article those that were kept with it."""
        if self._known is not None:
            return self._known
        article = self._article
        return self._analyser.analyse(article.text, article.sentences, date=article_date(article.metadata))

    @cached_property
    def quotes(self) -> tuple[tuple[QuoteFound, ...], ...]:
        """The quotes that the rules see, of each sentence in the order of `sentences`."""
        from annotations.analysis.quotes import find_quotes

        return tuple(find_quotes(self.text, self.sentences, self.names))

    def text_of(self, span: Sentence | Name | Number) -> str:
        """Return what stands in the text at a sentence, name or number."""
        return self.text[span.start : span.end]


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
        from annotations.storage.files.files import Files
        from annotations.storage.layer.layer_files import layer_files, one_layer_each

        files = Files()
        try:
            paths, _ = one_layer_each(layer_files(self.root, files), files)
        except OSError as error:
            raise ProjectError(f"{error.filename}: {error.strerror}; check its permissions") from None
        return [OpenLayer(path) for path in paths]

    def layer(self, annotator: str) -> OpenLayer:
        """Return the layer of `annotator`.

        Raises:
            ProjectError: There is none.
        """
        name = same_annotator(annotator)
        for layer in self.layers():
            if same_annotator(layer.annotator) == name:
                return layer
        raise ProjectError(f"{self.root}: {annotator} has annotated nothing here")

    def agreement(self) -> Compared:
        """Compare everybody's layers: every figure with its interval, and a line for what was left out.

        Raises:
            ProjectError: There are fewer than two layers.
        """
        from annotations.project.agreement import compare

        return compare(self._project)

    @cached_property
    def _analyser(self) -> Analyser:
        path = self._project.gazetteer_path
        if path is None:
            return _analyser()
        from annotations.analysis.gazetteer import Gazetteer
        from annotations.analysis.pipeline import Analyser

        return Analyser(gazetteer=Gazetteer.read(path))

    @cached_property
    def _lead(self) -> Lead:
        from annotations.project.lead import Lead

        layer = next((one for one in self.layers() if self._project.leads(one.annotator)), None)
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

    def __init__(self, path: Path) -> None:
        self._path = path

    def __repr__(self) -> str:
        return f"<OpenLayer {str(self._path)!r}>"

    @property
    def annotator(self) -> str:
        """Return whose it is."""
        return self._path.stem

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
        from annotations.storage.layer.layer import open_layer

        return open_layer(self._path, self.annotator)

    def _marks(self, article: AnalysedArticle) -> Marks:
        from annotations.marks.marks import Marks

        return Marks(article.article, self.records(article))


@lru_cache(maxsize=1)
def _analyser() -> Analyser:
    """Return the analyser of every text that no project's gazetteer is about; its tagger is loaded once."""
    from annotations.analysis.pipeline import Analyser

    return Analyser()
