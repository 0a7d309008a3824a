"""The sentences of CoNLL files, with comments or without, whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from annotations.errors import ReadingError
from annotations.exchange.carried import (
    labelled,
    object_in,
    off_line,
    sentence_with,
    span_with,
    with_article_more,
)
from annotations.exchange.format import Order
from annotations.exchange.formats.conll_tags import label_in_tag, spans_of, tag_parts
from annotations.exchange.formats.conll_tokens import aligned, joined
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.exchange.parcels import Source
from annotations.plain_json import loads
from annotations.wording import tr

__all__ = ["items_in"]

_COMMENT = re.compile(r"#\s*([^=]*?)\s*=\s?(.*)")
_START = "-DOCSTART-"
_NUMBERED = re.compile(r"(\S)\d", re.DOTALL)
"""A character and which of its word it is, as the data set of Weibo has it: 科0 技1."""
_CONLLU = re.compile(r"\d+(?:[-.]\d+)?")
_COLUMNS = 10
"""Those of CoNLL-U; the second is the token, and the last has no tag but what is said of spaces."""


@dataclass(slots=True)
class _Block:
    """What stands between two blank lines."""

    line: int = 0
    """The first of its lines."""
    comments: dict[str, str] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    tight: set[int] = field(default_factory=set)
    """After which of the tokens no space stands."""
    tagged: bool = False


def items_in(source: Source, order: Order) -> Iterator[Item]:
    """Yield a piece for each sentence.

    Raises:
        ReadingError: There is no token with a tag.
    """
    found = False
    for name in source.names():
        with source.open(name) as file:
            for item in _File(source.where(name), order).items(file):
                found = True
                yield item
    if not found and not order.faults.count:
        raise ReadingError(
            tr("{source}: no line has a token and its tag; is this CoNLL?", source=source.title)
        )


class _File:
    """One file, of which a sentence is in memory at a time."""

    def __init__(self, where: str, order: Order) -> None:
        self._where = where
        self._order = order
        self._block = _Block()
        self._documents = 0
        self._document = ""
        self._article: Mapping[str, Any] = {}
        self._numbered: bool | None = None
        """Whether tokens are numbered in their words; None before that is known."""

    def items(self, file: BinaryIO) -> Iterator[Item]:
        number = 0
        for number, data in enumerate(file, 1):
            try:
                line = data.decode().removeprefix("\ufeff" if number == 1 else "").rstrip("\r\n")
            except UnicodeDecodeError as error:
                self._fault(number, tr("byte {start} is no UTF-8; save it as UTF-8", start=error.start + 1))
                continue
            if line and (line.strip() or len(line) == 1):
                self._take(line, number)
            else:
                yield from self._ended()
        yield from self._ended()

    def _take(self, line: str, number: int) -> None:
        columns = line.split("\t") if "\t" in line.strip() else line.split()
        if line[0].isspace() and len(columns) < 2:
            columns = [" ", *line.split()]  # the token is a space
        parts = tag_parts(columns[-1].strip())
        if columns[0] == _START:
            self._documents += 1
            self._document = f"{self._where} {self._documents}"
        elif line.startswith("#") and not self._block.tokens and (parts is None or " = " in line):
            self._comment(line)
        elif len(columns) >= _COLUMNS and "\t" in line and _CONLLU.fullmatch(columns[0]):
            self._conllu(columns, number)
        elif len(columns) < 2 or parts is None:
            self._fault(
                number,
                tr("{line!r:.40} is no token with a tag such as B-PER or O; it is left out", line=line),
            )
        else:
            self._token(columns[0], parts, number)
            self._block.tagged = True

    def _token(self, token: str, parts: tuple[str, str], number: int) -> None:
        self._block.line = self._block.line or number
        self._block.tokens.append(token)
        self._block.tags.append(parts)

    def _conllu(self, columns: list[str], number: int) -> None:
        if columns[0].isdigit():  # the others are several tokens at once, or none of the text
            self._token(columns[1], ("", ""), number)
            if "SpaceAfter=No" in columns[9]:
                self._block.tight.add(len(self._block.tokens) - 1)

    def _comment(self, line: str) -> None:
        found = _COMMENT.fullmatch(line)
        if found is None:
            return
        key, value = found[1], off_line(found[2])
        if key == "newdoc id":
            self._document, self._article = value, {}
        elif key == "zhupi_article":
            self._article = object_in(value)
        else:
            self._block.comments[key] = value

    def _ended(self) -> Iterator[Item]:
        block, self._block = self._block, _Block()
        if block.tokens:
            if self._numbered is None and len(block.tokens) > 2 and "text" not in block.comments:
                self._numbered = block.tokens[0][1:] == "0" and all(map(_NUMBERED.fullmatch, block.tokens))
            if self._numbered:
                block.tokens = [_NUMBERED.sub(r"\1", one) if len(one) == 2 else one for one in block.tokens]
            yield self._item(block)

    def _fault(self, number: int, problem: str) -> None:
        self._order.faults.add(
            tr("{where}, line {number}: {problem}", where=self._where, number=number, problem=problem)
        )

    def _item(self, block: _Block) -> Item:
        said = block.comments
        more = object_in(said.get("zhupi"))
        text, places = self._placed(block)
        base = more.get("base")
        item = with_article_more(
            Item(text, "sentence", document=self._document, annotator=said.get("annotator", "")),
            {**self._article, "corrections": more.get("corrections")},
        )
        tagged = [
            ItemSpan(places[first][0], places[last][1], label) for first, last, label in spans_of(block.tags)
        ]
        spans = sorted(_spans(tagged, more, len(text)), key=lambda one: one[:3])
        known = bool(spans) or (block.tagged and self._article.get("spans") is not False)
        where = tr("{where}, line {number}", where=self._where, number=block.line)
        return replace(
            item,
            where=where,
            base=base if type(base) is int and base >= 0 else None,
            sentences=(_sentence(text, said, more),),
            spans=tuple(spans) if known else None,
        )

    def _placed(self, block: _Block) -> tuple[str, list[tuple[int, int]]]:
        """Return the text of a sentence, and where its tokens stand in it."""
        text = block.comments.get("text")
        if text is not None:
            places = aligned(text, block.tokens)
            if places is not None:
                return text, places
            self._fault(
                block.line,
                tr("the tokens are not those of {text!r:.40} above them; the tokens count", text=text),
            )
        return joined(block.tokens, block.tight)


def _sentence(text: str, said: Mapping[str, str], more: Mapping[str, Any]) -> ItemSentence:
    told = {key: said[key] for key in ("status", "note") if key in said}
    sentence = sentence_with(ItemSentence(0, len(text)), {**more, **told})
    return labelled(sentence, _labels(said.get("tags", "")))


def _labels(text: str) -> list[str]:
    if text.startswith("["):
        try:
            value = loads(text)
        except ValueError:
            value = None
        if isinstance(value, list):
            return [one for one in value if isinstance(one, str)]
    return [one.strip() for one in text.split(",") if one.strip()]


def _spans(tagged: list[ItemSpan], more: Mapping[str, Any], length: int) -> Iterator[ItemSpan]:
    """Yield what is tagged, with all that is told of it, and what has no tags."""
    told: dict[tuple[int, int, str], tuple[str, Mapping[str, Any]]] = {}
    for start, end, label, rest in _listed(more, "spans"):
        told[start, end, label_in_tag(label)] = label, rest
    for one in tagged:
        label, rest = told.get(one[:3], (one.label, {}))
        yield span_with(one._replace(label=label), rest)
    for start, end, label, rest in _listed(more, "untagged"):
        if 0 <= start < end <= length:
            yield span_with(ItemSpan(start, end, label), rest)


def _listed(more: Mapping[str, Any], key: str) -> Iterator[tuple[int, int, str, Mapping[str, Any]]]:
    listed = more.get(key)
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, list) and len(one) == 4 and isinstance(one[3], dict):
            start, end, label, rest = one
            if type(start) is int and type(end) is int and isinstance(label, str):
                yield start, end, label, rest
