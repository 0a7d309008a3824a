"""The articles of one annotator, as rows of text."""

from __future__ import annotations

from collections.abc import Sequence
from time import localtime, strftime

from annotations.progress.people import Share
from annotations.wording import msg, tr
from tui.layout.cells import cell_width
from tui.layout.runs import Row, Run
from tui.presenters.progress import fitting, number_text
from tui.presenters.table import filled

__all__ = ["share_rows"]

_STATES = {
    "back": msg("given back"),
    "begun": msg("begun"),
    "new": msg("new"),
    "done": msg("done"),
}
_STATE_LOOKS = {"back": "key", "begun": "", "new": "", "done": "dim"}
_PARTS = {"train": msg("training"), "pilot": msg("pilot"), "test": msg("test")}
_SHARE_HEAD = (
    (msg("state"), 0),
    (msg("article"), 0),
    (msg("sentences"), 1),
    (msg("flags"), 3),
    (msg("asks"), 2),
    (msg("others, + done"), 1),
    (msg("when"), 4),
)
"""The columns of the articles of one annotator, and their ranks: the highest give way first."""
_ARTICLE = 1
_NUMBERS = (2, 3, 4)
_READABLE = 24
"""Cells that the name of an article is to have; other columns give way for it."""


def share_rows(shares: Sequence[Share], chosen: int, top: int, width: int, height: int) -> list[Row]:
    """Return a head and the articles of one annotator from `top` on, at most `height` rows.

    Args:
        shares: All of them.
        chosen: Which has the cursor.
        top: The first to show.
        width: Cells of a row.
        height: How many rows.
    """
    shown = shares[top : top + max(0, height - 1)]
    lines = [[tr(head) for head, _ in _SHARE_HEAD], *map(_share_cells, shown)]
    wide = {at: max(cell_width(line[at]) for line in lines) for at in range(len(_SHARE_HEAD))}
    wide[_ARTICLE] = min(wide[_ARTICLE], _READABLE)
    kept = fitting([rank for _, rank in _SHARE_HEAD], {at: one + 1 for at, one in wide.items()}, width + 1)
    others = sum(wide[at] + 2 for at in kept if at != _ARTICLE)
    wide[_ARTICLE] = max(8, min(max(cell_width(line[_ARTICLE]) for line in lines), width - 1 - others))
    rows: list[Row] = []
    for number, line in enumerate(lines):
        at = top + number - 1
        here, command = number > 0 and at == chosen, f"row-{at}" if number else ""
        look = "dim" if not number else "strong" if here else _STATE_LOOKS[shown[number - 1].state]
        row = [Run(">" if here else " ", "cursor" if here else "", command)]
        for column in kept:
            text = filled(line[column], wide[column], right=column in _NUMBERS)
            row.append(Run(text if column == kept[-1] else f"{text}  ", look, command))
        rows.append(row)
    return rows


def _share_cells(one: Share) -> list[str]:
    counts = one.counts
    when = strftime("%Y-%m-%d %H:%M", localtime(counts.done_at)) if counts.done_at else ""
    others = " ".join(f"{name}{'+' if name in one.done_by else ''}" for name in one.others)
    words = [tr(_STATES[one.state])]
    if one.kind in _PARTS:
        words.append(tr(_PARTS[one.kind]))
    if not one.assigned:
        words.append(tr("extra"))
    return [
        ", ".join(words),
        one.source,
        number_text(counts.sentences),
        number_text(counts.flags),
        number_text(counts.questions),
        others,
        when,
    ]
