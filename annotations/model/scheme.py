"""The labels of a project: their names, keys and definitions, built in or from ``zhupi.toml``.

The code knows labels only through a `Scheme`; nothing else says "claim".

    [scheme]
    name = "news"
    version = 2

    [[scheme.labels]]
    name = "claim"
    key = "c"
    title = "事實主張"
    definition = "可以用證據判定真假的具體陳述"

:mod:`annotations.model.attributes` says what a scheme's attributes are.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from annotations.errors import SchemeError
from annotations.model.attributes import Attribute, read_attributes

__all__ = ["DEFAULT", "MAX_LABELS", "Label", "Scheme", "read_advance"]

MAX_LABELS = 6
"""F2 to F7 are free for labels; F8 and F9 are none and done."""


class Label(NamedTuple):
    """One tag that a sentence may carry."""

    name: str
    """What records and exports say."""
    key: str
    """One Latin letter: the key that sets it and the letter that shows it."""
    title: str = ""
    """Its name in the language of the articles."""
    definition: str = ""


class Scheme(NamedTuple):
    """The labels of a project, in the order of their columns, digits and function keys."""

    name: str
    version: int
    labels: tuple[Label, ...]
    attributes: tuple[Attribute, ...] = ()
    advance: tuple[str, ...] = ()
    """Labels, or ``none``, after which the cursor goes on to the next sentence by itself."""

    @property
    def id(self) -> str:
        """Return the name and version that records carry, as ``default/1``."""
        return f"{self.name}/{self.version}"

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the labels."""
        return frozenset(label.name for label in self.labels)

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute called `name`; None if there is none."""
        return next((one for one in self.attributes if one.name == name), None)

    @property
    def quotes(self) -> str | None:
        """Return the label of sentences that quote somebody, or None if the scheme asks for no speakers."""
        return next((one.labels[0] for one in self.attributes if one.kind == "quotes"), None)

    @property
    def voiced(self) -> tuple[str, ...]:
        """Return the labels of which it is asked whose voice they are."""
        return next((one.labels for one in self.attributes if one.kind == "voice"), ())

    @property
    def own_attributes(self) -> tuple[Attribute, ...]:
        """Return the attributes that are the project's own."""
        return tuple(one for one in self.attributes if one.kind not in ("quotes", "voice"))

    def applies(self, attribute: str, labels: Collection[str]) -> bool:
        """Tell whether a mark with `labels` may have `attribute`; one that is not known here stays."""
        return all(one.applies(labels) for one in self.attributes if one.name == attribute)

    def lacking(
        self, labels: Collection[str], quotes: Collection[Mapping[str, Any]], attributes: Collection[str]
    ) -> list[str]:
        """Return what a mark with `labels`, `quotes` and `attributes` still lacks: the names of it."""
        lacking = []
        if self.quotes in labels and (not quotes or not all(quote.get("speakers") for quote in quotes)):
            lacking.append("speaker")
        if labels:
            lacking += [
                one.name
                for one in self.own_attributes
                if one.required and one.applies(labels) and one.name not in attributes
            ]
        return lacking

    def in_order(self, names: set[str] | frozenset[str]) -> list[str]:
        """Return `names` in the scheme's order; names that the scheme does not know follow, sorted."""
        known = [label.name for label in self.labels if label.name in names]
        return known + sorted(names.difference(known))

    @classmethod
    def from_toml(cls, table: Mapping[str, Any], where: str) -> Scheme:
        """Read the ``[scheme]`` table of `where`.

        Raises:
            SchemeError: naming `where`, what is wrong, and what is allowed.
        """
        known = {"name", "version", "labels", "attributes", "advance"}
        if unknown := sorted(set(table) - known):
            raise SchemeError(f"{where}: [scheme] has no {unknown[0]!r}; it has {', '.join(sorted(known))}")
        name, version, rows = table.get("name", "custom"), table.get("version", 1), table.get("labels")
        _check_word(name, f"{where}: the scheme's name")
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise SchemeError(f"{where}: the scheme's version must be a whole number from 1, not {version!r}")
        if not isinstance(rows, list) or not rows:
            raise SchemeError(f"{where}: [scheme] needs at least one [[scheme.labels]]")
        if len(rows) > MAX_LABELS:
            raise SchemeError(f"{where}: {len(rows)} labels, but there are keys for {MAX_LABELS}")
        labels = tuple(_label(row, number, where) for number, row in enumerate(rows, 1))
        for what in ("name", "key"):
            seen: dict[str, int] = {}
            for number, label in enumerate(labels, 1):
                value = getattr(label, what)
                if value in seen:
                    raise SchemeError(
                        f"{where}: labels {seen[value]} and {number} have the same {what} {value!r}"
                    )
                seen[value] = number
        names = [label.name for label in labels]
        attributes = read_attributes(table.get("attributes", []), names, where)
        return cls(name, version, labels, attributes, read_advance(table.get("advance", []), names, where))


