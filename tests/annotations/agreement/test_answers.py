"""What an annotator says, against what is known."""

from __future__ import annotations

from desk import article
from hypothesis import given
from hypothesis import strategies as st

from annotations.agreement.answers import Answer, answers_of, score, total
from annotations.marks.marks import Marks
from annotations.records.record import article_mark, sentence_mark

LABELS = ("claim", "opinion", "quote")
TEXT = article()
labels = st.none() | st.sets(st.sampled_from(LABELS)).map(frozenset)


def marks_of(said: list[frozenset[str] | None], *, done: bool = False) -> Marks:
    records = [
        sentence_mark(
            TEXT.id,
            sentence.start,
            sentence.end,
            TEXT.text[sentence.start : sentence.end],
            annotator="mei",
            writer="w",
            scheme="default/1",
            status="marked" if one else "none",
            labels=one,
        )
        for sentence, one in zip(TEXT.sentences, said, strict=False)
        if one is not None
    ]
    if done:
        records.append(article_mark(TEXT.id, annotator="mei", writer="w", scheme="default/1", done=True))
    return Marks(TEXT, records, labels=frozenset(LABELS))


def known(expected: list[frozenset[str] | None]) -> list[Answer]:
    pairs = zip(TEXT.sentences, expected, strict=False)
    return [Answer(s.start, s.end, one) for s, one in pairs if one is not None]


four = st.lists(labels, min_size=4, max_size=4)


@given(four, four)
def test_every_sentence_that_has_an_answer_and_was_judged_counts_once(said, expected):
    found = score(marks_of(said), known(expected))
    both = [(a, b) for a, b in zip(said, expected, strict=True) if a is not None and b is not None]
    assert found.answered == len(both)
    assert found.exact == sum(a == b for a, b in both)
    assert found.open == sum(a is None and b is not None for a, b in zip(said, expected, strict=True))
    assert [one.sentence for one in found.misses] == [
        n for n, (a, b) in enumerate(zip(said, expected, strict=True)) if a is not None and b not in (None, a)
    ]


def test_a_miss_concerns_what_was_expected_and_what_was_said():
    claim, quote = frozenset({"claim"}), frozenset({"quote"})
    found = score(marks_of([claim, claim, quote, frozenset()]), known([claim, quote, quote, claim]))
    assert (found.answered, found.exact) == (4, 2)
    assert [one.concerned for one in found.misses] == [["quote", "claim"], ["claim", "none"]]


def test_a_done_article_judges_what_was_not_marked():
    found = score(marks_of([None] * 4, done=True), known([frozenset()] * 4))
    assert (found.answered, found.exact, found.open) == (4, 4, 0)


def test_of_answers_with_other_bounds_all_count():
    long = Answer(TEXT.sentences[0].start, TEXT.sentences[1].end, frozenset({"claim"}), "why")
    other = Answer(TEXT.sentences[1].start, TEXT.sentences[1].end, frozenset({"quote"}), "because")
    claim = frozenset({"claim"})
    found = score(marks_of([claim, claim]), [other, long])
    assert (found.answered, found.exact) == (2, 1)
    assert found.misses[0].expected == {"claim", "quote"}
    assert found.misses[0].comment == "why; because"


def test_scores_of_articles_add_up():
    claim = frozenset({"claim"})
    one = score(marks_of([claim, None]), known([claim, claim]))
    two = score(marks_of([frozenset()]), known([claim]))
    both = total([one, two])
    assert (both.answered, both.exact, both.open) == (2, 1, 1)
    assert total([]).answered == 0


def test_decisions_are_answers_as_far_as_they_are_in_place():
    sentence = TEXT.sentences[1]
    quote = TEXT.text[sentence.start : sentence.end]
    assert answers_of([], TEXT.text) == []
    made = {
        "start": sentence.start,
        "end": sentence.end,
        "quote": quote,
        "labels": ["claim"],
        "reason": " by the  rule ",
        "note": "",
        "deleted": False,
    }
    assert answers_of([made], TEXT.text) == [
        Answer(sentence.start, sentence.end, frozenset({"claim"}), "by the rule")
    ]
    assert not answers_of([{**made, "quote": "x"}], TEXT.text)
    assert not answers_of([{**made, "deleted": True}], TEXT.text)
