"""Joins and splits: the text is laid out anew, cursor and marks stay, and only the lead's hold."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("no_analysis")

TEXT = "第一句話，有兩個分句。第二句話，也有兩個。第三句話。第四句話。"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def lead_is(article: Path, name: str) -> None:
    (article.parent / "zhupi.toml").write_text(f'lead = "{name}"\n', encoding="utf-8")


def pieces(reader) -> list[str]:
    return [TEXT[sentence.start : sentence.end] for sentence in reader.session.article.sentences]


def drawn(reader) -> list[str]:
    """Return the sentences as the screen has them."""
    view = reader.view
    return [
        "".join(
            reader.row(line)[view.left + view.lines.indent_of(line) :].rstrip()
            for line in view.lines.of_sentence(index)
        )
        for index in range(len(view.prepared.starts))
    ]


AS_FOUND = ["第一句話，有兩個分句。", "第二句話，也有兩個。", "第三句話。", "第四句話。"]


async def test_a_join_keeps_cursor_and_marks(opened, article, records) -> None:
    async with opened(article) as reader:
        assert drawn(reader) == AS_FOUND
        await reader.press("c", "down", "o", "down", "f", "up", "up", "J")
        joined = [AS_FOUND[0] + AS_FOUND[1], *AS_FOUND[2:]]
        assert pieces(reader) == drawn(reader) == joined
        assert reader.view.cursor == 0
        assert reader.labels(0) == {"claim", "opinion"}, "both marks count"
        assert reader.columns(1) == "...* "
        assert "1/3" in reader.heading
        assert "joined with the next" in reader.message
        await reader.press("down", "n")
        assert [reader.columns(n)[0] for n in range(3)] == ["c", "n", "."]
        await reader.press("u", "u")
        assert pieces(reader) == drawn(reader) == AS_FOUND
        assert [sorted(reader.labels(n)) for n in range(3)] == [["claim"], ["opinion"], []]
        assert reader.columns(2) == "...* "
        await reader.press("ctrl+r")
        assert drawn(reader) == joined
    marks = [one for one in records(article.parent / "annotations" / "mei.json") if one["kind"] == "sentence"]
    assert [one["quote"] for one in marks if one["labels"]] == AS_FOUND[:2], "no mark was moved"


async def test_a_split_is_chosen_by_a_digit(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("c", "down", "down", "c", "up", "up", "S")
        assert [choice.text for choice in reader.screen.picker.choices] == ["第一句話，"]
        await reader.press("1")
        assert pieces(reader) == drawn(reader) == ["第一句話，", "有兩個分句。", *AS_FOUND[1:]]
        assert reader.view.cursor == 0
        assert [sorted(reader.labels(n)) for n in range(5)] == [["claim"], ["claim"], [], ["claim"], []]
        await reader.press("down", "J")
        assert pieces(reader)[1] == "有兩個分句。" + AS_FOUND[1]
        await reader.press("u", "u")
        assert pieces(reader) == drawn(reader) == AS_FOUND
        assert [sorted(reader.labels(n)) for n in range(4)] == [["claim"], [], ["claim"], []]


async def test_joining_what_was_split_puts_it_back(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("S", "1", "J")
        assert pieces(reader) == AS_FOUND
        await reader.press("u")
        assert len(pieces(reader)) == 5


async def test_the_cursor_stays_at_its_place_in_the_text(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("end", "f", "home", "J", "u", "end", "u", "ctrl+r")
        assert reader.view.cursor == 3
        assert reader.session.article.marks.said(3).flag


async def test_where_there_is_nothing_to_join_or_split_it_says_so(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("end", "J")
        assert reader.message == "no sentence follows"
        await reader.press("S")
        assert reader.message.startswith("this sentence has one clause")
        await reader.press("B")
        assert reader.message == "nobody proposes other bounds here"
        assert reader.session.article.marks.unsaid


async def test_bounds_are_as_they_were_left(opened, article) -> None:
    async with opened(article) as reader:
        await reader.press("J", "down", "c", "ctrl+q")
    async with opened(article) as reader:
        assert drawn(reader) == [AS_FOUND[0] + AS_FOUND[1], *AS_FOUND[2:]]
        assert reader.labels(1) == {"claim"}
        await reader.press("u", "u")
        assert drawn(reader) == AS_FOUND


async def test_another_s_join_is_a_proposal_that_the_lead_takes_over(opened, article) -> None:
    lead_is(article, "bo")
    joined = [AS_FOUND[0] + AS_FOUND[1], *AS_FOUND[2:]]
    async with opened(article, annotator="mei") as reader:
        await reader.press("J")
        assert reader.message == "proposed; bo decides on bounds"
        assert pieces(reader) == drawn(reader) == AS_FOUND, "it holds for nobody yet"
        await reader.press("B")
        assert reader.message == "bo leads this project and may take it over"
    async with opened(article, annotator="bo") as reader:
        assert pieces(reader) == AS_FOUND
        assert [len(reader.session.article.proposed_bounds(n)) for n in range(4)] == [1, 1, 0, 0]
        await reader.press("end", "B")
        assert reader.message == "nobody proposes other bounds here"
        await reader.press("home", "B")
        assert pieces(reader) == drawn(reader) == joined
        assert reader.session.article.proposed_bounds(0) == [], "it is settled"
    async with opened(article, annotator="mei") as reader:
        assert pieces(reader) == drawn(reader) == joined, "what the lead says holds for everybody"
    async with opened(article, annotator="yu") as reader:
        assert drawn(reader) == joined
        await reader.press("c")
        assert reader.labels(0) == {"claim"}


async def test_the_lead_sees_that_there_is_a_proposal(opened, article) -> None:
    lead_is(article, "bo")
    async with opened(article, annotator="mei") as reader:
        await reader.press("J")
    async with opened(article, annotator="bo") as reader:
        assert "mei would join it: B takes over" in reader.panel
        await reader.press("end")
        assert "mei" not in reader.panel
