"""What ``zhupi agree`` prints: a table, Markdown, CSV or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from annotations.agreement.measures import Figure, Question
from annotations.agreement.report import Report
from annotations.exchange.flat import flat
from annotations.exchange.jsonl import encode
from annotations.wording import counted, tr
from tui.cli.agree_tables import Section, notes, sections
from tui.layout.cells import cell_width, fit, padded, visible
from tui.presenters.agreement_lines import POSITIONS, POSITIONS_HEAD
from tui.presenters.table import WIDTH, aligned

__all__ = ["FIGURE_FORMATS", "POSITION_FORMATS"]

Sources = Mapping[str, str]
"""By article where it came from."""
Positions = Iterable[Mapping[str, Any]]

_NAME = 26
"""Cells of a first column: names of annotators and articles are cut to it, where there is no room to less."""
_HEAD = 19
"""Cells of the head of another column, which may be a label."""


# -- figures -----------------------------------------------------------------------


def _table(report: Report, name: str, sources: Sources) -> Iterator[str]:
    yield _headline(report, fit(name, WIDTH - cell_width(_headline(report, ""))))
    for section in sections(report, sources):
        yield ""
        yield from _lines(section)
    for note in notes(report):
        yield ""
        yield from _wrapped(note)


def _markdown(report: Report, name: str, sources: Sources) -> Iterator[str]:
    yield f"# {_escaped(_headline(report, name))}"
    for section in sections(report, sources, every=True):
        yield ""
        yield f"## {_escaped(section.title or section.caption)}"
        yield ""
        yield "| " + " | ".join(["", *map(_escaped, section.head)]) + " |"
        yield "|" + "---|" + "---:|" * len(section.head)
        for row in section.rows:
            yield "| " + " | ".join(map(_escaped, row)) + " |"
    for note in notes(report):
        yield ""
        yield _escaped(note)


def _headline(report: Report, name: str) -> str:
    return tr(
        "{name}: {annotators}; {sentences} of {articles} judged by two or more",
        name=name,
        annotators=counted(len(report.annotators), "annotator"),
        sentences=counted(report.units, "sentence"),
        articles=counted(report.articles, "article"),
    )


def _objects(report: Report, sources: Sources) -> Iterator[dict[str, Any]]:
    """Yield the figures; as counts what does not count and the tables of confusion, each key always there."""
    for one in report.figures:
        yield _object(one, sources)
    for changed in report.changed:
        about = Question("annotator", (changed.annotator,))
        for measure, many in (("changed", changed.changed), ("made after", changed.late)):
            why = "after others were seen"
            yield {**_object(Figure(about, measure, None), sources), "value": float(many), "why": why}
    for gone in report.gone:
        attribute = "" if gone.what.what == "label" else gone.what.name
        yield {
            **_object(Figure(Question("annotator", (gone.annotator,)), "not counted", None), sources),
            "label": "" if attribute else gone.what.name,
            "attribute": attribute,
            "first": gone.what.value,
            "value": gone.marks,
            "why": f"the scheme has no such {gone.what.what}",
        }
    for table in report.confusions:
        for first, row in zip(table.values, table.counts, strict=True):
            for second, count in zip(table.values, row, strict=True):
                yield {
                    "scope": "pair",
                    "annotator": table.annotators[0],
                    "other": table.annotators[1],
                    "article": "",
                    "source": "",
                    "label": "",
                    "attribute": "",
                    "first": first,
                    "second": second,
                    "measure": "count",
                    "value": float(count),  # as every other figure, so that the key has one type
                    "low": None,
                    "high": None,
                    "units": sum(map(sum, table.counts)),
                    "articles": None,
                    "few": False,
                    "why": "",
                }


def _object(one: Figure, sources: Sources) -> dict[str, Any]:
    about = one.about
    annotator, other = (*about.annotators, "", "")[:2]
    return {
        "scope": about.scope,
        "annotator": annotator,
        "other": other,
        "article": about.article,
        "source": sources.get(about.article, ""),
        "label": about.label,
        "attribute": about.attribute,
        "first": "",
        "second": "",
        "measure": one.measure,
        "value": _rounded(one.value),
        "low": _rounded(one.low),
        "high": _rounded(one.high),
        "units": one.units,
        "articles": one.articles,
        "few": one.few,
        "why": one.why,
    }


def _rounded(value: float | None) -> float | None:
    """Return `value` to six places: what lies behind them differs from one processor to another."""
    return None if value is None else round(value, 6) + 0.0


def _figures_json(report: Report, name: str, sources: Sources) -> Iterator[str]:
    return map(_json, _objects(report, sources))


def _figures_csv(report: Report, name: str, sources: Sources) -> Iterator[str]:
    return _csv(_objects(report, sources))


FIGURE_FORMATS: Mapping[str, Callable[[Report, str, Sources], Iterator[str]]] = {
    "table": _table,
    "json": _figures_json,
    "csv": _figures_csv,
    "md": _markdown,
}


# -- positions ---------------------------------------------------------------------


def _positions(rows: Positions, sources: Sources) -> Iterator[dict[str, Any]]:
    for row in rows:
        first, *others = row.items()
        yield dict([first, ("source", sources.get(row["article"], "")), *others])


def _positions_json(rows: Positions, sources: Sources) -> Iterator[str]:
    """Yield lines of one table with those of an export: ``labels`` is a text of JSON in both."""
    return (_json(flat(row)) for row in _positions(rows, sources))


def _positions_csv(rows: Positions, sources: Sources) -> Iterator[str]:
    return _csv({**row, "labels": "+".join(row["labels"])} for row in _positions(rows, sources))


def _positions_cells(rows: Positions, sources: Sources) -> Iterator[tuple[str, ...]]:
    for row in _positions(rows, sources):
        said = "+".join(row["labels"]) or ("none" if row["counted"] else "-")
        where = f"{row['start']}-{row['end']}"
        counted = "counts" if row["counted"] else "no"
        yield row["source"] or row["article"], where, row["annotator"], said, counted, row["why"], row["text"]


def _positions_table(rows: Positions, sources: Sources) -> Iterator[str]:
    for cells in _positions_cells(rows, sources):
        yield " ".join(
            padded(fit(cell, width), width) for cell, width in zip(cells, POSITIONS, strict=False)
        ).rstrip()


def _positions_markdown(rows: Positions, sources: Sources) -> Iterator[str]:
    yield POSITIONS_HEAD
    yield "|---|---|---|---|---|---|---|"
    for cells in _positions_cells(rows, sources):
        yield "| " + " | ".join(map(_escaped, cells)) + " |"


POSITION_FORMATS: Mapping[str, Callable[[Positions, Sources], Iterator[str]]] = {
    "table": _positions_table,
    "json": _positions_json,
    "csv": _positions_csv,
    "md": _positions_markdown,
}


# -- how -----------------------------------------------------------------------------


def _json(row: Mapping[str, Any]) -> str:
    return encode(row).decode().rstrip("\n")


def _csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of a CSV file, its header first; there is none without rows."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="")
    lines: Iterator[Iterable[object]] = chain(
        [list(first)], (list(row.values()) for row in chain([first], rows))
    )
    for cells in lines:
        writer.writerow("" if cell is None else _flag(cell) for cell in cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _flag(cell: object) -> object:
    return str(cell).lower() if isinstance(cell, bool) else cell


def _lines(section: Section) -> Iterator[str]:
    """Yield the lines of a section, below what it says of itself."""
    if section.caption:
        yield fit(section.caption, WIDTH)
    head = (fit(cell, _HEAD) for cell in section.head)
    rows: list[Sequence[str]] = [(section.title, *head), *section.rows]
    yield from aligned(rows, first=_NAME)


def _wrapped(text: str) -> Iterator[str]:
    line = ""
    for word in visible(text).split(" "):
        if line and cell_width(line) + 1 + cell_width(word) > WIDTH:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _escaped(text: str) -> str:
    """Return `text` as one harmless cell of a Markdown table."""
    return visible(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
