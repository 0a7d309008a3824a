"""A scheme as the tables that it would be read from: for a project whose settings have none yet."""

from __future__ import annotations

from typing import Any

from annotations.model.attributes import Attribute
from annotations.model.scheme import Label, Scheme
from annotations.model.scheme_rows import ARTICLE, TYPES

__all__ = ["table_of"]


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
