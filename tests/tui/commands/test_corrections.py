"""The lead shows a damaged place mended; everybody sees it, and nobody's text changes."""

from __future__ import annotations

DAMAGED = 16


async def at_the_damage(reader) -> None:
    await reader.until(
        lambda: any(
            scar.suggestion for scar in reader.screen.session.article.found.highlights.scars_of(DAMAGED)
        )
    )
    reader.view.cursor = DAMAGED
    await reader.settle()


async def test_it_is_shown_mended_and_taken_back(opened, seeds, founding, records) -> None:
    async with opened(founding) as reader:
        await at_the_damage(reader)
        text = reader.session.article.text
        before = [reader.row(reader.view.lines.first[index]) for index in (DAMAGED - 1, DAMAGED)]
        assert before[0].rstrip().endswith("求知欲?")
        await reader.press("C")
        after = [reader.row(reader.view.lines.first[index]) for index in (DAMAGED - 1, DAMAGED)]
        assert after[0].rstrip().endswith("求知欲。")
        assert "基於這種模式" in after[1]
        assert "shown corrected" in reader.panel
        assert reader.session.article.text == text
        await reader.press("C")
        assert [reader.row(reader.view.lines.first[index]) for index in (DAMAGED - 1, DAMAGED)] == before
        await reader.press("u", "c")
    stored = records(seeds / "annotations" / "mei.json")
    [correction] = [one for one in stored if one["kind"] == "correction"]
    assert (correction["quote"], correction["text"], correction["rev"]) == ("?;谶@", "。基於這", 3)
    [mark] = [one for one in stored if one["kind"] == "sentence"]
    assert mark["quote"].startswith(";谶@種模式")
    async with opened(founding) as reader:
        assert "求知欲。" in reader.row(reader.view.lines.first[DAMAGED - 1])


async def test_only_the_lead_may_and_everybody_sees_it(opened, seeds, founding) -> None:
    (seeds / "zhupi.toml").write_text('lead = "mei"\n', encoding="utf-8")
    async with opened(founding, annotator="wu") as reader:
        await at_the_damage(reader)
        await reader.press("C")
        assert "mei leads this project" in reader.message
    async with opened(founding, annotator="mei") as reader:
        await at_the_damage(reader)
        await reader.press("C")
    async with opened(founding, annotator="wu") as reader:
        assert "求知欲。" in reader.row(reader.view.lines.first[DAMAGED - 1])


async def test_where_nothing_is_damaged_there_is_nothing_to_mend(opened, founding) -> None:
    async with opened(founding) as reader:
        await reader.press("C")
        assert "nothing in this sentence" in reader.message
