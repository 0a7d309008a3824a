"""How fast somebody goes through sentences right now, by the keys that are pressed. It is told the time."""

from __future__ import annotations

from collections import deque

from annotations.progress.pace import PAUSE

__all__ = ["Meter"]

_STAY = 0.7
"""Seconds for which a sentence must be stood on to count as read where nothing is said of it.

Chosen: a cursor that is only passing by stays for less, and who reads a dozen characters stays longer."""
_LEAST = 5
"""Sentences that it takes to tell a pace. Chosen: it shall come soon, and not jump with every sentence."""
_LATEST = 60
"""Sentences whose pace is told: what was an hour ago was another text."""


class Meter:
    """Counts sentences that were dealt with: something was said of them, or they were read and left.

    Time in which nothing is pressed for longer than `PAUSE` does not count. A sentence counts once.
    """

    def __init__(self) -> None:
        """Begin at the first key."""
        self._last: float | None = None
        self._active = 0.0
        """Seconds of work so far."""
        self._place: tuple[str, int] | None = None
        self._since = 0.0
        """By `_active`: when the place was come to."""
        self._dealt: dict[str, set[int]] = {}
        self._ends: deque[float] = deque(maxlen=_LATEST + 1)
        """By `_active`: when each of the latest was dealt with; how long the first took nobody knows."""

    def press(self, now: float) -> None:
        """Take note of a key `now`, in seconds of any clock that only goes on."""
        if self._last is not None and 0 <= now - self._last <= PAUSE:
            self._active += now - self._last
        self._last = now

    def stand(self, article: str, sentence: int, now: float) -> int | None:
        """Stand on a sentence from `now` on; return the one that was left and counts as read, if it does.

        Args:
            article: Which article.
            sentence: Which of its sentences, by any number that stays its own.
            now: See :meth:`press`.
        """
        self.press(now)
        before, stayed = self._place, self._active - self._since
        if before == (article, sentence):
            return None
        self._place, self._since = (article, sentence), self._active
        if before is None or stayed < _STAY or before[0] != article:
            return None
        return before[1] if self.deal(*before) else None

    def deal(self, article: str, sentence: int) -> bool:
        """Count a sentence as dealt with; tell whether it was not yet."""
        dealt = self._dealt.setdefault(article, set())
        if sentence in dealt:
            return False
        dealt.add(sentence)
        self._ends.append(self._active)
        return True

    @property
    def an_hour(self) -> float | None:
        """How many sentences are dealt with in an hour; None where that is not known yet."""
        number = len(self._ends) - 1
        if number + 1 < _LEAST or self._ends[-1] <= self._ends[0]:
            return None
        return 3600 * number / (self._ends[-1] - self._ends[0])
