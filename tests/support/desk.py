"""An annotator with a layer in memory, for tests of acts."""

from __future__ import annotations

from hypothesis import strategies as st

from annotations.editing.editor import Editor
from annotations.marks.marks import Said
from annotations.model.article import Article, Sentence
from annotations.model.scheme import DEFAULT
from annotations.records.acts import Act
from annotations.records.record import Record
from annotations.records.validation import validate

__all__ = ["Desk", "article", "ranges", "sentences"]

TEXT = "一二三四五。六七八九十。甲乙丙丁戊。子丑寅卯辰。"


def article(name: str = "a", width: int = 6) -> Article:
    sentences = tuple(Sentence(at, at + width) for at in range(0, 24, width))
    return Article(id=name * 20, title="", text=TEXT, raw=TEXT, sentences=sentences)


class Store:
    """What a layer does with acts, in memory: revisions rise by one, deleted records are of no article."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}

    def take(self, act: Act) -> None:
        assert act.after
        assert len(act.before) == len(act.after)
        assert len({record["uid"] for record in act.after}) == len(act.after)
        assert len({tuple(record["batch"]) for record in act.after}) == 1
        assert act.after[0]["batch"][1] == len(act.after)
        for record in act.after:
            validate(record)
            stored = self.records.get(record["uid"])
            assert record["rev"] == (stored["rev"] + 1 if stored else 1)
            if stored:
                assert record["created"] == stored["created"]
            self.records[record["uid"]] = record

    def of_article(self, identity: str) -> list[Record]:
        return [one for one in self.records.values() if one["article"] == identity and not one["deleted"]]


class Desk:
    """An annotator with a store, as the program has it."""

    def __init__(self) -> None:
        self.store = Store()
        self.reviewed: list[Record] = []
        """What was decided or given back."""
        self.annotating = Editor(DEFAULT, "mei", reviewed=lambda: self.reviewed)
        self.open(article())

    def open(self, which: Article) -> None:
        self.annotating.ledger.open(which, self.store.of_article(which.id), self.store.records.get)

    def do(self, act: Act | None) -> Act:
        assert act is not None
        self.store.take(act)
        return act

    def said(self, index: int) -> Said:
        return self.annotating.marks.said(index)

    @property
    def picture(self) -> tuple[object, ...]:
        marks = self.annotating.marks
        return (marks.done, *(marks.said(index) for index in range(len(marks))))


sentences = st.integers(0, 3)
ranges = st.tuples(sentences, sentences).map(lambda pair: range(min(pair), max(pair) + 1))
