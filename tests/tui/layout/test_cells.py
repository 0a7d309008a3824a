"""Nothing that a terminal would obey gets through, and every width is what the terminal uses."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.layout.cells import STAND_IN, cell_width, escaped, fit, is_stand_in, prefix_cells, visible

FORBIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u3164\u115f\u1160\uffa0"
anything = st.text(st.characters(codec=None, categories=None, exclude_categories=()))


def test_every_code_point_is_harmless_and_measured() -> None:
    # One text a plane block: the law for each character follows from that for the text, for both are sums.
    # The planes 4 to 13 and the last two hold nothing, or private characters alone.
    for start in (*range(0, 0x40000, 256), *range(0xE0000, 0xE1000, 256), 0xF0000, 0x10FF00):
        text = "".join(map(chr, range(start, start + 256)))
        drawn = visible(text)
        assert not FORBIDDEN.intersection(map(unicodedata.category, drawn)), hex(start)
        assert cell_width(text) == cell_len(drawn), hex(start)


@given(anything)
def test_no_text_gets_through_raw(text: str) -> None:
    drawn = visible(text)
    assert not FORBIDDEN.intersection(map(unicodedata.category, drawn))
    assert cell_width(text) == cell_len(drawn)
    assert visible(drawn) == drawn


@pytest.mark.parametrize(
    "character", [*"\x00\x07\x08\x1b\x7f\x85\x9b\n\r\f", *BIDI, *ZERO_WIDTH, "\ud800", chr(0xDFFF)]
)
def test_what_must_not_be_drawn_takes_a_cell_of_its_own(character: str) -> None:
    assert visible(f"a{character}b") == f"a{STAND_IN}b"
    assert cell_width(character) == 1
    assert is_stand_in(character)


def test_escape_sequences_lose_their_power() -> None:
    assert "\x1b" not in visible("\x1b[31mred\x1b]52;c;AAAA\x07")
    assert "\x9b" not in visible("\x9b31m")


def test_variation_selectors_vanish_because_terminals_disagree_about_them() -> None:
    assert visible("❤\ufe0f") == "❤"
    assert cell_width("❤\ufe0f") == cell_len("❤")
    assert visible("葛\U000e0100") == "葛"
    assert visible("\u1820\u180b") == "\u1820"


def test_a_stand_in_written_by_the_author_is_none() -> None:
    assert visible(STAND_IN) == STAND_IN
    assert not is_stand_in(STAND_IN)
    assert not is_stand_in("中")


@pytest.mark.parametrize("space", ["\t", "\u00a0", "\u2003", "\u202f"])
def test_every_space_is_one_cell_but_the_ideographic(space: str) -> None:
    assert visible(space) == " "
    assert visible("\u3000") == "\u3000"
    assert cell_width("\u3000") == 2


@given(anything)
def test_prefix_is_the_running_width(text: str) -> None:
    prefix = prefix_cells(text)
    assert len(prefix) == len(text) + 1
    assert prefix[0] == 0
    assert [prefix[i + 1] - prefix[i] for i in range(len(text))] == [cell_width(c) for c in text]


@given(anything, st.integers(0, 40))
def test_fit_never_exceeds_the_width(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert cell_len(fitted) <= width
    assert not FORBIDDEN.intersection(map(unicodedata.category, fitted))
    if cell_width(text) <= width:
        assert fitted == visible(text)
    else:
        kept = fitted.removesuffix("..") if width > 2 else fitted
        assert visible(text).startswith(kept)
        # A wide character more would not have fitted.
        assert cell_len(kept) >= width - 2 - 1 if width > 2 else True


def test_fit_shows_the_cut() -> None:
    assert fit("中國總統特朗普", 14) == "中國總統特朗普"
    assert fit("中國總統特朗普", 13) == "中國總統特.."
    assert fit("中國總統特朗普", 2) == "中"
    assert fit("abc", 0) == ""


@given(
    st.text(
        st.characters() | st.sampled_from("\u202e\x9b\u200b\x7f\u2066\U000e0001\ufe0f\ufeff\u2028¬\ud800")
    )
)
def test_json_that_is_escaped_says_the_same_in_harmless_letters(text: str) -> None:
    row = {"text": text, text: [text]}
    line = json.dumps(row, ensure_ascii=False) + "\n"
    shown = escaped(line)
    assert json.loads(shown) == json.loads(line)
    assert shown.endswith("\n")
    assert shown.count("\n") == 1
    assert not any(is_stand_in(character) or not visible(character) for character in shown[:-1])
