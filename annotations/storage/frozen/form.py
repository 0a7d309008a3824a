"""What the files of a frozen article say: the same bytes for the same article, and back. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from annotations.model.article import Analysis, Article, Name, Number, Sentence
from annotations.records.field_values import is_amount, is_name, is_range
from annotations.records.kinds import SCHEMA
from annotations.storage.layer.lines import encode
from annotations.wording import tr

__all__ = [
    "analysis_from",
    "analysis_text",
    "article_from",
    "article_text",
    "packed",
    "packed_analysis",
    "unpacked",
]


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
    sentences = tuple(Sentence(**one) for one in data["sentences"])
    for one in sentences:
        _range((one.start, one.end), len(text))
        _text(one.part)
    _demand(_ascending([(one.start, one.end) for one in sentences]), tr("its sentences overlap"))
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
    names = tuple(Name(**one) for one in data["names"])
    guessed = data.get("guessed", [])  # files of zhupi before it guessed currencies have none
    _demand(isinstance(guessed, list), tr("what is guessed is no list"))
    doubtful = {*guessed}  # there may be tens of thousands
    _demand(doubtful <= {one["start"] for one in data["numbers"]}, tr("what is guessed is no number"))
    numbers = tuple(Number(**one, certain=one["start"] not in doubtful) for one in data["numbers"])
    spans: tuple[Name | Number, ...] = (*names, *numbers)
    for one in spans:
        _demand(is_range([one.start, one.end]) and isinstance(one.by, str), tr("an offset is out of place"))
    _demand(all(is_name(one.type) for one in names), tr("a name has no type"))
    _demand(all(is_name(one.kind) and is_amount(one._asdict()) for one in numbers), tr("a number is none"))
    _demand(_ascending([(one.start, one.end) for one in names]), tr("its names overlap"))
    _demand(_ascending([(one.start, one.end) for one in numbers]), tr("its numbers overlap"))
    return Analysis(names, numbers, _text(data["version"]))


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
