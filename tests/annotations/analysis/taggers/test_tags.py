"""Names out of the tags of tokens, however these begin."""

from __future__ import annotations

import pytest

from annotations.analysis.taggers.tags import Token, names_of


def names(*tags: str) -> list[tuple[int, int, str]]:
    return [
        (start, end, kind)
        for start, end, kind, _ in names_of(Token(at, at + 1, tag) for at, tag in enumerate(tags))
    ]


@pytest.mark.parametrize(
    "tags",
    [
        ("B-PER", "I-PER", "O", "B-LOC", "B-LOC", "I-LOC"),
        ("I-PER", "I-PER", "O", "I-LOC", "B-LOC", "I-LOC"),
        ("B-PER", "E-PER", "O", "S-LOC", "B-LOC", "E-LOC"),
        ("B_PER", "M_PER", "O", "S_LOC", "B_LOC", "E_LOC"),
        ("B-PER", "L-PER", "O", "U-LOC", "B-LOC", "L-LOC"),
        ("M-PER", "E-PER", "O", "E-LOC", "M-LOC", "E-LOC"),
    ],
)
def test_all_ways_to_tag_say_the_same(tags: tuple[str, ...]) -> None:
    assert names(*tags) == [(0, 2, "PER"), (3, 4, "LOC"), (4, 6, "LOC")]


def test_tags_that_are_only_types_and_broken_ones() -> None:
    assert names("PER", "PER", "O", "LOC", "PER") == [(0, 2, "PER"), (3, 4, "LOC"), (4, 5, "PER")]
    assert names("B-PER", "I-LOC", "E-LOC", "I-LOC") == [(0, 1, "PER"), (1, 3, "LOC"), (3, 4, "LOC")]
    assert names("O", "") == []
    assert names("I", "B-") == [(0, 1, "I"), (1, 2, "B-")]


def test_a_word_of_several_tokens_is_what_its_first_says() -> None:
    tokens = [Token(0, 2, "B-ORG", 0.9), Token(2, 5, "O", 0.1, goes_on=True), Token(5, 6, "I-ORG", 0.4)]
    assert list(names_of(tokens)) == [(0, 6, "ORG", 0.4)]
    tokens = [Token(0, 2, "O"), Token(2, 5, "B-ORG", goes_on=True), Token(5, 6, "O")]
    assert list(names_of(tokens)) == []
