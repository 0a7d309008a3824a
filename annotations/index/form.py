"""Articles, and what was found in them, as they lie in the index: the text apart from the rest."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from typing import Any

from annotations.analysis.parts import PARTS
from annotations.model.article import Analysis, Article, Name, Number, Sentence, article_date

__all__ = ["packed", "packed_found", "packed_text", "text_of", "unpacked", "unpacked_found"]

_LEVEL = 1
"""How hard to pack. Measured: as small as the highest one, in two thirds of the time."""


def packed_text(article: Article) -> bytes:
    """Return the text of `article` in UTF-16: two bytes a character, for nearly all there are.

    It is not packed: that saves a sixth of it, and to unpack it takes as long as all else that is done to
    look for a word in it.
    """
    return article.text.encode("utf-16-le", "surrogatepass")


def text_of(data: bytes) -> str:
    """Return a text that was kept."""
    return data.decode("utf-16-le", "surrogatepass")


def packed(article: Article) -> bytes:
    """Return what else a query needs of `article`, without where it lies."""
    bounds = [*_steps(chain.from_iterable((one.start, one.end) for one in article.sentences))]
    parts = [PARTS.index(one.part) * 2 + one.opens_paragraph for one in article.sentences]
    return _pack([article.id, article.title, article_date(article.metadata) or "", bounds, parts])


def unpacked(text: str, data: bytes, source: str) -> Article:
    """Return the article that was packed, which lies at `source`; of its metadata the date is left."""
    identity, title, date, bounds, parts = _unpack(data)
    at = list(accumulate(bounds))
    sentences = tuple(
        Sentence(start, end, bool(part & 1), PARTS[part // 2])
        for start, end, part in zip(at[::2], at[1::2], parts, strict=True)
    )
    metadata = {"date": date} if date else {}
    return Article(identity, title, text, text, source=source, sentences=sentences, metadata=metadata)


def packed_found(analysis: Analysis) -> bytes:
    """Return names and numbers, packed."""
    return _pack([analysis.names, analysis.numbers])


def unpacked_found(data: bytes, version: str) -> Analysis:
    """Return the names and numbers that were packed, found by the analyser of `version`."""
    names, numbers = _unpack(data)
    return Analysis(tuple(Name(*one) for one in names), tuple(Number(*one) for one in numbers), version)


def _pack(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def _unpack(data: bytes) -> Any:
    return json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))


def _steps(offsets: Iterable[int]) -> Iterator[int]:
    before = 0
    for one in offsets:
        yield one - before
        before = one
