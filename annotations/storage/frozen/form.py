"""What the files of a frozen article say: the same bytes for the same article, and back. Pure."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from operator import add
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, TypeVar

from annotations.model.article import Analysis, Article, Name, Number, Sentence, article_id
from annotations.records.field_values import is_amount, is_name, is_range
from annotations.records.kinds import SCHEMA
from annotations.storage.frozen.rows import Rows, plain
from annotations.storage.layer.lines import encode
from annotations.wording import tr

__all__ = [
    "ANALYSIS_ROWS",
    "ARTICLE_ROWS",
    "analysis_from",
    "analysis_text",
    "article_from",
    "article_text",
    "belies_its_id",
    "packed",
    "packed_analysis",
    "unpacked",
]

ARTICLE_ROWS = ("sentences",)
ANALYSIS_ROWS = ("names", "numbers")
"""Under which keys the files of an article and of an analysis have lists of rows."""
_KNOWN = 4096
"""How many ends of rows are known at once. Chosen: a project has a few hundred."""


def article_text(article: Article) -> str:
    """Return what the file of `article` says."""
    return _object(
        schema=SCHEMA,
        kind="article",
        id=article.id,
        title=article.title,
        source=article.source,
        encoding=article.encoding,
        **({"bytes": article.digest} if article.digest else {}),
        metadata=_sorted(article.metadata),
        raw=article.raw,
        text=article.text,
        removed=[list(one) for one in article.removed],
        sentences=[one._asdict() for one in article.sentences],
    )


def belies_its_id(article: Article) -> bool:
    """Tell whether the text of a frozen article is not the one that its id was made from, where that shows.

    An id is made from what the file said before its text was taken out of it. The two are the same in a
    plain text file and in no other, so that only for those the id says anything about the text.
    """
    return PurePosixPath(article.source).suffix.lower() == ".txt" and article_id(article.raw) != article.id


def packed(article: Article) -> dict[str, Any]:
    """Return `article` as an object of JSON to send, without the text that follows from the raw one."""
    data: dict[str, Any] = json.loads(article_text(article))
    del data["text"]
    return data


def packed_analysis(article: Article, analysis: Analysis) -> dict[str, Any]:
    """Return what was found in `article` as an object of JSON to send; :func:`analysis_from` reads it."""
    data: dict[str, Any] = json.loads(analysis_text(article, analysis))
    return data


def unpacked(data: Mapping[str, Any], article: str) -> Article:
    """Return the article that :func:`packed` made an object of; raises as :func:`article_from` does."""
    removed = tuple((int(start), int(end)) for start, end in data["removed"])
    return article_from({**data, "text": _without(_text(data["raw"]), removed)}, article)


def analysis_text(article: Article, analysis: Analysis) -> str:
    """Return what the file of what was found in `article` says."""
    guessed = [one.start for one in analysis.numbers if not one.certain]
    return _object(
        schema=SCHEMA,
        kind="analysis",
        id=article.id,
        version=analysis.version,
        names=[one._asdict() for one in analysis.names],
        numbers=[_without_doubt(one) for one in analysis.numbers],
        **({"guessed": guessed} if guessed else {}),
    )


def article_from(data: Mapping[str, Any], article: str) -> Article:
    """Return the article that a file says; ValueError, TypeError or KeyError if it is not that of the id."""
    _demand(data["id"] == article, tr("its id is another one"))
    text, raw = _text(data["text"]), _text(data["raw"])
    removed = tuple(_range(one, len(raw)) for one in data["removed"])
    _demand(_without(raw, removed) == text, tr("its text does not follow from its raw text"))
    sentences = _sentences(data["sentences"], len(text))
    return Article(
        id=article,
        title=_text(data["title"]),
        text=text,
        raw=raw,
        removed=removed,
        source=_text(data["source"]),
        encoding=_text(data["encoding"]),
        digest=_text(data.get("bytes", "")),
        sentences=sentences,
        metadata=MappingProxyType(dict(data["metadata"])),
    )


def analysis_from(data: Mapping[str, Any], article: str) -> Analysis:
    """Return the analysis that a file says; raises as :func:`article_from` does."""
    _demand(data["id"] == article, tr("its id is another one"))
    names = _names(data["names"])
    guessed = data.get("guessed", [])  # files of zhupi before it guessed currencies have none
    _demand(isinstance(guessed, list), tr("what is guessed is no list"))
    numbers = _numbers(data["numbers"], {*guessed})  # there may be tens of thousands
    return Analysis(names, numbers, _text(data["version"]))


def _sentences(rows: Any, length: int) -> tuple[Sentence, ...]:
    """Return the sentences of a text of that `length`."""
    if isinstance(rows, Rows):
        sentences = _all_of(rows, Sentence, _SENTENCES) if not rows.ends or rows.ends[-1] <= length else None
        if sentences is not None:
            return sentences
        rows = rows.objects()
    sentences = tuple(Sentence(**one) for one in rows)
    for one in sentences:
        _range((one.start, one.end), length)
        _text(one.part)
    _demand(_ascending([(one.start, one.end) for one in sentences]), tr("its sentences overlap"))
    return sentences


def _names(rows: Any) -> tuple[Name, ...]:
    if isinstance(rows, Rows):
        if (names := _all_of(rows, Name, _NAMES)) is not None:
            return names
        rows = rows.objects()
    names = tuple(Name(**one) for one in rows)
    for one in names:
        _demand(is_range([one.start, one.end]) and isinstance(one.by, str), tr("an offset is out of place"))
    _demand(all(is_name(one.type) for one in names), tr("a name has no type"))
    _demand(_ascending([(one.start, one.end) for one in names]), tr("its names overlap"))
    return names


def _numbers(rows: Any, guessed: set[Any]) -> tuple[Number, ...]:
    """Return the numbers; those that begin where something was `guessed` are in doubt."""
    if isinstance(rows, Rows):
        if guessed.issubset(rows.starts) and (numbers := _all_of(rows, Number, _NUMBERS)) is not None:
            return _with_doubts(numbers, rows, guessed) if guessed else numbers
        rows = rows.objects()
    _demand(guessed <= {one["start"] for one in rows}, tr("what is guessed is no number"))
    numbers = tuple(Number(**one, certain=one["start"] not in guessed) for one in rows)
    for one in numbers:
        _demand(is_range([one.start, one.end]) and isinstance(one.by, str), tr("an offset is out of place"))
    _demand(all(is_name(one.kind) and is_amount(one._asdict()) for one in numbers), tr("a number is none"))
    _demand(_ascending([(one.start, one.end) for one in numbers]), tr("its numbers overlap"))
    return numbers


def _with_doubts(numbers: tuple[Number, ...], rows: Rows, guessed: set[Any]) -> tuple[Number, ...]:
    told = list(numbers)
    for start in guessed:
        at = bisect_left(rows.starts, start)
        told[at] = told[at]._replace(certain=False)
    return tuple(told)


_Row = TypeVar("_Row", Sentence, Name, Number)


def _all_of(rows: Rows, kind: type[_Row], known: _Fields) -> tuple[_Row, ...] | None:
    """Return what `rows` say; None if that has to be looked at one by one, to be refused or not.

    Args:
        rows: The rows.
        kind: What one of them is.
        known: Gives the fields that follow from what stands after the offsets, or None.
    """
    if not rows.ascending:
        return None
    fields: list[Any] = [known[tail] for tail in rows.tails]
    if None in fields:
        return None
    whole = map(add, zip(rows.starts, rows.ends, strict=True), fields)
    return tuple(map(partial(tuple.__new__, kind), whole))  # all fields are there, and in order


class _Fields(dict[bytes, tuple[Any, ...] | None]):
    """What rows say beside their offsets, by what stands after these; None of what would be refused.

    Args:
        read: Returns what the rows of a list are, or refuses them.
    """

    def __init__(self, read: Callable[[list[Any]], tuple[Any, ...]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, tail: bytes) -> tuple[Any, ...] | None:
        row = plain(tail)
        try:
            fields = None if row is None else tuple(self._read([{"start": 0, "end": 1, **row}])[0][2:])
        except (ValueError, TypeError, KeyError, AttributeError):
            fields = None
        if len(self) >= _KNOWN:
            self.clear()
        self[tail] = fields
        return fields


_SENTENCES = _Fields(lambda rows: _sentences(rows, 1))
_NAMES = _Fields(_names)
_NUMBERS = _Fields(lambda rows: _numbers(rows, set()))


def _without_doubt(number: Number) -> dict[str, Any]:
    """Return `number` with the keys that every zhupi reads; those that are guessed are listed apart."""
    fields = number._asdict()
    del fields["certain"]
    return fields


def _object(**values: Any) -> str:
    """Return a JSON object with a key a line, and in lists of objects one of them a line."""
    rows = ",\n".join(f'"{key}": {_value(value)}' for key, value in values.items())
    return f"{{\n{rows}\n}}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(encode(one) for one in value) + "\n]"
    return encode(value)


def _sorted(value: Any) -> Any:
    """Return a JSON value whose objects have their keys in one fixed order."""
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_sorted(one) for one in value]
    return value


def _without(raw: str, removed: tuple[tuple[int, int], ...]) -> str:
    _demand(_ascending(removed), tr("the removed ranges overlap"))
    starts = [0, *(end for _, end in removed)]
    ends = [*(start for start, _ in removed), len(raw)]
    return "".join(raw[start:end] for start, end in zip(starts, ends, strict=True))


def _ascending(ranges: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> bool:
    whole = all(start < end for start, end in ranges)
    return whole and all(one[1] <= two[0] for one, two in pairwise(ranges))


def _range(value: Any, limit: int) -> tuple[int, int]:
    start, end = value
    _demand(
        type(start) is int and type(end) is int and 0 <= start < end <= limit, tr("an offset is out of place")
    )
    return start, end


def _text(value: Any) -> str:
    _demand(isinstance(value, str), tr("a text is missing"))
    return str(value)


def _demand(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ValueError(otherwise)
