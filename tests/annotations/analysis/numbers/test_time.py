"""Tables for dates, times and durations."""

from __future__ import annotations

import pytest

from annotations.analysis.numbers import find_numbers
from annotations.model.article import Number


def only(text: str, date: str | None = None) -> tuple[str, Number]:
    found = find_numbers(text, date=date)
    assert len(found) == 1, [text[number.start : number.end] for number in found]
    return text[found[0].start : found[0].end], found[0]


DATES = [
    ("2025年2月1日", "2025年2月1日", "2025-02-01"),
    ("二〇二四年", "二〇二四年", "2024"),
    ("兩千零四年八月十五", "兩千零四年八月十五", "2004-08-15"),
    ("08年奥运会", "08年", "2008"),
    ("北京時間2月1日凌晨", "2月1日凌晨", "--02-01"),
    ("他29日到", "29日", "---29"),
    ("我6月15号的飞机", "6月15号", "--06-15"),
    ("2025-02-01", "2025-02-01", "2025-02-01"),
    ("2010/01/29", "2010/01/29", "2010-01-29"),
    ("1937年8月天津", "1937年8月", "1937-08"),
    ("2016.6.1", "2016.6.1", "2016-06-01"),
    ("12/1", "12/1", "--12-01"),
    ("民國114年", "民國114年", "2025"),
    ("昭和12年", "昭和12年", "1937"),
    ("康熙三年五月", "康熙三年五月", "1664"),
    ("公元前249年", "公元前249年", "-0248"),
    ("2024年第三季度", "2024年第三季度", "2024-35"),
    ("2017年上半年", "2017年上半年", "2017-40"),
    ("2024年底", "2024年底", "2024"),
    ("3月下旬", "3月下旬", "--03"),
    ("1960年代", "1960年代", "196X"),
    ("九十年代", "九十年代", "199X"),
    ("二十年代", "二十年代", None),
    ("十九世纪七十年代", "十九世纪七十年代", "187X"),
    ("21世纪", "21世纪", "20XX"),
    ("週三", "週三", "-W-3"),
    ("正月初一", "正月初一", None),
    ("农历二月二十五日", "农历二月二十五日", None),
    ("2019年至2021年", "2019年至2021年", "2019/2021"),
    ("1995-1997年", "1995-1997年", "1995/1997"),
    ("1870-71年", "1870-71年", "1870/1871"),
    ("2011/12賽季", "2011/12", "2011/2012"),
    ("7-8月", "7-8月", "--07/--08"),
    ("2016年6月1日-6月30日", "2016年6月1日-6月30日", "2016-06-01/2016-06-30"),
    ("1932年5月13-30日", "1932年5月13-30日", "1932-05-13/1932-05-30"),
    ("从一月十日到十二日", "从一月十日到十二日", "--01-10/--01-12"),
    ("20世紀80至90年代", "20世紀80至90年代", "198X/199X"),
    ("14至15世紀", "14至15世紀", "13XX/14XX"),
]


@pytest.mark.parametrize(("text", "span", "iso"), DATES)
def test_dates(text: str, span: str, iso: str | None) -> None:
    found, number = only(text)
    assert (found, number.kind, number.iso) == (span, "date", iso)


RELATIVE = [
    ("去年", "去年", "2024"),
    ("明年3月", "明年3月", "2026-03"),
    ("去年第四季度", "去年第四季度", "2024-36"),
    ("今天", "今天", "2025-02-05"),
    ("大前天", "大前天", "2025-02-02"),
    ("上個月", "上個月", "2025-01"),
    ("上週五", "上週五", "2025-01-31"),
    ("下周", "下周", "2025-W07"),
    ("本週三晚上八點", "本週三晚上八點", "2025-02-05T20"),
    ("三天前", "三天前", "2025-02-02"),
    ("兩年後", "兩年後", "2027"),
    ("三个月前", "三个月前", "2024-11"),
    ("上世紀九十年代", "上世紀九十年代", "199X"),
    ("今年1—2月", "今年1—2月", "2025-01/2025-02"),
]


@pytest.mark.parametrize(("text", "span", "iso"), RELATIVE)
def test_relative_dates_need_the_articles_date(text: str, span: str, iso: str) -> None:
    found, number = only(text, date="2025-02-05")
    assert (found, number.kind, number.iso) == (span, "date", iso)
    unresolved = only(text)[1]
    assert unresolved.kind == "date"
    assert unresolved.iso is None or unresolved.iso != iso


@pytest.mark.parametrize("date", ["", "yesterday", "2025-13-01", "0000-00-00", "2025"])
def test_an_article_date_that_is_none_leaves_dates_relative(date: str) -> None:
    assert only("去年", date=date)[1].iso is None


def test_an_article_date_may_carry_a_time() -> None:
    assert only("昨天", date="2025-03-01T08:00:00+08:00")[1].iso == "2025-02-28"


@pytest.mark.parametrize("text", ["九千年前", "9999年後", "上上周", "九千九百個月前", "大前天"])
def test_dates_beyond_the_calendar_have_no_iso(text: str) -> None:
    assert all(number.iso is None for number in find_numbers(text, date="0001-01-01"))


