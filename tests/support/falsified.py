"""Records of which one key is missing or holds what it never should, and layers that are full of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotations.errors import RecordError
from annotations.marks.bounds import bounds_record
from annotations.model.article import Article, Name, Number, Sentence
from annotations.records.carry import carry_record
from annotations.records.decisions import decision, seen
from annotations.records.migration import migration_record, scheme_change
from annotations.records.record import (
    Record,
    article_mark,
    correction,
    layer_head,
    sentence_mark,
)
from annotations.records.remarks import remark_record
from annotations.records.returns import answer_record, return_record, seen_of
from annotations.records.span_decisions import said, span_decision
from annotations.records.span_decisions import seen as seen_spans
from annotations.records.spans import number_fields, span_record
from annotations.records.uids import doc_id
from annotations.records.validation import KINDS, validate
from annotations.storage.layer.lines import TAIL, loads, render

__all__ = [
    "ARTICLE",
    "LEAD",
    "REMOVED",
    "VALUES",
    "Falsified",
    "falsified",
    "good_records",
    "is_valid",
    "layer",
    "of_kind",
]

TEXT = "央行今天宣布降息3億元。張三說物價還會漲。專家認為沒有用。以下是訪談內容。最後一句。"
_ENDS = [at + 1 for at, character in enumerate(TEXT) if character == "。"]
_SENTENCES = tuple(Sentence(start, end) for start, end in zip([0, *_ENDS], _ENDS, strict=False))
ARTICLE = Article("a" * 20, "題", TEXT, TEXT, source="a.txt", sentences=_SENTENCES)
LEAD = "lin"

REMOVED = "missing"
VALUES: Mapping[str, str] = {
    "null": "null",
    "empty list": "[]",
    "empty object": "{}",
    "empty text": '""',
    "text": '"x"',
    "zero": "0",
    "negative": "-1",
    "true": "true",
    "fraction": "1.5",
    "list": '[1, "x", null]',
    "object": '{"x": []}',
    "large": str(10**20),
    "half a character": '"\\ud800"',
    "control characters": '"\\u001b[31m\\u0000"',
    "infinite": "1e400",
    "5,000 digits": "9" * 5000,
    "2,000 deep": "[" * 2000 + "]" * 2000,
}
"""What is put in the place of every value, as JSON. The last three Python cannot read, or not write again."""
_UNREADABLE = ("infinite", "5,000 digits", "2,000 deep")
_REVIEWED = {"after_review": True, "first_labels": ["claim"], "first_status": "marked"}
_CHANGES = [
    scheme_change("label", "rename", ["claim"], ["assertion"]),
    scheme_change("label", "merge", ["rumour", "gossip"], ["rumour"]),
    scheme_change("label", "split", ["opinion"], ["view", "advice"]),
    scheme_change("value", "remove", ["decisive"], attribute="worth"),
]
_PLACE = "\N{INFORMATION SOURCE} here"

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Falsified:
    """A record of which one thing is false."""

    what: str
    """Its kind, the key, and what became of that."""
    key: str
    """The document id under which it stands in a layer."""
    text: str
    """The record as JSON."""
    readable: bool
    """Whether Python reads it, and can write it again."""

    @property
    def newer(self) -> bool:
        """Tell whether it says that a newer program wrote it, which makes a whole layer read-only."""
        return self.what.endswith("schema: large")

    @property
    def record(self) -> Record:
        """What is read of it."""
        return dict(loads(self.text))

    @property
    def line(self) -> bytes:
        """Its line in a layer."""
        return f',"{self.key}": {self.text}\n'.encode()


def of_kind(kind: str, article: Article, annotator: str) -> list[Record]:
    """Return good records of one kind that `annotator` may have made, with every key that there is."""
    by: dict[str, Any] = {"annotator": annotator, "writer": "w", "scheme": "default/1"}
    led: dict[str, Any] = {"lead": annotator, "writer": "w", "scheme": "default/1"}
    first, second, third = article.sentences[:3]
    at = article.text.index("張三")
    quote = {
        "form": "indirect",
        "cont": False,
        "content": [second.start + 3, second.end],
        "speakers": [{"text": "張三", "name": "張三", "start": at, "end": at + 2, "by": "person"}],
        "by": "person",
    }
    said_of = {
        "status": "marked",
        "labels": ["claim", "quote"],
        "voice": "speaker",
        "voice_by": "person",
        "quotes": [quote],
        "attributes": {"worth": "decisive", "sure": 0.5, "odd": True},
    }
    place = article.id, second.start, second.end, article.text[second.start : second.end]
    if kind == "layer":
        return [layer_head(annotator)]
    if kind == "sentence":
        return [
            {**sentence_mark(*place, **said_of, note="a note", flag=True, **by), **_REVIEWED},
            sentence_mark(article.id, third.start, third.end, _of(article, third), status="none", **by),
        ]
    if kind == "carry":
        return [carry_record(article.id, "b" * 20, stays=False, rule=1, **by)]
    if kind == "article":
        mark = article_mark(article.id, done=True, seen=[(0, 8), (9, 12)], note="all", **by)
        return [{**mark, "labels": ["news"], "attributes": {"worth": "high"}}]
    if kind == "correction":
        return [
            correction(article.id, first.start, first.start + 2, _at(article, first.start, 2), "中央", **by)
        ]
    if kind == "bounds":
        return [
            bounds_record(article, first.start, second.end, second.start, "join", **by),
            bounds_record(article, third.start, third.end, third.start + 2, "split", **by),
        ]
    if kind == "span":
        return _spans(article, by)
    if kind == "decision":
        rests = [seen("kai", "sentence:…", 1, True), seen("mei", None, 0, True)]
        votes = {"claim": 1, "none": 1}
        return [
            decision(*place, how="person", seen=rests, votes=votes, **said_of, **led)
            | {"reason": "guideline"}
        ]
    if kind == "span-decision":
        return _span_decisions(article, led)
    if kind == "migration":
        return [migration_record(1, _CHANGES, lead=annotator, writer="w", name="default")]
    if kind == "remark":
        return [remark_record(*place[:4], "why?\n再看", to=LEAD, **by)]
    returned = _returned(article, annotator, led if annotator == LEAD else {**led, "lead": LEAD})
    if kind == "return":
        return returned
    assert kind == "answer", f"there is no good record of kind {kind}"
    return [answer_record(one, "done", **by) for one in returned]


def _of(article: Article, sentence: Sentence) -> str:
    return article.text[sentence.start : sentence.end]


def _at(article: Article, start: int, length: int) -> str:
    return article.text[start : start + length]


def _spans(article: Article, by: Mapping[str, Any]) -> list[Record]:
    at, amount = article.text.index("張三"), article.text.index("3億元")
    number = number_fields(
        Number(amount, amount + 3, "money", 300_000_000, 400_000_000, None, "CNY", "approx")
    )
    number |= {"iso": "2025-02"}
    name: dict[str, Any] = {"type": "PER", **by}
    return [
        span_record(article.id, "name", "add", 0, 2, _at(article, 0, 2), type="ORG", **by),
        span_record(article.id, "name", "change", at, at + 2, "張三", target=(at, at + 2), **name),
        span_record(article.id, "name", "reject", 2, 4, _at(article, 2, 2), target=(2, 4), **by),
        span_record(
            article.id,
            "number",
            "change",
            amount,
            amount + 3,
            _at(article, amount, 3),
            target=(amount, amount + 2),
            number=number,
            everywhere=False,
            **by,
        ),
        span_record(article.id, "number", "add", 4, 5, _at(article, 4, 1), number=number, **by),
    ]


def _span_decisions(article: Article, led: Mapping[str, Any]) -> list[Record]:
    at, amount = article.text.index("張三"), article.text.index("3億元")
    made = []
    for what, start, end in (("name", at, at + 2), ("number", amount, amount + 3)):
        one = Name(start, end, "PER") if what == "name" else Number(start, end, "money", 3, unit="CNY")
        made.append(
            span_decision(
                article.id,
                what,
                start,
                end,
                article.text[start:end],
                spans=said([one]),
                how="majority",
                seen=seen_spans({"kai": (one,), "mei": ()}),
                reason="guideline",
                **led,
            )
        )
    return made


def _returned(article: Article, annotator: str, led: Mapping[str, Any]) -> list[Record]:
    first = article.sentences[0]
    to = "mei" if annotator == led["lead"] else annotator
    made = {"seen": seen_of(None, done=True), "to": to, **led}
    return [
        return_record(article.id, first.start, first.end, _of(article, first), comment="look", **made),
        return_record(article.id, None, None, "", comment="all of it", **made),
    ]


def good_records(article: Article, annotator: str) -> list[Record]:
    """Return good records of every kind, but no head: one layer's, as `annotator` may have made them."""
    made = [one for kind in KINDS if kind != "layer" for one in of_kind(kind, article, annotator)]
    made = [one for one in made if one["annotator"] == annotator]
    for one in made:
        validate(one)
    return made


