"""Writing a settled case into a project's ``rulings.md``, beside what people wrote there.

The example follows the decision that it is of: where that changes, so does why it is an example, or it is
marked as withdrawn where the label is another now. Nothing is deleted, for people read and quote the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotations.analysis.script import to_simplified
from annotations.errors import UsageError, unreadable
from annotations.guidelines.markdown import heading, item_of, parse
from annotations.progress.counts import NONE
from annotations.records.lead_kinds import Decision
from annotations.storage.files.files import Files
from annotations.storage.files.locked_file import LockedFile
from annotations.wording import tr

__all__ = ["add_ruling", "follow_ruling", "ruling_labels", "ruling_words"]

_BOM = "\ufeff"
_WITHDRAWN = "withdrawn: "
"""How the reason of an example begins that is one no more."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


def ruling_labels(decision: Decision) -> list[str]:
    """Return the labels of which `decision` can be an example, in its order, or ``none``."""
    return list(decision["labels"]) or [NONE]


def ruling_words(decision: Decision) -> str:
    """Return why a sentence is an example: what was decided of it, and why."""
    words = ("+".join(ruling_labels(decision)), decision["reason"], decision["note"])
    return " ".join(" ".join(words).split())


def follow_ruling(
    path: Path, before: Decision, after: Decision | None, *, files: Files | None = None
) -> list[str]:
    """Let the examples of a decision in the rulings at `path` follow it; durable on return.

    Those are the ones whose reason is what was decided `before`, or that were withdrawn; the same sentence
    with a reason of a person's own stays as it is. Nothing is made where there is none.

    Args:
        path: The project's ``rulings.md``; it may be missing.
        before: What was decided of the sentence.
        after: What is decided of it now; None if nothing is.
        files: Through what to reach the file.

    Returns:
        For each example that changed a line that says how.

    Raises:
        SettingsError: The file is no UTF-8.
        StorageError: The file cannot be read or written.
    """
    files = files or Files()
    if not path.is_file():
        return []
    file = LockedFile(path, files)
    try:
        with file.locked(exclusive=True):
            there = _decoded(path, file.read())
            changed, lines = _followed(there, before, after)
            if lines:
                file.replace(changed.encode())
            return lines
    finally:
        file.close()


def _followed(there: str, before: Decision, after: Decision | None) -> tuple[str, list[str]]:
    """Return what the rulings are to hold instead of `there`, and what that changes, a line each."""
    wanted, old = to_simplified(" ".join(before["quote"].split())), ruling_words(before)
    newline = "\r\n" if "\r\n" in there else "\n"
    pieces: list[str] = []
    told: list[str] = []
    key, kept = "", 0
    lines = list(_lines(there))
    for number, line in enumerate(lines):
        found = heading(line.text)
        if found is not None and found[0] == 2:
            key = found[1].partition(" ")[0]
        text = item_of(line.text)
        if text is None or to_simplified(" ".join(text.split())) != wanted:
            continue
        last = _end_of_reason(lines, number)
        reason = " ".join(" ".join(one.text for one in lines[number + 1 : last + 1]).split())
        if reason != old and not reason.startswith(_WITHDRAWN):
            continue
        holds = after is not None and key in ruling_labels(after)
        words = tr("decided no more") if after is None else ruling_words(after)
        now = words if holds else f"{_WITHDRAWN}{words}"
        if now == reason:
            continue
        pieces += [there[kept : line.end], f"  {now}{newline}"]
        kept = lines[last].end
        told.append(
            tr(
                "the example of {key} {what} now: {now}",
                key=key,
                what=tr("says") if holds else tr("is"),
                now=now,
            )
        )
    return "".join([*pieces, there[kept:]]), told


def _end_of_reason(lines: list[_Line], item: int) -> int:
    """Return the number of the last line that belongs to the item on line `item`."""
    last = item
    for number in range(item + 1, len(lines)):
        text = lines[number].text
        if not text.strip() or heading(text) is not None or item_of(text) is not None:
            break
        last = number
    return last


