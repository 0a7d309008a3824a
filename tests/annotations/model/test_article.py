"""The article: an identity that depends on its text alone, and the way back to the raw text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model.article import Article, Sentence, article_date, article_id

anything = st.text(st.characters(codec=None, categories=None, exclude_categories=()))


def test_the_identity_is_fixed_for_ever() -> None:
    # Layers on disk hold these: another hash would orphan every mark.
    assert article_id("") == "6fa1d8fcfd719046d762"
    assert article_id("中國(guó)AI") == "69115965468e7862433d"


@given(anything, anything)
def test_the_identity_is_of_the_text(one: str, other: str) -> None:
    assert (article_id(one) == article_id(other)) == (one == other)
    assert len(article_id(one)) == 20
    assert set(article_id(one)) <= set("0123456789abcdef")


@st.composite
def repaired(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    raw = draw(st.text(max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=10)))
    return raw, [pair for pair in zip(cuts[::2], cuts[1::2], strict=False) if pair[0] < pair[1]]


@given(repaired())
def test_raw_offset_is_where_the_character_stood(case: tuple[str, list[tuple[int, int]]]) -> None:
    raw, removed = case
    kept = [i for i in range(len(raw)) if not any(a <= i < b for a, b in removed)]
    text = "".join(raw[i] for i in kept)
    article = Article(id="", title="", text=text, raw=raw, removed=tuple(removed))
    assert [article.raw_offset(i) for i in range(len(text))] == kept
    end = article.raw_offset(len(text))
    assert (kept[-1] + 1 if kept else 0) <= end <= len(raw)
    assert not [i for i in kept if i >= end]


def test_it_cannot_be_changed() -> None:
    article = Article(id="", title="", text="a", raw="a", sentences=(Sentence(0, 1),))
    with pytest.raises(AttributeError):
        article.text = "b"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        article.sentences[0].end = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("2025-02-08", "2025-02-08"),
        ("2025-02-08T09:30:00+08:00", "2025-02-08"),
        ("2025-02", "2025-02"),
        ("2025", "2025"),
        ("20250208", None),
        ("8 Feb 2025", None),
        ("2025年2月8日", "2025-02-08"),
        ("2025/2/8 09:30", "2025-02-08"),
        ("", None),
        (2025, None),
        (None, None),
    ],
)
def test_the_date_that_a_file_gives(date: object, found: str | None) -> None:
    assert article_date({"date": date}) == found
    assert article_date({}) is None
