"""How long to wait before the next attempt to reach a hub. Pure."""

from __future__ import annotations

from collections.abc import Callable
from random import random

__all__ = ["REFUSED", "Pauses"]

FIRST, LONGEST = 0.5, 30.0
"""Seconds. Chosen: a server that starts anew is back in a second or two; who comes home from a train
waits half a minute at most."""
REFUSED = 300.0
"""Seconds after a refusal, which somebody has to do something about. Chosen: no server takes it for guessing,
and who was let in again, or whose hub is back, need not start anew."""


class Pauses:
    """Pauses that grow with each failure, and are never those of another client: all would come at once."""

    def __init__(self, chance: Callable[[], float] = random) -> None:
        self._chance = chance
        self._failures = 0

    def next(self) -> float:
        """Return how many seconds to wait now."""
        longest = min(FIRST * 2.0 ** min(self._failures, 16), LONGEST)
        self._failures += 1
        return longest * (0.5 + self._chance() / 2)

    def reset(self) -> None:
        """Begin anew: something was reached."""
        self._failures = 0