def read_advance(value: object, labels: Collection[str], where: str) -> tuple[str, ...]:
    """Read the labels after which the cursor goes on by itself.

    Raises:
        SchemeError: It is no list, or names a label that there is not.
    """
    if not isinstance(value, list):
        raise SchemeError(f'{where}: advance must be a list of labels, as ["claim", "none"]')
    for label in value:
        if label not in labels and label != "none":
            raise SchemeError(
                f"{where}: advance: there is no label {label!r:.60}; there are {', '.join((*labels, 'none'))}"
            )
    return tuple(value)


def _label(row: object, number: int, where: str) -> Label:
    """Read one ``[[scheme.labels]]`` table."""
    place = f"{where}: label {number}"
    if not isinstance(row, dict):
        raise SchemeError(f"{place} is no table; write [[scheme.labels]] above its lines")
    unknown = sorted(set(row) - {"name", "key", "title", "definition"})
    if unknown:
        raise SchemeError(f"{place} has no {unknown[0]!r}; a label has name, key, title and definition")
    name = row.get("name")
    _check_word(name, f"{place}: its name")
    assert isinstance(name, str)
    if name == "none":
        raise SchemeError(f"{place}: 'none' is there by itself and cannot be a label")
    key = row.get("key", name[0].lower())
    if not (isinstance(key, str) and len(key) == 1 and key in string.ascii_lowercase):
        raise SchemeError(f"{place} ({name}): its key must be one letter from a to z, not {key!r}")
    texts = {}
    for what in ("title", "definition"):
        texts[what] = row.get(what, "")
        if not isinstance(texts[what], str):
            raise SchemeError(f"{place} ({name}): its {what} must be text in quotes")
    return Label(name, key, **texts)


def _check_word(value: object, what: str) -> None:
    """Refuse anything but a short word that can stand in files and on screen."""
    if not isinstance(value, str) or not value.strip() or len(value) > 40:
        raise SchemeError(f"{what} must be a word of at most 40 characters, not {value!r:.60}")
    if any(unicodedata.category(character)[0] in "CZ" for character in value) or "/" in value:
        raise SchemeError(f"{what} must have no space, slash or control character: {value!r}")


DEFAULT = Scheme(
    "default",
    1,
    (
        Label(
            "claim",
            "c",
            "事實主張",
            "可以用證據判定真假的具體陳述（含數字、事件、因果、預測），不論真假、不論誰說。"
            " A specific statement that evidence could show true or false, whoever says it.",
        ),
        Label(
            "opinion",
            "o",
            "觀點",
            "表達評價、立場、情感、建議或臆測，無法單憑證據判定真假。"
            " An evaluation, stance, feeling, advice or speculation that evidence alone cannot settle.",
        ),
        Label(
            "quote",
            "q",
            "引語",
            "轉述他人的話、文字或想法：直接（有引號）、間接或混合。"
            " Reported words or thoughts of a source: direct, indirect or mixed.",
        ),
    ),
    (
        Attribute("voice", "voice", ("claim", "opinion"), title="誰的話"),
        Attribute("quotes", "quotes", ("quote",), title="引述"),
    ),
)
"""Claim, opinion and quote; several may hold at once. Quotes have speakers, claims and opinions a voice."""
