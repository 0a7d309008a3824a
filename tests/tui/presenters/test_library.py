"""The library lists what is asked for, in the order that is asked for, and its rows fit."""

from __future__ import annotations

import random

import pytest

from annotations.wording import tr
from tui.layout.cells import cell_width
from tui.layout.runs import Row
from tui.presenters.library import LibraryDesk
from tui.presenters.library_columns import Kind, View
from tui.presenters.library_filters import Filter
from tui.presenters.library_kinds import ANNOTATORS, LEADS
from tui.presenters.library_rows import (
    about_rows,
    article_row,
    filter_row,
    heading_row,
    help_rows,
    key_hints,
    name_row,
    places_of,
)
from tui.session.listing import Listing, Standing
from tui.session.review import Tally

NAMES = ("新聞/b.txt", "新聞/a.txt", "評論/c.txt", "評論/d.txt", "e.txt")
TITLES = ("烏山頭水庫", "開會了", "ＡＩ的一年", "", "Zebra")


def listing() -> Listing:
    made = Listing(
        list(NAMES),
        [0, 0, 1, 1, 2],
        ["新聞", "評論", ""],
        list(TITLES),
        ["2025-02-01", "", "2024", "", "2025"],
        [100, 3000, 20, -1, 5],
        [10, 20, 5, 0, 1],
        ["a" * 20, "b" * 20, "c" * 20, "", "e" * 20],
        {4: "e.txt: is empty"},
        5,
    )
    assert len(made) == 5
    return made


STANDINGS = {
    0: Standing(10, 10, True, 0, 0, "2026-11-27T10:00:00+00:00"),
    1: Standing(3, 20, False, 2, 1, "2026-11-27T11:00:00+00:00", back=True),
    2: Standing(0, 5, False, 0, 0, "", apart=4),
}
TALLIES = {
    0: Standing(tally=Tally(10, 10, 0, ["an", "bo"], 2, 0, 0, 0.9)),
    1: Standing(tally=Tally(3, 20, 7, ["an"], 3, 2, 0, 0.5)),
    2: Standing(tally=Tally(0, 5, 0, [], 1, 0, 1, None)),
}


def desk(kind: Kind = ANNOTATORS, view: View | None = None) -> LibraryDesk:
    made = LibraryDesk(kind, listing(), view)
    made.take(made.listing, STANDINGS if kind is ANNOTATORS else TALLIES)
    return made


def text(row: Row) -> str:
    return "".join(run.text for run in row)


def order(of: LibraryDesk) -> list[int]:
    return [row for row in of.rows if row >= 0]


FLAT = View(grouped=False)


# -- which, and in which order --------------------------------------------------------------


def test_articles_stand_below_their_folders_in_the_order_of_the_project() -> None:
    of = desk()
    assert list(of.rows) == [-1, 0, 1, -2, 2, 3, -3, 4]
    assert of.chosen == 0, "the cursor is on an article, not on a folder"
    assert text(article_row(of, -1, 60, cursor=False)) == " 新聞/  1 of 2 done"
    of.group()
    assert list(of.rows) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("source", [0, 1, 2, 3, 4]),
        ("title", [3, 4, 0, 1, 2]),
        ("length", [1, 0, 2, 4, 3]),
        ("date", [0, 4, 2, 3, 1]),
        ("progress", [0, 1, 2, 3, 4]),
        ("flags", [1, 0, 2, 3, 4]),
        ("touched", [1, 0, 2, 3, 4]),
        ("state", [1, 2, 4, 3, 0]),
    ],
)
def test_any_column_sorts_and_turns_round(name: str, expected: list[int]) -> None:
    of = desk(view=View("state" if name != "state" else "source", grouped=False))
    of.sort_by(name)
    assert order(of) == expected
    of.sort_by(name)
    assert of.view.turned
    keys = {"flags": [[1], [0, 2, 3, 4]], "touched": [[1], [0], [2, 3, 4]], "progress": [[0], [1], [2, 3, 4]]}
    if name in keys:  # those alike stay as they are
        assert order(of) == [one for group in reversed(keys[name]) for one in group]
    else:
        assert order(of) == expected[::-1]


