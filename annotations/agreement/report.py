"""All figures of agreement of a project, by annotator, pair, article, label and attribute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from annotations.agreement import measures as by
from annotations.agreement.coefficients import Floats, masi_distances
from annotations.agreement.measures import Figure, Question, figures
from annotations.agreement.sums import Pair, Sums, fleiss_sums, pair_sums, pairs, shared, together
from annotations.agreement.units import Changed, Gone, Ints, Ratings, Units
from annotations.model.scheme import Scheme
from annotations.wording import msg

__all__ = ["Confusion", "Report", "report"]

_BOTH = {"percent": (by.percent, by.ONE_VALUE), "alpha": (by.alpha, by.ONE_VALUE)}
_LABEL = {
    **_BOTH,
    "prevalence": (by.prevalence, by.NOBODY),
    "positive": (by.positive, by.NOBODY),
    "negative": (by.negative, msg("always given")),
}
_FLEISS = {"fleiss": (by.fleiss, by.ONE_VALUE)}
_PAIR = {
    "percent": (by.of_pair(by.percent), by.ONE_VALUE),
    "alpha": (by.of_pair(by.alpha), by.ONE_VALUE),
    "kappa": (by.kappa, by.ONE_VALUE),
}
_PAIR_LABEL = {
    **_PAIR,
    **{name: (by.of_pair(measure), why) for name, (measure, why) in _LABEL.items() if name not in _BOTH},
}
_OWN = {"percent": _PAIR["percent"], "alpha": _PAIR["alpha"]}
_OWN_LABEL = {**_OWN, "share": (by.share, by.NOBODY), "share_others": (by.share_others, by.NOBODY)}
_SPANS = {"f1_exact": (by.f1_exact, by.NOBODY), "f1_overlap": (by.f1_overlap, by.NOBODY)}


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often two annotators gave which sets of labels to the sentences that both judged."""

    annotators: tuple[str, str]
    values: tuple[str, ...]
    """Sets of labels in words."""
    counts: tuple[tuple[int, ...], ...]
    """A row for each value of the first annotator, a column for each of the second."""


@dataclass(frozen=True, slots=True)
class Report:
    """The figures, those of the whole project first."""

    annotators: tuple[str, ...]
    articles: int
    """Articles with a sentence that two or more judged."""
    units: int
    """Sentences that two or more judged."""
    figures: tuple[Figure, ...]
    confusions: tuple[Confusion, ...]
    gone: tuple[Gone, ...] = ()
    """What is said that the scheme no longer has, and so does not count."""
    changed: tuple[Changed, ...] = ()
    """Whose judgements were changed after others were seen, and how many."""


def report(units: Units, scheme: Scheme, spans: Mapping[tuple[int, int], Sums] | None = None) -> Report:
    """Work out every figure.

    Args:
        units: Who said what.
        scheme: The project's; labels that it does not know follow its own.
        spans: What :func:`annotations.agreement.spans.span_sums` found.
    """
    work = _Work(units, scheme)
    made = [*work.project(), *work.annotators(), *work.each_pair(), *_spans(units, spans or {})]
    made += [*work.articles(), *work.wholes()]
    whole = work.whole
    return Report(
        units.annotators,
        len(whole.articles),
        int(whole.units.sum()),
        tuple(made),
        tuple(work.confusions()),
        units.gone,
        units.changed,
    )


