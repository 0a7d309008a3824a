"""What a change does to the tables of a scheme: labels, attributes, values and types of names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from annotations.errors import SchemeError
from annotations.migration.table import Row, Tables
from annotations.model.article import NAME_TYPES
from annotations.model.attributes import MAX_VALUES
from annotations.model.misfits import Misfit
from annotations.model.scheme import MAX_LABELS, Scheme
from annotations.records.lead_kinds import ChangeAct, ChangeOf, SchemeChange
from annotations.records.migration import scheme_change
from annotations.wording import tr

__all__ = ["change_of", "changed", "names_of"]

_OWN = ("voice", "quotes")


def change_of(
    scheme: Scheme,
    act: ChangeAct,
    old: Sequence[str],
    new: Sequence[str],
    *,
    what: str = "",
    of: str = "",
    gone: Collection[Misfit] = (),
) -> SchemeChange:
    """Return the change that somebody asks for, checked against `scheme`.

    Args:
        scheme: The scheme that there is.
        act: What is to be done.
        old: The names of what there is.
        new: What comes of it; see :class:`~annotations.records.lead_kinds.SchemeChange`.
        what: ``label``, ``attribute`` or ``type``; empty finds out by the name.
        of: The attribute that `old` are values of; empty where they are none.
        gone: What marks say and the scheme does not have: it can be led on, to what there is or is new.

    Raises:
        SchemeError: There is no such thing, the new name is taken, or this cannot be done to it.
    """
    kind, there = _found(scheme, old[0], what, of, gone)
    said = {one.value if of else one.name for one in gone if one.what == kind and (not of or one.name == of)}
    for name in old:
        if name not in there and name not in said:
            raise SchemeError(
                tr(
                    "there is no {kind} {name!r:.60} in {of}; there are {there}",
                    kind=kind,
                    name=name,
                    of=of or scheme.id,
                    there=", ".join(there),
                )
            )
    _demand_possible(kind, act, old, new, there)
    return scheme_change(kind, act, [name for name in old if name not in new], new, attribute=of)


def _demand_possible(
    kind: ChangeOf, act: ChangeAct, old: Sequence[str], new: Sequence[str], there: Sequence[str]
) -> None:
    """Raise SchemeError where `act` cannot be done to `old`; `there` are all that there are of its kind."""
    if len({*old}) < len(old) or len({*new}) < len(new):
        raise SchemeError(tr("one name is given twice"))
    if kind == "attribute" and any(name in _OWN for name in (*old, *new)) and act != "remove":
        raise SchemeError(tr("voice and quotes are zhupi's own and keep their names"))
    if kind == "type" and any(name in NAME_TYPES for name in old):
        raise SchemeError(
            tr(
                "{NAME_TYPES} are what the analysis finds, and keep their names",
                NAME_TYPES=", ".join(NAME_TYPES),
            )
        )
    if act == "split" and kind != "label":
        raise SchemeError(
            tr("only a label can be split; rename the {kind}, or add another one to the scheme", kind=kind)
        )
    if act == "rename" and new[0] in there and old[0] in there:
        raise SchemeError(
            tr(
                "there is a {kind} {new!r:.60} already; merge {old} into it",
                kind=kind,
                new=new[0],
                old=old[0],
            )
        )
    if act == "split" and (len(new) < 2 or old[0] in new):
        raise SchemeError(
            tr("name the labels, two or more, that each mark will choose from; not the old one")
        )
    if act == "merge" and len({*old, *new}) < 2:
        raise SchemeError(tr("name two or more to be merged, and what they become"))


def _found(
    scheme: Scheme, name: str, what: str, of: str, gone: Collection[Misfit]
) -> tuple[ChangeOf, Sequence[str]]:
    """Return what kind of thing `name` is, and the names of all that there are of that kind."""
    if of:
        values = names_of(scheme, "value", of)
        if not values:
            raise SchemeError(tr("{of:.60} is no attribute with values in {id}", of=of, id=scheme.id))
        return "value", values
    named: tuple[ChangeOf, ...] = ("label", "attribute", "type")
    all_of = {kind: names_of(scheme, kind) for kind in named}
    said = {(one.what, one.name) for one in gone}
    kinds = [kind for kind in all_of if (name in all_of[kind] or (kind, name) in said) and what in ("", kind)]
    if len(kinds) > 1:
        raise SchemeError(
            tr("{name:.60} is a {kinds}; say which with --what", name=name, kinds=tr(" and a ").join(kinds))
        )
    if not kinds:
        there = ", ".join(dict.fromkeys(one for names in all_of.values() for one in names))
        raise SchemeError(
            tr(
                "there is no {what} {name!r:.60} in {id}; there are {there}",
                what=what or "label",
                name=name,
                id=scheme.id,
                there=there,
            )
        )
    return kinds[0], all_of[kinds[0]]


def names_of(scheme: Scheme, what: ChangeOf, attribute: str = "") -> Sequence[str]:
    """Return the names of all that `scheme` has of one kind; the values are those of `attribute`."""
    if what == "label":
        return [one.name for one in scheme.every_label]
    if what == "attribute":
        return [one.name for one in scheme.every_attribute]
    if what == "type":
        return [one.name for one in scheme.types]
    found = scheme.attribute(attribute)
    return found.values if found else ()


def changed(table: Mapping[str, Any], change: SchemeChange, where: str) -> tuple[Tables, list[SchemeChange]]:
    """Return the tables of a scheme after `change`, of the next version, and all that marks have to follow.

    A label that goes takes along the attributes that belonged to it alone.

    Raises:
        SchemeError: No scheme would come of it; `where` is the file that would say so.
    """
    tables = Tables(table)
    more = _CHANGES[change["what"]](tables, change)
    tables.plain["version"] = table.get("version", 1) + 1
    Scheme.from_toml(tables.table(), where)
    return tables, [change, *more]


def _change_labels(tables: Tables, change: SchemeChange) -> list[SchemeChange]:
    rows, old, new = tables.rows["labels"], change["old"], change["new"]
    at = [number for number, row in enumerate(rows) if row.name in old]
    kept = [row for row in rows if row.name not in old]
    there = {row.name for row in kept}
    coming = [name for name in new if name not in there]
    if len(kept) + len(coming) > MAX_LABELS:
        raise SchemeError(
            tr(
                "that would be {number} labels; there are at most {MAX_LABELS}",
                number=len(kept) + len(coming),
                MAX_LABELS=MAX_LABELS,
            )
        )
    made = [
        _renamed(rows[at[0]], name) if number == 0 and at else Row(None, {"name": name})
        for number, name in enumerate(coming)
    ]
    if change["act"] == "split":
        for row in made:  # they mean something else than what was split
            row.fields.pop("title", None)
            row.fields.pop("definition", None)
    place = sum(row.name not in old for row in rows[: at[0]]) if at else len(rows)
    tables.rows["labels"] = [*kept[:place], *made, *kept[place:]]
    if change["act"] == "split":
        tables.choose_for(change)
    advance = tables.plain.get("advance")
    if isinstance(advance, list):
        tables.plain["advance"] = _mapped(advance, old, new)
    return _follow_labels(tables, change)


def _renamed(row: Row, name: str) -> Row:
    """Return `row` with another name and the key that it had."""
    key = row.fields.get("key", row.name[0].lower())
    return Row(row.was, {**row.fields, "name": name, "key": key})


def _follow_labels(tables: Tables, change: SchemeChange) -> list[SchemeChange]:
    """Let attributes belong to what labels became; return the removal of those that belong to none now."""
    more = []
    kept = []
    for row in tables.rows["attributes"]:
        labels = row.fields.get("labels") or []
        now = _mapped(labels, change["old"], change["new"])
        if row.fields.get("kind") == "quotes":
            now = now[:1]  # they belong to one label
        if labels and not now:
            more.append(scheme_change("attribute", "remove", [row.name]))
            continue
        if now != labels:
            row.fields["labels"] = now
        kept.append(row)
    tables.rows["attributes"] = kept
    return more


def _change_attributes(tables: Tables, change: SchemeChange) -> list[SchemeChange]:
    old, new = change["old"], change["new"]
    found = [row for row in tables.rows["attributes"] if row.name in (*old, *new)]
    if change["act"] == "merge":
        if len({row.fields.get("kind", "text") for row in found}) > 1:
            raise SchemeError(tr("attributes of different kinds cannot become one"))
        for key, most in (("values", MAX_VALUES), ("labels", MAX_LABELS)):
            lists = [row.fields.get(key) or [] for row in found]
            merged = list(dict.fromkeys(one for each in lists for one in each))
            if key == "labels" and not all(lists):
                merged = []  # one of them belongs to every mark
            if len(merged) > most:
                raise SchemeError(
                    tr(
                        "that would be {number} {key} of {new}; there are at most {most}",
                        number=len(merged),
                        key=key,
                        new=new[0],
                        most=most,
                    )
                )
            for row in found:
                row.fields.pop(key, None) if not merged else row.fields.update({key: merged})
    left = next((row for row in found if row.name in new), found[0] if found else None) if new else None
    if new and left is None:
        raise SchemeError(tr("there is no attribute {new!r:.60}; add it to the scheme first", new=new[0]))
    if left is not None:
        left.fields["name"] = new[0]
    tables.rows["attributes"] = [row for row in tables.rows["attributes"] if row is left or row not in found]
    return []


def _change_values(tables: Tables, change: SchemeChange) -> list[SchemeChange]:
    row = tables.row("attributes", change["attribute"])
    if row is None or not row.fields.get("values"):
        raise SchemeError(tr("{attribute:.60} is no attribute with values", attribute=change["attribute"]))
    now = _mapped(row.fields["values"], change["old"], change["new"])
    row.fields["values"] = [*now, *(one for one in change["new"] if one not in now)]
    if not row.fields["values"]:
        raise SchemeError(tr("{name} would have no value left; remove the attribute", name=row.name))
    return []


def _change_types(tables: Tables, change: SchemeChange) -> list[SchemeChange]:
    rows, old, new = tables.rows["types"], change["old"], change["new"]
    if change["act"] == "remove":
        raise SchemeError(
            tr("names would have no type left that are {old}; merge it into another type", old=old[0])
        )
    found = [row for row in rows if row.name in (*old, *new)]
    left = next((row for row in found if row.name in new), found[0] if found else None)
    if left is None:
        raise SchemeError(
            tr(
                "there is no type {old!r:.60}; add {new:.60} to [[scheme.types]] first",
                old=old[0],
                new=new[0],
            )
        )
    left.fields["name"] = new[0]
    tables.rows["types"] = [row for row in rows if row is left or row not in found]
    return []


_CHANGES: Mapping[ChangeOf, Callable[[Tables, SchemeChange], list[SchemeChange]]] = {
    "label": _change_labels,
    "attribute": _change_attributes,
    "value": _change_values,
    "type": _change_types,
}


def _mapped(names: Iterable[str], old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return `names` with `new` in the place of each of `old`, each once."""
    return list(dict.fromkeys(now for one in names for now in (new if one in old else [one])))
