"""The child process of `AnalysisService`: analyses articles in pieces, those in view first.

Speaks with it as `wire` says.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from annotations.analysis.pipeline import Analyser, moved
from annotations.analysis.wire import spans
from annotations.model.article import Name, Number, Sentence
from annotations.processes.parent import Parent
from annotations.wording import tr

if TYPE_CHECKING:
    from annotations.analysis.taggers.external import ExternalTagger
    from annotations.analysis.taggers.spec import TaggerSpec

__all__ = ["Plan", "main"]

_FIRST = 3_000
"""Characters of the first piece: what fits on a screen and some more, found in 0.13 s of one core."""
_LARGEST = 12_000
"""Characters of the largest: 0.4 s of one core, the longest that a moved focus waits."""
_SLOWER = 4
"""How many times smaller pieces are for another tagger. Chosen: users' models take 2 to 50 times as long."""


class Plan:
    """Which sentences of an article come next: those around the focus, then outward in growing pieces."""

    def __init__(self, lengths: Sequence[int], first: int, slower: int = 1) -> None:
        """Plan for sentences of these lengths, in characters, beginning around the sentence `first`.

        Pieces are so many times smaller as the tagger is `slower`.
        """
        self._lengths = lengths
        self._done = bytearray(len(lengths))
        self._first, self._largest = _FIRST // slower, _LARGEST // slower
        self._size = self._first
        self._focus = 0
        self.focus(first)

    def focus(self, index: int) -> None:
        """Go on around the sentence `index`; begin with a small piece again if it is not done."""
        self._focus = max(0, min(index, len(self._lengths) - 1))
        if self._lengths and not self._done[self._focus]:
            self._size = self._first

    def next(self) -> range | None:
        """Return the next sentences and take them as done; None when there are none left."""
        start = self._nearest()
        if start < 0:
            return None
        begin, end = start, start + 1
        room = self._size - self._lengths[start]
        while room > 0 and end < len(self._done) and not self._done[end]:
            room -= self._lengths[end]
            end += 1
            # One sentence above for two below: reading goes down.
            if begin and not self._done[begin - 1] and (end - start) >= 2 * (start - begin + 1):
                begin -= 1
                room -= self._lengths[begin]
        while room > 0 and begin and not self._done[begin - 1]:
            begin -= 1
            room -= self._lengths[begin]
        self._done[begin:end] = b"\1" * (end - begin)
        self._size = min(self._size * 2, self._largest)
        return range(begin, end)

    def _nearest(self) -> int:
        """Return the sentence nearest to the focus that is not done, or -1."""
        ahead = self._done.find(0, self._focus)
        behind = self._done.rfind(0, 0, self._focus)
        if ahead < 0 or behind < 0:
            return max(ahead, behind)
        return ahead if ahead - self._focus <= self._focus - behind else behind


class _Job:
    """One article on its way."""

    def __init__(self, request: dict[str, Any], slower: int) -> None:
        self.id: int = request["id"]
        self.text: str = request["text"]
        self.sentences: list[list[int]] = request["sentences"]
        self.date: str | None = request["date"]
        self.plan = Plan([end - start for start, end in self.sentences], request["first"], slower)
        self.begun = False
        self.tagger: ExternalTagger | None = None
        """The other tagger that was at work when it began."""
        self.names: list[Name] = []
        self.numbers: list[Number] = []

    def step(self, analyser: Analyser) -> dict[str, Any]:
        """Analyse the next piece and return what is to be said about it."""
        if not self.begun:
            self.begun, self.tagger = True, analyser.external
        part = self.plan.next()
        if part is None:
            if self.tagger is analyser.external:
                whole = analyser.finish(self.text, self.names, self.numbers)
            else:  # it failed on the way, and all names of an article are one tagger's
                sentences = [Sentence(start, end) for start, end in self.sentences]
                whole = analyser.analyse(self.text, sentences, date=self.date)
            names, numbers = list(whole.names), list(whole.numbers)
            return {"id": self.id} | spans(names, numbers) | {"version": whole.version}
        bounds = [self.sentences[index] for index in part]
        found = analyser.tag([self.text[start:end] for start, end in bounds], date=self.date)
        names = [
            moved(name, start) for (start, _), (some, _) in zip(bounds, found, strict=True) for name in some
        ]
        numbers = [
            moved(it, start) for (start, _), (_, some) in zip(bounds, found, strict=True) for it in some
        ]
        self.names += names
        self.numbers += numbers
        return {"id": self.id, "part": [part.start, part.stop]} | spans(names, numbers)


def main(parent: Parent, gazetteer: Path | None, tagger: TaggerSpec | None) -> NoReturn:
    """Work on what was asked for last, a piece at a time, looking at requests between the pieces."""
    os.nice(5)  # the screen comes first

    def tell(line: str) -> None:
        parent.tell({"notice": line})

    analyser = Analyser.of(gazetteer, tagger, tell)
    jobs: dict[int, _Job] = {}
    while True:
        waiting = not jobs or parent.has_asked()
        request = parent.receive() if waiting else {"id": max(jobs)}
        number = request["id"]
        try:
            message = None
            if waiting:
                _take(request, jobs, _SLOWER if analyser.external else 1)
            else:
                message = jobs[number].step(analyser)
        except Exception as error:  # whatever it is, it costs this article only
            message = {
                "id": number,
                "failed": tr("the analysis failed: {name}: {error}", name=type(error).__name__, error=error),
            }
        if message is not None:
            if "part" not in message:
                jobs.pop(number, None)
                analyser.say_left_out()
            parent.tell(message)


def _take(request: dict[str, Any], jobs: dict[int, _Job], slower: int) -> None:
    """Take a request in; nothing is to be said about it."""
    job = jobs.get(request["id"])
    if "text" in request:
        jobs[request["id"]] = _Job(request, slower)
    elif "cancel" in request:
        jobs.pop(request["id"], None)
    elif job is not None:
        job.plan.focus(request["focus"])
