"""The tables ``[[scheme.attributes]]``: how they are read, and what they may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotations.errors import SchemeError
from annotations.model.attributes import KINDS, MAX_VALUES, Attribute
from annotations.model.row_fields import read_line, read_of, read_rows, read_table
from annotations.model.scheme_rows import ARTICLE
from annotations.wording import tr

__all__ = ["read_attributes"]

_OWN = ("voice", "quotes")
_KEYS = ("name", "kind", "labels", "values", "key", "title", "definition", "required", "of")


def read_attributes(rows: object, labels: Mapping[str, str], where: str) -> tuple[Attribute, ...]:
    """Read the ``[[scheme.attributes]]`` tables of `where`.

    `labels` are those of the scheme, each with what it is said of, ``sentence`` or ``article``.

    Raises:
        SchemeError: naming the attribute, what is wrong, and what is allowed.
    """
    tables = read_rows(rows, tr("{where}: attributes", where=where), "attributes")
    attributes = tuple(_attribute(row, number, labels, where) for number, row in enumerate(tables, 1))
    for what in ("name", "key"):
        given = [value for one in attributes if (value := getattr(one, what))]
        if double := next((value for value in given if given.count(value) > 1), None):
            raise SchemeError(
                tr(
                    "{where}: two attributes have the same {what} {double!r}",
                    where=where,
                    what=what,
                    double=double,
                )
            )
    return attributes


def _attribute(row: object, number: int, known: Mapping[str, str], where: str) -> Attribute:
    place = tr("{where}: attribute {number}", where=where, number=number)
    fields = read_table(row, place, _KEYS, "attributes", tr("an attribute"))
    kind = fields.get("kind", "text")
    if kind not in KINDS:
        raise SchemeError(
            tr(
                "{place}: its kind is one of {KINDS}, not {kind!r:.40}",
                place=place,
                KINDS=", ".join(KINDS),
                kind=kind,
            )
        )
    name = _word(fields.get("name", kind if kind in _OWN else None), tr("{place}: its name", place=place))
    if (name in _OWN) != (kind in _OWN) or (kind in _OWN and name != kind):
        raise SchemeError(
            tr(
                "{place} ({name}): an attribute of kind {kind} cannot be called {name}",
                place=place,
                name=name,
                kind=kind,
            )
        )
    place = f"{place} ({name})"
    of = read_of(fields, place)
    labels = _labels(fields, kind, of, known, place)
    values = _words(fields.get("values", []), tr("{place}: its values", place=place))
    if (kind == "choice") != bool(values) or len(values) > MAX_VALUES:
        raise SchemeError(
            tr(
                "{place}: a choice, and nothing else, has values, 1 to {MAX_VALUES} of them",
                place=place,
                MAX_VALUES=MAX_VALUES,
            )
        )
    return Attribute(name, kind, labels, values, **_rest(fields, place), of=of)


def _labels(
    fields: Mapping[str, Any], kind: str, of: str, known: Mapping[str, str], place: str
) -> tuple[str, ...]:
    """Return the labels whose marks have it; `known` are the scheme's, each with what it is said of."""
    labels = _words(fields.get("labels", []), tr("{place}: its labels", place=place))
    if kind in _OWN and of == ARTICLE:
        raise SchemeError(tr("{place}: voice and quotes are of sentences", place=place))
    if other := next((label for label in labels if known.get(label, of) != of), None):
        raise SchemeError(
            tr("{place}: it is of {of}s, and the label {other} is not", place=place, of=of, other=other)
        )
    if missing := next((label for label in labels if label not in known), None):
        raise SchemeError(
            tr(
                "{place}: there is no label {missing!r}; there are {known}",
                place=place,
                missing=missing,
                known=", ".join(known),
            )
        )
    if kind == "quotes" and len(labels) != 1:
        raise SchemeError(tr('{place}: quotes belong to one label; write labels = ["quote"]', place=place))
    if kind == "voice" and not labels:
        raise SchemeError(tr("{place}: name the labels whose voice is asked for", place=place))
    return labels


def _rest(row: Mapping[str, Any], place: str) -> dict[str, Any]:
    key, required = row.get("key", ""), row.get("required", False)
    if not isinstance(key, str) or len(key) > 1 or (key and not ("!" <= key <= "~")) or key.isdigit():
        raise SchemeError(
            tr(
                "{place}: its key must be one character that is no digit, not {key!r:.40}",
                place=place,
                key=key,
            )
        )
    if not isinstance(required, bool):
        raise SchemeError(tr("{place}: required is true or false", place=place))
    texts = {what: read_line(row, what, place) for what in ("title", "definition")}
    return {"key": key, "required": required, **texts}


def _words(value: object, what: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise SchemeError(tr('{what} must be a list, as ["one", "two"]', what=what))
    words = tuple(_word(one, what) for one in value)
    if len(set(words)) < len(words):
        raise SchemeError(tr("{what} name one twice", what=what))
    return words


def _word(value: object, what: str) -> str:
    plain = isinstance(value, str) and value.strip() == value and value.isprintable()
    if not isinstance(value, str) or not plain or not 0 < len(value) <= 40:
        raise SchemeError(
            tr("{what} must be text of at most 40 characters, not {value!r:.60}", what=what, value=value)
        )
    return value
