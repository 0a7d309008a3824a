"""An annotator's layer as rows to hand on: every article that has a mark, all its sentences."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

from annotations.errors import NothingAnnotated, StorageError
from annotations.exchange.flat import flat
from annotations.exchange.jsonl import Corrections, Remarks, article_object, encode, sentence_objects
from annotations.exchange.sentence_lines import sentence_lines
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article
from annotations.project.changed import Texts, changed_words
from annotations.project.found import Found
from annotations.project.lead import Lead, lead_of
from annotations.project.project import Project
from annotations.records.field_values import is_article_id
from annotations.records.remarks import called_by, remarks_on
from annotations.storage.files.files import Files
from annotations.storage.layer.layer_files import no_layers
from annotations.storage.layer.repository import Layer
from annotations.wording import counted, tr

__all__ = ["Export", "Unit", "annotated_layer", "annotators_of", "opened_as"]

_Said = tuple[Article, Marks, Analysis, str, str, Corrections, Remarks]
Unit = Literal["sentence", "article"]
"""What a row is about."""

_ANNOTATED = frozenset({"sentence", "span", "article", "bounds", "correction"})
"""The kinds of records that say something of an article; a lead's decisions and returns are about others'."""


def annotated_layer(project: Project) -> Layer:
    """Open the layer of the project's annotator.

    Raises:
        NothingAnnotated: There is none.
        StorageError: It cannot be read.
    """
    if not project.layer_path.exists():
        raise NothingAnnotated(project.root, project.called)
    return project.amendments.open(project.layer_path, project.annotator)


def annotators_of(project: Project) -> list[Project]:
    """Return `project` as each of its annotators opens it, in order of what they are called.

    Raises:
        NothingAnnotated: There are no layers.
        StorageError: Something is called as a layer and is none: somebody's marks would be missing.
    """
    try:
        missing = no_layers(project.root, Files())
    except OSError as error:
        raise StorageError(
            tr(
                "{filename}: {strerror}; check its permissions",
                filename=error.filename,
                strerror=error.strerror,
            )
        ) from None
    if missing:
        raise StorageError(missing[0])
    if not project.roster.layers:
        raise NothingAnnotated(project.root)
    return [replace(project, annotator=layer.owner) for layer in project.roster.layers]


def opened_as(project: Project, name: str, what: str) -> Project:
    """Return `project` as the annotator called `name` opens it, to read what that one says.

    Args:
        project: The project as whoever asks opens it.
        name: In any spelling, or an earlier name.
        what: What is asked for, for the refusal.

    Raises:
        OthersHidden: It is another, whom the project does not show.
        NothingAnnotated: There is no such layer.
    """
    owner = project.roster.owner_of(name)
    if project.owns(owner):
        return project
    project.demand_others(what)
    if project.roster.find(owner) is None:
        raise NothingAnnotated(project.root, name)
    return replace(project, annotator=owner)


class Export:
    """The layer of a project's annotator, to be gone through once.

    Args:
        project: The project, opened for the annotator.
        layer: That annotator's, as :func:`annotated_layer` opens it.
        unit: What a row is about.
        without: Ids of articles to leave out.
        earlier: Whether to export the texts that are not those of their files any more, and not the others.
        tell: Called with what is left out and why, a line each, while the rows are made.
    """

    def __init__(
        self,
        project: Project,
        layer: Layer,
        unit: Unit = "sentence",
        *,
        without: Collection[str] = (),
        earlier: bool = False,
        tell: Callable[[str], object] = lambda line: None,
    ) -> None:
        self._without = without
        self._earlier = earlier
        self._tell = tell
        self._project = project
        self._layer = layer
        self._unit = unit
        self._found = Found(project, tell)

    def lines(self) -> Iterator[bytes]:
        """Yield the same as lines that every library loads, those of an article at once; raises as `rows`."""
        with self._led() as lead:
            for identity in self.articles():
                said = self._said_in(identity, lead.on(identity))
                if self._unit == "article":
                    yield encode(flat(article_object(*said)))
                else:
                    yield sentence_lines(*said)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows, article by article in the order in which they were begun: the same at every export.

        Raises:
            StorageError: An article's text is missing or damaged, or the lead's layer cannot be read.
        """
        with self.reading() as rows_of:
            for identity in self.articles():
                yield from rows_of(identity)

    @contextmanager
    def reading(self) -> Iterator[Callable[[str], Iterator[dict[str, Any]]]]:
        """Give what yields the rows of the article with a certain id; at the end it is told what is harmed.

        Raises:
            StorageError: The lead's layer cannot be read.
        """
        with self._led() as lead:
            yield lambda identity: self._rows_of(identity, lead)

    @contextmanager
    def _led(self) -> Iterator[Lead]:
        """Give the lead's word; at the end it is told what is harmed."""
        with lead_of(self._project, self._layer) as lead:
            yield lead
        for notice in self._layer.notices:
            self._tell(notice)
        if harmed := self._layer.unreadable():
            follow = counted(harmed, "record follows no schema and is", "records follow no schema and are")
            self._tell(tr("{follow} left out; zhupi check names what is wrong", follow=follow))

    def articles(self) -> list[str]:
        """Return the articles to export in the order in which they were begun; of a place it is one text."""
        own = (record for record in self._layer.records() if record["kind"] in _ANNOTATED)
        articles: list[str] = []
        for text in dict.fromkeys(str(record["article"]) for record in own):
            if not is_article_id(text):
                self._tell(
                    tr(
                        "{identity:.40} is no article's id, so what was said of it is left out;"
                        " see zhupi check",
                        identity=text,
                    )
                )
            elif text not in self._without:
                articles.append(text)
        if not self._project.amendments.texts():
            return articles
        aside = self._texts.aside(lambda text: len(self._layer.of_article(text)))
        if self._earlier:
            return [*self._gone(articles), *(one for one in articles if one in aside)]
        for earlier, changed in aside.items():
            if earlier in articles:
                count = sum(one["kind"] == "sentence" for one in self._layer.of_article(earlier))
                self._tell(
                    tr(
                        "{source}: {changed_words} and are left out; zhupi carry takes them over,"
                        " --earlier exports them",
                        source=changed.source,
                        changed_words=changed_words(count),
                    )
                )
        for one in self._texts.changed():
            if not self._layer.of_article(one.article) and any(text in articles for text in one.earlier):
                self._tell(
                    tr(
                        "{source}: it was changed since it was annotated, and this is the earlier text;"
                        " zhupi carry takes the marks over",
                        source=one.source,
                    )
                )
        return [one for one in articles if one not in aside]

    def _gone(self, articles: Sequence[str]) -> list[str]:
        """Return the texts of which what was said was carried over to another one."""
        lineage = self._project.amendments.lineage(self._project.layer_path)
        if lineage is None:
            return []
        texts = sorted({text for one in articles for text in lineage.earlier(one)} - set(articles))
        return [text for text in texts if self._layer.of_article(text)]

    @cached_property
    def _texts(self) -> Texts:
        return Texts.of(self._project)

    def _rows_of(self, identity: str, lead: Lead) -> Iterator[dict[str, Any]]:
        said = self._said_in(identity, lead.on(identity))
        if self._unit == "article":
            yield article_object(*said)
        else:
            yield from sentence_objects(*said)

    def _said_in(self, identity: str, lead: Lead) -> _Said:
        """Return of which article rows are made, and of what that was said of it."""
        frozen = self._project.frozen.load(identity)
        if frozen is None:
            raise StorageError(
                tr(
                    "{root}: the article {identity} was annotated, but its text is missing; "
                    "bring annotations/articles back from a copy",
                    root=self._project.root,
                    identity=identity,
                )
            )
        analysis = self._found.of(frozen)
        article = lead.bounded(frozen if self._earlier else self._texts.named(frozen))
        marks = Marks(article, self._layer.of_article(identity))
        analysis = marks.spans.mended(analysis, article.sentences)
        for record in (*marks.out_of_place, *marks.spans.out_of_place):
            self._tell(
                tr(
                    "{source}: a mark at {start} is out of place and was left out: {quote}",
                    source=article.source,
                    start=record["start"],
                    quote=record["quote"][:20],
                )
            )
        name_of = self._project.name_of
        about = remarks_on([*marks.all_records(), *lead.of_article(identity)], self._project.annotator)
        remarks = called_by(name_of, {one["uid"]: one for one in about}.values())
        called, scheme = self._project.called, self._project.scheme.id
        return article, marks, analysis, called, scheme, lead.corrections(article), remarks
