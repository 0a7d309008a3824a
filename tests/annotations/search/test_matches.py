"""What a query finds in one article, and where."""

from __future__ import annotations

import pytest

from annotations.analysis.sentences import split
from annotations.model.article import Article
from annotations.model.scheme import DEFAULT
from annotations.search.matches import matches
from annotations.search.subject import Subject
from annotations.search.syntax import Vocabulary, read_query

TEXT = "據新華社今天報道，據美聯社的报道不同。報道說有據可查。據說，有人。報道來了。據…報道。報道據報據。"


def shown(query: str, text: str = TEXT) -> list[tuple[int, list[str]]]:
    """Return each sentence that is found, by its index, and what of it is shown."""
    article = Article("a" * 20, "", text, text, sentences=split(text))
    found = matches(read_query(query, Vocabulary.of(DEFAULT)), Subject(article, {}))
    return [(one.sentence, [text[start:end] for start, end in one.spans]) for one in found]


@pytest.mark.parametrize("query", ["據…報道", "据......报道", "據 報道 據……報道"])
def test_dots_between_words_are_anything_within_a_sentence(query: str) -> None:
    assert [(index, spans[:2]) for index, spans in shown(query)] == [
        (0, ["據新華社今天報道", "據美聯社的报道"]),
        (4, ["據…報道"]),
    ]


def test_dots_in_quotation_marks_are_dots() -> None:
    assert shown('"據…報道"') == [(4, ["據…報道"])]
    assert [index for index, _ in shown("not 據…報道")] == [1, 2, 3, 5]
    assert shown("報道…有…查") == [(1, ["報道說有據可查"])]


def test_one_sentence_of_many_beginnings_is_gone_through_once() -> None:
    """As a regular expression 據.*報道.*據 takes the square of its length."""
    text = "報道" + "據" * 300_000
    assert shown("據…報道…據", text) == []
