"""A run over partitions: whatever is not there yet is made, by whoever is there to do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

from annotations.cluster.folder import OutputFolder
from annotations.cluster.order import Fingerprint, Order, Setup, bad_name
from annotations.cluster.partitions import Input, Partition, Surveyor, partitions_of
from annotations.cluster.work import Done
from annotations.errors import ReadingError, ZhupiError
from annotations.project.corpus_texts import taken_out
from annotations.wording import counted, tr

if TYPE_CHECKING:
    from annotations.analysis.taggers.checking import LeftOut

__all__ = ["Engine", "Run", "Standing"]

Outcome = Done | ZhupiError
_TOLD = 20
"""Bad lines that are told; all are written down."""


class Engine(Surveyor, Protocol):
    """Who does the partitions: processes of this machine, or the workers of a cluster."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None:
        """Let everybody go who is at work."""

    def fingerprint(self, setup: Setup, tell: Callable[[str], object]) -> Fingerprint:
        """Return what the results of all have in common, once all are ready.

        Raises:
            ZhupiError: They differ, or nobody is there.
        """

    def outcomes(
        self, order: Order, parts: Iterator[Partition]
    ) -> Iterator[tuple[Partition, Outcome] | None]:
        """Yield each partition with what became of it, in no order, and None where nothing came for a second.

        Partitions are taken as there is room for them.

        Raises:
            ZhupiError: Nobody is left to do them.
        """


class Standing(NamedTuple):
    """How far a run is."""

    done: int
    """Bytes of the tables."""
    of: int
    texts: int
    characters: int


class Run:
    """A run."""

    def __init__(
        self,
        inputs: Sequence[Input],
        setup: Setup,
        size: int,
        *,
        force: bool,
        say: Callable[[str], object],
    ) -> None:
        """Prepare to analyse `inputs` as `setup` says, in partitions of `size` bytes.

        With `force` what is in the output folder may have been made of something else; `say` is told in a
        line what a reader should know.
        """
        self._inputs, self._setup, self._size = inputs, setup, size
        self._force, self._say = force, say
        self._ours: set[str] = set()
        self._present: frozenset[str] = frozenset()
        self._ended: set[int] = set()
        """The packed tables whose last partition is known."""
        self._said: set[str] = set()
        """What is wrong with tables, as far as it was said."""
        self._packed: Counter[int] = Counter()
        self._bytes = sum(one.file.size for one in inputs)
        self._weight = 0
        self._waiting: dict[int, _Told] = {}
        self.texts = self.characters = self.bad = 0
        self.made = self.kept = 0
        """How many partitions were made, and how many were there."""
        self.kept_bad = 0
        """How many of those have bad lines."""
        self.failed = False
        """Whether a table could not be read to its end."""

    def steps(self, engine: Engine) -> Generator[Standing, None, None]:
        """Do it, and yield how far it is, every now and then.

        Raises:
            ZhupiError: It cannot go on. What is done stays, and the next run need not do it again.
        """
        order = Order(self._setup, engine.fingerprint(self._setup, self._say))
        folder = OutputFolder(self._setup.out, order, self._inputs, self._size)
        self._present = folder.begin(force=self._force)
        left_out: LeftOut | None = None
        yield self._standing()
        for one in engine.outcomes(order, self._parts(order, engine)):
            if one is not None:
                part, outcome = one
                if isinstance(outcome, ReadingError):
                    self._unreadable(part.table, outcome)
                elif isinstance(outcome, ZhupiError):
                    raise outcome
                else:
                    if outcome.there:
                        folder.demand(order.name(part))
                    self._take(part, outcome)
                    left_out = _sum(left_out, outcome.left_out)
            yield self._standing()
        for told in self._waiting.values():
            told.end(self._say)
        if left_out and self._setup.tagger is not None:
            self._say(left_out.words(self._setup.tagger.called))
        if not self.failed:
            folder.end(frozenset(self._ours))

    def _parts(self, order: Order, engine: Engine) -> Iterator[Partition]:
        """Yield what is still to be made."""
        for table in self._inputs:
            try:
                for part in partitions_of(table, self._size, engine):
                    if table.number in self._ended:
                        break
                    name = order.name(part)
                    self._ours.add(name)
                    if name in self._present:
                        self.kept += 1
                        self.kept_bad += bad_name(name) in self._present
                        self._weight += part.weight
                    else:
                        yield part
            except ReadingError as error:
                self._unreadable(table, error)

    def _unreadable(self, table: Input, error: ReadingError) -> None:
        self.failed = True
        if str(error) not in self._said:  # of each part the same
            self._said.add(str(error))
            self._say(str(error))
        if table.packed:
            self._ended.add(table.number)

    def _take(self, part: Partition, done: Done) -> None:
        table = part.table
        self.texts, self.characters = self.texts + done.texts, self.characters + done.characters
        self.made += done.there
        self._weight += part.weight
        if table.packed:
            self._packed[table.number] = max(self._packed[table.number], done.packed)
            if table.kind == "lines" and done.position < part.stop:
                self._ended.add(table.number)
        told = self._waiting.setdefault(table.number, _Told(table.file.name))
        told.take(done, self._say)
        for problem in done.problems[: max(0, _TOLD - self.bad)]:
            self._say(problem)
        self.bad += done.bad

    def _standing(self) -> Standing:
        done = min(self._bytes, self._weight + self._packed.total())
        return Standing(done, self._bytes, self.texts, self.characters)

    def lines(self) -> Iterator[str]:
        """Yield what there is to say at the end."""
        place = f"{self._setup.out.rstrip('/')}/bad-*.jsonl"
        if self.bad:
            lines = counted(self.bad, "bad line")
            yield tr("{lines} set aside, with where they stand: {place}", lines=lines, place=place)
        elif self.kept_bad:
            yield tr("bad lines were set aside by an earlier run: {place}", place=place)
        if self.kept:
            yield tr(
                "{kept} of an earlier run kept, {made} made",
                kept=counted(self.kept, "partition"),
                made=f"{self.made:,}",
            )


class _Told:
    """What is said of how a table was read: each thing once, and what repair took out of all its texts."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._said: set[str] = set()
        self._texts = self._readings = 0

    def take(self, done: Done, say: Callable[[str], object]) -> None:
        """Say what was not said before."""
        self._texts += done.repaired
        self._readings += done.readings
        for note in done.notes:
            if note not in self._said:
                self._said.add(note)
                say(f"{self._name}: {note}")

    def end(self, say: Callable[[str], object]) -> None:
        """Say what repair took out, if it did."""
        if self._readings:
            say(taken_out(self._name, self._texts, self._readings))


def _sum(before: LeftOut | None, more: LeftOut | None) -> LeftOut | None:
    if before is None or more is None:
        return more or before
    before.misplaced += more.misplaced
    before.overlapping += more.overlapping
    before.types += more.types
    return before
