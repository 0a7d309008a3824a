"""What numerals are worth, by place and by multiplier, in Arabic and Chinese digits and both."""

from __future__ import annotations

from decimal import Decimal

import pytest

from annotations.analysis.numbers.numerals import (
    MULTIPLIERS,
    NUMERAL,
    as_number,
    evaluate,
    evaluate_span,
    whole_number,
)
from annotations.analysis.numbers.parts import compiled
from annotations.expressions import alternatives

VALUES = [
    # by place
    *[("零", 0), ("九", 9), ("两", 2), ("俩", 2), ("贰", 2), ("二零一九", 2019), ("零零七", 7)],
    # by multiplier: a digit behind one counts in the next lower place, behind a zero or a ten it does not
    *[("十", 10), ("十五", 15), ("二十", 20), ("二十三", 23), ("廿", 20), ("卅五", 35), ("百", 100)],
    *[("一百五", 150), ("一百零五", 105), ("一百一十", 110), ("二千五", 2500), ("二千零五", 2005)],
    *[("三千零二十", 3020), ("壹仟贰佰叁拾肆", 1234), ("三万二", 32_000), ("三万零二", 30_002)],
    *[("三万零五百", 30_500), ("两万五千", 25_000), ("十五万", 150_000), ("万", 10_000), ("千万", 10**7)],
    *[("四万亿", 4 * 10**12), ("三百万亿", 3 * 10**14), ("一亿零三", 10**8 + 3), ("一亿五", 150_000_000)],
    *[("五兆六十二亿", 5_006_200_000_000), ("一万二千三百四十五", 12_345), ("五亿四千三百万", 543_000_000)],
    # Arabic, and both
    *[("7", 7), ("1,234.5", 1234.5), (".5", 0.5), ("3.6万", 36_000), ("2千3百", 2300), ("2千零30", 2030)],
    *[("3万5", 35_000), ("3万50", 30_050), ("3亿5000万", 350_000_000), ("1e3", 1000), ("2.5e2", 250)],
    *[("1e-3", 0.001), ("二十3", 23)],
    # a point
    *[("三点五", 3.5), ("零点五", 0.5), ("点五", 0.5), ("十点二三三", 10.233), ("三点五亿", 350_000_000)],
    ("三点", 3),
]


@pytest.mark.parametrize(("numeral", "value"), VALUES)
def test_values(numeral: str, value: float) -> None:
    worth = evaluate(numeral)
    assert worth is not None
    assert float(worth) == value
    assert evaluate_span(numeral) == (worth, None)


@pytest.mark.parametrize("numeral", ["一一十", "一a", "abc", "1e30", "1" * 31, "1" * 61, "零" * 61])
def test_what_has_no_value(numeral: str) -> None:
    assert evaluate(numeral) is None


def test_how_much_is_too_much() -> None:
    assert evaluate("9" * 28) == Decimal("9" * 28)
    assert evaluate("1" + "0" * 30) is None
    assert evaluate("零" * 60) == 0


@pytest.mark.parametrize(
    ("numeral", "low", "high"),
    [
        ("三四", 3, 4),
        ("两三", 2, 3),
        ("三五", 3, 5),
        ("二三十", 20, 30),
        ("十七八", 17, 18),
        ("十一二", 11, 12),
        ("三四百万", 3_000_000, 4_000_000),
        ("二百三四十", 230, 240),
    ],
)
def test_neighbours_estimate(numeral: str, low: int, high: int) -> None:
    assert evaluate_span(numeral) == (low, high)


@pytest.mark.parametrize("numeral", ["三四五", "二零一二", "一二"])
def test_a_row_of_digits_does_not(numeral: str) -> None:
    assert evaluate_span(numeral)[1] is None


def test_whole_numbers() -> None:
    assert [whole_number(numeral) for numeral in ("二零一九", "3.0", "3.5", "", "一一十", None)] == [
        *(2019, 3),
        *(None,) * 4,
    ]
    assert isinstance(whole_number("3"), int)
    assert [repr(as_number(Decimal(value))) for value in ("3.0", "1E+3", "-0.5")] == ["3", "1000", "-0.5"]


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("1,234,567.8元", "1,234,567.8"),
        ("1,23", "1"),
        ("1,2345", "1"),
        ("36.57 亿", "36.57 亿"),
        ("3万5千", "3万5千"),
        ("3万5月", "3万"),
        ("3万5", "3万5"),
        ("3万5.", "3万"),
        ("2千零30", "2千零30"),
        ("1e-3", "1e-3"),
        ("1e-345", "1"),
        ("二十两", "二十"),
        ("俩千", "俩千"),
        ("五 六", "五"),
        ("三百 五", "三百 五"),
        ("五 十", "五 十"),
        ("三点五亿", "三点五亿"),
        ("三点十分", "三"),
        ("一两天", "一两"),
        ("一两金", "一"),
    ],
)
def test_where_a_numeral_ends(text: str, numeral: str) -> None:
    match = NUMERAL.match(text)
    assert match is not None
    assert match[0] == numeral


def test_the_multipliers() -> None:
    worth = {"十拾": 10, "百佰": 100, "千仟": 1000, "万": 10_000, "亿": 10**8, "兆": 10**12}
    assert {char: value for chars, value in worth.items() for char in chars} == MULTIPLIERS


def test_patterns_are_put_together_of_parts_and_words() -> None:
    pattern = compiled("{month} [ ] {unit} # a remark", unit=("天", "天气", "a.b"))
    assert [
        bool(pattern.fullmatch(text)) for text in ("12 天", "十二 天气", "1 a.b", "1 axb", "13 天", "1天")
    ] == [
        *(True,) * 3,
        *(False,) * 3,
    ]
    found = pattern.match("1 天气")
    assert found is not None
    assert found[0] == "1 天气"  # the longest word
    with pytest.raises(KeyError):
        compiled("{nothing}")
    assert alternatives(["a", "bb", "a", "aa"]) == "aa|bb|a"


@pytest.mark.parametrize(
    ("part", "whole", "not_whole"),
    [
        ("four", ["1949", "2025"], ["3000", "199", "0999"]),
        ("month", ["1", "01", "12", "九", "十", "十一", "十二"], ["0", "13", "十三", "00"]),
        (
            "day",
            ["1", "09", "19", "31", "十", "十九", "二十", "二十一", "三十", "廿三", "九"],
            ["32", "0", "零"],
        ),
        ("decade", ["九十", "90", "10"], ["95", "00", "十九"]),
        ("century", ["21", "9", "二十", "二十一", "十九", "九"], ["211", "三十"]),
        ("season", ["赛季", "财年"], ["季"]),
        ("week", ["周", "星期", "礼拜"], ["期"]),
        ("to", ["到", "至", "-", "--", "~", " 到 "], ["---", "和"]),
        ("before", ["前"], ["后"]),
        ("after", ["后"], ["前"]),
    ],
)
def test_parts(part: str, whole: list[str], not_whole: list[str]) -> None:
    pattern = compiled("{" + part + "}")
    assert [text for text in whole + not_whole if pattern.fullmatch(text)] == whole


def test_before_and_after_are_no_part_of_a_word() -> None:
    assert [bool(compiled("{before}").match(text)) for text in ("前，", "前往", "前期")] == [
        True,
        False,
        False,
    ]
    assert [bool(compiled("{after}").match(text)) for text in ("后，", "后续", "后来")] == [
        True,
        False,
        False,
    ]