class _Work:
    def __init__(self, units: Units, scheme: Scheme) -> None:
        self._units = units
        self._names = units.annotators
        self._article = units.article
        self._ratings = shared(units.labels)
        self._sets = [one for one in self._ratings.values if isinstance(one, frozenset)]
        self._scheme = scheme
        known = {label.name for label in scheme.labels}
        self._labels = scheme.in_order(known.union(*self._sets))
        self._pairs = list(pairs(self._ratings, len(self._names)))
        self.whole = together(self._ratings, self._article)

    # -- the project --------------------------------------------------------

    def project(self) -> Iterator[Figure]:
        article, everybody = self._article, len(self._names)
        yield from figures(Question("project"), self.whole, _BOTH)
        distances = masi_distances(self._sets)
        masi = {"alpha_masi": (by.alpha_with(distances), by.ONE_VALUE)}
        yield from figures(Question("project"), together(self._ratings, article, distances), masi)
        yield from self._fleiss(self._ratings, Question("project"))
        for label in self._labels:
            asked = self._ratings.of_label(label)
            about = Question("project", label=label)
            yield from figures(about, together(asked, article), _LABEL)
            yield from self._fleiss(asked, about)
        for ratings in self._units.attributes:
            about = Question("project", label=ratings.label, attribute=ratings.attribute)
            yield from figures(about, together(ratings, article), _BOTH)
            for one, other, pair in pairs(ratings, everybody):
                about = Question(
                    "pair", self._two(one, other), label=ratings.label, attribute=ratings.attribute
                )
                yield from figures(about, pair_sums(*_fewer(pair, article)), _PAIR)

    def _fleiss(self, ratings: Ratings, about: Question) -> Iterator[Figure]:
        sums = fleiss_sums(ratings, self._article, len(self._names))
        for one in figures(about, sums, _FLEISS):
            nobody = one.why == by.NOTHING_SHARED
            yield Figure(about, one.measure, None, why=by.NOT_ALL) if nobody else one

    # -- annotators and pairs -------------------------------------------------

    def annotators(self) -> Iterator[Figure]:
        for who, name in enumerate(self._names):
            pair = self._with_others(who)
            about = Question("annotator", (name,))
            yield from figures(about, pair_sums(pair, self._article, len(self._sets)), _OWN)
            for label in self._labels:
                asked = self._ask(pair, label)
                about = Question("annotator", (name,), label=label)
                yield from figures(about, pair_sums(asked, self._article, 2), _OWN_LABEL)
        if len(self._names) > 2:
            for who, name in enumerate(self._names):
                rest = self._ratings.only(self._ratings.annotator != who)
                about = Question("without", (name,))
                yield from figures(about, together(rest, self._article), _BOTH, intervals=False)
                for label in self._labels:
                    about = Question("without", (name,), label=label)
                    sums = together(rest.of_label(label), self._article)
                    yield from figures(about, sums, _BOTH, intervals=False)

    def each_pair(self) -> Iterator[Figure]:
        for one, other, pair in self._pairs:
            about = Question("pair", self._two(one, other))
            yield from figures(about, pair_sums(pair, self._article, len(self._sets)), _PAIR)
            for label in self._labels:
                about = Question("pair", self._two(one, other), label=label)
                yield from figures(about, pair_sums(self._ask(pair, label), self._article, 2), _PAIR_LABEL)
        sharing = {(one, other) for one, other, _ in self._pairs}
        for one in range(len(self._names)):
            for other in range(one + 1, len(self._names)):
                if (one, other) not in sharing:
                    about = Question("pair", self._two(one, other))
                    yield Figure(about, "percent", None, why=by.NOTHING_SHARED)

    def confusions(self) -> Iterator[Confusion]:
        size = len(self._sets)
        words = tuple("+".join(self._scheme.in_order(one)) or "none" for one in self._sets)
        order = sorted(
            range(size), key=lambda code: (not self._sets[code], len(self._sets[code]), words[code])
        )
        for one, other, pair in self._pairs:
            counts = np.bincount(pair.first * size + pair.second, minlength=size * size).reshape(size, size)
            used = [code for code in order if counts[code].any() or counts[:, code].any()]
            rows = tuple(tuple(int(counts[row, column]) for column in used) for row in used)
            yield Confusion(self._two(one, other), tuple(words[code] for code in used), rows)

    def _two(self, one: int, other: int) -> tuple[str, str]:
        return self._names[one], self._names[other]

    def _with_others(self, who: int) -> Pair:
        """Return what an annotator said beside what each other said, as if all others were one."""
        parts = [
            pair if one == who else Pair(pair.unit, pair.second, pair.first)
            for one, other, pair in self._pairs
            if who in (one, other)
        ]
        none = np.zeros(0, np.int64)
        return Pair(
            np.concatenate([none, *(part.unit for part in parts)]),
            np.concatenate([none, *(part.first for part in parts)]),
            np.concatenate([none, *(part.second for part in parts)]),
        )

    def _ask(self, pair: Pair, label: str) -> Pair:
        """Return what both said to the question whether a label fits."""
        has = np.array([label in one for one in self._sets], np.int64)
        if not len(has):
            return pair
        return Pair(pair.unit, has[pair.first], has[pair.second])

    # -- whole articles ---------------------------------------------------------

    def wholes(self) -> Iterator[Figure]:
        """Yield how far annotators agree on what they say of whole articles."""
        each = np.arange(len(self._units.articles), dtype=np.int64)
        for ratings in self._units.wholes:
            about = Question("whole", label=ratings.label, attribute=ratings.attribute)
            yield from figures(about, together(ratings, each), _BOTH)

    # -- articles ---------------------------------------------------------------

    def articles(self) -> Iterator[Figure]:
        """Yield the figures of each article; within one there is nothing to resample."""
        table, whole = self.whole.table, self.whole
        values: dict[str, Floats] = {"percent": by.percent(table), "alpha": by.alpha(table)}
        for row, number in enumerate(whole.articles):
            about = Question("article", article=self._units.articles[number])
            for measure, of_row in values.items():
                value = float(of_row[row])
                known = not np.isnan(value)
                yield Figure(
                    about,
                    measure,
                    value if known else None,
                    units=int(whole.units[row]),
                    articles=1,
                    why="" if known else by.ONE_VALUE,
                )


def _fewer(pair: Pair, article: Ints) -> tuple[Pair, Ints, int]:
    """Return `pair` with its values numbered anew, so that only those that occur take room."""
    used, codes = np.unique(np.concatenate([pair.first, pair.second]), return_inverse=True)
    half = len(pair.first)
    return Pair(pair.unit, codes[:half], codes[half:]), article, len(used)


def _spans(units: Units, spans: Mapping[tuple[int, int], Sums]) -> Iterator[Figure]:
    for (one, other), sums in sorted(spans.items()):
        about = Question("pair", (units.annotators[one], units.annotators[other]), attribute="spans")
        yield from figures(about, sums, _SPANS)
    if spans:
        rows = np.concatenate([sums.table for sums in spans.values()])
        articles = np.concatenate([sums.articles for sums in spans.values()])
        number, row = np.unique(articles, return_inverse=True)
        table = np.zeros((len(number), rows.shape[1]))
        np.add.at(table, row, rows)
        total = Sums(table, number, table[:, 2].astype(np.int64))
        yield from figures(Question("project", attribute="spans"), total, _SPANS)
