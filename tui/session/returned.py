"""What a lead has given back of the open article, and what was answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from annotations.model.article import Article
from annotations.records.record import Record
from annotations.records.returns import Return, open_returns
from annotations.wording import msg, tr

__all__ = ["Returned", "return_words"]


class Returned:
    """The returns of one article by sentence; those of the article as a whole are everywhere."""

    def __init__(self, article: Article, returns: Iterable[Return] = ()) -> None:
        self._article = article
        self.all = list(returns)

    @classmethod
    def of(cls, article: Article, lead: Iterable[Record], answers: dict[str, list[Record]]) -> Returned:
        """Return what `lead`, records of the lead's layer, gave back to each annotator of `answers`."""
        lead = list(lead)
        found = [one for name, mine in answers.items() for one in open_returns(lead, mine, name)]
        return cls(article, found)

    def over(self, index: int) -> list[Return]:
        """Return what was given back of sentence `index`, or of the article; what waits comes first."""
        if not self.all or not self._article.sentences:
            return []
        sentence = self._article.sentences[index]
        here = [
            one
            for one in self.all
            if one.start is None or one.end is None or (one.start < sentence.end and one.end > sentence.start)
        ]
        return sorted(here, key=lambda one: (one.answered, one.start is None))

    def state(self, index: int) -> str:
        """Return ``<`` where the sentence itself was given back and waits, ``>`` where it was answered."""
        here = [one for one in self.over(index) if one.start is not None]
        return " " if not here else ">" if all(one.answered for one in here) else "<"

    @property
    def unanswered(self) -> int:
        """How many wait for an answer, those of the article as a whole among them."""
        return sum(not one.answered for one in self.all)

    def waiting(self) -> list[int]:
        """Return the sentences that were given back and wait for an answer, ascending."""
        waiting = [one for one in self.all if one.start is not None and not one.answered]
        return [
            index
            for index, sentence in enumerate(self._article.sentences if waiting else ())
            if any((one.start or 0) < sentence.end and (one.end or 0) > sentence.start for one in waiting)
        ]


def return_words(one: Return, called: Callable[[str], str], *, to: bool) -> str:
    """Return a return in words; `to` says to whom it went, else from whom it came, `called` by which name."""
    record, answer = one.record, one.answer
    to_whom = msg("to {called}: {comment}"), msg("the article to {called}: {comment}")
    from_whom = msg("from {called}: {comment}"), msg("the article from {called}: {comment}")
    words = tr(
        (to_whom if to else from_whom)[one.start is None],
        called=called(record["to"] if to else record["annotator"]),
        comment=record["comment"],
    )
    if not one.answered:
        return words
    assert answer is not None
    if not answer["comment"]:
        return tr("{words}  answered", words=words)
    return tr("{words}  answered: {comment}", words=words, comment=answer["comment"])
