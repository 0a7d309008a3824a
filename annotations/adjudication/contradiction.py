"""What contradicts a decision of a sentence: the one thing that opens it again.

That is an annotator who judges now otherwise than the decision knew of that one, and otherwise than was
decided. Who says later what was decided, adds a note or a flag, looks at the sentence once more, takes a mark
away, leaves, or whose layer has not come or is behind, contradicts nothing. Nor does who leaves out what
hangs on the labels: only a voice, quotes or an attribute that are not those decided do, and never what was
left open.

A decision that follows a majority says no more than that: it stands against a new voice as long as most still
say what was decided. One made by a person, or because all agreed, does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.adjudication.disagreement import Opinion, quotes_key
from annotations.adjudication.unit import is_majority
from annotations.marks.marks import Said
from annotations.model.annotator import same_annotator
from annotations.model.quotes import sound_quote
from annotations.records.kinds import Decision, GroundOfSentence, SaidThen

__all__ = ["Contradiction", "contradictions", "holds", "unmet"]

Quotes = Sequence[tuple[str, Sequence[str]]]
"""Of each quote its form and the names of its speakers."""
Names = Callable[[str], str]
"""Finds who somebody that a decision names is among those who are there: after a name was changed, say."""


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


@dataclass(frozen=True, slots=True)
class _Word:
    """What of somebody's judgement is compared with a decision."""

    labels: frozenset[str] = frozenset()
    voice: str | None = None
    quotes: Quotes = ()
    attributes: Mapping[str, object] = field(default_factory=dict)
    whole: bool = True
    """Whether more is known than the labels."""


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
    fresh = [one for one in opinions if not _known(one, decision, who)]
    if not fresh:
        return []
    decided, then = _decided(decision), _Then(decision, opinions, who)
    left = decision.get("left_open", ())
    found = []
    for one in fresh:
        now = _word_of(one.said)
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


class _Then:
    """What a decision knew of everybody, worked out when it is asked for."""

    def __init__(self, decision: Decision, opinions: Sequence[Opinion], who: Names) -> None:
        self._decision = decision
        self._opinions = opinions
        self._who = who
        self._grounds: dict[str, list[GroundOfSentence]] = {}
        self._by_uid: dict[str, str] = {}
        for one in decision["seen"]:
            name = who(one["annotator"])
            self._grounds.setdefault(name, []).append(one)
            if one["uid"] is not None:  # which stays when a name is changed
                self._by_uid[one["uid"]] = name
        self._counted: Mapping[str, _Word | None] | None = None

    def names(self) -> Iterable[str]:
        """Return whom the decision knew of."""
        return self._grounds

    def name(self, opinion: Opinion) -> str:
        """Return who gives `opinion`, as `names` has it."""
        uids = (one["uid"] for one in opinion.seen)
        known = (self._by_uid[uid] for uid in uids if uid is not None and uid in self._by_uid)
        return next(known, self._who(opinion.annotator))

    def knew(self, opinion: Opinion) -> bool:
        """Tell whether the decision knew of a judgement of whoever gives `opinion`."""
        return self.name(opinion) in self._grounds

    def of(self, opinion: Opinion) -> _Word | None:
        """Return what the decision knew of whoever gives `opinion`; None if that cannot be told."""
        return self.word(self.name(opinion))

    def word(self, name: str) -> _Word | None:
        """Return what the decision knew of `name`, one of `names`; None if that cannot be told."""
        grounds = self._grounds.get(name)
        if grounds is None:
            return None
        exact = _exactly(grounds)
        if exact is not None:
            return exact
        if self._decision["how"] == "unanimous":
            return _decided(self._decision)
        if self._counted is None:
            self._counted = self._from_votes()
        return self._counted.get(name)

    def _from_votes(self) -> Mapping[str, _Word | None]:
        """Return what the votes of a decision tell of those of whom it kept the revisions alone.

        Decisions of earlier versions kept no more. What those say whose marks are as they were is taken off
        the votes; what is left is what the others said, if that is one, or if together they say so still.
        """
        left = Counter(self._decision["votes"])
        others: dict[str, Opinion] = {}
        unsettled = set(self._grounds)
        for one in self._opinions:
            name = self.name(one)
            if name not in unsettled:
                continue
            unsettled.discard(name)
            if _known(one, self._decision, self._who):
                left -= Counter(one.labels or ("none",))
            else:
                others[name] = one
        for name in list(unsettled):
            exact = _exactly(self._grounds[name])
            if exact is not None:
                left -= Counter(exact.labels or ("none",))
                unsettled.discard(name)
        if unsettled or not others or not left:
            return {}
        if len(others) == 1:
            labels = frozenset(left) - {"none"}
            return {name: _Word(labels, whole=False) for name in others}
        now = Counter(label for one in others.values() for label in one.labels or ("none",))
        if now != left:
            return {}
        return {name: _Word(one.labels, whole=False) for name, one in others.items()}


