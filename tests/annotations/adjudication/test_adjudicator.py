"""A lead at work: whole sentences at once, by hand with the acts of annotating, undone and done again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_desk import ARTICLE, SENTENCES, ReviewDesk, done, mark

from annotations.adjudication.adjudicator import Adjudicator
from annotations.errors import UsageError
from annotations.model.article import Sentence
from annotations.model.scheme import DEFAULT
from annotations.records.independence import was_reviewed
from annotations.records.record import Record, revise, tombstone
from annotations.records.returns import open_returns


def desk(*more: Record) -> ReviewDesk:
    return ReviewDesk(
        mark("an", 1, "claim"),
        mark("bo", 1, "claim", "quote"),
        mark("mei", 1, "claim"),
        mark("an", 2, "quote"),
        mark("bo", 2, "quote"),
        *more,
    )


def test_whole_sentences() -> None:
    one = desk()
    [made] = one.do(one.settling.accept([1], "bo"))
    assert (made["kind"], made["labels"], made["how"]) == ("decision", ["claim", "quote"], "person")
    assert [seen["annotator"] for seen in made["seen"]] == ["an", "bo", "mei"]
    [made] = one.do(one.settling.majority([1]))
    assert (made["labels"], made["how"], made["rev"]) == (["claim"], "majority", 2)
    [made] = one.do(one.settling.union([1]))
    assert made["labels"] == ["claim", "quote"]
    [made] = one.do(one.settling.decide_none([1]))
    assert (made["status"], made["labels"]) == ("none", [])
    assert one.states == ["settled", "undecided", "silent"]
    [made] = one.do(one.settling.settle_unanimous())
    assert (made["start"], made["how"]) == (SENTENCES[2].start, "unanimous")


def test_what_cannot_be_done_is_said() -> None:
    one = desk()
    with pytest.raises(UsageError, match="zoe says nothing of it"):
        one.settling.accept([1], "zoe")
    with pytest.raises(UsageError, match="titles"):
        one.settling.decide_none([0])
    with pytest.raises(UsageError, match="nothing is decided"):
        one.settling.take_back([1])
    with pytest.raises(UsageError, match="nothing is decided"):
        one.settling.editor.labels.write_note(1, "why")
    one.do(one.settling.settle_unanimous())
    with pytest.raises(UsageError, match="nothing waits for this"):
        one.settling.settle_unanimous()
    unread = Adjudicator(DEFAULT, "lin")
    unread.editor.ledger.open(ARTICLE, [])
    with pytest.raises(UsageError, match="still being read"):
        unread.accept([1], "an")
    other = replace(ARTICLE, id="b" * 20)
    one.settling.editor.ledger.open(other, [])
    with pytest.raises(UsageError, match="still being read"):
        one.settling.accept([1], "an")
    assert unread.editor.ledger.undoable is None, "what failed is nothing to undo"


def test_by_hand_with_the_keys_of_annotating() -> None:
    one = desk()
    [made] = one.do(one.settling.editor.labels.toggle([1], "opinion"))
    assert (made["labels"], made["voice"], made["voice_by"]) == (["opinion"], "author", "default")
    assert (made["how"], made["votes"]) == ("person", {"claim": 3, "quote": 1})
    [made] = one.do(one.settling.editor.quotes.set_voice([1], "both"))
    assert (made["voice"], made["voice_by"]) == ("both", "person")
    [made] = one.do(one.settling.editor.labels.toggle([1], "quote"))
    assert made["quotes"], "a quote brings its fields along"
    one.do(one.settling.editor.labels.toggle([1], "quote"))
    [made] = one.do(one.settling.editor.labels.toggle([1], "opinion"))
    assert made["deleted"], "without a label there is no decision"
    assert one.states[0] == "undecided"
    [made] = one.do(one.settling.editor.labels.say_none([1]))
    assert (made["status"], made["deleted"], made["rev"]) == ("none", False, 6)


def test_a_hand_on_a_majority_makes_it_a_persons() -> None:
    one = desk()
    one.do(one.settling.majority([1]))
    [noted] = one.do(one.settling.editor.labels.write_note(1, "看規則"))
    assert (noted["how"], noted["note"]) == ("majority", "看規則")
    [reasoned] = one.do(one.settling.give_reason([1], "guidelines"))
    assert (reasoned["how"], reasoned["reason"]) == ("majority", "guidelines")
    [changed] = one.do(one.settling.editor.labels.toggle([1], "opinion"))
    assert (changed["how"], changed["note"]) == ("person", "看規則")


def test_a_word_of_why_does_not_make_a_stale_decision_hold() -> None:
    one = desk()
    one.do(one.settling.accept([1], "an"))
    one.put([revise(one.layers["bo"][mark("bo", 1)["uid"]], labels=["opinion"])])
    assert one.states[0] == "stale"
    one.do(one.settling.give_reason([1], "slip"))
    assert one.states[0] == "stale"
    one.do(one.settling.accept([1], "an"))
    assert one.states[0] == "settled"


def test_undo_and_redo_also_after_a_restart() -> None:
    one = desk()
    history = []
    for act in (
        lambda: one.settling.accept([1], "bo"),
        lambda: one.settling.editor.labels.toggle([1], "opinion"),
        lambda: one.settling.settle_unanimous(),
        lambda: one.settling.take_back([1]),
    ):
        done_act = act()
        history.append(list(zip(done_act.before, done_act.after, strict=True)))
        one.do(done_act)
    again = Adjudicator(DEFAULT, "lin")
    again.editor.ledger.recall(history)
    one.settling = again
    one.open(ARTICLE)
    assert one.states[:2] == ["undecided", "settled"]
    one.do(again.editor.ledger.undo())
    assert one.of.units[0].decision["labels"] == ["claim", "opinion", "quote"]
    one.do(again.editor.ledger.undo())
    assert one.states[:2] == ["settled", "undecided"]
    one.do(again.editor.ledger.undo())
    assert one.of.units[0].decision["labels"] == ["claim", "quote"]
    one.do(again.editor.ledger.undo())
    assert one.states[0] == "undecided"
    assert again.editor.ledger.undo() is None
    one.do(again.editor.ledger.redo())
    assert one.states[0] == "settled"


def test_a_decision_of_other_bounds_is_not_taken_for_one_of_these() -> None:
    one = desk()
    one.do(one.settling.accept([1], "bo"))
    joined = replace(ARTICLE, sentences=(SENTENCES[0], Sentence(3, 13), SENTENCES[3]))
    one.open(joined)
    assert one.states[0] == "stale"
    assert not one.settling.editor.marks.said(1).labels
    [made] = one.do(one.settling.editor.labels.toggle([1], "opinion"))
    assert (made["start"], made["end"], made["labels"]) == (3, 13, ["opinion"])
    assert made["quote"] == ARTICLE.text[3:13]
    assert one.states[0] == "settled"


def test_a_sentence_goes_back_and_the_answer_comes() -> None:
    one = desk(done("bo"))
    [returned] = one.do(one.settling.give_back(1, "bo", "是引語嗎？"))
    assert (returned["kind"], returned["to"], returned["start"]) == ("return", "bo", SENTENCES[1].start)
    assert returned["seen"] == {"uid": mark("bo", 1)["uid"], "rev": 1, "done": True}
    [waiting] = open_returns([returned], [], "bo")
    assert not waiting.answered
    [whole] = one.do(one.settling.give_back(None, "bo", "請再看一遍"))
    assert (whole["start"], whole["quote"]) == (None, "")
    assert was_reviewed([whole], 3, 8, "bo")
    with pytest.raises(UsageError, match="say what bo should look at"):
        one.settling.give_back(1, "bo", "")
    [again] = one.do(one.settling.give_back(1, "bo", "還有語者"))
    assert again["rev"] == 2
    one.do(one.settling.editor.ledger.undo())
    assert one.layers["lin"][returned["uid"]]["comment"] == "是引語嗎？"


SETS = st.frozensets(st.sampled_from(["claim", "opinion", "quote"]))
CHANGES = st.lists(
    st.tuples(st.sampled_from(["an", "bo", "lin"]), st.integers(1, 3), st.none() | SETS), max_size=12
)


@given(CHANGES, st.lists(st.sampled_from(["unanimous", "majority", "accept", "undo"]), max_size=4))
def test_kept_current_it_says_what_reading_anew_says(
    changes: list[tuple[str, int, frozenset[str] | None]], acts: list[str]
) -> None:
    one = ReviewDesk(mark("an", 1, "claim"))
    for number, (name, index, labels) in enumerate(changes):
        fresh = mark(name, index, *sorted(labels or ()))
        old = one.layers.get(name, {}).get(fresh["uid"])
        if labels is None:
            new = (
                [done(name)]
                if old is None and f"article:{ARTICLE.id}:{name}" not in one.layers.get(name, {})
                else []
            )
            new = [tombstone(old)] if old is not None and not old["deleted"] else new
        elif old is None:
            new = [fresh]
        else:
            new = [revise(old, labels=fresh["labels"], status=fresh["status"], deleted=False)]
        one.put(new)
        act = acts[number] if number < len(acts) else ""
        try:
            if act == "unanimous":
                one.do(one.settling.settle_unanimous())
            elif act == "majority":
                one.do(one.settling.majority([index]))
            elif act == "accept":
                one.do(one.settling.accept([index], name))
            elif act == "undo" and one.settling.editor.ledger.undoable:
                one.do(one.settling.editor.ledger.undo())
        except UsageError:
            pass
        assert one.of.units == one.fresh().units
