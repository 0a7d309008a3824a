"""The tables of agreement for people: which figures stand where, and the words below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.agreement.left_out import changed_lines
from annotations.agreement.measures import TOO_FEW, Figure, Question
from annotations.agreement.report import Report
from annotations.wording import tr
from tui.presenters.agreement_words import (
    Figures,
    coefficient_text,
    general_notes,
    number_text,
    rare_note,
    share_text,
    too_few_note,
)

__all__ = ["Section", "notes", "sections"]

_ARTICLES = 10
"""Articles that the terminal lists, those with the least agreement."""
_CONFUSIONS = 3
"""Pairs whose table of confusion the terminal shows; CSV, JSON and Markdown have all."""
_LABELS_IN_A_ROW = 4
_SETS_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Section:
    """One table: a title above its first column, the heads of the others, rows."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    caption: str = ""
    """What a line above says."""


def sections(report: Report, sources: Mapping[str, str], *, every: bool = False) -> Iterator[Section]:
    """Yield the tables of `report`; all articles and pairs are in them if `every`."""
    known = Figures(report)
    yield _project(known)
    yield from _attributes(known)
    yield from _wholes(known)
    yield from _pairs(known)
    yield from _annotators(known)
    yield from _spans(known)
    yield from _gone(report)
    yield from _articles(known, sources, every)
    for table in report.confusions if every or len(report.confusions) <= _CONFUSIONS else ():
        first, second = table.annotators
        for at in range(0, len(table.values), _SETS_IN_A_ROW):
            some = slice(at, at + _SETS_IN_A_ROW)
            rows = [
                (value, *map(number_text, row[some]))
                for value, row in zip(table.values, table.counts, strict=True)
            ]
            caption = tr("{first} (rows) and {second} (columns)", first=first, second=second)
            yield Section("", table.values[some], rows, caption)


def _project(known: Figures) -> Section:
    rows = []
    for about in known.of("project"):
        percent = known.get(about, "percent")
        name = about.label or tr("label sets")
        rows.append(
            (
                name,
                _units(percent),
                share_text(percent, interval=True),
                coefficient_text(known.get(about, "alpha"), interval=True),
                share_text(known.get(about, "prevalence")),
                share_text(known.get(about, "positive")),
                share_text(known.get(about, "negative")),
                _few(percent),
            )
        )
        if not about.label:
            masi = known.get(about, "alpha_masi")
            cells = (
                tr("  partly alike (MASI)"),
                "",
                "",
                coefficient_text(masi, interval=True),
                "",
                "",
                "",
                "",
            )
            rows.append(cells)
    for about in known.of("project"):
        one = known.get(about, "fleiss")
        if one is not None and (one.value is not None or not about.label):
            name = f"  {about.label or tr('label sets')} (Fleiss)"
            text = coefficient_text(one, interval=True)
            rows.append((name, _units(one), "", text, "", "", "", _few(one)))
    head = (tr("sentences"), tr("agreement"), "alpha", tr("share"), tr("yes"), tr("no"), "")
    return Section(tr("everybody"), head, rows)


def _attributes(known: Figures) -> Iterator[Section]:
    rows = [
        (
            tr("{attribute} of {label}", attribute=about.attribute, label=about.label)
            if about.label
            else about.attribute,
            _units(one),
            share_text(one, interval=True),
            coefficient_text(known.get(about, "alpha"), interval=True),
            _few(one),
        )
        for about in known.of("project", attribute=True)
        if (one := known.get(about, "percent")) is not None
    ]
    if rows:
        yield Section(tr("set by a person"), (tr("sentences"), tr("agreement"), "alpha", ""), rows)


def _wholes(known: Figures) -> Iterator[Section]:
    rows = [
        (
            about.label or about.attribute,
            _units(one),
            share_text(one, interval=True),
            coefficient_text(known.get(about, "alpha"), interval=True),
            _few(one),
        )
        for about in (*known.of("whole"), *known.of("whole", attribute=True))
        if (one := known.get(about, "percent")) is not None
    ]
    if rows:
        yield Section(tr("whole articles"), (tr("articles"), tr("agreement"), "alpha", ""), rows)


