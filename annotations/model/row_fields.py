"""The fields of the rows of a scheme, as ``zhupi.toml`` has them: how each is read, and what it may say."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from annotations.errors import SchemeError
from annotations.expressions import lazily
from annotations.model.scheme_rows import ARTICLE
from annotations.wording import tr

__all__ = [
    "check_word",
    "demand_single",
    "read_color",
    "read_line",
    "read_of",
    "read_rows",
    "read_table",
    "read_was",
]

_OF = ("sentence", ARTICLE)
COLORS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
"""Names that a terminal of sixteen colours knows; ``bright`` may stand before them."""
_COLOR = lazily(rf"#[0-9a-fA-F]{{6}}|(?:bright )?(?:{'|'.join(COLORS)})")


def read_color(fields: Mapping[str, Any], place: str) -> str:
    """Read the ``color`` of a row, in lower case; empty where it has none.

    Raises:
        SchemeError: It is no colour.
    """
    color = fields.get("color", "")
    if color == "" or (isinstance(color, str) and _COLOR().fullmatch(color.lower())):
        return str(color).lower()
    raise SchemeError(
        tr(
            '{place}: its color is "#rrggbb", or one of {COLORS}, which may be bright, not {color!r:.40}',
            place=place,
            COLORS=", ".join(COLORS),
            color=color,
        )
    )


def read_of(fields: Mapping[str, Any], place: str) -> str:
    """Read whether a row is ``of`` sentences or of articles.

    Raises:
        SchemeError: It says neither.
    """
    of = fields.get("of", _OF[0])
    if of not in _OF:
        raise SchemeError(tr('{place}: of is "sentence" or "article", not {of!r:.40}', place=place, of=of))
    return str(of)


def check_word(value: object, what: str) -> str:
    """Return `value`, a short word that can stand in files and on screen.

    Raises:
        SchemeError: It is anything else; the message calls it `what`.
    """
    if not isinstance(value, str) or not value.strip() or len(value) > 40:
        raise SchemeError(
            tr("{what} must be a word of at most 40 characters, not {value!r:.60}", what=what, value=value)
        )
    if any(unicodedata.category(character)[0] in "CZ" for character in value) or "/" in value:
        raise SchemeError(
            tr("{what} must have no space, slash or control character: {value!r}", what=what, value=value)
        )
    return value


def read_was(fields: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """Read the labels of earlier versions that one was; none where the row has none.

    Raises:
        SchemeError: They are no list of labels.
    """
    was = fields.get("was", [])
    if not isinstance(was, list) or not all(isinstance(one, str) and one for one in was):
        raise SchemeError(
            tr('{place}: was must be a list of labels that there were, as ["claim"]', place=place)
        )
    return tuple(was)


def read_rows(rows: object, place: str, kind: str) -> list[object]:
    """Return the tables ``[[scheme.kind]]``, which the message calls `place`.

    Raises:
        SchemeError: They are no tables.
    """
    if not isinstance(rows, list):
        raise SchemeError(
            tr("{place} are tables; write [[scheme.{kind}]] above their lines", place=place, kind=kind)
        )
    return rows


def read_table(row: object, place: str, known: Collection[str], kind: str, what: str) -> Mapping[str, Any]:
    """Return the fields of a row, a table ``[[scheme.kind]]`` that may have those that are `known`.

    Raises:
        SchemeError: It is no table, or has others; the message calls it `place`, and one like it `what`.
    """
    if not isinstance(row, dict):
        raise SchemeError(
            tr("{place} is no table; write [[scheme.{kind}]] above its lines", place=place, kind=kind)
        )
    if unknown := sorted(set(row).difference(known)):
        *most, last = known
        raise SchemeError(
            tr(
                "{place} has no {unknown!r}; {what} has {most} and {last}",
                place=place,
                unknown=unknown[0],
                what=what,
                most=", ".join(most),
                last=last,
            )
        )
    return row


def read_line(fields: Mapping[str, Any], key: str, place: str) -> str:
    """Read the text `key` of a row; empty where it has none.

    Raises:
        SchemeError: It is no text.
    """
    value = fields.get(key, "")
    if not isinstance(value, str):
        raise SchemeError(tr("{place}: its {key} must be text in quotes", place=place, key=key))
    return value


def demand_single(values: list[str], what: str, key: str) -> None:
    """See to it that no two rows have the same.

    Args:
        values: What each row has.
        what: What the message calls the rows.
        key: Under which key they have it.

    Raises:
        SchemeError: Two rows have the same; they are named by their numbers, from 1.
    """
    seen: dict[str, int] = {}
    for number, value in enumerate(values, 1):
        if value in seen:
            raise SchemeError(
                tr(
                    "{what} {seen} and {number} have the same {key} {value!r}",
                    what=what,
                    seen=seen[value],
                    number=number,
                    key=key,
                    value=value,
                )
            )
        seen[value] = number
