"""What contradicts a decision of a sentence: the one thing that opens it again.

That is an annotator who judges now otherwise than the decision knew of that one, and otherwise than was
decided. Who says later what was decided, adds a note or a flag, looks at the sentence once more, takes a mark
away, leaves, or whose layer has not come or is behind, contradicts nothing. Nor does who leaves out what
hangs on the labels, or has there what a rule proposed or a default filled in: only a voice, a quote or an
attribute that somebody judged to be another than was decided does, and never what was left open.

A decision that follows a majority says no more than that: it stands against a new voice as long as most still
say what was decided. One made by a person, or because all agreed, does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from annotations.adjudication.disagreement import Opinion
from annotations.adjudication.known import (
    Names,
    Quotes,
    Then,
    Word,
    decided_word,
    is_known,
    revisions_seen,
    word_of,
)
from annotations.adjudication.unit import is_majority
from annotations.model.annotator import same_annotator
from annotations.records.lead_kinds import Decision

__all__ = ["Contradiction", "contradictions", "holds", "unmet"]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Somebody who came later, or says something else by now."""

    annotator: str
    now: Collection[str]
    """The labels that this one gives now; empty for none."""
    then: Collection[str] | None
    """Those that the decision knew of; None if it knew of nothing, or that cannot be told any more."""
    came: bool
    """Whether the decision knew of no judgement of this one."""


def contradictions(
    decision: Decision, opinions: Iterable[Opinion], who: Names = same_annotator
) -> list[Contradiction]:
    """Return who of `opinions` contradicts `decision`, in their order.

    Args:
        decision: What was decided, within the bounds that the sentence has.
        opinions: What everybody judges of the sentence now.
        who: Returns for a name in `decision`, or in `opinions`, what all names of that annotator share.
    """
    opinions = list(opinions)
    revisions = revisions_seen(decision)
    fresh = [one for one in opinions if not is_known(one, revisions, decision, who)]
    if not fresh:
        return []
    decided, then = decided_word(decision), Then(decision, opinions, who)
    left = decision.get("left_open", ())
    found = []
    for one in fresh:
        now = word_of(one.said)
        if not _otherwise(now, decided, left):
            continue
        before = then.of(one)
        if before is None or not _same(now, before, decided):
            came = not then.knew(one)
            labels = None if before is None else before.labels
            found.append(Contradiction(one.annotator, now.labels, labels, came))
    return found


def holds(decision: Decision, opinions: Sequence[Opinion], who: Names = same_annotator) -> bool:
    """Tell whether nothing that is said now opens `decision`, made within these bounds, again."""
    if not contradictions(decision, opinions, who):
        return True
    return decision["how"] == "majority" and _most_say_so(decision, opinions, who)


def unmet(
    decision: Decision, there: Collection[str], who: Names, is_there: Callable[[str], bool]
) -> list[str]:
    """Return those whom `decision` rests on and of whom nothing is there, by name as it has them.

    Args:
        decision: What was decided.
        there: Who says anything of the article.
        who: As for :func:`contradictions`.
        is_there: Tells of a mark's uid whether somebody has it, under whatever name.
    """
    present = {who(name) for name in there}
    grounds = [one for one in decision["seen"] if who(one["annotator"]) not in present]
    met = {one["annotator"] for one in grounds if one["uid"] is not None and is_there(one["uid"])}
    return list(dict.fromkeys(one["annotator"] for one in grounds if one["annotator"] not in met))


def _otherwise(now: Word, decided: Word, left: Collection[str]) -> bool:
    """Tell whether `now` says otherwise than was decided, `left` being what was left open."""
    if now.labels != decided.labels:
        return True
    return any(name not in left for name in _apart(now, decided))


def _apart(now: Word, decided: Word) -> Iterable[str]:
    """Yield what of that which hangs on the labels both say, and differently."""
    if now.voice and decided.voice and now.voice != decided.voice:
        yield "voice"
    if now.quotes and decided.quotes and not _fit(now.quotes, decided.quotes):
        yield "quotes"
    for name, value in decided.attributes.items():
        if name in now.attributes and now.attributes[name] != value:
            yield name


def _fit(said: Quotes, decided: Quotes) -> bool:
    """Tell whether each quote of which somebody judged is one of those decided; either may lack something."""
    left, unlike = list(decided), []
    for one in said:
        if one in left:
            left.remove(one)
        else:
            unlike.append(one)
    for form, names in unlike:
        like = [one for one in left if not (form and one[0] and form != one[0])]
        like = [one for one in like if not (names and one[1] and names != one[1])]
        if not like:
            return False
        left.remove(like[0])
    return True


def _same(now: Word, then: Word, decided: Word) -> bool:
    """Tell whether somebody said `then`, of what is otherwise than `decided`, what that one says `now`."""
    if now.labels != then.labels:
        return False
    if now.labels != decided.labels or not then.whole:
        return True
    return set(_apart(now, decided)) <= {
        name for name in _apart(then, decided) if _aspect(now, name) == _aspect(then, name)
    }


def _aspect(word: Word, name: str) -> object:
    if name == "voice":
        return word.voice
    return word.quotes if name == "quotes" else word.attributes.get(name)


def _most_say_so(decision: Decision, opinions: Sequence[Opinion], who: Names) -> bool:
    """Tell whether most still say what was decided, those who are not there as they said then."""
    then = Then(decision, opinions, who)
    words = [word_of(one.said) for one in opinions]
    away = set(then.names()) - {then.name(one) for one in opinions}
    words += [one for one in map(then.word, sorted(away)) if one is not None]
    decided = decided_word(decision)
    labels = Counter(label for one in words for label in one.labels or ("none",))
    wanted = decided.labels or {"none"}
    if {label for label, number in labels.items() if is_majority(number, len(words))} != wanted:
        return False
    if any(number * 2 == len(words) for number in labels.values()):
        return False
    asked = [one for one in words if one.labels & decided.labels]
    left = decision.get("left_open", ())
    against = Counter(name for one in asked for name in _apart(one, decided) if name not in left)
    return all(number * 2 < len(asked) for number in against.values())
