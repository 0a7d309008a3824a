"""A file of settings changed where its scheme changes, and left as it is everywhere else.

Comments, order and layout are people's. The text is taken apart into tables and their entries, only those
that say something else now are written anew, and what comes out is read again and compared: a file that is
written in a form that this does not understand is refused and not spoilt.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from annotations.errors import SettingsError
from annotations.migration.changes import ROWS, Row, Tables
from annotations.wording import tr

__all__ = ["new_text", "rewritten_text"]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#\"']+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_ORDER = ("name", "version", "advance", "kind", "key", "title", "color", "group", "of", "labels", "values")


@dataclass(slots=True)
class _Entry:
    """Lines: a key with its value, or comments and empty lines between."""

    text: str
    key: str = ""


@dataclass(slots=True, eq=False)
class _Block:
    """A table: the comments right above it, its header, and its entries."""

    above: str = ""
    header: str = ""
    name: str = ""
    many: bool = False
    """Whether its header has double brackets."""
    entries: list[_Entry] = field(default_factory=list)

    def text(self) -> str:
        return self.above + self.header + "".join(one.text for one in self.entries)

    def set(self, key: str, value: object, newline: str) -> None:
        """Let `key` be `value`, in its place if it has one; a comment behind it stays."""
        for one in self.entries:
            if one.key == key:
                indent = one.text[: len(one.text) - len(one.text.lstrip())]
                one.text = f"{indent}{key} = {_value(value)}{_comment(one.text)}{newline}"
                return
        at = max((number for number, one in enumerate(self.entries, 1) if one.key), default=0)
        if not self.text().endswith(("\n", "\r")) and at == len(self.entries):
            self.entries.insert(at, _Entry(newline))
            at += 1
        self.entries.insert(at, _Entry(f"{key} = {_value(value)}{newline}", key))

    def drop(self, key: str) -> None:
        """Let there be no `key`."""
        self.entries = [one for one in self.entries if one.key != key]


def rewritten_text(text: str, tables: Tables, where: str) -> str:
    """Return `text`, a file of settings with a ``[scheme]``, so that its scheme is `tables`.

    Raises:
        SettingsError: It is written in a form that cannot be changed here.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    try:
        old = tomllib.loads(text)["scheme"]
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            tr("{where}: {error}; save it with the line ends of Unix or Windows", where=where, error=error)
        ) from None
    blocks = _blocks(text)
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
    return [f"{key} = {_value(fields[key])}" for key in sorted(fields, key=_place)]


def _place(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def _value(value: object) -> str:
    """Return a value as TOML; JSON writes texts, numbers, truth and lists the same way."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _blocks(text: str) -> list[_Block]:
    """Take `text` apart; what cannot be is one entry without a key."""
    blocks = [_Block()]
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    lines = [line for line in lines if line]
    at = 0
    while at < len(lines):
        found = _HEADER.match(lines[at])
        if found is not None:
            block = _Block(_taken_above(blocks[-1]), lines[at], found[2].replace(" ", ""), found[1] == "[[")
            blocks.append(block)
            at += 1
            continue
        end = _entry_end(lines, at)
        key = _KEY.match(lines[at])
        blocks[-1].entries.append(_Entry("".join(lines[at:end]), key[1] if key else ""))
        at = end
    return blocks


def _entry_end(lines: Sequence[str], at: int) -> int:
    """Return where the entry that begins at line `at` ends: a value may go over several lines."""
    for end in range(at + 1, len(lines) + 1):
        try:
            tomllib.loads("".join(lines[at:end]).replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return at + 1


def _taken_above(block: _Block) -> str:
    """Take the comments that stand right above the next header out of `block`: they are about that."""
    at = len(block.entries)
    while at and not block.entries[at - 1].key and block.entries[at - 1].text.strip().startswith("#"):
        at -= 1
    taken = "".join(one.text for one in block.entries[at:])
    del block.entries[at:]
    return taken


def _update(block: _Block, old: Mapping[str, Any], new: Mapping[str, Any], newline: str) -> None:
    for key in old:
        if key not in new:
            block.drop(key)
    for key, value in new.items():
        if key not in old or old[key] != value:
            block.set(key, value, newline)


def _with_rows(
    blocks: Sequence[_Block], kind: str, old: Sequence[Mapping[str, Any]], rows: Sequence[Row], newline: str
) -> list[_Block]:
    """Return `blocks` with the tables of one kind as `rows` have them."""
    name = f"scheme.{kind}"
    there = [one for one in blocks if one.name == name and one.many]
    made = []
    for row in rows:
        if row.was is None or row.was >= len(there):
            one = _Block("", f"[[{name}]]{newline}", name, True)
            one.entries = [_Entry(f"{line}{newline}") for line in _lines(row.fields)] + [_Entry(newline)]
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
            one.entries.append(_Entry(newline * 2))
    return result


def _comment(text: str) -> str:
    """Return the comment behind a value that stands on one line, with the space before it."""
    line = text.rstrip("\r\n")
    if "\n" in line:
        return ""
    for at, character in enumerate(line):
        if character == "#":
            try:
                tomllib.loads(line[:at])
            except tomllib.TOMLDecodeError:
                continue
            return line[len(line[:at].rstrip()) :]
    return ""
