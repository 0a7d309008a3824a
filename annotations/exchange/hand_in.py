"""A layer as one file to send: what ``zhupi hand-in`` writes and ``zhupi collect`` reads.

JSONL in UTF-8, in this order::

    {"kind": "hand-in", "format": 1, "schema": 1, "annotator": "mei", "scheme": "default/1", "articles": 1, "records": 2, "identity": "77d0…"}
    {"kind": "text", "article": "2f9c…", "title": "…", "source": "a.txt", "text_hash": "9b1d…", "frozen": {…}, "analysis": {…}}
    {"schema": 1, "uid": "sentence:2f9c…:310:mei", "kind": "sentence", …}
    {"schema": 1, "uid": "article:2f9c…:mei", "kind": "article", …}
    {"kind": "end", "lines": 4, "hash": "51c0…"}

A record is there in its newest revision, deleted ones too, and without ``batch``: acts are the layer's own.
Each text has a line, known or not, before the first record; the article is in it as it was frozen, without the
text that follows from its raw one, and what was found in it, if the analysis had ended. The last line has the number of lines before it
and a hash of them, newlines aside, so that a file that was cut short or changed on its way is told from a
whole one. The same layer gives the same bytes beside the same files. The identity tells whose layer it is where
two people go by one name; who is called otherwise by now than the records say is named as ``called``; ``beside``
has digests of the files that travel apart, see :mod:`annotations.project.companions`.

Records of a kind or schema that the writing program did not know stand in the first line, as ``unknown``: a
program that does not know them either reads the rest, and one that does takes them in as well.
"""  # noqa: E501 - a line of the file is a line here

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, cast

from annotations.digest import blake2b
from annotations.errors import NewerSchema, ReadingError, RecordError
from annotations.exchange.handed_text import HandedText
from annotations.exchange.jsonl import encode
from annotations.plain_json import loads
from annotations.records.field_values import is_article_id
from annotations.records.kinds import SCHEMA
from annotations.records.record import Record
from annotations.records.validation import validate
from annotations.wording import tr

__all__ = ["HandIn", "is_hand_in", "read_hand_in", "write_hand_in"]

FORMAT = 1
"""The newest form of the file that this program understands."""
_KIND, _TEXT, _END = "hand-in", "text", "end"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class HandIn:
    """What one file holds."""

    name: str
    """The file, for messages."""
    annotator: str
    scheme: str
    texts: Mapping[str, HandedText]
    """By the article's id."""
    records: Sequence[Record]
    """Each uid once; without ``batch``."""
    unknown: Sequence[Mapping[str, object]] = ()
    """Records that this program does not understand; they are in the file and nowhere taken in."""
    identity: str = ""
    """That of the layer, see :mod:`annotations.records.origin`; empty where the file does not say."""
    called: str = ""
    """What the annotator is called; empty where that is `annotator`."""
    beside: Mapping[str, object] = field(default_factory=dict)
    """Digests of the files that travel apart; empty where the file does not say."""


def write_hand_in(
    annotator: str,
    scheme: str,
    texts: Sequence[HandedText],
    records: Iterable[Record],
    unknown: Iterable[Mapping[str, object]] = (),
    *,
    identity: str = "",
    called: str = "",
    beside: Mapping[str, object] | None = None,
) -> Iterator[bytes]:
    """Yield the lines of the file.

    Args:
        annotator: Whose layer it is.
        scheme: The project's scheme.
        texts: All articles that `records` are about, each once.
        records: The newest revisions, in any order; they are written in the order in which they were made.
        unknown: Records that a newer zhupi wrote; they are passed on as they are.
        identity: The identity of the layer, if it has any record.
        called: What the annotator is called.
        beside: Digests of files that travel apart.
    """
    ordered = sorted(records, key=lambda record: (_instant(record["created"]), record["uid"]))
    digest, count = blake2b(digest_size=16), 0
    head = {
        "kind": _KIND,
        "format": FORMAT,
        "schema": SCHEMA,
        "annotator": annotator,
        "scheme": scheme,
        "articles": len(texts),
        "records": len(ordered),
    }
    if identity:
        head["identity"] = identity
    if called and called != annotator:
        head["called"] = called
    if beside:
        head["beside"] = beside
    if passed_on := sorted(map(_without_batch, unknown), key=lambda record: str(record["uid"])):
        head["unknown"] = passed_on
    for row in (head, *map(_text_row, texts), *map(_without_batch, ordered)):
        line = encode(row)
        digest.update(line)
        count += 1
        yield line
    yield encode({"kind": _END, "lines": count, "hash": digest.hexdigest()})


