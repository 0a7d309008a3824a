"""How good models are on a project: their predictions beside one annotator's marks, or the gold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from functools import partial
from itertools import groupby
from typing import Any

from annotations.agreement.scores import Scored
from annotations.errors import UsageError
from annotations.model.article import NUMBER_KINDS
from annotations.model.prediction import ArticlePrediction
from annotations.project.export import Export, annotated_layer
from annotations.project.gold_export import GoldExport
from annotations.project.predictions import prediction_in
from annotations.project.project import Project
from annotations.storage.predictions.prediction_file import PredictionFile, prediction_files
from annotations.wording import tr

__all__ = ["score_models"]

Row = dict[str, Any]
_KINDS = frozenset(NUMBER_KINDS)


def score_models(
    project: Project,
    models: Collection[str],
    against: Project | None,
    *,
    without: Collection[str] = (),
    tell: Callable[[str], object] = lambda line: None,
) -> dict[str, Scored]:
    """Return how each model did, by its name, on the sentences that were judged and that it predicted.

    A sentence is judged if it has labels, or none of them, said or implied; what is open tells nothing. Names
    and numbers are compared in articles that are done, or wholly gold, and of which the model tells any.

    Args:
        project: The project.
        models: Their names.
        against: The project as the annotator opens it whose marks count; None for the gold.
        without: Ids of articles to leave out.
        tell: Called with what is left out and why, a line each.

    Raises:
        UsageError: There are no predictions by that name.
        NothingAnnotated, StorageError: There is nothing to compare with, or it cannot be read.
    """
    files = {name: PredictionFile.of(project.root, name) for name in models}
    known = [one.name for one in prediction_files(project.root)]
    for name in models:
        if name not in known:
            raise UsageError(
                tr(
                    "{name}: no such predictions here; there are {known}",
                    name=name,
                    known=", ".join(known) or tr("none"),
                )
            )
    labels = [one.name for one in project.scheme.labels]
    types = [*(one.name for one in project.scheme.types), *NUMBER_KINDS]
    scored = {name: Scored(names=labels, types=types) for name in models}
    for article, rows in _judged(project, against, without, tell):
        for name, file in files.items():
            said = prediction_in(file, project, article, partial(_text, project, article))
            if said is not None:
                _compare(scored[name], rows, said)
            else:
                scored[name].unpredicted += len(rows)
    return scored


def _text(project: Project, article: str) -> str:
    frozen = project.frozen.load(article)
    return "" if frozen is None else frozen.text


def _judged(
    project: Project,
    against: Project | None,
    without: Collection[str],
    tell: Callable[[str], object],
) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows of the judged sentences of each article."""
    if against is None:
        with GoldExport(project, tell, without) as gold:
            yield from _by_article(gold.rows())
        return
    with closing(annotated_layer(against)) as layer:
        yield from _by_article(Export(against, layer, "sentence", without=without, tell=tell).rows())


def _by_article(rows: Iterator[Row]) -> Iterator[tuple[str, list[Row]]]:
    for article, group in groupby(rows, key=lambda row: str(row["article"])):
        judged = [row for row in group if row["status"] != "open"]
        if judged:
            yield article, judged


def _compare(scored: Scored, rows: list[Row], said: ArticlePrediction) -> None:
    places = {(one.start, one.end): one.labels for one in said.sentences}
    pairs = []
    for row in rows:
        labels = places.get((row["start"], row["end"]))
        if labels is None:
            scored.unpredicted += 1
        else:
            pairs.append((row["labels"], labels))
    if pairs:
        scored.add_sentences(pairs)
    if said.spans is None or not all(row["done"] for row in rows):
        return
    inside = [(row["start"], row["end"]) for row in rows]
    # A model that tells of no number anywhere was not asked for numbers.
    numbers = not _KINDS.isdisjoint(one.label for one in said.spans)
    judged = [
        (row["start"] + one["start"], row["start"] + one["end"], one.get("type") or one.get("kind"))
        for row in rows
        for one in (*row["entities"], *(row["numbers"] if numbers else ()))
    ]
    predicted = [
        (one.start, one.end, one.label)
        for one in said.spans
        if any(start <= one.start and one.end <= end for start, end in inside)
    ]
    scored.add_spans(judged, predicted)
