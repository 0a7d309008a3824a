"""What a decision of a sentence knew of everybody when it was made, as far as that can be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.adjudication.disagreement import Opinion, judged_quotes, judged_voice, quotes_key
from annotations.marks.marks import Said
from annotations.model.quotes import sound_quote
from annotations.records.lead_kinds import Decision, GroundOfSentence, SaidThen

__all__ = ["Names", "Quotes", "Then", "Word", "decided_word", "is_known", "revisions_seen", "word_of"]

Quotes = Sequence[tuple[str, Sequence[str]]]
"""Of each quote its form and the names of its speakers; empty where nothing was judged of it."""
Names = Callable[[str], str]
"""Finds who somebody that a decision names is among those who are there: after a name was changed, say."""


@dataclass(frozen=True, slots=True)
class Word:
    """What of somebody's judgement is compared with a decision."""

    labels: frozenset[str] = frozenset()
    voice: str | None = None
    quotes: Quotes = ()
    attributes: Mapping[str, object] = field(default_factory=dict)
    whole: bool = True
    """Whether more is known than the labels."""


class Then:
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
        self._counted: Mapping[str, Word | None] | None = None

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

    def of(self, opinion: Opinion) -> Word | None:
        """Return what the decision knew of whoever gives `opinion`; None if that cannot be told."""
        return self.word(self.name(opinion))

    def word(self, name: str) -> Word | None:
        """Return what the decision knew of `name`, one of `names`; None if that cannot be told."""
        grounds = self._grounds.get(name)
        if grounds is None:
            return None
        exact = _exactly(grounds)
        if exact is not None:
            return exact
        if self._decision["how"] == "unanimous":
            return decided_word(self._decision)
        if self._counted is None:
            self._counted = self._from_votes()
        return self._counted.get(name)

    def _from_votes(self) -> Mapping[str, Word | None]:
        """Return what the votes of a decision tell of those of whom it kept the revisions alone.

        Decisions of earlier versions kept no more. What those say whose marks are as they were is taken off
        the votes; what is left is what the others said, if that is one, or if together they say so still.
        """
        left, revisions = Counter(self._decision["votes"]), revisions_seen(self._decision)
        others: dict[str, Opinion] = {}
        unsettled = set(self._grounds)
        for one in self._opinions:
            name = self.name(one)
            if name not in unsettled:
                continue
            unsettled.discard(name)
            if is_known(one, revisions, self._decision, self._who):
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
            return {name: Word(labels, whole=False) for name in others}
        now = Counter(label for one in others.values() for label in one.labels or ("none",))
        if now != left:
            return {}
        return {name: Word(one.labels, whole=False) for name, one in others.items()}


def revisions_seen(decision: Decision) -> Mapping[str | None, int]:
    """Return by uid the revisions of the marks that `decision` saw."""
    return {one["uid"]: one["rev"] for one in decision["seen"] if one["uid"] is not None}


def is_known(opinion: Opinion, revisions: Mapping[str | None, int], decision: Decision, who: Names) -> bool:
    """Tell whether `opinion` rests on marks that the decision saw so, or in a later revision."""
    if opinion.seen[0]["uid"] is None:
        names = {who(one["annotator"]) for one in decision["seen"] if one["uid"] is None and one["done"]}
        return who(opinion.annotator) in names
    # A layer that has not been brought up to date has an earlier revision: that is no news either.
    return all(one["rev"] <= revisions.get(one["uid"], 0) for one in opinion.seen)


def _exactly(grounds: Sequence[GroundOfSentence]) -> Word | None:
    """Return what somebody said then, if the decision has kept it or it was none by implication."""
    kept = next((one["said"] for one in grounds if "said" in one), None)
    if kept is not None:
        return _word_then(kept)
    return Word() if all(one["uid"] is None for one in grounds) else None


def _word_then(said: SaidThen) -> Word:
    quotes = []
    for one in said.get("quotes", ()):
        form, names = one.get("form"), one.get("speakers")
        listed = names if isinstance(names, list) else []
        quotes.append((form if isinstance(form, str) else "", tuple(map(str, listed))))
    attributes = said.get("attributes", {})
    return Word(frozenset(said.get("labels", ())), said.get("voice"), tuple(sorted(quotes)), attributes)


def word_of(said: Said) -> Word:
    """Return what of `said` is compared: what somebody judged, and no rule or default filled in."""
    return Word(said.labels, judged_voice(said), judged_quotes(said), said.attributes)


def decided_word(decision: Decision) -> Word:
    """Return what `decision` says, to be compared."""
    quotes = quotes_key([sound_quote(one) for one in decision["quotes"]])
    return Word(frozenset(decision["labels"]), decision["voice"], quotes, decision.get("attributes", {}))
