"""What the views of the agreement screen show, before it is known how much room there is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotations.agreement.measures import TOO_FEW, Figure, Question
from annotations.wording import counted, msg, term, tr
from tui.presenters.agreement_words import (
    Figures,
    coefficient_text,
    figure_text,
    rare_note,
    too_few_note,
)

__all__ = [
    "Asked",
    "Item",
    "Listing",
    "Matrix",
    "annotators_view",
    "articles_view",
    "attributes_view",
    "labels_view",
    "paragraphs",
]

LABEL_SETS = msg("label sets")


class Asked(NamedTuple):
    """A question, and which of the sentences behind it are meant."""

    about: Question
    everybody: bool = False
    said: tuple[Hashable, Hashable] | None = None
    """What the two of a pair said; None where it does not matter."""
    words: str = ""
    """What it is, in words."""
    many: int | None = None
    """How many sentences of a pair that are, where it is only some of them."""


class Item(NamedTuple):
    """One row of a listing."""

    name: str
    asked: Asked | None = None
    """None where there is nothing to open."""
    first: Figure | None = None
    second: Figure | None = None
    third: str = ""


class Listing(NamedTuple):
    """Figures one below the other."""

    head: tuple[str, str, str, str]
    """What stands above the names, the two figures and the third column, which may be empty."""
    items: Sequence[Item]
    empty: str = ""
    """What to say where there are no items."""


class Matrix(NamedTuple):
    """A table whose cells can be chosen."""

    corner: str
    """What stands above the names of the rows."""
    caption: str
    rows: Sequence[str]
    columns: Sequence[str]
    cell: Callable[[int, int], str]
    asked: Callable[[int, int], Asked | None]
    empty: str = ""


# -- listings --------------------------------------------------------------------------------


def labels_view(known: Figures) -> Listing:
    """Return everybody's agreement: on sets of labels, then on each label by itself."""
    items = []
    for about in known.of("project"):
        asked = Asked(about, words=term(about.label) or tr(LABEL_SETS))
        items.append(Item(asked.words, asked, known.get(about, "percent"), known.get(about, "alpha")))
        if not about.label:
            items.append(Item(tr("  partly alike, MASI"), asked, None, known.get(about, "alpha_masi")))
            fleiss = known.get(about, "fleiss")
            items.append(
                Item(
                    tr("  judged by all, Fleiss"), Asked(about, True, words=tr("judged by all")), None, fleiss
                )
            )
    return Listing((tr("everybody"), tr("agreement"), "alpha", ""), items)


def annotators_view(known: Figures, label: str) -> Listing:
    """Return how far each annotator agrees with the others, and the others without that one."""
    items = []
    for one in known.of("annotator", label=False):
        about = Question("annotator", one.annotators, label=label)
        without = known.get(Question("without", one.annotators, label=label), "alpha")
        alone = "-" if without is None or without.value is None else coefficient_text(without)
        name = one.annotators[0]
        asked = Asked(
            about, words=tr("{name} with others: {label}", name=name, label=term(label) or tr(LABEL_SETS))
        )
        items.append(
            Item(
                name,
                asked,
                known.get(about, "percent"),
                known.get(about, "alpha"),
                alone,
            )
        )
    return Listing((term(label) or tr(LABEL_SETS), tr("with others"), "alpha", tr("without")), items)


def articles_view(known: Figures, sources: Mapping[str, str]) -> Listing:
    """Return the articles, the least agreed first."""
    rows = []
    for about in known.of("article"):
        one = known.get(about, "percent")
        if one is not None and one.value is not None:
            rows.append((one.value, sources.get(about.article) or about.article, about, one))
    rows.sort(key=lambda row: (row[0], row[1], row[2].article))
    items = [
        Item(source, Asked(about, words=source), one, known.get(about, "alpha"))
        for _, source, about, one in rows
    ]
    empty = tr("no article was judged by two annotators")
    return Listing((tr("least agreed first"), tr("agreement"), "alpha", ""), items, empty)


def attributes_view(known: Figures) -> Listing:
    """Return the agreement on what was said beside labels, everybody's and then each pair's."""
    items: list[Item] = []
    for about in known.of("project", attribute=True):
        if about.attribute == "spans":
            name, measures = tr("names, numbers: F1 exact, overlap"), ("f1_exact", "f1_overlap")
        else:
            name = (
                tr("{attribute} of {label}", attribute=term(about.attribute), label=term(about.label))
                if about.label
                else term(about.attribute)
            )
            measures = ("percent", "alpha")
        items.append(_with(known, about, name, name, measures))
        for pair in known.of("pair", attribute=True):
            if (pair.label, pair.attribute) == (about.label, about.attribute):
                two = " / ".join(pair.annotators)
                items.append(_with(known, pair, f"  {two}", f"{name}: {two}", measures))
    empty = tr("nobody but rules and defaults has set an attribute, and no name or number was mended")
    return Listing((tr("set by a person"), tr("agreement"), "alpha", ""), items, empty)


def _with(known: Figures, about: Question, name: str, words: str, measures: tuple[str, str]) -> Item:
    first, second = (known.get(about, one) for one in measures)
    return Item(name, Asked(about, words=words), first, second)


# -- what is said of the chosen one ----------------------------------------------------------------

_MEASURES = {
    "percent": msg("agreement"),
    "alpha": "alpha",
    "alpha_masi": msg("alpha of sets partly alike (MASI)"),
    "kappa": msg("Cohen's kappa"),
    "fleiss": msg("Fleiss' kappa"),
    "prevalence": msg("share"),
    "positive": msg("yes"),
    "negative": msg("no"),
    "share": msg("own share"),
    "share_others": msg("share of the others"),
    "f1_exact": msg("F1 exact"),
    "f1_overlap": msg("F1 overlapping"),
}


def paragraphs(known: Figures, asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield what is known of a question, a paragraph each with its look: all figures, then words on them."""
    about = asked.about
    found = {measure: one for measure in _MEASURES if (one := known.get(about, measure)) is not None}
    words = asked.words
    if asked.many is not None:
        yield f"{counted(asked.many, 'sentence')}: {words}", "strong"
        words = " / ".join(about.annotators)
    main = next(iter(found.values()), None)
    units = counted(main.units, "span" if about.attribute == "spans" else "sentence") if main else ""
    how_many = few = ""
    if main is not None:
        if about.scope != "article":
            units = tr("{units} of {articles}", units=units, articles=counted(main.articles, "article"))
            few = f", {tr(TOO_FEW)}" if main.few else ""
        how_many = f"   {units}"
    yield f"{words}{how_many}{few}", "strong"
    texts = [f"{tr(_MEASURES[name])} {figure_text(one, interval=True)}" for name, one in found.items()]
    if about.scope == "annotator":
        without = Question("without", about.annotators, label=about.label)
        if one := known.get(without, "alpha"):
            texts.append(
                tr(
                    "alpha without {annotators} {coefficient_text}",
                    annotators=about.annotators[0],
                    coefficient_text=coefficient_text(one),
                )
            )
    if texts:
        yield "   ".join(texts), ""
    share = None if about.attribute else known.get(Question("project", label=about.label), "prevalence")
    if note := rare_note(about.label, share):
        yield note, "dim"
    if few:
        yield too_few_note(), "dim"
