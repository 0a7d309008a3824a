"""Names and numbers that claim the same characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.overlaps import apart
from annotations.model.article import NAME_TYPES, NUMBER_KINDS, Name, Number

TEXT = "第55屆聯合國大會於2024年巴黎奧運會, GPT-4賣6000億美元。"


@st.composite
def layers(draw: st.DrawFn) -> tuple[str, list[Name], list[Number]]:
    """Give a text with names and numbers, each layer ascending and disjoint, across them in any way."""
    text = draw(st.text(alphabet="第5屆聯合國大會2024年·A b，三元", min_size=1, max_size=30))

    def bounds() -> list[tuple[int, int]]:
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
        return list(zip(cuts[::2], cuts[1::2], strict=False))

    names = [
        Name(start, end, draw(st.sampled_from(sorted(NAME_TYPES))), draw(st.booleans()))
        for start, end in bounds()
    ]
    numbers = [Number(start, end, draw(st.sampled_from(sorted(NUMBER_KINDS))), 1) for start, end in bounds()]
    return text, names, numbers


@given(layers())
def test_nothing_that_comes_out_overlaps(given_layers: tuple[str, list[Name], list[Number]]) -> None:
    text, names, numbers = given_layers
    kept_names, kept_numbers = apart(text, names, numbers)
    spans = sorted((one.start, one.end) for one in [*kept_names, *kept_numbers])
    for (_, end), (start, _) in zip(spans, spans[1:], strict=False):
        assert end <= start
    assert all(start < end for start, end in spans)


@given(layers())
def test_nothing_is_lost_without_a_rival_and_nothing_grows(
    given_layers: tuple[str, list[Name], list[Number]],
) -> None:
    text, names, numbers = given_layers
    kept_names, kept_numbers = apart(text, names, numbers)
    assert set(kept_numbers) <= set(numbers)
    for kept in kept_names:
        assert any(name.start <= kept.start and kept.end <= name.end for name in names)
    for name in names:
        if all(number.end <= name.start or name.end <= number.start for number in numbers):
            assert name in kept_names
    for number in numbers:
        if all(name.end <= number.start or number.end <= name.start for name in names):
            assert number in kept_numbers
    assert apart(text, kept_names, kept_numbers) == (kept_names, kept_numbers)


@pytest.mark.parametrize(
    ("text", "name", "number", "left"),
    [
        # the text, the name in it and its type, the number in it and its kind, and what stays of both
        ("第55屆聯合國大會", ("第55屆聯合國大會", "ORG"), ("第55", "ordinal"), ("聯合國大會", "第55")),
        ("第十四届全国人大", ("第十四届全国人大", "ORG"), ("第十四", "ordinal"), ("全国人大", "第十四")),
        ("第二次世界大战", ("第二次世界大战", "ORG"), ("第二", "ordinal"), ("世界大战", "第二")),
        ("第一人民醫院", ("第一人民醫院", "ORG"), ("第一", "ordinal"), ("第一人民醫院", None)),
        ("二十國集團", ("二十國集團", "ORG"), ("二十國", "quantity"), ("二十國集團", None)),
        ("2024年巴黎奧運會", ("2024年巴黎奧運會", "ORG"), ("2024年", "date"), ("巴黎奧運會", "2024年")),
        ("黃三元說", ("黃三元", "PER"), ("三元", "money"), ("黃三元", None)),
        ("评委黄三元、", ("黄三元", "PER"), ("三元", "money"), ("黄三元", None)),
        ("賣6000億美元", ("美", "LOC"), ("6000億美元", "money"), (None, "6000億美元")),
        ("GPT-4o", ("GPT-4o", "PRODUCT"), ("4", "cardinal"), ("GPT-4o", None)),
    ],
)
def test_who_has_the_characters(
    text: str, name: tuple[str, str], number: tuple[str, str], left: tuple[str | None, str | None]
) -> None:
    start = text.index(name[0])
    at = text.index(number[0])
    names, numbers = apart(
        text,
        [Name(start, start + len(name[0]), name[1])],
        [Number(at, at + len(number[0]), number[1], 1)],
    )
    assert [text[one.start : one.end] for one in names] == ([left[0]] if left[0] else [])
    assert [text[one.start : one.end] for one in numbers] == ([left[1]] if left[1] else [])
