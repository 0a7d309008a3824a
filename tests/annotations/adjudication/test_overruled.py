"""What was settled against an annotator: what had been said, what was decided, and which way they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from desk import Desk, article
from hypothesis import given
from hypothesis import strategies as st

from annotations.adjudication.adjudicator import Adjudicator
from annotations.adjudication.overruled import Direction, Settled, SettledAgainst
from annotations.adjudication.sentences import Decisions
from annotations.model.scheme import DEFAULT
from annotations.progress.counts import NONE
from annotations.records.decisions import decision, seen
from annotations.records.lead_kinds import GroundOfSentence
from annotations.records.record import Record, article_mark, revise, sentence_mark, tombstone

BY: dict[str, Any] = {"writer": "w", "scheme": "default/1"}
A = "a" * 20


def mark(start: int, *labels: str, **fields: Any) -> Record:
    values: dict[str, Any] = {"annotator": "mei", "labels": labels, "status": "marked" if labels else "none"}
    return sentence_mark(A, start, start + 2, "如此", **BY, **(values | fields))


def decided(start: int, labels: Sequence[str], *saw: Record, **fields: Any) -> Record:
    values: dict[str, Any] = {
        "lead": "lin",
        "how": "person",
        "seen": [seen(one["annotator"], one["uid"], one["rev"], False) for one in saw],
        "votes": {},
    }
    values |= {
        "labels": labels,
        "status": "marked" if labels else "none",
        "article": A,
        "end": start + 2,
    } | fields
    return decision(start=start, quote="如" * (values["end"] - start), **BY, **values)


def latest(*records: Record) -> Callable[[str], Record | None]:
    return {one["uid"]: one for one in records}.get


def against(decisions: Iterable[Record], *records: Record, annotator: str = "mei") -> SettledAgainst:
    return Settled(decisions).against(annotator, latest(*records))


def test_which_way_it_went() -> None:
    marks = [mark(0, "claim"), mark(10, "claim", "quote"), mark(20), mark(30, "opinion"), mark(40)]
    settled = [("claim",), ("quote", "opinion"), ("claim",), (), ()]
    found = against(
        [decided(one["start"], labels, one) for one, labels in zip(marks, settled, strict=True)], *marks
    )
    assert (found.judged, found.agreed, found.against) == (5, 2, 3)
    assert found.of("claim") == Direction(over=1, under=1, agreed=3)
    assert found.of("opinion") == Direction(over=1, under=1, agreed=3)
    assert found.of("quote") == Direction(over=0, under=0, agreed=5)
    assert found.of(NONE) == Direction(over=1, under=1, agreed=3)
    assert found.of_labels() == Direction(over=2, under=2, agreed=2)


@pytest.mark.parametrize("how", ["person", "majority", "unanimous"])
def test_it_does_not_matter_how_it_was_decided(how: str) -> None:
    one = mark(0, "claim")
    assert against([decided(0, ["claim"], one, how=how)], one) == SettledAgainst(1, 1)


def test_what_a_decision_kept_is_told_whatever_became_of_the_mark() -> None:
    one = mark(0, "claim")
    first: GroundOfSentence = {**seen("mei", one["uid"], one["rev"], False), "said": {"labels": ["claim"]}}
    saw = [first, seen("mei", "u", 1, False)]
    kept = decided(0, ["quote"], one, seen=saw)
    gone = revise(one, labels=["quote"])
    assert against([kept], gone) == against([kept]) == SettledAgainst(1, 0, {"claim": 1}, {"quote": 1})
    said_none = decided(0, [], one, seen=[{**first, "said": {}}])
    assert against([said_none], gone) == SettledAgainst(1, 1)


def test_what_another_lead_decided_anew_is_what_was_settled() -> None:
    one = mark(0, "claim")
    first = decided(0, ["quote"], one)
    second = decided(0, ["claim"], one, lead="zoe", overrules=[{"uid": first["uid"], "rev": 1}])
    assert against([first, second], one) == SettledAgainst(1, 1)


def test_what_all_said_was_not_settled_against_anybody_whatever_became_of_the_mark() -> None:
    one = mark(0, "claim")
    saw = decided(0, ["claim"], one, how="unanimous")
    assert against([saw], revise(one, labels=["quote"])) == against([saw]) == SettledAgainst(1, 1)
    assert against([decided(0, ["claim"], one)], revise(one, labels=["quote"])) == SettledAgainst()


def test_what_was_taken_back_or_saw_nothing_of_the_annotator_is_not_counted() -> None:
    one, other = mark(0, "claim"), mark(10, "claim", annotator="kai")
    back = tombstone(decided(0, ["quote"], one))
    assert against([back, decided(10, ["quote"], other), one], one) == SettledAgainst()
    assert against([decided(10, ["quote"], other)], other, annotator="kai").judged == 1


def test_an_annotator_is_the_same_in_every_spelling() -> None:
    one = mark(0, "claim", annotator="Mei")
    assert against([decided(0, ["claim"], one)], one, annotator="ｍｅｉ").judged == 1
    assert Settled([decided(0, ["claim"], one)]).about("MEI") == {A}


def test_two_leads_count_where_they_agree_and_once() -> None:
    one, other = mark(0, "claim"), mark(10, "claim")
    both = [decided(0, ["quote"], one), decided(0, ["quote"], one, lead="wu", how="majority")]
    apart = [decided(10, ["quote"], other), decided(10, ["claim"], other, lead="wu")]
    assert against([*both, *apart], one, other) == SettledAgainst(1, 0, {"claim": 1}, {"quote": 1})
    voices = [decided(10, ["claim"], other, voice=who, lead=who) for who in ("author", "speaker")]
    assert against(voices, other) == SettledAgainst(), "they do not agree on all of it, so nothing is settled"


@pytest.mark.parametrize(
    ("bounds", "counted"),
    [
        ([(0, 10), (10, 20)], 2),
        ([(0, 20), (10, 20)], 0),
        ([(0, 5), (5, 9), (0, 9), (9, 12)], 1),
        ([(0, 30), (5, 9), (10, 12), (30, 31)], 1),
    ],
)
def test_decisions_within_other_bounds_do_not_count_together(
    bounds: list[tuple[int, int]], counted: int
) -> None:
    one = mark(0, "claim")
    leads = [decided(start, ["claim"], one, end=end, lead=f"{start}-{end}") for start, end in bounds]
    assert against(leads, one).judged == counted
    other = [{**each, "article": "b" * 20} for each in leads]
    assert against([*leads, *other], one).judged == 2 * counted


# -- what had been said ------------------------------------------------------------


def test_the_revision_that_was_seen_counts() -> None:
    one = revise(mark(0, "claim"), labels=["opinion"])
    saw = decided(0, ["opinion"], one)
    assert against([saw], one) == SettledAgainst(1, 1)
    first = {"after_review": True, "first_labels": ["claim"], "first_status": "marked"}
    assert against([saw], {**one, **first}) == SettledAgainst(1, 1)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (
            {"first_labels": ["claim"], "first_status": "marked"},
            SettledAgainst(1, 0, {"claim": 1}, {"quote": 1}),
        ),
        ({"first_labels": [], "first_status": "none"}, SettledAgainst(1, 0, {"none": 1}, {"quote": 1})),
        ({"first_labels": [], "first_status": "open"}, SettledAgainst()),
        ({}, SettledAgainst()),
        ({"first_labels": "claim"}, SettledAgainst()),
        ({"first_labels": [3]}, SettledAgainst()),
    ],
)
def test_of_a_mark_that_was_changed_since_what_it_said_before(
    first: dict[str, Any], expected: SettledAgainst
) -> None:
    one = mark(0, "claim")
    saw = [decided(0, ["quote"], one)]
    changed = revise(one, labels=["quote"], after_review=True, **first)
    assert against(saw, changed) == expected
    assert against(saw, tombstone(changed)) == expected


def test_a_mark_that_is_gone_or_older_than_what_was_seen_tells_nothing() -> None:
    one = mark(0, "claim")
    assert against([decided(0, ["claim"], one)]) == SettledAgainst()
    older = {**one, "after_review": True, "first_labels": ["claim"], "first_status": "marked"}
    assert against([decided(0, ["claim"], revise(older))], older) == SettledAgainst()
    assert against([decided(0, ["claim"], one)], {**one, "deleted": True}) == SettledAgainst()


def test_none_follows_from_a_done_article() -> None:
    implied = decided(0, ["claim"], seen=[seen("mei", None, 0, True)])
    assert against([implied]) == SettledAgainst(1, 0, {"none": 1}, {"claim": 1})
    flagged = mark(10, status="open", flag=True)
    saw = [seen("mei", flagged["uid"], 1, True)]
    assert against([decided(10, [], seen=saw)], flagged) == SettledAgainst(1, 1)
    saw = [seen("mei", flagged["uid"], 1, False)]
    assert against([decided(10, [], seen=saw)], flagged) == SettledAgainst(), "nothing was said"


@pytest.mark.parametrize("how", ["person", "unanimous"])
def test_what_was_never_seen_was_not_judged_whatever_was_decided_on_it(how: str) -> None:
    whole = article_mark(A, annotator="mei", done=True, seen=[(0, 2)], **BY)
    saw = [seen("mei", None, 0, True)]
    made = [decided(0, [], seen=saw, how=how), decided(10, [], seen=saw, how=how)]
    assert against(made, whole) == SettledAgainst(1, 1)
    flagged = mark(10, status="open", flag=True)
    made = [decided(10, [], seen=[seen("mei", flagged["uid"], 1, True)], how=how)]
    assert against(made, whole, flagged) == SettledAgainst()
    assert against([decided(10, [], mark(10), how=how)], whole, mark(10)) == SettledAgainst(1, 1)


def test_what_several_marks_say_of_a_joined_sentence_counts_together() -> None:
    one, other, none = mark(0, "claim"), mark(2, "quote"), mark(4)
    saw = decided(0, ["claim", "quote"], one, other, none, end=6)
    assert against([saw], one, other, none) == SettledAgainst(1, 1)
    assert against([saw], one, other) == SettledAgainst(), "what one of them said is not known"


def test_articles_that_may_not_be_shown_are_not_counted() -> None:
    one = mark(0, "claim")
    settled = Settled([decided(0, ["claim"], one), decided(0, ["quote"], one, article="b" * 20)])
    assert settled.about("mei") == {A, "b" * 20}
    assert settled.against("mei", latest(one), {A}.__contains__) == SettledAgainst(1, 1)
    assert settled.against("mei", latest(one), lambda article: False) == SettledAgainst()


def test_who_gives_way_to_the_lead_was_settled_against_all_the_same() -> None:
    """The records are those that the acts of an annotator and of a lead write."""
    mei = Desk()
    lead: dict[str, Record] = {}
    deciding = Adjudicator(DEFAULT, "lin")
    deciding.editor.ledger.open(article(), [], lead.get)

    def see() -> Decisions:
        return Decisions(article(), {"mei": mei.store.of_article(A), "lin": lead.values()}, DEFAULT)

    mei.do(mei.annotating.labels.toggle([0], "claim"))
    mei.do(mei.annotating.labels.toggle([1], "opinion"))
    mei.do(mei.annotating.article.toggle_done(0))
    deciding.review(see())
    made = deciding.editor.labels.toggle([0, 1, 2], "opinion").after
    lead.update((one["uid"], one) for one in made)
    expected = SettledAgainst(3, 1, {"claim": 1, "none": 1}, {"opinion": 2})
    assert Settled(lead.values()).against("mei", mei.store.records.get) == expected
    mei.reviewed = list(lead.values())
    mei.do(mei.annotating.labels.toggle([0], "claim"))
    mei.do(mei.annotating.labels.toggle([0, 2], "opinion"))
    assert mei.said(0).labels == mei.said(2).labels == {"opinion"}
    assert Settled(lead.values()).against("mei", mei.store.records.get) == expected
    while mei.annotating.ledger.undoable:
        mei.do(mei.annotating.ledger.undo())
    assert Settled(lead.values()).against("mei", mei.store.records.get) == expected, "the decisions kept it"


# -- laws ----------------------------------------------------------------------------

LABELS = st.frozensets(st.sampled_from(["claim", "opinion", "quote", "其他"]))
CASES = st.lists(st.tuples(LABELS, LABELS), max_size=12)


def counted(cases: Sequence[tuple[frozenset[str], frozenset[str]]]) -> SettledAgainst:
    marks = [mark(10 * at, *sorted(said)) for at, (said, _) in enumerate(cases)]
    made = [
        decided(one["start"], sorted(settled), one) for one, (_, settled) in zip(marks, cases, strict=True)
    ]
    return against(made, *marks)


@given(CASES)
def test_over_under_and_agreed_are_all_that_was_judged(
    cases: list[tuple[frozenset[str], frozenset[str]]],
) -> None:
    found = counted(cases)
    assert found.judged == len(cases)
    assert found.agreed == sum(said == settled for said, settled in cases)
    for label in ("claim", "opinion", "quote", "其他"):
        way = found.of(label)
        assert way.over == sum(label in said - settled for said, settled in cases)
        assert way.under == sum(label in settled - said for said, settled in cases)
        assert way.agreed == sum((label in said) == (label in settled) for said, settled in cases)
        assert way.over + way.under + way.agreed == found.judged
    none = found.of(NONE)
    assert none.over == sum(not said and bool(settled) for said, settled in cases)
    assert none.under == sum(bool(said) and not settled for said, settled in cases)


@given(CASES, CASES)
def test_the_total_is_the_sum(
    one: list[tuple[frozenset[str], frozenset[str]]], other: list[tuple[frozenset[str], frozenset[str]]]
) -> None:
    assert SettledAgainst.total([counted(one), counted(other)]) == counted([*one, *other])
    assert SettledAgainst.total([]) == SettledAgainst()
