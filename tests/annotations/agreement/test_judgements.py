"""One definition of a judgement: agreement, settling, votes, gold, columns and exports count the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.adjudication.decide import Decider
from annotations.adjudication.gold import gold_objects
from annotations.adjudication.sentences import Decisions
from annotations.agreement.collect import collect
from annotations.agreement.judgements import PART, barred, barred_in, judged, judgement
from annotations.exchange.jsonl import sentence_objects
from annotations.marks.bounds import bounds_record, with_bounds
from annotations.marks.coverage import Coverage
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Sentence
from annotations.model.scheme import DEFAULT
from annotations.records.record import Record, article_mark, sentence_mark, tombstone
from tui.presenters.columns import letter_of, letters_of

TEXT = "標題一行。一二三四。五六七八。九十甲乙。丙丁戊己。庚辛壬癸。"
ARTICLE = Article(
    "a" * 20,
    "標題",
    TEXT,
    TEXT,
    sentences=tuple(Sentence(at, at + 5, part="body" if at else "title") for at in range(0, 30, 5)),
)
BY: dict[str, Any] = {"writer": "w", "scheme": DEFAULT.id}
LABELS = ("claim", "opinion", "quote")


def mark(who: str, start: int, end: int, labels: Iterable[str], status: str, **fields: Any) -> Record:
    values = {"quote": TEXT[start:end], "scheme": DEFAULT.id} | fields
    quote = values.pop("quote")
    return sentence_mark(
        ARTICLE.id,
        start,
        end,
        quote,
        annotator=who,
        writer="w",
        labels=sorted(labels),
        status=status,
        **values,
    )


def done(who: str, seen: Iterable[tuple[int, int]] = (), *, is_done: bool = True) -> Record:
    return article_mark(ARTICLE.id, annotator=who, done=is_done, seen=seen, **BY)


# -- each case by itself ----------------------------------------------------------------------

ALL, SOME, UNKNOWN = Coverage(True, ((0, 30),)), Coverage(True, ((5, 10),)), Coverage(True)


@pytest.mark.parametrize(
    ("marks", "coverage", "why", "labels"),
    [
        ([], Coverage(), "open", ()),
        ([], Coverage(False, ((0, 30),)), "open", ()),
        ([], ALL, "implied", ()),
        ([], UNKNOWN, "implied", ()),
        ([], SOME, "unseen", ()),
        ([mark("mei", 10, 15, ["claim"], "marked")], Coverage(), "marked", ("claim",)),
        ([mark("mei", 10, 15, ["claim"], "marked")], SOME, "marked", ("claim",)),
        ([mark("mei", 10, 15, [], "none")], SOME, "none", ()),
        ([mark("mei", 10, 15, [], "open", flag=True)], SOME, "unseen", ()),
        ([mark("mei", 10, 15, [], "open", note="?")], ALL, "implied", ()),
        (
            [mark("mei", 8, 12, [], "none"), mark("mei", 12, 15, ["quote"], "marked")],
            SOME,
            "marked",
            ("quote",),
        ),
        ([mark("mei", 8, 12, [], "open"), mark("mei", 12, 15, [], "none")], SOME, "none", ()),
    ],
)
def test_what_is_judged(marks: list[Record], coverage: Coverage, why: str, labels: tuple[str, ...]) -> None:
    assert judged(marks, coverage, 10, 15, known=LABELS) == (why, labels)
    assert judged(marks, coverage, 10, 15, known=LABELS, independent=True) == (why, labels)
    assert judged(marks, coverage, 10, 15, known=LABELS, barred="text differs") == ("text differs", ())


def test_of_what_changed_after_a_review_agreement_counts_what_was_said_before() -> None:
    one = {**mark("mei", 10, 15, ["claim"], "marked"), "first_labels": ["quote"], "first_status": "marked"}
    assert judged([one], ALL, 10, 15, known=LABELS) == ("marked", ("claim",))
    assert judged([one], ALL, 10, 15, known=LABELS, independent=True) == ("before review", ("quote",))
    only_then = {**one, "first_labels": [], "first_status": "open"}
    assert judged([only_then], ALL, 10, 15, known=LABELS, independent=True) == ("after review", ())


def test_titles_are_not_judged_and_articles_of_titles_alone_are() -> None:
    marks = Marks(ARTICLE, [mark("mei", 0, 5, ["claim"], "marked"), done("mei")])
    assert judgement(marks, 0).why == PART
    assert judgement(marks, 1).implied
    titles = replace(ARTICLE, sentences=ARTICLE.sentences[:1])
    assert judgement(Marks(titles, [done("mei")]), 0).implied


def test_what_bars_an_article_follows_the_marks_that_there_are() -> None:
    good, moved = mark("mei", 5, 10, ["claim"], "marked"), mark("mei", 10, 15, [], "none", quote="不是這裡")
    marks = Marks(ARTICLE, [good, moved])
    assert (barred_in(marks), barred(TEXT, [good, moved])) == ("text differs",) * 2
    marks.apply([tombstone(moved)])
    assert (barred_in(marks), barred(TEXT, [good])) == ("", "")


def test_a_mark_of_another_version_counts_if_the_scheme_has_its_labels() -> None:
    other = mark("mei", 5, 10, ["claim"], "marked", scheme="old/3")
    gone = mark("mei", 10, 15, ["claim", "rumour"], "marked")
    marks = Marks(ARTICLE, [other, gone, done("mei")], labels=LABELS)
    assert judgement(marks, 1) == ("marked", ("claim",))
    assert judgement(marks, 2) == ("unknown label", ())
    assert judgement(marks, 3).implied
    assert judged([other], ALL, 5, 10, known=LABELS) == ("marked", ("claim",))
    assert judged([gone], ALL, 10, 15, known=LABELS) == ("unknown label", ())
    before = {**gone, "labels": ["claim"], "first_labels": ["rumour"]}
    assert judged([before], ALL, 10, 15, known=LABELS, independent=True) == ("unknown label", ())
    assert judged([before], ALL, 10, 15, known=LABELS) == ("marked", ("claim",))


# -- for any project ---------------------------------------------------------------------------

starts = st.integers(0, 28)
wide = st.integers(1, 8)
marks_said = st.lists(
    st.tuples(starts, wide, st.sets(st.sampled_from(LABELS), max_size=2), st.sampled_from(["none", "open"])),
    max_size=5,
    unique_by=lambda one: one[0],
)
aligned = st.lists(
    st.tuples(
        st.integers(0, 5).map(lambda at: at * 5),
        st.just(5),
        st.sets(st.sampled_from(LABELS), max_size=1),
        st.sampled_from(["none", "open"]),
    ),
    max_size=5,
    unique_by=lambda one: one[0],
)
seen_ranges = st.lists(st.tuples(starts, wide).map(lambda one: (one[0], min(30, sum(one)))), max_size=4)
layer = st.fixed_dictionaries(
    {
        "marks": aligned | marks_said,
        "done": st.sampled_from([True, True, False, None]),
        "seen": seen_ranges,
        "odd": st.sampled_from(["", "", "", "", "text", "scheme", "label"]),
    }
)
bounds = st.lists(
    st.tuples(st.integers(1, 28), st.sampled_from(["join", "split"])),
    max_size=3,
    unique_by=lambda one: one[0],
)
projects = st.tuples(st.dictionaries(st.sampled_from(["an", "bo", "mei", "wu"]), layer, min_size=1), bounds)


def records_of(who: str, said: Mapping[str, Any]) -> list[Record]:
    records = []
    for number, (start, width, labels, status) in enumerate(said["marks"]):
        end = min(30, start + width)
        odd = said["odd"] if number == 0 else ""
        fields = {"text": {"quote": "別" * (end - start)}, "scheme": {"scheme": "old/3"}}.get(odd, {})
        labels = {*labels, "rumour"} if odd == "label" else labels
        records.append(mark(who, start, end, labels, "marked" if labels else status, **fields))
    if said["done"] is not None:
        records.append(done(who, said["seen"], is_done=said["done"]))
    return records


def project_of(
    made: tuple[Mapping[str, Any], Iterable[tuple[int, str]]],
) -> tuple[Article, dict[str, list[Record]]]:
    saids, changes = made
    layers = {who: records_of(who, said) for who, said in saids.items()}
    moved = []
    for at, act in changes:
        start, end = max(0, at - 6), min(30, at + 6)
        moved.append(
            bounds_record(
                ARTICLE, start, end, at - at % 5 if act == "join" else at, act, annotator="lin", **BY
            )
        )
    article = replace(ARTICLE, sentences=with_bounds(ARTICLE, moved))
    return article, {**layers, "lin": moved}


@given(projects)
def test_everything_counts_the_same_judgements(made: Any) -> None:
    article, layers = project_of(made)
    units = collect(layers.items(), {article.id: article}.get, DEFAULT)
    rows = zip(units.labels.unit, units.labels.annotator, units.labels.value, strict=True)
    agreed = {
        (units.annotators[who], int(units.start[unit])): units.labels.values[code] for unit, who, code in rows
    }

    of = Decisions(article, layers, DEFAULT)
    voters = {(one.annotator, unit.start): one.labels for unit in of.units for one in unit.opinions}
    assert voters == agreed

    for unit in of.units:
        here = [labels for (_, start), labels in agreed.items() if start == unit.start]
        assert unit.unanimous == (len(here) > 1 and len(set(here)) == 1)
        assert unit.votes == Counter(label for one in here for label in one or ["none"])
        for name, marks in of.marks.items():
            counts = (name, unit.start) in agreed
            assert of.judgement(name, unit.index).counts == counts
            if not marks.said(unit.index).settled:
                letters = letters_of(marks, DEFAULT.labels, unit.index, of.barred(name))
                assert letters == ("---" if counts else "...")
                assert letter_of(marks, DEFAULT.labels, unit.index, of.barred(name)) == (letters[0], 0)

    lead = Decider(DEFAULT, "lin")
    settled = lead.settle_unanimous(of)
    assert {one["start"] for one in settled} == {unit.start for unit in of.units if unit.unanimous}
    after = Decisions(article, {**layers, "lin": [*layers["lin"], *settled]}, DEFAULT)
    gold = list(gold_objects(after, Analysis(), DEFAULT.id))
    assert {row["start"] for row in gold} == {one["start"] for one in settled}
    for row in gold:
        said = {labels for (_, start), labels in agreed.items() if start == row["start"]}
        assert said == {frozenset(row["labels"])}
        assert sum(row["votes"].values()) >= 2

    for name, records in layers.items():
        if not barred_in(marks := Marks(article, records)):
            exported = list(sentence_objects(article, marks, Analysis(), name, DEFAULT.id))
            judged_here = {
                row["start"]
                for index, row in enumerate(exported)
                if marks.counts(index) and row["status"] != "open" and "rumour" not in row["labels"]
            }
            assert judged_here == {start for who, start in agreed if who == name}


@given(projects, st.sampled_from(["an", "bo"]), layer)
def test_what_changes_while_it_is_open_counts_as_when_read_anew(made: Any, who: str, later: Any) -> None:
    article, layers = project_of(made)
    of = Decisions(article, layers, DEFAULT)
    newer = {one["uid"]: one for one in layers.get(who, ())}
    for one in records_of(who, later):
        newer[one["uid"]] = {**one, "rev": newer.get(one["uid"], {"rev": 0})["rev"] + 1}
    of.apply(who, [one for uid, one in newer.items() if one not in layers.get(who, ())])
    assert of.units == Decisions(article, {**layers, who: list(newer.values())}, DEFAULT).units
