"""What reaches the terminal: every character of the article at every width, nothing that it would obey."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import OptionList

from annotations.analysis.sentences import split
from annotations.model.article import Name, Number
from tui.layout.cells import visible
from tui.layout.lines import Page
from tui.layout.pieces import Highlights
from tui.presenters.columns import Look
from tui.session import messages
from tui.theme.themes import THEMES
from tui.widgets.article_view import ArticleView

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u200b\ufeff\u00ad\ud800\x00"
WIDE, NARROW, AMBIGUOUS = "中國總統特朗普，。、「」《》ｏ３－％　한カ", "abc XYZ 019.,-%$()", "“”‘’…—·①★±×→α"
COMBINING, ASTRAL, EMOJI = "e\u0301a\u0300\u0302क्षि\u1112\u1161\u11ab", "𠮷𡃁𝄞", "😀👍🏽👨\u200d👩❤\ufe0f🇨🇳"
FORBIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}

alphabet = st.sampled_from(WIDE + NARROW + AMBIGUOUS + COMBINING + ASTRAL + EMOJI + "\n\t" + EVIL)
texts = st.text(alphabet, min_size=1, max_size=300)


class Host(App[None]):
    """The article's view alone, as wide as the terminal."""

    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "zhupi-dark"

    def compose(self) -> ComposeResult:
        yield ArticleView(lambda index: Look((("c", "label-1"), ("o", "label-2"), ("q", "label-3")), "*"), 3)


def sample(count: int) -> list[str]:
    """Return texts that hypothesis makes up; it cannot itself drive a running app."""
    found = [WIDE + NARROW + AMBIGUOUS + COMBINING + ASTRAL + EMOJI + EVIL]

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(texts)
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return found


def harmless(text: str) -> bool:
    return not FORBIDDEN.intersection(map(unicodedata.category, text))


def drawn(view: ArticleView) -> list[Strip]:
    return [view.render_line(line - view.scroll_offset.y) for line in range(len(view.lines))]


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
async def test_every_character_is_drawn_at_every_width(width: int) -> None:
    async with Host().run_test(size=(width, 20)) as pilot:
        view = pilot.app.query_one(ArticleView)
        for text in sample(40):
            sentences = split(text)
            view.load(Page.of(text, sentences))
            half = len(text) // 2
            view.highlight(
                Highlights(
                    [one.start for one in sentences],
                    [Name(half, half + 3, "PER")] if sentences else [],
                    [Number(half + 4, half + 6, "date")] if sentences else [],
                )
            )
            lines, found = view.lines, []
            for line, strip in enumerate(drawn(view)):
                assert strip.cell_length == view.size.width
                assert sum(cell_len(segment.text) for segment in strip) == view.size.width
                assert harmless(strip.text)
                body = strip.text[view.left + lines.indent_of(line) :]  # what is left of it is ASCII
                expected = visible(text[lines.starts[line] : lines.ends[line]])
                assert body.startswith(expected), (body, expected)
                assert not body[len(expected) :].strip()
                found.append(expected)
            assert "".join(found) == "".join(visible(text[one.start : one.end]) for one in sentences)


async def test_a_strip_has_the_screen_s_width_whatever_is_selected_or_found(
    opened, founding, no_analysis
) -> None:
    async with opened(founding, size=(61, 20)) as reader:
        view, text = reader.view, reader.session.article.text
        for at in range(0, 120, 7):
            view.show_found((at, at + 5))
            assert all(strip.cell_length == view.size.width for strip in drawn(view))
        view.text_select_all()
        assert all(strip.cell_length == view.size.width for strip in drawn(view))
        assert (
            reader.screen.get_selected_text()
            == text[view.lines.page.starts[view.cursor] : view.lines.page.ends[view.cursor]]
        )


@pytest.mark.usefixtures("no_analysis")
@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 12)])
async def test_nothing_from_outside_reaches_the_terminal_raw(opened, tmp_path: Path, size) -> None:
    folder = tmp_path / "e\x1b[31mvil\u202e"
    folder.mkdir()
    evil = EVIL.replace("\ud800", "").replace("\x00", "")
    (folder / "a\x1b]0;owned\x07.txt").write_text(
        f"標題{evil}\n正文{evil}張三{evil}。\n第二{evil}。", encoding="utf-8"
    )
    (folder / "b\x9b31m.txt").write_bytes(b"")
    async with opened(folder, size=size) as reader:
        text = reader.session.article.text
        assert "\x1b" in text, "the article itself keeps what it holds"
        reader.session.tell(
            messages.Analysed(
                reader.session.article.id,
                Highlights(
                    list(reader.view.lines.page.starts),
                    [Name(0, 12, "PER")],
                    [Number(0, 12, "date", unit=EVIL)],
                ),
            )
        )

        def check() -> None:
            for strip in reader.frame():
                assert all(harmless(segment.text) for segment in strip), strip.text

        await reader.settle()
        check()
        reader.screen.saver.act(lambda annotating: annotating.labels.write_note(0, f"note{EVIL}"))
        for keys in (
            ("down", "up"),
            ("w",),
            ("escape", "/", "標"),
            ("escape", "L"),
            ("escape", "]"),
            ("?",),
            ("escape", ":"),
        ):
            await reader.press(*keys)
            await reader.until(lambda: not any(one.is_running for one in reader.app.workers))
            check()
        assert not isinstance(reader.app.screen, OptionList)


async def test_highlights_follow_and_leave_the_letters_alone(opened, founding, no_analysis) -> None:
    async with opened(founding) as reader:
        text = reader.session.article.text
        before = [strip.text for strip in drawn(reader.view)]
        at, number = text.index("OpenAI"), text.index("2月1日")
        starts = list(reader.view.lines.page.starts)
        reader.session.tell(
            messages.PartAnalysed(reader.session.article.id, range(1), [Name(at, at + 6, "ORG")], [])
        )
        await reader.settle()
        assert "OpenAI ORG" in reader.panel
        line = reader.view.lines.line_of(at)
        assert [segment.text for segment in reader.strip(line) if segment.style.underline] == ["OpenAI"]
        highlights = Highlights(
            starts,
            [Name(at, at + 6, "ORG", certain=False)],
            [Number(number, number + 4, "date", iso="--02-01")],
        )
        reader.session.tell(messages.Analysed(reader.session.article.id, highlights))
        reader.session.tell(messages.Analysed("another article", Highlights()))
        await reader.settle()
        assert "OpenAI ORG?" in reader.panel
        await reader.press("down")
        assert "2月1日 date --02-01" in reader.panel
        row = reader.strip(reader.view.lines.line_of(number))
        assert "2月1日" in [segment.text for segment in row if segment.style.bold]
        await reader.press("up")
        assert [strip.text for strip in drawn(reader.view)] == before


async def test_the_real_analysis_finds_names_and_numbers_while_keys_go_on(opened, seeds, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "down", "q")
        await reader.until(lambda: not reader.screen.session.article.found.pending)
        assert "no names" not in reader.panel
        screen = reader.screen
        names = [
            name for index in range(29) for name in screen.session.article.found.highlights.names_of(index)
        ]
        numbers = [
            number
            for index in range(29)
            for number in screen.session.article.found.highlights.numbers_of(index)
        ]
        text = reader.session.article.text
        assert "OpenAI" in {text[name.start : name.end] for name in names}
        assert len(names) > 20
        assert len(numbers) > 5
        assert reader.labels(0) == {"claim"}
        await reader.press("ctrl+q")
    assert len(list((seeds / "annotations" / "articles").glob("*/*.spans.json"))) == 1
