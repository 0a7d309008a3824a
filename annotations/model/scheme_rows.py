"""The rows of a scheme besides its attributes: labels, their groups, types of names; how they are read."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from annotations.errors import SchemeError
from annotations.expressions import lazily
from annotations.model.article import NAME_TYPES
from annotations.wording import tr

__all__ = [
    "ARTICLE",
    "FREE_LETTERS",
    "MAX_GROUPS",
    "MAX_LABELS",
    "MAX_TYPES",
    "ONE_OF",
    "TYPES",
    "Group",
    "Label",
    "NameType",
    "check_word",
    "read_color",
    "read_groups",
    "read_labels",
    "read_line",
    "read_of",
    "read_rows",
    "read_types",
]

MAX_LABELS = 12
"""Columns of letters that an 80-column screen has room for beside text; half as many as the alphabet."""
MAX_GROUPS = 6
FREE_LETTERS = "bclmoqszEFGHIPVXYZ"
"""Letters that are the key of no act of reading, more than there can be labels: who has no key gets one."""
MAX_TYPES = 9
"""Types of names; each is chosen by a digit."""
ONE_OF = "one of"
_CHOOSE = (ONE_OF, "any of")
ARTICLE = "article"
_OF = ("sentence", ARTICLE)
COLORS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
"""Names that a terminal of sixteen colours knows; ``bright`` may stand before them."""
_COLOR = lazily(rf"#[0-9a-fA-F]{{6}}|(?:bright )?(?:{'|'.join(COLORS)})")


class Label(NamedTuple):
    """One tag that a sentence, or an article as a whole, may carry."""

    name: str
    """What records and exports say."""
    key: str
    """One Latin letter: the key that sets it and the letter that shows it."""
    title: str = ""
    """Its name in the language of the articles."""
    definition: str = ""
    color: str = ""
    """``#rrggbb`` or the name of a terminal's colour; empty takes the next of the theme's."""
    group: str = ""
    of: str = _OF[0]
    """Whether it is said of a ``sentence`` or of an ``article``."""
    was: tuple[str, ...] = ()
    """Labels of earlier versions that marks still say, and for which this is one to choose."""


class Group(NamedTuple):
    """Labels that belong together."""

    name: str
    title: str = ""
    choose: str = _CHOOSE[1]
    """``one of``: choosing one takes the others off. ``any of``: each stands for itself."""


class NameType(NamedTuple):
    """A type that a name in the text may have."""

    name: str
    key: str = ""
    """A letter that chooses it in the list of types, beside its digit; empty leaves it at the digit."""
    title: str = ""
    color: str = ""


TYPES = tuple(NameType(name) for name in NAME_TYPES)
"""The types of names of a scheme that has none of its own."""


def read_labels(rows: object, where: str) -> tuple[Label, ...]:
    """Read the ``[[scheme.labels]]`` of `where`.

    Raises:
        SchemeError: naming the label, what is wrong, and what is allowed.
    """
    if not isinstance(rows, list) or not rows:
        raise SchemeError(tr("{where}: [scheme] needs at least one [[scheme.labels]]", where=where))
    if len(rows) > MAX_LABELS:
        raise SchemeError(
            tr(
                "{where}: {number} labels, but there is room for {MAX_LABELS}",
                where=where,
                number=len(rows),
                MAX_LABELS=MAX_LABELS,
            )
        )
    taken = {row["key"] for row in rows if isinstance(row, dict) and isinstance(row.get("key"), str)}
    labels: list[Label] = []
    for number, row in enumerate(rows, 1):
        labels.append(_label(row, number, taken, where))
        taken.add(labels[-1].key)
    for what in ("name", "key"):
        _demand_single([getattr(one, what) for one in labels], tr("{where}: labels", where=where), what)
    if all(one.of == ARTICLE for one in labels):
        raise SchemeError(
            tr('{where}: all labels are of = "article"; at least one is of sentences', where=where)
        )
    return tuple(labels)


