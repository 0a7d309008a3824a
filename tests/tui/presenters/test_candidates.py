"""Who may be the speaker of a quote, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotations.speakers.candidates import Candidate
from tui.presenters.candidates import name_words, where_words


@pytest.mark.parametrize(
    ("where", "why", "words"),
    [
        ((5, 1, 0), "named in 6", "in 6, 2, 1"),
        ((6, 5), "this sentence, before the cue", "this sentence, before the cue; in 6"),
        ((6,), "this sentence", "this sentence"),
        ((6,), "by rule", "by rule"),
        ((5, 1), "speaker of 6", "speaks in 6; in 2"),
        ((1, 5), "speaker of 6", "speaks in 6; in 2"),
    ],
)
def test_where_a_candidate_is(where: tuple[int, ...], why: str, words: str) -> None:
    assert where_words(Candidate("特朗普", "特朗普", 0, 3, "PER", where, why), 6) == words


def test_a_name_comes_with_how_the_article_has_it() -> None:
    candidate = Candidate("奧爾特曼", "奧特曼", 0, 3, "PER", (1,), "named in 2")
    assert name_words(candidate) == "奧爾特曼 (奧特曼)"
    assert name_words(replace(candidate, text="奧爾特曼")) == "奧爾特曼"
