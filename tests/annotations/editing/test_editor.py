"""Acts, and taking them back: whatever is done can be undone, and what was undone done again."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk, article, ranges, sentences
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotations.editing.quotes import _LOOK_BACK as LOOK_BACK
from annotations.marks.coverage import Coverage
from annotations.marks.marks import Said
from annotations.model.article import Article, Sentence
from annotations.records.record import Record


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_label_goes_on_and_off(desk: Desk) -> None:
    act = desk.do(desk.annotating.labels.toggle([1], "claim"))
    [record] = act.after
    assert (record["start"], record["end"], record["quote"]) == (6, 12, "六七八九十。")
    assert (record["status"], record["labels"], record["rev"]) == ("marked", ["claim"], 1)
    assert (act.words, act.start, act.before) == ("+claim", 6, (None,))
    act = desk.do(desk.annotating.labels.toggle([1], "claim"))
    assert (act.after[0]["status"], act.after[0]["labels"], act.words) == ("open", [], "-claim")
    assert desk.said(1) == Said()


def test_several_labels_stand_in_the_scheme_s_order(desk: Desk) -> None:
    for label in ("quote", "claim", "opinion"):
        act = desk.do(desk.annotating.labels.toggle([0], label))
    assert act.after[0]["labels"] == ["claim", "opinion", "quote"]
    assert act.after[0]["rev"] == 3


def test_none_excludes_labels_and_labels_exclude_none(desk: Desk) -> None:
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    act = desk.do(desk.annotating.labels.say_none([0]))
    assert (act.after[0]["status"], act.after[0]["labels"]) == ("none", [])
    assert desk.said(0).none
    act = desk.do(desk.annotating.labels.toggle([0], "quote"))
    assert (act.after[0]["status"], act.after[0]["labels"]) == ("marked", ["quote"])
    assert not desk.said(0).none
    desk.do(desk.annotating.labels.say_none([0]))
    act = desk.do(desk.annotating.labels.say_none([0]))
    assert (act.after[0]["status"], act.words) == ("open", "-none")


def test_a_range_gets_what_not_all_of_it_has(desk: Desk) -> None:
    desk.do(desk.annotating.labels.toggle([1], "claim"))
    act = desk.do(desk.annotating.labels.toggle(range(3), "claim"))
    assert [desk.said(index).labels for index in range(4)] == [{"claim"}] * 3 + [set()]
    assert act.after[0]["batch"][1] == len(act.after)
    desk.do(desk.annotating.labels.toggle(range(3), "claim"))
    assert [desk.said(index).labels for index in range(4)] == [set()] * 4


def test_note_and_flag_leave_labels_alone(desk: Desk) -> None:
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    desk.do(desk.annotating.labels.toggle_flag([0]))
    desk.do(desk.annotating.labels.write_note(0, "查"))
    assert desk.said(0) == Said(frozenset({"claim"}), False, True, "查", "author", "default")
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    assert desk.said(0) == Said(frozenset(), False, True, "查")
    desk.do(desk.annotating.labels.toggle_flag([0]))
    desk.do(desk.annotating.labels.write_note(0, ""))
    assert desk.said(0) == Said()


def test_undoing_the_first_mark_deletes_it_and_marking_again_goes_on_from_there(desk: Desk) -> None:
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    act = desk.do(desk.annotating.ledger.undo())
    assert act.after[0]["deleted"]
    assert act.after[0]["rev"] == 2
    desk.open(article())  # as after a restart: the store gives no deleted record, but knows the latest
    assert desk.said(0) == Said()
    act = desk.do(desk.annotating.labels.toggle([0], "quote"))
    assert (act.after[0]["rev"], act.after[0]["labels"], act.after[0]["deleted"]) == (3, ["quote"], False)
    act = desk.do(desk.annotating.ledger.undo())
    assert act.after[0]["deleted"]
    assert desk.said(0) == Said()


def test_what_a_deleted_mark_said_does_not_come_back(desk: Desk) -> None:
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    desk.do(desk.annotating.ledger.undo())
    desk.do(desk.annotating.labels.toggle_flag([0]))
    assert desk.said(0) == Said(flag=True)


def test_done(desk: Desk) -> None:
    act = desk.do(desk.annotating.article.toggle_done(2))
    assert (act.words, act.start, act.after[0]["done"]) == ("done", 12, True)
    assert desk.annotating.marks.done
    act = desk.do(desk.annotating.article.toggle_done(2))
    assert (act.words, act.after[0]["done"], act.after[0]["rev"]) == ("not done", False, 2)
    desk.do(desk.annotating.ledger.undo())
    assert desk.annotating.marks.done
    desk.do(desk.annotating.ledger.undo())
    assert not desk.annotating.marks.done


def test_nothing_to_undo(desk: Desk) -> None:
    assert desk.annotating.ledger.undo() is None
    assert desk.annotating.ledger.redo() is None
    assert desk.annotating.ledger.undoable is desk.annotating.ledger.redoable is None


def test_a_new_act_ends_redoing(desk: Desk) -> None:
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    desk.do(desk.annotating.ledger.undo())
    assert desk.annotating.ledger.redoable is not None
    desk.do(desk.annotating.labels.toggle([1], "claim"))
    assert desk.annotating.ledger.redoable is None


def test_words_do_not_pile_up(desk: Desk) -> None:
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    for expected in ("undone: +claim", "again: +claim", "undone: +claim"):
        turn = desk.annotating.ledger.undo if expected[0] == "u" else desk.annotating.ledger.redo
        assert desk.do(turn()).words == expected


def test_acts_that_cannot_be_saved_are_forgotten(desk: Desk) -> None:
    kept = desk.do(desk.annotating.labels.toggle([0], "claim"))
    lost = desk.annotating.labels.toggle([1], "claim")
    desk.annotating.ledger.forget(lost.after)
    assert desk.annotating.ledger.undoable is kept
    desk.annotating.ledger.forget(kept.after)
    assert desk.annotating.ledger.undoable is None


def test_after_a_join_a_label_goes_off_both_marks(desk: Desk) -> None:
    desk.do(desk.annotating.labels.toggle([0, 1], "claim"))
    desk.do(desk.annotating.labels.toggle([1], "quote"))
    desk.open(article(width=12))
    assert desk.said(0).labels == {"claim", "quote"}
    act = desk.do(desk.annotating.labels.toggle([0], "claim"))
    assert len(act.after) == 2
    assert desk.said(0).labels == {"quote"}
    desk.do(desk.annotating.ledger.undo())
    assert desk.said(0).labels == {"claim", "quote"}
    desk.do(desk.annotating.labels.say_none([0]))
    assert desk.said(0) == Said(none=True)


def test_after_a_split_a_label_goes_off_the_mark_that_covers_both(desk: Desk) -> None:
    desk.open(article(width=12))
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    desk.open(article(width=6))
    assert desk.said(0).labels == desk.said(1).labels == {"claim"}
    act = desk.do(desk.annotating.labels.toggle([1], "claim"))
    assert len(act.after) == 1
    assert desk.said(0).labels == desk.said(1).labels == set()


class Acts(RuleBasedStateMachine):
    """Any acts in any order in two articles, with what the screen showed after each."""

    @initialize()
    def begin(self) -> None:
        self.desk = Desk()
        self.past: list[tuple[Article, tuple[Any, ...], tuple[Any, ...]]] = []
        self.future: list[tuple[Article, tuple[Any, ...], tuple[Any, ...]]] = []
        self.article = article()

    def act(self, act: Any) -> None:
        before = self.desk.picture
        self.desk.do(act())
        self.past.append((self.article, before, self.desk.picture))
        self.future.clear()

    @rule(which=ranges, label=st.sampled_from(["claim", "opinion", "quote"]))
    def toggle(self, which: range, label: str) -> None:
        self.act(lambda: self.desk.annotating.labels.toggle(which, label))

    @rule(which=ranges)
    def none(self, which: range) -> None:
        self.act(lambda: self.desk.annotating.labels.say_none(which))

    @rule(which=ranges)
    def flag(self, which: range) -> None:
        self.act(lambda: self.desk.annotating.labels.toggle_flag(which))

    @rule(which=sentences, note=st.sampled_from(["", "一", "二"]))
    def note(self, which: int, note: str) -> None:
        self.act(lambda: self.desk.annotating.labels.write_note(which, note))

    @rule(which=sentences)
    def done(self, which: int) -> None:
        self.act(lambda: self.desk.annotating.article.toggle_done(which))

    @rule(name=st.sampled_from("ab"))
    def go(self, name: str) -> None:
        self.article = article(name)
        self.desk.open(self.article)

    def turn(self, back: bool) -> None:
        source, target = (self.past, self.future) if back else (self.future, self.past)
        entry = source.pop()
        target.append(entry)
        self.article, before, after = entry
        annotating = self.desk.annotating
        act = annotating.ledger.undoable if back else annotating.ledger.redoable
        assert act is not None
        assert act.article == self.article.id
        self.desk.open(self.article)
        self.desk.do(annotating.ledger.undo() if back else annotating.ledger.redo())
        assert self.desk.picture == (before if back else after)

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.turn(back=True)

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.turn(back=False)

    @precondition(lambda self: self.past)
    @rule()
    def undo_all_and_redo_all(self) -> None:
        steps = len(self.past)
        pictures = self.pictures()
        for _ in range(steps):
            self.turn(back=True)
        assert self.desk.annotating.ledger.undo() is None
        assert not [one for one in self.desk.store.records.values() if not one["deleted"] and not blank(one)]
        for _ in range(steps):
            self.turn(back=False)
        assert self.pictures() == pictures

    def pictures(self) -> list[tuple[object, ...]]:
        found = []
        for name in "ab":
            self.desk.open(article(name))
            found.append(self.desk.picture)
        self.desk.open(self.article)
        return found

    @invariant()
    def a_restart_shows_the_same(self) -> None:
        if hasattr(self, "desk"):
            before = self.desk.picture
            self.desk.open(self.article)
            assert self.desk.picture == before


def blank(record: Record) -> bool:
    """Tell whether `record` says nothing."""
    if record["kind"] == "article":
        return not record["done"]
    return record["status"] == "open" and not record["flag"] and not record["note"]


TestActs = Acts.TestCase
TestActs.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_after_a_join_a_speaker_goes_to_the_quote_that_was_meant() -> None:
    desk = Desk()
    who = [{"text": one, "name": one, "start": None, "end": None, "by": "person"} for one in "甲乙丙"]
    for index in (0, 1):
        desk.do(desk.annotating.labels.toggle([index], "quote"))
        desk.do(desk.annotating.quotes.set_speakers([index], 0, who[index : index + 1]))
    desk.open(article(width=12))
    act = desk.do(desk.annotating.quotes.set_speakers([0], 1, who[2:]))
    assert len(act.after) == 1
    assert [quote["speakers"][0]["name"] for quote in desk.said(0).quotes] == ["甲", "丙"]
    desk.do(desk.annotating.quotes.set_form([0], 0, "mixed"))
    assert [quote["form"] for quote in desk.said(0).quotes] == ["mixed", "indirect"]


def test_two_marks_without_quotes_become_one_quote() -> None:
    desk = Desk()
    for index in (0, 1):
        desk.do(desk.annotating.labels.toggle([index], "claim"))
    desk.open(article(width=12))
    act = desk.do(desk.annotating.quotes.set_form([0], 0, "direct"))
    assert len(act.after) == 1
    assert [quote["form"] for quote in desk.said(0).quotes] == ["direct"]


@pytest.mark.parametrize(("which", "changed"), [(0, 0), (1, 1), (2, 1)])
def test_a_quote_of_those_that_the_rules_propose_is_the_one_that_is_meant(which: int, changed: int) -> None:
    desk = Desk()
    form = {"form": "indirect", "cont": False, "content": None, "speakers": [], "by": "rule"}
    proposed = [{**form, "content": [0, 2]}, {**form, "content": [3, 5]}]
    desk.annotating.quotes._proposals = lambda index: proposed
    desk.do(desk.annotating.quotes.set_form([0], which, "direct"))
    assert [quote["content"] for quote in desk.said(0).quotes] == [[0, 2], [3, 5]]
    forms = ["indirect", "indirect"]
    forms[changed] = "direct"
    assert [quote["form"] for quote in desk.said(0).quotes] == forms
    assert desk.said(0).labels == {"quote"}
    desk.do(desk.annotating.quotes.set_form([0], which, "mixed"))
    forms[changed] = "mixed"
    assert [quote["form"] for quote in desk.said(0).quotes] == forms


def test_after_a_join_a_number_beyond_the_last_quote_means_the_last() -> None:
    desk = Desk()
    for index in (0, 1):
        desk.do(desk.annotating.labels.toggle([index], "quote"))
    desk.open(article(width=12))
    act = desk.do(desk.annotating.quotes.set_form([0], 9, "direct"))
    assert [one["start"] for one in act.after] == [6]
    assert [quote["form"] for quote in desk.said(0).quotes] == ["indirect", "direct"]


def test_a_quote_in_which_the_rules_find_nothing_lacks_all() -> None:
    desk = Desk()
    desk.do(desk.annotating.labels.toggle([0], "quote"))
    lacking = {"form": "indirect", "cont": False, "content": None, "speakers": [], "by": "default"}
    assert list(desk.said(0).quotes) == [lacking]


def test_quotes_that_are_there_stay_when_another_label_comes() -> None:
    desk = Desk()
    desk.do(desk.annotating.labels.toggle([0], "quote"))
    desk.do(desk.annotating.quotes.set_form([0], 0, "mixed"))
    desk.do(desk.annotating.labels.toggle([0], "claim"))
    assert [quote["form"] for quote in desk.said(0).quotes] == ["mixed"]
    desk.do(desk.annotating.labels.toggle([0], "quote"))
    assert list(desk.said(0).quotes) == []


@pytest.mark.parametrize(("back", "found"), [(1, True), (LOOK_BACK, True), (LOOK_BACK + 1, False)])
def test_how_far_back_a_quote_may_be_that_goes_on(back: int, found: bool) -> None:
    text = "今。" * (LOOK_BACK + 2)
    desk = Desk()
    sentences = tuple(Sentence(at, at + 2) for at in range(0, len(text), 2))
    desk.open(Article("a" * 20, "", text, text, sentences=sentences))
    here = LOOK_BACK + 1
    desk.do(desk.annotating.labels.toggle([here - back], "quote"))
    act = desk.annotating.quotes.go_on([here])
    assert (act is not None) == found
    if act is not None:
        assert act.after[0]["quotes"][0]["cont"] is True


def test_looking_at_what_is_done_judges_nothing() -> None:
    desk = Desk()
    desk.do(desk.annotating.article.toggle_done(0, [(0, 6)]))
    assert desk.annotating.article.note_seen([(6, 12)]) is None
    desk.do(desk.annotating.article.toggle_done(0, [(6, 12)]))
    assert desk.annotating.marks.coverage == Coverage(done=False, seen=((0, 12),))
    assert desk.annotating.article.note_seen([(12, 18)]) is not None


def test_what_was_said_before_a_review_is_none_only_where_it_was_seen() -> None:
    desk = Desk()
    desk.do(desk.annotating.article.toggle_done(0, [(0, 6)]))
    decided = {"kind": "decision", "deleted": False, "start": 0, "end": 24}
    desk.reviewed = [decided]
    first, second = desk.do(desk.annotating.labels.toggle([0, 1], "claim")).after
    assert (first["first_labels"], first["first_status"]) == ([], "none")
    assert (second["first_labels"], second["first_status"]) == ([], "open"), "it had never been seen"
