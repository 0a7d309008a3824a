"""A layer with everything in it, and the ways in which its bytes come to harm.

Each :class:`Damage` says which bytes of the layer it touched, so that whoever reads the rest can be held to
it: :func:`examine` opens what is left and compares.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotations.errors import LayerReadOnly, StorageError, ZhupiError
from annotations.records.record import Record, layer_head, revise, sentence_mark, tombstone
from annotations.records.uids import doc_id
from annotations.storage.layer.contents import Form, parse
from annotations.storage.layer.layer import TinyDBLayer, open_layer
from annotations.storage.layer.lines import HEAD, HEAD_KEY, TAIL, Line, encode_line, render

__all__ = ["DATA", "FIRST", "LINES", "Damage", "Outcome", "Seen", "damages", "examine", "strange"]

_LAST = 20  # records in the last act
_AT = "2026-01-31T08:00:00.000Z"
_WAYS: dict[str, Callable[[random.Random], bytes]] = {
    "a byte zeroed": lambda _: b"\0",
    "a byte set to a space": lambda _: b" ",
    "a byte at random": lambda dice: dice.randbytes(1),
    "a byte of another digit": lambda dice: b"%d" % dice.randrange(10),
    "a quotation mark": lambda _: b'"',
    "a brace": lambda dice: dice.choice([b"{", b"}"]),
    "a newline": lambda _: b"\n",
}


def mark(number: int, **fields: Any) -> Record:
    """Return the first revision of a mark of the `number`-th of many articles and sentences."""
    article, sentence = divmod(number, 8)
    quote = "近6000億美元，「不過」\\如此。"[: 6 + number % 9]
    start = sentence * 40
    values = {"status": "marked", "labels": ["claim"], "at": _AT, "batch": [f"act-{number}", 1]}
    return sentence_mark(
        f"{article:020x}",
        start,
        start + len(quote),
        quote,
        annotator="mei",
        writer="one",
        scheme="default/1",
        **(values | fields),
    )


def _history() -> Iterator[Record]:
    marks = [mark(number) for number in range(30)]
    yield from marks
    for turn in range(3):
        for number in range(turn, 30, 4):
            marks[number] = revise(
                marks[number], note="看" * turn, batch=[f"again-{turn}-{number}", 1], at=_AT
            )
            yield marks[number]
    for act, members in (("three", (1, 5, 9)), ("two", (2, 7))):
        for number in members:
            marks[number] = revise(marks[number], labels=["quote"], batch=[act, len(members)], at=_AT)
            yield marks[number]
    yield tombstone(marks[3], batch=["gone", 1], at=_AT)
    marks[12] = revise(marks[12], flag=True, batch=["last", 1], at=_AT)
    yield marks[12]
    for number in (8, *range(30, 29 + _LAST)):  # what settling, collecting or a range leaves
        newer = revise(marks[number], note='"9": {', at=_AT) if number < 30 else mark(number)
        yield {**newer, "batch": ["end", _LAST]}


LINES: list[Line] = [
    (HEAD_KEY, layer_head("mei")),
    *((str(doc_id(record["uid"])), record) for record in _history()),
]
DATA = render(LINES)


def _spans() -> list[tuple[int, int]]:
    spans, at = [], len(HEAD) - 1  # the first line has no comma
    for line in LINES:
        end = at + len(encode_line(*line))
        spans.append((at, end))
        at = end
    return spans


_CONTENTS = [{**record, "batch": None} for _, record in LINES]
SPANS = _spans()
"""Where each of `LINES` begins and ends in `DATA`."""
FIRST = SPANS[-9 - _LAST][0]
"""Where the last lines begin: single records, acts of two, three and twenty, and a deletion."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What became of the layer."""

    kind: str
    data: bytes
    touched: tuple[int, int]
    """Which bytes of `DATA` are no longer what they were; none, at a place, where something was added."""


class Outcome:
    """How it went, in words that a table can count."""

    WHOLE = "opened, nothing lost"
    MENDED = "opened, with a notice"
    NEWER = "read-only: a newer zhupi seems to have written it"
    HALF = "opened, but the strange record cannot be changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one damaged layer."""

    outcome: str
    records: int = 0
    altered: int = 0
    """Records that differ from what was written because the damage is a JSON value like another."""


