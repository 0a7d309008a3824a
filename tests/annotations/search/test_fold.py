"""What is compared is folded alike, and faster ways of looking say the same as the plain one."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotations.search.expression import BadExpression, read_expression
from annotations.search.fold import fold, folded
from annotations.search.units import Needles, fold_plain, is_plain

TEXTS = st.text(alphabet="國国開开會会Ａａ aA，,。\u200b\u3000𠀀ｶe\u0301\n12", max_size=40)


def test_scripts_widths_and_cases() -> None:
    assert fold("開會ＯpenＡＩ，（１）") == "开会openai,(1)"
    assert folded("開\u200b會").text == "开会"


def test_rare_characters_fold_with_their_simplified_forms() -> None:
    assert fold("暐") == fold("\U0002c029") == "暐"
    assert is_plain("名暐")


def test_every_character_folds_to_one_that_stays() -> None:
    everything = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x30000)]))
    once = fold(everything)
    assert len(once) == len(everything)
    assert fold(once) == once


@given(TEXTS)
def test_offsets_lead_back(text: str) -> None:
    found = folded(text)
    for start in range(len(found.text)):
        begin, end = found.raw(start, start + 1)
        assert begin < end <= len(text)
        assert found.text[start] in folded(text[begin:end]).text or not folded(text[begin:end]).text


@given(TEXTS, st.lists(st.text(alphabet="国开会a ,。𠀀1", min_size=1, max_size=3), min_size=1, max_size=2))
def test_needles_stand_where_the_folded_text_has_them(text: str, words: list[str]) -> None:
    assume(is_plain(text))
    there = all(word in folded(text).text for word in words)
    units = text.encode("utf-16-le")
    assert Needles(words).among([b"", units, units]) == ([1, 2] if there else [])
    assert fold_plain(text).text == folded(text).text


def test_plain_texts_are_those_that_fold_unit_by_unit() -> None:
    assert is_plain("開會，OpenAI。\n")
    assert is_plain("")
    assert not is_plain("開\u200b會")
    assert not is_plain("𠀀")


def test_units_fold_as_characters_do() -> None:
    for code in [*range(0x20, 0xD800), *range(0xE000, 0x10000)]:
        character = chr(code)
        if is_plain(character):
            assert Needles([fold(character)]).among([character.encode("utf-16-le")]) == [0], hex(code)


@given(
    st.lists(
        st.sampled_from(
            [
                *"據报AＢ，（）會.",
                ".*",
                "?",
                "+",
                "{2,}",
                "(",
                ")",
                "|",
                "[a-c]",
                "[據，]",
                r"\d",
                r"\S",
                "(?:",
                "^",
                "$",
            ]
        ),
        max_size=9,
    ),
    st.text(alphabet="据報ab,()会1 d", max_size=12),
)
def test_literals_stand_wherever_an_expression_fits(parts: list[str], text: str) -> None:
    try:
        pattern = read_expression("".join(parts))
    except BadExpression:
        return
    text = fold(text)
    if pattern.fits.search(text):
        assert all(literal in text for literal in pattern.literals)


def test_an_expression_fits_folded_text() -> None:
    def fits(expression: str, text: str) -> bool:
        return read_expression(expression).fits.search(fold(text)) is not None

    assert fits("（ＡI）", "（AI）")
    assert fits("[A-C]+", "abc")
    assert fits("[國，]", "国")
    assert fits("[國，]", "，")
    assert fits(r"\S+", "國")
    assert not fits(r"^\S+$", "國 家")
    assert fits("[一-龥]", "國")
    assert fits("開會+", "开会会")
    assert not fits("？", "a")


def test_a_repetition_in_a_repetition_is_refused() -> None:
    for expression in ("(a+)+", "(a*)*", "((a+)b?)+", "(?:a+){2,}", "(a|b+)*"):
        with pytest.raises(BadExpression, match="for ever"):
            read_expression(expression)
    for expression in ("(ab)+", "(a+)?", "(a+){2}", "a+b+", "[+*]+", r"\++"):
        assert isinstance(read_expression(expression).fits, re.Pattern)
