"""What a file says: the text of an article, its title, and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from annotations.errors import ReadingError
from annotations.model.article import Article, article_id
from annotations.reading.decode import Decoded, normalise_newlines
from annotations.reading.mojibake import mojibake
from annotations.reading.repair import repaired
from annotations.wording import counted, tr

__all__ = [
    "TITLE_LENGTH",
    "Extract",
    "guess_title",
    "make_article",
    "reading_notes",
    "standard_metadata",
    "title_of",
]

TITLE_LENGTH = 30
"""How many characters of the text stand for a missing title. Chosen: fewer tell articles apart less well."""

_SHORT_LINE = 40
"""Characters of a first line that may be the title. Chosen: the samples' have 20 to 30."""
_STOPS = "。！？!?….，,；;：:、"
_INVISIBLE = " \t\n\r\v\f\x00\x85\xa0\u2028\u2029\u200b\u200c\u200d\u2060\ufeff\u3000"

_NAMES = {
    "title": ("title", "headline", "标题", "標題", "题目", "題目"),
    "date": (
        "date",
        "datetime",
        "published",
        "published_at",
        "publish_date",
        "pubdate",
        "日期",
        "时间",
        "時間",
    ),
    "author": ("author", "authors", "byline", "作者"),
    "url": ("url", "link", "uri", "链接", "連結", "鏈接", "网址", "網址"),
    "source": ("source", "sitename", "site", "publisher", "media", "来源", "來源"),
}
_CANONICAL = {name: key for key, names in _NAMES.items() for name in names}


class Extract(NamedTuple):
    """The text inside a source, before repair."""

    text: str
    title: str = ""
    metadata: Mapping[str, Any] = MappingProxyType({})
    notes: tuple[str, ...] = ()
    """What a reader should know of how it was found, a line each."""


def standard_metadata(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return `found` with date, author, url and source also under these very keys, whatever it calls them.

    A key that is there already wins; names are compared without case.
    """
    metadata = dict(found)
    for key, value in found.items():
        canonical = _CANONICAL.get(key.strip().lower())
        if canonical and canonical != "title" and value not in (None, "", []):
            metadata.setdefault(canonical, value)
    return metadata


def title_of(found: Mapping[str, Any]) -> str:
    """Return the title among metadata, or an empty string."""
    for key, value in found.items():
        if _CANONICAL.get(key.strip().lower()) == "title" and isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


def guess_title(text: str) -> str:
    """Return a short first line that is no sentence, else the first `TITLE_LENGTH` characters of the text."""
    first, _, rest = text.lstrip(_INVISIBLE).partition("\n")
    first = first.strip(_INVISIBLE)
    if len(first) <= _SHORT_LINE and first[-1:] not in _STOPS and rest.strip(_INVISIBLE):
        return first
    return first[:TITLE_LENGTH]


def make_article(
    source_text: str, extract: Extract, *, where: str, name: str, decoded: Decoded, repair: bool
) -> Article:
    """Return the article in `extract`, repaired if asked, its sentences still empty.

    Args:
        source_text: What the identity is taken from: the decoded source with its newlines normalised.
        extract: What was found in it.
        where: The source, for messages.
        name: The source, as `Article.source` shall say it.
        decoded: How the bytes were read.
        repair: Whether pinyin residue is taken out.

    Raises:
        ReadingError: There is nothing in the text but white space.
    """
    raw = normalise_newlines(extract.text)
    if not raw.strip(_INVISIBLE):
        raise ReadingError(tr("{where}: holds no text", where=where))
    text, title, removed = repaired(raw, extract.title) if repair else (raw, extract.title, ())
    return Article(
        id=article_id(source_text),
        title=title or guess_title(text),
        text=text,
        raw=raw,
        removed=removed,
        source=name,
        encoding=decoded.encoding,
        digest=decoded.digest,
        metadata=MappingProxyType(dict(extract.metadata)),
        notes=(*reading_notes(decoded, text), *extract.notes),
    )


def reading_notes(decoded: Decoded, text: str) -> tuple[str, ...]:
    """Return what is doubtful about the way bytes became `text`, a line each."""
    notes = []
    if decoded.bad:
        at = ", ".join(f"{offset:,}" for offset in decoded.bad[:3]) + (", …" if len(decoded.bad) > 3 else "")
        notes.append(
            tr(
                "not {encoding}, shown as \ufffd: {places} (byte {at})",
                encoding=decoded.encoding,
                places=counted(len(decoded.bad), "place"),
                at=at,
            )
        )
    for encoding, (first, lines) in decoded.others.items():
        notes.append(
            tr(
                "two encodings: {lines} in {encoding} (line {first:,} is the first), the rest in {encoding2}",
                lines=counted(lines, "line is", "lines are"),
                encoding=encoding,
                first=first,
                encoding2=decoded.encoding,
            )
        )
    if not (decoded.certain or notes):
        notes.append(
            tr(
                "{encoding} is a guess; if the text looks wrong, name its --encoding",
                encoding=decoded.encoding,
            )
        )
    if hint := mojibake(text):
        notes.append(
            tr(
                "was read in a wrong encoding before it was saved; --encoding {encoding} undoes it",
                encoding=hint.encoding,
            )
        )
    return tuple(notes)
