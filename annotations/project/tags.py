"""Tagging without a screen: what keys do to the open article, done to any sentences of a project's articles.

Each act is one write into the annotator's own layer, as a key's is; a program that has the same layer open
takes it in. Acts that come together are made durable together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from annotations.editing.editor import Editor
from annotations.editing.orders import Order, obey
from annotations.errors import LayerReadOnly, StorageError, UsageError
from annotations.model.article import Analysis, Article, Name, article_date
from annotations.model.quotes import QuoteFields, SpeakerFields
from annotations.project.lead import Lead, lead_of
from annotations.project.project import Project
from annotations.records.acts import Act, is_settling
from annotations.records.record import Newest
from annotations.storage.layer.repository import Layer, Pending
from annotations.wording import tr

if TYPE_CHECKING:
    from annotations.speakers.book import SpeakerBook
    from annotations.speakers.proposals import Proposals

__all__ = ["Tagged", "Tagger", "sentences_at"]

_TOGETHER = 64
"""Acts that share a flush at the most. Chosen: each holds a file open till then; some systems give 256."""


class Tagged(NamedTuple):
    """What was done to some sentences of an article."""

    article: Article
    sentences: Sequence[int]
    """From 0."""
    words: Sequence[str]
    """What each act did; empty where all was so already."""


def sentences_at(article: Article, words: Iterable[str]) -> list[int]:
    """Return which sentences `words` name, from 0, ascending.

    ``5`` is the fifth as it is counted on screen, ``3-5`` three of them, ``@310`` the one that begins at that
    offset of the text or holds it, ``all`` all that are to be tagged.

    Raises:
        UsageError: A word names none; the message says what there is.
    """
    count = len(article.sentences)
    found: set[int] = set()
    for word in words:
        first, dash, last = word.partition("-")
        if word == "all":
            found.update(at for at, one in enumerate(article.sentences) if one.part == "body")
        elif word.startswith("@") and _is_number(word[1:]):
            starts = [one.start for one in article.sentences]
            at = bisect_right(starts, int(word[1:])) - 1
            if at < 0 or int(word[1:]) >= article.sentences[at].end:
                raise UsageError(
                    tr("{source}: no sentence stands at {word}", source=article.source, word=word)
                )
            found.add(at)
        elif _is_number(first) and (_is_number(last) or not dash):
            low, high = int(first), int(last or first)
            if not 1 <= low <= high <= count:
                raise UsageError(
                    tr(
                        "{source} has no sentence {word}; it has 1 to {count}",
                        source=article.source,
                        word=word,
                        count=count,
                    )
                )
            found.update(range(low - 1, high))
        else:
            raise UsageError(
                tr("{word} is no sentence; write its number, 3-5, @310 for an offset, or all", word=word)
            )
    return sorted(found)


def _is_number(word: str) -> bool:
    return word.isdecimal() and len(word) < 20  # of thousands of digits Python makes none


class Tagger:
    """One annotator's layer, open for acts on any article; see :meth:`at_work`."""

    def __init__(
        self, project: Project, layer: Layer, lead: Lead, *, dry: bool, tell: Callable[[str], object]
    ) -> None:
        """Work on `layer`; `dry` writes nothing; `tell` is told what is worth knowing of the tagger."""
        self._tell = tell
        self._project = project
        self._layer = layer
        self._lead = lead
        self._dry = dry
        self._desk: _Desk | None = None
        self._written: list[Pending] = []
        self._refused: StorageError | None = None
        """Why something that was written may not be durable."""

    @classmethod
    @contextmanager
    def at_work(
        cls, project: Project, *, dry: bool = False, tell: Callable[[str], object] = lambda line: None
    ) -> Iterator[Tagger]:
        """Open the layer of the project's annotator, and in the end flush what was done and close it again.

        Raises:
            StorageError: It cannot be read, or not be written where `dry` is not set.
        """
        opened = project.amendments.open(project.layer_path, project.annotator)
        with closing(opened) as layer, lead_of(project, layer) as lead:
            if layer.read_only and not dry:
                raise LayerReadOnly(layer.read_only)
            tagger = cls(project, layer, lead, dry=dry, tell=tell)
            try:
                yield tagger
            finally:
                tagger.flush()

    def bounded(self, article: Article) -> Article:
        """Return `article` within the sentence bounds that hold."""
        return self._lead.bounded(article)

    def tag(self, article: Article, sentences: Sequence[int], orders: Sequence[Order]) -> Tagged:
        """Do `orders` to `sentences`, from 0, of `article`; it is durable after the next :meth:`flush`.

        Raises:
            UsageError, SchemeError: Something cannot be said of these; what came before it is done.
            StorageError: It cannot be written.
        """
        desk = self._at(article)
        done = []
        for order in orders:
            # A note is of one sentence, as a key writes it.
            for some in [[one] for one in sentences] if order.what == "note" else [sentences]:
                act = obey(desk.editor, some, order, desk.typed)
                if act is not None:
                    self._store(desk, act)
                    done.append(act.words)
        return Tagged(desk.article, sentences, list(dict.fromkeys(done)))

    def flush(self) -> None:
        """Make all that was done durable; nobody may be told of it before.

        Raises:
            StorageError: The disk refused, this time or before.
        """
        if self._refused is not None:
            raise self._refused
        written, self._written = self._written, []
        try:
            self._layer.flush(written)
        except StorageError as error:
            self._refused = error
            raise

    def last(self) -> str | None:
        """Return the id of the article that the last act was about; None if there is none to take back."""
        act = self._recalled(Editor(self._project.scheme, self._project.annotator))
        return None if act is None else act.article

    def undo(self, article: Article) -> Tagged:
        """Take back the last act, which was about `article`; durable as :meth:`tag` is.

        Raises:
            RevisionConflict: Another program has since changed what it did.
            StorageError: It cannot be written.
        """
        desk = self._at(article)
        self._recalled(desk.editor)
        act = desk.editor.ledger.undo()
        assert act is not None  # somebody asked for the last one before
        self._store(desk, act)
        starts = [one.start for one in desk.article.sentences]
        return Tagged(desk.article, [max(0, bisect_right(starts, act.start) - 1)], [act.words])

    def _recalled(self, editor: Editor) -> Act | None:
        history = self._layer.history()
        editor.ledger.recall(one for one in history if not is_settling(record for _, record in one))
        return editor.ledger.undoable

    def _at(self, article: Article) -> _Desk:
        if self._desk is None or self._desk.base.id != article.id:
            self._desk = _Desk(self._project, self._layer, self._lead, article, self._tell)
        return self._desk

    def _store(self, desk: _Desk, act: Act) -> None:
        if not self._dry:
            desk.freeze()
            self._written.append(self._layer.write(act.after))
            if len(self._written) >= _TOGETHER:
                self.flush()


