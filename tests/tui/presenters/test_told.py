"""What was done is named with the sentences that it was done to."""

from __future__ import annotations

import pytest
from desk import Desk
from desk import article as text_of

from annotations.model.article import Article, Sentence
from annotations.records.acts import Act
from tui.layout.lines import Page
from tui.presenters.told import where_and_what


def page(article: Article) -> Page:
    return Page.of(article.text, article.sentences)


@pytest.mark.parametrize(
    ("sentences", "words"),
    [
        ([0], "1 +claim"),
        ([1, 2, 3], "2 to 4 +claim"),
        ([0, 2], "1 and 1 more +claim"),
        ([3, 2], "3 to 4 +claim"),
    ],
)
def test_a_range_is_named_by_its_ends(sentences: list[int], words: str) -> None:
    desk = Desk()
    act = desk.do(desk.annotating.labels.toggle(sentences, "claim"))
    assert where_and_what(act, page(text_of())) == words
    undone = desk.do(desk.annotating.ledger.undo())
    assert where_and_what(undone, page(text_of())) == words.replace("+claim", "undone: +claim")


def test_what_is_stepped_over_does_not_part_a_range() -> None:
    desk = Desk()
    act = desk.do(desk.annotating.labels.say_none([0, 2]))
    captioned = [Sentence(at, at + 6, part="caption" if at == 6 else "body") for at in range(0, 24, 6)]
    assert where_and_what(act, Page.of(text_of().text, captioned)) == "1 to 3 none"


def test_what_counts_its_sentences_itself_counts_them_once() -> None:
    desk = Desk()
    act = desk.do(desk.annotating.labels.toggle([1, 2, 3], "quote"))
    counted = Act(act.article, act.start, "again: and 2 more decided: quote", act.before, act.after)
    assert where_and_what(counted, page(text_of())) == "2 to 4 again: decided: quote"
    elsewhere = Act("b" * 20, act.start, "and 2 more decided: quote", act.before, act.after)
    assert where_and_what(elsewhere, page(text_of())) == "2 and 2 more decided: quote"


def test_of_the_article_it_is_where_one_stood() -> None:
    desk = Desk()
    act = desk.do(desk.annotating.article.toggle_done(2))
    assert where_and_what(act, page(text_of())) == "3 done"
    undone = desk.do(desk.annotating.ledger.undo())
    assert where_and_what(undone, page(text_of())) == "the article, undone: done"
