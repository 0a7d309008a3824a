"""Amounts before anything is known of their unit: sign, vagueness, range, fraction, and where each ends."""

from __future__ import annotations

import pytest

from annotations.analysis.numbers.amounts import read_amount, read_one

ONE = [
    # the text, how far it goes, value, upper end, modifier
    ("负三十二", "负三十二", -32, None, None),
    ("负 5", "负 5", -5, None, None),
    ("-5", "-5", -5, None, None),
    ("-12k", "-12k", -12_000, None, None),
    ("负几百万", "负几百万", -9_000_000, -2_000_000, "approx"),
    ("负二三十", "负二三十", -30, -20, "approx"),
    ("几百万", "几百万", 2_000_000, 9_000_000, "approx"),
    ("数千", "数千", 2000, 9000, "approx"),
    ("几千多", "几千", 2000, 9000, "approx"),
    ("十七八", "十七八", 17, 18, "approx"),
    ("12k", "12k", 12_000, None, None),
    ("3K", "3K", 3000, None, None),
    ("12kg", "12", 12, None, None),
    ("十k", "十", 10, None, None),
    ("500余万", "500余万", 5_000_000, None, "more"),
    ("二十几万", "二十几万", 200_000, None, "more"),
    ("十几", "十几", 10, None, "more"),
    ("30几", "30几", 30, None, "more"),
    ("百多", "百多", 100, None, "more"),
    ("3千多", "3千多", 3000, None, "more"),
    ("五十来岁", "五十来", 50, None, "more"),
    ("十来米", "十", 10, None, None),
    ("105余", "105", 105, None, None),
    ("35多", "35", 35, None, None),
    ("十余半", "十", 10, None, None),
    ("半年", "半", 0.5, None, None),
]
SEVERAL = [
    ("3到5", "3到5", 3, 5, None),
    ("-5到-3", "-5到-3", -5, -3, None),
    ("-5到3", "-5到3", -5, 3, None),
    ("18--25", "18--25", 18, 25, None),
    ("5到3", "5", 5, None, None),
    ("3到3", "3", 3, None, None),
    ("3到几", "3", 3, None, None),
    ("3到", "3", 3, None, None),
    ("三到二十", "三到二十", 3, 20, None),
    ("十余到三十", "十余到三十", 10, 30, "more"),
    ("十到三十多", "十到三十多", 10, 30, "more"),
    # the multiplier of the second counts for the first, unless the first has its own or would be the greater
    ("2至3亿", "2至3亿", 200_000_000, 300_000_000, None),
    ("1.5~2.5万", "1.5~2.5万", 15_000, 25_000, None),
    ("2亿至3亿", "2亿至3亿", 200_000_000, 300_000_000, None),
    ("10到5万", "10到5万", 10, 50_000, None),
    ("3到3万", "3到3万", 3, 30_000, None),
]
FRACTIONS = [
    ("2/3", "2/3", 2 / 3),
    ("1又2/3", "1又2/3", 5 / 3),
    ("1 3/5", "1 3/5", 1.6),
    ("999/2", "999/2", 499.5),
    ("三分之二", "三分之二", 2 / 3),
    ("负三分之二", "负三分之二", -2 / 3),
    ("三分之负二", "三分之负二", -2 / 3),
    ("3又一千分之23", "3又一千分之23", 3.023),
    ("负3又五分之一", "负3又五分之一", -3.2),
]
NO_FRACTIONS = [
    ("1234/5", 1234),
    ("10/2000", 10),
    ("2/3/4", 2),
    ("12/5.5", 12),
    ("0/5", 0),
    ("零分之三", 0),
    ("3又五", 3),
]


@pytest.mark.parametrize(("text", "found", "value", "high", "modifier"), ONE + SEVERAL)
def test_an_amount(text: str, found: str, value: float, high: float | None, modifier: str | None) -> None:
    behind = f"共{text}"
    amount = read_amount(behind, 1)
    assert amount is not None
    assert (amount.start, behind[1 : amount.end]) == (1, found)
    assert (amount.value, amount.high, amount.modifier) == (value, high, modifier)
    assert not amount.fraction


@pytest.mark.parametrize(("text", "found", "value"), FRACTIONS)
def test_a_fraction(text: str, found: str, value: float) -> None:
    amount = read_amount(f"共{text}人", 1)
    assert amount is not None
    assert amount.fraction
    assert f"共{text}"[amount.start : amount.end] == found
    assert float(amount.value) == pytest.approx(value, rel=1e-12)
    assert amount.high is None


@pytest.mark.parametrize(("text", "value"), NO_FRACTIONS)
def test_what_looks_like_a_fraction(text: str, value: int) -> None:
    amount = read_amount(text, 0)
    assert amount is not None
    assert not amount.fraction
    assert amount.value == value


@pytest.mark.parametrize("text", ["", "人", "几个", "数人", "负", "-", "分之三", "几到五"])
def test_no_amount(text: str) -> None:
    assert read_amount(text, 0) is None
    assert read_one(text, 0) is None


def test_the_numeral_is_what_was_written_without_sign_and_vagueness() -> None:
    written = {
        text: amount.numeral
        for text in ("-5", "500余万", "数千", "三十多", "3到5")
        if (amount := read_amount(text, 0))
    }
    assert written == {"-5": "5", "500余万": "500万", "数千": "千", "三十多": "三十", "3到5": "3"}
