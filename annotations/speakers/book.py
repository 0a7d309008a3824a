"""Who is quoted in one article: whom its names mean, who may speak, and what a typed name stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from annotations.editing.quotes import speaker
from annotations.marks.marks import Marks
from annotations.model.article import Article, Name
from annotations.model.quotes import QuoteFields, SpeakerFields
from annotations.speakers.aliases import Aliases
from annotations.speakers.candidates import Candidate, Given, Speakers, complete

__all__ = ["SpeakerBook"]

_OFFERED = 18
"""Candidates in the list: two pages of nine digits. Chosen: who stands further down is found sooner by
typing."""


class SpeakerBook:
    """Answers for one article as it is marked now; made anew when its names or bounds change.

    Whom a name means follows from the names alone, unless marks say otherwise: a speaker whose words in the
    article are one name and who is called another joins the two, and one who goes by his words alone,
    although the rules take him for somebody else, parts them.
    """

    def __init__(self, article: Article, marks: Marks, names: Callable[[], Iterable[Name]]) -> None:
        """Answer for `article`; `names` returns all names that are known in it, and is asked when needed."""
        self._article = article
        self._marks = marks
        self._names = names
        self._known: dict[int, tuple[QuoteFields, ...]] = {}
        self._said: dict[str, str] = {}

    @cached_property
    def _by_rule(self) -> Aliases:
        """The persons of the article as the rules alone see them."""
        text = self._article.text
        return Aliases((text[name.start : name.end], name.type) for name in self._names())

    def name_of(self, text: str) -> str:
        """Return the name of the person or organisation that `text` means in this article."""
        return self._said.get(text) or self._by_rule.canonical(text)

    def candidates(self, index: int, cue: int | None, ruled: Sequence[tuple[int, int]]) -> list[Candidate]:
        """Return who may be the speaker of a quote in sentence `index`, the likeliest first.

        `cue` is where its verb of saying begins, and `ruled` where the speakers stand that a rule found.
        """
        self._take_marks()
        return self._speakers.candidates(index, cue=cue, ruled=ruled, limit=_OFFERED)

    def complete(self, typed: str) -> list[str]:
        """Return the names of the article that `typed` may begin; the first ones if it is empty."""
        names = self._speakers.names()
        return complete(typed, names) if typed.strip() else names[:9]

    def typed(self, name: str, index: int) -> SpeakerFields:
        """Return the speaker that somebody typed for sentence `index`, with its place if there is one.

        The last place before the end of the sentence counts, else the first one after it.
        """
        article = self._article
        start = article.text.rfind(name, 0, article.sentences[index].end)
        if start < 0:
            start = article.text.find(name, article.sentences[index].end)
        if start < 0:
            return speaker("", name, None, None, "person")
        return speaker(name, self.name_of(name), start, start + len(name), "person")

    @cached_property
    def _speakers(self) -> Speakers:
        return Speakers(self._article.text, self._article.sentences, self._names())

    def _take_marks(self) -> None:
        """Take in what marks say that have changed since the last time."""
        known = {index: said.quotes for index, said in self._marks.quoted()}
        for index in self._known.keys() | known.keys():
            quotes = known.get(index, ())
            if quotes == self._known.get(index, ()):
                continue
            self._speakers.take_back(index)
            for quote in quotes:
                for one in quote["speakers"]:
                    self._speakers.give(Given(one["text"] or one["name"], index, one["start"]))
                    self._take_word(one)
        self._known = known

    def _take_word(self, one: SpeakerFields) -> None:
        """Take what a person has said of whom words of the article mean."""
        text, name = one["text"], one["name"]
        if one["by"] != "person" or not text or not name or self._said.get(text) == name:
            return
        self._said[text] = name
        rule = self._by_rule.canonical(text)
        if name != text:
            self._speakers.aliases.join(text, name)
        elif rule != text:
            self._speakers.aliases.part(text, rule)
