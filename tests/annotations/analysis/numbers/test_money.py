"""Which currency an amount is of: named before or behind it, in brackets, or guessed from the article."""

from __future__ import annotations

from functools import cache

import pytest
from opencc import OpenCC

from annotations.analysis.numbers import find_numbers, with_currencies
from annotations.model.article import Number

NAMED = [
    # the name before the amount, and what may stand between
    ("折合新台币约3200万元", "新台币约3200万元", 32_000_000, "TWD", "approx"),
    ("罚款港币近5亿元", "港币近5亿元", 500_000_000, "HKD", "approx"),
    ("欧元逾3亿元", "欧元逾3亿元", 300_000_000, "EUR", "more"),
    ("港币不到5亿", "港币不到5亿", 500_000_000, "HKD", "less"),
    ("人民币合共5亿元", "人民币合共5亿元", 500_000_000, "CNY", None),
    ("港元达5亿元", "港元达5亿元", 500_000_000, "HKD", None),
    ("损失逾港币1,200万元", "逾港币1,200万元", 12_000_000, "HKD", "more"),
    ("人民币约 100 元", "人民币约 100 元", 100, "CNY", "approx"),
    ("泰铢约2000铢", "泰铢约2000铢", 2000, "THB", "approx"),
    ("澳币五百元", "澳币五百元", 500, "AUD", None),
    ("欧元上百亿", "欧元上百亿", 10_000_000_000, "EUR", "approx"),
    ("RM50", "RM50", 50, "MYR", None),
    ("新加坡币5万元", "新加坡币5万元", 50_000, "SGD", None),
    ("-US$3.2亿", "-US$3.2亿", -320_000_000, "USD", None),
    ("净额-NT$500万", "-NT$500万", -5_000_000, "TWD", None),
    ("每股$7.08港元", "$7.08港元", 7.08, "HKD", None),
    ("共$3亿美元", "$3亿美元", 300_000_000, "USD", None),
    # behind it
    ("共1,200 USD", "1,200 USD", 1200, "USD", None),
    ("共500RMB", "500RMB", 500, "CNY", None),
    ("收500蚊", "500蚊", 500, "HKD", None),
    ("贷款2亿元港币", "2亿元港币", 200_000_000, "HKD", None),
    ("报价3万元欧元", "3万元欧元", 30_000, "EUR", None),
    ("500块美金", "500块美金", 500, "USD", None),
    ("500块钱人民币", "500块钱人民币", 500, "CNY", None),
    ("5亿人民币元", "5亿人民币元", 500_000_000, "CNY", None),
    # in brackets
    ("3000元（人民币，下同）", "3000元", 3000, "CNY", None),
    ("3,000元(新台币)", "3,000元", 3000, "TWD", None),
]

OTHERS = [
    # another currency than that before it, or no money
    ("人民币5亿美元", ["5亿美元=USD"]),
    ("人民币5%的升值", ["5%=None"]),
    ("美元2024年走势", ["2024年=None"]),
    ("欧元第三次下跌", ["第三=None"]),
    ("美元一枝独秀", []),
    ("日元一路走低", []),
    ("单位：万元", []),
    ("3000元（约合14美元）", ["3000元=CNY?", "约合14美元=USD"]),
    ("100元欧元区", ["100元=CNY?"]),
    ("3蚊子", ["3=None"]),
    ("500 USDT", ["500=None"]),
    ("从$5-$8", ["$5-$8=USD?"]),
    ("从$261亿至$269亿美元", ["$261亿至$269亿美元=USD"]),
    ("从3元到5元人民币", ["3元到5元人民币=CNY"]),
    ("格兰特28分，布兰特100米", ["28分=None", "100米=None"]),
    ("100卢比", ["100卢比=INR?"]),
    ("赔了三毛", ["三毛=CNY?"]),
]

ARTICLES = [
    # an article, and its amounts with their currencies, ? where it is guessed
    ("公司营收5亿元，净利润3000万元。", "CNY CNY"),
    ("公司營收5億元，淨利潤3000萬元。", "CNY? CNY?"),
    ("行政院編列新台幣500億元，其中國防300億元。", "TWD TWD?"),
    ("行政院编列新台币500亿元，其中国防300亿元。", "TWD TWD?"),
    ("高雄市長說，每位市民負擔8萬元。", "TWD?"),
    ("她說：「罰了兩千元。」", "TWD?"),
    ("警方在旺角拘捕一名男子，准以5萬港元保釋，涉款400萬元，罰款$500。", "HKD HKD? HKD?"),
    ("澳門一家酒店每晚1,200元。", "MOP?"),
    ("新加坡建屋局说，狮城的组屋转售价再升，新加坡有人以160万元卖出组屋。新加坡人说组屋太贵。", "SGD?"),
    # the mainland names only what is not its own
    ("腾讯在香港挂牌，收报500港元，市值4.5万亿港元；第三季度营收1800亿元。", "HKD HKD CNY"),
    ("英伟达市值5万亿美元，售价3万美元，国内价格20万元。", "USD USD CNY"),
    ("每股3元（新台幣，下同），共5億元。", "TWD TWD?"),
    ("它卖$500。", "USD"),
    ("它賣$500。", "USD?"),
]


def money(text: str) -> list[str]:
    found = with_currencies(text, find_numbers(text))
    return [f"{one.unit}{'' if one.certain else '?'}" for one in found if one.kind == "money"]


@cache
def converter(conversion: str) -> OpenCC:
    return OpenCC(conversion)


@pytest.mark.parametrize("conversion", ["", "s2t"])
@pytest.mark.parametrize(("text", "span", "value", "unit", "modifier"), NAMED)
def test_a_named_currency_is_sure(
    text: str, span: str, value: float, unit: str, modifier: str | None, conversion: str
) -> None:
    if conversion:
        text, span = (converter(conversion).convert(one) for one in (text, span))
    [number] = find_numbers(text)
    assert text[number.start : number.end] == span
    assert (number.kind, number.value, number.unit) == ("money", value, unit)
    assert (number.modifier, number.certain) == (modifier, True)


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_what_a_name_does_not_reach(text: str, expected: list[str]) -> None:
    found = find_numbers(text)
    shown = [
        f"{text[one.start : one.end]}={one.unit if one.kind == 'money' else None}{'' if one.certain else '?'}"
        for one in found
    ]
    assert shown == expected


@pytest.mark.parametrize(("text", "expected"), ARTICLES)
def test_a_bare_unit_is_that_of_the_article(text: str, expected: str) -> None:
    assert money(text) == expected.split()


def test_only_money_without_a_currency_changes() -> None:
    text = "行政院編列新台幣500億元，佔三成，3月1日付5美元、100盧比和7元。"
    found = find_numbers(text)
    changed = [new for old, new in zip(found, with_currencies(text, found), strict=True) if new != old]
    assert [text[one.start : one.end] for one in changed] == ["7元"]


def test_what_a_person_said_stays() -> None:
    said = Number(0, 2, "money", 5, unit="CNY", by="person")
    assert with_currencies("5元在台灣", [said]) == [said]
