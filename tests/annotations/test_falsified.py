"""Whoever works with records that follow the schema can: no value that may stand in one ends anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from annotations.adjudication.adjudicator import Adjudicator
from annotations.adjudication.decide import Decider
from annotations.adjudication.decide_spans import SpanDecider
from annotations.adjudication.gold import decided_analysis, gold_objects
from annotations.adjudication.overruled import Settled
from annotations.adjudication.sentences import Decisions
from annotations.adjudication.spans import SpanUnit, span_units
from annotations.agreement.collect import collect
from annotations.agreement.evidence import behind
from annotations.agreement.measures import Question
from annotations.editing.editor import Editor
from annotations.errors import ZhupiError
from annotations.exchange.hand_in import read_hand_in
from annotations.exchange.import_plan import Receiver
from annotations.exchange.import_planner import plan
from annotations.exchange.incoming import collect as incoming
from annotations.exchange.jsonl import article_object, encode, sentence_objects
from annotations.exchange.jsonl_reader import read_lines
from annotations.exchange.merge import meet
from annotations.marks.bounds import with_bounds
from annotations.marks.marks import Marks, corrections_held
from annotations.model.article import Analysis, Name, Number
from annotations.model.scheme import DEFAULT
from annotations.progress.counts import LayerCounts
from annotations.project.rescue import described, rescued
from annotations.records.act_words import words_of
from annotations.records.acts import recall
from annotations.records.record import Record, revise, tombstone
from annotations.records.returns import open_returns
from annotations.records.validation import KINDS, validate
from annotations.speakers.book import SpeakerBook
from annotations.speakers.proposals import Proposals
from tests.support.falsified import ARTICLE, LEAD, falsified, good_records, is_valid

AT, AMOUNT = ARTICLE.text.index("張三"), ARTICLE.text.index("3億元")
FOUND = Analysis(
    (Name(2, 4, "LOC"), Name(AT, AT + 2, "PER")), (Number(AMOUNT, AMOUNT + 2, "money", 3, unit="CNY"),), "v"
)
OTHERS = good_records(ARTICLE, "kai")
Records = Sequence[Record]


def marks(records: Records) -> None:
    held = Marks(
        ARTICLE, records, lambda said: bool(DEFAULT.lacking(said.labels, said.quotes, said.attributes))
    )
    held.lacking()
    corrections = corrections_held(held, None)
    mended = held.spans.mended(FOUND, ARTICLE.sentences)
    hash(mended)
    for span in (*mended.names, *mended.numbers):
        held.spans.source(span)
    rows = list(sentence_objects(ARTICLE, held, mended, LEAD, DEFAULT.id, corrections))
    whole = article_object(ARTICLE, held, mended, LEAD, DEFAULT.id, corrections)
    for lines in (map(encode, rows), [encode(whole)]):  # what goes out comes in again
        for taken in incoming(read_lines(lines, "x"), lambda line: line.annotator).values():
            for one in taken.values():
                latest = {record["uid"]: record for record in records}.get
                plan(ARTICLE, one, records, latest, Receiver(LEAD, "w", DEFAULT.id, True, True))


def speakers(records: Records) -> None:
    held = Marks(ARTICLE, records)
    mended = held.spans.mended(FOUND, ARTICLE.sentences)
    book = SpeakerBook(ARTICLE, held, lambda: mended.names)
    proposals = Proposals(ARTICLE, lambda index: mended.names, book.name_of)
    book.candidates(1, None, [])
    book.complete("")
    proposals.fields(1)


def review(records: Records) -> None:
    for layers in ({LEAD: records, "kai": OTHERS}, {LEAD: records}):
        decisions, units = reviewed(layers)
        for unit in decisions.units:
            assert unit.votes is not None
            assert unit.decision is None or unit.state == "settled"
        for place in units:
            assert sum(len(names) for _, names in place.groups) == len(place.versions)
            assert place.stale is None or not place.decisions
        decided = decided_analysis(ARTICLE, FOUND, [one.decision for one in units if one.decision])
        for row in gold_objects(decisions, decided, DEFAULT.id):
            encode(row)
        decisions.apply(LEAD, [tombstone(one) for one in records])


def reviewed(layers: dict[str, Records]) -> tuple[Decisions, list[SpanUnit]]:
    article = replace(ARTICLE, sentences=with_bounds(ARTICLE, layers[LEAD]))
    return Decisions(article, layers, DEFAULT), span_units(article, FOUND, layers)


def settling(records: Records) -> None:
    latest = {record["uid"]: record for record in records}.get
    work = Adjudicator(DEFAULT, LEAD)
    of, places = reviewed({LEAD: records, "kai": OTHERS})
    work.editor.ledger.open(of.article, records, latest)
    work.review(of, places)
    work.decider.settle_unanimous(of)
    for act in (lambda: work.accept([1], "kai"), lambda: work.majority([1]), lambda: work.take_back([1])):
        with suppress(ZhupiError):
            act()
    spans = SpanDecider(of.article, places, Decider(DEFAULT, LEAD, latest))
    spans.settle_unanimous()
    for place in places:
        spans.accept([place], next(iter(place.versions), ""), alike=True)
        spans.take_back([place], alike=True)


def annotating(records: Records) -> None:
    work = Editor(DEFAULT, LEAD, reviewed=lambda: [*records, *OTHERS])
    article = replace(ARTICLE, sentences=with_bounds(ARTICLE, records))
    held = work.ledger.open(article, records, {record["uid"]: record for record in records}.get)
    work.labels.toggle([1], "claim")
    work.quotes.set_form([1], 0, "direct")
    work.labels.set_attribute([1], "worth", "decisive")
    work.article.toggle_done(0, [(0, 3)])
    mended = held.spans.mended(FOUND, article.sentences)
    for span in (*mended.names, *mended.numbers):
        with suppress(ZhupiError):
            work.spans.change(span, end=span.end)
        with suppress(ZhupiError):
            work.spans.reject(span)
    for one in records:
        if one["kind"] == "return":
            work.article.answer(one, "done")
        if one["kind"] == "bounds":
            work.bounds.take_over(one)
    turn(work)
    work.ledger.recall([[(None, one)] for one in records] + [[(one, revise(one))] for one in records])
    turn(work)


def turn(work: Editor) -> None:
    with suppress(ZhupiError):
        while work.ledger.undo():
            pass
        while work.ledger.redo():
            pass


def words(records: Records) -> None:
    for one in records:
        for before, after in ((None, one), (one, tombstone(one)), (one, revise(one))):
            words_of([before], [after])
    recall([[(None, one)] for one in records] + [[(one, tombstone(one))] for one in records])
    assert len(list(described([ARTICLE], records))) == len(records)
    LayerCounts.of(records)


def meeting(records: Records) -> None:
    lines = list(rescued([ARTICLE], records, LEAD, DEFAULT.id))
    if all(one["article"] == ARTICLE.id and one["annotator"] == LEAD for one in records):
        assert len(read_hand_in(lines, "x").records) == len(records)
    here = {one["uid"]: one for one in records}
    meet([("a", one) for one in records], here.get)
    meet([(name, {**one, "note": name}) for one in records for name in "ab"], {}.get)


def figures(records: Records) -> None:
    units = collect([(LEAD, records), ("kai", OTHERS)], {ARTICLE.id: ARTICLE}.get, DEFAULT)
    list(behind(units, Question("pair", (LEAD, "kai"), attribute="spans")).rows())
    Settled(records).against("kai", {one["uid"]: one for one in OTHERS}.get)
    Settled(OTHERS).against(LEAD, lambda uid: records[0])
    for who in ("mei", "kai", LEAD):
        open_returns(records, records, who)


WORKS: Sequence[Callable[[Records], None]] = [
    marks, speakers, review, settling, annotating, words, meeting, figures,
]  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "layer"])
def test_no_value_that_may_stand_in_a_record_ends_anything(kind: str) -> None:
    shapes = {(one["kind"], one.get("act"), one.get("what")): one for one in good_records(ARTICLE, LEAD)}
    ended = []
    for record in shapes.values():
        for one in falsified(record) if record["kind"] == kind else ():
            if not (one.readable and is_valid(one)):
                continue
            for work in WORKS:
                try:
                    work([one.record])
                except Exception as error:
                    ended.append(f"{one.what}: {work.__name__}: {error!r}")
    assert not ended, "\n".join(ended[:20])


def test_numbers_as_they_were_ever_written_follow_the_schema() -> None:
    """A number has what the analysis found or a person typed, which may be of any size."""
    record = next(one for one in OTHERS if one["kind"] == "span" and one["number"])
    for number in (
        {"kind": "money", "value": 10**79, "high": None, "iso": None, "unit": "CNY", "modifier": None},
        {"kind": "percent", "value": 0.5, "high": 1.5},
        {"kind": "date", "iso": "--02-01"},
        {},
    ):
        validate({**record, "number": number})