def damages(step: int = 1, seed: int = 11) -> Iterator[Damage]:
    """Yield damage of every kind; of those that may happen at any byte every `step`-th."""
    dice = random.Random(seed)
    size = len(DATA)
    places = range(FIRST, size)
    for at in places[::step]:
        yield Damage("cut", DATA[:at], (at, size))
    for kind, junk in _WAYS.items():
        for at in places[dice.randrange(step) :: step]:
            yield Damage(kind, DATA[:at] + junk(dice) + DATA[at + 1 :], (at, at + 1))
        for at in range(0, FIRST, 61 * step):
            yield Damage(kind, DATA[:at] + junk(dice) + DATA[at + 1 :], (at, at + 1))
    for at in range(0, size, 16 * step):
        end = min(at + 512, size)
        yield Damage("512 bytes zeroed", DATA[:at] + bytes(end - at) + DATA[end:], (at, end))
        yield Damage("512 bytes at random", DATA[:at] + dice.randbytes(end - at) + DATA[end:], (at, end))
        yield Damage("512 bytes missing", DATA[:at] + DATA[end:], (at, end))
    for at in places[::step]:
        for kind, added in (
            ("bytes inserted", dice.randbytes(dice.randrange(1, 5))),
            ("a tail in the middle", TAIL),
            ("a head in the middle", HEAD),
        ):
            yield Damage(kind, DATA[:at] + added + DATA[at:], (at, at))
    yield from _ends()


def _ends() -> Iterator[Damage]:
    size = len(DATA)
    for added in (TAIL, TAIL * 2, b"\0" * 4096, b",", b"}", b"\xff", b"<<<<<<< HEAD\n"):
        yield Damage("something after the end", DATA + added, (size, size))
    yield Damage("two layers in one file", DATA + DATA, (size, size))
    yield Damage("byte order mark", b"\xef\xbb\xbf" + DATA, (0, 0))
    yield Damage("line ends of another system", DATA.replace(b"\n", b"\r\n"), (size, size))
    yield Damage("UTF-16", DATA.decode().encode("utf-16"), (0, size))
    yield Damage("GB 18030", DATA.decode().encode("gb18030"), (0, size))
    for lost in (1, 2, len(HEAD) - 1, len(HEAD), SPANS[0][1], SPANS[5][0] + 7):
        yield Damage("head lost", DATA[lost:], (0, lost))
    for at in (SPANS[20][0], SPANS[40][0]):
        cut = DATA[:at].removesuffix(b"\n") + b"\n"
        yield Damage("tail in the middle, the rest after it", cut + TAIL + DATA[at:], (at, at))


def examine(damage: Damage, path: Path) -> Seen:
    """Open what is left, press a key, open it again.

    Raises:
        AssertionError: Something whole is missing, or the damaged file is not kept, or a press is lost.
    """
    path.write_bytes(damage.data)
    try:
        layer = open_layer(path, "mei")
    except StorageError as error:
        _demand_one_line(error, path)
        assert path.read_bytes() == damage.data
        return Seen(Outcome.REFUSED)
    form = parse(damage.data, "x").form
    assert layer.notices or form in (Form.OURS, Form.EMPTY), "it says nothing"
    altered = _compare(layer, damage)
    before = dict(layer._index._by_uid)
    press = mark(100)
    try:
        layer.put([press])
    except LayerReadOnly as error:
        _demand_one_line(error, path)
        assert path.read_bytes() == damage.data
        return Seen(Outcome.NEWER, len(before), altered)
    finally:
        layer.close()
    kept = path.with_name(f"{path.name}.damaged")
    if form is Form.DAMAGED:
        assert kept.read_bytes() == damage.data, "the damaged original is not kept"
        kept.unlink()
    again = open_layer(path, "mei")
    again.close()
    assert again._index._by_uid == {**before, press["uid"]: press}, "a press changes what is there"
    assert path.with_name(f".{path.name}.tmp").exists() is False
    assert press["uid"] in {one.get("uid") for one in json.loads(path.read_bytes())["_default"].values()}
    return Seen(Outcome.MENDED if layer.notices else Outcome.WHOLE, len(before), altered)


def _demand_one_line(error: ZhupiError, path: Path | None = None) -> None:
    words = str(error)
    assert words, "an error without words"
    assert "\n" not in words, words
    assert path is None or str(path) in words, words


def _compare(layer: TinyDBLayer, damage: Damage) -> int:
    """Hold the layer to every line that the damage did not touch; return how many records are altered."""
    start, end = damage.touched
    whole = [line for line, (begin, stop) in zip(LINES, SPANS, strict=True) if stop <= start or begin >= end]
    altered = 0
    for record in _newest(whole, damage).values():
        found = layer.latest(record["uid"])
        assert found is not None, f"{damage.kind} at {start}: {record['uid']} is missing"
        if found != record:
            # Then it is a line that the damage touched and left a record, and newer than this one.
            assert found["rev"] >= record["rev"], f"{damage.kind} at {start}: an older {record['uid']}"
            altered += {**found, "batch": None} not in _CONTENTS
    return altered


def _newest(whole: list[Line], damage: Damage) -> dict[str, Record]:
    """Return the newest revision of each record that is whole.

    What looks like a write that never ended hides what is left of its act: a file that stops in the middle,
    or sectors that read as zeros.
    """
    start, end = damage.touched
    sectors = damage.kind == "512 bytes zeroed" and (start % 512 == 0 or end % 512 == 0 or end == len(DATA))
    cut = damage.data == DATA[: len(damage.data)]
    unwritten = cut or sectors
    harmed = {line[1]["batch"][0] for line in LINES[1:] if unwritten and line not in whole}
    return {
        record["uid"]: record for key, record in whole if key != HEAD_KEY and record["batch"][0] not in harmed
    }


