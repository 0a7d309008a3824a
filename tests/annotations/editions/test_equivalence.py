"""What makes two texts one article, and what does not."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.editions.equivalence import equivalent, fingerprint, letters_of

SEEDS = [path.read_text(encoding="utf-8") for path in sorted(Path("seeds").glob("*.txt"))]
TEXT = "第一段。he said 10 000 words，é。\n\n第二段「好」。\n"

SAME = {
    "no final line end": TEXT.rstrip("\n"),
    "more of them": TEXT + "\n\n",
    "line ends of Windows": TEXT.replace("\n", "\r\n"),
    "old ones of Macs": TEXT.replace("\n", "\r"),
    "a byte order mark": "\ufeff" + TEXT,
    "a space at a line's end": TEXT.replace("。\n", "。 \n"),
    "a doubled blank line": TEXT.replace("\n\n", "\n\n\n"),
    "no blank line": TEXT.replace("\n\n", "\n"),
    "an indented paragraph": TEXT.replace("\n\n第", "\n\n\u3000\u3000第"),
    "zero width": TEXT.replace("段", "段\u200b"),
    "soft hyphens": TEXT.replace("words", "wo\u00adrds"),
    "decomposed": normalize("NFD", TEXT),
    "two spaces": TEXT.replace("he said", "he  said"),
    "a no-break space": TEXT.replace("10 000", "10\u00a0000"),
    "a space beside Chinese": TEXT.replace("he", " he").replace("第二", "第 二"),
}
OTHER = {
    "a typo": TEXT.replace("第一", "第二"),
    "paragraphs joined": TEXT.replace("\n\n", ""),
    "a paragraph split": TEXT.replace("，é", "，\né"),
    "a number": TEXT.replace("10 000", "10000"),
    "words": TEXT.replace("he said", "hesaid"),
    "straight quotes": TEXT.replace("「好」", '"好"'),
    "a sentence more": TEXT + "第三段。",
    "another accent": TEXT.replace("é", "e"),
}


@pytest.mark.parametrize("other", SAME.values(), ids=SAME)
def test_white_space_and_what_is_not_seen_make_no_other_article(other: str) -> None:
    assert other != TEXT
    assert equivalent(TEXT, other)
    assert fingerprint(TEXT) == fingerprint(other)


@pytest.mark.parametrize("other", OTHER.values(), ids=OTHER)
def test_what_is_seen_makes_another_one(other: str) -> None:
    assert not equivalent(TEXT, other)
    assert fingerprint(TEXT) != fingerprint(other)


@pytest.mark.parametrize("text", SEEDS)
def test_whole_articles(text: str) -> None:
    assert equivalent(text, "\ufeff" + normalize("NFD", text).replace("\n", "\r\n \r\n"))
    assert not equivalent(text, text.replace("。", "，", 1))


@given(st.text("ab文é\u0301\u200b \n\r\u3000か\u3099각", max_size=40))
def test_every_letter_stands_where_it_is_said_to(text: str) -> None:
    letters = letters_of(text)
    assert len(letters.text) == len(letters.begins) == len(letters.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(letters.begins, letters.ends, strict=True))
    assert list(letters.begins) == sorted(letters.begins)
    assert equivalent(text, letters.text)
    assert fingerprint(text) == fingerprint(letters.text)
