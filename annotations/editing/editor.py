"""An annotator at work on an article: its marks, the acts that change them, and their history.

Nothing here touches the disk or the screen: an act is the records that it changes, and goes to the store as
one write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

from annotations.editing.labels import LabelActs
from annotations.editing.ledger import Ledger, Target
from annotations.editing.quotes import QuoteActs
from annotations.marks.marks import Marks
from annotations.model.article import Article
from annotations.model.quotes import QuoteFields
from annotations.model.scheme import Scheme
from annotations.records.lead_kinds import OfSentence
from annotations.records.record import Newest, Record, sentence_mark

if TYPE_CHECKING:
    from annotations.editing.article import ArticleActs
    from annotations.editing.bounds import BoundActs
    from annotations.editing.remarks import RemarkActs
    from annotations.editing.spans import SpanActs
    from annotations.records.assistance import Shown
    from annotations.records.kinds import What

__all__ = ["Editor", "SentenceMarks"]


class SentenceMarks:
    """An annotator's own marks: any sentence may have one."""

    kind: ClassVar[Literal["sentence", "decision"]] = "sentence"

    def chosen(self, ledger: Ledger, sentences: Sequence[int]) -> Sequence[int]:
        """Return `sentences`."""
        return sentences

    def fitting(self, records: Iterable[Record], article: Article) -> Iterable[Record]:
        """Return `records`: marks are intervals, and bounds move none of them."""
        return records

    def fresh(self, ledger: Ledger, index: int) -> OfSentence:
        """Return a first mark of sentence `index`."""
        article, sentence = ledger.marks.article, ledger.marks.article.sentences[index]
        return sentence_mark(
            article.id,
            sentence.start,
            sentence.end,
            article.text[sentence.start : sentence.end],
            annotator=ledger.annotator,
            writer=ledger.writer,
            scheme=ledger.scheme.id,
        )

    def speaking(self, old: Newest | None, fresh: OfSentence) -> OfSentence:
        """Return `old`, unless it is deleted or there is none."""
        return fresh if old is None or old["kind"] != "sentence" or old["deleted"] else old

    def revised(
        self, ledger: Ledger, old: Newest | None, fresh: OfSentence, said: Mapping[str, object]
    ) -> OfSentence:
        """Return the next mark."""
        return ledger.revised(old, fresh, said)


class Editor:
    """The acts of one annotator, by what they are about; `ledger` opens articles, undoes and does again.

    Args:
        scheme: The labels of the project.
        annotator: Whose acts they are.
        target: What acts on sentences say something in: by default the annotator's own marks.
        proposals: Returns the quotes that the rules find in a sentence of the open article, as marks keep
            them.
        reviewed: Returns what was decided of the open article or given back.
        shown: Returns what models say of a sentence, where the annotator is shown it.
        shown_spans: Returns likewise which names or numbers models mark from one offset to another.
    """

    def __init__(
        self,
        scheme: Scheme,
        annotator: str,
        target: Target | None = None,
        *,
        proposals: Callable[[int], Sequence[QuoteFields]] = lambda index: (),
        reviewed: Callable[[], Sequence[Newest]] = lambda: (),
        shown: Callable[[int], Shown] = lambda index: {},
        shown_spans: Callable[[What, int, int], Shown] = lambda what, start, end: {},
    ) -> None:
        self.ledger = Ledger(scheme, annotator, target or SentenceMarks(), reviewed, shown, shown_spans)
        self.quotes = QuoteActs(self.ledger, proposals)
        self.labels = LabelActs(self.ledger, self.quotes)

    # Those that nobody needs before a key is pressed are imported then.

    @cached_property
    def spans(self) -> SpanActs:
        """The acts on names, numbers and spans of a label."""
        from annotations.editing.spans import SpanActs

        return SpanActs(self.ledger)

    @cached_property
    def bounds(self) -> BoundActs:
        """The acts on the bounds of sentences."""
        from annotations.editing.bounds import BoundActs

        return BoundActs(self.ledger)

    @cached_property
    def remarks(self) -> RemarkActs:
        """The acts by which annotator and lead answer each other."""
        from annotations.editing.remarks import RemarkActs

        return RemarkActs(self.ledger)

    @cached_property
    def article(self) -> ArticleActs:
        """The acts on the article as a whole."""
        from annotations.editing.article import ArticleActs

        return ArticleActs(self.ledger)

    @property
    def marks(self) -> Marks:
        """Return what has been said of the open article."""
        return self.ledger.marks
