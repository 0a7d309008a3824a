"""What holds for every text, the founding article, and that effort grows with the length only."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.numbers import find_numbers, scan
from annotations.analysis.numbers.fold import fold
from annotations.analysis.numbers.parts import compiled
from annotations.model.article import NUMBER_KINDS

ALPHABET = (
    "0123456789０１９.,，-—–~%％$€:/ \n零〇一二三四五六七八九十百千萬万億亿兆兩两半幾几數多餘余來壹贰"
    "陸拾佰第年月日號号點点時时分秒週周天個个人元美港幣歲岁倍番成折度米公斤之又到至前後后以上下近約超過"
    "不自從从起開始初正農曆农历世紀季度早晚凌晨午翻打對折负負零下華氏攝氏去今明昨本這民國康熙ABGPTokmeE"
    "@^《》「」。、"
)
texts = st.one_of(st.text(alphabet=ALPHABET, max_size=60), st.text(max_size=40))
dates = st.one_of(st.none(), st.dates().map(str), st.text(max_size=12))


@given(texts, dates)
def test_never_raises_and_offsets_fit(text: str, date: str | None) -> None:
    numbers = find_numbers(text, date=date)
    end = 0
    for number in numbers:
        assert end <= number.start < number.end <= len(text)
        end = number.end
        assert number.kind in NUMBER_KINDS
        assert number.modifier in (None, "approx", "less", "more")
        assert number.high is None or (number.value is not None and number.value <= number.high)
        for value in (number.value, number.high):
            assert value is None or math.isfinite(value)
        assert number.unit is None or number.kind == "money" or number.unit in text
        assert number.by == "auto"


def test_the_quick_look_at_a_character_misses_no_beginning() -> None:
    plain = compiled(scan._BEGINNINGS, words=scan._WORDS)
    for behind in ("5", "三月", "个月", "(3)日", "月", "季", "年", "世纪", "十"):
        beginnings = {char for char in map(chr, range(0x20, 0xA000)) if plain.match(char + behind)}
        assert beginnings <= scan._FIRST


@given(texts)
def test_folding_keeps_offsets(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(
    st.lists(
        st.sampled_from(["提升了24%。", "近6000億美元，", "他說四川。", "2月1日凌晨，", "o3-mini；"]),
        max_size=8,
    )
)
def test_a_text_has_the_numbers_of_its_sentences(sentences: list[str]) -> None:
    whole = "".join(sentences)
    expected = []
    at = 0
    for sentence in sentences:
        expected += [whole[at + n.start : at + n.end] for n in find_numbers(sentence)]
        at += len(sentence)
    assert [whole[n.start : n.end] for n in find_numbers(whole)] == expected


PATTERNS = [
    *("1", "一", "1万", "五 ", "1.", "1-", "1/", "1,", "2019年", "3到", "a1", "百分之", "1分之"),
    *("又1", "8天", "万", "（1", "一个", "1:", "1号、", "近", "-", "负", "第", "-1", "上个", "零"),
    *("十点", "a-", "1.1-", "80、", "a.", "A b ", "半", "三成", "八折", "《", "年", "1 ", "千万"),
    *("一起", "2月1日到", "从", "1e", "$", "$1", "民国", "《今天"),
    *("(0", "+1 ", "1号1", "1弄", "民国1、", "114年", "差1分", "昨（1", "字第1、", "A 1, ", "(2024)", "1*"),
    *("代码1 ", "代码1*", "1-1-", "1·1", "初一", "年初一", "农历", "甲子年", "首1个", "每天", "24/25"),
    *("差一刻", "差五分"),
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_effort_grows_with_length_only(pattern: str) -> None:
    """Count the calls and lines that Python runs: thrice the text takes little more than thrice as many."""

    def effort(length: int) -> int:
        steps = 0

        def trace(*_: object) -> object:
            nonlocal steps
            steps += 1
            return trace

        text = (pattern * length)[:length]
        find_numbers(text)
        previous = sys.gettrace()
        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            find_numbers(text)
        finally:
            sys.settrace(previous)
        return steps

    assert effort(600) <= 3.6 * effort(200) + 500


@pytest.mark.parametrize("pattern", PATTERNS)
def test_long_repetitions_end(pattern: str) -> None:
    text = (pattern * 5_000)[:5_000]
    assert all(number.end <= len(text) for number in find_numbers(text))


def test_the_founding_article() -> None:
    path = Path(__file__).parents[4] / "seeds" / "000_2368d137872e6b36.txt"
    text = re.sub(r"\([a-zü\u00e0-\u01dc]+\)", "", path.read_text(encoding="utf-8"))
    numbers = [
        (text[n.start : n.end], n.kind, n.value, n.iso or n.unit, n.modifier) for n in find_numbers(text)
    ]
    assert numbers == [
        ("近半個月", "duration", 0.5, "P0.5M", "approx"),
        ("2月1日凌晨", "date", None, "--02-01", None),
        ("24%", "percent", 24, None, None),
        ("一個", "quantity", 1, "個", None),
        ("每月", "date", None, None, None),
        ("200美元", "money", 200, "USD", None),
        ("兩個", "quantity", 2, "個", None),
        ("63%", "percent", 63, None, None),
        ("7倍左右", "multiple", 7, None, "approx"),
        ("一周", "duration", 1, "P1W", None),
        ("兩款", "quantity", 2, "款", None),
        ("6萬張", "quantity", 60_000, "張", None),
        ("超過140億元人民幣", "money", 14_000_000_000, "CNY", "more"),
        ("一夜", "duration", 1, "夜", None),
        ("17%", "percent", 17, None, None),
        ("近6000億美元", "money", 600_000_000_000, "USD", "approx"),
        ("400億美元", "money", 400_00_000_000, "USD", None),
        ("3000億美元", "money", 300_000_000_000, "USD", None),
        ("四年", "duration", 4, "P4Y", None),
        ("10倍", "multiple", 10, None, None),
        ("1200倍", "multiple", 1200, None, None),
        ("一個", "quantity", 1, "個", None),
    ]


def test_the_fold_agrees_with_opencc() -> None:
    from opencc import OpenCC

    from annotations.analysis.numbers.currencies import CURRENCY
    from annotations.analysis.numbers.units import MEASURES, UNITS

    to_traditional = OpenCC("s2t")
    for word in (*CURRENCY, *UNITS, *MEASURES):
        assert fold(to_traditional.convert(word)) == word
