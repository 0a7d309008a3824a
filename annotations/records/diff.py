"""Two versions of one record, side by side in words."""

from __future__ import annotations

from annotations.records.acts import content
from annotations.records.record import Record
from annotations.wording import msg, term, tr

__all__ = ["compared"]

_PLACE = frozenset({"article", "start", "end", "quote"})
_FIELDS = {
    "status": msg("status"),
    "labels": msg("labels"),
    "voice": msg("voice"),
    "voice_by": msg("voice by"),
    "form": msg("form"),
    "cont": msg("cont"),
    "content": msg("content"),
    "speakers": msg("speakers"),
    "by": msg("by"),
    "quotes": msg("quotes"),
    "note": msg("note"),
    "flag": msg("flag"),
    "done": msg("done"),
    "seen": msg("seen"),
    "type": msg("type"),
    "value": msg("value"),
}
"""What fields of records are called; any other by its name in the file."""
_WORDS = (msg("marked"), msg("open"), msg("default"), msg("rule"), msg("person"))
"""Values that records have of themselves; those of labels and attributes are terms."""
_TERMED, _WORDED = frozenset({"labels", "voice", "form"}), frozenset({"status", "voice_by", "by"})


def compared(one: Record, other: Record) -> list[tuple[str, str, str]]:
    """Return what two versions of a record say: field, the one's value, the other's.

    Fields of which neither says anything are left out, and so is the place, which both share.
    """
    said, other_said = content(one), content(other)
    rows = [
        (_field(name), _text(said.get(name), name), _text(other_said.get(name), name))
        for name in dict.fromkeys([*said, *other_said])
        if name not in _PLACE
    ]
    rows = [row for row in rows if row[1] or row[2]]
    if not said or not other_said:
        rows.insert(0, ("", "" if said else tr("taken back"), "" if other_said else tr("taken back")))
    return [*rows, (tr("changed"), one["updated"], other["updated"])]


def _field(name: str) -> str:
    return tr(_FIELDS[name]) if name in _FIELDS else name


def _text(value: object, field: str) -> str:
    """Return a value in words; what is empty or false says nothing."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(one, field) for one in value)))
    if isinstance(value, dict):
        return " ".join(f"{_field(name)} {text}" for name, one in value.items() if (text := _text(one, name)))
    if value is True:
        return tr("yes")
    if isinstance(value, str) and field in _TERMED:
        return term(value)
    if value in _WORDS and field in _WORDED:
        return tr(str(value))
    return "" if value is None or value is False else str(value)
