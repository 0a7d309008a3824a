"""What the bytes of a layer hold, whatever shape they are in: ours, TinyDB's own, or damaged. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from json import JSONDecoder
from typing import Any

from annotations.errors import StorageError
from annotations.plain_json import finite, no_json
from annotations.records.uids import doc_id
from annotations.storage.layer.doubts import put_right
from annotations.storage.layer.lines import (
    HEAD_KEY,
    TABLE,
    Document,
    Line,
    checked,
    parse_body,
    settle,
)
from annotations.storage.layer.salvage import Harm, is_unwritten, name_of, salvage
from annotations.wording import tr

__all__ = ["Contents", "Form", "parse"]


class Form(Enum):
    """In which state the bytes of a layer were found."""

    EMPTY = "nothing in it yet"
    OURS = "one record a line"
    FOREIGN = "a layer, but not one record a line"
    DAMAGED = "not whole"


@dataclass(slots=True)
class Contents:
    """What the bytes of a layer hold: every line in order that counts, superseded revisions among them."""

    form: Form
    lines: list[Line] = field(default_factory=list)
    tables: tuple[str, ...] = ()
    """Tables beside the one that a layer has."""
    harms: tuple[Harm, ...] = ()
    """The records that are not whole, those that could be put right among them."""
    torn: int = 0
    """How many whole records are left out, because the write that they were part of never ended."""
    rewritten: bool = False
    """Whether a program that knows nothing of revisions wrote all of it anew, as stock TinyDB does."""
    edited: int = 0
    """Records that such a program changed; see :mod:`annotations.storage.layer.outside`."""
    removed: int = 0
    """Records that it took out."""

    def refusal(self, name: str) -> str | None:
        """Return why nothing may be written to a file called `name` that holds this, or None."""
        if not self.tables:
            return None
        return tr(
            "{name}: it has other tables too ({tables}); take them out",
            name=name,
            tables=", ".join(self.tables)[:80],
        )


class _Repeated(dict[str, Any]):
    """A JSON object in which a key occurs twice; `pairs` has both."""

    pairs: list[tuple[str, Any]]


def _keep_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(plain := dict(pairs)) == len(pairs):
        return plain
    repeated = _Repeated(pairs)
    repeated.pairs = pairs
    return repeated


_load_all = JSONDecoder(object_pairs_hook=_keep_repeated, parse_float=finite, parse_constant=no_json).decode


def parse(data: bytes, name: str) -> Contents:
    """Read the bytes of a layer, whatever shape it is in.

    A file that is JSON to its end was written to its end, so every record in it counts, whatever is missing
    beside it. Only where bytes are damaged it may be that an act was cut short; see
    :func:`annotations.storage.layer.salvage.salvage`.

    Args:
        data: The whole file.
        name: What to call it in an error.

    Raises:
        StorageError: It is no layer at all.
    """
    if not data:
        return Contents(Form.EMPTY)
    lines = parse_body(data)
    if lines is not None:
        right, harms = _righted(lines, first=2)
        return Contents(Form.OURS, right, harms=harms)
    try:
        text = data.decode("utf-8-sig")
        loaded = _load_all(text)
    except (ValueError, RecursionError):
        return _salvaged(data, name)
    # Line ends of another system and the like.
    lines = parse_body(text.replace("\r\n", "\n").rstrip().encode() + b"\n")
    if lines is not None:
        right, harms = _righted(lines, first=2)
        return Contents(Form.FOREIGN, right, harms=harms)
    return _foreign(loaded, name)


def _righted(lines: Sequence[Line], first: int | None = None) -> tuple[list[Line], tuple[Harm, ...]]:
    """Return `lines` as their checksums put them right, and what that was; `first` numbers the first line."""
    right, put = put_right(lines)
    at = {index: None if first is None else first + index for index in put}
    return list(right), tuple(Harm(at[index], name_of(right[index][1]), mended=True) for index in put)


def _foreign(loaded: object, name: str) -> Contents:
    table = _table(loaded)
    if not isinstance(loaded, dict) or table is None:
        raise _no_layer(name)
    entries = list(table.pairs if isinstance(table, _Repeated) else table.items())
    lines: list[Line] = []
    harms = []
    whole = loaded.get(TABLE) is table or not loaded
    for key, value in entries:
        line = _line(key, value)
        if line is None:
            harms.append(Harm(None, tr("the entry {key!r}", key=key[:40]), mended=False))
        else:
            whole = whole and line[0] == key
            lines.append(line)
    lines, mended = _righted(lines)
    if harms or not whole:
        if not any(map(_is_ours, lines)):
            raise StorageError(
                tr("{name}: this is a TinyDB file, but no layer of zhupi; move it away", name=name)
            )
        return Contents(Form.DAMAGED, settle(lines), harms=(*harms, *mended))
    rewritten = not isinstance(table, _Repeated)
    if rewritten:
        lines = settle(lines)  # stock TinyDB keeps newest revisions only, and of an act what they are part of
    tables = tuple(key for key in loaded if key != TABLE)
    return Contents(Form.FOREIGN, lines, tables, mended, rewritten=rewritten)


def _table(loaded: object) -> dict[str, Any] | None:
    """Return the table of a layer; one harmed byte in its name must not hide everything that is in it."""
    if not isinstance(loaded, dict):
        return None
    table = loaded.get(TABLE, {} if not loaded else None)
    if table is None and len(loaded) == 1:
        [(name, only)] = loaded.items()
        if len(name) == len(TABLE) and sum(map(str.__ne__, name, TABLE)) == 1:
            table = only
    return table if isinstance(table, dict) else None


def _line(key: str, value: object) -> Line | None:
    """Return an entry of a table as a line; None if it is none."""
    if not isinstance(value, dict):
        return None
    try:
        document: Document = checked(value)
    except ValueError:
        return None
    if key.isdecimal() and key.isascii():
        return key, document
    uid = document.get("uid")
    if isinstance(uid, str):
        return str(doc_id(uid)), document
    return (HEAD_KEY, document) if document.get("kind") == "layer" else None


def _is_ours(line: Line) -> bool:
    """Say whether nobody but zhupi can have written a line: a head, or a record under the id of its uid."""
    key, document = line
    uid = document.get("uid")
    return document.get("kind") == "layer" or (isinstance(uid, str) and str(doc_id(uid)) == key)


def _salvaged(data: bytes, name: str) -> Contents:
    found = salvage(data)
    if not found.lines and not found.is_layer and not is_unwritten(data):
        raise _no_layer(name)
    return Contents(Form.DAMAGED, found.lines, harms=tuple(found.harms), torn=found.torn)


def _no_layer(name: str) -> StorageError:
    return StorageError(
        tr("{name}: this is not a layer of zhupi; move it away or name another annotator", name=name)
    )
