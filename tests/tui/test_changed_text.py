"""An article whose file was changed, at the screen: told, carried over, mended on, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.storage.layer.layer import open_layer
from tui.screens.library.screen import LibraryScreen

pytestmark = pytest.mark.usefixtures("no_analysis")


@pytest.fixture
def changed(founding: Path) -> Path:
    """Return an article that will have a typo mended; `edit` does that."""
    return founding


def edit(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    at = text.index("的", len(text) // 2)
    path.write_text(f"{text[:at]}地{text[at + 1 :]}", encoding="utf-8")


def raw(path: Path, who: str = "mei") -> list[dict[str, object]]:
    layer = open_layer(path.parent / "annotations" / f"{who}.json", who)
    records = [dict(one) for one in layer.newest()]
    layer.close()
    return records


async def tagged(opened, path: Path) -> int:
    async with opened(path) as reader:
        count = len(reader.session.article.sentences)
        for _ in range(count):
            await reader.press("c", "down")
        await reader.press("ctrl+q")
    edit(path)
    return count


async def test_it_is_told_and_one_key_carries_the_marks_over(opened, changed) -> None:
    count = await tagged(opened, changed)
    async with opened(changed) as reader:
        session = reader.session
        assert f"changed since it was annotated: {count} marks belong to the earlier text" in reader.message
        assert "M carries them over" in reader.message
        assert session.article.marks.settled == 0
        await reader.press("M")
        marks = session.article.marks
        assert marks.settled == marks.size
        [near] = list(marks.flagged())
        assert f"{count} marks carried over, 1 of them to look at" in reader.message
        await reader.press("home", ".")
        assert reader.view.cursor == near
        await reader.press("f", "o")
        assert not marks.out_of_place
        await reader.press("ctrl+q")
    written = [one for one in raw(changed) if one.get("carried")]
    assert len([one for one in written if one["kind"] == "sentence"]) == 1
    async with opened(changed) as reader:
        assert reader.session.earlier.marks(reader.session.article.id) == 0
        assert reader.labels(near) == {"claim", "opinion"}
        await reader.press("u", "u")  # of another run, and what was carried over is there as it was
        assert reader.labels(near) == {"claim"}
        assert list(reader.session.article.marks.flagged()) == [near]
        await reader.press("u")
        assert reader.session.article.marks.settled == 0
        assert "M carries them over" in reader.message
        await reader.press("ctrl+r")
        assert reader.session.article.marks.settled == reader.session.article.marks.size


async def test_what_was_carried_only_goes_and_what_was_said_since_stays(opened, changed) -> None:
    await tagged(opened, changed)
    async with opened(changed) as reader:
        await reader.press("M", "home", "o", "u", "o")
        assert reader.labels(reader.view.cursor) == {"claim", "opinion"}
        at = reader.view.cursor
        await reader.press("u", "u")
        assert reader.session.article.marks.settled == 0
        await reader.press("ctrl+r", "ctrl+r")
        assert reader.labels(at) == {"claim", "opinion"}


async def test_two_programs_at_once(opened, changed) -> None:
    await tagged(opened, changed)
    async with opened(changed) as reader:
        await reader.press("M", "home")
        at, session = reader.view.cursor, reader.session
        layer = session.project.amendments.open(session.layers.path, "mei")
        start = session.article.sentences[at].start
        [mark] = [
            one
            for one in layer.of_article(session.article.id)
            if one.get("start") == start and "labels" in one
        ]
        layer.put([{**mark, "rev": mark["rev"] + 1, "labels": ["quote"], "writer": "x", "batch": ["x", 1]}])
        layer.close()
        await reader.press("o")
        await reader.until(lambda: "NOT SAVED" in reader.message or reader.app.screen is not reader.screen)
        newest = {one["uid"]: one for one in raw(changed)}[mark["uid"]]
        assert newest["labels"] == ["quote"]


async def test_the_library_names_it(opened, changed) -> None:
    await tagged(opened, changed)
    async with opened(changed) as reader:
        await reader.press("L")
        assert isinstance(reader.app.screen, LibraryScreen)
        await reader.until(lambda: any(strip.text.startswith("> changed ") for strip in reader.frame()))


async def test_nothing_to_carry(opened, changed) -> None:
    async with opened(changed) as reader:
        await reader.press("M")
        assert reader.message == "no mark is with an earlier text of this article"
