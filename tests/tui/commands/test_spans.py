"""Mending names and numbers: what a key says is drawn at once, undone, kept and exported."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_lines import checked
from textual.widgets import Input, Static

from annotations.model.article import Analysis, Name, Number
from tui.cli.main import run
from tui.layout.pieces import Highlights
from tui.screens.dialogs.amount import AmountScreen
from tui.session import messages
from tui.widgets.range_caret import RangeCaret

pytestmark = pytest.mark.usefixtures("no_analysis")

TEXT = "張三在北京說3美元。李四和張三走了。\n"
NAMES = (
    Name(0, 2, "PER"),
    Name(3, 5, "LOC", certain=False),
    Name(10, 12, "PER"),
    Name(13, 15, "PER"),
)
NUMBERS = (Number(6, 9, "money", 3, unit="USD"),)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


async def analysed(reader) -> None:
    starts = list(reader.view.prepared.starts)
    found = Highlights(starts, NAMES, NUMBERS)
    reader.session.tell(messages.Analysed(reader.session.article.id, found))
    await reader.settle()


def names(reader, index: int | None = None) -> list[tuple[str, str]]:
    indices = range(len(reader.session.article.marks)) if index is None else [index]
    return [
        (TEXT[name.start : name.end], name.type)
        for each in indices
        for name in reader.screen.session.article.found.highlights.names_of(each)
    ]


def layer_of(article: Path) -> Path:
    return article.parent / "annotations" / "mei.json"


def underlined(reader) -> list[str]:
    """Return the names of the first two lines as they are drawn."""
    return [
        segment.text
        for line in range(2)
        for segment in reader.strip(line)
        if segment.style and segment.style.underline
    ]


def found(reader) -> str | None:
    return None if reader.view.found is None else TEXT[slice(*reader.view.found)]


async def test_e_gives_another_type_here_and_everywhere(opened, article, records) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("tab", "e")
        assert "what is 張三" in reader.panel
        assert ">1 PER" in reader.panel
        await reader.press("2")
        assert names(reader) == [("張三", "ORG"), ("北京", "LOC"), ("李四", "PER"), ("張三", "ORG")]
        assert found(reader) == "張三"
        assert reader.message == "1 張三: ORG"
        await reader.press("u")
        assert names(reader)[0] == ("張三", "PER")
        await reader.press("ctrl+r")
        assert names(reader)[3] == ("張三", "ORG")
    [record] = [one for one in records(layer_of(article)) if one["kind"] == "span"]
    assert (record["act"], record["type"], record["rev"]) == ("change", "ORG", 3)
    async with opened(article) as reader:
        await analysed(reader)
        assert names(reader)[3] == ("張三", "ORG"), "it is kept"
        while reader.session.article.editor.ledger.undoable and "張三" not in reader.message:
            await reader.press("u")
        assert reader.message == "1 undone: 張三: ORG"
        assert names(reader)[0] == ("張三", "PER")


async def test_x_rejects_and_it_is_drawn_at_once(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        assert underlined(reader) == ["張三", "北京", "李四", "張三"]
        await reader.press("tab", "x")
        assert underlined(reader) == ["北京", "李四"]
        assert found(reader) is None
        assert "張三" not in reader.panel.split("names")[1].split("\n")[0]
        await reader.press("u")
        assert underlined(reader) == ["張三", "北京", "李四", "張三"]


async def test_without_one_chosen_the_uncertain_name_is_meant(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("e")
        assert "what is 北京" in reader.panel
        await reader.press("escape", "escape", "x")
        assert names(reader, 0) == [("張三", "PER")]
        for key in ("e", "x", "A", "right", "shift+left", "ctrl+t", "ctrl+x", "shift+f9"):
            await reader.press(key)
            assert "Tab chooses a name first" in reader.message, key
        assert names(reader, 0) == [("張三", "PER")]


async def test_arrows_move_the_edges_and_stay_in_the_sentence(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("tab")
        for key, held in (
            ("right", "張三在"),
            ("left", "張三"),
            ("shift+right", "三"),
            ("shift+left", "張三"),
        ):
            await reader.press(key)
            assert found(reader) == held
            assert names(reader, 0)[0] == (held, "PER")
        await reader.press("shift+left")
        assert "cannot go further" in reader.message
        await reader.press("left", "left", "shift+right")
        assert "cannot go further" in reader.message
        assert found(reader) == "張"
        await reader.press("down", "shift+tab", *["right"] * 5)
        assert found(reader) == "張三走了。"
        assert "cannot go further" in reader.message
        for _ in range(9):
            await reader.press("u")
        await reader.press("u")
        assert names(reader) == [(TEXT[one.start : one.end], one.type) for one in NAMES]
        assert "nothing to undo" in reader.message


async def test_an_edge_stops_at_what_was_said_by_hand(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("e", "3")
        assert found(reader) == "北京"
        await reader.press("shift+tab", "right", "right")
        assert "北京 was said by hand" in reader.message
        assert names(reader, 0) == [("張三在", "PER"), ("北京", "LOC")]


async def test_a_number_gets_another_kind_and_value(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("shift+tab", "e")
        assert "what is 3美元" in reader.panel
        await reader.press("3")
        [number] = reader.screen.session.article.found.highlights.numbers_of(0)
        assert (number.kind, number.value, number.unit, number.by) == ("quantity", 3, "USD", "person")
        await reader.press("e", "/")
        screen = reader.app.screen
        assert isinstance(screen, AmountScreen)
        assert screen.query_one(Input).value == "3"
        await reader.press(*"x", "enter")
        assert "x is no number" in str(screen.query_one(Static).render())
        await reader.press("backspace", *"5-10", "enter")
        [number] = reader.screen.session.article.found.highlights.numbers_of(0)
        assert (number.value, number.high) == (5, 10)
        assert "5 to 10" in reader.panel
        await reader.press("u", "u")
        assert list(reader.screen.session.article.found.highlights.numbers_of(0)) == list(NUMBERS)
        await reader.press("e", "/", "escape")
        assert list(reader.screen.session.article.found.highlights.numbers_of(0)) == list(NUMBERS)


async def test_a_adds_what_the_arrows_mark(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("a")
        assert isinstance(reader.screen.picker, RangeCaret)
        first = reader.view.found
        assert first is not None
        assert not any(one.start < first[1] and first[0] < one.end for one in NAMES)
        assert "Shift+Right" in reader.panel
        await reader.press("right")
        assert reader.view.found is not None
        assert reader.view.found[0] >= first[1]
        await reader.press("left")
        assert reader.view.found == first
        await reader.press("shift+right")
        assert reader.view.found == (first[0], first[1] + 1)
        await reader.press("shift+left", "enter", "4")
        added = TEXT[slice(*first)]
        assert (added, "PRODUCT") in names(reader, 0)
        assert reader.view.found == first
        await reader.press("x")
        assert (added, "PRODUCT") not in names(reader, 0)
        assert "taken away" in reader.message


async def test_the_caret_is_left(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("a", "escape")
        assert (reader.screen.picker, reader.view.found) == (None, None)
        await reader.press("a", "enter", "escape")
        assert (reader.screen.picker, reader.view.found) == (None, None)
        await reader.press("a", "c")
        assert reader.view.found is None
        assert reader.labels(0) == {"claim"}, "another key does what it does without the caret"
        await reader.press("a", *["right"] * 20, *["shift+right"] * 20)
        assert reader.view.found is not None
        assert reader.view.found[1] == reader.session.article.sentences[0].end
        await reader.press(*["left"] * 30, *["shift+left"] * 9)
        assert reader.view.found == (0, 1)
        assert reader.screen.picker is not None
        assert names(reader) == [(TEXT[one.start : one.end], one.type) for one in NAMES]


async def test_a_adds_what_the_mouse_selected(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        reader.view.text_select_all()
        await reader.settle()
        await reader.press("a")
        assert reader.view.found == (0, 10)
        await reader.press("5", "1")
        assert isinstance(reader.app.screen, AmountScreen)
        await reader.press("7", "enter")
        [number] = reader.screen.session.article.found.highlights.numbers_of(0)
        assert (number.start, number.end, number.kind, number.value) == (0, 10, "cardinal", 7)


async def test_the_lead_writes_the_projects_own_names(opened, article) -> None:
    path = article.parent / "gazetteer.tsv"
    path.write_text("# ours\n李四\tORG\n", encoding="utf-8")
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("tab", "A", "enter")
        await reader.until(lambda: "gazetteer.tsv" in reader.message)
        assert path.read_text(encoding="utf-8") == "# ours\n李四\tORG\n張三\tPER\n"
        await reader.press("tab", "tab", "A")
        assert "北京 in the whole project" in reader.panel
        await reader.press("2")
        await reader.until(lambda: "北京: no name, in gazetteer.tsv" in reader.message)
        assert path.read_text(encoding="utf-8").endswith("張三\tPER\n北京\t-\n")
        assert names(reader, 0) == [("張三", "PER")]
        await reader.press("down", "tab", "A", "1")
        await reader.until(lambda: "line 2: 李四 has the type ORG already" in reader.message)
        assert path.read_text(encoding="utf-8").count("李四") == 1


async def test_anybody_else_proposes(opened, article, records) -> None:
    (article.parent / "zhupi.toml").write_text('lead = "wu"\n', encoding="utf-8")
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("tab", "A", "1")
        assert "proposed; wu decides" in reader.message
        await reader.press("tab", "tab", "A", "2")
        assert "proposed; wu decides" in reader.message
    said = [one for one in records(layer_of(article)) if one["kind"] == "span"]
    assert [(one["quote"], one["act"], one["proposed"]) for one in said] == [
        ("張三", "change", True),
        ("北京", "reject", True),
    ]
    assert not (article.parent / "gazetteer.tsv").exists()


async def test_exports_and_show_have_what_holds(opened, article, capfdbinary) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("tab", "e", "2", "tab", "x")
        frozen = reader.session.project.frozen
        frozen.freeze_analysis(reader.session.article.base, Analysis(NAMES, NUMBERS, "1"))
    layer = layer_of(article)
    wanted = [("張三", "ORG", "person"), ("李四", "PER", "auto"), ("張三", "ORG", "person")]
    for unit in ("sentence", "article"):
        capfdbinary.readouterr()
        assert run(["export", str(article.parent), "--as", "mei", "--unit", unit]) == 0
        rows = list(checked(capfdbinary.readouterr().out))
        given = [one for row in rows for one in row["entities"]]
        assert [(one["text"], one["type"], one["by"]) for one in given] == wanted
    assert run(["show", str(article), "--as", "mei"]) == 0
    shown = capfdbinary.readouterr().out.decode()
    assert "names: 張三 ORG\n" in shown
    assert "names: 李四 PER, 張三 ORG\n" in shown
    layer.write_text(layer.read_text(encoding="utf-8").replace('"quote": "張三"', '"quote": "張四"'), "utf-8")
    assert run(["export", str(article.parent), "--as", "mei"]) == 0
    captured = capfdbinary.readouterr()
    assert "out of place" in captured.err.decode()
    assert "ORG" not in captured.out.decode()


async def test_a_place_out_of_place_is_left_out_and_said(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("tab", "e", "2")
    layer = layer_of(article)
    layer.write_text(layer.read_text(encoding="utf-8").replace('"quote": "張三"', '"quote": "張四"'), "utf-8")
    async with opened(article) as reader:
        await analysed(reader)
        assert names(reader)[0] == ("張三", "PER")
        await reader.until(lambda: "1 mended name or number" in reader.message)


async def test_a_mended_speaker_is_offered(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        assert [TEXT[n.start : n.end] for n in reader.session.article.found.highlights.names()] == [
            "張三",
            "北京",
            "李四",
            "張三",
        ]
        assert reader.session.article.speakers.book.complete("李") == ["李四"]
        await reader.press("tab", "right")
        assert reader.session.article.speakers.book.complete("張")[0] == "張三在"
        assert (
            next(TEXT[n.start : n.end] for n in reader.session.article.found.highlights.names()) == "張三在"
        )
        assert (
            next(TEXT[n.start : n.end] for n in reader.session.article.found.highlights.names_of(0))
            == "張三在"
        )


@pytest.mark.parametrize(
    ("chosen", "keys"),
    [
        ((0, 2), ("tab", "right")),
        ((3, 5), ("tab", "tab", "shift+right")),
        ((0, 2), ("tab", "e", "2")),
        ((0, 2), ("tab", "x")),
        ((6, 9), ("tab", "tab", "tab", "e", "1")),
        ((13, 15), ("j", "tab", "tab", "e", "3")),  # what was said first covers the name at its other places
    ],
)
async def test_after_undo_and_redo_the_name_is_still_chosen(opened, article, chosen, keys) -> None:
    (article.parent / "zhupi.toml").write_text('lead = "lin"\n', encoding="utf-8")
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press(*keys)
        after = reader.view.found
        await reader.press("u")
        assert reader.view.found == chosen
        await reader.press("ctrl+r")
        assert reader.view.found == after
        await reader.press("u")
        assert reader.view.found == chosen
        await reader.press("e", "4")
        assert TEXT[slice(*chosen)] in reader.message, "so that the next key is about it"


async def test_undoing_a_name_that_was_added_leaves_none_chosen(opened, article) -> None:
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("a", "enter", "1", "u")
        assert reader.view.found is None


async def gazetteer(reader, path: Path, text: str) -> None:
    """Wait until the project's own names are `text`."""
    await reader.until(lambda: path.exists() and path.read_text(encoding="utf-8") == text)
    await reader.until(
        lambda: not any(one.group == "gazetteer" for one in reader.app.workers if one.is_running)
    )