def add_ruling(path: Path, key: str, text: str, reason: str, *, files: Files | None = None) -> bool:
    """Add an example to the section `key` of the rulings at `path`; durable on return.

    What is there stays byte for byte; a missing file or section is made. White space in `text` and `reason`
    becomes single spaces.

    Args:
        path: The project's ``rulings.md``.
        key: The name of a label, or another key that guidelines have sections for.
        text: The sentence that was decided.
        reason: Why; it may be empty.
        files: Through what to reach the file.

    Returns:
        False if the section has the same text already, in either script.

    Raises:
        SettingsError: The file is no UTF-8, or what is in it cannot be understood as rulings.
        UsageError: No section has such a key, or there is no text, or no file in UTF-8 can hold it.
        StorageError: The file cannot be read or written.
    """
    item, why = " ".join(text.split()), " ".join(reason.split())
    if not key or key.split() != [key] or key.strip("#") != key:
        raise UsageError(
            tr("{key!r:.60} cannot be a section of {name}; name a label", key=key, name=path.name)
        )
    if not item:
        raise UsageError(tr("there is nothing to put into {name}; an example needs a text", name=path.name))
    try:
        (key + item + why).encode()
    except UnicodeEncodeError:
        raise UsageError(
            tr(
                "{item!r:.60} cannot stand in {name}: it has half a character; write it there by hand",
                item=item,
                name=path.name,
            )
        ) from None
    file = LockedFile(path, files or Files())
    try:
        with file.locked(exclusive=True):
            data = file.read()
            there = _decoded(path, data)
            if _has(path, there, key, item):
                return False
            at, added = _addition(there, key, [f"- {item}", *([f"  {why}"] if why else [])])
            file.replace((there[:at] + added + there[at:]).encode())
    finally:
        file.close()
    return True


def _decoded(path: Path, data: bytes) -> str:
    """Return what is in the file; a byte order mark stays in it."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise unreadable(path, error) from None


def _has(path: Path, there: str, key: str, item: str) -> bool:
    """Tell whether the section `key` has the text `item`; all of the file must be understood to say so."""
    lines = [line.text for line in _lines(there)]
    found = [one[1].partition(" ")[0] for one in map(heading, lines) if one is not None and one[0] == 2]
    sections = parse("\n".join(lines), str(path), [key, *found], "rulings", "en")
    wanted = to_simplified(item)
    return any(
        to_simplified(" ".join(one.text.split())) == wanted
        for section in sections
        if section.key == key
        for one in section.rulings
    )


def _addition(there: str, key: str, lines: list[str]) -> tuple[int, str]:
    """Return where in the file something is to be inserted so that `lines` end the section, and what."""
    newline = "\r\n" if "\r\n" in there else "\n"
    at: int | None = None
    here = False
    for line in _lines(there):
        found = heading(line.text)
        if found is not None and found[0] == 2:
            here = found[1].partition(" ")[0] == key
        if here and line.text.strip() and (found is None or found[0] > 1):
            at = line.end
    if at is None:
        at = len(there)
        gap = (
            [""]
            if there.removeprefix(_BOM).strip() and not there.endswith(("\n\n", "\n\r\n", "\r\r"))
            else []
        )
        lines = [*gap, f"## {key}", *lines]
    added = newline.join([*lines, ""])
    if there[:at].removeprefix(_BOM) and not there[:at].endswith(("\n", "\r")):
        return at, newline + added.removesuffix(newline)
    return at, added


class _Line(NamedTuple):
    text: str
    """As it is read: without its end, and the first without a byte order mark."""
    end: int
    """Where the next one begins."""


def _lines(there: str) -> Iterator[_Line]:
    """Yield the lines as they are read: also those that end with a carriage return alone."""
    for found in _LINE.finditer(there):
        text = found[0].rstrip("\r\n")
        yield _Line(text.removeprefix(_BOM) if found.start() == 0 else text, found.end())
