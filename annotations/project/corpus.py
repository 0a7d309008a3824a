"""Sentences, parts, names, numbers and quotes of any number of texts, on all cores, in order.

Texts are read one after another and handed to the cores in batches; only a few batches are ever on the
way, so that memory does not grow with the input.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from annotations.errors import ReadingError, ZhupiError
from annotations.exchange.flat import flat_analysed
from annotations.exchange.jsonl import FORMAT, analysed, encode
from annotations.model.article import Article, article_date
from annotations.plain_json import loads
from annotations.processes.messages import ChildFailed
from annotations.processes.parent import Parent
from annotations.processes.workers import Workers
from annotations.reading import TABLE_SUFFIXES, Options, Place, places, read_article
from annotations.reading.decode import decode
from annotations.reading.extract import guess_title, reading_notes, title_of
from annotations.reading.repair import repaired
from annotations.wording import counted, tr

if TYPE_CHECKING:
    from annotations.analysis.gazetteer import Gazetteer
    from annotations.analysis.pipeline import Analyser
    from annotations.analysis.quotes import QuoteFound
    from annotations.analysis.taggers.external import ExternalTagger

__all__ = ["Analysed", "Remark", "Text", "analysed_texts", "texts_of", "texts_of_lines"]

_BATCH = 24_000
"""Characters of a batch: enough sentences to keep the tagger's matrices full, a second of work at most."""
_MOST = 1_000
"""Texts of a batch: short ones may have much beside them, and empty ones would never fill it."""


class Text(NamedTuple):
    """A text that is to be analysed."""

    text: str
    others: Mapping[str, Any]
    """What its file says beside it."""
    title: str = ""
    """Its title, or what is taken for it."""


class Remark(str):
    """What a reader should know of how a file was read, a line: a guessed encoding, what repair took out."""

    __slots__ = ()


class Analysed(NamedTuple):
    """What was found in some texts."""

    rows: bytes
    """A line of JSON for each."""
    texts: int
    characters: int


def _batches(texts: Iterable[Text]) -> Iterator[list[Text]]:
    batch: list[Text] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text.text)
        if size >= _BATCH or len(batch) == _MOST:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def analysed_texts(
    texts: Iterable[Text],
    *,
    jobs: int = 0,
    gazetteer: Path | None = None,
    flat: bool = False,
    external: ExternalTagger | None = None,
) -> Generator[Analysed, None, None]:
    """Yield what is found in `texts`, in their order, some of them at a time; to close it ends the processes.

    Args:
        texts: The texts; they are asked for as they are needed.
        jobs: How many processes to use; by default one a core.
        gazetteer: A list of names that win over what is found.
        flat: Whether lists are texts, so that every library loads the rows.
        external: Another tagger for names than what is built in; it has a process, and all else another.

    Raises:
        SettingsError: The gazetteer cannot be understood.
        TaggerFailed: The tagger finds no names; whoever names one wants no other.
    """
    names = None
    if gazetteer is not None:  # what is wrong with it is said before any process is started
        from annotations.analysis.gazetteer import Gazetteer

        names = Gazetteer.read(gazetteer)
    jobs = 1 if external is not None else jobs or os.cpu_count() or 1
    return _in_order(_batches(texts), jobs, gazetteer, names, flat, external)


def _in_order(
    batches: Iterator[list[Text]],
    jobs: int,
    gazetteer: Path | None,
    names: Gazetteer | None,
    flat: bool,
    external: ExternalTagger | None,
) -> Generator[Analysed, None, None]:
    """Yield what is found in each batch, as the batches came."""
    first = list(islice(batches, 2)) if jobs > 1 else []
    if len(first) < 2:
        # One batch is done before another process could have started.
        from annotations.analysis.pipeline import Analyser

        analyser = Analyser(None, names, external)
        for batch in chain(first, batches):
            yield _found(batch, _rows(analyser, flat, batch))
        return
    with Workers(__name__, gazetteer, flat, jobs=jobs, in_order=True) as workers:
        for batch, rows in workers.results(chain(first, batches)):
            if isinstance(rows, ChildFailed):
                raise rows
            yield _found(batch, rows)


def main(parent: Parent, gazetteer: Path | None, flat: bool) -> NoReturn:
    """Analyse the batches that `parent` sends."""
    parent.work(partial(_rows, _analyser_of(gazetteer), flat))


def _analyser_of(gazetteer: Path | None) -> Analyser:
    from annotations.analysis.pipeline import Analyser

    return Analyser.of(gazetteer)


