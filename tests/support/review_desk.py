"""Layers in memory of one short article, for tests of reviewing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotations.adjudication.adjudicator import Adjudicator
from annotations.adjudication.sentences import Decisions
from annotations.model.article import Article, Sentence
from annotations.model.scheme import DEFAULT
from annotations.records.acts import Act
from annotations.records.record import Record, article_mark, sentence_mark
from annotations.records.validation import validate

__all__ = ["ARTICLE", "SENTENCES", "ReviewDesk", "done", "mark"]

TEXT = "題目\n今天很好。張三說好。沒有了。"
SENTENCES = (Sentence(0, 2, part="title"), Sentence(3, 8), Sentence(8, 13), Sentence(13, 17))
ARTICLE = Article("a" * 20, "題", TEXT, TEXT, source="a.txt", sentences=SENTENCES)
_BY: dict[str, Any] = {"writer": "w", "scheme": "default/1"}


def mark(annotator: str, index: int, *labels: str, **fields: Any) -> Record:
    """Return what an annotator says of a sentence of `ARTICLE`; no label says none."""
    one = SENTENCES[index]
    values = {"labels": labels, "status": "marked" if labels else "none"} | fields
    return sentence_mark(
        ARTICLE.id, one.start, one.end, TEXT[one.start : one.end], annotator=annotator, **_BY, **values
    )


def done(annotator: str, *saw: int) -> Record:
    """Return what says that an annotator is done with `ARTICLE`, having seen `saw`; without any all of it."""
    seen = [(SENTENCES[index].start, SENTENCES[index].end) for index in saw]
    return article_mark(ARTICLE.id, annotator=annotator, done=True, seen=seen, **_BY)


class ReviewDesk:
    """The lead ``lin`` at work on what others say, with everything kept current as the screen does it."""

    def __init__(self, *records: Record, article: Article = ARTICLE) -> None:
        self.layers: dict[str, dict[str, Record]] = {}
        self.settling = Adjudicator(DEFAULT, "lin")
        for one in records:
            self.layers.setdefault(one["annotator"], {})[one["uid"]] = one
        self.open(article)

    def open(self, article: Article) -> None:
        """Open the article anew, as after a restart."""
        self.of = Decisions(article, {name: layer.values() for name, layer in self.layers.items()}, DEFAULT)
        mine = self.layers.setdefault("lin", {})
        self.settling.editor.ledger.open(
            article, [one for one in mine.values() if not one["deleted"]], mine.get
        )
        self.settling.review(self.of)

    def put(self, records: Iterable[Record]) -> list[Record]:
        """Store records of one act and let everybody know."""
        records = list(records)
        for one in records:
            validate(one)
            layer = self.layers.setdefault(one["annotator"], {})
            assert one["rev"] == layer.get(one["uid"], {"rev": 0})["rev"] + 1
            layer[one["uid"]] = one
            self.of.apply(one["annotator"], [one])
        assert len({tuple(one["batch"]) for one in records}) <= 1
        return records

    def do(self, act: Act | None) -> list[Record]:
        """Store what an act made."""
        assert act is not None
        return self.put(act.after)

    @property
    def states(self) -> list[str]:
        """Return the state of each sentence to be settled."""
        return [unit.state for unit in self.of.units]

    def fresh(self) -> Decisions:
        """Return what reading all layers anew gives."""
        return Decisions(
            self.of.article, {name: layer.values() for name, layer in self.layers.items()}, DEFAULT
        )