def test_folders_stay_together_however_one_sorts() -> None:
    of = desk(view=View("length"))
    assert list(of.rows) == [-1, 1, 0, -2, 2, 3, -3, 4]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("all", [0, 1, 2, 3, 4]),
        ("todo", [1, 2, 3, 4]),
        ("new", [2, 3, 4]),
        ("begun", [1]),
        ("done", [0]),
        ("flagged", [1]),
        ("back", [1]),
        ("changed", [2]),
        ("trouble", [4]),
    ],
)
def test_a_filter_lists_and_counts_the_same(name: str, expected: list[int]) -> None:
    of = desk(view=FLAT)
    of.look_for(name)
    assert order(of) == expected
    assert of.count == len(expected) == of.filter.count(5)


def test_filters_of_others_stand_with_ours() -> None:
    of = desk(view=FLAT)
    of.take(of.listing, STANDINGS, [Filter("mine", "mine", {3, 1})])
    of.look_for("mine")
    assert order(of) == [1, 3]
    of.next_filter(1)
    assert of.wanted == "all", "it goes round"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("开会", [1]),
        ("ai", [2]),
        ("ＺＥＢＲＡ", [4]),
        ("d.TXT", [3]),
        ("评论 txt", [2, 3]),
        ("水库", [0]),
        ("水庫 開會", []),
        ("  ", [0, 1, 2, 3, 4]),
    ],
)
def test_what_is_typed_narrows_in_any_script_width_and_case(typed: str, expected: list[int]) -> None:
    of = desk(view=FLAT)
    of.narrow(typed)
    assert order(of) == expected


def test_the_cursor_stays_on_its_article() -> None:
    of = desk()
    of.go_to(2)
    of.sort_by("title")
    assert of.chosen == 2
    of.look_for("changed")
    assert of.chosen == 2
    of.look_for("done")
    assert of.chosen == 0
    of.look_for("flagged")
    of.narrow("nothing has this")
    assert of.chosen is None
    of.move(1)
    of.leap(1)
    assert of.chosen is None


def test_moving_steps_over_folders_and_stops_at_the_ends() -> None:
    of = desk()
    seen = [of.chosen]
    for _ in range(6):
        of.move(1)
        seen.append(of.chosen)
    assert seen == [0, 1, 2, 3, 4, 4, 4]
    for _ in range(6):
        of.move(-1)
    assert of.chosen == 0
    of.leap(1)
    assert of.chosen == 2
    of.move(1)
    of.leap(-1)
    assert of.chosen == 2
    of.leap(-1)
    assert of.chosen == 0


def test_what_is_sorted_in_pieces_is_sorted() -> None:
    count = 10_000
    dice = random.Random(3)
    many = Listing([f"{n}.txt" for n in range(count)], lengths=[dice.randrange(500) for _ in range(count)])
    assert many.order_by("lengths") == sorted(range(count), key=many.lengths.__getitem__)
    many.titles = [f"第{n}篇\n題" for n in range(count)]
    assert len(many.texts()) == count
    assert many.texts()[9_999] == "第9999篇 题\t9999.txt"


def test_a_view_is_kept_and_what_is_not_understood_is_left() -> None:
    view = View("title", turned=True, grouped=False)
    assert View.of(view.kept(), ANNOTATORS) == view
    assert View.of({"sort": "weight", "turned": 3}, ANNOTATORS) == View()
    assert View.of({"sort": ["title"]}, LEADS) == View()
    assert View.of({}, ANNOTATORS) == View()


# -- rows --------------------------------------------------------------------------------------

MUCH = Standing(
    12345,
    23456,
    False,
    999,
    99,
    "2019-11-27T10:00:00+00:00",
    tally=Tally(12345, 23456, 9999, ["梅" * 30, "bo"], 12, 999, 999, 1.0),
)


