"""What opens a decision again: who judges otherwise than it knew, and than was decided; and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_desk import ARTICLE, SENTENCES, ReviewDesk, done, mark

from annotations.adjudication.sentences import Decisions, Unit
from annotations.errors import UsageError
from annotations.model.article import Sentence
from annotations.model.scheme import DEFAULT
from annotations.records.acts import content
from annotations.records.record import Record, revise, tombstone
from annotations.records.uids import article_uid
from annotations.records.validation import validate

A, B = (
    {
        "form": "direct",
        "cont": False,
        "content": None,
        "speakers": [{"text": name, "name": name, "by": "person"}],
        "by": "person",
    }
    for name in ("張三", "李四")
)
BY_RULE = {**B, "by": "rule", "speakers": [{**B["speakers"][0], "by": "rule"}]}
UNKNOWN = {**A, "speakers": []}


def by_hand(desk: ReviewDesk) -> None:
    desk.do(desk.settling.accept([1], "an"))


def by_majority(desk: ReviewDesk) -> None:
    desk.do(desk.settling.majority([1]))


def unit_of(desk: ReviewDesk) -> Unit:
    """Return the first sentence to be settled, which is kept current as reading anew would have it."""
    assert desk.of.units == desk.fresh().units
    return desk.of.units[0]


def says(desk: ReviewDesk, name: str, **fields: Any) -> None:
    """Let `name` say something else of the sentence, or something for the first time."""
    fresh = mark(name, 1)
    old = desk.layers.get(name, {}).get(fresh["uid"])
    if old is None:
        labels = fields.pop("labels", ())
        desk.put([mark(name, 1, *labels, **fields)])
        return
    if "labels" in fields:
        fields["status"] = "marked" if fields["labels"] else "none"
    desk.put([revise(old, deleted=False, **fields)])


def desk() -> ReviewDesk:
    """Two say claim and quote 張三, one says opinion."""
    return ReviewDesk(
        mark("an", 1, "claim", "quote", voice="speaker", quotes=[A]),
        mark("bo", 1, "claim", "quote", voice="speaker", quotes=[A]),
        mark("mei", 1, "opinion", voice="author"),
        done("wu", 2),
    )


NO_NEWS: Mapping[str, Callable[[ReviewDesk], None]] = {
    "a note": lambda one: says(one, "bo", note="?"),
    "a flag": lambda one: says(one, "bo", flag=True),
    "a note of who was overruled": lambda one: says(one, "mei", note="?"),
    "another voice of who was overruled": lambda one: says(one, "mei", voice="both"),
    "done": lambda one: one.put([done("mei")]),
    "seen": lambda one: one.put([revise(one.layers["wu"][article_uid(ARTICLE.id, "wu")], note="?")]),
    "not done any more": lambda one: one.put(
        [revise(one.layers["wu"][article_uid(ARTICLE.id, "wu")], done=False)]
    ),
    "who comes and says nothing": lambda one: one.put([mark("zoe", 1, status="open", note="?")]),
    "who comes and has done nothing here": lambda one: one.put([done("zoe", 2)]),
    "who comes and says what was decided": lambda one: says(
        one, "zoe", labels=["claim", "quote"], voice="speaker", quotes=[A]
    ),
    "who comes and gives the labels alone": lambda one: says(one, "zoe", labels=["quote", "claim"]),
    "who comes and has no speaker": lambda one: says(
        one, "zoe", labels=["claim", "quote"], voice="speaker", quotes=[UNKNOWN]
    ),
    "who comes and leaves what rules propose and the default": lambda one: says(
        one, "zoe", labels=["claim", "quote"], voice="author", voice_by="default", quotes=[BY_RULE, BY_RULE]
    ),
    "who changes her mind to it": lambda one: says(
        one, "mei", labels=["quote", "claim"], voice="speaker", quotes=[A]
    ),
    "who takes her mark away": lambda one: one.put([tombstone(one.layers["bo"][mark("bo", 1)["uid"]])]),
    "who takes the labels off": lambda one: one.put(
        [revise(one.layers["bo"][mark("bo", 1)["uid"]], labels=[], status="open", quotes=[], voice=None)]
    ),
    "another version of the scheme": lambda one: says(one, "bo", note="x", scheme="default/2"),
    "there and back": lambda one: (
        says(one, "bo", labels=["opinion"]),
        says(one, "bo", labels=["claim", "quote"]),
    ),
}
NEWS: Mapping[str, Callable[[ReviewDesk], None]] = {
    "other labels": lambda one: says(one, "bo", labels=["opinion"], voice="author", quotes=[]),
    "a label less": lambda one: says(one, "an", labels=["claim"], quotes=[]),
    "none": lambda one: says(one, "bo", labels=[], quotes=[], voice=None),
    "another voice": lambda one: says(one, "bo", voice="author"),
    "another speaker": lambda one: says(one, "bo", quotes=[B]),
    "a quote more": lambda one: says(one, "bo", quotes=[A, B]),
    "who comes with other labels": lambda one: says(one, "zoe", labels=["claim"]),
    "who comes with another speaker": lambda one: says(
        one, "zoe", labels=["claim", "quote"], voice="speaker", quotes=[B]
    ),
    "who comes and is done": lambda one: one.put([done("zoe")]),
    "who sees it now": lambda one: one.put(
        [revise(one.layers["wu"][article_uid(ARTICLE.id, "wu")], seen=[[0, 17]])]
    ),
    "who was overruled otherwise": lambda one: says(one, "mei", labels=["claim", "opinion"]),
    "the lead's own mark": lambda one: says(one, "lin", labels=["opinion"]),
    "two who agree with each other": lambda one: (
        says(one, "zoe", labels=["opinion"]),
        says(one, "kim", labels=["opinion"]),
    ),
}


@pytest.mark.parametrize("change", NO_NEWS.values(), ids=NO_NEWS.keys())
@pytest.mark.parametrize("decide", [by_hand, by_majority])
def test_what_contradicts_nothing_leaves_a_decision_as_it_is(
    decide: Callable[[ReviewDesk], None], change: Callable[[ReviewDesk], None]
) -> None:
    one = desk()
    decide(one)
    made = unit_of(one).decision
    change(one)
    assert (unit_of(one).state, unit_of(one).decision) == ("settled", made)


@pytest.mark.parametrize("change", NEWS.values(), ids=NEWS.keys())
def test_what_contradicts_it_opens_it_again_and_is_named(change: Callable[[ReviewDesk], None]) -> None:
    one = desk()
    by_hand(one)
    change(one)
    unit = unit_of(one)
    assert unit.state == "stale"
    [decision] = unit.stale_decisions
    found = one.of.contradictions(unit, decision)
    assert found
    assert all(each.came == (each.annotator in ("zoe", "kim", "wu", "lin")) for each in found)
    by_hand(one)
    assert unit_of(one).state == "settled", "decided anew, knowing of it"


def test_what_is_named_is_what_came_new_and_what_was_known() -> None:
    one = desk()
    by_hand(one)
    says(one, "bo", labels=["opinion"])
    says(one, "zoe", labels=["claim"])
    unit = unit_of(one)
    [bo, zoe] = one.of.contradictions(unit, unit.stale_decisions[0])
    assert (bo.annotator, bo.now, bo.then, bo.came) == ("bo", {"opinion"}, {"claim", "quote"}, False)
    assert (zoe.annotator, zoe.now, zoe.then, zoe.came) == ("zoe", {"claim"}, None, True)


def test_a_majority_stands_as_long_as_most_say_so() -> None:
    one = desk()
    by_majority(one)
    says(one, "zoe", labels=["claim", "quote"], quotes=[A])
    says(one, "kim", labels=["opinion"])
    assert unit_of(one).state == "settled", "three of five"
    assert [each.annotator for each in one.of.contradictions(unit_of(one), unit_of(one).decision)] == ["kim"]
    says(one, "kai", labels=["opinion"])
    assert unit_of(one).state == "stale", "three of six are no majority"


def test_a_majority_stands_on_what_hangs_on_the_label_too() -> None:
    one = ReviewDesk(*(mark(name, 1, "claim", voice="author") for name in ("an", "bo", "mei", "tom")))
    by_majority(one)
    says(one, "an", voice="speaker")
    assert unit_of(one).state == "settled", "three of four say whose voice it is"
    says(one, "bo", voice="speaker")
    assert unit_of(one).state == "stale", "two of four are no majority"


def test_of_a_majority_those_count_whose_layer_is_away() -> None:
    one = ReviewDesk(*(mark(name, 1, "claim") for name in ("an", "bo", "mei")))
    by_majority(one)
    layers = {name: list(layer.values()) for name, layer in one.layers.items() if name not in ("bo", "mei")}
    layers["zoe"] = [mark("zoe", 1, "opinion")]
    assert Decisions(ARTICLE, layers, DEFAULT).units[0].state == "settled", "three of four, two of them away"


def test_unanimous_is_no_more_when_one_says_otherwise() -> None:
    one = ReviewDesk(mark("an", 1, "claim"), mark("bo", 1, "claim"))
    one.do(one.settling.settle_unanimous())
    says(one, "zoe", labels=["claim"])
    assert unit_of(one).state == "settled"
    says(one, "kim", labels=["opinion"])
    assert unit_of(one).state == "stale", "though most say so"


@pytest.mark.parametrize("away", [("bo",), ("an", "bo", "mei", "wu")])
def test_a_layer_that_is_away_or_behind_opens_nothing_and_is_named(away: tuple[str, ...]) -> None:
    one = desk()
    by_hand(one)
    says(one, "bo", note="?")
    by_hand(one)
    [made] = unit_of(one).decisions
    layers = {name: list(layer.values()) for name, layer in one.layers.items() if name not in away}
    unit = Decisions(ARTICLE, layers, DEFAULT).units[0]
    assert (unit.state, unit.decision) == ("settled", made)
    assert unit.absent == tuple(name for name in away if name != "wu"), "nothing rests on wu"
    behind = {**layers, "bo": [mark("bo", 1, "opinion")]}
    if len(away) == 1:
        unit = Decisions(ARTICLE, behind, DEFAULT).units[0]
        assert (unit.state, unit.absent) == ("settled", ()), "an earlier revision is no news"


def test_another_name_of_the_same_annotator_is_nobody_new() -> None:
    one = desk()
    one.put([revise(one.layers["wu"][article_uid(ARTICLE.id, "wu")], seen=[[0, 17]])])
    by_hand(one)
    names = {"bo": "robert", "wu": "wulan", "an": "AN"}
    layers = {
        names.get(name, name): [{**each, "annotator": names.get(name, name)} for each in layer.values()]
        for name, layer in one.layers.items()
    }
    unit = Decisions(ARTICLE, layers, DEFAULT).units[0]
    assert (unit.state, unit.absent) == ("settled", ()), "uids stay"


def test_other_bounds_open_it_and_the_old_ones_close_it() -> None:
    one = desk()
    by_hand(one)
    joined = replace(ARTICLE, sentences=(SENTENCES[0], Sentence(3, 13), SENTENCES[3]))
    one.open(joined)
    unit = unit_of(one)
    assert unit.state == "stale"
    assert one.of.contradictions(unit, unit.stale_decisions[0]) == []
    one.open(ARTICLE)
    assert unit_of(one).state == "settled"


# -- decisions of earlier versions, which kept revisions and votes alone ------------------------------


def as_before(desk: ReviewDesk) -> None:
    """Make the lead's decisions what an earlier version wrote."""
    for uid, one in desk.layers["lin"].items():
        if one["kind"] == "decision":
            kept = {key: value for key, value in one.items() if key not in ("left_open", "overrules")}
            kept["seen"] = [{k: v for k, v in each.items() if k != "said"} for each in one["seen"]]
            validate(kept)
            desk.layers["lin"][uid] = kept
    desk.open(ARTICLE)


