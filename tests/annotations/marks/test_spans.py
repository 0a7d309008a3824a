"""Names and numbers mended by hand: they stay in order, and taking it back gives the old ones."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import RecordError, UsageError
from annotations.exchange.jsonl import article_object, sentence_objects
from annotations.marks.spans import Spans
from annotations.model.article import NAME_TYPES, Analysis, Article, Name, Number, Sentence
from annotations.records.acts import recall
from annotations.records.record import Record, tombstone
from annotations.records.spans import span_record
from annotations.records.validation import validate

WHO = {"annotator": "mei", "writer": "w", "scheme": "default/1"}
TEXT = "甲乙說甲乙丙好。丙甲乙走了丙。AI和OpenAI甲乙。"
SENTENCES = tuple(Sentence(start, end) for start, end in ((0, 8), (8, 15), (15, len(TEXT))))


def article(text: str = TEXT, sentences: tuple[Sentence, ...] = SENTENCES) -> Article:
    return Article(id="a" * 20, title="", text=text, raw=text, sentences=sentences)


FOUND = (
    Name(0, 2, "PER", certain=False),
    Name(3, 5, "PER"),
    Name(9, 11, "PER"),
    Name(18, 24, "ORG"),
    Name(24, 26, "PER"),
)


class Mender(Desk):
    """Somebody who mends one article, of which the analysis has found something."""

    def __init__(self, one: Article | None = None, names=FOUND, numbers=()) -> None:  # type: ignore[no-untyped-def]
        super().__init__()
        self.analysis = Analysis(tuple(names), tuple(numbers), "1")
        self.open(one or article())

    @property
    def held(self) -> Analysis:
        marks = self.annotating.marks
        return marks.spans.mended(self.analysis, marks.article.sentences)

    def name(self, start: int, end: int) -> Name:
        return next(name for name in self.held.names if (name.start, name.end) == (start, end))

    @property
    def names(self) -> list[tuple[str, int, str]]:
        text = self.annotating.marks.article.text
        return [(text[name.start : name.end], name.start, name.type) for name in self.held.names]


def test_nothing_said_changes_nothing() -> None:
    mender = Mender()
    assert mender.held is mender.analysis
    assert not mender.annotating.marks.spans


def test_another_type_holds_wherever_the_string_was_found() -> None:
    mender = Mender()
    act = mender.do(mender.annotating.spans.change(FOUND[0], type="LOC"))
    assert (act.start, act.words) == (0, "甲乙: LOC")
    assert [name for name in mender.names if name[0] == "甲乙"] == [
        ("甲乙", at, "LOC") for at in (0, 3, 9, 24)
    ]
    assert all(name.by == "person" and name.certain for name in mender.held.names if name.type == "LOC")
    assert mender.name(18, 24).by == "auto"


def test_at_another_place_the_same_thing_is_said_anew() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.change(FOUND[0], type="LOC"))
    act = mender.do(mender.annotating.spans.change(mender.name(9, 11), type="ORG"))
    assert act.start == 9, "undo leads to where it was done"
    assert len(mender.store.records) == 1
    assert {kind for text, _, kind in mender.names if text == "甲乙"} == {"ORG"}


def test_rejecting_and_taking_that_back() -> None:
    mender = Mender()
    before = mender.held
    act = mender.do(mender.annotating.spans.reject(FOUND[2]))
    assert act.words == "甲乙: no name"
    assert mender.names == [("OpenAI", 18, "ORG")]
    mender.do(mender.annotating.ledger.undo())
    assert mender.held == before
    mender.do(mender.annotating.ledger.redo())
    assert mender.names == [("OpenAI", 18, "ORG")]


def test_rejecting_what_was_changed_at_another_place() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.change(FOUND[0], end=1))
    assert [start for text, start, _ in mender.names if text == "甲"] == [0, 3, 9, 24]
    mender.do(mender.annotating.spans.reject(mender.name(9, 10)))
    assert mender.names == [("OpenAI", 18, "ORG")]
    assert len(mender.store.records) == 1


def test_new_edges_hold_where_the_same_characters_lie_between_them() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.change(FOUND[1], end=6))
    assert mender.names == [
        ("甲乙", 0, "PER"),
        ("甲乙丙", 3, "PER"),
        ("甲乙", 9, "PER"),
        ("OpenAI", 18, "ORG"),
        ("甲乙", 24, "PER"),
    ]
    mender.do(mender.annotating.spans.change(mender.name(3, 6), start=4))
    assert ("乙丙", 4, "PER") in mender.names
    mender.do(mender.annotating.spans.change(mender.name(4, 6), start=3, end=5, type="ORG"))
    assert {kind for text, _, kind in mender.names if text == "甲乙"} == {"ORG"}
    assert len(mender.store.records) == 1


def test_edges_of_a_copy_that_take_in_other_characters_make_a_place_of_its_own() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.change(FOUND[0], type="LOC"))
    mender.do(mender.annotating.spans.change(mender.name(3, 5), end=6))
    assert ("甲乙丙", 3, "LOC") in mender.names
    assert [start for text, start, kind in mender.names if (text, kind) == ("甲乙", "LOC")] == [0, 9, 24]
    mender.do(mender.annotating.ledger.undo())
    assert [start for text, start, kind in mender.names if (text, kind) == ("甲乙", "LOC")] == [0, 3, 9, 24]


def test_what_is_added_stands_everywhere_but_inside_words_and_longer_names() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.add_name(15, 17, "PRODUCT"))  # AI, and not that of OpenAI
    mender.do(mender.annotating.spans.add_name(5, 6, "LOC"))  # 丙
    assert [start for text, start, _ in mender.names if text == "AI"] == [15]
    assert [start for text, start, _ in mender.names if text == "丙"] == [5, 8, 13]
    assert ("OpenAI", 18, "ORG") in mender.names
    act = mender.do(mender.annotating.spans.reject(mender.name(13, 14)))
    assert act.words == "丙: taken away"
    assert [start for text, start, _ in mender.names if text == "丙"] == []
    mender.do(mender.annotating.ledger.undo())
    mender.do(mender.annotating.spans.change(mender.name(8, 9), type="ORG"))
    assert [(start, kind) for text, start, kind in mender.names if text == "丙"] == [
        (5, "ORG"),
        (8, "ORG"),
        (13, "ORG"),
    ]


def test_a_latin_word_or_a_figure_is_a_whole_one() -> None:
    one = article("AI和AIs和OpenAI和3AI和AI。", (Sentence(0, 21),))
    mender = Mender(one, ())
    mender.do(mender.annotating.spans.add_name(0, 2, "PRODUCT"))
    assert [start for _, start, _ in mender.names] == [0, 18]


def test_what_was_said_of_a_place_comes_before_what_is_longer_and_was_said_elsewhere() -> None:
    text = "甲乙丙好。甲乙丙走。"
    mender = Mender(article(text, (Sentence(0, 5), Sentence(5, 10))), ())
    mender.do(mender.annotating.spans.add_name(0, 3, "PER"))
    assert mender.names == [("甲乙丙", 0, "PER"), ("甲乙丙", 5, "PER")]
    mender.do(mender.annotating.spans.add_name(5, 7, "LOC"))
    assert mender.names == [("甲乙丙", 0, "PER"), ("甲乙", 5, "LOC")]


def test_a_place_where_it_was_rejected_stays_empty() -> None:
    spans = Spans(TEXT, [record(0, 2, act="reject", target=[0, 2], everywhere=False), record(9, 11)])
    assert [name.start for name in spans.names(FOUND[:2], 0, 8)] == [3]


def test_a_name_that_reaches_into_the_next_sentence_makes_way_for_what_was_said() -> None:
    spans = Spans(TEXT, [record(8, 9)])
    found = Analysis((Name(7, 10, "LOC"), Name(11, 12, "LOC")))
    mended = spans.mended(found, SENTENCES)
    assert [(one.start, one.type) for one in mended.names] == [
        (5, "PER"),
        (8, "PER"),
        (11, "LOC"),
        (13, "PER"),
    ]
    assert [one.start for one in spans.mended(Analysis((Name(4, 6, "LOC"),)), SENTENCES).names] == [4, 8, 13]


def test_an_addition_takes_the_place_of_what_was_found_inside_it() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.add_name(3, 6, "ORG"))
    assert ("甲乙丙", 3, "ORG") in mender.names
    assert ("甲乙", 3, "PER") not in mender.names
    assert ("甲乙", 0, "PER") in mender.names


def test_adding_what_was_rejected_is_a_change_of_it() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.reject(FOUND[0]))
    mender.do(mender.annotating.spans.add_name(0, 2, "ORG"))
    assert {kind for text, _, kind in mender.names if text == "甲乙"} == {"ORG"}
    [record] = mender.store.records.values()
    assert record["act"] == "change"


def test_a_part_of_what_was_rejected_leaves_the_rejection() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.reject(FOUND[0]))
    mender.do(mender.annotating.spans.add_name(0, 1, "LOC"))
    assert [start for text, start, _ in mender.names if text == "甲"] == [0, 3, 9, 24]
    assert not [name for name in mender.names if name[0] == "甲乙"]
    assert len(mender.store.records) == 2


def test_another_addition_never_takes_the_record_of_one_that_moved() -> None:
    mender = Mender(names=())
    mender.do(mender.annotating.spans.add_name(8, 9, "LOC"))
    mender.do(mender.annotating.spans.change(mender.name(8, 9), start=9, end=11))
    mender.do(mender.annotating.spans.add_name(8, 9, "ORG"))
    assert len(mender.store.records) == 2
    assert {(text, kind) for text, _, kind in mender.names} == {("甲乙", "LOC"), ("丙", "ORG")}


def test_what_was_said_by_hand_is_never_run_over() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.add_name(5, 6, "LOC"))
    mender.do(mender.annotating.spans.change(mender.name(3, 5), type="ORG"))
    before = mender.held
    for act in (
        lambda: mender.annotating.spans.change(mender.name(3, 5), end=6),
        lambda: mender.annotating.spans.add_name(4, 6, "PER"),
        lambda: mender.annotating.spans.add_name(3, 3, "PER"),
    ):
        with pytest.raises(UsageError):
            act()
    assert mender.held == before


NUMBER = Number(0, 2, "quantity", 3, unit="張", modifier="approx")


def test_a_number_keeps_what_is_not_said_anew() -> None:
    one = article("3張和3張。", (Sentence(0, 6),))
    mender = Mender(one, (), (NUMBER, Number(3, 5, "quantity", 3, unit="張")))
    mender.do(mender.annotating.spans.change(NUMBER, number={"kind": "money", "value": 4, "unit": "USD"}))
    assert [(one.start, one.kind, one.value, one.unit) for one in mender.held.numbers] == [
        (0, "money", 4, "USD"),
        (3, "money", 4, "USD"),
    ]
    mender.do(mender.annotating.spans.change(mender.held.numbers[0], end=1))
    assert [(one.start, one.end, one.value) for one in mender.held.numbers] == [(0, 1, 4), (3, 4, 4)]
    mender.do(mender.annotating.spans.reject(mender.held.numbers[1]))
    assert not mender.held.numbers


def test_a_number_is_added_at_its_place_only() -> None:
    mender = Mender(article("一個一個來。", (Sentence(0, 6),)), ())
    mender.do(mender.annotating.spans.add_number(0, 1, {"kind": "cardinal", "value": 1}))
    assert [(one.start, one.value, one.by) for one in mender.held.numbers] == [(0, 1, "person")]


def test_names_and_numbers_do_not_disturb_one_another() -> None:
    one = article("360和360。", (Sentence(0, 8),))
    mender = Mender(one, (Name(0, 3, "ORG"),), (Number(0, 3, "cardinal", 360), Number(4, 7, "cardinal", 360)))
    mender.do(mender.annotating.spans.reject(mender.held.numbers[0]))
    assert mender.names == [("360", 0, "ORG")]
    assert not mender.held.numbers
    mender.do(mender.annotating.spans.change(mender.name(0, 3), type="PRODUCT"))
    assert mender.names == [("360", 0, "PRODUCT")]
    assert not mender.held.numbers


def record(start: int, end: int, **said) -> Record:  # type: ignore[no-untyped-def]
    fields = {"type": "PER", **said}
    act = fields.pop("act", "change" if fields.get("target") else "add")
    return span_record(
        "a" * 20, "name", act, start, end, fields.pop("quote", TEXT[start:end]), **fields, **WHO
    )


def test_what_is_out_of_place_or_deleted_counts_for_nothing() -> None:
    odd = record(0, 2, quote="別的", target=[0, 2])
    beyond = record(3, 5, target=[90, 92])
    gone = tombstone(record(5, 6), writer="w")
    spans = Spans(TEXT, [odd, beyond, gone])
    assert spans.out_of_place == [odd, beyond]
    assert not spans
    assert spans.names(FOUND[:2], 0, 8) == list(FOUND[:2])


def test_records_are_checked() -> None:
    validate(record(0, 2, target=[0, 2]))
    validate(record(0, 2))
    for wrong in ({"act": "merge"}, {"target": [0]}, {"target": [0, 2]}, {"type": None}, {"what": "verb"}):
        with pytest.raises(RecordError):
            validate({**record(0, 2), **wrong})


def test_after_a_restart_it_is_told_in_the_same_words() -> None:
    mender = Mender()
    acts = [
        mender.annotating.spans.change(FOUND[0], type="LOC"),
        mender.annotating.spans.add_name(5, 6, "ORG"),
    ]
    acts.append(mender.annotating.spans.reject(mender.name(0, 2)))
    acts.append(mender.annotating.spans.reject(mender.name(5, 6)))
    undo, _ = recall([list(zip(act.before, act.after, strict=True)) for act in acts])
    assert [act.words for act in undo] == [act.words for act in acts]
    assert [act.words for act in undo] == ["甲乙: LOC", "丙: ORG", "甲乙: no name", "丙: taken away"]


def test_exports_have_what_holds() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.change(FOUND[0], type="LOC"))
    mender.do(mender.annotating.spans.add_name(5, 6, "ORG"))
    marks, held = mender.annotating.marks, mender.held
    rows = list(sentence_objects(marks.article, marks, held, "mei", "default/1"))
    assert [(one["text"], one["start"], one["type"], one["by"]) for one in rows[1]["entities"]] == [
        ("丙", 0, "ORG", "person"),
        ("甲乙", 1, "LOC", "person"),
        ("丙", 5, "ORG", "person"),
    ]
    whole = article_object(marks.article, marks, held, "mei", "default/1")["entities"]
    assert [one["by"] for one in whole if one["text"] != "OpenAI"] == ["person"] * 7
    assert all(TEXT[one["start"] : one["end"]] == one["text"] for one in whole)


# -- laws -------------------------------------------------------------------------------------

letters = st.text("甲乙丙A1。", min_size=4, max_size=24)


def disjoint(rng: random.Random, length: int) -> list[tuple[int, int]]:
    """Return stretches of a text of `length`, ascending and disjoint."""
    found, at = [], 0
    while at < length:
        start = at + rng.randint(0, 2)
        end = start + rng.randint(1, 3)
        if end <= length:
            found.append((start, end))
        at = end
    return found


def mender_of(text: str, seed: int) -> tuple[Mender, random.Random]:
    rng = random.Random(seed)
    cuts = sorted({0, len(text), *(rng.randint(1, len(text)) for _ in range(2))})
    sentences = tuple(Sentence(start, end) for start, end in pairwise(cuts))
    inside = [
        (sentence.start + start, sentence.start + end)
        for sentence in sentences
        for start, end in disjoint(rng, sentence.end - sentence.start)
    ]
    names = [Name(start, end, rng.choice(NAME_TYPES)) for start, end in inside]
    numbers = [Number(start, end, "cardinal", 1) for start, end in inside if rng.random() < 0.5]
    return Mender(article(text, sentences), names, numbers), rng


def sentence_at(mender: Mender, at: int) -> Sentence:
    return next(one for one in mender.annotating.marks.article.sentences if one.start <= at < one.end)


def mend(mender: Mender, rng: random.Random) -> bool:
    """Do one act of any kind to anything; tell whether it could be done."""
    annotating, held = mender.annotating, mender.held
    text = annotating.marks.article.text
    spans = [*held.names, *held.numbers]
    try:
        if not spans or rng.random() < 0.3:
            start = rng.randrange(len(text))
            end = min(sentence_at(mender, start).end, start + rng.randint(1, 3))
            if rng.random() < 0.3:
                mender.do(annotating.spans.add_number(start, end, {"kind": "money", "value": 2}))
            else:
                mender.do(annotating.spans.add_name(start, end, rng.choice(NAME_TYPES)))
            return True
        span = rng.choice(spans)
        if rng.random() < 0.3:
            mender.do(annotating.spans.reject(span))
            return True
        sentence = sentence_at(mender, span.start)
        start = max(sentence.start, span.start + rng.randint(-1, 1))
        end = min(sentence.end, span.end + rng.randint(-1, 1))
        changed = mender.do(annotating.spans.change(span, start=start, end=end))
    except UsageError:
        return False
    assert changed.start == span.start
    [after] = changed.after
    mended = mender.held.names if isinstance(span, Name) else mender.held.numbers
    assert any((one.start, one.end) == (start, end) for one in mended) or not after["everywhere"]
    return True


def inside(spans, one: Sentence):  # type: ignore[no-untyped-def]
    return [span for span in spans if one.start <= span.start < one.end]


def in_order(spans) -> bool:  # type: ignore[no-untyped-def]
    return all(first.end <= second.start for first, second in pairwise(spans))


@given(letters, st.integers(0, 10**6))
def test_whatever_is_said_spans_stay_in_order_and_undo_gives_the_old_ones(text: str, seed: int) -> None:
    mender, rng = mender_of(text, seed)
    history = [mender.held]
    for _ in range(6):
        if not mend(mender, rng):
            assert mender.held == history[-1]
            continue
        held = mender.held
        history.append(held)
        marks = mender.annotating.marks
        by_sentence = [
            (
                marks.spans.names(inside(mender.analysis.names, one), one.start, one.end),
                marks.spans.numbers(inside(mender.analysis.numbers, one), one.start, one.end),
            )
            for one in marks.article.sentences
        ]
        assert [name for names, _ in by_sentence for name in names] == list(held.names)
        assert [number for _, numbers in by_sentence for number in numbers] == list(held.numbers)
        for spans in (held.names, held.numbers, *(each for both in by_sentence for each in both)):
            assert in_order(spans)
            assert all(0 <= one.start < one.end <= len(text) for one in spans)
        for one in marks.all_records():
            assert one["kind"] == "span"
            assert text[one["start"] : one["end"]] == one["quote"]
        fresh = Spans(text, mender.store.of_article(marks.article.id))
        assert fresh.mended(mender.analysis, marks.article.sentences) == held, (
            "it is the same after a restart"
        )
    for held in reversed(history[:-1]):
        mender.do(mender.annotating.ledger.undo())
        assert mender.held == held
    assert mender.annotating.ledger.undo() is None


@given(letters, st.integers(0, 10**6))
def test_a_correction_covers_the_same_string_in_the_article(text: str, seed: int) -> None:
    mender, rng = mender_of(text, seed)
    if not mender.analysis.names:
        return
    name = rng.choice(mender.analysis.names)
    string = text[name.start : name.end]
    same = [(one.start, one.end) for one in mender.analysis.names if text[one.start : one.end] == string]
    mender.do(mender.annotating.spans.change(name, type="PRODUCT"))
    held = {(one.start, one.end): one for one in mender.held.names}
    assert all((held[place].type, held[place].by) == ("PRODUCT", "person") for place in same)
    assert len(held) == len(mender.analysis.names)
    again = held[rng.choice(same)]
    mender.do(mender.annotating.spans.reject(again))
    assert not held.keys() & set(same) & {(one.start, one.end) for one in mender.held.names}
    assert len(mender.held.names) == len(held) - len(same)


def test_what_only_touches_is_not_in_the_way() -> None:
    mender = Mender()
    mender.do(mender.annotating.spans.add_name(6, 8, "LOC"))
    spans = mender.annotating.marks.spans
    at = [spans.in_the_way("name", *place, None) is not None for place in ((4, 6), (4, 7), (7, 9), (8, 9))]
    assert at == [False, True, True, False]
    assert spans.in_the_way("number", 6, 8, None) is None


def test_where_names_may_have_been_added() -> None:
    starts = [one.start for one in SENTENCES]
    assert Spans(TEXT, [record(8, 9, everywhere=False)]).added_in(starts) == {1}
    assert Spans(TEXT, [record(9, 11)]).added_in(starts) == {0, 1, 2}
    assert Spans(TEXT, []).added_in(starts) == set()
