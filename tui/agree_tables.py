"""The tables of agreement for people: which figures stand where, and the words below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.review.figures import FEW, TOO_FEW, Figure, Question
from annotations.review.report import Report

__all__ = ["Section", "notes", "sections"]

_ARTICLES = 10
"""Articles that the terminal lists, those with the least agreement."""
_CONFUSIONS = 3
"""Pairs whose table of confusion the terminal shows; CSV, JSON and Markdown have all."""
_LABELS_IN_A_ROW = 4
_SETS_IN_A_ROW = 3
_RARE = 0.1
"""A label given less often is rare: agreement on its absence is easy, and alpha low for one difference."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table: a title above its first column, the heads of the others, rows."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    caption: str = ""
    """What a line above says."""


class _Figures:
    """The figures of a report, to look up."""

    def __init__(self, report: Report) -> None:
        self._known = {(one.about, one.measure): one for one in report.figures}
        self.questions = list(dict.fromkeys(one.about for one in report.figures))

    def get(self, about: Question, measure: str) -> Figure | None:
        return self._known.get((about, measure))

    def of(self, scope: str, *, label: bool | None = None, attribute: bool = False) -> list[Question]:
        return [
            one
            for one in self.questions
            if one.scope == scope
            and bool(one.attribute) == attribute
            and (label is None or bool(one.label) == label)
        ]


def sections(report: Report, sources: Mapping[str, str], *, every: bool = False) -> Iterator[Section]:
    """Yield the tables of `report`; all articles and pairs are in them if `every`."""
    known = _Figures(report)
    yield _project(known)
    yield from _attributes(known)
    yield from _pairs(known)
    yield from _annotators(known)
    yield from _spans(known)
    yield from _articles(known, sources, every)
    for table in report.confusions if every or len(report.confusions) <= _CONFUSIONS else ():
        first, second = table.annotators
        for at in range(0, len(table.values), _SETS_IN_A_ROW):
            some = slice(at, at + _SETS_IN_A_ROW)
            rows = [
                (value, *map(_number, row[some]))
                for value, row in zip(table.values, table.counts, strict=True)
            ]
            caption = f"{first} (rows) and {second} (columns)"
            yield Section("", table.values[some], rows, caption)


def _project(known: _Figures) -> Section:
    rows = []
    for about in known.of("project"):
        percent = known.get(about, "percent")
        name = about.label or "label sets"
        rows.append(
            (
                name,
                _units(percent),
                _share(percent, interval=True),
                _coefficient(known.get(about, "alpha"), interval=True),
                _share(known.get(about, "prevalence")),
                _share(known.get(about, "positive")),
                _share(known.get(about, "negative")),
                _few(percent),
            )
        )
        if not about.label:
            masi = known.get(about, "alpha_masi")
            cells = ("  partly alike (MASI)", "", "", _coefficient(masi, interval=True), "", "", "", "")
            rows.append(cells)
    for about in known.of("project"):
        one = known.get(about, "fleiss")
        if one is not None and (one.value is not None or not about.label):
            name = f"  {about.label or 'label sets'} (Fleiss)"
            text = _coefficient(one, interval=True)
            rows.append((name, _units(one), "", text, "", "", "", _few(one)))
    head = ("sentences", "agreement", "alpha", "share", "yes", "no", "")
    return Section("everybody", head, rows)


def _attributes(known: _Figures) -> Iterator[Section]:
    rows = [
        (
            f"{about.attribute} of {about.label}" if about.label else about.attribute,
            _units(one),
            _share(one, interval=True),
            _coefficient(known.get(about, "alpha"), interval=True),
            _few(one),
        )
        for about in known.of("project", attribute=True)
        if (one := known.get(about, "percent")) is not None
    ]
    if rows:
        yield Section("set by a person", ("sentences", "agreement", "alpha", ""), rows)


def _pairs(known: _Figures) -> Iterator[Section]:
    rows: list[tuple[str, ...]] = []
    for about in known.of("pair", label=False):
        percent = known.get(about, "percent")
        rows.append(
            (
                " / ".join(about.annotators),
                _units(percent),
                _share(percent, interval=True),
                _coefficient(known.get(about, "alpha"), interval=True),
                _coefficient(known.get(about, "kappa")),
                _few(percent),
            )
        )
    yield Section("pairs", ("sentences", "agreement", "alpha", "kappa", ""), rows)
    for some in _by_four(known.of("project", label=True)):
        labels = [about.label for about in some]
        rows = [
            (
                " / ".join(about.annotators),
                *(
                    _coefficient(known.get(Question("pair", about.annotators, label=label), "kappa"))
                    for label in labels
                ),
            )
            for about in known.of("pair", label=False)
        ]
        yield Section("pairs, kappa", tuple(labels), rows)


