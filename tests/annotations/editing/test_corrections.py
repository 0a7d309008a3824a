"""A damaged place is shown mended, in whole sentences and parts of them, and the text stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.conversion import Script, correct
from annotations.analysis.sentences import split
from annotations.editing.editor import Editor
from annotations.errors import RecordError
from annotations.exchange.jsonl import article_object, sentence_objects
from annotations.marks.marks import Marks, corrections_held
from annotations.model.article import Analysis, Article
from annotations.model.scheme import DEFAULT
from annotations.records.validation import validate

TEXT = "注重求知欲?;谶@種模式,成本較低。"
START, END, RIGHT = TEXT.index("?"), TEXT.index("@") + 1, "。基於這"


def article() -> Article:
    return Article("a" * 20, "t", TEXT, TEXT, sentences=split(TEXT))


def shown(text: str, *corrections: tuple[int, int, str], script: Script = Script.WRITTEN) -> str:
    return "".join(unit.shown for unit in correct(text, script, corrections))


def test_what_stood_there_is_shown_in_its_place() -> None:
    assert shown(TEXT, (START, END, RIGHT)) == "注重求知欲。基於這種模式,成本較低。"
    assert shown(TEXT, (START, END, RIGHT), script=Script.SIMPLIFIED) == "注重求知欲。基于这种模式,成本较低。"


def test_two_sentences_share_it() -> None:
    first, second = split(TEXT)
    parts = [
        shown(TEXT[one.start : one.end], (START - one.start, END - one.start, RIGHT))
        for one in (first, second)
    ]
    assert parts == ["注重求知欲。", "基於這種模式,成本較低。"]


@given(st.text(max_size=30), st.text(max_size=8), st.data())
def test_units_are_all_of_the_text(text: str, right: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(-5, len(text)))
    end = data.draw(st.integers(start + 1, len(text) + 5))
    units = correct(text, Script.WRITTEN, [(start, end, right)])
    assert "".join(unit.plain for unit in units) == text
    assert [unit.start for unit in units[1:]] == [unit.end for unit in units[:-1]]


def test_it_is_accepted_taken_back_and_undone() -> None:
    annotating = Editor(DEFAULT, "mei")
    marks = annotating.ledger.open(article(), ())
    held = [(START, END, RIGHT)]
    act = annotating.article.toggle_correction(0, *held[0])
    validate(act.after[0])
    assert corrections_held(marks, None) == held
    annotating.article.toggle_correction(0, *held[0])
    assert corrections_held(marks, None) == []
    annotating.ledger.undo()
    assert corrections_held(marks, None) == held
    annotating.ledger.undo()
    assert corrections_held(marks, None) == []
    annotating.ledger.redo()
    assert corrections_held(marks, None) == held


def test_the_leads_hold_and_nobody_elses() -> None:
    lead, other = Editor(DEFAULT, "mei"), Editor(DEFAULT, "wu")
    lead.ledger.open(article(), ())
    marks = other.ledger.open(article(), ())
    other.article.toggle_correction(0, START, END, "?")
    records = lead.article.toggle_correction(0, START, END, RIGHT).after
    assert corrections_held(marks, records) == [(START, END, RIGHT)]
    assert corrections_held(marks, ()) == []


def test_one_out_of_place_is_not_shown() -> None:
    annotating = Editor(DEFAULT, "mei")
    annotating.ledger.open(article(), ())
    record = annotating.article.toggle_correction(0, START, END, RIGHT).after[0]
    moved = {**record, "start": START - 1, "end": END - 1}
    assert Marks(article(), [moved]).corrections == []
    with pytest.raises(RecordError, match="text"):
        validate({**record, "text": ""})


def test_exports_carry_it_beside_the_text() -> None:
    one = article()
    marks = Marks(one)
    wanted = [{"start": START, "end": END, "text": "?;谶@", "correction": RIGHT}]
    held = [(START, END, RIGHT)]
    rows = list(sentence_objects(one, marks, Analysis(), "mei", "default/1", held))
    assert [row["corrections"] for row in rows] == [wanted, wanted]
    whole = article_object(one, marks, Analysis(), "mei", "default/1", held)
    assert (whole["corrections"], whole["text"]) == (wanted, TEXT)
    assert article_object(one, marks, Analysis(), "mei", "default/1")["corrections"] == []


def test_exports_carry_one_that_touches_a_bound_in_its_own_sentence_only() -> None:
    one = article()
    bound = one.sentences[0].end
    assert (len(one.sentences), one.sentences[1].start) == (2, bound)
    held = [(bound - 1, bound, "。"), (bound, bound + 1, "這")]
    rows = sentence_objects(one, Marks(one), Analysis(), "mei", "default/1", held)
    assert [[each["correction"] for each in row["corrections"]] for row in rows] == [["。"], ["這"]]
