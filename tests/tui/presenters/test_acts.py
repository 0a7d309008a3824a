"""Acts in lists: a line each, found by words in any order, by a key, in either script."""

from __future__ import annotations

import pytest

from annotations.model.scheme import DEFAULT
from tui.commands.catalogue import keymaps_for
from tui.commands.program import help_acts
from tui.layout.cells import cell_width
from tui.presenters.acts import Act, act_row, found, keys_within, short
from tui.presenters.help import help_rows

ACTS = help_acts(keymaps_for(DEFAULT).reading)
SHELL = Act("Shell", (), "hand-in: write my tags as one file", line="zhupi hand-in /n --as mei")


def names(query: str) -> list[str]:
    return [act.command or act.line for act in found([*ACTS, SHELL], query)]


def test_words_in_any_order_and_any_case() -> None:
    assert names("Sentence split") == names("split sentence") == ["split-sentence", "take-bounds"]
    assert names("  ") == [act.command or act.line for act in [*ACTS, SHELL]]
    assert names("nothing like it") == []


def test_a_key_finds_its_act_first() -> None:
    assert names("T")[0] == "change-theme"
    assert names("t")[0] == "change-script"
    assert names("f9")[0] == "mark-done"
    assert names("ctrl+r")[0] == "redo"
    assert names("?")[0] == "show-help"


def test_either_script_and_hyphens() -> None:
    assert names("观点") == names("觀點") == ["label-opinion"]
    assert names("hand in") == ["zhupi hand-in /n --as mei"]


def test_the_beginning_of_a_word_comes_before_its_midst() -> None:
    acts = [Act("A", (), "unmarked", "one"), Act("A", (), "mark it", "two")]
    assert [act.command for act in found(acts, "mark")] == ["two", "one"]


@pytest.mark.parametrize("width", [40, 58, 74, 114])
def test_a_line_each_and_no_wider(width: int) -> None:
    for act in [*ACTS, SHELL]:
        for chosen in (True, False):
            row = act_row(act, width, chosen=chosen)
            assert cell_width("".join(run.text for run in row)) <= width
            assert all(run.command == (act.command or f"shell {act.line}") for run in row)


def test_a_long_title_ends_where_it_makes_sense() -> None:
    assert short("Say that it is no name, or no number; what was added is taken away", 40) == (
        "Say that it is no name, or no number"
    )
    assert short("abcdefghij", 5) == "abc.."
    assert short("a, bcdefghij", 8) == "a, bcd..", "a cut that leaves a letter says nothing"
    assert keys_within(("Ctrl+R", "Ctrl+Y"), 8) == "Ctrl+R"


def text_of(rows) -> list[str]:
    return ["".join(run.text for run in row) for row in rows]


def test_the_help_has_signs_before_acts_and_every_act_on_one_line() -> None:
    rows = text_of(help_rows(ACTS, DEFAULT, "", 74))
    assert rows[0] == "Beside a sentence"
    assert rows.index("In the text") < rows.index("Tag") < rows.index("Move") < rows.index("Program")
    assert len([row for row in rows if row.startswith("  ")]) == 3 + 14 + 3 + len(ACTS)
    assert all(cell_width(row) <= 74 for row in rows)
    assert not any("show-help" in row or "[undo]" in row for row in rows), "ids are shown elsewhere"


def test_the_help_narrows_signs_and_acts_alike() -> None:
    rows = text_of(help_rows(ACTS, DEFAULT, "flagged", 74))
    assert "  *    flagged" in rows
    both = text_of(help_rows(ACTS, DEFAULT, "back flagged", 114))
    assert any("flagged" in row and "Ctrl+Down" in row for row in both)
    assert not any("claim" in row for row in rows)
    assert text_of(help_rows(ACTS, DEFAULT, "qqqq", 74)) == ["nothing here has all these words"]
