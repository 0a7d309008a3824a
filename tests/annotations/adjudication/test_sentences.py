"""Deciding: what holds, when it no longer does, and what becomes gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_desk import ARTICLE, SENTENCES, done, mark

from annotations.adjudication.adjudicator import Adjudicator
from annotations.adjudication.decide import Decider
from annotations.adjudication.disagreement import Opinion
from annotations.adjudication.gold import gold_objects
from annotations.adjudication.outcome import outcome
from annotations.adjudication.sentences import Decisions
from annotations.adjudication.unit import is_majority
from annotations.editing.editor import Editor
from annotations.errors import RecordError
from annotations.exchange.jsonl import encode
from annotations.exchange.jsonl_reader import read_lines
from annotations.marks.marks import Said
from annotations.model.article import Analysis, Article, Sentence
from annotations.model.scheme import DEFAULT, Scheme
from annotations.records.acts import content, recall
from annotations.records.record import Record, revise, tombstone
from annotations.records.validation import validate


class Desk:
    """Layers in memory, and a lead who decides on them."""

    def __init__(self, *records: Record) -> None:
        self.layers: dict[str, dict[str, Record]] = {}
        self.put(records)
        self.lead = self.deciding("lin")

    def put(self, records: Iterable[Record]) -> list[Record]:
        records = list(records)
        for one in records:
            validate(one)
            layer = self.layers.setdefault(one["annotator"], {})
            assert one["rev"] == layer.get(one["uid"], {"rev": 0})["rev"] + 1
            layer[one["uid"]] = one
        assert len({one["batch"][0] for one in records}) <= 1 or all(
            one["kind"] != "decision" for one in records
        )
        return records

    def deciding(self, lead: str) -> Decider:
        return Decider(DEFAULT, lead, lambda uid: self.layers.get(lead, {}).get(uid))

    def see(self, article: Article = ARTICLE) -> Decisions:
        return Decisions(article, {name: layer.values() for name, layer in self.layers.items()}, DEFAULT)

    def states(self) -> list[str]:
        return [unit.state for unit in self.see().units]

    def settle(self) -> list[Record]:
        return self.put(self.lead.settle_unanimous(self.see()))

    def gold(self) -> list[dict[str, Any]]:
        return list(gold_objects(self.see(), Analysis(), "default/1"))


def test_unanimous_units_settle_themselves_and_once() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "claim"), mark("mei", 2, "claim"), mark("kai", 2))
    assert desk.states() == ["undecided", "undecided", "silent"]
    [made] = desk.settle()
    assert (made["how"], made["labels"], made["votes"]) == ("unanimous", ["claim"], {"claim": 2})
    assert made["uid"] == f"decision:{ARTICLE.id}:3:lin"
    assert [(one["annotator"], one["rev"]) for one in made["seen"]] == [("kai", 1), ("mei", 1)]
    assert desk.states() == ["settled", "undecided", "silent"]
    assert desk.settle() == []


def test_one_annotator_is_not_unanimous() -> None:
    desk = Desk(mark("mei", 1, "claim"))
    assert desk.settle() == []
    desk.put(desk.lead.accept(desk.see(), desk.see().units, "mei"))
    assert desk.states() == ["settled", "silent", "silent"]


def test_implied_none_agrees_with_none_that_was_said() -> None:
    desk = Desk(mark("mei", 1), done("kai"))
    [made] = desk.settle()
    assert (made["status"], made["votes"]) == ("none", {"none": 2})
    desk.put([revise(desk.layers["kai"][f"article:{ARTICLE.id}:kai"], done=False)])
    assert desk.states()[0] == "settled", "who says nothing any more contradicts nothing"
    assert desk.gold()[0]["votes"] == {"none": 2}, "as they were counted"


def test_what_was_not_seen_is_no_vote_and_settles_nothing() -> None:
    desk = Desk(mark("mei", 1), mark("mei", 2), mark("kai", 3), done("kai", 1), done("zoe", 3))
    assert [unit.votes for unit in desk.see().units] == [{"none": 2}, {"none": 1}, {"none": 2}]
    assert [(one["start"], one["votes"]) for one in desk.settle()] == [(3, {"none": 2}), (13, {"none": 2})]
    assert {one["annotator"] for one in desk.layers["lin"][f"decision:{ARTICLE.id}:3:lin"]["seen"]} == {
        "mei",
        "kai",
    }


def test_marks_of_another_text_or_label_are_no_votes() -> None:
    other = {**mark("kai", 2, "claim"), "labels": ["rumour"]}
    moved = {**mark("zoe", 3), "quote": "別的話呀"}
    desk = Desk(mark("mei", 1), mark("kai", 1), other, done("zoe"), moved)
    assert [unit.votes for unit in desk.see().units] == [{"none": 2}, {}, {}]
    assert desk.see().judgement("kai", 2).why == "unknown label"
    assert desk.see().judgement("zoe", 1).why == "text differs"
    assert [one["start"] for one in desk.settle()] == [3]


def _as_before(desk: Desk, decision: Record, *names: str) -> Record:
    """Return `decision` as it was once made: `names`, who are done and never saw it, among the voters."""
    seen = [{"annotator": name, "uid": None, "rev": 0, "done": True} for name in names]
    votes = Counter(decision["votes"]) + Counter({"none": len(names)})
    return {**decision, "seen": [*decision["seen"], *seen], "votes": dict(votes)}


@pytest.mark.parametrize("how", ["person", "unanimous"])
def test_decisions_of_before_stay_and_their_votes_are_put_right(how: str) -> None:
    desk = Desk(mark("mei", 1), done("kai", 2), done("zoe", 3))
    [made] = desk.lead.accept(desk.see(), desk.see().units[:1], "mei")
    [made] = desk.put([{**_as_before(desk, made, "kai", "zoe"), "how": how}])
    assert made["votes"] == {"none": 3}
    assert desk.states()[0] == "settled"
    assert desk.settle() == []
    assert [(row["how"], row["votes"]) for row in desk.gold()] == [(how, {"none": 1})]
    desk.put([mark("kai", 1, "claim")])
    assert desk.states()[0] == "stale", "that contradicts it"


def test_what_was_taken_back_before_does_not_settle_itself_by_the_new_rule() -> None:
    desk = Desk(mark("mei", 1), mark("wu", 1), done("kai", 2))
    made = _as_before(desk, desk.lead.settle_unanimous(desk.see())[0], "kai")
    desk.put([{**made, "batch": ["a", 1]}])
    desk.put(desk.lead.take_back(desk.see().units))
    assert desk.settle() == []


def test_marks_of_labels_that_are_gone_still_carry_what_was_decided_on_them() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "claim"))
    desk.settle()
    for name in ("mei", "kai"):
        one = mark(name, 1, "claim")
        desk.layers[name][one["uid"]] = {**one, "labels": ["rumour"]}
    assert [unit.votes for unit in desk.see().units] == [{}, {}, {}]
    assert desk.states()[0] == "settled"


def test_who_sees_it_later_and_leaves_it_contradicts_only_labels() -> None:
    desk = Desk(
        mark("mei", 1), mark("wu", 1), mark("mei", 2, "claim"), mark("wu", 2, "claim"), done("kai", 3)
    )
    desk.settle()
    old = desk.layers["kai"][done("kai")["uid"]]
    desk.put([revise(old, seen=[[0, 17]])])
    assert desk.states() == ["settled", "stale", "undecided"]
    assert desk.gold()[0]["votes"] == {"none": 2}, "as they were counted"


def test_done_is_no_news_to_who_said_it_already() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "claim"))
    desk.settle()
    desk.put([done("mei")])
    assert desk.states()[0] == "settled"


def _changed(desk: Desk) -> None:
    desk.put([revise(desk.layers["mei"][mark("mei", 1)["uid"]], labels=["opinion"], status="marked")])


def _deleted(desk: Desk) -> None:
    desk.put([tombstone(desk.layers["mei"][mark("mei", 1)["uid"]])])


def _came(desk: Desk) -> None:
    desk.put([mark("zoe", 1, "quote")])


def _came_done(desk: Desk) -> None:
    desk.put([done("zoe")])


@pytest.mark.parametrize("change", [_changed, _came, _came_done])
def test_a_decision_is_stale_when_somebody_contradicts_it(change: Callable[[Desk], None]) -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "opinion"))
    desk.put(desk.lead.accept(desk.see(), desk.see().units[:1], "mei"))
    assert desk.states()[0] == "settled"
    change(desk)
    assert desk.states()[0] == "stale"
    assert desk.gold() == []
    assert desk.settle() == [], "what a person decided nobody else touches"
    [again] = desk.put(desk.lead.none(desk.see(), desk.see().units[:1]))
    assert again["rev"] == 2
    assert desk.states()[0] == "settled"


def test_who_comes_and_says_nothing_changes_nothing() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "claim"))
    desk.settle()
    desk.put([mark("zoe", 1, status="open", note="?"), mark("zoe", 2, "claim")])
    assert desk.states()[0] == "settled"


def test_stale_unanimous_ones_settle_themselves_again() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "claim"))
    desk.settle()
    desk.put([mark("zoe", 1, "opinion")])
    assert desk.states()[0] == "stale", "not all agree any more"
    desk.put([revise(mark("mei", 1, "claim"), labels=["opinion"])])
    desk.put([revise(mark("kai", 1, "claim"), labels=["opinion"])])
    [again] = desk.settle()
    assert (again["rev"], again["votes"]) == (2, {"opinion": 3})
    assert desk.states()[0] == "settled"


def test_what_the_lead_took_back_does_not_settle_itself_until_something_changes() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "claim"))
    desk.settle()
    [back] = desk.put(desk.lead.take_back(desk.see().units))
    assert back["deleted"]
    assert desk.states()[0] == "undecided"
    assert desk.settle() == []
    desk.put([mark("zoe", 1, "claim")])
    [made] = desk.settle()
    assert (made["rev"], made["deleted"]) == (3, False)


def test_two_leads_who_decide_differently_settle_nothing() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "opinion"))
    other, before = desk.deciding("wu"), desk.see()
    desk.put(desk.lead.accept(before, before.units[:1], "mei"))
    desk.put(other.accept(before, before.units[:1], "kai"))
    assert desk.states()[0] == "disputed", "neither knew of the other's"
    assert desk.gold() == []
    desk.put(other.accept(before, before.units[:1], "mei"))
    assert desk.states()[0] == "settled"
    assert [row["decided_by"] for row in desk.gold()] == [["lin", "wu"]]


def test_who_leads_now_changes_what_another_lead_decided() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "opinion"))
    wu = desk.deciding("wu")
    desk.put(desk.lead.accept(desk.see(), desk.see().units[:1], "mei"))
    desk.put(wu.accept(desk.see(), desk.see().units[:1], "kai"))
    [row] = desk.gold()
    assert (row["labels"], row["decided_by"]) == (["opinion"], ["wu"]), "the later knew of the earlier"
    desk.put(desk.lead.none(desk.see(), desk.see().units[:1]))
    [row] = desk.gold()
    assert (row["labels"], row["decided_by"]) == ([], ["lin"]), "and back, whatever the clocks say"
    desk.put(desk.lead.take_back(desk.see().units))
    [row] = desk.gold()
    assert (row["labels"], row["decided_by"]) == (["opinion"], ["wu"]), "what was overruled stands again"


def test_bounds_that_moved_make_a_decision_stale() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "claim"))
    desk.settle()
    joined = replace(ARTICLE, sentences=(SENTENCES[0], Sentence(3, 13), SENTENCES[3]))
    assert [unit.state for unit in desk.see(joined).units] == ["stale", "silent"]
    made = desk.lead.settle_unanimous(desk.see(joined))
    assert [(one["end"], one["rev"]) for one in made] == [(13, 2)]


VOTES = [
    ([("claim",), ("claim",), ("opinion",)], ["claim"]),
    ([("claim", "quote"), ("claim",), ("claim", "quote")], ["claim", "quote"]),
    ([("claim", "quote"), ("claim",)], None),
    ([("claim",), ()], None),
    ([(), (), ("claim",)], []),
    ([("claim",), ("opinion",), ("quote",)], None),
    ([("claim",)], ["claim"]),
]


@pytest.mark.parametrize(("sets", "labels"), VOTES)
def test_the_majority(sets: list[tuple[str, ...]], labels: list[str] | None) -> None:
    desk = Desk(*(mark(f"a{number}", 1, *one) for number, one in enumerate(sets)))
    made = desk.put(desk.lead.majority(desk.see(), desk.see().units))
    assert [one["labels"] for one in made] == ([] if labels is None else [labels])
    assert all(one["how"] == "majority" for one in made)


def test_the_majority_says_what_hangs_on_labels_or_leaves_it() -> None:
    desk = Desk(
        mark("a", 1, "claim", voice="author"),
        mark("b", 1, "claim", voice="speaker"),
        mark("c", 1, "claim", voice="speaker"),
        mark("a", 2, "claim", voice="author"),
        mark("b", 2, "claim", voice="speaker"),
    )
    made = desk.put(desk.lead.majority(desk.see(), desk.see().units))
    assert [(one["labels"], one["voice"], one["left_open"]) for one in made] == [
        (["claim"], "speaker", []),
        (["claim"], None, ["voice"]),
    ]
    assert desk.see().units[1].left_open == ["voice"]
    assert [row["left_open"] for row in desk.gold()] == [[], ["voice"]]


def test_union_and_none() -> None:
    quote = {"form": "direct", "cont": False, "content": None, "speakers": [], "by": "rule"}
    desk = Desk(
        mark("mei", 1, "quote", "claim", quotes=[quote], voice="author"),
        mark("kai", 1, "opinion", "quote", quotes=[quote], voice="speaker", attributes={"worth": 1}),
    )
    unit = desk.see().units[0]
    [made] = desk.put(desk.lead.union(desk.see(), [unit]))
    assert (made["labels"], made["voice"]) == (["claim", "opinion", "quote"], "both")
    assert (made["quotes"], made["attributes"]) == ([quote], {"worth": 1})
    assert desk.lead.union(desk.see(), [unit]) == [], "nothing new, nothing to write"
    [made] = desk.put(desk.lead.none(desk.see(), [unit]))
    assert (made["status"], made["labels"], made["rev"]) == ("none", [], 2)


def test_gold_has_what_was_decided_and_nothing_else() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "claim"), mark("mei", 2, "claim"), mark("kai", 2))
    desk.settle()
    desk.put(desk.lead.none(desk.see(), desk.see().units[1:2]))
    rows = desk.gold()
    assert [(row["sentence"], row["labels"], row["status"], row["how"]) for row in rows] == [
        (2, ["claim"], "marked", "unanimous"),
        (3, [], "none", "person"),
    ]
    assert [(row["decided_by"], row["votes"]) for row in rows] == [
        (["lin"], {"claim": 2}),
        (["lin"], {"claim": 1, "none": 1}),
    ]
    assert [(row["annotator"], row["done"]) for row in rows] == [("gold", False)] * 2
    lead = Adjudicator(DEFAULT, "lin")
    lead.editor.ledger.open(ARTICLE, [])
    lead.review(desk.see())
    desk.put(lead.editor.labels.toggle([desk.see().units[2].index], "opinion").after)
    rows = desk.gold()
    assert [row["done"] for row in rows] == [True] * 3
    read = list(read_lines(map(encode, rows), "gold.jsonl"))
    assert [one.marks[0].labels for one in read] == [("claim",), (), ("opinion",)]


def test_a_decision_is_taken_back_with_all_that_it_rested_on() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "opinion"))
    [first] = desk.put(desk.lead.accept(desk.see(), desk.see().units, "mei"))
    desk.put([revise(mark("mei", 1, "claim"), labels=["quote"])])
    [second] = desk.put(desk.lead.accept(desk.see(), desk.see().units, "mei"))
    undo, _ = recall([[(None, first)], [(first, second)]])
    assert [act.words for act in undo] == ["decided: claim", "decided: quote"]
    lead = Editor(DEFAULT, "lin")
    lead.ledger.open(ARTICLE, desk.layers["lin"].values())
    lead.ledger.recall([[(None, first)], [(first, second)]])
    act = lead.ledger.undo()
    assert act is not None
    assert content(act.after[0]) == content(first)
    desk.put(act.after)
    assert desk.states()[0] == "stale", "what it rested on is gone"


def test_marks_changed_after_a_decision_say_so() -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "claim"))
    desk.settle()
    mei = Editor(DEFAULT, "mei", reviewed=lambda: list(desk.layers["lin"].values()))
    mei.ledger.open(ARTICLE, desk.layers["mei"].values())
    [changed] = mei.labels.toggle([1], "opinion").after
    assert (changed["labels"], changed["after_review"]) == (["claim", "opinion"], True)
    assert (changed["first_labels"], changed["first_status"]) == (["claim"], "marked")
    [changed] = mei.labels.toggle([1], "claim").after
    assert (changed["labels"], changed["first_labels"]) == (["opinion"], ["claim"])
    [other] = mei.labels.toggle([2], "claim").after
    assert "after_review" not in other
    mei.ledger.undo(), mei.ledger.undo()
    act = mei.ledger.undo()
    assert act is not None
    assert "after_review" not in act.after[0], "it says what it said"


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "open", "labels": []},
        {"how": "guess"},
        {"votes": {"claim": 0}},
        {"votes": []},
        {"seen": [{"annotator": "mei", "uid": None, "rev": 1, "done": True}]},
        {"seen": [{"annotator": "mei", "uid": "u", "rev": 0, "done": True}]},
        {"seen": [{"uid": "u", "rev": 1, "done": True}]},
        {"reason": None},
        {"note": 1},
        {"labels": []},
        {"quote": "短"},
        {"article": ""},
    ],
)
def test_what_no_decision_can_be(wrong: dict[str, Any]) -> None:
    desk = Desk(mark("mei", 1, "claim"), mark("kai", 1, "claim"))
    [made] = desk.settle()
    with pytest.raises(RecordError, match=f"^decision:{ARTICLE.id}:3:lin: "):
        validate({**made, **wrong})


LABEL_SETS = st.frozensets(st.sampled_from(["claim", "opinion", "quote"]))
SAID = st.dictionaries(
    st.tuples(st.sampled_from(["mei", "kai", "zoe", "lin"]), st.integers(1, 3)), LABEL_SETS, min_size=1
)


@given(SAID, st.sampled_from(["mei", "kai"]))
def test_laws(said: dict[tuple[str, int], frozenset[str]], annotator: str) -> None:
    desk = Desk(*(mark(name, index, *sorted(labels)) for (name, index), labels in said.items()))
    settled = desk.settle()
    for unit in desk.see().units:
        sets = [labels for (_, index), labels in said.items() if index == unit.index]
        assert (unit.state == "settled") == (len(sets) > 1 and len(set(sets)) == 1)
    assert desk.settle() == []
    assert len(desk.gold()) == len(settled)
    for act in ("majority", "union"):
        units = [unit for unit in desk.see().units if unit.state == "undecided"]
        desk.put(getattr(desk.lead, act)(desk.see(), units))
    made = desk.put(desk.lead.accept(desk.see(), desk.see().units, annotator))
    for one in made:
        index = next(n for n, sentence in enumerate(SENTENCES) if sentence.start == one["start"])
        assert set(one["labels"]) == said[annotator, index]
    assert all(unit.state in ("settled", "silent") for unit in desk.see().units)
    assert {row["sentence"] - 1 for row in desk.gold()} == {index for _, index in said}


def test_own_attributes_hold_that_most_give_and_are_left_where_they_do_not() -> None:
    worth = {"name": "worth", "kind": "choice", "values": ["low", "high"]}
    rows = [{"name": name} for name in ("claim", "opinion", "quote")]
    scheme = Scheme.from_toml({"name": "s", "labels": rows, "attributes": [worth]}, "x")

    def said(value: str) -> Opinion:
        attributes = {"worth": value} if value else {}
        return Opinion("", Said(frozenset({"claim"}), attributes=attributes), False, ())

    def made(*values: str) -> tuple[dict[str, object], tuple[str, ...]]:
        found = outcome([said(value) for value in values], scheme, is_majority)
        assert found is not None
        return dict(found.said.attributes), found.left_open

    assert made("high", "high", "low") == ({"worth": "high"}, ())
    assert made("high", "low") == ({}, ("worth",))
    assert made("", "", "low") == ({}, ())
