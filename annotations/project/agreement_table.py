"""How far annotators agree, as a few lines of Markdown for files that go out into the world; in English."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from annotations.agreement.measures import Figure
from annotations.agreement.report import Report
from annotations.errors import ProjectError
from annotations.project.agreement import Layers, figures_of, units_of
from annotations.project.project import Project

__all__ = ["agreement_table"]

_MEASURES = ("percent", "alpha")


def agreement_table(project: Project, without: Collection[str] = ()) -> str:
    """Return a line on how much was compared and a table with a row a label; empty where nothing can be.

    All layers of the project are read, whoever's are handed on.

    Args:
        project: The project, of an annotator who may see everybody's layers.
        without: Ids of articles that do not count.
    """
    try:
        layers = Layers(project, without)
        report = figures_of(layers, project, units_of(layers, project))
    except ProjectError:  # one layer, or none that can be read
        return ""
    return "\n".join(_lines(report)) if report.units else ""


def _lines(report: Report) -> Iterator[str]:
    yield (
        f"{_many(len(report.annotators), 'annotator')}; two or more judged {_many(report.units, 'sentence')}"
        f" of {_many(report.articles, 'article')}. Intervals are of 95%."
    )
    yield from ("", "| label | sentences | agreement | Krippendorff's alpha |", "|---|---:|---:|---:|")
    rows: dict[str, dict[str, Figure]] = {}
    for one in report.figures:
        if one.about.scope == "project" and not one.about.attribute and one.measure in _MEASURES:
            rows.setdefault(one.about.label, {})[one.measure] = one
    for label, figures in rows.items():
        head = f"`{label}`".replace("|", "\\|") if label else "all together"
        cells = " | ".join(_cell(figures.get(measure)) for measure in _MEASURES)
        yield f"| {head} | {max(one.units for one in figures.values()):,} | {cells} |"


def _cell(one: Figure | None) -> str:
    if one is None or one.value is None:
        return (one.why if one is not None else "") or "-"
    shown = f"{one.value:.2f}"
    if one.low is not None and one.high is not None:
        shown += f" ({one.low:.2f} to {one.high:.2f})"
    return f"{shown}, too few" if one.few else shown


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
