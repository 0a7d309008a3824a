"""Tokens with a tag each, as data sets for names have them, as one text with its spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.errors import ReadingError
from annotations.exchange.items import ItemSpan
from annotations.wording import tr

__all__ = ["joined_tokens"]

_BEGINS, _GOES_ON, _ENDS, _ALONE = "B", "IM", "EL", "SU"


def joined_tokens(
    tokens: Sequence[object], tags: object, where: str
) -> tuple[str, tuple[ItemSpan, ...] | None]:
    """Return the text that `tokens` are, and what the `tags` mark in it; None where there are none.

    A space stands between two tokens of Latin letters or digits, unless every token is one character, and
    nowhere else. Tags are those of BIO,
    BMES, BIOES and BILOU, also those that begin with what should go on.

    Raises:
        ReadingError: A token is no text, or there are more or fewer tags.
    """
    if not all(isinstance(one, str) for one in tokens):
        raise ReadingError(tr("{where}: its tokens are not all texts", where=where))
    words = [str(one) for one in tokens]
    text, starts = "", []
    spaced = any(len(word) > 1 and word.isascii() for word in words)
    for word in words:
        if spaced and text and word and _latin(text[-1]) and _latin(word[0]):
            text += " "
        starts.append(len(text))
        text += word
    if not isinstance(tags, Sequence) or isinstance(tags, str):
        return text, None
    if len(tags) != len(words):
        raise ReadingError(
            tr(
                "{where}: it has {tokens:,} tokens and {tags:,} tags",
                where=where,
                tokens=len(words),
                tags=len(tags),
            )
        )
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    return text, tuple(_spans([str(one) for one in tags], starts, ends))


def _spans(tags: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> Iterator[ItemSpan]:
    label, begin = "", 0
    for at, tag in enumerate([*tags, "O"]):
        position, _, kind = tag.partition("-") if tag[1:2] in ("-", "_") else ("O", "", "")
        if tag[1:2] == "_":
            position, _, kind = tag.partition("_")
        goes_on = position in _GOES_ON + _ENDS and kind == label
        if label and not goes_on:
            yield from _one(starts[begin], ends[at - 1], label)
            label = ""
        if position in (_BEGINS, *_ALONE) or (position in _GOES_ON + _ENDS and not goes_on):
            label, begin = kind, at
        if label and position in _ENDS + _ALONE:
            yield from _one(starts[begin], ends[at], label)
            label = ""


def _one(start: int, end: int, label: str) -> Iterator[ItemSpan]:
    if end > start:
        yield ItemSpan(start, end, label)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