@pytest.mark.parametrize("kind", [ANNOTATORS, LEADS])
@pytest.mark.parametrize("width", [40, 60, 79, 100, 120, 159])
def test_rows_fit_and_their_columns_stand_below_one_another(kind: Kind, width: int) -> None:
    of = desk(kind)
    of.listing.titles[3] = "題目" * 60
    of.take(of.listing, {**of.standings, 3: MUCH})
    places = places_of(kind, width)
    assert all(one.left + one.width <= width for one in places)
    names = text(name_row(of, width))
    for row in of.rows:
        shown = text(article_row(of, row, width, cursor=row == 0))
        assert cell_width(shown) <= width
        if row >= 0:
            for one in places[1:]:
                before = _cells_before(shown, one.left)
                assert before.endswith(" "), (shown, one.column.name)
    for one in places:
        assert _cells_before(names, one.left).endswith(" ")
    for line in (heading_row(of, width), key_hints(width, typing=False), *help_rows(of, width, 99)):
        assert line
    assert all(cell_width(text(line)) <= width for line in about_rows(of, width, 99))
    assert all(cell_width(text(line)) <= width for line in help_rows(of, width, 99))


def _cells_before(text: str, cells: int) -> str:
    """Return what stands in the first `cells` of a row."""
    kept = ""
    for character in text:
        if cell_width(kept + character) > cells:
            break
        kept += character
    return kept


def test_eighty_columns_show_what_matters_and_a_wide_window_all() -> None:
    assert [one.column.name for one in places_of(ANNOTATORS, 79)] == [
        "state",
        "progress",
        "title",
        "length",
        "flags",
        "touched",
    ]
    assert len(places_of(ANNOTATORS, 159)) == len(ANNOTATORS.columns)
    narrow = [one.column.name for one in places_of(LEADS, 79)]
    assert {"state", "settled", "left", "title", "done", "returned", "agreement"} == {*narrow}
    assert len(places_of(LEADS, 159)) == len(LEADS.columns)


def test_the_heading_counts_and_the_filters_fit_eighty_cells() -> None:
    assert text(heading_row(desk(), 80)) == " 5 articles: 1 done, 1 begun, 3 new"
    lead = text(heading_row(desk(LEADS), 80))
    assert lead == " 5 articles: 1 settled, 1 to settle, 2 not done by all, 2 new"
    assert "flagged 1  back 1  changed 1  trouble 1" in text(filter_row(desk(), 80))
    assert "reading 3 of 5" in text(heading_row(desk(), 80, "reading 3 of 5"))
    assert text(heading_row(desk(), 30, "reading 3 of 5")) == " reading 3 of 5", "it says what goes on"
    for kind in (ANNOTATORS, LEADS):
        assert cell_width(text(filter_row(desk(kind), 80))) <= 80
    of = desk()
    of.look_for("flagged")
    of.narrow("x" * 200)
    assert cell_width(text(filter_row(of, 80))) <= 80
    assert "flagged 0" in text(filter_row(of, 80))


def test_a_done_article_is_dim_and_the_chosen_one_has_a_sign() -> None:
    of = desk()
    done = article_row(of, 0, 80, cursor=True)
    assert done[0].text == ">"
    assert {run.style for run in done[1:] if run.text.strip()} == {"dim"}
    begun = article_row(of, 3, 80, cursor=False)
    assert begun[0].text == " "
    assert "new" in text(begun)
    assert "評論/d.txt" in text(begun), "what is not read yet is called by its file"


def test_what_is_below_says_all_of_it_and_the_way_on() -> None:
    of = desk()
    of.go_to(1)
    assert "gave something of it back" in "".join(map(text, about_rows(of, 200, 9)))
    of.go_to(2)
    assert "4 marks belong to the earlier text" in "".join(map(text, about_rows(of, 200, 9)))
    of.go_to(4)
    assert "is empty" in "".join(map(text, about_rows(of, 200, 9)))
    of.go_to(3)
    assert "not read yet" in "".join(map(text, about_rows(of, 200, 9)))
    of.take(of.listing, {3: Standing(gone=True, apart=7)})
    assert "7 marks are kept" in "".join(map(text, about_rows(of, 200, 9)))
    long = about_rows(of, 20, 2)
    assert len(long) == 2
    assert tr(".. a taller window shows more")[:8] in text(long[1])


def test_the_heading_that_sorts_says_which_way() -> None:
    of = desk()
    assert "title v" not in text(name_row(of, 80))
    of.sort_by("title")
    assert "title ^" in text(name_row(of, 80))
    of.sort_by("title")
    assert "title v" in text(name_row(of, 80))
    assert [run.command for run in name_row(of, 80) if "title" in run.text] == ["sort-title"]
