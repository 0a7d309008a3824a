"""Regular expressions over folded text: folded themselves, refused where they may run for ever."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from annotations.search.fold import fold
from annotations.search.query import Pattern
from annotations.wording import tr

__all__ = ["BadExpression", "read_expression"]

_PART = re.compile(
    r"\\.|\(\?(?:P<\w+>|P=\w+\)|<?[=!]|:)?|\[\^?\]?(?:\\.|[^\]\\])*\]|[*+?]\??|\{\d*,?\d*\}\??|.", re.DOTALL
)
"""What an expression is made of: escapes, groups, classes, repetitions, and characters."""
_REPEATED = re.compile(r"[*+?]|\{\d*,?\d*\}")
_WITHOUT_END = re.compile(r"[*+]|\{\d*,\}")
_SIGNS = frozenset(r"\().^$[]{}*+?|")


class BadExpression(Exception):
    """A regular expression that cannot be read, or may never end; says why."""


def read_expression(source: str) -> Pattern:
    """Return the regular expression `source` as one that fits folded text.

    Raises:
        BadExpression: It cannot be read, or might take for ever.
    """
    parts = [_folded(part) for part in _PART.findall(source)]
    if "(?" in parts:
        raise BadExpression(tr("flags and comments as (?i) are not read; case and width never matter here"))
    if _may_never_end(parts):
        raise BadExpression(tr("a repetition in a repetition may take for ever; repeat one thing at a time"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a later Python will read in another way
            fits = re.compile("".join(parts))
    except (re.error, OverflowError, RecursionError) as error:
        why = error.msg if isinstance(error, re.error) else str(error)
        raise BadExpression(tr("this regular expression cannot be read: {why}", why=why)) from None
    return Pattern(fits, tuple(_literals(parts)))


def _folded(part: str) -> str:
    """Return a part of an expression as it fits folded text; signs keep their meaning."""
    if len(part) == 1:
        narrow = fold(part)
        return re.escape(narrow) if part > "\x7f" >= narrow and not narrow.isalnum() else narrow
    if part[0] == "[":
        return re.sub(r"\\.|[^\\]-[^\]\\]|[^\\]", _in_class, part, flags=re.DOTALL)
    return part


def _in_class(match: re.Match[str]) -> str:
    """Return a piece of a class; a range beyond ASCII stays, for between other ends something else lies."""
    piece = match[0]
    if piece[0] == "\\" or (len(piece) == 3 and max(piece) > "\x7f"):
        return piece
    if len(piece) == 3:
        return piece + fold(piece) if fold(piece) != piece and piece[0].isupper() else piece
    narrow = fold(piece)
    return rf"\{narrow}" if piece > "\x7f" >= narrow and narrow in r"\]^-[" else narrow


def _may_never_end(parts: Sequence[str]) -> bool:
    """Tell whether something without an upper end is repeated without an upper end."""
    inside = [False]
    for part, following in zip_longest(parts, parts[1:], fillvalue=""):
        if part == "(" or (part.startswith("(?") and not part.endswith(")")):
            inside.append(False)
        elif part == ")" and len(inside) > 1:
            repeats = inside.pop()
            again = _WITHOUT_END.match(following) is not None
            if again and repeats:
                return True
            inside[-1] = inside[-1] or repeats or again
        elif _WITHOUT_END.match(part):
            inside[-1] = True
    return False


def _literals(parts: Sequence[str]) -> Iterator[str]:
    """Yield texts that stand wherever the expression fits: what is in no group and is not repeated."""
    if "|" in parts:
        return
    depth, run = 0, ""
    for part, following in zip_longest(parts, parts[1:], fillvalue=""):
        plain = depth == 0 and len(part) == 1 and part not in _SIGNS
        if plain and not _REPEATED.match(following):
            run += part
            continue
        if run:
            yield run
        run = ""
        if part == "(" or (part.startswith("(?") and not part.endswith(")")):
            depth += 1
        elif part == ")":
            depth -= 1
    if run:
        yield run
