"""A table for each kind of number: the text, what is found in it, and what that is worth.

A row is the text, the span, the value, and what else is set. Every row also holds in the other script
and, where it has digits, in full width.
"""

from __future__ import annotations

from functools import cache

import pytest
from opencc import OpenCC

from annotations.analysis.numbers import find_numbers
from annotations.model.article import NUMBER_KINDS, Number


def only(text: str, date: str | None = None) -> tuple[str, Number]:
    found = find_numbers(text, date=date)
    assert len(found) == 1, [text[number.start : number.end] for number in found]
    return text[found[0].start : found[0].end], found[0]


CARDINALS = [
    ("超過140億", "超過140億", 14_000_000_000, "more"),
    ("二百零五", "二百零五", 205, None),
    ("一千三", "一千三", 1300, None),
    ("壹千零五", "壹千零五", 1005, None),
    ("肆佰陸拾", "肆佰陸拾", 460, None),
    ("五兆六十二億四萬五千二", "五兆六十二億四萬五千二", 5_006_200_045_200, None),
    ("三千 八百 九十六 万 四千", "三千 八百 九十六 万 四千", 38_964_000, None),
    ("2萬3千", "2萬3千", 23_000, None),
    ("3億5,000萬", "3億5,000萬", 350_000_000, None),
    ("1,050,000,000", "1,050,000,000", 1_050_000_000, None),
    ("１０，０００", "１０，０００", 10_000, None),
    ("人口約102,000。", "約102,000", 102_000, "approx"),
    ("共500余万", "500余万", 5_000_000, "more"),
    ("十点二三三", "十点二三三", 10.233, None),
    ("负三十二", "负三十二", -32, None),
    ("-1e1", "-1e1", -10, None),
    ("三分之二的人", "三分之二", 2 / 3, None),
    ("2/3的人", "2/3", 2 / 3, None),
    ("3又一千分之23", "3又一千分之23", 3.023, None),
    ("减少一半", "一半", 0.5, None),
    ("十打苹果", "十打", 120, None),
    ("月薪15k", "15k", 15_000, None),
    ("廿三", "廿三", 23, None),
    ("月薪3萬5", "3萬5", 35_000, None),
    ("2又1/2", "2又1/2", 2.5, None),
]


@pytest.mark.parametrize(("text", "span", "value", "modifier"), CARDINALS)
def test_cardinals(text: str, span: str, value: float, modifier: str | None) -> None:
    found, number = only(text)
    assert (found, number.kind, number.modifier) == (span, "cardinal", modifier)
    assert number.value == pytest.approx(value, rel=1e-12)
    assert number.unit is None


PERCENTAGES = [
    ("提升了24%。", "24%", 24, None),
    ("下跌-22.2%", "-22.2%", -22.2, None),
    ("占５．５％", "５．５％", 5.5, None),
    ("百分之六十三", "百分之六十三", 63, None),
    ("百 分之 2", "百 分之 2", 2, None),
    ("百分之百", "百分之百", 100, None),
    ("千分之三", "千分之三", 0.3, None),
    ("萬分之肆", "萬分之肆", 0.04, None),
    ("0.5‰", "0.5‰", 0.05, None),
    ("三成五", "三成五", 35, None),
    ("不到三成", "不到三成", 30, "less"),
    ("逾两成", "逾两成", 20, "more"),
    ("８．５成", "８．５成", 85, None),
    ("打八折", "八折", 80, None),
    ("打对折", "对折", 50, None),
    ("三八折", "三八折", 38, None),
    ("8.5折", "8.5折", 85, None),
    ("2.4个百分点", "2.4个百分点", 2.4, None),
    ("近六個百分點", "近六個百分點", 6, "approx"),
    ("负百分之五", "负百分之五", -5, None),
    ("半折", "半折", 50, None),
    ("96%以上", "96%以上", 96, "more"),
]


@pytest.mark.parametrize(("text", "span", "value", "modifier"), PERCENTAGES)
def test_percentages(text: str, span: str, value: float, modifier: str | None) -> None:
    found, number = only(text)
    assert (found, number.kind, number.modifier) == (span, "percent", modifier)
    assert number.value == pytest.approx(value)


