"""Years of two and three digits, days in brackets, days of the moon, and words that only look like them."""

from __future__ import annotations

import pytest

from annotations.analysis.numbers import find_numbers
from annotations.analysis.script import to_simplified


def found(text: str, date: str | None = None) -> list[tuple[str, str, str | None]]:
    return [(text[n.start : n.end], n.kind, n.iso) for n in find_numbers(text, date=date)]


REPUBLIC = [
    ("立法院於114年5月20日三讀", "114年5月20日", "2025-05-20"),
    ("一百一十四年十月", "一百一十四年十月", "2025-10"),
    ("民國一百一十四年十月", "民國一百一十四年十月", "2025-10"),
    ("民國百年", "民國百年", "2011"),
    ("108學年度", "108學年度", "2019"),
    ("97學年度", "97學年度", "2008"),
    ("113學年", "113學年", "2024"),
    ("114會計年度", "114會計年度", "2025"),
    ("113年第三季", "113年第三季", "2024-35"),
    ("民國113（2024）年", "民國113（2024）年", "2024"),
    ("114年度總預算", "114年度", "2025"),
    ("114年上半年", "114年上半年", "2025-40"),
    ("112年底", "112年底", "2023"),
    ("114年1至3月", "114年1至3月", "2025-01/2025-03"),
    ("確診110/05/20", "110/05/20", "2021-05-20"),
    ("民國114.5.20", "民國114.5.20", "2025-05-20"),
    ("民國110至112年", "民國110至112年", "2021/2023"),
]


@pytest.mark.parametrize(("text", "span", "iso"), REPUBLIC)
def test_years_of_the_republic(text: str, span: str, iso: str) -> None:
    assert found(text) == [(span, "date", iso)]
    assert found(to_simplified(text)) == [(to_simplified(span), "date", iso)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("民國108、109年", [("民國108", "2019"), ("109年", "2020")]),
        ("民國107、108、109年", [("民國107", "2018"), ("108", "2019"), ("109年", "2020")]),
        ("民國113年與114年", [("民國113年", "2024"), ("114年", "2025")]),
        ("昭和10、11年", [("昭和10", "1935"), ("11年", "1936")]),
    ],
)
def test_an_era_holds_for_the_years_listed_behind_it(text: str, expected: list[tuple[str, str]]) -> None:
    for one in (text, to_simplified(text)):
        assert [(span, iso) for span, _, iso in found(one)] == [
            (one[text.index(span) : text.index(span) + len(span)], iso) for span, iso in expected
        ]


@pytest.mark.parametrize(
    ("text", "span", "kind", "iso"),
    [
        # what only traditional script tells
        ("自113年起實施", "113年", "date", "2024"),
        ("於114年，實施", "114年", "date", "2025"),
        ("較113年成長", "113年", "date", "2024"),
        ("113年營收", "113年", "date", "2024"),
        ("自110年以來", "110年", "date", "2021"),
        ("98年5月20日開幕", "98年5月20日", "date", None),
        ("109至113年間實施", "109至113年", "date", "2020/2024"),
        # spans
        ("114年來", "114年", "duration", "P114Y"),
        ("114年歷史", "114年", "duration", "P114Y"),
        ("走過了114年", "114年", "duration", "P114Y"),
        ("長達114年，", "114年", "duration", "P114Y"),
        ("創110年以來新高", "110年", "duration", "P110Y"),
        ("第114年", "第114", "ordinal", None),
    ],
)
def test_a_bare_year_of_the_republic(text: str, span: str, kind: str, iso: str | None) -> None:
    assert found(text)[0] == (span, kind, iso)


def test_without_the_script_a_bare_114_is_a_span() -> None:
    assert found("自113年起") == [("113年", "duration", "P113Y")]
    assert found("来了114年")[0] == ("114年", "duration", "P114Y")


def test_a_year_named_before_tells_which_calendar_a_bare_one_means() -> None:
    text = "他民國78年出生，98年考上公務員，於98年5月到職，年資16年"
    assert [(span, kind, iso) for span, kind, iso in found(text)] == [
        ("民國78年", "date", "1989"),
        ("98年", "date", "2009"),
        ("98年5月", "date", "2009-05"),
        ("16年", "duration", "P16Y"),
    ]


