"""What a reviewer sees of a sentence, whatever anybody has written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.layout.cells import visible
from tui.presenters.review_panel import review_rows
from tui.presenters.sights import Decided, Place, ReviewSight
from tui.presenters.stances import Stance

SIGHT = ReviewSight(
    26,
    state="stale",
    differing=("labels", "voice"),
    stances=(
        Stance(
            (("F1", "an"), ("F3", "mei")), (("claim", 1),), "", ("voice author",), (("mei", "接上一句"),), ()
        ),
        Stance((("F2", "bo"),), (), "none, implied"),
    ),
    decided=(Decided((("claim", 1),), "lin, majority: 看規則", ("voice author",), stale=True),),
    wanted="differing",
    left=(26, 28),
)


def text_of(sight: ReviewSight, width: int, height: int) -> str:
    return "\n".join("".join(run.text for run in row).rstrip() for row in review_rows(sight, width, height))


@pytest.mark.parametrize("size", [(80, 5), (40, 3), (53, 40)])
def test_it_says_who_says_what_and_what_was_decided(size: tuple[int, int]) -> None:
    text = text_of(SIGHT, *size)
    assert "26" in text
    assert "differ in labels, voice" in text
    assert "F1 an F3 mei  claim" in text
    assert "stale" in text
    assert len(text.split("\n")) == size[1]


def test_a_high_panel_says_all() -> None:
    text = text_of(SIGHT, 53, 40)
    for words in ("F2 bo  none, implied", "mei: 接上一句", "lin, majority: 看規則", "LOOKING FOR", "26 28"):
        assert words in text


def test_who_does_not_fit_is_counted() -> None:
    many = SIGHT._replace(stances=[Stance(((f"F{n}", f"a{n}"),), (), "none") for n in range(9)], decided=())
    assert "+5 more" in text_of(many, 80, 5)


def test_a_chosen_name_takes_the_place_of_the_rest() -> None:
    place = Place("英偉達", (("英偉達 ORG", "F1 an"), ("no name", "F2 bo")), "undecided", chosen=True)
    text = text_of(SIGHT._replace(places=(place,)), 80, 5)
    assert "英偉達 ORG (F1 an)" in text
    assert "no name (F2 bo)" in text


def test_a_message_is_always_seen() -> None:
    said = SIGHT._replace(message="NOT SAVED: no space", message_style="bad")
    for height in (3, 5, 40):
        assert "NOT SAVED" in text_of(said, 60, height)


WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
STANCES = st.builds(
    Stance,
    st.lists(st.tuples(st.sampled_from(["", "F1", "F9"]), WORDS), min_size=1, max_size=3),
    st.lists(st.tuples(WORDS, st.integers(0, 6)), max_size=4),
    WORDS,
    st.lists(WORDS, max_size=3),
    st.lists(st.tuples(WORDS, WORDS), max_size=2),
    st.lists(st.tuples(WORDS, WORDS), max_size=2),
)


@given(
    st.lists(STANCES, max_size=5), st.lists(WORDS, max_size=2), WORDS, st.integers(20, 90), st.integers(3, 45)
)
def test_any_text_gives_as_many_rows_as_there_are(
    stances: list[Stance], returned: list[str], message: str, width: int, height: int
) -> None:
    sight = SIGHT._replace(stances=stances, returned=returned, message=message)
    rows = review_rows(sight, width, height)
    assert len(rows) == height
    for row in rows:
        for run in row:
            assert "\n" not in visible(run.text)
