"""Moving: by sentences, screens and open ones, from article to article, and finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui.widgets.safe_input import SafeInput

pytestmark = pytest.mark.usefixtures("no_analysis")


async def test_every_way_to_the_next_and_back(opened, founding) -> None:
    async with opened(founding) as reader:
        for number, key in enumerate(("enter", "down", "j", "space", "ctrl+j"), 1):
            await reader.press(key)
            assert reader.view.cursor == number, key
        for number, key in enumerate(("up", "k", "backspace", "ctrl+h"), 1):
            await reader.press(key)
            assert reader.view.cursor == 5 - number, key
        await reader.press("end", "down")
        assert reader.view.cursor == 28
        await reader.press("home", "up")
        assert reader.view.cursor == 0


async def test_the_sentence_under_the_cursor_is_always_on_screen(opened, founding) -> None:
    async with opened(founding) as reader:
        for key in ("down",) * 28 + ("up",) * 28 + ("pagedown",) * 4 + ("pageup",) * 4 + ("end", "home"):
            await reader.press(key)
            view = reader.view
            lines = view.lines.of_sentence(view.cursor)
            assert view.scroll_offset.y <= lines.start
            assert lines.stop <= view.scroll_offset.y + view.size.height


async def test_a_screen_at_a_time(opened, founding) -> None:
    async with opened(founding) as reader:
        seen = [0]
        while reader.view.cursor < 28:
            await reader.press("pagedown")
            assert reader.view.cursor > seen[-1]
            seen.append(reader.view.cursor)
        assert 3 <= len(seen) <= 8
        while reader.view.cursor:
            before = reader.view.cursor
            await reader.press("pageup")
            assert reader.view.cursor < before


async def test_to_what_is_open_or_flagged(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("c", "down", "n", "down", "c", "f", "home", ".")
        assert reader.view.cursor == 2, "flagged"
        await reader.press(".")
        assert reader.view.cursor == 3, "open"
        await reader.press(",", ",")
        assert reader.view.cursor == 28, "round"
        await reader.press("ctrl+down", "ctrl+up")
        assert reader.view.cursor == 28
        await reader.press("home", "down", "down", "f", "v", "end", "c", ".")
        assert reader.message == "no sentence is open, flagged or lacks anything"


async def test_from_article_to_article(opened, seeds) -> None:
    async with opened(seeds) as reader:
        titles = [reader.session.article.bounded.title]
        await reader.press("down", "down", "]")
        titles.append(reader.session.article.bounded.title)
        assert "art 2/3" in reader.heading
        await reader.press("]", "]")
        assert reader.message == "this is the last article"
        titles.append(reader.session.article.bounded.title)
        assert len(set(titles)) == 3
        await reader.press("[", "[")
        assert reader.session.article.bounded.title == titles[0]
        assert reader.view.cursor == 2, "where it was left"
        await reader.press("ctrl+left")
        assert reader.message == "this is the first article"


async def test_keys_pressed_while_an_article_is_read_go_to_it(opened, seeds) -> None:
    async with opened(seeds) as reader:
        reader.screen.run_command("next-article")
        reader.screen.run_command("next-sentence")
        reader.screen.run_command("label-claim")
        await reader.settle()
        assert reader.session.article.index == 1
        assert reader.view.cursor == 2, "it begins below the title"
        assert reader.labels(2) == {"claim"}


async def test_an_article_that_cannot_be_read_is_named_and_the_rest_goes_on(opened, seeds) -> None:
    (seeds / "b_binary.txt").write_bytes(bytes(range(256)) * 20)
    (seeds / "c_empty.txt").write_bytes(b"")
    async with opened(seeds) as reader:
        await reader.press("]")
        assert reader.session.article.base.source == "jingzhang.txt"
        assert "b_binary.txt" in reader.message
        assert "c_empty.txt" in reader.message
        await reader.press("[")
        assert reader.session.article.index == 0
        assert "b_binary.txt" in reader.message
        await reader.press("d", "enter")
        assert reader.session.article.base.source == "jingzhang.txt", "past what cannot be read"
        assert "c_empty.txt" in reader.message


async def test_at_the_start_and_the_ends_too_it_is_passed_over_with_a_word(opened, tmp_path: Path) -> None:
    rows = [
        {"text": None},
        {"text": "第一篇。"},
        {"text": 1},
        {},
        {"text": ""},
        {"text": None},
        {"text": "第二篇。"},
        {},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    async with opened(path) as reader:
        assert reader.session.article.text == "第一篇。"
        assert reader.message.startswith("passed over: ")
        assert "is null, not a text" in reader.message
        await reader.press("]")
        assert reader.session.article.text == "第二篇。"
        assert "(and 1 more)" in reader.message
        await reader.press("]")
        assert reader.session.article.text == "第二篇。"
        assert reader.message.endswith("this is the last article that can be read")
        await reader.press("[", "[")
        assert reader.session.article.text == "第一篇。"
        assert reader.message.endswith("this is the first article that can be read")
        await reader.press("d", "d")
        assert reader.session.article.text == "第二篇。"
        await reader.press("d")
        assert reader.message.endswith("every article that can be read is done")


async def test_a_sentence_taller_than_the_screen_is_read_whole(opened, tmp_path: Path) -> None:
    text = tmp_path / "long.txt"
    text.write_text("短句在前。" + "很長的一句話沒有停頓" * 200 + "。短句在後。", encoding="utf-8")
    async with opened(text) as reader:
        view = reader.view
        await reader.press("down")
        lines = view.lines.of_sentence(1)
        assert len(lines) > view.size.height
        seen = set(range(view.scroll_offset.y, view.scroll_offset.y + view.size.height))
        for _ in range(20):
            if view.cursor != 1:
                break
            await reader.press("down")
            seen |= set(range(view.scroll_offset.y, view.scroll_offset.y + view.size.height))
        assert view.cursor == 2
        assert seen >= set(lines)
        await reader.press("up")
        assert view.cursor == 1
        assert view.scroll_offset.y <= lines.start < view.scroll_offset.y + view.size.height


async def test_finding(opened, founding) -> None:
    async with opened(founding) as reader:
        text = reader.session.article.text
        await reader.press("/")
        for key in "deepseek":
            await reader.press(key)
        count = text.casefold().count("deepseek")
        line = reader.app.screen.query_one("#found")
        assert f"1 of {count}" in str(line.render())
        first = reader.view.cursor
        await reader.press("enter", "down")
        assert f"3 of {count}" in str(line.render())
        assert reader.view.cursor > first
        found = reader.view.found
        assert text[found[0] : found[1]] == "DeepSeek"
        await reader.press("up", "up", "up")
        assert f"{count} of {count}" in str(line.render()), "round"
        at = reader.view.cursor
        await reader.press("escape")
        assert reader.view.cursor == at, "the cursor stays"
        assert reader.view.found is None
        assert reader.labels(at) == set(), "what was typed tags nothing"


async def test_finding_begins_at_the_cursor_and_takes_any_text(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("end", "ctrl+f", "美")
        assert reader.view.cursor == 28
        field = reader.app.screen.query_one(SafeInput)
        field.value = "(*[沒有"
        await reader.settle()
        assert "not in this article" in str(reader.app.screen.query_one("#found").render())
        field.value = ""
        await reader.settle()
        await reader.press("enter", "escape")
        assert len(reader.app.screen_stack) == 1


async def test_the_library_lists_and_opens(opened, seeds) -> None:
    async with opened(seeds) as reader:
        await reader.press("c", "down", "n", "]", "d", "enter")
        assert reader.session.article.index == 2
        await reader.press("L")
        await reader.until(lambda: "2/29" in reader.frame()[3].text)
        rows = [strip.text for strip in reader.frame()[3:6]]
        assert "DeepSeek" in rows[0]
        assert "done" in rows[1]
        assert rows[2].startswith(">")
        await reader.press("k", "up", "enter")
        assert reader.session.article.index == 0
        assert reader.view.cursor == 1
        await reader.press("f10", "j", "escape")
        assert reader.session.article.index == 0


async def test_home_and_end_land_where_the_steps_do(opened, tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "一個標題\n\n2025-02-01 10:00\n\n第一句話在這裡。第二句話也在。\n\n（圖：新華社）\n", encoding="utf-8"
    )
    async with opened(path) as reader:
        parts = [sentence.part for sentence in reader.session.article.sentences]
        body = [index for index, part in enumerate(parts) if part == "body"]
        assert body[0] > 0
        assert reader.view.cursor == body[0]
        await reader.press("end")
        assert reader.view.cursor == body[-1]
        await reader.press("home")
        assert reader.view.cursor == body[0]
        await reader.press("enter", "home")
        assert reader.view.cursor == body[0]


async def test_headings_code_and_images_of_markdown_are_stepped_over_and_rules_are_not_there(
    opened, tmp_path
) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# 標題\n\n第一句話。\n\n---\n\n## 小標題？好的\n\n```\nx = '好。'\n```\n\n"
        "![圖](a.png)\n\n**第二句話。**第三句話。\n",
        encoding="utf-8",
    )
    async with opened(path) as reader:
        article = reader.session.article
        lines = [article.text[one.start : one.end] for one in article.sentences]
        seen = [lines[reader.view.cursor]]
        for _ in range(2):
            await reader.press("j")
            seen.append(lines[reader.view.cursor])
        assert seen == ["第一句話。", "**第二句話。**", "第三句話。"]
        drawn = "\n".join(strip.text for strip in reader.frame())
        assert "x = '好。'" in drawn
        assert "---" not in lines
        await reader.press("home", "J")  # a join reaches over the rule, which stands in the text as ever
        joined = reader.session.article.sentences[1]
        assert article.text[joined.start : joined.end] == "第一句話。\n\n---\n\n## 小標題？好的"
