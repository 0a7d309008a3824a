"""``zhupi analyse``: sentences, names and numbers of any number of texts, on all cores, in order.

Texts are read one after another and handed to the cores in batches; only a few batches are ever on the
way, so that memory does not grow with the input.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from annotations.errors import ReadingError, UsageError, ZhupiError
from annotations.plain_json import loads
from annotations.processes.messages import ChildFailed
from annotations.processes.workers import Workers
from annotations.reading import Options, Place, places, read_article
from annotations.reading.repair import cut, find_residue
from annotations.wording import counted
from tui.cli.open import reading_options
from tui.terminal.outputs import Output
from tui.terminal.remarks import say
from tui.terminal.standard_input import standard_input

if TYPE_CHECKING:
    from annotations.analysis.batch import Text

__all__ = ["analyse"]

_BATCH = 24_000
"""Characters of a batch: enough sentences to keep the tagger's matrices full, a second of work at most."""
_MOST = 1_000
"""Texts of a batch: short ones may have much beside them, and empty ones would never fill it."""
_TABLES = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".tsv"})


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
        with closing(_in_order(_batches(texts()), jobs, options.gazetteer)) as done:
            for batch, rows in done:
                out.write(rows)
                progress.add(len(batch), sum(len(text) for text, _ in batch))
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
) -> Generator[tuple[list[Text], bytes]]:
    """Yield each batch with its rows, as the batches came."""
    first = list(islice(batches, 2)) if jobs > 1 else []
    if len(first) < 2:
        # One batch is done before another process could have started.
        from annotations.analysis.batch import analyser_with, rows_of

        analyser = analyser_with(gazetteer)
        for batch in chain(first, batches):
            yield batch, rows_of(analyser, batch)
        return
    with Workers("annotations.analysis.batch", gazetteer, jobs=jobs, in_order=True) as workers:
        for batch, rows in workers.results(chain(first, batches)):
            if isinstance(rows, ChildFailed):
                raise rows
            yield batch, rows


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
