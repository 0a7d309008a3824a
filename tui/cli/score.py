"""``zhupi score``: how good models are on this project."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from annotations.project.export import opened_as
from annotations.project.items import GOLD
from annotations.project.project import Project
from annotations.wording import counted, term, tr
from tui.cli.options import (
    add_annotator,
    add_project_of_files,
    demand_review,
    left_out,
    project_at,
)
from tui.presenters.table import aligned
from tui.terminal.outputs import Output
from tui.terminal.remarks import say

if TYPE_CHECKING:
    from annotations.agreement.scores import Figure, Score, Scored

__all__ = ["register", "score"]


def register(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options of ``zhupi score``."""
    parser.add_argument(
        "models", nargs="+", metavar="NAME", help=tr("what import --predictions called them; side by side")
    )
    add_project_of_files(parser)
    parser.add_argument(
        "--against",
        metavar="NAME",
        help=tr("whose marks count, or gold for what was decided; by default mine"),
    )
    parser.add_argument("--review", action="store_true", help=tr("look at what others say"))
    parser.add_argument("--training", action="store_true", help=tr("the training articles too"))
    parser.add_argument(
        "--format", choices=("table", "json"), default="table", help=tr("json is one object a line")
    )
    add_annotator(parser)
    parser.set_defaults(command=score)


def score(options: argparse.Namespace) -> int:
    """Print precision, recall, F1 and kappa of each model, label by label and type by type.

    Returns:
        1 if there is no sentence that was both judged and predicted, else 0.
    """
    from annotations.project.scores import score_models  # numpy is not for who asks for --help

    project = project_at(options)
    against = _against(project, options)
    output = Output("-", json=options.format == "json")
    found = score_models(
        project, options.models, against, without=left_out(project, options.training), tell=say
    )
    lines = _json(found) if options.format == "json" else _tables(found, options, against)
    with output.opened() as sink:
        for line in lines:
            sink.write(line.encode("utf-8", "backslashreplace") + b"\n")
    return int(not any(one.sentences or one.spans for one in found.values()))


def _against(project: Project, options: argparse.Namespace) -> Project | None:
    """Return the project as the annotator opens it whose marks count; None for gold."""
    if options.against is None:
        return project
    if options.against == GOLD:
        if not project.is_lead:
            demand_review(project, options.review, "gold")
        return None
    return opened_as(project, options.against, "score --against")


def _tables(
    found: Mapping[str, Scored], options: argparse.Namespace, against: Project | None
) -> Iterator[str]:
    called = GOLD if against is None else against.called
    for name, one in found.items():
        said = counted(one.sentences, "sentence")
        parts = [tr("{model} against {called}: {said}", model=name, called=called, said=said)]
        if one.sentences:
            parts.append(tr("just the same: {share:.0%}", share=one.same / one.sentences))
        if one.unpredicted:
            parts.append(tr("judged and not predicted: {number:,}", number=one.unpredicted))
        yield "; ".join(parts)
    for title, which in ((tr("labels"), "labels"), (tr("names and numbers"), "spans")):
        rows = list(_rows(found, which))
        if rows:
            yield ""
            head = [title, tr("judged"), tr("pred."), "P", "R", "F1", tr("95 of 100"), "kappa"]
            last = None if which == "labels" else -1  # nobody counts the places where no name is
            yield from aligned([row[:last] for row in (head, *rows)])


def _rows(found: Mapping[str, Scored], which: str) -> Iterator[list[str]]:
    from annotations.agreement.scores import ALL, scores_of

    for name, one in found.items():
        for each in scores_of(one.labels if which == "labels" else one.spans):
            label = tr("all") if each.name == ALL else term(each.name)
            yield [
                f"{name} {label}" if len(found) > 1 else label,
                f"{each.judged:,}",
                f"{each.predicted:,}",
                *(_value(figure) for figure in (each.precision, each.recall, each.f1)),
                _bounds(each.f1),
                _value(each.kappa),
            ]


def _value(figure: Figure) -> str:
    return "-" if figure.value is None else f"{figure.value:.3f}"


def _bounds(figure: Figure) -> str:
    return "-" if figure.low is None or figure.high is None else f"{figure.low:.2f}-{figure.high:.2f}"


def _json(found: Mapping[str, Scored]) -> Iterator[str]:
    from annotations.agreement.scores import scores_of

    for name, one in found.items():
        for what, scores in (("label", scores_of(one.labels)), ("span", scores_of(one.spans))):
            for each in scores:
                yield json.dumps(_object(name, what, each, one), ensure_ascii=False)


def _object(model: str, what: str, score: Score, scored: Scored) -> dict[str, object]:
    figures = {
        key: {"value": figure.value, "low": figure.low, "high": figure.high}
        for key, figure in zip(("precision", "recall", "f1", "kappa"), score[4:], strict=True)
    }
    counts = {"judged": score.judged, "predicted": score.predicted, "hits": score.hits}
    return {
        "model": model,
        "what": what,
        "name": score.name or "all",
        **counts,
        **figures,
        "sentences": scored.sentences,
        "unpredicted": scored.unpredicted,
    }
