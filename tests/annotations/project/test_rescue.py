"""What could not be saved, as a file that collecting takes in again."""

from __future__ import annotations

from desk import Desk, article

from annotations.exchange.hand_in import HandIn, read_hand_in
from annotations.exchange.handed_text import text_hash
from annotations.project.rescue import described, marks_among, rescued
from annotations.records.decisions import decision
from annotations.records.uids import decision_uid


def read(unsaved, articles=None) -> HandIn:  # type: ignore[no-untyped-def]
    articles = [article()] if articles is None else articles
    return read_hand_in(rescued(articles, unsaved, "mei", "default/1"), "rescued.jsonl")


def test_all_that_is_not_saved_is_written_whatever_its_kind() -> None:
    desk = Desk()
    unsaved = [
        *desk.do(desk.annotating.labels.toggle([2], "opinion")).after,
        *desk.do(desk.annotating.article.toggle_done(0)).after,
        *desk.do(desk.annotating.spans.add_name(0, 2, "PER")).after,
        *desk.do(desk.annotating.bounds.join(2)).after,
    ]
    found = read(unsaved)
    assert found.annotator == "mei"
    kinds = sorted(one["kind"] for one in found.records)
    assert kinds == ["article", "bounds", "sentence", "span"]
    assert {one["uid"]: one["rev"] for one in found.records} == {one["uid"]: one["rev"] for one in unsaved}
    [text] = found.texts.values()
    assert text.text_hash == text_hash(article().text)


def test_what_was_read_is_no_mark_unless_the_article_has_something_said_of_it() -> None:
    desk = Desk()
    editor = desk.annotating.article
    read_ = editor.note_seen([(0, 6)])
    assert read_ is not None
    [seen] = desk.do(read_).after
    assert marks_among([seen], {}.get) == 0
    assert list(described([article()], [seen])) == ["what was read"]
    [done] = desk.do(editor.toggle_done(0)).after
    assert marks_among([done], {seen["uid"]: seen}.get) == 1
    assert marks_among([done], {done["uid"]: done}.get) == 0, "only more of it was read since"
    [undone] = desk.do(editor.toggle_done(0)).after
    assert marks_among([undone], {done["uid"]: done}.get) == 1
    tags = desk.do(desk.annotating.labels.toggle([2, 3], "opinion")).after
    assert marks_among([seen, *tags], {}.get) == 2


def test_a_decision_is_rescued_and_described() -> None:
    text = article().text
    made = decision(
        article().id, 0, 6, text[:6], lead="mei", writer="w", scheme="default/1", how="person",
        seen=[], votes={}, status="marked", labels=["claim"],
    )  # fmt: skip
    [one] = read([made]).records
    assert one["uid"] == decision_uid(article().id, 0, "mei")
    assert list(described([article()], [made])) == ["decided: claim  一二三四五。"]


def test_of_an_article_that_is_not_to_be_had_the_records_are_written() -> None:
    desk = Desk()
    [stored] = desk.do(desk.annotating.labels.toggle([0], "claim")).after
    found = read([stored], [])
    assert [text.text_hash for text in found.texts.values()] == [None]
    assert len(found.records) == 1


def test_nothing_unsaved_is_a_file_with_nothing_in_it() -> None:
    assert read([]).records == []


def test_each_record_is_a_line_of_words() -> None:
    desk = Desk()
    unsaved = [
        *desk.do(desk.annotating.labels.toggle([0], "claim")).after,
        *desk.do(desk.annotating.labels.toggle([0], "quote")).after,
        *desk.do(desk.annotating.labels.toggle_flag([1])).after,
        *desk.do(desk.annotating.article.toggle_done(0)).after,
    ]
    assert list(described([article()], unsaved)) == [
        "claim  一二三四五。",
        "claim, quote  一二三四五。",
        "sentence  六七八九十。",
        "done",
    ]
