"""How far everybody is, as rows: what stands in them at every width, in both kinds of letters."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.progress.articles import ArticleCounts
from annotations.progress.pace import Pace
from annotations.progress.people import AsExpected, Person, Share
from annotations.project.progress import ProjectProgress
from tui.layout.cells import cell_width
from tui.layout.runs import Row
from tui.presenters.progress import about_person, end_words, headline, people_rows
from tui.presenters.progress_desk import ProgressDesk
from tui.presenters.progress_shares import share_rows

FRIDAY = date(2026, 11, 27)
WIDTHS = (40, 60, 80, 100, 160)


def done(day: int) -> ArticleCounts:
    at = int(time.mktime((2026, 11, day, 12, 0, 0, 0, 0, -1)))
    return ArticleCounts(9, 9, 0, 0, at, at, True, at)


MEI = Person(
    "mei",
    [
        *(Share(f"{day}-{one}.txt", done(day)) for day in (23, 24, 25, 26) for one in range(3)),
        Share("back.txt", done(26), given_back=2),
        Share("begun.txt", ArticleCounts(4, 3, 2, 1), others=("吳",), done_by=("吳",)),
        Share("news/new.txt", others=("吳",), kind="train"),
        Share("beside.txt", done(26), assigned=False),
    ],
    Pace({120: 9}),
    training=AsExpected(9, 10),
    test=AsExpected(3, 4),
)
WU = Person("吳", [Share("begun.txt", done(26), others=("mei",)), Share("news/new.txt", others=("mei",))])
IDLE = Person("a very long name that nobody can have", [Share("x.txt")])
EVERYBODY = [MEI, WU, IDLE]


def text(row: Row) -> str:
    return "".join(run.text for run in row)


def table(people: Sequence[Person], width: int, chosen: int | None = None) -> list[str]:
    return [text(row) for row in people_rows(people, FRIDAY, width, chosen)]


def cells(people: Sequence[Person], width: int = 200) -> list[dict[str, str]]:
    """Return the rows of the table by the heads of its columns, which are one word each."""
    head, *rows = table(people, width)
    found = []
    for row in rows:
        columns: dict[str, str] = {}
        for name in ("done", "begun", "new", "back", "asks", "flags", "awaited", "training", "test"):
            at = head.find(f" {name} ")
            if at >= 0:
                columns[name] = row[: at + 1 + len(name)].split("  ")[-1].strip()
        found.append(columns)
    return found


def test_what_stands_in_the_row_of_a_person() -> None:
    first, *_ = cells([MEI, Person("zoe", [Share("x.txt")])])
    assert first == {
        "done": "13/15",
        "begun": "1",
        "new": "1",
        "back": "2",
        "asks": "1",
        "flags": "2",
        "awaited": "1",
        "training": "90%",
        "test": "75%",
    }


def test_what_all_come_to() -> None:
    *_, last = cells([MEI, Person("zoe", [Share("x.txt"), Share("y.txt", done(26))])])
    assert last["done"] == "14/17"
    assert last["new"] == "2"
    assert last["back"] == "2"
    assert table([MEI], 80)[-1].strip().startswith("mei"), "one alone has no total"


@pytest.mark.parametrize("width", WIDTHS)
def test_every_row_is_as_wide_as_the_others_and_fits(width: int) -> None:
    for chosen in (None, 1):
        rows = people_rows(EVERYBODY, FRIDAY, width, chosen)
        assert len(rows) == 5
        assert len({cell_width(text(row)) for row in rows}) == 1
        assert cell_width(text(rows[0])) <= width


def test_what_matters_most_stays_at_eighty_columns_and_wider_ones_have_more() -> None:
    head = table(EVERYBODY, 80)[0]
    for name in ("done", "begun", "back", "asks", "a day", "end"):
        assert f" {name}" in head
    assert "####" not in "".join(table(EVERYBODY, 80))
    wide = table(EVERYBODY, 160)
    assert f" {'#' * 17}... " in wide[1]
    for name in ("sentence", "training", "test", "extra", "last", "last days"):
        assert f" {name}" in wide[0]


def test_columns_that_say_nothing_are_left_out() -> None:
    head = table([WU], 160)[0]
    assert "training" not in head
    assert "test" not in head
    assert "flags" not in head


def test_the_row_of_the_cursor_can_be_clicked() -> None:
    rows = people_rows(EVERYBODY, FRIDAY, 80, 1)
    assert [row[0].text for row in rows] == [" ", " ", ">", " ", " "]
    assert [row[1].command for row in rows] == ["", "row-0", "row-1", "row-2", ""]


def test_the_end_in_a_word() -> None:
    assert end_words(MEI, FRIDAY) == "2026-11-27"
    assert end_words(IDLE, FRIDAY) == "unknown"
    assert end_words(Person("x", [Share("a", done(26))]), FRIDAY) == "done"
    assert end_words(Person("x"), FRIDAY) == "-"
    assert table(EVERYBODY, 80)[-1].rstrip().endswith("unknown"), "of all where one is unknown"


def test_what_there_is_to_say_of_a_person() -> None:
    told = " ".join(words for words, _ in about_person(MEI, FRIDAY))
    assert "mei: 13 of 15 articles done, 1 begun, 1 new" in told
    assert "extra: 1 article done" in told
    assert "by 2026-11-27, with 3.5 done a working day, as on the last 4 working days" in told
    assert "last 14 days: 0 0 0 0 0 0 0 0 0 3 3 3 5 0" in told
    assert "others read 2 articles too; 1 of these" in told
    assert "given back: back.txt" in told
    assert "others wait for begun.txt" in told
    assert "training: 9 of 10 sentences" in told
    idle = " ".join(words for words, _ in about_person(IDLE, FRIDAY))
    assert "too little was done" in idle
    assert "others read" not in idle


def test_text_from_outside_is_harmless() -> None:
    bad = Person("x\x1b[2J", [Share("a\x1b]0;\x07.txt")])
    assert "\x1b" not in "".join(table([bad], 80))
    assert "\x1b" not in "".join(map(text, share_rows(bad.shares, 0, 0, 80, 9)))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_articles_of_a_person_fit(width: int) -> None:
    rows = [text(row) for row in share_rows(MEI.in_order, 1, 0, width, 10)]
    assert len(rows) == 10
    assert max(map(cell_width, rows)) <= width
    assert rows[2].startswith(">begun ")
    assert "begun.txt" in rows[2]


def test_what_stands_in_the_row_of_an_article() -> None:
    rows = [text(row) for row in share_rows(MEI.in_order, 0, 0, 160, 99)]
    assert "given back" in rows[1]
    assert "2026-11-26 12:00" in rows[1]
    assert "吳+" in rows[2]
    assert "new, training" in rows[3]
    assert "done, extra" in rows[-1]


def desk(people: Sequence[Person] = EVERYBODY, **more: object) -> ProgressDesk:
    values = {"articles": 20, "people": people, "everybody": True, "why_alone": "", "lines": ()}
    return ProgressDesk(ProjectProgress(complete=True, **(values | more)), "news", FRIDAY)  # type: ignore[arg-type]


def shown(at: ProgressDesk, width: int = 80, height: int = 10) -> list[str]:
    return [text(row) for row in at.rows(width, height)]


def test_headlines() -> None:
    assert text(desk().top()) == " progress: news, 20 articles, 3 annotators, overlap open: 1"
    assert "3 annotators" not in headline(desk([MEI], everybody=False).progress, "news")
    assert "2 remarks" in text(desk(lines=("a", "b")).top())


def test_going_about() -> None:
    at = desk()
    at.move(-5)
    assert shown(at)[1].startswith(">mei")
    at.move(99)
    assert shown(at)[3].startswith(">a very")
    assert not at.go(0)
    assert at.go(0)
    assert at.open() is None
    assert at.opened
    assert text(at.top()) == " mei: article 1 of 16"
    at.move(1)
    assert at.open() == "begun.txt"
    at.turn(1)
    assert text(at.top()) == " mei: article 10 of 16", "a page less the head and one row"
    assert shown(at)[9].startswith(">"), "what is chosen is on screen"
    at.move(-99)
    assert shown(at)[1].startswith(">given back")
    assert at.back()
    assert not at.back()


def test_more_people_than_rows() -> None:
    at = desk([Person(f"p{number:02}", [Share("x")]) for number in range(40)])
    for where in (0, 20, 39):
        at.go(where)
        rows = shown(at)
        assert len(rows) == 10
        assert rows[0].split()[0] == "annotator"
        assert rows[-1].split()[0] == "all"
        assert sum(row.startswith(f">p{where:02}") for row in rows) == 1


def test_nobody_yet() -> None:
    at = desk([])
    at.move(1)
    assert at.open() is None
    assert "nobody has begun" in shown(at)[1]


def test_counted_again_the_cursor_stays_on_the_article() -> None:
    at = desk()
    at.open()
    at.move(2)
    source = at.open()
    fewer = Person("mei", [one for one in MEI.shares if not one.given_back])
    again = at.counted_again(desk([IDLE, fewer]))
    assert again.open() == source
    gone = at.counted_again(desk([IDLE]))
    assert not gone.opened


def test_why_nobody_else_is_shown() -> None:
    at = desk([MEI], everybody=False, why_alone="lin leads", lines=("an.json: it cannot be read",))
    told = " ".join(map(text, at.detail(80)))
    assert "of others nothing is shown: lin leads" in told
    assert "cannot be read" in told


@given(st.integers(20, 200), st.integers(0, 2))
def test_no_width_breaks_a_row(width: int, chosen: int) -> None:
    for row in people_rows(EVERYBODY, FRIDAY, width, chosen):
        assert cell_width(text(row)) <= max(width, 24)
