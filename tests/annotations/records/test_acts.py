"""What is left to undo after a restart."""

from __future__ import annotations

from operator import attrgetter

import pytest
from desk import Desk, article, ranges, sentences
from hypothesis import given
from hypothesis import strategies as st

from annotations.editing.editor import Editor
from annotations.model.scheme import DEFAULT
from annotations.records.acts import recall
from annotations.records.record import Record, as_act, revise

Change = list[tuple[Record | None, Record]]


class Log(Desk):
    """A desk that keeps what its acts changed, as a layer does, and can be left and taken up again."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[Change] = []

    def do(self, act):  # type: ignore[no-untyped-def]
        if act is not None:
            self.log.append(list(zip(act.before, act.after, strict=True)))
            self.store.take(act)
        return act

    def restart(self) -> None:
        self.annotating = Editor(DEFAULT, "mei")
        self.annotating.ledger.recall(self.log)
        self.open(article())


@pytest.fixture
def log() -> Log:
    return Log()


def test_acts_are_undone_after_a_restart_newest_first(log: Log) -> None:
    log.do(log.annotating.labels.toggle([1], "claim"))
    log.do(log.annotating.labels.toggle_flag([2]))
    log.restart()
    undoable = log.annotating.ledger.undoable
    assert undoable is not None
    assert (undoable.words, undoable.start) == ("flag", 12)
    log.do(log.annotating.ledger.undo())
    assert not log.said(2).flag
    act = log.do(log.annotating.ledger.undo())
    assert act.words == "undone: +claim"
    assert not log.said(1).labels
    assert log.annotating.ledger.undo() is None


def test_what_was_undone_before_the_restart_can_be_done_again(log: Log) -> None:
    log.do(log.annotating.labels.toggle([0], "claim"))
    log.do(log.annotating.labels.toggle([1], "opinion"))
    log.do(log.annotating.ledger.undo())
    log.restart()
    assert log.annotating.ledger.undoable is not None
    assert log.annotating.ledger.undoable.words == "+claim"
    log.do(log.annotating.ledger.redo())
    assert log.said(1).labels == {"opinion"}
    log.restart()
    log.do(log.annotating.ledger.undo())
    assert not log.said(1).labels
    assert log.said(0).labels == {"claim"}


def test_acts_of_this_run_come_before_those_of_the_last(log: Log) -> None:
    log.do(log.annotating.labels.toggle([0], "claim"))
    past = list(log.log)
    log.annotating = Editor(DEFAULT, "mei")
    log.open(article())
    log.do(log.annotating.labels.toggle([1], "opinion"))
    log.annotating.ledger.recall(past)  # the layer was read after the first key
    log.do(log.annotating.ledger.undo())
    log.do(log.annotating.ledger.undo())
    assert not log.said(0).labels
    assert not log.said(1).labels


def test_an_act_in_several_articles_ends_the_history(log: Log) -> None:
    act = log.do(log.annotating.labels.toggle([0], "claim"))
    other = {**act.after[0], "uid": "sentence:b:0:mei", "article": "b", "start": 0}
    both = as_act([revise(act.after[0], writer="x", labels=[], status="open"), other])
    log.log.append([(act.after[0], both[0]), (None, both[1])])
    assert recall(log.log) == ([], [])
    later = revise(both[0], writer="x", flag=True)
    log.log.append([(both[0], later)])
    undo, _ = recall(log.log)
    assert [one.words for one in undo] == ["flag"]


def test_noting_what_was_seen_is_no_act(log: Log) -> None:
    act = log.do(log.annotating.article.toggle_done(0))
    log.log.append([(act.after[0], revise(act.after[0], writer="x", seen=[[0, 6]]))])
    undo, _ = recall(log.log)
    assert [one.words for one in undo] == ["done"]


acts = st.lists(
    st.one_of(
        st.tuples(st.just("labels.toggle"), ranges, st.sampled_from(["claim", "opinion", "quote"])),
        st.tuples(st.just("labels.say_none"), ranges),
        st.tuples(st.just("labels.toggle_flag"), ranges),
        st.tuples(st.just("labels.write_note"), sentences, st.sampled_from(["", "一", "二"])),
        st.tuples(st.just("article.toggle_done"), sentences),
        st.just(("ledger.undo",)),
        st.just(("ledger.redo",)),
        st.just(("restart",)),
    ),
    max_size=20,
)


@given(acts)
def test_however_often_it_was_restarted_all_can_be_taken_back_and_done_again(steps) -> None:  # type: ignore[no-untyped-def]
    log = Log()
    empty = log.picture
    for name, *arguments in steps:
        if name == "restart":
            log.restart()
        else:
            log.do(attrgetter(name)(log.annotating)(*arguments))
    log.restart()
    last = log.picture
    steps_back = 0
    while log.do(log.annotating.ledger.undo()) is not None:
        steps_back += 1
    assert log.picture == empty
    for _ in range(steps_back):
        assert log.do(log.annotating.ledger.redo()) is not None
    assert log.picture == last


def test_what_is_done_again_is_said_as_it_was_done(log: Log) -> None:
    acts = log.annotating
    for act in (
        acts.labels.toggle([0], "claim"),
        acts.quotes.set_voice([0], "both"),
        acts.labels.toggle([0, 1], "quote"),
        acts.article.toggle_done(0),
    ):
        log.do(act)
    said = []
    while (act := log.do(log.annotating.ledger.undo())) is not None:
        said.append(act.words)
    assert said == ["undone: done", "undone: +quote", "undone: voice both", "undone: +claim"]
    log.restart()
    again = []
    while (act := log.do(log.annotating.ledger.redo())) is not None:
        again.append(act.words)
    assert again == ["again: +claim", "again: voice both", "again: +quote", "again: done"]
    log.restart()
    assert log.annotating.ledger.undoable is not None
    assert log.annotating.ledger.undoable.words == "done", "and so is what was done again"


def test_what_was_seen_first_is_no_act_either_and_stands_in_no_way(log: Log) -> None:
    log.do(log.annotating.labels.toggle([0], "claim"))
    seen = log.annotating.article.note_seen([(0, 6)])
    log.do(seen)
    undo, _ = recall(log.log)
    assert [one.words for one in undo] == ["+claim"]
    log.do(log.annotating.article.toggle_done(0))
    log.do(log.annotating.ledger.undo())
    log.do(log.annotating.article.note_seen([(0, 12)]))
    log.do(log.annotating.ledger.redo())
    assert log.annotating.marks.done
