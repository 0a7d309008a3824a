"""What was written, read back and compared: each label with its sentence, each span with its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from annotations.exchange.items import Group, Item
from annotations.wording import counted, msg

__all__ = ["Readback"]

Fact = tuple[str, str, str]
"""What is compared: what it is (``label`` or ``span``), the words that it is about, and what is said."""


class Readback:
    """Notes what is written, and tells what of it does not come back.

    Where things stand is not compared, for a file may divide articles otherwise, but how often each is said.
    """

    def __init__(self) -> None:
        self._written: Counter[Fact] = Counter()

    def noting(self, groups: Iterable[Group], unit: str) -> Iterator[Group]:
        """Yield `groups`, and note what they say."""
        for group in groups:
            for item in group:
                self._written.update(_facts(item, unit))
            yield group

    def differences(self, items: Iterable[Item], unit: str) -> tuple[int, list[str]]:
        """Return how much came back otherwise or not at all, and the first of it in words."""
        left = self._written.copy()
        more: Counter[Fact] = Counter()
        for item in items:
            for fact in _facts(item, unit):
                if left[fact]:
                    left[fact] -= 1
                else:
                    more[fact] += 1
        gone = +left
        lines = [f"- {fact[1]!r:.40} {fact[2]}" for fact in list(gone)[:_SHOWN]]
        lines += [f"+ {fact[1]!r:.40} {fact[2]}" for fact in list(more)[:_SHOWN]]
        return gone.total() + more.total(), lines

    @property
    def summary(self) -> str:
        """How much was written, in words."""
        labels = sum(count for fact, count in self._written.items() if fact[0] == "label")
        spans = self._written.total() - labels
        return f"{counted(labels, *_LABELS)}, {counted(spans, *_SPANS)}"


_SHOWN = 5
_LABELS = (msg("label"), msg("labels"))
_SPANS = (msg("name or number"), msg("names and numbers"))


def _facts(item: Item, unit: str) -> Iterator[Fact]:
    for one in item.sentences:
        for label in one.labels:
            yield "label", item.text[one.start : one.end], label
        if unit == "sentence" and item.unit == "article":
            for span in item.spans_in(one):
                yield "span", item.text[span.start : span.end], span.label
    if unit != "sentence" or item.unit == "sentence":
        for span in item.spans or ():
            yield "span", item.text[span.start : span.end], span.label