@pytest.mark.parametrize(
    "change",
    [change for name, change in NO_NEWS.items() if name != "there and back"],
    ids=[name for name in NO_NEWS if name != "there and back"],
)
@pytest.mark.parametrize("decide", [by_hand, by_majority])
def test_an_earlier_decision_is_not_opened_either(
    decide: Callable[[ReviewDesk], None], change: Callable[[ReviewDesk], None]
) -> None:
    one = desk()
    decide(one)
    as_before(one)
    assert unit_of(one).state == "settled"
    change(one)
    assert unit_of(one).state == "settled"


@pytest.mark.parametrize(
    "change",
    [
        change
        for name, change in NEWS.items()
        if name not in ("another voice", "another speaker", "a quote more")
    ],
)
def test_an_earlier_decision_is_opened_by_other_labels(change: Callable[[ReviewDesk], None]) -> None:
    one = desk()
    by_hand(one)
    as_before(one)
    change(one)
    assert unit_of(one).state == "stale"


def test_two_notes_on_an_earlier_decision_are_told_from_two_changes_by_the_votes() -> None:
    one = ReviewDesk(mark("an", 1, "claim"), mark("bo", 1, "opinion"), mark("mei", 1, "quote"))
    by_hand(one)
    as_before(one)
    says(one, "bo", note="?")
    says(one, "mei", flag=True)
    assert unit_of(one).state == "settled"
    says(one, "mei", labels=["opinion"])
    assert unit_of(one).state == "stale"


