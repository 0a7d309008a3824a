"""``zhupi analyse``: sentences, names and numbers of any number of texts, on all cores, in order.

Texts are read one after another and handed to the cores in batches; only a few batches are ever on the
way, so that memory does not grow with the input.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from annotations.errors import ReadingError, UsageError, ZhupiError
from annotations.exchange.jsonl import analysed, encode
from annotations.model.article import article_date
from annotations.plain_json import loads
from annotations.reading import Options, Place, places, read_article
from annotations.reading.repair import cut, find_residue
from annotations.wording import counted
from tui.cli.open import reading_options
from tui.terminal.outputs import Output
from tui.terminal.remarks import say
from tui.terminal.standard_input import standard_input

if TYPE_CHECKING:
    from annotations.analysis.pipeline import Analyser

__all__ = ["analyse"]

_BATCH = 24_000
"""Characters of a batch: enough sentences to keep the tagger's matrices full, a second of work at most."""
_MOST = 1_000
"""Texts of a batch: short ones may have much beside them, and empty ones would never fill it."""
_TABLES = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".tsv"})

Text = tuple[str, dict[str, Any]]
"""A text, and what its file says beside it."""

_analyser: Analyser | None = None


def analyse(options: argparse.Namespace) -> int:
    """Write what is found in each text; a bad one is named on standard error, the rest goes on.

    Returns:
        1 if a text could not be read, else 0.
    """
    failed = False
    inputs = [Path("/dev/stdin" if path == "-" else path) for path in options.paths]
    if options.gazetteer is not None:
        _check(options.gazetteer)
        inputs.append(options.gazetteer)
    output = Output(options.output, force=options.force, inputs=inputs)

    def texts() -> Iterator[Text]:
        nonlocal failed
        for path in options.paths:
            for item in _texts(path, reading_options(options), options.repair):
                if isinstance(item, ZhupiError):
                    say(str(item))
                    failed = True
                else:
                    yield item

    with output.opened() as out, _Progress() as progress:
        jobs = options.jobs or os.cpu_count() or 1
        for rows, count, characters in _in_order(_batches(texts()), jobs, options.gazetteer):
            out.write(rows)
            progress.add(count, characters)
    return int(failed)


def _check(gazetteer: Path) -> None:
    """Say what is wrong with a gazetteer before any process is started."""
    from annotations.analysis.gazetteer import Gazetteer

    if not gazetteer.exists():
        raise UsageError(f"{gazetteer}: there is no such file; --gazetteer takes a list of names")
    Gazetteer.read(gazetteer)


def _batches(texts: Iterable[Text]) -> Iterator[list[Text]]:
    batch: list[Text] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text[0])
        if size >= _BATCH or len(batch) == _MOST:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _in_order(
    batches: Iterator[list[Text]], jobs: int, gazetteer: Path | None
) -> Iterator[tuple[bytes, int, int]]:
    """Yield the rows of each batch with its number of texts and characters, as the batches came."""
    first = list(islice(batches, 2)) if jobs > 1 else []
    if len(first) < 2:
        # One batch is done before another process could have started.
        _load(gazetteer)
        for batch in chain(first, batches):
            yield _rows(batch)
        return
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(gazetteer,)) as pool:
        # A Ctrl+C in the midst of starting the others would leave some of them waiting for ever.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        ahead: deque[Future[tuple[bytes, int, int]]] = deque(pool.submit(_rows, batch) for batch in first)
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            for batch in batches:
                ahead.append(pool.submit(_rows, batch))
                if len(ahead) > 2 * jobs:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _start(gazetteer: Path | None) -> None:
    """Make ready another process; Ctrl+C ends it at once, and the parent says what there is to say."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _load(gazetteer)


def _load(gazetteer: Path | None) -> None:
    """Make the analyser of this process."""
    global _analyser
    from annotations.analysis.gazetteer import Gazetteer
    from annotations.analysis.pipeline import Analyser

    _analyser = Analyser(gazetteer=Gazetteer.read(gazetteer) if gazetteer else None)


def _rows(batch: list[Text]) -> tuple[bytes, int, int]:
    """Analyse a batch with the analyser of this process."""
    from annotations.analysis.sentences import split

    assert _analyser is not None
    sentences = [split(text) for text, _ in batch]
    dates = [article_date(others) for _, others in batch]
    texts = [text for text, _ in batch]
    rows = []
    found = _analyser.analyse_many(zip(texts, sentences, dates, strict=True))
    for (text, others), bounds, analysis in zip(batch, sentences, found, strict=True):
        row = analysed(text, [(s.start, s.end) for s in bounds], analysis)
        rows.append(encode({**row, **{key: others[key] for key in others if key not in row}}))
    return b"".join(rows), len(batch), sum(len(text) for text, _ in batch)


def _texts(path: str, reading: Options, repair: bool) -> Iterator[Text | ZhupiError]:
    """Yield each text of `path`; ``-`` is JSONL on standard input."""
    if path == "-":
        try:
            yield from _lines(standard_input(), reading.text_key, repair)
        except ReadingError as error:
            yield error
        return
    if Path(path).suffix.lower() in _TABLES and not repair:
        reading = Options(encoding=reading.encoding, repair=False, text_key=reading.text_key)
    try:
        found: Iterable[Place] = places(Path(path), reading)
        for place in found:
            try:
                article = read_article(place, reading)
            except ZhupiError as error:
                yield error
            else:
                yield article.text, dict(article.metadata)
    except ZhupiError as error:
        yield error


def _lines(stream: BinaryIO, key: str, repair: bool) -> Iterator[Text | ZhupiError]:
    """Yield the texts of JSONL, a line at a time; each stands under `key`."""
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            value = loads(line.decode())
            text = value.pop(key)
            if not isinstance(text, str):
                raise TypeError
        except (UnicodeDecodeError, json.JSONDecodeError):
            yield ReadingError(
                f"standard input, line {number}: no JSON; each line must be an object with {key!r}"
            )
        except ValueError as error:
            yield ReadingError(f"standard input, line {number}: no usable JSON: {error}")
        except (AttributeError, KeyError, TypeError):
            yield ReadingError(
                f"standard input, line {number}: no text; each line must be an object with {key!r}"
            )
        else:
            yield cut(text, find_residue(text)) if repair else text, value


class _Progress:
    """A line of progress on standard error, if that is a terminal."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> _Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("starting", total=None, texts=0, characters=0)
            self._bar.start()
        return self

    def add(self, texts: int, characters: int) -> None:
        """Count what is done."""
        if self._bar is None:
            return
        fields = self._bar.tasks[0].fields
        texts, characters = fields["texts"] + texts, fields["characters"] + characters
        words = f"{counted(texts, 'text')}, {counted(characters, 'character')}"
        self._bar.update(self._task, description=words, texts=texts, characters=characters)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
