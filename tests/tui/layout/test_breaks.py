"""Where a line of Chinese may end, case by case, and in whole articles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotations.model.article import Sentence
from tui.layout.breaks import may_break
from tui.layout.lines import Page, wrap

CLOSING = "，。、；：！？）》」』】〕〉”’…%‰℃,.;:!?)]}"
OPENING = "（《「『【〔〈“‘([{$￥"
SEEDS = sorted((Path(__file__).resolve().parents[3] / "seeds").glob("*.txt"))


def breaks(text: str) -> str:
    """Return `text` with a bar wherever a line may end."""
    stop = len(text)
    return text[:1] + "".join(
        ("|" if may_break(text, at, 0, stop) else "") + text[at] for at in range(1, stop)
    )


@pytest.mark.parametrize(
    "expected",
    [
        "中|國|總|統",
        "他|說：|“好。”|她|走",
        "（甲）|《乙》|「丙」|丁",
        "甲，|乙、|丙；|丁！|戊？",
        "甲……|乙",
        "甲——|乙",
        "GPT-4o| mini|模|型",
        "o3-mini-high|好",
        "约|1,200|倍",
        "3.14|和|2:30|和|2024-01-31",
        "U.S.|经|济",
        "24%|的|人",
        "$200|元",
        "长|1萬6千|公|里",
        "近|6000億|美|元",
        "AT&T|与|R&D",
        "Ａｐｐｌｅ|好",
        "Élysée|宫",
        "Путин|说",
        "25℃|左|右",
        "MASI| .38| (.41)",
        "完.|2023|年",
    ],
)
def test_table(expected: str) -> None:
    # A break before a space is none that anybody sees: the space ends the line. Both are accepted.
    found = breaks(expected.replace("|", ""))
    assert found.replace("| ", " ").replace(" |", " ") == expected.replace("| ", " ").replace(" |", " ")


@pytest.mark.parametrize("pair", ["……", "——"])
def test_pairs_stay_together_at_every_width(pair: str) -> None:
    text = "他想了很久" + pair + "終於開口說話了" + pair + "然後就走"
    for width in range(8, 40):
        lines = wrap(Page.of(text, [Sentence(0, len(text))]), width)
        shown = [text[s:e] for s, e in zip(lines.starts, lines.ends, strict=True)]
        assert sum(line.count(pair) for line in shown) == 2, (width, shown)


def paragraphs(text: str) -> list[Sentence]:
    return [Sentence(match.start(), match.end(), True) for match in re.finditer(r"\S.*\S", text)]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:12])
def test_the_sample_articles_are_set_as_chinese_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    page = Page.of(text, paragraphs(text))
    words = [match.span() for match in re.finditer(r"[A-Za-z0-9]+(?:[-.,][A-Za-z0-9]+)*%?", text)]
    for width in range(24, 120, 5):
        lines = wrap(page, width)
        cuts = set()
        for sentence in range(len(page.starts)):
            of = lines.of_sentence(sentence)
            for line in of[1:]:
                assert text[lines.starts[line]] not in CLOSING, (width, text[lines.starts[line] - 5 :][:12])
                cuts.add(lines.starts[line])
            for line in of[:-1]:
                assert text[lines.ends[line] - 1] not in OPENING, (width, text[lines.ends[line] - 5 :][:12])
        parted = [text[a:b] for a, b in words for cut in cuts if a < cut < b and b - a <= width]
        assert not parted, width


def test_a_full_stop_hangs_rather_than_take_a_character_along() -> None:
    text = "一二三四五六七八九十。然後"
    lines = wrap(Page.of(text, [Sentence(0, len(text))]), 20)
    assert [text[s:e] for s, e in zip(lines.starts, lines.ends, strict=True)] == [
        "一二三四五六七八九十。",
        "然後",
    ]


def test_what_does_not_hang_takes_its_character_along() -> None:
    text = "一二三四五六七八九十」然後"
    lines = wrap(Page.of(text, [Sentence(0, len(text))]), 20)
    assert [text[s:e] for s, e in zip(lines.starts, lines.ends, strict=True)] == [
        "一二三四五六七八九",
        "十」然後",
    ]


def test_a_mark_does_not_hang_where_the_next_may_not_begin_a_line() -> None:
    text = "一二三四五六七八九十。」然後"
    lines = wrap(Page.of(text, [Sentence(0, len(text))]), 20)
    assert [text[s:e] for s, e in zip(lines.starts, lines.ends, strict=True)] == [
        "一二三四五六七八九",
        "十。」然後",
    ]
