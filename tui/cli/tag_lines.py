"""The lines from which ``zhupi tag -`` tags: an article and its sentences each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple

from annotations.editing.orders import Order, tag_order
from annotations.errors import ReadingError, UsageError
from annotations.plain_json import loads
from annotations.wording import tr
from tui.terminal.standard_input import STDIN, standard_input

__all__ = ["TAG", "Target", "lines_in", "targets_of"]

TAG = re.compile(r"[+-][^\W\d].*", re.DOTALL)
"""A word that puts a tag on or takes it off; short options but -h there are none."""

_FOUND = re.compile(r"(.+?):(\d+): ")
"""How a line of ``zhupi find`` begins: source and sentence; what follows is its text."""


_READ = 1 << 16
"""Bytes that are read at once: a pipe holds no more."""


class Target(NamedTuple):
    """Sentences of an article, as they were named."""

    where: str
    """For messages: the line of a pipe; empty on the command line."""
    article: str
    source: str
    """Where it is looked for first; empty where nothing says so."""
    sentences: tuple[str, ...]
    orders: tuple[Order, ...]


def lines_in(before_waiting: Callable[[], None]) -> Iterator[str]:
    """Yield the lines of standard input as they come.

    Args:
        before_waiting: Called when all that was there has been yielded, before more is waited for.

    Raises:
        ReadingError: One is not UTF-8, or standard input is closed.
    """
    for number, line in enumerate(_raw_lines(standard_input(), before_waiting), 1):
        try:
            yield line.decode("utf-8-sig")
        except UnicodeDecodeError:
            message = tr("{name}, line {number}: it is not UTF-8", name=STDIN, number=number)
            raise ReadingError(message) from None


def _raw_lines(stream: BinaryIO, before_waiting: Callable[[], None]) -> Iterator[bytes]:
    pieces: list[bytes] = []
    while True:
        before_waiting()
        read = stream.read1(_READ)  # type: ignore[attr-defined]  # what is there, however little
        *lines, rest = read.split(b"\n")
        for line in lines:
            yield b"".join([*pieces, line])
            pieces = []
        pieces.append(rest)
        if not read:
            yield b"".join(pieces)
            return


def targets_of(lines: Iterable[str], orders: tuple[Order, ...]) -> Iterator[Target]:
    """Yield what the lines of a pipe name; a line's own tags come before `orders`.

    Raises:
        UsageError: A line names nothing, or nothing is to be said of it.
    """
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text:
            continue
        where = tr("line {number}", number=number)
        target = _of_json(text, where) if text.startswith("{") else _of_words(text, where)
        if not (target.orders or orders):
            raise UsageError(tr("{where}: nothing to say of it; +LABEL puts a label on", where=where))
        yield target._replace(orders=(*target.orders, *orders))


def _of_words(text: str, where: str) -> Target:
    name, tab, rest = text.partition("\t")
    if not tab and (found := _FOUND.match(text)):
        return Target(where, found[1], found[1], (found[2],), ())
    words = rest.split()
    if not tab or not words:
        raise UsageError(tr("{where}: it must be an article, a tab, and its sentences", where=where))
    tags = [one for one in words if TAG.fullmatch(one)]
    sentences = tuple(one for one in words if one not in tags)
    return Target(where, name.strip(), name.strip(), sentences, tuple(map(tag_order, tags)))


def _of_json(text: str, where: str) -> Target:
    try:
        row = loads(text)
    except ValueError:
        row = None
    article = row.get("article") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(article, str):
        raise UsageError(tr("{where}: it is no JSON with an article and a sentence", where=where))
    start, sentence = row.get("start"), row.get("sentence")
    named = f"@{start}" if type(start) is int else str(sentence) if type(sentence) is int else ""
    if not named:
        raise UsageError(tr("{where}: it has neither start nor sentence", where=where))
    return Target(where, article, str(row.get("source", "")), (named,), ())
