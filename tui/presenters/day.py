"""What is said to who leaves: the day's work, in a line or two."""

from __future__ import annotations

from annotations.progress.day import Day
from annotations.wording import counted, tr

__all__ = ["day_lines"]


def day_lines(day: Day, left: str = "") -> list[str]:
    """Return what was done today, and behind it what is `left`; nothing for a day without work."""
    if not day.articles:
        return []
    done = tr(
        "today: {done} done of {articles}, {sentences} with {labels}, {minutes}",
        done=f"{day.done:,}",
        articles=counted(day.articles, "article"),
        sentences=counted(day.sentences, "sentence"),
        labels=counted(day.labels, "label"),
        minutes=counted(day.minutes, "minute"),
    )
    return [done, left] if left else [done]
