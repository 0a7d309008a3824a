"""What whoever takes a partition does: read it, analyse it, and put away what was found.

It runs in a worker of a cluster, or in a process of this machine. The analyser stays between partitions.
"""

from __future__ import annotations

import errno
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from threading import Lock
from typing import IO, TYPE_CHECKING, NamedTuple, NoReturn

from annotations.cluster.files import Store, Vanished, line_of
from annotations.cluster.forms import written_as
from annotations.cluster.order import Fingerprint, Order, OtherWorker, Setup, bad_name
from annotations.cluster.partitions import Partition
from annotations.cluster.stores import store_of
from annotations.cluster.texts import BadLine, ReadingEnd, ReadingNotes, texts_of_partition
from annotations.digest import blake2b
from annotations.errors import ReadingError, StorageError, TaggerEnded, ZhupiError
from annotations.exchange.jsonl import encode
from annotations.processes.parent import Parent
from annotations.project.corpus import Text, analysed_by
from annotations.wording import speak, tr

if TYPE_CHECKING:
    from annotations.analysis.pipeline import Analyser
    from annotations.analysis.taggers.checking import LeftOut

__all__ = ["Done", "do", "fingerprint", "main", "own_code"]

_PROBLEMS = 5
"""How many bad lines of a partition are told besides being written down."""
_CONTENT = 1 << 16
"""Bytes of a bad line that are written down."""
_PROBE = "国务院总理李强2025年3月5日在北京表示，中国银行今年的增长目标是5%左右。"


class Done(NamedTuple):
    """What became of a partition."""

    texts: int = 0
    characters: int = 0
    bad: int = 0
    problems: tuple[str, ...] = ()
    """What is wrong with the first of them."""
    notes: tuple[str, ...] = ()
    """What is to be known of how its texts were read, each thing once."""
    repaired: int = 0
    """Out of how many texts repair took something."""
    readings: int = 0
    """How many pinyin readings it took."""
    left_out: LeftOut | None = None
    """What was left out of the names that another tagger said."""
    position: int = 0
    """Where reading came to, of a table of lines."""
    packed: int = 0
    """How many bytes of its file were read by then."""
    there: bool = True
    """Whether there was anything; behind the end of a packed table there is not."""


def do(order: Order, part: Partition, *, again: bool = True) -> Done | ZhupiError:
    """Analyse a partition and put away what was found; return what became of it, or why nothing did."""
    speak(order.setup.language)
    try:
        return _done(order, part)
    except TaggerEnded as error:  # for lack of memory as a rule, which there may be now
        _KEPT.pop(order.setup.analyser, None)
        return do(order, part, again=False) if again else error
    except ZhupiError as error:
        return error
    except OSError as error:  # of what each has for itself: where a table is, or what is found meanwhile
        if error.errno in _FULL:
            said = tr("{path}: could not be written: {error}", path=gettempdir(), error=line_of(error))
            return StorageError(said)
        name = part.table.file.name
        return ReadingError(tr("{path}: cannot be read: {strerror}", path=name, strerror=line_of(error)))


def _done(order: Order, part: Partition) -> Done:
    setup = order.setup
    analyser, mine = _analyser_of(setup)
    if words := order.expected.differs(mine):
        raise OtherWorker(tr("a worker has {words}; install the same everywhere", words=words))
    with _turn(analyser), _file() as rows, _file() as bad, _file() as other:
        done = _Worked(setup, analyser, part, rows, bad).done()
        if done.there:
            store, name = store_of(setup.out), order.name(part)
            if done.bad:
                _put(store, setup.out, bad_name(name), bad)
            _put(store, setup.out, name, written_as(setup.form, rows, other))
        return done


def _put(store: Store, out: str, name: str, data: IO[bytes]) -> None:
    try:
        store.put(out, name, data)
    except Vanished:  # a run of the same that ended meanwhile cleared it away
        store.put(out, name, data)


