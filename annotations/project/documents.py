"""The articles of a project that files speak of: found by id, by source, by text, or sentence by sentence."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from annotations.editions.equivalence import fingerprint
from annotations.errors import ProjectError, ReadingError, ZhupiError
from annotations.exchange.items import Item
from annotations.model.article import Article
from annotations.project.articles import article_at, find_articles
from annotations.project.changed import Texts
from annotations.project.project import Project
from annotations.reading import Place
from annotations.records.field_values import is_article_id
from annotations.wording import counted, tr

__all__ = ["Documents", "Spot", "by_document"]

_ENOUGH = 0.6
"""How many of a document's pieces must stand in an article for it to be the same one; see the alignment."""
Spot = tuple[str, int, int]
"""Where a sentence stands: the id of its article, from where to where."""


class Documents:
    """Finds the articles of a project that items are about; each is read once.

    Args:
        project: The project, for anybody.
        progress: Called with what is going on, in words.
    """

    def __init__(self, project: Project, progress: Callable[[str], None] = lambda words: None) -> None:
        self._project = project
        self._progress = progress
        self._known: dict[str, Article] = {}
        self._elsewhere: dict[str, Article | None] = {}

    def look_for(self, items: Iterable[Item]) -> None:
        """Look for the articles of which `items` tell the ids, all in one go."""
        wanted = {one.article: one.source for one in items if is_article_id(one.article)}
        if wanted:
            project = self._project
            found = find_articles(wanted, project.frozen, project, project.options, self._progress)
            self._known.update(found)

    def named(self, item: Item) -> Article | None:
        """Return the article that `item` names by its id or its source; None if there is none.

        Ids are those that :meth:`look_for` has looked for.
        """
        found = self._known.get(item.article)
        if found is None and item.source:
            place = self._sources.get(item.source)
            found = self._at(item.source) if place is None else self._read(place)
        return found

    def with_text(self, text: str) -> Article | None:
        """Return the article of which `text` is the text, white space aside; None if there is none."""
        place = self._places.get(fingerprint(text))
        return None if place is None else self._read(place)

    def spots(self, text: str) -> Sequence[Spot]:
        """Return where in the project a sentence stands that is `text`, white space aside."""
        return self._spots.get(fingerprint(text), ())

    def holding(self, pieces: Sequence[Item]) -> Article | None:
        """Return the article in which most of `pieces` stand, if enough of them do."""
        votes: Counter[str] = Counter()
        for one in pieces:
            votes.update({article for article, _, _ in self.spots(one.text)})
        if not votes:
            return None
        article, many = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        return self.article(article) if many >= _ENOUGH * len(pieces) else None

    def article(self, identity: str) -> Article | None:
        """Return the article of an id that :meth:`spots` told of."""
        return self._known.get(identity)

    def _at(self, source: str) -> Article | None:
        """Return what lies at a place that is not read with its folder, such as a row of a table."""
        if source not in self._elsewhere:
            self._elsewhere[source] = None
            with contextlib.suppress(ProjectError, ReadingError):
                self._elsewhere[source] = article_at(self._project, source, self._project.options)
        return self._elsewhere[source]

    @cached_property
    def _sources(self) -> Mapping[str, Place]:
        return {self._project.source_of(place): place for place in self._project.places}

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        """The places of the project by what the texts there are known by."""
        if not self._project.places:
            return {}
        self._progress(tr("looking at the articles of the project"))
        texts = Texts.of(self._project)
        places: dict[str, Place] = {}
        for _, held in texts.articles_held():
            for place, text in held:
                places.setdefault(text.fingerprint, place)
        return places

    @cached_property
    def _spots(self) -> Mapping[str, Sequence[Spot]]:
        """Where each sentence of the project stands, and each line of several, by what it is known by."""
        spots: defaultdict[str, list[Spot]] = defaultdict(list)
        for number, place in enumerate(self._places.values()):
            if number % 100 == 0:
                of = counted(len(self._places), "article")
                self._progress(tr("looking for sentences: {number:,} of {of} read", number=number, of=of))
            article = self._read(place)
            for start, end in _ranges(article) if article else ():
                assert article is not None
                spots[fingerprint(article.text[start:end])].append((article.id, start, end))
        return spots

    def _read(self, place: Place) -> Article | None:
        try:
            article = self._project.article(place)
        except ZhupiError:
            return None
        return self._known.setdefault(article.id, article)


def by_document(items: Iterable[Item]) -> Iterator[tuple[str, list[Item]]]:
    """Yield what items call their document, and the items of it, in the order of the first of each.

    Of whole articles each is a document of its own, and of pieces without a document each is, too. Of others
    a document has the pieces of all who say something of it.
    """
    groups: dict[str, list[Item]] = {}
    for number, one in enumerate(items):
        name = one.article or one.document or one.source
        key = name if one.unit == "sentence" and name else f"\0{number}"
        groups.setdefault(key, []).append(one)
    for name, group in groups.items():
        yield ("" if name.startswith("\0") else name), group


def _ranges(article: Article) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of an article stand, and the lines that have several."""
    line: list[tuple[int, int]] = []
    for one in article.sentences:
        yield one.start, one.end
        if line and "\n" in article.text[line[-1][1] - 1 : one.start]:
            if len(line) > 1:
                yield line[0][0], line[-1][1]
            line = []
        line.append((one.start, one.end))
    if len(line) > 1:
        yield line[0][0], line[-1][1]