class _Desk:
    """One article with what is said of it and found in it."""

    def __init__(
        self, project: Project, layer: Layer, lead: Lead, article: Article, tell: Callable[[str], object]
    ) -> None:
        self.base = article
        self._tell = tell
        self.article = lead.bounded(article)
        self._project = project
        self._frozen = False
        reviewed: list[Newest] = list(lead.of_article(article.id))
        self.editor = Editor(
            project.scheme, project.annotator, proposals=self._proposed, reviewed=lambda: reviewed
        )
        self.editor.ledger.open(self.article, layer.of_article(article.id), layer.latest)

    def typed(self, name: str, index: int) -> SpeakerFields:
        """Return the speaker that `name` means, typed for sentence `index`."""
        return self._book.typed(name, index)

    def freeze(self) -> None:
        """Keep the text before its first mark, and what was found in it if anybody asked for that."""
        if not self._frozen:
            self._frozen = True
            self._project.frozen.freeze(self.base)
        if "_found" in self.__dict__ and self._project.frozen.load_analysis(self.base.id) is None:
            self._project.frozen.freeze_analysis(self.base, self._found)

    def _proposed(self, index: int) -> Sequence[QuoteFields]:
        return self._proposals.fields(index)

    @cached_property
    def _found(self) -> Analysis:
        kept = self._project.frozen.load_analysis(self.base.id)
        if kept is not None:
            return kept
        from annotations.project.analyser import analyser_of

        analyser = analyser_of(self._project, self._tell)
        return analyser.analyse(self.base.text, self.base.sentences, date=article_date(self.base.metadata))

    @cached_property
    def _names(self) -> Sequence[Name]:
        return self.editor.marks.spans.mended(self._found, self.article.sentences).names

    @property
    def _book(self) -> SpeakerBook:
        from annotations.speakers.book import SpeakerBook  # nobody who tags labels alone needs it

        return SpeakerBook(self.article, self.editor.marks, lambda: self._names)

    @cached_property
    def _proposals(self) -> Proposals:
        from annotations.speakers.proposals import Proposals

        by_sentence: dict[int, list[Name]] = {}
        starts = [one.start for one in self.article.sentences]
        for name in self._names:
            by_sentence.setdefault(max(0, bisect_right(starts, name.start) - 1), []).append(name)
        return Proposals(self.article, lambda index: by_sentence.get(index, ()), self._name_of)

    @property
    def _name_of(self) -> Callable[[str], str]:
        return self._book.name_of
