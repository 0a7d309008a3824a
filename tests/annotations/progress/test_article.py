"""How far an article is, worked out without its text, is what marks over the text come to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from review_desk import ARTICLE, SENTENCES, done, mark

from annotations.marks.bounds import bounded, bounds_record
from annotations.marks.marks import Marks, to_be_tagged
from annotations.progress.article import ArticleProgress, article_progress
from annotations.records.record import Record

BOUNDS = [(one.start, one.end, one.part == "body") for one in SENTENCES]


def test_nothing_was_said() -> None:
    assert article_progress([], BOUNDS) == ArticleProgress(0, 3, done=False)


def test_labels_and_none_count_and_flags_alone_do_not() -> None:
    records = [
        mark("an", 1, "claim", flag=True),
        mark("an", 2),
        mark("an", 3, status="open", flag=True, note="?"),
        done("an"),
    ]
    found = article_progress(records, BOUNDS)
    assert found[:5] == (2, 3, True, 2, 1)
    assert found.touched == max(one["updated"] for one in records)


def test_what_was_deleted_counts_for_nothing() -> None:
    gone: Record = {**mark("an", 1, "claim", flag=True), "deleted": True}
    assert article_progress([gone], BOUNDS)[:4] == (0, 3, False, 0)


@given(
    st.sets(st.integers(0, 3)),
    st.sets(
        st.sampled_from([(0, 8, 3, "join"), (3, 13, 8, "join"), (8, 13, 11, "split"), (3, 8, 5, "split")])
    ),
)
def test_it_is_what_marks_over_the_text_come_to(said: set[int], acts: set[tuple[int, int, int, str]]) -> None:
    lead = [
        bounds_record(ARTICLE, start, end, at, act, annotator="lin", writer="w", scheme="default/1")  # type: ignore[arg-type]
        for start, end, at, act in acts
    ]
    article = bounded(ARTICLE, lead)
    marks = Marks(article, [mark("an", index, "claim") for index in said])
    found = article_progress([mark("an", index, "claim") for index in said], BOUNDS, lead)
    assert sum(to_be_tagged(article)) == marks.size == found.sentences
    assert found.settled == marks.settled
