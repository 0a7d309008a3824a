"""Others beside the text while reading: not before one may see them, and what the lead decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.style import Style
from team import TEXT, act, team

from annotations.storage.readers import by_article

pytestmark = pytest.mark.usefixtures("no_analysis")

SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", None]}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows whenever somebody else's layer is read: what is not in it was not."""
    reads: list[str] = []
    real = by_article.LayerByArticle.of_article

    def of_article(self: by_article.LayerByArticle, article: str):
        reads.append(self.annotator)
        return real(self, article)

    monkeypatch.setattr(by_article.LayerByArticle, "of_article", of_article)
    return reads


async def test_blind_until_done_and_then_side_by_side(opened, tmp_path: Path, read) -> None:
    root = team(tmp_path / "news", SAIDS, others="done")
    async with opened(root, annotator="mei") as reader:
        assert reader.view.columns == 3
        await reader.press("c", "O")
        assert "when this article is done" in reader.message
        assert read == []
        assert "an" not in reader.panel
        await reader.press("d", "enter")
        assert set(read) == {"an", "bo"}
        assert reader.view.columns == 3 + 1 + 2
        assert reader.columns(1).strip() == "...|oC#", "never seen, so the annotator judged nothing there"
        assert "bo" in reader.panel
        await reader.press("j")
        assert "claim opinion" in reader.panel
        await reader.press("O")
        assert reader.view.columns == 3
        assert reader.columns(1) == "...  ", "nor does looking at it judge it, when others have been seen"
        await reader.press("O", "D")
        assert reader.view.columns == 3, "what is opened again is judged alone"


async def test_never_is_never(opened, tmp_path: Path, read) -> None:
    root = team(tmp_path / "news", SAIDS, others="never")
    async with opened(root, annotator="mei") as reader:
        await reader.press("d", "enter", "O")
        assert "shows nobody what others say" in reader.message
        assert reader.view.columns == 3
        assert read == []


async def test_always_is_at_once(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", SAIDS, others="always")
    async with opened(root, annotator="mei") as reader:
        assert reader.view.columns == 6
        assert reader.columns(2).strip() == "..q|Cq#"
        await reader.press("home", "c")
        assert reader.columns(0).strip() == "c  |cc"
        await reader.press("c", "o")
        assert reader.columns(0)[-2] == "#", "now they differ"


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 14)])
async def test_each_of_the_others_columns_has_a_heading_over_it(opened, tmp_path: Path, size) -> None:
    root = team(tmp_path / "news", SAIDS, others="always")
    async with opened(root, annotator="mei", size=size) as reader:
        heading, row = reader.text_of("#names"), reader.row(reader.view.lines.first[1])
        assert heading.index("12") == row.index("oC"), "over their letters"
        assert heading[: heading.index("12")].strip() == row[4 : row.index("oC")].strip(". ") == "|"
        assert "1 an  2 bo" in heading
        height = reader.view.size.height
        await reader.press("O")
        assert not reader.screen.query("#names")
        assert reader.view.size.height == height + 1
        await reader.press("O")
        assert "1 an  2 bo" in reader.text_of("#names")


async def test_who_differs_only_in_what_hangs_on_labels_looks_otherwise(opened, tmp_path: Path) -> None:
    root = team(
        tmp_path / "news", {"an": ["c", "o", "c"], "bo": ["c", "c", "c"]}, others="always", done=False
    )
    act(root, "bo", "a.txt", lambda bo: [bo.quotes.set_voice([2], "both")])
    async with opened(root, annotator="lin", review=True) as reader:

        def drawn(index: int) -> Style:
            return next(one.style for one in reader.strip(index) if one.text in ("c", "o"))

        same, labels, voice = drawn(0), drawn(1), drawn(2)
        assert len({(one.color, one.bold) for one in (same, labels, voice)}) == 3
        assert [reader.columns(index)[-2:].strip() for index in range(3)] == ["", "#", ":"]
    async with opened(root, annotator="mei") as reader:
        assert [reader.columns(index).strip() for index in range(3)] == ["...|cc", "...|oc#", "..q|cc:"]


async def test_what_another_says_comes_in_by_itself(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", SAIDS, others="always")
    async with opened(root, annotator="mei") as reader:
        act(root, "an", "a.txt", lambda an: [an.labels.toggle([0], "quote")])
        await reader.until(lambda: reader.columns(0).strip() == "...|Cc#")
        team(root, {"zoe": ["", "", "", "", ""]}, others="always")
        await reader.until(lambda: reader.view.columns == 7)


async def test_what_was_decided_is_read_when_one_is_done(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", SAIDS, others="never")
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("f2", "e", "3")
    async with opened(root, annotator="an") as reader:
        reader.view.cursor = 1
        await reader.press("j", "k")
        assert "claim opinion" in reader.panel
        assert "(lin, ambiguous)" in " ".join(reader.panel.split())
    team(root, {}, name="b.txt", text=f"{TEXT}完。")
    async with opened(root, annotator="zoe") as reader:
        reader.view.cursor = 1
        await reader.press("j", "k")
        assert "lin" not in reader.panel, "who has not judged yet does not see it"
