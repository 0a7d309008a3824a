"""What a mark says beside its labels: the attributes of a scheme, and what values they take.

    [[scheme.attributes]]
    name = "worth"
    kind = "choice"
    labels = ["claim"]
    values = ["trivial", "of interest", "decisive"]
    key = "b"
    required = true

Two kinds are zhupi's own: ``quotes`` keeps form, content and speakers of what is quoted, and ``voice`` whose
claim or opinion it is. The others are a project's: ``choice`` (one of `values`), ``text``, ``flag`` (yes or
no), ``number``, and ``name`` (a name that stands in the article).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import isfinite
from typing import Any, NamedTuple

from annotations.errors import SchemeError
from annotations.model.scheme_rows import ARTICLE, read_line, read_of, read_rows
from annotations.wording import tr

__all__ = ["KINDS", "MAX_DIGITS", "MAX_VALUES", "Attribute", "read_attributes"]

KINDS = ("choice", "text", "flag", "number", "name", "voice", "quotes")
MAX_VALUES = 9
"""Values of a choice; each is chosen by a digit."""
MAX_DIGITS = 40
"""Characters of a number that somebody types."""
_OWN = ("voice", "quotes")
_KEYS = {"name", "kind", "labels", "values", "key", "title", "definition", "required", "of"}


class Attribute(NamedTuple):
    """One attribute of the marks that carry one of `labels`; of all marks where there are none."""

    name: str
    kind: str
    labels: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    key: str = ""
    """The character that sets it; empty leaves it to the palette."""
    title: str = ""
    definition: str = ""
    required: bool = False
    """Whether a sentence lacks something without it."""
    of: str = "sentence"
    """Whether it is said of a ``sentence`` or of an ``article``."""

    def applies(self, labels: Collection[str]) -> bool:
        """Tell whether a mark with `labels` may have it."""
        return not self.labels or any(label in labels for label in self.labels)

    def fits(self, value: object) -> bool:
        """Tell whether `value` is one that it takes."""
        if self.kind == "choice":
            return value in self.values
        if self.kind == "flag":
            return isinstance(value, bool)
        if self.kind == "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        return self.kind not in ("text", "name") or isinstance(value, str)

    def read(self, text: str) -> str | int | float:
        """Return the value that somebody typed as `text`.

        Raises:
            SchemeError: It is no value of this attribute; the message says what is.
        """
        text = text.strip()
        if self.kind == "number":
            return self._number(text)
        if self.kind == "choice" and text not in self.values:
            raise SchemeError(
                tr(
                    "{name} is one of {values}, not {text!r}",
                    name=self.name,
                    values=", ".join(self.values),
                    text=text[:40],
                )
            )
        return text

    def _number(self, text: str) -> int | float:
        """Return the number that `text` is: a whole one exactly, of any length that JSON readers take."""
        if len(text) > MAX_DIGITS:
            raise SchemeError(
                tr(
                    "{name} takes a number of at most {MAX_DIGITS} characters",
                    name=self.name,
                    MAX_DIGITS=MAX_DIGITS,
                )
            )
        try:
            return int(text)
        except ValueError:
            pass
        try:
            number = float(text)
        except ValueError:
            raise SchemeError(tr("{name} takes a number, not {text!r}", name=self.name, text=text)) from None
        if not isfinite(number):
            raise SchemeError(tr("{name} takes a finite number, not {text!r}", name=self.name, text=text))
        return int(number) if number.is_integer() and abs(number) < 2**53 else number


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
    if not isinstance(row, Mapping):
        raise SchemeError(tr("{place} is no table; write [[scheme.attributes]] above its lines", place=place))
    if unknown := sorted(set(row) - _KEYS):
        raise SchemeError(
            tr(
                "{place} has no {unknown!r}; it has {KEYS}",
                place=place,
                unknown=unknown[0],
                KEYS=", ".join(sorted(_KEYS)),
            )
        )
    kind = row.get("kind", "text")
    if kind not in KINDS:
        raise SchemeError(
            tr(
                "{place}: its kind is one of {KINDS}, not {kind!r:.40}",
                place=place,
                KINDS=", ".join(KINDS),
                kind=kind,
            )
        )
    name = _word(row.get("name", kind if kind in _OWN else None), tr("{place}: its name", place=place))
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
    labels = _words(row.get("labels", []), tr("{place}: its labels", place=place))
    of = read_of(row, place)
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
    values = _words(row.get("values", []), tr("{place}: its values", place=place))
    if (kind == "choice") != bool(values) or len(values) > MAX_VALUES:
        raise SchemeError(
            tr(
                "{place}: a choice, and nothing else, has values, 1 to {MAX_VALUES} of them",
                place=place,
                MAX_VALUES=MAX_VALUES,
            )
        )
    return Attribute(name, kind, labels, values, **_rest(row, place), of=of)


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
