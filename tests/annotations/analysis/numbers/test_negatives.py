"""What looks like a number and is none."""

from __future__ import annotations

import pytest

from annotations.analysis.numbers import find_numbers


def spans(text: str) -> list[str]:
    return [text[number.start : number.end] for number in find_numbers(text)]


WORDS = [
    *("四川", "一切順利", "萬一下雨", "十足", "大陸", "統一口徑", "一定", "一樣", "一般", "一直"),
    *("一些人", "一下", "一邊", "一方面", "進一步", "之一", "唯一", "一旦", "一時", "一度", "一部分"),
    *("一起去", "第一時間", "第三方", "百貨", "百度", "老百姓", "千萬不要", "萬物", "億萬富翁"),
    *("五角大樓", "六神無主", "七夕", "八卦", "九龍", "十字路口", "二線城市", "三角形", "三星"),
    *("四季", "四捨五入", "五星級", "兩岸", "兩會", "兩者", "雙十一", "十四五規劃", "五四運動", "五月天樂團"),
    *("九一八", "半導體", "半島", "半徑", "零售", "零件", "收拾", "陸地", "放肆", "參與", "隊伍"),
    *("伍佰", "他們倆一起", "今日頭條", "新一輪", "每一個", "亂七八糟", "成千上萬", "點贊", "元旦"),
    *("日本", "月亮", "年輕", "分析", "百分比", "萬", "萬萬", "兩兩", "十折"),
]


@pytest.mark.parametrize("text", WORDS)
def test_numerals_inside_words_count_nothing(text: str) -> None:
    assert spans(text) == []
    assert spans(f"他說{text}，") == []


@pytest.mark.parametrize(
    "text",
    [
        "o3-mini",
        "o3-mini-high",
        "GPT-4.1",
        "GPT-4o mini",
        "GPT-3質量",
        "R1和V3",
        "DeepSeek R1",
        "iPhone 16 Pro",
        "Windows 11",
        "Claude 3.5 Sonnet",
        "Qwen2.5-72B",
        "COVID-19疫情",
        "H1N1",
        "PM2.5",
        "C919客機",
        "歼-20",
        "米格-15戰鬥機",
        "波音777",
        "5G手機",
        "4K電視",
        "3D打印",
        "A4紙",
        "7-ELEVEN",
        "G20峰會",
        "《超人4》",
        "路易十六",
        "亨利八世",
        "四分之一決賽",
        "90後",
        "5號線",
    ],
)
def test_numerals_in_names_count_nothing(text: str) -> None:
    assert spans(text) == []
    assert spans(f"使用{text}，") == []


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.com/2024/03/15/a123.html",
        "someone123@example.com",
        "版本1.2.3",
        "192.168.1.1",
        "888-000-9999",
        "400-820-8820",
        "13812345678",
        "订单号A202107211321363588510367",
        "郵政編碼為756400",
        "編號17",
        "特工007",
        "南海大道21號",
    ],
)
def test_addresses_versions_and_telephone_numbers_count_nothing(text: str) -> None:
    assert spans(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("答案是四不是五", ["四", "五"]),
        ("“一”和“五”", ["一", "五"]),
        ("二", ["二"]),
        ("最大三家公司", ["三家"]),
        ("提高三个百分点", ["三个百分点"]),
        ("車上一名乘客", ["一名"]),
        ("統一六個國家", ["六個"]),
        ("五十铃", []),
        ("一百五十人", ["一百五十人"]),
        ("共15k人", ["15k人"]),
        ("價格為202107211321363588510367美元", ["202107211321363588510367美元"]),
        ("四季度", ["四季度"]),
        ("有三點建議", []),
        ("這是一塊石頭", ["一塊"]),
        ("三塊石頭", ["三塊"]),
        ("五五分成", []),
        ("唯一一年", ["一年"]),
        ("这一天", []),
        ("五点八", ["五点八"]),
        ("以3-1獲勝", ["3", "1"]),
        ("100，200人", ["100", "200人"]),
        ("节约100元", ["100元"]),
        ("最近3人", ["3人"]),
        ("路上3人", ["3人"]),
        ("1989天安門", ["1989"]),
        ("78發表", ["78"]),
        ("第3", ["第3"]),
        ("每年三月三", ["每年"]),
        ("2001年代表中國", ["2001年"]),
        ("三年級", ["三年級"]),
        ("一、提高認識；二、加強領導", []),
    ],
)
def test_where_a_word_ends_and_a_number_begins(text: str, expected: list[str]) -> None:
    assert spans(text) == expected
