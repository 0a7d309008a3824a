"""Deciding on names and numbers: what holds, for how many places, and what becomes gold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from span_desk import (
    ARTICLE,
    DONE,
    FOUND,
    SAID,
    Desk,
    bare,
    content_of,
    disjoint,
    done,
    said,
)

from annotations.editing.editor import Editor
from annotations.model.article import Name, Number
from annotations.model.scheme import DEFAULT
from annotations.records.acts import content, recall
from annotations.records.record import Record
from annotations.records.validation import validate


def test_names_and_numbers_are_apart() -> None:
    desk = Desk(
        said("mei", "change", 11, 14, (11, 14), "quantity", what="number"),
        said("mei", "add", 11, 13, kind="ORG"),
        said("kai", "change", 11, 14, (11, 14), "quantity", what="number"),
    )
    name, number = desk.see()
    assert (name.what, number.what, number.relation) == ("name", "number", "same")
    [made] = desk.settle()
    assert made["spans"][0]["number"]["value"] == 3
    assert desk.gold().numbers == (Number(11, 14, "quantity", 3, by="gold"),)
    assert desk.gold().names == FOUND.names


def test_a_tie_is_no_majority() -> None:
    desk = Desk(said("kai", "reject", 4, 6, (4, 6)), done("mei"))
    assert desk.lead().majority(desk.see()) == []


def test_settled_and_the_gold() -> None:
    desk = Desk(said("kai", "reject", 4, 6, (4, 6)), done("mei"), done("lin"))
    desk.put([said("lin", "change", 0, 3, (0, 3))])
    assert desk.gold() == FOUND, "nothing is decided, and the lead's own names are no gold by themselves"
    unit = desk.see()[1]
    [made] = desk.put(desk.lead().accept([unit], "kai"))
    assert made["uid"] == f"span-decision:{ARTICLE.id}:name:4:lin"
    assert (made["how"], made["spans"], made["quote"]) == ("person", [], "北京")
    assert made["seen"] == [
        {"annotator": "kai", "spans": []},
        {"annotator": "lin", "spans": [{"start": 4, "end": 6, "type": "LOC"}]},
        {"annotator": "mei", "spans": [{"start": 4, "end": 6, "type": "LOC"}]},
    ]
    assert desk.states() == [("華AI", "undecided"), ("北京", "settled")]
    assert Name(4, 6, "LOC") not in desk.gold().names
    assert desk.lead().accept([desk.see()[1]], "kai") == [], "nothing new"
    assert desk.lead().accept([desk.see()[1]], "nobody") == []
    desk.put(desk.lead().accept(desk.see()[:1], "lin"))
    assert desk.gold().names[0] == Name(0, 3, "ORG", by="gold")
    assert desk.gold().version == "v1"


def test_unanimous_places_settle_themselves_and_once() -> None:
    desk = Desk(
        said("mei", "reject", 4, 6, (4, 6)),
        said("kai", "reject", 4, 6, (4, 6)),
        said("mei", "reject", 15, 17, (15, 17)),
    )
    [made] = desk.settle()
    assert (made["how"], made["spans"], made["start"]) == ("unanimous", [], 4)
    assert desk.settle() == []
    desk.put([said("zoe", "reject", 4, 6, (4, 6))])
    assert desk.states()[0] == ("北京", "settled"), "zoe says what was decided"
    assert desk.settle() == []
    [back] = desk.put(desk.lead().take_back(desk.see()))
    assert back["deleted"]
    assert desk.states()[0] == ("北京", "undecided")
    assert desk.settle() == [], "as long as everybody says the same"
    desk.put([said("zoe", "change", 4, 6, (4, 6)), said("zoe", "reject", 15, 17, (15, 17))])
    assert [one["start"] for one in desk.settle()] == [15]


def test_two_leads_who_decide_differently_settle_nothing() -> None:
    desk = Desk(said("mei", "reject", 4, 6, (4, 6)), done("kai"))
    wu, before = desk.lead("wu"), desk.see()
    desk.put(desk.lead().accept(before, "mei"))
    desk.put(wu.accept(before, "kai"))
    assert desk.states() == [("北京", "disputed")], "neither knew of the other's"
    assert desk.gold() == FOUND
    desk.put(desk.lead("wu").accept(desk.see(), "kai"))
    assert desk.states() == [("北京", "settled")], "the later knew of the earlier"
    assert Name(4, 6, "LOC", by="gold") in desk.gold().names
    desk.put(wu.none(before))
    assert desk.states() == [("北京", "settled")], "both say so"
    assert len(desk.put(desk.lead("wu").take_back(desk.see()))) == 1, "each takes back his own"
    assert desk.states() == [("北京", "settled")]


def test_one_key_for_all_places() -> None:
    desk = Desk(
        said("mei", "reject", 0, 3, (0, 3), everywhere=True),
        said("zoe", "change", 1, 3, (0, 3), "ORG", everywhere=True),
        done("kai"),
    )
    assert [unit.start for unit in desk.see()] == [0, 7, 22]
    [special] = desk.put(desk.lead().accept(desk.see()[1:2], "kai"))
    made = desk.put(desk.lead().accept(desk.see()[:1], "mei", alike=True))
    assert [one["start"] for one in made] == [0, 22], "what was decided otherwise stays"
    assert bare(desk.gold().names) == [(4, 6, "LOC"), (7, 10, "LOC"), (15, 17, "PER"), (18, 20, "PER")]
    made = desk.put(desk.lead().accept(desk.see()[2:], "zoe", alike=True))
    assert [(one["start"], one["spans"]) for one in made] == [
        (22, [{"start": 23, "end": 25, "type": "ORG"}]),
        (0, [{"start": 1, "end": 3, "type": "ORG"}]),
    ]
    assert [one["start"] for one in desk.put(desk.lead().take_back(desk.see()[:1], alike=True))] == [0, 22]
    assert [unit.decision for unit in desk.see()] == [None, special, None]
    assert len(desk.put(desk.lead().accept(desk.see()[:1], "kai"))) == 1, "without alike one place"


def test_places_that_read_the_same_are_not_alike_if_somebody_says_something_else_there() -> None:
    desk = Desk(said("mei", "reject", 0, 3, (0, 3), everywhere=True), said("kai", "reject", 22, 25, (22, 25)))
    made = desk.put(desk.lead().accept(desk.see()[:1], "mei", alike=True))
    assert [one["start"] for one in made] == [0, 7]


def test_a_decision_is_taken_back_with_all_that_it_rested_on() -> None:
    desk = Desk(said("mei", "reject", 4, 6, (4, 6)), done("kai"))
    [first] = desk.put(desk.lead().accept(desk.see(), "mei"))
    desk.put([said("zoe", "reject", 4, 6, (4, 6))])
    [second] = desk.put(desk.lead().accept(desk.see(), "kai"))
    [third] = desk.put(desk.lead().take_back(desk.see()))
    past: list[list[tuple[Record | None, Record]]] = [[(None, first)], [(first, second)], [(second, third)]]
    undo, _ = recall(past)
    assert [act.words for act in undo] == [
        "decided: 北京: no name",
        "decided: 北京: LOC",
        "北京: decided no more",
    ]
    lead = Editor(DEFAULT, "lin")
    lead.ledger.open(ARTICLE, desk.layers["lin"].values(), lambda uid: desk.layers["lin"].get(uid))
    lead.ledger.recall(past)
    for wanted in (second, first):
        act = lead.ledger.undo()
        assert act is not None
        desk.put(act.after)
        assert content(act.after[0]) == content(wanted)
    assert desk.states() == [("北京", "settled")], "zoe came and says what was decided"
    twice = Desk(said("mei", "reject", 0, 3, (0, 3), everywhere=True))
    made = twice.put(twice.lead().accept(twice.see(), "mei"))
    assert recall([[(None, one) for one in made]])[0][0].words == "decided: 華AI: no name and 2 more"


@settings(max_examples=200)
@given(SAID, DONE, st.data())
def test_laws_of_deciding(records: list[Record], ready: set[str], data: st.DataObject) -> None:
    desk = Desk(*records, *map(done, ready))
    unanimous = [(unit.what, unit.start) for unit in desk.see() if unit.unanimous]
    assert [(one["what"], one["start"]) for one in desk.settle()] == unanimous
    assert desk.settle() == []
    for unit in desk.see():
        assert unit.state == ("settled" if (unit.what, unit.start) in unanimous else "undecided")
    for _ in range(data.draw(st.integers(0, 3))):
        units = desk.see()
        if units:
            unit = data.draw(st.sampled_from(units))
            name = data.draw(st.sampled_from(list(unit.versions)))
            desk.put(desk.lead().accept([unit], name, alike=data.draw(st.booleans())))
            [now] = [one for one in desk.see() if (one.what, one.start) == (unit.what, unit.start)]
            assert (now.state, now.start, now.end) == ("settled", unit.start, unit.end)
            spans = desk.gold().names if unit.what == "name" else desk.gold().numbers
            here = [one for one in spans if one.start < unit.end and one.end > unit.start]
            assert content_of(here) == content_of(unit.versions[name])
            assert all(one.by == "gold" for one in here)
    gold = desk.gold()
    assert disjoint(gold.names)
    assert disjoint(gold.numbers)
    apart = {(unit.what, at) for unit in desk.see() if unit.decision for at in range(unit.start, unit.end)}
    for what, found, held in (("name", FOUND.names, gold.names), ("number", FOUND.numbers, gold.numbers)):
        left = [one for one in found if (what, one.start) not in apart]
        assert [one for one in held if one.by != "gold"] == left, "elsewhere it is as it was found"
    for layer in desk.layers.values():
        for one in layer.values():
            validate(one)