@pytest.mark.parametrize(
    "said",
    [
        {"labels": ["opinion"], "quotes": [{}]},
        {"labels": ["opinion"], "quotes": [{"form": 1, "speakers": [1, None]}, {"speakers": "x"}]},
        {"labels": ["opinion"], "voice": None, "attributes": {"worth": []}},
    ],
)
def test_what_a_hand_made_of_what_was_known_is_taken_for_what_it_can_be(said: dict[str, Any]) -> None:
    one = desk()
    by_hand(one)
    [made] = [each for each in one.layers["lin"].values() if each["kind"] == "decision"]
    made["seen"] = [{**each, "said": said} if each["annotator"] == "mei" else each for each in made["seen"]]
    validate(made)
    one.open(ARTICLE)
    says(one, "mei", note="?")
    assert unit_of(one).state == "settled"


# -- leads -------------------------------------------------------------------------------------------


def test_who_leads_now_goes_on_from_what_another_lead_decided() -> None:
    one = desk()
    by_hand(one)
    zoe = ReviewDesk(*(each for layer in one.layers.values() for each in layer.values()))
    zoe.settling = type(zoe.settling)(DEFAULT, "zoe")
    mine = zoe.layers.setdefault("zoe", {})
    zoe.settling.editor.ledger.open(ARTICLE, [], mine.get)
    zoe.settling.review(zoe.of)
    with pytest.raises(UsageError, match="lin decided this: decide otherwise"):
        zoe.settling.take_back([1])
    [made] = zoe.do(zoe.settling.editor.labels.toggle([1], "opinion"))
    assert made["labels"] == ["claim", "opinion", "quote"], "a label more than lin's decision"
    assert made["overrules"] == [{"uid": f"decision:{ARTICLE.id}:3:lin", "rev": 1}]
    assert zoe.of.units[0].decision == made
    zoe.do(zoe.settling.editor.ledger.undo())
    assert zoe.of.units[0].decision["annotator"] == "lin"
    [made] = zoe.do(zoe.settling.give_reason([1], "slip"))
    assert (made["labels"], made["reason"]) == (["claim", "quote"], "slip")