MONEY = [
    ("近6000億美元", "近6000億美元", 600_000_000_000, "USD", "approx"),
    ("140億元人民幣", "140億元人民幣", 14_000_000_000, "CNY", None),
    ("超過140億元人民幣", "超過140億元人民幣", 14_000_000_000, "CNY", "more"),
    ("每股4.2美元", "4.2美元", 4.2, "USD", None),
    ("US$40億", "US$40億", 4_000_000_000, "USD", None),
    ("$5,000", "$5,000", 5000, "USD", None),
    ("HK$12.5", "HK$12.5", 12.5, "HKD", None),
    ("NT$3,000", "NT$3,000", 3000, "TWD", None),
    ("￥300", "￥300", 300, "CNY", None),
    ("RMB100", "RMB100", 100, "CNY", None),
    ("€50", "€50", 50, "EUR", None),
    ("人民币  50元", "人民币  50元", 50, "CNY", None),
    ("新臺幣二十萬元", "新臺幣二十萬元", 200_000, "TWD", None),
    ("港幣一億元", "港幣一億元", 100_000_000, "HKD", None),
    ("１欧元", "１欧元", 1, "EUR", None),
    ("1.0092瑞士法郎", "1.0092瑞士法郎", 1.0092, "CHF", None),
    ("5億4500萬日圓", "5億4500萬日圓", 545_000_000, "JPY", None),
    ("4百萬鎊", "4百萬鎊", 4_000_000, "GBP", None),
    ("五元三毛", "五元三毛", 5.3, "CNY", None),
    ("两美元又三美分", "两美元又三美分", 2.03, "USD", None),
    ("壹佰贰拾叁元", "壹佰贰拾叁元", 123, "CNY", None),
    ("3.5亿元左右", "3.5亿元左右", 350_000_000, "CNY", "approx"),
    ("180餘萬元", "180餘萬元", 1_800_000, "CNY", "more"),
    ("十萬美元以上", "十萬美元以上", 100_000, "USD", "more"),
    ("千万元", "千万元", 10_000_000, "CNY", None),
    ("八块八", "八块八", 8.8, "CNY", None),
    ("两块半", "两块半", 2.5, "CNY", None),
    ("五块钱", "五块钱", 5, "CNY", None),
]


@pytest.mark.parametrize(("text", "span", "value", "code", "modifier"), MONEY)
def test_money(text: str, span: str, value: float, code: str, modifier: str | None) -> None:
    found, number = only(text)
    assert (found, number.kind, number.unit, number.modifier) == (span, "money", code, modifier)
    assert number.value == pytest.approx(value)


QUANTITIES = [
    ("6萬張GPU卡", "6萬張", 60_000, "張", None),
    ("十幾個", "十幾個", 10, "個", "more"),
    ("上百人", "上百人", 100, "人", "approx"),
    ("百余人", "百余人", 100, "人", "more"),
    ("上千家企業", "上千家", 1000, "家", "approx"),
    ("5000多万人次", "5000多万人次", 50_000_000, "人次", "more"),
    ("近40余人", "近40余人", 40, "人", "more"),
    ("至少50人", "至少50人", 50, "人", "more"),
    ("20萬公斤", "20萬公斤", 200_000, "公斤", None),
    ("168CM", "168CM", 168, "CM", None),
    ("256GB", "256GB", 256, "GB", None),
    ("10 km", "10 km", 10, "km", None),
    ("五十兆字节", "五十兆字节", 50, "兆字节", None),
    ("12千米", "12千米", 12, "千米", None),
    ("二十两", "二十两", 20, "两", None),
    ("两米半", "两米半", 2.5, "米", None),
    ("身高1米83", "1米83", 1.83, "米", None),
    ("體溫38度5", "38度5", 38.5, "度", None),
    ("零下五度", "零下五度", -5, "度", None),
    ("华氏温度98.6度", "华氏温度98.6度", 98.6, "度", None),
    ("20攝氏度", "20攝氏度", 20, "攝氏度", None),
    ("跌350點", "350點", 350, "點", None),
    ("25個基點", "25個基點", 25, "個基點", None),
    ("一款手機", "一款", 1, "款", None),
    ("兩個版本", "兩個", 2, "個", None),
    ("三双", "三双", 3, "双", None),
    ("387万亩", "387万亩", 3_870_000, "亩", None),
]


@pytest.mark.parametrize(("text", "span", "value", "unit", "modifier"), QUANTITIES)
def test_quantities(text: str, span: str, value: float, unit: str, modifier: str | None) -> None:
    found, number = only(text)
    assert (found, number.kind, number.unit, number.modifier) == (span, "quantity", unit, modifier)
    assert number.value == pytest.approx(value)