def falsified(record: Record) -> Iterator[Falsified]:
    """Yield `record` with each of its keys, also those inside of others, removed and falsified.

    Each has a uid of its own, unless that is what is false of it.
    """
    kind = str(record["kind"])
    act = "".join(f" {record[key]}" for key in ("act", "what") if key in record)
    source = json.dumps(record)
    for number, path in enumerate(_paths(record)):
        for name, value in {REMOVED: "", **VALUES}.items():
            what = f"{kind}{act} {'.'.join(map(str, path))}: {name}"
            copy = json.loads(source)
            if "uid" in copy:
                copy["uid"] += f":{number}-{[*VALUES, REMOVED].index(name)}"
            key = str(doc_id(copy.get("uid", what)))
            holder = copy
            for step in path[:-1]:
                holder = holder[step]
            if name == REMOVED:
                del holder[path[-1]]
            else:
                holder[path[-1]] = _PLACE
            text = json.dumps(copy, ensure_ascii=False).replace(f'"{_PLACE}"', value)
            yield Falsified(what, key, text, name not in _UNREADABLE)


def _paths(value: Any) -> Iterator[Path_]:
    """Yield the way to each value inside of `value`."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inside:
        yield (step,)
        yield from ((step, *rest) for rest in _paths(one))


def is_valid(one: Falsified) -> bool:
    """Tell whether what was put there is something that may stand there."""
    try:
        validate(one.record)
    except RecordError:
        return False
    return True


def layer(
    article: Article, annotator: str, *, readable: bool, one_of: int = 1, first: int = 0, invalid: int = 1
) -> tuple[list[Record], list[Falsified], bytes]:
    """Return a layer of good records and of every falsification of them, and its bytes.

    Args:
        article: What all of it is about.
        annotator: Whose layer it is.
        readable: Only what Python reads. With the rest in it no JSON reader of Python's takes the file. Of
            the values that none takes each place has one.
        one_of: Of how many falsifications one is there.
        first: From which of them on.
        invalid: Of how many of these that follow no schema one is there, of each key one at least.
    """
    good = good_records(article, annotator)
    shapes = {(one["kind"], one.get("act"), one.get("what")): one for one in reversed(good)}
    bad = [one for record in shapes.values() for one in falsified(record) if not one.newer]
    # Where something stands that no JSON reader takes makes no difference to one: each place gets one such.
    beyond = [one for one in bad if not one.readable]
    chosen = {one for at, one in enumerate(beyond) if at % 3 == at // 3 % 3}
    bad = [one for one in bad if one.readable or (not readable and one in chosen)]
    bad = bad[first::one_of]
    bad = _thinned(bad, invalid) if invalid > 1 else bad
    begin = render([("0", layer_head(annotator))])[: -len(TAIL)]
    lines = [one.line for one in bad]
    step = max(len(lines) // len(good), 1)
    for number, record in enumerate(good):
        written = render([("0", layer_head(annotator)), (str(doc_id(record["uid"])), record)])
        lines.insert(number * step, written[len(begin) : -len(TAIL)])
    return good, bad, begin + b"".join(lines) + TAIL


def _thinned(bad: list[Falsified], invalid: int) -> list[Falsified]:
    """Return what follows the schema, and one in `invalid` of what does not: of each key another value."""
    wrong: dict[str, list[Falsified]] = {}
    for one in bad:
        if not (one.readable and is_valid(one)):
            wrong.setdefault(one.what.partition(":")[0], []).append(one)
    left: set[Falsified] = set()
    for number, of_key in enumerate(wrong.values()):
        left |= {*of_key} - {*of_key[number % len(of_key) :: invalid]}
    return [one for one in bad if one not in left]