# -- laws ----------------------------------------------------------------------------------------------

LABELS = st.frozensets(st.sampled_from(["claim", "opinion", "quote"]))
FIELDS = st.fixed_dictionaries(
    {
        "voice": st.sampled_from([None, "author", "speaker"]),
        "quotes": st.lists(st.sampled_from([A, B, UNKNOWN, BY_RULE]), max_size=2),
        "voice_by": st.sampled_from(["default", "person"]),
        "attributes": st.dictionaries(st.sampled_from(["worth", "mood"]), st.integers(0, 1), max_size=2),
    }
)
SAID = st.tuples(LABELS, FIELDS)
PEOPLE = st.dictionaries(st.sampled_from(["an", "bo", "mei", "lin"]), SAID, min_size=1)
DECIDE = st.sampled_from(["accept", "majority", "union", "none", "unanimous"])


def decided(said: Mapping[str, tuple[frozenset[str], Mapping[str, Any]]], how: str) -> ReviewDesk | None:
    """Return a desk on which the sentence is decided; None where that cannot be done so."""
    one = ReviewDesk(*(mark(name, 1, *sorted(labels), **fields) for name, (labels, fields) in said.items()))
    try:
        if how == "accept":
            one.do(one.settling.accept([1], min(said)))
        elif how == "unanimous":
            one.do(one.settling.settle_unanimous())
        else:
            acts = {"majority": one.settling.majority, "union": one.settling.union}
            one.do(acts.get(how, one.settling.decide_none)([1]))
    except UsageError:
        return None
    return one


