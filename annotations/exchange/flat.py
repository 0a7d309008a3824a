"""An export that every library loads: its lines are rows of one table, each key of one type for ever.

A value is a text, a whole number, or true or false, and never null: what is not said is an empty text. What
is a list or a map stands as a text of JSON, an empty one as ``[]`` or ``{}``.

Why no lists: libraries learn the type of a key from the lines that they read first (polars from 100, DuckDB
from 20,480, datasets and pyarrow from a block), and from each file by itself. An empty list has no type
there, and neither has null. Measured with datasets 3.6 and 5.2, polars 2.1, DuckDB 2.0 and pyarrow 26: where
the first lines have no quote, or one annotator never quotes, they refuse the file or drop the values in
silence. No list that may be empty is safe, not even one of texts; a text always is.

Times stand as ``2026-01-31 08:00:00.000 UTC``: what is written as ``2026-01-31T08:00:00Z`` is a text to some
libraries and a time to others, until an empty one comes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from annotations.plain_json import loads
from annotations.records.field_values import is_time
from annotations.wording import tr

__all__ = ["flat", "flat_analysed", "moment", "nested"]

_LISTS = (
    *("labels", "quotes", "entities", "numbers", "corrections", "sentences", "parts"),
    *("prediction", "thread", "article_labels", "decided_by", "left_open", "absent"),
)
_MAPS = ("metadata", "attributes", "article_attributes", "votes")
_TIMES = ("created", "updated")
_NULLS = ("voice", "voice_by", *_TIMES)
"""The keys under which nothing was said where their text is empty."""
_OFFSETS = ("start", "end")
_encode = json.JSONEncoder(ensure_ascii=False).encode
_ANALYSED = ("text", "sentences", "parts", "entities", "numbers", "quotes")


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return `row`, of a sentence or an article, as a line that every library loads."""
    return {key: _flat(key, value) for key, value in row.items()}


def moment(value: object) -> str | None:
    """Return a time of a record as a line has it; None for what is no time."""
    return str(value).replace("T", " ").replace("Z", " UTC") if is_time(value) else None


def flat_analysed(row: Mapping[str, Any], form: int) -> dict[str, Any]:
    """Return what the analysis of a text found as such a line.

    What its file said beside the text, under keys of any kind, becomes ``metadata``.

    Args:
        row: What was found, and those keys.
        form: The version of the form, which a line carries as ``format``.
    """
    others = {key: value for key, value in row.items() if key not in _ANALYSED}
    own = {key: row[key] for key in _ANALYSED}
    own["numbers"] = [{**one, **_floats(one)} for one in own["numbers"]]
    return flat({"format": form, "metadata": others, **own})


def nested(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line of an export with its lists and maps as such, and null for what is not said.

    A line that has them already stays as it is, and what a library made of a line on its way, in so far as
    the same is meant: 5.0 for 5, a time in the library's own form.

    Raises:
        ValueError: A text is no JSON of the kind that its key has; the message begins with the key.
    """
    row = dict(line)
    for keys, kind, what in ((_LISTS, list, tr("a list")), (_MAPS, dict, tr("an object"))):
        for key in keys:
            if isinstance(row.get(key), str):
                row[key] = _parsed(key, row[key], kind, what)
    for key in _NULLS:
        if row.get(key) == "":
            row[key] = None
    for one in (row, *_objects(row.get("sentences"))):
        for key in _TIMES:
            if isinstance(one.get(key), str):
                one[key] = _moment(one[key])
    for key in _OFFSETS:
        value = row.get(key)
        if isinstance(value, float) and value.is_integer():
            row[key] = int(value)
    return row


def _flat(key: str, value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, list | dict):  # most of them are empty, and need no encoder
        return _text(value) if value else "[]" if isinstance(value, list) else "{}"
    if key in _TIMES and (time := moment(value)) is not None:
        return time
    if isinstance(value, str) and not value.isascii():
        return _whole(value)
    return value


def _whole(text: str) -> str:
    """Return a text with what is half a character written out, as in the name of a file that is not UTF-8.

    JSON has an escape for it, but no library takes a file in which it stands.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def _text(value: object) -> str:
    """Return `value` as JSON; half a character stays an escape in it, which is a text like any other."""
    text = _encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def _floats(number: Mapping[str, Any]) -> dict[str, float | None]:
    return {key: None if number[key] is None else float(number[key]) for key in ("value", "high")}


def _parsed(key: str, text: str, kind: type, what: str) -> Any:
    if text == ("[]" if kind is list else "{}"):  # most are
        return kind()
    try:
        value = loads(text)
    except ValueError:
        value = None
    if not isinstance(value, kind):
        raise ValueError(
            tr(
                "{key} must be {what}, or a text that is one as JSON, but is {text!r:.60}",
                key=key,
                what=what,
                text=text,
            )
        )
    return value


def _objects(value: object) -> Iterable[dict[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _moment(text: str) -> str:
    """Return a time as records write it; what is none stays as it is, to be refused where it is checked."""
    if text.endswith("Z"):
        return text
    plain = text.removesuffix(" UTC").replace(" ", "T") + "Z"
    if text.endswith(" UTC") and is_time(plain):
        return plain
    if len(text) <= len("2026-01-31"):  # a day is no moment
        return text
    try:
        found = datetime.fromisoformat(text.replace(" UTC", "+00:00"))
        moment = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return text
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
