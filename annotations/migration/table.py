"""A scheme as the tables that it is read from, or would be where the settings of a project have none yet.

Tables are those of ``[scheme]`` in ``zhupi.toml``. Each row keeps which row it was, so that the file can be
changed where it says so and left as it is everywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotations.model.attributes import Attribute
from annotations.model.scheme import Label, Scheme
from annotations.model.scheme_rows import ARTICLE, TYPES
from annotations.records.lead_kinds import SchemeChange

__all__ = ["ROWS", "Row", "Tables", "table_of"]

ROWS = ("labels", "attributes", "groups", "types")
"""The keys of a scheme that hold tables."""


@dataclass(slots=True)
class Row:
    """One table: which it was, or None where it is new, and what it says."""

    was: int | None
    fields: dict[str, Any]

    @property
    def name(self) -> str:
        """Its name; an attribute of zhupi's own is called as its kind."""
        return str(self.fields.get("name", self.fields.get("kind", "")))


class Tables:
    """The tables of a scheme, to be changed."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take the ``[scheme]`` table, one that a scheme was read from."""
        self.plain = {key: value for key, value in table.items() if key not in ROWS}
        self.rows = {
            kind: [Row(number, dict(one)) for number, one in enumerate(table.get(kind, []))] for kind in ROWS
        }

    def table(self) -> dict[str, Any]:
        """Return them as they would be read."""
        rows = {kind: [dict(row.fields) for row in self.rows[kind]] for kind in ROWS if self.rows[kind]}
        return {**self.plain, **rows}

    def row(self, kind: str, name: str) -> Row | None:
        """Return the table of that kind with the name `name`."""
        return next((row for row in self.rows[kind] if row.name == name), None)

    def choose_for(self, split: SchemeChange) -> None:
        """Let the labels that one was split into be those to choose from for it."""
        for row in self.rows["labels"]:
            if row.name in split["new"]:
                row.fields["was"] = list(dict.fromkeys([*row.fields.get("was", []), *split["old"]]))


def table_of(scheme: Scheme) -> dict[str, Any]:
    """Return the ``[scheme]`` table of `scheme`."""
    table: dict[str, Any] = {"name": scheme.name, "version": scheme.version}
    if scheme.advance:
        table["advance"] = list(scheme.advance)
    table["labels"] = [_label(one) for one in scheme.every_label]
    attributes = [_attribute(one) for one in scheme.every_attribute]
    groups = [{"name": one.name, "title": one.title, "choose": one.choose} for one in scheme.groups]
    types = [
        {"name": one.name, "key": one.key, "title": one.title, "color": one.color} for one in scheme.types
    ]
    if attributes:
        table["attributes"] = attributes
    if groups:
        table["groups"] = list(map(_said, groups))
    if scheme.types != TYPES:
        table["types"] = list(map(_said, types))
    return table


def _label(label: Label) -> dict[str, Any]:
    row = {
        "name": label.name,
        "key": label.key,
        "title": label.title,
        "definition": label.definition,
        "color": label.color,
        "group": label.group,
    }
    return _said({**row, "was": list(label.was), "of": label.of if label.of == ARTICLE else ""})


def _attribute(attribute: Attribute) -> dict[str, Any]:
    own = attribute.kind in ("voice", "quotes")
    return _said(
        {
            "name": "" if own else attribute.name,
            "kind": attribute.kind,
            "labels": list(attribute.labels),
            "values": list(attribute.values),
            "key": attribute.key,
            "title": attribute.title,
            "definition": attribute.definition,
            "required": attribute.required,
            "of": attribute.of if attribute.of == ARTICLE else "",
        }
    )


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """Return `row` without what says nothing."""
    return {key: value for key, value in row.items() if value}
