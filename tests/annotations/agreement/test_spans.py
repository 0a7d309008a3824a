"""Names and numbers as two annotators mended them: what matches, and what says nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotations.agreement.spans import matches, span_sums
from annotations.marks.coverage import Coverage
from annotations.model.article import Analysis, Article, Name, Number, Sentence
from annotations.records.record import Record
from annotations.records.spans import span_record

TEXT = "王毅在北京見了張三和李四。"
ARTICLE = Article("a" * 20, "", TEXT, TEXT, sentences=(Sentence(0, len(TEXT)),))
FOUND = Analysis((Name(0, 2, "PER"), Name(3, 5, "LOC"), Name(7, 9, "PER")))


def said(who: str, act: str, start: int, end: int, target: tuple[int, int] | None, kind: str) -> Record:
    return span_record(
        ARTICLE.id,
        "name",
        act,
        start,
        end,
        TEXT[start:end],
        target=target,
        type=kind if act != "reject" else None,
        annotator=who,
        writer="w",
        scheme="default/1",
    )


def sums(mine: list[Record], theirs: list[Record]) -> list[float] | None:
    spans = {(who, 0): records for who, records in ((0, mine), (1, theirs)) if records}
    found = span_sums(spans, [(0, 0), (1, 0)], lambda number: (ARTICLE, FOUND))
    return None if (0, 1) not in found else found[0, 1].table[0].tolist()


def test_what_both_left_as_it_was_says_nothing() -> None:
    assert sums([], []) is None
    add = said("a", "add", 10, 12, None, "PER")
    assert sums([add], []) == [0, 0, 1]
    assert sums([add], [said("b", "add", 10, 12, None, "PER")]) == [1, 1, 2]


def test_one_rejects_what_the_other_kept() -> None:
    assert sums([said("a", "reject", 0, 2, (0, 2), "")], []) == [0, 0, 1]


def test_an_edge_that_differs_is_no_exact_match() -> None:
    wider = said("a", "change", 2, 5, (3, 5), "LOC")
    assert sums([wider], []) == [0, 1, 2]
    assert sums([said("a", "change", 3, 5, (3, 5), "ORG")], []) == [0, 0, 2], "nor is another type"


def test_who_never_touched_the_article_is_not_compared() -> None:
    spans = {(0, 0): [said("a", "add", 10, 12, None, "PER")]}
    assert span_sums(spans, [(0, 0)], lambda number: (ARTICLE, FOUND)) == {}
    assert span_sums(spans, [(0, 0), (1, 0)], lambda number: None) == {}


def test_numbers_match_by_their_value_too() -> None:
    one, other = Number(0, 2, "money", 5), Number(0, 2, "money", 6)
    assert matches([one], [other], []) == (0, 1, 2)
    assert matches([one], [Number(0, 2, "money", 5, by="person")], []) == (1, 1, 2)


def disjoint(cuts: list[int], kinds: list[bool]) -> list[Name]:
    pairs = zip(sorted(cuts)[::2], sorted(cuts)[1::2], kinds, strict=False)
    return [Name(start, end, "PER" if kind else "LOC") for start, end, kind in pairs]


spans = st.builds(
    disjoint,
    st.lists(st.integers(0, 20), max_size=10, unique=True),
    st.lists(st.booleans(), min_size=5, max_size=5),
)


@given(spans, spans)
def test_matches_are_the_most_there_can_be(mine: list[Name], theirs: list[Name]) -> None:
    exact, overlap, both = matches(mine, theirs, [])
    assert exact == len(set(mine) & set(theirs))
    assert both == len(mine) + len(theirs)
    assert matches(theirs, mine, []) == (exact, overlap, both)
    assert overlap == most(mine, theirs)
    assert matches(mine, mine, []) == (len(mine), len(mine), 2 * len(mine))


def most(mine: list[Name], theirs: list[Name]) -> int:
    """Return the size of the largest matching, by dynamic programming over both sequences."""
    best = np.zeros((len(mine) + 1, len(theirs) + 1), int)
    for i, one in enumerate(mine, 1):
        for j, other in enumerate(theirs, 1):
            fits = one.type == other.type and one.start < other.end and other.start < one.end
            best[i, j] = max(best[i - 1, j], best[i, j - 1], best[i - 1, j - 1] + fits)
    return int(best[-1, -1])


def test_what_was_said_beside_a_prediction_is_not_compared() -> None:
    mine, theirs = said("a", "add", 10, 12, None, "PER"), said("b", "add", 10, 12, None, "PER")
    other = said("b", "reject", 0, 2, (0, 2), "")
    mine["predicted"] = {"models": {"bert": ["PER"]}, "followed": ["bert"]}
    assert sums([mine], [theirs]) is None
    assert sums([mine], [theirs, other]) == [0, 0, 1], "elsewhere it says as much as ever"


def test_what_was_left_beside_a_prediction_is_not_compared() -> None:
    spans = {(0, 0): [said("a", "add", 10, 12, None, "PER")]}
    touched = [(0, 0), (1, 0)]
    helped = {(1, 0): Coverage(done=True, helped_spans=True)}
    assert span_sums(spans, touched, lambda number: (ARTICLE, FOUND))
    assert not span_sums(spans, touched, lambda number: (ARTICLE, FOUND), helped)


def test_what_was_said_beside_a_prediction_is_not_compared_wherever_it_holds() -> None:
    text = "王毅來了。王毅走了。"
    article = Article("b" * 20, "", text, text, sentences=(Sentence(0, 5), Sentence(5, 10)))
    mine = [one | {"article": article.id} for one in (said("a", "add", 0, 2, None, "PER"),)]
    theirs = [
        said("b", "add", 5, 7, None, "ORG") | {"article": article.id, "everywhere": False, "quote": "王毅"}
    ]
    spans = {(0, 0): mine, (1, 0): theirs}

    def compared() -> bool:
        return bool(span_sums(spans, [(0, 0), (1, 0)], lambda number: (article, Analysis())))

    assert compared()
    mine[0]["predicted"] = {"models": {"bert": ["PER"]}, "followed": ["bert"]}
    assert not compared(), "the second place has the name because of the first"