WEST = [
    ("25年上半年營收增長", "25年上半年", "2025-40"),
    ("26年一季度開工", "26年一季度", "2026-33"),
    ("25年第三季", "25年第三季", "2025-35"),
    ("24年底完工", "24年底", "2024"),
    ("24年年底", "24年年底", "2024"),
    ("25年初", "25年初", "2025"),
    ("25年5月", "25年5月", "2025-05"),
    ("25年5月3日", "25年5月3日", "2025-05-03"),
    ("25年Q3", "25年Q3", "2025-35"),
    ("24年春", "24年春", "2024"),
    ("23年營收", "23年", "2023"),
    ("較24年增長", "24年", "2024"),
    ("25年同期", "25年", "2025"),
    ("25年國慶", "25年", "2025"),
    ("24年報", "24年", "2024"),
    ("25年度", "25年度", "2025"),
    ("25財年", "25財年", "2025"),
    ("二四年底", "二四年底", "2024"),
    ("24/25賽季", "24/25", "2024/2025"),
    ("25-26學年", "25-26", "2025/2026"),
]


@pytest.mark.parametrize(("text", "span", "iso"), WEST)
def test_years_of_two_digits(text: str, span: str, iso: str) -> None:
    assert found(text) == [(span, "date", iso)]
    assert found(to_simplified(text)) == [(to_simplified(span), "date", iso)]


@pytest.mark.parametrize(
    ("text", "span", "iso"),
    [
        ("20年前", "20年前", None),
        ("30年後", "30年後", None),
        ("15年間", "15年", "P15Y"),
        ("10年期", "10年", "P10Y"),
        ("近20年", "近20年", "P20Y"),
        ("判處有期徒刑12年6月", "12年6月", "P12Y6M"),
        ("處有期徒刑6月", "6月", "P6M"),
        ("12年6月徒刑", "12年6月", "P12Y6M"),
        ("判囚2年3個月", "2年3個月", "P2Y3M"),
        ("關了3年10個月", "3年10個月", "P3Y10M"),
        ("拘留15日", "15日", "P15D"),
    ],
)
def test_spans_of_years_and_punishments(text: str, span: str, iso: str | None) -> None:
    for one, part in ((text, span), (to_simplified(text), to_simplified(span))):
        (number,) = find_numbers(one)
        assert (one[number.start : number.end], number.iso) == (part, iso)
        assert number.kind == ("date" if iso is None else "duration")


BRACKETED = [
    ("昨（25）日", "昨（25）日", "---25"),
    ("昨(25)日", "昨(25)日", "---25"),
    ("今（26）日上午", "今（26）日上午", "---26"),
    ("今(26)日上午9時", "今(26)日上午9時", "---26T09"),
    ("前（24）日落網", "前（24）日", "---24"),
    ("昨（25）晚8點", "昨（25）晚8點", "---25T20"),
    ("今（26日）", "今（26日）", "---26"),
    ("昨天（25）", "昨天（25）", "---25"),
    ("週三（26）", "週三（26）", "---26"),
    ("本（11）月", "本（11）月", "--11"),
    ("本（11）月26日", "本（11）月26日", "--11-26"),
    ("上(10)月", "上(10)月", "--10"),
    ("明（115）年", "明（115）年", "2026"),
    ("今（114）年5月20日", "今（114）年5月20日", "2025-05-20"),
    ("去（113）年底", "去（113）年底", "2024"),
    ("今（115）年第1季", "今（115）年第1季", "2026-33"),
    ("去（2024）年", "去（2024）年", "2024"),
    ("今（26）年", "今（26）年", "2026"),
]


@pytest.mark.parametrize(("text", "span", "iso"), BRACKETED)
def test_a_day_month_or_year_in_brackets_is_one_date(text: str, span: str, iso: str) -> None:
    for around in ("{}", "院長{}表示，", "，{}"):
        one = around.format(text)
        assert found(one) == [(span, "date", iso)]
        assert found(to_simplified(one)) == [(to_simplified(span), "date", iso)]


def test_the_articles_date_completes_a_day_in_brackets_that_agrees() -> None:
    assert found("昨（25）日", "2026-11-26")[0][2] == "2026-11-25"
    assert found("昨（24）日", "2026-11-26")[0][2] == "---24"
    assert found("本（11）月26日", "2026-11-26")[0][2] == "2026-11-26"


MOON = [
    *(
        "農曆閏六月初八",
        "正月廿一",
        "臘月二十三",
        "臘月廿三",
        "冬月初八",
        "農曆二月",
        "農曆七月十五",
        "農曆甲辰年",
    ),
    *("甲午年", "正月初一", "大年初一", "年初二", "大年三十", "三月初一", "閏六月", "初一、十五", "初一早上"),
]


