"""Settling in a whole project what nobody needs to look at: that on which all agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from annotations.adjudication.decide import Decider
from annotations.adjudication.decide_spans import SpanDecider
from annotations.adjudication.sentences import Decisions
from annotations.adjudication.spans import span_units
from annotations.errors import LayerReadOnly, UsageError
from annotations.project.absent import absent_words
from annotations.project.found import Found
from annotations.project.lead import Lead
from annotations.project.other_layers import Others
from annotations.project.project import Project
from annotations.records.lead_kinds import Decision, SpanDecision
from annotations.records.record import Record, as_act
from annotations.storage.layer.last_copy import keep_last
from annotations.wording import counted, tr

__all__ = ["Settled", "left_open_words", "settle", "settled_words", "unanimous"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What was settled in a project at once."""

    records: Sequence[Decision | SpanDecision]
    lines: Sequence[str]
    """What could not be read, and what is worth knowing of the layers, a line each."""
    complete: bool
    """Whether all layers could be read; nothing was settled in articles that another one is about."""


def settle(project: Project, on_step: Callable[[str], None] = lambda words: None) -> Settled:
    """Settle every sentence, name and number of `project` on which at least two annotators agree, as one act.

    Args:
        project: The project, opened for its lead.
        on_step: Called now and then with what is going on, in words.

    Raises:
        UsageError: The annotator is not the lead.
        StorageError: The lead's layer cannot be read or written, or a frozen article is damaged.
    """
    if not project.is_lead:
        raise UsageError(
            tr(
                "{lead_called} leads this project and settles; {called} does not",
                lead_called=project.lead_called,
                called=project.called,
            )
        )
    with closing(project.amendments.open(project.layer_path, project.annotator)) as layer:
        if layer.read_only:
            raise LayerReadOnly(layer.read_only)
        with closing(Others(project)) as others:
            others.open(on_step)
            decider = Decider(project.scheme, project.annotator, layer.latest)
            absent: Counter[str] = Counter()
            told: list[str] = []
            records = as_act(
                unanimous(
                    project,
                    others,
                    layer.of_article,
                    decider,
                    lambda done, of: on_step(
                        tr("{done:,} of {articles}", done=done, articles=counted(of, "article"))
                    ),
                    absent,
                    told.append,
                )
            )
            if records:
                layer.put(records)
                keep_last(project.layer_path)
            said = *layer.notices, *others.lines, *dict.fromkeys(told)
            missing = absent_words(absent, [*others.names(), project.annotator], project.name_of)
            return Settled(records, (*said, *missing), not others.failed)


def settled_words(records: Collection[Decision | SpanDecision]) -> str:
    """Return how many sentences, names and numbers `records` decide, in words."""
    sentences = sum(one["kind"] == "decision" for one in records)
    articles = len({one["article"] for one in records})
    spans = len(records) - sentences
    places = tr(" and {names}", names=counted(spans, "name or number", "names and numbers")) if spans else ""
    return tr(
        "{sentences}{places} of {articles}",
        sentences=counted(sentences, "sentence"),
        places=places,
        articles=counted(articles, "article"),
    )


def left_open_words(records: Collection[Decision | SpanDecision]) -> str:
    """Return what `records` leave open of what hangs on labels, in words; empty if that is nothing."""
    names = Counter(name for one in records if one["kind"] == "decision" for name in one.get("left_open", ()))
    listed = ", ".join(
        tr("{name} in {number:,}", name=name, number=number) for name, number in sorted(names.items())
    )
    return tr("left open: {listed}", listed=listed) if listed else ""


def unanimous(
    project: Project,
    others: Others,
    own: Callable[[str], list[Record]],
    decider: Decider,
    on_article: Callable[[int, int], None] = lambda done, of: None,
    absent: Counter[str] | None = None,
    tell: Callable[[str], object] = lambda line: None,
) -> Iterator[Decision | SpanDecision]:
    """Yield the decisions that settle every unanimous sentence, name and number that waits for it.

    Args:
        project: The project, opened for its lead.
        others: The layers of all others.
        own: Returns the lead's own records of an article: the lead may annotate too.
        decider: Makes the decisions of the lead.
        on_article: Called with how many articles have been looked at, and of how many.
        absent: Counts on whom decisions rest of whom nothing is there.
        tell: Told in a line what is worth knowing of the tagger, where names are found now.

    Raises:
        StorageError: A frozen article is damaged.
    """
    articles = sorted(others.articles())
    found = Found(project, tell)
    for number, identity in enumerate(articles, 1):
        on_article(number, len(articles))
        article = project.frozen.load(identity)
        if article is None or others.unreadable(identity):
            continue  # what is not known may differ
        mine = own(identity)
        article = Lead(own).bounded(article)
        layers = {**others.of_article(identity), project.annotator: mine}
        decisions = Decisions(article, layers, project.scheme)
        if absent is not None:
            absent.update(decisions.absent())
        yield from decider.settle_unanimous(decisions)
        if any(one["kind"] == "span" for records in layers.values() for one in records):
            units = span_units(article, found.of(article), layers)
            yield from SpanDecider(article, units, decider).settle_unanimous()
