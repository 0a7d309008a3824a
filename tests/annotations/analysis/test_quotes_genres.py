"""Quotes as they stand in articles of six genres, with the names that the analysis itself finds.

The table is `quotes_by_genre.txt`: a line is a paragraph; below it, behind ``>``, stand all its quotes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from annotations.analysis.pipeline import Analyser
from annotations.analysis.quotes import find_quotes
from annotations.analysis.script import to_simplified
from annotations.analysis.sentences import split

TABLE = Path(__file__).with_name("quotes_by_genre.txt")


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield each paragraph with what is expected of it."""
    text = ""
    expected: list[str] = []
    for line in TABLE.read_text(encoding="utf-8").split("\n"):
        if line.startswith("> "):
            expected.append(line[2:])
        elif line and not line.startswith("#"):
            if text:
                yield text, expected
            text, expected = line, []
    yield text, expected


@cache
def analyser() -> Analyser:
    """Return the analyser, loaded once."""
    return Analyser()


def told(text: str) -> list[str]:
    """Return the quotes of a text as the cases write them."""
    sentences = split(text)
    found = find_quotes(text, sentences, analyser().analyse(text, sentences).names)
    return [
        f"{quote.form} | {'+'.join(one.text for one in quote.speakers) or '-'} "
        f"| {text[slice(*quote.content)] if quote.content else '-'}"
        for quotes in found
        for quote in quotes
    ]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_quotes(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [case for case in cases() if to_simplified(case[0]) != case[0]]
)
def test_quotes_in_simplified(text: str, expected: list[str]) -> None:
    assert told(to_simplified(text)) == [to_simplified(one) for one in expected]
