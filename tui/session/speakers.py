"""Who is quoted in the open article, as the rules propose it by the names that are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from annotations.marks.marks import Marks
from annotations.model.article import Article
from annotations.speakers.proposals import Proposals
from tui.session.found import Found

if TYPE_CHECKING:
    from annotations.speakers.book import SpeakerBook
    from annotations.speakers.candidates import Candidate

__all__ = ["Speakers"]


class Speakers:
    """Belongs to one article within its bounds; another one, or other bounds, have speakers of their own."""

    def __init__(
        self, article: Article, found: Found, marks: Callable[[], Marks], *, known: bool = False
    ) -> None:
        """Propose by the names that are `found`; `marks` are the annotator's own, of the moment."""
        self.known = known
        """Whether names have been found; before that no screen need ask what the rules propose."""
        self._article = article
        self._found = found
        self._marks = marks
        self._book: SpeakerBook | None = None
        self._book_outdated = False
        self.proposals = Proposals(
            article,
            lambda index: found.highlights.names_of(index),
            lambda text: (self._book or self.book).name_of(text),
        )
        """The quotes that the rules see in each sentence."""

    @property
    def book(self) -> SpeakerBook:
        """Return what answers who is quoted; made anew when marks, bounds or names are others."""
        if self._book is None or self._book_outdated:
            from annotations.speakers.book import SpeakerBook  # nobody needs it for the first frame

            self._book = SpeakerBook(self._article, self._marks(), lambda: self._found.highlights.names())
            self._book_outdated = False
        return self._book

    def candidates(self, index: int, which: int) -> Sequence[Candidate]:
        """Return who may be the speaker of quote `which` of sentence `index`, the likeliest first."""
        found = self.proposals.quotes(index)
        rule = found[which] if which < len(found) else None
        cue = rule.cue[0] if rule and rule.cue else None
        ruled = [(one.start, one.end) for one in rule.speakers] if rule else []
        return self.book.candidates(index, cue, ruled)

    def forget(self, sentences: range | None = None) -> None:
        """Propose anew for `sentences`, or for all: marks or names there are others."""
        self.proposals.forget(sentences)
        self._book = None

    def names_known(self, sentences: range | None = None) -> None:
        """Take note that the names of `sentences`, or of all, are known now."""
        self.known = True
        self.forget(sentences)

    def names_mended(self) -> None:
        """Take note that the annotator has mended a name.

        The speaker book goes through all names of the article, and so is made anew when a command asks for
        it and not for this.
        """
        self.proposals.forget()
        self._book_outdated = True
