"""Spans of time: each unit, halves, parts that go on, what is no span, and the dates that spans give."""

from __future__ import annotations

import pytest

from annotations.analysis.numbers import find_numbers
from annotations.model.article import Number

WEDNESDAY = "2025-02-05"


def only(text: str, date: str | None = None) -> tuple[str, Number]:
    found = find_numbers(text, date=date)
    assert len(found) == 1, [text[number.start : number.end] for number in found]
    return text[found[0].start : found[0].end], found[0]


SPANS = [
    # the text, value, ISO 8601, unit
    *[("两个世纪", 2, "P200Y", "个世纪"), ("两年", 2, "P2Y", "年"), ("三周年", 3, "P3Y", "周年")],
    *[("三个年头", 3, "P3Y", "个年头"), ("两个季度", 2, "P6M", "个季度"), ("两个月", 2, "P2M", "个月")],
    *[("三周", 3, "P3W", "周"), ("三个星期", 3, "P3W", "个星期"), ("三天", 3, "P3D", "天")],
    *[("五个工作日", 5, "P5D", "个工作日"), ("三昼夜", 3, "P3D", "昼夜"), ("82日", 82, "P82D", "日")],
    *[("32日", 32, "P32D", "日"), ("三小时", 3, "PT3H", "小时"), ("三个钟头", 3, "PT3H", "个钟头")],
    *[("三刻钟", 3, "PT45M", "刻钟"), ("三分钟", 3, "PT3M", "分钟"), ("三秒", 3, "PT3S", "秒")],
    *[("三夜", 3, None, "夜"), ("三晚", 3, None, "晚")],
    # halves
    *[("半年", 0.5, "P0.5Y", "年"), ("半个小时", 0.5, "PT0.5H", "个小时"), ("两年半", 2.5, "P2.5Y", "年")],
    *[("两个半月", 2.5, "P2.5M", "月"), ("一个半世纪", 1.5, "P150Y", "世纪"), ("两周半", 2.5, "P2.5W", "周")],
    # parts
    *[("3个月零5天", None, "P3M5D", None), ("两天又一个月", None, "P1M2D", None)],
    *[("两小时30分", None, "PT2H30M", None), ("2小时15分20秒", None, "PT2H15M20S", None)],
    *[("1小时15秒", None, "PT1H15S", None), ("1小时一刻钟", None, "PT1H15M", None)],
    *[("两年三周零20天", None, "P2Y3W20D", None), ("10年100天", None, "P10Y100D", None)],
]


@pytest.mark.parametrize(("text", "value", "iso", "unit"), SPANS)
def test_a_span(text: str, value: float | None, iso: str | None, unit: str | None) -> None:
    for around in (text, f"共{text}，"):
        found, number = only(around)
        assert (found, number.kind) == (text, "duration")
        assert (number.value, number.high, number.iso, number.unit) == (value, None, iso, unit)
        assert number.modifier is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("三四年", 3, 4), ("3到5天", 3, 5), ("两三个半月", 2.5, 3.5), ("二三十年", 20, 30)],
)
def test_a_range_of_spans_has_no_iso(text: str, low: float, high: float) -> None:
    found, number = only(text)
    assert (found, number.kind, number.value, number.high, number.iso) == (text, "duration", low, high, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # of the same unit the second is another span
        ("三年三年", ["三年", "三年"]),
        ("三天三夜", ["三天", "三夜"]),
        # what has an upper end goes no further
        ("三四年两个月", ["三四年", "两个月"]),
        ("5分", ["5分"]),
        ("百年", []),
        ("百年后", []),
        ("百余年", ["百余年"]),
    ],
)
def test_where_a_span_ends(text: str, expected: list[str]) -> None:
    assert [text[number.start : number.end] for number in find_numbers(text)] == expected


@pytest.mark.parametrize("text", ["3月", "3日", "31日", "三世纪", "5周岁", "3年级", "5分", "3秒杀"])
def test_no_span(text: str) -> None:
    assert all(number.kind != "duration" for number in find_numbers(text))


@pytest.mark.parametrize(("text", "span"), [("3日内", "3日"), ("3日之内", "3日之内"), ("3日以内", "3日以内")])
def test_days_of_a_month_are_a_span_where_something_is_within_them(text: str, span: str) -> None:
    found, number = only(f"{text}，")
    assert (found, number.kind, number.iso) == (span, "duration", "P3D")


DATES = [
    ("三天后", "2025-02-08"),
    ("三天前", "2025-02-02"),
    ("十天之前", "2025-01-26"),
    ("10天以后", "2025-02-15"),
    ("三周前", "2025-W03"),
    ("三周后", "2025-W09"),
    ("两个月后", "2025-04"),
    ("三个季度前", "2024-05"),
    ("三年前", "2022"),
    ("一个世纪后", "2125"),
    # halves are of no day, and a range is of several
    ("一年半前", None),
    ("半年后", None),
    ("3~5年后", None),
]


@pytest.mark.parametrize(("text", "iso"), DATES)
def test_a_span_before_or_after_is_a_date(text: str, iso: str | None) -> None:
    found, number = only(text, WEDNESDAY)
    assert (found, number.kind, number.iso) == (text, "date", iso)
    assert only(text)[1].iso is None


@pytest.mark.parametrize("text", ["三小时前", "两个半小时后", "十分钟前", "30秒后"])
def test_hours_before_or_after_are_a_time(text: str) -> None:
    found, number = only(text, WEDNESDAY)
    assert (found, number.kind, number.iso) == (text, "time", None)


@pytest.mark.parametrize("before", ["持续", "历时", "时隔", "长达了", "近", "连续"])
def test_what_lasts_stays_a_span(before: str) -> None:
    number = find_numbers(f"{before}三天后，", date=WEDNESDAY)[0]
    assert (number.kind, number.iso) == ("duration", "P3D")


@pytest.mark.parametrize(
    ("text", "modifier"), [("三年多", "more"), ("十多年", "more"), ("近三年", "approx"), ("三年多前", "more")]
)
def test_vague_spans(text: str, modifier: str) -> None:
    assert only(text)[1].modifier == modifier