@pytest.mark.parametrize("text", MOON)
def test_days_of_the_moon_are_whole_and_have_no_iso(text: str) -> None:
    for around in ("{}", "{}祭祖", "從{}，", "在{}的"):
        for one in (around.format(text), to_simplified(around.format(text))):
            (number,) = find_numbers(one)
            span = one[number.start : number.end]
            assert (fold_from(span), number.kind, number.iso) == (to_simplified(text), "date", None)


def fold_from(span: str) -> str:
    return to_simplified(span).removeprefix("从")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("盤初一度下跌", []),
        ("當初一人創業", ["一人"]),
        ("起初一個人", ["一個"]),
        ("最初一批貨", ["一批"]),
        ("賽季初一場沒贏", ["一場"]),
        ("年初一批貨", ["一批"]),
        ("今年初一場雪", ["今年初", "一場"]),
        ("2024年初三家公司", ["2024年初", "三家"]),
        ("9月初一場颱風", ["9月初", "一場"]),
        ("初一學生", []),
        ("初中", []),
    ],
)
def test_a_beginning_is_no_day_of_the_moon(text: str, expected: list[str]) -> None:
    for one in (text, to_simplified(text)):
        assert [to_simplified(span) for span, _, _ in found(one)] == [*map(to_simplified, expected)]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        *(("9月9日早盤低開", "9月9日"), ("11月26日晚報", "11月26日"), ("9日早報", "9日"), ("9日早班", "9日")),
        *(("5日夜市", "5日"), ("5日晚會", "5日"), ("5日晚宴", "5日"), ("6日早餐", "6日")),
        *(("7月25日早", "7月25日早"), ("7月25日晚，", "7月25日晚"), ("7月25日早間", "7月25日早間")),
        *(("9日晚間新聞", "9日晚間"), ("9日早上", "9日早上"), ("5日夜，", "5日夜")),
    ],
)
def test_a_part_of_the_day_is_no_part_of_another_word(text: str, span: str) -> None:
    for one, part in ((text, span), (to_simplified(text), to_simplified(span))):
        assert [it for it, _, _ in found(one)] == [part]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("3日遊", "3日"),
        ("5日均線", "5日"),
        ("7日年化收益率", "7日"),
        ("7日無理由退貨", "7日"),
        ("3日齡", "3日"),
        ("三日遊", "三日"),
    ],
)
def test_days_that_a_thing_lasts_are_a_span(text: str, span: str) -> None:
    assert [(it, kind) for it, kind, _ in found(text)] == [(span, "duration")]
    assert [(it, kind) for it, kind, _ in found(to_simplified(text))] == [(span, "duration")]
    assert found("3日遊行")[0][1] == "date"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("9·18", "--09-18"),
        ("五·一二", "--05-12"),
        ("一二·九", "--12-09"),
        ("7・20", "--07-20"),
        ("五·四", "--05-04"),
    ],
)
def test_an_event_named_by_its_day(text: str, iso: str) -> None:
    for around in ("{}事變", "“{}”暴雨", "紀念{}"):
        assert found(around.format(text)) == [(text, "date", iso)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("今年首九個月", "date"),
        ("首10個月", "date"),
        ("2025年首三季", "date"),
        ("首季", "date"),
        ("首半年", "date"),
        ("前11個月", "date"),
        ("今年頭三個月", "date"),
        ("前三季度", "date"),
        ("上世紀六七十年代", "date"),
        ("八九十年代", "date"),
        ("2010年代", "date"),
        ("一九九〇年代初", "date"),
        ("去年冬天", "date"),
        ("去冬", "date"),
        ("今春", "date"),
        ("五月的第二個星期", "date"),
        ("下個月第一周", "date"),
        ("每天", "date"),
        ("每個月", "date"),
        ("每天早上6點半", "date"),
        ("1月19，", "date"),
        ("元月五日", "date"),
        ("9am", "time"),
        ("下午三四點", "time"),
        ("兩點到四點", "time"),
        ("之前3小時", "time"),
        ("凌晨3、4點", "time"),
        ("三四月", "date"),
        ("前一天", "date"),
        ("廿五日", "date"),
        ("民國卅八年", "date"),
        ("20241127", "date"),
        ("8/23", "date"),
        ("萬曆十五年", "date"),
        ("公元79年", "date"),
        ("乾隆二年", "date"),
        ("兩個多小時", "duration"),
    ],
)
def test_periods_are_whole(text: str, iso: str) -> None:
    span = text.rstrip("，")
    assert [(it, kind) for it, kind, _ in found(text)] == [(span, iso)]
    assert [(it, kind) for it, kind, _ in found(to_simplified(text))] == [(to_simplified(span), iso)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("十二點差五分", "T11:55"),
        ("差一刻三點", "T02:45"),
        ("差5分9點", "T08:55"),
        ("9點差10分", "T08:50"),
        ("9點3刻", "T09:45"),
        ("9點過5分", "T09:05"),
        ("9點零5分", "T09:05"),
        ("零時", "T00"),
        ("十一時", "T11"),
        ("十點十一分", "T10:11"),
    ],
)
def test_clock_times_told_by_what_is_left_or_over(text: str, iso: str) -> None:
    for one in (text, to_simplified(text)):
        assert found(f"{one}散會") == [(one, "time", iso)]


