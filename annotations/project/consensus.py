"""Settling in a whole project what nobody needs to look at: that on which all agree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from annotations.adjudication.decide import Decider
from annotations.adjudication.decide_spans import SpanDecider
from annotations.adjudication.sentences import Decisions
from annotations.adjudication.spans import span_units
from annotations.marks.bounds import with_bounds
from annotations.project.other_layers import Others
from annotations.project.project import Project
from annotations.records.kinds import Decision, SpanDecision
from annotations.records.record import Record
from annotations.wording import counted

__all__ = ["settled_words", "unanimous"]


def settled_words(records: Collection[Record]) -> str:
    """Return how many sentences, names and numbers `records` decide, in words."""
    sentences = sum(one["kind"] == "decision" for one in records)
    articles = len({one["article"] for one in records})
    spans = len(records) - sentences
    places = f" and {counted(spans, 'name or number', 'names and numbers')}" if spans else ""
    return f"{counted(sentences, 'sentence')}{places} of {counted(articles, 'article')}"


def unanimous(
    project: Project,
    others: Others,
    own: Callable[[str], list[Record]],
    decider: Decider,
    on_article: Callable[[int, int], None] = lambda done, of: None,
) -> Iterator[Decision | SpanDecision]:
    """Yield the decisions that settle every unanimous sentence, name and number that waits for it.

    Args:
        project: The project, opened for its lead.
        others: The layers of all others.
        own: Returns the lead's own records of an article: the lead may annotate too.
        decider: Makes the decisions of the lead.
        on_article: Called with how many articles have been looked at, and of how many.

    Raises:
        StorageError: A frozen article is damaged.
    """
    articles = sorted(others.articles())
    for number, identity in enumerate(articles, 1):
        on_article(number, len(articles))
        article = project.frozen.load(identity)
        if article is None or others.unreadable(identity):
            continue  # what is not known may differ
        mine = own(identity)
        article = replace(article, sentences=with_bounds(article, mine))
        layers = {**others.of_article(identity), project.annotator: mine}
        yield from decider.settle_unanimous(Decisions(article, layers, project.scheme.id))
        analysis = project.frozen.load_analysis(identity)
        if analysis is not None:
            units = span_units(article, analysis, layers, mine, scheme=project.scheme.id)
            spans = SpanDecider(article, units, project.scheme.id, decider.lead, decider.latest)
            yield from spans.settle_unanimous()
