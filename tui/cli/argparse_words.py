"""What argparse says of its own accord, in the language that is spoken, and laid out by cells.

It is imported where another language than English is spoken: argparse speaks English by itself.
"""

from __future__ import annotations

import argparse
from typing import Any

from annotations.wording import msg, tr
from tui.layout.cells import cell_width
from tui.layout.lines import fold

__all__ = ["TEXTS", "Formatter", "translate"]

TEXTS = (
    msg("usage: "),
    msg("options"),
    msg("positional arguments"),
    msg("show this help message and exit"),
    msg("%(prog)s: error: %(message)s\n"),
    msg("argument %(argument_name)s: %(message)s"),
    msg("unrecognized arguments: %s"),
    msg("the following arguments are required: %s"),
    msg("one of the arguments %s is required"),
    msg("not allowed with argument %s"),
    msg("expected one argument"),
    msg("expected at most one argument"),
    msg("expected at least one argument"),
    msg("expected %s argument"),
    msg("expected %s arguments"),
    msg("ignored explicit argument %r"),
    msg("ambiguous option: %(option)s could match %(matches)s"),
    msg("unexpected option string: %s"),
    msg("invalid %(type)s value: %(value)r"),
    msg("invalid choice: %(value)r (choose from %(choices)s)"),
    msg("unknown parser %(parser_name)r (choices: %(choices)s)"),
    msg("can't open '%(filename)s': %(error)s"),
)
"""What of its messages a user may see; the others are for who writes a parser."""


class Formatter(argparse.HelpFormatter):
    """Breaks lines by cells and between Chinese characters, of which one takes two."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return fold(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in fold(" ".join(text.split()), width - len(indent)))

    def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None) -> str:
        head = tr("usage: ") if prefix is None else prefix
        more = cell_width(head) - len(head)  # argparse counts characters
        self._width -= more
        text = super()._format_usage(usage, actions, groups, prefix)
        self._width += more
        return text.replace("\n ", f"\n {' ' * more}")


def translate() -> None:
    """Let argparse say what it says in the language that is spoken."""
    argparse._ = tr  # type: ignore[attr-defined]
    argparse.ngettext = _of_many  # type: ignore[attr-defined]


def _of_many(one: str, many: str, number: int) -> str:
    return tr(one if number == 1 else many)
