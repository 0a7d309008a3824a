"""Help, palette, themes, sizes."""

from __future__ import annotations

import pytest

from tui.layout.cells import cell_width
from tui.screens.dialogs.help import HelpScreen
from tui.screens.dialogs.palette import PaletteScreen
from tui.settings import settings_path
from tui.theme.themes import NAMES

pytestmark = pytest.mark.usefixtures("no_analysis")


async def test_help_has_the_legend_first_and_narrows_by_what_is_typed(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("?")
        assert isinstance(reader.app.screen, HelpScreen)
        assert drawn(reader).index("Beside a sentence") < drawn(reader).index("the sentence that a key tags")
        assert "事實主張" in drawn(reader)
        assert "Put it" not in drawn(reader)
        await reader.press("pagedown")
        assert "c 1 F2" in drawn(reader)
        await reader.press(*"bold")
        assert "a number" in drawn(reader)
        assert "c 1 F2" not in drawn(reader)
        await reader.press(*(("backspace",) * 4), *"观点")  # the other script
        assert "opinion 觀點" in drawn(reader)
        assert "quote 引語" not in drawn(reader)
        await reader.press("escape")
        assert reader.labels() == set(), "keys of the help are not keys of the article"
        for opening, leaving in (("f1", "f1"), ("?", "?"), ("?", "enter")):
            await reader.press(opening)
            assert isinstance(reader.app.screen, HelpScreen)
            await reader.press(leaving)
            assert len(reader.app.screen_stack) == 1


async def test_under_a_dialog_the_key_bar_has_its_keys(opened, founding) -> None:
    async with opened(founding) as reader:
        bar = reader.text_of("#keys")
        assert bar.startswith(" c claim")
        for opening, told in (("?", " Up Down PgUp PgDn scroll Esc leaves"), ("L", " Enter reads  / narrow")):
            await reader.press(opening)
            assert reader.frame()[-1].text.rstrip().startswith(told)
            await reader.press("escape")
            assert reader.text_of("#keys") == bar
        await reader.press("c", "?", "down", "escape", "u")
        assert reader.labels() == set(), "keys of the help are not keys of the article"
        assert len(reader.app.screen_stack) == 1
        for key in ("f1", "f1"):
            await reader.press(key)
        assert len(reader.app.screen_stack) == 1


async def test_the_palette_finds_and_does_it(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press(":", *"fits none", "enter")
        assert reader.session.article.marks.said(0).none
        await reader.press("ctrl+p", "down", "down", "up", "enter")
        assert reader.labels() == {"opinion"}
        await reader.press(":", *"zzz", "enter")
        assert isinstance(reader.app.screen, PaletteScreen), "nothing was found and nothing is done"
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1


@pytest.mark.parametrize("words", ["export", "stats", "import", "hand in", "check", "agree"])
async def test_the_palette_finds_what_is_done_in_a_shell(opened, founding, words) -> None:
    async with opened(founding) as reader:
        await reader.press(":", *("space" if key == " " else key for key in words))
        screen = reader.app.screen
        assert isinstance(screen, PaletteScreen)
        at = next(n for n, one in enumerate(screen._found) if one.line.startswith("zhupi"))
        line = screen._found[at].line
        assert words.replace(" ", "-") in line
        assert "news/" not in line
        await reader.press(*["down"] * at, "enter")
        assert reader.app.clipboard == line
        assert line[:40] in reader.message
        assert reader.labels() == set()


def drawn(reader) -> str:
    return "\n".join(strip.text for strip in reader.frame())


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