def _known(opinion: Opinion, decision: Decision, who: Names) -> bool:
    """Tell whether `opinion` rests on marks that the decision saw so, or in a later revision."""
    then = {one["uid"]: one["rev"] for one in decision["seen"] if one["uid"] is not None}
    uids = [one["uid"] for one in opinion.seen]
    if uids == [None]:
        names = {who(one["annotator"]) for one in decision["seen"] if one["uid"] is None and one["done"]}
        return who(opinion.annotator) in names
    # A layer that has not been brought up to date has an earlier revision: that is no news either.
    return all(one["uid"] in then and one["rev"] <= then[one["uid"]] for one in opinion.seen)


def _exactly(grounds: Sequence[GroundOfSentence]) -> _Word | None:
    """Return what somebody said then, if the decision has kept it or it was none by implication."""
    kept = next((one["said"] for one in grounds if "said" in one), None)
    if kept is not None:
        return _word_then(kept)
    return _Word() if all(one["uid"] is None for one in grounds) else None


def _word_then(said: SaidThen) -> _Word:
    quotes = []
    for one in said.get("quotes", ()):
        names = one.get("speakers")
        listed = names if isinstance(names, list) else []
        quotes.append((str(one.get("form")), tuple(str(name) for name in listed)))
    attributes = said.get("attributes", {})
    return _Word(frozenset(said.get("labels", ())), said.get("voice"), tuple(sorted(quotes)), attributes)


def _word_of(said: Said) -> _Word:
    return _Word(said.labels, said.voice, quotes_key(said.quotes), said.attributes)


def _decided(decision: Decision) -> _Word:
    quotes = quotes_key([sound_quote(one) for one in decision["quotes"]])
    return _Word(frozenset(decision["labels"]), decision["voice"], quotes, decision.get("attributes", {}))


def _otherwise(now: _Word, decided: _Word, left: Collection[str]) -> bool:
    """Tell whether `now` says otherwise than was decided, `left` being what was left open."""
    if now.labels != decided.labels:
        return True
    return any(name not in left for name in _apart(now, decided))


def _apart(now: _Word, decided: _Word) -> Iterable[str]:
    """Yield what of that which hangs on the labels both say, and differently."""
    if now.voice and decided.voice and now.voice != decided.voice:
        yield "voice"
    if now.quotes and decided.quotes and not _fit(now.quotes, decided.quotes):
        yield "quotes"
    for name, value in decided.attributes.items():
        if name in now.attributes and now.attributes[name] != value:
            yield name


def _fit(some: Quotes, others: Quotes) -> bool:
    """Tell whether quotes are the same ones, of which either side may lack the speakers."""
    left, unlike = list(others), []
    for one in some:
        if one in left:
            left.remove(one)
        else:
            unlike.append(one)
    for form, names in unlike:
        like = [one for one in left if one[0] == form and not (names and one[1])]
        if not like:
            return False
        left.remove(like[0])
    return not left


def _same(now: _Word, then: _Word, decided: _Word) -> bool:
    """Tell whether somebody said `then`, of what is otherwise than `decided`, what that one says `now`."""
    if now.labels != then.labels:
        return False
    if now.labels != decided.labels or not then.whole:
        return True
    return set(_apart(now, decided)) <= {
        name for name in _apart(then, decided) if _aspect(now, name) == _aspect(then, name)
    }


def _aspect(word: _Word, name: str) -> object:
    if name == "voice":
        return word.voice
    return word.quotes if name == "quotes" else word.attributes.get(name)


def _most_say_so(decision: Decision, opinions: Sequence[Opinion], who: Names) -> bool:
    """Tell whether most still say what was decided, those who are not there as they said then."""
    then = _Then(decision, opinions, who)
    words = [_word_of(one.said) for one in opinions]
    away = set(then.names()) - {then.name(one) for one in opinions}
    words += [one for one in map(then.word, sorted(away)) if one is not None]
    decided = _decided(decision)
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
