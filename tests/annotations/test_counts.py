"""What is counted of records, one by one and summed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.counts import LayerCounts, trait
from annotations.record import Record, article_mark, sentence_mark

COMMON = {"annotator": "mei", "writer": "one", "scheme": "default/1"}


def mark(article: str = "a" * 20, start: int = 0, **fields: object) -> Record:
    return sentence_mark(article, start, start + 2, "如此", **(COMMON | fields))  # type: ignore[arg-type]


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
            {"kind": "decision", "article": None, "labels": ["claim"], "flag": True},
        ]
    )
    assert counts == LayerCounts(
        records=12,
        articles=4,
        done=1,
        marked=2,
        none=2,
        open=2,
        flags=2,
        notes=4,
        labels={"claim": 2, "quote": 1},
    )
    assert counts.decided == 4


def test_what_a_hand_wrote_wrongly_counts_as_nothing() -> None:
    strange: list[Record] = [
        {"kind": "sentence", "status": ["marked"], "labels": ["claim"], "flag": True},
        {"kind": "sentence", "status": "marked", "labels": "claim", "flag": 1, "note": 3, "article": 5},
        {"kind": "sentence", "status": "marked", "labels": [3, "claim", None, {}, "claim"]},
        {"kind": ["sentence"], "done": True},
        {"kind": "article", "article": "a", "done": "yes"},
        {},
    ]
    assert LayerCounts.of(strange) == LayerCounts(records=6, articles=1, marked=2, labels={"claim": 1})


RECORDS = st.lists(
    st.builds(
        mark,
        st.sampled_from(["a" * 20, "b" * 20, "c" * 20]),
        st.integers(0, 5),
        status=st.sampled_from(["marked", "none", "open"]),
        labels=st.lists(st.sampled_from(["claim", "opinion", "其他"]), max_size=3),
        flag=st.booleans(),
        note=st.sampled_from(["", "看"]),
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


@given(RECORDS)
def test_records_that_count_alike_share_a_trait(records: list[Record]) -> None:
    assert LayerCounts.of_traits([trait(one) for one in records]) == LayerCounts.of(records)
    assert len({trait(one) for one in records}) <= len(records)
