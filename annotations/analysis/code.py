"""Code in Markdown, and addresses: nobody speaks or is named there, whatever marks and words they hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from annotations.analysis import markup
from annotations.expressions import lazily

__all__ = ["CODE", "code", "no_prose", "without_code"]

CODE = "\ue004"
"""Stands for every character of code."""

_MAY_BE = re.compile("[`<]|~~~|\n(?: {4}|\t)")
"""Text without any of these has no code."""
_INDENTED = lazily(
    r"(?:\A|\n[ \t]*\n)(?P<block>(?:[ ]{4}|\t)[ \t]*"
    r"(?:(?:def|class|import|from|for|while|if|return|const|let|var|function|func|fn|public|private|export"
    r"|package|curl|wget|npm|yarn|pip3?|git|docker|kubectl|sudo|apt|brew|cd|python3?|node|SELECT|INSERT|UPDATE"
    r"|CREATE)[ (]"
    r"|[$>#] [ -~]|//|#include|<[a-z/!]|[{}]|[A-Za-z_][\w.]*(?:\(| ?[:+*-]?= ?)"
    r"|[a-z_][\w.]*: *[\w\"'\[{-])[^\n]*"
    r"(?:\n(?:[ ]{4}|\t)[^\n]*|\n[ \t]*(?=\n(?:[ ]{4}|\t)))*)",
    re.ASCII,
)
"""What stands behind an empty line, four columns to the right, and begins like code or a command."""
_COMMENT = lazily(r"<!--(?:(?!-->)[\s\S]){0,2000}-->")
"""In Markdown as in HTML."""
_TICKS = re.compile("`+")
_ADDRESS = lazily(
    r"(?:https?|ftp)://[\w.~:/?#\[\]@!$&'*+,;=%-]+|(?<![\w.])www\.[\w./?#&=%~-]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+|(?<=\]\()[^()\s]{1,600}(?=[\s)])",
    re.ASCII,
)
"""Of the web, of mail, and behind the words of a link in Markdown."""


def without_code(text: str, start: int, end: int) -> str:
    """Return ``text[start:end]`` with code unreadable: its lines, and what stands in backticks."""
    spans = code(text)
    parts = []
    at = start
    for index in range(max(0, bisect_left(spans, (start, start)) - 1), len(spans)):
        first, last = max(spans[index][0], start), min(spans[index][1], end)
        if first >= end:
            break
        if last > at:
            parts += [text[at:first], _hidden(text[first:last])]
            at = last
    return "".join([*parts, text[at:end]])


def no_prose(text: str) -> list[tuple[int, int]]:
    """Return where code and addresses stand in `text`, ascending: no name and no number is there."""
    found = code(text)
    if "." in text or "](" in text:
        found = sorted([*found, *(address.span() for address in _ADDRESS().finditer(text))])
    return found


def _hidden(code: str) -> str:
    return re.sub(r"[^\n]", CODE, code)


# A block begins where its paragraph does not show it, and paragraphs are asked for singly.
@lru_cache(maxsize=1)
def code(text: str) -> list[tuple[int, int]]:
    """Return where code stands in `text`, ascending and disjoint."""
    if _MAY_BE.search(text) is None:
        return []
    lines = _blocks(text)
    found = _merged(
        sorted([*lines, *_indented(text, lines), *(comment.span() for comment in _COMMENT().finditer(text))])
    )
    spans = []
    at = 0
    for first, last in [*found, (len(text), len(text))]:
        spans += _inline(text, at, first)
        if first < last:
            spans.append((first, last))
        at = last
    return spans


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return where lines of code stand; behind a fence that nothing closes is prose, as sentences have it."""
    blocks: list[tuple[int, int]] = []
    for line in markup.blocks(text):
        if line.kind == markup.CODE:
            joined = bool(blocks) and blocks[-1][1] + 1 == line.start
            blocks.append((blocks.pop()[0] if joined else line.start, line.end))
    return blocks


def _indented(text: str, fenced: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where blocks stand that only their indentation shows to be code, outside of those `fenced`.

    Chinese paragraphs are indented too, so that the first line must look like code.
    """
    starts = [start for start, _ in fenced]
    blocks = []
    for found in _INDENTED().finditer(text):
        before = bisect_left(starts, found.start()) - 1
        if before < 0 or fenced[before][1] <= found.start():
            blocks.append(found.span("block"))
    return blocks


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `spans`, ascending, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _inline(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where code stands inside lines: between two runs of as many backticks."""
    runs = [found.span() for found in _TICKS.finditer(text, start, end)]
    closing = [-1] * len(runs)
    later: dict[int, int] = {}
    for at in range(len(runs) - 1, -1, -1):
        first, last = runs[at]
        if at + 1 < len(runs) and "\n" in text[last : runs[at + 1][0]]:
            later.clear()
        closing[at] = later.get(last - first, -1)
        later[last - first] = at
    spans = []
    at = 0
    while at < len(runs):
        if closing[at] < 0:
            at += 1
            continue
        spans.append((runs[at][0], runs[closing[at]][1]))
        at = closing[at] + 1
    return spans
