"""Names and numbers in review: the places where annotators differ, and what is decided of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from span_desk import (
    ARTICLE,
    DONE,
    FOUND,
    SAID,
    SENTENCES,
    TEXT,
    Desk,
    bare,
    content_of,
    done,
    said,
)

from annotations.adjudication.spans import contradicted_by, span_units
from annotations.errors import RecordError
from annotations.marks.spans import Spans
from annotations.model.article import Analysis, Name
from annotations.records.record import Record, revise, tombstone
from annotations.records.span_decisions import decided_spans
from annotations.records.validation import validate


def test_what_nobody_touched_is_no_unit() -> None:
    assert Desk(done("mei"), done("kai")).see() == []
    [unit] = Desk(done("mei"), said("kai", "reject", 4, 6, (4, 6))).see()
    assert (unit.what, unit.start, unit.end, unit.quote, unit.sentence) == ("name", 4, 6, "北京", 0)
    assert {name: bare(one) for name, one in unit.versions.items()} == {"kai": [], "mei": [(4, 6, "LOC")]}
    assert bare(unit.auto) == [(4, 6, "LOC")]
    assert (unit.relation, unit.unanimous, unit.state) == ("alone", False, "undecided")


def test_what_was_not_seen_was_not_judged() -> None:
    rejected = said("kai", "reject", 4, 6, (4, 6))
    desk = Desk(rejected, done("kai", [(0, 7)]), done("mei", [(7, 15)]), done("zoe", [(0, 7)]))
    [unit] = desk.see()
    assert list(unit.versions) == ["kai", "zoe"], "mei has seen the second sentence only"
    assert unit.left == {"zoe"}
    desk.put([said("mei", "reject", 18, 20, (18, 20))])
    assert list(desk.see()[1].versions) == ["mei"], "nobody else saw the third"


def test_decisions_of_before_rest_on_who_was_done_and_never_saw_it() -> None:
    desk = Desk(said("kai", "reject", 4, 6, (4, 6)), done("kai"), done("mei"))
    made = desk.put(desk.lead().accept(desk.see(), "kai"))
    assert [one["annotator"] for one in made[0]["seen"]] == ["kai", "mei"], "as it was once counted"
    desk.put([done("mei", [(7, 15)])])
    [unit] = desk.see()
    assert (list(unit.versions), unit.state) == (["kai"], "settled")
    desk.put([said("mei", "change", 4, 6, (4, 6), "ORG")])
    assert desk.see()[0].state == "stale"


def test_who_sees_it_later_and_leaves_it_as_it_was_decided_changes_nothing() -> None:
    changed, same = said("kai", "change", 4, 6, (4, 6), "ORG"), done("mei", [(7, 15)])
    desk = Desk(changed, done("kai"), done("zoe"), same)
    desk.put(desk.lead().accept(desk.see(), "zoe"))
    desk.put([done("mei", [(0, 15)])])
    assert desk.see()[0].state == "settled", "as it was found, which is what was decided"
    desk.put(desk.lead().accept(desk.see(), "kai"))
    desk.put([done("wu")])
    assert desk.see()[0].state == "stale", "wu has something else"


def test_what_says_just_what_was_found_is_no_unit_but_counts() -> None:
    same = said("mei", "change", 4, 6, (4, 6), "LOC")
    assert Desk(same).see() == []
    [unit] = Desk(same, said("kai", "reject", 4, 6, (4, 6)), said("zoe", "reject", 0, 3, (0, 3))).see()[1:]
    assert list(unit.versions) == ["kai", "mei"], "zoe is not done and has touched another place"


@pytest.mark.parametrize(
    ("mine", "relation"),
    [
        (said("kai", "change", 18, 21, (18, 20), "PER"), "same"),
        (said("kai", "change", 18, 21, (18, 20), "ORG"), "bounds"),
        (said("kai", "change", 18, 20, (18, 20), "PER"), "overlap"),
        (said("kai", "reject", 18, 20, (18, 20)), "alone"),
    ],
)
def test_relations(mine: Record, relation: str) -> None:
    [unit] = Desk(said("mei", "change", 18, 21, (18, 20), "PER"), mine).see()
    assert (unit.start, unit.end, unit.quote, unit.sentence) == (18, 21, "張三丰", 2)
    assert unit.relation == relation
    assert unit.differs == (relation != "same")
    assert unit.unanimous == (relation == "same")


def test_a_place_is_all_that_hangs_together() -> None:
    desk = Desk(
        said("mei", "add", 16, 19, kind="PER"),
        said("kai", "reject", 15, 17, (15, 17)),
        done("zoe"),
    )
    [unit] = desk.see()
    assert (unit.start, unit.end) == (15, 20)
    assert {name: bare(one) for name, one in unit.versions.items()} == {
        "kai": [(18, 20, "PER")],
        "mei": [(16, 19, "PER")],
        "zoe": [(15, 17, "PER"), (18, 20, "PER")],
    }
    assert [names for _, names in unit.groups] == [("kai",), ("mei",), ("zoe",)]
    assert unit.relation == "overlap"


def test_groups_have_what_most_say_first() -> None:
    desk = Desk(
        said("kai", "reject", 4, 6, (4, 6)),
        said("mei", "change", 4, 6, (4, 6), "ORG"),
        said("zoe", "change", 4, 6, (4, 6), "ORG"),
    )
    [unit] = desk.see()
    assert [(bare(version), names) for version, names in unit.groups] == [
        ([(4, 6, "ORG")], ("mei", "zoe")),
        ([], ("kai",)),
    ]
    [made] = desk.put(desk.lead().majority([unit]))
    assert (made["how"], made["spans"]) == ("majority", [{"start": 4, "end": 6, "type": "ORG"}])


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "date"},
        {"how": "guess"},
        {"spans": None},
        {"spans": [{"start": 4, "end": 7, "type": "ORG"}]},
        {"spans": [{"start": 3, "end": 6, "type": "ORG"}]},
        {"spans": [{"start": 4, "end": 4, "type": "ORG"}]},
        {"spans": [{"start": 4, "end": 6, "type": ""}]},
        {"spans": [{"start": 4, "end": 6, "number": {"kind": "money"}}]},
        {"spans": [{"start": 4, "end": 6, "type": "ORG"}, {"start": 5, "end": 6, "type": "ORG"}]},
        {"spans": ["x"]},
        {"seen": {}},
        {"seen": [{"annotator": "", "spans": []}]},
        {"seen": [{"annotator": "mei"}]},
        {"reason": None},
        {"note": 1},
        {"quote": "短"},
        {"article": ""},
    ],
)
def test_what_no_decision_can_be(wrong: dict[str, Any]) -> None:
    desk = Desk(said("mei", "change", 4, 6, (4, 6)))
    [made] = desk.put(desk.lead().accept(desk.see(), "mei"))
    with pytest.raises(RecordError, match=f"^span-decision:{ARTICLE.id}:name:4:lin: "):
        validate({**made, **wrong})


@settings(max_examples=200)
@given(SAID, DONE)
def test_units_are_the_places_where_somebody_has_something_else(
    records: list[Record], ready: set[str]
) -> None:
    desk = Desk(*records, *map(done, ready))
    units = desk.see()
    held = {name: Spans(TEXT, layer.values()).mended(FOUND, SENTENCES) for name, layer in desk.layers.items()}
    for what in ("name", "number"):
        mine = [unit for unit in units if unit.what == what]
        assert all(one.end <= two.start for one, two in pairwise(mine))
        found = FOUND.names if what == "name" else FOUND.numbers
        whole = {name: one.names if what == "name" else one.numbers for name, one in held.items()}
        for unit in mine:
            assert unit.quote == TEXT[unit.start : unit.end]
            for name, version in (*unit.versions.items(), ("", unit.auto)):
                full = whole[name] if name else found
                assert list(version) == [
                    one for one in full if one.start < unit.end and one.end > unit.start
                ], "all of it lies in the place"
                assert all(unit.start <= one.start and one.end <= unit.end for one in version)
            assert ready & held.keys() <= unit.versions.keys()
            assert any(content_of(one) != content_of(unit.auto) for one in unit.versions.values())
        for name, spans in whole.items():
            for one in (*spans, *found):
                if (content_of([one])[0] in content_of(spans)) != (content_of([one])[0] in content_of(found)):
                    [unit] = [unit for unit in mine if unit.start <= one.start and one.end <= unit.end]
                    assert name in unit.versions, "who has mended something counts there"


def _changed(desk: Desk) -> None:
    desk.put(
        [revise(desk.layers["mei"][said("mei", "reject", 4, 6, (4, 6))["uid"]], act="change", type="PER")]
    )


def _came(desk: Desk) -> None:
    desk.put([said("zoe", "reject", 4, 6, (4, 6))])


def _came_done(desk: Desk) -> None:
    desk.put([done("zoe")])


def _bounds(desk: Desk) -> None:
    desk.put([said("zoe", "change", 3, 6, (4, 6))])


@pytest.mark.parametrize("change", [_changed, _came, _came_done, _bounds])
def test_a_decision_is_stale_when_somebody_contradicts_it(change: Any) -> None:
    desk = Desk(said("mei", "reject", 4, 6, (4, 6)), said("kai", "change", 4, 6, (4, 6), "ORG"))
    [made] = desk.put(desk.lead().accept(desk.see(), "kai"))
    assert desk.states() == [("北京", "settled")]
    change(desk)
    [unit] = desk.see()
    assert (unit.state, unit.decision, unit.stale) == ("stale", None, made)
    assert desk.gold() == FOUND
    assert desk.settle() == [], "what a person decided nobody else touches"
    [again] = desk.put(desk.lead().none(desk.see()))
    assert again["rev"] == (1 if change is _bounds else 2)
    [unit] = desk.see()
    assert (unit.state, unit.stale) == ("settled", None)


def test_bounds_that_moved_make_a_decision_stale_though_all_say_the_same() -> None:
    desk = Desk(said("mei", "add", 20, 22, kind="PRODUCT"), said("kai", "add", 20, 22, kind="PRODUCT"))
    desk.settle()
    [unit] = desk.see()
    assert (unit.state, unit.end) == ("settled", 22)
    [moved] = desk.see(Analysis((Name(21, 24, "LOC"),)))
    assert (moved.state, moved.end, moved.versions) == ("stale", 24, unit.versions)


def test_what_is_decided_stays_a_unit_when_nobody_says_anything_any_more() -> None:
    add = said("mei", "add", 8, 10, kind="PRODUCT")
    desk = Desk(add)
    desk.put([said("mei", "reject", 7, 10, (7, 10))])
    desk.put(desk.lead().accept(desk.see(), "mei"))
    assert bare(desk.gold().names)[2] == (8, 10, "PRODUCT")
    desk.put(tombstone(one) for one in list(desk.layers["mei"].values()))
    [unit] = desk.see()
    assert (unit.state, unit.versions, bare(unit.auto)) == ("settled", {}, [(7, 10, "LOC")])
    [back] = desk.put(desk.lead().take_back([unit]))
    assert back["deleted"]
    assert desk.see() == []
    far = said("mei", "add", 20, 22, kind="PRODUCT")
    desk.put([far])
    desk.put(desk.lead().accept(desk.see(), "mei"))
    desk.put([tombstone(far)])
    [unit] = desk.see()
    assert (unit.quote, unit.state, unit.auto) == ("丰見", "settled", ()), "nothing was found there either"
    assert (unit.relation, unit.groups) == ("same", ())


@given(SAID, DONE, SAID)
def test_what_changes_makes_decisions_stale_and_only_that(
    records: list[Record], ready: set[str], more: list[Record]
) -> None:
    desk = Desk(*records, *map(done, ready))
    desk.put(desk.lead().none(desk.see()))
    before = {(unit.what, unit.start, unit.end): unit.versions for unit in desk.see()}
    assert all(unit.state == "settled" for unit in desk.see())
    desk.put({**one, "rev": 2} for one in more)
    for unit in desk.see():
        was = before.get((unit.what, unit.start, unit.end))
        news = [
            version and (was is None or name not in was or content_of(was[name]) != content_of(version))
            for name, version in unit.versions.items()
        ]
        decided = was is not None and not any(news)  # that nothing is there
        assert (unit.state == "settled") == decided


# -- what opens a decision again, and what does not ---------------------------------------------------


def _without(desk: Desk, *names: str) -> Desk:
    left = Desk()
    left.layers = {who: layer for who, layer in desk.layers.items() if who not in names}
    return left


def test_a_layer_that_is_away_opens_no_name_and_is_named() -> None:
    desk = Desk(said("mei", "add", 16, 19, kind="PER"), said("kai", "reject", 15, 17, (15, 17)), done("zoe"))
    [made] = desk.put(desk.lead().accept(desk.see(), "kai"))
    assert (made["start"], made["end"]) == (15, 20)
    for away in (("mei",), ("kai",), ("mei", "kai", "zoe")):
        [unit] = _without(desk, *away).see()
        assert (unit.state, unit.decision) == ("settled", made), "the place stays as wide as it was"
        assert unit.absent == tuple(sorted(away))
        assert _without(desk, *away).gold() == desk.gold()


def test_another_name_of_the_same_annotator_opens_no_name() -> None:
    desk = Desk(said("kai", "reject", 4, 6, (4, 6)), done("mei"))
    [made] = desk.put(desk.lead().accept(desk.see(), "kai"))
    layers = {name: list(layer.values()) for name, layer in desk.layers.items()}
    layers["meilin"] = layers.pop("mei")
    layers["KAI"] = layers.pop("kai")
    [unit] = span_units(ARTICLE, FOUND, layers)
    assert (unit.state, unit.decision, unit.absent) == ("settled", made, ())


def test_a_majority_of_versions_stands_as_long_as_most_have_it() -> None:
    def other(name: str) -> Record:
        return said(name, "change", 4, 6, (4, 6), "ORG")

    desk = Desk(*(said(name, "reject", 4, 6, (4, 6)) for name in ("an", "bo", "kai")))
    desk.put(desk.lead().majority(desk.see()))
    desk.put([other("mei")])
    desk.put([other("zoe")])
    assert desk.see()[0].state == "settled", "three of five"
    assert _without(desk, "an", "bo").see()[0].state == "settled", "also with two of them away"
    desk.put([other("wu")])
    unit = desk.see()[0]
    assert (unit.state, unit.reopened_by) == ("stale", ("mei", "wu", "zoe"))


def test_who_leads_now_decides_names_anew() -> None:
    desk = Desk(said("kai", "reject", 4, 6, (4, 6)), done("mei"))
    desk.put(desk.lead().accept(desk.see(), "kai"))
    desk.put(desk.lead("zoe").accept(desk.see(), "mei"))
    [unit] = desk.see()
    assert (unit.state, unit.decision["annotator"]) == ("settled", "zoe")
    desk.put(desk.lead("zoe").take_back(desk.see()))
    [unit] = desk.see()
    assert (unit.state, unit.decision["annotator"]) == ("settled", "lin")


@given(SAID, DONE)
def test_law_nobody_who_leaves_or_has_what_was_decided_opens_a_name(
    records: list[Record], ready: set[str]
) -> None:
    desk = Desk(*records, *map(done, ready))
    for unit in desk.see():
        desk.put(desk.lead().accept([unit], min(unit.versions)))
    units = desk.see()
    assert all(unit.state == "settled" for unit in units)
    for unit in units:
        [made] = unit.decisions
        late = {**unit.versions, "late": tuple(decided_spans(made, "person"))}
        assert contradicted_by(made, late) == []
        for name in unit.versions:
            assert contradicted_by(made, {who: v for who, v in late.items() if who != name}) == []
    for name in ("kai", "mei"):
        assert all(unit.state == "settled" for unit in _without(desk, name).see() if unit.decisions)
        assert not any(unit.stale_decisions for unit in _without(desk, name).see())
