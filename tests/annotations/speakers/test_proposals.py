"""Quotes that rules find: looked for when somebody asks, by paragraphs, and forgotten on demand."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from annotations.analysis.sentences import split
from annotations.model.article import Article, Name
from annotations.speakers.proposals import Proposals

TEXT = (
    "昨天下雨。張三說：「天氣很好。明天也好。」沒有人反對。\n"
    "李四認為雨快來了。據新華社報道，水位上升。\n" + "這是一句沒有人說的話。" * 90
)


def in_article(text: str = TEXT) -> Article:
    return Article(id="a" * 20, title="", text=text, raw=text, sentences=tuple(split(text)))


def index_of(article: Article, words: str) -> int:
    at = article.text.index(words)
    return next(n for n, one in enumerate(article.sentences) if one.start <= at < one.end)


def test_a_quote_is_found_with_its_form_its_speaker_and_its_words() -> None:
    article = in_article()
    proposals = Proposals(article)
    [quote] = proposals.fields(index_of(article, "李四認為"))
    [who] = quote["speakers"]
    assert (quote["form"], quote["by"], quote["cont"]) == ("indirect", "rule", False)
    assert (who["text"], who["by"]) == ("李四", "rule")
    assert article.text[who["start"] : who["end"]] == "李四"
    assert article.text[slice(*quote["content"])] == "雨快來了。"
    assert proposals.fields(0) == []
    assert "李四" in proposals.reasons(index_of(article, "李四認為"))


def test_a_speaker_is_called_what_the_article_means() -> None:
    article = in_article()
    proposals = Proposals(article, name_of=lambda text: f"<{text}>")
    [quote] = proposals.fields(index_of(article, "李四認為"))
    assert (quote["speakers"][0]["text"], quote["speakers"][0]["name"]) == ("李四", "<李四>")


def test_names_are_asked_for_only_where_somebody_looks() -> None:
    article = in_article()
    asked: list[int] = []

    def names_of(index: int) -> Sequence[Name]:
        asked.append(index)
        return ()

    proposals = Proposals(article, names_of)
    assert asked == []
    first = index_of(article, "張三說")
    proposals.quotes(first)
    paragraph = list(asked)
    assert first in paragraph
    assert max(paragraph) < index_of(article, "李四認為")
    proposals.quotes(first)
    assert asked == paragraph, "what was found is kept"
    proposals.quotes(len(article.sentences) - 1)
    assert len(asked) - len(paragraph) <= 40, "a long paragraph is looked at in parts"


def test_what_is_forgotten_is_looked_for_again() -> None:
    article = in_article()
    known: list[Name] = []
    proposals = Proposals(article, lambda index: [one for one in known if index == at])
    at = index_of(article, "據新華社")
    before = proposals.fields(at)
    start = article.text.index("新華社")
    known.append(Name(start, start + 3, "ORG"))
    assert proposals.fields(at) == before
    asked = []
    proposals._names_of = lambda index: asked.append(index) or ()  # type: ignore[func-returns-value]
    proposals.forget(range(1))
    proposals.quotes(at)
    assert asked == [], "another paragraph"
    proposals.forget(range(at, at + 1))
    proposals.quotes(at)
    assert at in asked
    asked.clear()
    proposals.forget()
    proposals.quotes(at)
    assert at in asked


pieces = st.lists(
    st.sampled_from(
        ["張三說：", "「天氣很好。", "」", "李四認為雨快來了。", "據新華社報道，", "\n", "好。", "他說，"]
    ),
    max_size=30,
)


@given(pieces, st.randoms(use_true_random=False))
def test_the_order_of_looking_changes_nothing(some, random) -> None:  # type: ignore[no-untyped-def]
    article = in_article("".join(some))
    count = len(article.sentences)
    forward = Proposals(article)
    wanted = [forward.fields(index) for index in range(count)]
    proposals = Proposals(article)
    order = list(range(count))
    random.shuffle(order)
    for index in order:
        if random.random() < 0.3:
            proposals.forget(range(index, index + 1))
        found = proposals.fields(index)
        assert found == wanted[index]
        for quote in found:
            if quote["content"]:
                start, end = quote["content"]
                assert 0 <= start < end <= len(article.text)
            for who in quote["speakers"]:
                if who["start"] is not None:
                    assert article.text[who["start"] : who["end"]] == who["text"]
