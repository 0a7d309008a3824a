"""Which judgements count: what is said, implied, open, unseen, across bounds, or about another text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.agreement.collect import collect
from annotations.agreement.positions import positions
from annotations.agreement.report import report
from annotations.agreement.units import Units
from annotations.marks.bounds import bounds_record, with_bounds
from annotations.marks.marks import Marks
from annotations.model.article import Article, Sentence
from annotations.model.scheme import DEFAULT, Scheme
from annotations.records.record import Record, article_mark, sentence_mark

TEXT = "標題一行。一二三四。五六七八。九十甲乙。丙丁戊己。"
ARTICLE = Article(
    "a" * 20,
    "標題",
    TEXT,
    TEXT,
    sentences=tuple(Sentence(at, at + 5, part="body" if at else "title") for at in range(0, 25, 5)),
)
STARTS = (5, 10, 15, 20)


def mark(who: str, start: int, *labels: str, end: int | None = None, status: str = "", **fields) -> Record:
    end = start + 5 if end is None else end
    scheme = fields.pop("scheme", "default/1")
    later = {name: fields.pop(name) for name in ("first_labels", "first_status") if name in fields}
    status = status or ("marked" if labels else "none")
    quote = fields.pop("quote", TEXT[start:end])
    record = sentence_mark(
        ARTICLE.id,
        start,
        end,
        quote,
        annotator=who,
        writer="w",
        scheme=scheme,
        status=status,
        labels=labels,
        **fields,
    )
    return {**record, **later}


def done(who: str, seen: Iterable[tuple[int, int]] = ()) -> Record:
    return article_mark(ARTICLE.id, annotator=who, writer="w", scheme="default/1", done=True, seen=seen)


def units(article: Article = ARTICLE, scheme: Scheme = DEFAULT, **layers: Iterable[Record]) -> Units:
    return collect(layers.items(), {article.id: article}.get, scheme)


def judged(found: Units, who: str) -> dict[int, tuple[str, str]]:
    """Return what `who` said of the unit that starts at an offset, and why it counts or not."""
    rows = positions(found, lambda identity: ARTICLE, DEFAULT)
    return {row["start"]: ("+".join(row["labels"]), row["why"]) for row in rows if row["annotator"] == who}


def test_what_is_said_counts_and_what_is_open_does_not() -> None:
    found = units(mei=[mark("mei", 5, "claim"), mark("mei", 10), mark("mei", 15, status="open", note="?")])
    assert judged(found, "mei") == {
        5: ("claim", "marked"),
        10: ("", "none"),
        15: ("", "open"),
        20: ("", "open"),
    }
    assert len(found.labels.unit) == 2


def test_titles_are_no_units_but_a_text_of_titles_alone_is() -> None:
    assert judged(units(mei=[mark("mei", 0, "claim")]), "mei").keys() == set(STARTS)
    only = replace(ARTICLE, sentences=ARTICLE.sentences[:1])
    assert judged(units(only, mei=[mark("mei", 0, "claim")]), "mei") == {0: ("claim", "marked")}


def test_none_is_implied_where_an_article_is_done_and_was_seen() -> None:
    found = units(mei=[mark("mei", 5, "claim"), mark("mei", 10, status="open", flag=True), done("mei")])
    assert [why for _, why in judged(found, "mei").values()] == ["marked", "implied", "implied", "implied"]
    found = units(mei=[mark("mei", 20, "claim"), done("mei", [(0, 12)])])
    assert [why for _, why in judged(found, "mei").values()] == ["implied", "implied", "unseen", "marked"]


def test_labels_of_before_a_review_count() -> None:
    changed = mark("mei", 5, "claim", first_labels=["opinion"])
    dropped = mark("mei", 10, "claim", first_labels=[])
    was_open = mark("mei", 15, "claim", first_labels=[], first_status="open")
    assert judged(units(mei=[changed, dropped, was_open, done("mei")]), "mei") == {
        5: ("opinion", "before review"),
        10: ("", "before review"),
        15: ("", "after review"),
        20: ("", "implied"),
    }


def test_marks_count_for_all_they_overlap() -> None:
    lead = "lead"
    join = bounds_record(ARTICLE, 5, 15, 10, "join", annotator=lead, writer="w", scheme="default/1")
    joined = replace(ARTICLE, sentences=with_bounds(ARTICLE, [join]))
    found = units(joined, mei=[mark("mei", 5, "claim"), mark("mei", 10, "quote"), mark("mei", 15, "claim")])
    assert judged(found, "mei") == {
        5: ("claim+quote", "marked"),
        15: ("claim", "marked"),
        20: ("", "open"),
    }
    assert "2 marks lie across" in found.remarks[0]
    wide = units(mei=[mark("mei", 5, "claim", end=15), mark("mei", 10)])
    assert judged(wide, "mei")[10] == ("claim", "marked")


def test_an_article_of_another_text_is_left_out_whole() -> None:
    found = units(
        mei=[mark("mei", 5, "claim"), mark("mei", 10, quote="別的文字。"), done("mei")],
        ann=[mark("ann", 5, "claim")],
    )
    assert {why for _, why in judged(found, "mei").values()} == {"text differs"}
    assert len(found.labels.unit) == 1
    assert any(line.startswith("mei: 1 mark in article aaaa") for line in found.left_out)


def test_marks_of_another_version_count_where_what_they_say_is_still_there() -> None:
    worth = {"name": "worth", "kind": "choice", "values": ["low", "high"]}
    scheme = Scheme.from_toml(
        {"version": 2, "labels": [{"name": "claim"}, {"name": "quote"}], "attributes": [worth]}, "test"
    )
    lin = [
        mark("lin", 5, "claim", scheme="custom/1", attributes={"worth": "huge"}),
        mark("lin", 10, "claim", "rumour", scheme="custom/1"),
        mark("lin", 15, "quote", scheme="custom/2", attributes={"worth": "low", "tone": "dry"}),
        done("lin"),
    ]
    found = units(scheme=scheme, lin=lin)
    assert judged(found, "lin") == {
        5: ("claim", "marked"),
        10: ("", "unknown label"),
        15: ("quote", "marked"),
        20: ("", "implied"),
    }
    assert [(str(one.what), one.marks) for one in found.gone] == [
        ("attribute tone", 1),
        ("label rumour", 1),
        ("huge as worth", 1),
    ]
    assert all(one.annotator == "lin" for one in found.gone)
    assert [one.values for one in found.attributes] == [("low",)]
    assert any(
        line.startswith("lin: 1 mark says label rumour, which the scheme custom/2") for line in found.left_out
    )
    assert any(line.startswith("lin: 2 marks were made under the scheme custom/1") for line in found.remarks)


def test_an_article_whose_text_is_missing_is_named() -> None:
    found = collect({"mei": [mark("mei", 5, "claim")]}.items(), lambda identity: None, DEFAULT)
    assert len(found.article) == 0
    assert found.left_out[0].startswith("mei: the text of 1 article is missing")


def test_what_nobody_else_judged_is_not_counted() -> None:
    found = units(mei=[mark("mei", 5, "claim"), mark("mei", 10)], lin=[mark("lin", 5)], ann=[])
    rows = list(positions(found, lambda identity: ARTICLE, DEFAULT))
    assert [(row["start"], row["annotator"]) for row in rows if row["counted"]] == [(5, "mei"), (5, "lin")]
    assert {row["why"] for row in rows if row["annotator"] == "ann"} == {"untouched"}
    assert all(row.keys() == rows[0].keys() for row in rows)


# -- attributes ---------------------------------------------------------------------


def values(found: Units) -> dict[tuple[str, str], list[object]]:
    return {(one.label, one.attribute): [one.values[code] for code in one.value] for one in found.attributes}


def test_a_voice_is_compared_where_a_person_set_it_and_for_each_label() -> None:
    found = units(
        mei=[
            mark("mei", 5, "claim", "opinion", voice="speaker", voice_by="person"),
            mark("mei", 10, "claim", voice="author", voice_by="default"),
            mark("mei", 15, "quote", voice="author", voice_by="person"),
        ]
    )
    assert values(found) == {("claim", "voice"): ["speaker"], ("opinion", "voice"): ["speaker"]}


@pytest.mark.parametrize(("by", "expected"), [("person", "張三"), ("rule", None)])
def test_speakers_and_forms_are_compared_where_a_person_set_them(by: str, expected: str | None) -> None:
    speaker = {"text": "張三", "name": "", "start": None, "end": None, "by": by}
    quote = {"form": "direct", "cont": False, "content": None, "speakers": [speaker], "by": "person"}
    found = values(units(mei=[mark("mei", 5, "quote", quotes=[quote])]))
    assert found[("quote", "form")] == ["direct"]
    assert found.get(("quote", "speaker"), [None]) == [expected]


def test_an_unknown_speaker_is_a_value_and_spelling_is_folded() -> None:
    unknown = {"text": "", "name": "", "start": None, "end": None, "by": "person"}
    quotes = [
        {"form": "direct", "speakers": [{**unknown, "name": name}], "by": "person"} for name in ("", "OpenAI")
    ]
    assert values(units(mei=[mark("mei", 5, "quote", quotes=quotes)])) == {
        ("quote", "form"): ["direct + direct"],
        ("quote", "speaker"): ["openai + unknown"],
    }


def test_own_attributes_are_compared_for_the_labels_they_belong_to() -> None:
    table = {
        "name": "default",
        "labels": [{"name": "claim"}, {"name": "opinion"}],
        "attributes": [
            {"name": "worth", "kind": "choice", "labels": ["claim"], "values": ["low", "high"]},
            {"name": "sure", "kind": "flag"},
        ],
    }
    scheme = Scheme.from_toml(table, "test")
    marks = [
        mark("mei", 5, "claim", attributes={"worth": "high", "sure": False, "old": 1}),
        mark("mei", 10, "opinion", attributes={"worth": "low"}),
    ]
    assert values(units(scheme=scheme, mei=marks)) == {("claim", "worth"): ["high"], ("", "sure"): ["false"]}


# -- laws -----------------------------------------------------------------------------

said = st.lists(
    st.tuples(
        st.integers(0, 24), st.integers(1, 12), st.sets(st.sampled_from(("claim", "opinion", "quote")))
    ),
    max_size=6,
    unique_by=lambda one: one[0],
)


@given(said, st.booleans())
def test_labels_are_what_the_marks_say_together(spans, is_done: bool) -> None:
    records = [
        mark("mei", start, *sorted(labels), end=min(start + width, 25)) for start, width, labels in spans
    ]
    records += [done("mei")] if is_done else []
    marks = Marks(ARTICLE, records)
    expected = {}
    for index, sentence in enumerate(ARTICLE.sentences):
        here = marks.said(index)
        if marks.counts(index) and (here.settled or is_done):
            expected[sentence.start] = here.labels
    found = units(mei=records)
    assert {
        int(found.start[unit]): found.labels.values[code]
        for unit, code in zip(found.labels.unit, found.labels.value, strict=True)
    } == expected


def test_what_is_said_of_whole_articles_is_compared() -> None:
    rows = [{"name": "claim"}, {"name": "news", "of": "article"}, {"name": "paid", "of": "article"}]
    worth = {"name": "worth", "kind": "choice", "values": ["low", "high"], "of": "article"}
    scheme = Scheme.from_toml({"labels": rows, "attributes": [worth]}, "test")
    said = {
        "mei": {"labels": ["news"], "attributes": {"worth": "low"}},
        "lin": {"labels": ["news", "paid"], "attributes": {"worth": "high"}},
        "ann": {},
        "kai": {"labels": ["gone"], "attributes": {"worth": "huge"}},
    }
    layers = {who: [{**done(who), **fields}] for who, fields in said.items()}
    layers["zoe"] = [{**done("zoe"), "done": False}]
    found = units(scheme=scheme, **layers)
    by = {(one.label, one.attribute): one for one in found.wholes}
    assert {key: [one.values[code] for code in one.value] for key, one in by.items()} == {
        ("news", ""): [True, True, False],
        ("paid", ""): [False, True, False],
        ("", "worth"): ["low", "high"],
    }
    assert [(one.annotator, str(one.what)) for one in found.gone] == [
        ("kai", "label gone"),
        ("kai", "huge as worth"),
    ]
    figures = {
        (one.about.label, one.measure): one.value
        for one in report(found, scheme).figures
        if one.about.scope == "whole"
    }
    assert figures["news", "percent"] == pytest.approx(1 / 3)
