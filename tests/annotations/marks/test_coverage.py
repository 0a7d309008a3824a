"""What an annotator has been through, and what being done can say of it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.marks.coverage import Coverage, merged
from annotations.records.record import Record, article_mark, tombstone

ranges = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda one: (one[0], sum(one))), max_size=6
)
place = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda one: (one[0], sum(one)))


def whole(seen: list[tuple[int, int]], *, done: bool = True) -> Record:
    return article_mark("a" * 20, annotator="mei", writer="w", scheme="s", done=done, seen=seen)


@given(ranges, place)
def test_a_sentence_was_seen_if_any_of_it_was(seen: list[tuple[int, int]], sentence: tuple[int, int]) -> None:
    under = {at for start, end in seen for at in range(start, end)}
    assert Coverage.of([whole(seen)]).saw(*sentence) == (not seen or bool(under & set(range(*sentence))))


@given(ranges, place, place)
def test_a_join_or_a_split_takes_no_judgement_away(
    seen: list[tuple[int, int]], one: tuple[int, int], two: tuple[int, int]
) -> None:
    found = Coverage.of([whole(seen)])
    joined = min(one[0], two[0]), max(one[1], two[1])
    assert found.saw(*joined) >= (found.saw(*one) or found.saw(*two))
    middle = (joined[0] + joined[1]) // 2
    pieces = [found.saw(joined[0], middle) if middle > joined[0] else False, found.saw(middle, joined[1])]
    assert found.saw(*joined) == any(pieces)


def test_where_nothing_was_noted_all_was_seen_and_done_is_what_says_none() -> None:
    assert Coverage.of([whole([])]).implies_none(3, 5)
    assert not Coverage.of([whole([], done=False)]).implies_none(3, 5)
    assert not Coverage.of([tombstone(whole([]))]).done
    assert Coverage.of([]) == Coverage()
    assert not Coverage(done=True, seen=()).saw(0, 1), "noted, and nothing"
    two = [whole([(0, 2)], done=False), {**whole([(5, 7)]), "uid": "article:other"}]
    assert Coverage.of(two) == Coverage(done=True, seen=((0, 2), (5, 7)))


@given(ranges)
def test_merged_ranges_are_apart_and_have_the_same_characters(seen: list[tuple[int, int]]) -> None:
    found = merged(seen)
    assert {at for one in found for at in range(*one)} == {at for one in seen for at in range(*one)}
    assert all(one[1] < two[0] for one, two in pairwise(found))
