"""Traditional to simplified, character for character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from annotations.analysis.script import to_simplified

WRITTEN = "國發後裡乾隆瞭解計畫藉由彷彿於來源着麼台臺著憑藉覆重複繫係系干幹乾A1。，「」"


@given(st.text(alphabet=st.one_of(st.sampled_from(WRITTEN), st.characters()), max_size=60))
def test_every_character_becomes_one(text: str) -> None:
    converted = to_simplified(text)
    assert len(converted) == len(text)
    assert converted == "".join(to_simplified(char) for char in text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("清華大學計算機系教授翟季冬認為", "清华大学计算机系教授翟季冬认为"),
        ("來源於穆罕默德", "来源于穆罕默德"),
        ("已经是简体。", "已经是简体。"),
        ("İ\ud800\x00\u2028", "İ\ud800\x00\u2028"),
    ],
)
def test_characters(written: str, expected: str) -> None:
    assert to_simplified(written) == expected


def test_agrees_with_opencc_where_no_phrase_does_otherwise() -> None:
    text = "國務院總理發表談話，說明臺灣、後來的發展與頭髮、麵條、鐘錶的關係；這裡有隻鳥。"
    assert to_simplified(text) == OpenCC("t2s").convert(text)