MULTIPLES = [
    ("貴7倍左右", "7倍左右", 7, "approx"),
    ("兩倍半", "兩倍半", 2.5, None),
    ("下降1200倍", "1200倍", 1200, None),
    ("翻一番", "翻一番", 2, None),
    ("翻了两番", "翻了两番", 4, None),
    ("近五倍", "近五倍", 5, "approx"),
]
AGES = [
    ("30歲", "30歲", 30, None),
    ("七周岁", "七周岁", 7, None),
    ("四十多歲", "四十多歲", 40, "more"),
    ("未滿18歲", "未滿18歲", 18, "less"),
    ("12岁以下", "12岁以下", 12, "less"),
    ("三岁半", "三岁半", 3.5, None),
    ("六個月大的貓", "六個月大", 6, None),
]
ORDINALS = [
    ("第三", "第三", 3, None),
    ("第一百零八回", "第一百零八", 108, None),
    ("第２５０", "第２５０", 250, None),
    ("第三万回", "第三万", 30_000, None),
]


@pytest.mark.parametrize(
    ("kind", "text", "span", "value", "modifier"),
    [("multiple", *row) for row in MULTIPLES]
    + [("age", *row) for row in AGES]
    + [("ordinal", *row) for row in ORDINALS],
)
def test_multiples_ages_ordinals(kind: str, text: str, span: str, value: float, modifier: str | None) -> None:
    found, number = only(text)
    assert (found, number.kind, number.value, number.modifier) == (span, kind, value, modifier)


RANGES = [
    ("3到5天", "3到5天", "duration", 3, 5),
    ("18至25岁", "18至25岁", "age", 18, 25),
    ("2至3亿元", "2至3亿元", "money", 200_000_000, 300_000_000),
    ("500到1万人", "500到1万人", "quantity", 500, 10_000),
    ("100至500元人民幣", "100至500元人民幣", "money", 100, 500),
    ("20%至30%", "20%至30%", "percent", 20, 30),
    ("37%-44%", "37%-44%", "percent", 37, 44),
    ("二三十个百分点", "二三十个百分点", "percent", 20, 30),
    ("十七八歲", "十七八歲", "age", 17, 18),
    ("三四百万人", "三四百万人", "quantity", 3_000_000, 4_000_000),
    ("一两天", "一两天", "duration", 1, 2),
    ("七八个", "七八个", "quantity", 7, 8),
    ("數百名", "數百名", "quantity", 200, 900),
    ("-5℃到3℃", "-5℃到3℃", "quantity", -5, 3),
    ("零下10至15度", "零下10至15度", "quantity", -15, -10),
    ("二至三倍", "二至三倍", "multiple", 2, 3),
    ("第11至18", "第11至18", "ordinal", 11, 18),
    ("3~5萬", "3~5萬", "cardinal", 30_000, 50_000),
]


@pytest.mark.parametrize(("text", "span", "kind", "low", "high"), RANGES)
def test_ranges(text: str, span: str, kind: str, low: float, high: float) -> None:
    found, number = only(text)
    assert (found, number.kind, number.value, number.high) == (span, kind, low, high)
    assert number.iso is None


def test_every_kind_is_one_of_the_article_module() -> None:
    texts = [row[0] for table in (CARDINALS, PERCENTAGES, MONEY, QUANTITIES, RANGES) for row in table]
    texts += ["2月1日", "下午3點", "一周", "30歲", "第三", "7倍"]
    kinds = {number.kind for text in texts for number in find_numbers(text)}
    assert kinds == set(NUMBER_KINDS)


TEXTS = [str(row[0]) for table in (CARDINALS, PERCENTAGES, MONEY, QUANTITIES) for row in table]


def facts(text: str) -> list[tuple[int, int, str, float | None, str | None]]:
    return [(n.start, n.end, n.kind, n.value, n.modifier) for n in find_numbers(text)]


@cache
def converter(conversion: str) -> OpenCC:
    """Return what converts; it reads its tables when it is made."""
    return OpenCC(conversion)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("conversion", ["t2s", "s2t"])
def test_both_scripts_agree(text: str, conversion: str) -> None:
    assert facts(converter(conversion).convert(text)) == facts(text)


@pytest.mark.parametrize("text", TEXTS)
def test_full_width_digits_count_the_same(text: str) -> None:
    wide = text.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789.%"})
    assert facts(wide) == facts(text)
