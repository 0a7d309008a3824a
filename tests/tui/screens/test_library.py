"""The library counts as the heading does, follows the files, and leads to what one chooses."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from team import OTHER, give_back, team

from annotations.errors import StorageError
from annotations.project import indexed
from annotations.project.project import Project
from tui.cli.main import run
from tui.screens.library.screen import LibraryScreen
from tui.session.library import Library
from tui.widgets.row_list import RowList

pytestmark = pytest.mark.usefixtures("no_analysis")


class Shelf:
    """The library as it is on the screen."""

    def __init__(self, reader) -> None:
        self.reader = reader

    @property
    def screen(self) -> LibraryScreen:
        assert isinstance(self.reader.app.screen, LibraryScreen)
        return self.reader.app.screen

    @property
    def desk(self):
        return self.screen._desk

    @property
    def lines(self) -> list[str]:
        """Every row of the screen."""
        return [strip.text.rstrip() for strip in self.reader.frame()]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def row(self, name: str) -> list[str]:
        """Return the words of the row of the article in file `name`."""
        listing = self.desk.listing
        index = next(at for at, source in enumerate(listing.sources) if source == name)
        at = list(self.desk.rows).index(index)
        rows = self.screen.query_one(RowList)
        return rows.render_line(at - rows.scroll_offset.y).text.lstrip("> ").split()

    async def open(self) -> Shelf:
        """Open it, and wait until everything is known of every article."""
        await self.reader.press("L")
        await self.rest()
        return self

    async def rest(self) -> None:
        def known() -> bool:
            working = any(one.group == "library" and one.is_running for one in self.reader.app.workers)
            return not working and self.screen._begun

        await self.reader.until(known)


def known(root: Path) -> None:
    """Have the index know the articles of `root`, so that it has no news of them."""
    for one in root.glob("*.txt"):
        os.utime(one, (1_700_000_000, 1_700_000_000))
    project = Project.open([root], annotator="lin")
    indexed.refresh_index(indexed.index_of(project), project)
    assert not indexed.refresh_index(indexed.index_of(project), project).changed


async def fractions(reader) -> dict[str, str]:
    """Return how much of each article is tagged, as the library says it."""
    shelf = await Shelf(reader).open()
    found = {name: shelf.row(name)[1] for name in shelf.desk.listing.sources}
    await reader.press("escape")
    return found


async def test_titles_do_not_count_nor_do_flags(opened, seeds: Path) -> None:
    async with opened(seeds) as reader:
        for _ in range(len(reader.session.project.places)):
            await reader.press("c", "j", "f")
            fraction = reader.heading.split("art ")[1].split()[1]
            assert (await fractions(reader))[reader.session.article.base.source] == fraction
            assert fraction.startswith("1/")
            await reader.press("]")


async def test_bounds_and_what_is_not_on_disk_yet_count(opened, tmp_path: Path, disk) -> None:
    root = tmp_path / "news"
    root.mkdir()
    for name in "ab":
        (root / f"{name}.txt").write_text("第一句話。第二句話。第三句話。" + name, encoding="utf-8")
    async with opened(root) as reader:
        await reader.press("J", "c")
        assert await fractions(reader) == {"a.txt": "1/3", "b.txt": "0/4"}
        await reader.press("]")
        disk.full = True
        await reader.press("c")
        assert await fractions(reader) == {"a.txt": "1/3", "b.txt": "1/4"}
        disk.full = False


async def test_a_state_is_what_wants_to_be_looked_at_most(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"mei": ["c", "o", "q", "", ""]})
    team(root, {"mei": ["c"]}, name="b.txt", text=OTHER, done=False)
    (root / "c.txt").write_text("新的一篇。", encoding="utf-8")
    (root / "d.txt").write_text("", encoding="utf-8")
    give_back(root, "b.txt", 0)
    async with opened(root) as reader:
        shelf = await Shelf(reader).open()
        assert [shelf.row(name)[0] for name in ("a.txt", "b.txt", "c.txt", "d.txt")] == [
            "done",
            "back",
            "new",
            "trouble",
        ]
        assert shelf.lines[0] == " 4 articles: 1 done, 1 begun, 2 new"
        assert "back 1" in shelf.lines[1]
        assert "trouble 1" in shelf.lines[1]
        await reader.press("end")
        assert "d.txt: is empty" in shelf.text


async def test_it_follows_files_while_it_is_open(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"mei": ["c", "o", "q", "", ""]})
    team(root, {"mei": ["c"]}, name="b.txt", text=OTHER)
    (root / "c.txt").write_text("還沒看的一篇。", encoding="utf-8")
    async with opened(root) as reader:
        shelf = await Shelf(reader).open()
        (root / "a.txt").write_text("另外的一篇,全然不同。", encoding="utf-8")
        (root / "b.txt").unlink()
        (root / "c.txt").unlink()
        (root / "x.txt").write_text("剛剛來的一篇。", encoding="utf-8")
        reader.app.app_focus = False
        await reader.press("escape", "L")
        await shelf.rest()
        assert shelf.row("a.txt")[0] == "changed"
        assert shelf.row("x.txt")[0] == "new"
        assert shelf.row("b.txt")[:2] == ["file", "gone"]
        assert shelf.row("c.txt")[:2] == ["file", "gone"]
        shelf.desk.go_to(shelf.desk.listing.sources.index("b.txt"))
        shelf.screen._face.draw()
        assert "1 mark is kept" in shelf.text
        await reader.press("enter")
        assert isinstance(reader.app.screen, LibraryScreen), "there is nothing to read"
        shelf.desk.go_to(shelf.desk.listing.sources.index("x.txt"))
        await reader.press("enter")
        assert reader.session.article.base.source == "x.txt", "it is an article as any other"
        assert "art 4/4" in reader.heading


async def test_who_comes_back_to_the_window_sees_what_the_files_are(opened, seeds: Path) -> None:
    async with opened(seeds) as reader:
        shelf = await Shelf(reader).open()
        (seeds / "x.txt").write_text("剛剛來的一篇。", encoding="utf-8")
        reader.app.app_focus = False
        reader.app.app_focus = True
        await reader.until(lambda: "x.txt" in shelf.desk.listing.sources)
        await shelf.rest()
        assert shelf.row("x.txt")[0] == "new"


async def test_an_annotated_article_whose_file_went_before_is_listed(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"mei": ["c", "o", "q", "", ""]})
    (root / "b.txt").write_text("還在的一篇。", encoding="utf-8")
    (root / "a.txt").unlink()
    async with opened(root) as reader:
        shelf = await Shelf(reader).open()
        assert shelf.row("a.txt")[:2] == ["file", "gone"]
        await reader.press("down")
        assert "5 marks are kept" in shelf.text
        assert "央行今天宣布降息。" in shelf.text, "it is called by its title"
        await reader.press("enter")
        assert isinstance(reader.app.screen, LibraryScreen)


async def test_who_opened_one_article_is_told_of_no_other(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"mei": ["c", "o", "q", "", ""]})
    team(root, {"mei": ["c"]}, name="b.txt", text=OTHER)
    async with opened(root / "b.txt") as reader:
        shelf = await Shelf(reader).open()
        assert shelf.desk.listing.sources == ["b.txt"]


async def test_chinese_characters_narrow_at_once_and_enter_reads(opened, seeds: Path) -> None:
    async with opened(seeds) as reader:
        shelf = await Shelf(reader).open()
        await reader.burst("水庫")
        assert shelf.desk.typed == "水庫"
        assert [shelf.desk.listing.sources[row] for row in shelf.desk.rows] == ["wushantou.txt"]
        await reader.press("enter")
        assert reader.session.article.base.source == "wushantou.txt"


async def test_a_slash_narrows_tab_keeps_it_and_escape_shows_all(opened, seeds: Path) -> None:
    async with opened(seeds) as reader:
        shelf = await Shelf(reader).open()
        await reader.press("、")
        assert shelf.screen.has_class("-typing"), (reader.app.focused, shelf.screen._typed.value)
        await reader.burst("TXT j")
        assert shelf.desk.typed == "TXT j"
        assert shelf.desk.count == 1, "the letter is typed and moves nothing"
        await reader.press("tab", "s")
        assert shelf.desk.typed == "TXT j"
        assert shelf.desk.view.sort != "source"
        await reader.press("escape")
        assert shelf.desk.count == 3
        await reader.press("f", "f", "escape")
        assert shelf.desk.wanted == "all"
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_the_order_is_remembered(opened, seeds: Path) -> None:
    async with opened(seeds) as reader:
        await Shelf(reader).open()
        await reader.press("s", "s", "s", "r", "g")
    async with opened(seeds) as reader:
        shelf = await Shelf(reader).open()
        assert shelf.desk.view.kept() == {"sort": "title", "turned": True, "grouped": False}
        assert shelf.desk.wanted == "all", "but no article is hidden by what was looked for yesterday"


async def test_the_mouse_chooses_reads_sorts_and_filters(opened, seeds: Path) -> None:
    async with opened(seeds) as reader:
        shelf = await Shelf(reader).open()
        await reader.pilot.click(RowList, offset=(10, 2))
        assert shelf.desk.at == 2
        title = shelf.lines[2].index("title")
        await reader.pilot.click("#top", offset=(title, 2))
        assert shelf.desk.view.sort == "title"
        done = shelf.lines[1].index(" done")
        await reader.pilot.click("#top", offset=(done + 1, 1))
        assert shelf.desk.wanted == "done"
        assert shelf.desk.count == 0
        assert "Esc shows all" in shelf.text
        await reader.press("escape")
        row = shelf.desk.at
        await reader.pilot.click(RowList, offset=(10, row))
        await reader.settle()
        assert reader.app.screen is reader.screen


async def test_it_begins_at_the_open_article_and_its_own_key_leaves(opened, seeds: Path) -> None:
    async with opened(seeds) as reader:
        await reader.press("]")
        shelf = await Shelf(reader).open()
        assert shelf.desk.chosen == 1
        await reader.press("?")
        assert "Enter reads" in shelf.text
        await reader.press("L")
        assert reader.app.screen is reader.screen
        assert reader.session.article.index == 1


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (160, 50)])
async def test_names_from_outside_reach_no_terminal_raw(opened, tmp_path: Path, size) -> None:
    root = tmp_path / "news"
    (root / "\x1b[31mred").mkdir(parents=True)
    (root / "\x1b[31mred" / "\u202ename.txt").write_text("壞\x1b[31m名字\u202e。\n\n一句。", encoding="utf-8")
    (root / "z.txt").write_text("一句。", encoding="utf-8")
    async with opened(root, size=size) as reader:
        shelf = await Shelf(reader).open()
        await reader.press("down", "up")
        assert "\x1b" not in shelf.text
        assert "\u202e" not in shelf.text
        assert all(strip.cell_length == size[0] for strip in reader.frame())


SAIDS = {"an": ["c", "o", "cq", "oq", ""], "bo": ["c", "co", "q", "oq", None]}


async def test_in_review_it_says_what_is_left_and_who_is_done(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", SAIDS)
    team(root, {"an": ["c", "", ""]}, name="b.txt", text=OTHER)
    team(root, {"bo": ["c"]}, name="b.txt", text=OTHER, done=False)
    (root / "c.txt").write_text("誰都沒看過的一篇。", encoding="utf-8")
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("s", "1", "<", "2", "x", "enter")
        shelf = await Shelf(reader).open()
        assert shelf.row("a.txt")[:4] == ["to", "settle", "3/5", "1"]
        assert {"2/2", "an", "bo", "1<"} <= {*shelf.row("a.txt")}
        assert shelf.row("b.txt")[:2] == ["begun", "0/3"]
        assert {"1/2", "an"} <= {*shelf.row("b.txt")}
        assert shelf.row("c.txt")[0] == "new"
        assert "1 to settle" in shelf.lines[0]
        await reader.press("escape", "R")
        shelf = await Shelf(reader).open()
        assert shelf.row("a.txt")[:2] == ["new", "0/5"], "who annotates is told of her own"
        assert "settle" not in shelf.text
        assert not any(name in shelf.row("a.txt") for name in ("an", "bo"))


async def test_what_others_say_meanwhile_shows_at_the_next_look(opened, tmp_path: Path) -> None:
    root = team(tmp_path / "news", {"an": ["c", "o", "cq", "oq", ""]})
    async with opened(root, annotator="lin", review=True) as reader:
        shelf = await Shelf(reader).open()
        assert "1/1" in shelf.row("a.txt")
        await reader.press("escape")
        team(root, {"bo": ["c", "co", "q", "oq", None]})
        shelf = await Shelf(reader).open()
        assert "2/2" in shelf.row("a.txt")
        assert "%" in shelf.row("a.txt")[-1]


async def test_who_comes_back_while_it_is_still_counted_sees_the_whole(
    opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, going = threading.Event(), threading.Event()
    tally = Library.tally

    def slowly(self, *arguments):
        for one in tally(self, *arguments):
            begun.set()
            assert going.wait(30)
            yield one

    monkeypatch.setattr(Library, "tally", slowly)
    monkeypatch.setattr("tui.session.library._PATIENCE", -1.0)
    root = team(tmp_path / "news", {"mei": ["c"]})
    team(root, {"mei": ["c"]}, name="b.txt", text=OTHER)
    known(root)
    async with opened(root, annotator="lin", review=True) as reader:
        await reader.press("L")
        await reader.until(begun.is_set)
        shelf = Shelf(reader)
        await reader.until(lambda: shelf.screen._begun)
        shelf.screen._focused(True)
        going.set()
        await shelf.rest()
        assert [one.tally is not None for _, one in sorted(shelf.desk.standings.items())] == [True, True]


async def test_why_nothing_is_known_of_what_was_said_stays_on_the_screen(
    opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_: object) -> None:
        raise StorageError("mei.json: it was cut off")

    monkeypatch.setattr(Library, "stand", torn)
    root = team(tmp_path / "news", {"mei": ["c"]})
    known(root)
    async with opened(root) as reader:
        shelf = await Shelf(reader).open()
        assert "mei.json: it was cut off" in shelf.text


async def test_an_index_that_cannot_be_kept_is_none_the_less_there(
    opened, seeds: Path, tmp_path: Path
) -> None:
    (tmp_path / "index").write_text("a file where the folder should be")
    async with opened(seeds) as reader:
        shelf = await Shelf(reader).open()
        assert shelf.row("wushantou.txt")[0] == "new"
        assert "937" in shelf.row("wushantou.txt")
        assert os.path.isfile(tmp_path / "index")  # noqa: PTH113


async def test_who_has_a_queue_begins_with_it(opened, tmp_path: Path) -> None:
    root = tmp_path / "news"
    root.mkdir()
    (root / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    for name in "abc":
        (root / f"{name}.txt").write_text(f"第一句話。第二句話。{name}", encoding="utf-8")
    assert run(["assign", str(root), "--as", "lin", "--annotators", "mei,an,wu"]) == 0
    async with opened(root) as reader:
        shelf = await Shelf(reader).open()
        assert shelf.desk.wanted == "mine"
        assert shelf.desk.count == 1
        await reader.press("f", "f")
        assert shelf.desk.wanted == "todo"
        await reader.press("escape")
        assert shelf.desk.wanted == "mine"
        await reader.press("escape")
        assert reader.app.screen is reader.screen
