"""What annotators say of one sentence, and in what they differ."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.adjudication.disagreement import Opinion, differing, opinion, votes
from annotations.adjudication.visibility import may_see
from annotations.marks.marks import Marks
from annotations.model.article import Article, Sentence
from annotations.records.independence import after_review, was_reviewed
from annotations.records.record import Record, article_mark, sentence_mark, tombstone

TEXT = "今天很好。"
ARTICLE = Article("a" * 20, "題", TEXT, TEXT, sentences=(Sentence(0, 5),))
BY: dict[str, Any] = {"writer": "w", "scheme": "default/1"}
LABELS = ("claim", "opinion", "quote")


def mark(annotator: str = "mei", **fields: Any) -> Record:
    labels = fields.setdefault("labels", ["claim"])
    fields.setdefault("status", "marked" if labels else "none")
    return sentence_mark(ARTICLE.id, 0, 5, TEXT, annotator=annotator, **BY, **fields)


def done(annotator: str = "mei", is_done: bool = True) -> Record:
    return article_mark(ARTICLE.id, annotator=annotator, done=is_done, **BY)


def said(*records: Record) -> Opinion | None:
    return opinion("mei", Marks(ARTICLE, records), 0)


def sure(*records: Record) -> Opinion:
    found = said(*records)
    assert found is not None
    return found


def quote(form: str, *names: str, **fields: Any) -> dict[str, Any]:
    speakers = [{"text": n, "name": n, "start": None, "end": None, "by": "rule"} for n in names]
    return {"form": form, "cont": False, "content": None, "speakers": speakers, "by": "rule"} | fields


def test_nothing_said_is_no_opinion() -> None:
    assert said() is None
    assert said(done(is_done=False)) is None
    assert said(mark(labels=[], status="open", note="?")) is None
    assert said(tombstone(mark())) is None


def test_none_is_said_or_follows_from_done() -> None:
    explicit = sure(mark(labels=[]))
    assert (explicit.labels, explicit.implied) == (frozenset(), False)
    implied = sure(done())
    assert (implied.labels, implied.implied) == (frozenset(), True)
    assert implied.seen == [{"annotator": "mei", "uid": None, "rev": 0, "done": True}]
    noted = sure(mark(labels=[], status="open", note="?"), done())
    assert noted.implied
    assert noted.seen[0]["uid"] == f"sentence:{ARTICLE.id}:0:mei"
    assert differing([explicit, implied]) == frozenset()


@pytest.mark.parametrize(
    ("one", "two", "aspects"),
    [
        ({}, {}, set()),
        ({"labels": ["claim", "quote"]}, {"labels": ["quote", "claim"]}, set()),
        ({}, {"labels": []}, {"labels"}),
        ({"voice": "author"}, {"voice": "speaker"}, {"voice"}),
        ({"voice": "author"}, {}, {"voice"}),
        ({"voice": "author"}, {"voice": "author", "voice_by": "person"}, set()),
        ({"voice": "author"}, {"labels": []}, {"labels"}),
        ({"note": "x", "flag": True}, {}, set()),
        ({"quotes": [quote("direct", "張三")]}, {"quotes": [quote("direct", " 張三", by="person")]}, set()),
        ({"quotes": [quote("direct", "張三")]}, {"quotes": [quote("indirect", "張三")]}, {"quotes"}),
        ({"quotes": [quote("direct", "張三")]}, {"quotes": [quote("direct", "李四")]}, {"quotes"}),
        (
            {"quotes": [quote("direct", "甲"), quote("mixed", "乙")]},
            {"quotes": [quote("mixed", "乙"), quote("direct", "甲")]},
            set(),
        ),
        ({"attributes": {"worth": 1}}, {"attributes": {"worth": 2}}, {"attributes"}),
        ({"attributes": {"worth": 1}}, {"attributes": {"worth": True}}, {"attributes"}),
        ({"attributes": {"worth": 1}}, {}, {"attributes"}),
        ({"attributes": {"worth": 1}}, {"labels": []}, {"labels"}),
    ],
)
def test_in_what_two_differ(one: dict[str, Any], two: dict[str, Any], aspects: set[str]) -> None:
    assert differing([sure(mark(**one)), sure(mark(**two))]) == aspects
    assert differing([sure(mark(**two)), sure(mark(**one))]) == aspects


sets = st.lists(st.frozensets(st.sampled_from(LABELS)), min_size=1, max_size=6)


@given(sets)
def test_votes_and_labels_follow_the_sets(given_sets: list[frozenset[str]]) -> None:
    opinions = [sure(mark(labels=sorted(one))) for one in given_sets]
    assert ("labels" in differing(opinions)) == (len(set(given_sets)) > 1)
    counts = votes(opinions)
    assert all(counts.get(label, 0) == sum(label in one for one in given_sets) for label in LABELS)
    assert counts.get("none", 0) == sum(not one for one in given_sets)
    assert 0 not in counts.values()


@pytest.mark.parametrize(
    ("others", "lead", "review", "is_done", "sees"),
    [
        ("never", False, False, True, False),
        ("never", False, True, True, False),
        ("never", True, False, True, False),
        ("never", True, True, False, True),
        ("done", False, False, False, False),
        ("done", False, True, False, False),
        ("done", False, False, True, True),
        ("always", False, False, False, True),
    ],
)
def test_who_sees_what(others: str, lead: bool, review: bool, is_done: bool, sees: bool) -> None:
    assert may_see(others, is_lead=lead, review=review, done=is_done) is sees


def test_a_mark_changed_after_a_review_keeps_what_it_said_first() -> None:
    first = after_review(mark(labels=["claim"]), done=False)
    assert first == {"after_review": True, "first_labels": ["claim"], "first_status": "marked"}
    assert after_review({**mark(labels=["opinion"]), **first}, done=True) == first
    nothing = {"after_review": True, "first_labels": [], "first_status": "open"}
    assert after_review(None, done=False) == nothing
    assert after_review(tombstone(mark()), done=False) == nothing
    assert after_review(None, done=True)["first_status"] == "none"
    assert after_review(mark(labels=[]), done=False)["first_status"] == "none"


def test_what_was_reviewed() -> None:
    decided = {"kind": "decision", "deleted": False, "start": 3, "end": 6}
    assert was_reviewed([mark(), decided], 5, 9, "mei")
    assert not was_reviewed([decided], 6, 9, "mei")
    assert not was_reviewed([decided], 0, 3, "mei")
    assert not was_reviewed([{**decided, "deleted": True}, mark()], 0, 9, "mei")