def is_hand_in(line: bytes) -> bool:
    """Tell whether `line` is one that a file of ours begins with."""
    try:
        head = loads(line.decode())
    except ValueError:
        return False
    return isinstance(head, dict) and head.get("kind") == _KIND


def read_hand_in(lines: Iterable[bytes], name: str) -> HandIn:
    """Read a whole file; `name` is what messages call it.

    Raises:
        ReadingError: It is not such a file, is damaged or cut short, or a newer zhupi wrote it. The message
            names file and line, and nothing of the file is to be used.
    """
    return _Reader(lines, name).read()


class _Reader:
    """Reads the lines of one file, each checked before the next one is looked at."""

    def __init__(self, lines: Iterable[bytes], name: str) -> None:
        self._lines = iter(lines)
        self._name = name
        self._number = 0
        self._digest = blake2b(digest_size=16)
        self._count = 0

    def read(self) -> HandIn:
        first = self._next()
        if first is None or first.get("kind") != _KIND:
            self._refuse(tr("this is no file that zhupi hand-in wrote; name one"))
        self._check_head(first)
        annotator = str(first["annotator"])
        texts: dict[str, HandedText] = {}
        for _ in range(first["articles"]):
            text = self._text(self._expect(_TEXT))
            texts[text.article] = text
        if len(texts) != first["articles"]:
            self._refuse(tr("an article is there twice"))
        records: dict[str, Record] = {}
        for _ in range(first["records"]):
            record = self._record(self._expect("record"), annotator, texts)
            records[record["uid"]] = record
        if len(records) != first["records"]:
            self._refuse(tr("a record is there twice"))
        self._check_end()
        unknown = self._take_known(first.get("unknown", []), annotator, texts, records)
        told = (("identity", str), ("called", str), ("beside", dict))
        more = {key: first[key] for key, kind in told if isinstance(first.get(key), kind)}
        return HandIn(self._name, annotator, first["scheme"], texts, list(records.values()), unknown, **more)

    def _take_known(
        self, passed_on: Any, annotator: str, texts: Mapping[str, HandedText], records: dict[str, Record]
    ) -> list[Mapping[str, object]]:
        """Put what this program understands of what was passed on into `records`; return the rest."""
        rest = []
        for record in passed_on if isinstance(passed_on, list) else []:
            try:
                validate({**record, "batch": ["", 1]})
            except (RecordError, TypeError):
                rest.append(record)
                continue
            if record["annotator"] != annotator or record.get("article") not in texts:
                rest.append(record)
            else:
                records[record["uid"]] = record
        return rest

    def _next(self) -> dict[str, Any] | None:
        """Return what the next line that is not blank says; None after the last one."""
        for line in self._lines:
            self._number += 1
            bare = line.removeprefix(_BOM).strip(b" \t\r\n")
            if not bare:
                continue
            try:
                row = loads(bare.decode("utf-8"))
            except (UnicodeDecodeError, json.JSONDecodeError):
                self._refuse(tr("it is not JSON in UTF-8"))
            except ValueError as error:
                self._refuse(tr("it is not JSON that can be used: {error}", error=error))
            if not isinstance(row, dict):
                self._refuse(tr("it is not a JSON object"))
            if row.get("kind") != _END:
                self._digest.update(bare + b"\n")
                self._count += 1
            return row
        return None

    def _expect(self, what: str) -> dict[str, Any]:
        row = self._next()
        if row is None:
            self._number += 1
            self._refuse(tr("a {what} should follow, but the file ends; it was cut short", what=what))
        return row

    def _check_head(self, head: Mapping[str, Any]) -> None:
        for key in ("format", "schema", "articles", "records"):
            if type(head.get(key)) is not int or head[key] < 0:
                self._refuse(tr("{key} must be a whole number", key=key))
        for key in ("annotator", "scheme"):
            if not isinstance(head.get(key), str) or not head[key]:
                self._refuse(tr("{key} must be a name", key=key))
        if head["format"] > FORMAT or head["schema"] > SCHEMA:
            self._refuse(tr("a newer zhupi wrote it; install a newer zhupi"), again=False)

    def _text(self, row: Mapping[str, Any]) -> HandedText:
        known = row.get("text_hash")
        words = [row.get(key) for key in ("article", "title", "source")]
        if row.get("kind") != _TEXT or not all(isinstance(one, str) for one in words):
            self._refuse(tr("it must say which article it is, with title and source"))
        if not is_article_id(words[0]):
            self._refuse(
                tr("{words!r:.40} is not the id of an article: 20 hexadecimal digits", words=words[0])
            )
        if known is not None and not isinstance(known, str):
            self._refuse(tr("text_hash must be a text or null"))
        frozen, analysis = row.get("frozen"), row.get("analysis")
        if frozen is not None and not isinstance(frozen, dict):
            self._refuse(tr("frozen must be an object or null"))
        found = analysis if isinstance(analysis, dict) else None
        return HandedText(str(words[0]), str(words[1]), str(words[2]), known, frozen, found)

    def _record(self, row: dict[str, Any], annotator: str, texts: Mapping[str, HandedText]) -> Record:
        try:
            validate({**row, "batch": ["", 1]})
        except NewerSchema:
            self._refuse(tr("a newer zhupi wrote it; install a newer zhupi"), again=False)
        except RecordError as error:
            self._refuse(str(error))
        if row["kind"] == "layer" or row["annotator"] != annotator:
            self._refuse(tr("a record of {annotator} should stand there", annotator=annotator))
        if row.get("article") not in texts and row["kind"] != "migration":  # which is about no text
            self._refuse(tr("it is about an article that is not named before"))
        row.pop("batch", None)
        return cast(Record, row)  # which has no act before it is part of one here

    def _check_end(self) -> None:
        row = self._expect("last line")
        if row.get("kind") != _END:
            self._refuse(tr("the last line should stand there"))
        if row.get("lines") != self._count or row.get("hash") != self._digest.hexdigest():
            self._refuse(tr("the lines before it are not those that were written; the file was changed"))
        if self._next() is not None:
            self._refuse(tr("something follows the last line"))

    def _refuse(self, what: str, *, again: bool = True) -> NoReturn:
        more = tr("; have it handed in again") if again and ";" not in what else ""
        raise ReadingError(
            tr(
                "{name}, line {number}: {what}{more}; nothing of it was taken",
                name=self._name,
                number=max(self._number, 1),
                what=what,
                more=more,
            )
        )


def _text_row(text: HandedText) -> dict[str, Any]:
    return {
        "kind": _TEXT,
        "article": text.article,
        "title": text.title,
        "source": text.source,
        "text_hash": text.text_hash,
        **({} if text.frozen is None else {"frozen": text.frozen}),
        **({} if text.analysis is None else {"analysis": text.analysis}),
    }


def _without_batch(record: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in record.items() if key != "batch"}


def _instant(time: str) -> str:
    """Return a record's time so that two of them compare; milliseconds may be left out."""
    return time if "." in time else f"{time[:-1]}.000Z"
