"""Threads: which remarks belong together, in which order, and what waits for an answer."""

from __future__ import annotations

from falsified import ARTICLE

from annotations.records.independence import was_reviewed
from annotations.records.noted import noted_in
from annotations.records.record import Record, revise, sentence_mark, tombstone
from annotations.records.remarks import asks, remark_record, remarks_on, said_after, threads_of
from annotations.records.returns import answer_record, return_record, seen_of

TIMES = [f"2026-01-31T08:00:0{second}.000Z" for second in range(9)]


def place(index: int) -> tuple[str, int, int, str]:
    one = ARTICLE.sentences[index]
    return ARTICLE.id, one.start, one.end, ARTICLE.text[one.start : one.end]


def note(text: str, index: int = 1, *, by: str = "mei", flag: bool = False) -> Record:
    return sentence_mark(
        *place(index), note=text, flag=flag, annotator=by, writer="w", scheme="s/1", at=TIMES[0]
    )


def remark(text: str, at: int = 1, index: int = 1, *, by: str = "lin", to: str = "mei") -> Record:
    return remark_record(*place(index), text, to=to, annotator=by, writer="w", scheme="s/1", at=TIMES[at])


def test_the_note_comes_first_and_the_rest_by_time() -> None:
    late = revise(note("這算觀點嗎"), at=TIMES[8])
    [thread] = threads_of([remark("再看看", 3), remark("好", 2, by="mei"), late, remark("是的", 1)])
    assert [one.text for one in thread.entries] == ["這算觀點嗎", "是的", "好", "再看看"]
    assert (thread.of, thread.start, thread.answered) == ("mei", place(1)[1], True)
    assert thread.quote == place(1)[3]


def test_each_annotator_and_each_sentence_has_its_own() -> None:
    records = [note("一"), note("二", by="bo"), note("三", 2), remark("四", to="BO")]
    threads = threads_of(records)
    assert [(one.of, [entry.text for entry in one.entries]) for one in threads] == [
        ("bo", ["二", "四"]),
        ("mei", ["一"]),
        ("mei", ["三"]),
    ]


def test_places_that_overlap_after_a_join_are_one_thread() -> None:
    article, start, _, _ = place(0)
    end = place(1)[2]
    by = {"annotator": "lin", "writer": "w", "scheme": "s/1"}
    wide = remark_record(article, start, end, ARTICLE.text[start:end], "合起來", to="mei", **by)
    [thread] = threads_of([note("前", 0), note("後", 1), wide])
    assert [one.text for one in thread.entries] == ["前", "後", "合起來"]
    assert (thread.start, thread.end) == (start, end)


def test_what_was_taken_back_is_in_none() -> None:
    assert threads_of([note(""), tombstone(remark("錯了"))]) == []
    assert remarks_on([tombstone(remark("錯了")), remark("對了", to="bo")], "mei") == []


def test_a_question_waits_for_an_answer() -> None:
    assert all(map(asks, ("why?", "為什麼？", "是事實嗎", "是吗")))
    assert not asks("見指引")
    assert threads_of([note("是嗎")])[0].unanswered
    assert not threads_of([note("是嗎"), remark("是")])[0].unanswered
    assert threads_of([note("是"), remark("哪一個？")])[0].unanswered


def test_those_of_a_sentence_are_those_that_overlap_it() -> None:
    both = [remark("後", 2), remark("前", 1), remark("別處", 3, 2)]
    [_, start, end, _] = place(1)
    assert [one["text"] for one in said_after(both, start, end)] == ["前", "後"]


def test_a_word_of_somebody_else_makes_what_is_changed_later_no_independent_judgement() -> None:
    [_, start, end, _] = place(1)
    assert was_reviewed([remark("再看看")], start, end, "MEI")
    assert not was_reviewed([remark("再看看")], start, end, "bo")
    assert not was_reviewed([remark("記一筆", by="mei")], start, end, "mei")
    assert not was_reviewed([tombstone(remark("再看看"))], start, end, "mei")
    assert not was_reviewed([remark("再看看")], end, end + 1, "mei")


def returned(index: int | None, comment: str = "再看看", to: str = "mei"):
    where = place(index) if index is not None else (ARTICLE.id, None, None, "")
    seen = seen_of(None, done=False)
    return return_record(
        *where, to=to, comment=comment, seen=seen, lead="lin", writer="w", scheme="s/1", at=TIMES[5]
    )


def test_all_about_one_sentence_comes_together() -> None:
    back = returned(1)
    [one] = noted_in([note("是嗎", flag=True), remark("是", 2), back], ["mei"])
    assert one.kinds == {"flag", "note", "returned", "unanswered"}
    assert one.people == {"mei", "lin"}
    assert (one.last, one.time) == (("lin", "再看看"), TIMES[5])
    answer = answer_record(back, "改了", annotator="mei", writer="w", scheme="s/1", at=TIMES[7])
    [one] = noted_in([note("是嗎", flag=True), remark("是", 2), back, answer], ["mei"])
    assert one.kinds == {"flag", "note", "returned"}
    assert one.last == ("mei", "改了")


def test_a_flag_alone_an_article_and_others_that_were_not_asked_for() -> None:
    records = [note("", 0, flag=True), note("別人的", by="bo"), returned(None), returned(2, to="bo")]
    found = {(one.of, one.quote, *sorted(one.kinds)) for one in noted_in(records, ["mei"])}
    assert found == {("mei", place(0)[3], "flag"), ("mei", "", "returned", "unanswered")}
    assert {one.of for one in noted_in(records, ["mei", "bo"])} == {"mei", "bo"}
