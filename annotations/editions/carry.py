"""What was said of one text, laid over another one that it became: a pure function of record and texts.

A record that is laid over says in ``carried`` of which text and record it was and in which revision, and
whether it wants a second look because what it is about changed. It keeps its revision, so that what rests on
it rests on it still, and whoever changes it makes the next one. What is not found again stays with its text
and is listed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from annotations.editions.alignment import Alignment, Place
from annotations.editions.slots import AT, UID, answer_slot, slot
from annotations.model.article import Article
from annotations.records.kinds import ArticleMark, BoundsRecord, SpanRecord
from annotations.records.lead_kinds import AnswerRecord, OfSentence, ReturnRecord, SpanDecision
from annotations.records.record import Record, with_fields

__all__ = ["Carried", "Carrier", "Laid", "Overlay"]

_FOUND = 0.6
"""How much of a sentence must have stood in the earlier text for it to be none that is new; see `_ENOUGH` of
the alignment."""


class Carried(NamedTuple):
    """A record laid over the later text."""

    record: Record
    near: bool
    """Whether what it is about changed, so that it wants a second look."""


class Laid(NamedTuple):
    """A record and what it is over the later text."""

    origin: Record
    record: Record


@dataclass(slots=True)
class Overlay:
    """What became of the records of one layer."""

    exact: list[Laid] = field(default_factory=list)
    near: list[Laid] = field(default_factory=list)
    left: list[Record] = field(default_factory=list)
    """Those that stay with the earlier text, as they are there."""


class Carrier:
    """Lays records of the article `earlier` over the article `later`, both as they were frozen.

    With `looked` set to False nothing wants a second look: both texts are one article, which differs in white
    space and the like.
    """

    def __init__(self, earlier: Article, later: Article, *, looked: bool = True) -> None:
        self.earlier = earlier
        self.later = later
        self._looked = looked
        self._bounds = [(one.start, one.end) for one in later.sentences]
        self._sentences = [(one.start, one.end) for one in earlier.sentences]
        self.alignment = Alignment(earlier.text, later.text)

    def lay(self, records: Iterable[Record]) -> Overlay:
        """Lay `records` over; of two that come to one place the first counts, an exact one before others."""
        done = Overlay()
        known: set[str] = set()
        made = [(record, self.carry(record)) for record in records]
        for near in (False, True):
            for record, carried in made:
                if carried is not None and carried.near is near:
                    uid = carried.record["uid"]
                    if uid in known:
                        done.left.append(record)
                    else:
                        known.add(uid)
                        (done.near if near else done.exact).append(Laid(record, carried.record))
        done.left += [record for record, carried in made if carried is None]
        return done

    def carry(self, record: Record) -> Carried | None:
        """Return `record` laid over the later text; None if it stays with the earlier one."""
        if record["kind"] == "article":
            return self._article(record)
        if record["kind"] == "carry" or record["kind"] == "migration":
            return None
        start, end = record["start"], record["end"]
        if start is None or end is None:  # it is about the whole article
            assert record["kind"] in ("return", "answer")
            return self._made(record, {**self._references(record)}, near=False)
        if self.earlier.text[start:end] != record["quote"]:
            return None
        place = self.alignment.place(start, end, self._bounds if record["kind"] in _OF_SENTENCES else ())
        if place is None:
            return None
        if record["kind"] == "sentence" or record["kind"] == "decision":
            return self._of_sentence(record, place)
        if record["kind"] == "return" or record["kind"] == "answer":
            return self._made(
                record, {**self._placed(place), **self._references(record)}, near=not place.exact
            )
        if record["kind"] == "remark":
            return self._made(record, self._placed(place), near=not place.exact)
        if record["kind"] == "bounds":
            return self._bounds_of(record, place)
        if not place.exact:
            return None
        if record["kind"] == "span":
            return self._span(record, place)
        if record["kind"] == "span-decision":
            return self._spans(record, place)
        return self._made(record, self._placed(place), near=False)

    # -- kind by kind ---------------------------------------------------------------

    def _of_sentence(self, record: OfSentence, place: Place) -> Carried:
        quotes, lost = self._quotes(record["quotes"])
        near = lost or not place.exact
        said: dict[str, object] = {**self._placed(place), "quotes": quotes}
        if record["kind"] == "decision":
            said["seen"] = [{**one, "uid": self.uid(one["uid"])} for one in record["seen"]]
        elif near and self._looked:
            said["flag"] = True
        return self._made(record, said, near=near)

    def _quotes(self, quotes: Sequence[Mapping[str, object]]) -> tuple[list[dict[str, object]], bool]:
        """Return what is said of quotes, its offsets in the later text, and whether some were lost."""
        made: list[dict[str, object]] = []
        lost = False
        for quote in quotes:
            one = dict(quote)
            content = _range(one.get("content"))
            if content is not None:
                place = self.alignment.place(*content)
                one["content"] = None if place is None else [place.start, place.end]
                lost = lost or place is None
            if isinstance(speakers := one.get("speakers"), list):
                placed = [self._speaker(speaker) for speaker in speakers]
                one["speakers"] = [speaker for speaker, _ in placed]
                lost = lost or any(gone for _, gone in placed)
            made.append(one)
        return made, lost

    def _speaker(self, speaker: object) -> tuple[object, bool]:
        """Return a speaker where its words stand now, and whether they stand nowhere any more."""
        if not isinstance(speaker, Mapping):
            return speaker, False
        place = _range([speaker.get("start"), speaker.get("end")])
        if place is None:
            return speaker, False
        found = self.alignment.place(*place)
        if found is None or not found.exact:
            return {**speaker, "start": None, "end": None}, True
        words = self.later.text[found.start : found.end]
        return {**speaker, "start": found.start, "end": found.end, "text": words}, False

    def _span(self, record: SpanRecord, place: Place) -> Carried | None:
        said: dict[str, object] = self._placed(place)
        if record["target"] is not None:
            target = self.alignment.place(record["target"][0], record["target"][1])
            if target is None or not target.exact:
                return None
            said["target"] = [target.start, target.end]
        return self._made(record, said, near=False)

    def _spans(self, record: SpanDecision, place: Place) -> Carried | None:
        said: dict[str, object] = self._placed(place)
        held = self._decided(record["spans"], place)
        seen = [(one, self._decided(one["spans"], place)) for one in record["seen"]]
        if held is None or any(spans is None for _, spans in seen):
            return None
        said["spans"], said["seen"] = held, [{**one, "spans": spans} for one, spans in seen]
        return self._made(record, said, near=False)

    def _decided(
        self, spans: Sequence[Mapping[str, object]], inside: Place
    ) -> list[dict[str, object]] | None:
        """Return spans in the later text, or None if one of them is not inside the place any more."""
        made = []
        for one in spans:
            place = self.alignment.place(cast(int, one["start"]), cast(int, one["end"]))
            if place is None or not place.exact or not inside.start <= place.start < place.end <= inside.end:
                return None
            made.append({**one, "start": place.start, "end": place.end})
        return made

    def _bounds_of(self, record: BoundsRecord, place: Place) -> Carried | None:
        at = self.alignment.offset(record["at"])
        if at is None or not place.start < at < place.end:
            return None
        return self._made(record, {**self._placed(place), "at": at}, near=not place.exact)

    def _article(self, record: ArticleMark) -> Carried:
        """Lay over what is said of the whole: done only if no sentence to be tagged is new."""
        sentences = self.later.sentences
        body = [one for one in sentences if one.part == "body"] or list(sentences)
        known = [one for one in body if self.alignment.known(one.start, one.end) >= _FOUND]
        whole = len(known) == len(body)
        ranges = record["seen"]
        if ranges:
            seen = [
                [one.start, one.end]
                for one in sentences
                if _touch(self.alignment.origin(one.start, one.end), ranges)
            ]
        else:  # nothing was noted, which means all of it
            seen = [] if whole else [[one.start, one.end] for one in known]
        said = {"seen": seen, "done": record["done"] and whole}
        return self._made(record, said, near=bool(record["done"]) and not whole, done=bool(record["done"]))

    def _references(self, record: ReturnRecord | AnswerRecord) -> dict[str, object]:
        """Return what a return or an answer names, as it is called in the later text."""
        if record["kind"] == "answer":
            return {"return": self.uid(record["return"])}
        return {"seen": {**record["seen"], "uid": self.uid(record["seen"]["uid"])}}

    # -- what all have in common ------------------------------------------------------

    def _placed(self, place: Place) -> dict[str, object]:
        quote = self.later.text[place.start : place.end]
        return {"start": place.start, "end": place.end, "quote": quote}

    def _made(self, record: Record, said: Mapping[str, object], *, near: bool, **more: object) -> Carried:
        near = near and self._looked
        origin = {
            "article": self.earlier.id,
            "uid": record["uid"],
            "rev": record["rev"],
            "near": near,
            **more,
        }
        laid = with_fields(record, {**said, "article": self.later.id, "carried": origin})
        return Carried(with_fields(laid, {"uid": self._uid_of(record, laid)}), near)

    def _uid_of(self, record: Record, laid: Record) -> str:
        """Return the uid of a record in the later text: the same slot, at the place where it is now."""
        if laid["kind"] == "bounds":
            place: int | None = laid["at"]
        elif laid["kind"] == "span" and laid["target"]:
            place = laid["target"][0]
        elif laid["kind"] == "article" or laid["kind"] == "carry" or laid["kind"] == "migration":
            place = None
        elif laid["kind"] == "answer":
            return answer_slot(record["uid"], cast(AnswerRecord, record)["return"], laid["return"])
        else:
            place = laid["start"]
        named = None if laid["kind"] == "remark" else place  # there may be many, and no uid names the place
        return slot(record["uid"], self.earlier.id, self.later.id, named)

    def uid(self, uid: str | None) -> str | None:
        """Return how the record `uid` of the earlier text is called in the later one, if it is there.

        A uid says where its record begins; that it is about the sentence there is taken for granted.
        """
        match = UID.fullmatch(uid) if uid is not None else None
        if uid is None or match is None or match["article"] != self.earlier.id:
            return uid
        at = AT.fullmatch(match["rest"])
        if at is None:
            return slot(uid, self.earlier.id, self.later.id, None)
        start = int(at["place"])
        number = bisect_right(self._sentences, (start, len(self.earlier.text) + 1)) - 1
        end = self._sentences[number][1] if number >= 0 else 0
        place = self.alignment.place(start, end, self._bounds) if end > start else None
        return uid if place is None else slot(uid, self.earlier.id, self.later.id, place.start)


_OF_SENTENCES = frozenset({"sentence", "decision", "return", "answer", "remark"})


def _range(value: object) -> tuple[int, int] | None:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    start, end = value
    return (start, end) if type(start) is int and type(end) is int and 0 <= start < end else None


def _touch(ranges: Iterable[tuple[int, int]], others: Sequence[Sequence[int]]) -> bool:
    return any(start < other[1] and end > other[0] for start, end in ranges for other in others)
