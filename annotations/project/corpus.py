"""Sentences, parts, names, numbers and quotes of any number of texts, on all cores, in order.

Texts are read one after another and handed to the cores in batches; only a few batches are ever on the
way, so that memory does not grow with the input.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from annotations.exchange.flat import flat_analysed
from annotations.exchange.jsonl import FORMAT, analysed, encode
from annotations.model.article import article_date
from annotations.processes.messages import ChildFailed
from annotations.processes.parent import Parent
from annotations.processes.workers import Workers

if TYPE_CHECKING:
    from annotations.analysis.gazetteer import Gazetteer
    from annotations.analysis.pipeline import Analyser
    from annotations.analysis.quotes import QuoteFound
    from annotations.analysis.taggers.external import ExternalTagger

__all__ = ["BLOCK", "Analysed", "Text", "analysed_by", "analysed_texts"]

_BATCH = 24_000
"""Characters of a batch: enough sentences to keep the tagger's matrices full, a second of work at most."""
_MOST = 1_000
"""Texts of a batch: short ones may have much beside them, and empty ones would never fill it."""
BLOCK = 1 << 17
"""Bytes of a table after which a batch begins anew, wherever the others began.

The sums of the tagger's matrices differ in their last digits by what is tagged beside a sentence, which once
in about a million names decides whether it is certain. A part of a table that begins at such a place has the
batches that the whole has, so that what is found in parts is what is found in the whole. Chosen: 40,000
characters, so that two batches come of it.
"""


class Text(NamedTuple):
    """A text that is to be analysed."""

    text: str
    others: Mapping[str, Any]
    """What its file says beside it."""
    title: str = ""
    """Its title, or what is taken for it."""
    block: tuple[str, int] | None = None
    """Of which table it is, and in which `BLOCK` of it it begins; a batch has texts of one."""


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
        if batch and text.block != batch[0].block:
            yield batch
            batch, size = [], 0
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

        yield from _by(Analyser(None, names, external), flat, chain(first, batches))
        return
    with Workers(__name__, gazetteer, flat, jobs=jobs, in_order=True) as workers:
        for batch, rows in workers.results(chain(first, batches)):
            if isinstance(rows, ChildFailed):
                raise rows
            yield _found(batch, rows)


def analysed_by(analyser: Analyser, texts: Iterable[Text], *, flat: bool) -> Iterator[Analysed]:
    """Yield what `analyser` finds in `texts`, in this process; the arguments are those of `analysed_texts`.

    Raises:
        TaggerFailed: As it was said when the analyser was made.
    """
    return _by(analyser, flat, _batches(texts))


def _by(analyser: Analyser, flat: bool, batches: Iterable[list[Text]]) -> Iterator[Analysed]:
    for batch in batches:
        yield _found(batch, _rows(analyser, flat, batch))


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
