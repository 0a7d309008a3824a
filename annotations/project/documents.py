"""The articles of a project that files speak of: found by id, by source, by text, or sentence by sentence."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
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
        self._known: dict[str, Article | None] = {}

    def named(self, item: Item) -> Article | None:
        """Return the article that `item` names by its id or its source; None if there is none."""
        found = self._by_id(item) if is_article_id(item.article) else None
        if found is None and item.source:
            with contextlib.suppress(ProjectError, ReadingError):
                found = article_at(self._project, item.source, self._project.options)
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

    def _by_id(self, item: Item) -> Article | None:
        if item.article not in self._known:
            project = self._project
            found = find_articles(
                {item.article: item.source}, project.frozen, project, project.options, self._progress
            )
            self._known[item.article] = found.get(item.article)
        return self._known[item.article]

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
        """Where each sentence of the project stands, by what its text is known by."""
        spots: defaultdict[str, list[Spot]] = defaultdict(list)
        for number, place in enumerate(self._places.values()):
            if number % 100 == 0:
                of = counted(len(self._places), "article")
                self._progress(tr("looking for sentences: {number:,} of {of} read", number=number, of=of))
            article = self._read(place)
            for one in article.sentences if article else ():
                assert article is not None
                key = fingerprint(article.text[one.start : one.end])
                spots[key].append((article.id, one.start, one.end))
        return spots

    def _read(self, place: Place) -> Article | None:
        try:
            article = self._project.article(place)
        except ZhupiError:
            return None
        return self._known.setdefault(article.id, article)


def by_document(items: Iterator[Item]) -> Iterator[tuple[str, list[Item]]]:
    """Yield what items call their document, and the items of it, in the order of the first of each.

    Of whole articles each is a document of its own, and of pieces without a document each is, too.
    """
    groups: dict[tuple[str, str], list[Item]] = {}
    for number, one in enumerate(items):
        name = one.article or one.document
        key = (name if one.unit == "sentence" and name else f"\0{number}", one.annotator)
        groups.setdefault(key, []).append(one)
    for (name, _), group in groups.items():
        yield ("" if name.startswith("\0") else name), group
