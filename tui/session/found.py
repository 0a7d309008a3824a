"""What has been found in the open article: names, numbers and damaged places, as far as they are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from annotations.marks.spans import Spans
from annotations.model.article import Name, Number, Sentence
from annotations.wording import tr
from tui.layout.pieces import Highlights

if TYPE_CHECKING:
    from annotations.reading.scars import Scar

__all__ = ["Found"]


class Found:
    """Belongs to the article in hand and not to a screen: whichever screen shows it shows this."""

    def __init__(self, spans: Callable[[], Spans]) -> None:
        """Know nothing yet; `spans` are the annotator's own, of the moment."""
        self._spans = spans
        self._starts: Sequence[int] = ()
        self._ends: Sequence[int] = ()
        self.highlights = Highlights()
        """The names and numbers as they were mended by hand, and the damaged places."""
        self.scars: Sequence[Scar] = ()
        self.pending = ""
        """What to say of names and numbers until they are there."""
        self.finding = False
        """Whether names and numbers are still being looked for."""

    def begin(self, sentences: Sequence[Sentence]) -> None:
        """Forget everything: the article is another, or its sentences are."""
        self._starts = [sentence.start for sentence in sentences]
        self._ends = [sentence.end for sentence in sentences]
        self.scars = ()
        self.pending, self.finding = "", False
        self.take(Highlights(self._starts))

    def look(self) -> None:
        """Take note that names and numbers are being looked for from now on."""
        self.pending, self.finding = tr("finding names and numbers.."), True

    def add(self, names: Iterable[Name], numbers: Iterable[Number]) -> None:
        """Take in what some more sentences have."""
        self.highlights.add(names, numbers)

    def take(self, highlights: Highlights) -> None:
        """Let `highlights` be all that there is; what was mended and is damaged stays."""
        self.highlights = highlights.mended_by(self._spans, self._ends)
        self.highlights.add_scars(self.scars)

    def take_scars(self, scars: Sequence[Scar]) -> None:
        """Let `scars` be the damaged places."""
        self.scars = scars
        self.highlights.add_scars(scars)

    def end(self, pending: str = "") -> None:
        """Take note that nothing more is looked for, and say `pending` of it from now on."""
        self.pending, self.finding = pending, False