def _pairs(known: Figures) -> Iterator[Section]:
    rows: list[tuple[str, ...]] = []
    for about in known.of("pair", label=False):
        percent = known.get(about, "percent")
        rows.append(
            (
                " / ".join(about.annotators),
                _units(percent),
                share_text(percent, interval=True),
                coefficient_text(known.get(about, "alpha"), interval=True),
                coefficient_text(known.get(about, "kappa")),
                _few(percent),
            )
        )
    yield Section(tr("pairs"), (tr("sentences"), tr("agreement"), "alpha", "kappa", ""), rows)
    for some in _by_four(known.of("project", label=True)):
        labels = [about.label for about in some]
        rows = [
            (
                " / ".join(about.annotators),
                *(
                    coefficient_text(known.get(Question("pair", about.annotators, label=label), "kappa"))
                    for label in labels
                ),
            )
            for about in known.of("pair", label=False)
        ]
        yield Section(tr("pairs, kappa"), tuple(labels), rows)


def _annotators(known: Figures) -> Iterator[Section]:
    rows: list[tuple[str, ...]] = []
    for about in known.of("annotator", label=False):
        percent = known.get(about, "percent")
        rows.append(
            (
                about.annotators[0],
                _units(percent),
                share_text(percent, interval=True),
                coefficient_text(known.get(about, "alpha"), interval=True),
                coefficient_text(known.get(Question("without", about.annotators), "alpha")),
                _few(percent),
            )
        )
    head = (tr("sentences"), tr("with others"), tr("alpha with others"), tr("without"), "")
    yield Section(tr("annotators"), head, rows)
    for some in _by_four(known.of("project", label=True)):
        rows = []
        for about in known.of("annotator", label=False):
            cells = [about.annotators[0]]
            for one in some:
                asked = Question("annotator", about.annotators, label=one.label)
                alpha = coefficient_text(known.get(asked, "alpha"))
                cells.append(f"{alpha} {share_text(known.get(asked, 'share')):>4}")
            rows.append(tuple(cells))
        yield Section(tr("alpha with others, share"), tuple(one.label for one in some), rows)


def _spans(known: Figures) -> Iterator[Section]:
    rows = [
        (
            " / ".join(about.annotators) or tr("everybody"),
            _units(one),
            coefficient_text(one, interval=True),
            coefficient_text(known.get(about, "f1_overlap"), interval=True),
            _few(one),
        )
        for scope in ("project", "pair")
        for about in known.of(scope, attribute=True)
        if about.attribute == "spans" and (one := known.get(about, "f1_exact")) is not None
    ]
    if rows:
        yield Section(
            tr("names and numbers mended"), (tr("spans"), tr("F1 exact"), tr("F1 overlapping"), ""), rows
        )


def _gone(report: Report) -> Iterator[Section]:
    rows = [(one.annotator, str(one.what), number_text(one.marks)) for one in report.gone]
    if rows:
        yield Section(tr("does not count"), (tr("not in the scheme"), tr("marks")), rows)


def _articles(known: Figures, sources: Mapping[str, str], every: bool) -> Iterator[Section]:
    asked = []
    for about in known.of("article"):
        one = known.get(about, "percent")
        if one is not None and one.value is not None:
            asked.append((one.value, about, one))
    asked.sort(key=lambda row: (row[0], row[1].article))
    rows = [
        (
            sources.get(about.article) or about.article,
            number_text(one.units),
            share_text(one),
            coefficient_text(known.get(about, "alpha")),
        )
        for _, about, one in asked[: None if every else _ARTICLES]
    ]
    title = (
        tr("articles")
        if every or len(asked) <= _ARTICLES
        else tr("least agreed of {number:,}", number=len(asked))
    )
    if rows:
        yield Section(title, (tr("sentences"), tr("agreement"), "alpha"), rows)


def notes(report: Report) -> Iterator[str]:
    """Yield what must be known to read the tables, a paragraph each."""
    known = Figures(report)
    yield from changed_lines(report.changed)
    for about in known.of("project", label=True):
        if note := rare_note(about.label, known.get(about, "prevalence")):
            yield note
    if any(one.few for one in report.figures if one.about.scope != "article"):
        yield too_few_note()
    yield from general_notes()


# -- cells --------------------------------------------------------------------------


def _by_four(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    for at in range(0, len(questions), _LABELS_IN_A_ROW):
        yield questions[at : at + _LABELS_IN_A_ROW]


def _units(one: Figure | None) -> str:
    return "" if one is None else number_text(one.units)


def _few(one: Figure | None) -> str:
    return tr(TOO_FEW) if one is not None and one.few else ""