@given(PEOPLE, DECIDE, st.lists(st.sampled_from(["note", "flag", "away", "same"]), max_size=4), st.data())
def test_law_nothing_that_says_no_more_opens_a_decision(
    said: dict[str, Any], how: str, changes: list[str], data: st.DataObject
) -> None:
    one = decided(said, how)
    if one is None:
        return
    assert unit_of(one).state == "settled"
    made = unit_of(one).decision
    fields = {key: made[key] for key in ("labels", "status", "voice", "voice_by", "quotes", "attributes")}
    for number, change in enumerate(changes):
        name = data.draw(st.sampled_from(sorted(said)))
        old = one.layers[name].get(mark(name, 1)["uid"])
        if change == "same":
            one.put([mark(f"late{number}", 1, **fields)])
        elif old is not None and not old["deleted"]:
            new = {"note": {"note": f"n{number}"}, "flag": {"flag": not old["flag"]}}.get(change)
            one.put([tombstone(old) if new is None else revise(old, **new)])
    unit = unit_of(one)
    assert (unit.state, content(unit.decision)) == ("settled", content(made))


@given(PEOPLE, DECIDE, SAID)
def test_law_who_comes_opens_a_decision_exactly_by_what_is_not_it(
    said: dict[str, Any], how: str, late: tuple[frozenset[str], dict[str, Any]]
) -> None:
    one = decided(said, how)
    if one is None or how == "majority":
        return
    made = unit_of(one).decision
    labels, fields = late
    one.put([mark("zoe", 1, *sorted(labels), **fields)])
    stale = unit_of(one).state == "stale"
    if labels != set(made["labels"]):
        assert stale
    elif (
        fields["voice_by"] == "default"
        and not fields["attributes"]
        and set(map(id, fields["quotes"])) <= {id(BY_RULE)}
    ):
        assert not stale, "the labels and nothing else that somebody judged"
    assert stale == bool(one.of.contradictions(unit_of(one), made))


@given(PEOPLE)
def test_law_of_labels_all_or_most_of_them_decide_whatever_hangs_on_them(said: dict[str, Any]) -> None:
    sets = [labels for labels, _ in said.values()]
    counts = {label: sum(label in one for one in sets) for label in ("claim", "opinion", "quote")}
    made = decided(said, "majority")
    clear = not any(2 * number == len(sets) for number in counts.values())
    holding = {label for label, number in counts.items() if 2 * number > len(sets)}
    nothing = sum(not one for one in sets) * 2 > len(sets)
    assert (made is not None) == (clear and (bool(holding) or nothing))
    if made is not None:
        decision = unit_of(made).decision
        assert set(decision["labels"]) == holding
        for name in decision["left_open"]:
            assert not {"voice": decision["voice"], "quotes": decision["quotes"]}.get(
                name, decision["attributes"].get(name)
            ), "what is left open is not said"
    settled = decided(said, "unanimous")
    assert (settled is not None) == (len(sets) > 1 and len(set(sets)) == 1)
    if settled is not None:
        decision = unit_of(settled).decision
        assert set(decision["labels"]) == sets[0]
        assert ("voice" in decision["left_open"]) == (
            bool(sets[0] & {"claim", "opinion"}) and len({each["voice"] for _, each in said.values()}) > 1
        )