def _rows(analyser: Analyser, flat: bool, batch: list[Text]) -> bytes:
    """Return a row for each text: what is found in it, and what was said beside it under other keys."""
    from annotations.analysis.parts import find_parts
    from annotations.analysis.quotes import find_quotes
    from annotations.analysis.sentences import split

    sentences = [find_parts(one.text, split(one.text), one.title) for one in batch]
    dates = [article_date(one.others) for one in batch]
    texts = [one.text for one in batch]
    rows = []
    found = analyser.analyse_many(zip(texts, sentences, dates, strict=True))
    for one, bounds, analysis in zip(batch, sentences, found, strict=True):
        quotes = find_quotes(one.text, bounds, analysis.names)
        row = analysed(one.text, bounds, analysis, [*_quotes(quotes)])
        row |= {key: one.others[key] for key in one.others if key not in row}
        rows.append(encode(flat_analysed(row, FORMAT) if flat else row))
    return b"".join(rows)


def _quotes(found: Iterable[Sequence[QuoteFound]]) -> Iterator[dict[str, Any]]:
    """Yield each quote as a row has it, from those of each sentence."""
    for sentence, quotes in enumerate(found):
        for quote in quotes:
            yield {
                "sentence": sentence,
                "form": quote.form,
                "cont": quote.cont,
                "content": list(quote.content) if quote.content else None,
                "cue": list(quote.cue) if quote.cue else None,
                "speakers": [
                    {"text": one.text, "start": one.start, "end": one.end} for one in quote.speakers
                ],
                "certain": quote.certain,
            }


def _found(batch: list[Text], rows: bytes) -> Analysed:
    return Analysed(rows, len(batch), sum(len(one.text) for one in batch))


def texts_of(path: Path, reading: Options, *, repair: bool) -> Iterator[Text | Remark | ZhupiError]:
    """Yield each text of a file, what is to be known of the reading, and what is wrong.

    Tables are repaired with `repair` alone. What is true of many texts of a table is said once.
    """
    if path.suffix.lower() in TABLE_SUFFIXES and not repair:
        reading = Options(encoding=reading.encoding, repair=False, text_key=reading.text_key)
    told = _Told(str(path))
    try:
        found: Iterable[Place] = places(path, reading)
        for place in found:
            try:
                article = read_article(place, reading)
            except ZhupiError as error:
                yield error
            else:
                yield from told.of(article)
                yield Text(article.text, dict(article.metadata), article.title)
    except ZhupiError as error:
        yield error
    yield from told.repaired()


class _Told:
    """What is said of how a file was read: each thing once, and what repair took out of all its texts."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._said: set[str] = set()
        self._texts = self._readings = 0

    def of(self, article: Article) -> Iterator[Remark]:
        """Yield what the reading of `article` left to say that was not said of its file before."""
        self.took_out(len(article.removed))
        for note in article.notes:
            if note not in self._said:
                self._said.add(note)
                yield Remark(f"{self._name}: {note}")

    def took_out(self, readings: int) -> None:
        """Count what repair took out of a text."""
        self._texts += readings > 0
        self._readings += readings

    def repaired(self) -> Iterator[Remark]:
        """Yield what repair took out, if it did."""
        if self._readings:
            where = tr(", from {texts}", texts=counted(self._texts, "text")) if self._texts > 1 else ""
            yield Remark(
                tr(
                    "{name}: {pinyins} taken out{where}",
                    name=self._name,
                    pinyins=counted(self._readings, "pinyin reading"),
                    where=where,
                )
            )


def texts_of_lines(
    lines: Iterable[bytes], name: str, key: str, *, repair: bool
) -> Iterator[Text | Remark | ZhupiError]:
    """Yield each text of JSONL, what is to be known of the reading, and what is wrong with a line.

    Args:
        lines: The lines, as a binary stream yields them.
        name: What to call the stream in messages.
        key: Where the text stands in a line.
        repair: Whether to take pinyin residue out of it.
    """
    told = _Told(name)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            decoded = decode(line, name=tr("{name}, line {number}", name=name, number=number), likely="utf-8")
            value = loads(decoded.text)
            text = value.pop(key)
            if not isinstance(text, str):
                raise TypeError
        except ReadingError as error:
            yield error
        except json.JSONDecodeError:
            yield ReadingError(
                tr(
                    "{name}, line {number}: no JSON; each line must be an object with {key!r}",
                    name=name,
                    number=number,
                    key=key,
                )
            )
        except ValueError as error:
            yield ReadingError(
                tr("{name}, line {number}: no usable JSON: {error}", name=name, number=number, error=error)
            )
        except (AttributeError, KeyError, TypeError):
            yield ReadingError(
                tr(
                    "{name}, line {number}: no text; each line must be an object with {key!r}",
                    name=name,
                    number=number,
                    key=key,
                )
            )
        else:
            for note in reading_notes(decoded, "") if not decoded.certain else ():
                yield Remark(tr("{name}, line {number}: {note}", name=name, number=number, note=note))
            title = title_of(value)
            if repair:
                text, title, removed = repaired(text, title)
                told.took_out(len(removed))
            yield Text(text, value, title or guess_title(text))
    yield from told.repaired()
