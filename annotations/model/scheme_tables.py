"""The tables of a scheme besides its attributes: how labels, their groups and types of names are read."""

from __future__ import annotations

import string
from collections.abc import Collection

from annotations.errors import SchemeError
from annotations.model.row_fields import (
    check_word,
    demand_single,
    read_color,
    read_line,
    read_of,
    read_rows,
    read_table,
    read_was,
)
from annotations.model.scheme_rows import (
    ANY_OF,
    ARTICLE,
    FREE_LETTERS,
    MAX_GROUPS,
    MAX_LABELS,
    MAX_TYPES,
    ONE_OF,
    TYPES,
    Group,
    Label,
    NameType,
)
from annotations.wording import tr

__all__ = ["read_groups", "read_labels", "read_types"]

_CHOOSE = (ONE_OF, ANY_OF)


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
        demand_single([getattr(one, what) for one in labels], tr("{where}: labels", where=where), what)
    if all(one.of == ARTICLE for one in labels):
        raise SchemeError(
            tr('{where}: all labels are of = "article"; at least one is of sentences', where=where)
        )
    return tuple(labels)


def _label(row: object, number: int, taken: Collection[str], where: str) -> Label:
    place = tr("{where}: label {number}", where=where, number=number)
    known = ("name", "key", "title", "definition", "color", "group", "of", "was")
    fields = read_table(row, place, known, "labels", tr("a label"))
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
        was=read_was(fields, place),
    )


def read_groups(rows: object, labels: Collection[Label], where: str) -> tuple[Group, ...]:
    """Read the ``[[scheme.groups]]`` of `where`; where there are none, labels may name groups themselves.

    Raises:
        SchemeError: naming the group, what is wrong, and what is allowed.
    """
    groups: list[Group] = []
    for number, row in enumerate(read_rows(rows, tr("{where}: groups", where=where), "groups"), 1):
        place = tr("{where}: group {number}", where=where, number=number)
        fields = read_table(row, place, ("name", "title", "choose"), "groups", tr("a group"))
        name = check_word(fields.get("name"), tr("{place}: its name", place=place))
        choose = fields.get("choose", ANY_OF)
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
    demand_single([one.name for one in groups], tr("{where}: groups", where=where), "name")
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
        fields = read_table(row, place, ("name", "key", "title", "color"), "types", tr("a type"))
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
        demand_single(
            [value for one in types if (value := getattr(one, what))], tr("{where}: types", where=where), what
        )
    return tuple(types) or TYPES
