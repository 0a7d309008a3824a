"""The laws of the layout: nothing hidden, nothing too wide, and the way between offsets and cells exact."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.model.article import Sentence
from tui.layout.cells import cell_width
from tui.layout.lines import HANG, INDENT, Lines, Page, wrap

ALPHABET = (
    "的一是在不了有和人這中大爲上個國我以要他時"
    "，。、；：！？（）《》「」『』“”‘’…—·"
    "abcdefXYZ0123456789.,:-_%$&@/()[] "
    "\u3000\n\u00a0ｏ３－％"
    "éü日本語한국어кгαβ"
    "e\u0301a\u0300\u0302क्षि\u1112\u1161"
    "①★○±×÷→"
    "𠮷𡃁😀👍🏽👨\u200d👩❤\ufe0f🇨🇳"
    "\x1b\x00\x9b\u202e\u200b\ufeff\u00ad\ud800"
)
texts = st.text(st.sampled_from(ALPHABET), max_size=200)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)) | {0, len(text)})
    sentences = []
    for start, end in pairwise(cuts):
        part = text[start:end]
        stripped = part.strip()
        if stripped:
            at = start + part.index(stripped)
            sentences.append(Sentence(at, at + len(stripped), draw(st.booleans())))
    return Page.of(text, sentences)


def shown(lines: Lines) -> list[str]:
    text = lines.page.text
    return [text[s:e] for s, e in zip(lines.starts, lines.ends, strict=True)]


@given(pages(), st.integers(5, 200), st.booleans())
def test_lines_tile_each_sentence(page: Page, width: int, spaced: bool) -> None:
    lines = wrap(page, width, spaced=spaced)
    assert len(lines.first) == len(page.starts) + 1
    assert lines.first[-1] == len(lines) == len(lines.ends)
    for index, (start, end) in enumerate(zip(page.starts, page.ends, strict=True)):
        of = lines.of_sentence(index)
        assert len(of)
        assert lines.starts[of[0]] == start
        assert lines.ends[of[-1]] == end
        for line in of:
            assert lines.starts[line] < lines.ends[line], "no line without a character"
            assert lines.sentence_of(line) == index
            assert line == of[-1] or lines.ends[line] == lines.starts[line + 1]
    empty = sum(s == e for s, e in zip(lines.starts, lines.ends, strict=True))
    assert empty == (sum(page.opens[1:]) if spaced else 0)


@given(pages(), st.integers(5, 200), st.booleans())
def test_no_line_is_too_wide(page: Page, width: int, spaced: bool) -> None:
    lines = wrap(page, width, spaced=spaced)
    for line, part in enumerate(shown(lines)):
        cells = lines.indent_of(line) + cell_width(part)
        assert cells <= width + HANG
        if cells > width:
            base = part.rstrip("\u0301\u0300\u0302\ufe0f🏽्ि\u1161")
            assert base[-1] in "、。，；：！？,.;:!?" or base[-1].isspace(), "only a mark may hang"
            assert cells - cell_width(part[len(base) - 1 :]) <= width, "and only one"


@given(pages(), st.integers(5, 200), st.booleans())
def test_a_line_is_broken_only_where_it_is_full(page: Page, width: int, spaced: bool) -> None:
    lines = wrap(page, width, spaced=spaced)
    for index in range(len(page.starts)):
        of = lines.of_sentence(index)
        whole = cell_width(page.text[page.starts[index] : page.ends[index]])
        if lines.indent_of(of[0]) + whole <= width:
            assert len(of) == 1


@given(pages(), st.integers(5, 200), st.booleans())
def test_cells_and_offsets_are_each_others_inverse(page: Page, width: int, spaced: bool) -> None:
    lines = wrap(page, width, spaced=spaced)
    for line, (start, end) in enumerate(zip(lines.starts, lines.ends, strict=True)):
        for offset in range(start, end):
            at, cell = lines.cell_of(offset)
            assert at == line == lines.line_of(offset)
            for half in range(cell_width(page.text[offset])):
                assert lines.offset_at(line, cell + half) == offset
        if start < end:
            assert start <= lines.offset_at(line, 10_000) < end, "right of the line is its last character"
            assert lines.offset_at(line, -5) == lines.offset_at(line, 0)


@given(pages(), st.integers(5, 200))
def test_a_paragraph_is_moved_in_where_there_is_room(page: Page, width: int) -> None:
    lines = wrap(page, width)
    for line in range(len(lines)):
        sentence = lines.sentence_of(line)
        opens = page.opens[sentence] and lines.first[sentence] == line
        assert lines.indent_of(line) == (INDENT if opens and width >= 8 * INDENT else 0)


@given(pages())
def test_sentence_at_finds_every_character(page: Page) -> None:
    for index, (start, end) in enumerate(zip(page.starts, page.ends, strict=True)):
        assert page.sentence_at(start) == page.sentence_at(end - 1) == index


def test_an_empty_page_has_no_lines() -> None:
    lines = wrap(Page.of("", ()), 80)
    assert len(lines) == 0
    assert lines.line_of(0) == lines.sentence_of(0) == 0


def test_a_word_longer_than_a_line_is_cut_and_not_hidden() -> None:
    text = "x" * 50
    lines = wrap(Page.of(text, [Sentence(0, 50)]), 20)
    assert shown(lines) == ["x" * 20, "x" * 20, "x" * 10]
