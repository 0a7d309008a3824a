"""Marks that could not be saved, as lines that an import takes in again."""

from __future__ import annotations

from desk import Desk, article

from annotations.rescue import described, rescued


def rows(desk: Desk, stored=(), unsaved=()):  # type: ignore[no-untyped-def]
    one = article()
    return list(rescued([one], {one.id: stored}, unsaved, "mei", "default/1"))


def test_only_sentences_that_are_not_saved_are_written() -> None:
    desk = Desk()
    [stored] = desk.do(desk.annotating.toggle_label([0], "claim")).after
    [unsaved] = desk.do(desk.annotating.toggle_label([2], "opinion")).after
    [row] = rows(desk, [stored], [unsaved])
    assert (row["start"], row["labels"], row["annotator"]) == (12, ["opinion"], "mei")


def test_the_newest_revision_counts() -> None:
    desk = Desk()
    [stored] = desk.do(desk.annotating.toggle_label([0], "claim")).after
    [unsaved] = desk.do(desk.annotating.toggle_label([0], "opinion")).after
    [row] = rows(desk, [stored], [unsaved])
    assert row["labels"] == ["claim", "opinion"]


def test_done_is_rescued_too() -> None:
    desk = Desk()
    [unsaved] = desk.do(desk.annotating.toggle_done(0)).after
    assert [row["done"] for row in rows(desk, [], [unsaved])] == [True]


def test_nothing_unsaved_writes_nothing_and_other_articles_are_left_out() -> None:
    desk = Desk()
    [stored] = desk.do(desk.annotating.toggle_label([0], "claim")).after
    assert rows(desk, [stored], []) == []
    assert rows(desk, [], [{**stored, "article": "elsewhere"}]) == []


def test_each_record_is_a_line_of_words() -> None:
    desk = Desk()
    unsaved = [
        *desk.do(desk.annotating.toggle_label([0], "claim")).after,
        *desk.do(desk.annotating.toggle_label([0], "quote")).after,
        *desk.do(desk.annotating.toggle_flag([1])).after,
        *desk.do(desk.annotating.toggle_done(0)).after,
    ]
    assert list(described([article()], unsaved)) == [
        "claim  一二三四五。",
        "claim, quote  一二三四五。",
        "sentence  六七八九十。",
        "done",
    ]