def _label(row: object, number: int, taken: Collection[str], where: str) -> Label:
    place = tr("{where}: label {number}", where=where, number=number)
    known = ("name", "key", "title", "definition", "color", "group", "of", "was")
    fields = _table(row, place, known, "labels", tr("a label"))
    name = check_word(fields.get("name"), tr("{place}: its name", place=place))
    if name == "none":
        raise SchemeError(tr("{place}: 'none' is there by itself and cannot be a label", place=place))
    place = f"{place} ({name})"
    own = "key" in fields
    own_letters = [one for one in name.lower() if one in FREE_LETTERS]
    letters = (one for one in (*own_letters, *FREE_LETTERS) if one not in taken)
    key = fields["key"] if own else next(letters)
    if not (isinstance(key, str) and len(key) == 1 and key in string.ascii_letters):
        raise SchemeError(
            tr(
                "{place}: its key must be one letter from a to z or A to Z, not {key!r:.40}",
                place=place,
                key=key,
            )
        )
    group = read_line(fields, "group", place)
    texts = {what: read_line(fields, what, place) for what in ("title", "definition")}
    return Label(
        name,
        key,
        **texts,
        color=read_color(fields, place),
        group=group,
        of=read_of(fields, place),
        was=_was(fields, place),
    )


def read_groups(rows: object, labels: Collection[Label], where: str) -> tuple[Group, ...]:
    """Read the ``[[scheme.groups]]`` of `where`; where there are none, labels may name groups themselves.

    Raises:
        SchemeError: naming the group, what is wrong, and what is allowed.
    """
    groups: list[Group] = []
    for number, row in enumerate(read_rows(rows, tr("{where}: groups", where=where), "groups"), 1):
        place = tr("{where}: group {number}", where=where, number=number)
        fields = _table(row, place, ("name", "title", "choose"), "groups", tr("a group"))
        name = check_word(fields.get("name"), tr("{place}: its name", place=place))
        choose = fields.get("choose", _CHOOSE[1])
        if choose not in _CHOOSE:
            raise SchemeError(
                tr(
                    '{place} ({name}): choose is "one of" or "any of", not {choose!r:.40}',
                    place=place,
                    name=name,
                    choose=choose,
                )
            )
        groups.append(Group(name, read_line(fields, "title", place), choose))
    _demand_single([one.name for one in groups], tr("{where}: groups", where=where), "name")
    if groups:
        for label in labels:
            if label.group and label.group not in {one.name for one in groups}:
                there = ", ".join(one.name for one in groups)
                raise SchemeError(
                    tr(
                        "{where}: label {name} is in {group!r:.40}; the groups are {there}",
                        where=where,
                        name=label.name,
                        group=label.group,
                        there=there,
                    )
                )
    else:
        groups = [Group(name) for name in dict.fromkeys(one.group for one in labels if one.group)]
    if len(groups) > MAX_GROUPS:
        raise SchemeError(
            tr(
                "{where}: {number} groups, but there are at most {MAX_GROUPS}",
                where=where,
                number=len(groups),
                MAX_GROUPS=MAX_GROUPS,
            )
        )
    for group in groups:
        if len({one.of for one in labels if one.group == group.name}) > 1:
            raise SchemeError(
                tr(
                    "{where}: group {name} mixes labels of sentences and of articles",
                    where=where,
                    name=group.name,
                )
            )
    return tuple(groups)


def read_types(rows: object, where: str) -> tuple[NameType, ...]:
    """Read the ``[[scheme.types]]`` of `where`; without any there are zhupi's own four.

    Raises:
        SchemeError: naming the type, what is wrong, and what is allowed.
    """
    types = []
    for number, row in enumerate(read_rows(rows, tr("{where}: types", where=where), "types"), 1):
        place = tr("{where}: type {number}", where=where, number=number)
        fields = _table(row, place, ("name", "key", "title", "color"), "types", tr("a type"))
        name = check_word(fields.get("name"), tr("{place}: its name", place=place))
        key = fields.get("key", "")
        if not (key == "" or (isinstance(key, str) and len(key) == 1 and key in string.ascii_letters)):
            raise SchemeError(
                tr(
                    "{place} ({name}): its key must be one letter, not {key!r:.40}",
                    place=place,
                    name=name,
                    key=key,
                )
            )
        types.append(NameType(name, key, read_line(fields, "title", place), read_color(fields, place)))
    if len(types) > MAX_TYPES:
        raise SchemeError(
            tr(
                "{where}: {number} types of names, but there are digits for {MAX_TYPES}",
                where=where,
                number=len(types),
                MAX_TYPES=MAX_TYPES,
            )
        )
    for what in ("name", "key"):
        _demand_single(
            [value for one in types if (value := getattr(one, what))], tr("{where}: types", where=where), what
        )
    return tuple(types) or TYPES


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


def _was(fields: Mapping[str, Any], place: str) -> tuple[str, ...]:
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


def _table(row: object, place: str, known: Collection[str], kind: str, what: str) -> Mapping[str, Any]:
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


def _demand_single(values: list[str], what: str, key: str) -> None:
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
