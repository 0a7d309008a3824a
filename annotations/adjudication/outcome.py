"""What several judgements of one sentence come to: the one rule by which a majority, or all, decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass

from annotations.adjudication.disagreement import Opinion, quotes_key
from annotations.marks.marks import Said
from annotations.model.scheme import Scheme

__all__ = ["Outcome", "all_of", "outcome"]

Enough = Callable[[int, int], bool]
"""Tells whether so many, of so many, decide."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found."""

    said: Said
    """The labels that hold, and what hangs on them as far as that holds too."""
    left_open: tuple[str, ...] = ()
    """What of ``voice``, ``quotes`` and the names of attributes somebody says, and too few say the same."""


def all_of(number: int, of: int) -> bool:
    """Tell whether all decide."""
    return number == of


def outcome(opinions: Sequence[Opinion], scheme: Scheme, enough: Enough) -> Outcome | None:
    """Return what holds by `opinions`; None where no labels do, and where there are no opinions.

    Labels come first: each holds that enough give, and none where enough say none. Half of them for and half
    against a label is no decision. What hangs on labels is asked of those who give one of them that holds,
    and decides nothing about the labels: where too few agree, it is left open.

    Args:
        opinions: What everybody judges of one sentence.
        scheme: The labels of the project, and what hangs on them.
        enough: How many decide.
    """
    count = len(opinions)
    labels = Counter(label for one in opinions for label in one.labels)
    if not opinions or any(number * 2 == count for number in labels.values()):
        return None
    holding = frozenset(label for label, number in labels.items() if enough(number, count))
    if not holding:
        return Outcome(Said()) if enough(sum(not one.labels for one in opinions), count) else None
    asked = [one.said for one in opinions if one.labels & holding]
    left: list[str] = []
    voice = _of_those(asked, frozenset(scheme.voiced) & holding)
    quoting = _of_those(asked, frozenset((scheme.quotes,)) & holding if scheme.quotes else ())
    voiced = _most(voice, _voice, enough, left, "voice")
    quoted = _most(quoting, lambda said: quotes_key(said.quotes), enough, left, "quotes")
    attributes = {}
    for name in _attributes(asked, scheme, holding):
        one = _most(asked, lambda said, name=name: _attribute(said, name), enough, left, name)  # type: ignore[misc]
        if one is not None and name in one.attributes:
            attributes[name] = one.attributes[name]
    said = Said(
        holding,
        voice=voiced.voice if voiced else None,
        voice_by=voiced.voice_by if voiced else None,
        quotes=quoted.quotes if quoted else (),
        attributes=attributes,
    )
    return Outcome(said, tuple(left))


def _of_those(said: Sequence[Said], labels: Collection[str]) -> list[Said]:
    """Return those of `said` that have one of `labels`."""
    return [one for one in said if not one.labels.isdisjoint(labels)]


def _attributes(said: Sequence[Said], scheme: Scheme, holding: frozenset[str]) -> Iterator[str]:
    for name in sorted({name for one in said for name in one.attributes}):
        if scheme.applies(name, holding):
            yield name


def _most(
    said: Sequence[Said], key: Callable[[Said], Hashable], enough: Enough, left: list[str], name: str
) -> Said | None:
    """Return the first of those of which enough agree in `key`; what too few agree in goes to `left`."""
    if not said:
        return None
    value, number = Counter(map(key, said)).most_common(1)[0]
    if enough(number, len(said)):
        return next(one for one in said if key(one) == value)
    left.append(name)
    return None


def _voice(said: Said) -> str | None:
    return said.voice


def _attribute(said: Said, name: str) -> str:
    return repr(said.attributes[name]) if name in said.attributes else ""
