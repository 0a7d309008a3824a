"""The panel: whatever fits is shown, nothing is wider than it, and its height never changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.article import Name, Number
from annotations.reading.scars import Scar
from tui.layout.cells import cell_width
from tui.layout.runs import Row
from tui.presenters.columns import value_text
from tui.presenters.panel import panel_rows
from tui.presenters.sights import QuoteSight, Sight
from tui.presenters.wide import LastAct, Offered, Wide

PER = Name(0, 3, "PER")
MONEY = Number(0, 3, "money", 600_000_000_000, unit="USD", modifier="approx")


def line(row: Row) -> str:
    return "".join(run.text for run in row)


def lines(sight: Sight, width: int, height: int) -> list[str]:
    return [line(row) for row in panel_rows(sight, width, height)]


names = st.tuples(
    st.text("中文AB c", min_size=1, max_size=30), st.sampled_from(["PER", "ORG", "LOC", "PRODUCT"])
).map(lambda pair: (pair[0], Name(0, 1, pair[1], certain=len(pair[0]) % 2 == 0)))
numbers = st.tuples(st.text("12萬元%", min_size=1, max_size=20), st.integers(0, 10**15)).map(
    lambda pair: (pair[0], Number(0, 1, "money", pair[1], unit="USD"))
)
sights = st.builds(
    Sight,
    sentence=st.integers(1, 99999),
    labels=st.lists(
        st.tuples(st.sampled_from(["claim", "opinion", "own-label"]), st.integers(0, 6)), max_size=4
    ),
    state=st.sampled_from(["open", "none"]),
    flag=st.booleans(),
    scars=st.lists(st.just(("锟斤拷", Scar(0, 3, "？"))), max_size=2),
    note=st.text("中a", max_size=100),
    names=st.lists(names, max_size=12),
    numbers=st.lists(numbers, max_size=12),
    chosen=st.integers(1, 9),
    open=st.lists(st.integers(1, 9999), max_size=40),
    flagged=st.lists(st.integers(1, 9999), max_size=40),
    message=st.text("中a", max_size=200),
    pending=st.sampled_from(["", "finding names and numbers.."]),
)


@given(sights, st.sampled_from([40, 53, 54, 80, 119]), st.sampled_from([3, 4, 5, 7, 16, 33, 47]))
def test_it_has_its_height_and_says_the_most_important(sight: Sight, width: int, height: int) -> None:
    rows = lines(sight, width, height)
    assert len(rows) == height
    assert rows[0].startswith(f" {sight.sentence} ")
    whole = "\n".join(rows)
    said = "".join(row.strip() for row in rows)
    assert sight.message in said
    assert sight.note in whole or sight.note in said
    for name, _ in sight.labels:
        assert name in rows[0]
    flagged = "* flagged" in "\n".join(rows[:3])
    assert flagged == sight.flag or "  +1" in rows[0], "shown, or counted where it is not"
    assert sight.flag or not flagged


@given(sights, st.sampled_from([40, 54, 80, 119]), st.sampled_from([3, 5, 16, 20, 47]))
def test_what_is_left_out_is_counted(sight: Sight, width: int, height: int) -> None:
    rows = lines(sight, width, height)
    room = height - 1 - bool(sight.note) - bool(sight.message or sight.pending) - bool(sight.scars)
    items = [text for text, _ in (*sight.names, *sight.numbers)]
    if room > 0 and items:
        whole = "\n".join(rows)
        assert all(text in whole for text in items) or "+" in whole


def test_a_low_panel_at_the_side_counts_the_rows_that_it_has_no_room_for() -> None:
    sight = Sight(
        1,
        scars=[("嚇", Scar(0, 1, "?")), ("嚇", Scar(2, 3, "?"))],
        note="看規則",
        names=[("微軟", Name(0, 2, "ORG")), ("特朗普", PER)],
        numbers=[("24%", Number(0, 3, "percent", 24))],
        message="26 +claim",
        open=[1, 2],
    )
    rows = lines(sight, 40, 12)
    assert any(row.strip().startswith("+") and "row" in row for row in rows)


@given(sights, st.sampled_from([40, 54, 80]))
def test_a_second_item_goes_on_a_row_only_where_it_fits(sight: Sight, width: int) -> None:
    for row in panel_rows(sight, width, 5):
        if line(row).startswith((" names", " numbers", " found")) and len(row) > 5:
            assert cell_width(line(row)) <= width


def test_everything_that_fits_is_there_at_80() -> None:
    sight = Sight(
        26,
        [("claim", 1), ("quote", 3)],
        names=[("微軟", Name(0, 2, "ORG")), ("特朗普", PER), ("華AI", Name(0, 3, "ORG", certain=False))],
        numbers=[
            ("近6000億美元", MONEY),
            ("7元", Number(0, 2, "money", 7, unit="TWD", certain=False)),
        ],
        message="26 +claim",
    )
    rows = lines(sight, 80, 5)
    assert rows[0] == " 26  claim quote"
    assert rows[1] == " names   微軟 ORG  特朗普 PER  華AI ORG?"
    assert rows[2] == " numbers 近6000億美元 money 600,000,000,000 USD about  7元 money 7 TWD?"
    assert rows[3] == ""
    assert rows[4] == " 26 +claim"


def test_a_low_panel_keeps_names_numbers_and_the_message_as_they_fit() -> None:
    sight = Sight(1, names=[("特朗普", PER)], numbers=[("24%", Number(0, 3, "percent", 24))])
    rows = lines(sight, 40, 3)
    assert "特朗普 PER" in rows[1]
    assert "24%" in rows[2]
    for fuller in (sight._replace(message="1 +claim"), sight._replace(note="n"), sight._replace(pending="p")):
        rows = lines(fuller, 40, 3)
        assert len(rows) == 3
        assert "特朗普 PER" in rows[1], rows
        assert "24%" in rows[1], rows


def test_the_tall_panel_lists_one_below_the_other() -> None:
    sight = Sight(
        26,
        names=[("微軟", Name(0, 2, "ORG")), ("特朗普", PER)],
        numbers=[],
        open=[27, 28],
        flagged=[12],
        note="wer?",
    )
    rows = lines(sight, 53, 40)
    assert [row for row in rows if row][1:4] == ["   note    wer?", " NAMES  Tab", "   微軟 ORG  特朗普 PER"]
    assert " NUMBERS  none here" in rows
    assert "   open    27 28" in rows
    assert "   flagged 12" in rows


@pytest.mark.parametrize(("width", "height"), [(80, 5), (40, 3), (53, 40)])
def test_a_fault_is_said_whole_where_there_is_room(width: int, height: int) -> None:
    fault = "NOT SAVED: /home/mei/Documents/news/annotations/mei.json: No space left; make room, then go on"
    sight = Sight(1, names=[("特朗普", PER)], numbers=[("24%", MONEY)], message=fault, message_style="bad")
    rows = lines(sight, width, height)
    assert fault.replace(" ", "")[:60] in "".join(rows).replace(" ", "")
    if width * (height - 1) > len(fault) + 20:
        assert "make room, then go on" in " ".join(row.strip() for row in rows)
        assert all(cell_width(row) <= width for row in rows)


def test_what_is_said_has_precedence_over_a_note_and_scars_in_a_low_panel() -> None:
    scar = Scar(0, 1, "x")
    sight = Sight(1, note="note", scars=[("?", scar)], message="1 +claim")
    assert lines(sight, 40, 3)[1:] == [" note    note", " 1 +claim"]


@pytest.mark.parametrize("count", [1, 5, 12, 14, 20, 36])
def test_the_tall_panel_uses_the_room_there_is(count: int) -> None:
    sight = Sight(1, names=[(f"name{n:02}", PER) for n in range(count)])
    rows = lines(sight, 53, 47)
    assert sum(row.count("name") for row in rows) == count, "47 rows are enough for all of them"


WIDE = Wide(
    offered=[
        Offered("特朗普", ["this sentence, before the cue", "in 6, 2"], "per"),
        Offered("微軟", ["in 6"], "org"),
    ],
    quoted=True,
    goes_on="奧爾特曼",
    steps={"change-voice": "author > speaker > both", "change-form": "indirect > direct > mixed"},
    keys={
        "change-voice": "h",
        "change-form": "i",
        "choose-speaker": "p",
        "continue-quote": "y",
        "next-open": ".",
        "previous-open": ",",
        "undo": "u",
        "show-guidelines": "g",
    },
    order=["Is it said by somebody? " * 4, "Is it so?", "Ought it to be?", "None of it?"],
    last=[
        LastAct("26 +claim", "14:02:11", "on disk", "dim"),
        LastAct("25 none", "14:02:02", "on disk", "dim"),
    ],
)


def test_a_wide_panel_says_what_each_key_steps_through_who_may_speak_and_what_was_done() -> None:
    quote = QuoteSight("indirect", "特朗普", "rule: name + 警告稱", words="需要限制")
    sight = Sight(26, [("claim", 1), ("quote", 3)], voice="both", quotes=[quote], open=[27], wide=WIDE)
    rows = lines(sight, 53, 48)
    whole = "\n".join(rows)
    for text in (
        "voice   both        h  author > speaker > both",
        "quote   indirect    i  indirect > direct > mixed",
        "speaker 特朗普  by rule: name + 警告稱",
        "1 特朗普  this sentence, before the cue; in 6, 2",
        "2 微軟    in 6",
        "y  goes on: 奧爾特曼",
        "14:02:11  on disk",
    ):
        assert text in whole, text
    assert all(cell_width(row) <= 53 for row in rows)


def at(title: str, rows: list[str]) -> int | None:
    """Return in which of `rows` a title stands."""
    return next((y for y, row in enumerate(rows) if row.startswith(title)), None)


def test_what_each_sentence_says_stands_where_it_did_for_the_one_before() -> None:
    one = Sight(26, [("claim", 1)], voice="author", wide=WIDE)
    quote = QuoteSight("direct", "特朗普", "rule", words="需要限制")
    other = Sight(
        27, wide=WIDE, quotes=[quote, quote], names=[("微軟", PER)], flagged=[3], message="27 +quote"
    )
    titles = ("SPEAKER", "NAMES", "IN THIS ORDER", "SHOWN", "LEFT", "LAST")
    for width, height in ((53, 48), (77, 48), (53, 38)):
        places = [
            [at(f" {title}", lines(sight, width, height)) for title in titles]
            for sight in (one, other, one._replace(wide=WIDE._replace(quoted=False, last=[])))
        ]
        assert places[0] == places[1] == places[2]
        assert None not in places[0][:2] + places[0][3:]


def test_a_click_goes_to_a_sentence_that_is_left_and_chooses_a_name() -> None:
    sight = Sight(26, names=[("微軟", Name(3, 5, "ORG"))], numbers=[("24%", MONEY)], open=[27, 28], wide=WIDE)
    for height in (5, 20, 48):
        runs = [run for row in panel_rows(sight, 53, height) for run in row]
        assert {run.command for run in runs if run.text == "微軟 "} == {"span:3:5"}
        assert "span:0:3" in {run.command for run in runs if run.text == "24% "}
        if height > 5:
            left = {run.text: run.command for run in runs if run.text in ("27", "28")}
            assert left == {"27": "go:27", "28": "go:28"}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (MONEY, "600,000,000,000 USD about"),
        (Number(0, 1, "percent", 24), "24 %"),
        (Number(0, 1, "cardinal", 3, high=5), "3 to 5"),
        (Number(0, 1, "date", None, iso="--02-01"), "--02-01"),
        (Number(0, 1, "quantity", 60000, unit="張", modifier="more"), "60,000 張 at least"),
        (Number(0, 1, "quantity", 1.5, unit="倍", modifier="less"), "1.5 倍 at most"),
        (Number(0, 1, "time"), ""),
    ],
)
def test_values_for_people(number: Number, text: str) -> None:
    assert value_text(number) == text
