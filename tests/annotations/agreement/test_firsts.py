"""What was changed after others were seen: what was said before counts, and how much was changed is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotations.agreement.collect import collect
from annotations.agreement.left_out import changed_lines
from annotations.agreement.positions import positions
from annotations.agreement.report import report
from annotations.agreement.units import Units
from annotations.model.article import Article, Sentence
from annotations.model.scheme import DEFAULT
from annotations.records.first_judgements import Stamped, first_said
from annotations.records.record import Record, article_mark, sentence_mark, with_fields

TEXT = "一二三四。五六七八。九十甲乙。丙丁戊己。"
STARTS = range(0, 20, 5)
ARTICLE = Article("a" * 20, "", TEXT, TEXT, sentences=tuple(Sentence(at, at + 5) for at in STARTS))


def mark(start: int, *labels: str, rev: int = 1, who: str = "mei", **fields: Any) -> Record:
    record = sentence_mark(
        ARTICLE.id,
        start,
        start + 5,
        TEXT[start : start + 5],
        annotator=who,
        writer="w",
        scheme="default/1",
        status="marked" if labels else "none",
        labels=labels,
        at="2026-01-01T00:00:00.000Z",
    )
    return with_fields(record, {"rev": rev, **fields})


def done(rev: int = 1, **fields: Any) -> Record:
    whole = article_mark(ARTICLE.id, annotator="mei", writer="w", scheme="default/1", done=True)
    return with_fields(whole, {"rev": rev, **fields})


def units(revisions: Sequence[Stamped], other: Sequence[Record] = ()) -> Units:
    """Return what everybody judged where mei's layer has the newest of `revisions` alone."""
    newest: dict[str, Record] = {}
    for record, _ in revisions:
        if record["uid"] not in newest or newest[record["uid"]]["rev"] < record["rev"]:
            newest[record["uid"]] = record
    said = first_said(revisions)
    first = {} if said is None else {"mei": {ARTICLE.id: said}}
    layers = {"mei": list(newest.values()), "jun": other}
    return collect(layers.items(), {ARTICLE.id: ARTICLE}.get, DEFAULT, first=lambda name: first.get(name, {}))


def judged(found: Units) -> dict[int, tuple[str, str]]:
    """Return what mei said of the unit that starts at an offset, and why it counts or not."""
    rows = positions(found, lambda identity: ARTICLE, DEFAULT)
    return {row["start"]: ("+".join(row["labels"]), row["why"]) for row in rows if row["annotator"] == "mei"}


def before(*records: Record) -> list[Stamped]:
    return [Stamped(one, after_others=False) for one in records]


def after(*records: Record) -> list[Stamped]:
    return [Stamped(one, after_others=True) for one in records]


def test_what_was_said_before_others_were_seen_counts_and_what_was_made_of_it_does_not() -> None:
    found = units(
        [
            *before(mark(0, "claim"), mark(5, "claim"), mark(10, "opinion"), done()),
            *after(mark(5, "opinion", rev=2), mark(10, "opinion", rev=2, note="?"), mark(15, "claim")),
        ]
    )
    assert judged(found) == {
        0: ("claim", "marked"),
        5: ("claim", "before review"),
        10: ("opinion", "marked"),  # a note is no other judgement
        15: ("", "before review"),  # done said none of it
    }
    assert changed_lines(found.changed) == [
        "mei: 2 judgements were changed after others were seen; what was said before counts"
    ]


def test_what_was_never_judged_before_others_were_seen_does_not_count() -> None:
    found = units([*before(mark(0, "claim")), *after(mark(5, "claim"), done())])
    assert judged(found) == {
        0: ("claim", "marked"),
        5: ("", "after review"),
        10: ("", "after review"),
        15: ("", "after review"),
    }
    assert [(one.changed, one.late) for one in found.changed] == [(0, 3)]
    assert changed_lines(found.changed) == [
        "mei: 3 judgements were made only after others were seen, and left out"
    ]


def test_what_was_taken_back_after_others_were_seen_counts_still() -> None:
    taken = mark(0, "claim", rev=2, deleted=True)
    assert judged(units([*before(mark(0, "claim")), *after(taken)]))[0] == ("claim", "before review")


def test_where_nothing_was_made_after_the_layer_says_it() -> None:
    assert first_said(before(mark(0, "claim"), mark(0, "opinion", rev=2))) is None
    assert first_said([]) is None
    assert first_said(after(mark(0, "claim"))) == []


def test_of_two_that_are_equal_in_revision_the_same_counts_in_whatever_order() -> None:
    two = [mark(0, "claim"), mark(0, "opinion", updated="2026-02-01T00:00:00.000Z")]
    late = after(mark(0, "quote", rev=2))
    assert first_said([*before(*two), *late]) == first_said([*late, *before(*two[::-1])]) == [two[1]]


def test_the_figures_are_those_of_before() -> None:
    jun = [mark(at, "claim", who="jun") for at in STARTS]
    first = before(*(mark(at, "claim" if at < 10 else "opinion") for at in STARTS))
    later = after(*(mark(at, "claim", rev=2) for at in (10, 15)))
    shares = {
        one.measure: one.value
        for one in report(units([*first, *later], jun), DEFAULT).figures
        if one.about.scope == "project" and not one.about.label
    }
    assert shares["percent"] == 0.5
    assert report(units([*first, *later], jun), DEFAULT).changed[0].changed == 2


_SAID = st.tuples(st.sampled_from(STARTS), st.sampled_from([("claim",), ("opinion",), ()]), st.booleans())


@given(st.lists(_SAID, max_size=8), st.booleans(), st.lists(_SAID, max_size=8), st.randoms())
def test_whatever_is_changed_after_others_were_seen_the_figures_stay(
    said: Sequence[Any], finished: bool, since: Sequence[Any], dice: Any
) -> None:
    revs: dict[int, int] = {}

    def acts(each: Sequence[Any]) -> list[Record]:
        made = []
        for start, labels, deleted in each:
            revs[start] = revs.get(start, 0) + 1
            made.append(mark(start, *labels, rev=revs[start], deleted=deleted))
        return made

    early = before(*acts(said), *([done()] if finished else []))
    late = after(*acts(since))
    then, now = units(early), units([*early, *late])
    counting = {at: labels for at, (labels, why) in judged(then).items() if _counts(why)}
    assert {at: labels for at, (labels, why) in judged(now).items() if _counts(why)} == counting
    mixed = [*early, *late]
    dice.shuffle(mixed)
    assert first_said(mixed) == first_said([*early, *late])
    touched = {start for start, _, _ in since}
    assert sum(one.changed + one.late for one in now.changed) <= len(touched)


def _counts(why: str) -> bool:
    return why in ("marked", "none", "implied", "before review")
