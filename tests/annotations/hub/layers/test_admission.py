"""What of revisions that come from a hub counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from annotations.hub.layers.admission import admit
from annotations.records.record import Record, revise, sentence_mark
from annotations.storage.layer.fold import Fold
from annotations.storage.layer.lines import Line, acts_of, batch_of

ARTICLE = "a" * 20


def mark(start: int, label: str = "claim", writer: str = "one", at: str | None = None) -> Record:
    return sentence_mark(
        ARTICLE,
        start,
        start + 2,
        "新聞",
        annotator="mei",
        writer=writer,
        scheme="default/1",
        status="marked",
        labels=[label],
        at=at,
    )


class Layer:
    """A layer in memory, as its file's lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def versions(self, uid: str) -> Sequence[Record]:
        fold = Fold({})
        fold.take(self.lines)
        newest = [one for one in fold.docs.values() if one["uid"] == uid]
        return [*newest, *(other for one, other in fold.conflicts() if one["uid"] == uid)]  # type: ignore[list-item]

    def take(self, *records: Record) -> None:
        self.lines += admit(records, self.versions).lines

    def said(self) -> dict[str, object]:
        fold = Fold({})
        fold.take(self.lines)
        rivals = {(one["uid"], other["labels"][0]) for one, other in fold.conflicts()}
        return {
            "counts": {one["uid"]: (one["rev"], one["labels"]) for one in fold.docs.values()},
            "beside": rivals,
        }


def test_a_higher_revision_wins_whatever_clocks_say() -> None:
    first = mark(0, at="2030-01-01T00:00:00.000Z")
    second = revise(first, labels=["quote"], at="2020-01-01T00:00:00.000Z")
    layer = Layer()
    layer.take(second)
    found = admit([first], layer.versions)
    assert (found.older, found.lines) == (1, [])
    assert layer.versions(first["uid"])[0]["labels"] == ["quote"]  # type: ignore[typeddict-item]


def test_what_is_there_already_changes_nothing() -> None:
    layer = Layer()
    layer.take(mark(0), mark(2))
    found = admit(list(layer.versions(mark(0)["uid"])), layer.versions)
    assert (found.same, found.taken, found.lines) == (1, 0, [])


def test_of_equal_revisions_none_is_dropped_and_one_counts_everywhere() -> None:
    versions = [mark(0, label, label) for label in ("claim", "opinion", "quote")]
    said = []
    for order in permutations(versions):
        layer = Layer()
        for one in order:  # each comes by itself, as from three machines
            layer.take(one)
        said.append(layer.said())
        layer = Layer()
        layer.take(*order)
        said.append(layer.said())
    assert all(one == said[0] for one in said)
    assert len(said[0]["beside"]) == 2  # type: ignore[arg-type]


def test_a_further_revision_settles_it() -> None:
    layer = Layer()
    one, other = mark(0, "claim", "one"), mark(0, "quote", "two")
    layer.take(one)
    layer.take(other)
    assert layer.said()["beside"]
    layer.take(revise(one, labels=["opinion"]))
    assert layer.said() == {"counts": {one["uid"]: (2, ["opinion"])}, "beside": set()}


def test_what_was_settled_since_is_no_dispute_to_whoever_comes_late() -> None:
    one, other = mark(0, "claim", "one"), mark(0, "quote", "two")
    assert admit([one, other], Layer().versions).differing
    assert not admit([one, other, revise(one, labels=["opinion"])], Layer().versions).differing


def test_acts_are_as_large_as_what_came_of_them() -> None:
    batch = ["f" * 32, 3]
    came = [{**mark(start), "batch": list(batch)} for start in (0, 2)]
    layer = Layer()
    layer.take(*came)  # type: ignore[arg-type]
    assert [batch_of(one) for _, one in layer.lines] == [("f" * 32, 2)] * 2
    layer.take(mark(0, "quote", "two", at="2000-01-01T00:00:00.000Z"))  # loses, so that two lines are added
    for batch_id, lines in acts_of(layer.lines).items():
        assert {batch_of(one)[1] for _, one in layer.lines if one["batch"][0] == batch_id} == {lines}


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.sampled_from("abc")), max_size=12),
    st.randoms(),
)
def test_machines_that_get_the_same_in_another_order_come_to_the_same(
    what: list[tuple[int, int, str]],
    chance: st.randoms,  # type: ignore[valid-type]
) -> None:
    records = [
        {**mark(start, writer, writer, at="2026-01-01T00:00:00.000Z"), "rev": rev}
        for start, rev, writer in what
    ]
    one, other = Layer(), Layer()
    one.take(*records)  # type: ignore[arg-type]
    mixed = list(records)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    for record in mixed:
        other.take(record)  # type: ignore[arg-type]
    assert one.said() == other.said()
