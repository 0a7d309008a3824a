"""Two versions of one record, side by side in words."""

from __future__ import annotations

from annotations.records.acts import content
from annotations.records.record import Record
from annotations.wording import tr

__all__ = ["compared"]

_PLACE = frozenset({"article", "start", "end", "quote"})


def compared(one: Record, other: Record) -> list[tuple[str, str, str]]:
    """Return what two versions of a record say: field, the one's value, the other's.

    Fields of which neither says anything are left out, and so is the place, which both share.
    """
    said, other_said = content(one), content(other)
    rows = [
        (name, _text(said.get(name)), _text(other_said.get(name)))
        for name in dict.fromkeys([*said, *other_said])
        if name not in _PLACE
    ]
    rows = [row for row in rows if row[1] or row[2]]
    if not said or not other_said:
        rows.insert(0, ("", "" if said else tr("taken back"), "" if other_said else tr("taken back")))
    return [*rows, (tr("changed"), one["updated"], other["updated"])]


def _text(value: object) -> str:
    """Return a value in words; what is empty or false says nothing."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return " ".join(f"{name} {text}" for name, one in value.items() if (text := _text(one)))
    if value is True:
        return tr("yes")
    return "" if value is None or value is False else str(value)
