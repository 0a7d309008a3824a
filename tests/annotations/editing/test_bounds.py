"""Splits and joins as acts: where there is nothing to do there is no act, and answers lead to their place."""

from __future__ import annotations

import pytest
from desk import Desk

from annotations.records.returns import return_record, seen_of


@pytest.mark.parametrize(("sentence", "at"), [(0, 0), (0, 6), (1, 6), (1, 12), (1, 3), (1, 20), (3, 24)])
def test_a_split_is_inside_its_sentence(sentence: int, at: int) -> None:
    assert Desk().annotating.bounds.split(sentence, at) is None


def test_the_last_sentence_is_joined_with_nothing() -> None:
    desk = Desk()
    assert desk.annotating.bounds.join(3) is None
    act = desk.do(desk.annotating.bounds.join(2))
    assert (act.start, act.after[0]["at"], act.after[0]["end"]) == (12, 18, 24)


@pytest.mark.parametrize(("start", "end", "leads_to"), [(12, 18, 12), (None, None, 0)])
def test_an_answer_leads_to_what_it_is_about(start: int | None, end: int | None, leads_to: int) -> None:
    desk = Desk()
    quote = "" if start is None else "甲乙丙丁戊。"
    who = {"lead": "li", "writer": "w", "scheme": "default/1"}
    seen = seen_of(None, done=True)
    returned = return_record("a" * 20, start, end, quote, to="mei", comment="?", seen=seen, **who)
    assert desk.do(desk.annotating.article.answer(returned, "")).start == leads_to
