"""What a line of zhupi's own JSONL must say, key by key, and how it is told that one does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from annotations.errors import ReadingError
from annotations.records.field_values import is_time
from annotations.wording import msg, tr

__all__ = [
    "ARTICLE",
    "CORRECTION",
    "NO_WHOLE",
    "OPTIONAL",
    "REMARK",
    "SENTENCE",
    "STATUSES",
    "WHOLE",
    "demand",
    "is_objects",
    "refuse",
    "wrong",
]

_ID = re.compile(r"[0-9a-f]{20}")
STATUSES = {"marked": "marked", "none": "none", "implied": "open", "open": "open"}
"""What a line calls the status of a sentence, and what its mark says: ``implied`` follows from ``done``."""


def _is(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kind)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_offset(value: object) -> bool:
    return type(value) is int and value >= 0  # a bool is an int to isinstance


def _is_status(value: object) -> bool:
    return isinstance(value, str) and value in STATUSES


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def is_objects(value: object) -> bool:
    """Tell whether it is a list of objects."""
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _is_word_or_number(value: object) -> bool:
    """Tell whether it is a text, or what pandas makes of one that looks like a number."""
    return type(value) in (str, int, float)


def _is_text_or_null(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_time_or_null(value: object) -> bool:
    return value is None or is_time(value)


_Check = tuple[Callable[[object], bool], str]

ARTICLE: dict[str, _Check] = {
    "article": (_is_id, msg("the id of an article, 20 hexadecimal digits")),
    "title": (_is_word_or_number, msg("a text")),
    "source": (_is_word_or_number, msg("a text")),
    "text": (_is(str), msg("a text")),
    "done": (_is(bool), msg("true or false")),
    "corrections": (is_objects, msg("a list of objects")),
    "annotator": (_is_word, msg("a name")),
}
SENTENCE: dict[str, _Check] = {
    "start": (_is_offset, msg("an offset from 0")),
    "end": (_is_offset, msg("an offset after start")),
    "labels": (_is_words, msg("a list of labels")),
    "status": (_is_status, "/".join(STATUSES)),
    "voice": (_is_text_or_null, msg("a text or null")),
    "quotes": (is_objects, msg("a list of objects")),
    "note": (_is(str), msg("a text")),
    "flag": (_is(bool), msg("true or false")),
    "created": (_is_time_or_null, msg("a time in UTC such as 2026-01-31T08:00:00Z, or null")),
    "updated": (_is_time_or_null, msg("a time in UTC such as 2026-01-31T08:00:00Z, or null")),
    "scheme": (_is_word, msg("the name of a scheme")),
}
OPTIONAL: dict[str, _Check] = {
    "voice_by": (_is_text_or_null, msg("a text or null")),
    "attributes": (_is(dict), msg("an object")),
}
WHOLE: dict[str, _Check] = {
    "article_labels": (_is_words, msg("a list of labels")),
    "article_attributes": (_is(dict), msg("an object")),
}
NO_WHOLE: Mapping[str, Any] = {"article_labels": [], "article_attributes": {}}
"""What stands for them where a file has none: the first form had not."""
_GUESSED = ("article", "annotator", "text", "note")
REMARK: dict[str, _Check] = {
    "annotator": (_is_word, msg("a name")),
    "text": (_is_word, msg("a text that is not empty")),
    "created": (is_time, msg("a time in UTC such as 2026-01-31T08:00:00Z")),
}
CORRECTION: dict[str, _Check] = {
    "start": (_is_offset, msg("an offset from 0")),
    "end": (_is_offset, msg("an offset after start")),
    "text": (_is(str), msg("a text")),
    "correction": (_is_word, msg("a text that is not empty")),
}


def demand(row: Mapping[str, Any], checks: Mapping[str, _Check], where: str) -> None:
    """Check that `row` has every key that `checks` names, each with a value it can have."""
    for key, (holds, must) in checks.items():
        if key not in row or not holds(row[key]):
            words = tr("one of {names}", names=", ".join(STATUSES)) if holds is _is_status else tr(must)
            wrong(row, key, words, where)


def wrong(row: Mapping[str, Any], key: str, must: str, where: str) -> NoReturn:
    """Refuse a line whose `key` is not what it `must` be."""
    found = tr("is {row!r:.60}", row=row[key]) if key in row else tr("is missing")
    guessed = key in _GUESSED and type(row.get(key)) in (int, float)
    hint = tr("; pandas makes numbers of such texts, unless it reads with dtype=False") if guessed else ""
    refuse(where, tr("{key} must be {must}, but {found}{hint}", key=key, must=must, found=found, hint=hint))


def refuse(where: str, what: str) -> NoReturn:
    """Refuse a line, saying `what` is wrong with it.

    Raises:
        ReadingError: Always; the message says what, and `where`.
    """
    raise ReadingError(
        tr("{where}: {what}; nothing is imported until that is put right", where=where, what=what)
    )
