"""What waits for somebody in an article: flags, threads, and what was given back, gathered by sentence."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from annotations.model.annotator import same_annotator
from annotations.records.kinds import SentenceMark
from annotations.records.lead_kinds import ReturnRecord
from annotations.records.record import Record
from annotations.records.remarks import Thread, threads_of
from annotations.records.returns import Return, open_returns

__all__ = ["KINDS", "Noted", "noted_in"]

KINDS = ("flag", "note", "question", "returned", "unanswered")
"""By what these can be looked for, in the order in which they are offered."""


class Noted(NamedTuple):
    """What there is about one sentence of one annotator's, or by a return about the whole article."""

    article: str
    of: str
    """Whose marks it is about."""
    start: int
    """Where the sentence begins; 0 for the whole article."""
    quote: str
    """What stands there; empty for the whole article."""
    flag: SentenceMark | None = None
    thread: Thread | None = None
    returned: Return | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """Return which of `KINDS` it is."""
        question = self.thread is not None and self.thread.unanswered
        back = self.returned is not None
        there = {
            "flag": self.flag is not None,
            "note": self.thread is not None,
            "question": question,
            "returned": back,
            "unanswered": question or (self.returned is not None and not self.returned.answered),
        }
        return frozenset(kind for kind, holds in there.items() if holds)

    @property
    def time(self) -> str:
        """Return when anything of it was said last, in UTC."""
        times = [self.flag["updated"]] if self.flag else []
        times += [self.thread.last.time] if self.thread else []
        if self.returned is not None:
            times.append((self.returned.answer or self.returned.record)["updated"])
        return max(times)

    @property
    def people(self) -> frozenset[str]:
        """Return who has a part in it: whom it is about, and who has said anything."""
        names = [one.annotator for one in self.thread.entries] if self.thread else []
        names += [self.returned.record["annotator"]] if self.returned else []
        return frozenset(same_annotator(one) for one in (self.of, *names))

    @property
    def last(self) -> tuple[str, str]:
        """Return who has said something last, and what; of a mere flag whose it is, and nothing."""
        said: list[tuple[str, str, str]] = []
        if self.thread is not None:
            last = self.thread.last
            said.append((last.time, last.annotator, last.text))
        if self.returned is not None:
            record: Mapping[str, object] = self.returned.answer or self.returned.record
            said.append((str(record["updated"]), str(record["annotator"]), str(record["comment"])))
        return max(said)[1:] if said else (self.of, "")


def noted_in(records: Iterable[Record], names: Iterable[str]) -> list[Noted]:
    """Return what is noted in `records`, of one article, of the annotators `names`, by place.

    Args:
        records: What may be seen of the article, each record once.
        names: Whose flags and threads, and to whom what was given back; as their layers are called.
    """
    records, wanted = list(records), {same_annotator(one): one for one in names}
    returns = [one for one in records if one["kind"] == "return"]
    found: list[Noted] = []
    threads = [one for one in threads_of(records) if same_annotator(one.of) in wanted]
    flags = [one for one in records if one["kind"] == "sentence" and one["flag"] and not one["deleted"]]
    for key, name in wanted.items():
        back = open_returns(returns, [one for one in records if _is_by(one, key)], name) if returns else []
        mine = [one for one in threads if same_annotator(one.of) == key]
        found += _of(name, [one for one in flags if _is_by(one, key)], mine, back)
    return sorted(found, key=lambda one: (one.start, same_annotator(one.of)))


def _is_by(record: Record, key: str) -> bool:
    return same_annotator(record["annotator"]) == key


def _of(
    name: str, flags: Sequence[SentenceMark], threads: Sequence[Thread], back: Sequence[Return]
) -> Iterable[Noted]:
    """Yield what is noted of one annotator; what is about one place comes together."""
    places: dict[int, Noted] = {}
    for thread in threads:
        article = thread.last.record["article"]
        places[thread.start] = Noted(article, name, thread.start, thread.quote, thread=thread)
    starts = sorted(places)
    for flag in flags:
        before = _over(places, starts, flag["start"], flag["end"])
        before = before or Noted(flag["article"], name, flag["start"], flag["quote"])
        _put(places, starts, before._replace(flag=flag))
    for one in back:
        if one.start is None or one.end is None:
            yield Noted(one.record["article"], name, 0, "", returned=one)
            continue
        before = _over(places, starts, one.start, one.end) or _empty(name, one.record)
        _put(places, starts, before._replace(returned=one))
    yield from places.values()


def _empty(name: str, record: ReturnRecord) -> Noted:
    return Noted(record["article"], name, record["start"] or 0, record["quote"])


def _over(places: Mapping[int, Noted], starts: Sequence[int], start: int, end: int) -> Noted | None:
    """Return the first of `places`, none of which overlap, that lies over some of `start` to `end`."""
    at = bisect_right(starts, start)
    for one in starts[max(0, at - 1) : at + 1]:
        if one == start or (one < end and one + len(places[one].quote) > start):
            return places[one]
    return None


def _put(places: dict[int, Noted], starts: list[int], one: Noted) -> None:
    if one.start not in places:
        insort(starts, one.start)
    places[one.start] = one
