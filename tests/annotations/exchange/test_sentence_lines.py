"""Lines that are put together of pieces are what their rows say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotations.exchange.flat import flat
from annotations.exchange.jsonl import encode, sentence_objects
from annotations.exchange.sentence_lines import sentence_lines
from annotations.marks.marks import Marks
from annotations.model.article import Analysis, Article, Name, Number, Sentence
from annotations.records.assistance import assisted
from annotations.records.record import Record, article_mark, sentence_mark
from annotations.records.remarks import remark_record

ID = "a" * 20
WHO = {"annotator": "mei", "writer": "w"}
TIMES = ("2026-01-31T08:00:00.000Z", "2026-01-31T08:00:00Z", "2025-12-01T00:00:00.123Z")
Draw = Callable[[st.SearchStrategy[Any]], Any]

words = st.text(st.sampled_from('央行的。「」"\\\n\t/\x00\x7f𠮷é\u2028\ud800a1'), max_size=6)
"""What is written out in JSON in one way or another, and half a character."""
plain = st.text(st.sampled_from('央行的。「"\\\n𠮷a1'), max_size=6)
bounds = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)


def apart(ranges: list[list[int]], end: int) -> list[tuple[int, int]]:
    """Return those of `ranges` that follow each other, up to `end`, and are not empty."""
    found: list[tuple[int, int]] = []
    for start, last in sorted(ranges):
        if start < last <= end and (not found or found[-1][1] <= start):
            found.append((start, last))
    return found


@st.composite
def cases(draw: Draw, texts: st.SearchStrategy[str]) -> tuple[Any, ...]:
    text = draw(st.lists(texts, min_size=4, max_size=12).map("".join))
    places = st.lists(bounds, max_size=8).map(lambda ranges: apart(ranges, len(text)))
    removed = [(one, one + 1) for one in sorted(draw(st.sets(st.integers(0, len(text)), max_size=2)))]
    parts = st.sampled_from(("body", "body", "title"))
    sentences = tuple(Sentence(*one, part=draw(parts)) for one in draw(places))
    certain = st.sampled_from((True, False, 1))
    names = tuple(Name(*one, draw(st.sampled_from(("PER", "ORG"))), draw(certain)) for one in draw(places))
    values = st.sampled_from((None, 0, 0.0, -0.0, 1, 1.0, 0.5, 2**53 + 1, 10**400, 3))
    numbers = tuple(
        Number(*one, "money", draw(values), draw(values), unit=draw(texts), certain=draw(certain))
        for one in draw(places)
    )
    article = Article(
        *(ID, draw(texts), text, text, tuple(removed)),
        source=draw(texts),
        sentences=sentences,
        metadata=draw(st.dictionaries(texts, texts, max_size=2)),
    )
    corrections = [(*one, draw(texts)) for one in draw(places)][: draw(st.integers(0, 1))]
    records = [draw(marks(text, texts)) for _ in range(draw(st.integers(0, 4)))] if text else []
    about = {"to": "mei", "scheme": "s/1", "at": TIMES[0], **WHO}
    remarks = [remark_record(ID, 0, len(text), text, "再看", **about)][: draw(st.integers(0, 1))]
    if draw(st.booleans()):
        seen = [list(one) for one in draw(places)]
        records.append(article_mark(ID, done=True, seen=seen, scheme="s/1", at=TIMES[0], **WHO))
    marked = Marks(article, records)
    return article, marked, Analysis(names, numbers, "v"), draw(texts), draw(texts), corrections, remarks


@st.composite
def marks(draw: Draw, text: str, texts: st.SearchStrategy[str]) -> Record:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    labels = draw(st.lists(st.sampled_from(("claim", "opinion", "quote")), max_size=2, unique=True))
    status = "marked" if labels else draw(st.sampled_from(("none", "open")))
    quotes = [{"form": "direct", "cont": False, "content": [start, end], "speakers": [], "by": "rule"}]
    record: dict[str, Any] = dict(
        sentence_mark(
            *(ID, start, end, text[start:end]),
            status=status,
            labels=labels,
            note=draw(texts),
            flag=draw(st.booleans()),
            voice=draw(st.sampled_from((None, "author"))),
            quotes=quotes[: draw(st.integers(0, 1))],
            scheme=draw(st.sampled_from(("old/1", "s/2"))),
            at=draw(st.sampled_from(TIMES)),
            **WHO,
        )
    )
    record["updated"] = draw(st.sampled_from(TIMES))
    if draw(st.booleans()):
        record["attributes"] = {"tone": draw(texts)}
    if draw(st.booleans()):
        record["predicted"] = assisted({"bert": draw(st.sampled_from((labels, ["claim"])))}, labels)
    return record  # type: ignore[return-value]


def rows(case: tuple[Any, ...]) -> bytes:
    return b"".join(encode(flat(row)) for row in sentence_objects(*case))


@given(cases(plain))
def test_lines_of_pieces_are_those_of_their_rows(case: tuple[Any, ...]) -> None:
    assert sentence_lines(*case) == rows(case)


@given(cases(words))
def test_they_are_where_half_a_character_is_written_out(case: tuple[Any, ...]) -> None:
    assert sentence_lines(*case) == rows(case)


def test_no_number_is_taken_for_one_that_is_written_otherwise() -> None:
    text = "零零一一"
    article = Article(ID, "", text, text, sentences=(Sentence(0, 4),))
    values = (0.0, -0.0, 1, 1.0)
    numbers = tuple(Number(at, at + 1, "cardinal", value) for at, value in enumerate(values))
    case = (article, Marks(article), Analysis((), numbers), "mei", "s/1")
    for _ in range(2):  # also when they are known
        assert sentence_lines(*case) == rows(case)
    assert sentence_lines(*case).count(b"-0.0") == 1


def test_two_marks_alike_but_for_what_models_had_said_have_lines_of_their_own() -> None:
    text = "甲。乙。"
    article = Article(ID, "", text, text, sentences=(Sentence(0, 2), Sentence(2, 4)))
    one, two = (
        sentence_mark(*(ID, at, at + 2, article.text[at : at + 2]), labels=["claim"], scheme="s/2", **WHO)
        | {"status": "marked"}
        for at in (0, 2)
    )
    two["predicted"] = assisted({"bert": ["claim"]}, ["claim"])
    case = (article, Marks(article, [one, two]), Analysis(), "mei", "s/2")
    assert sentence_lines(*case) == rows(case)
    assert sentence_lines(*case).count(b"bert") == 1