def test_what_was_left_open_is_filled_in_and_then_it_is_no_longer() -> None:
    one = ReviewDesk(
        mark("an", 1, "claim", "quote", voice="speaker", quotes=[A]),
        mark("bo", 1, "claim", "quote", voice="author", quotes=[B]),
    )
    [made] = one.do(one.settling.settle_unanimous())
    assert (made["labels"], made["left_open"], made["how"]) == (
        ["claim", "quote"],
        ["voice", "quotes"],
        "unanimous",
    )
    says(one, "zoe", labels=["claim", "quote"], voice="both", quotes=[A, B])
    assert unit_of(one).state == "settled", "nobody contradicts what is open"
    [made] = one.do(one.settling.editor.quotes.set_voice([1], "author"))
    assert (made["left_open"], made["voice"]) == (["quotes"], "author")
    [made] = one.do(one.settling.editor.labels.toggle([1], "quote"))
    assert made["left_open"] == [], "without the label nothing is asked"
    one.do(one.settling.editor.ledger.undo())
    assert unit_of(one).left_open == ["quotes"]
    [made] = one.do(one.settling.accept([1], "bo"))
    assert made["left_open"] == []


def test_what_was_left_open_is_settled_once_all_agree() -> None:
    one = ReviewDesk(mark("an", 1, "claim", voice="author"), mark("bo", 1, "claim", voice="speaker"))
    one.do(one.settling.settle_unanimous())
    with pytest.raises(UsageError, match="nothing waits for this"):
        one.settling.settle_unanimous()
    says(one, "bo", voice="author")
    [made] = one.do(one.settling.settle_unanimous())
    assert (made["voice"], made["left_open"]) == ("author", [])


def test_no_majority_decided_already_and_nobody_are_three_messages() -> None:
    one = ReviewDesk(mark("an", 1, "claim"), mark("bo", 1, "opinion"), mark("an", 2, "quote"))
    with pytest.raises(UsageError, match=r"^no majority: claim 1, opinion 1 of 2 annotators$"):
        one.settling.majority([1])
    with pytest.raises(UsageError, match=r"^nobody has said anything of it yet$"):
        one.settling.majority([3])
    act = one.settling.majority([1, 2])
    assert act.words == "decided: quote; 1 sentence left, without a majority"
    one.do(act)
    with pytest.raises(UsageError, match=r"^it is decided so already$"):
        one.settling.majority([2])
    with pytest.raises(UsageError, match="no majority"):
        one.settling.majority([1, 2])


@pytest.mark.parametrize(
    "wrong",
    [
        {"left_open": "voice"},
        {"left_open": [""]},
        {"overrules": [{"uid": "u"}]},
        {"overrules": [{"uid": "", "rev": 1}]},
        {"seen": [{"annotator": "an", "uid": "u", "rev": 1, "done": True, "said": []}]},
        {"seen": [{"annotator": "an", "uid": "u", "rev": 1, "done": True, "said": {"labels": [1]}}]},
        {"seen": [{"annotator": "an", "uid": "u", "rev": 1, "done": True, "said": {"quotes": ["x"]}}]},
    ],
)
def test_what_no_decision_can_say(wrong: dict[str, Any]) -> None:
    from annotations.errors import RecordError

    one = desk()
    by_hand(one)
    made: Record = unit_of(one).decisions[0]
    with pytest.raises(RecordError, match=f"^decision:{ARTICLE.id}:3:lin: {next(iter(wrong))} must be"):
        validate({**made, **wrong})
