"""Marks are intervals over the text; what a sentence carries is what those that overlap it say."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotations.marks.marks import Marks, Said
from annotations.model.article import Article, Sentence
from annotations.records.record import Record, article_mark, revise, sentence_mark, tombstone

TEXT = "一二三四五。六七八九十。甲乙丙丁戊。子丑寅卯辰。"
WHO = {"annotator": "mei", "writer": "w", "scheme": "default/1"}


def article(*bounds: tuple[int, int]) -> Article:
    bounds = bounds or ((0, 6), (6, 12), (12, 18), (18, 24))
    return Article(
        id="a" * 20, title="", text=TEXT, raw=TEXT, sentences=tuple(Sentence(*one) for one in bounds)
    )


def mark(start: int, end: int, *labels: str, **fields: Any) -> Record:
    status = fields.pop("status", "marked" if labels else "open")
    return sentence_mark("a" * 20, start, end, TEXT[start:end], labels=labels, status=status, **WHO, **fields)


def labels(marks: Marks) -> list[set[str]]:
    return [set(marks.said(index).labels) for index in range(len(marks))]


def test_a_mark_goes_to_its_sentence_and_no_other() -> None:
    marks = Marks(article(), [mark(6, 12, "claim", note="n", flag=True)])
    assert labels(marks) == [set(), {"claim"}, set(), set()]
    assert marks.said(1) == Said(frozenset({"claim"}), False, True, "n")
    assert marks.settled == 1
    assert list(marks.flagged()) == [1]


def test_after_a_join_both_count() -> None:
    marks = Marks(
        article((0, 12), (12, 24)), [mark(0, 6, "claim", note="x"), mark(6, 12, "quote", note="y", flag=True)]
    )
    assert marks.said(0) == Said(frozenset({"claim", "quote"}), False, True, "x\ny")
    assert labels(marks)[1] == set()
    assert marks.settled == 1


def test_after_a_split_each_piece_has_it() -> None:
    marks = Marks(article((0, 3), (3, 6), (6, 24)), [mark(0, 6, "claim")])
    assert labels(marks) == [{"claim"}, {"claim"}, set()]
    assert marks.settled == 2


def test_a_label_beside_a_none_wins() -> None:
    marks = Marks(article((0, 12)), [mark(0, 6, status="none"), mark(6, 12, "claim")])
    assert not marks.said(0).none
    marks = Marks(article((0, 12)), [mark(0, 6, status="none"), mark(6, 12)])
    assert marks.said(0).none


def test_newer_revisions_replace_and_tombstones_remove() -> None:
    first = mark(0, 6, "claim")
    marks = Marks(article(), [first])
    second = revise(first, labels=[], status="none")
    assert marks.apply([second]) == {0}
    assert marks.said(0) == Said(none=True)
    assert marks.settled == 1
    third = tombstone(second)
    assert marks.apply([third]) == {0}
    assert marks.said(0) == Said()
    assert marks.settled == 0
    assert labels(marks) == [set()] * 4
    assert marks.record(first["uid"]) is third


def test_what_is_of_another_article_touches_nothing() -> None:
    marks = Marks(article((0, 6), (6, 12)))
    other = {**mark(0, 6, "claim"), "article": "b" * 20}
    assert marks.apply([other, mark(6, 12, "claim")]) == {1}
    assert labels(marks) == [set(), {"claim"}]


def test_a_mark_that_ends_elsewhere_leaves_the_sentences_it_covered() -> None:
    wide = mark(0, 12, "claim")
    marks = Marks(article(), [wide])
    assert labels(marks)[:2] == [{"claim"}, {"claim"}]
    assert marks.apply([revise(wide, end=6, quote=TEXT[:6])]) == {0, 1}
    assert labels(marks)[:2] == [{"claim"}, set()]
    assert marks.settled == 1


def test_a_mark_whose_text_is_not_there_is_reported_and_never_shown() -> None:
    odd = {**mark(6, 12, "claim"), "quote": "完全不是這句"}
    marks = Marks(article(), [odd])
    assert marks.out_of_place == [odd]
    assert labels(marks) == [set()] * 4
    beyond = {**mark(18, 24, "claim"), "start": 900, "end": 906}
    assert Marks(article(), [beyond]).out_of_place == [beyond]
    marks.apply([tombstone(odd)])
    assert marks.out_of_place == []


def test_done_leaves_nothing_open_but_flags() -> None:
    marks = Marks(article(), [mark(0, 6, "claim"), mark(6, 12, flag=True), mark(12, 18, status="none")])
    assert [marks.is_open(index) for index in range(4)] == [False, True, False, True]
    done = article_mark("a" * 20, done=True, **WHO)
    assert marks.apply([done]) == set()
    assert marks.done
    assert [marks.is_open(index) for index in range(4)] == [False] * 4
    assert [marks.wants_attention(index) for index in range(4)] == [False, True, False, False]
    assert not Marks(article(), [done]).unsaid
    marks.apply([tombstone(done)])
    assert not marks.done


def test_other_kinds_of_record_are_let_be() -> None:
    marks = Marks(article(), [{**mark(0, 6, "claim"), "kind": "decision", "uid": "u"}])
    assert labels(marks) == [set()] * 4


intervals = st.tuples(st.integers(0, 23), st.integers(1, 12)).map(lambda pair: (pair[0], min(24, sum(pair))))
kinds = st.sampled_from([("claim",), ("quote",), ("claim", "opinion"), ()])


@given(
    st.dictionaries(st.integers(0, 23), st.tuples(st.integers(1, 12), kinds, st.booleans()), max_size=6),
    st.sets(st.integers(1, 23), max_size=6),
)
def test_overlap_is_what_counts(made: dict[int, tuple[int, tuple[str, ...], bool]], cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), 24]
    bounds = list(pairwise(edges))
    records = [
        mark(start, min(24, start + length), *names, flag=flag)
        for start, (length, names, flag) in made.items()
    ]
    marks = Marks(article(*bounds), records)
    for index, (start, end) in enumerate(bounds):
        over = [record for record in records if record["start"] < end and record["end"] > start]
        assert marks.said(index).labels == {name for record in over for name in record["labels"]}
        assert marks.said(index).flag == any(record["flag"] for record in over)
        assert sorted(record["uid"] for record in marks.over(index)) == sorted(
            record["uid"] for record in over
        )
        starts = [record["start"] for record in marks.over(index)]
        assert starts == sorted(starts)
    assert marks.settled == sum(marks.said(index).settled for index in range(len(bounds)))
