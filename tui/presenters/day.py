"""What is said to who leaves: the day's work, in a line or two."""

from __future__ import annotations

from annotations.progress.day import Day
from annotations.wording import counted, tr

__all__ = ["day_lines"]


def day_lines(day: Day, left: int | None, given_back: int) -> list[str]:
    """Return what was done today, and below it what is left; nothing for a day without work.

    Args:
        day: The day's work.
        left: How many articles of the annotator's queue are not done; None where that is not known.
        given_back: How much was given back and waits for an answer.
    """
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
    if left is None:
        return [done]
    if given_back:
        more = tr(
            "left in your queue: {articles}; {number} given back",
            articles=counted(left, "article"),
            number=f"{given_back:,}",
        )
    else:
        more = tr("left in your queue: {articles}", articles=counted(left, "article"))
    return [done, more]