@pytest.mark.parametrize("text", ["相差五分", "時差5分", "逆差三億", "每日經濟新聞", "如今春暖花開"])
def test_no_time(text: str) -> None:
    for one in (text, to_simplified(text)):
        assert all(kind not in ("date", "time") for _, kind, _ in found(one))


@pytest.mark.parametrize(
    ("text", "span", "iso"),
    [
        ("自11月27日零時起生效", "11月27日零時", "--11-27T00"),
        ("十月一日十時", "十月一日十時", "--10-01T10"),
        ("10月1日至7日9:00-18:00", "10月1日至7日", "--10-01/--10-07"),
        ("週一至週五9:00-18:00", "週一至週五", "-W-1/-W-5"),
        ("19/01/2016", "19/01/2016", "2016-01-19"),
        ("03/04/2016", "03/04/2016", "2016"),
    ],
)
def test_days_and_hours(text: str, span: str, iso: str) -> None:
    assert found(text)[0] == (span, "date", iso)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        *(("2月30日", None), ("2025-02-30", None), ("2025年2月29日", None), ("6月31號", None)),
        *(("2月29日", "--02-29"), ("2024年2月29日", "2024-02-29"), ("公元前45年2月29日", "-0044-02-29")),
    ],
)
def test_a_day_that_no_month_has_is_a_date_without_iso(text: str, iso: str | None) -> None:
    assert found(text) == [(text, "date", iso)]
    assert found(to_simplified(text)) == [(to_simplified(text), "date", iso)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("1997年7月1日前後創業", ["1997年7月1日前後"]),
        ("2020年前後", ["2020年前後"]),
        ("三天前後", ["三天前後"]),
        ("昨天前天都在", ["昨天", "前天"]),
        ("1月1日前天津", ["1月1日前"]),
        ("三天前天氣", ["三天前"]),
        ("1月1日前完成", ["1月1日前"]),
    ],
)
def test_a_bound_is_no_part_of_another_word(text: str, spans: list[str]) -> None:
    assert [span for span, _, _ in found(text)] == spans
    assert [span for span, _, _ in found(to_simplified(text))] == [*map(to_simplified, spans)]


@pytest.mark.parametrize("text", ["一年365天", "一天24小時", "一周7天", "一小時60分鐘"])
def test_how_long_a_span_is_makes_no_longer_one(text: str) -> None:
    whole, parts = found(text)
    assert whole[0] + parts[0] == text
    assert whole[1] == parts[1] == "duration"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1/3", ["cardinal"]),
        ("7/20", ["cardinal"]),
        ("11/12", ["cardinal"]),
        ("12/25", ["date"]),
        ("9/21大地震", ["date"]),
        ("20241127股", ["quantity"]),
        ("两年前一天", ["date", "duration"]),
        ("电流等于零时", []),
        ("70年代", ["date"]),
        ("80、90后", []),
        ("自98年起", ["date"]),
        ("'98年", ["date"]),
        ("在80年里", ["duration"]),
        ("于70年后", ["date"]),
        ("十年如一日", []),
        ("一日三餐", []),
        ("九点起床", ["time"]),
        ("最后一年", ["duration"]),
        ("在前一天", ["date"]),
    ],
)
def test_what_looks_like_a_date(text: str, kinds: list[str]) -> None:
    assert [kind for _, kind, _ in found(text)] == kinds
