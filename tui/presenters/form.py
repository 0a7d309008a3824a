"""A few choices one below the other, each stepped through where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotations.wording import tr
from tui.layout.cells import cell_width, fit, padded, visible
from tui.layout.runs import Row, Run
from tui.presenters.key_row import Hint

__all__ = ["Field", "field_rows", "form_hints", "next_value", "state_row"]

_NARROW, _WIDE = 10, 24
"""Cells for what is chosen, on a narrow screen and on another."""
_WIDE_FROM = 60


class Field(NamedTuple):
    """One choice."""

    name: str
    """What it is called in the program."""
    title: str
    """What it is called on the screen."""
    values: Sequence[str] = ()
    """What there is to choose from; nothing where it is typed."""
    words: Sequence[str] = ()
    """What each of these is called on the screen."""
    value: str = ""
    about: str = ""
    """What the chosen one means."""
    undecided: bool = False
    """Whether it waits to be chosen."""


def next_value(field: Field, step: int) -> str:
    """Return the value `step` places further, round and round; what is unknown counts as the first."""
    at = field.values.index(field.value) if field.value in field.values else 0
    return field.values[(at + step) % len(field.values)]


def field_rows(fields: Sequence[Field], cursor: str, width: int, height: int) -> list[Row]:
    """Return the choices as at most `height` rows, the one that is called `cursor` among them.

    A click on a row runs ``field:NAME``, one on an arrow ``back:NAME`` or ``on:NAME``.
    """
    names = [one.name for one in fields]
    here = names.index(cursor) if cursor in names else -1
    top = max(0, min(here - height // 2, len(fields) - height))
    most = _WIDE if width >= _WIDE_FROM else _NARROW
    column = min(most, max((cell_width(visible(one.title)) for one in fields), default=0))
    return [_row(one, column, width, here=one.name == cursor) for one in fields[top : top + height]]


def _row(field: Field, column: int, width: int, *, here: bool) -> Row:
    at = field.values.index(field.value) if field.value in field.values else 0
    command = f"field:{field.name}"
    title = padded(fit(field.title, column), column)
    words = visible(field.words[at])
    row = [Run(">" if here else " ", "key", command), Run(f"{title} ", "dim" if not here else "", command)]
    style = "scar" if field.undecided else "strong"
    if len(field.values) > 1:
        row += [Run(" <" if here else "  ", "key", f"back:{field.name}"), Run(" ", "", command)]
        row += [Run(words, style, command)]
        row += [Run(" > " if here else "   ", "key", f"on:{field.name}")]
    else:
        row += [Run(f"   {words}   ", style, command)]
    used = sum(cell_width(run.text) for run in row)
    count = (
        tr("{number}/{all}", number=at + 1, all=len(field.values)) if here and len(field.values) > 3 else ""
    )
    about = visible(field.about)
    if about and used + cell_width(about) <= width:
        row.append(Run(about, "dim", command))
        used += cell_width(about)
    if count and used + cell_width(count) + 2 <= width:
        row.append(Run(f"  {count}", "dim", command))
    return row


def state_row(fields: Sequence[Field], cursor: str, told: tuple[str, str], width: int) -> Row:
    """Return what is `told`, in words and their style, or what of the choice at `cursor` has no room."""
    if told[0]:
        return [Run(f" {told[0]}", told[1])]
    here = next((one for one in fields if one.name == cursor), None)
    if here is None or not here.about:
        return []
    [row] = field_rows([here], here.name, width, 1)
    about = visible(here.about)
    return [] if about in [run.text for run in row] else [Run(f" {about}", "dim")]


def form_hints(go_words: str, more: Sequence[Hint], *, typing: bool, working: bool) -> list[Hint]:
    """Return the keys of a form.

    Args:
        go_words: What Enter does.
        more: Further keys.
        typing: Whether the cursor is in a line to type in.
        working: Whether something is being done, which can only be given up.
    """
    if working:
        return [Hint("Esc", tr("gives up"), "leave:")]
    return [
        Hint("Enter", go_words, "go:"),
        Hint("Esc", tr("leaves"), "leave:"),
        *([] if typing else [Hint(tr("Left Right"), tr("change"), "")]),
        Hint("Down", tr("next one"), ""),
        *more,
        Hint("PgDn", tr("more below"), ""),
    ]
