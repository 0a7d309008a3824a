"""What a lead gives back: whose it is, when it is answered, and what it does to marks changed afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk, article
from hypothesis import given
from hypothesis import strategies as st

from annotations.editing.editor import Editor
from annotations.errors import RecordError
from annotations.marks.marks import Marks
from annotations.model.scheme import DEFAULT
from annotations.records.acts import content, following, recall
from annotations.records.independence import was_reviewed
from annotations.records.record import Record, article_mark, revise, sentence_mark, tombstone
from annotations.records.returns import answer_record, open_returns, return_record, seen_of
from annotations.records.validation import validate

BY: dict[str, Any] = {"writer": "w", "scheme": "default/1"}
ONE = article()


def returned(index: int | None = 0, to: str = "mei", lead: str = "lin", **fields: Any) -> Record:
    place: tuple[int | None, int | None, str] = (None, None, "")
    if index is not None:
        sentence = ONE.sentences[index]
        place = (sentence.start, sentence.end, ONE.text[sentence.start : sentence.end])
    values = {"comment": "再看", "seen": seen_of(None, done=True)} | fields
    record = return_record(ONE.id, *place, to=to, lead=lead, **BY, **values)
    validate(record)
    return record


def answered(to: Record, comment: str = "", annotator: str = "mei") -> Record:
    record = answer_record(to, comment, annotator=annotator, **BY)
    validate(record)
    return record


def test_what_they_say() -> None:
    mark = sentence_mark(ONE.id, 6, 12, ONE.text[6:12], annotator="mei", status="none", **BY)
    one = returned(1, seen=seen_of(mark, done=False))
    assert one["uid"] == f"return:{ONE.id}:6:mei:lin"
    assert (one["start"], one["end"], one["quote"]) == (6, 12, "六七八九十。")
    assert (one["to"], one["annotator"], one["seen"]) == (
        "mei",
        "lin",
        {"uid": mark["uid"], "rev": 1, "done": False},
    )
    answer = answered(one, "改了")
    assert answer["uid"] == f"answer:{one['uid']}:mei"
    assert (answer["return"], answer["return_rev"], answer["comment"]) == (one["uid"], 1, "改了")
    assert [answer[key] for key in ("article", "start", "end", "quote")] == [ONE.id, 6, 12, "六七八九十。"]
    whole = returned(None)
    assert whole["uid"] == f"return:{ONE.id}:-:mei:lin"
    assert (whole["start"], whole["end"], whole["quote"]) == (None, None, "")
    assert answered(whole)["start"] is None


def test_answered_is_what_has_an_answer_to_this_revision() -> None:
    first = returned()
    [one] = open_returns([first], [], "mei")
    assert (one.record, one.answer, one.answered, one.start, one.end) == (first, None, False, 0, 6)
    answer = answered(first)
    [one] = open_returns([first], [answer], "mei")
    assert (one.answer, one.answered) == (answer, True)
    again = following(first, returned(comment="再看"), again=True)
    assert again is not None
    assert (again["rev"], again["created"]) == (2, first["created"])
    [one] = open_returns([again, first], [answer], "mei")
    assert (one.record, one.answer, one.answered) == (again, answer, False)
    second = following(answer, answered(again))
    assert second is not None
    assert second["rev"] == 2
    [one] = open_returns([again], [answer, second], "mei")
    assert (one.answer, one.answered) == (second, True)
    [one] = open_returns([first], [second], "mei")
    assert one.answered, "what the lead sent last has not come here yet"
    [one] = open_returns([again], [second, tombstone(second)], "mei")
    assert (one.answer, one.answered) == (None, False)
    assert open_returns([again, tombstone(again)], [second], "mei") == []


def test_only_what_is_for_me_in_whichever_spelling() -> None:
    records = [returned(to="Mei"), returned(1, to="kai"), returned(2, lead="wu")]
    records.append(sentence_mark(ONE.id, 0, 6, ONE.text[:6], annotator="lin", **BY))
    found = open_returns(records, [], "mei")
    assert [one.record for one in found] == [records[0], records[2]]
    answer = {**answered(records[0]), "return": records[0]["uid"].casefold()}
    assert open_returns(records, [answer], "MEI")[-1].record is records[0]


def test_of_two_of_one_revision_the_first_holds() -> None:
    first, second = returned(comment="一"), returned(comment="二")
    assert [one.record for one in open_returns([first, second], [], "mei")] == [first]
    assert [one.record for one in open_returns([second, first], [], "mei")] == [second]


def test_what_waits_comes_first_and_the_whole_before_its_sentences() -> None:
    records = [returned(3), returned(1), returned(None), returned(0)]
    other = {**returned(2), "article": "b" * 20, "uid": f"return:{'b' * 20}:12:mei:lin"}
    answers = [answered(records[3])]
    found = open_returns([other, *records], answers, "mei")
    assert [one.start for one in found] == [12, None, 6, 18, 0]
    assert [one.answered for one in found] == [False] * 4 + [True]


def test_the_next_revision() -> None:
    first = returned()
    assert following(None, first) is first
    assert following(first, returned()) is None, "it says so already"
    gone = tombstone(first)
    back = following(gone, returned())
    assert back is not None
    validate(back)
    assert (back["rev"], back["deleted"]) == (3, False)
    harmed = {key: gone[key] for key in ("schema", "uid", "kind", "rev", "created", "deleted")}
    mended = following({**harmed, "annotator": "?"}, returned())
    assert mended is not None
    validate(mended)


def test_what_is_about_a_returned_sentence() -> None:
    sentence, whole = returned(1), returned(None)
    assert was_reviewed([sentence], 6, 12, "mei")
    assert was_reviewed([sentence], 11, 13, "Mei")
    assert not was_reviewed([sentence], 0, 6, "mei")
    assert not was_reviewed([sentence], 6, 12, "kai")
    assert not was_reviewed([tombstone(sentence)], 6, 12, "mei")
    assert was_reviewed([whole], 0, 6, "mei")
    assert not was_reviewed([whole], 0, 6, "kai")
    assert not was_reviewed([answered(whole)], 0, 6, "mei")


@pytest.mark.parametrize(("index", "others"), [(1, False), (None, True)])
def test_marks_changed_after_a_return_say_so(index: int | None, others: bool) -> None:
    desk = Desk()
    desk.do(desk.annotating.labels.toggle([1], "claim"))
    desk.reviewed = [returned(index)]
    changed = desk.do(desk.annotating.labels.toggle([1], "opinion")).after[0]
    assert (changed["labels"], changed["after_review"]) == (["claim", "opinion"], True)
    assert (changed["first_labels"], changed["first_status"]) == (["claim"], "marked")
    changed = desk.do(desk.annotating.labels.toggle([1], "claim")).after[0]
    assert (changed["labels"], changed["first_labels"]) == (["opinion"], ["claim"])
    other = desk.do(desk.annotating.labels.toggle([3], "claim")).after[0]
    assert ("after_review" in other) == others
    desk.reviewed = [returned(index, to="kai")]
    assert "after_review" not in desk.do(desk.annotating.labels.toggle([0], "claim")).after[0]


def test_they_are_no_marks_and_are_undone_like_any_act() -> None:
    first, answer = returned(None), answered(returned(None))
    marks = Marks(ONE, [first, returned(1), answer])
    assert not any(marks.said(index).settled for index in range(len(marks)))
    assert (marks.out_of_place, marks.done) == ([], False)
    again = following(first, returned(None, comment="還有", seen={"uid": "u", "rev": 3, "done": False}))
    assert again is not None
    gone = tombstone(again)
    log: list[list[tuple[Record | None, Record]]] = [
        [(None, first)],
        [(first, again)],
        [(again, gone)],
    ]
    undo, _ = recall(log)
    words = ["returned to mei", "returned once more to mei", "return withdrawn"]
    assert [(act.words, act.start) for act in undo] == [(one, 0) for one in words]
    lead = Editor(DEFAULT, "lin")
    lead.ledger.open(ONE, [], {first["uid"]: gone}.get)
    lead.ledger.recall(log)
    for wanted in (again, first):
        act = lead.ledger.undo()
        assert act is not None
        [restored] = act.after
        validate(restored)
        assert content(restored) == content(wanted), "with the mark that it was about"
    assert [act.words for act in recall([[(None, answer)], [(answer, revise(answer, comment="x"))]])[0]] == [
        "answered",
        "answered",
    ]
    gone = tombstone(revise(answer, comment="x"))
    assert recall([[(revise(answer, comment="x"), gone)]])[0][0].words == "answer taken back"


@pytest.mark.parametrize(
    "wrong",
    [
        {"article": ""},
        {"start": None},
        {"end": None},
        {"quote": ""},
        {"start": None, "end": None},
        {"to": ""},
        {"comment": ""},
        {"comment": None},
        {"seen": None},
        {"seen": {"uid": None, "rev": 1, "done": True}},
        {"seen": {"uid": "u", "rev": 0, "done": True}},
        {"seen": {"uid": None, "rev": 0}},
    ],
)
def test_what_no_return_can_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match=f"^return:{ONE.id}:0:mei:lin: "):
        validate({**returned(), **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        {"return": ""},
        {"return_rev": 0},
        {"return_rev": True},
        {"comment": None},
        {"quote": "x"},
        {"start": 0},
    ],
)
def test_what_no_answer_can_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match=f"^answer:return:{ONE.id}:-:mei:lin:mei: "):
        validate({**answered(returned(None)), **wrong})


STEPS = st.lists(st.sampled_from(["return", "answer", "withdraw", "take back", "done"]), max_size=12)


@given(STEPS)
def test_whatever_happens_what_waits_was_sent_after_the_last_answer(steps: list[str]) -> None:
    sent: list[Record] = []
    told: list[Record] = []
    waits = False
    for step in steps:
        live = bool(sent) and not sent[-1]["deleted"]
        if step == "return":
            one = following(sent[-1] if sent else None, returned(2), again=True)
            assert one is not None
            sent.append(one)
            waits = True
        elif step == "withdraw" and live:
            sent.append(tombstone(sent[-1]))
            waits = False
        elif step == "answer" and live:
            answer = following(told[-1] if told else None, answered(sent[-1]), again=True)
            assert answer is not None
            told.append(answer)
            waits = False
        elif step == "take back" and told and not told[-1]["deleted"]:
            told.append(tombstone(told[-1]))
            waits = live
        elif step == "done":
            told.append(article_mark(ONE.id, annotator="mei", done=True, **BY))
            found = open_returns(sent, told, "mei")
            told.pop()
            assert [one.answered for one in found] == ([not waits] if live else [])
        for one in (*sent, *told):
            validate(one)
    assert any(not one.answered for one in open_returns(sent, told, "mei")) == waits
