"""A file of settings changed where its scheme changes, and left as it is everywhere else.

Comments, order and layout are people's. The text is taken apart into tables and their entries, only those
that say something else now are written anew, and what comes out is read again and compared: a file that is
written in a form that this does not understand is refused and not spoilt.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from annotations.errors import SettingsError
from annotations.migration.table import ROWS, Row, Tables
from annotations.toml_text import Block, Entry, blocks_of, newline_of, value_text
from annotations.wording import tr

__all__ = ["new_text", "rewritten_text"]

_ORDER = ("name", "version", "advance", "kind", "key", "title", "color", "group", "of", "labels", "values")


def rewritten_text(text: str, tables: Tables, where: str) -> str:
    """Return `text`, a file of settings with a ``[scheme]``, so that its scheme is `tables`.

    Raises:
        SettingsError: It is written in a form that cannot be changed here.
    """
    newline = newline_of(text)
    try:
        old = tomllib.loads(text)["scheme"]
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            tr("{where}: {error}; save it with the line ends of Unix or Windows", where=where, error=error)
        ) from None
    blocks = blocks_of(text)
    plain = next((one for one in blocks if one.name == "scheme" and not one.many), None)
    if plain is not None:
        _update(plain, {key: old[key] for key in old if key not in ROWS}, tables.plain, newline)
        for kind in ROWS:
            blocks = _with_rows(blocks, kind, old.get(kind, []), tables.rows[kind], newline)
    made = "".join(one.text() for one in blocks)
    try:
        came = tomllib.loads(made).get("scheme")
    except tomllib.TOMLDecodeError:
        came = None
    if plain is None or came != tables.table():
        raise SettingsError(
            tr(
                "{where}: its scheme is written in a form that cannot be changed here; write [scheme] and a "
                "[[scheme.labels]] table for each label",
                where=where,
            )
        )
    return made


def new_text(tables: Mapping[str, Any], before: str = "", comment: str = "") -> str:
    """Return `before`, settings that have no scheme, with one that is `tables` at their end."""
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    lines = [f"# {comment}"] * bool(comment)
    lines += ["[scheme]", *_lines({key: tables[key] for key in tables if key not in ROWS})]
    for kind in ROWS:
        for row in tables.get(kind, ()):
            lines += ["", f"[[scheme.{kind}]]", *_lines(row)]
    return before + gap + "\n".join(lines) + "\n"


def _lines(fields: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {value_text(fields[key])}" for key in sorted(fields, key=_place)]


def _place(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def _update(block: Block, old: Mapping[str, Any], new: Mapping[str, Any], newline: str) -> None:
    for key in old:
        if key not in new:
            block.drop(key)
    for key, value in new.items():
        if key not in old or old[key] != value:
            block.set(key, value, newline)


def _with_rows(
    blocks: Sequence[Block], kind: str, old: Sequence[Mapping[str, Any]], rows: Sequence[Row], newline: str
) -> list[Block]:
    """Return `blocks` with the tables of one kind as `rows` have them."""
    name = f"scheme.{kind}"
    there = [one for one in blocks if one.name == name and one.many]
    made = []
    for row in rows:
        if row.was is None or row.was >= len(there):
            one = Block("", f"[[{name}]]{newline}", name, True)
            one.entries = [Entry(f"{line}{newline}") for line in _lines(row.fields)] + [Entry(newline)]
        else:
            one = there[row.was]
            _update(one, old[row.was], row.fields, newline)
        made.append(one)
    if there:
        at = blocks.index(there[0])
    else:
        own = [number for number, one in enumerate(blocks) if one.name.split(".")[0] == "scheme"]
        at = max(own, default=len(blocks) - 1) + 1
    before = [one for one in blocks[:at] if one not in there]
    result = [*before, *made, *(one for one in blocks[at:] if one not in there)]
    for one, following in pairwise(result):  # what is last may lack the end of its line
        if not one.text().endswith("\n") and one.text() and following.header:
            one.entries.append(Entry(newline * 2))
    return result
