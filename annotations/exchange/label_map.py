"""Labels of files as a project calls them: mapped, known, or named as unknown before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotations.errors import UsageError
from annotations.exchange.items import Item, ItemSentence, ItemSpan
from annotations.model.article import NUMBER_KINDS
from annotations.model.scheme import Scheme
from annotations.model.usual_types import type_among
from annotations.wording import tr

__all__ = ["LabelMap", "pairs_of"]

_NONE = "none"
"""What a label may be mapped to that says that no label fits."""


def pairs_of(given: Iterable[str]) -> dict[str, str]:
    """Return what ``OLD=NEW`` say, by the old label; an empty new one leaves the label out.

    Raises:
        UsageError: One of them is no such pair, or two say different things of one label.
    """
    pairs: dict[str, str] = {}
    for one in given:
        old, equals, new = one.rpartition("=")
        if not equals or not old:
            raise UsageError(tr("--map takes OLD=NEW, such as --map Claim=claim; not {one!r:.40}", one=one))
        if pairs.setdefault(old, new) != new:
            raise UsageError(tr("--map says two things of {old!r:.40}; say one", old=old))
    return pairs


@dataclass(slots=True)
class LabelMap:
    """What the labels of files become.

    A label that is not mapped is known by its name in the project, without regard to case, or by the title
    that the project gives it.
    """

    scheme: Scheme
    pairs: Mapping[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    """Labels of sentences and articles that the project does not know, and how often."""
    unknown_types: Counter[str] = field(default_factory=Counter)
    """Likewise of names and numbers."""
    renamed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Types of names that were taken for another one that they usually are, and how often."""
    misplaced: Counter[str] = field(default_factory=Counter)
    """Labels that the project has for sentences, and files say of whole texts of several."""

    def take(self, item: Item) -> Item:
        """Return `item` with the project's labels; what is unknown is counted and left out."""
        sentences = tuple(map(self._sentence, item.sentences))
        labels = tuple(new for one in item.labels if (new := self._of_article(one)))
        spans = item.spans
        if spans is not None:
            named = [(one, self._of_sentences(one)) for one in spans]
            sentences = _with_places(sentences, [(one, label) for one, label in named if label])
            kept = (self._span(one) for one, label in named if not label)
            spans = tuple(one for one in kept if one is not None)
        return replace(item, sentences=sentences, labels=labels, spans=spans)

    def _sentence(self, one: ItemSentence) -> ItemSentence:
        if not one.labels and not one.scores:
            return one
        found = [new for label in one.labels if (new := self._label(label))]
        labels = tuple(dict.fromkeys(label for label in found if label != _NONE))
        status = one.status
        if labels:
            status = "marked"
        elif found:
            status = "none"
        elif one.labels:
            status = "open"
        scores = {new: score for label, score in one.scores.items() if (new := self._label(label))}
        return replace(one, labels=labels, status=status, scores=scores)

    def _label(self, label: str) -> str:
        new = self.pairs.get(label)
        if new is not None and (new in ("", _NONE) or new in self._names):
            return new
        known = self._names.get(label) or self._names.get(label.casefold())
        if new is None and known:
            return known
        if new is None and label.casefold() in (_NONE, "無", "无"):
            return _NONE
        self.unknown[label if new is None else new] += 1
        return ""

    def _of_article(self, label: str) -> str:
        new = self._label(label)
        if new in ("", _NONE) or any(one.name == new for one in self.scheme.article_labels):
            return new
        self.misplaced[label] += 1
        return ""

    def _of_sentences(self, one: ItemSpan) -> str:
        """Return the label of sentences that a file has put on a range of the text; empty if it is none."""
        new = self.pairs.get(one.label, one.label)
        if new in self._types or new in NUMBER_KINDS or new.upper() in self._types:
            return ""
        known = self._names.get(new) or self._names.get(new.casefold(), "")
        return known if known in self.scheme.names else ""

    def _span(self, one: ItemSpan) -> ItemSpan | None:
        new = self.pairs.get(one.label, one.label)
        known = self._types.get(new, self._types.get(new.upper(), new))
        if known != new and new not in NUMBER_KINDS:
            self.renamed[new, known] += 1
        if new in self._types:
            return one._replace(label=self._types[new], what="name", amount={})
        if new in NUMBER_KINDS:
            return one._replace(label=new, what="number")
        if new.upper() in self._types:
            return one._replace(label=self._types[new.upper()], what="name", amount={})
        if new:
            self.unknown_types[new] += 1
        return None

    @property
    def _names(self) -> dict[str, str]:
        if not self._known:
            for one in self.scheme.every_label:
                for name in filter(None, (one.name, one.name.casefold(), one.title)):
                    self._known.setdefault(name, one.name)
        return self._known

    @property
    def _types(self) -> dict[str, str]:
        if not self._known_types:
            self._known_types.update(type_among(one.name for one in self.scheme.types))
        return self._known_types

    _known: dict[str, str] = field(default_factory=dict)
    _known_types: dict[str, str] = field(default_factory=dict)


def _with_places(
    sentences: tuple[ItemSentence, ...], places: Sequence[tuple[ItemSpan, str]]
) -> tuple[ItemSentence, ...]:
    """Return `sentences` and the ranges that have a label of sentences, one at each place."""
    if not places:
        return sentences
    found = {(one.start, one.end): one for one in sentences}
    for span, label in places:
        one = found.get((span.start, span.end), ItemSentence(span.start, span.end))
        scores = one.scores if span.score is None else {**one.scores, label: span.score}
        labels = tuple(dict.fromkeys((*one.labels, label)))
        found[span.start, span.end] = replace(one, labels=labels, status="marked", scores=scores)
    return tuple(found[place] for place in sorted(found))
