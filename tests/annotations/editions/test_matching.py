"""Which elements of one text stand where in another, and which sentences and letters go with them."""

from __future__ import annotations

from annotations.editions.alignment import _moved, _trimmed
from annotations.editions.matching import _SHORT, matching_characters, matching_elements


def test_elements_that_stand_once_in_both_hold_the_others() -> None:
    assert matching_elements("abxcd", "abycd") == [(0, 0), (1, 1), (3, 3), (4, 4)]


def test_what_stands_several_times_is_compared_only_where_that_is_short() -> None:
    short = ["a", "b"] * 3
    assert matching_elements(short, ["b", *short]) == [(at, at + 1) for at in range(6)]
    # Nothing stands once in both, and the product of the lengths decides wherever the stretch lies.
    side = int(_SHORT**0.5) + 1
    one, two = ["x", "q", "q"] * side, ["q", "x", "x"] * side
    assert matching_elements(one, two) == []
    before = [f"p{at}" for at in range(4 * side)]
    found = matching_elements([*before, *"xqqx"], [*before, *"qxxq"])
    assert found[: len(before)] == [(at, at) for at in range(len(before))]
    assert len(found) > len(before)


def test_characters_of_overlapping_strings_are_one_run() -> None:
    text = "甲乙丙丁戊己庚辛" * 3 + "壬癸子丑寅卯辰巳午未"
    assert matching_characters(text, f"新{text}") == [(at, at + 1) for at in range(len(text))]


def test_neighbours_move_along_in_both_directions_and_no_further_than_they_are_the_same() -> None:
    told = "這一句話長得足以自己說明它站在哪裡。"
    one = ["甲", "乙", "丙", told, "丁", "戊", "己"]
    two = ["x", "乙", "丙", told, "丁", "戊", "y"]
    assert _moved(one, two, {}) == {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}
    shifted = ["x", "y", "z", *two[1:6], "w"]
    assert _moved(one, shifted, {}) == {1: 3, 2: 4, 3: 5, 4: 6, 5: 7}


def test_letters_far_from_the_others_do_not_make_the_place_longer() -> None:
    assert _trimmed([1, 2, 3, 4, 30], 5) == [1, 2, 3, 4]
    assert _trimmed([1, 30, 31, 32, 33], 5) == [30, 31, 32, 33]
    assert _trimmed([1, 2, 3, 5, 6], 6) == [1, 2, 3, 5, 6]
    assert _trimmed([10, 12, 13, 14, 15, 16, 17], 8) == [10, 12, 13, 14, 15, 16, 17]
    # Two runs before the many: each is weighed by what is left, not by what there was.
    assert _trimmed([0, 1, 40, 41, 42, 43, 44, 45, 46, 90], 10) == [40, 41, 42, 43, 44, 45, 46]