def strange(megabytes: int = 10) -> Iterator[tuple[str, bytes]]:
    """Yield layers of one good record and something in them that no zhupi ever wrote, with a word for it.

    The largest have so many `megabytes`.
    """
    good = LINES[1]
    key, record = LINES[2]
    for name, value in _VALUES.items():
        for field in (
            "rev",
            "uid",
            "article",
            "batch",
            "schema",
            "labels",
            "deleted",
            "writer",
            "kind",
            "start",
        ):
            strange_one = json.dumps({**record, field: "@"}, ensure_ascii=False).replace('"@"', value)
            yield f"{field} is {name}", _with(good, f',"{key}": {strange_one}\n')
        yield f"a document is {name}", _with(good, f',"{key}": {value}\n')
        yield f"the head is {name}", HEAD + f'"0": {value}\n'.encode() + encode_line(*good) + TAIL
        yield f"the file is {name}", value.encode()
        yield f"the table is {name}", f'{{"_default": {value}}}'.encode()
    text = json.dumps(record, ensure_ascii=False)
    begin = f',"{key}": '
    yield "a key twice in a document", _with(good, begin + text[:-1] + ', "rev": 1, "rev": 1}\n')
    for other in ("-1", "1e3", "007", "٣", "1" * 10_000, "", "x", "0"):
        yield f"a document under {other[:9]!r}", _with(good, f',"{other}": {text}\n')
    yield (
        "megabytes in one note",
        _with(good, begin + text[:-1] + ', "x": "' + "字" * (350_000 * megabytes) + '"}\n'),
    )
    many = {str(number): {"uid": f"u{number}", "rev": 1} for number in range(30_000 * megabytes)}
    yield "megabytes on one line", _with(good, "," + json.dumps(many)[1:-1])
    yield "objects in one another, unclosed", _with(good, begin + '{"1":' * 100_000 + "\n")
    yield "quotation marks without end", _with(good, begin + '"1' * (100_000 * megabytes) + "\n")
    yield "digits without end", _with(good, ',"' + "1" * (500_000 * megabytes) + "\n")
    yield "spaces without end", _with(good, begin[:-2] + " " * (500_000 * megabytes) + "\n")


_VALUES = {
    "a huge number": "9" * 4_000,
    "a number of 10,000 digits": "9" * 10_000,
    "negative": "-3",
    "zero": "0",
    "true": "true",
    "null": "null",
    "a fraction": "1.5",
    "no number": "NaN",
    "infinite": "1e999",
    "a text": '"2"',
    "an empty text": '""',
    "half a character": '"\\ud800"',
    "a list": "[1, [2]]",
    "a list of texts": '["a", 3]',
    "an object": '{"a": {}}',
    "100,000 brackets": "[" * 100_000 + "]" * 100_000,
    "100,000 objects": '{"1":' * 100_000 + "1" + "}" * 100_000,
}


def _with(good: Line, text: str) -> bytes:
    return render([LINES[0], good])[: -len(TAIL)] + text.encode() + TAIL


def examine_strange(data: bytes, path: Path) -> Seen:
    """Open a strange layer, look at all of it, and press keys, also where the strange record is.

    Raises:
        AssertionError: The good record is missing, or a press is lost, or an error is not one line.
    """
    path.write_bytes(data)
    good, strange_one = LINES[1][1], LINES[2][1]
    try:
        layer = open_layer(path, "mei")
    except StorageError as error:
        _demand_one_line(error, path)
        assert path.read_bytes() == data
        return Seen(Outcome.REFUSED)
    assert good["uid"].encode() not in data or layer.get(good["uid"]) == good
    list(layer.records())
    for article in layer.articles():
        layer.of_article(article)
    pressed = [mark(100)]
    found = layer.latest(strange_one["uid"])
    pressed.append(revise(found, labels=["opinion"]) if found is not None else strange_one)
    other = open_layer(path, "mei")
    stored: list[Record] = []
    for record in pressed:
        try:
            layer.put([record])
        except ZhupiError as error:
            _demand_one_line(error)
        else:
            stored.append(record)
    assert pressed[0] in stored or layer.read_only, "a press elsewhere is refused"
    other.refresh()
    again = open_layer(path, "mei")
    for record in stored:
        assert again.latest(record["uid"]) == record == other.latest(record["uid"])
    for one in (layer, other, again):
        one.close()
    if layer.read_only:
        return Seen(Outcome.NEWER)
    outcome = Outcome.MENDED if layer.notices else Outcome.WHOLE
    return Seen(outcome if len(stored) == 2 else Outcome.HALF, len(list(again.records())))
