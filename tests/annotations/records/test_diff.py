"""Two versions of a record in words."""

from __future__ import annotations

from desk import Desk

from annotations.records.diff import compared
from annotations.records.record import revise, tombstone


def test_what_differs_and_what_does_not_stand_side_by_side() -> None:
    desk = Desk()
    [one] = desk.do(desk.annotating.labels.toggle([0], "claim")).after
    other = revise(one, labels=["claim", "opinion"], note="查", flag=True, at="2026-01-01T00:00:00.000Z")
    rows = {name: (left, right) for name, left, right in compared(one, other)}
    assert rows["labels"] == ("claim", "claim, opinion")
    assert rows["note"] == ("", "查")
    assert rows["flag"] == ("", "yes")
    assert rows["changed"] == (one["updated"], "2026-01-01T00:00:00.000Z")
    assert not rows.keys() & {"article", "start", "end", "quote", "attributes", "quotes"}, "nothing to tell"


def test_a_quote_is_told_with_its_speaker() -> None:
    desk = Desk()
    [one] = desk.do(desk.annotating.labels.toggle([0], "quote")).after
    who = {"text": "老張", "name": "張三", "start": 0, "end": 2, "by": "person"}
    [other] = desk.do(desk.annotating.quotes.set_speakers([0], 0, [who])).after
    [(left, right)] = [row[1:] for row in compared(one, other) if row[0] == "quotes"]
    assert "張三" in right
    assert "張三" not in left


def test_what_was_taken_back_says_so() -> None:
    desk = Desk()
    [one] = desk.do(desk.annotating.labels.toggle([0], "claim")).after
    gone = tombstone(one, writer="w")
    assert compared(one, gone)[0] == ("", "", "taken back")
    assert compared(gone, one)[0] == ("", "taken back", "")
