"""Joins and splits: whatever is said of bounds, the sentences stay sentences and no mark moves."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from desk import Desk, article
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import RecordError
from annotations.marks.bounds import bounds_record, with_bounds
from annotations.model.article import Article, Sentence
from annotations.records.record import tombstone
from annotations.records.validation import validate

WHO = {"annotator": "mei", "writer": "w", "scheme": "default/1"}


def spans(one: Article, records=()) -> list[tuple[int, int]]:  # type: ignore[no-untyped-def]
    return [(each.start, each.end) for each in with_bounds(one, records)]


def record(at: int, act: str, start: int = 0, end: int = 24):  # type: ignore[no-untyped-def]
    return bounds_record(article(), start, end, at, act, **WHO)


def test_a_join_and_a_split() -> None:
    assert spans(article(), [record(6, "join")]) == [(0, 12), (12, 18), (18, 24)]
    assert spans(article(), [record(3, "split")]) == [(0, 3), (3, 6), (6, 12), (12, 18), (18, 24)]
    both = [record(6, "join"), record(12, "join"), record(9, "split")]
    assert spans(article(), both) == [(0, 9), (9, 18), (18, 24)]


def test_what_is_deleted_or_out_of_place_counts_for_nothing() -> None:
    gone = tombstone(record(6, "join"), writer="w")
    moved = {**record(6, "join"), "quote": "別的字" * 8}
    assert spans(article(), [gone, moved]) == spans(article())


def test_acts_join_and_split_and_take_that_back() -> None:
    desk = Desk()
    act = desk.do(desk.annotating.bounds.join(0))
    validate(act.after[0])
    assert (act.start, act.words) == (0, "joined with the next")
    assert spans(article(), desk.store.records.values())[0] == (0, 12)
    desk.do(desk.annotating.ledger.undo())
    assert spans(article(), desk.store.of_article(article().id)) == spans(article())
    desk.do(desk.annotating.ledger.redo())
    desk.open(replace(article(), sentences=with_bounds(article(), desk.store.records.values())))
    desk.do(desk.annotating.bounds.split(0, 6))  # parts what was joined: back to how the rules have it
    assert spans(article(), desk.store.of_article(article().id)) == spans(article())
    assert desk.annotating.bounds.join(3) is None
    assert desk.annotating.bounds.split(1, 6) is None


offsets = st.integers(0, 24)
records = st.lists(
    st.builds(lambda at, act: record(at, act), st.integers(1, 23), st.sampled_from(["join", "split"]))
)


@given(records)
def test_any_bounds_give_sentences_in_order_that_cover_the_same_text(some) -> None:  # type: ignore[no-untyped-def]
    one = article()
    result = spans(one, some)
    assert all(start < end for start, end in result)
    assert "".join(one.text[start:end] for start, end in result) == one.text
    assert all(first[1] <= second[0] for first, second in pairwise(result))


def test_bounds_records_are_checked() -> None:
    good = record(6, "join")
    validate(good)
    for wrong in ({"act": "merge"}, {"at": 0}, {"at": 24}, {"at": "6"}, {"article": ""}):
        with pytest.raises(RecordError):
            validate(good | wrong)


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_split_leaves_white_space_to_neither_piece(at: int) -> None:
    text = "一二  三四。五六。"
    one = Article(
        id="a" * 20, title="", text=text, raw=text, sentences=(Sentence(0, 7, True), Sentence(7, 10))
    )
    cut = bounds_record(one, 0, 7, at, "split", **WHO)
    assert [(each.start, each.end, each.opens_paragraph) for each in with_bounds(one, [cut])] == [
        *((0, 2, True), (4, 7, False), (7, 10, False))
    ]