class _Worked:
    """A partition on its way."""

    def __init__(
        self, setup: Setup, analyser: Analyser, part: Partition, rows: IO[bytes], bad: IO[bytes]
    ) -> None:
        self._setup, self._analyser, self._part = setup, analyser, part
        self._rows, self._bad = rows, bad
        self._problems: list[str] = []
        self._notes: dict[str, None] = {}
        self._bads = self._repaired = self._readings = 0
        self._reached = ReadingEnd(0, 0)

    def done(self) -> Done:
        """Do it, and return what became of it."""
        from annotations.analysis.taggers.checking import LeftOut

        external = self._analyser.external
        if external is not None:
            external.left_out = LeftOut()
        texts = characters = 0
        for some in analysed_by(self._analyser, self._texts(), flat=self._setup.flat):
            self._rows.write(some.rows)
            texts, characters = texts + some.texts, characters + some.characters
        return Done(
            texts,
            characters,
            self._bads,
            tuple(self._problems),
            tuple(self._notes),
            self._repaired,
            self._readings,
            None if external is None else external.left_out,
            *self._reached,
            self._there(),
        )

    def _texts(self) -> Iterator[Text]:
        for item in texts_of_partition(self._part, self._setup.reading):
            if isinstance(item, Text):
                yield item
            elif isinstance(item, ReadingNotes):
                self._notes.update(dict.fromkeys(item.notes))
                self._repaired += item.readings > 0
                self._readings += item.readings
            elif isinstance(item, ReadingEnd):
                self._reached = item
            else:
                self._set_aside(item)

    def _there(self) -> bool:
        part = self._part
        open_ended = part.table.packed and part.table.kind == "lines"
        return not (open_ended and part.nth and self._reached.position <= part.start)

    def _set_aside(self, bad: BadLine) -> None:
        self._bads += 1
        if len(self._problems) < _PROBLEMS:
            self._problems.append(bad.problem)
        content = bad.content[:_CONTENT].decode("utf-8", "surrogateescape")
        row = {"file": self._part.table.file.name, "line": bad.line, "offset": bad.offset}
        self._bad.write(encode({**row, "problem": bad.problem, "content": content}))


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
_file = TemporaryFile
_LOCK, _TURN = Lock(), Lock()
_KEPT: dict[str, tuple[Analyser, Fingerprint]] = {}
"""The analyser of the last run; to load one takes a third of a second, and a model's much more."""


def _turn(analyser: Analyser) -> AbstractContextManager[object]:
    """Return what to hold while it works: another tagger is a process, which listens to one thread."""
    return nullcontext() if analyser.external is None else _TURN


def _analyser_of(setup: Setup) -> tuple[Analyser, Fingerprint]:
    from annotations.analysis.pipeline import Analyser

    with _LOCK:
        if setup.analyser not in _KEPT:
            external = None
            if setup.tagger is not None:
                from annotations.analysis.taggers.external import ExternalTagger

                external = ExternalTagger(setup.tagger)
            analyser = Analyser(None, setup.gazetteer, external)
            mark = Fingerprint(own_code(), analyser.version, unicodedata.unidata_version, _rounding(analyser))
            _KEPT.clear()
            _KEPT[setup.analyser] = analyser, mark
        return _KEPT[setup.analyser]


def fingerprint(setup: Setup) -> Fingerprint:
    """Return what tells the results of this process from those of others, its analyser loaded.

    Raises:
        TaggerFailed: The tagger that is wanted finds no names.
    """
    speak(setup.language)
    return _analyser_of(setup)[1]


def _rounding(analyser: Analyser) -> str:
    if analyser.external is not None:
        return ""
    words = analyser.tagger.tag([_PROBE])[0]
    return blake2b(repr([float(word.chance) for word in words]).encode(), digest_size=4).hexdigest()


@cache
def own_code() -> str:
    """Return the version of zhupi, and what tells the code and tables of its analysis from others."""
    root = Path(__file__).parents[1]
    digest = blake2b(digest_size=4)
    for room in ("analysis", "cluster", "exchange", "expressions.py", "model", "project", "reading"):
        place = root / room
        for path in sorted(place.rglob("*")) if place.is_dir() else (place,):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(root)}\0".encode())
                digest.update(path.read_bytes())
    try:
        number = version("zhupi")
    except PackageNotFoundError:  # run from where it was written
        number = "?"
    return f"{number}+{digest.hexdigest()}+{sys.implementation.cache_tag}"


def main(parent: Parent, order: Order) -> NoReturn:
    """Do the partitions that `parent` sends."""
    parent.work(partial(do, order))
