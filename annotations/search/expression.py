"""Regular expressions over folded text: folded themselves, refused where they may run for ever."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from math import inf

from annotations.search.fold import fold
from annotations.search.query import Pattern
from annotations.wording import tr

__all__ = ["BadExpression", "read_expression"]

_PART = re.compile(
    r"\\.|\(\?(?:P<\w+>|P=\w+\)|<?[=!]|:)?|\[\^?\]?(?:\\.|[^\]\\])*\]|[*+?]\??|\{\d*,?\d*\}\??|.", re.DOTALL
)
"""What an expression is made of: escapes, groups, classes, repetitions, and characters."""
_REPEATED = re.compile(r"[*+?]|\{\d*,?\d*\}")
_VARYING = re.compile(r"[*+?]|\{\d*,\d*\}")
_FEW = 3
"""How often at the most something that fits in several ways may be repeated. Chosen: with twenty, or without
an end, a sentence of forty characters takes hours."""
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


@dataclass
class _Group:
    """What of a group says in how many ways it fits one text."""

    loose: bool = False
    """Whether something in it may be longer or shorter."""
    times: float = 1
    """How often what fits in several ways may be repeated in it."""
    choices: list[list[str]] = field(default_factory=lambda: [[]])
    """The parts of what it takes one or the other of."""

    @property
    def fits_in_several_ways(self) -> bool:
        """Tell whether it may; of what it chooses between the first character has to tell."""
        if self.loose or len(self.choices) == 1:
            return self.loose
        alone = {one[0] for one in self.choices if len(one) == 1 and one[0] not in "(."}
        if len(alone) == len(self.choices):
            return False  # they are read as one class
        firsts = {one[0] for one in self.choices if one and len(one[0]) == 1 and one[0] not in _SIGNS}
        return len(firsts) < len(self.choices)


def _may_never_end(parts: Sequence[str]) -> bool:
    """Tell whether something that fits in several ways is repeated more than a few times."""
    groups = [_Group()]
    for part, following in zip_longest(parts, parts[1:], fillvalue=""):
        if part == ")" and len(groups) > 1:
            group = groups.pop()
            if group.fits_in_several_ways:
                times = group.times * _times(following)
                if times > _FEW:
                    return True
                groups[-1].loose, groups[-1].times = True, max(groups[-1].times, times)
        elif part == "|":
            groups[-1].choices.append([])
        elif _REPEATED.match(part):
            groups[-1].loose |= _VARYING.match(part) is not None
        else:
            groups[-1].choices[-1].append(part)
            if _opens(part):
                groups.append(_Group())
    return False


def _times(repetition: str) -> float:
    """Return how often at the most something is there that a repetition, or what is none, stands behind."""
    match = re.match(r"[*+]|\{\d*,\}|\{(?:\d*,)?(\d+)\}", repetition)
    return 1 if match is None else inf if match[1] is None else int(match[1])


def _opens(part: str) -> bool:
    return part == "(" or (part.startswith("(?") and not part.endswith(")"))


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
        if _opens(part):
            depth += 1
        elif part == ")":
            depth -= 1
    if run:
        yield run
