"""What is counted of records, one by one and summed."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotations.progress.articles import ArticleCounts
from annotations.progress.counts import LayerCounts, trait
from annotations.progress.pace import Pace, moment, moments_of
from annotations.records.record import Record, article_mark, sentence_mark

COMMON = {"annotator": "mei", "writer": "one", "scheme": "default/1"}
AT = "2026-01-31T08:00:{:02}.000Z"


def mark(article: str = "a" * 20, start: int = 0, **fields: object) -> Record:
    values = COMMON | {"at": AT.format(0)} | fields
    return sentence_mark(article, start, start + 2, "如此", **values)  # type: ignore[arg-type]


def done(article: str, done: bool = True, note: str = "") -> Record:
    return article_mark(article, done=done, note=note, **COMMON)


def test_an_empty_layer_counts_nothing() -> None:
    assert LayerCounts.of([]) == LayerCounts()
    assert LayerCounts.total([]) == LayerCounts()


def test_every_record_counts_as_what_it_is() -> None:
    counts = LayerCounts.of(
        [
            mark(status="marked", labels=["claim", "quote"]),
            mark(start=10, status="marked", labels=["claim"], flag=True, note="看"),
            mark(start=20, status="none"),
            mark(start=30, flag=True),
            mark(start=40, note="問"),
            mark(start=50),  # labels taken off again: it says nothing
            mark("b" * 20, status="none", note=" \n"),
            done("b" * 20),
            done("b" * 20, note="again") | {"uid": "another"},
            done("c" * 20, done=False, note="later"),
            {"kind": "correction", "article": "d" * 20, "text": "。", "note": ""},
            {"kind": "decision", "article": "d" * 20, "labels": ["claim"], "flag": True},
        ]
    )
    assert replace(counts, by_article={}) == LayerCounts(
        records=12,
        articles=4,
        done=1,
        marked=2,
        none=2,
        open=2,
        flags=2,
        notes=4,
        labels={"claim": 2, "quote": 1},
        decisions=1,
    )
    assert counts.decided == 4


def test_the_pace_is_that_of_each_article_and_of_what_is_said_in_it() -> None:
    counts = LayerCounts.of(
        [
            mark(at=AT.format(0), status="marked", labels=["claim"]),
            mark(start=10, at=AT.format(8), status="marked", labels=["claim", "quote"]),
            mark("b" * 20, at=AT.format(9), status="none"),  # the first of its article
            mark(start=20, at=AT.format(14), status="none"),
            mark("b" * 20, start=10, at=AT.format(19), flag=True),
            done("b" * 20) | {"created": AT.format(59)},
        ]
    )
    assert counts.pace == Pace({60: 1, 80: 1, 100: 1})
    assert counts.paces == {"claim": Pace({80: 1}), "none": Pace({60: 1}), "quote": Pace({80: 1})}
    assert counts.pace.median == 8.0


def test_marks_of_which_it_is_not_known_when_have_no_pace() -> None:
    times = [None, 5, "", "yesterday", "2026-01-31", "2026-01-31T08:00:00", ["2026"], AT.format(7)]
    strange = [mark(start=10 * at) | {"created": time} for at, time in enumerate(times)]
    counts = LayerCounts.of([*strange, mark(start=90, status="none") | {"created": None}])
    assert (counts.records, counts.pace) == (9, Pace())
    assert LayerCounts.of([*strange, mark(start=90, at=AT.format(9))]).pace == Pace({20: 1})


RECORDS = st.lists(
    st.builds(
        mark,
        st.sampled_from(["a" * 20, "b" * 20, "c" * 20]),
        st.integers(0, 5),
        status=st.sampled_from(["marked", "none", "open"]),
        labels=st.lists(st.sampled_from(["claim", "opinion", "其他"]), max_size=3),
        flag=st.booleans(),
        note=st.sampled_from(["", "看"]),
        at=st.integers(0, 59).map(AT.format),
    )
    | st.builds(done, st.sampled_from(["a" * 20, "d" * 20]), st.booleans(), st.sampled_from(["", "看"]))
)


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(records: list[Record], dice: object) -> None:
    shuffled = list(records)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert LayerCounts.of(shuffled) == LayerCounts.of(records)
    assert list(LayerCounts.of(shuffled).labels) == sorted(LayerCounts.of(shuffled).labels)


@given(RECORDS, RECORDS)
def test_the_total_is_the_sum_and_articles_count_for_each_annotator(
    one: list[Record], other: list[Record]
) -> None:
    counts = [LayerCounts.of(one), LayerCounts.of(other)]
    total = LayerCounts.total(counts)
    together = LayerCounts.of([*one, *other])
    for name in ("records", "marked", "none", "open", "flags", "notes", "labels", "decided"):
        assert getattr(total, name) == getattr(together, name), name
    for name in ("articles", "done"):
        assert getattr(total, name) == sum(getattr(each, name) for each in counts) >= getattr(together, name)
    assert LayerCounts.total([total]) == total
    assert total.pace.sentences == sum(each.pace.sentences for each in counts)
    assert total.pace == Pace.total(each.pace for each in counts)
    assert total.paces.keys() == counts[0].paces.keys() | counts[1].paces.keys()


@given(RECORDS)
def test_records_that_count_alike_share_a_trait(records: list[Record]) -> None:
    traits = [trait(one) for one in records]
    assert LayerCounts.of_traits(traits, moments_of(records)) == LayerCounts.of(records)
    assert len({trait(one) for one in records}) <= len(records)


def test_how_far_each_article_is() -> None:
    at = moment(AT.format(0))
    counts = LayerCounts.of(
        [
            mark(start=0, at=AT.format(9), status="marked", labels=["claim"], note="是引語嗎？"),
            mark(start=10, at=AT.format(2), flag=True, note="why?"),
            mark(start=20, at=AT.format(5), status="none", note="看"),
            mark("b" * 20, status="none"),
            done("b" * 20, note="要不要算標題？") | {"updated": AT.format(30)},
            done("c" * 20) | {"updated": AT.format(40), "imported": "by"},
            done("d" * 20, done=False),
            {"kind": "decision", "article": "e" * 20, "labels": [], "flag": False, "note": "?"},
        ]
    )
    assert counts.by_article == {
        "a" * 20: ArticleCounts(3, 2, 1, 2, int(at) + 2, int(at) + 9),
        "b" * 20: ArticleCounts(1, 1, 0, 1, int(at), int(at), True, int(at) + 30),
        "c" * 20: ArticleCounts(done=True),
    }
    assert counts.by_article["a" * 20].begun
    assert not counts.by_article["b" * 20].begun
    assert LayerCounts.from_json(json.loads(json.dumps(counts.to_json()))) == counts


def test_shares_are_of_what_was_decided() -> None:
    assert LayerCounts(marked=2, none=3).decided == 5
    assert LayerCounts(marked=0, none=4, labels={}).decided == 4