def _annotators(known: _Figures) -> Iterator[Section]:
    rows: list[tuple[str, ...]] = []
    for about in known.of("annotator", label=False):
        percent = known.get(about, "percent")
        rows.append(
            (
                about.annotators[0],
                _units(percent),
                _share(percent, interval=True),
                _coefficient(known.get(about, "alpha"), interval=True),
                _coefficient(known.get(Question("without", about.annotators), "alpha")),
                _few(percent),
            )
        )
    head = ("sentences", "with others", "alpha with others", "without", "")
    yield Section("annotators", head, rows)
    for some in _by_four(known.of("project", label=True)):
        rows = []
        for about in known.of("annotator", label=False):
            cells = [about.annotators[0]]
            for one in some:
                asked = Question("annotator", about.annotators, label=one.label)
                alpha = _coefficient(known.get(asked, "alpha"))
                cells.append(f"{alpha} {_share(known.get(asked, 'share')):>4}")
            rows.append(tuple(cells))
        yield Section("alpha with others, share", tuple(one.label for one in some), rows)


def _spans(known: _Figures) -> Iterator[Section]:
    rows = [
        (
            " / ".join(about.annotators) or "everybody",
            _units(one),
            _coefficient(one, interval=True),
            _coefficient(known.get(about, "f1_overlap"), interval=True),
            _few(one),
        )
        for scope in ("project", "pair")
        for about in known.of(scope, attribute=True)
        if about.attribute == "spans" and (one := known.get(about, "f1_exact")) is not None
    ]
    if rows:
        yield Section("names and numbers mended", ("spans", "F1 exact", "F1 overlapping", ""), rows)


def _articles(known: _Figures, sources: Mapping[str, str], every: bool) -> Iterator[Section]:
    asked = []
    for about in known.of("article"):
        one = known.get(about, "percent")
        if one is not None and one.value is not None:
            asked.append((one.value, about, one))
    asked.sort(key=lambda row: (row[0], row[1].article))
    rows = [
        (
            sources.get(about.article) or about.article,
            _number(one.units),
            _share(one),
            _coefficient(known.get(about, "alpha")),
        )
        for _, about, one in asked[: None if every else _ARTICLES]
    ]
    title = "articles" if every or len(asked) <= _ARTICLES else f"least agreed of {len(asked):,}"
    if rows:
        yield Section(title, ("sentences", "agreement", "alpha"), rows)


def notes(report: Report) -> Iterator[str]:
    """Yield what must be known to read the tables, a paragraph each."""
    known = _Figures(report)
    for about in known.of("project", label=True):
        share = known.get(about, "prevalence")
        if share is not None and share.value is not None and 0 < share.value < _RARE:
            yield (
                f"{about.label} is rare: {share.value:.1%} of the judgements have it. Agreement is then high "
                "because most sentences lack it, and alpha low for few differences; read yes and no "
                "beside it."
            )
    if any(one.few for one in report.figures if one.about.scope != "article"):
        yield f"{TOO_FEW}: below {FEW} shared sentences a figure says next to nothing, its interval included."
    yield (
        "In brackets 95% intervals, articles resampled. Share: of the judgements those that have the label. "
        "Yes and no: where one gives the label, or does not, how often others say the same. Without: alpha "
        "of the others alone. In articles that are done none counts where nothing was said; what is open "
        "does not count, nor do titles and bylines."
    )
    yield (
        "What is usual depends on the question: judgements of opinion in published news corpora reach an "
        "alpha of .2 to .4, inference .7. From .8 on conclusions may rest on single labels (Krippendorff)."
    )


# -- cells --------------------------------------------------------------------------


def _by_four(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    for at in range(0, len(questions), _LABELS_IN_A_ROW):
        yield questions[at : at + _LABELS_IN_A_ROW]


def _number(count: int) -> str:
    return f"{count:,}"


def _units(one: Figure | None) -> str:
    return "" if one is None else _number(one.units)


def _few(one: Figure | None) -> str:
    return TOO_FEW if one is not None and one.few else ""


def _share(one: Figure | None, *, interval: bool = False) -> str:
    if one is None:
        return ""
    if one.value is None:
        return one.why
    text = f"{100 * one.value:.0f}%"
    if interval and one.low is not None and one.high is not None:
        text += f" [{100 * one.low:.0f} {100 * one.high:.0f}]"
    return text


def _coefficient(one: Figure | None, *, interval: bool = False) -> str:
    if one is None:
        return ""
    if one.value is None:
        return one.why
    text = _hundredths(one.value)
    if interval and one.low is not None and one.high is not None:
        text += f" [{_hundredths(one.low)} {_hundredths(one.high)}]"
    return text


def _hundredths(value: float) -> str:
    """Return `value` as papers write what lies between -1 and 1: ``.61``, ``-.08``, ``1.00``."""
    text = f"{value:.2f}".replace("-0.00", "0.00")
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0") else text
