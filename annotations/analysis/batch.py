"""Many texts at one go, each as a row of JSONL with what is found in it.

It is also the program of a child, of which ``zhupi analyse`` starts one a core.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from annotations.analysis.gazetteer import Gazetteer
from annotations.analysis.pipeline import Analyser
from annotations.analysis.sentences import split
from annotations.exchange.jsonl import analysed, encode
from annotations.model.article import article_date
from annotations.processes.parent import Parent

__all__ = ["Text", "analyser_with", "main", "rows_of"]

Text = tuple[str, dict[str, Any]]
"""A text, and what its file says beside it."""


def analyser_with(gazetteer: Path | None) -> Analyser:
    """Return an analyser that knows the names in the file `gazetteer`, if there is one."""
    return Analyser(gazetteer=Gazetteer.read(gazetteer) if gazetteer else None)


def rows_of(analyser: Analyser, batch: Sequence[Text]) -> bytes:
    """Return a row for each text: what is found in it, and what was said beside it under other keys."""
    sentences = [split(text) for text, _ in batch]
    dates = [article_date(others) for _, others in batch]
    texts = [text for text, _ in batch]
    found = analyser.analyse_many(zip(texts, sentences, dates, strict=True))
    rows = []
    for (text, others), bounds, analysis in zip(batch, sentences, found, strict=True):
        row = analysed(text, [(s.start, s.end) for s in bounds], analysis)
        rows.append(encode({**row, **{key: others[key] for key in others if key not in row}}))
    return b"".join(rows)


def main(parent: Parent, gazetteer: Path | None) -> NoReturn:
    """Analyse the batches that `parent` sends."""
    parent.work(partial(rows_of, analyser_with(gazetteer)))
