"""Points in time as far as a text gives them, and their ISO 8601 form."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

__all__ = ["Moment", "Reference", "interval", "parse_reference"]

Reference = datetime.date | None
"""The article's date, against which relative dates resolve."""

_LEAP_YEAR = 2000


def parse_reference(date: str | None) -> Reference:
    """Return the date that `date` begins with (``2025-02-03…``), or None where it is none."""
    try:
        return datetime.date.fromisoformat((date or "")[:10])
    except ValueError:
        return None


@dataclass(slots=True)
class Moment:
    """A point or period; None stands for what the text does not say."""

    year: int | str | None = None
    """A string where ISO 8601-2 leaves digits open: ``199X``, ``18XX``."""
    month: int | None = None
    day: int | None = None
    week: int | None = None
    weekday: int | None = None
    part: int | None = None
    """ISO 8601-2, 4.8: 33 to 36 are the quarters of a year, 40 and 41 its halves."""
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    opaque: bool = False
    """Whether it depends on something that is not known (another calendar, no article date)."""
    moon: bool = False
    """Whether the months of its year are those of the moon, so that only the year can be given."""

    @classmethod
    def of(cls, date: datetime.date) -> Moment:
        """Return the moment of a day."""
        return cls(date.year, date.month, date.day)

    @classmethod
    def shifted(cls, reference: Reference, letter: str, steps: int) -> Moment | None:
        """Return what is `steps` units (``Y M W D``) from `reference`, as precise as the unit, or None."""
        if reference is None:
            return None
        try:
            if letter == "Y":
                return cls(datetime.date(reference.year + steps, 1, 1).year)
            if letter == "M":
                index = reference.year * 12 + reference.month - 1 + steps
                return cls(datetime.date(index // 12, index % 12 + 1, 1).year, index % 12 + 1)
            if letter in ("W", "D"):
                day = reference + datetime.timedelta(days=steps * (7 if letter == "W" else 1))
                if letter == "D":
                    return cls.of(day)
                year, week, _ = day.isocalendar()
                return cls(year, week=week)
        except (ValueError, OverflowError):
            return None
        return None

    def iso(self) -> str | None:
        """Return the ISO 8601 form, truncated where the text is: ``--02-01``, ``---29``, ``-W-5``.

        None stands for what has none: what is not known, and days that no calendar of it has (2月30日).
        """
        if self.opaque or not self._exists():
            return None
        date, time = self._date(), self._time()
        if date and time and self.day is None and self.weekday is None:
            return date
        return (date + time) or None

    def _exists(self) -> bool:
        """Tell whether the month has the day; without its year, February has 29."""
        if self.month is None or self.day is None:
            return True
        year = self.year if isinstance(self.year, int) and self.year > 0 else _LEAP_YEAR
        try:
            datetime.date(year, self.month, self.day)
        except ValueError:
            return False
        return True

    def _date(self) -> str:
        if self.year is None:
            if self.weekday is not None:
                return f"-W-{self.weekday}"
            if self.month is not None:
                return f"--{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")
            return f"---{self.day:02d}" if self.day else ""
        year = self.year if isinstance(self.year, str) else _four_digits(self.year)
        if self.week is not None:
            return f"{year}-W{self.week:02d}" + (f"-{self.weekday}" if self.weekday else "")
        if self.part is not None:
            return f"{year}-{self.part}"
        if self.month is None:
            return year
        return f"{year}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    def _time(self) -> str:
        if self.hour is None:
            return ""
        text = f"T{self.hour:02d}"
        if self.minute is not None:
            text += f":{self.minute:02d}"
        if self.second is not None:
            text += f":{self.second:02d}"
        return text


def _four_digits(year: int) -> str:
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def interval(first: Moment, last: Moment) -> str | None:
    """Return the interval ``first/last``; what `last` leaves out it takes from `first`."""
    if last.year is None and last.weekday is None and first.year is not None and (last.month or last.day):
        last.year = first.year
    if last.month is None and last.day is not None:
        last.month = first.month
    start, end = first.iso(), last.iso()
    return f"{start}/{end}" if start and end else None
