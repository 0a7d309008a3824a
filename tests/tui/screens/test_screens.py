"""Help, palette, themes, sizes."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette

from tui.layout.cells import cell_width
from tui.screens.dialogs.help import HelpScreen
from tui.settings import settings_path
from tui.theme.themes import NAMES

pytestmark = pytest.mark.usefixtures("no_analysis")


async def test_help_shows_every_act_with_its_keys(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("?")
        screen = reader.app.screen
        assert isinstance(screen, HelpScreen)
        text = " ".join(screen._text(120).split())
        for name, command in reader.screen.keymap.commands.items():
            assert f"[{name}]" in text
            assert " ".join(command.title.split()) in text
        assert "c 1 F2" in text
        assert "事實主張" in text
        await reader.press("c", "down", "escape")
        assert reader.labels() == set(), "keys of the help are not keys of the article"
        assert len(reader.app.screen_stack) == 1
        for key in ("f1", "f1"):
            await reader.press(key)
        assert len(reader.app.screen_stack) == 1


async def test_every_act_is_in_the_palette(opened, founding) -> None:
    async with opened(founding) as reader:
        from tui.commands.provider import CommandProvider

        provider = CommandProvider(reader.screen)
        hits = [hit async for hit in provider.discover()]
        assert {hit.prompt for hit in hits} == {c.title for c in reader.screen.keymap.commands.values()}
        [hit] = [hit async for hit in provider.search("None 無")]
        hit.command()
        await reader.settle()
        assert reader.session.article.marks.said(0).none
        await reader.press(":")
        assert isinstance(reader.app.screen, CommandPalette)
        await reader.press("escape", "ctrl+p")
        assert isinstance(reader.app.screen, CommandPalette)


async def test_every_theme_shows_every_label_by_its_letter(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "o", "q", "down", "n", "down", "o", "f", "down", "f")
        seen = []
        for _ in NAMES:
            await reader.press("T")
            seen.append(reader.app.theme)
            assert [reader.columns(n) for n in range(4)] == ["coq? ", "n    ", " o * ", "...* "]
            assert reader.row(reader.view.lines.first[3]).startswith("> 4 ")
            assert "claim opinion quote" not in reader.panel
        assert sorted(seen) == sorted(NAMES)


async def test_the_theme_that_was_chosen_is_there_the_next_time(opened, founding) -> None:
    async with opened(founding) as reader:
        before = reader.app.theme
        await reader.press("T", "T")
        chosen = reader.app.theme
        assert chosen not in (before, "auto")
    async with opened(founding) as reader:
        assert reader.app.theme == chosen
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text('theme = "zhupi-contrast"  # mine\n')
    async with opened(founding) as reader:
        assert reader.app.theme == "zhupi-contrast", "what is written later holds"
        await reader.press("T")
        chosen = reader.app.theme
    assert settings_path().read_text() == 'theme = "zhupi-contrast"  # mine\n'
    async with opened(founding) as reader:
        assert reader.app.theme == chosen


async def test_without_colours_there_is_no_theme_to_change(opened, founding, monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(founding) as reader:
        await reader.press("T")
        assert reader.app.theme == "ansi-dark"
        assert "NO_COLOR" in reader.message
        assert all(
            segment.style is None or segment.style.color is None or segment.style.color.is_default
            for strip in reader.frame()
            for segment in strip
        )


async def test_a_change_of_theme_redraws(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c")
        colours = []
        for _ in range(2):
            letter = next(segment for segment in reader.strip(0) if segment.text == "c")
            colours.append((letter.style.color, letter.style.bgcolor))
            await reader.press("T")
        assert colours[0] != colours[1]


async def test_a_sign_hides_no_other_and_that_there_are_more_is_seen(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("q", "f", "j", "f", "w", "n", "enter", "j", "q", "p", "0", "j", "y", "f")
        assert [reader.columns(n) for n in (0, 1, 3)] == ["  q?*", '...*"', "  q*+"]
        await reader.press("home", "w", "n", "enter")
        assert reader.columns(0) == "  q?*"
        last = {
            n: next(one for one in reader.strip(reader.view.lines.first[n]) if one.text == "*")
            for n in (0, 3)
        }
        assert last[0].style.underline, "the panel says what else"
        assert not last[3].style.underline
        assert "lacks speaker" in reader.panel
        assert "flagged" in reader.panel
        assert "note" in reader.panel


async def test_without_colour_every_label_has_its_letter(opened, founding, monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(founding) as reader:
        await reader.press("c", "q", "down", "n")
        assert reader.app.no_color
        assert reader.columns(0) == "c q? "
        assert reader.columns(1) == "n    "
        assert reader.row(reader.view.lines.first[1])[0] == ">"
        assert "none" in reader.panel


@pytest.mark.parametrize("size", [(160, 50), (120, 18), (119, 40), (80, 24), (40, 12), (40, 40), (200, 12)])
async def test_every_size_shows_everything_in_its_place(opened, founding, size) -> None:
    async with opened(founding, size=size) as reader:
        await reader.press("down", "c", "f", "w", "n", "enter")
        strips = reader.frame()
        assert len(strips) == size[1]
        assert all(strip.cell_length == cell_width(strip.text) == size[0] for strip in strips)
        rows = [strip.text for strip in strips]
        assert rows[0].rstrip().endswith("saved")
        assert rows[-1].startswith(" c claim o opinion q quote")
        assert any(row.startswith('> 2 c  *"') for row in rows)
        assert any("claim   * flagged" in row for row in rows)
        assert not reader.screen.query_one("#too-small").display
        assert reader.view.size.height >= 5


@pytest.mark.parametrize("size", [(38, 10), (39, 24), (80, 11), (20, 5)])
async def test_too_small_a_window_says_so(opened, founding, size) -> None:
    async with opened(founding, size=size) as reader:
        text = " ".join(" ".join(strip.text for strip in reader.frame()).split())
        assert "at least 40 x 12" in text
        assert not reader.view.display
        await reader.resize(80, 24)
        assert reader.view.display
        assert reader.row(0).startswith("> 1 ...")
        assert reader.heading.endswith("saved")


async def test_a_resize_keeps_the_place(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press(*("down",) * 20, "c")
        for size in ((40, 12), (160, 50), (38, 10), (60, 14), (120, 30), (80, 24)):
            await reader.resize(*size)
            view = reader.view
            assert view.cursor == 20
            if view.display:
                lines = view.lines.of_sentence(20)
                assert view.scroll_offset.y <= lines.start < view.scroll_offset.y + view.size.height, size
                assert reader.columns(20) == "c    "


async def test_a_resize_without_a_cursor_in_sight_stays_at_the_cursor(opened, founding) -> None:
    async with opened(founding) as reader:
        reader.view.scroll_to(y=30, animate=False, immediate=True)
        await reader.resize(60, 20)
        assert 0 in reader.view.visible_sentences


@pytest.mark.parametrize("opening", ["?", "L", "g", "r", ":", "/", "w", "p", "e", "S", "d", "a"])
async def test_a_key_that_tags_leaves_no_screen_and_one_that_leaves_tags_nothing(
    opened, founding, opening
) -> None:
    async with opened(founding) as reader:
        await reader.press("j", opening)
        before = len(reader.app.screen_stack), reader.screen.picker
        await reader.press("q", "q")
        assert reader.labels() == set()
        assert (len(reader.app.screen_stack), reader.screen.picker) == before
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1
        assert reader.screen.picker is None
