"""What files of any format say, brought to the articles of a project: found, new, or not placed.

Everything is worked out before anything is written; what there is to say of it is in :class:`Intake`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from annotations.exchange.article_lines import ArticleLine
from annotations.exchange.item_lines import line_of
from annotations.exchange.items import Item
from annotations.exchange.label_map import LabelMap
from annotations.exchange.placement import Placed, joined, lay, united
from annotations.model.article import Article
from annotations.project.documents import Documents, by_document
from annotations.project.newcomers import Newcomers
from annotations.wording import msg, tr

__all__ = ["Intake"]

_MOST = 0.5
"""How many texts must be known for all of them to be taken for those. Chosen: who goes on with what the
project has brings more of it than of others."""


@dataclass(slots=True)
class Intake:
    """What of files goes into a project, while it is worked out.

    Args:
        documents: Finds the articles of the project.
        newcomers: Takes the texts that it does not have.
        labels: What the labels of the files become.
        receiver: In whose name it is taken where the files do not tell.
    """

    documents: Documents
    newcomers: Newcomers
    labels: LabelMap
    receiver: str
    placed: list[Item] = field(default_factory=list)
    """What was said, over the texts of the project's articles, those of new ones among them."""
    near: list[str] = field(default_factory=list)
    """Sentences whose text differs here, a line each."""
    lost: list[str] = field(default_factory=list)
    """What was not found in the text it is about, a line each."""
    unplaced: list[str] = field(default_factory=list)
    """Texts of which it cannot be told where in the project they stand, a line each."""

    def take(self, sources: Iterable[Iterable[Item]]) -> None:
        """Take in what files say, those of each source by themselves."""
        loose: list[list[Item]] = []
        items: list[Item] = []
        for source in sources:
            named = (replace(one, annotator=one.annotator or self.receiver) for one in source)
            taken = list(map(self.labels.take, named))
            items += (one for one in taken if not _is_loose(one))
            if own := [one for one in taken if _is_loose(one)]:
                loose.append(own)
        self.documents.look_for(items)
        for _, pieces in by_document(items):
            if pieces[0].unit == "article":
                self._take_whole(pieces[0])
            else:
                self._take_pieces(pieces)
        for pieces in _sharing(loose):
            self._take_loose(pieces)

    def lines(self) -> list[ArticleLine]:
        """Return what was placed, as an import takes it; of who says nothing at all, nothing."""
        scheme = self.labels.scheme.id
        return [line_of(one, scheme) for one in self.placed if _speaks(one)]

    def annotators(self) -> list[str]:
        """Return who says something, in order of names."""
        return sorted({one.annotator for one in self.placed if _speaks(one)})

    def _take_whole(self, item: Item) -> None:
        article = self.documents.named(item) or self.documents.with_text(item.text)
        self._lay(item, article or self.newcomers.add(item, _stem(item)))

    def _take_pieces(self, pieces: Sequence[Item]) -> None:
        article = self.documents.named(pieces[0]) or self.documents.holding(pieces)
        if article is None:
            for whole in united(pieces):
                name = whole.document or _stem(whole)
                self._lay(whole, self.documents.with_text(whole.text) or self.newcomers.add(whole, name))
            return
        theirs: dict[str, list[Item]] = {}
        for one in pieces:
            theirs.setdefault(one.annotator, []).append(one)
        for own in theirs.values():
            if all(_stands(one, article) for one in own):
                for one in own:
                    self._lay(one, article)
            else:
                self._lay(joined(own), article)

    def _take_loose(self, pieces: Sequence[Item]) -> None:
        """Take texts that name no document: where they stand in the project, or as new articles.

        They are new where the project has few of them: one may be the same as a sentence there and yet
        another. Where it has most of them, one that it has not, or has in several places, is not placed.
        """
        spots = [self.documents.spots(one.text) for one in pieces]
        if sum(map(bool, spots)) < _MOST * len(pieces):
            for item, article in self.newcomers.add_lines(pieces, _stem(pieces[0])):
                self._lay(item, article)
            return
        last: dict[str, tuple[str, int, int]] = {}
        for one, found in zip(pieces, spots, strict=True):
            before = last.get(one.annotator, ("", 0, 0))
            # The same words may stand in several places; a file goes through an article in its order.
            after = [spot for spot in found if spot[0] == before[0] and spot[1] >= before[2]]
            spot = found[0] if len(found) == 1 else after[0] if after else None
            if spot is None:
                several = msg("{where}: {text!r:.40} stands in several places")
                none = msg("{where}: {text!r:.40} stands in no article of the project")
                self.unplaced.append(tr(several if found else none, where=one.where, text=one.text))
                continue
            last[one.annotator] = spot
            there = self.documents.article(spot[0])
            assert there is not None
            self._lay(replace(one, base=spot[1]), there, over=(spot[1], spot[2]))

    def _lay(self, item: Item, article: Article, over: tuple[int, int] | None = None) -> None:
        if over is not None and item.text != article.text[over[0] : over[1]]:  # white space differs
            inside = replace(article, text=article.text[over[0] : over[1]], sentences=())
            placed = _shifted(lay(replace(item, base=None), inside), over[0], article)
        else:
            placed = lay(item, article)
        text, source = article.text, article.source
        self.near += [
            tr(
                "{source}: the text differs at {start}: {text!r:.40}",
                source=source,
                start=start,
                text=text[start:end],
            )
            for start, end in placed.near
        ]
        self.lost += [
            tr("{where}: {text!r:.40} does not stand in {source}", where=item.where, text=one, source=source)
            for one in placed.lost
        ]
        flagged = set(placed.near)
        sentences = tuple(
            replace(one, flag=True) if (one.start, one.end) in flagged and one.judged else one
            for one in placed.item.sentences
        )
        self.placed.append(replace(placed.item, sentences=sentences))


def _speaks(item: Item) -> bool:
    """Tell whether anything is said in it, if only of one sentence."""
    return bool(
        item.done
        or item.spans
        or item.labels
        or item.attributes
        or item.corrections
        or any(one.judged or one.note or one.flag or one.thread or one.attributes for one in item.sentences)
    )


def _is_loose(item: Item) -> bool:
    """Tell whether nothing is known of where a text stands."""
    return item.unit == "sentence" and not (item.article or item.document or item.source)


def _sharing(sources: Iterable[list[Item]]) -> list[list[Item]]:
    """Return texts of several sources, together where they are for the most part the same ones."""
    groups: list[tuple[set[str], list[Item]]] = []
    for pieces in sources:
        texts = {one.text for one in pieces}
        for known, group in groups:
            if len(texts & known) >= _MOST * len(texts):
                known |= texts
                group += pieces
                break
        else:
            groups.append((texts, list(pieces)))
    return [group for _, group in groups]


def _stands(piece: Item, article: Article) -> bool:
    base = piece.base
    return base is not None and article.text[base : base + len(piece.text)] == piece.text


def _shifted(placed: Placed, by: int, article: Article) -> Placed:
    item = placed.item
    sentences = tuple(replace(one, start=one.start + by, end=one.end + by) for one in item.sentences)
    spans = item.spans
    if spans is not None:
        spans = tuple(one._replace(start=one.start + by, end=one.end + by) for one in spans)
    placed.item = replace(item, text=article.text, sentences=sentences, spans=spans)
    placed.near = [(start + by, end + by) for start, end in placed.near]
    return placed


def _stem(item: Item) -> str:
    """Return what to call the file of a text that has no name: as the file that it came in."""
    return PurePath(item.where.partition(",")[0].partition(":")[0]).stem or "imported"
