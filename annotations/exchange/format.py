"""What a format is: a module that makes files of items, and items of files.

A module of a format has the attributes of :class:`Format`; it is named in the entry points ``zhupi.formats``
of a distribution, zhupi's own or another. It imports what it needs when it is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from annotations.exchange.items import Group, Item, Unit
from annotations.exchange.parcels import Parcel, Source
from annotations.model.scheme import Scheme
from annotations.wording import counted

__all__ = ["Faults", "Format", "Losses", "Order"]


class Losses:
    """What a format cannot hold and what was therefore not written, counted by kind."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, one: str, many: str, count: int = 1) -> None:
        """Count what was left out.

        Args:
            one: What it is called, marked by :func:`~annotations.wording.msg`: ``overlapping span``.
            many: What several are called.
            count: How many were left out; 0 is none.
        """
        if count:
            self._counts[one, many] += count

    def lines(self) -> list[str]:
        """Return how much of each was left out, the most frequent first."""
        return [counted(count, one, many) for (one, many), count in self._counts.most_common()]


class Faults:
    """What is wrong with files, all of it and not the first alone."""

    MOST = 100
    """As many are kept; more are counted. Chosen: nobody reads further before the file is mended."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.count = 0

    def add(self, line: str) -> None:
        """Note one fault, a line that names file, place and what to do."""
        self.count += 1
        if len(self.lines) < self.MOST:
            self.lines.append(line)


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of a format, for writing and for reading."""

    scheme: Scheme
    """The labels of the project."""
    unit: Unit = "sentence"
    """What an example is, for formats that have both."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Of the format's own: each key of its ``OPTIONS``, with the value that was chosen."""
    title: str = ""
    """What the project is called."""
    annotators: Sequence[str] = ()
    """Whose marks are written, in order of names."""
    together: bool = False
    """Whether several annotators' marks are wanted, so that a group has an item each."""
    splits: Sequence[str] = ()
    """The names of the splits, such as ``train``; empty where there is one part only."""
    split_of: Callable[[Item], str] = lambda item: ""
    """Tells which split an article is in."""
    words: Callable[[str], Sequence[str]] | None = None
    """Divides a text into words that make it up again; None where nothing here can."""
    guidelines: str = ""
    """The project's guidelines as Markdown, for formats with room for them."""
    agreement: Callable[[], str] = lambda: ""
    """Works out how far the annotators agree, as Markdown, likewise; it takes its time and is asked once."""
    losses: Losses = field(default_factory=Losses)
    faults: Faults = field(default_factory=Faults)


class Format(Protocol):
    """A module that knows one format."""

    NAME: str
    """What it is called on the command line."""
    UNITS: tuple[Unit, ...]
    """The units that it can write, the default first; empty where it is only read."""
    MAIN: str
    """The name of the one file that it writes, such as ``tasks.json``; empty where it writes a folder.

    Files beside it are companions: they are written where there is room for them.
    """
    DIVIDES: bool
    """Whether several annotators' marks make a file each, where one annotator's make the file `MAIN`."""
    OPTIONS: Mapping[str, Sequence[str]]
    """Its own options, each with the values that it takes, the default first."""
    NEEDS: tuple[str, str] | None
    """The extra of zhupi and the module that it needs, or None."""

    def write(self, groups: Iterable[Group], parcel: Parcel, order: Order) -> None:
        """Write `groups` into `parcel`, article by article; what cannot be held is told to ``order.losses``.

        The same groups make the same bytes.
        """

    def read(self, source: Source, order: Order) -> Iterator[Item]:
        """Yield what `source` says. What cannot be read is told to ``order.faults`` and passed over.

        Raises:
            ReadingError: It is not of this format at all.
        """

    def recognises(self, source: Source) -> bool:
        """Tell whether `source` looks as this format does, from names and first bytes alone; never raises."""
