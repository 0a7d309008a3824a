"""CoNLL: a line a token and its tag, a blank line after each sentence.

    # newdoc id = 0123456789abcdef0123
    # sent_id = 0123456789abcdef0123-1
    # text = 央行称将降准0.5%。
    # tags = claim,quote
    # status = marked
    央 B-ORG
    行 I-ORG
    ...

- ``scheme``: BIO, BMES, BILOU or IOBES. All of these are read, and IOB1 and IOE too.
- ``tokens``: characters, with the marks that stand over them, or words. This module knows no words: who
  makes the :class:`~annotations.exchange.format.Order` gives what divides a text into them, ``Order.words``,
  because a format may not ask the analysis. A token is divided where a name begins or ends inside it, so
  that no name is lost.
- ``runs``: whether a run of Latin letters and digits (0.5%, iPhone) is one token or one a character.

White space is no token: each character of it stands as ``▁``. Of names that overlap the longest has tags; the
others are counted and stand in a comment. Labels of sentences, status, note, annotator and source stand in
comments ``# key = value``, as JSON where they would not fit a line, and all else in ``# zhupi =``; what is
said of the article stands in ``# zhupi_article =`` below ``# newdoc id``. So all of it comes back.
Lost, and counted: names and repairs in no sentence or over the end of one, and halves of characters.

Files of others are read without comments, with tabs or spaces and any number of columns: the first is the
token and the last its tag; CoNLL-U and its ``SpaceAfter=No`` too, and ``-DOCSTART-``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any

from annotations.errors import UsageError
from annotations.exchange.carried import (
    article_more,
    compact,
    on_line,
    pieces,
    span_briefly,
    spans_within,
    whole,
)
from annotations.exchange.file_names import annotator_names, file_name
from annotations.exchange.format import Order
from annotations.exchange.formats.conll_tags import SCHEMES, label_in_tag, tag_parts, tags_of
from annotations.exchange.formats.conll_tokens import shown, tokens_of
from annotations.exchange.item_rows import more_of
from annotations.exchange.items import Group, Item, ItemSpan, Unit
from annotations.exchange.parcels import Parcel, Sink, Source
from annotations.wording import msg, tr

__all__ = ["DIVIDES", "MAIN", "NAME", "NEEDS", "OPTIONS", "UNITS", "read", "recognises", "write"]

NAME = "conll"
UNITS: tuple[Unit, ...] = ("sentence",)
MAIN = "export.conll"
DIVIDES = True
OPTIONS: Mapping[str, Sequence[str]] = {
    "scheme": tuple(SCHEMES),
    "tokens": ("char", "word"),
    "runs": ("whole", "single"),
}
NEEDS = None
_LABEL = re.compile(r'[^,\s"\x00-\x1f\x7f-\x9f\ud800-\udfff]+')
_HEAD = 1 << 13


def write(groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
    """Write the sentences of the groups; one sentence is in memory at a time.

    Raises:
        UsageError: Words are wanted, and nothing here divides a text into them.
    """
    if order.options.get("tokens") == "word" and order.words is None:
        raise UsageError(
            tr("{name}: nothing here divides a text into words; write tokens=char", name="tokens=word")
        )
    with ExitStack() as stack:
        sinks: dict[str, Sink] = {}
        names = annotator_names(order.annotators)
        for split in () if order.together else order.splits or ("",):
            name = _file("", split)
            sinks[name] = stack.enter_context(parcel.open(name))
        for group in groups:
            for item in group:
                split = order.split_of(item) if order.splits else ""
                who = names.get(item.annotator) or file_name(item.annotator)
                name = _file(who if order.together else "", split)
                if name not in sinks:
                    sinks[name] = stack.enter_context(parcel.open(name))
                sinks[name].write("".join(_lines(item, order)).encode())


def _file(annotator: str, split: str) -> str:
    if not annotator and not split:
        return MAIN
    return "/".join(one for one in (annotator, split) if one) + ".conll"


def _lines(item: Item, order: Order) -> Iterator[str]:
    more = article_more(replace(item, corrections=()))
    yield _comment("newdoc id", item.article or item.source or item.title)
    yield _comment("zhupi_article", compact(more), json=True)
    first = True
    for piece in pieces(item, order.losses):
        yield from _block(piece, order)
        first = False
    if first:
        yield "\n"


def _block(piece: Item, order: Order) -> Iterator[str]:
    """Yield the lines of a sentence."""
    text = whole(piece.text, order.losses)
    (sentence,) = piece.sentences
    spans = spans_within(piece, order.losses)
    kept, rest = _apart(spans)
    order.losses.add(
        msg("overlapping name or number without a tag"),
        msg("overlapping names and numbers without tags"),
        len(rest),
    )
    borders = {one.start for one in kept} | {one.end for one in kept}
    words = order.words(text) if order.words and order.options.get("tokens") == "word" else None
    runs = order.options.get("runs") != "single"
    places = tokens_of(text, borders, runs=runs, words=words)
    begins = {start: number for number, (start, _) in enumerate(places)}
    ends = {end: number for number, (_, end) in enumerate(places)}
    tags = tags_of(
        len(places),
        [(begins[one.start], ends[one.end], label_in_tag(one.label)) for one in kept],
        order.options.get("scheme", "BIO"),
    )
    name = piece.article or piece.source or piece.title
    yield _comment("sent_id", f"{name}-{sentence.number}")
    yield _comment("text", text)
    if sentence.labels:
        yield _comment("tags", _listed(sentence.labels))
    yield _comment("status", sentence.status)
    if sentence.note:
        yield _comment("note", sentence.note)
    if piece.annotator:
        yield _comment("annotator", piece.annotator)
    yield _comment("zhupi", compact(_more(piece, kept, rest)), json=True)
    for (start, end), tag in zip(places, tags, strict=True):
        yield f"{shown(text[start:end])} {tag}\n"
    yield "\n"


def _more(piece: Item, kept: Sequence[ItemSpan], rest: Sequence[ItemSpan]) -> dict[str, Any]:
    (sentence,) = piece.sentences
    more = {key: value for key, value in more_of(sentence).items() if key not in ("status", "note")}
    more["base"] = piece.base
    told = [[one.start, one.end, one.label, span_briefly(one)] for one in kept]
    if spans := [one for one in told if one[3] or label_in_tag(str(one[2])) != one[2]]:
        more["spans"] = spans
    if rest:
        more["untagged"] = [[one.start, one.end, one.label, span_briefly(one)] for one in rest]
    if piece.corrections:
        more["corrections"] = [list(one) for one in piece.corrections]
    return more


def _apart(spans: Sequence[ItemSpan]) -> tuple[list[ItemSpan], list[ItemSpan]]:
    """Return the longest spans of which none is over another, and the others."""
    kept: set[int] = set()
    taken: set[int] = set()
    for number, one in sorted(enumerate(spans), key=lambda each: (each[1].start - each[1].end, each[0])):
        if taken.isdisjoint(range(one.start, one.end)):
            kept.add(number)
            taken.update(range(one.start, one.end))
    tagged = [one for number, one in enumerate(spans) if number in kept]
    return tagged, [one for number, one in enumerate(spans) if number not in kept]


def _comment(key: str, value: str, *, json: bool = False) -> str:
    return f"# {key} = {value if json else on_line(value)}\n"


def _listed(labels: Sequence[str]) -> str:
    fit = all(_LABEL.fullmatch(one) for one in labels) and not labels[0].startswith("[")
    return ",".join(labels) if fit else compact(list(labels))


def read(source: Source, order: Order) -> Iterator[Item]:
    """Yield a piece for each sentence of the files.

    Raises:
        ReadingError: There is no token with a tag in them.
    """
    from annotations.exchange.formats.conll_reader import items_in

    yield from items_in(source, order)


def recognises(source: Source) -> bool:
    """Tell whether all lines at the beginning of a file are tokens with tags, comments, or blank."""
    with suppress(Exception):
        for name in source.names()[:20]:
            with source.open(name) as file:
                head = file.read(_HEAD)
            lines = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "ignore").split("\n")
            if _looks(lines[:-1] if len(head) == _HEAD else lines):
                return True
    return False


def _looks(lines: Sequence[str]) -> bool:
    found = 0
    for line in lines:
        columns = line.split()
        if not columns or columns[0] == "-DOCSTART-":
            continue
        parts = tag_parts(columns[-1])
        if parts is None or parts[1][:1].isdigit():  # B-52 in a list is no tag
            if not line.startswith("#"):
                return False
        elif len(columns) > 1 or line[:1].isspace():
            found += 1
        elif not line.startswith("#"):
            return False
    return found > 0
