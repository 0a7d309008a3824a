"""A character belongs to a name or to a number, never to both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.overlaps import apart
from annotations.model.article import NUMBER_KINDS, Name, Number


@pytest.mark.parametrize(
    ("text", "name", "number", "left"),
    [
        ("GPT-4", (0, 5, "PRODUCT"), (4, 5, "cardinal"), "GPT-4"),
        ("iPhone 16 Pro", (0, 13, "PRODUCT"), (7, 9, "cardinal"), "iPhone 16 Pro"),
        ("5美元", (1, 2, "LOC"), (0, 3, "money"), "=5美元"),
        ("第二段", (1, 3, "LOC"), (0, 2, "ordinal"), "=第二"),
        ("三日本公司", (1, 5, "ORG"), (0, 2, "date"), "=三日 本公司"),
        ("第55届联合国大会", (0, 9, "ORG"), (0, 3, "ordinal"), "=第55 联合国大会"),
        ("第十四屆全國人大", (0, 8, "ORG"), (0, 3, "ordinal"), "=第十四 全國人大"),
        ("第二次世界大战", (0, 7, "ORG"), (0, 2, "ordinal"), "=第二 世界大战"),
        ("第一人民医院", (0, 6, "ORG"), (0, 2, "ordinal"), "第一人民医院"),
        ("黄三元", (0, 3, "PER"), (1, 3, "money"), "黄三元"),
        ("周一鳴說", (0, 3, "PER"), (0, 2, "date"), "周一鳴"),
        ("周六围说", (0, 3, "PER"), (0, 2, "date"), "周六围"),
        ("周一鳴說", (0, 3, "PER", False), (0, 2, "date"), "=周一"),
        ("三元股份", (0, 4, "ORG"), (0, 2, "money"), "三元股份"),
        ("二十国集团", (0, 5, "ORG"), (0, 3, "quantity"), "二十国集团"),
        ("二十国集团", (0, 5, "ORG", False), (0, 3, "quantity"), "=二十国"),
        ("张三", (0, 2, "PER", False), (1, 2, "cardinal"), "张三"),
        ("2024年巴黎奥运会", (0, 10, "ORG"), (0, 5, "date"), "=2024年 巴黎奥运会"),
        ("浦东新区三期", (0, 5, "LOC"), (4, 6, "quantity"), "浦东新区 =三期"),
        ("王五三人", (0, 3, "PER"), (2, 4, "quantity"), "王五三"),
        ("北京上海", (0, 2, "LOC"), (2, 4, "quantity"), "北京 =上海"),
    ],
)
def test_who_has_it(text: str, name: tuple[int, int, str], number: tuple[int, int, str], left: str) -> None:
    names, numbers = apart(text, [Name(*name)], [Number(*number)])
    spans = sorted(
        [(n.start, text[n.start : n.end]) for n in names]
        + [(n.start, f"={text[n.start : n.end]}") for n in numbers]
    )
    assert " ".join(string for _, string in spans) == left


def test_a_listed_name_gives_nothing_away() -> None:
    text = "8月7日專案"
    name, number = Name(0, 6, "ORG"), Number(0, 4, "date")
    assert apart(text, [name], [number], {text}) == ([name], [])
    assert apart(text, [Name(1, 2, "ORG")], [number], {"月"}) == ([], [number])


SPANS = st.lists(st.integers(0, 30), unique=True, max_size=12).map(sorted)


@given(SPANS, SPANS, st.data())
def test_nothing_overlaps(some: list[int], others: list[int], data: st.DataObject) -> None:
    kinds = st.sampled_from(NUMBER_KINDS)
    names = [
        Name(a, b, data.draw(st.sampled_from(("PER", "LOC", "PRODUCT"))), data.draw(st.booleans()))
        for a, b in zip(some[::2], some[1::2], strict=False)
    ]
    numbers = [Number(a, b, data.draw(kinds)) for a, b in zip(others[::2], others[1::2], strict=False)]
    left, right = apart("王" * 30, names, numbers)
    taken = [False] * 30
    for span in (*left, *right):
        assert span.start < span.end
        assert not any(taken[span.start : span.end])
        taken[span.start : span.end] = [True] * (span.end - span.start)
    assert set(right) <= set(numbers)


@given(SPANS, SPANS, st.data())
def test_nothing_is_lost_without_a_rival_and_nothing_grows(
    some: list[int], others: list[int], data: st.DataObject
) -> None:
    text = data.draw(st.text(alphabet="第5屆聯合國大會2024年·A b，三元", min_size=31, max_size=31))
    names = [
        Name(a, b, data.draw(st.sampled_from(("PER", "ORG", "PRODUCT"))), data.draw(st.booleans()))
        for a, b in zip(some[::2], some[1::2], strict=False)
    ]
    numbers = [
        Number(a, b, data.draw(st.sampled_from(NUMBER_KINDS)))
        for a, b in zip(others[::2], others[1::2], strict=False)
    ]
    left, right = apart(text, names, numbers)
    for kept in left:
        assert any(name.start <= kept.start and kept.end <= name.end for name in names)
    for name in names:
        assert name in left or any(name.start < it.end and it.start < name.end for it in numbers)
    for number in numbers:
        assert number in right or any(number.start < it.end and it.start < number.end for it in names)
    assert apart(text, left, right) == (left, right)