TIMES = [
    ("下午3點半", "下午3點半", "T15:30"),
    ("凌晨 3 點 20 分，", "凌晨 3 點 20 分", "T03:20"),
    ("下午 3 時 20 分 15 秒", "下午 3 時 20 分 15 秒", "T15:20:15"),
    ("凌晨2点40分许", "凌晨2点40分许", "T02:40"),
    ("20时30分", "20时30分", "T20:30"),
    ("晚上9:30", "晚上9:30", "T21:30"),
    ("晚8点", "晚8点", "T20"),
    ("8:00 p.m.", "8:00 p.m.", "T20:00"),
    ("11:30:10", "11:30:10", "T11:30:10"),
    ("晚上八點一刻", "晚上八點一刻", "T20:15"),
    ("中午12點半", "中午12點半", "T12:30"),
    ("大约十点", "大约十点", "T10"),
    ("下午三点之前", "下午三点之前", "T15"),
    ("下午5:00到6:00", "下午5:00到6:00", "T17:00/T18:00"),
    ("8点至9点", "8点至9点", "T08/T09"),
]


@pytest.mark.parametrize(("text", "span", "iso"), TIMES)
def test_times(text: str, span: str, iso: str) -> None:
    found, number = only(text)
    assert (found, number.kind, number.iso) == (span, "time", iso)


@pytest.mark.parametrize(
    ("text", "span", "iso"),
    [
        ("2010.01.29晚上六点", "2010.01.29晚上六点", "2010-01-29T18"),
        ("3月5日上午9时", "3月5日上午9时", "--03-05T09"),
        ("5月15日0时至24时", "5月15日0时至24时", "--05-15T00/T24"),
    ],
)
def test_a_day_and_its_time_are_one_date(text: str, span: str, iso: str) -> None:
    found, number = only(text)
    assert (found, number.kind, number.iso) == (span, "date", iso)


DURATIONS = [
    ("近半個月", "近半個月", 0.5, "P0.5M", "approx"),
    ("持續近半個月後", "近半個月", 0.5, "P0.5M", "approx"),
    ("過去一周內", "一周", 1, "P1W", None),
    ("過去四年", "四年", 4, "P4Y", None),
    ("一年半", "一年半", 1.5, "P1.5Y", None),
    ("一夜暴跌", "一夜", 1, None, None),
    ("一個半小時", "一個半小時", 1.5, "PT1.5H", None),
    ("14天", "14天", 14, "P14D", None),
    ("90分鐘", "90分鐘", 90, "PT90M", None),
    ("一刻鐘", "一刻鐘", 1, "PT15M", None),
    ("三個季度", "三個季度", 3, "P9M", None),
    ("半个世纪", "半个世纪", 0.5, "P50Y", None),
    ("8日內", "8日", 8, "P8D", None),
    ("超過三年", "超過三年", 3, "P3Y", "more"),
    ("近五年来", "五年", 5, "P5Y", None),
    ("十多年", "十多年", 10, "P10Y", "more"),
    ("數千年悠久歷史", "數千年", 2000, None, "approx"),
    ("三年多", "三年多", 3, "P3Y", "more"),
    ("8天20小时", "8天20小时", None, "P8DT20H", None),
    ("三年零兩個月", "三年零兩個月", None, "P3Y2M", None),
    (
        "一年多三个月又20天8小时余50分钟20秒",
        "一年多三个月又20天8小时余50分钟20秒",
        None,
        "P1Y3M20DT8H50M20S",
        "more",
    ),
]


@pytest.mark.parametrize(("text", "span", "value", "iso", "modifier"), DURATIONS)
def test_durations(text: str, span: str, value: float | None, iso: str | None, modifier: str | None) -> None:
    found, number = only(text)
    assert (found, number.kind) == (span, "duration")
    assert (number.value, number.iso, number.modifier) == (value, iso, modifier)


BOUNDS = [
    ("自2018年以来", "自2018年以来", "more"),
    ("2018年开始", "2018年开始", "more"),
    ("2015年1月1日之前", "2015年1月1日之前", "less"),
    ("2015年1月1日或之后", "2015年1月1日或之后", "more"),
    ("2015年前，", "2015年前", "less"),
    ("约1150年左右", "约1150年左右", "approx"),
    ("3日前往北京", "3日", None),
    ("2019年后期", "2019年", None),
]


@pytest.mark.parametrize(("text", "span", "modifier"), BOUNDS)
def test_words_that_bound_a_date_are_part_of_it(text: str, span: str, modifier: str | None) -> None:
    found, number = only(text)
    assert (found, number.kind, number.modifier) == (span, "date", modifier)


def test_a_quarter_resolves_like_a_month() -> None:
    assert only("上季度", date="2025-02-05")[1].iso == "2024-36"
    assert only("本季度", date="2025-02-05")[1].iso == "2025-33"


def test_centuries_before_the_year_0_have_no_iso() -> None:
    found, number = only("公元前3世紀")
    assert (found, number.kind, number.iso) == ("公元前3世紀", "date", None)
