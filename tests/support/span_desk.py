"""Names and numbers that several annotators mended, in memory, and leads who decide on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from annotations.adjudication.decide import Decider
from annotations.adjudication.decide_spans import SpanDecider
from annotations.adjudication.gold import decided_analysis
from annotations.adjudication.spans import SpanUnit, span_units
from annotations.model.article import Analysis, Article, Name, Number, Sentence
from annotations.model.scheme import DEFAULT
from annotations.records.record import Record, article_mark
from annotations.records.spans import span_record
from annotations.records.validation import validate

__all__ = [
    "ARTICLE", "DONE", "FOUND", "SAID", "SENTENCES", "TEXT", "Desk", "bare", "content_of", "disjoint", "done",
    "said",
]  # fmt: skip

TEXT = "華AI在北京。華AI說3億元。王毅和張三丰見華AI。"
SENTENCES = (Sentence(0, 7), Sentence(7, 15), Sentence(15, len(TEXT)))
ARTICLE = Article("a" * 20, "", TEXT, TEXT, sentences=SENTENCES)
FOUND = Analysis(
    (
        Name(0, 3, "LOC"),
        Name(4, 6, "LOC"),
        Name(7, 10, "LOC"),
        Name(15, 17, "PER"),
        Name(18, 20, "PER"),
        Name(22, 25, "LOC"),
    ),
    (Number(11, 14, "money", 300_000_000, unit="CNY"),),
    "v1",
)
BY: dict[str, Any] = {"writer": "w", "scheme": "default/1"}


def said(
    who: str,
    act: str,
    start: int,
    end: int,
    target: tuple[int, int] | None = None,
    kind: str = "ORG",
    *,
    what: str = "name",
    everywhere: bool = False,
) -> Record:
    return span_record(
        ARTICLE.id,
        what,
        act,
        start,
        end,
        TEXT[start:end],
        target=target,
        type=kind if what == "name" and act != "reject" else None,
        number={"kind": kind, "value": 3} if what == "number" and act != "reject" else None,
        everywhere=everywhere,
        annotator=who,
        **BY,
    )


def done(who: str, seen: Iterable[tuple[int, int]] = ()) -> Record:
    return article_mark(ARTICLE.id, annotator=who, done=True, seen=seen, **BY)


class Desk:
    """Layers in memory, and leads who decide on them."""

    def __init__(self, *records: Record) -> None:
        self.layers: dict[str, dict[str, Record]] = {}
        self.put(records)

    def put(self, records: Iterable[Record]) -> list[Record]:
        records = list(records)
        decided = [one for one in records if one["kind"] == "span-decision"]
        assert len({one["batch"][0] for one in decided}) <= 1
        assert all(one["batch"][1] == len(decided) for one in decided)
        for one in records:
            validate(one)
            layer = self.layers.setdefault(one["annotator"], {})
            if one["kind"] == "span-decision":
                assert one["rev"] == layer.get(one["uid"], {"rev": 0})["rev"] + 1
            layer[one["uid"]] = one
        return records

    def see(self, found: Analysis = FOUND) -> list[SpanUnit]:
        layers = {name: list(layer.values()) for name, layer in self.layers.items()}
        return span_units(ARTICLE, found, layers)

    def lead(self, name: str = "lin") -> SpanDecider:
        by = Decider(DEFAULT, name, lambda uid: self.layers.get(name, {}).get(uid))
        return SpanDecider(ARTICLE, self.see(), by)

    def settle(self) -> list[Record]:
        return self.put(self.lead().settle_unanimous())

    def states(self) -> list[tuple[str, str]]:
        return [(unit.quote, unit.state) for unit in self.see()]

    def gold(self) -> Analysis:
        decided = [unit.decision for unit in self.see()]
        return decided_analysis(ARTICLE, FOUND, [one for one in decided if one is not None])


def bare(version: Sequence[Name | Number]) -> list[tuple[object, ...]]:
    return [(one.start, one.end, one.type if isinstance(one, Name) else one.kind) for one in version]


def disjoint(spans: Sequence[Name | Number]) -> bool:
    return all(one.end <= two.start for one, two in pairwise(spans))


def content_of(version: Sequence[Name | Number]) -> list[tuple[object, ...]]:
    return [
        (one.start, one.end, one.type)
        if isinstance(one, Name)
        else (one.start, one.end, one.kind, one.value, one.high, one.iso, one.unit, one.modifier)
        for one in version
    ]


PLACES = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 4)).map(
    lambda one: (one[0], min(one[0] + one[1], len(TEXT)))
)
KINDS = st.sampled_from(["PER", "ORG", "LOC"])
PEOPLE = st.sampled_from(["kai", "lin", "mei"])
ADDED = st.builds(
    lambda who, place, kind, what, everywhere: said(
        who, "add", *place, kind=kind, what=what, everywhere=everywhere
    ),
    PEOPLE,
    PLACES,
    KINDS,
    st.sampled_from(["name", "number"]),
    st.booleans(),
)


def _mended(who: str, span: Name | Number, act: str, moved: int, kind: str, everywhere: bool) -> Record:
    what = "name" if isinstance(span, Name) else "number"
    end = min(len(TEXT), span.end + moved) if act == "change" else span.end
    target = (span.start, span.end)
    return said(who, act, span.start, end, target, kind, what=what, everywhere=everywhere)


MENDED = st.builds(
    _mended,
    PEOPLE,
    st.sampled_from([*FOUND.names, *FOUND.numbers]),
    st.sampled_from(["change", "reject"]),
    st.integers(0, 2),
    KINDS,
    st.booleans(),
)
SAID = st.lists(ADDED | MENDED, max_size=8)
DONE = st.sets(PEOPLE)
