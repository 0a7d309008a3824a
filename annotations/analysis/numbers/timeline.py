"""Dates and clock times joined, ranges of them, and the words that bound them: 從…到…, 之前, 以來."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from annotations.analysis.numbers.clock import PARTS_OF_DAY, read_clock
from annotations.analysis.numbers.dates import read_date
from annotations.analysis.numbers.found import Found
from annotations.analysis.numbers.moments import Moment, Reference, interval
from annotations.analysis.numbers.parts import compiled
from annotations.analysis.numbers.ranges import read_short_range

__all__ = ["read_timeline"]

_TO: Final = compiled("起?{to}")
_AND: Final = compiled("[和与、]")
_BETWEEN: Final = compiled("之?间")
_PART: Final = compiled(
    """
    [ ]?的?(?P<part> {parts} | 早(?![已就在前日期些先餐于盘报市评班场读课会操茶恋])
      | 晚(?![于些会年宴期报餐间上盘市评班场课自]) | 夜(?![间市班盘场校店景宵空色总会宴])
    )?[ ]?
    """,
    parts=PARTS_OF_DAY,
)
_FROM: Final = frozenset("从自")
_SINCE: Final = compiled("以来|开始|起(?![来初义草诉飞伏码源降重跌点始步因色见床身])(?:至今)?|至今")
_BOUND: Final = compiled(r"[或及]?[之以](?:前|后)|{before}(?![两二三\d]|天(?![气津空]))|{after}")
_RELATIVE_STARTS: Final = frozenset("今明昨前后大每")


@dataclass(slots=True)
class _Point:
    """A day, a clock time or both, up to `end`."""

    end: int
    moment: Moment
    clock_only: bool
    part: str | None
    """The part of the day that was said, which holds for the end of a range too: 下午5:00到6:00."""


def read_timeline(text: str, start: int, reference: Reference) -> Found | None:
    """Read the date, time or range of them that begins at `start` of the folded `text`."""
    short = read_short_range(text, start, reference)
    first = _read_point(text, start, reference)
    if first is None or (short and short.end > first.end):
        return short
    found = Found(start, first.end, "time" if first.clock_only else "date", iso=first.moment.iso())
    last = _read_last(text, first, reference)
    if last:
        between = _BETWEEN.match(text, last.end)
        found.end = between.end() if between else last.end
        found.iso = interval(first.moment, last.moment)
    # 自11月27日零时起: with its hour the moment is said whole
    since = None if found.kind == "date" and first.moment.hour is not None else _SINCE.match(text, found.end)
    bound = _BOUND.match(text, found.end)
    if since:
        found.end, found.modifier = since.end(), "more"
    elif bound:
        found.end, found.modifier = bound.end(), "less" if "前" in bound[0] else "more"
    if (since or last) and text[max(0, start - 1) : start] in _FROM:
        found.start -= 1
    return found


def _read_last(text: str, first: _Point, reference: Reference) -> _Point | None:
    """Read the other end of a range: 到…, or 和… where 之间 follows."""
    joint = _TO.match(text, first.end)
    last = _read_point(text, joint.end(), reference, first) if joint else None
    if joint and last:
        hours = first.moment.hour is None and last.moment.hour is not None and _TO.match(text, last.end)
        day = read_date(text, joint.end(), reference) if hours else None
        # 周一至周五9:00-18:00: the days are one range, the hours another
        return _Point(*day, False, None) if day else last
    pair = _AND.match(text, first.end)
    last = _read_point(text, pair.end(), reference, first) if pair else None
    return last if last and _BETWEEN.match(text, last.end) else None


def _read_point(text: str, start: int, reference: Reference, first: _Point | None = None) -> _Point | None:
    """Read a day with its part and clock time; `first` is the first end of the range that it ends."""
    part = first.part if first else None
    sure = first is not None and first.moment.hour is not None
    day = read_date(text, start, reference)
    end = day[0] if day else start
    named = _PART.match(text, end)
    said = (named["part"] if named else None) or (_spoken_part(text[start:end]) if day else None)
    sure = sure or (day is not None and text[end - 1] in "日号")
    clock = read_clock(text, named.end() if named else end, said or part, sure=sure)
    if clock is None:
        if day is None:
            return None
        return _Point(named.end("part") if named and named["part"] else end, day[1], False, said)
    if day is None:
        return _Point(*clock, True, said or part)
    end, time = clock
    moment = day[1]
    if moment.opaque and text[start] in _RELATIVE_STARTS:  # of 明天下午5点 the time is known at least
        return _Point(end, time, False, said)
    moment.hour, moment.minute, moment.second = time.hour, time.minute, time.second
    return _Point(end, moment, False, said)


def _spoken_part(word: str) -> str | None:
    """Return the part of the day inside a word for a day: 今晚 is an evening."""
    return "晚上" if word.endswith(("晚", "夜")) else "早上" if word.endswith(("早", "晨")) else None
