"""Which sentence is next to look at: round the article, both ways, whether much or little is open."""

from __future__ import annotations

import pytest

from annotations.marks.marks import Marks
from annotations.model.article import Article, Sentence
from annotations.records.record import Record, article_mark, sentence_mark

TEXT = "一二三四五。" * 6
WHO = {"annotator": "mei", "writer": "w", "scheme": "default/1"}
ARTICLE = Article(
    id="a" * 20,
    title="",
    text=TEXT,
    raw=TEXT,
    sentences=tuple(Sentence(at, at + 6) for at in range(0, 36, 6)),
)
DONE = article_mark("a" * 20, done=True, **WHO)


def said(index: int, flag: bool = False) -> Record:
    return sentence_mark(
        *("a" * 20, 6 * index, 6 * index + 6, TEXT[:6]),
        **{"labels": ["claim"], "status": "marked", "flag": flag, **WHO},
    )


def walk(marks: Marks, step: int) -> list[int | None]:
    return [marks.next_wanting(index, step) for index in range(6)]


@pytest.mark.parametrize(("step", "after"), [(1, [2, 2, 3, 5, 5, 2]), (-1, [5, 5, 5, 2, 3, 3])])
def test_the_next_open_one(step: int, after: list[int]) -> None:
    assert walk(Marks(ARTICLE, [said(0), said(1), said(4)]), step) == after


@pytest.mark.parametrize(("step", "after"), [(1, [2, 2, 5, 5, 5, 2]), (-1, [5, 5, 5, 2, 2, 2])])
@pytest.mark.parametrize("done", [False, True])
def test_the_next_flagged_one_where_nothing_is_open(step: int, after: list[int], done: bool) -> None:
    flagged = [said(2, flag=True), said(5, flag=True)]
    rest = [DONE] if done else [said(index) for index in (0, 1, 3, 4)]
    assert walk(Marks(ARTICLE, [*flagged, *rest]), step) == after


def test_the_only_one_is_the_next_to_itself_and_none_is_none() -> None:
    everything = [said(index) for index in range(6)]
    assert Marks(ARTICLE, [*everything[:3], said(3, flag=True), *everything[4:]]).next_wanting(3, 1) == 3
    assert Marks(ARTICLE, everything[:5]).next_wanting(5, 1) == 5
    assert Marks(ARTICLE, everything).next_wanting(0, 1) is None
    assert Marks(ARTICLE, [DONE]).next_wanting(0, -1) is None


def test_flagged_and_open_both_want_it() -> None:
    marks = Marks(ARTICLE, [said(0), said(1, flag=True)])
    assert [marks.wants_attention(index) for index in range(6)] == [False, True, True, True, True, True]
    assert [marks.is_open(index) for index in range(6)] == [False, False, True, True, True, True]
    assert len(marks.all_records()) == 2
