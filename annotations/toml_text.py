"""A file in TOML taken apart into its tables and their entries, so that one of them can be changed alone.

Comments, order and layout are people's: what is not changed stays as it stands, character by character.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Block", "Entry", "blocks_of", "newline_of", "value_text"]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#\"']+?)\s*\]\]?\s*(?:#.*)?$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_KEY = re.compile(rf"""\s*(?:({_BARE.pattern})|"([^"\\]*)"|'([^']*)')\s*=""")


def newline_of(text: str) -> str:
    """Return how lines end in `text`."""
    return "\r\n" if "\r\n" in text else "\n"


@dataclass(slots=True)
class Entry:
    """Lines: a key with its value, or comments and empty lines between."""

    text: str
    key: str = ""


@dataclass(slots=True, eq=False)
class Block:
    """A table: the comments right above it, its header, and its entries."""

    above: str = ""
    header: str = ""
    name: str = ""
    many: bool = False
    """Whether its header has double brackets."""
    entries: list[Entry] = field(default_factory=list)

    def text(self) -> str:
        """Return it as it stands in the file."""
        return self.above + self.header + "".join(one.text for one in self.entries)

    def set(self, key: str, value: object, newline: str) -> None:
        """Let `key` be `value`: in its place if it has one, else below a comment that shows its default.

        A comment behind the value stays.
        """
        for one in self.entries:
            if one.key == key:
                indent = one.text[: len(one.text) - len(one.text.lstrip())]
                one.text = f"{indent}{_key_text(key)} = {value_text(value)}{_comment(one.text)}{newline}"
                return
        shown = re.compile(rf"\s*#\s*{re.escape(key)}\s*=")
        commented = [number for number, one in enumerate(self.entries, 1) if shown.match(one.text)]
        at = max((number for number, one in enumerate(self.entries, 1) if one.key), default=0)
        at = commented[-1] if commented else at
        if not self.text().endswith(("\n", "\r")) and at == len(self.entries):
            self.entries.insert(at, Entry(newline))
            at += 1
        self.entries.insert(at, Entry(f"{_key_text(key)} = {value_text(value)}{newline}", key))

    def drop(self, key: str) -> None:
        """Let there be no `key`."""
        self.entries = [one for one in self.entries if one.key != key]


def value_text(value: object) -> str:
    """Return a value as TOML; JSON writes texts, numbers, truth and lists the same way."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key_text(key: str) -> str:
    return key if _BARE.fullmatch(key) else value_text(key)


def _key_of(line: str) -> str:
    """Return the key that a line sets; empty if none, or one in quotes that need not be in any."""
    found = _KEY.match(line)
    if found is None:
        return ""
    quoted = found[2] or found[3] or ""
    return found[1] or ("" if _BARE.fullmatch(quoted) else quoted)


def blocks_of(text: str) -> list[Block]:
    """Take `text` apart; what cannot be is one entry without a key."""
    blocks = [Block()]
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    lines = [line for line in lines if line]
    at = 0
    while at < len(lines):
        found = _HEADER.match(lines[at])
        if found is not None:
            block = Block(_taken_above(blocks[-1]), lines[at], found[2].replace(" ", ""), found[1] == "[[")
            blocks.append(block)
            at += 1
            continue
        end = _entry_end(lines, at)
        blocks[-1].entries.append(Entry("".join(lines[at:end]), _key_of(lines[at])))
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


def _taken_above(block: Block) -> str:
    """Take the comments that stand right above the next header out of `block`: they are about that."""
    at = len(block.entries)
    while at and not block.entries[at - 1].key and block.entries[at - 1].text.strip().startswith("#"):
        at -= 1
    taken = "".join(one.text for one in block.entries[at:])
    del block.entries[at:]
    return taken


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
