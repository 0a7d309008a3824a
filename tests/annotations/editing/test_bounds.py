"""Splits and joins as acts: where there is nothing to do there is no act, and answers lead to their place."""

from __future__ import annotations

import pytest
from desk import Desk

from annotations.model.article import Article, Sentence
from annotations.records.returns import return_record, seen_of


@pytest.mark.parametrize(("sentence", "at"), [(0, 0), (0, 6), (1, 6), (1, 12), (1, 3), (1, 20), (3, 24)])
def test_a_split_is_inside_its_sentence(sentence: int, at: int) -> None:
    assert Desk().annotating.bounds.split(sentence, at) is None


def test_the_last_sentence_is_joined_with_nothing() -> None:
    desk = Desk()
    assert desk.annotating.bounds.join(3) is None
    act = desk.do(desk.annotating.bounds.join(2))
    assert (act.start, act.after[0]["at"], act.after[0]["end"]) == (12, 18, 24)


SPACED = " 一 二。 三四。"


@pytest.mark.parametrize(
    ("sentence", "at", "splits_at"),
    [
        (0, 2, 3),  # blanks go with what stands before them
        (0, 3, 3),
        (0, 4, 4),
        (0, 5, None),  # nothing but blanks would be behind it
        (0, 1, None),  # or before it
        (1, 6, None),
        (1, 8, 8),
        (1, 9, None),
    ],
)
def test_a_split_has_text_on_both_sides(sentence: int, at: int, splits_at: int | None) -> None:
    desk = Desk()
    desk.open(Article("a" * 20, "", SPACED, SPACED, sentences=(Sentence(0, 6), Sentence(6, 9))))
    act = desk.annotating.bounds.split(sentence, at)
    assert (act and act.after[0]["at"]) == splits_at


@pytest.mark.parametrize(("kind", "words"), [("join", "joined"), ("split", "split")])
def test_what_another_proposed_is_taken_over_as_ones_own(kind: str, words: str) -> None:
    theirs, desk = Desk(), Desk()
    theirs.annotating.ledger.annotator = "kai"
    bounds = theirs.annotating.bounds
    [proposal] = theirs.do(bounds.join(1) if kind == "join" else bounds.split(1, 9)).after
    act = desk.do(desk.annotating.bounds.take_over(proposal))
    [mine] = act.after
    same = ("kind", "start", "end", "at", "act", "quote")
    assert [mine[key] for key in same] == [proposal[key] for key in same]
    assert (act.words, act.start, mine["annotator"], mine["deleted"]) == (words, 6, "mei", False)


def test_what_was_split_is_joined_by_taking_the_split_back() -> None:
    desk = Desk()
    first, second = Sentence(0, 12), Sentence(12, 24)
    text = desk.annotating.marks.article.text

    def shown(*sentences: Sentence) -> None:
        desk.open(Article("a" * 20, "", text, text, sentences=sentences))

    shown(first, second)
    [split] = desk.do(desk.annotating.bounds.split(0, 6)).after
    shown(Sentence(0, 6), Sentence(6, 12), second)
    [back] = desk.do(desk.annotating.bounds.join(0)).after
    assert (back["uid"], back["deleted"], back["act"]) == (split["uid"], True, "split")
    shown(first, second)
    [again] = desk.do(desk.annotating.bounds.split(0, 6)).after
    assert (again["uid"], again["deleted"], again["act"]) == (split["uid"], False, "split")


@pytest.mark.parametrize(("start", "end", "leads_to"), [(12, 18, 12), (None, None, 0)])
def test_an_answer_leads_to_what_it_is_about(start: int | None, end: int | None, leads_to: int) -> None:
    desk = Desk()
    quote = "" if start is None else "甲乙丙丁戊。"
    who = {"lead": "li", "writer": "w", "scheme": "default/1"}
    seen = seen_of(None, done=True)
    returned = return_record("a" * 20, start, end, quote, to="mei", comment="?", seen=seen, **who)
    assert desk.do(desk.annotating.article.answer(returned, "")).start == leads_to
