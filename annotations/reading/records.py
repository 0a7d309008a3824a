"""Articles inside other files: an object of JSON, or a row of a table, as text, title and metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from annotations.digest import digest_of
from annotations.errors import ReadingError
from annotations.model.article import Article
from annotations.plain_json import loads
from annotations.reading.decode import MAX_CHARACTERS, Decoded, normalise_newlines
from annotations.reading.extract import Extract, make_article, standard_metadata, title_of
from annotations.reading.source import Options
from annotations.wording import tr

__all__ = ["article_of", "listed", "parse_json"]

_EXPORTED = {"annotator", "status", "labels"}
_FLAT = {"annotator", "format", "article", "scheme"}
"""Keys of an article's line whose sentences are a text, so that theirs do not show."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse_json(text: str, where: str) -> Any:
    """Return what `text` means as JSON.

    Raises:
        ReadingError: It is no JSON, or holds NaN, half a surrogate pair, or more levels than can be read.
    """
    try:
        value = loads(text)
        if "\\u" in text and _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
            raise ReadingError(
                tr("{where}: holds half a surrogate pair (\\ud800 to \\udfff), which is no text", where=where)
            )
    except json.JSONDecodeError as error:
        at = (
            tr("character {colno}", colno=error.colno)
            if error.lineno == 1
            else tr("line {lineno}, character {colno}", lineno=error.lineno, colno=error.colno)
        )
        raise ReadingError(
            tr("{where}: no valid JSON: {msg} at {at}", where=where, msg=error.msg, at=at)
        ) from None
    except ValueError as error:
        raise ReadingError(tr("{where}: no usable JSON: {error}", where=where, error=error)) from None
    return value


def article_of(record: Any, *, where: str, name: str, decoded: Decoded, options: Options) -> Article:
    """Return the article that `record` holds under `Options.text_key`; its other keys are the metadata.

    The identity is taken from the text alone, so that the same text is the same article in any file.

    Args:
        record: What the file holds at this place.
        where: The place, for messages.
        name: The place, as `Article.source` shall say it.
        decoded: How the bytes of the record were read.
        options: How to read.

    Raises:
        ReadingError: It is no object, has no text, or is an export of zhupi's own.
    """
    if isinstance(record, str):
        record = {options.text_key: record}
    source = normalise_newlines(_text_of(record, options.text_key, where))
    rest = {key: value for key, value in record.items() if key != options.text_key}
    extract = Extract(source, title_of(rest), standard_metadata(rest))
    if decoded.digest:  # a line may hold several texts
        decoded = decoded._replace(digest=digest_of(f"{decoded.digest} {options.text_key}".encode()))
    return make_article(source, extract, where=where, name=name, decoded=decoded, repair=options.repair)


def _text_of(record: Any, text_key: str, where: str) -> str:
    """Return the text that `record` has under `text_key`.

    Raises:
        ReadingError: It is no object, has no text, or is an export of zhupi's own.
    """
    if not isinstance(record, dict):
        raise ReadingError(
            tr(
                "{where}: holds {kind}, not an object with a {text_key!r}",
                where=where,
                kind=_kind(record),
                text_key=text_key,
            )
        )
    if _is_export(record):
        raise ReadingError(
            tr("{where}: is an export of zhupi; open the article that it was made from", where=where)
        )
    if text_key not in record:
        raise ReadingError(
            tr(
                "{where}: has no {text_key!r}; name the key of the text (there are: {listed})",
                where=where,
                text_key=text_key,
                listed=listed(record),
            )
        )
    text = record[text_key]
    if not isinstance(text, str):
        raise ReadingError(
            tr(
                "{where}: {text_key!r} is {kind}, not a text",
                where=where,
                text_key=text_key,
                kind=_kind(text),
            )
        )
    if len(text) > MAX_CHARACTERS:
        raise ReadingError(
            tr(
                "{where}: {number:,} characters are more than zhupi reads at once ({MAX_CHARACTERS:,})",
                where=where,
                number=len(text),
                MAX_CHARACTERS=MAX_CHARACTERS,
            )
        )
    return text


def listed(keys: Iterable[str]) -> str:
    """Return the first keys of a file for a message, on one line whatever is in them."""
    shown = [" ".join(key.split())[:30] or repr(key) for key in keys]
    return ", ".join(shown[:8]) + (", …" if len(shown) > 8 else "") or "none"


def _is_export(record: Mapping[str, Any]) -> bool:
    """Tell whether zhupi itself wrote `record`, a sentence or an article a line."""
    if "sentence" in record or "sentences" in record:
        if record.keys() >= _EXPORTED or record.keys() >= _FLAT:
            return True
        sentences = record.get("sentences")
        if isinstance(sentences, list) and sentences and isinstance(sentences[0], dict):
            return sentences[0].keys() >= {"status", "labels"}
    return False


def _kind(value: object) -> str:
    """Return what a value of JSON is, in words."""
    names = {
        dict: tr("an object"),
        list: tr("a list"),
        str: tr("a string"),
        bool: tr("true or false"),
        type(None): "null",
    }
    return names.get(type(value), tr("a number"))