async def test_undo_takes_the_line_out_again_and_redo_puts_it_back_also_after_a_restart(
    opened, article
) -> None:
    path = article.parent / "gazetteer.tsv"
    path.write_text("# ours\n李四\tORG\n", encoding="utf-8")
    both = "# ours\n李四\tORG\n張三\tPER\n北京\t-\n"
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("tab", "A")
        assert "張三 in the whole project: in articles not yet annotated" in reader.panel
        await reader.press("1")
        await reader.until(lambda: "for articles not yet annotated; u takes it out again" in reader.message)
        await reader.press("tab", "tab", "A", "2")
        await gazetteer(reader, path, both)
        await reader.press("u")
        await gazetteer(reader, path, both.removesuffix("北京\t-\n"))
        await reader.until(lambda: "北京: no name: taken out of gazetteer.tsv" in reader.message)
        await reader.press("ctrl+r")
        await gazetteer(reader, path, both)
        await reader.press("ctrl+q")
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("u", "u")
        await gazetteer(reader, path, "# ours\n李四\tORG\n")
        await reader.press("ctrl+r")
        await gazetteer(reader, path, "# ours\n李四\tORG\n張三\tPER\n")


async def test_a_line_that_was_there_before_stays(opened, article) -> None:
    path = article.parent / "gazetteer.tsv"
    path.write_text("張三\tPER\n", encoding="utf-8")
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("tab", "A", "1")
        await reader.until(lambda: "it was there already" in reader.message)
        await reader.press("u")
        await gazetteer(reader, path, "張三\tPER\n")


async def test_undoing_something_else_leaves_the_line(opened, article) -> None:
    path = article.parent / "gazetteer.tsv"
    async with opened(article) as reader:
        await analysed(reader)
        await reader.press("tab", "A", "1")
        await gazetteer(reader, path, "張三\tPER\n")
        await reader.press("tab", "x", "u", "ctrl+r", "u")
        await gazetteer(reader, path, "張三\tPER\n")
        await reader.press("u")
        await gazetteer(reader, path, "")
